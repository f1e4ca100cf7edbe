"""The kinds of pages that a zoo has, each built from views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.content import (
    LEADERBOARD,
    LIST,
    MODEL,
    Page,
    PageId,
    Section,
    ViewBlock,
)
from sphinx_modelzoo.views.leaderboard_page import build_leaderboard_page, leaderboard_datasets
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.peers import build_list_page, list_ids
from sphinx_modelzoo.views.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.content import Block, Blocks

_HOLDING = (Section, ViewBlock)
Ids = Callable[["Catalog"], Iterable[str]]
PageMaker = Callable[["Catalog", str, str], Page]


@dataclass(frozen=True)
class PageKind:
    """A kind of pages: which ones a catalog gives, in their order, and how one is built."""

    ids: Ids
    build: PageMaker


def page_kind(name: str, ids: Ids) -> Callable[[PageMaker], PageMaker]:
    """Mark a function as what builds the pages of a kind; see :class:`PageKind`."""

    def marked(build: PageMaker) -> PageMaker:
        return mark(build, (name, PageKind(ids, build)))

    return marked


@page_kind(MODEL, lambda catalog: (model.id for model in catalog.models))
def _build_model(catalog: Catalog, model_id: str, language: str) -> Page:
    model = catalog.get(model_id)
    if model is None:
        raise KeyError(model_id)
    return build_model_page(catalog, model, language)


@page_kind(LIST, list_ids)
def _build_list(catalog: Catalog, name: str, language: str) -> Page:
    return build_list_page(catalog, name, language)


@page_kind(LEADERBOARD, leaderboard_datasets)
def _build_leaderboard(catalog: Catalog, leaderboard: str, language: str) -> Page:
    return build_leaderboard_page(catalog, leaderboard, language)


def page_ids(catalog: Catalog, *, leaderboards: bool) -> list[PageId]:
    """Return the address of every page that a zoo has, models first.

    :param leaderboards: whether the host makes pages of leaderboards.
    """
    kinds = catalog.registry[PageKind].items()
    return [
        PageId(name, one)
        for name, kind in kinds
        if name != LEADERBOARD or leaderboards
        for one in kind.ids(catalog)
    ]


def build_page(catalog: Catalog, page: PageId, language: str) -> Page:
    """Build a page for readers of a language; the views on it are left to be filled in.

    :raises KeyError: when the catalog has no such page.
    """
    return catalog.registry[PageKind][page.kind].build(catalog, page.id, language)


def page_file(catalog: Catalog, page: PageId) -> Path:
    """Return the catalog's file that a page is from.

    That of a leaderboard is the file of the first model that it ranks; of a list, of all.
    """
    if page.kind == MODEL:
        return catalog.origin(page.id).file
    if page.kind == LIST:
        return catalog.origin(catalog.models[0].id).file
    dataset = leaderboard_datasets(catalog)[page.id]
    first = next(
        model
        for model in catalog.models
        for _, result in all_results(model)
        if result.dataset is not None and result.dataset.name == dataset
    )
    return catalog.origin(first.id).file


def fill_in_views(page: Page, catalog: Catalog, language: str) -> Page:
    """Return a page with the blocks of its views in their places."""
    return replace(page, blocks=tuple(filled(page.blocks, shown_by(catalog, language))))


def shown_by(catalog: Catalog, language: str) -> Callable[[ViewBlock], Blocks]:
    """Return what builds the blocks of views for readers of a language."""

    def show(block: ViewBlock) -> Blocks:
        view = catalog.registry[View][block.view]
        return view.view(catalog, block.options, language)

    return show


def filled(blocks: Iterable[Block], show: Callable[[ViewBlock], Blocks]) -> Iterable[Block]:
    """Yield blocks with those of views in their places.

    :param show: returns what a view shows.
    """
    for block in blocks:
        if isinstance(block, ViewBlock):
            yield from show(block)
        elif isinstance(block, Section) and any(isinstance(one, _HOLDING) for one in block.blocks):
            yield replace(block, blocks=tuple(filled(block.blocks, show)))
        else:
            yield block
