"""Plugins for the tests."""

from __future__ import annotations

from tests.support import DOCS

EXAMPLE = DOCS / "plugin" / "memory.py"
"""The plugin of the manual."""

BROKEN = '''\
from sphinx_modelzoo.api import Words, column, exporter, fact, grouping, section
from sphinx_modelzoo.api import Paragraph, paragraph, link


@column("broken", "Broken", "Fails for models of one kind.")
def broken(subject, context):
    """Fail for all but the first."""
    if subject.model.id != "one":
        raise KeyError(subject.model.id)
    return "fine"


@column("odd", "Odd", "Returns what is no cell.")
def odd(subject, context):
    """Return a mapping."""
    return {"a": 1}


@section("trouble", "Trouble")
def trouble(page):
    """Fail while the blocks are made."""
    yield paragraph("begun")
    raise RuntimeError("in the middle")


@section("unsafe", "Unsafe")
def unsafe(page):
    """Return blocks that nothing can hold."""
    return Paragraph("not a tuple")


@fact("raw", "Raw")
def raw(page):
    """Return text that looks like HTML."""
    return "<script>alert(1)</script>"


@exporter("failing", "A format that fails")
def failing(selection):
    """Divide by zero."""
    return str(1 / 0)
'''
CATALOG = (
    "schema_version: 1\nmodels:\n"
    "- {id: one, name: Alpha, params: 25M}\n- {id: two, name: Beta-Net}\n"
)
