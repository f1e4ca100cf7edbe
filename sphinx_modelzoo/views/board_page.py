"""A leaderboard's page with its rankings in it, for texts that no directive fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.views.boards import board_datasets, build_board
from sphinx_modelzoo.views.content import ModelLink, Page, Section, Words
from sphinx_modelzoo.views.directives import DIRECTIVES, LEADERBOARD

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog


def build_board_page(catalog: Catalog, board: str, language: str) -> Page:
    """Build the page of a leaderboard, with links to those before and after it.

    :param board: an id of :func:`~sphinx_modelzoo.views.boards.board_datasets`.
    """
    datasets = board_datasets(catalog)
    boards = list(datasets)
    found = build_board(catalog, datasets[board], language)
    view = DIRECTIVES[LEADERBOARD].view
    sections = tuple(
        Section(one.key, one.title, view(catalog, one.options, language)) for one in found.sections
    )

    def neighbour(place: int) -> ModelLink | None:
        if not 0 <= place < len(boards):
            return None
        name = boards[place]
        return ModelLink(Words(build_board(catalog, datasets[name], language).title), name)

    place = boards.index(board)
    return Page(
        board,
        found.title,
        sections,
        found.names,
        previous=neighbour(place - 1),
        next=neighbour(place + 1),
        zoo_label=found.zoo_label,
    )
