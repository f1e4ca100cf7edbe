"""The options of a table."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.problems.codes import CODES
from sphinx_modelzoo.problems.messages import Problem
from sphinx_modelzoo.query import parse_filter, parse_sort
from sphinx_modelzoo.views.columns import DEFAULT_COLUMNS
from sphinx_modelzoo.views.options import (
    OPTION_NAMES,
    OPTIONS,
    TableOptions,
    check_options,
    parse_options,
)
from sphinx_modelzoo.views.table import build_table
from sphinx_modelzoo.views.view import TABLE
from tests.support.query_zoo import catalog_of, model, small_zoo
from tests.support.registries import BUILTIN, COLUMNS, VIEWS

ZOO = small_zoo()


def problem(**raw: str) -> Problem:
    """The one problem of options."""
    options, problems = parse_options(
        {name.replace("_", "-"): text for name, text in raw.items()}, BUILTIN
    )
    assert options == TableOptions() or "columns" in raw
    (found,) = problems
    return found


def test_an_unknown_column_costs_that_column() -> None:
    options, problems = parse_options({"columns": " name, nmae, params, metric:, parms"}, BUILTIN)
    assert options.columns == ("name", "params")
    assert [(one.option, one.offset) for one in problems] == [
        ("columns", 7), ("columns", 21), ("columns", 30),
    ]  # fmt: skip
    assert [one.message for one in problems] == [
        f"unknown column “{name}”" for name in ("nmae", "metric:", "parms")
    ]
    options, problems = parse_options({"columns": "nmae"}, BUILTIN)
    assert options.columns == DEFAULT_COLUMNS
    view = VIEWS[TABLE].read({"columns": "name, nmae, metric:Foo"}, ZOO)
    assert view.kept == (("columns", "name, nmae, metric:Foo"),)
    assert [one.code for one in view.problems] == ["modelzoo.column.unknown"] * 2
    assert VIEWS[TABLE].parse(view.kept, BUILTIN).columns == ("name", "metric:Foo")


def test_no_option_is_the_table_of_five_columns() -> None:
    assert parse_options({}, BUILTIN) == (TableOptions(), [])
    assert TableOptions().columns == DEFAULT_COLUMNS
    assert DEFAULT_COLUMNS == ("no", "paper", "abstract", "results", "quickstart")


def test_the_names_that_users_type() -> None:
    assert OPTION_NAMES == (
        "filter", "task", "tag", "collection", "dataset", "columns", "sort", "group-by", "limit",
        "rows", "interactive", "view", "name", "class", "caption",
    )  # fmt: skip
    for option in OPTIONS.values():
        assert option.help.endswith(".")
        assert option.default == getattr(TableOptions(), option.field)
    assert len(dataclasses.fields(TableOptions)) == len(OPTION_NAMES)


def test_every_option() -> None:
    options, problems = parse_options(
        {
            "filter": " params < 50M ",
            "task": "object-detection， 图像分类",
            "tag": "a, b, a",
            "collection": '"YOLO, all"',
            "dataset": "COCO",
            "columns": "no, Name, metric:mAP@COCO, name",
            "sort": "-params, name",
            "group-by": "tasks",
            "limit": "10",
            "rows": "variants",
            "caption": " All  the\nmodels ",
            "name": "zoo",
            "class": "wide striped",
        },
        BUILTIN,
    )
    assert problems == []
    assert options == TableOptions(
        filter=parse_filter("params < 50M"),
        task=("object-detection", "图像分类"),
        tag=("a", "b"),
        collection=("YOLO, all",),
        dataset=("COCO",),
        columns=("no", "name", "metric:mAP@COCO"),
        sort=parse_sort("-params, name"),
        group_by="task",
        limit=10,
        rows="variants",
        caption="All the models",
        name="zoo",
        class_=("wide", "striped"),
    )
    assert pickle.loads(pickle.dumps(options)) == options
    assert hash(options) == hash(pickle.loads(pickle.dumps(options)))


@pytest.mark.parametrize(
    ("option", "text", "code", "offset", "message", "hint"),
    [
        ("filter", "  parms < 5", "modelzoo.filter.syntax", 2, "“parms”", "“params”"),
        ("sort", "name, -parms", "modelzoo.sort.syntax", 7, "“parms”", "“params”"),
        ("columns", "no, nmae", "modelzoo.column.unknown", 4, "“nmae”", "“name”"),
        ("columns", "no, xyzzy", "modelzoo.column.unknown", 4, "“xyzzy”", "known columns: no,"),
        ("columns", "metric:mAP, metric:", "modelzoo.column.unknown", 12, "“metric:”", "metric:"),
        ("columns", ",", "modelzoo.option.value", None, "at least one column", "no, paper"),
        ("task", ",,", "modelzoo.option.value", None, "at least one name", "commas"),
        ("group-by", "taks", "modelzoo.option.value", 0, "“taks”", "“task”"),
        ("group-by", "xyzzy", "modelzoo.option.value", 0, "“xyzzy”", "one of task, "),
        ("limit", "0", "modelzoo.option.value", 0, "“0”", "from 1"),
        ("limit", "-5", "modelzoo.option.value", 0, "“-5”", "from 1"),
        ("limit", "ten", "modelzoo.option.value", 0, "“ten”", "from 1"),
        ("limit", "²", "modelzoo.option.value", 0, "“²”", "from 1"),
        ("limit", "9" * 5000, "modelzoo.option.value", 0, "9", "from 1"),
        ("rows", "Variants", "modelzoo.option.value", 0, "“Variants”", "models or variants"),
        ("class", 'ok "bad', "modelzoo.option.value", 3, "“\"bad”", "letters"),
        ("caption", "  ", "modelzoo.option.value", None, "missing value", "remove it"),
        ("filtr", "x", "modelzoo.option.unknown", None, "unknown option", "“filter”"),
        ("xyzzy", "x", "modelzoo.option.unknown", None, "unknown option", "known options: filter"),
    ],
)  # fmt: skip
def test_problems(
    option: str, text: str, code: str, offset: int | None, message: str, hint: str
) -> None:
    found = problem(**{option: text})
    assert found.option == option
    assert found.code == code
    assert code in CODES
    assert found.offset == offset
    assert message in found.message
    assert hint in found.hint
    assert found.text.startswith(f":{option}: ")


def test_one_wrong_option_hides_no_other() -> None:
    options, problems = parse_options(
        {"limit": "x", "sort": "y", "task": "a", "rows": "z"}, BUILTIN
    )
    assert [found.option for found in problems] == ["limit", "sort", "rows"]
    assert options == TableOptions(task=("a",))


def test_what_only_the_catalog_knows() -> None:
    def check(**raw: str) -> list[tuple[str, str, str]]:
        options, problems = parse_options(raw, BUILTIN)
        assert not problems
        return [(p.option, p.code, p.hint) for p in check_options(options, ZOO)]

    assert check(task="目标检测", tag="one-stage", collection="yolo", dataset="ImageNet") == []
    assert check(columns="name, metric:mAP@COCO, metric:AP, metric:top1") == []
    assert check(tag="one-stge") == [("tag", "modelzoo.option.value", "did you mean “one-stage”?")]
    assert check(task="objekt-detection")[0][2] == "did you mean “object-detection”?"
    assert check(dataset="Imagenet1")[0][2] == "did you mean “ImageNet”?"
    assert check(columns="metric:Recal@1")[0][2] == "did you mean “Recall@1”?"
    assert check(columns="metric:mPA@COCO") == [
        ("columns", "modelzoo.column.unknown", "did you mean “mAP”?")
    ]
    assert check(dataset="CelebA, Celeb-B") == [
        ("dataset", "modelzoo.option.value", "did you mean “CelebA”?")
    ]
    options = parse_options({"task": "keypoint-detection"}, BUILTIN)[0]
    assert check_options(options, catalog_of(model("x"))) == []


@given(st.dictionaries(st.sampled_from([*OPTION_NAMES, "x"]), st.one_of(
    st.text(max_size=15),
    st.lists(st.sampled_from([*COLUMNS, ",", "metric:", "@", '"', " "]), max_size=5).map("".join),
), max_size=4))  # fmt: skip
def test_any_texts_give_options_and_a_table(raw: dict[str, str]) -> None:
    options, problems = parse_options(raw, BUILTIN)
    assert {found.option for found in problems} <= set(raw)
    for found in problems:
        assert found.offset is None or 0 <= found.offset <= len(raw[found.option])
    check_options(options, ZOO)
    build_table(ZOO, options, "en")
