"""Edit YAML texts in place: comments, order, quotes and layout stay.

Edits are planned on the nodes of the text and made all at once; nothing else in it changes.
Callers parse the result again and compare it before it is written.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.yamltext.style import (
    WIDTH,
    block_lines,
    item_lines,
    pair_lines,
    write_flow,
    write_key,
    write_scalar,
)


class _Edit(NamedTuple):
    """A replacement of the characters from ``start`` to before ``end`` (none to insert)."""

    start: int
    end: int
    text: str


class Editor:
    """Planned edits of a text, based on its nodes.

    :param text: with ``\\n`` as line ends; for edits by lines, also at its end.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        # Lines as editors count them; YAML and Python know more line ends.
        self._lines = text.removesuffix("\n").split("\n")
        self._ends = list(accumulate(len(line) + 1 for line in self._lines))
        self._edits: list[_Edit] = []

    def text(self) -> str:
        """Return the text with all edits."""
        text = self._text
        order = sorted(
            enumerate(self._edits),
            # From the end; replacements before what is inserted in front of them.
            key=lambda numbered: (numbered[1].start, numbered[1].end, numbered[0]),
            reverse=True,
        )
        for _, edit in order:
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    # By characters

    def splice(self, start: int, end: int, text: str) -> None:
        """Replace some characters by a text."""
        self._edits.append(_Edit(start, end, text))

    def take_out(self, holder: yaml.CollectionNode, place: int) -> bool:
        """Take one of several fields out of a mapping, or items out of a list.

        :returns: True if that is possible.
        """
        items = [item if isinstance(item, tuple) else (item, item) for item in holder.value]
        key, value = items[place]
        start, end = int(key.start_mark.index), end_of(value)
        following = items[place + 1][0].start_mark.index if place + 1 < len(items) else None
        if holder.flow_style:
            if following is None:
                start, end = items[place - 1][1].end_mark.index, value.end_mark.index
            self.splice(start, end if following is None else following, "")
            return True
        text = self._text
        line = text.rfind("\n", 0, start) + 1
        lead = text[line:start]
        stop = end if text[end - 1] == "\n" else text.find("\n", end) + 1 or len(text)
        behind = text[end:stop].strip()
        if lead.strip(" -") or (behind and not behind.startswith("#")):
            return False  # something else is on the line
        if not lead.strip() or key is value:
            self.splice(line, stop, "")
        elif following is not None:
            # The field after the hyphen of a list item: the next one moves up to it.
            self.splice(start, following, "")
        else:
            return False
        return True

    def retext(self, node: yaml.ScalarNode, text: str, *, flow: bool) -> None:
        """Replace a text by another one, in the same YAML style.

        :param flow: whether it is inside braces or brackets.
        """
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if node.style not in ("|", ">"):
            self.splice(start, end, write_scalar(text, node.style or "", flow=flow))
            return
        header, _, body = self._text[start:end].partition("\n")
        lines = body.split("\n")
        first = next((line for line in lines if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        while lines and (not lines[-1].strip() or not lines[-1].startswith(" " * indent)):
            lines.pop()
        blank = " " * indent
        new = block_lines(text, folded=node.style == ">", width=WIDTH - indent)
        written = "\n".join(f"{blank}{line}" if line else "" for line in new)
        end = start + len(header) + 1 + len("\n".join(lines))
        self.splice(start, end, f"{header}\n{written}")

    def flow_value(self, node: yaml.Node, value: Any) -> None:
        """Replace a value inside braces or brackets."""
        self.splice(int(node.start_mark.index), int(node.end_mark.index), write_flow(value))

    def add_pair(
        self, holder: yaml.MappingNode, after: int, name: str, value: Any, *, flow: bool
    ) -> None:
        """Add a field to a mapping, behind the one with this number.

        :param flow: whether the mapping is in braces, or in something that is.
        """
        key, last = holder.value[after]
        if flow:
            place = max(end_of(key), end_of(last))
            self.splice(place, place, f", {write_key(name, flow=True)}: {write_flow(value)}")
            return
        indent = self._column(key)
        lines = pair_lines(f"{' ' * indent}{write_key(name)}:", name, value, indent)
        self.insert(self._pair_end(key, last), lines)

    def field(self, pair: tuple[yaml.Node, yaml.Node], old: Any, new: Any) -> None:
        """Change the value of a field in block style."""
        key, value = pair
        self._pair(key, value, str(key.value), old, new)

    # By lines

    def replace(self, start: int, end: int, lines: list[str]) -> None:
        """Replace lines, which are counted from 0, by others."""
        text = "".join(f"{line}\n" for line in lines)
        self.splice(self._start(start), self._start(end), text)

    def remove(self, start: int, end: int, *, above: bool) -> None:
        """Remove lines with the blank ones below, or above, so that one remains between others."""
        while above and start and not self._lines[start - 1].strip():
            start -= 1
        while not above and end < len(self._lines) and not self._lines[end].strip():
            end += 1
        self.replace(start, end, [])

    def insert(self, at: int, lines: list[str]) -> None:
        """Insert lines before one."""
        if lines:
            self.replace(at, at, lines)

    def _start(self, line: int) -> int:
        return self._ends[line - 1] if line else 0

    def line(self, index: int) -> int:
        """Return the line of a character, from 0."""
        return bisect_right(self._ends, index)

    def end(self, node: yaml.Node) -> int:
        """Return the line after the last one with content of a node."""
        last = _last(node)
        line = self.line(max(int(last.end_mark.index) - 1, int(last.start_mark.index)))
        while line and not self._lines[line].strip():
            line -= 1
        return line + 1

    def dash(self, node: yaml.Node) -> tuple[int, int]:
        """Return the line and column of the dash before an item of a list."""
        line = self.line(node.start_mark.index)
        before = self._lines[line][: self._column(node)]
        while "-" not in before:
            line -= 1
            before = self._lines[line]
        return line, before.rindex("-")

    def _column(self, node: yaml.Node) -> int:
        line = self.line(node.start_mark.index)
        return int(node.start_mark.index) - (self._ends[line] - len(self._lines[line]) - 1)

    def mapping(
        self,
        node: yaml.MappingNode,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        order: Sequence[str] = (),
    ) -> None:
        """Bring a mapping in block style from one state to another."""
        pairs = {key.value: (key, value) for key, value in node.value}
        for name in old:
            if name not in new and name in pairs:
                key, value = pairs[name]
                self.replace(self.line(key.start_mark.index), self._pair_end(key, value), [])
        changed = [name for name in new if name not in old or not _same(old[name], new[name])]
        # Existing fields first: what is added at the end of the last one goes before new fields.
        for name in changed:
            if name in pairs:
                self._pair(*pairs[name], name, old.get(name), new[name])
        indent = self._column(node.value[0][0])
        for name in changed:
            if name not in pairs:
                lines = pair_lines(f"{' ' * indent}{write_key(name)}:", name, new[name], indent)
                self.insert(self._place(node, name, order or list(new)), lines)

    def _pair_end(self, key: yaml.Node, value: yaml.Node) -> int:
        empty = isinstance(value, yaml.ScalarNode) and not value.value
        return max(self.end(key), 0 if empty else self.end(value))

    def _place(self, node: yaml.MappingNode, name: str, order: Sequence[str]) -> int:
        """Return the line for a new field: before the first one that is later in the schema."""
        later = set(order[order.index(name) + 1 :]) if name in order else set()
        for key, _ in node.value:
            line = self.line(key.start_mark.index)
            if key.value in later and not self._lines[line][: self._column(key)].strip():
                while self._lines[line - 1].lstrip().startswith("#"):
                    line -= 1  # a comment belongs to what is below it
                return line
        return self._pair_end(*node.value[-1])

    def _pair(self, key: yaml.Node, value: yaml.Node, name: str, old: Any, new: Any) -> None:
        """Change the value of a field."""
        if isinstance(value, yaml.CollectionNode) and not value.flow_style:
            if isinstance(value, yaml.MappingNode) and isinstance(old, dict) and _is_fields(new):
                self.mapping(value, old, new)
                return
            if isinstance(value, yaml.SequenceNode) and self._list(value, name, old, new):
                return
        start = self.line(key.start_mark.index)
        column = self._column(key)
        head = self._lines[start][:column] + write_key(name) + ":"
        lines = pair_lines(head, name, new, column)
        comment = self._comment(value)
        if comment and self.line(value.start_mark.index) == start:
            lines[0] += comment
        self.replace(start, self._pair_end(key, value), lines)

    def _comment(self, value: yaml.Node) -> str:
        """Return the comment after a value of one line, with the space before it."""
        end = int(value.end_mark.index)
        line = self.line(max(end - 1, 0))
        if line != self.line(value.start_mark.index):
            return ""
        rest = self._lines[line][end - (self._ends[line] - len(self._lines[line]) - 1) :]
        return rest.rstrip() if re.match(r"\s+#", rest) else ""

    def _list(self, node: yaml.SequenceNode, name: str, old: Any, new: Any) -> bool:
        """Change and append items of a list; return False where that is not possible."""
        if not isinstance(old, list) or not isinstance(new, list) or len(new) < len(old):
            return False
        if len(node.value) != len(old):
            return False
        for child, before, after in zip(node.value, old, new, strict=False):
            if not _same(before, after):
                self.item(child, name, before, after)
        last = node.value[-1]
        column = self.dash(last)[1]
        added = [item_lines(item, column, field=name) for item in new[len(old) :]]
        self.insert(self.end(last), [line for item in added for line in item])
        return True

    def item(
        self, node: yaml.Node, name: str, old: Any, new: Any, order: Sequence[str] = ()
    ) -> None:
        """Change an item of a list."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style and isinstance(old, dict):
            first = node.value[0][0].value
            # The first field follows the dash and cannot be removed alone.
            if _is_fields(new) and first in new:
                self.mapping(node, old, new, order)
                return
        start, column = self.dash(node)
        lines = item_lines(new, column, field=name)
        lines[-1] += self._comment(node) if len(lines) == 1 else ""
        self.replace(start, self.end(node), lines)


def _is_fields(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def end_of(node: yaml.Node) -> int:
    """Return where the content of a node ends; a block collection's mark is at the next token."""
    return int(_last(node).end_mark.index)


def _last(node: yaml.Node) -> yaml.Node:
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def as_before(data: bytes, text: str) -> str:
    """Give a new text of a file the line ends and the byte order mark that it has.

    :param data: the file as it is.
    :param text: with ``\\n`` as line ends.
    """
    text = text.replace("\n", "\r\n") if b"\r\n" in data else text
    return f"\ufeff{text}" if data.startswith(codecs.BOM_UTF8) else text
