"""The vocabulary of views: what is shown, without saying how.

A view is made of these frozen dataclasses in one language. Renderers turn them into HTML,
docutils nodes or Markdown; they alone escape. Every class is hashable and has a stable ``repr``,
so that a view can be digested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.views.labels import Borrowed

if TYPE_CHECKING:
    from sphinx_modelzoo.views.display import Badge, Bar, Cards, Header, Plot, Tree


@dataclass(frozen=True)
class Words:
    """A run of plain text.

    ``language`` is set where the text is in another language than the view. ``translate`` is
    false for names, ids and numbers, which no translator should touch. ``strong``, ``code`` and
    ``muted`` are its emphasis; ``best`` is the word for the best figure of a column, for those who
    cannot see emphasis.
    """

    text: str
    language: str | None = None
    translate: bool = True
    strong: bool = False
    code: bool = False
    best: str = ""
    muted: bool = False

    def __post_init__(self) -> None:
        """Take over the language of a label that is not in the reader's."""
        if isinstance(self.text, Borrowed) and self.language is None:
            object.__setattr__(self, "language", self.text.language)
            object.__setattr__(self, "text", str(self.text))


@dataclass(frozen=True)
class Prose:
    """CommonMark with inline math from the catalog: untrusted input, never HTML.

    Inside a paragraph or cell it is rendered inline when it is one paragraph. With a ``key``,
    which its anchors begin with, it is a part of a page, with its headings, pictures, tables and
    footnotes; ``lost`` are the addresses of pictures that cannot be shown.
    """

    text: str
    language: str | None = None
    key: str = ""
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class UrlLink:
    """A link by its address. ``title`` is for assistive technology and hovering.

    Where it is not ``named``, its words only repeat the address: a host may have a title for it.
    """

    words: Words
    url: str
    title: str = ""
    named: bool = True


MODEL = "model"
LEADERBOARD = "leaderboard"
LIST = "list"
_FOLDERS = {MODEL: "", LEADERBOARD: "datasets", LIST: "lists"}


class PageId(NamedTuple):
    """The address of a page of the zoo: its kind, and an id that is unique among its kind."""

    kind: str
    id: str

    @property
    def path(self) -> str:
        """Return the path below the folder of the model pages: ``yolov4``, ``datasets/coco``."""
        folder = _FOLDERS[self.kind]
        return f"{folder}/{self.id}" if folder else self.id

    def anchor(self, fragment: str = "") -> str:
        """Return the HTML id of the page's heading, or of a part of the page.

        Ids have no double hyphen, so an anchor names one place in the whole zoo: single-page
        HTML and the PDF hold all pages in one document.
        """
        top = f"{_FOLDERS[self.kind] or self.kind}-{self.id}"
        return f"{top}--{fragment}" if fragment else top


def model_page(model_id: str) -> PageId:
    """Return the address of a model's page."""
    return PageId(MODEL, model_id)


@dataclass(frozen=True)
class PageLink:
    """A link to a page of the zoo, or to a place on it (``variant-<id>``).

    Where a host makes no such page, the words are left.
    """

    words: Words
    page: PageId
    fragment: str = ""


@dataclass(frozen=True)
class Break:
    """A line break inside a cell."""


Inline: TypeAlias = "Words | Prose | UrlLink | PageLink | Break | Bar | Badge"
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of inline content; ``role`` names its purpose for the style sheet."""

    inlines: Inlines
    role: str = ""


class Mark(NamedTuple):
    """A word for the state of a model; nothing for most. ``new`` says that it is a good one."""

    words: str = ""
    new: bool = False


NO_MARK = Mark()


@dataclass(frozen=True)
class Title:
    """The name of what a row is about, with a second line.

    ``mark`` is a word for its state. ``fold`` says how many rows are folded below it, where the
    medium folds them.
    """

    name: Inlines
    line: Inlines = ()
    mark: Mark = NO_MARK
    fold: str = ""

    @property
    def paragraph(self) -> Paragraph:
        """Return it as running text, for media without folds and outlines."""
        mark = (Words(f" ({self.mark.words})"),) if self.mark.words else ()
        line = (Break(), *self.line) if self.line else ()
        return Paragraph((*self.name, *mark, *line))


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
    """Labels with values: a description list; ``role`` names its purpose for the style sheet."""

    facts: tuple[Fact, ...]
    role: str = ""


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
    """Alternatives, each with a label; one after the other where tabs are not supported.

    ``key`` is a name that no other tabs of the whole zoo have.
    """

    tabs: tuple[CodeBlock, ...]
    key: str


@dataclass(frozen=True)
class Picture:
    """An image with its alternative text. ``dark`` is the same image for dark themes, if any."""

    src: str
    alt: Words
    caption: Words | None = None
    dark: str = ""


@dataclass(frozen=True)
class Notice:
    """A highlighted remark, as for a deprecated model. ``kind``: ``warning`` or ``note``."""

    kind: str
    title: str
    inlines: Inlines


@dataclass(frozen=True)
class Column:
    """The head of a column. ``kind`` is ``text`` or ``number`` (aligned to the end).

    ``width`` is its share of the table's width, where that was said: 0 where it was not.
    ``label`` is all that it says. Where there is room for two lines, ``short`` is the first, and
    ``notes`` (a dataset, a unit) are the second. ``best`` is the best of its numbers. Once
    readers narrow the table to one task, a column with ``tasks`` is shown for these tasks only.
    """

    key: str
    label: str
    kind: str = "text"
    width: int = 0
    short: str = ""
    notes: tuple[str, ...] = ()
    best: float | None = None
    tasks: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[str, str]:
        """Return the two lines of the head."""
        return self.short or self.label, " · ".join(self.notes) if self.short else ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

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
    ``more`` are the cells of the columns that readers can add, ``variants`` the rows below this
    one. ``old`` is what should not be used any more, ``here`` what the page with the grid is about.
    ``words`` are what it is found by beyond its cells, and ``names`` the places of its names among
    those of the grid.
    """

    cells: tuple[Cell, ...]
    model: str = ""
    variant: str = ""
    facets: tuple[tuple[int, ...], ...] = ()
    more: tuple[Cell, ...] = ()
    variants: tuple[Row, ...] = ()
    old: bool = False
    words: str = ""
    names: tuple[int, ...] = ()
    here: bool = False


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
    """A property to narrow a table down by: ``task`` with its values, most frequent first.

    Of a ``range`` the values are numbers in their order, and readers choose the ends; ``unit`` is
    that of all of them.
    """

    key: str
    label: str
    values: tuple[FacetValue, ...]
    range: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. ``role`` names its purpose (``zoo``, ``results``, ``variants``).

    ``interactive`` says that readers may sort it where the medium can, ``searched`` that they may
    search and narrow it, too, and add the columns ``more``. ``notes`` are sentences that
    explain what is in it. ``names`` are what rows are found by, each with its synonyms.
    """

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: str = ""
    role: str = ""
    row_header: str = ""  # key of the column whose cells head their rows
    facets: tuple[Facet, ...] = ()
    interactive: bool = False
    searched: bool = False
    names: tuple[str, ...] = ()
    more: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all rows, whatever their group."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class Section:
    """A titled part of a page. ``key`` is its anchor and names it in the registry.

    A folded one shows its title alone at first, where the medium can fold.
    """

    key: str
    title: str
    blocks: Blocks
    folded: bool = False


@dataclass(frozen=True)
class ViewBlock:
    """A view among the blocks of a page: its name, and its options as they would be typed.

    A host fills it in when it writes the page, so that the page itself depends only on which
    views it holds.
    """

    view: str
    options: tuple[tuple[str, str], ...]


Block: TypeAlias = (
    "Paragraph | Title | Prose | Bullets | Facts | Fold | CodeBlock | Tabs | Picture | Notice"
    " | Grid | Section | Cards | Plot | Header | Tree | ViewBlock"
)
Blocks: TypeAlias = "tuple[Block, ...]"


@dataclass(frozen=True)
class Page:
    """A page of the zoo, in one language.

    ``names`` are its entries in the index: the name, then others that readers may look for;
    under each of its ``topics`` the index lists it.
    ``previous`` and ``next`` lead to its neighbours, ``zoo_label`` are the words of the way back
    to the table, and ``edit_label`` those of the way to the entry's source.
    """

    page: PageId
    title: str
    blocks: Blocks
    names: tuple[str, ...]
    topics: tuple[str, ...] = ()
    previous: PageLink | None = None
    next: PageLink | None = None
    zoo_label: str = ""
    edit_label: str = ""
    description: str = ""  # plain text for a page's meta description

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the titled parts of the page."""
        return tuple(block for block in self.blocks if isinstance(block, Section))


def digest(*parts: object) -> str:
    """Return a short stable fingerprint of views: equal content, equal digest, in any process."""
    return hex_digest(repr(parts))
