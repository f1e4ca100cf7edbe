"""Python's cycle collector runs more seldom while a zoo is built, and as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_modelzoo.gc_tuning import calm_collector, paused_collector
from sphinx_modelzoo.sphinx_ext.build import Build
from tests.support.sphinx_project import Project


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[tuple[int, ...]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_it_is_calm_during_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thresholds: tuple[int, ...]
) -> None:
    seen: list[int] = []
    start = Build.start
    monkeypatch.setattr(Build, "start", lambda b: seen.append(gc.get_threshold()[0]) or start(b))
    Project(tmp_path).build()
    assert len(seen) == 1
    assert seen[0] >= 100_000
    assert gc.get_threshold() == thresholds


def test_what_somebody_else_sets_meanwhile_stays() -> None:
    restore = calm_collector()
    gc.set_threshold(5000, 7, 7)
    restore()
    assert gc.get_threshold() == (5000, 7, 7)


def test_calmer_settings_stay() -> None:
    gc.set_threshold(200_000, 30, 60)
    restore = calm_collector()
    assert gc.get_threshold() == (200_000, 30, 60)
    restore()
    assert gc.get_threshold() == (200_000, 30, 60)


def test_a_collector_that_is_off_stays_off_after_a_pause() -> None:
    gc.disable()
    try:
        with paused_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
