"""Own fields in Sphinx: in both languages, and declared after the table that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.support.sphinx_project import Project, assert_same_tree
from tests.views.test_own_fields import OCR

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = "fields:\n  speed: {type: number, unit: fps, labels: {en: Speed, zh: 速度}}\n"
CATALOG = """\
models:
  - {id: a, name: Alpha, extra: {speed: 30}}
  - {id: b, name: Beta, extra: {speed: 60}}
"""
INDEX = """\
Zoo
===

There are :modelzoo:count:`speed > 40`.

.. modelzoo::
   :filter: speed > 40
   :columns: name, speed
"""


def rows(project: Project, name: str = "index.html") -> list[list[str]]:
    page = BeautifulSoup((project.root / "build" / name).read_text("utf-8"), "html.parser")
    found = page.select("table tr")
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in found
    ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, {"index.rst": INDEX})


def write(project: Project, text: str) -> None:
    (project.src / "models.yaml").write_text(text, encoding="utf-8")


def test_declaring_a_field_later_brings_the_table_back(project: Project) -> None:
    write(project, CATALOG)
    before = project.build()
    codes = [line.rpartition("[")[2] for line in before.warnings.strip().splitlines()]
    assert sorted(codes) == ["modelzoo.column.unknown]", "modelzoo.filter.syntax]",
                             "modelzoo.filter.syntax]", "modelzoo.own.undeclared]",
                             "modelzoo.own.undeclared]"]  # fmt: skip
    assert "<table" not in before.text("index.html")
    write(project, DECLARED + CATALOG)
    after = project.build()
    assert after.warnings == ""
    assert "There are 1." in after.text("index.html")
    page = BeautifulSoup(after.text("index.html"), "html.parser")
    assert [cell.get_text(strip=True) for cell in page.select("table th, table td")] == [
        "Model", "Speedfps", "Beta", "60",
    ]  # fmt: skip
    assert "30 fps" in after.text("models/a.html")
    assert_same_tree(after.outdir, project.build(to="fresh").outdir)
    write(project, CATALOG)
    without = project.build()
    assert without.warnings.count("[modelzoo.filter.syntax]") == 2
    assert_same_tree(without.outdir, project.build(to="fresh2").outdir)


def test_a_label_alone_is_seen_everywhere(project: Project) -> None:
    write(project, DECLARED + CATALOG)
    project.build()
    write(project, DECLARED.replace("Speed", "Rate") + CATALOG)
    again = project.build()
    assert "Rate" in again.text("index.html")
    assert "Rate" in again.text("models/b.html")
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_table_as_paddleocr_keeps_it(tmp_path: Path, language: str) -> None:
    table = (
        ".. modelzoo::\n   :columns: name, backbone, hmean, config_, model_size\n"
        '   :sort: -hmean\n   :filter: backbone == "ResNet50_vd"\n   :interactive: yes\n'
    )
    project = Project(tmp_path, {"index.rst": f"Zoo\n===\n\n{table}"})
    write(project, OCR)
    built = project.build(language=language)
    assert built.warnings == ""
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    heads = [cell.get_text() for cell in page.select("thead th")]
    assert heads[1:] == (
        ["Backbone", "Hmean %", "Config", "Model size MB"]
        if language == "en"
        else ["骨干网络", "Hmean %", "配置文件", "模型大小 MB"]
    )
    assert [row.select("td")[1].get_text(strip=True) for row in page.select("tbody tr")] == [
        "91.33", "88.18", "82.38",
    ]  # fmt: skip
    assert "extra:model_size" in built.text("index.html")  # the range that readers choose
    facts = BeautifulSoup(built.text("models/db-0.html"), "html.parser")
    assert ("Model size" if language == "en" else "模型大小") in facts.get_text()
    assert "97 MB" in facts.get_text()


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_other_builders(project: Project, builder: str) -> None:
    write(project, DECLARED + CATALOG)
    built = project.build(builder=builder)
    assert "modelzoo" not in built.warnings
    names = {"text": "index.txt", "latex": "python.tex", "epub": "index.xhtml"}
    path = built.outdir / names[builder]
    path = path if path.exists() else next(built.outdir.glob("*.tex"))
    text = path.read_text("utf-8")
    assert "fps" in text
    assert "60" in text
