"""Importing again: what a person wrote stays, what the source says anew comes in."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.writing import entry_to_data
from sphinx_modelzoo.curation.formats.importer_types import Draft, Place
from sphinx_modelzoo.curation.merge.ids import propose_id
from sphinx_modelzoo.curation.merge.last_import import Memory
from sphinx_modelzoo.curation.merge.merging import Plan, plan_import
from sphinx_modelzoo.curation.merge.target import ImportTarget
from sphinx_modelzoo.curation.merge.threeway import match, merge_entry, remember
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support import strategies

SOURCE: dict[str, Any] = {
    "name": "Net",
    "summary": {"en": "A net.", "zh": "一张网。"},
    "tasks": ["object-detection"],
    "paper": {"title": "Nets", "arxiv": "2001.00001"},
    "code": ["https://example.org/net"],
    "results": [
        {"dataset": "COCO", "metrics": {"mAP": 41.2}, "raw": "mAP 41.2"},
        {"dataset": "LVIS", "metrics": {"mAP": 20.0}},
    ],
    "variants": [{"id": "net-s", "name": "net_s", "params": "1M"}],
}


def entry(**fields: Any) -> dict[str, Any]:
    return {"id": "net", **copy.deepcopy(SOURCE), **fields}


def merged(
    old: dict[str, Any], new: dict[str, Any], base: dict[str, Any] | None = SOURCE
) -> dict[str, Any]:
    merge = merge_entry(remember(base) if base is not None else None, old, new)
    model, issues = validate(Model, {**merge.data, "id": old["id"]})
    assert model is not None, issues
    return entry_to_data(model)


def kept(old: dict[str, Any], new: dict[str, Any], base: Any = SOURCE) -> list[str]:
    return [item.field for item in merge_entry(remember(base) if base else None, old, new).kept]


def test_nothing_new_changes_nothing() -> None:
    for base in (SOURCE, None):
        assert merged(entry(), SOURCE, base) == entry()
        assert kept(entry(), SOURCE, base) == []


def test_what_nobody_touched_follows_the_source() -> None:
    new = copy.deepcopy(SOURCE)
    new["summary"]["en"] = "A better net."
    new["results"][0] |= {"metrics": {"mAP": 41.3}, "raw": "mAP 41.3"}
    new["variants"][0]["params"] = "2M"
    new["paper"]["year"] = 2020
    new["code"] = ["https://example.org/moved"]
    new["variants"].append({"id": "net-l", "name": "net_l"})
    assert merged(entry(), new) == {"id": "net", **new}
    assert kept(entry(), new) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": {"en": "My words.", "zh": "一张网。"}},
        {"summary": {"en": "A net.", "zh": "一张网。", "fr": "Un filet."}},
        {"tags": ["mine"]},
        {"license": "MIT"},
        {"tasks": ["object-detection", "instance-segmentation"]},
        {"tasks": []},
        {"paper": {"title": "Nets, corrected", "arxiv": "2001.00001", "year": 1999}},
        {"code": []},
        {"code": ["https://example.org/net", "https://example.org/mine"]},
        {"code": [{"url": "https://example.org/net", "kind": "official"}]},
        {"results": [{"dataset": "COCO", "metrics": {"mAP": 41.0}, "raw": "mAP 41.2"}]},
        {"results": [{"dataset": "Objects365", "metrics": {"mAP": 41.2}, "raw": "mAP 41.2"}]},
        {"results": [{"dataset": "Mine", "metrics": {"x": 1}}, *SOURCE["results"]]},
        {"variants": []},
        {"variants": [{"id": "renamed", "name": "net_s", "params": "1M", "flops": "2G"}]},
        {"name": "The Net"},
    ],
    ids=str,
)
def test_an_edit_stays_when_the_source_did_not_change(fields: dict[str, Any]) -> None:
    model, _ = validate(Model, entry(**fields))
    assert model is not None
    old = entry_to_data(model)
    assert merged(old, SOURCE) == old
    assert kept(old, SOURCE) == []


def test_an_edit_stays_when_the_source_did_change_and_is_reported() -> None:
    new = copy.deepcopy(SOURCE)
    new["summary"]["en"] = "Their words."
    new["results"][0]["metrics"]["mAP"] = 50
    old = entry(summary={"en": "My words.", "zh": "一张网。"})
    old["results"][0]["metrics"]["mAP"] = 41.0
    assert merged(old, new) == old
    assert kept(old, new) == ["summary.en", "results[0].metrics.mAP"]


@pytest.mark.parametrize("field", ["summary", "abstract", "description", "deprecated"])
def test_every_text_is_merged_by_language(field: str) -> None:
    base = {**copy.deepcopy(SOURCE), field: {"en": "Old.", "zh": "旧。", "id": "Lama."}}
    new = {**base, field: {"en": "New.", "zh": "旧。", "id": "Baru."}}
    old = entry(**{field: {"en": "Old.", "zh": "我的话。", "id": "Lama."}})
    assert merged(old, new, base)[field] == {"en": "New.", "zh": "我的话。", "id": "Baru."}
    assert kept(old, new, base) == []


@pytest.mark.parametrize(
    ("field", "item"),
    [
        ("code", {"url": "https://example.org/x"}),
        ("links", {"url": "https://example.org/x"}),
        ("snippets", {"code": "run()"}),
        ("images", {"src": "x.png", "alt": {"en": "X", "zh": "图"}}),
    ],
)
def test_texts_in_lists_are_merged_by_language(field: str, item: dict[str, Any]) -> None:
    name = "caption" if field == "images" else "label"
    base, new, old = (
        {**copy.deepcopy(SOURCE), field: [{**item, name: {"en": en, "zh": zh}}]}
        for en, zh in (("Old.", "旧。"), ("New.", "旧。"), ("Old.", "我的话。"))
    )
    found = merged({"id": "net", **old}, new, base)
    assert found[field] == [{**item, name: {"en": "New.", "zh": "我的话。"}}]


def test_the_source_of_a_result_is_merged_by_field() -> None:
    result = {"dataset": "COCO", "metrics": {"mAP": 41.2}}
    base = {"name": "Net", "results": [{**result, "source": "https://example.org/old"}]}
    new = {"name": "Net", "results": [{**result, "source": "https://example.org/new"}]}
    edited = {"url": "https://example.org/old", "locator": "Table 3"}
    old = {"id": "net", "name": "Net", "results": [{**result, "source": edited}]}
    found = merged(old, new, base)["results"][0]["source"]
    assert found == {"url": "https://example.org/new", "locator": "Table 3"}


def test_a_dataset_and_a_figure_are_taken_as_a_whole() -> None:
    base = {"name": "Net", "results": [{"dataset": "COCO", "metrics": {"mAP": 41}, "raw": "r"}]}
    ours, theirs = ({"name": "COCO", "split": split} for split in ("mine", "theirs"))
    old, new = (
        {"name": "Net", "results": [{"dataset": one, "metrics": {"mAP": figure}, "raw": "r"}]}
        for one, figure in ((ours, {"value": 41, "unit": "%"}), (theirs, {"value": 42}))
    )
    assert merged({"id": "net", **old}, new, base)["results"] == old["results"]


def test_a_new_fact_comes_in_beside_an_edit() -> None:
    new = copy.deepcopy(SOURCE)
    new["results"][0]["metrics"]["AP50"] = 60.5
    new["results"].append({"dataset": "Objects365", "metrics": {"mAP": 30}})
    old = entry(summary="My words.")
    old["results"][0]["review"] = "checked"
    found = merged(old, new)
    assert found["summary"] == "My words."
    assert found["results"][0]["metrics"] == {"mAP": 41.2, "AP50": 60.5}
    assert found["results"][0]["review"] == "checked"
    assert found["results"][2] == {"dataset": "Objects365", "metrics": {"mAP": 30}}


def test_without_a_memory_what_is_there_wins_and_gaps_are_filled() -> None:
    old = {
        "id": "net",
        "name": "Net",
        "summary": {"en": "My words."},
        "paper": {"title": "Nets"},
        "results": [{"dataset": "COCO", "metrics": {"mAP": 41.0}, "raw": "mAP 41.2"}],
    }
    found = merged(old, SOURCE, None)
    assert found["summary"] == {"en": "My words.", "zh": "一张网。"}
    assert found["paper"] == {"title": "Nets", "arxiv": "2001.00001"}
    assert [item["metrics"] for item in found["results"]] == [{"mAP": 41.0}, {"mAP": 20.0}]
    assert kept(old, SOURCE, None) == ["summary.en", "results[0].metrics.mAP"]


def test_results_of_other_conditions_are_other_results() -> None:
    old = entry(results=[{"dataset": "COCO", "metrics": {"mAP": 9}, "conditions": {"size": 1}}])
    new = {"name": "Net", "results": [{"dataset": "COCO", "metrics": {"mAP": 8}}]}
    assert [item["metrics"] for item in merged(old, new, None)["results"]] == [
        {"mAP": 9},
        {"mAP": 8},
    ]


def test_long_texts_are_remembered_by_a_digest() -> None:
    remembered = remember({"abstract": "long " * 50, "name": "short"})
    assert remembered["name"] == "short"
    assert remembered["abstract"].startswith("digest:")
    assert len(remembered["abstract"]) < 40


entries = strategies.entries.map(lambda item: {**item, "id": "net"})


@given(entries, entries)
def test_a_second_import_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Whatever an entry and a source say: once merged, importing the source again is no change."""
    old, new = (_data(item) for item in (one, other))
    first = merge_entry(None, old, new)
    second = merge_entry(remember(new), first.data, new)
    assert second.data == first.data
    assert second.changed == []
    # What an import made and nobody touched follows its source.
    follow = merged(old, new, old)
    for name in ("name", "collection", "license", "params", "superseded_by"):
        if name in new:
            assert follow[name] == new[name]


def _data(fields: dict[str, Any]) -> dict[str, Any]:
    model, _ = validate(Model, fields)
    assert model is not None
    return entry_to_data(model)


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_matching_pairs_each_item_once(ones: list[int], others: list[int]) -> None:
    pairs = match(ones, others, (lambda item: item, lambda item: item % 2))
    assert len(set(pairs.values())) == len(pairs)
    for value in set(ones) & set(others):
        paired = sum(ones[one] == others[other] == value for one, other in pairs.items())
        assert paired == min(ones.count(value), others.count(value))


# Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BasicVSR", "basicvsr"),
        ("BasicVSR++", "basicvsr-plus-plus"),
        ("PP-YOLOE+", "pp-yoloe-plus"),
        ("hfl/chinese-bert", "hfl-chinese-bert"),
        ("C++ Net", "c-plus-plus-net"),
        ("ResNet (50)", "resnet-50"),
        ("ERNIE 3.0", "ernie-3-0"),
        ("x" * 100, "x" * 64),
    ],
)
def test_ids_are_readable(name: str, expected: str) -> None:
    assert propose_id(name) == expected


def test_names_without_latin_letters_get_a_stable_code() -> None:
    one, other = propose_id("模型"), propose_id("另一个")
    assert one == propose_id("模型")
    assert one != other
    assert one.startswith("model-")


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12))
def test_ids_never_collide_and_are_valid(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        ident = propose_id(name, taken)
        assert ident not in taken
        assert validate(Model, {"id": ident, "name": "x"})[1] == []
        taken.add(ident)


def test_the_publisher_tells_equal_names_apart() -> None:
    assert propose_id("Net", {"net"}, context="Some Lab") == "some-lab-net"
    assert propose_id("Net", {"net", "some-lab-net"}, context="Some Lab") == "net-2"


# Finding entries again


def draft(name: str, **fields: Any) -> tuple[str, Draft]:
    return "tables", Draft({"name": name, **fields}, Place("source.md", 3))


def run(target: ImportTarget, *drafts: tuple[str, Draft]) -> Plan:
    return plan_import(target, drafts)


def target_of(*entries: dict[str, Any], memory: Memory | None = None) -> ImportTarget:
    home = Path("models.yaml")
    return ImportTarget(
        home,
        folder=False,
        entries={item["id"]: item for item in entries},
        homes={item["id"]: home for item in entries},
        memory=memory or Memory(),
    )


def after(target: ImportTarget, plan: Plan) -> ImportTarget:
    """The target once the plan is carried out, with its memory read back from its text."""
    entries = {**target.entries, **plan.changes, **{item["id"]: item for item in plan.additions}}
    return target_of(*entries.values(), memory=target.memory)


def ids(plan: Plan) -> list[tuple[str, str]]:
    return [(outcome.id, outcome.status) for outcome in plan.outcomes]


def test_a_second_import_finds_every_entry() -> None:
    drafts = [draft("A"), draft("B"), draft("A", paper={"title": "another"})]
    target = target_of()
    first = run(target, *copy.deepcopy(drafts))
    assert ids(first) == [("a", "new"), ("b", "new"), ("a-2", "new")]
    second = run(after(target, first), *copy.deepcopy(drafts[::-1]))
    assert ids(second) == [("a-2", "unchanged"), ("b", "unchanged"), ("a", "unchanged")]


def test_ids_do_not_depend_on_what_came_before() -> None:
    for order in (
        [draft("BasicVSR"), draft("BasicVSR++")],
        [draft("BasicVSR++"), draft("BasicVSR")],
    ):
        plan = run(target_of(), *order)
        assert {(outcome.draft.name, outcome.id) for outcome in plan.outcomes} == {
            ("BasicVSR", "basicvsr"),
            ("BasicVSR++", "basicvsr-plus-plus"),
        }


def test_an_entry_that_was_written_by_hand_keeps_its_id() -> None:
    target = target_of({"id": "my-own-id", "name": "Basic-VSR", "license": "MIT"})
    plan = run(target, draft("BasicVSR", tags=["x"]))
    assert ids(plan) == [("my-own-id", "updated")]
    assert plan.changes["my-own-id"] == {
        "id": "my-own-id",
        "name": "Basic-VSR",
        "tags": ["x"],
        "license": "MIT",
    }


def test_an_alias_is_a_name() -> None:
    target = target_of({"id": "yolov2", "name": "YOLOv2", "aliases": ["YOLO9000"]})
    assert ids(run(target, draft("YOLO9000"))) == [("yolov2", "unchanged")]


def test_another_paper_is_another_model() -> None:
    target = target_of({"id": "net", "name": "Net", "paper": {"arxiv": "2001.00001"}})
    plan = run(target, draft("Net", paper={"arxiv": "2002.00002"}))
    assert ids(plan) == [("net-2", "new")]
    assert plan.outcomes[0].draft.notes  # somebody should look


def test_the_same_paper_under_another_name_is_pointed_out() -> None:
    target = target_of({"id": "net", "name": "Net", "paper": {"arxiv": "2001.00001"}})
    plan = run(target, draft("Net+", paper={"arxiv": "2001.00001"}))
    assert ids(plan) == [("net-plus", "new")]
    assert "net" in plan.outcomes[0].draft.notes[0].message


def test_a_renamed_id_is_found_through_its_alias() -> None:
    target = target_of()
    done = after(target, run(target, draft("Net")))
    done = target_of(
        {"id": "better", "name": "A Better Name", "aliases": ["net"]}, memory=done.memory
    )
    assert ids(run(done, draft("Net"))) == [("better", "unchanged")]


def test_an_entry_that_a_person_removed_stays_away() -> None:
    target = target_of()
    done = after(target, run(target, draft("A"), draft("B")))
    without = target_of(done.entries["a"], memory=done.memory)
    assert ids(run(without, draft("A"), draft("B"))) == [("a", "unchanged"), ("b", "removed")]


def test_two_sources_do_not_fight_over_a_field() -> None:
    target = target_of()
    one = ("tables", Draft({"name": "Net", "license": "MIT"}, Place("a.md", 1)))
    two = ("paddle", Draft({"name": "Net", "license": "Apache-2.0"}, Place("info.yaml", 1)))
    target = after(target, run(target, copy.deepcopy(one)))
    plan = run(target, copy.deepcopy(two))
    assert ids(plan) == [("net", "unchanged")]
    assert [item.source for item in plan.outcomes[0].kept] == ["Apache-2.0"]
    target = after(target, plan)
    assert ids(run(target, copy.deepcopy(one))) == [("net", "unchanged")]


def test_the_memory_is_a_stable_text() -> None:
    memory = Memory()
    memory.put("b", "tables", {"name": "B", "abstract": "long " * 30})
    memory.put("a", "paddle", {"name": "中文"})
    text = memory.text()
    again = Memory()
    again.put("a", "paddle", {"name": "中文"})
    again.put("b", "tables", {"name": "B", "abstract": "long " * 30})
    assert again.text() == text
    assert "中文" in text


def test_the_memory_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    memory = Memory()
    memory.put("a", "tables", {"name": "A"})
    path.write_text(memory.text(), encoding="utf-8")
    assert Memory.read(path) == memory
    for broken in ("", "[]", '{"version": 99}', '{"version": 1, "entries": {"a": 3}}', "\xff"):
        path.write_bytes(broken.encode("latin-1"))
        assert Memory.read(path) == Memory()
    assert Memory.read(tmp_path / "missing.json") == Memory()
