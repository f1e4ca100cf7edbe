"""Filters: what they mean, what they say when they are wrong, what they cannot reach."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.query import (
    FIELDS,
    Filter,
    Subject,
    parse_filter,
    select,
)
from sphinx_modelzoo.query.lexer import number_text, quote, tokenize
from tests.support.query_zoo import catalog_of, model, small_zoo

ZOO = small_zoo()


def ids(text: str) -> list[str]:
    return [subject.model.id for subject in select(ZOO, filter=text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('id == "gan"', ["gan"]),
        ('name == "YOLOV2"', ["yolov2"]),
        ('"yolo" in name', ["yolov10", "yolov2"]),
        ('"yolo" not in name and license', ["resnet50"]),
        ('name < "h"', ["gan"]),
        ("params < 50M", ["yolov10", "resnet50", "hrnet"]),
        ("params <= 50_000_000", ["yolov10", "yolov2", "resnet50", "hrnet"]),
        ("50M == params", ["yolov2"]),
        ("25M < params < 30M", ["resnet50", "hrnet"]),
        ("30M < params < 60M", ["yolov2"]),  # no variant of HRNet is in between
        ("params > 0.06B", ["hrnet"]),
        ("flops", ["resnet50"]),
        ("not params", ["gan", "bare"]),
        ("not params < 50M", ["yolov2", "gan", "bare"]),
        ("year != 2015", ["yolov10", "yolov2"]),
        ("year in (2015, 2016)", ["yolov2", "resnet50"]),
        ("year not in [2015, 2016,] and year", ["yolov10"]),
        ('task == "object-detection"', ["yolov10", "yolov2", "hrnet"]),
        ('"目标检测" in tasks', ["yolov10", "yolov2", "hrnet"]),
        ('"Detection" in tasks', ["yolov10", "yolov2", "hrnet"]),
        ('task != "object-detection"', ["resnet50"]),
        ('"object-detection" not in tasks', ["resnet50", "gan", "bare"]),
        ('"ImageNet-1k" in datasets', ["resnet50"]),
        ('"imagenet" in datasets or dataset == "coco"', ["yolov10", "yolov2", "resnet50", "hrnet"]),
        ('dataset in ("ILSVRC2012", "CelebA")', ["resnet50", "gan"]),
        ('"one-stage" in tags and not deprecated', ["yolov10"]),
        ("deprecated == true", ["yolov2"]),
        ("deprecated != true and has_results == true", ["yolov10", "resnet50", "hrnet", "gan"]),
        ("has-weights", ["hrnet"]),
        ('framework == "PyTorch"', ["yolov10", "resnet50"]),
        ('language == "cn" or language == "en_US"', ["resnet50", "bare"]),
        ('publisher == "百度"', ["bare"]),
        ('added >= "2022-01-01"', ["yolov10"]),
        ("2021-12-31 <= added < 2022-01-01", ["yolov2"]),
        ('metric("mAP") > 50', ["yolov10"]),
        ('metric("mAP") < 30', ["yolov2"]),  # a share of 1 counts as per cent
        ('metric("mAP") < 0.3', ["yolov2"]),
        ('metric("mAP", "COCO") > 20', ["yolov10", "yolov2"]),
        ('metric("mAP", "ImageNet") > 0', []),
        ('metric("top1@ImageNet") >= 76.1', ["resnet50"]),
        ('metric("FID") < 10', ["gan"]),
        ('not (metric("FID") or metric("AP"))', ["yolov10", "yolov2", "resnet50", "bare"]),
        ('"FID" in metrics', ["gan"]),
        ('license == "apache-2.0" or license == "MIT" and year', ["resnet50"]),
        ("not not has_demo", []),
        ("'O\\'Neill' in name", []),
    ],
)
def test_what_a_filter_means(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("50M>params", "params < 50M"),
        ("params<25600000", "params < 25.6M"),
        ("params < 1234567", "params < 1234567"),
        ("year==2000", "year == 2000"),
        ("10M<params<=1.5b", "10M < params <= 1.5G"),
        ("'COCO' in dataset", '"COCO" in datasets'),
        ("tasks == 'a'", 'task == "a"'),
        ("not ('a' in tags)", '"a" not in tags'),
        ("tag not in ['a','b']", 'tag not in ("a", "b")'),
        ("added > 2021-12-31", 'added > "2021-12-31"'),
        ("metric('mAP','COCO') > -1.5", 'metric("mAP", "COCO") > -1.5'),
        ("(year and id) and (name or license) or has-code",
         "(year and id) and (name or license) or has_code"),
        ("not (year or id)", "not (year or id)"),
        ('name == "a\\"b\\\\c"', 'name == "a\\"b\\\\c"'),
    ],
)  # fmt: skip
def test_canonical_text(text: str, canonical: str) -> None:
    parsed = parse_filter(text)
    assert str(parsed) == canonical
    assert parse_filter(canonical) == parsed


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("", 0, "the filter is empty", "year >= 2021"),
        ("   ", 0, "the filter is empty", ""),
        ("parms < 5M", 0, "unknown field “parms”", "did you mean “params”?"),
        ("year > 5 and taks", 13, "unknown field “taks”", "did you mean “tasks”?"),
        ("zyx > 41", 0, "unknown field “zyx”", 'metric("zyx")'),
        ("license == none", 11, "unknown field “none”", "not license"),
        ("year > 5 AND id", 9, "unexpected “AND”", "“and”"),
        ("deprecated == True", 14, "unknown field “True”", "write true"),
        ("task == object-detection", 8, "unknown field", 'quotes: "object-detection"'),
        ("name = 'x'", 5, "unexpected “=”", "=="),
        ("name == “x”", 8, "unexpected ““”", "straight quotes"),
        ("year > 5 && id", 9, "unexpected “&”", "“and”"),
        ("params < '50M'", 9, "expected a number for", "without quotes"),
        ("name == 5", 8, "expected text for", 'quotes: "5"'),
        ("name == true", 8, "expected text for", ""),
        ("year == true", 8, "expected a number for", ""),
        ("added > 2021", 8, "expected a date for", "2021-12-31"),
        ("added > '2021-13-01'", 8, "invalid date", "2021-12-31"),
        ("added > '20211231'", 8, "invalid date", ""),
        ("tasks < 'a'", 6, "has no order", "in tasks"),
        ("deprecated < true", 11, "has no order", "deprecated"),
        ("params < 50X", 9, "invalid number “50X”", "K, M, G"),
        ("params < 5%", 10, "unexpected “%”", "number alone"),
        ("name == 'x", 8, "unclosed quote", "'"),
        ("(year > 5", 9, "expected “)”, got the end", "close"),
        ("params < 50 MB", 12, "unexpected “MB”", "write 50M"),
        ("params < 50 million", 12, "unexpected “million”", "write 50M"),
        ("metric('latency') < 12 ms", 23, "unexpected “ms”", 'write "12 ms"'),
        ("year < 2020 soon", 12, "unexpected “soon”", "“and”"),
        ("name contains 'Heron'", 5, "unexpected “contains”", "write 'Heron' in name"),
        ("year contains '20'", 5, "unexpected “contains”", "“and”"),
        ("license is None", 8, "unexpected “is”", "write not license"),
        ("license is not None", 8, "unexpected “is”", "write license"),
        ("license is 'MIT'", 8, "unexpected “is”", "write license == 'MIT'"),
        ("license is not 'MIT'", 8, "unexpected “is”", "write license != 'MIT'"),
        ("license is", 8, "unexpected “is”", "“and”"),
        ("license is not", 8, "unexpected “is”", "“and”"),
        ("year > 5)", 8, "unexpected “)”", "open a parenthesis"),
        ("year >", 6, "expected a field or a value, got the end", ""),
        ("year > and", 7, "expected a field or a value", ""),
        ("year year", 5, "unexpected “year”", "“and”"),
        ("5 < year < 6 < 7", 13, "too many comparisons", "value < field"),
        ("year < 5 < 7", 9, "too many comparisons", ""),
        ("5 != year < 6", 2, "!=", "and"),
        ("added > updated", 8, "expected a value, got the field", 'quotes: "updated"'),
        ("5 < year < params", 11, "expected a value, got the field", ""),
        ("5 < 6", 4, "two values", ""),
        ("'x'", 0, "a value without a comparison", "compare it"),
        ("'x' in year", 7, "expected a list or text field after “in”", "datasets"),
        ("'x' in 'xyz'", 7, "expected a list or text field after “in”", ""),
        ("'x' not tasks", 8, "expected “in”", "not in"),
        ("5 in tasks", 0, "expected text for", 'quotes: "5"'),
        ("task in 'abc'", 8, "expected a list after", "in tasks"),
        ("task in ()", 9, "the list is empty", ""),
        ("task in (year)", 9, "expected a value, got the field", ""),
        ("task in ('a' 'b')", 13, "expected “)”", "close the list"),
        ("metric > 5", 7, "expected “(”", 'metric("mAP")'),
        ("metric(mAP) > 5", 7, "a name in quotes", "as in"),
        ("metric('') > 5", 7, "blank", ""),
        ("metric:mAP > 5", 6, "unexpected “:”", 'metric("mAP")'),
        ("name.upper == 'X'", 4, "unexpected “.”", "has no parts"),
        ("params < 1" + "0" * 50, 9, "too long", ""),
        ("(" * 100, 40, "nested too deeply", ""),
        ("not " * 100 + "id", 160, "nested too deeply", ""),
        ("id or " * 2000, 0, "too long", ""),
    ],
)
def test_errors_point_at_the_place(text: str, at: int, message: str, hint: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_filter(text)
    assert caught.value.problem.code == "modelzoo.filter.syntax"
    assert caught.value.problem.offset == at
    assert message in caught.value.problem.message
    assert hint in caught.value.problem.hint


def test_an_error_survives_the_way_to_another_process() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_filter("year > 5 and taks")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert again.problem.offset == 13


_FORBIDDEN = [
    "__class__",
    "__import__('os')",
    "id.__class__ == 'x'",
    "model.id == 'gan'",
    "model",
    "variant.weights",
    "catalog",
    "().__class__",
    "[x for x in tasks]",
    "lambda: 0",
    "open('/etc/passwd')",
    "eval('1')",
    "exec",
    "name.upper()",
    "id if id else id",
    "f'{id}'",
    "metric(name)",
    "metric(metric('mAP'))",
    "silence",
    "review == 'x'",
    "values",
    "get",
    "results",
    "id; id",
    "id := 5",
    "-year",
    "year + 1 > 5",
    "not",
    "*tasks",
    "'%s' % id",
    "'a' 'b' in tasks",
    "`id`",
    "globals()['x']",
]


@pytest.mark.parametrize("text", _FORBIDDEN)
def test_a_filter_reaches_nothing_but_fields(text: str) -> None:
    with pytest.raises(ProblemError):
        parse_filter(text)


def test_every_attribute_of_a_model_that_is_no_field_is_unknown() -> None:
    subject = Subject(ZOO.models[0])
    words = {*dir(subject), *dir(subject.model), *dir(str), *dir(dict), *dir(__builtins__)}
    allowed = {name for field in FIELDS.values() for name in (field.name, field.singular)}
    for word in words - allowed:
        with pytest.raises(ProblemError):
            parse_filter(word)


def test_nothing_of_the_values_is_run() -> None:
    """A name full of code is compared like any other."""
    hostile = "__import__('os').abort()"
    zoo = catalog_of(model("x", name=hostile, tags=["t"]))
    found = parse_filter(f"name == {quote(hostile)}")
    assert found.matches(Subject(zoo.models[0]), zoo)


def test_several_values_in_a_variants_table() -> None:
    found = select(ZOO, filter="params < 30M", rows="variants")
    assert [(s.model.id, s.variant.id if s.variant else "") for s in found] == [
        ("yolov10", ""),
        ("resnet50", ""),
        ("hrnet", "w32"),
    ]
    assert [s.variant.id for s in select(ZOO, filter='variant == "W48"', rows="variants")
            if s.variant] == ["w48"]  # fmt: skip


def test_a_variant_does_not_inherit_results_but_counts() -> None:
    zoo = catalog_of(
        model(
            "m",
            params="5M",
            results=[{"dataset": "COCO", "metrics": {"mAP": 40}}],
            variants=[{"id": "a"}, {"id": "b", "params": "7M"}],
        )
    )
    assert not select(zoo, filter='"COCO" in datasets', rows="variants")
    found = select(zoo, filter="params == 5M", rows="variants")
    assert [s.variant.id for s in found if s.variant] == ["a"]


def test_matches_and_pickle() -> None:
    text = 'params < 50M and "ImageNet" in datasets'
    parsed = parse_filter(text)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert hash(parsed) == hash(parse_filter(str(parsed)))
    matches = [m.id for m in ZOO.models if parsed.matches(Subject(m), ZOO)]
    assert matches == ["resnet50"]


@pytest.mark.parametrize(
    ("text", "dataset"), [("Recall@1", None), ("Recall@1@COCO", "COCO"), ("mAP@COCO", "COCO"),
                          ("x@y@z", "z"), ("P@5", None), ("P@5@COCO", "COCO"), ("@", None)]
)  # fmt: skip
def test_an_at_sign_in_the_name_of_a_metric(text: str, dataset: str | None) -> None:
    from sphinx_modelzoo.query import Names

    zoo = catalog_of(model("m", results=[{"metrics": {"P@5": 0.5}}]))
    metric, found = Names(zoo).split_metric(text)
    assert found == dataset
    assert metric == (text if dataset is None else text[: -len(dataset) - 1])


# -- properties

_WORDS = ["and", "or", "not", "in", "not in", "==", "!=", "<", "<=", ">", ">=", "(", ")", ",",
          "true", "false", "5M", "2021", "-1.5", '"COCO"', "'x'", '"2021-12-31"', "2021-12-31",
          "metric", 'metric("mAP")', "[", "]", "=", "“", "\n", *FIELDS]  # fmt: skip
_texts = st.text(
    st.characters(exclude_categories=["Cs"]),
    max_size=12,
)
_numbers = st.one_of(
    st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9).map(lambda x: round(x, 6))
)


def _tests() -> st.SearchStrategy[str]:
    texts = _texts.map(quote)
    choice = st.sampled_from
    comparison = choice(["==", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        choice(sorted(FIELDS)),
        st.builds(lambda f, o, v: f"{f} {o} {v}", choice(["name", "license"]), comparison, texts),
        st.builds(
            lambda f, o, v: f"{v} {o} {f}",
            choice(["params", "year", 'metric("mAP", "COCO")']),
            comparison,
            _numbers.map(number_text),
        ),
        st.builds(
            lambda a, o, p, b: f"{a} {o} params {p} {b}",
            _numbers.map(number_text),
            choice(["<", "<=", "=="]),
            choice(["<", ">", ">="]),
            _numbers.map(number_text),
        ),
        st.builds(lambda o, d: f'added {o} "{d}"', comparison, st.dates()),
        st.builds(
            lambda v, n, f: f"{v} {n} {f}", texts, choice(["in", "not in"]), choice(["tasks", "id"])
        ),
        st.builds(
            lambda f, n, v: f"{f} {n} ({', '.join(v)})",
            choice(["task", "tags", "name"]),
            choice(["in", "not in"]),
            st.lists(texts, min_size=1, max_size=3),
        ),
    )


_filters = st.recursive(
    _tests(),
    lambda inner: st.one_of(
        inner.map(lambda a: f"not ({a})"),
        inner.map(lambda a: f"not {a}"),
        st.builds(lambda a, b: f"{a} and {b}", inner, inner),
        st.builds(lambda a, b: f"{a} or {b}", inner, inner),
        st.builds(lambda a, b: f"({a}) and ({b})", inner, inner),
        st.builds(lambda a, b: f"({a}) or ({b})", inner, inner),
    ),
    max_leaves=8,
)


@given(_filters)
def test_text_round_trip(text: str) -> None:
    parsed = parse_filter(text)
    again = parse_filter(str(parsed))
    assert again == parsed
    assert str(again) == str(parsed)
    for each in ZOO.models:
        subject = Subject(each)
        assert again.matches(subject, ZOO) is parsed.matches(subject, ZOO)


@given(st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=3)), max_size=14).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=14).map("".join),
))  # fmt: skip
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    found: Filter | ProblemError
    try:
        found = parse_filter(text)
    except ProblemError as error:
        found = error
    if isinstance(found, ProblemError):
        assert 0 <= found.problem.offset <= len(text)
        assert found.problem.message
    else:
        select(ZOO, filter=found)
        assert parse_filter(str(found)) == found


@given(_texts)
def test_quoted_text_is_read_back(text: str) -> None:
    token, end = tokenize(quote(text))
    assert token.value == text
    assert end.kind == "end"


@given(_numbers)
def test_numbers_are_read_back(number: float) -> None:
    token = tokenize(number_text(number))[0]
    assert token.value == number
    assert Decimal(str(token.value)) == Decimal(str(number))


RELEASES = catalog_of(
    model("old", since="2.9", until="2.10"),
    model("new", since="2.10"),
    model("odd", since="release/3", variants=[{"id": "s", "since": "3.1"}]),
    model("soon", since="4.0rc1", until="4"),
    model("bare"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('since >= "2.10"', ["new", "odd", "soon"]),
        ("since >= 2.10", ["new", "odd", "soon"]),  # as it is written, not the number 2.1
        ('since < "4.0"', ["old", "new", "odd", "soon"]),
        ('"2.9" < since < "3"', ["new"]),
        ('since == "2.10.0"', ["new"]),
        ('since != "v2.10"', ["old", "odd", "soon"]),
        ('since in ("2.9", "4.0rc1")', ["old", "soon"]),
        ("until", ["old", "soon"]),
        ("not since", ["bare"]),
        ('until <= "4.0"', ["old", "soon"]),
    ],
)
def test_versions_compare_as_versions(text: str, expected: list[str]) -> None:
    found = select(RELEASES, filter=text)
    assert [subject.model.id for subject in found] == expected
    assert parse_filter(str(parse_filter(text))) == parse_filter(text)


def test_versions_in_order_and_of_variants() -> None:
    found = select(RELEASES, sort="-since")
    assert [subject.model.id for subject in found] == ["soon", "odd", "new", "old", "bare"]
    found = select(RELEASES, since="3.0.1", rows="variants")
    assert [(one.model.id, one.variant.id if one.variant else "") for one in found] == [
        ("odd", "s"),
        ("soon", ""),
    ]


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("since >= 2.10.1", 9, "invalid number “2.10.1”", "quotes"),
        ('since >= "latest"', 9, "invalid version", '"3.0"'),
        ("since == true", 9, "expected a version for", '"3.0"'),
        ("since > 3M", 8, "expected a version for", '"3.0"'),
        ('"3" in since', 7, "expected a list or text field after “in”", ""),
    ],
)
def test_versions_that_are_none(text: str, at: int, message: str, hint: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_filter(text)
    found = caught.value.problem
    assert (found.offset, message in found.message, hint in found.hint) == (at, True, True)
