"""Plain text that no typesetter takes for a formula: still the same text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.render.delimiters import pieces, plain_html, without_formulas
from sphinx_modelzoo.sphinx_ext.nodes import break_delimiters

TEXTS = st.text(alphabet="\\$`()[]<>&;'\" aé中", max_size=30)


class Runs(HTMLParser):
    """The texts of a page as MathJax gathers them: none goes on over a tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.runs = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.runs.append("")

    def handle_endtag(self, tag: str) -> None:
        self.runs.append("")

    def handle_data(self, data: str) -> None:
        self.runs[-1] += data


@given(TEXTS)
def test_each_sign_is_alone(text: str) -> None:
    runs = Runs(f"<p>{plain_html(text)}</p>").runs
    assert "".join(runs) == text
    assert all(run in {"\\", "$", "`"} or not {*run} & {*"\\$`"} for run in runs)
    assert "".join(pieces(text)) == text


@given(TEXTS)
def test_nodes_say_the_same(text: str) -> None:
    tree = nodes.paragraph("", "", nodes.Text(text), nodes.math("", text), nodes.literal("", text))
    break_delimiters(list(tree.findall(nodes.Text)))
    assert tree.astext() == 3 * text
    assert [part.astext() for part in (tree[1], tree[2])] == [text, text]
    assert all(
        len(part) == 1 or not {*part.astext()} & {*"\\$`"}
        for part in tree[0].findall(nodes.Text)
        if part is not tree[0]
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a>N $x$</a>", "<a><span>N <span>$</span>x<span>$</span></span></a>"),
        ('<a title="N $x$">b</a>', '<a title="N $x$">b</a>'),
        ("<title>N $x$</title>", "<title>N $x$</title>"),
        ("<script>'N $x$'</script>", "<script>'N $x$'</script>"),
        ('<span class="math">N $x$</span>', '<span class="math">N $x$</span>'),
        ("<a>other $x$</a>", "<a>other $x$</a>"),
        ("<a>\n <img src=x onerror=y>\n</a>", "<a>\n &lt;img src=x onerror=y&gt;\n</a>"),
    ],
)
def test_names_in_a_page(html: str, expected: str) -> None:
    names = {"N $x$", "<img src=x onerror=y>"}
    assert without_formulas(html, names) == expected
    assert without_formulas(expected, names) == expected
