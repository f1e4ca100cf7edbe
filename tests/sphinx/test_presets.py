"""Presets, widths and pictures of tables in Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.sphinx.test_rebuild import PIXEL
from tests.support.sphinx_project import Built, Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

PRESETS = "presets:\n  short: {columns: [name, {params: {en: Size, zh: 大小}}], limit: 1}\n"
CATALOG = """\
models:
  - {id: a, name: Alpha, params: 3M, license: MIT, summary: Words.}
  - {id: b, name: Beta, params: 4M, images: [{src: pictures/b.png, alt: A beta}]}
"""

PICTURE = ", images: [{src: pictures/b.png, alt: A beta}]"
TEXT = CATALOG.replace(PICTURE, "")


def write(project: Project, text: str) -> None:
    (project.src / "models.yaml").write_text(text, encoding="utf-8")


def heads(built: Built, name: str = "index.html") -> list[str]:
    page = BeautifulSoup(built.text(name), "html.parser")
    return [cell.get_text(" ", strip=True) for cell in page.select("table thead th")]


def main_result(built: Built) -> str:
    """The main result of the first row."""
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    return page.select("td.modelzoo-col-main-result")[0].get_text(" ", strip=True)


def page(options: str = "") -> dict[str, str]:
    return {"index.rst": f"Zoo\n===\n\n.. modelzoo::\n{options}"}


def test_a_preset_that_comes_and_goes(tmp_path: Path) -> None:
    project = Project(tmp_path, page("   :preset: short\n"), catalog=TEXT)
    before = project.build()
    (warning,) = before.warnings.strip().splitlines()
    assert "index.rst:4: WARNING: modelzoo: :preset: character 1: unknown preset" in warning
    assert warning.endswith("[modelzoo.preset.unknown]")
    assert heads(before) == ["Model", "Summary", "Parameters M", "License"]
    write(project, PRESETS + TEXT)
    after = project.build()
    assert after.warnings == ""
    assert heads(after) == ["Model", "Size"]
    assert after.text("index.html").count("<tr") == 2
    write(project, PRESETS.replace("Size", "How large") + CATALOG)
    assert heads(project.build()) == ["Model", "How large"]
    assert heads(project.build(to="zh", language="zh_CN")) == ["模型", "大小"]


def test_the_default_of_a_project(tmp_path: Path) -> None:
    project = Project(tmp_path, page(), catalog=PRESETS + CATALOG)
    assert heads(project.build(modelzoo_preset="short")) == ["Model", "Size"]
    assert heads(project.build(modelzoo_preset="paddle"))[0] == "No."
    wrong = project.build(modelzoo_preset="shrot")
    assert "modelzoo_preset: unknown preset “shrot” (did you mean “short”?)" in wrong.warnings
    assert heads(wrong)[0] == "Model"
    write(project, PRESETS.replace("short", "default") + CATALOG)
    last = project.build()
    assert heads(last) == ["Model", "Size"]
    fresh = project.build(to="fresh")
    assert_same_tree(last.outdir, fresh.outdir, but={".buildinfo.bak"})


def test_columns_chosen_by_content_follow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 1)
    project = Project(tmp_path, page(), catalog=CATALOG)
    assert heads(project.build())[1:] == ["Summary", "Parameters M", "License"]
    # The entry of the first row stays as it is, and its row has another column.
    result = "results: [{metrics: {mAP: 40}}]"
    write(project, CATALOG.replace("params: 4M", f"{result}, params: 4M"))
    again = project.build()
    assert heads(again)[1:] == ["Main result", "Parameters M"]
    assert_same_tree(again.outdir, project.build(to="fresh").outdir, but={".buildinfo.bak"})


def test_the_main_result_of_a_row_depends_on_all_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 1)
    one = "models:\n  - {id: a, name: A, results: [{metrics: {AR: 1, mAP: 2}}]}\n"
    more = "  - {id: b, name: B, results: [{metrics: {mAP: 3}}]}\n"
    options = "   :columns: name, main-result\n"
    project = Project(tmp_path, page(options), catalog=one + more.replace("mAP", "PSNR"))
    assert main_result(project.build()) == "1 AR"
    write(project, one + more)
    again = project.build()
    assert main_result(again) == "2% mAP"
    assert_same_tree(again.outdir, project.build(to="fresh").outdir, but={".buildinfo.bak"})


def test_widths(tmp_path: Path) -> None:
    options = "   :columns: name, params, license\n   :widths: 2 1 1\n"
    project = Project(tmp_path, page(options), catalog=TEXT)
    built = project.build()
    assert built.warnings == ""
    text = built.text("index.html")
    columns = '<colgroup><col width="50%" /><col width="25%" /><col width="25%" /></colgroup>'
    assert columns in text
    assert "style=" not in text[text.index("<table") : text.index("</table>")]
    book = project.build("epub", to="book").text("index.xhtml")
    assert '<col style="width: 50%" />' in book
    pdf = project.build("latex", to="pdf")
    tex = next(pdf.outdir.glob("*.tex")).read_text("utf-8")
    assert r"\X{48}{96}\X{24}{96}\X{24}{96}" in tex
    project.write("index.rst", page(options.replace("2 1", "2"))["index.rst"])
    short = project.build()
    (warning,) = short.warnings.strip().splitlines()
    assert "index.rst:4: WARNING: modelzoo: :widths: expected 3 widths, got 2" in warning
    assert "<table" in short.text("index.html")
    assert "<col" not in short.text("index.html")


def test_pictures_in_a_table(tmp_path: Path) -> None:
    project = Project(tmp_path, page("   :columns: name, images\n"), catalog=CATALOG)
    (project.src / "pictures").mkdir()
    (project.src / "pictures" / "b.png").write_bytes(PIXEL)
    built = project.build()
    assert built.warnings == ""
    soup = BeautifulSoup(built.text("index.html"), "html.parser")
    (image,) = soup.select("td.modelzoo-col-images img")
    assert image["alt"] == "A beta"
    assert (built.outdir / str(image["src"])).read_bytes() == PIXEL
    for builder in ("latex", "text"):
        assert project.build(builder, to=builder).warnings == ""
