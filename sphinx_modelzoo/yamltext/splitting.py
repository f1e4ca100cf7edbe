r"""Where the entries of a catalog begin and end, found without parsing it.

An edited entry should cost the parsing of one entry. In the usual layout (``models:`` at the left
margin, below it a list with an entry at each ``- `` of one column) the text falls apart into

- the rest: everything above the first entry and below the last one,
- a chunk for every entry, which is a YAML text of its own: a list of one.

YAML has places where this is not so (a quoted text that runs over what looks like a new entry, an
anchor used in another entry). A chunk that parses cleanly as a list of one item, without anchors,
leaves the parser of the whole file where it was before: then the parts add up to the whole. The
reader checks that for every chunk, and reads the whole file where one fails.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

_MODELS = re.compile(rb"^models:[ \t]*(?:#[^\n]*)?\n", re.MULTILINE)
_BLANK = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n)*")
_FIRST = re.compile(rb"( *)-[ \t\n]")
_MARGIN = re.compile(rb"\n[^ \t\n#]")
# At the margin itself, entries look like fields that begin with a hyphen.
_MARGIN_BESIDE_ENTRIES = re.compile(rb"\n(?:[^ \t\n#\-]|-[^ \t\n])")
_DIRECTIVE = re.compile(rb"^%", re.MULTILINE)


class Chunk(NamedTuple):
    """The range of an entry in the file, and its first line, from 1."""

    start: int
    end: int
    line: int


class Layout(NamedTuple):
    """A file in its parts.

    ``rest`` is the text without the entries, in which the lines have their old numbers;
    ``models_line`` is the line of ``models:``. ``tail`` is what follows the last entry.
    """

    rest: bytes
    models_line: int
    chunks: tuple[Chunk, ...]
    tail: Chunk

    def fits(self, root: yaml.Node | None) -> bool:
        """Return True if the nodes of the rest have ``models:`` empty, where it was found."""
        if not isinstance(root, yaml.MappingNode) or root.flow_style:
            return False
        if root.tag != "tag:yaml.org,2002:map":
            return False
        found = [(key, value) for key, value in root.value if key.value == "models"]
        if len(found) != 1:
            return False
        key, value = found[0]
        return (
            key.start_mark.line + 1 == self.models_line
            and key.start_mark.column == 0
            and isinstance(value, yaml.ScalarNode)
            and value.value == ""
            and value.start_mark.line + 1 == self.models_line
        )


def split(data: bytes) -> Layout | None:
    """Split a file (with ``\\n`` as line ends) into its parts; ``None`` for another layout."""
    models = _MODELS.search(data)
    if models is None:
        return None
    blank = _BLANK.match(data, models.end())
    begin = blank.end() if blank else models.end()
    first = _FIRST.match(data, begin)
    if first is None or _DIRECTIVE.search(data, 0, begin):
        return None
    indent = first.group(1)
    margin = (_MARGIN if indent else _MARGIN_BESIDE_ENTRIES).search(data, begin)
    end = margin.start() + 1 if margin else len(data)
    starts = [begin]
    starts += [
        found.start() + 1
        for found in re.compile(rb"\n" + indent + rb"-[ \t\n]").finditer(data, begin, end)
    ]
    ends = [*starts[1:], end]
    line = data.count(b"\n", 0, begin) + 1
    chunks = []
    for start, stop in zip(starts, ends, strict=True):
        chunks.append(Chunk(start, stop, line))
        line += data.count(b"\n", start, stop)
    rest = data[:begin]
    if end < len(data):
        rest += b"\n" * data.count(b"\n", begin, end) + data[end:]
    models_line = data.count(b"\n", 0, models.start()) + 1
    return Layout(rest, models_line, tuple(chunks), Chunk(end, len(data), line))
