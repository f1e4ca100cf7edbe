"""Formats that a catalog can be made from, one module each.

A new format is a module with an ``IMPORTER`` and a line in the registry here. Modules are
imported when they are needed: an HTML parser is not loaded to read YAML.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_modelzoo.curation.formats.importer_types import Importer

# In the order in which they are asked whether a file is theirs: the most specific first.
FORMATS: Mapping[str, str] = {
    "catalog": "sphinx_modelzoo.curation.formats.own_catalogs",
    "paddle": "sphinx_modelzoo.curation.formats.paddle_cards",
    "openmmlab": "sphinx_modelzoo.curation.formats.openmmlab",
    "huggingface": "sphinx_modelzoo.curation.formats.huggingface",
    "tables": "sphinx_modelzoo.curation.formats.markup_files",
    "rst": "sphinx_modelzoo.curation.formats.rst_files",
    "csv": "sphinx_modelzoo.curation.formats.csv_files",
}


# Formats that are read and written; the command offers them next to those that are only written.
WRITTEN: Mapping[str, str] = {
    "huggingface": "sphinx_modelzoo.curation.formats.huggingface_export",
    "openmmlab": "sphinx_modelzoo.curation.formats.openmmlab_export",
}


def importer(name: str) -> Importer:
    """Return the importer of a format.

    :raises KeyError: when the format is unknown.
    """
    found: Importer = import_module(FORMATS[name]).IMPORTER
    return found


def recognise(path: Path, text: str) -> Importer | None:
    """Return the importer whose format a file has, or ``None``."""
    for name in FORMATS:
        candidate = importer(name)
        if candidate.sniff(path, text):
            return candidate
    return None
