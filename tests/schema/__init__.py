"""Tests of the schema, and of messages and their codes."""
