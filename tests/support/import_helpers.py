"""Helpers for tests of importers: sources in, settled entries out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx_modelzoo.cli.import_ import import_registry, importers
from sphinx_modelzoo.curation.formats.importer_types import (
    ImportContext,
    ImportResult,
)
from sphinx_modelzoo.curation.merge.validating import settle
from sphinx_modelzoo.schema.head import read_head
from sphinx_modelzoo.schema.own_fields import OwnFields
from sphinx_modelzoo.schema.vocabulary import Vocabularies

IMPORTERS = importers(import_registry())


def context() -> ImportContext:
    """What an importer may use, with the package's vocabularies and names of files alone."""
    return ImportContext(Vocabularies.builtin(), display=lambda path: path.name)


def read(name: str, *paths: Path) -> ImportResult:
    """Read files or folders of a format; the drafts are settled."""
    reader = IMPORTERS[name]
    files = [file for path in paths for file in (reader.find(path) if path.is_dir() else [path])]
    result = reader.read(files, context())
    declared, _ = read_head({"schema_version": 1, "fields": result.head.get("fields", {})})
    settle(result, Vocabularies.builtin(), OwnFields(one.field() for one in declared.fields))
    return result


def read_text(name: str, text: str, path: Path) -> ImportResult:
    """Write a file and read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read(name, path)


def only(result: ImportResult) -> dict[str, Any]:
    """The data of the single entry that was read."""
    assert len(result.drafts) == 1
    return result.drafts[0].data
