"""Cards and plots as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_modelzoo.views.content import Paragraph, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_modelzoo.views.content import Block
    from sphinx_modelzoo.views.display import Card, Cards


def cards_nodes(
    cards: Cards, blocks: Callable[[Iterable[Block]], list[nodes.Element]]
) -> list[nodes.Element]:
    """Cards as a list under the titles of their groups; one card alone as its parts."""
    if cards.single:
        found = [part for group in cards.groups for card in group.cards for part in _card(card)]
        return [nodes.block_quote("", *blocks(found))]
    made: list[nodes.Element] = []
    for group in cards.groups:
        if group.title:
            made += blocks((Paragraph((Words(group.title, strong=True),)),))
        items = [nodes.list_item("", *blocks(_card(card))) for card in group.cards]
        made.append(nodes.bullet_list("", *items, bullet="-", classes=["modelzoo-cards-list"]))
    return made


def _card(card: Card) -> list[Block]:
    mark = (Words(f" ({card.deprecated})"),) if card.deprecated else ()
    parts: list[Block] = [Paragraph((card.title, *mark))]
    if card.summary:
        parts.append(Paragraph(card.summary))
    if card.facts.facts:
        parts.append(card.facts)
    if card.links:
        parts.append(Paragraph(card.links))
    return parts
