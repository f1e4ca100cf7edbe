"""Sort orders and selections."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.query import (
    Sort,
    natural_key,
    parse_sort,
    select,
)
from sphinx_modelzoo.query.words import join_list, split_list
from tests.support.query_zoo import catalog_of, model, small_zoo

ZOO = small_zoo()


def order(sort: str) -> list[str]:
    return [subject.model.id for subject in select(ZOO, sort=sort)]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("id", ["bare", "gan", "hrnet", "resnet50", "yolov2", "yolov10"]),
        ("-id", ["yolov10", "yolov2", "resnet50", "hrnet", "gan", "bare"]),
        # Chinese comes after Latin: by code point, whatever the locale.
        ("name", ["gan", "hrnet", "resnet50", "yolov2", "yolov10", "bare"]),
        ("params", ["yolov10", "resnet50", "hrnet", "yolov2", "gan", "bare"]),
        ("-params", ["hrnet", "yolov2", "resnet50", "yolov10", "gan", "bare"]),
        ("-year", ["yolov10", "yolov2", "resnet50", "hrnet", "gan", "bare"]),
        ("year", ["resnet50", "yolov2", "yolov10", "hrnet", "gan", "bare"]),
        ("added", ["yolov2", "yolov10", "resnet50", "hrnet", "gan", "bare"]),
        ("-added", ["yolov10", "yolov2", "resnet50", "hrnet", "gan", "bare"]),
        ("-metric:mAP@COCO", ["yolov10", "yolov2", "resnet50", "hrnet", "gan", "bare"]),
        ("metric:mAP", ["yolov2", "yolov10", "resnet50", "hrnet", "gan", "bare"]),
        ("metric:top1", ["resnet50", "yolov10", "yolov2", "hrnet", "gan", "bare"]),
        ("-collection, id", ["yolov2", "yolov10", "bare", "gan", "hrnet", "resnet50"]),
        ("task, -name", ["resnet50", "hrnet", "yolov10", "yolov2", "bare", "gan"]),
        ("-deprecated, -has-results, id",
         ["yolov2", "gan", "hrnet", "resnet50", "yolov10", "bare"]),
    ],
)  # fmt: skip
def test_order(sort: str, expected: list[str]) -> None:
    assert order(sort) == expected


def test_equal_values_stay_in_catalog_order_in_both_directions() -> None:
    zoo = catalog_of(*(model(id, params=5) for id in ("c", "a", "b")))
    for sort in ("params", "-params"):
        assert [s.model.id for s in select(zoo, sort=sort)] == ["c", "a", "b"]


def test_the_best_figure_counts() -> None:
    zoo = catalog_of(
        model("a", results=[{"metrics": {"FID": 9}}, {"metrics": {"FID": 50}}]),
        model("b", results=[{"metrics": {"FID": 20}}]),
        model("c", results=[{"metrics": {"mAP": 0.3}}, {"metrics": {"mAP": 60}}]),
        model("d", results=[{"metrics": {"mAP": 0.55}}]),
    )
    assert [s.model.id for s in select(zoo, sort="-metric:FID")][:2] == ["b", "a"]
    assert [s.model.id for s in select(zoo, sort="-metric:mAP")][:2] == ["c", "d"]


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("params desc", 0, "“params desc”", "did you mean “-params”?"),
        ("name, params DESC", 6, "“params DESC”", "did you mean “-params”?"),
        ("params ascending", 0, "“params ascending”", "did you mean “params”?"),
        ("name params", 0, "“name params”", "separate them with commas: name, params"),
        ('-metric("mAP")', 1, "to sort by", "write -metric:mAP"),
        ("metric(mAP) desc", 0, "to sort by", "did you mean “-metric:mAP”?"),
        ("speed desc", 0, "“speed desc”", "a metric is written"),
        ("", 0, "empty", "name, -params"),
        (" , ", 0, "empty", ""),
        ("name, -parms", 7, "“parms”", "did you mean “params”?"),
        ("name,\n  xyzzy", 8, "“xyzzy”", "metric:xyzzy"),
        ("name, year, -name", 12, "duplicate field “name”", "first"),
        ("metric:", 0, "missing name", "metric:mAP"),
        ("-", 0, "“”", "metric:mAP"),
    ],
)
def test_errors(text: str, at: int, message: str, hint: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_sort(text)
    assert caught.value.problem.code == "modelzoo.sort.syntax"
    assert caught.value.problem.offset == at
    assert message in caught.value.problem.message
    assert hint in caught.value.problem.hint


def test_canonical_text() -> None:
    sort = parse_sort('task,  +name ,"-metric: F1, macro@COCO"，has-code')
    assert str(sort) == 'tasks, name, "-metric:F1, macro@COCO", has_code'
    assert parse_sort(str(sort)) == sort
    assert pickle.loads(pickle.dumps(sort)) == sort


@given(st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["name", "-", ",", "metric:", "a,b", '"', "@", " ", "，"]),
             max_size=8).map("".join),
))  # fmt: skip
def test_any_text_is_an_order_or_a_sort_error(text: str) -> None:
    found: Sort | ProblemError
    try:
        found = parse_sort(text)
    except ProblemError as error:
        found = error
    if isinstance(found, ProblemError):
        assert 0 <= found.problem.offset <= len(text)
    else:
        assert len(select(ZOO, sort=found)) == len(ZOO.models)


@given(st.text(alphabet='ab1" ,，\n', max_size=20))
def test_list_pieces_stand_where_they_say(text: str) -> None:
    pieces = split_list(text)
    for piece in pieces:
        assert piece.text
        assert text[piece.offset :].startswith(piece.text)
    assert [p.offset for p in pieces] == sorted(p.offset for p in pieces)


def test_lists() -> None:
    assert [p.text for p in split_list('a, "b, c"，d、e\nf,,')] == ["a", "b, c", "d", "e", "f"]
    assert [p.text for p in split_list("“a，b”, x “c, d”")] == ["a，b", "x “c, d”"]
    assert [p.text for p in split_list('5" x, 7" y, "z')] == ['5" x', '7" y', '"z']
    assert join_list(["a", "b, c"]) == 'a, "b, c"'


def test_natural_order() -> None:
    names = ["yolov10", "YOLOv2", "yolov2-b", "yolo", "10", "9", "007", "7", "模型", "x" * 3]
    assert sorted(names, key=natural_key) == [
        "007", "7", "9", "10", "xxx", "yolo", "YOLOv2", "yolov2-b", "yolov10", "模型",
    ]  # fmt: skip
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


@given(st.lists(st.text(max_size=8), max_size=8))
def test_natural_order_is_total(names: list[str]) -> None:
    keys = [natural_key(name) for name in names]
    assert sorted(keys) == sorted([natural_key(name) for name in names[::-1]])


def test_facets_are_alternatives_and_meet() -> None:
    def ids(**facets: object) -> list[str]:
        return [s.model.id for s in select(ZOO, **facets)]  # type: ignore[arg-type]

    assert ids(task=["关键点检测", "image classification"]) == ["resnet50", "hrnet"]
    assert ids(task=["detection"], collection=["yolo"]) == ["yolov10", "yolov2"]
    assert ids(tag=["real-time"]) == ["yolov10"]
    assert ids(dataset=["MS COCO"], filter="not deprecated") == ["yolov10", "hrnet"]
    assert ids(tag=["nothing"]) == []


def test_the_limit_comes_after_the_order() -> None:
    assert [s.model.id for s in select(ZOO, sort="-params", limit=2)] == ["hrnet", "yolov2"]
    assert len(select(ZOO, limit=100)) == 6


def test_rows() -> None:
    found = select(ZOO, rows="variants", task=["keypoint-detection"])
    assert [(s.model.id, s.variant and s.variant.id) for s in found] == [
        ("hrnet", "w32"),
        ("hrnet", "w48"),
    ]
    assert len(select(ZOO, rows="variants")) == 7


def test_wrong_texts_raise() -> None:
    with pytest.raises(ProblemError):
        select(ZOO, filter="nonsense")
    with pytest.raises(ProblemError):
        select(ZOO, sort="nonsense")
