"""Tests of import, check, repair and merge."""
