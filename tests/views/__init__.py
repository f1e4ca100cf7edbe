"""Tests of the views and of what is exported."""
