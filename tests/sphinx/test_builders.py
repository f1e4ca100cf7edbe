"""Every builder holds the table and the models, without a warning, in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.registries import COLUMNS
from tests.support.sphinx_project import CATALOG, Project
from tests.support.theme_sites import SPHINX_THEMES, build_sphinx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sphinx_project import Built

FILES = {
    "index.rst": "Book\n====\n\n.. toctree::\n\n   zoo\n   end\n",
    "zoo.rst": "Zoo\n===\n\n.. modelzoo::\n   :caption: The zoo\n   :name: zoo\n",
    "end.rst": "End\n===\n\nSee :modelzoo:model:`beta-net` and :numref:`zoo`.\n",
}
CONFIG = {
    "numfig": True,
    "nitpicky": True,
    "html_copy_source": True,
    "epub_copyright": "x",
    "version": "1",
    "release": "1.0",
    "linkcheck_ignore": ["https://.*"],
}


def all_text(built: Built, *suffixes: str) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(built.outdir.rglob("*"))
        if path.suffix in suffixes
    )


def epub_text(built: Built) -> str:
    (book,) = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        package = archive.read("content.opf").decode()
        spine = set(re.findall(r'idref="([^"]+)"', package))
        items = {
            re.findall(r'href="([^"]+)"', item)[0]: re.findall(r' id="([^"]+)"', item)[0]
            for item in re.findall(r"<item [^>]+>", package)
        }
        found = [name for name in names if name.startswith("models/")]
        pages = [name for name in found if not name.startswith("models/lists/")]
        assert len(pages) == 3
        assert {items[name] for name in pages} <= spine
        return "\n".join(archive.read(name).decode() for name in names)


SUFFIXES = {
    "html": [".html"],
    "dirhtml": [".html"],
    "singlehtml": [".html"],
    "json": [".fjson"],
    "latex": [".tex"],
    "text": [".txt"],
    "man": [".1"],
    "texinfo": [".texi"],
    "xml": [".xml"],
    "pseudoxml": [".pseudoxml"],
    "gettext": [".pot"],
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("builder", [*SUFFIXES, "epub"])
def test_builders(tmp_path: Path, builder: str, language: str) -> None:
    project = Project(tmp_path, FILES)
    built = project.build(builder, language=language, **CONFIG)
    assert built.warnings == ""
    text = epub_text(built) if builder == "epub" else all_text(built, *SUFFIXES[builder])
    if builder == "json":
        text = "\n".join(
            json.loads(path.read_text())["body"]
            for path in sorted(built.outdir.rglob("*.fjson"))
            if "body" in json.loads(path.read_text())
        )
    flat = " ".join(text.replace("\\", "").split())
    words = {
        "en": ("Names betas.", "Quick start", "Finds alphas in"),
        "zh": ("给 β 命名", "快速开始", "在图片中寻找"),
    }
    for wanted in (*words[language], "41.5", "BetaNet", "GammaNet"):
        assert wanted in flat or builder == "gettext", wanted
    if builder == "gettext":
        assert words[language][0] in flat
        assert 'msgid "BetaNet"' not in text  # names are not for translators
    for other in words["zh" if language == "en" else "en"]:
        assert other not in flat


def test_one_document_holds_every_page_once(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    page = project.build("singlehtml", **CONFIG).text("index.html")
    assert page.count('id="model-beta-net"') == 1
    assert 'href="#model-beta-net"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#((?:document-models|model-)[^"]+)"', page)
    assert len(targets) > 10
    assert set(targets) <= set(ids)


def test_linkcheck_and_changes(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    built = project.build("linkcheck", **CONFIG)
    assert built.warnings == ""
    assert project.build("changes", to="changes", **CONFIG).warnings == ""


EVERY_LINK = """\
models:
  - id: linked
    name: Linked
    publisher: Someone
    license: Apache-2.0
    paper: {title: A, url: "https://e.org/paper", arxiv: "2001.00002", doi: 10.1109/CVPR.2016.90}
    code: [{url: "https://e.org/code", kind: quick-start}, {url: "https://e.org/other"}]
    links: [{url: "https://e.org/link", label: A link}]
    demo: {url: "https://e.org/demo"}
    results:
      - {dataset: COCO, metrics: {mAP: 1}, source: {url: "https://e.org/source"}}
    variants:
      - id: small
        weights: ["https://e.org/weights"]
        config: "https://e.org/config"
        results: [{dataset: COCO, metrics: {mAP: 2}, source: {url: "https://e.org/small"}}]
"""
ALL_COLUMNS = f"""\
Zoo
===

.. modelzoo::
   :columns: {", ".join(COLUMNS)}, metric:mAP@COCO
   :caption: A `caption <https://caption.example/>`_

.. modelzoo::
   :columns: {", ".join(COLUMNS)}
   :rows: variants

.. modelzoo::
   :view: cards

.. modelzoo-leaderboard::
   :dataset: COCO
"""


def links_by_place(built: Built) -> dict[str, str]:
    """For every link in the report, the file and line that it names."""
    told = [json.loads(line) for line in built.text("output.json").splitlines()]
    return {one["uri"]: f"{one['filename']}:{one['lineno']}" for one in told}


def test_linkcheck_names_the_entry(tmp_path: Path) -> None:
    """The report names the catalog's file and the entry's line, and misses no link of a table."""
    project = Project(tmp_path, {"index.rst": ALL_COLUMNS, "zoo/more.yaml": EVERY_LINK})
    config = {"linkcheck_ignore": [".*"], "modelzoo_catalog": ["models.yaml", "zoo/*.yaml"]}
    built = project.build("linkcheck", **config)
    assert built.warnings == ""
    found = links_by_place(built)
    assert found["https://example.org/alpha"] == "models.yaml:3"
    assert found["https://example.org/s.pdparams"] == "models.yaml:16"
    assert found["https://doi.org/10.1109/CVPR.2016.90"] == "zoo/more.yaml:2"
    assert found["https://caption.example/"].startswith("index.rst:")
    html = project.build("html", to="html", **config)
    shown = set(re.findall(r'href="(https?://[^"]+)"', html.text("index.html")))
    theme = {"https://www.sphinx-doc.org/", "https://alabaster.readthedocs.io"}
    assert len(shown) > 12
    assert shown - theme <= found.keys()


def test_linkcheck_warns_at_the_entry(tmp_path: Path) -> None:
    """With ``-q`` Sphinx warns of links that are broken: there, too, at the entry."""
    catalog = "models: [{id: one, name: One, code: ['http://127.0.0.1:9/none']}]\n"
    project = Project(tmp_path, catalog=catalog)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", str(project.src), str(out)]
    command += ["-D", "modelzoo_catalog=models.yaml", "--no-color"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{project.src / 'models.yaml'}:1: WARNING: broken link" in done.stderr
    told = (out / "output.txt").read_text(encoding="utf-8")
    assert told.startswith("models.yaml:1: [broken] http://127.0.0.1:9/none")


def test_gettext_names_file_and_line(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    built = project.build("gettext", **CONFIG)
    lines = (project.src / "models.yaml").read_text().splitlines()
    line = lines.index("      en: Names betas.") + 1
    assert f'models.yaml:{line}\nmsgid "Names betas."' in all_text(built, ".pot")


def test_page_text_can_be_translated_by_the_host(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    po = project.write(
        "locale/fr/LC_MESSAGES/models/beta-net.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Names betas."\nmsgstr "Nomme les bêtas."\n',
    )
    assert po.is_file()
    built = project.build(language="fr", locale_dirs=["locale"], gettext_compact=False, numfig=True)
    assert "Nomme les bêtas." in built.text("models/beta-net.html")


@pytest.mark.parametrize("theme", SPHINX_THEMES)
def test_themes(tmp_path: Path, theme: str) -> None:
    """In a process of its own each: sphinx_book_theme leaves state behind for the next one."""
    pytest.importorskip(theme)
    conf = (
        f"extensions = ['sphinx_modelzoo']\nmodelzoo_catalog = 'models.yaml'\n"
        f"html_theme = {theme!r}\nnitpicky = True\nnumfig = True\n"
    )
    out = build_sphinx(tmp_path, {**FILES, "models.yaml": CATALOG}, conf)
    assert "modelzoo-zoo" in (out / "zoo.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["html", "latex", "text", "xml", "man", "texinfo"])
def test_a_caption_with_markup(tmp_path: Path, builder: str) -> None:
    """The caption stands there once, as its markup says."""
    zoo = "Zoo\n===\n\n.. modelzoo::\n   :caption: All :modelzoo:count:`all` of *them*\n"
    project = Project(tmp_path, {"index.rst": zoo})
    built = project.build(builder, man_pages=[("index", "zoo", "zoo", "x", 1)])
    assert built.warnings == ""
    text = all_text(built, *SUFFIXES[builder])
    # In HTML it is also what assistive technology calls the table.
    assert len(re.findall(r"All 3 of", text)) == (2 if builder == "html" else 1)
    assert "count:" not in text


def test_hostile_names_in_every_xhtml_page(tmp_path: Path) -> None:
    """An EPUB is XML: whatever a stranger writes, every page must be well-formed."""
    import xml.etree.ElementTree as ElementTree

    catalog = """\
schema_version: 1
models:
  - id: a
    name: "A <svg/onload=alert(1)> & B"
    summary: "One.\\\\\nTwo <b> & three; $x<y$ `<i>`"
    tags: ["<u>"]
    aliases: ["old<x", "x;y"]
    code: ["https://example.org/?a=1&b=2", "https://example.org/2"]
    results:
      - dataset: "<svg/onload=alert(2)>"
        metrics: {"<m>": 1, "R&D <b": 2}
        raw: "<script>alert(3)</script>"
      - {dataset: COCO, metrics: {mAP: 3}}
"""
    project = Project(tmp_path, FILES, catalog=catalog)
    project.write("end.rst", "End\n===\n")
    built = project.build("epub", **CONFIG)
    (book,) = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        pages = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
        assert len(pages) > 6
        for name in pages:
            ElementTree.fromstring(archive.read(name))
    html = project.build(**CONFIG)
    for name in ("index", "zoo", "models/a", "modelzoo-datasets", "modelzoo-tasks", "genindex"):
        path = html.outdir / f"{name}.html"
        assert not path.exists() or "<svg/onload" not in path.read_text(encoding="utf-8"), name
        assert not path.exists() or "<script>alert" not in path.read_text(encoding="utf-8"), name
