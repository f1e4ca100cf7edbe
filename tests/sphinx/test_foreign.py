"""Builders, translators and extensions of others: their kinds, each in a few lines."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.sphinx_project import Project, assert_same_tree, tree

if TYPE_CHECKING:
    from tests.support.sphinx_project import Built

FILES = {
    "index.rst": (
        "Zoo\n===\n\n.. modelzoo::\n   :caption: All of them\n   :name: all-models\n\n"
        ".. modelzoo-stats::\n   :name: bars\n\n.. modelzoo::\n   :view: cards\n\n"
        ".. modelzoo-leaderboard::\n   :dataset: COCO\n\n.. toctree::\n\n   guide\n"
    ),
    "guide.rst": "Guide\n=====\n\nSee :modelzoo:model:`beta-net` and :ref:`all-models`.\n",
}
CONFIG = {"nitpicky": True, "modelzoo_leaderboards": True, "version": "1"}

# A builder as those of other formats are: it finds out by age what to write, as sphinx-markdown-
# builder does, takes the document's name from its source, as that of Confluence does, and its
# translator knows the nodes of docutils and Sphinx, and no other.
FOREIGN = """
import os
from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder

KNOWN = {*nodes.node_class_names, *addnodes.__dict__, "document"}

class Translator(nodes.NodeVisitor):
    def __init__(self, document, builder):
        super().__init__(document)
        self.docname = builder.env.path2doc(document["source"])
        self.lines = [self.docname]

    def dispatch_visit(self, node):
        name = type(node).__name__
        if name not in KNOWN:
            raise NotImplementedError(name)
        if isinstance(node, nodes.Text):
            self.lines.append(str(node))
        elif node["ids"] or isinstance(node, (nodes.table, nodes.image)):
            self.lines.append(f"<{name} {' '.join(node['ids'])}>")

    def dispatch_departure(self, node):
        pass

class ForeignBuilder(Builder):
    name = "foreign"
    format = FORMAT
    epilog = ""
    allow_parallel = True
    default_translator_class = Translator
    math_renderer_name = "mathjax"  # which Sphinx wants to know of builders of HTML

    def get_outdated_docs(self):
        for docname in self.env.found_docs:
            target = os.path.join(self.outdir, docname + ".out")
            source = self.env.doc2path(docname)
            if not os.path.isfile(target) or os.path.getmtime(source) > os.path.getmtime(target):
                yield docname

    def get_target_uri(self, docname, typ=None):
        return docname + ".out"

    def prepare_writing(self, docnames):
        pass

    def write_doc(self, docname, doctree):
        visitor = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        assert visitor.docname == docname, (visitor.docname, docname)
        target = os.path.join(self.outdir, docname + ".out")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write("\\n".join(visitor.lines))

def setup(app):
    app.add_builder(ForeignBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""

# An extension that asks for paths whenever it is called.
ASKING = """
from pathlib import Path

def ask(app, docnames, reading=False):
    for docname in docnames:
        path = Path(app.env.doc2path(docname))
        if not reading:
            assert path.is_file(), path
            path.relative_to(app.srcdir)
        Path(app.env.doc2path(docname, False)).relative_to(".")

def on_tree(app, doctree, docname):
    place = Path(doctree["source"]).relative_to(app.srcdir)
    assert place.with_suffix("").as_posix() == docname
    assert app.env.path2doc(doctree["source"]) == docname
    ask(app, [docname])

def setup(app):
    app.connect("env-before-read-docs", lambda app, env, names: ask(app, env.found_docs))
    app.connect("source-read", lambda app, name, content: ask(app, [name]))
    app.connect("doctree-read", lambda app, tree: on_tree(app, tree, app.env.docname))
    app.connect("env-updated", lambda app, env: ask(app, env.found_docs))
    app.connect("doctree-resolved", on_tree)
    app.connect("html-page-context", lambda app, name, t, c, tree: ask(app, [name] if tree else []))
    app.connect("build-finished", lambda app, error: error or ask(app, app.env.found_docs))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def with_module(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> list[str]:
    """Write an extension into a project.

    :returns: the extensions to build with.
    """
    project.write(f"{name}.py", text)
    monkeypatch.syspath_prepend(str(project.src))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return ["sphinx_modelzoo", name]


def outputs(built: Built) -> dict[str, str]:
    return {
        path.relative_to(built.outdir).as_posix(): path.read_text(encoding="utf-8")
        for path in built.outdir.rglob("*.out")
    }


@pytest.mark.parametrize("parallel", [0, 2])
@pytest.mark.parametrize("kind", ["foreign", "html", ""])
def test_a_builder_of_another_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, parallel: int
) -> None:
    """Also one of another kind of HTML: its translator is not made from Sphinx's."""
    project = Project(tmp_path, FILES)
    module = f"foreign_{kind or 'none'}_{parallel}"
    text = FOREIGN.replace("FORMAT", repr(kind))
    names = with_module(project, monkeypatch, module, text)
    config = {**CONFIG, "extensions": names, "numfig": True}
    built = project.build("foreign", parallel=parallel, **config)
    assert built.warnings == ""
    found = outputs(built)
    page = found["models/beta-net.out"]
    for words in ("BetaNet", "Names betas.", "<section model-beta-net", "<table ", "BetaNet-S"):
        assert words in page, words
    assert "AlphaNet" not in page  # ways to other models are for web pages
    assert "<table all-models>" in found["index.out"]
    assert "All of them" in found["index.out"]
    assert "bars" in found["index.out"]
    assert found["index.out"].count("AlphaNet") >= 3
    assert "41.5" in found["models/datasets/coco.out"]
    assert "AlphaNet" in found["models/lists/tasks.out"]
    assert len(found) == 8
    project.edit("models.yaml", "Names betas.", "Calls betas.")
    again = outputs(project.build("foreign", parallel=parallel, **config))
    assert "Calls betas." in again["models/beta-net.out"]
    assert again == outputs(project.build("foreign", to="fresh", **config))


@pytest.mark.parametrize("place", ["models.yaml", "../models.yaml", "zoo"])
@pytest.mark.parametrize("parallel", [0, 2])
def test_paths_that_extensions_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, parallel: int
) -> None:
    """As sphinx-codeautolink does: a source is in the source directory, and is there."""
    project = Project(tmp_path, FILES)
    if place != "models.yaml":
        target = project.src / place
        if place == "zoo":
            target.mkdir()
            target /= "one.yaml"
        (project.src / "models.yaml").rename(target)
    names = with_module(project, monkeypatch, f"asking_{parallel}_{len(place)}", ASKING)
    config = {**CONFIG, "extensions": names, "modelzoo_catalog": place, "parallel": parallel}
    built = project.build(**config)
    assert built.warnings == ""
    again = project.build(**config)
    assert again.warnings == ""
    assert again.read == 0
    assert project.build("latex", **config).warnings == ""


def test_the_source_of_a_page_is_the_catalog(tmp_path: Path) -> None:
    project = Project(
        tmp_path,
        FILES,
        conf=(
            "from pathlib import Path\n"
            "def note(app, exception):\n"
            "    names = ('models/beta-net', 'models/datasets/coco', 'guide')\n"
            "    text = ''.join(f'{app.env.doc2path(one)}\\n' for one in names)\n"
            "    Path(app.outdir, 'paths.txt').write_text(text)\n"
            "def setup(app):\n"
            "    app.connect('build-finished', note)\n"
        ),
    )
    built = project.build(**CONFIG)
    catalog, guide = project.src / "models.yaml", project.src / "guide.rst"
    assert built.text("paths.txt").splitlines() == [str(catalog), str(catalog), str(guide)]


def test_another_build_of_one_application_writes_nothing(tmp_path: Path) -> None:
    """Between builds the stubs are the sources again: a touched catalog is no reason to write."""
    project = Project(tmp_path, FILES)

    def touch(project: Project) -> None:
        page = project.root / "build/html/models/beta-net.html"
        before.append(page.stat().st_mtime_ns)
        os.utime(project.src / "models.yaml", ns=(before[0] + 10**12,) * 2)

    before: list[int] = []
    built = project.build(then=[touch], **CONFIG)
    assert (built.outdir / "models/beta-net.html").stat().st_mtime_ns == before[0]


# Sources for tools that read them ------------------------------------------------------------

PICTURES = """\
models:
  - id: one
    name: One
    images: [{src: picture.png, alt: A picture}]
    links: [{url: "guide.html", label: The guide}]
    related: [two]
  - {id: two, name: Two}
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_has_a_source(tmp_path: Path, builder: str) -> None:
    """The addresses in it are of the site, from its own page if there is no base."""
    project = Project(tmp_path, FILES | {"index.rst": "Zoo\n===\n\n.. modelzoo::\n"})
    text = project.build(builder, modelzoo_leaderboards=True).text(
        "_sources/models/alpha-net.rst.txt"
    )
    assert text.startswith('# <a id="model-alpha-net"></a>AlphaNet\n')
    assert "Finds alphas in pictures." in text
    places = {
        "html": ("beta-net.html", "../index.html", "datasets/coco.html"),
        "dirhtml": ("../beta-net/", "../../", "../datasets/coco/"),
    }
    for place in places[builder]:
        assert f"]({place})" in text, place


def test_addresses_in_a_source(tmp_path: Path) -> None:
    project = Project(
        tmp_path,
        {"index.rst": "Zoo\n===\n\n.. modelzoo::\n", "guide.rst": ":orphan:\n\nG\n=\n"},
        catalog=PICTURES,
    )
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    (project.src / "picture.png").write_bytes(png)
    text = project.build().text("_sources/models/one.rst.txt")
    assert "![A picture](../_images/picture.png)" in text
    assert "[The guide](../guide.html)" in text
    text = project.build(html_baseurl="https://e.org/docs").text("_sources/models/one.rst.txt")
    assert "![A picture](https://e.org/docs/_images/picture.png)" in text
    assert "[The guide](https://e.org/docs/guide.html)" in text
    assert "[Two](https://e.org/docs/models/two.html)" in text
    assert "](https://e.org/docs/index.html)" in text


def test_no_source_where_none_is_wanted(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    for builder, copied in (("html", False), ("singlehtml", True)):
        built = project.build(builder, html_copy_source=copied)
        assert not [name for name in tree(built.outdir) if name.startswith("_sources/")]
    page = project.build(to="shown").text("models/beta-net.html")
    assert "_sources/" not in page  # the page itself leads to the entry in the catalog


def test_a_source_in_markdown_where_the_project_has_some(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser")
    built = Project(tmp_path, FILES).build(
        extensions=["myst_parser", "sphinx_modelzoo"],
        source_suffix={".rst": "restructuredtext", ".md": "markdown"},
        html_sourcelink_suffix="",
    )
    assert "Names betas." in built.text("_sources/models/beta-net.md")


def test_a_source_after_a_project_in_markdown(tmp_path: Path) -> None:
    """Sphinx keeps the suffixes of another project's extensions for the life of the process."""
    pytest.importorskip("myst_parser")
    Project(tmp_path / "one", FILES).build(extensions=["myst_parser", "sphinx_modelzoo"])
    built = Project(tmp_path / "two", FILES).build()
    assert "Names betas." in built.text("_sources/models/beta-net.rst.txt")


def test_sources_of_pages_that_are_gone(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES)
    project.build(**CONFIG)
    project.edit("models.yaml", "- id: gamma-net", "- id: delta-net\n    aliases: [gamma-net]")
    project.edit("models.yaml", "Names betas.", "Calls betas.")
    project.edit("models.yaml", "dataset: COCO", "dataset: ImageNet")
    project.edit("index.rst", ":dataset: COCO", ":dataset: ImageNet")
    again = project.build(**CONFIG)
    names = {path.name for path in (again.outdir / "_sources/models").rglob("*.txt")}
    assert "gamma-net.rst.txt" not in names
    assert "coco.rst.txt" not in names
    assert "Calls betas." in again.text("_sources/models/beta-net.rst.txt")
    assert_same_tree(again.outdir, project.build(to="fresh", **CONFIG).outdir)


@pytest.mark.parametrize("builder", ["html", "text", "xml"])
def test_nothing_written_names_the_stubs(tmp_path: Path, builder: str) -> None:
    """Neither their folder nor any other of this machine; of XML, as Sphinx's own documents do."""
    built = Project(tmp_path, FILES).build(builder, **CONFIG)
    for path in built.outdir.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"_modelzoo/\w+/_modelzoo", text), path
