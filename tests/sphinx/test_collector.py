"""Python's cycle collector runs more seldom while a zoo is built, and as before afterwards."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import Markdown

import sphinx_modelzoo
from sphinx_modelzoo.catalog import reading
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.gc_tuning import calm_collector, settle
from sphinx_modelzoo.mkdocs_ext.extension import ModelzooExtension
from tests.support.mkdocs_project import Site, i18n
from tests.support.sphinx_project import CATALOG, Project


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[tuple[int, ...]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The thresholds whenever a file of a catalog is read."""
    found: list[tuple[int, ...]] = []
    read = reading.read_file

    def note(*arguments: object) -> object:
        found.append(gc.get_threshold())
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("sphinx_modelzoo.catalog.loading.read_file", note)
    return found


SELDOM = (100_000, 20, 50)


def expected(
    tuned: bool, before: tuple[int, ...], ours: tuple[int, ...] = SELDOM
) -> tuple[int, ...]:
    return tuple(map(max, before, ours)) if tuned else before


@pytest.mark.parametrize("tuned", [True, False])
def test_sphinx(
    tuned: bool, tmp_path: Path, seen: list[tuple[int, ...]], thresholds: tuple[int, ...]
) -> None:
    project = Project(tmp_path)
    project.build(modelzoo_tune_gc=tuned, then=[lambda _: None])
    assert seen == [expected(tuned, thresholds)] * 2
    assert gc.get_threshold() == thresholds


@pytest.mark.parametrize("tuned", [True, False])
def test_objects_settle_before_workers_are_forked(
    tuned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []

    def note() -> None:
        settle()
        settled.append(len(gc.get_objects(generation=0)))

    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.builds.settle", note)
    Project(tmp_path).build(modelzoo_tune_gc=tuned, parallel=2)
    assert len(settled) == (2 if tuned else 0)
    assert all(young < 1000 for young in settled)


def test_the_setting_rebuilds_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build()
    assert "0 added, 0 changed, 0 removed" in project.build(modelzoo_tune_gc=False).status


@pytest.mark.parametrize("tuned", [True, False])
def test_mkdocs(
    tuned: bool, tmp_path: Path, seen: list[tuple[int, ...]], thresholds: tuple[int, ...]
) -> None:
    site = Site(tmp_path, plugins=["search", i18n("suffix")], zoo={"tune_gc": tuned})
    assert not site.build(strict=True).aborted
    # Its pages leave many small cycles, which are collected sooner.
    assert set(seen) == {expected(tuned, thresholds, (2_000, 50, 50))}
    assert gc.get_threshold() == thresholds


def test_mkdocs_after_an_error(tmp_path: Path, thresholds: tuple[int, ...]) -> None:
    site = Site(tmp_path, {"index.md": "[gone](model:gone)\n"})
    assert site.build(strict=True).aborted
    assert gc.get_threshold() == thresholds


@pytest.mark.parametrize("tuned", [True, False])
def test_the_markdown_extension(
    tuned: bool, tmp_path: Path, seen: list[tuple[int, ...]], thresholds: tuple[int, ...]
) -> None:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    options = {"catalog": "models.yaml", "root": str(tmp_path), "tune_gc": tuned}
    made = Markdown(extensions=[ModelzooExtension(**options)])
    assert "AlphaNet" in made.convert("```{modelzoo}\n```\n")
    assert seen == [expected(tuned, thresholds)]
    assert gc.get_threshold() == thresholds


def test_the_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seen: list[tuple[int, ...]],
    thresholds: tuple[int, ...],
) -> None:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["list", "models.yaml"]).exit_code == 0
    assert seen == [expected(True, thresholds)]
    assert gc.get_threshold() == thresholds


def test_what_somebody_else_sets_meanwhile_stays() -> None:
    with calm_collector():
        gc.set_threshold(5000, 7, 7)
    assert gc.get_threshold() == (5000, 7, 7)


def test_calmer_settings_stay() -> None:
    gc.set_threshold(200_000, 30, 60)
    with calm_collector():
        assert gc.get_threshold() == (200_000, 30, 60)
    assert gc.get_threshold() == (200_000, 30, 60)


def test_small_cycles_are_collected_sooner() -> None:
    before = gc.get_threshold()
    with calm_collector():
        many = gc.get_threshold()
    with calm_collector(litter=True):
        few = gc.get_threshold()
    assert before[0] <= few[0] < many[0]  # Python 3.13 begins with as many
    assert all(one >= other for one, other in zip(few, before, strict=True))
    assert gc.get_threshold() == before


def test_a_pause_ends() -> None:
    with calm_collector(pause=True):
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with calm_collector(pause=True):
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert gc.get_freeze_count() == 0


def test_the_end_of_the_process_visits_nothing() -> None:
    program = (
        "import atexit, gc\n"
        "from sphinx_modelzoo.gc_tuning import calm_collector\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 1000, len(gc.get_objects()) < 9))\n"
        "for _ in 'ab':\n"
        "    with calm_collector():\n"
        "        pass\n"
        "print(gc.get_freeze_count())\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.split() == ["0", "True", "True"], ran.stderr


def test_only_one_module_touches_the_collector() -> None:
    package = Path(sphinx_modelzoo.__file__).parent
    using = [
        path.name
        for path in package.rglob("*.py")
        if re.search(r"^\s*(import|from) gc\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert using == ["gc_tuning.py"]
