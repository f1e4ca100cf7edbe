"""Beside what else a documentation loads: recommonmark, nbsphinx, sphinx_design, myst_parser."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.ext.autosummary import get_rst_suffix

from tests.support.sphinx_project import CATALOG, INDEX, Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

RST = """\
Zoo
===

.. toctree::

   page
   notebook

.. modelzoo::
"""
MARKDOWN = "# A page\n\nSee [the second](model:beta-net) and [](model:gamma-net).\n"
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Notebook\n", "\n", "Text.\n"]}
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_paddlepaddles_set(tmp_path: Path) -> None:
    """Its extensions and theme, ``language = "zh"``; nbsphinx where pandoc is installed."""
    pytest.importorskip("recommonmark")
    pytest.importorskip("sphinx_rtd_theme")
    extensions = ["recommonmark", "sphinx_design", "sphinx_rtd_theme", "sphinx_modelzoo"]
    files = {"index.rst": RST, "page.md": MARKDOWN}
    if shutil.which("pandoc"):
        extensions.append("nbsphinx")
        files["notebook.ipynb"] = json.dumps(NOTEBOOK)
    else:
        files["notebook.rst"] = "Notebook\n========\n"
    project = Project(tmp_path, files)
    built = project.build(extensions=extensions, html_theme="sphinx_rtd_theme", language="zh")
    lines = [line for line in built.warnings.splitlines() if "modelzoo" in line]
    assert not lines, lines
    assert "myst_parser" not in built.app.extensions
    page = built.text("page.html")
    assert 'href="models/beta-net.html#model-beta-net"' in page
    assert ">the second<" in page
    assert ">GammaNet<" in page
    assert "序号" in built.text("index.html")
    assert "给 β 命名。" in built.text("models/beta-net.html")


def test_sphinx_design(tmp_path: Path) -> None:
    pytest.importorskip("sphinx_design")
    text = (
        "Zoo\n===\n\n.. tab-set::\n\n   .. tab-item:: All\n\n      .. modelzoo::\n\n"
        "   .. tab-item:: One\n\n      .. modelzoo::\n         :limit: 1\n"
    )
    built = Project(tmp_path, {"index.rst": text}).build(
        extensions=["sphinx_design", "sphinx_modelzoo"]
    )
    assert built.warnings == ""
    assert built.text("index.html").count("<table") == 2


def test_prolog_and_epilog(tmp_path: Path) -> None:
    built = Project(tmp_path).build(
        rst_prolog=".. |zoo| replace:: the zoo\n", rst_epilog=".. _home: https://example.org\n"
    )
    assert built.warnings == ""


@pytest.mark.parametrize(
    ("option", "place"), [("rst_prolog", slice(None, 1)), ("rst_epilog", slice(1, None))]
)
def test_words_around_every_document(tmp_path: Path, option: str, place: slice) -> None:
    words = "What follows is a preview."
    built = Project(tmp_path).build(**{option: f".. note:: {words}\n"})
    assert built.warnings == ""
    for name in ("index.html", "models/beta-net.html"):
        title = "Zoo" if name == "index.html" else "BetaNet"
        parts = built.text(name).split(f"<h1>{title}", 1)
        assert words in "".join(parts[place]), name


@pytest.mark.parametrize("suffix", [".rst", ".md"])
def test_the_suffix_of_stubs_is_none_for_documents(tmp_path: Path, suffix: str) -> None:
    """sphinx.ext.autosummary writes files with the first suffix that is reStructuredText."""
    index = "# Zoo\n\n```{modelzoo}\n```\n" if suffix == ".md" else INDEX
    built = Project(tmp_path, {f"index{suffix}": index}).build(
        extensions=["sphinx.ext.autosummary", "sphinx_modelzoo", "myst_parser"],
        source_suffix={suffix: "markdown" if suffix == ".md" else "restructuredtext"},
        autosummary_generate=False,
    )
    assert built.warnings == ""
    assert get_rst_suffix(built.app) == (".rst" if suffix == ".rst" else None)
    assert built.app.env.doc2path("models/beta-net", False).endswith(f"beta-net{suffix}")


ADDING = """
def add(app, docname, content):
    content[0] += f"\\nThis is :doc:`/{docname}`.\\n"

def setup(app):
    app.connect("source-read", add)
"""


def test_an_extension_that_adds_words_to_every_source(tmp_path: Path) -> None:
    built = Project(tmp_path, conf=ADDING).build()
    assert built.warnings == ""
    page = built.text("models/beta-net.html")
    assert 'This is <a class="reference internal" href="#">' in page
    assert "Names betas." in page


@pytest.mark.parametrize(
    "name",
    [
        "sphinx.ext.todo",
        "sphinx.ext.githubpages",
        "sphinx.ext.mathjax",
    ],
)
def test_sphinx_own(tmp_path: Path, name: str) -> None:
    built = Project(tmp_path).build(extensions=[name, "sphinx_modelzoo"])
    assert built.warnings == ""


SAME_NAMES = """\
models:
  - {id: one, name: Results, abstract: First., results: [{dataset: COCO, metrics: {mAP: 1}}]}
  - {id: two, name: Results, abstract: Second., results: [{dataset: COCO, metrics: {mAP: 2}}]}
"""


@pytest.mark.parametrize("prefixed", [False, True])
@pytest.mark.parametrize("suffix", [".rst", ".md"])
def test_section_labels(tmp_path: Path, suffix: str, prefixed: bool) -> None:
    """sphinx.ext.autosectionlabel gives every section of every page a label of its own."""
    files = {
        ".rst": "Results\n=======\n\n.. modelzoo::\n\nSee :ref:`models/two:results`.\n",
        ".md": "# Results\n\n```{modelzoo}\n```\n\nSee {ref}`models/two:results`.\n",
    }
    project = Project(tmp_path, {f"index{suffix}": files[suffix]}, catalog=SAME_NAMES)
    markdown = suffix == ".md"
    built = project.build(
        extensions=["sphinx.ext.autosectionlabel", "sphinx_modelzoo"] + ["myst_parser"] * markdown,
        source_suffix={suffix: "markdown" if markdown else "restructuredtext"},
        autosectionlabel_prefix_document=prefixed,
        modelzoo_leaderboards=True,
    )
    assert built.warnings == ""
    assert 'href="models/two.html#model-two"' in built.text("index.html")
    labels = built.app.env.get_domain("std").data["labels"]
    assert labels["models/two:model-two--results"] == (
        "models/two",
        "model-two--results",
        "Results",
    )
    assert any(name.startswith("models/datasets/coco:") for name in labels), sorted(labels)


def test_section_labels_change_no_message(tmp_path: Path) -> None:
    project = Project(tmp_path)
    names = ["sphinx_modelzoo", "sphinx.ext.autosectionlabel"]
    with_labels = project.build("gettext", to="with", extensions=names)
    project.build("gettext", to="without", extensions=names[:1])
    assert_same_tree(tmp_path / "with" / "gettext", tmp_path / "without" / "gettext")
    assert with_labels.warnings == ""


NOTEBOOKS = """\
import json
from myst_parser.parsers.sphinx_ import MystParser

class Parser(MystParser):
    supported = ("myst-nb",)

    def parse(self, text, document):
        if document["source"].endswith(".ipynb"):
            text = "".join(json.loads(text)["cells"][0]["source"])
        super().parse(text, document)

def setup(app):
    app.setup_extension("myst_parser")
    app.add_source_parser(Parser)
"""


def test_notebooks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with myst-nb: a suffix that only holds notebooks holds no page of a model."""
    files = {
        "index.md": "# Zoo\n\n```{modelzoo}\n```\n\n```{toctree}\nnotebook\n```\n",
        "notebook.ipynb": json.dumps(NOTEBOOK),
    }
    project = Project(tmp_path, files)
    project.write("notebooks_of_ours.py", NOTEBOOKS)
    monkeypatch.syspath_prepend(str(project.src))
    built = project.build(
        extensions=["notebooks_of_ours", "sphinx_modelzoo"],
        source_suffix={".ipynb": "myst-nb", ".md": "myst-nb"},
    )
    assert built.warnings == ""
    assert "Names betas." in built.text("models/beta-net.html")


def test_tags_are_keywords(tmp_path: Path) -> None:
    catalog = CATALOG.replace("tags: [small]", "tags: [small, 'a \"b\" <c>', 轻量]")
    built = Project(tmp_path, catalog=catalog).build()
    assert built.warnings == ""
    found = {
        name: [
            one["content"]
            for one in BeautifulSoup(built.text(name), "html.parser").select("meta[name=keywords]")
        ]
        for name in ("models/alpha-net.html", "models/beta-net.html", "index.html")
    }
    assert found.pop("models/alpha-net.html") == ['small, a "b" <c>, 轻量']
    assert list(found.values()) == [[], []]


DESCRIBING = """\
def describe(app, pagename, templatename, context, doctree):
    if doctree is not None:
        if 'name="description"' not in context["metatags"]:
            context["metatags"] += '<meta name="description" content="All words of the page." />'
        words = (context["meta"] or {}).get("og:description", "All words of the page.")
        context["metatags"] += f'<meta property="og:description" content="{words}" />'

def setup(app):
    app.connect("html-page-context", describe)
"""


@pytest.mark.parametrize("first", [True, False])
def test_descriptions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    """As with sphinxext.opengraph, whichever is loaded first: a page is described once."""
    project = Project(tmp_path)
    project.write("describing_of_ours.py", DESCRIBING)
    monkeypatch.syspath_prepend(str(project.src))
    names = ["describing_of_ours", "sphinx_modelzoo"]
    built = project.build(extensions=names if first else names[::-1])
    page = built.text("models/beta-net.html")
    assert page.count('name="description"') == 1
    assert page.count("Names betas.") == 4  # both descriptions, linked data, the page's own text
    assert 'content="All words of the page."' not in page
    assert 'content="All words of the page."' in built.text("index.html")


def test_one_page_for_all_is_not_about_the_first_model(tmp_path: Path) -> None:
    page = Project(tmp_path).build("singlehtml").text("index.html")
    assert page.count("Names betas.") == 2  # in the table, and on the model's page
    assert "description" not in page.partition("<body>")[0]


PLAIN = {
    "index.rst": "Plain\n=====\n\n.. toctree::\n\n   guide\n\n.. index:: word\n",
    "guide.rst": "Guide\n=====\n\n.. _there:\n\n.. math:: a\n\n.. py:function:: f(a)\n",
}


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
@pytest.mark.parametrize("catalog", ["", "models.yaml"])
def test_other_documents_stay_as_they_were(tmp_path: Path, builder: str, catalog: str) -> None:
    """Loading the extension alone, or with a catalog that no document shows, changes no page."""
    project = Project(tmp_path, PLAIN)
    without = project.build(builder, to="without", extensions=[])
    built = project.build(builder, modelzoo_catalog=catalog)
    assert built.warnings == ""
    own = {"models", "_static", ".buildinfo", "objects.inv", "searchindex.js"}
    if catalog:
        own |= {"genindex.html", "modelzoo-tasks.html", "modelzoo-datasets.html"}
        shutil.rmtree(built.outdir / "_sources/models", ignore_errors=True)
    assert_same_tree(built.outdir, without.outdir, but=own)


def test_no_pages_no_catalog(tmp_path: Path) -> None:
    """The extension loaded, nothing configured: nothing happens."""
    built = Project(tmp_path, {"index.rst": "Plain\n=====\n"}).build(modelzoo_catalog=[])
    assert built.warnings == ""
    assert not (built.outdir / "models").exists()
