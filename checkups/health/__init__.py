"""The health class a check-up ended with: recorded and seen by few, every look kept."""
