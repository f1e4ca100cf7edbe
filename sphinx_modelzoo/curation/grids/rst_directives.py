"""Prepare the directives of a reStructuredText document before docutils reads it.

docutils does not know Sphinx's directives or the project's own, and leaves out what they
hold. Here a directive that holds text becomes a container, and its options blank lines; one that
holds code becomes literal text. The lines keep their numbers.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.grids.grid import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIRECTIVE = re.compile(r"(\s*)\.\.[ \t]+([\w][\w:+.\-]*)::(?:[ \t]+(.*))?$")
CONTAINER = "container"
_OPTION = re.compile(r"\s*:([\w\-]+):\s*(.*)$")
# Left to docutils, which is set to follow no file and to keep no raw text.
_KEPT = frozenset(("csv-table", "image", "list-table", "raw", "rubric", "table"))
_FOLLOWING = frozenset(("include", "mdinclude"))
_CODE = frozenset(
    ("code", "code-block", "code-tab", "doctest", "graphviz", "ipython", "math", "mermaid",
     "parsed-literal", "productionlist", "prompt", "sourcecode", "testcode", "testoutput")
)  # fmt: skip


@dataclass
class Prepared:
    """A document that docutils can read.

    ``csv_tables`` has, for each ``csv-table``, its line and the lines of its rows, as docutils
    forgets them; ``unread`` has what is not followed.
    """

    text: str = ""
    unread: list[Unread] = field(default_factory=list)
    csv_tables: list[tuple[int, list[int]]] = field(default_factory=list)


def prepare(text: str) -> Prepared:
    """Open the directives of a document."""
    lines = text.split("\n")
    prepared = Prepared()
    for number, line in enumerate(lines):
        found = _DIRECTIVE.match(line)
        if not found:
            continue
        indent, name, argument = found.groups()
        if name in _FOLLOWING:
            what = f"the file “{argument or ''}”"
            prepared.unread.append(Unread(what, f"{name} is not followed", number + 1))
            lines[number] = ""
        elif name in _CODE:
            lines[number] = f"{indent}::"
        elif name == "csv-table":
            prepared.csv_tables.append((number + 1, _rows_below(lines, number, len(indent))))
        elif name not in _KEPT:
            lines[number] = f"{indent}.. {CONTAINER}::"
            _blank_options(lines, number + 1, len(indent))
    prepared.text = "\n".join(lines)
    return prepared


def _blank_options(lines: list[str], at: int, indent: int) -> None:
    while at < len(lines) and _OPTION.match(lines[at]) and _indent(lines[at]) > indent:
        lines[at] = ""
        at += 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rows_below(lines: Sequence[str], number: int, indent: int) -> list[int]:
    """Return the lines on which the rows of a ``csv-table`` begin."""
    options: dict[str, str] = {}
    at = number + 1
    while at < len(lines) and lines[at].strip():
        if option := _OPTION.match(lines[at]):
            options[option.group(1)] = option.group(2)
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    body: list[str] = []
    for line in lines[at:]:
        if line.strip() and _indent(line) <= indent:
            break
        body.append(line.strip())
    told = options.get("delim", ",")
    delimiter = {"tab": "\t", "space": " "}.get(told, told)
    if len(delimiter) != 1:
        return []
    reader = csv.reader(StringIO("\n".join(body), newline=""), delimiter=delimiter)
    found, before = [], 0
    try:
        for row in reader:
            if row:
                found.append(at + before + 1)
            before = reader.line_num
    except csv.Error:
        return []  # docutils will report what is wrong with it
    return found
