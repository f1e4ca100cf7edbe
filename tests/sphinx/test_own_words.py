"""A project's own words in Sphinx, in MkDocs and in the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import CATALOG, Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

FRENCH = """\
msgid "Citation"
msgstr "Référence"

msgid "Model"
msgstr "Modèle"

msgid "Citatoin"
msgstr "x"
"""
PLACE = "fr/LC_MESSAGES/sphinx_modelzoo.po"
SAID = "no label is called “Citatoin” (did you mean “Citation”?)"


def test_own_words_in_sphinx(tmp_path: Path) -> None:
    project = Project(tmp_path)
    config = {"language": "fr", "locale_dirs": ["locale"]}
    before = project.build(**config)
    page = BeautifulSoup(before.text("models/alpha-net.html"), "html.parser")
    for title in page.select("h2, dl.modelzoo-facts > dt, .modelzoo-results th[scope=col]"):
        assert title.select_one("[lang=en]") is not None
    project.write(f"locale/{PLACE}", FRENCH)
    built = project.build(**config)
    assert f"locale/{PLACE}:7: WARNING: {SAID}" in built.warnings
    text = built.text("models/alpha-net.html")
    assert "<h2>Référence<" in text
    assert '<h2><span lang="en">Results</span><' in text
    assert "Référence" not in project.build(to="en", locale_dirs=["locale"]).text(
        "models/alpha-net.html"
    )
    project.edit(f"locale/{PLACE}", "Référence", "Citer")
    again = project.build(**config)
    assert "<h2>Citer<" in again.text("models/alpha-net.html")
    assert_same_tree(again.outdir, project.build(to="fresh", **config).outdir)
    (project.src / "locale" / PLACE).unlink()
    last = project.build(**config)
    assert "Citer" not in last.text("models/alpha-net.html")


def test_own_words_in_every_page_kind(tmp_path: Path) -> None:
    words = 'msgid "Models by task"\nmsgstr "Aufgaben"\n\nmsgid "Results"\nmsgstr "Figures"\n'
    project = Project(tmp_path)
    project.write("locale/en/LC_MESSAGES/sphinx_modelzoo.po", words)
    built = project.build(locale_dirs=["locale"])
    assert built.warnings == ""
    assert "<h1>Aufgaben</h1>" in built.text("modelzoo-tasks.html")
    assert "<h2>Figures<" in built.text("models/alpha-net.html")


def test_own_words_in_mkdocs(tmp_path: Path) -> None:
    site = Site(tmp_path, zoo={"language": "fr", "locale": ["words"]})
    site.write(f"words/{PLACE}", FRENCH)
    built = site.build()
    (warning,) = built.warnings
    assert f"words/{PLACE}:7: {SAID}" in warning
    page = built.soup("models/alpha-net/index.html")
    titles = {one.get_text(): one for one in page.select("h2")}
    assert "Référence" in titles
    assert titles["Results"].select_one("[lang=en]") is not None


def test_own_words_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    path = tmp_path / "words" / PLACE
    path.parent.mkdir(parents=True)
    path.write_text(FRENCH, encoding="utf-8")
    base = [str(tmp_path / "models.yaml"), "--language", "fr", "--locale", str(tmp_path / "words")]
    listed = CliRunner().invoke(main, ["list", *base])
    assert listed.exit_code == 0
    assert "Modèle" in listed.stdout
    assert SAID in listed.stderr
    out = tmp_path / "models"
    assert CliRunner().invoke(main, ["pages", *base, "--out", str(out)]).exit_code == 0
    assert "</a>Référence" in (out / "alpha-net.md").read_text(encoding="utf-8")


def test_a_page_for_readers_in_taiwan(tmp_path: Path) -> None:
    text = Project(tmp_path).build(language="zh_TW").text("models/alpha-net.html")
    assert "<h2>評測結果<" in text
    assert ">授權" not in text  # the entry has no licence
    assert '<span lang="zh-CN">目标检测</span>' in text
