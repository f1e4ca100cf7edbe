"""Floor 3, MkDocs and its relatives: a Python-Markdown extension, and a plugin that registers it.

The extension fills in tables, links and counts in any tool that renders with Python-Markdown. The
plugin adds what only MkDocs and ProperDocs have places for: the pages of the models as generated
files, navigation, ``objects.inv``, redirects.
"""
