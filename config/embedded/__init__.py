"""A database backend that brings its own PostgreSQL server.

``base`` is what Django loads as the engine, ``server`` starts the server and sees to its end.
"""
