"""Reading entry by entry gives exactly what reading the whole file gives."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.catalog import reading
from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import compose
from sphinx_modelzoo.yamltext.splitting import Layout, split

# Entries, some of them made to mislead: I stands for the column of the list, N for a number.
ENTRIES = [
    "I- id: eN\nI  name: NN\n",
    'I- {id: eN, name: "x"}\n',
    'I- id: eN\nI  name: "a\nI- id: b"\n',
    "I- id: eN\nI  name: N\nI  summary: |\nI    a\nI   - b\n",
    "I- id: eN\nI  name: N\nI  summary: >+\nI    a\n\n\n",
    "I- id: eN\nI  name: |2\nI     x\nI  - y\n",
    "I- id: eN\nI  name: &a NN\nI  publisher: *a\n",
    "I- id: eN\nI  name: *h\n",
    "I- id: eN\nI  name: x # c\nI  <<: *h\n",
    "I-\nI  id: eN\nI  name: x\n",
    "I-\tid: eN\nI  name: x\n",
    'I- id: eN\nI  name: "open\n',
    "I- id: eN\nI  tags: [a,\nI- b]\nI  name: q\n",
    "# c\nI- id: eN\nI  name: x\n\n",
    "I- !!str x\n",
    "I- id: eN\nI  name: x\nI bad: y\n",
    "I- id: eN\nI  name: b: c\n",
    'I- id: eN\nI  name: "a\ntasks: []\n"\n',
    "I- - id: eN\n",
    "I-I- id: eN\n",
    "I- ? id\nI  : eN\nI  name: w\n",
    "I- id: eN\nI  name: x\u2028I- id: z\nI  name: z\n",
    "I- id: eN\nI  name: 'it''s\n\nI- it'\n",
    "I- id: eN\nI  name: x\nI  results:\nI  - raw: a\nI  - raw: b\n",
    "...\n",
    "---\n",
]
HEADS = [
    "", "schema_version: 1\n", "language: en # models:\n", "x-h: &h foo\n",
    "x-h: &h {publisher: P}\n", "x-y: *h\n", "# c\n---\n", "%YAML 1.1\n---\n",
    "%TAG ! tag:x,2000:\n---\n", 'title: "\n', "title: |\n  x\n", 'title: "a\nmodels:\n- x\n"\n',
    "{\n", "? \n", "--- |\n", "- \n", "x-f: [\n", "x-f: {\n",
]  # fmt: skip
MODELS = [
    "models:\n", "models: # c\n", "models:\n# c\n\n", "models: \n\n  # x\n", "models: &m\n",
    '"models":\n', "models : \n", "models:\nmodels:\n", "models: [\n",
]  # fmt: skip
TAILS = [
    "", "title: x\n", "tasks: [{id: t, en: T}]\n", "tasks:\n  - {id: t, en: T}\n", "x-t: *a\n",
    "x-t: *h\n", "models:\n  - {id: q, name: q}\n", "x-t: |\n  - a\n", "# end\n", "-x: 1\n",
    "- id: zz\n", " x\n", "...\n", "---\n", '"\n', "]\n", "}\n",
]  # fmt: skip
COLUMNS = ["  ", "", "    ", " "]


def mostly(first: str, others: list[str]) -> st.SearchStrategy[str]:
    """The ordinary one about every other time, so that most texts are nearly sound."""
    return st.booleans().flatmap(lambda plain: st.just(first) if plain else st.sampled_from(others))


@st.composite
def texts(draw: Callable[[st.SearchStrategy[str]], str]) -> str:
    """Catalogs that are nearly in the usual layout, some with a character too many or too few."""
    column = draw(mostly(COLUMNS[0], COLUMNS))
    text = draw(mostly("", HEADS)) + draw(mostly(MODELS[0], MODELS))
    for number, entry in enumerate(draw(st.lists(mostly(ENTRIES[0], ENTRIES), max_size=5))):  # type: ignore[arg-type]
        text += entry.replace("I", column).replace("N", str(number))
    text += draw(mostly("", TAILS))
    place = draw(st.integers(0, len(text)))  # type: ignore[arg-type]
    change = draw(st.sampled_from(["", "", "", "cut", *"\"'[]{}:-#&*!|>%@\n \t,?"]))
    if change == "cut":
        return text[:place] + text[place + 1 :]
    return text[:place] + change + text[place:]


def load(text: str, splitter: Callable[[bytes], Layout | None]) -> Catalog:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "split", splitter)
        Path(folder, "m.yaml").write_bytes(text.encode())
        return load_catalog("m.yaml", Path(folder))


def places(catalog: Catalog) -> list[tuple[str, int]]:
    return [(model.id, catalog.origin(model.id).line) for model in catalog.models]


@pytest.mark.once
@given(texts())
@example("%TAG ! tag:yaml.org,2002:\n---\nmodels:\n- id: a\n  name: !str 5\n")
@example("a: {\nmodels:\n- x\n}\n")
@example('a: "\nmodels:\n- x\n"\nmodels:\n')
@example('models:\n- id: e\n  name: "a\n- i\nd: b"\ntasks: [{id: t, en: T}]\n')
@example("!models:\nmodels:\n  - {id: q, name: q}\n")
@settings(max_examples=500)
def test_entry_by_entry_equals_the_whole(text: str) -> None:
    parts = load(text, split)
    whole = load(text, lambda data: None)
    try:
        compose(text)
    except YamlError:
        # Where the whole is no YAML, the parts may give more, but never silently.
        assert any(problem.severity == "error" for problem in parts.problems)
        assert {model.id for model in whole.models} <= {model.id for model in parts.models}
    else:
        assert parts.models == whole.models
        assert parts.problems == whole.problems
        assert places(parts) == places(whole)
        assert parts.title == whole.title
        assert parts.vocabularies == whole.vocabularies


def test_the_parts_of_the_usual_layout() -> None:
    data = b"# top\nmodels:\n\n  - id: a\n    x: |\n      - b\n  # c\n  - id: b\ntasks: []\n# end\n"
    layout = split(data)
    assert layout is not None
    assert [data[chunk.start : chunk.end] for chunk in layout.chunks] == [
        b"  - id: a\n    x: |\n      - b\n  # c\n",
        b"  - id: b\n",
    ]
    assert [chunk.line for chunk in layout.chunks] == [4, 8]
    assert layout.rest == b"# top\nmodels:\n\n\n\n\n\n\ntasks: []\n# end\n"
    assert layout.rest.splitlines().index(b"tasks: []") == data.splitlines().index(b"tasks: []")
    assert layout.models_line == 2
    assert layout.fits(compose(layout.rest.decode()))


@pytest.mark.parametrize("data", [b"", b"id: a\n", b"models: []\n", b"models:\n  a: b\n", b"- a\n"])
def test_other_layouts_are_read_as_a_whole(data: bytes) -> None:
    assert split(data) is None


def composed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that are parsed from now on."""
    lengths: list[int] = []

    def count(text: str) -> object:
        lengths.append(len(text))
        return compose(text)

    monkeypatch.setattr("sphinx_modelzoo.yamltext.locating.compose", count)
    return lengths


def zoo(entries: int) -> str:
    body = "".join(f"  - id: m{n}\n    name: Model {n}\n" for n in range(entries))
    return f"schema_version: 1\nmodels:\n{body}"


def test_an_edited_entry_is_parsed_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, cache = tmp_path / "m.yaml", tmp_path / "cache"
    file.write_text(zoo(500), encoding="utf-8")
    load_catalog("m.yaml", tmp_path, cache=cache)
    lengths = composed(monkeypatch)
    file.write_text(zoo(500).replace("Model 250\n", "Edited\n"), encoding="utf-8")
    catalog = load_catalog("m.yaml", tmp_path, cache=cache)
    assert len(catalog) == 500
    edited = catalog.get("m250")
    assert edited is not None
    assert edited.name == "Edited"
    assert max(lengths) < 60  # the head, and the one entry
    assert len(lengths) <= 3


def test_a_broken_entry_does_not_cost_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, cache = tmp_path / "m.yaml", tmp_path / "cache"
    file.write_text(zoo(500), encoding="utf-8")
    load_catalog("m.yaml", tmp_path, cache=cache)
    for broken in ("Model: 250: x\n", "[Model, 250\n"):
        lengths = composed(monkeypatch)
        file.write_text(zoo(500).replace("Model 250\n", broken), encoding="utf-8")
        catalog = load_catalog("m.yaml", tmp_path, cache=cache)
        assert len(catalog) == 499
        assert [problem.model for problem in catalog.problems] == ["m250"]
        assert sum(lengths) < 400
