"""Pictures for dark themes and on cards: one is shown, and books and paper have one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.lineage_zoo import CATALOG, write_pictures
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project, assert_same_tree

CARDS = "Zoo\n===\n\n.. modelzoo::\n   :view: cards\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    write_pictures(project.src)
    project.write("index.rst", CARDS)
    project.write("models.yaml", CATALOG)
    return project


def images(html: str) -> list[tuple[str, str]]:
    soup = BeautifulSoup(html, "html.parser")
    found = soup.select(".modelzoo-card img, figure img")
    return [(str(one["src"]), " ".join(one.get("class") or ())) for one in found]


LIGHT, DARK = "modelzoo-light only-light", "modelzoo-dark only-dark"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_web_pages_have_both(project: Project, builder: str) -> None:
    built = project.build(builder)
    assert built.warnings == ""
    name = {"html": "models/seed.html", "dirhtml": "models/seed/index.html"}
    page = images(built.text(name.get(builder, "index.html")))
    assert [classes for _, classes in page][-2:] == [LIGHT, DARK]
    cards = images(built.text("index.html"))
    assert [classes for _, classes in cards][:4] == [LIGHT, DARK, LIGHT, DARK]
    assert all((built.outdir / source).is_file() for source, _ in cards)


def test_books_have_one(project: Project) -> None:
    built = project.build("epub")
    assert "unknown mimetype" not in built.warnings
    (book,) = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as packed:
        names = packed.namelist()
        pages = [packed.read(name).decode() for name in names if name.endswith(".xhtml")]
    assert not [name for name in names if "dark" in name]
    cards = [source for page in pages for source, _ in images(page)]
    assert cards
    assert all(DARK not in page for page in pages)
    assert all(any(name.endswith(source.removeprefix("../")) for name in names) for source in cards)


def test_paper_has_one(project: Project) -> None:
    built = project.build("latex")
    tex = next(built.outdir.glob("*.tex")).read_text("utf-8")
    assert tex.count("\\sphinxincludegraphics") == 3  # two cards, and one on a page
    assert (built.outdir / "light.png").is_file()
    assert (built.outdir / "thumb.png").is_file()
    assert not (built.outdir / "dark.png").exists()


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "xml", "gettext", "linkcheck"])
def test_other_builders(project: Project, builder: str) -> None:
    if builder == "linkcheck":
        project.write("models.yaml", CATALOG.replace("https://", "mailto:x@"))
    assert "Traceback" not in project.build(builder).warnings


def test_pictures_of_cards_follow_the_catalog(project: Project) -> None:
    project.build()
    (project.src / "img" / "thumb.png").write_bytes((project.src / "img" / "dark.png").read_bytes())
    again = project.build()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)
    project.write(
        "models.yaml",
        CATALOG.replace("    thumbnail: {src: img/thumb.png, dark: img/dark.png}\n", ""),
    )
    again = project.build()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def test_what_is_missing_is_told_at_its_place(project: Project) -> None:
    (project.src / "img" / "dark.png").unlink()
    built = project.build()
    line = CATALOG[: CATALOG.index("        dark: img")].count("\n") + 1
    assert f"models.yaml:{line}:15: " in built.warnings
    assert "“img/dark.png” does not exist" in built.warnings
    assert [classes for _, classes in images(built.text("models/seed.html"))] == [""]


def test_mkdocs_and_files(tmp_path: Path) -> None:
    site = Site(tmp_path)
    docs = tmp_path / "docs"
    write_pictures(docs)
    site.write("models.yaml", CATALOG)
    site.write("docs/index.md", "# Zoo\n\n```{modelzoo}\n:view: cards\n```\n")
    built = site.build()
    for name in ("index.html", "models/seed/index.html"):
        found = images(built.text(name))
        assert [classes for _, classes in found][:2] == [LIGHT, DARK]
        folder = (built.outdir / name).parent
        assert all((folder / source).resolve().is_file() for source, _ in found)
    run = CliRunner().invoke(
        main, ["pages", str(tmp_path / "models.yaml"), "--out", str(docs / "models")]
    )
    assert run.exit_code == 0, run.output
    text = (docs / "models" / "seed.md").read_text("utf-8")
    assert "img/light.png#only-light)" in text
    assert "img/dark.png#only-dark)" in text
