"""Import, export, import gives the same catalog, in every format that can hold it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import entry_to_data
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support import DOCS, strategies
from tests.support.import_helpers import read
from tests.support.registries import EXPORTERS

# The format, the name that its single file has, and whether it writes folders.
FORMATS = [
    ("json", "catalog", "catalog.json", False),
    ("yaml", "catalog", "catalog.yaml", True),
    ("huggingface", "huggingface", "README.md", True),
    ("openmmlab", "openmmlab", "metafile.yml", True),
]

catalogs = st.lists(strategies.entries, min_size=1, max_size=3, unique_by=lambda entry: entry["id"])


def models_of(entries: list[dict[str, Any]]) -> list[Model]:
    """Entries that a catalog could hold: known tasks, no links to entries that are not there."""
    tasks = ["object-detection", "image-classification", "fill-mask"]
    models = []
    for entry in entries:
        entry = {**entry, "tasks": tasks[: len(entry.get("tasks", []))]}
        owners = [entry, *entry.get("variants", [])]
        for owner in owners[1:]:
            owner["tasks"] = tasks[: len(owner.get("tasks", []))]
        for result in (item for owner in owners for item in owner.get("results", [])):
            if "task" in result:
                result["task"] = tasks[len(result["task"]) % 3]
        for name in ("related", "superseded_by", "aliases", "silence"):
            entry.pop(name, None)
        model, issues = validate(Model, entry)
        assert model is not None, issues
        models.append(model)
    return models


def ordered(entries: Iterable[dict[str, Any]]) -> list[str]:
    """Entries by their ids, as texts: the order of languages and metrics counts."""
    return [json.dumps(data, default=str) for data in sorted(entries, key=lambda data: data["id"])]


def import_back(reader: str, path: Path) -> list[str]:
    """What an import makes of a file or folder."""
    return ordered(draft.data for draft in read(reader, path).drafts)


@pytest.mark.parametrize(("name", "reader", "file", "folders"), FORMATS)
@settings(max_examples=40)
@given(entries=catalogs)
def test_any_catalog_comes_back(
    name: str, reader: str, file: str, folders: bool, entries: list[dict[str, Any]]
) -> None:
    models = models_of(entries)
    expected = ordered(map(entry_to_data, models))
    selection = Selection(Catalog.of(models), tuple(models))
    write = EXPORTERS[name]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if name != "huggingface" or len(models) == 1:
            (folder / file).write_text(write.text(selection), encoding="utf-8")
            assert import_back(reader, folder / file) == expected
            (folder / file).unlink()
        if folders:
            assert write.files is not None
            for path, text in write.files(selection).items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            assert import_back(reader, folder) == expected


@pytest.mark.parametrize(("name", "reader", "file", "folders"), FORMATS)
def test_the_examples_come_back(
    name: str, reader: str, file: str, folders: bool, tmp_path: Path
) -> None:
    catalog = load_catalog("models", DOCS)
    assert not [problem for problem in catalog.problems if problem.severity == "error"]
    expected = ordered(map(entry_to_data, catalog.models))
    selection = Selection(catalog, catalog.models)
    if folders:
        write = EXPORTERS[name].files
        assert write is not None
        for path, text in write(selection).items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        found = import_back(reader, tmp_path)
    else:
        (tmp_path / file).write_text(EXPORTERS[name].text(selection), encoding="utf-8")
        found = import_back(reader, tmp_path / file)
    assert found == expected
