"""Trips as they are run: names, rooms, each day's attendance, and claims when it is over."""
