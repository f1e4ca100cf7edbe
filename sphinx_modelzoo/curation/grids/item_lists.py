"""Lists of models, as ``- [ResNet-50](…): 76.1 % top-1 ([weights](…))``, as tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.grids.grid import (
    Anchor,
    GridCell,
    GridRow,
    Table,
    Unread,
    size_of,
    too_long,
)
from sphinx_modelzoo.curation.grids.link_roles import destination, is_code, is_paper
from sphinx_modelzoo.curation.grids.model_names import is_generic
from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADERS = ("Model", "Links", "Summary", "Results")
_SEPARATOR = re.compile(r"\s*(?:[:：,，;；(（|\[【\n]|\s[-–—]+\s|[–—]{1,2}|——)\s*")
_FIGURE = re.compile(r"\d\s*%|\d\.\d|[:=：]\s*\d")
_LONGEST = 60
_MOST_WORDS = 6


def table_of_items(items: Sequence[GridCell]) -> Table | None:
    """Return a table of the items of a list; ``None`` unless it is one of models.

    Each begins with a name, and at least half of them have a link to a paper, to code or to a
    file, or a figure.
    """
    rows = []
    cut = []
    telling = 0
    for item in items:
        if (size := size_of(item)) > MAX_TEXT:
            cut.append(Unread(Message("an item of a list"), too_long(size), item.line))
            continue
        cells = _cells(item)
        if cells is None:
            return None
        links = [*cells[0].anchors, *cells[1].anchors]
        telling += bool(cells[3].text) or any(_of_model(one.text, one.url) for one in links)
        rows.append(GridRow(cells, item.line))
    if len(rows) < 2 or telling * 2 < len(rows):
        return None
    head = [GridCell(name, header=True, line=rows[0].line) for name in _HEADERS]
    return Table(GridRow(head, rows[0].line, head=True), rows, rows[0].line, listed=True, cut=cut)


def _of_model(words: str, url: str) -> bool:
    return is_paper(url) or is_code(url) or bool(destination(words, url))


def _cells(item: GridCell) -> list[GridCell] | None:
    """Return the name, the links, the prose and the figures of an item."""
    anchors = tuple(one for one in item.anchors if not one.url.startswith("#"))
    first = anchors[0] if anchors else None
    own: tuple[Anchor, ...] = ()
    if first and first.text and item.text.startswith(first.text) and not is_generic(first.text):
        name, rest = first.text, item.text[len(first.text) :]
        own, others = (first,), anchors[1:]
    else:
        name, *parts = _SEPARATOR.split(item.text, maxsplit=1)
        rest = item.text[len(name) :] if parts else ""
        others = anchors
    name = name.strip(' *`"“”')
    if not re.search(rf"[A-Za-z{HAN}]", name) or len(name) > _LONGEST:
        return None
    if len(name.split()) > _MOST_WORDS or name.endswith((".", "。", "!", "！")):
        return None
    rest = _without(rest, [one.text for one in others])
    figures = _FIGURE.search(rest) is not None
    blank = replace(item, text="", anchors=())
    return [
        replace(blank, text=name, anchors=own),
        replace(blank, text=" ".join(one.text for one in others), anchors=others),
        replace(blank, text="" if figures else rest),
        replace(blank, text=rest if figures else ""),
    ]


def _without(text: str, words: Iterable[str]) -> str:
    """Return a text without the words of links, and the brackets and marks that are left."""
    for word in words:
        if word and (is_generic(word) or len(word.split()) < 4):
            text = text.replace(word, "", 1)
    text = re.sub(r"(?m)^[^\n:：]{1,12}[:：]\s*$\n?", "", text)
    text = re.sub(r"[(（\[【][\s,，;；/|、·]*[)）\]】]", "", text)
    text = re.sub(r"(?:\s*[,，;；/|、·])+(?=\s*(?:[,，;；/|、·]|\Z))", "", text)
    return text.strip(" \n:：,，;；/|、·-–—")
