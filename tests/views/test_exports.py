"""Exports: tables for spreadsheets and READMEs, JSON, BibTeX, cards and indexes."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.curation.formats.foreign_fields import put_back, rest_of
from sphinx_modelzoo.exports.csv_table import harmless
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.exports.json_entries import dumps
from sphinx_modelzoo.exports.markdown_table import BEGIN, END, into
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support.registries import BUILTIN, EXPORTERS

ENTRY: dict[str, Any] = {
    "id": "yolov4",
    "name": "YOLOv4",
    "summary": {"en": "A *fast* detector | of objects.", "zh": "检测器。"},
    "tasks": ["object-detection"],
    "tags": ["real-time"],
    "license": "Apache-2.0",
    "languages": ["zh"],
    "params": "64.4M",
    "paper": {"title": "YOLOv4: Fast", "arxiv": "2004.10934", "authors": ["A. B."], "year": 2020},
    "code": [{"url": "https://example.org/y", "framework": "paddlepaddle"}],
    "results": [
        {
            "dataset": "COCO",
            "metrics": {"mAP": {"value": 41.2, "comparator": ">"}},
            "conditions": {"input_size": "416x416"},
        }
    ],
    "variants": [
        {
            "id": "yolov4-s",
            "flops": "1G",
            "weights": ["https://example.org/s.pdparams"],
            "results": [
                {"dataset": "COCO", "metrics": {"mAP": 30}, "conditions": {"epochs": 3, "lr": 0.1}}
            ],
        }
    ],
}


def selection(*entries: dict[str, Any], **fields: Any) -> Selection:
    models: list[Model] = []
    for entry in entries or (ENTRY,):
        model, issues = validate(Model, entry)
        assert model is not None, issues
        models.append(model)
    return Selection(Catalog.of(models, registry=BUILTIN), tuple(models), **fields)


def test_every_format_has_an_exporter() -> None:
    for name in EXPORTERS:
        assert EXPORTERS[name].name == name
        assert EXPORTERS[name].text(selection(language="de"))


def test_json_has_no_short_forms() -> None:
    document = json.loads(EXPORTERS["json"].text(selection()))
    assert document["format"] == "sphinx-modelzoo/1"
    assert document["schema_version"] == 1
    entry = document["models"][0]
    assert entry["params"] == 64_400_000
    assert entry["results"][0]["dataset"] == {"name": "COCO"}
    assert entry["results"][0]["metrics"] == {"mAP": {"value": 41.2, "comparator": ">"}}
    assert entry["variants"][0]["results"][0]["metrics"]["mAP"] == {"value": 30, "comparator": "="}
    assert entry["code"][0] == {
        "url": "https://example.org/y",
        "kind": "quick-start",
        "framework": "paddlepaddle",
    }


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**30), 10**30),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
@example({"a": 1e18, "b": [], "c": {}})
def test_json_is_json(value: Any) -> None:
    assert json.loads(dumps(value)) == value


def test_csv_is_a_table_of_plain_words() -> None:
    rows = list(csv.DictReader(StringIO(EXPORTERS["csv"].text(selection()))))
    assert len(rows) == 1
    row = rows[0]
    assert row["id"] == "yolov4"
    assert row["Summary"] == "A fast detector | of objects."
    assert row["Model and paper"] == "YOLOv4; YOLOv4: Fast (https://arxiv.org/abs/2004.10934)"
    assert row["Quick start"] == "https://example.org/y"
    chosen = selection(columns=("name", "id", "tasks"), language="zh")
    assert EXPORTERS["csv"].text(chosen) == "模型,id,任务\nYOLOv4,yolov4,目标检测\n"


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("-5.2", "-5.2"),
        ("+3%", "+3%"),
        ("-1e-5", "-1e-5"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_quoted(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


def test_a_formula_in_a_name_is_quoted_in_the_file() -> None:
    text = EXPORTERS["csv"].text(selection({"id": "a", "name": "=cmd()"}, columns=("name",)))
    assert text == "Model\n'=cmd()\n"


def test_a_markdown_table() -> None:
    text = EXPORTERS["markdown"].text(
        selection(columns=("paper", "summary", "params", "quick-start"))
    )
    assert text == (
        "| Model and paper | Summary | Parameters | Quick start |\n"
        "| --- | --- | ---: | --- |\n"
        "| **YOLOv4**<br>[YOLOv4: Fast](https://arxiv.org/abs/2004.10934) "
        "| A fast detector \\| of objects. | 64.4M | [Quick start](https://example.org/y) |\n"
    )


def test_markup_in_names_is_text() -> None:
    name = "a|b <script>alert(1)</script> [x](javascript:y) `c` *d*\\"
    text = EXPORTERS["markdown"].text(selection({"id": "a", "name": name}, columns=("name",)))
    row = text.splitlines()[2]
    assert row == (
        "| **a\\|b \\<script\\>alert(1)\\</script\\> \\[x\\](javascript:y) \\`c\\` \\*d\\*\\\\** |"
    )


def test_the_table_goes_between_the_markers() -> None:
    readme = f"# Zoo\n\nbefore\n{BEGIN}\nold table\n{END}\nafter\n"
    once = into(readme, "| a |\n")
    assert once == f"# Zoo\n\nbefore\n{BEGIN}\n\n| a |\n\n{END}\nafter\n"
    assert into(once, "| a |\n") == once
    assert into("", "| a |\n") == f"{BEGIN}\n\n| a |\n\n{END}\n"


@pytest.mark.parametrize(
    ("readme", "problem"),
    [
        ("# Zoo\n", "no place"),
        (f"{BEGIN}\n", "no place"),
        (f"{END}\n{BEGIN}\n", "no place"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "several places"),
    ],
)
def test_a_readme_without_its_markers_is_refused(readme: str, problem: str) -> None:
    with pytest.raises(ProblemError, match=problem):
        into(readme, "| a |\n")


def test_bibtex_leaves_out_what_has_no_paper() -> None:
    text = EXPORTERS["bibtex"].text(selection(ENTRY, {"id": "b", "name": "B"}))
    assert text.count("@") == 1
    assert "eprint" in text
    assert text.endswith("}\n")


def test_a_card_says_what_the_hub_knows() -> None:
    text = EXPORTERS["huggingface"].text(selection())
    matter = yaml.safe_load(text.split("---\n")[1])
    rest = matter.pop("modelzoo")
    assert matter == {
        "language": ["zh"],
        "license": "apache-2.0",
        "pipeline_tag": "object-detection",
        "tags": ["real-time", "arxiv:2004.10934"],
        "model-index": [
            {
                "name": "YOLOv4",
                "results": [
                    {
                        "task": {"type": "object-detection", "name": "Object detection"},
                        "dataset": {"type": "coco", "name": "COCO"},
                        "metrics": [
                            {"type": "map", "name": "mAP", "value": 41.2, "comparator": ">"}
                        ],
                        "conditions": {"input_size": "416x416"},
                    }
                ],
            }
        ],
    }
    assert set(rest) == {"id", "summary", "params", "paper", "code", "variants"}
    assert "# YOLOv4\n\nA *fast* detector" in text


def test_several_cards_need_a_folder() -> None:
    several = selection(ENTRY, {"id": "b", "name": "B"})
    with pytest.raises(ProblemError, match="expected one model, got 2"):
        EXPORTERS["huggingface"].text(several)
    files = EXPORTERS["huggingface"].files
    assert files is not None
    assert list(files(several)) == ["yolov4/README.md", "b/README.md"]


def test_an_index_says_what_the_format_knows() -> None:
    document = yaml.safe_load(EXPORTERS["openmmlab"].text(selection()))
    (collection,) = document["Collections"]
    rest = collection.pop("modelzoo")
    assert collection == {
        "Name": "YOLOv4",
        "Paper": {"Title": "YOLOv4: Fast", "URL": "https://arxiv.org/abs/2004.10934"},
        "License": "Apache-2.0",
    }
    own, variant = document["Models"]
    assert own == {
        "Name": "YOLOv4",
        "Metadata": {"Parameters": 64_400_000},
        "In Collection": "YOLOv4",
        "Results": [
            {
                "Task": "Object detection",
                "Dataset": "COCO",
                "Metrics": {"mAP": {"Value": 41.2, "Comparator": ">"}},
                "Conditions": {"input_size": "416x416"},
            }
        ],
    }
    assert variant == {
        "Name": "yolov4-s",
        "Metadata": {"Epochs": 3, "FLOPs": 1_000_000_000},
        "In Collection": "YOLOv4",
        "Results": [
            {
                "Task": "Object detection",
                "Dataset": "COCO",
                "Metrics": {"mAP": 30},
                "Conditions": {"lr": 0.1},
            }
        ],
        "Weights": "https://example.org/s.pdparams",
    }
    # The variant's name is its id; the importer would write it out.
    assert rest["variants"] == {"0": {"name": None}}
    assert "results" not in rest


def test_collections_of_one_name_stay_apart() -> None:
    one, other = {"id": "net", "name": "Net"}, {"id": "net-2", "name": "N E T"}
    document = yaml.safe_load(EXPORTERS["openmmlab"].text(selection(one, other)))
    assert [item["Name"] for item in document["Collections"]] == ["Net", "N E T (net-2)"]


values = st.recursive(
    st.one_of(st.integers(0, 2), st.text("ab=0", max_size=2), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("ab0=", min_size=1, max_size=2), inner, max_size=3),
    ),
    max_leaves=8,
)
mappings = st.dictionaries(st.sampled_from(["a", "b", "c"]), values, max_size=3)


@given(mappings, mappings)
@example({"a": {"=": 1}}, {"a": {"b": 1}})
@example({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}})
@example({"a": [1, {"=": 2}]}, {"a": [1, {"b": 2}]})
def test_the_rest_makes_any_entry_of_any_other(
    entry: dict[str, Any], imported: dict[str, Any]
) -> None:
    back = put_back(imported, rest_of(entry, imported))
    assert back == entry
    assert {k: json.dumps(v) for k, v in back.items()} == {
        k: json.dumps(v) for k, v in entry.items()
    }
