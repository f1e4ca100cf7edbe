"""A model among its peers: how many share a property, where they are listed, and its rank."""

from __future__ import annotations

import dataclasses
import random
import time
from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.views.content import (
    LIST,
    Block,
    Bullets,
    Grid,
    PageId,
    PageLink,
    Section,
    ViewBlock,
    digest,
)
from sphinx_modelzoo.views.display import Badge
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.lineage_facts import shown_of
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.page_kinds import build_page, fill_in_views, page_ids
from sphinx_modelzoo.views.peers import board_of, shown_of_peers
from tests.support.query_zoo import catalog_of, model
from tests.views.test_page_view import every, text


def detector(name: str, value: float | None = None, **data: Any) -> Any:
    results = [{"dataset": "COCO", "metrics": {"mAP": value}}] if value is not None else []
    return model(name, tasks=["object-detection"], results=results, **data)


def zoo() -> Catalog:
    return catalog_of(
        *(detector(f"m{number}", 90 - number, tags=["real-time"]) for number in range(9)),
        detector("last", 12, publisher="Lab", collection="Birds", tags=["Real-Time", "own"]),
        model("other", tasks=["image-classification"]),
    )


def page(catalog: Catalog, name: str, language: str = "en") -> Any:
    found = catalog.get(name)
    assert found is not None
    return fill_in_views(build_model_page(catalog, found, language), catalog, language)


def test_badges_say_how_many_and_lead_to_them() -> None:
    found = {text(one): one for one in every(page(zoo(), "last").blocks, Badge)}
    assert {name: one.count for name, one in found.items()} == {
        "Object detection": 10,
        "Real-Time": 10,
        "own": 1,
        "Birds": 1,
        "Lab": 1,
    }
    task = found["Object detection"]
    assert (task.page, task.narrow) == (PageId(LIST, "tasks"), "task=objectdetection")
    chinese = every(page(zoo(), "last", "zh").blocks, Badge)
    assert text(chinese[0]) == "目标检测"


def test_what_badges_lead_to_lists_just_them() -> None:
    catalog = zoo()
    for model_id in ("last", "m3", "other"):
        for badge in every(page(catalog, model_id).blocks, Badge):
            if badge.page is None:
                continue
            listed = build_page(catalog, badge.page, "en")
            (section,) = (one for one in listed.sections if one.key == badge.fragment)
            models = [link.page.id for link in every(section, PageLink)]
            assert len(models) == badge.count
            assert model_id in models


def test_there_are_lists_of_what_there_is_only() -> None:
    lists = [one.id for one in page_ids(zoo(), leaderboards=False) if one.kind == LIST]
    assert lists == ["tasks", "tags", "collections", "publishers"]
    bare = catalog_of(model("a"))
    assert [one for one in page_ids(bare, leaderboards=True) if one.kind == LIST] == []
    with pytest.raises(KeyError):
        build_page(bare, PageId(LIST, "tags"), "en")
    sections = build_page(zoo(), PageId(LIST, "tags"), "zh").sections
    assert [one.title for one in sections] == ["own（1）", "real-time（10）"]
    assert all(every(one, Bullets) for one in sections)


def peers(catalog: Catalog, name: str) -> tuple[Block, ...]:
    return next(one.blocks for one in page(catalog, name).sections if one.key == "peers")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("m0", ["m0", "m1", "m2"]),
        ("m5", ["m0", "m1", "m2", "m4", "m5", "m6"]),
        ("last", ["m0", "m1", "m2", "m8", "last"]),
    ],
)
def test_the_first_three_and_the_neighbours(name: str, shown: list[str]) -> None:
    grid, note = peers(zoo(), name)
    assert isinstance(grid, Grid)
    assert [row.model for row in grid.rows] == shown
    assert [row.model for row in grid.rows if row.here] == [name]
    (link,) = every(note, PageLink)
    assert (text(link), link.page.path) == ("Full ranking: 10 figures", "datasets/coco")
    board = build_page(zoo(), link.page, "en")
    assert link.fragment in [section.key for section in board.sections]


def test_alone_there_are_no_peers() -> None:
    catalog = catalog_of(detector("only", 50), detector("bare"), model("other"))
    for name in ("only", "bare", "other"):
        assert [one for one in page(catalog, name).sections if one.key == "peers"] == []


def test_the_ranking_is_that_of_the_task() -> None:
    both = {"dataset": "COCO", "metrics": {"AP50": 60, "mAP": 40}}
    catalog = catalog_of(
        model("a", tasks=["object-detection"], results=[both]),
        model(
            "b", tasks=["object-detection"], results=[{"dataset": "COCO", "metrics": {"mAP": 4}}]
        ),
        model("c", tasks=["image-classification"], results=[both]),
    )
    found = catalog.get("a")
    assert found is not None
    assert board_of(catalog, found) == ("COCO", "mAP", "object-detection")


def test_what_a_page_depends_on_is_known_without_building_it() -> None:
    """Random edits of other entries: where nothing that is noted changes, the page is the same."""
    chance = random.Random(7)
    subject = detector("self", 50, tags=["t"], base_model="m1", variants=[{"id": "v"}])

    def entry(number: int) -> Any:
        unit = chance.choice([None, "ms", "s"])
        return model(
            f"m{number}",
            tasks=[chance.choice(["object-detection", "ocr"])],
            tags=chance.choice([[], ["t"], ["T", "u"]]),
            superseded_by=chance.choice([None, "self"]),
            results=[
                {
                    "dataset": chance.choice(["COCO", "VOC"]),
                    "metrics": {chance.choice(["mAP", "AP50"]): chance.randint(2, 99)},
                },
                {"metrics": {"pace": {"value": 3, "unit": unit} if unit else 3}},
            ],
        )

    seen: dict[str, str] = {}
    others = [entry(number) for number in range(4)]
    for _ in range(150):
        others[chance.randrange(4)] = entry(chance.randrange(4))
        unique = {one.id: one for one in others}
        catalog = catalog_of(*unique.values(), subject)
        built = build_model_page(catalog, subject, "en")
        same = dataclasses.replace(built, previous=None, next=None)
        noted = digest(shown_of(catalog, subject), shown_of_peers(catalog, subject))
        assert seen.setdefault(noted, digest(same)) == digest(same)
    assert len(seen) > 5


@pytest.mark.once
def test_ranks_and_counts_are_found_once_for_all_pages() -> None:
    def seconds(count: int) -> float:
        models = [detector(f"m{number}", number % 97 + 1, tags=["t"]) for number in range(count)]
        catalog = catalog_of(*models)
        start = time.perf_counter()
        for one in models:
            shown_of_peers(catalog, one)
        return time.perf_counter() - start

    seconds(100)
    few, many = seconds(400), seconds(1600)
    assert many < 10 * few + 0.2  # four times as many; sixteen times would be quadratic


def test_labels_of_lists_are_translated() -> None:
    say = labels("zh")
    listed = build_page(zoo(), PageId(LIST, "publishers"), "zh")
    assert listed.title == say("Models by publisher") != "Models by publisher"
    views = every(build_model_page(zoo(), zoo().models[0], "zh"), ViewBlock)
    assert [one.view for one in views] == ["modelzoo-leaderboard"]
    assert all(isinstance(one, Section) for one in listed.blocks)
