"""Views as docutils nodes, which every Sphinx builder can write.

Only nodes that docutils and Sphinx know are made, and no raw ones: nothing has to be registered,
and a PDF or a manual page shows what the HTML shows. Every node has the place of the
catalog's entry, for messages and for translators.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from sphinx_modelzoo.render.display_nodes import cards_nodes, plot_nodes
from sphinx_modelzoo.render.prose import is_inline, notes_in, tokens_of
from sphinx_modelzoo.render.table_nodes import TableNodes
from sphinx_modelzoo.render.tags import DARK, LIGHT, class_name, role_classes
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.markup import is_plain, is_safe_url, plain_words
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    CodeBlock,
    Facts,
    Fold,
    Grid,
    Notice,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Section,
    Tabs,
    Title,
    UrlLink,
    ViewBlock,
    Words,
)
from sphinx_modelzoo.views.display import Badge, Bar, Cards, Header, Plot, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.render.prose_nodes import ProseNodes
    from sphinx_modelzoo.views.content import Block, Inline
    from sphinx_modelzoo.views.display import Branch

CHIP, COUNT, FOLD, FOLDED, HEADER, NEW, SMALL, TABS, THUMB, TREE = map(
    class_name,
    ("chip", "count", "fold", "folded", "header", "new", "small", "tabs", "thumb", "tree"),
)
"""The classes that mark parts of a page with special HTML."""

Refer: TypeAlias = "Callable[[str, str, list[nodes.Node]], nodes.Element | None]"

WEB = "format_html and not builder_epub"
"""The builders whose pages are read on screens, with a network."""


class DocutilsRenderer:
    """A renderer that makes nodes of views.

    :param link: makes the cross-reference to a page from the nodes that it shows.
    :param source: the catalog's file.
    :param line: the line of the entry in it.
    :param url: what to make of the address of a link before it is put into a node.
    :param refer: makes the cross-reference to a document, or whatever else of the project an
        address leads to, from the nodes that it shows: none, to show the title, and the words
        without a title. Returns nothing for an address that leads elsewhere.
    :param notes: how many footnotes the document has already.
    :param draw: makes the picture of a plot; the table is shown alone where it makes none.
    :param view: makes the node of a view among the blocks of a page, which is filled in when
        the page is written.
    :param close: makes one node of a part of a page, given the title of the section that it is
        in; returns nothing for a part that it leaves to this renderer.
    """

    def __init__(
        self,
        link: Callable[[PageLink, list[nodes.Node]], nodes.Node],
        source: str,
        line: int,
        *,
        url: Callable[[str], str] = str,
        refer: Refer = lambda address, words, children: None,
        notes: int = 0,
        draw: Callable[[Plot], nodes.Element | None] = lambda plot: None,
        view: Callable[[ViewBlock], nodes.Element] | None = None,
        close: Callable[[Block, str], nodes.Element | None] = lambda block, name: None,
    ) -> None:
        self._link = link
        self._place = source, line
        self._url = url
        self._refer = refer
        self._draw = draw
        self._view = view
        self._close = close
        self._notes = notes

    def blocks(self, blocks: Iterable[Block]) -> list[nodes.Element]:
        """Make the nodes of a page's parts, one after the other."""
        return [self._located(node) for block in blocks for node in self._part(block)]

    def _part(self, block: Block, section: str = "") -> list[nodes.Element]:
        closed = self._close(block, section)
        return self._block(block) if closed is None else [closed]

    def _made(self, blocks: Iterable[Block]) -> list[nodes.Element]:
        """Make nodes that have no place yet: all of them get it at once."""
        return [node for block in blocks for node in self._block(block)]

    def inlines(self, inlines: Iterable[Inline]) -> list[nodes.Node]:
        """Make the nodes of a run of inline content."""
        return [node for inline in inlines for node in self._inline(inline)]

    def table(self, grid: Grid, *, spans: bool = False) -> nodes.table:
        """Make a table whose cells wrap, and which breaks over pages where it is long.

        :param spans: whether the title of a group may reach across the table: not in manual pages.
        """
        table = TableNodes(self._made, spans=spans).table(grid)
        self._located(table)
        return table

    def _located(self, node: nodes.Element) -> nodes.Element:
        for element in node.findall(nodes.Element):
            if element.source is None:
                element.source, element.line = self._place
            if isinstance(element, nodes.TextElement) and not isinstance(element, nodes.inline):
                # Translators get the texts of the catalog itself, not what a page makes of them.
                # Sphinx takes an inline node with this mark for its own, and removes it.
                element["translatable"] = False
        return node

    @cached_property
    def _prose(self) -> ProseNodes:
        # myst-parser is loaded by the first text that has markup.
        from sphinx_modelzoo.render.prose_nodes import ProseNodes

        return ProseNodes(
            *self._place, self._url, self._refer, _code, self._picture, _inline_picture
        )

    def _block(self, block: Block) -> list[nodes.Element]:
        if isinstance(block, Paragraph):
            return self._flow(block.inlines, block.role)
        if isinstance(block, Title):
            return self._flow(block.paragraph.inlines)
        if isinstance(block, Prose):
            return self._flow((block,))
        if isinstance(block, Fold):
            parts = [paragraph([nodes.strong("", block.label)]), *self._made(block.blocks)]
            # In a cell, or a view, what is folded on screens is not on paper.
            return parts if self._view is None else [nodes.container("", *parts, classes=[FOLD])]
        if isinstance(block, Tabs):
            tabs = [_code(tab) for tab in block.tabs]
            return [nodes.container("", *tabs, classes=[TABS], key=block.key)]
        if isinstance(block, Header):
            return [self._header(block)]
        if isinstance(block, Tree):
            return [self._tree(block.branches)]
        if isinstance(block, Picture):
            return self._picture(block)
        if isinstance(block, Bullets):
            return [self._bullets(block)]
        if isinstance(block, Facts):
            return [self._facts(block)]
        if isinstance(block, Grid):
            return [TableNodes(self._made, spans=False).table(block)]
        if isinstance(block, Section):
            return [self._section(block)]
        if isinstance(block, Notice):
            return [self._notice(block)]
        if isinstance(block, Cards):
            return cards_nodes(block, self._made)
        if isinstance(block, Plot):
            return plot_nodes(block, self._draw(block), self._made)
        if isinstance(block, CodeBlock):
            return [_code(block)]
        if self._view is None:
            raise TypeError(f"{block.view} must be filled in before it is rendered")
        return [self._view(block)]

    def _section(self, section: Section) -> nodes.section:
        title = nodes.title("", "", _label(section.title), translatable=False)
        parts: list[nodes.Element] = []
        for block in section.blocks:
            made = self._part(block, section.title)
            if block is section.blocks[-1] and isinstance(block, Prose) and block.key:
                # Only at its end can a section hold others.
                from sphinx_modelzoo.render.prose_nodes import in_sections

                made = in_sections(made)
            parts += made
        classes = [FOLDED] if section.folded else []
        return nodes.section("", title, *parts, ids=[section.key], classes=classes)

    def _header(self, header: Header) -> nodes.container:
        """Make the head of a page; its picture is shown on screens only, next to the text."""
        from sphinx.addnodes import only

        node = nodes.container("", *self._made(header.blocks), classes=[HEADER])
        uri = _image_uri(header.picture.src) if header.picture else ""
        if header.picture and uri:
            node += only(
                "", nodes.container("", *_images(header.picture, uri), classes=[THUMB]), expr=WEB
            )
        return node

    def _tree(self, branches: Iterable[Branch]) -> nodes.bullet_list:
        items: list[nodes.Node] = []
        for one in branches:
            below = [self._tree(one.branches)] if one.branches else []
            items.append(nodes.list_item("", *self._flow(one.inlines), *below))
        return nodes.bullet_list("", *items, classes=[TREE], bullet="-")

    def _badge(self, badge: Badge) -> nodes.Element:
        """Make a badge; where chips are not drawn, the number of peers is put into brackets."""
        shown: list[nodes.Node] = [_words(badge.words)]
        if badge.count:
            shown += [nodes.Text(" "), nodes.inline("", str(badge.count), classes=[COUNT])]
        if badge.page is None:
            return nodes.inline("", "", *shown, classes=[CHIP, NEW] if badge.new else [CHIP])
        link = self._link(PageLink(badge.words, badge.page, badge.fragment), shown)
        node = cast("nodes.Element", link)
        node["classes"].append(CHIP)
        node["narrow"] = badge.narrow
        return node

    def _bullets(self, bullets: Bullets) -> nodes.bullet_list:
        items = [nodes.list_item("", *self._flow(item)) for item in bullets.items]
        classes = role_classes(bullets.role).split() if bullets.role else []
        return nodes.bullet_list("", *items, classes=classes, bullet="-")

    def _facts(self, facts: Facts) -> nodes.field_list:
        # What every theme, and the PDF, already set as labels next to their values.
        fields = [
            nodes.field(
                "",
                nodes.field_name("", "", _label(fact.label), translatable=False),
                nodes.field_body("", *self._flow(fact.value)),
            )
            for fact in facts.facts
        ]
        return nodes.field_list("", *fields, classes=[class_name(facts.role or "facts")])

    def _notice(self, notice: Notice) -> nodes.admonition:
        title = nodes.title("", "", _label(notice.title), translatable=False)
        classes = [notice.kind, "modelzoo-notice"]
        return nodes.admonition("", title, *self._flow(notice.inlines), classes=classes)

    def _picture(self, picture: Picture) -> list[nodes.Element]:
        uri = _image_uri(picture.src)
        if not uri:
            return [paragraph([_words(picture.alt)])] if picture.alt.text else []
        if "://" in uri:
            return self._remote_picture(picture)
        return [_figure(picture, uri)]

    def _remote_picture(self, picture: Picture) -> list[nodes.Element]:
        """Make a picture in web pages; elsewhere a link, so that no builder uses the network."""
        from sphinx.addnodes import only

        link = nodes.reference("", "", _words(picture.alt), refuri=picture.src)
        return [
            only("", _figure(picture, picture.src), expr=WEB),
            only("", paragraph([link]), expr=f"not ({WEB})"),
        ]

    def _inline(self, inline: Inline) -> list[nodes.Node]:
        if isinstance(inline, Words):
            return [_words(inline)]
        if isinstance(inline, PageLink):
            return [self._link(inline, [_words(inline.words)])]
        if isinstance(inline, UrlLink):
            return [self._url_link(inline)]
        if isinstance(inline, Break):
            return [nodes.Text("\n")]
        if isinstance(inline, Badge):
            return [self._badge(inline)]
        if isinstance(inline, Bar):
            return [_words(Words(inline.text, translate=False, strong=inline.strong))]
        if is_plain(inline.text):
            return _in_language([nodes.Text(plain_words(inline.text))], inline.language)
        tokens = tokens_of(inline)
        if is_inline(tokens):
            return _in_language(self._prose.inlines(tokens), inline.language)
        return [child for block in self._prose_blocks(inline) for child in block.children]

    def _url_link(self, link: UrlLink) -> nodes.Node:
        words = _words(link.words)
        if inner := self._refer(link.url, link.words.text, [words] if link.named else []):
            return inner
        if not is_safe_url(link.url):
            return words
        reference = nodes.reference("", "", _words(link.words), refuri=self._url(link.url))
        if link.title:
            reference["reftitle"] = link.title
        return reference

    def _prose_blocks(self, prose: Prose) -> list[nodes.Element]:
        tokens = tokens_of(prose, self._notes)
        self._notes += notes_in(tokens)
        blocks = self._prose.blocks(tokens)
        if prose.language:
            for block in blocks:
                block["classes"].append(_language_class(prose.language))
        return blocks

    def _flow(self, inlines: Sequence[Inline], role: str = "") -> list[nodes.Element]:
        """Put inline content in paragraphs.

        A break starts a new one, since only some builders have line breaks; prose of several
        paragraphs breaks out of it.
        """
        blocks: list[nodes.Element] = []
        line: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Break) or (
                isinstance(inline, Prose)
                and not is_plain(inline.text)
                and not is_inline(tokens_of(inline))
            ):
                if line:
                    blocks.append(self._paragraph(line, role))
                    line = []
                if isinstance(inline, Prose):
                    blocks += self._prose_blocks(inline)
            else:
                line.append(inline)
        if line:
            blocks.append(self._paragraph(line, role))
        return blocks

    def _paragraph(self, inlines: Sequence[Inline], role: str) -> nodes.paragraph:
        node = paragraph(self.inlines(inlines))
        if role:
            node["classes"] += role_classes(role).split()
        return node


def paragraph(children: Iterable[nodes.Node]) -> nodes.paragraph:
    """Make a paragraph that is not for translators."""
    return nodes.paragraph("", "", *children, translatable=False)


def _image_uri(address: str) -> str:
    """Return the address of an image as Sphinx takes it; nothing for one that cannot be shown."""
    if not address or not is_safe_url(address):
        return ""
    if "://" in address:
        return address
    path = posixpath.normpath(address.lstrip("/"))
    # Sphinx would copy any file of this machine into the output.
    return "" if path.startswith("..") else f"/{path}"


def _inline_picture(address: str, alt: str) -> list[nodes.Node]:
    """Make a picture among words; a remote one in web pages, and elsewhere a link."""
    uri = _image_uri(address)
    if not uri:
        return [nodes.Text(alt)]
    if "://" not in uri:
        return [nodes.image(uri=uri, alt=alt)]
    from sphinx.addnodes import only

    link = nodes.reference("", alt or address, refuri=address)
    image = nodes.image(uri=uri, alt=alt)
    return [only("", image, expr=WEB), only("", link, expr=f"not ({WEB})")]


def _images(picture: Picture, uri: str) -> list[nodes.Element]:
    from sphinx.addnodes import only

    image = nodes.image(uri=uri, alt=picture.alt.text)
    dark = _image_uri(picture.dark)
    if not dark:
        return [image]
    # Two pictures, of which the style sheet shows one; on paper there is no dark theme.
    image["classes"] += LIGHT.split()
    other = nodes.image(uri=dark, alt=picture.alt.text, classes=DARK.split())
    return [image, only("", other, expr=WEB)]


def _figure(picture: Picture, uri: str) -> nodes.figure:
    figure = nodes.figure("", *_images(picture, uri))
    if picture.caption:
        figure += nodes.caption("", "", _words(picture.caption), translatable=False)
    return figure


def _code(block: CodeBlock) -> nodes.Element:
    code = nodes.literal_block(
        block.code,
        block.code,
        language=_lexer(block.language),
        force=True,  # code that its lexer rejects does not deserve a warning
        highlight_args={},
        translatable=False,
    )
    if block.label is None:
        return code
    caption = nodes.caption("", "", _words(block.label), translatable=False)
    classes = ["literal-block-wrapper", "modelzoo-snippet"]
    return nodes.container("", caption, code, literal_block=True, classes=classes)


def _label(text: str) -> nodes.Node:
    return _words(Words(text))


def _words(words: Words) -> nodes.Node:
    # Sphinx's default PDF engine stops at the minus of a number.
    text = re.sub(r"\A\u2212(?=\d[\d.]*\Z)", "-", words.text)
    node: nodes.Node = nodes.Text(text)
    if words.code:
        node = nodes.literal(words.text, text)
    if words.strong:
        node = nodes.strong("", "", node)
    if words.muted:
        node = nodes.inline("", "", node, classes=[SMALL])
    return _in_language([node], words.language)[0]


def _language_class(language: str) -> str:
    # docutils turns this class into a ``lang`` attribute where a format has one.
    return f"language-{html_language(language)}"


def _in_language(children: list[nodes.Node], language: str | None) -> list[nodes.Node]:
    if not language:
        return children
    return [nodes.inline("", "", *children, classes=[_language_class(language)])]


@cache
def _lexer(language: str) -> str:
    """Return the language if Pygments knows it, else ``text``: Sphinx would warn."""
    try:
        get_lexer_by_name(language)
    except ClassNotFound:
        return "text"
    return language
