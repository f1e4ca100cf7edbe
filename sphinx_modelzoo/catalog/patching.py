"""Changing entries of a file that people keep: comments, order, quotes and layout stay.

Only the lines of the fields that change are written anew. What comes out is read again and
compared before anybody gets it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.catalog.model import Model
from sphinx_modelzoo.catalog.positions import follow
from sphinx_modelzoo.catalog.problems import ProblemError, failure
from sphinx_modelzoo.catalog.validation import validate
from sphinx_modelzoo.catalog.writing import FIELD_ORDER, entry_to_data
from sphinx_modelzoo.catalog.yaml_errors import YamlError
from sphinx_modelzoo.catalog.yaml_source import Builder, compose
from sphinx_modelzoo.catalog.yaml_style import item_lines, pair_lines, write_key


class Change(NamedTuple):
    """An entry before and after, both as :func:`~.writing.entry_to_data` gives them."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


def _unfit(message: str) -> ProblemError:
    """What to raise for a file that cannot be changed without losing something of it."""
    return failure("catalog.layout", message, None)


def patch_catalog(
    text: str, changes: Mapping[str, Change], additions: Sequence[Mapping[str, Any]] = ()
) -> str:
    """A catalog file with entries changed and entries added at its end.

    :param text: the file, a valid catalog; or a file that is one entry, without additions.
    :param changes: by the ids that the entries have in the text.
    :raises ProblemError: when that cannot be done without touching anything else.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    root = compose(text)
    if not isinstance(root, yaml.MappingNode):
        raise _unfit("the file is no catalog")
    patch = _Patch(text)
    models = follow(root, ("models",))
    if models.path != ("models",):
        if additions:
            raise _unfit("the file holds one entry; others go into files of their own")
        for change in changes.values():
            patch.mapping(root, change.old, change.new, FIELD_ORDER)
    elif isinstance(models.value, yaml.SequenceNode) and models.value.value:
        if models.value.flow_style:
            raise _unfit("the list of models is written in brackets: write a “- ” for each")
        _patch_entries(patch, models.value, changes, additions)
    elif additions:
        _patch_empty(patch, text, additions)
    patched = patch.text()
    _verify(text, patched, changes, additions)
    return patched


def _patch_entries(
    patch: _Patch,
    models: yaml.SequenceNode,
    changes: Mapping[str, Change],
    additions: Sequence[Mapping[str, Any]],
) -> None:
    for node in models.value:
        change = changes.get(str(follow(node, ("id",)).value.value))
        if change:
            patch.item(node, "", dict(change.old), dict(change.new), FIELD_ORDER)
    last = models.value[-1]
    column = patch.dash(last)[1]
    lines = [["", *item_lines(dict(data), column, field="models")] for data in additions]
    patch.insert(patch.end(last), [line for item in lines for line in item])


def _patch_empty(patch: _Patch, text: str, additions: Sequence[Mapping[str, Any]]) -> None:
    for number, line in enumerate(text.split("\n")):
        if re.match(r"models:\s*(\[\s*\]|null|~)?\s*(#.*)?\Z", line):
            lines = [item_lines(dict(data), 2, field="models") for data in additions]
            joined = [line for item in lines for line in ["", *item]][1:]
            patch.replace(number, number + 1, ["models:", *joined])
            return
    raise _unfit("the place for the models was not found: write “models:” on a line of its own")


class _Edit(NamedTuple):
    """Lines from ``start`` to before ``end`` (from 0) become others; nothing, for an insertion."""

    start: int
    end: int
    lines: list[str]


class _Patch:
    """Edits of a text, planned on its nodes."""

    def __init__(self, text: str) -> None:
        # Lines as editors count them; YAML and Python know more line ends.
        self._lines = text.removesuffix("\n").split("\n")
        self._ends = list(accumulate(len(line) + 1 for line in self._lines))
        self._edits: list[_Edit] = []

    def text(self) -> str:
        """The text with all edits."""
        lines = list(self._lines)
        order = sorted(
            enumerate(self._edits),
            # From the end; what takes the place of lines before what is put in front of them.
            key=lambda numbered: (numbered[1].start, numbered[1].end, numbered[0]),
            reverse=True,
        )
        for _, edit in order:
            lines[edit.start : edit.end] = edit.lines
        return "".join(f"{line}\n" for line in lines)

    def replace(self, start: int, end: int, lines: list[str]) -> None:
        """Put lines in the place of others."""
        self._edits.append(_Edit(start, end, lines))

    def insert(self, at: int, lines: list[str]) -> None:
        """Put lines before one."""
        if lines:
            self._edits.append(_Edit(at, at, lines))

    def line(self, index: int) -> int:
        """The line of a character, from 0."""
        return bisect_right(self._ends, index)

    def end(self, node: yaml.Node) -> int:
        """The line after the last one that holds something of a node."""
        line = self.line(_last_index(node))
        while line and not self._lines[line].strip():
            line -= 1
        return line + 1

    def dash(self, node: yaml.Node) -> tuple[int, int]:
        """The line and column of the dash before an item of a list."""
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
        # What is there first: what is added at the end of its last part goes before new fields.
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
        """The line for a new field: before the first one that comes later in the schema."""
        later = set(order[order.index(name) + 1 :]) if name in order else set()
        for key, _ in node.value:
            line = self.line(key.start_mark.index)
            if key.value in later and not self._lines[line][: self._column(key)].strip():
                while self._lines[line - 1].lstrip().startswith("#"):
                    line -= 1  # a comment belongs to what is below it
                return line
        return self._pair_end(*node.value[-1])

    def _pair(self, key: yaml.Node, value: yaml.Node, name: str, old: Any, new: Any) -> None:
        """Change what a field says."""
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
        """A comment behind a value of one line, with the space before it."""
        end = int(value.end_mark.index)
        line = self.line(max(end - 1, 0))
        if line != self.line(value.start_mark.index):
            return ""
        rest = self._lines[line][end - (self._ends[line] - len(self._lines[line]) - 1) :]
        return rest.rstrip() if re.match(r"\s+#", rest) else ""

    def _list(self, node: yaml.SequenceNode, name: str, old: Any, new: Any) -> bool:
        """Change items of a list, and add some; whether that can be done."""
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
            # The first field stands behind the dash and cannot go away alone.
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


def _last_index(node: yaml.Node) -> int:
    """Where the last thing in a node ends: the index of its last character."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return max(int(node.end_mark.index) - 1, int(node.start_mark.index))
    last = node.value[-1]
    children = last if isinstance(last, tuple) else (last,)
    return max(_last_index(child) for child in children)


def _verify(
    before: str, after: str, changes: Mapping[str, Change], additions: Sequence[Mapping[str, Any]]
) -> None:
    """Make sure that the new text says what it should, and otherwise what the old one said."""
    old_head, old = _read(before)
    new_head, new = _read(after)
    if set(changes) - set(old):
        raise _unfit(f"the entry “{min(set(changes) - set(old))}” was not found in the file")
    expected = {
        ident: _normal(changes[ident].new if ident in changes else data)
        for ident, data in old.items()
    }
    expected |= {str(data["id"]): _normal(data) for data in additions}
    found = {ident: _normal(data) for ident, data in new.items()}
    if old_head != new_head or found != expected:
        raise _unfit("the layout of the file does not allow to change it in place")


def _read(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head of a file and its entries by id."""
    builder = Builder()
    try:
        root = compose(text)
    except YamlError as error:
        message = f"the layout of the file does not allow to change it: {error.problem.message}"
        raise _unfit(message) from error
    data = builder.build(root) if root else {}
    if not isinstance(data, dict) or builder.flaws:
        raise _unfit("the layout of the file does not allow to change it in place")
    if "models" not in data:
        return {}, {str(data.get("id")): data}
    entries = {str(item["id"]): item for item in data.pop("models") or ()}
    return data, entries


def _normal(data: Mapping[str, Any]) -> Any:
    """An entry in the one form in which equal ones are equal."""
    known = {name: value for name, value in data.items() if name in FIELD_ORDER}
    model, _ = validate(Model, known)
    return entry_to_data(model) if model else data
