"""The rows of large tables are kept from build to build, and made anew where they changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.render.html import HtmlRenderer
from tests.support.sphinx_project import CATALOG, INDEX, Project, as_large, assert_same_tree

if TYPE_CHECKING:
    from sphinx_modelzoo.render.cutting import CellsHtml
    from sphinx_modelzoo.views.content import Row


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of the table's rows that were made, in their order: its links name the folder."""
    found: list[str] = []
    cells = HtmlRenderer.cells

    def note(self: HtmlRenderer, row: Row) -> CellsHtml:
        done = cells(self, row)
        html = "".join(html for _, html in done.cells)
        found.extend([html] if 'href="models/' in html else [])
        return done

    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 3)
    monkeypatch.setattr(HtmlRenderer, "cells", note)
    return found


def files_of(project: Project) -> list[Path]:
    return sorted((project.root / "build" / "doctrees").rglob("rows/*.json"))


def test_only_the_row_of_an_edited_entry_is_made(tmp_path: Path, made: list[str]) -> None:
    project = Project(tmp_path)
    outdir = project.build().outdir
    assert len(made) == 3
    assert len(files_of(project)) == 1
    project.build()
    assert len(made) == 3
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    project.build()
    assert len(made) == 4
    assert "Names every beta." in made[-1]
    # A document written again for another reason takes all rows from the file.
    project.edit("index.rst", "===\n", "===\n\nWords.\n")
    project.build()
    assert len(made) == 4
    assert_same_tree(outdir, project.build(to="fresh").outdir)


def test_kept_rows_of_a_table_that_is_cut(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, rows in (("STATIC_ROWS", 2), ("SHOWN_ROWS", 1)):
        monkeypatch.setattr(f"sphinx_modelzoo.render.cutting.{name}", rows)
    project = Project(tmp_path)
    outdir = project.build().outdir
    before = project.build().text("index.html")
    assert "data-rows=" in before
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    assert project.build().text("index.html") != before
    assert len(made) == 4
    assert_same_tree(outdir, project.build(to="fresh").outdir)


def test_a_row_knows_its_number(tmp_path: Path, made: list[str]) -> None:
    project = Project(tmp_path)
    outdir = project.build().outdir
    first = CATALOG.index("  - id: alpha-net")
    project.write(
        "models.yaml", CATALOG[:first] + "  - {id: zero-net, name: ZeroNet}\n" + CATALOG[first:]
    )
    project.build()
    assert_same_tree(outdir, project.build(to="fresh").outdir)


def test_addresses_are_made_anew(tmp_path: Path, made: list[str]) -> None:
    project = Project(tmp_path)
    project.build()
    outdir = project.build(html_link_suffix="").outdir
    index = (outdir / "index.html").read_text(encoding="utf-8")
    assert 'href="models/alpha-net"' in index
    assert 'href="models/alpha-net.html' not in index
    project.build(modelzoo_pages="zoo")
    assert 'href="zoo/alpha-net.html"' in (outdir / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"base": 1}', '{"base":"x","keys":["a"],"rows":[]}', "\x00"]
)
def test_a_file_of_another_kind_is_not_used(tmp_path: Path, made: list[str], text: str) -> None:
    project = Project(tmp_path)
    outdir = project.build().outdir
    (path,) = files_of(project)
    good = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    project.build()
    assert len(made) == 6
    assert json.loads(path.read_text(encoding="utf-8"))["base"] == good["base"]
    assert_same_tree(outdir, project.build(to="fresh").outdir)


def test_files_of_tables_that_are_gone_go(tmp_path: Path, made: list[str]) -> None:
    project = Project(tmp_path, {"index.rst": INDEX + "\n.. modelzoo::\n   :columns: name\n"})
    project.build()
    project.build("dirhtml")
    assert len(files_of(project)) == 4
    project.write("index.rst", INDEX)
    project.build()
    assert len(files_of(project)) == 3
    project.build("dirhtml")
    assert len(files_of(project)) == 2


def test_small_tables_need_no_file(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build()
    assert files_of(project) == []


def test_what_is_too_much_to_keep_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, views and doctrees of a large zoo are built for each use: the site is the same."""
    project = Project(tmp_path)
    outdir = project.build().outdir
    as_large(monkeypatch)
    assert_same_tree(outdir, project.build(to="large").outdir)
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    again = project.build(to="large")
    assert "0 added, 1 changed, 0 removed" in again.status
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)
