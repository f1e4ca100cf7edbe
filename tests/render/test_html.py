"""The table and the parts of a page as HTML."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

import sphinx_modelzoo.render
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES, HtmlRenderer
from sphinx_modelzoo.render.prose import CELL_CLASSES
from sphinx_modelzoo.render.prose_html import TABLE
from sphinx_modelzoo.render.tags import class_name
from sphinx_modelzoo.views.content import (
    Block,
    Break,
    Bullets,
    Cell,
    CodeBlock,
    Column,
    Fact,
    Facts,
    Fold,
    Grid,
    Group,
    Notice,
    PageId,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Row,
    Section,
    UrlLink,
    Words,
    model_page,
)
from tests.support.render_views import cell, drawn, name, page, variants, zoo

CSS = Path(sphinx_modelzoo.render.__file__).parent / "static" / "modelzoo.css"


def link(page: PageId, fragment: str) -> str | None:
    if page.id == "missing":
        return None
    return f"models/{page.path}.html" + (f"#{fragment}" if fragment else "")


RENDERER = HtmlRenderer(link)


def soup(text: str) -> BeautifulSoup:
    """The document of a fragment that has no parse error at all."""
    html5lib.HTMLParser(strict=True).parseFragment(text)
    return BeautifulSoup(text, "html5lib")


def one(found: BeautifulSoup | Tag, selector: str) -> Tag:
    (tag,) = found.select(selector)
    return tag


def test_a_table_is_a_table() -> None:
    found = soup(RENDERER.table(zoo(), classes=SPHINX_TABLE_CLASSES, id="zoo"))
    box = one(found, "div.modelzoo-wrap")
    assert (box["id"], box["role"], box["tabindex"]) == ("zoo", "region", "0")
    assert box["aria-label"] == "Models & more"
    table = one(found, "table.modelzoo-table.modelzoo-zoo.docutils.align-default.table")
    assert one(table, "caption").text == "Models & more"
    heads = table.select("thead > tr > th[scope=col]")
    assert [head.text for head in heads] == ["No.", "Paper", "Abstract", "Results", "Quick start"]
    assert heads[0]["class"] == ["modelzoo-col-no", "modelzoo-number"]
    assert heads[3]["class"] == ["modelzoo-col-metric-Top-1-Acc"]
    rows = table.select("tbody > tr")
    assert [row["data-model"] for row in rows] == ["model-1", "model-2", "model-3"]
    assert all(len(row.find_all(["td", "th"], recursive=False)) == 5 for row in rows)
    assert [cell.text for cell in table.select("tbody td.modelzoo-number")] == ["1", "2", "3"]
    assert [cell["data-sort"] for cell in table.select("td.modelzoo-number")] == ["1", "2", "3"]
    assert {cell["data-label"] for cell in rows[0].select("td, th")} == {h.text for h in heads}


def test_roles_repeat_the_elements() -> None:
    found = soup(RENDERER.table(zoo(groups=True)))
    roles = {
        "table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell",
        "th[scope=col]": "columnheader", "th[scope=row]": "rowheader",
        "th[scope=rowgroup]": "rowheader",
    }  # fmt: skip
    for selector, role in roles.items():
        tags = found.select(selector)
        assert tags
        assert {tag["role"] for tag in tags} == {role}


def test_the_row_header_holds_both_links() -> None:
    head = soup(RENDERER.table(zoo(1))).select_one("th[scope=row]")
    assert head is not None
    to_page, to_paper = head.find_all("a")
    assert to_page["href"] == "models/model-1.html"
    assert one(to_page, "span[translate=no] > strong").text == "Model 1"
    assert to_paper["href"] == "https://example.org/?a=1&b=1"
    assert to_paper.text == "Paper <1> & co"
    assert head.find("br") is not None


def test_groups_head_their_rows() -> None:
    found = soup(RENDERER.table(zoo(3, groups=True)))
    rows = [body.select("tr[data-model]") for body in found.select("tbody")]
    assert list(map(len, rows)) == [0, 1, 1, 0, 1]  # each model has a body of its own
    heads = found.select("tbody > tr.modelzoo-group > th[scope=rowgroup]")
    assert [head.text for head in heads] == ["Detection", "Other"]
    assert {head["colspan"] for head in heads} == {"5"}


def test_folds_languages_and_missing_values() -> None:
    found = soup(RENDERER.table(zoo(2)))
    fold = found.select("details.modelzoo-fold")[0]
    assert not fold.has_attr("open")
    assert one(fold, "summary").text == "Abstract"
    assert len(fold.select("ul > li")) == 2
    assert found.select("span[lang=zh-CN]")[0].text == "数据集"
    empty = found.select("td.modelzoo-col-quick-start")[1]
    assert empty.contents == []


def test_a_model_without_a_page_is_no_link() -> None:
    assert (
        RENDERER.inlines((PageLink(name("X"), model_page("missing")),))
        == '<span translate="no">X</span>'
    )
    assert 'href="models/m.html#variant-s"' in RENDERER.inlines(
        (PageLink(Words("s"), model_page("m"), "variant-s"),)
    )


@pytest.mark.parametrize("url", ["javascript:x", "data:text/html,x", "//evil", " java\nscript:x"])
def test_an_unsafe_address_is_never_written(url: str) -> None:
    assert RENDERER.inlines((UrlLink(Words("a & b"), url),)) == "a &amp; b"
    assert RENDERER.blocks((Picture(url, Words("alt")),)) == "<p>alt</p>\n"


def test_variants_can_be_linked_to() -> None:
    found = soup(RENDERER.blocks((Section("variants", "Variants", (variants(),)),)))
    assert [row["id"] for row in found.select("tbody tr")] == ["variant-s-416", "variant-l-608"]
    assert one(found, ".modelzoo-wrap")["aria-label"] == "Variants"
    assert not soup(RENDERER.table(zoo())).select("tr[id]")


def test_every_part_of_a_page() -> None:
    renderer = HtmlRenderer(link, url=lambda url: f"../{url}" if "://" not in url else url)
    found = soup(renderer.blocks(page()))
    assert one(found, ".modelzoo > p.modelzoo-notice").text == "Deprecated: Use YOLOX"
    head = one(found, ".modelzoo > .modelzoo-header")
    assert str(one(head, "p.modelzoo-lead > em")) == "<em>one</em>"
    chips = [(chip.name, chip.text) for chip in head.select("ul > li > .modelzoo-chip")]
    assert chips == [("a", "Task 6"), ("span", "MIT"), ("span", "Fresh")]
    assert one(head, "a.modelzoo-chip")["href"].endswith("lists/tasks.html#one")  # type: ignore[union-attr]
    assert one(head, "dl.modelzoo-figures > div > dt + dd").text == "25M"
    assert one(head, ".modelzoo-thumb > img")["alt"] == ""
    assert one(found, "ul.modelzoo-tree > li > ul > li > small").text == " so"
    tabs = one(found, ".modelzoo > .modelzoo-tabs")
    assert [tag.name for tag in tabs.find_all(True, recursive=False)] == [
        "input", "label", "div", "input", "label", "div",
    ]  # fmt: skip
    assert [tag.get("checked") for tag in tabs.select("input")] == ["checked", None]
    assert one(found, "#citation details:not([open]) > summary > h2").text == "Cite"
    facts = one(found, "dl.modelzoo-facts")
    assert [tag.name for tag in facts.find_all(True, recursive=False)] == ["dt", "dd"] * 2
    assert one(facts, "dt.modelzoo-fact-paper + dd > a")["title"] == "A"
    assert [head.text for head in found.select("section > h2")] == [
        "Variants", "Abstract", "Description", "Pictures", "Code", "Related",
    ]  # fmt: skip
    assert len(found.select("#description > div[lang=zh-CN] > p")) == 2
    images = found.select("figure.modelzoo-picture > img")
    assert [image["src"] for image in images] == [
        "../img/a.png",
        "https://example.org/remote.png",
    ]
    assert [image["alt"] for image in images] == ["A diagram", "A remote picture"]
    assert [label.text for label in found.select(".modelzoo-tabs > label")] == [
        "Python",
        "Shell",
    ]
    assert one(found, "code.language-bibtex").text.startswith("@misc{x,")
    assert one(found, "ul.modelzoo-related > li a")["href"] == "models/yolov3.html"
    assert one(found, "details:not(.modelzoo-citation) p").text == "folded"
    assert not found.select("p p, p ul, p div, p pre")


def test_nothing_is_scripted_or_styled_in_line() -> None:
    found = soup(RENDERER.blocks((*page(), *drawn())) + RENDERER.table(zoo(), settings="{}"))
    assert [bar["width"] for bar in found.select(".modelzoo-meter > rect")] == ["50%"] * 2
    assert not found.select("script, style, [style], [onclick]")


def test_prose_of_several_paragraphs_leaves_the_paragraph() -> None:
    text = RENDERER.blocks((Paragraph((Words("before "), Prose("a\n\nb"), Words(" after"))),))
    assert text == "<p>before </p>\n<p>a</p>\n<p>b</p>\n<p> after</p>\n"


def test_the_heading_level_is_the_hosts() -> None:
    assert '<h3 class="modelzoo-part">T</h3>' in HtmlRenderer(link, heading=3).blocks(
        (Section("k", "T", ()),)
    )


def test_a_table_without_a_caption_is_named_in_the_readers_language() -> None:
    grid = Grid((Column("a", "A"),), (Group("", (Row((cell(name("x")),)),)),))
    translated = HtmlRenderer(link, {"Table of models": "模型表"}.__getitem__)
    assert one(soup(translated.table(grid)), "div")["aria-label"] == "模型表"
    assert one(soup(translated.table(grid, name="N")), "div")["aria-label"] == "N"
    written = soup(translated.table(grid, caption_html="<b>C</b>"))
    assert one(written, "caption > b").text == "C"


def test_class_names() -> None:
    assert class_name("col", "metric:mAP@COCO") == "modelzoo-col-metric-mAP-COCO"
    assert class_name("col", "a b\"'<") == "modelzoo-col-a-b"


EVIL = st.text(alphabet="ab<>&\"'=/ \n-中\x0b", max_size=12)
WORDS = st.builds(
    Words, EVIL, st.sampled_from([None, "zh", "en"]), st.booleans(), st.booleans(), st.booleans()
)
INLINES = st.lists(
    st.one_of(
        WORDS,
        st.builds(Prose, EVIL, st.sampled_from([None, "zh"])),
        st.builds(UrlLink, WORDS, EVIL, EVIL),
        st.builds(PageLink, WORDS, st.builds(model_page, EVIL), EVIL),
        st.just(Break()),
    ),
    max_size=3,
).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, INLINES, EVIL),
    st.builds(Prose, EVIL),
    st.builds(Bullets, st.lists(INLINES, max_size=2).map(tuple), EVIL),
    st.builds(Facts, st.lists(st.builds(Fact, EVIL, EVIL, INLINES), max_size=2).map(tuple)),
    st.builds(CodeBlock, EVIL, EVIL, st.none() | WORDS),
    st.builds(Picture, EVIL, WORDS, st.none() | WORDS),
    st.builds(Notice, EVIL, EVIL, INLINES),
    st.builds(lambda label, inlines: Fold(label, (Paragraph(inlines),)), EVIL, INLINES),
    st.builds(
        lambda key, label, text: Grid(
            (Column(key, label),),
            (Group(label, (Row((Cell((Prose(text),), sort=text),), key, key),)),),
            label,
            key,
            key,
        ),
        EVIL, EVIL, EVIL,
    ),
)  # fmt: skip
TAGS = {
    "a", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h2", "img", "li", "ol", "p", "pre", "section", "span", "strong",
    "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "alt", "aria-label", "class", "colspan", "data-label", "data-model", "data-sort", "href",
    "id", "lang", "loading", "role", "scope", "src", "start", "tabindex", "title", "translate",
}  # fmt: skip


@given(st.lists(BLOCKS, max_size=4))
@settings(deadline=None)
def test_nothing_in_a_catalog_becomes_markup(blocks: list[Block]) -> None:
    tree = html5lib.parseFragment(RENDERER.blocks(blocks), namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in TAGS
            assert set(element.attrib) <= ATTRIBUTES


@pytest.mark.once
def test_ten_thousand_rows() -> None:
    written = RENDERER.table(zoo(10_000))
    assert written.count("data-model=") == 10_000


# Shared parts of the sheet, for the views that are moving to its tokens.
PARTS = (
    "badges", "chip", "figures", "here", "lead", "mark", "meter", "sub", "tabs", "thumb", "title",
    "tree", "x",
)  # fmt: skip


def test_the_style_sheet_is_small_and_knows_our_classes() -> None:
    css = CSS.read_text("utf-8")
    written = RENDERER.table(zoo(2, groups=True)) + RENDERER.blocks((*page(), *drawn()))
    script = "".join(path.read_text("utf-8") for path in CSS.parent.glob("*.js"))
    named = set(re.findall(r"\.(modelzoo-[\w-]+)", css))
    known = {name for names in re.findall(r'class="([^"]*)"', written) for name in names.split()}
    known |= set(re.findall(r"modelzoo-[\w-]+", script))
    # Words below a view; the host's own links.
    elsewhere = {"modelzoo-note", "modelzoo-edit", "modelzoo-twins"}
    elsewhere |= {f"modelzoo-{part}" for part in PARTS} | {*CELL_CLASSES.values()}
    elsewhere |= {TABLE, "modelzoo-footnotes"}
    assert {name for name in named - known if "-nav" not in name} <= elsewhere | {
        "modelzoo-old",  # of what is deprecated, in rankings
        "modelzoo-here",  # of the model whose page it is
        "modelzoo-peers",
        "modelzoo-page",
        "modelzoo-results",
        "modelzoo-col-checkpoint",
        "modelzoo-code",
        "modelzoo-ranks",
        "modelzoo-col-results",
        "modelzoo-col-rank",
        "modelzoo-col-value",
        "modelzoo-col-license",
        "modelzoo-col-tasks",
        "modelzoo-col-main-result",
        "modelzoo-col-images",
    }
    assert len(gzip.compress(css.encode(), 9)) < 9_000  # see test_packaging.py for the wheel
    assert css.count("{") == css.count("}")
    assert not re.search(r"#[0-9a-f]{3,8}\b|url\(|@import|!ie", css, re.IGNORECASE)
    assert "@media print" in css
