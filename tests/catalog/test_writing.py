"""Writing: what is written reads back as the same, and looks as a person would have written it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from sphinx_modelzoo.catalog.writing import dump_catalog, dump_entry_file, entry_to_data
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.yamltext.style import write_mapping
from tests.support import strategies

MODEL: TypeAdapter[Model] = TypeAdapter(Model)

scalars = st.one_of(
    strategies.words,
    st.text(max_size=30).filter(
        lambda text: not any("\ud800" <= char <= "\udfff" for char in text)
    ),
    strategies.numbers,
    st.booleans(),
    st.none(),
    st.dates(),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(strategies.words, inner, max_size=4),
    ),
    max_leaves=12,
)


def load_1_1(text: str) -> Any:
    """As PyYAML reads it (YAML 1.1)."""
    return yaml.load(text, yaml.CSafeLoader)


def load_1_2(text: str) -> Any:
    """As editors read it (YAML 1.2)."""
    return YAML(typ="safe", pure=True).load(StringIO(text))


@pytest.mark.once
@given(st.dictionaries(strategies.words, values, min_size=1, max_size=5))
@example({"a": "word " * 40 + "end", "b": ["x: y", {"c": "- d"}], "e": {"no": "no"}})
@example({"metrics": {"Top-1": {"value": 1e16, "unit": "%"}}, "models": [{"id": "a"}]})
def test_any_data_reads_back_the_same_in_both_versions_of_yaml(data: dict[str, Any]) -> None:
    text = write_mapping(data)
    assert load_1_1(text) == data
    assert load_1_2(text) == data


@pytest.mark.once
@given(st.lists(strategies.entries, max_size=3))
def test_entries_read_back_as_equal_models(entries: list[dict[str, Any]]) -> None:
    models = [MODEL.validate_python(entry) for entry in entries]
    document = load_1_1(dump_catalog(models))
    assert document["schema_version"] == 1
    assert [MODEL.validate_python(entry) for entry in document["models"]] == models
    for model in models:
        single = load_1_1(dump_entry_file(model))
        assert MODEL.validate_python(single) == model
        assert MODEL.validate_python(entry_to_data(model)) == model


@given(strategies.entries)
def test_writing_is_stable(entry: dict[str, Any]) -> None:
    text = dump_catalog([MODEL.validate_python(entry)])
    again = dump_catalog([MODEL.validate_python(load_1_1(text)["models"][0])])
    assert text == again


def test_short_forms_and_key_order() -> None:
    model = MODEL.validate_python(
        {
            "results": [
                {"metrics": {"mAP": {"value": 41.2}}, "dataset": {"name": "COCO"}},
            ],
            "paper": {"arxiv": "2004.10930"},
            "code": [{"url": "https://a.org/x", "kind": "quick-start"}],
            "params": 25_600_000,
            "flops": 4_100_000_000,
            "name": "YOLOv4",
            "id": "yolov4",
        }
    )
    assert entry_to_data(model) == {
        "id": "yolov4",
        "name": "YOLOv4",
        "params": "25.6M",
        "flops": "4.1G",
        "paper": {"arxiv": "2004.10930"},
        "code": ["https://a.org/x"],
        "results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}],
    }
    assert list(entry_to_data(model)) == [
        "id", "name", "params", "flops", "paper", "code", "results",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, 0),
        (999, 999),
        (1000, "1K"),
        (25_560_000, "25.56M"),
        (498_488_636, 498_488_636),
        (7_000_000_000, "7B"),
        (1_500_000_000_000, "1.5T"),
    ],
)
def test_counts_are_short_only_where_that_is_exact(count: int, written: object) -> None:
    model = MODEL.validate_python({"id": "a", "name": "A", "params": count})
    assert entry_to_data(model)["params"] == written


def test_a_catalog_looks_as_a_person_would_have_written_it() -> None:
    entry = {
        "id": "yolov4",
        "name": "YOLOv4",
        "summary": {"en": "One-stage detector.", "zh": "单阶段目标检测器。"},
        "abstract": "There are a huge number of features which are said to improve accuracy, and "
        "some of them work for certain models only: testing them takes a large data set.",
        "tasks": ["object-detection"],
        "paper": {"title": "YOLOv4: Optimal Speed", "arxiv": "2004.10934", "year": 2020},
        "code": [{"url": "https://github.com/a/b", "framework": "paddlepaddle"}],
        "snippets": [{"code": "import paddle\n\npaddle.load()", "language": "python"}],
        "results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}, "raw": "mAP=41.2: 见表 3"}],
    }
    other = {"id": "no", "name": "1e3"}
    assert dump_catalog([entry, other], comment="# by hand\n") == (
        """\
# by hand
schema_version: 1

models:
  - id: yolov4
    name: YOLOv4
    summary: {en: One-stage detector., zh: 单阶段目标检测器。}
    abstract: >-
      There are a huge number of features which are said to improve accuracy, and some of them work
      for certain models only: testing them takes a large data set.
    tasks: [object-detection]
    paper:
      title: "YOLOv4: Optimal Speed"
      arxiv: "2004.10934"
      year: 2020
    code:
      - {url: "https://github.com/a/b", framework: paddlepaddle}
    snippets:
      - code: |-
          import paddle

          paddle.load()
        language: python
    results:
      - dataset: COCO
        metrics: {mAP: 41.2}
        raw: "mAP=41.2: 见表 3"

  - id: "no"
    name: "1e3"
"""
    )


def test_an_empty_catalog_and_its_head() -> None:
    text = dump_catalog([], head={"language": "zh", "title": "模型库"})
    assert text == "schema_version: 1\nlanguage: zh\ntitle: 模型库\n\nmodels: []\n"
