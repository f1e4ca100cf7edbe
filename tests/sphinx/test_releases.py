"""Models that are new in the version that is built, and those that ended before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.sphinx_project import CATALOG, INDEX, Project, assert_same_tree

FILES = {
    "index.rst": INDEX + "\n.. toctree::\n\n   news\n",
    "news.rst": "News\n====\n\n.. modelzoo::\n   :since: 3.0\n   :columns: name, since\n\n"
    ".. modelzoo-card:: alpha-net\n",
}
ZOO = CATALOG.replace("  - id: beta-net\n", '  - id: beta-net\n    until: "2.6"\n').replace(
    "  - id: alpha-net\n", '  - id: alpha-net\n    since: "3.0"\n'
)
OLD: dict[str, Any] = {"version": "2.6"}
NEW: dict[str, Any] = {"version": "3.0"}
ADDRESS: dict[str, Any] = {"version": "3.0", "modelzoo_version": "latest"}
ELSEWHERE: dict[str, Any] = {"version": "2.6", "modelzoo_version": "v3.0rc1"}
WORDS = ("New in 3.0", "Until 2.6", "3.0 新增", "截至 2.6")


@pytest.mark.parametrize(
    ("config", "marks"),
    [
        ({}, []),
        (OLD, []),
        (NEW, ["New in 3.0", "Until 2.6"]),
        (ADDRESS, ["New in 3.0", "Until 2.6"]),
        (ELSEWHERE, ["New in 3.0", "Until 2.6"]),
        ({"release": "3.0.2"}, ["New in 3.0", "Until 2.6"]),
        ({"version": "3.1"}, ["Until 2.6"]),
        ({**NEW, "language": "zh_CN"}, ["3.0 新增", "截至 2.6"]),
    ],
)
def test_marks_of_the_version(tmp_path: Path, config: dict[str, Any], marks: list[str]) -> None:
    built = Project(tmp_path, FILES, catalog=ZOO).build(**config)
    assert built.warnings == ""
    for page, about in (("index", ""), ("models/alpha-net", "3.0"), ("models/beta-net", "2.6")):
        found = [mark for mark in WORDS if mark in built.text(f"{page}.html")]
        assert found == [mark for mark in marks if about in mark], page
    news = built.text("news.html")
    assert news.count("modelzoo-mark modelzoo-new") == 2 * ("3.0" in " ".join(marks))
    assert "GammaNet" not in news


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize(
    "series", [[OLD, NEW], [NEW, OLD], [OLD, ELSEWHERE], [ELSEWHERE, OLD], [{}, ADDRESS]]
)
def test_another_version_is_built_as_if_it_was_the_first(
    tmp_path: Path, builder: str, series: list[dict[str, Any]]
) -> None:
    project = Project(tmp_path, FILES, catalog=ZOO)
    for config in series:
        again = project.build(builder, **config)
    fresh = project.build(builder, to="fresh", parallel=2, **series[-1])
    assert_same_tree(again.outdir, fresh.outdir, {".buildinfo.bak"})
    suffix = {"html": ".html", "text": ".txt"}[builder]
    assert ("New in 3.0" in again.text(f"index{suffix}")) == (series[-1] is not OLD)
