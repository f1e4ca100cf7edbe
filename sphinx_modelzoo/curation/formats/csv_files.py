"""Tables in CSV and TSV files, as spreadsheets export them: a row is a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import importer
from sphinx_modelzoo.curation.grids import delimited
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables
from sphinx_modelzoo.curation.grids.grid import Table
from sphinx_modelzoo.curation.grids.headers import names_models
from sphinx_modelzoo.curation.grids.headings import Outline
from sphinx_modelzoo.problems.messages import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult

_SUFFIXES = (".csv", ".tsv", ".tab")


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is a table of cells, by its suffix."""
    return path.suffix.casefold() in _SUFFIXES and bool(text.strip())


def find(folder: Path) -> Sequence[Path]:
    """Find the CSV and TSV files of a folder that have a column with the names of models."""
    return files_with_tables(folder, _SUFFIXES, _has_models)


def _has_models(path: Path, text: str) -> bool:
    try:
        blocks = list(delimited.blocks(text, path.suffix, lambda words: False))
    except ProblemError:
        return True  # the reader will say what is wrong
    headers = [block.header.cells for block in blocks if isinstance(block, Table)]
    return any(names_models([cell.words for cell in cells]) for cells in headers)


@importer("csv", "CSV and TSV files", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the tables of some files.

    :raises ProblemError: when a file is malformed CSV, or none holds a table of models.
    """
    is_heading = Outline(context.vocabularies).is_heading
    return read_tables(
        paths, context, lambda path, text: delimited.blocks(text, path.suffix, is_heading)
    )
