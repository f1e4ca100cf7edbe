"""What a schema cannot see: rules about catalogs that are valid and still wrong.

Each module is a family of rules; :mod:`~sphinx_modelzoo.curation.rules.all_rules` has them all. A
rule never changes anything; it may say which edits would fix the problem
(:mod:`~sphinx_modelzoo.curation.rules.fixes` makes them).
"""
