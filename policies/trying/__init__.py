"""The bench: any case, invented or real, against any version of the law. Nothing is written."""
