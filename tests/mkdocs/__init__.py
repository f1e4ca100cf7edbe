"""Tests of the MkDocs plugin and the Markdown extension."""
