"""What a leaderboard depends on, without building it: where that is equal, so is what it shows."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.views.view import LEADERBOARD
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS

NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight")
VIEW = VIEWS[LEADERBOARD]
OPTIONS = [
    {"dataset": "COCO", "metric": "mAP", **more}
    for more in ({}, {"limit": "3"}, {"task": "object-detection"}, *({"around": n} for n in NAMES))
]


def entry(id: str, rng: random.Random) -> dict:
    """An entry with some of what a ranking can show, and with what none shows."""
    measured: dict = {"metrics": {"mAP": rng.choice([40, 41.5, 42, 0.43])}}
    if rng.random() < 0.2:
        measured["metrics"] = {"FPS": 30}
    measured["dataset"] = rng.choice(["COCO", "COCO", "COCO", "Cityscapes"])
    for key, some in {
        "conditions": [{"input_size": 416}, {"schedule": {"en": "long", "zh": "长"}}],
        "source": ["https://example.org/a"],
        "task": ["object-detection", "instance-segmentation"],
    }.items():
        if rng.random() < 0.2:
            measured[key] = rng.choice(some)
    given: dict = {"results": [measured], "summary": rng.choice(["A word.", "Two words."])}
    for key, some in {
        "name": ["Net", "Net-2"],
        "license": ["MIT", "Apache-2.0"],
        "params": ["5M", "7M"],
        "deprecated": [True],
        "paper": [{"title": "A paper", "year": 2020}],
    }.items():
        if rng.random() < 0.2:
            given[key] = rng.choice(some)
    if rng.random() < 0.2:
        given["variants"] = [{"id": "small", "results": [measured]}, {"id": "large"}]
    return model(id, **given)  # type: ignore[return-value]


def result(value: float) -> dict:
    return {"dataset": "COCO", "metrics": {"mAP": value}}


def shown(entries: list) -> list[tuple[str, str]]:
    catalog = Catalog.of(entries, registry=BUILTIN)
    found = []
    for one in OPTIONS:
        raw = tuple(sorted(one.items()))
        options = VIEW.parse(raw, BUILTIN)
        assert VIEW.depends is not None
        found.append((repr(VIEW.depends(catalog, options)), repr(VIEW.view(catalog, raw, "en"))))
    return found


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_what_is_shown_changes_only_with_what_it_depends_on(seed: int) -> None:
    rng = random.Random(seed)
    entries = [entry(name, rng) for name in NAMES]
    before = shown(entries)
    place = rng.randrange(len(NAMES))
    entries[place] = entry(NAMES[place], rng)
    for (key, view), (new_key, new_view) in zip(before, shown(entries), strict=True):
        assert key != new_key or view == new_view


def test_few_rankings_are_drawn_again_after_an_edit() -> None:
    entries = [model(name, results=[result(40 + place)]) for place, name in enumerate(NAMES)]
    before = shown(entries)
    entries[0] = model(NAMES[0], summary="Other words.", results=[result(40)])
    assert shown(entries) == before
    entries[0] = model(NAMES[0], license="MIT", results=[result(40)])
    changed = [
        one["around"]
        for one, old, new in zip(OPTIONS, before, shown(entries), strict=True)
        if old != new and "around" in one
    ]
    assert changed == ["one", "two"]
