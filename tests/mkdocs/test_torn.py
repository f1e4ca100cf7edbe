"""Builds of MkDocs that do not come to their end, or get in each other's way."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.soak import MkDocsSeries
from tests.support import ROOT
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import CATALOG, assert_same_tree, tree
from tests.support.torn import begin, small_disk, without_rights

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

FILES = {"index.md": "# Zoo\n\n```{modelzoo}\n```\n", "mine.md": "# Mine\n\nMy words.\n"}


@pytest.fixture(autouse=True)
def _dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # MkDocs writes the time into its pages


def written(site: Site) -> dict[str, bytes]:
    """Return what is the writer's own."""
    own = ("docs/", "models.yaml", "mkdocs.yml")
    return {name: data for name, data in tree(site.root).items() if name.startswith(own)}


def assert_as_new(site: Site, fresh: Path) -> None:
    """Fail where the next build differs from that of a copy without anything of earlier ones."""
    last = site.build()
    assert (last.aborted, last.warnings) == ("", [])
    for name, data in written(site).items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(data)
    copy = object.__new__(Site)
    copy.root = fresh
    assert_same_tree(last.outdir, copy.build().outdir)


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "40k") as grow:
        site = Site(tmp_path / "disk", FILES)
        before = written(site)
        for size in ("40k", "500k", "1500k"):
            grow(size)
            with pytest.raises(OSError, match="No space left"):
                site.build()
            assert written(site) == before
        grow("64m")
        assert_as_new(site, tmp_path / "fresh")
        assert written(site) == before


def test_killed_at_once_and_replaced(tmp_path: Path) -> None:
    """Builds that are killed, two builds at once, and a catalog that is replaced meanwhile."""
    site = Site(tmp_path / "site", FILES)
    site.build()
    for moment in (0.02, 0.1, 0.2, 0.3):
        site.write("docs/mine.md", f"# Mine\n\nMy words, {moment}.\n")
        building = begin(site.build)
        building.join(moment)
        building.kill()
        building.join()
    for other in [begin(site.build), begin(site.build)]:
        other.join()
    texts = (CATALOG.replace("AlphaNet", "Other"), CATALOG.replace("[small]", "[large]"))
    building = begin(site.build)
    while building.is_alive():
        for text in texts:
            site.write("models.new", text).replace(site.root / "models.yaml")
    building.join()
    assert building.exitcode == 0
    before = written(site)
    assert before["models.yaml"].decode() in texts
    assert_as_new(site, tmp_path / "fresh")
    assert written(site) == before


def test_folders_that_cannot_be_written(tmp_path: Path) -> None:
    """A project that is only read is built elsewhere; where the site cannot be, it is said."""
    site = Site(tmp_path / "site", FILES)
    before = written(site)
    folders = [site.root, site.root / "docs"]

    def build(out: Path) -> subprocess.CompletedProcess[str]:
        words = [*without_rights(), sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(out)]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
        return subprocess.run(
            words, cwd=site.root, env=env, capture_output=True, text=True, check=False
        )

    for folder in folders:
        folder.chmod(0o555)
    try:
        done = build(tmp_path / "out")
        refused = build(site.root / "site")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert refused.returncode != 0
    assert "Permission denied" in refused.stderr
    assert written(site) == before
    assert_same_tree(tmp_path / "out", site.build().outdir)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits(tmp_path: Path, seed: int) -> None:
    """As ``make soak`` does, for longer, and for Sphinx in ``tests/sphinx/test_rebuild.py``."""
    series = MkDocsSeries(tmp_path, seed)
    for _ in range(10):
        series.step()
    series.compare()
