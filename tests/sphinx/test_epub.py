"""EPUBs: well-formed pages in their language, with the models in the contents."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import ROOT
from tests.support.sphinx_project import CATALOG, Project

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
OPF = "{http://www.idpf.org/2007/opf}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ZOO = "Zoo\n===\n\n.. modelzoo::\n\nPart\n----\n\n.. modelzoo-stats::\n   :by: task\n"
END = "End\n===\n\nWords.\n"
CONF = {
    "epub_copyright": "x",
    "version": "1",
    "epub_show_urls": "no",
    "suppress_warnings": ["epub.unknown_project_files"],
}
PAGES = ["models/alpha-net.xhtml", "models/beta-net.xhtml", "models/gamma-net.xhtml"]
LISTS = ("models/lists/tags.xhtml", "models/lists/tasks.xhtml")
BOARD = "models/datasets/coco.xhtml"


def checker() -> list[str]:
    """The command of epubcheck, whose program is a Java archive; none where it is missing."""
    java, program = shutil.which("java"), shutil.which("epubcheck")
    if java is None or program is None:
        return []
    archive = Path(program).resolve()
    return [java, "-jar", str(archive)] if zipfile.is_zipfile(archive) else [program]


class Book:
    """An EPUB, unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        # Whatever is not well-formed fails here.
        self.trees = {
            name: ElementTree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith((".xhtml", ".svg", ".opf", ".ncx"))
        }

    @property
    def nav(self) -> list[tuple[int, str]]:
        """Where the entries of ``nav.xhtml`` lead, each with its level."""
        found: list[tuple[int, str]] = []

        def walk(element: ElementTree.Element, level: int) -> None:
            for child in element:
                if child.tag == f"{XHTML}a":
                    found.append((level, child.get("href", "")))
                walk(child, level + (child.tag == f"{XHTML}ol"))

        walk(self.trees["nav.xhtml"], 0)
        return found

    @property
    def ncx(self) -> list[str]:
        """Where the entries of ``toc.ncx`` lead; one that opens its own part counts once."""
        points = self.trees["toc.ncx"].iter(f"{NCX}content")
        return list(dict.fromkeys(point.get("src", "") for point in points))

    @property
    def spine(self) -> list[str]:
        """The files in reading order."""
        package = self.trees["content.opf"]
        files = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
        return [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]

    def check(self, language: str) -> None:
        """Look at what we promise; epubcheck at the rest, where it is installed."""
        for name, tree in self.trees.items():
            # A picture in a page has to be listed, which Sphinx cannot.
            assert name.endswith(".svg") or not list(tree.iter(f"{SVG}svg")), name
            assert not [part.tag for part in tree.iter() if part.tag.endswith("svg")] or (
                tree.tag == f"{SVG}svg"
            ), name
            if re.match(r"models/|modelzoo-\w+\.xhtml", name):
                assert (tree.get("lang"), tree.get(LANG)) == (language, language), name
            ids = [part.get("id") for part in tree.iter() if part.get("id")]
            assert len(ids) == len(set(ids)), name
        own = [name for name in self.files if re.match(r"models/.*\.xhtml$", name)]
        for contents in (self.spine, self.ncx, [target for _, target in self.nav]):
            assert {name: contents.count(name) for name in own} == dict.fromkeys(own, 1)
        if command := checker():
            done = subprocess.run(
                [*command, str(self.path)], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr


def bind(tmp_path: Path, files: dict[str, str], **config: object) -> Book:
    built = Project(tmp_path, files).build("epub", **{**CONF, **config})
    assert built.warnings == ""
    (path,) = built.outdir.glob("*.epub")
    return Book(path)


def test_epubcheck_is_here() -> None:
    if not checker():
        pytest.skip("epubcheck is not installed: apt install epubcheck; the rest is checked here")
    command = [*checker(), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "EPUBCheck v" in done.stdout + done.stderr


def test_a_zoo_below_the_front_page(tmp_path: Path) -> None:
    index = "Book\n====\n\n.. toctree::\n   :maxdepth: 1\n\n   zoo\n   end\n"
    files = {"index.rst": index, "zoo.rst": ZOO, "end.rst": END}
    book = bind(tmp_path, files, modelzoo_leaderboards=True)
    book.check("en")
    assert book.nav == [
        (1, "index.xhtml"), (1, "zoo.xhtml"), (2, "zoo.xhtml#part"),
        *((2, page) for page in (*PAGES, BOARD)), (1, "end.xhtml"),
        *((1, page) for page in LISTS),
    ]  # fmt: skip
    # The page of the front shows what it showed: its own entries.
    assert b"AlphaNet" not in book.files["index.xhtml"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("index", "zoo"),
    [
        (f"{ZOO}\n.. toctree::\n\n   end\n", ""),
        ("Book\n====\n\n.. modelzoo::\n   :limit: 1\n\n.. toctree::\n\n   end\n", ""),
        ("Book\n====\n\n:modelzoo:model:`beta-net`\n\n.. toctree::\n\n   end\n", ""),
        ("Book\n====\n\n.. toctree::\n\n   end\n\n.. toctree::\n   :hidden:\n\n   zoo\n", ZOO),
        (":orphan:\n\nBook\n====\n\n.. toctree::\n\n   end\n", f":orphan:\n\n{ZOO}"),
    ],
    ids=["front", "limit", "reference", "hidden", "orphan"],
)
def test_models_of_no_shown_document(tmp_path: Path, index: str, zoo: str) -> None:
    """They are below the front page; Sphinx leaves hidden documents out of the contents."""
    files = {"index.rst": index, "end.rst": END, **({"zoo.rst": zoo} if zoo else {})}
    book = bind(tmp_path, files)
    assert [target for level, target in book.nav if level == 1 and "#" not in target] == [
        "index.xhtml", "end.xhtml", *PAGES, *LISTS,
    ]  # fmt: skip
    if "orphan" not in zoo:  # no page may lead to one that no toctree has, says epubcheck
        book.check("en")


def test_each_model_is_listed_once(tmp_path: Path) -> None:
    index = "Book\n====\n\n.. toctree::\n\n   zoo\n   end\n   models/beta-net\n"
    part = "Zoo\n===\n\n.. modelzoo::\n   :filter: params > 1M\n\n.. modelzoo-card:: alpha-net\n"
    project = Project(tmp_path, {"index.rst": index, "zoo.rst": part, "end.rst": ZOO})
    for then in ([], [lambda project: project.edit("end.rst", "Part\n", "Side\n")]):
        built = project.build("epub", then=then, **CONF)
        assert built.warnings == ""
        (path,) = built.outdir.glob("*.epub")
        book = Book(path)
        if not then:  # a second build of one application goes on numbering toc.ncx
            book.check("en")
        targets = [target for _, target in book.nav]
        assert [target for target in targets if target in PAGES] == [PAGES[0], PAGES[2], PAGES[1]]


def test_hostile_headings_and_addresses(tmp_path: Path) -> None:
    catalog = CATALOG.replace("dataset: COCO", "dataset: 'A <b> & 50% #1 [x]'").replace(
        "related: [beta-net]",
        'links: [{url: "end.html#part"}, {url: "missing/file.txt?a=b", label: Missing}]',
    )
    index = "Book\n====\n\n.. modelzoo::\n\n.. toctree::\n\n   end\n"
    project = Project(
        tmp_path, {"index.rst": index, "end.rst": f"{END}\n.. _part:\n\nPart\n----\n"}
    )
    project.write("models.yaml", catalog)
    built = project.build("epub", **CONF)
    assert built.warnings == ""
    (path,) = built.outdir.glob("*.epub")
    book = Book(path)
    book.check("en")
    page = book.files["models/alpha-net.xhtml"].decode()
    assert 'href="../end.xhtml#part"' in page
    assert "Missing" in page
    assert "missing/file" not in page
    again = project.build("epub", to="other", html_baseurl="https://example.org/docs/", **CONF)
    page = again.text("models/alpha-net.xhtml")
    assert 'href="https://example.org/docs/missing/file.txt?a=b"' in page


@pytest.mark.once
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manual(tmp_path: Path, language: str) -> None:
    source = ROOT / "example_docs"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "epub", "-d", str(tmp_path / "d")]
    command += ["-c", str(source / "conf" / language), str(source), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    book = Book(tmp_path / "out" / "sphinx-modelzoo.epub")
    wanted = {"zh": "zh-CN", "en": "en"}[language]
    book.check(wanted)
    assert book.trees["content.opf"].get(LANG) == wanted
    assert {tree.get(LANG) for tree in book.trees.values() if tree.tag == f"{XHTML}html"} == {
        wanted
    }
    stats = book.trees[f"rankings_{'cn' if language == 'zh' else 'en'}.xhtml"]
    assert "%" in "".join(stats.itertext())  # bars are left out, their words are not
    assert not list(stats.iter(f"{SVG}rect"))
