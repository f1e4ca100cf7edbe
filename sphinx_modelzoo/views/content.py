"""The vocabulary of views: what is shown, without saying how.

A view is made of these frozen dataclasses in one language. Renderers turn them into HTML,
docutils nodes or Markdown; they alone escape. Every class is hashable and has a stable ``repr``,
so that a view can be digested.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sphinx_modelzoo.views.display import Bar, Cards, Plot


@dataclass(frozen=True)
class Words:
    """A run of plain text.

    ``language`` is set where the text is in another language than the view. ``translate`` is
    false for names, ids and numbers, which no translator should touch. ``strong`` and ``code``
    are its emphasis.
    """

    text: str
    language: str | None = None
    translate: bool = True
    strong: bool = False
    code: bool = False


@dataclass(frozen=True)
class Prose:
    """CommonMark with inline math from the catalog: a stranger's text, never HTML.

    Inside a paragraph or cell it is rendered inline when it is one paragraph.
    """

    text: str
    language: str | None = None


@dataclass(frozen=True)
class UrlLink:
    """A link that leads out of the zoo. ``title`` is for assistive technology and hovering."""

    words: Words
    url: str
    title: str = ""


@dataclass(frozen=True)
class ModelLink:
    """A link to a model's page, or to a place on it (``variant-<id>``).

    ``model`` may name another page of the zoo by its place below the model pages: the
    leaderboard ``datasets/<id>``. Where there is no such page, the words are left.
    """

    words: Words
    model: str
    fragment: str = ""


@dataclass(frozen=True)
class Break:
    """A line break inside a cell."""


Inline: TypeAlias = "Words | Prose | UrlLink | ModelLink | Break | Bar"
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of inline content; ``role`` names its purpose for the style sheet."""

    inlines: Inlines
    role: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; each item is inline content."""

    items: tuple[Inlines, ...]
    role: str = ""


@dataclass(frozen=True)
class Fact:
    """A label and what it says."""

    key: str
    label: str
    value: Inlines


@dataclass(frozen=True)
class Facts:
    """Labels with values: a description list."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Fold:
    """Blocks behind a label, closed at first where the medium can fold, shown elsewhere."""

    label: str
    blocks: Blocks


@dataclass(frozen=True)
class CodeBlock:
    """A piece of code to copy."""

    code: str
    language: str
    label: Words | None = None


@dataclass(frozen=True)
class Tabs:
    """Alternatives, each with a label; one after the other where there are no tabs."""

    tabs: tuple[CodeBlock, ...]


@dataclass(frozen=True)
class Picture:
    """An image with its alternative text."""

    src: str
    alt: Words
    caption: Words | None = None


@dataclass(frozen=True)
class Notice:
    """A remark that stands out, as for a deprecated model. ``kind``: ``warning`` or ``note``."""

    kind: str
    title: str
    inlines: Inlines


@dataclass(frozen=True)
class Column:
    """The head of a column. ``kind`` is ``text`` or ``number`` (aligned to the end)."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table.

    ``blocks`` holds inline content as a paragraph, or a fold. ``sort`` is the value to sort by
    where it is not the text; ``values`` are the facet values of the cell.
    """

    blocks: Blocks
    sort: str | float | int | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row. ``model`` is the entry that it shows, where it shows one.

    ``facets`` has for each facet of the grid the places of the row's values among its values.
    """

    cells: tuple[Cell, ...]
    model: str = ""
    variant: str = ""
    facets: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows under a heading; a table without grouping has one group with an empty title."""

    title: str
    rows: tuple[Row, ...]
    key: str = ""


@dataclass(frozen=True)
class FacetValue:
    """A value to narrow a table down to. ``key`` is the same in every language."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """What a table can be narrowed down by: ``task`` with its values, the most frequent first."""

    key: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``role`` names its purpose (``zoo``, ``results``, ``variants``).

    ``interactive`` says that readers may sort it where the medium can, ``searched`` that they may
    search and narrow it, too.
    """

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: str = ""
    role: str = ""
    row_header: str = ""  # key of the column whose cells head their rows
    facets: tuple[Facet, ...] = ()
    interactive: bool = False
    searched: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, whatever their group."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class Section:
    """A titled part of a page. ``key`` is its anchor and names it in the registry."""

    key: str
    title: str
    blocks: Blocks


Block: TypeAlias = (
    "Paragraph | Prose | Bullets | Facts | Fold | CodeBlock | Tabs | Picture | Notice | Grid"
    " | Section | Cards | Plot"
)
Blocks: TypeAlias = "tuple[Block, ...]"


@dataclass(frozen=True)
class Page:
    """A model's page.

    ``names`` are the entries for the index: the name, then its aliases. ``links`` are the ways
    to the neighbours and back; ``zoo`` in them is the table, which the host places.
    """

    model: str
    title: str
    blocks: Blocks
    names: tuple[str, ...]
    previous: ModelLink | None = None
    next: ModelLink | None = None
    zoo_label: str = ""
    edit_label: str = ""
    description: str = ""  # plain text for a page's meta description


def digest(*parts: object) -> str:
    """A short stable fingerprint of views: equal content, equal digest, in any process."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
