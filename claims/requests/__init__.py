"""Asking for any benefit that the person's policies know, whoever wrote the resolution."""
