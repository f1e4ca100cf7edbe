"""Tables in reStructuredText: list-table, csv-table, grids and simple tables; a row is a model."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import importer
from sphinx_modelzoo.curation.grids import rst_tables as restructured
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import as_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult
    from sphinx_modelzoo.curation.grids.grid import Block

_SUFFIXES = (".rst", ".rest", ".restx")
_TEXTS = (".csv", ".tsv", ".txt")
_HAS_TABLE = re.compile(
    r"^[ \t]*\.\. (?:list-table|csv-table|table)::|"
    r"^[ \t]*(?:\+-+){2,}\+[ \t]*$|^[ \t]*=+(?: +=+)+[ \t]*$|<table[\s>]",
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
    home = Path(os.path.commonpath([path.parent.resolve() for path in paths]))
    return read_tables(paths, context, partial(_blocks, home))


def _blocks(home: Path, path: Path, text: str) -> Iterable[Block]:
    def read(name: str) -> str | None:
        file = (path.parent / name).resolve()  # where symbolic links lead
        if not file.is_relative_to(home) or file.suffix.casefold() not in _TEXTS:
            return None
        try:
            return as_utf8(file.read_bytes()).decode()
        except (OSError, YamlError):
            return None

    return restructured.blocks(text, read)
