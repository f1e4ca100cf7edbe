"""Queries of a catalog: filters, sort orders, selections.

A filter is a text such as ``params < 50M and "ImageNet" in datasets``; see
:func:`~sphinx_modelzoo.query.filter.parse_filter`. The fields that it can name are in
:data:`~sphinx_modelzoo.query.fields.FIELDS`.
"""

from __future__ import annotations

from sphinx_modelzoo.query.fields import FIELDS, QueryField
from sphinx_modelzoo.query.filter import Filter, parse_filter
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.query.sorting import Sort, SortKey, parse_sort
from sphinx_modelzoo.query.subjects import Rows, Subject, subjects_of

__all__ = [
    "FIELDS",
    "Filter",
    "Names",
    "QueryField",
    "Rows",
    "Sort",
    "SortKey",
    "Subject",
    "natural_key",
    "parse_filter",
    "parse_sort",
    "select",
    "subjects_of",
]
