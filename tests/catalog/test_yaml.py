"""YAML is read as PyYAML reads it, less what nobody means, and nothing ever raises."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import Builder, compose

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.text(max_size=20),
    st.sampled_from(
        ["no", "1e3", "0o7", "010", "2004.10930", "=", "<<", "~", "中文", "- a", "a: b"]
    ),
)
KEYS = st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none(), st.dates())
NESTED = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
FIELDS = [
    "id", "name", "summary", "tasks", "tags", "languages", "params", "paper", "code", "links",
    "demo", "snippets", "images", "results", "variants", "aliases", "related", "added",
    "deprecated", "superseded_by", "silence", "metrics", "dataset", "value", "arxiv", "url", "zh",
]  # fmt: skip
NEARLY = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.one_of(st.sampled_from(FIELDS), KEYS), inner, max_size=6)
    ),
    max_leaves=30,
)


def build(text: str) -> tuple[Any, list[str]]:
    builder = Builder()
    root = compose(text)
    return builder.build(root) if root is not None else None, [f.code for f in builder.flaws]


@given(NESTED)
def test_data_is_what_pyyaml_makes_of_it(data: Any) -> None:
    for text in (yaml.safe_dump(data), yaml.safe_dump(data, allow_unicode=True, sort_keys=False)):
        built, flaws = build(text)
        assert flaws == []
        assert built == yaml.safe_load(text)
        assert repr(built) == repr(yaml.safe_load(text))  # 1 is not True


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("16:9", "16:9"),  # PyYAML: 969
        ("1:30.5", "1:30.5"),
        ("1_000", 1000),
        ("0x1F", 31),
        ("0b11", 3),
        (".5", 0.5),
        ("1.5e+3", 1500.0),
        ("!!str 5", "5"),
        ("!!float 5", 5.0),
        ("=", "="),
        ("{<<: {a: 1, b: 2}, b: 3}", {"b": 3, "a": 1}),
        ("{<<: [{a: 1}, {a: 2, c: 3}]}", {"a": 1, "c": 3}),
        ("[&a [x], *a]", [["x"], ["x"]]),
        ("{? a : b, c: &x {y: z}, d: {<<: *x}}", {"a": "b", "c": {"y": "z"}, "d": {"y": "z"}}),
    ],
)
def test_values(text: str, data: object) -> None:
    built, flaws = build(text)
    assert (built, flaws) == (data, [])
    assert type(built) is type(data)


def test_short_texts_of_several_documents_are_kept_once() -> None:
    words: dict[str, str] = {}
    text = "{dataset: Two words, note: '41.2', long: a text that hardly any other entry has}"
    one, other = (Builder(words).build(compose(text)) for _ in range(2))
    assert one == other == yaml.safe_load(text)
    assert one["dataset"] is other["dataset"]
    assert one["note"] is other["note"]
    assert one["long"] is not other["long"]


def test_common_defaults_for_many_entries_are_no_bomb() -> None:
    defaults = ", ".join(f"k{n}: {n}" for n in range(20))
    items = "".join(f"- {{<<: *d, id: {n}}}\n" for n in range(5000))
    built, flaws = build(f"- &d {{{defaults}}}\n{items}")
    assert flaws == []
    assert len(built[5000]) == 21


def test_the_number_of_a_repeated_long_text_counts() -> None:
    _, flaws = build(f"- &a {'x' * 100_000}\n- [{', '.join(['*a'] * 1000)}]\n")
    assert flaws == ["yaml.alias"]


def test_nesting_is_refused_before_libyaml_meets_it() -> None:
    for text in ("[" * 200_000, "{a: " * 100_000, "- " * 100_000, "? " * 50_000):
        with pytest.raises(YamlError) as caught:
            compose(text)
        assert caught.value.code == "yaml.depth"


def check_load(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "m.yaml").write_bytes(data)
        catalog = load_catalog("m.yaml", Path(folder))
    for problem in catalog.problems:
        assert str(problem).isprintable()
        assert problem.file == "m.yaml"
        assert problem.line > 0
        assert problem.column > 0
    errors = [problem for problem in catalog.problems if problem.severity == "error"]
    assert errors or catalog.problems or catalog.models or len(catalog.files) == 1


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    check_load(data)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    check_load(text.encode("utf-8", "surrogatepass"))


@given(st.text(alphabet="ab:- \n\t[]{},#&*!|>'\"%@?<.~0123\\\u2028", max_size=60))
@settings(max_examples=300)
def test_no_text_of_yaml_characters_raises(text: str) -> None:
    check_load(text.encode())
    check_load(f"models:\n  - id: a\n    name: {text}\n".encode())
    check_load(f"models:\n{text}\n".encode())


@pytest.mark.once
@given(NEARLY)
@settings(max_examples=300)
def test_no_entry_raises(data: Any) -> None:
    check_load(yaml.safe_dump({"models": [data, {"id": "x", "name": "X"}]}).encode())
    if isinstance(data, dict):
        check_load(yaml.safe_dump({"id": "a", "name": "A", **data}, sort_keys=False).encode())
        results = {"models": [{"id": "a", "name": "A", "results": [data]}]}
        check_load(yaml.safe_dump(results).encode())


@pytest.mark.once
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "tasks",
                "datasets",
                "metrics",
                "title",
                "language",
                "silence",
                "schema_version",
                "x-y",
                "models",
            ]
        ),
        NEARLY,
    )
)
@settings(max_examples=200)  # fmt: skip
def test_no_head_raises(data: Any) -> None:
    check_load(yaml.safe_dump(data).encode())
    check_load(yaml.safe_dump(data).encode() + b"x-z: 1\n")
