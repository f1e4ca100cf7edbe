"""Tasks, datasets and metrics: what is found under which name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.vocabulary import KINDS, Term, Vocabularies, Vocabulary, fold


def text(**names: str) -> LocalizedText:
    return LocalizedText.from_mapping(names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImageNet-1k", "imagenet 1K"),
        ("Top-1 Accuracy", "top1_accuracy"),
        ("ＣＯＣＯ", "coco"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_a_text_is_not_folded() -> None:
    """Marks in a row would take a time that grows with the square of their number."""
    text = "Net" + "\u0301\u0316" * 100_000
    assert fold(text) == text


def test_ids_win_over_labels_and_labels_over_aliases() -> None:
    vocabulary = Vocabulary(
        "tasks",
        (
            Term("a", text(en="Two", zh="二"), aliases=("c", "label")),
            Term("two", text(en="Label"), aliases=("another name",)),
            Term("c", text(en="See")),
        ),
    )
    found = {name: term.id for name in ("a", "二", "two", "c", "label", "Another-Name")
             if (term := vocabulary.find(name))}  # fmt: skip
    assert found == {
        "a": "a", "二": "a", "two": "two", "c": "c", "label": "two", "Another-Name": "two",
    }  # fmt: skip
    assert vocabulary.find("nothing") is None
    assert vocabulary.has_id("two")
    assert not vocabulary.has_id("Two")
    assert [term.id for term in vocabulary] == ["a", "two", "c"]
    assert len(vocabulary) == 3


def test_labels_in_a_language() -> None:
    term = Term("x", text(en="Detection", zh="检测"))
    assert (term.label("zh"), term.label("en"), term.label("fr")) == (
        "检测",
        "Detection",
        "Detection",
    )
    assert Term("x", text(en="COCO")).label("zh") == "COCO"


def test_the_nearest_is_named_by_its_id() -> None:
    tasks = Vocabularies.builtin().tasks
    assert tasks.nearest("object-detecton") == "did you mean “object-detection”?"
    assert tasks.nearest("目标检测 ") == "did you mean “object-detection” (目标检测)?"
    assert tasks.nearest("qqqq") == ""
    assert tasks.nearest("x" * 100_000) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_packages_own_are_consistent(kind: str) -> None:
    vocabularies = Vocabularies.builtin()
    vocabulary = getattr(vocabularies, kind)
    assert len(vocabulary) > 50
    ids = [term.id for term in vocabulary]
    assert len(set(ids)) == len(ids)
    for term in vocabulary:
        assert vocabulary.find(term.id) is term
        assert vocabulary.find(term.label("en")) is term
        assert all(vocabularies.tasks.has_id(task) for task in term.tasks), term
        assert term.minimum is None or term.maximum is None or term.minimum < term.maximum
    assert Vocabularies.builtin() is vocabularies


def test_well_known_names() -> None:
    vocabularies = Vocabularies.builtin()
    detection = vocabularies.tasks.find("物体检测")
    assert detection is not None
    assert detection.id == "object-detection"
    assert detection.label("zh") == "目标检测"
    accuracy = vocabularies.metrics.find("Top-1 Accuracy")
    assert accuracy is not None
    assert accuracy.higher_is_better is True
    assert accuracy.unit == "%"


def test_an_extension_adds_and_overrides() -> None:
    known = Term(
        "a", text(en="A", zh="甲"), aliases=("x",), unit="%", higher_is_better=True, url="u"
    )
    vocabulary = Vocabulary("metrics", (known, Term("b", text(en="B"))))
    more = vocabulary.extended(
        [
            Term("a", text(zh="乙", ja="あ"), aliases=("x", "y"), higher_is_better=False),
            Term("c", text(en="C")),
            Term("b", LocalizedText.plain("b"), aliases=("bee",)),  # says nothing of labels
        ]
    )
    a, b, c = more
    assert dict(a.labels.entries) == {"en": "A", "zh": "乙", "ja": "あ"}
    assert (a.aliases, a.unit, a.higher_is_better, a.url) == (("x", "y"), "%", False, "u")
    assert (b.label("en"), b.aliases, c.id) == ("B", ("bee",), "c")
    assert vocabulary.find("y") is None


def test_vocabularies_extended() -> None:
    builtin = Vocabularies.builtin()
    assert builtin.extended() is builtin
    more = builtin.extended(tasks=[Term("mine", text(en="Mine"))])
    assert more.tasks.has_id("mine")
    assert not builtin.tasks.has_id("mine")
    assert more.datasets is builtin.datasets


CATALOG = """\
tasks:
  - {id: origami, en: Origami folding, zh: 折纸, aliases: [paper-folding], area: vision}
  - {id: object-detection, aliases: [thing-finding]}
datasets:
  my-set: {en: My set, zh: 我的数据集, tasks: [origami], url: "https://example.org"}
  plain-set: Plain set
metrics:
  - {id: folds, labels: {en: Folds, ja: 折り}, unit: folds, min: 0, max: 1e2, fraction: no,
     higher_is_better: yes}
models:
  - id: a
    name: A
    tasks: [折纸, paper_folding, thing-finding, Detection]
    results: [{task: Origami Folding, raw: x}]
    variants: [{id: v, results: [{task: 目标检测, raw: x}, {raw: y}]}]
"""


def test_a_catalog_extends_them_and_its_tasks_become_ids(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(CATALOG.replace("1e2", "100"), encoding="utf-8")
    catalog = load_catalog("m.yaml", tmp_path)
    assert catalog.problems == ()
    (model,) = catalog.models
    assert model.tasks == ("origami", "object-detection")
    assert model.results[0].task == "origami"
    assert [result.task for result in model.variants[0].results] == ["object-detection", None]
    mine = catalog.vocabularies.datasets.find("我的数据集")
    assert mine is not None
    assert (mine.id, mine.tasks, mine.url) == ("my-set", ("origami",), "https://example.org")
    plain = catalog.vocabularies.datasets.find("plain-set")
    assert plain is not None
    assert plain.label("zh") == "Plain set"
    folds = catalog.vocabularies.metrics.find("folds")
    assert folds is not None
    assert (folds.label("ja"), folds.maximum, folds.fraction) == ("折り", 100, False)
    assert not Vocabularies.builtin().tasks.has_id("origami")


def test_a_later_file_extends_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("models: [{id: a, name: A, tasks: [x]}]\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("tasks: [{id: y, aliases: [x]}]\n", encoding="utf-8")
    catalog = load_catalog(["a.yaml", "b.yaml"], tmp_path)
    assert catalog.problems == ()
    assert catalog.models[0].tasks == ("y",)
