"""The parts of a page that are words and links alone: one node, and the same for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx.highlighting import PygmentsBridge

from sphinx_modelzoo.schema.model import Model, Paper
from sphinx_modelzoo.sphinx_ext.page_blocks import colored_bibtex, modelzoo_block, renderer
from sphinx_modelzoo.views.citation import bibtex
from sphinx_modelzoo.views.content import (
    Bullets,
    Cell,
    CodeBlock,
    Column,
    Fact,
    Facts,
    Grid,
    Group,
    Paragraph,
    Picture,
    Prose,
    Row,
    Section,
    Tabs,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.display import Badge, Branch, Header, Tree
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.views.content import Block

WORDS = Paragraph((Words("Some words "), UrlLink(Words("a link"), "https://example.org/x")))
COLUMNS = (Column("model", "Model"), Column("value", "Top-1"))


def grid(*rows: Row, caption: str = "", role: str = "results") -> Grid:
    return Grid(COLUMNS, (Group("", rows),), caption, role)


def row(*blocks: Block, variant: str = "") -> Row:
    return Row(tuple(Cell((one,)) for one in blocks), "net", variant)


def closed(*blocks: Block) -> list[nodes.Element]:
    return renderer(cast("Any", None), "models.yaml", 7, closed=True).blocks(blocks)


BADGE = Badge(Words("Speech"), 12, model_page("net"))
PLAIN: dict[str, tuple[Block, set[str]]] = {
    "paragraph": (WORDS, {"Some", "words", "a", "link"}),
    "prose": (Prose("Plain text."), {"Plain", "text."}),
    "list": (Bullets(((Words("one"),), (BADGE,))), {"one", "Speech", "12"}),
    "facts": (Facts((Fact("a", "Authors", (Words("Ada"),)),)), {"Authors", "Ada"}),
    "head": (Header((WORDS, Bullets(((Words("x"),),)))), {"Some", "words", "a", "link", "x"}),
    "tree": (Tree((Branch((Words("up"),), (Branch((Words("down"),)),)),)), {"up", "down"}),
    "table": (
        grid(row(Paragraph((Words("Net"),)), Paragraph((Words("71.5"),)))),
        {"Model", "Top-1", "Net", "71.5"},
    ),
    "citation": (CodeBlock("@misc{a,\n}", "bibtex"), {"@misc{a,", "}"}),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_words_and_links_is_one_node(name: str) -> None:
    """The search finds all of its words."""
    block, words = PLAIN[name]
    (node,) = closed(block)
    assert isinstance(node, modelzoo_block)
    assert set(node.astext().split()) == words
    assert (node.source, node.line) == ("models.yaml", 7)


OPEN: dict[str, Block] = {
    "formula": Prose("The loss $x^2$."),
    "markup": Bullets(((Prose("*Much*"),),)),
    "numbered table": grid(row(WORDS, WORDS), caption="Table"),
    "place to lead to": grid(row(WORDS, WORDS, variant="s")),
    "code": CodeBlock("pip install x", "bash"),
    "code to choose": Tabs((CodeBlock("x", "bash", Words("A")),), "key"),
    "picture": Header((WORDS,), Picture("a.png", Words("A"))),
    "formula in a cell": grid(row(WORDS, Prose("$x$")), role=""),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_others_have_to_do_with_stays_in_nodes(name: str) -> None:
    assert not any(isinstance(one, modelzoo_block) for one in closed(OPEN[name]))


def test_parts_of_a_section_know_its_title() -> None:
    (section,) = closed(Section("results", "Results", (WORDS, OPEN["code"])))
    assert [type(one).__name__ for one in section] == ["title", "modelzoo_block", "literal_block"]
    assert section[1]["name"] == "Results"


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "xml", "linkcheck"])
def test_other_builders_get_nodes_that_they_know(tmp_path: Path, builder: str) -> None:
    """One doctree serves all: it is read for HTML, and then written by another builder."""
    project = Project(tmp_path)
    html = project.build(to="html")
    doctree = html.app.env.get_doctree("models/alpha-net")
    assert list(doctree.findall(modelzoo_block))
    again = project.build(builder)
    resolved = again.app.env.get_doctree("models/alpha-net")
    again.app.env.apply_post_transforms(resolved, "models/alpha-net")
    assert not list(resolved.findall(modelzoo_block))
    links = [link.get("refuri") for link in resolved.findall(nodes.reference)]
    assert "https://example.org/alpha" in links


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(
    TEXTS.filter(lambda text: bool(text.strip())),
    st.lists(TEXTS.filter(lambda text: bool(text.strip())), max_size=3),
    st.integers(1900, 2100),
)
def test_citations_are_coloured_as_pygments_colours_them(
    title: str, authors: list[str], year: int
) -> None:
    model = Model(id="net", name="Net", paper=Paper(title=title, authors=tuple(authors), year=year))
    entry = bibtex(model)
    assert entry is not None
    made = colored_bibtex(entry)
    if made is None:  # versions of Pygments escape quotes differently
        assert {*entry} & {*"\"'"}
        return
    assert made == PygmentsBridge("html").highlight_block(entry, "bibtex", force=True)


@pytest.mark.parametrize(
    "code",
    [
        "@misc{a,\n  title = {A} and {B},\n}",
        "@misc{a,\n  title = {A}},\n}",
        "@misc{ä,\n}",
        "@misc{a,\n  title = 7,\n}",
        "@misc{a,\n} ",
        "words",
    ],
)
def test_another_form_of_bibtex_is_left_to_pygments(code: str) -> None:
    assert colored_bibtex(code) is None
