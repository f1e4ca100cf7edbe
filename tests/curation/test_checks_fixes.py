"""Edits in the text of the files: what is meant changes, and nothing else."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.rules.fixes import Fixed, as_written, fix
from sphinx_modelzoo.files import replace_files
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Code, Model
from tests.support.check_helpers import CHECKS, entry, write_catalog
from tests.support.checks_zoo import make_models


def fixed_of(folder: Path, name: str = "zoo.yaml") -> Fixed:
    catalog = load_catalog(name, folder, registry=CHECKS)
    return fix(catalog, check(catalog).findings)


def fixed_text(folder: Path) -> str:
    path = folder / "zoo.yaml"
    return fixed_of(folder).texts.get(path, path.read_text(encoding="utf-8"))


BEFORE = """\
# Our zoo.
schema_version: 1
language: en   # of plain texts

models:
  # The first one.
  - id: one      # keep me
    name:   One
    summary:
      en: >-
        A model ofthe new kind, which
        isnot slow.   # not a comment
      zh-CN: 暂无
    license: "Apache 2.0"   # see LICENSE
    publisher: nan
    paper: http://arxiv.org/abs/2004.10934   # the paper
    code:
      - {url: 'http://github.com/a/b.git', label: todo, kind: official}
      - url: www.github.com/a/c
    results:
      - raw: "-"   # nothing yet
        dataset: CIFAR10
        metrics: {Accuracy: 93.5}
      - raw: 暂无
      - dataset: {name: CIFAR-10}

        metrics: {Accuracy: 94}
        source: {url: "http://arxiv.org/abs/1"}

  - {id: two, name: Two, collection: "-", license: mit license}
"""
AFTER = """\
# Our zoo.
schema_version: 1
language: en   # of plain texts

models:
  # The first one.
  - id: one      # keep me
    name:   One
    summary:
      en: >-
        A model of the new kind, which
        is not slow.   # not a comment
    license: "Apache-2.0"   # see LICENSE
    paper: https://arxiv.org/abs/2004.10934   # the paper
    code:
      - {url: 'https://github.com/a/b', kind: official}
      - url: https://www.github.com/a/c
    results:
      - dataset: CIFAR-10
        metrics: {Accuracy: 93.5}
      - dataset: {name: CIFAR-10}

        metrics: {Accuracy: 94}
        source: {url: "https://arxiv.org/abs/1"}

  - {id: two, name: Two, license: MIT}
"""


def test_everything_mechanical_at_once(tmp_path: Path) -> None:
    path = tmp_path / "zoo.yaml"
    path.write_text(BEFORE, encoding="utf-8")
    fixed = fixed_of(tmp_path)
    assert fixed.texts == {path: AFTER}
    assert fixed.left == ()
    path.write_text(AFTER, encoding="utf-8")
    again = fixed_of(tmp_path)
    assert (again.texts, again.made, again.left) == ({}, (), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("summary: 'Inthis model we sail.'", "summary: 'In this model we sail.'"),
        ("summary: Ours ofthe sea ofthe north", "summary: Ours of the sea of the north"),
        ("tags: [a]\nsummary: {en: todo}", "tags: [a]"),
        ("summary: {en: We sail., zh: 暂无}", "summary: {en: We sail.}"),
        ("summary: {zh: 暂无, en: We sail.}", "summary: {en: We sail.}"),
        ("paper:\n  title: nan\n  year: 2020", "paper:\n  year: 2020"),
        ("paper:\n  year: 2020\n  title: nan", "paper:\n  year: 2020"),
        ("paper: {authors: [A, nan, B]}", "paper: {authors: [A, B]}"),
        ("paper:\n  authors:\n    - nan\n    - B", "paper:\n  authors:\n    - B"),
        ("abstract: |\n  -\ntags: [a]", "tags: [a]"),
        ("links:\n  - {url: a, label: '-'}", "links:\n  - {url: a}"),
        ("results:\n  - raw: nan\ntags: [a]", "tags: [a]"),
    ],
)
def test_single_fixes(tmp_path: Path, before: str, after: str) -> None:
    write_catalog(tmp_path, entry(before), entry("tags: [z]", "two"))
    expected = write_catalog(tmp_path, entry(after), entry("tags: [z]", "two"), name="after.yaml")
    assert fixed_text(tmp_path) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        # An anchor is used in another place: the entry cannot be parsed alone.
        "models:\n- {id: a, name: A, license: &l mit license}\n- {id: b, name: B, license: *l }\n",
        # The key and what it says stand apart.
        "models:\n- id: a\n  name: A\n  ? publisher\n  : nan\n",
        # Escaped in the text, so that the word is not there as it is.
        'models:\n- id: a\n  name: A\n  summary: "We sail \\x6ffthe shore."\nlanguage: en\n',
    ],
)
def test_what_is_not_clear_is_left(tmp_path: Path, text: str) -> None:
    path = tmp_path / "zoo.yaml"
    path.write_text(text, encoding="utf-8")
    fixed = fixed_of(tmp_path)
    assert fixed.made == ()
    assert fixed.left != ()
    assert fixed.texts == {}


def test_entries_left_out_of_the_catalog_stay(tmp_path: Path) -> None:
    path = write_catalog(
        tmp_path,
        entry("license: mit license"),
        entry("nonsense: 1", "two"),
        entry("tags: [a]", "c"),
    )
    expected = path.read_text(encoding="utf-8").replace("mit license", "MIT")
    assert fixed_text(tmp_path) == expected


def test_fields_behind_the_last_entry_stay(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, entry("license: mit license"))
    path.write_text(path.read_text(encoding="utf-8") + "# end\ntitle: T\n", encoding="utf-8")
    expected = path.read_text(encoding="utf-8").replace("mit license", "MIT")
    assert fixed_text(tmp_path) == expected


def test_one_file_per_model(tmp_path: Path) -> None:
    text = "id: a\nname: A\nlicense: mit license # x\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nname: B\nlicense: MIT\n", encoding="utf-8")
    fixed = fixed_of(tmp_path, ".")
    assert fixed.texts == {tmp_path / "a.yaml": text.replace("mit license", "MIT")}


@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, bom: bytes) -> None:
    path = tmp_path / "zoo.yaml"
    data = bom + BEFORE.replace("\n", "\r\n").encode()
    path.write_bytes(data)
    path.chmod(0o640)
    for file, text in fixed_of(tmp_path).texts.items():
        replace_files({file: as_written(file, text)})
    assert path.read_bytes() == bom + AFTER.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["zoo.yaml"]


def test_mixed_line_ends_are_left(tmp_path: Path) -> None:
    path = tmp_path / "zoo.yaml"
    path.write_bytes(BEFORE.replace("\n", "\r\n", 3).encode())
    fixed = fixed_of(tmp_path)
    assert fixed.texts == {}
    assert fixed.left != ()


def spoil(model: Model, how: str) -> Model:
    """A model with something mechanical wrong."""
    if how == "link":
        url = model.code[0].url
        return replace(model, code=(Code(url=url.replace("https:", "http:") + ".git"),))
    if how == "filler":
        return replace(model, publisher="n/a")
    if how == "glue":
        texts = dict(model.summary.entries)  # type: ignore[union-attr]
        texts["en"] = str(texts["en"]).replace(" that uses ", " thatuses ")
        return replace(model, summary=LocalizedText(tuple(texts.items())))
    return model


@pytest.mark.once
@given(st.lists(st.sampled_from(["link", "filler", "glue", ""]), min_size=1, max_size=12))
def test_what_was_spoilt_comes_back(
    tmp_path_factory: pytest.TempPathFactory, how: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("zoo")
    models = make_models(len(how), seed=len(how), languages="both")
    spoilt = [spoil(model, what) for model, what in zip(models, how, strict=True)]
    path = folder / "zoo.yaml"
    path.write_text(dump_catalog(spoilt), encoding="utf-8")
    for file, text in fixed_of(folder).texts.items():
        replace_files({file: as_written(file, text)})
    assert load_catalog("zoo.yaml", folder).models == tuple(models)
    assert path.read_text(encoding="utf-8") == dump_catalog(models)
