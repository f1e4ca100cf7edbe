"""The vocabulary of views that draw: cards, bars, plots. As plain as :mod:`content`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sphinx_modelzoo.views.content import (
        Blocks,
        Facts,
        Grid,
        Inlines,
        PageId,
        Picture,
        Title,
        Words,
    )


@dataclass(frozen=True)
class Bar:
    """A share as a bar, with the words that say it. ``share`` is of the longest bar, up to 1."""

    share: float
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Badge:
    """A property of a model. ``page`` and ``fragment`` lead to the models that share it.

    ``count`` is their number, this model among them. ``narrow`` is the state of a table that shows
    them alone: the name of a facet, ``=``, and the value. ``new`` is one for what is new.
    """

    words: Words
    count: int = 0
    page: PageId | None = None
    fragment: str = ""
    narrow: str = ""
    new: bool = False


@dataclass(frozen=True)
class Header:
    """The blocks before the sections of a page; ``picture`` is decorative."""

    blocks: Blocks
    picture: Picture | None = None


@dataclass(frozen=True)
class Branch:
    """A line of a tree, with those that come from it."""

    inlines: Inlines
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Tree:
    """Nested lists: what came from what."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Card:
    """One model in brief: its name and task, what it is, a few figures, a picture."""

    title: Title
    summary: Inlines
    figures: Facts
    picture: Picture | None = None
    letter: str = ""  # in place of the picture of a model that has none


@dataclass(frozen=True)
class CardGroup:
    """Cards under a title; an empty one where they are not grouped."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Cards:
    """Models as cards. ``single`` is one card within running text."""

    groups: tuple[CardGroup, ...]
    label: str
    single: bool = False


@dataclass(frozen=True)
class Axis:
    """An axis. ``form`` says how its numbers are written: ``count`` as 25.6M, ``flops`` as 4.1G."""

    label: str
    form: Literal["count", "flops", "number"] = "number"
    log: bool = False


@dataclass(frozen=True)
class Point:
    """A point with its label and the place that it links to."""

    x: float
    y: float
    label: str
    page: PageId
    fragment: str = ""


@dataclass(frozen=True)
class Series:
    """Points of one kind. The title is empty where there is only one."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plot:
    """Points in a plane. ``alt`` says in words what it shows, ``table`` has every number.

    ``front`` are the points that no other one beats in both directions, from left to right.
    ``more_label`` says that ``{count}`` points are not in a table that was cut.
    """

    x: Axis
    y: Axis
    series: tuple[Series, ...]
    front: tuple[tuple[float, float], ...]
    front_label: str
    alt: str
    table: Grid
    table_label: str
    more_label: str = ""
