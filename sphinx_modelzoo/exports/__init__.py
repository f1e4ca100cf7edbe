"""Formats that a catalog can be written in, one module each.

A new format is a module with an ``EXPORTER`` and a line in the registry here. Modules are
imported when they are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_modelzoo.exports.interface import Exporter

FORMATS: Mapping[str, str] = {
    "json": "sphinx_modelzoo.exports.json_entries",
    "yaml": "sphinx_modelzoo.exports.yaml_catalog",
    "csv": "sphinx_modelzoo.exports.csv_table",
    "markdown": "sphinx_modelzoo.exports.markdown_table",
    "bibtex": "sphinx_modelzoo.exports.bibtex",
}


def exporter(name: str) -> Exporter:
    """Return the exporter of a format.

    :raises KeyError: when the format is unknown.
    """
    found: Exporter = import_module(FORMATS[name]).EXPORTER
    return found
