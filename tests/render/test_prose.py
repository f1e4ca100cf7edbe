"""A stranger's text: what it may say, and what it may never do."""

from __future__ import annotations

import html
import subprocess
import sys
from typing import TYPE_CHECKING

import html5lib
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.parsers.rst import directives, roles
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sphinx import addnodes

from sphinx_modelzoo.render import prose
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.render.prose_html import ProseHtml
from sphinx_modelzoo.render.tex import is_safe_math
from sphinx_modelzoo.schema.markup import is_plain, is_safe_url, opening
from sphinx_modelzoo.views.content import Paragraph, Prose, Section
from sphinx_modelzoo.views.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable

MARKUP = st.text(alphabet="ab1 .)>#=~-+*_`[]()!<&;$\\:/|^'\"{}%\n\t中　", max_size=40)
PIECES = st.lists(
    st.sampled_from(
        [
            "[x](", ")", "javascript:alert(1)", "JaVaScRiPt&colon;alert(1)", "data:text/html,x",
            "<script>", "</script>", "<img src=x onerror=alert(1)>", "![a](", "<http://a.b>",
            "<javascript:a>", "```{include} /etc/passwd\n", "```\n", "{include}`x`", ":ref:`x`",
            "\n\n", "\n", "# ", "- ", "1. ", "> ", "    ", "$", "$$", "\\href{javascript:x}{y}",
            "\\input{/etc/passwd}", "*", "**", "`", "_", "&#x6a;avascript:", "[x]: ", "[x]",
            '"title"', "&lt;b&gt;", "---\n", "(x)=\n", "% c\n", "+++\n", ":::{note}\n", "|", "text",
            "java\nscript:alert(1)", "java\tscript:", "https://a.b/?c&d", " ", "[^1]", "{{ x }}",
            "[^1]: ", "[^2]", "[^2]: ", "\n| a | b |\n|---|--:|\n", "| c | d |\n", "![", "p.svg)",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip
ANYTHING = st.one_of(MARKUP, PIECES, st.text(max_size=40))

ALLOWED = {
    "a": {"href", "title"},
    "blockquote": set(),
    "br": set(),
    "code": set(),
    "em": set(),
    "li": set(),
    "ol": {"start"},
    "p": set(),
    "pre": set(),
    "span": {"class", "translate"},
    "strong": set(),
    "ul": set(),
}
# What a part of a page may have, too.
ALLOWED_LONG = {
    **ALLOWED,
    "a": {"href", "title", "role", "id"},
    "code": {"class"},
    "div": {"class", "role"},
    "figcaption": set(),
    "figure": {"class"},
    "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    "img": {"src", "alt", "loading"},
    "li": {"id"},
    "pre": {"translate"},
    "sup": set(),
    "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"class"}, "td": {"class"},
}  # fmt: skip
ALLOWED_NODES = (
    nodes.Text, nodes.block_quote, nodes.bullet_list, nodes.emphasis, nodes.enumerated_list,
    nodes.inline, nodes.list_item, nodes.literal, nodes.literal_block, nodes.math,
    nodes.math_block, nodes.paragraph, nodes.reference, nodes.strong,
)  # fmt: skip
ALLOWED_LONG_NODES = (
    *ALLOWED_NODES, addnodes.only, nodes.caption, nodes.colspec, nodes.entry, nodes.figure,
    nodes.footnote, nodes.footnote_reference, nodes.image, nodes.label, nodes.row, nodes.section,
    nodes.table, nodes.target, nodes.tbody, nodes.tgroup, nodes.thead, nodes.title,
)  # fmt: skip
KEY = "description"


def to_html(text: str, url: Callable[[str], str] = str) -> tuple[str, bool]:
    """A text where there is room for a few lines."""
    writer = ProseHtml(
        url, str, str, lambda block: f"<pre><code>{html.escape(block.code)}</code></pre>\n", repr
    )
    return writer.write(Prose(text))


def rendered(text: str, key: str = "") -> list[nodes.Element]:
    renderer = DocutilsRenderer(lambda link, children: nodes.inline("", "", *children), "m", 1)
    if key:
        return renderer.blocks((Section(key, "T", (Prose(text, key=key),)),))[0][1:]
    return renderer.blocks((Prose(text),))


def page_html(text: str) -> str:
    """A text that is a part of a page."""
    return HtmlRenderer(lambda page, fragment: None).blocks((Prose(text, key=KEY),))


def page_markdown(text: str) -> str:
    renderer = MarkdownRenderer(lambda page, fragment: None, labels("en"))
    return "\n\n".join(renderer.blocks((Prose(text, key=KEY),)))


def words_of(text: str, without: str = "") -> str:
    return "".join(text.split()).translate(str.maketrans("", "", without))


@given(ANYTHING)
@example("[x](<javascript:alert(1)>)")
@example('![a" onerror="x](y)')
@settings(deadline=None)
def test_html_holds_only_what_is_allowed(text: str) -> None:
    tree = html5lib.parseFragment(to_html(text)[0], namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ALLOWED[element.tag]
        if element.tag == "a":
            assert is_safe_url(element.attrib["href"])


@given(ANYTHING)
@settings(deadline=None, max_examples=60)
def test_a_long_text_holds_only_what_is_allowed(text: str) -> None:
    tree = html5lib.parseFragment(page_html(text), namespaceHTMLElements=False)
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len({*ids})
    for element in tree.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED_LONG
        assert set(element.attrib) <= ALLOWED_LONG[element.tag]
        if element.tag == "a" and "href" in element.attrib:
            address = element.attrib["href"]
            assert is_safe_url(address)
            assert not address.startswith("#") or address[1:] in ids
        if element.tag == "img":
            assert is_safe_url(element.attrib["src"])
    for name in ids:
        assert name.startswith(f"{KEY}-") or name == KEY
    for block in rendered(text, KEY):
        for node in block.findall():
            assert isinstance(node, ALLOWED_LONG_NODES)
            if isinstance(node, nodes.reference) and "refuri" in node:
                assert is_safe_url(node["refuri"])


@given(ANYTHING)
@settings(deadline=None, max_examples=60)
def test_a_long_text_says_the_same_everywhere(text: str) -> None:
    if "$" in text or "\\" in text:
        return
    html_says = words_in(page_html(text))
    found = rendered(text, KEY)
    for label in [node for block in found for node in block.findall(nodes.label)]:
        label.parent.remove(label)
    assert html_says == words_of("".join(one.astext() for one in found), "\x00\ufffd")
    assert html_says == words_in(
        MarkdownIt("commonmark").enable("table").render(page_markdown(text))
    )


def words_in(written: str) -> str:
    """The words of HTML, with alternative texts, and without the ways back from footnotes."""
    soup = BeautifulSoup(written, "html5lib")
    for back in soup.find_all("a", string=lambda words: words and words.startswith("\u21a9")):
        back.decompose()
    for image in soup.find_all("img"):
        image.replace_with(image["alt"])
    return words_of(soup.get_text(), "\x00\ufffd\u200b")


@given(ANYTHING)
@settings(deadline=None)
def test_nodes_are_only_what_is_allowed(text: str) -> None:
    for block in rendered(text):
        for node in block.findall():
            assert isinstance(node, ALLOWED_NODES)
            if isinstance(node, nodes.reference):
                assert is_safe_url(node["refuri"])
            if isinstance(node, nodes.Element):
                assert (node.source, node.line) == ("m", 1)
                assert node.document is None


@given(ANYTHING)
@settings(deadline=None)
def test_html_and_nodes_say_the_same(text: str) -> None:
    tree = html5lib.parseFragment(
        to_html(text)[0].replace("\\(", "").replace("\\)", "").replace("\\[", ""),
        namespaceHTMLElements=False,
    )
    if "math" in to_html(text)[0]:
        return
    said = "".join(tree.itertext()).replace("\\)", "").replace("\\]", "")
    nodes_say = "".join(node.astext() for node in rendered(text))
    strip = str.maketrans("", "", "\\()[]\x00\ufffd")
    assert words_of(said).translate(strip) == words_of(nodes_say).translate(strip)


@given(st.one_of(st.text(alphabet="ab1 .)>#=~-+\n\t<&!;:|^'\"　\x0b\x85中", max_size=16), ANYTHING))
@settings(deadline=None)
def test_the_short_cut_changes_nothing(text: str) -> None:
    if not is_plain(text):
        return
    tokens = prose.tokens_of(Prose(text))
    assert prose.is_inline(tokens)
    children = tokens[1].children or []
    assert {token.type for token in children} <= {"text", "softbreak"}
    parsed = "".join("\n" if token.type == "softbreak" else token.content for token in children)
    assert html.escape(parsed) == to_html(text)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain & simple <5%", "plain &amp; simple &lt;5%"),
        ("a *b* **c** `d<e`", "a <em>b</em> <strong>c</strong> <code>d&lt;e</code>"),
        ("[x](https://a.b/?c&d 'T')", '<a href="https://a.b/?c&amp;d" title="T">x</a>'),
        ("[x](mailto:a@b.c)", '<a href="mailto:a@b.c">x</a>'),
        ("[x](docs/a.md#b)", '<a href="docs/a.md#b">x</a>'),
        ("<https://a.b>", '<a href="https://a.b">https://a.b</a>'),
        ("a  \nb", "a<br />\nb"),
        ("![the *alt*](x.png)", "the alt"),
        ("costs $5 and $10", "costs <span>$</span>5 and <span>$</span>10"),  # never a formula
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("&lt;b&gt; &copy;", "&lt;b&gt; ©"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](javascript&#58;alert(1))", "[x](javascript:alert(1))"),
        ("[x](JAVASCRIPT:alert(1))", "[x](JAVASCRIPT:alert(1))"),
        ("[x](data:text/html,y)", "[x](data:text/html,y)"),
        ("[x](vbscript:y)", "[x](vbscript:y)"),
        ("[x](file:///etc/passwd)", "[x](file:///etc/passwd)"),
        ("[x](//evil.example/)", "[x](//evil.example/)"),
        ("[x](model:yolov4)", "x"),  # nobody says where it leads
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        ("[x](java\nscript:alert(1))", "[x](java\nscript:alert(1))"),
        (":ref:`x` {doc}`y`", ":ref:<code>x</code> {doc}<code>y</code>"),
        ("{{ config }} |sub|", "{{ config }} |sub|"),
        ("x[^1]", "x[^1]"),
    ],
)  # fmt: skip
def test_inline_text(text: str, expected: str) -> None:
    assert to_html(text) == (expected, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T *x*\n\ny", "<p><strong>T <em>x</em></strong></p>\n<p>y</p>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3"><li>a</li>\n</ol>\n'),
        ("```{include} /etc/passwd\n```", "<pre><code></code></pre>\n"),
        ("```{raw} html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("<div>\n<b>x\n\ny", "<p>&lt;div&gt;\n&lt;b&gt;x</p>\n<p>y</p>\n"),
        ("[x]: javascript:y\n\n[x]", "<p>[x]: javascript:y</p>\n<p>[x]</p>\n"),
        ("$$\n\\input{x}\n$$", "<pre><code>\n\\input{x}\n</code></pre>\n"),
    ],
)  # fmt: skip
def test_blocks_of_text(text: str, expected: str) -> None:
    assert to_html(text) == (expected, False)


def test_math() -> None:
    written = to_html("The cost is $O(n^2)$ & $\\frac{a<b}{c}$")[0]
    assert r">\(O(n^2)\)</span> &amp; <span" in written
    assert r"\(\frac{a&lt;b}{c}\)" in written
    assert to_html(r"$\href{javascript:x}{y}$") == (r"<code>$\href{javascript:x}{y}$</code>", True)
    assert [type(node) for node in rendered("$x^2$")[0].children] == [nodes.math]
    assert isinstance(rendered("$$\nx\n$$")[0], nodes.math_block)
    assert [type(node) for node in rendered(r"$\input{x}$")[0].children] == [nodes.literal]


@pytest.mark.parametrize(
    "tex",
    [
        "x^2", r"\frac{a}{b}", r"\frac12", r"\sqrt[3]{x}", r"\left( a \right)", r"\mathcal{O}(n^2)",
        r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}", r"\text{loss}_i", r"50\%", r"\{a\}",
        r"\operatorname*{arg\,max}_x", r"x_{i}^{2}", r"\sum_{i=1}^N x_i", r"\left. x \right|_0",
        r"L_\text{cls}", r"10^{-3}", r"\hat{y}'", r"a\ b",
    ],
)  # fmt: skip
def test_math_that_draws(tex: str) -> None:
    assert is_safe_math(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{/etc/passwd}", r"^^5cinput{x}", r"\href{javascript:alert(1)}{x}", "}", "{",
        r"\frac{a}", r"\frac", "x^", "a & b", r"\def\x{}", "%", "a#", r"\)", r"\]x", "\\",
        r"\begin{filecontents}{x}\end{filecontents}", r"\left(", r"\right)", r"\write18{ls}",
        r"\left(\begin{matrix}\right)\end{matrix}", "a\n\nb", r"\text{a}}{", r"\style{x}{y}",
        r"\csname input\endcsname", r"\require{x}", r"\catcode`\@=11", r"\end{matrix}", " ",
    ],
)  # fmt: skip
def test_math_that_does_more(tex: str) -> None:
    assert not is_safe_math(tex)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.b", True), ("HTTP://a.b", True), ("mailto:a@b", True), ("a/b:c", True),
        ("#x", True), ("?a:b", True), ("../x", True), ("/x", True), ("", True),
        ("javascript:x", False), (" java\tscript:x", False), ("\x01javascript:x", False),
        ("java\u200bscript:x", False), ("ftp://a", False), ("//a.b", False), ("x:y", False),
        ("/\\a.b", False), ("data:image/png;base64,x", False),
    ],
)  # fmt: skip
def test_which_links_are_safe(url: str, safe: bool) -> None:
    assert is_safe_url(url) is safe


def test_the_opening_of_a_text() -> None:
    assert opening("a *b*\n\n- `c`") == "a b"
    assert opening(" plain\n text ") == "plain text"
    assert opening("# T\n\n![](a.svg)\n\n```\ncode\n```\n\na\\\nb $x$\n\nmore") == "a b x"


def test_an_address_goes_through_the_host() -> None:
    assert to_html("[a](b)", lambda url: f"../{url}")[0] == '<a href="../b">a</a>'
    assert to_html("[a](b)", lambda url: "")[0] == "a"
    renderer = DocutilsRenderer(
        lambda link, children: nodes.inline(), "m", 1, url=lambda url: f"../{url}"
    )
    (paragraph,) = renderer.blocks((Paragraph((Prose("[a](b)"),)),))
    assert paragraph[0]["refuri"] == "../b"


def test_no_global_registry_is_touched() -> None:
    before = dict(directives._directives), dict(roles._roles)
    rendered("```{note}\nx\n```\n\n{ref}`a` *b*", KEY)
    assert (directives._directives, roles._roles) == before


def test_html_needs_neither_docutils_nor_sphinx() -> None:
    code = (
        "import sys, sphinx_modelzoo.render.html\n"
        "sys.exit(sorted({'docutils', 'sphinx', 'myst_parser', 'mkdocs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


README = """\
# Use

A note[^a], [below](#deep--end) and [nowhere](#nothing).

![A *bird*](pictures/a%20bird.svg "On a reed")

| Split | mAP |
|:------|----:|
| val[^a] | 41.2 |

## Deep & end

- first

  ```python
  x = 1

  y = 2
  ```

## Deep & end

[^a]: As [measured](https://a.b).

    More.
"""


def test_a_text_keeps_what_a_readme_holds() -> None:
    written = BeautifulSoup(page_html(README), "html5lib")
    heads = [(head.name, head["id"]) for head in written.select("h3, h4")]
    names = ("use", "deep-end", "deep-end-2")
    assert heads == [("h3", f"{KEY}-use"), *(("h4", f"{KEY}-{name}") for name in names[1:])]
    assert [link["href"] for link in written.select("p > a[href]")[:1]] == [f"#{KEY}-deep-end"]
    assert written.select_one('a[href="#nothing"]') is None
    image = written.select_one("figure img")
    assert image
    assert (image["src"], image["alt"]) == ("pictures/a bird.svg", "A bird")
    assert written.select_one("figcaption").text == "On a reed"
    assert written.select_one("td.modelzoo-right").text == "41.2"
    assert written.select_one("li code.language-python").text == "x = 1\n\ny = 2\n"
    note = written.select_one(f"#{KEY}-fn-1")
    assert [back["href"] for back in note.select("[role=doc-backlink]")] == [
        f"#{ref['id']}" for ref in written.select("[role=doc-noteref]")
    ]


def test_sections_of_a_page_nest_as_the_headings_do() -> None:
    (use,) = [node for node in rendered(README, KEY) if isinstance(node, nodes.section)]
    inner = [node["ids"] for node in use.children if isinstance(node, nodes.section)]
    assert (use["ids"], inner) == (
        [f"{KEY}-use"],
        [[f"{KEY}-deep-end"], [f"{KEY}-deep-end-2"]],
    )
    (code,) = use.findall(nodes.literal_block)
    assert code["language"] == "python"
    assert isinstance(next(iter(use.findall(nodes.figure)))[0], nodes.image)


def test_footnotes_are_numbered_through_a_page() -> None:
    texts = (
        Prose("a[^1]\n\n[^1]: b", key="abstract"),
        Prose("c[^x]\n\n[^x]: d", key="description"),
    )
    written = BeautifulSoup(HtmlRenderer(lambda page, fragment: None).blocks(texts), "html5lib")
    assert [ref.text for ref in written.select("[role=doc-noteref]")] == ["1", "2"]
    made = DocutilsRenderer(lambda link, children: nodes.inline(), "m", 1).blocks(texts)
    labels_ = [label.astext() for node in made for label in node.findall(nodes.label)]
    assert labels_ == ["1", "2"]


def test_elsewhere_the_words_of_it_are_kept() -> None:
    written = BeautifulSoup(to_html(README)[0], "html5lib")
    assert not written.select("h1, h2, h3, img, table, sup, [id]")
    assert "val | 41.2" in written.text
    assert [link["href"] for link in written.select("a")] == []


def test_a_picture_that_cannot_be_shown_is_its_words() -> None:
    lost = Prose("a ![b](c.svg) d\n\n![e](f.svg)", key=KEY, lost=("c.svg",))
    written = BeautifulSoup(HtmlRenderer(lambda page, fragment: None).blocks((lost,)), "html5lib")
    assert [image["src"] for image in written.select("img")] == ["f.svg"]
    assert written.p.text == "a b d"
