"""Tables in reStructuredText: list-table, csv-table, grids and simple tables; a row is a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import importer
from sphinx_modelzoo.curation.grids import rst_tables as restructured
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult
    from sphinx_modelzoo.curation.grids.grid import Block

_SUFFIXES = (".rst", ".rest", ".restx")
_HAS_TABLE = re.compile(
    r"^\s*\.\. (?:list-table|csv-table|table)::|"
    r"^\s*(?:\+-+){2,}\+\s*$|^\s*=+(?: +=+)+\s*$|<table[\s>]",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is reStructuredText, by its suffix."""
    return path.suffix.casefold() in _SUFFIXES


def find(folder: Path) -> Sequence[Path]:
    """Find the reStructuredText files of a folder that hold a table."""
    return files_with_tables(folder, _SUFFIXES, lambda path, text: bool(_HAS_TABLE.search(text)))


@importer("rst", "reStructuredText files with tables", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the tables of some files.

    :raises ProblemError: when no file holds a table of models.
    """
    return read_tables(paths, context, _blocks)


def _blocks(path: Path, text: str) -> Iterable[Block]:
    return restructured.blocks(text)
