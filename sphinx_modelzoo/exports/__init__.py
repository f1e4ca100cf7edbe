"""Formats that a catalog can be written in, one module each, with an ``@exporter``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


EXPORTS = ("json", "json-schema", "yaml", "csv", "markdown", "bibtex", "atom", "po")
"""The formats of :func:`export_modules`, for whoever only names them."""


def export_modules() -> tuple[ModuleType, ...]:
    """Import the modules of all formats, in the order in which the command lists them."""
    from sphinx_modelzoo.exports import (
        atom,
        bibtex,
        csv_table,
        json_entries,
        markdown_table,
        po_file,
        yaml_catalog,
    )

    return json_entries, yaml_catalog, csv_table, markdown_table, bibtex, atom, po_file
