"""The parts of a page that are words and links alone: one node each in the doctree.

A page has some hundred and fifty nodes otherwise. To make, transform, store, resolve and write
them takes longer than all else of a page, and most of a build's memory. So web pages are written
from the view, by ``render/html.py``; every other builder gets nodes, as it does for whole views.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.highlighting import lexers

from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES, HtmlRenderer
from sphinx_modelzoo.render.tags import ANCHORED
from sphinx_modelzoo.schema.markup import is_plain, plain_words
from sphinx_modelzoo.sphinx_ext.addresses import Pages
from sphinx_modelzoo.sphinx_ext.doc_links import refer
from sphinx_modelzoo.sphinx_ext.domain import reference, zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    break_delimiters,
    modelzoo_figure,
    modelzoo_unnumbered,
    modelzoo_view,
    rooted,
)
from sphinx_modelzoo.views.content import (
    Bullets,
    CodeBlock,
    Facts,
    Grid,
    Paragraph,
    Prose,
    Title,
    Words,
)
from sphinx_modelzoo.views.display import Badge, Bar, Header, Tree
from sphinx_modelzoo.views.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.content import Block, Inline
    from sphinx_modelzoo.views.display import Branch
    from sphinx_modelzoo.views.view import RawOptions


_NODES = {"table": modelzoo_view, "figure": modelzoo_figure, "": modelzoo_unnumbered}


def view_node(
    domain: ModelzooDomain, view: str, options: RawOptions, classes: tuple[str, ...] = ()
) -> modelzoo_view:
    """Return the node of a view; ``options`` are those that were found valid."""
    numbering = domain.catalog.registry[View][view].numbering
    kind = _NODES[numbering(domain.parse(view, options))]
    return kind("", view=view, options=options, classes=list(classes))


class modelzoo_block(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower case
    """A part of a page: ``block`` is the part, ``name`` the title of the section that it is in.

    Its text is all that the part says, for the search.
    """


def renderer(
    domain: ModelzooDomain, source: str, line: int, notes: int = 0, *, closed: bool = False
) -> DocutilsRenderer:
    """Return what makes nodes of the blocks of a page, after some footnotes.

    :param closed: whether to make one node of each part that is words and links alone.
    """
    return DocutilsRenderer(
        reference,
        source=source,
        line=line,
        url=rooted,
        refer=refer,
        notes=notes,
        view=lambda block: view_node(domain, block.view, block.options),
        close=_closed if closed else lambda block, name: None,
    )


def open_blocks(document: nodes.document, domain: ModelzooDomain) -> None:
    """Put nodes that docutils knows in the places of a page's parts."""
    for node in list(document.findall(modelzoo_block)):
        made = renderer(domain, node.source or "", node.line or 0).blocks((node["block"],))
        for one in made:
            break_delimiters(list(one.findall(nodes.Text)))
        node.replace_self(made)


def visit_block_html(self: HTML5Translator, node: modelzoo_block) -> None:
    """Write a part of a page at once."""
    pages = Pages.seen_from(self.builder, self.docnames[-1])
    words = zoo(self.builder.env).words
    html = HtmlRenderer(pages, words, url=pages.url, title=pages.title)
    block = node["block"]
    if isinstance(block, CodeBlock):
        code = colored_bibtex(block.code)
        if code is None or self.config.highlight_options.get("bibtex") or "bibtex" in lexers:
            code = self.highlighter.highlight_block(block.code, "bibtex", force=True)
        self.body.append(f'<div class="highlight-bibtex notranslate">{code}</div>\n')
    elif isinstance(block, Grid):
        self.body.append(html.table(block, classes=SPHINX_TABLE_CLASSES, name=node["name"]))
    else:
        self.body.append(html.blocks((block,)))
    raise nodes.SkipNode


_START = re.compile(r"(@[a-z]+)\{([\w.:/+-]+),", re.ASCII)
_FIELD = re.compile(r"  ([a-zA-Z]+)( +)= (\{[^\"']*\}),")  # its versions escape quotes differently


def colored_bibtex(code: str) -> str | None:
    """Return an entry of BibTeX as Pygments writes it; None for one not of the form of ours.

    Pygments takes a millisecond for each page, mostly for a formatter of its own.
    """
    first, *lines = code.split("\n")
    start = _START.fullmatch(first)
    if start is None or lines[-1:] != ["}"]:
        return None
    parts = [
        f'<div class="highlight"><pre><span></span><span class="nc">{start[1]}</span>',
        f'<span class="p">{{</span><span class="nl">{start[2]}</span><span class="p">,</span>\n',
    ]
    for line in lines[:-1]:
        field = _FIELD.fullmatch(line)
        if field is None or not _is_one_value(field[3]):
            return None
        parts.append(
            f'<span class="w">  </span><span class="na">{field[1]}</span>'
            f'<span class="w">{field[2]}</span><span class="p">=</span><span class="w"> </span>'
            f'<span class="s">{escape(field[3])}</span><span class="p">,</span>\n'
        )
    parts.append('<span class="p">}</span>\n</pre></div>\n')
    return "".join(parts)


def _is_one_value(text: str) -> bool:
    """Return True if the first brace is closed by the last one."""
    depth = 0
    for sign in re.findall(r"[{}]", text[:-1]):
        depth += 1 if sign == "{" else -1
        if not depth:
            return False
    return depth == 1


def _closed(block: Block, name: str) -> modelzoo_block | None:
    """Make the one node of a part; nothing for a part that needs others.

    That is what gets a number, is copied or highlighted, loads a script or is a place to lead to.
    """
    if not _is_plain(block):
        return None
    return modelzoo_block("", nodes.Text(" ".join(_texts((block,)))), block=block, name=name)


def _is_plain(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return _are_plain(block.inlines)
    if isinstance(block, Prose):
        return is_plain(block.text)
    if isinstance(block, Title):
        return _are_plain(block.name) and _are_plain(block.line)
    if isinstance(block, Bullets):
        return all(map(_are_plain, block.items))
    if isinstance(block, Facts):
        return all(_are_plain(fact.value) for fact in block.facts)
    if isinstance(block, Tree):
        return all(map(_is_plain_branch, block.branches))
    if isinstance(block, CodeBlock):
        return block.language == "bibtex" and block.label is None
    if isinstance(block, Header):
        return block.picture is None and all(map(_is_plain, block.blocks))
    if not isinstance(block, Grid) or block.caption:
        return False
    rows = [one for row in block.rows for one in (row, *row.variants)]
    if block.role in ANCHORED and any(row.variant for row in rows):
        return False
    return all(_is_plain(one) for row in rows for cell in row.cells for one in cell.blocks)


def _are_plain(inlines: Iterable[Inline]) -> bool:
    return all(not isinstance(one, Prose) or is_plain(one.text) for one in inlines)


def _is_plain_branch(branch: Branch) -> bool:
    return _are_plain(branch.inlines) and all(map(_is_plain_branch, branch.branches))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of plain parts."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from map(_text, block.inlines)
        elif isinstance(block, Prose):
            yield _text(block)
        elif isinstance(block, Title):
            yield from map(_text, block.paragraph.inlines)
        elif isinstance(block, Bullets):
            yield from (_text(one) for item in block.items for one in item)
        elif isinstance(block, Facts):
            yield from (
                text for fact in block.facts for text in (fact.label, *map(_text, fact.value))
            )
        elif isinstance(block, Tree):
            yield from _branch_texts(block.branches)
        elif isinstance(block, CodeBlock):
            yield block.code
        elif isinstance(block, Header):
            yield from _texts(block.blocks)
        elif isinstance(block, Grid):
            yield from (line for column in block.columns for line in column.lines)
            yield from (group.title for group in block.groups)
            for row in block.rows:
                for one in (row, *row.variants):
                    yield from (text for cell in one.cells for text in _texts(cell.blocks))


def _branch_texts(branches: Iterable[Branch]) -> Iterator[str]:
    for branch in branches:
        yield from map(_text, branch.inlines)
        yield from _branch_texts(branch.branches)


def _text(inline: Inline) -> str:
    if isinstance(inline, Words | Bar):
        return inline.text
    if isinstance(inline, Prose):
        return plain_words(inline.text)
    if isinstance(inline, Badge):
        return f"{inline.words.text} {inline.count}" if inline.count else inline.words.text
    words = getattr(inline, "words", None)  # none for a break
    return words.text if words else ""
