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
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.views.chosen_columns import ChosenColumn
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


def keys(options: TableOptions) -> list[str]:
    return [column.key for column in options.columns]


def test_an_unknown_column_costs_that_column() -> None:
    options, problems = parse_options({"columns": " name, nmae, params, metric:, parms"}, BUILTIN)
    assert keys(options) == ["name", "params"]
    assert [(one.option, one.offset) for one in problems] == [
        ("columns", 7), ("columns", 21), ("columns", 30),
    ]  # fmt: skip
    assert [one.message for one in problems] == [
        f"unknown column “{name}”" for name in ("nmae", "metric:", "parms")
    ]
    options, problems = parse_options({"columns": "nmae"}, BUILTIN)
    assert options.columns == ()
    view = VIEWS[TABLE].read({"columns": "name, nmae, metric:Foo"}, ZOO)
    assert view.kept == (("columns", "name, nmae, metric:Foo"),)
    assert [one.code for one in view.problems] == ["modelzoo.column.unknown"] * 2
    assert keys(VIEWS[TABLE].parse(view.kept, BUILTIN)) == ["name", "metric:Foo"]


def test_no_option_is_the_table_of_automatic_columns() -> None:
    assert parse_options({}, BUILTIN) == (TableOptions(), [])
    assert TableOptions().columns == ()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('name, params as "Size, MB", metric:mAP@COCO as “COCO，x”',
         {"name": "", "params": "Size, MB", "metric:mAP@COCO": "COCO，x"}),
        ("name as Model as it is called, year", {"year": ""}),
        ("params as 参数量、year as 年", {"params": "参数量", "year": "年"}),
        ('metric:Foo, bar as "x as y"', {"metric:Foo": ""}),
        ('"metric:Foo, bar" as Baz', {"metric:Foo, bar": "Baz"}),
        ('name as ""', {"name": ""}),
        ("name, Name as Again", {"name": ""}),
    ],
)  # fmt: skip
def test_columns_have_titles(text: str, columns: dict[str, str]) -> None:
    options, _ = parse_options({"columns": text}, BUILTIN)
    titles = {one.key: one.title.best("en")[0] if one.title else "" for one in options.columns}
    assert titles == columns
    if columns.get("params"):
        some = build_table(ZOO, options, "zh").columns
        assert columns["params"] in [column.label for column in some]


def test_widths_are_one_for_each_column() -> None:
    def found(**raw: str) -> tuple[list[int], list[str]]:
        options, problems = parse_options(raw, BUILTIN)
        problems += check_options(options, ZOO)
        grid = build_table(ZOO, options, "en")
        return [column.width for column in grid.columns], [one.text for one in problems]

    assert found(columns="name, params", widths="20, 30") == ([20, 30], [])
    assert found(columns="name, params", widths="1 3") == ([1, 3], [])
    short = ":widths: expected 2 widths, got 1 (write one for each column)"
    assert found(columns="name, params", widths="1") == ([0, 0], [short])
    assert found(widths="1")[1][0].startswith(":widths: expected ")
    for wrong in ("x", "0", "-1", "1.5"):
        widths, problems = found(columns="name", widths=wrong)
        assert widths == [0]
        assert f"invalid width “{wrong}”" in problems[0]


def test_the_names_that_users_type() -> None:
    assert OPTION_NAMES == (
        "filter", "task", "tag", "collection", "dataset", "since", "columns", "widths", "preset",
        "sort", "group-by", "limit", "rows", "interactive", "view", "name", "class", "caption",
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
            "columns": "no, Name, metric:mAP@COCO as COCO, name",
            "widths": "1 2 3",
            "preset": "paddle",
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
        columns=(
            ChosenColumn("no"),
            ChosenColumn("name"),
            ChosenColumn("metric:mAP@COCO", LocalizedText.plain("COCO")),
        ),
        widths=(1, 2, 3),
        preset="paddle",
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
        ("columns", ",", "modelzoo.option.value", None, "at least one column", "name, params"),
        ("preset", "paddel", "modelzoo.preset.unknown", 0, "“paddel”", "“paddle”"),
        ("preset", "xyzzy", "modelzoo.preset.unknown", 0, "“xyzzy”", "known presets: paddle"),
        ("widths", "2 x", "modelzoo.option.value", 2, "“x”", "20 50 30"),
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
    for text, hint in {
        'task == "objekt-detection"': "object-detection",
        'params > 1M and "Imagenet1" in datasets': "ImageNet",
        '"one-stge" in tags or year > 2020': "one-stage",
        'metric("mPA", "COCO") > 3': "mAP",
        'metric("mAP", "COOC") > 3': "COCO",
    }.items():
        assert check(filter=text) == [
            ("filter", "modelzoo.option.value", f"did you mean “{hint}”?")
        ], text
    for text in (  # of a vocabulary, or what models must not have, or a part of a text
        'task == "keypoint-detection"', 'not "retired" in tags', 'task != "old"',
        '"YO" in collection', 'license == "LicenseRef-X"',
    ):  # fmt: skip
        assert check(filter=text) == [], text
    assert check(sort="-metric:mPA@COCO, name")[0][2] == "did you mean “mAP”?"
    assert check(sort="metric:mAP@COOC")[0][2] == "did you mean “COCO”?"
    assert check(sort="-metric:FID, metric:mAP@COCO") == []
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
