"""The JSON Schema that editors use says what the loader says."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import entry_to_data
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.exports.json_entries import entry_to_json
from sphinx_modelzoo.schema.head import Head, read_head
from sphinx_modelzoo.schema.json_schema import catalog_schema, export_schema
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from tests.support import DOCS, FIXTURES, strategies
from tests.support.registries import EXPORTERS

EXAMPLES = DOCS / "models"


def validator() -> jsonschema.Draft7Validator:
    schema = catalog_schema(Vocabularies.builtin(), ["MIT", "Apache-2.0"])
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


VALIDATOR = validator()


def as_json(data: Any) -> Any:
    """YAML's data as a JSON validator sees it: dates are texts."""
    return json.loads(
        json.dumps(data, default=lambda date: date.isoformat() if date else str(date))
    )


def problems(data: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_json(data))]


EXPORTED = jsonschema.Draft7Validator(export_schema())


def exported(data: Any) -> list[str]:
    return [error.message for error in EXPORTED.iter_errors(data)]


def json_of(*entries: dict[str, Any]) -> dict[str, Any]:
    models = tuple(model for entry in entries if (model := validate(Model, entry)[0]))
    assert len(models) == len(entries)
    text = EXPORTERS["json"].text(Selection(Catalog.of(models), models))
    data: dict[str, Any] = json.loads(text)
    return data


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_valid(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["models"]
    assert problems(data) == []
    for entry in data["models"]:
        assert problems(entry) == []  # as a file of its own


@pytest.mark.once
@given(st.lists(strategies.entries, max_size=2))
def test_what_the_loader_takes_is_valid_in_every_form(entries: list[dict[str, Any]]) -> None:
    models = [model for entry in entries if (model := validate(Model, entry)[0])]
    assert len(models) == len(entries)
    assert problems({"schema_version": 1, "models": entries}) == []
    assert problems({"models": [entry_to_data(model) for model in models]}) == []
    assert problems({"models": [entry_to_json(model) for model in models]}) == []
    assert exported(json_of(*entries)) == []


ENTRY = {"id": "a", "name": "A"}
SHORT_FORMS: list[dict[str, Any]] = [
    {"results": [{"dataset": "COCO", "metrics": {"mAP": 41.2, "new one": 1}}]},
    {"results": {"raw": "mAP 41.2", "source": "https://a.org"}},
    {"paper": "https://a.org"},
    {"code": "https://a.org"},
    {"code": ["https://a.org", {"url": "https://b.org", "kind": "official"}]},
    {"tasks": "object-detection"},
    {"tasks": ["a task of the catalog's own"]},
    {"params": "25.6M", "flops": 4_100_000_000},
    {"summary": {"en": "One", "zh-CN": "一"}},
    {"added": datetime.date(2021, 12, 31)},
    {"deprecated": True},
    {"variants": [{"id": "b", "weights": "https://a.org/b.pth"}]},
    {"demo": "https://a.org"},
    {"links": "https://a.org"},
    {"license": "LicenseRef-own"},
]


@pytest.mark.parametrize("fields", SHORT_FORMS, ids=str)
def test_short_forms_are_valid(fields: dict[str, Any]) -> None:
    assert validate(Model, ENTRY | fields)[1] == []
    assert problems({"models": [ENTRY | fields]}) == []
    assert problems(ENTRY | fields) == []


WRONG: list[dict[str, Any]] = [
    {"sumary": "a misspelt field"},
    {"id": "Not An Id"},
    {"paper": {"arxiv": 2004.1093}},
    {"code": [{"kind": "official"}]},
    {"code": [{"url": "https://a.org", "kind": "unheard of"}]},
    {"results": [{"metrics": {"mAP": "41.2"}}]},
    {"results": [{"metrics": {"mAP": {"value": 1, "comparator": "about"}}}]},
    {"variants": [{"name": "without an id"}]},
    {"tasks": [1]},
    {"images": [{"src": "a.png"}]},
]


@pytest.mark.parametrize("fields", WRONG, ids=str)
def test_what_the_loader_refuses_is_not_valid(fields: dict[str, Any]) -> None:
    assert validate(Model, ENTRY | fields)[1] != []
    assert problems({"models": [ENTRY | fields]}) != []


HEADS: list[dict[str, Any]] = [
    {"language": "zh", "title": {"en": "Zoo", "zh": "模型库"}, "silence": ["modelzoo.link.*"]},
    {"tasks": [{"id": "my-task", "en": "My task", "aliases": ["mine"]}]},
    {"tasks": {"my-task": {"en": "My task", "zh": "我的任务"}, "other": "Other"}},
    {"metrics": [{"id": "m", "unit": "%", "min": 0, "max": 100, "higher_is_better": False}]},
    {"x-defaults": {"anything": 1}},
]


@pytest.mark.parametrize("head", HEADS, ids=str)
def test_the_top_of_a_catalog(head: dict[str, Any]) -> None:
    read, issues = read_head(head)
    assert isinstance(read, Head)
    assert issues == []
    assert problems({**head, "models": [ENTRY]}) == []


@pytest.mark.parametrize(
    "head", [{"schema_version": 2}, {"format": "x"}, {"modles": []}, {"tasks": [{"en": "x"}]}]
)
def test_a_wrong_top_of_a_catalog(head: dict[str, Any]) -> None:
    assert problems({"models": [ENTRY], **head}) != []


def test_editors_get_words_and_what_they_mean() -> None:
    schema = VALIDATOR.schema["$defs"]
    result = schema["Result"]["properties"]
    assert "object-detection" in schema["TaskName"]["anyOf"][0]["enum"]
    assert "COCO" in schema["DatasetName"]["anyOf"][0]["enum"]
    assert "MIT" in schema["License"]["anyOf"][0]["enum"]
    assert "less is better" in result["metrics"]["properties"]["FID"]["description"]
    for name, definition in schema.items():
        for field, about in definition.get("properties", {}).items():
            assert about.get("description"), f"{name}.{field}"


def test_private_fields_are_valid_anywhere() -> None:
    entry = {
        **ENTRY,
        "x-a": 1,
        "summary": {"en": "A.", "x-b": [1]},
        "paper": {"title": "T", "x-c": {}},
        "results": [{"metrics": {"mAP": 1, "x-d": "text"}, "x-e": None}],
    }
    assert problems({"models": [entry], "metrics": {"m": {"en": "M", "x-f": 2}}}) == []
    assert problems(entry) == []


# The JSON that programs read ------------------------------------------------------------------

CATALOGS = (DOCS / "models", DOCS / "lab" / "models.yaml", FIXTURES / "fourteen_models.yaml")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.name)
def test_exported_catalogs_are_valid(path: Path) -> None:
    catalog = load_catalog([str(path)], path.parent)
    assert catalog.problems == ()
    selection = Selection(catalog, catalog.models)
    schema = json.loads(EXPORTERS["json-schema"].text(selection))
    jsonschema.Draft7Validator.check_schema(schema)
    data = json.loads(EXPORTERS["json"].text(selection))
    assert len(data["models"]) == len(catalog.models) > 10
    assert list(jsonschema.Draft7Validator(schema).iter_errors(data)) == []
    assert exported(data) == []
    assert problems(data) == []  # by the schema of catalogs, too


LONG = {
    "results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}],
    "params": "25.6M",
    "paper": "https://a.org",
    "code": "https://a.org",
    "tasks": "object-detection",
}


def test_short_forms_are_not_exported() -> None:
    data = json_of(ENTRY | LONG)
    assert exported(data) == []
    for name, value in LONG.items():
        entry = data["models"][0]
        assert entry[name] != value
        assert exported({**data, "models": [{**entry, name: value}]}) != []


def test_what_is_always_there() -> None:
    data = json_of(ENTRY | LONG)
    for name in ("format", "schema_version", "models"):
        assert exported({key: value for key, value in data.items() if key != name}) != []
    entry = data["models"][0]
    del entry["results"][0]["metrics"]["mAP"]["comparator"]
    del entry["code"][0]["kind"]
    assert len(exported(data)) == 2
    assert exported({**json_of(ENTRY), "format": "sphinx-modelzoo/2"}) != []


def test_later_releases_may_add_fields_and_values() -> None:
    data = json_of(ENTRY | LONG)
    entry = data["models"][0]
    data["new"], entry["new"], entry["code"][0]["kind"] = 1, [2], "new"
    entry["results"][0]["metrics"]["mAP"]["new"] = {}
    assert exported(data) == []


@pytest.mark.parametrize("language", ["en", "cn"])
def test_the_example_of_the_manual(language: str) -> None:
    text = (DOCS / f"configuration_{language}.rst").read_text(encoding="utf-8")
    (block,) = re.findall(r"code-block:: json\n\n((?:   .*\n)+)", text)
    data = json.loads(block)
    assert exported(data) == []
    assert data == json_of(*data["models"])
