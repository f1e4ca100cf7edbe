"""One wrong part costs that part: the entry stays, with all else that it says."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog, entry_to_data
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.rules.fixes import fix
from sphinx_modelzoo.schema.head import Head
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.pruning import place_in_data, prune, without_private
from sphinx_modelzoo.schema.validation import validate
from tests.support import strategies
from tests.support.check_helpers import CHECKS
from tests.support.sphinx_project import Project


def read(tmp_path: Path, text: str) -> Catalog:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    return load_catalog("m.yaml", tmp_path, registry=CHECKS)


def told(catalog: Catalog) -> list[str]:
    return [f"{p.code.removeprefix('modelzoo.')} {p.field}" for p in catalog.problems]


# What an entry says, what is left of it, and what is reported.
PARTS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "an unknown field": (
        "latency: 12 ms, license: MIT",
        {"license": "MIT"},
        ["field.unknown latency"],
    ),
    "two problems of two kinds": (
        "tasks: [图象分类], params: 5230万, license: MIT",
        {"license": "MIT"},
        ["task.unknown tasks[0]", "quantity params"],
    ),
    "items of a list": (
        "tags: [1, a, null, b], languages: [no, en]",
        {"tags": ["a", "b"], "languages": ["en"]},
        ["type tags[0]", "type tags[2]", "language.unknown languages[0]"],
    ),
    "one of two tasks": (
        "tasks: [nope, object-detection]",
        {"tasks": ["object-detection"]},
        ["task.unknown tasks[0]"],
    ),
    "a list with nothing left": ("tags: [1, 2]", {}, ["type tags[0]", "type tags[1]"]),
    "one language of a text": (
        "summary: {en: A., xx: B., zh: ' '}",
        {"summary": {"en": "A."}},
        ["language.unknown summary.xx", "text.blank summary.zh"],
    ),
    "a text with nothing left": ("summary: {xx: B.}", {}, ["language.unknown summary.xx"]),
    "a field of a record": (
        "paper: {title: T, arxiv: 2004.10, yaer: 2020}",
        {"paper": {"title": "T"}},
        ["arxiv.unquoted paper.arxiv", "field.unknown paper.yaer"],
    ),
    "a record with nothing left": ("paper: {arxiv: 2004.10}", {}, ["arxiv.unquoted paper.arxiv"]),
    "a link without its address": (
        "code: [{url: 'javascript:x', kind: official}, {url: https://a.org/b, kid: x}]",
        {"code": ["https://a.org/b"]},
        ["link.scheme code[0].url", "field.unknown code[1].kid"],
    ),
    "a short form": ("code: 'javascript:x', demo: https://a.org/b", {"demo": "https://a.org/b"},
                     ["link.scheme code"]),
    "one figure of two": (
        "results: [{dataset: COCO, metrics: {mAP: 41.2, AP50: many, AR: {unit: '%'}}, datset: x}]",
        {"results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}]},
        ["metric.number results[0].metrics.AP50", "field.missing results[0].metrics.AR",
         "field.unknown results[0].datset"],
    ),
    "a task of a result": (
        "results: [{task: nope, raw: x}]",
        {"results": [{"raw": "x"}]},
        ["task.unknown results[0].task"],
    ),
    "a part of a variant": (
        "variants: [{name: no id}, {id: v, params: x, results: [{dataset: [x], raw: r}]}]",
        {"variants": [{"id": "v", "results": [{"raw": "r"}]}]},
        ["field.missing variants[0]", "quantity variants[1].params",
         "type variants[1].results[0].dataset"],
    ),
    "what a variant has as an entry": (
        ("variants: [{id: v, tasks: [nope, object-detection], base_model: [a_b, https://a.org],"
         " thumbnail: {src: 'javascript:x', dark: d.png}, related: [B C, b]}]"),
        {"variants": [{"id": "v", "tasks": ["object-detection"], "base_model": ["https://a.org"],
                       "related": ["b"]}]},
        ["task.unknown variants[0].tasks[0]", "base-model.malformed variants[0].base_model[0]",
         "link.scheme variants[0].thumbnail.src", "id.malformed variants[0].related[0]",
         "related.unknown variants[0].related[1]"],
    ),
    "one language of a link": (
        "demo: {en: 'javascript:x', zh: https://b.org}",
        {"demo": {"zh": "https://b.org"}},
        ["link.scheme demo.en"],
    ),
    "two variants of one id": (
        "variants: [{id: A B}, {id: v, name: V}, {id: v, name: W}]",
        {"variants": [{"id": "v", "name": "V"}]},
        ["id.malformed variants[0].id", "id.duplicate variants[2].id"],
    ),
    "a field that is given twice": (
        "license: MIT, license: BSD",
        {"license": "MIT"},
        ["yaml.duplicate-key license"],
    ),
    "a date that is none": ("added: 2021-02-30, license: MIT", {"license": "MIT"},
                            ["yaml.value added"]),
    "a tag of YAML": ("tags: !!set {x}, params: !mine 5, license: MIT", {"license": "MIT"},
                      ["yaml.tag tags", "yaml.tag params"]),
    "private fields anywhere": (
        ("x-note: [1], paper: {title: T, x-by: me}, summary: {en: A., x-b: c}, results: [{x-a: , "
        "metrics: {x-m: a, mAP: 1}}]"),
        {"paper": {"title": "T"}, "results": [{"metrics": {"mAP": 1}}], "summary": {"en": "A."}},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_the_smallest_wrong_part_is_left_out(name: str, tmp_path: Path) -> None:
    fields, left, problems = PARTS[name]
    catalog = read(tmp_path, f"models:\n  - {{id: a, name: A, {fields}}}\n")
    assert [entry_to_data(model) for model in catalog.models] == [{"id": "a", "name": "A", **left}]
    assert sorted(told(catalog)) == sorted(problems)
    for problem in catalog.problems:
        assert (problem.file, problem.line, problem.model) == ("m.yaml", 2, "a")
        assert problem.column > 0
        assert problem.hint


@pytest.mark.parametrize("essential", ["id", "name"])
def test_only_id_and_name_are_essential(essential: str, tmp_path: Path) -> None:
    given = {"id": "a", "name": "A"}
    del given[essential]
    lines = "".join(f"    {name}: {value}\n" for name, value in given.items())
    catalog = read(
        tmp_path, f"models:\n  - license: MIT\n{lines}    tasks: [x, 图象分类]\n    a: b\n"
    )
    assert catalog.models == ()
    assert told(catalog) == ["field.missing ", "task.unknown tasks[0]", "task.unknown tasks[1]",
                             "field.unknown a"]  # fmt: skip


def test_the_head_loses_the_smallest_part(tmp_path: Path) -> None:
    head = (
        "title: {en: Zoo, xx: Z}\nx-a: {x-b: 1}\n"
        "metrics:\n  speed: {unit: 5, en: Speed, x-c: d, higher_is_better: true}\n"
        "datasets: [{id: d, en: 5}, {en: E}]\n"
    )
    catalog = read(tmp_path, f"{head}models: [{{id: a, name: A}}]\n")
    assert catalog.title is not None
    assert catalog.title.to_data() == {"en": "Zoo"}
    speed = catalog.vocabularies.metrics.find("speed")
    assert speed is not None
    assert (speed.unit, speed.label("en"), speed.higher_is_better) == (None, "Speed", True)
    assert catalog.vocabularies.datasets.has_id("d")
    assert told(catalog) == ["language.unknown title.xx", "type metrics.speed.unit",
                             "type datasets[0].en", "field.missing datasets[1]"]  # fmt: skip


def test_what_follows_a_wrong_item_is_found_and_fixed_at_its_place(tmp_path: Path) -> None:
    catalog = read(
        tmp_path,
        "models:\n  - id: a\n    name: A\n    links:\n      - javascript:x\n"
        "      - http://arxiv.org/abs/1502.03167\n    aliases: [5, good]\n"
        "    related: [7, nope]\n  - {id: good, name: Good}\n",
    )
    lines = {problem.code: (problem.line, problem.column) for problem in catalog.problems}
    assert lines["modelzoo.id.alias-clash"] == (7, 18)
    assert lines["modelzoo.related.unknown"] == (8, 18)
    report = check(catalog)
    insecure = [one for one in report.problems if one.line == 6]
    assert insecure
    (text,) = fix(catalog, report.findings).texts.values()
    assert "      - javascript:x\n      - https://arxiv.org/abs/1502.03167\n" in text


def test_places_count_what_was_left_out() -> None:
    cuts = [("a", 0), ("a", 2), ("a", 1, "b", 0)]
    assert place_in_data(("a", 0, "b", 0, "c"), cuts) == ("a", 1, "b", 1, "c")
    assert place_in_data(("a", 1), cuts) == ("a", 3)
    assert place_in_data(("d", 1), cuts) == ("d", 1)
    assert place_in_data((), cuts) == ()


def test_private_fields_are_taken_out_of_data() -> None:
    data = {"x-a": 1, "b": [{"x-c": 2, "d": 3}], 5: {"X-e": 4}}
    assert without_private(data) == {"b": [{"d": 3}], 5: {"X-e": 4}}


def _holders(data: Any) -> list[Any]:
    """Return the lists of an entry and the mappings whose names are fixed, however deep."""
    found = [data] if isinstance(data, dict | list) and data else []
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("metrics", "conditions", "summary", "abstract", "description", "raw",
                            "label", "alt", "caption", "deprecated", "dataset"):  # fmt: skip
                found += _holders(value)
    elif isinstance(data, list):
        found += [inner for value in data for inner in _holders(value)]
    return found


@pytest.mark.once
@given(strategies.entries, st.data())
def test_a_wrong_part_put_anywhere_is_left_out_alone(entry: dict[str, Any], draw: Any) -> None:
    whole, issues = validate(Model, copy.deepcopy(entry))
    assert whole is not None, issues
    holder = draw.draw(st.sampled_from(_holders(entry)))
    if isinstance(holder, dict):
        holder["unknown_field"] = draw.draw(st.sampled_from([None, 5, "x", [1], {"y": []}]))
    else:
        holder.insert(draw.draw(st.integers(0, len(holder))), 5.5)
    left = prune(Model, entry)
    assert left.record == whole
    assert len(left.issues) == 1
    assert len(left.cuts) == isinstance(holder, list)


def test_in_sphinx_the_model_stays_in_table_page_and_references(tmp_path: Path) -> None:
    index = "Zoo\n===\n\n:modelzoo:model:`a` :ref:`model-a`\n\n.. modelzoo::\n"
    project = Project(tmp_path)
    (project.src / "index.rst").write_text(f"{index}   :columns: name, nmae, license\n", "utf-8")
    (project.src / "models.yaml").write_text(
        "models:\n  - id: a\n    name: Alpha\n    latency: 12 ms\n    license: MIT\n", "utf-8"
    )
    built = project.build()
    first, second = built.warnings.strip().splitlines()
    assert "models.yaml:4:5" in first
    assert "[modelzoo.field.unknown]" in first
    assert "“nmae” (did you mean “name”?)" in second
    assert "[modelzoo.column.unknown]" in second
    page = built.text("index.html")
    assert page.count('href="models/a.html') >= 3
    assert page.count('scope="col"') == 2
    assert "MIT" in page
    assert "MIT" in built.text("models/a.html")


def test_a_sound_entry_loses_nothing() -> None:
    data = {"id": "a", "name": "A", "tags": ["x"], "summary": {"en": "S"}}
    before = copy.deepcopy(data)
    assert prune(Model, data).issues == []
    assert data == before
    assert prune(Head, {}).record == Head()
    assert dump_catalog([data])
