"""Large tables: their first rows stay in the page, all of them go into a separate file.

A page opened from a disk can load that file too. The models that are not in the page any more
are listed as links, for readers without JavaScript.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.render.data import parts_file
from sphinx_modelzoo.render.delimiters import IGNORE, plain_html
from sphinx_modelzoo.render.packing import packed_parts
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

STATIC_ROWS = 1000
STATIC_SIZE = 1_500_000
"""A table with more rows, or of more characters, is cut."""
SHOWN_ROWS = 50
"""So many rows of a large table stay in the page: what the script shows of it at first, too."""
LINKS_SIZE = 800_000
"""The list of the other models ends before it has more characters."""

CellHtml = tuple["str | None", str]
"""What a cell is sorted by, if it is not its text, and its HTML."""

_LINK = re.compile(r'<a class="modelzoo-link" href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class CellsHtml(NamedTuple):
    """The cells of a row, those of columns that readers can add, and the rows of its variants.

    It can be stored as JSON: a row of a variant is its key, its cells and those to add.
    """

    cells: Sequence[CellHtml]
    more: Sequence[CellHtml] = ()
    variants: Sequence[tuple[str, Sequence[CellHtml], Sequence[CellHtml]]] = ()


class RowHtml(NamedTuple):
    """A row: its key, its values of each facet, what else it is found by, its cells, whether it is
    of something deprecated, and the function that writes it whole, with its variants."""

    key: str
    facets: str
    words: str
    cells: CellsHtml
    old: bool
    text: Callable[[], str]


class GroupHtml(NamedTuple):
    """The rows of a group, with what is written before and after them."""

    title: str
    opening: str
    rows: Sequence[RowHtml]
    closing: str


class TableHtml(NamedTuple):
    """A table in its box, in pieces."""

    opening: str
    groups: Sequence[GroupHtml]
    closing: str

    def text(self) -> str:
        """Return the whole table."""
        out = [self.opening]
        for group in self.groups:
            out += (group.opening, *(row.text() for row in group.rows), group.closing)
        out.append(self.closing)
        return "".join(out)


class Cut(NamedTuple):
    """A large table: what stays in the page, and the separate file."""

    html: str
    data: str


def is_large(table: TableHtml) -> bool:
    """Return True for a table that is too large for a page."""
    count = sum(len(group.rows) for group in table.groups)
    return count > SHOWN_ROWS and (count > STATIC_ROWS or len(table.text()) > STATIC_SIZE)


def cut_table(table: TableHtml, name: str, words: Callable[[str], str]) -> Cut | None:
    """Cut a table that is too large for a page.

    :param table: its links as they are in the page.
    :param name: the address of the data file, relative to the script.
    :returns: nothing where the table is small, or has no links to put into a list.
    """
    if not is_large(table):
        return None
    kept: list[GroupHtml] = []
    seen: set[str] = set()
    rest: dict[str, str] = {}
    left = SHOWN_ROWS
    for group in table.groups:
        shown, others = group.rows[:left], group.rows[left:]
        left -= len(shown)
        if shown:
            kept.append(group._replace(rows=shown))
        seen.update(address for address, _ in _links(shown))
        for address, text in _links(others):
            if address not in seen:
                rest.setdefault(address, text)
    if not rest:
        return None
    data = parts_file(name, packed_parts(table.groups))
    # Browsers keep such files: another content has another address.
    version = hex_digest(data, 4)
    count = len({row.key for group in table.groups for row in group.rows})
    head = f'<table data-rows="{escape(name)}?v={version}" data-count="{count}" '
    opening = table.opening.replace("<table ", head, 1)
    html = TableHtml(opening, kept, table.closing).text()
    return Cut(html + _rest(rest, words), data)


def _links(rows: Iterable[RowHtml]) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of the link to each row's model, where it has one."""
    for row in rows:
        for _, html in row.cells.cells:
            if found := _LINK.search(html):
                yield found[1], found[2]
                break


def _rest(links: Mapping[str, str], words: Callable[[str], str]) -> str:
    """Write links to the models that are not in the page's part of the table.

    Browsers that run scripts take them for one text: ten thousand links in a page take them longer
    than all rows in the file. Each model's page links to the next, so a list may end early.
    """
    items: list[str] = []
    left = LINKS_SIZE
    for address, text in links.items():
        item = f'<li><a href="{address}">{_bare(text)}</a></li>\n'
        left -= len(item)
        if left < 0:
            break
        items.append(item)
    some = N_("The first {shown} of {count} other models")
    label = words(N_("The other models: {count}") if left >= 0 else some)
    summary = label.format(count=len(links), shown=len(items))
    return (
        '<noscript class="modelzoo-rest">'
        f'<details class="{" ".join(("modelzoo-rest", *IGNORE))}"><summary>{summary}</summary>\n'
        f'<ul translate="no">\n{"".join(items)}</ul></details></noscript>\n'
    )


def _bare(html: str) -> str:
    """Return the words of a link, without elements that say nothing here."""
    return html if " lang=" in html else plain_html(unescape(_TAG.sub("", html)))
