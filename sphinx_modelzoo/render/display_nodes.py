"""Cards and plots as docutils nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_modelzoo.views.content import Paragraph, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_modelzoo.views.content import Block
    from sphinx_modelzoo.views.display import Card, Cards, Plot

_MOST_ROWS = 50
"""The rows of a plot's table that follow its picture: nobody reads hundreds on paper."""


def cards_nodes(
    cards: Cards, blocks: Callable[[Iterable[Block]], list[nodes.Element]]
) -> list[nodes.Element]:
    """Make a list of cards under the titles of their groups; one card alone as its parts."""
    if cards.single:
        found = [part for group in cards.groups for card in group.cards for part in _card(card)]
        return [nodes.block_quote("", *blocks(found))]
    made: list[nodes.Element] = []
    for group in cards.groups:
        if group.title:
            made += blocks((Paragraph((Words(group.title, strong=True),)),))
        items = [nodes.list_item("", *blocks(_card(card))) for card in group.cards]
        made.append(nodes.bullet_list("", *items, bullet="-"))
    return made


def plot_nodes(
    plot: Plot,
    picture: nodes.Element | None,
    blocks: Callable[[Iterable[Block]], list[nodes.Element]],
) -> list[nodes.Element]:
    """Make the picture and the table of a plot, which links to the models.

    :param picture: nothing where it cannot be drawn: then all of the table is shown.
    """
    if picture is None:
        return blocks((plot.table,))
    more = len(plot.table.rows) - _MOST_ROWS
    if more <= 0:
        return [picture, *blocks((plot.table,))]
    group = plot.table.groups[0]
    table = replace(plot.table, groups=(replace(group, rows=group.rows[:_MOST_ROWS]),))
    note = Paragraph((Words(plot.more_label.format(count=more)),), "note")
    return [picture, *blocks((table, note))]


def _card(card: Card) -> list[Block]:
    local = card.picture is not None and "://" not in card.picture.src
    parts: list[Block] = [card.picture] if card.picture and local else []
    parts += [card.title.paragraph, *([Paragraph(card.summary)] if card.summary else [])]
    if card.figures.facts:
        parts.append(card.figures)
    return parts
