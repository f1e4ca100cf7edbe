"""Bring what was read into a catalog: ids, what a person changed, what is valid."""
