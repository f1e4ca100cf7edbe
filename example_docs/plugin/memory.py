"""A plugin for a model zoo: how much memory the parameters of a model take.

It adds a column ``memory`` to tables, a section to the pages of models, and ``ini`` to the formats
that ``modelzoo import`` reads. Name it in ``conf.py``::

    modelzoo_plugins = ["plugin/memory.py"]
"""

from __future__ import annotations

import configparser
from collections.abc import Sequence
from pathlib import Path

from sphinx_modelzoo.api import PageContext, Subject, TableContext, column, section, table
from sphinx_modelzoo.curation.api import (
    Draft,
    ImportContext,
    ImportResult,
    files_below,
    importer,
    read_text,
    refusal,
)

BYTES = {"float32": 4, "float16": 2, "int8": 1}


def megabytes(params: int, precision: str = "float32") -> float:
    """Return the memory of some parameters, in MB with one decimal."""
    return round(params * BYTES[precision] / 1e6, 1)


@column("memory", {"en": "Memory, MB", "zh": "显存（MB）"}, "Memory in float32.", kind="number")
def memory(subject: Subject, context: TableContext) -> float | None:
    """Return the memory of the smallest variant; an empty cell where the size is not known."""
    return megabytes(min(subject.params)) if subject.params else None


@section("memory", {"en": "Memory", "zh": "显存"})
def precisions(page: PageContext) -> object:
    """Return a table of precisions, for models whose number of parameters is known."""
    params = page.model.params
    if params is None:
        return None
    head = "精度" if page.language == "zh" else "Precision"
    return table([head, "MB"], [(name, megabytes(params, name)) for name in BYTES])


def is_ini(path: Path, text: str) -> bool:
    """Return True if a file is one of ours."""
    return path.suffix == ".ini"


def find_ini(folder: Path) -> list[Path]:
    """Return the files of a folder that are ours."""
    return [path for path in files_below(folder) if is_ini(path, "")]


@importer("ini", "INI files", is_ini, find_ini)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read a section per model: its name, and any fields of the catalog as texts."""
    result = ImportResult()
    for path in paths:
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string(read_text(path, context))
        except configparser.Error as error:
            raise refusal("import.unreadable", str(error), file=context.display(path)) from None
        for name in parser.sections():
            result.drafts.append(Draft({"name": name, **parser[name]}, context.place(path)))
            result.count("models")
    return result
