"""Tests of the repository: its manual, its packages and its scripts."""
