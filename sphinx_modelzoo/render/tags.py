"""Names and tags that the tables of every host share."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render.data import json_text
from sphinx_modelzoo.render.delimiters import IGNORE, plain_html
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.views.content import Column, Grid


ROOT = "modelzoo"
"""The class of the boxes of the package, on which the style sheet's tokens are."""


@lru_cache(maxsize=1000)
def class_name(*parts: str) -> str:
    """Make a class name of the style sheet's family: ``modelzoo-col-paper``."""
    words = (re.sub(r"[^\w-]+", "-", part).strip("-") for part in parts)
    return "-".join(("modelzoo", *words))


def role_classes(role: str) -> str:
    """Return the classes of a block by its purpose; some are free of what themes do to such."""
    return f"{class_name(role)} modelzoo-x" if role in _BARE else class_name(role)


_BARE = frozenset({"badges", "figures", "lead", "note", "notice", "tree"})


def in_root(html: str) -> str:
    """Put parts of a page in a box on which the tokens of the style sheet are."""
    return f'<div class="{ROOT}">\n{html}</div>\n'


def fold_tags(part: str = "") -> tuple[str, str, str]:
    """Write what is before a label, between it and what is folded, and after that.

    :param part: further attributes of a part of a page, whose heading is the label.
    """
    name = "modelzoo-fold modelzoo-fold-part" if part else "modelzoo-fold"
    return (
        f'<details class="{name}"{part}><summary>',
        '</summary><div class="modelzoo-fold-body">\n',
        "</div></details>\n",
    )


def tab_tags(key: str, number: int) -> str:
    """Write the radio button of a tab and the opening of its label: ``</label>`` closes it."""
    place = f"{key}-{number}"
    checked = "" if number else ' checked="checked"'
    return (
        f'<input class="modelzoo-unseen" type="radio" name="{escape(key)}"'
        f' id="{escape(place)}"{checked} /><label for="{escape(place)}">'
    )


def copy_labels(labels: Callable[[str], str]) -> str:
    """Write the words of the button that the page's script puts on code to copy."""
    words = json_text([labels(text) for text in COPY_LABELS])
    return f' data-copy="{escape(words)}"'


COPY_LABELS = (N_("Copy"), N_("Copied"), N_("The browser did not allow copying."))


def variant_anchor(variant: str) -> str:
    """Return the anchor of a variant's row on its model's page."""
    return f"variant-{variant}"


BODY = '<tbody class="modelzoo-rows" role="rowgroup">'
ANCHORED = frozenset({"results", "variants"})
"""The roles of tables whose rows are the places of variants on their model's page."""


def box_opening(role: str, name: str, anchor: str = "", settings: str = "") -> str:
    """Write the opening tag of the box around a table; ``</div>`` closes it.

    :param role: the purpose of the table.
    :param name: what assistive technology calls it.
    :param anchor: an ``id`` attribute with a space before it, or nothing.
    :param settings: the settings of the page's script. An attribute: Material for MkDocs runs
        every script that its instant navigation brings, data as well.
    """
    attribute = f' data-settings="{escape(settings)}"' if settings else ""
    names = " ".join(("modelzoo-wrap", class_name("wrap", role), ROOT, *IGNORE))
    return (
        f'<div class="{names}"{anchor} role="region"'
        f' tabindex="0" aria-label="{escape(name)}"{attribute}>\n'
    )


def table_opening(classes: str) -> str:
    """Write the opening tag of a table.

    The roles of a table's parts repeat what the elements say: a browser forgets it where cards
    undo the table.
    """
    return f'<table class="{escape(classes)}" role="table">\n'


def table_head(heads: Iterable[tuple[str, str, str]]) -> str:
    """Write the head of a table from the classes and the two lines of its columns."""
    cells = "".join(
        f'<th scope="col" role="columnheader" class="{classes}">{plain_html(label)}'
        f"{f' <small>{plain_html(note)}</small>' if note else ''}</th>"
        for classes, label, note in heads
    )
    return f'<thead role="rowgroup">\n<tr role="row">{cells}</tr>\n</thead>\n'


def column_group(widths: Sequence[int], *, book: bool = False) -> str:
    """Write the widths of columns, as shares of the table's; nothing where none was said.

    In an attribute, as in a style: pages may have a content security policy. An EPUB is checked,
    and must not have such attributes.
    """
    total = sum(widths)
    if not total:
        return ""
    shares = [f"{100 * width / total:.4g}%" for width in widths]
    kind = "style" if book else "width"
    before = "width: " if book else ""
    columns = "".join(f'<col {kind}="{before}{share}" />' for share in shares)
    return f"<colgroup>{columns}</colgroup>\n"


def cell_tags(classes: str, label: str, *, heads: bool = False) -> tuple[str, str]:
    """Write the tags of a cell, the first without its ``>``; ``heads``: it heads its row."""
    opening = '<th scope="row" role="rowheader"' if heads else '<td role="cell"'
    opening += f' class="{classes}" data-label="{escape(label)}"'
    return opening, "</th>" if heads else "</td>"


TEXTS = frozenset(("abstract", "conditions", "description", "results", "summary"))
"""The columns whose cells may have many lines."""


def column_classes(column: Column) -> str:
    """Return the classes of the cells of a column."""
    name = class_name("col", column.key)
    if column.key in TEXTS:
        return f"{name} modelzoo-prose"
    return f"{name} modelzoo-number" if column.kind == "number" else name


def cell_label(column: Column) -> str:
    """Return the label of a column's cells where rows are blocks: its name and unit."""
    unit = f" {column.notes[-1]}" if column.short and column.notes else ""
    return f"{column.short or column.label}{unit}"


def row_tags(grid: Grid) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return for each column the tags of its cells, and of those that head their rows."""
    made: list[tuple[tuple[str, str], tuple[str, str]]] = []
    for column in grid.columns:
        about = column_classes(column), cell_label(column)
        made.append((cell_tags(*about), cell_tags(*about, heads=column.key == grid.row_header)))
    return made


# The second names are those of pydata's theme and of Furo, which put no background behind them.
LIGHT = "modelzoo-light only-light"
"""The classes of a picture that is not shown in dark themes."""
DARK = "modelzoo-dark only-dark"
"""The classes of a picture that is shown in dark themes alone."""
