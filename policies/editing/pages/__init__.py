"""The pages on which the law is typed."""
