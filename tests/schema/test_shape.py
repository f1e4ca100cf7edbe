"""A new field is one entry: added to the class of the schema, it is found everywhere."""

from __future__ import annotations

import copy
import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest

import sphinx_modelzoo
from sphinx_modelzoo.schema.head import Head
from sphinx_modelzoo.schema.model import Code, Metric, Model, Paper, Result
from sphinx_modelzoo.schema.shape import records_in, shape_of, short_form, values_of
from sphinx_modelzoo.schema.validation import validate
from tests.support import DOCS

PACKAGE = Path(sphinx_modelzoo.__file__).parent

# A field of every kind, as CONTRIBUTING says: in the class, with a description.
FIELDS = """
    n_text: Annotated[Text | None, Field(description="TEXT.")] = None
    n_link: Annotated[Url | None, Field(description="LINK.")] = None
    n_set: Annotated[
        tuple[String, ...], BeforeValidator(listed), Field(description="SET.")
    ] = ()
    n_order: Annotated[
        tuple[String, ...], BeforeValidator(listed), ORDERED, Field(description="ORDER.")
    ] = ()
    n_record: Annotated[Link | None, Field(description="RECORD.")] = None
    n_records: Annotated[
        tuple[Link, ...], BeforeValidator(listed), Field(description="RECORDS.")
    ] = ()
    n_count: Annotated[Count | None, Field(description="COUNT.")] = None
    n_plain: Annotated[String | None, Field(description="PLAIN.")] = None
    n_default: Annotated[Literal["one", "two"], Field(description="DEFAULT.")] = "one"
"""
BEFORE = "    collection: Annotated"
NAMES = (
    "n_text", "n_link", "n_set", "n_order", "n_record", "n_records", "n_count", "n_plain",
    "n_default",
)  # fmt: skip

ENTRY = {
    "id": "a",
    "name": "A",
    "publisher": "P",
    "n_default": "two",
    "n_plain": "x",
    "n_count": 25_600_000,
    "n_records": ["https://example.org/r"],
    "n_record": "http://example.org/d",
    "n_order": ["b", "a"],
    "n_set": "s",
    "n_link": "http://example.org/n",
    "n_text": {"en": "This is aboutsomething.", "zh": "旧。"},
}
WRITTEN = {
    **ENTRY,
    "n_count": "25.6M",
    "n_set": ["s"],
}

SCRIPT = """
import json, sys
from pathlib import Path
from sphinx_modelzoo.schema.json_schema import catalog_schema
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.patching import EntryChange, patch_catalog
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.catalog.writing import dump_catalog, entry_to_data
from sphinx_modelzoo.curation.rules.rule import RuleContext
from sphinx_modelzoo.curation.rules.link_rules import links
from sphinx_modelzoo.exports.json_entries import entry_to_json
from sphinx_modelzoo.curation.merge.validating import name_language
from sphinx_modelzoo.curation.merge.threeway import merge_entry, remember

entry = json.loads(sys.argv[1])
Path("m.yaml").write_text(json.dumps({"models": [entry]}))
catalog = load_catalog("m.yaml", Path.cwd())
(model,) = catalog.models
data = entry_to_data(model)
text = dump_catalog([{name: data[name] for name in ("id", "name", "publisher")}])
versions = json.loads(sys.argv[2])
merge = merge_entry(remember(versions["base"]), versions["old"], versions["new"])
schema = catalog_schema(Vocabularies.builtin())
sys.path.insert(0, sys.argv[3])
import reference_data
print(json.dumps({
    "problems": [str(problem) for problem in catalog.problems],
    "data": data,
    "json": list(entry_to_json(model)),
    "default": entry_to_data(type(model)("b", "B")),
    "patched": patch_catalog(text, {"a": EntryChange({}, data)}),
    "schema": schema["$defs"]["Entry"]["properties"],
    "file": list(schema["$defs"]["EntryFile"]["properties"]),
    "merged": merge.data,
    "kept": [kept.field for kept in merge.kept],
    "named": name_language({"n_text": "T", "n_records": [{"url": "u", "label": "L"}]}, "en"),
    "texts": [words.path for words in RuleContext(catalog, frozenset()).texts["a"]],
    "links": [link.path for link in links(model)],
    "manual": {item.name: [item.kind, item.default] for item in reference_data.items("entry")},
    "english": sorted(reference_data.english_texts()),
}))
"""

VERSIONS: dict[str, Any] = {
    "base": {
        "name": "A",
        "n_text": {"en": "Old.", "zh": "旧。"},
        "n_link": "https://example.org/1",
        "n_set": ["one"],
        "n_order": ["one"],
        "n_record": "https://example.org/1",
        "n_records": ["https://example.org/1"],
        "n_count": "1M",
        "n_plain": "x",
    },
    "old": {
        "id": "a",
        "name": "A",
        "n_text": {"en": "Old.", "zh": "我的话。"},
        "n_link": "https://example.org/1",
        "n_set": ["one", "mine"],
        "n_order": ["mine"],
        "n_record": {"url": "https://example.org/1", "label": "Mine"},
        "n_records": [{"url": "https://example.org/1", "label": "Mine"}],
        "n_count": "1M",
        "n_plain": "mine",
    },
    "new": {
        "name": "A",
        "n_text": {"en": "New.", "zh": "旧。"},
        "n_link": "https://example.org/2",
        "n_set": ["one", "two"],
        "n_order": ["two"],
        "n_record": "https://example.org/2",
        "n_records": ["https://example.org/1", "https://example.org/2"],
        "n_count": "2M",
        "n_plain": "x",
        "n_default": "two",
    },
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a package with more fields, added in one place, makes of them."""
    root = tmp_path_factory.mktemp("package")
    shutil.copytree(PACKAGE, root / "sphinx_modelzoo", ignore=shutil.ignore_patterns("__pycache__"))
    path = root / "sphinx_modelzoo" / "schema" / "model.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    path.write_text(text.replace(BEFORE, FIELDS + BEFORE), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable, "-c", SCRIPT, json.dumps(ENTRY), json.dumps(VERSIONS),
            str(DOCS / "conf" / "shared"),
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_the_loader_and_the_writer_know_it(found: dict[str, Any]) -> None:
    assert found["problems"] == []
    assert found["data"] == WRITTEN
    assert list(found["data"]) == ["id", "name", *NAMES, "publisher"]
    assert found["json"] == ["id", "name", *NAMES, "publisher"]
    assert found["default"] == {"id": "b", "name": "B"}
    keys = [line.split(":")[0].strip(" -") for line in found["patched"].splitlines()]
    assert [key for key in keys if key in found["data"]] == list(found["data"])


def test_the_json_schema_knows_it(found: dict[str, Any]) -> None:
    schema = found["schema"]
    assert [name for name in schema if name in NAMES] == list(NAMES)
    assert [name for name in found["file"] if name in NAMES] == list(NAMES)
    for name in NAMES:
        assert schema[name]["description"] == f"{name.removeprefix('n_').upper()}."
    short, long = schema["n_record"]["anyOf"]
    assert short["anyOf"][0]["format"] == "uri-reference"
    assert long == {"$ref": "#/$defs/Link"}
    assert schema["n_default"]["enum"] == ["one", "two"]


def test_the_import_merges_it(found: dict[str, Any]) -> None:
    merged = found["merged"]
    assert merged["n_text"] == {"en": "New.", "zh": "我的话。"}
    assert merged["n_link"] == "https://example.org/2"
    assert merged["n_set"] == ["one", "mine", "two"]
    assert merged["n_order"] == ["mine"]
    assert merged["n_record"] == {"url": "https://example.org/2", "label": "Mine"}
    assert merged["n_records"] == [
        {"url": "https://example.org/1", "label": "Mine"},
        {"url": "https://example.org/2"},
    ]
    assert merged["n_count"] == "2M"
    assert merged["n_plain"] == "mine"
    assert merged["n_default"] == "two"
    assert found["kept"] == ["n_order"]
    assert found["named"] == {
        "n_text": {"en": "T"},
        "n_records": [{"url": "u", "label": {"en": "L"}}],
    }


def test_the_check_reads_it(found: dict[str, Any]) -> None:
    assert found["texts"] == [["n_text", "en"], ["n_text", "zh"]]
    assert found["links"] == [["n_link"], ["n_record", "url"], ["n_records", 0, "url"]]


def test_the_manual_prints_it(found: dict[str, Any]) -> None:
    manual = found["manual"]
    assert [name for name in manual if name in NAMES] == list(NAMES)
    words = {name: manual[name][0][0] for name in NAMES}
    assert words["n_text"] == "text"
    assert words["n_link"] == "address"
    assert words["n_record"] == words["n_records"] == "link"
    assert words["n_count"] == "count"
    assert manual["n_default"][1] == "one"
    assert {"TEXT.", "SET.", "COUNT."} <= set(found["english"])


def test_every_field_has_a_shape() -> None:
    for root in (Model, Head):
        for cls in records_in(root):
            for field in shape_of(cls).values():
                assert field.description, (cls, field)
                assert (field.kind == "record") == (field.record is not None)
                assert bool(field.steps) == (field.kind == "quantity")


def test_shapes_of_the_schema() -> None:
    shape = shape_of(Model)
    assert list(shape)[:3] == ["id", "name", "summary"]
    assert [name for name, field in shape.items() if field.required] == ["id", "name"]
    assert {name for name, field in shape.items() if field.many == "set"} == {
        "tasks", "tags", "languages", "aliases", "related", "silence",
    }  # fmt: skip
    assert shape["deprecated"].kind == "text"
    assert shape_of(Paper)["authors"].many == "list"
    assert shape_of(Code)["kind"].default == "quick-start"
    assert shape_of(Result)["metrics"].many == "mapping"
    assert (short_form(Metric), short_form(Code), short_form(Result)) == ("value", "url", None)
    assert not shape_of(Result)["dataset"].merges
    assert shape_of(Result)["source"].merges


def test_values_of_an_entry() -> None:
    data = {
        "id": "a",
        "name": "A",
        "deprecated": True,
        "demo": {"url": "https://example.org/d", "label": "Try it"},
        "variants": [{"id": "v", "config": "v.yml", "results": {"raw": "r"}}],
    }
    model, issues = validate(Model, data)
    assert model is not None, issues
    assert [path for path, *_ in values_of(model, "link")] == [
        ("demo", "url"),
        ("variants", 0, "config"),
    ]
    assert [path for path, *_ in values_of(model, "text")] == [
        ("demo", "label"),
        ("variants", 0, "results", 0, "raw"),
        ("deprecated",),
    ]


def test_entries_without_their_defaults_are_the_same() -> None:
    data = {
        "id": "a",
        "name": "A",
        "summary": {"en": "Text.", "zh": "文字。"},
        "paper": {"arxiv": "2004.10934"},
        "results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}],
        "variants": [{"id": "b", "params": "25M"}],
    }
    model, _ = validate(Model, data)
    assert model is not None
    assert model.paper is not None
    assert set(vars(model)) == {*data, "extra"}
    assert vars(model.paper) == {"arxiv": "2004.10934"}
    assert vars(model.variants[0]) == {"id": "b", "params": 25_000_000, "extra": {}}
    assert (model.tasks, model.license, model.variants[0].name) == ((), None, None)
    assert set(asdict(model)) == {field.name for field in fields(model)}
    for same in (replace(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert same == model
        assert repr(same) == repr(model)
        assert set(vars(same)) == set(vars(model))
    assert replace(model, tasks=("x",)) != model
