"""Changing entries in a file that people keep: only what changes is touched."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.patching import EntryChange, patch_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog, dump_entry_file, entry_to_data
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support import strategies

KEPT = """\
# Our zoo, by hand.
schema_version: 1
title: Zoo   # shown on top

models:
  # The first one
  - id: a          # never change this
    name: 'A'
    tasks: object-detection
    summary: >
      Folded words
      over two lines.
    code:
      - https://example.org/a   # mirror
      - url: https://example.org/b
        kind: official
    params: 25600000

  # The second one
  - {id: b, name: B}
  - id: c
    name: C

# The end
"""


def data(entry: dict[str, Any]) -> dict[str, Any]:
    model, issues = validate(Model, entry)
    assert model is not None, issues
    return entry_to_data(model)


def entries_of(text: str) -> dict[str, dict[str, Any]]:
    document = yaml.safe_load(text)
    items = document.get("models", [document])
    known = [{k: v for k, v in item.items() if k != "language"} for item in items or ()]
    return {item["id"]: data(item) for item in known}


def changed(text: str, ident: str, **fields: Any) -> str:
    """A text with fields of an entry set; ``None`` takes one out."""
    old = entries_of(text)[ident]
    new = {**old, **fields}
    new = data({name: value for name, value in new.items() if value is not None})
    return patch_catalog(text, {ident: EntryChange(old, new)})


def difference(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize(
    ("ident", "fields", "expected"),
    [
        ("a", {"name": "Another"}, ["-    name: 'A'", "+    name: Another"]),
        ("a", {"license": "MIT"}, ["+    license: MIT"]),
        ("c", {"tags": ["new"]}, ["+    tags: [new]"]),
        ("a", {"params": "1B"}, ["-    params: 25600000", "+    params: 1B"]),
        ("b", {"license": "MIT"}, ["-  - {id: b, name: B}", "+  - {id: b, name: B, license: MIT}"]),
        ("c", {"name": "值：C"}, ["-    name: C", "+    name: 值：C"]),
        (
            "a",
            {"results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}]},
            ["+    results:", "+      - dataset: COCO", "+        metrics: {mAP: 41.2}"],
        ),
        (
            "a",
            {"code": ["https://example.org/a", {"url": "https://example.org/b", "kind": "other"}]},
            ["-        kind: official", "+        kind: other"],
        ),
        ("a", {"params": None}, ["-    params: 25600000"]),
    ],
    ids=str,
)
def test_only_the_lines_of_a_change_differ(
    ident: str, fields: dict[str, Any], expected: list[str]
) -> None:
    after = changed(KEPT, ident, **fields)
    assert difference(KEPT, after) == expected
    assert entries_of(after)[ident] == data(
        {k: v for k, v in {**entries_of(KEPT)[ident], **fields}.items() if v is not None}
    )


def test_new_entries_go_to_the_end_of_the_list() -> None:
    after = patch_catalog(KEPT, {}, [{"id": "d", "name": "D", "tags": ["x"]}])
    assert difference(KEPT, after) == ["+  - id: d", "+    name: D", "+    tags: [x]", "+"]


@pytest.mark.parametrize("models", ["models: []", "models:", "models:   # none yet"])
def test_the_first_entry_of_an_empty_catalog(models: str) -> None:
    text = f"schema_version: 1\n{models}\n"
    after = patch_catalog(text, {}, [{"id": "a", "name": "A"}])
    assert after == "schema_version: 1\nmodels:\n  - id: a\n    name: A\n"


def test_lists_at_the_margin_keep_their_layout() -> None:
    text = "models:\n- id: a\n  name: A\n  tags:\n  - x\n- id: b\n  name: B\n"
    after = changed(text, "a", tags=["x", "z"], code=["https://example.org"])
    assert after == (
        "models:\n- id: a\n  name: A\n  tags:\n  - x\n  - z\n  code:\n    - https://example.org\n"
        "- id: b\n  name: B\n"
    )
    after = patch_catalog(text, {}, [{"id": "c", "name": "C"}])
    assert after.endswith("- id: b\n  name: B\n\n- id: c\n  name: C\n")


def test_a_file_of_one_entry() -> None:
    text = "# by hand\nlanguage: en\nid: a\nname: A   # its name\n"
    assert changed(text, "a", license="MIT") == f"{text}license: MIT\n"


def test_a_code_block_that_ends_in_a_comment_is_part_of_its_entry() -> None:
    text = (
        "models:\n  - id: a\n    name: A\n    snippets:\n      - code: |\n          run()\n"
        "          # done\n\n  - id: b\n    name: B\n"
    )
    after = changed(text, "a", name="C")
    assert difference(text, after) == ["-    name: A", "+    name: C"]


@pytest.mark.parametrize(
    "text",
    [
        "models: [{id: a, name: A}]\n",
        "{models: [{id: a, name: A}]}\n",
        "models:\n  - id: a\n    name: &n Z\n  - id: z\n    name: *n\n",
    ],
)
def test_layouts_that_cannot_be_changed_in_place_are_refused(text: str) -> None:
    with pytest.raises(ProblemError):
        changed(text, "a", name="N", paper={"title": "U"})


def test_an_alias_becomes_a_value_where_it_changes() -> None:
    text = "models:\n  - {id: z, name: Z, paper: &p {title: T}}\n  - {id: a, name: A, paper: *p}\n"
    after = changed(text, "a", paper={"title": "U"})
    assert difference(text, after) == [
        "-  - {id: a, name: A, paper: *p}",
        "+  - {id: a, name: A, paper: {title: U}}",
    ]


def test_odd_line_ends_inside_texts_do_not_move_anything() -> None:
    text = (
        'models:\n  - id: a\n    name: "A\x85A"\n    summary: "1\u20282"\n  - id: b\n    name: B\n'
    )
    assert difference(text, changed(text, "b", name="C")) == ["-    name: B", "+    name: C"]


catalogs = st.lists(strategies.entries, min_size=1, max_size=3, unique_by=lambda item: item["id"])


@pytest.mark.once
@given(catalogs, strategies.entries, st.integers(0, 2), st.booleans())
def test_any_entry_can_become_any_other(
    entries: list[dict[str, Any]], other: dict[str, Any], index: int, single: bool
) -> None:
    before = [data(entry) for entry in entries]
    old = before[index % len(before)]
    new = data({**other, "id": old["id"]})
    if single:
        text = dump_entry_file(old)
        assert entries_of(patch_catalog(text, {old["id"]: EntryChange(old, new)})) == {
            old["id"]: new
        }
        return
    text = dump_catalog(before)
    after = patch_catalog(
        text, {old["id"]: EntryChange(old, new)}, [{"id": "added-one", "name": "N"}]
    )
    found = entries_of(after)
    assert found.pop("added-one") == {"id": "added-one", "name": "N"}
    assert found == {entry["id"]: new if entry is old else entry for entry in before}


PRIVATE = """\
x-top: {note: 1}
models:
  - id: a
    x-by: me   # here
    name: A
    paper: {title: T, x-seen: 2020}
    code:
      - {url: https://example.org/a, x-old: [1]}
    results:
      - dataset: COCO
        x-run: 7
        metrics: {mAP: 1}
"""


def test_an_id_may_begin_like_a_private_field() -> None:
    text = "models:\n  - id: x-large\n    name: One\n"
    assert difference(text, changed(text, "x-large", name="Other")) == [
        "-    name: One",
        "+    name: Other",
    ]


def test_private_fields_are_kept() -> None:
    before = data(
        {
            "id": "a",
            "name": "A",
            "paper": {"title": "T"},
            "code": ["https://example.org/a"],
            "results": [{"dataset": "COCO", "metrics": {"mAP": 1}}],
        }
    )
    after = {
        **before,
        "paper": {"title": "U"},
        "code": ["https://example.org/b", "https://example.org/c"],
        "results": [{"dataset": "COCO", "metrics": {"mAP": 2}}],
        "license": "MIT",
    }
    text = patch_catalog(PRIVATE, {"a": EntryChange(before, after)})
    found = yaml.safe_load(text)
    assert found["x-top"] == {"note": 1}
    (entry,) = found["models"]
    assert entry["x-by"] == "me"
    assert entry["paper"] == {"title": "U", "x-seen": 2020}
    assert entry["code"] == [
        {"url": "https://example.org/b", "x-old": [1]},
        "https://example.org/c",
    ]
    assert entry["results"] == [{"dataset": "COCO", "x-run": 7, "metrics": {"mAP": 2}}]
    assert "    x-by: me   # here\n" in text
    with pytest.raises(ProblemError, match="x-"):
        patch_catalog(PRIVATE, {"a": EntryChange(before, {"id": "a", "name": "A"})})
