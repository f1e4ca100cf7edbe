"""Prepare the directives of a reStructuredText document before docutils reads it.

docutils does not know Sphinx's directives or the project's own, and leaves out what they
hold. Here a directive that holds text becomes a container, and its options blank lines; one that
holds code becomes literal text. The lines keep their numbers.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.grids.grid import Unread
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIRECTIVE = re.compile(r"(\s*)\.\.[ \t]+([\w][\w:+.\-]*)::(?:[ \t]+(.*))?$")
CONTAINER = "container"
_SUBSTITUTION = re.compile(r"\s*\.\.[ \t]+\|([^|]+)\|[ \t]+replace::[ \t]*(.*)$")
_REFERENCE = re.compile(r"\|(?!\s)([^|]+?)(?<!\s)\|")
_EXPANDED = 10 * MAX_TEXT
_LEVELS = 30
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
    _drop_bombs(lines, prepared)
    for number, line in enumerate(lines):
        found = _DIRECTIVE.match(line)
        if not found:
            continue
        indent, name, argument = found.groups()
        if name in _FOLLOWING:
            what = Message("the file “{argument}”", argument=argument or "")
            prepared.unread.append(
                Unread(what, Message("{name} is not followed", name=name), number + 1)
            )
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


def _drop_bombs(lines: list[str], prepared: Prepared) -> None:
    """Blank the substitutions that expand to far more text than the document has."""
    bodies: dict[str, str] = {}
    places: dict[str, range] = {}
    for number, line in enumerate(lines):
        if found := _SUBSTITUTION.match(line):
            end = number + 1
            while end < len(lines) and lines[end].strip() and _indent(lines[end]) > _indent(line):
                end += 1
            name = _name(found[1])
            bodies.setdefault(name, " ".join([found[2], *lines[number + 1 : end]]))
            places.setdefault(name, range(number, end))
    uses = Counter(_name(one) for line in lines for one in _REFERENCE.findall(line))
    sizes = _expanded(bodies)
    for name, place in places.items():
        if sizes[name] > MAX_TEXT or sizes[name] * uses[name] > _EXPANDED:
            what = Message("the substitution “{text}”", text=name[:40])
            prepared.unread.append(Unread(what, "it expands to far too much text", place[0] + 1))
            for number in place:
                lines[number] = ""


def _name(written: str) -> str:
    return " ".join(written.split()).casefold()


def _expanded(bodies: Mapping[str, str]) -> dict[str, int]:
    """Return the lengths of substitutions with all inner ones replaced, as far as they matter."""
    sizes = {name: len(body) for name, body in bodies.items()}
    inner = {
        name: [_name(one) for one in _REFERENCE.findall(body)] for name, body in bodies.items()
    }
    # Each round goes one level deeper; what grows without an end refers to itself.
    for _ in range(_LEVELS):
        grown = {
            name: min(len(bodies[name]) + sum(sizes.get(one, 0) for one in ones), 2 * MAX_TEXT)
            for name, ones in inner.items()
        }
        if grown == sizes:
            break
        sizes = grown
    return sizes


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
