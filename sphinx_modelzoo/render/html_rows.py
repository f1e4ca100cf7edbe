"""The rows of tables as HTML: each with the rows of its variants, in groups."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render.cutting import GroupHtml, RowHtml
from sphinx_modelzoo.render.data import json_text
from sphinx_modelzoo.render.delimiters import plain_html
from sphinx_modelzoo.render.tags import ANCHORED, BODY, row_tags, variant_anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_modelzoo.render.cutting import CellHtml, CellsHtml
    from sphinx_modelzoo.views.content import Grid, Group, Row


def table_groups(grid: Grid, made: Iterator[CellsHtml], *, scripted: bool) -> list[GroupHtml]:
    """Write the groups of a table.

    :param made: the cells of each row of the grid.
    :param scripted: write what the script of the page needs.
    """
    tags = row_tags(grid)
    alone = grid.interactive or grid.role == "zoo"  # each row in a body of its own
    groups: list[GroupHtml] = []
    for group in grid.groups:
        title = _group_row(group, len(grid.columns)) if group.title else ""
        parts: list[RowHtml] = []
        for row in group.rows:
            cells, facets = next(made), _facets(row) if scripted else ""
            key = f"{row.model}/{row.variant}" if row.variant and scripted else row.model
            found, more = (_search(row), cells.more) if scripted else ("", ())
            start = _row_tag(row, grid.role, key, facets, found, more)
            write = partial(_row, start, tags, cells, scripted, alone)
            parts.append(RowHtml(key, facets, found, cells, row.old, write))
        if alone:
            head = f'<tbody role="rowgroup">\n{title}</tbody>\n' if title else ""
            groups.append(GroupHtml(group.title, head, parts, ""))
        else:
            groups.append(GroupHtml(group.title, f"{BODY}\n{title}", parts, "</tbody>\n"))
    return groups


def _group_row(group: Group, columns: int) -> str:
    return (
        '<tr class="modelzoo-group" role="row"><th scope="rowgroup" role="rowheader"'
        f' colspan="{columns}">{plain_html(group.title)}</th></tr>\n'
    )


def _facets(row: Row) -> str:
    """Write the places of a row's values in each facet."""
    return ";".join(",".join(map(str, found)) for found in row.facets)


def _search(row: Row) -> str:
    """Write what a row is found by beyond its cells: places of names, then words of its own."""
    places = ",".join(map(str, row.names))
    return f"{places};{row.words}" if places or row.words else ""


def _row_tag(
    row: Row, role: str, key: str, facets: str, found: str, more: Sequence[CellHtml]
) -> str:
    anchor = ""
    if role in ANCHORED and row.variant:
        anchor = f' id="{escape(variant_anchor(row.variant))}"'
    model = f' data-model="{escape(key)}"' if key else ""
    values = f' data-facets="{facets}"' if facets else ""
    names = [name for name, on in (("modelzoo-old", row.old), ("modelzoo-here", row.here)) if on]
    kinds = f' class="{" ".join(names)}"' if names else ""
    words = f' data-words="{escape(found)}"' if found else ""
    return f'<tr role="row"{kinds}{anchor}{model}{values}{words}{_more(more)}>'


def _more(cells: Sequence[CellHtml]) -> str:
    """Write the cells of columns that are not shown, for the script."""
    return f' data-more="{escape(json_text(cells))}"' if cells else ""


def _row(
    opening: str,
    tags: Sequence[tuple[tuple[str, str], tuple[str, str]]],
    row: CellsHtml,
    scripted: bool,
    alone: bool,
) -> str:
    """Write a row from the tags of plain and of heading cells, then the rows of its variants."""
    out = [BODY, "\n"] if alone else []
    out += _cells(opening, tags, row.cells)
    for key, cells, more in row.variants:
        extra = f' data-model="{escape(key)}"{_more(more)}' if scripted else ""
        out += _cells(f'<tr role="row" class="modelzoo-variant"{extra}>', tags, cells)
    out += ["</tbody>\n"] if alone else []
    return "".join(out)


def _cells(
    opening: str, tags: Sequence[tuple[tuple[str, str], tuple[str, str]]], cells: Sequence[CellHtml]
) -> Iterator[str]:
    yield opening
    for (plain, heading), (sort, html) in zip(tags, cells, strict=True):
        # An empty cell cannot head its row.
        start, end = heading if html else plain
        by = "" if sort is None else f' data-sort="{escape(sort)}"'
        yield f"{start}{by}>{html}{end}"
    yield "</tr>\n"
