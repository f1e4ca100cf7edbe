"""Own fields: declared in a head, given in ``extra``, and named in queries."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog, entry_to_data, head_data
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.query import FIELDS, parse_filter, parse_sort, select
from sphinx_modelzoo.query.fields import FIELD_WORDS
from sphinx_modelzoo.query.lexer import tokenize
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema import own_fields
from sphinx_modelzoo.schema.json_schema import catalog_schema
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Link, Model, Variant
from sphinx_modelzoo.schema.own_fields import reserved_names
from sphinx_modelzoo.schema.shape import shape_of, values_of

HEAD = """\
fields:
  training_time: {type: number, unit: h, labels: {en: Training time, zh: 训练时长}}
  hardware: {many: true, facet: true, description: What it was trained on.}
  stage: {values: {alpha: {en: Alpha, zh: 内测}, ga: {en: Stable, zh: 正式}}}
  batch: {type: number, values: [8, 16]}
  mobile: {type: boolean, en: On phones, zh: 可用于手机}
  released: {type: date}
  report: {type: link}
  note: A note
  size_:
"""
MODELS = """\
models:
  - id: a
    name: A
    extra:
      Training-Time: 12
      hardware: [V100, T4]
      stage: 正式
      batch: 16
      mobile: true
      released: 2021-01-02
      report: {url: https://a.org, label: {en: Report, zh: 报告}}
      note: {en: Hello, zh: 你好}
  - id: b
    name: B
    extra: {training_time: 3.5, hardware: T4, stage: alpha, mobile: false, report: b.html, note: Hi}
    variants:
      - {id: s, extra: {training_time: 1}}
      - {id: l}
  - id: c
    name: C
    variants:
      - {id: s, extra: {training_time: 30, stage: ga}}
      - {id: l, extra: {training_time: 40, stage: ga}}
"""


def read(tmp_path: Path, text: str, name: str = "m.yaml") -> Catalog:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_catalog("*.yaml", tmp_path)


def told(catalog: Catalog) -> list[str]:
    return [f"{p.code.removeprefix('modelzoo.')}:{p.line}:{p.column}" for p in catalog.problems]


@pytest.fixture
def zoo(tmp_path: Path) -> Catalog:
    catalog = read(tmp_path, HEAD + MODELS)
    assert catalog.problems == ()
    return catalog


def test_values_are_read_as_declared(zoo: Catalog) -> None:
    assert zoo.models[0].extra == {
        "training_time": 12,
        "hardware": ("V100", "T4"),
        "stage": "ga",
        "batch": 16,
        "mobile": True,
        "released": datetime.date(2021, 1, 2),
        "report": Link("https://a.org", LocalizedText((("en", "Report"), ("zh", "报告")))),
        "note": LocalizedText((("en", "Hello"), ("zh", "你好"))),
    }
    assert zoo.models[1].extra["hardware"] == ("T4",)
    assert zoo.models[1].extra["report"] == Link("b.html")
    assert zoo.models[1].variants[0].extra == {"training_time": 1}
    assert zoo.fields["training_time"].label("zh") == "训练时长"
    assert zoo.fields["hardware"].label("zh") == "Hardware"
    assert zoo.fields["note"].label("en") == "A note"
    assert zoo.fields["stage"].value_label("ga", "zh") == "正式"


@pytest.mark.parametrize(
    "name", ["training_time", "Training_Time", "training-time", "TRAINING-TIME"]
)
def test_case_and_hyphens_make_no_difference(zoo: Catalog, name: str) -> None:
    field = zoo.fields.find(name)
    assert field is not None
    assert field.id == "training_time"
    assert ids(zoo, f"{name} > 10") == ["a", "c"]
    assert ids(zoo, f'extra("{name}") > 10') == ["a", "c"]


def test_written_and_read_again_they_are_the_same(zoo: Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    again = read(folder, dump_catalog(zoo.models, head=head_data(zoo)))
    assert again.problems == ()
    assert again.models == zoo.models
    assert dict(again.fields) == dict(zoo.fields)
    assert entry_to_data(zoo.models[0])["extra"]["note"] == {"en": "Hello", "zh": "你好"}
    assert entry_to_data(zoo.models[1])["extra"]["report"] == "b.html"


# What an entry says of a field, and what is reported of it.
WRONG: dict[str, tuple[str, str, str]] = {
    "undeclared": ("latency: 12", "own.undeclared", "fields: {latency: {type: number}}"),
    "misspelt": ("trainig_time: 12", "own.undeclared", "did you mean “training_time”?"),
    "a unit in the value": ("training_time: 12 h", "own.value", "write the number alone, in h"),
    "a list": ("note: [a, b]", "own.value", "many: true"),
    "a number as text": ("hardware: [3090]", "type", 'put it in quotes: "3090"'),
    "no such value": ("stage: beta", "own.value", "use alpha, ga"),
    "no such number": ("batch: 9", "own.value", "use 8, 16"),
    "a word for true": ("mobile: sometimes", "type", "true or false"),
    "a date": ("released: soon", "date", "2021-12-31"),
    "a link": ("report: 'javascript:x'", "link.scheme", "use https:"),
    "a link's field": ("report: {url: a.html, lable: x}", "field.unknown", "“label”"),
    "a language": ("note: {en: a, xx: b}", "language.unknown", "use a tag such as en"),
    "languages in a facet": ("hardware: {en: GPU, zh: 显卡}", "own.value", "values"),
    "nothing": ("note: null", "type", "remove the field"),
    "twice": ("note: a, NOTE: b", "own.value", "keep one of them"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("variant", [False, True])
def test_a_wrong_value_costs_itself(name: str, variant: bool, tmp_path: Path) -> None:
    value, code, hint = WRONG[name]
    extra = f"extra: {{size_: S, {value}}}"
    entry = f"variants: [{{id: v, {extra}}}]" if variant else extra
    catalog = read(tmp_path, f"{HEAD}models:\n  - {{id: a, name: A, {entry}}}\n")
    assert [problem.code for problem in catalog.problems] == [f"modelzoo.{code}"]
    (problem,) = catalog.problems
    assert hint in problem.text
    assert (problem.line, problem.model) == (12, "a")
    assert problem.column > 20
    holder: Any = catalog.models[0].variants[0] if variant else catalog.models[0]
    left = {name: value for name, value in holder.extra.items() if name not in ("note", "report")}
    assert left == {"size_": LocalizedText.plain("S")}


def test_a_wrong_item_of_several_costs_the_item(tmp_path: Path) -> None:
    catalog = read(
        tmp_path, f"{HEAD}models:\n  - {{id: a, name: A, extra: {{hardware: [1, A, , B, A]}}}}\n"
        .replace(", ,", ", null,")
    )  # fmt: skip
    assert told(catalog) == ["type:12:41", "type:12:47"]
    assert catalog.models[0].extra == {"hardware": ("A", "B")}


DECLARATIONS: dict[str, tuple[str, str, str]] = {
    "a reserved name": ("params: {type: number}", "own.reserved", "“own_params”"),
    "a name": ("Bad-Name: {type: number}", "own.id", "“bad_name”"),
    "a unit": ("u: {unit: h}", "own.declaration", "type: number"),
    "values": ("u: {type: date, values: [a]}", "own.declaration", "remove “values”"),
    "values of a number": ("u: {type: number, values: [a]}", "own.declaration", "[1, 2]"),
    "a facet": ("u: {type: link, facet: true}", "own.declaration", "remove “facet”"),
    "a type": ("u: {type: int}", "choice", "text, number, boolean, date, link"),
    "an unknown key": ("u: {typ: date}", "field.unknown", "did you mean “type”?"),
}  # fmt: skip


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_wrong_declaration(name: str, tmp_path: Path) -> None:
    declaration, code, hint = DECLARATIONS[name]
    text = f"fields:\n  ok: {{type: number}}\n  {declaration}\nmodels: [{{id: a, name: A}}]\n"
    catalog = read(tmp_path, text)
    assert [problem.code for problem in catalog.problems] == [f"modelzoo.{code}"]
    assert hint in catalog.problems[0].text
    assert catalog.problems[0].line == 3
    assert list(catalog.fields) == (["ok", "u"] if declaration.startswith("u:") else ["ok"])


def test_any_file_declares_and_two_different_declarations_are_an_error(tmp_path: Path) -> None:
    read(tmp_path, "models:\n  - {id: a, name: A, extra: {speed: 1, size_: 2}}\n", "a.yaml")
    read(tmp_path, "fields: [{id: speed, type: number}]\nmodels: []\n", "b.yaml")
    one = "fields:\n  size_: {type: number}\n  speed: {type: number"
    same = read(tmp_path, one + "}\nmodels: [{id: c, name: C, extra: {speed: 3}}]\n", "c.yaml")
    assert same.problems == ()
    assert [model.extra for model in same.models] == [{"speed": 1, "size_": 2}, {"speed": 3}]
    other = read(tmp_path, one + ", unit: s}\nmodels: [{id: c, name: C}]\n", "c.yaml")
    (problem,) = other.problems
    assert problem.code == "modelzoo.own.conflict"
    assert (problem.file, problem.line) == ("c.yaml", 3)
    assert "b.yaml:1" in problem.message
    assert other.fields["speed"].unit is None


def test_a_file_with_one_entry_declares_too(tmp_path: Path) -> None:
    text = "fields:\n  speed: {type: number}\n  u: {unit: h}\nid: a\nname: A\nextra: {speed: 1}\n"
    catalog = read(tmp_path, text, "a.yaml")
    assert told(catalog) == ["own.declaration:3:13"]
    assert catalog.models[0].extra == {"speed": 1}
    read(tmp_path, "fields:\n  speed: {type: text}\n", "b.yaml")
    (conflict,) = [one for one in read(tmp_path, text, "a.yaml").problems if "conflict" in one.code]
    assert (conflict.file, conflict.line, conflict.column) == ("b.yaml", 2, 3)
    assert "a.yaml:2" in conflict.message


def test_declaring_a_field_changes_every_fingerprint(tmp_path: Path) -> None:
    before = read(tmp_path, "models: [{id: a, name: A}]\n")
    after = read(tmp_path, "fields: {speed: {type: number}}\nmodels: [{id: a, name: A}]\n")
    assert before.fingerprint("a") != after.fingerprint("a")
    assert before.digest != after.digest


def test_the_cache_knows_no_declarations(tmp_path: Path) -> None:
    entry = "models: [{id: a, name: A, extra: {speed: 1}}]\n"
    (tmp_path / "m.yaml").write_text(entry, "utf-8")
    for _ in range(2):
        found = load_catalog("m.yaml", tmp_path, cache=tmp_path / "cache")
        assert [one.code for one in found.problems] == ["modelzoo.own.undeclared"]
    (tmp_path / "n.yaml").write_text("fields: {speed: {type: number}}\n", "utf-8")
    for _ in range(2):
        found = load_catalog(["m.yaml", "n.yaml"], tmp_path, cache=tmp_path / "cache")
        assert found.problems == ()
        assert found.models[0].extra == {"speed": 1}


def test_every_built_in_name_is_reserved() -> None:
    built_in = {*shape_of(Model), *shape_of(Variant), *FIELD_WORDS, *FIELDS}
    assert {name.replace("-", "_") for name in built_in} <= reserved_names()
    for word in ("and", "or", "not", "in", "true", "false", "metric", "extra"):
        assert word in reserved_names()
        assert tokenize(word)


def test_a_built_in_that_comes_later_yields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_fields, "reserved_names", lambda: frozenset[str]())
    catalog = read(
        tmp_path,
        "fields: {year: {type: text}}\nmodels:\n"
        "  - {id: a, name: A, paper: {year: 2020}, extra: {year: old}}\n"
        "  - {id: b, name: B, paper: {year: 2021}}\n",
    )
    assert catalog.problems == ()
    assert ids(catalog, 'year == "old"') == ["a"]
    assert ids(catalog, 'extra("year") == "old"') == ["a"]
    with pytest.raises(ProblemError):
        parse_filter("year > 2000", catalog.fields)


def ids(catalog: Catalog, filter: str, rows: Any = "models") -> list[str]:
    found = select(catalog, filter=filter, rows=rows)
    return [f"{s.model.id}/{s.variant.id}" if s.variant else s.model.id for s in found]


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("training_time > 10", ["a", "c"]),
        ("training-time <= 3.5", ["b"]),
        ("training_time", ["a", "b", "c"]),
        ("not training_time", []),
        ('training_time == "210 min"', ["b"]),
        ('extra("training_time") > "1 day"', ["c"]),
        ('training_time > "3 GB" or training_time < "3 GB"', []),
        ('"T4" in hardware', ["a", "b"]),
        ('hardware == "v100"', ["a"]),
        ('stage == "ga"', ["a", "c"]),
        ('stage == "正式"', ["a", "c"]),
        ('stage in ("Alpha", "x")', ["b"]),
        ('stage != "Stable"', ["b"]),
        ("batch == 16", ["a"]),
        ("mobile", ["a"]),
        ("mobile == false", ["b"]),
        ("released < 2022-01-01", ["a"]),
        ('"a.org" in report', ["a"]),
        ('note == "你好"', ["a"]),
        ('"h" in note', ["a", "b"]),
        ('extra("training_time") > 10 and extra("stage") == "ga"', ["a", "c"]),
    ],
)
def test_filters(zoo: Catalog, filter: str, found: list[str]) -> None:
    assert ids(zoo, filter) == found
    canonical = str(parse_filter(filter, zoo.fields))
    assert ids(zoo, canonical) == found
    assert str(parse_filter(canonical, zoo.fields)) == canonical


def test_variants_take_what_they_do_not_say_from_the_model(zoo: Catalog) -> None:
    assert ids(zoo, "training_time < 10", "variants") == ["b/s", "b/l"]
    assert ids(zoo, "training_time < 2", "variants") == ["b/s"]
    assert ids(zoo, 'stage == "ga"', "variants") == ["a", "c/s", "c/l"]
    small, large = (Subject(zoo.models[1], one).entry.extra for one in zoo.models[1].variants)
    assert small == {**zoo.models[1].extra, "training_time": 1}
    assert large == zoo.models[1].extra


def test_a_link_may_differ_by_language(tmp_path: Path) -> None:
    link = "{en: https://a.org/en, zh: https://a.org/zh}"
    catalog = read(
        tmp_path,
        f"fields: {{report: {{type: link}}}}\nmodels:\n"
        f"  - {{id: a, name: A, extra: {{report: {link}}}}}\n",
    )
    assert catalog.problems == ()
    assert ids(catalog, '"/zh" in report') == ids(catalog, '"/en" in report') == ["a"]
    assert list(values_of(catalog.models[0], "text")) == []
    assert {path: url for path, _, _, url in values_of(catalog.models[0], "link")} == {
        ("extra", "report", "url", "en"): "https://a.org/en",
        ("extra", "report", "url", "zh"): "https://a.org/zh",
    }
    data = entry_to_data(catalog.models[0])
    assert data["extra"] == {"report": {"en": "https://a.org/en", "zh": "https://a.org/zh"}}
    schema = catalog_schema(catalog.vocabularies, (), catalog.fields)
    assert jsonschema.Draft7Validator(schema).is_valid({"models": [data]})


@pytest.mark.parametrize(
    ("filter", "offset", "message", "hint"),
    [
        ("trainig_time > 1", 0, "unknown field “trainig_time”", "“training_time”"),
        ('extra("speed") > 1', 6, "unknown own field “speed”", "fields:"),
        ('extra("stag") == "x"', 6, "unknown own field “stag”", "“stage”"),
        ("extra > 1", 6, "expected “(”", 'extra("name")'),
        ('training_time > "x"', 16, "expected a number", '"12 h"'),
        ('mobile == "yes"', 10, "expected true or false", "write mobile"),
        ('hardware < "x"', 9, "has no order", "in hardware"),
        ("released > 5", 11, "expected a date", "2021-12-31"),
    ],
)
def test_wrong_filters(zoo: Catalog, filter: str, offset: int, message: str, hint: str) -> None:
    with pytest.raises(ProblemError) as raised:
        parse_filter(filter, zoo.fields)
    found = raised.value.problem
    assert found.offset == offset
    assert message in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("training_time", ["b", "a", "c"]),
        ("-training-time", ["c", "a", "b"]),
        ("-extra:training_time", ["c", "a", "b"]),
        ("stage, name", ["b", "a", "c"]),
        ("-stage, -name", ["c", "a", "b"]),
        ("released", ["a", "b", "c"]),
        ("hardware", ["b", "a", "c"]),
        ("extra:note", ["a", "b", "c"]),
    ],
)
def test_sorting(zoo: Catalog, sort: str, found: list[str]) -> None:
    order = parse_sort(sort, zoo.fields)
    assert [s.model.id for s in select(zoo, sort=order)] == found
    assert parse_sort(str(order), zoo.fields) == order


def test_wrong_sorting(zoo: Catalog) -> None:
    for text, hint in (("extra:stag", "“stage”"), ("stag", "stage"), ("extra:qqqq", "fields:")):
        with pytest.raises(ProblemError, match="unknown") as raised:
            parse_sort(text, zoo.fields)
        assert hint in raised.value.problem.hint


def test_rules_see_texts_and_links(zoo: Catalog) -> None:
    texts = {path: text for path, _, _, text in values_of(zoo.models[0], "text")}
    assert ("extra", "note") in texts
    assert ("extra", "report", "label") in texts
    links = {path: url for path, _, _, url in values_of(zoo.models[0], "link")}
    assert links == {("extra", "report", "url"): "https://a.org"}


def test_the_json_schema_of_one_catalog(zoo: Catalog) -> None:
    schema = json.loads(json.dumps(catalog_schema(zoo.vocabularies, (), zoo.fields)))
    validator = jsonschema.Draft7Validator(schema)

    def fits(extra: dict[str, Any]) -> bool:
        entry = {"id": "a", "name": "A", "extra": extra}
        variant = {"id": "a", "name": "A", "variants": [{"id": "v", "extra": extra}]}
        found = {validator.is_valid({"models": [one]}) for one in (entry, variant)}
        assert len(found) == 1
        return found.pop()

    for model in (*zoo.models, *zoo.models[1].variants):
        assert fits(json.loads(json.dumps(entry_to_data(model).get("extra", {}), default=str)))
    assert fits({"Training-Time": 1, "stage": "正式", "x-any": [1], "hardware": "T4"})
    for wrong in ({"speed": 1}, {"training_time": "1"}, {"stage": "beta"}, {"mobile": "yes"},
                  {"hardware": [1]}, {"report": 5}, {"note": [1]}):  # fmt: skip
        assert not fits(wrong), wrong
    open_schema = jsonschema.Draft7Validator(catalog_schema(zoo.vocabularies))
    assert open_schema.is_valid({"models": [{"id": "a", "name": "A", "extra": {"any": [1]}}]})
    head = head_data(zoo)
    assert validator.is_valid({"models": [], **head})
    assert validator.is_valid({"fields": [{"id": "a"}, {"id": "b", "values": [1, "x"]}]})
    assert not validator.is_valid({"fields": {"a": {"type": "int"}}})
