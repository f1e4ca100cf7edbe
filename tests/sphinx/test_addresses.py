"""Addresses: links of the catalog, labels for other projects, and buttons to edit a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.support.sphinx_project import Project, assert_same_tree
from tests.support.theme_sites import build_sphinx

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = """\
schema_version: 1
models:
  - id: a
    name: A
    aliases: [old-a]
    summary: See [the guide](guide.html?x=1#part) and [a file](data/f.txt?a=b#l).
    paper: {title: P, url: "guide.html#paper"}
    links: [{url: "guide.html#part"}, {url: "deep/#there", label: Deep}]
    code: [{url: "guide.html#code", kind: quick-start}]
    demo: "guide.html#demo"
    results:
      - {dataset: COCO, metrics: {mAP: 1}, source: {kind: paper, url: "guide.html#source"}}
  - id: b
    name: B
    results: [{dataset: COCO, metrics: {mAP: 2}}]
"""
FILES = {
    "index.rst": "Zoo\n===\n\n.. toctree::\n\n   guide\n   deep/index\n\n.. modelzoo::\n"
    "   :columns: name, paper, summary, quickstart\n",
    "guide.rst": "Guide\n=====\n\n:ref:`model-a--results`\n",
    "deep/index.rst": "Deep\n====\n",
}
PARTS = ("part", "paper", "code", "demo", "source")
CONF = {"epub_copyright": "x", "version": "1"}


def targets(html: str) -> set[str]:
    """The addresses of a page's links that the catalog gave."""
    found = BeautifulSoup(html, "html.parser").find_all("a", href=True)
    return {a["href"] for a in found if re.search(r"[#?]|f\.txt", a["href"]) and a.text != "¶"}


@pytest.mark.parametrize(
    ("builder", "page", "guide", "rest"),
    [
        ("html", "models/a.html", "../guide.html", {
            "../guide.html?x=1#part", "../data/f.txt?a=b#l", "../deep/index.html#there",
        }),
        ("dirhtml", "models/a/index.html", "../../guide/", {
            "../../guide/?x=1#part", "../../data/f.txt?a=b#l", "../../deep/#there",
        }),
        ("singlehtml", "index.html", "", {"data/f.txt?a=b#l", "#there"}),
        ("epub", "models/a.xhtml", "../guide.xhtml", {"../deep/index.xhtml#there"}),
    ],
)  # fmt: skip
def test_relative_links_keep_query_and_fragment(
    tmp_path: Path, builder: str, page: str, guide: str, rest: set[str]
) -> None:
    built = Project(tmp_path, FILES, "", CATALOG.replace("index.html", "")).build(builder, **CONF)
    assert built.warnings == ""
    wanted = {f"{guide}#{part}" for part in PARTS} | rest
    assert wanted <= targets(built.text(page))
    index = built.text("index.xhtml" if builder == "epub" else "index.html")
    near = guide.replace("../", "")
    assert {f"{near}#paper", f"{near}#code", f"{near}#part"} & targets(index) >= {f"{near}#paper"}


def test_in_a_table_and_elsewhere(tmp_path: Path) -> None:
    project = Project(tmp_path, FILES, 'project = "Zoo"', CATALOG)
    table = targets(project.build().text("index.html"))
    assert {"guide.html#paper", "guide.html#code", "guide.html?x=1#part"} <= table
    assert "guide.html#part" in project.build("latex").text("zoo.tex").replace(r"\#", "#")


def test_an_address_becomes_a_documents(tmp_path: Path) -> None:
    """What a link leads to depends on the documents that there are."""
    files = {name: text for name, text in FILES.items() if name != "guide.rst"}
    files["index.rst"] = FILES["index.rst"].replace("   guide\n", "")
    project = Project(tmp_path, files, "", CATALOG)
    before = project.build("dirhtml")
    assert "../../guide.html#part" in targets(before.text("models/a/index.html"))
    project.write("guide.rst", f":orphan:\n\n{FILES['guide.rst']}")
    later, fresh = project.build("dirhtml"), project.build("dirhtml", to="fresh")
    assert "../../guide/#part" in targets(later.text("models/a/index.html"))
    assert_same_tree(later.outdir, fresh.outdir, but={".buildinfo"})


def test_sections_have_labels(tmp_path: Path) -> None:
    project = Project(tmp_path / "zoo", FILES, "", CATALOG)
    built = project.build(extensions=["sphinx_modelzoo", "sphinx.ext.autosectionlabel"])
    assert built.warnings == ""
    labels = built.app.env.get_domain("std").labels
    assert labels["model-a--results"] == ("models/a", "model-a--results", "Results")
    assert labels["model-old-a"] == ("models/a", "model-a", "A")
    ours = {label for label in labels if label.startswith("model-a--")}
    page = BeautifulSoup(built.text("models/a.html"), "html.parser")
    assert ours == {part["id"] for part in page.select("section section")}
    link = page.find(id="model-a--results")
    assert link is not None
    guide = BeautifulSoup(built.text("guide.html"), "html.parser")
    (named,) = guide.select("a[href='models/a.html#model-a--results']")
    assert named.text == "Results"
    # The search finds sections by their titles, and has no object for each.
    index = built.text("searchindex.js").replace(" ", "")  # Sphinx 8.0 writes spaces
    assert '"objects":{"":[[' in index
    objects = index.partition('"objects":')[2].partition("}")[0]
    assert "results" not in objects
    other = Project(
        tmp_path / "other",
        {"index.rst": "Other\n=====\n\n:external+zoo:ref:`model-b--results`\n"},
        "",
        "schema_version: 1\nmodels: []\n",
    )
    inventory = str(built.outdir / "objects.inv")
    there = other.build(
        extensions=["sphinx.ext.intersphinx"],
        intersphinx_mapping={"zoo": ("https://example.org/", inventory)},
        modelzoo_catalog=None,
    )
    assert 'href="https://example.org/models/b.html#model-b--results"' in there.text("index.html")


OWN = (
    "Guide\n=====\n\n.. _model-a:\n\nWords.\n\n.. _model-b--results:\n\nPart\n----\n\n"
    ":ref:`w <model-a>`\n"
)
HINT = "(rename the project's label)"
WARNINGS = [
    f"guide.rst:4: WARNING: duplicate label model-a, other instance in models.yaml:3 {HINT}",
    "guide.rst:8: WARNING: duplicate label model-b--results, other instance in models.yaml:13 "
    + HINT,
]


def said(warnings: str) -> list[str]:
    return re.findall(r"guide\.rst.*(?= \[modelzoo\.label\.duplicate\])", warnings)


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_projects_own_label_is_said(tmp_path: Path, parallel: int) -> None:
    project = Project(tmp_path, {**FILES, "guide.rst": OWN}, "", CATALOG)
    built = project.build(parallel=parallel)
    assert said(built.warnings) == WARNINGS
    assert len(built.warnings.splitlines()) == 2
    assert 'href="#model-a"' in built.text("guide.html")
    # Nothing changed, a document, the catalog, all: the same.
    assert said(project.build(parallel=parallel).warnings) == WARNINGS
    project.write("guide.rst", f"{OWN}\nMore.\n")
    again = project.build(parallel=parallel)
    assert said(again.warnings) == WARNINGS
    assert len(again.warnings.splitlines()) == 2
    project.edit("models.yaml", "name: B", "name: BB")
    assert said(project.build(parallel=parallel).warnings) == WARNINGS
    assert project.build(suppress_warnings=["modelzoo.label.duplicate"]).warnings == ""


def test_labels_that_come_and_go(tmp_path: Path) -> None:
    files = {
        **FILES,
        "guide.rst": "Guide\n=====\n",
        "end.rst": ":orphan:\n\nE\n=\n\n:ref:`w <model-a>`\n",
    }
    project = Project(tmp_path, files, "", CATALOG)
    assert project.build().warnings == ""
    project.write("guide.rst", OWN)
    later = project.build()
    assert said(later.warnings) == WARNINGS
    fresh = project.build(to="fresh")
    assert 'href="guide.html#model-a"' in later.text("end.html")
    assert_same_tree(later.outdir, fresh.outdir, but={".buildinfo"})
    project.write("guide.rst", "Guide\n=====\n")
    last = project.build()
    assert last.warnings == ""
    assert 'href="models/a.html#model-a"' in last.text("end.html")
    assert_same_tree(last.outdir, project.build(to="third").outdir, but={".buildinfo"})


REPOSITORY = "https://example.org/edit/{file}#L{line}"


@pytest.mark.parametrize("edit", ["", REPOSITORY])
def test_edit_buttons_made_of_paths(tmp_path: Path, edit: str) -> None:
    """As sphinx_immaterial makes them: of the repository and the document's path."""
    conf = """
def button(app, pagename, templatename, context, doctree):
    path = str(app.env.doc2path(pagename, False))
    context["page"] = {"edit_url": f"https://example.org/repo/edit/main/docs/{path}"}

def note(app, pagename, templatename, context, doctree):
    context["metatags"] = f'<link rel="edit" href="{context["page"]["edit_url"]}" />'

def setup(app):
    app.connect("html-page-context", button)
    app.connect("html-page-context", note, priority=950)
"""
    project = Project(tmp_path, FILES, conf, CATALOG)
    built = project.build(modelzoo_edit_url=edit, modelzoo_leaderboards=True)

    def button(name: str) -> str:
        found = BeautifulSoup(built.text(name), "html.parser").select_one("link[rel=edit]")
        assert found is not None
        return str(found["href"])

    base = "https://example.org/repo/edit/main/docs/"
    assert button("guide.html") == f"{base}guide.rst"
    wanted = "https://example.org/edit/models.yaml#L3" if edit else f"{base}models.yaml"
    assert button("models/a.html") == wanted
    assert button("models/datasets/coco.html") == ""


@pytest.mark.once
@pytest.mark.parametrize(
    ("theme", "options", "context"),
    [
        ("furo", {
            "source_repository": "https://github.com/o/r/", "source_branch": "main",
            "source_directory": "docs/",
        }, {}),
        ("pydata_sphinx_theme", {"use_edit_page_button": True}, {
            "github_user": "o", "github_repo": "r", "github_version": "main", "doc_path": "docs",
        }),
        ("sphinx_book_theme", {
            "repository_url": "https://github.com/o/r", "use_edit_page_button": True,
            "use_source_button": True,
        }, {}),
        ("sphinx_rtd_theme", {}, {
            "display_github": True, "conf_py_path": "/docs/",
            "github_user": "o", "github_repo": "r", "github_version": "main",
        }),
        ("sphinx_immaterial", {
            "repo_url": "https://github.com/o/r/", "edit_uri": "edit/main/docs", "font": False,
            "features": ["content.action.edit"],
        }, {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("edit", ["", REPOSITORY], ids=["none", "edit"])
def test_edit_buttons_of_themes(
    tmp_path: Path, theme: str, options: dict[str, object], context: dict[str, object], edit: str
) -> None:
    """They lead to the entry, or are not there; those of other documents stay."""
    pytest.importorskip(theme)
    more = [theme] if theme == "sphinx_immaterial" else []
    settings = {
        "project": "Zoo",
        "extensions": ["sphinx_modelzoo", *more],
        "modelzoo_catalog": "models.yaml",
        "modelzoo_edit_url": edit,
        "modelzoo_leaderboards": True,
        "html_theme": theme,
        "html_theme_options": options,
        "html_context": context,
    }
    conf = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    out = build_sphinx(tmp_path, {**FILES, "models.yaml": CATALOG}, conf)

    def buttons(name: str) -> set[str]:
        page = (out / name).read_text(encoding="utf-8")
        links = BeautifulSoup(page, "html.parser").find_all("a", href=True)
        return {a["href"] for a in links if re.search(r"/(?:edit|blob)/", a["href"])}

    assert any(
        "docs/guide.rst" in button or "/guide.rst" in button for button in buttons("guide.html")
    )
    entry = {REPOSITORY.format(file="models.yaml", line=3)} if edit else set()
    catalog = {"https://github.com/o/r/edit/main/docs/models.yaml"} if more and not edit else set()
    assert buttons("models/a.html") == entry | catalog
    assert buttons("models/datasets/coco.html") == set()
