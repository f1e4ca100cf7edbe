"""Bars, cards and plots as HTML. The given renderer writes what they hold."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

from sphinx_modelzoo.render.delimiters import IGNORE, plain_html
from sphinx_modelzoo.views.content import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.views.content import Block, Inline, Picture
    from sphinx_modelzoo.views.display import Bar, Card, Cards, Plot


SVG = "http://www.w3.org/2000/svg"
"""The namespace of pictures, which XHTML requires."""
_PLOT = " ".join(("modelzoo-plot", *IGNORE))  # the words of a picture cannot be broken
FOLD = '<details class="modelzoo-fold">'
"""Where the table of a plot begins, after its picture."""


class Renderer(Protocol):
    """The methods of :class:`~sphinx_modelzoo.render.html.HtmlRenderer` that parts need."""

    def images(self, picture: Picture) -> str:
        """Write a picture without caption."""

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks as HTML."""

    def inlines(self, inlines: Iterable[Inline]) -> str:
        """Write inline content as HTML."""


def bar_html(bar: Bar, *, book: bool = False) -> str:
    """Write a bar as a picture: it prints, follows forced colours, and needs no inline style.

    :param book: write it for an EPUB, which has to list the pages with pictures of this kind, as
        Sphinx cannot.
    """
    width = f"{max(0.0, min(1.0, bar.share)) * 100:.1f}".removesuffix(".0")
    text = f'<span class="modelzoo-share-text">{plain_html(bar.text)}</span>'
    if book:
        return (
            '<span class="modelzoo-share" aria-hidden="true">'
            f'<span style="width: {width}%"></span></span>{text}'
        )
    return (
        f'<svg xmlns="{SVG}" class="modelzoo-share" aria-hidden="true">'
        f'<rect width="{width}%" height="100%"></rect></svg>{text}'
    )


def cards_html(cards: Cards, renderer: Renderer) -> str:
    """Write cards as a list, or the one card within running text."""
    if cards.single:
        inner = "".join(_card(card, renderer) for group in cards.groups for card in group.cards)
        return f'<div class="modelzoo-card modelzoo-card-single">\n{inner}</div>\n'
    out = ['<div class="modelzoo-cards">\n']
    for group in cards.groups:
        if group.title:
            out.append(f'<p class="modelzoo-cards-title">{plain_html(group.title)}</p>\n')
        name = escape(group.title or cards.label)
        out.append(f'<ul class="modelzoo-cards-list" role="list" aria-label="{name}">\n')
        out += (
            f'<li class="modelzoo-card">\n{_card(card, renderer)}</li>\n' for card in group.cards
        )
        out.append("</ul>\n")
    out.append("</div>\n")
    return "".join(out)


def _card(card: Card, renderer: Renderer) -> str:
    mark = f" <small>({plain_html(card.deprecated)})</small>" if card.deprecated else ""
    parts: list[str] = []
    if card.picture and (images := renderer.images(card.picture)):
        parts.append(f'<div class="modelzoo-card-picture">{images}</div>\n')
    parts.append(f'<p class="modelzoo-card-title">{renderer.inlines((card.title,))}{mark}</p>\n')
    if card.summary:
        parts.append(renderer.blocks((Paragraph(card.summary),)))
    if card.facts.facts:
        parts.append(renderer.blocks((card.facts,)))
    if card.links:
        parts.append(renderer.blocks((Paragraph(card.links, "card-links"),)))
    return "".join(parts)


def plot_html(plot: Plot, picture: str, table: str) -> str:
    """Write a plot in a box that scrolls, and behind a label the table of its numbers.

    :param picture: as HTML; nothing where it cannot be drawn: then the table is open.
    :param table: as HTML.
    """
    if not picture:
        return table
    return (
        f'<div class="{_PLOT}" role="region" tabindex="0" aria-label="{escape(plot.alt)}">\n'
        f"{picture}</div>\n"
        f"{FOLD}<summary>{plain_html(plot.table_label)}</summary>"
        f'<div class="modelzoo-fold-body">\n{table}</div></details>\n'
    )
