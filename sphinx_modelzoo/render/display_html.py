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

    :param book: write only its words, for an EPUB: that has to list the pages with pictures of
        this kind, as Sphinx cannot.
    """
    text = f"<b>{plain_html(bar.text)}</b>" if bar.strong else plain_html(bar.text)
    if book:
        return text
    width = f"{max(0.0, min(1.0, bar.share)) * 100:.1f}".removesuffix(".0")
    return (
        f'<svg xmlns="{SVG}" class="modelzoo-meter" aria-hidden="true">'
        f'<rect width="{width}%" height="100%"></rect></svg><span>{text}</span>'
    )


def cards_html(cards: Cards, renderer: Renderer, *, book: bool = False) -> str:
    """Write cards as a list, or the one card within running text.

    :param book: write them for an EPUB, without letters in place of pictures.
    """
    if cards.single:
        inner = "".join(
            _card(card, renderer, book) for group in cards.groups for card in group.cards
        )
        return f'<div class="modelzoo-card modelzoo-x">\n{inner}</div>\n'
    out: list[str] = []
    for group in cards.groups:
        if group.title:
            out.append(f'<p class="modelzoo-grid-title">{plain_html(group.title)}</p>\n')
        name = escape(group.title or cards.label)
        out.append(f'<ul class="modelzoo-grid modelzoo-x" role="list" aria-label="{name}">\n')
        out += (
            f'<li class="modelzoo-card">\n{_card(card, renderer, book)}</li>\n'
            for card in group.cards
        )
        out.append("</ul>\n")
    return "".join(out)


def _card(card: Card, renderer: Renderer, book: bool) -> str:
    parts: list[str] = []
    if card.picture and (images := renderer.images(card.picture)):
        parts.append(f'<div class="modelzoo-thumb">{images}</div>\n')
    elif card.letter and not book:
        letter = plain_html(card.letter)
        parts.append(f'<div class="modelzoo-thumb" aria-hidden="true">{letter}</div>\n')
    parts.append(renderer.blocks((card.title,)))
    if card.summary:
        parts.append(renderer.blocks((Paragraph(card.summary),)))
    if card.figures.facts:
        figures = "".join(
            f"<div><dt>{plain_html(fact.label)}</dt>\n"
            f"<dd>{renderer.inlines(fact.value)}</dd></div>\n"
            for fact in card.figures.facts
        )
        parts.append(f'<dl class="modelzoo-figures modelzoo-x simple">\n{figures}</dl>\n')
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
