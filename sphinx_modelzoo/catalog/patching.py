"""Changing entries of a file that people keep: comments, order, quotes and layout stay.

Only the lines of an entry that changes are written anew, and of these only the values that
change. What comes out is read again and compared before anybody gets it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from sphinx_modelzoo.catalog.model import Model
from sphinx_modelzoo.catalog.positions import follow
from sphinx_modelzoo.catalog.validation import validate
from sphinx_modelzoo.catalog.writing import FIELD_ORDER, entry_to_data
from sphinx_modelzoo.catalog.yaml_source import Builder, compose
from sphinx_modelzoo.catalog.yaml_style import write_item, write_mapping

if TYPE_CHECKING:
    from ruamel.yaml import YAML


class PatchError(Exception):
    """A file whose layout does not allow to change it without losing something."""


class Change(NamedTuple):
    """An entry before and after, both as :func:`~.writing.entry_to_data` gives them."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


def patch_catalog(
    text: str, changes: Mapping[str, Change], additions: Sequence[Mapping[str, Any]] = ()
) -> str:
    """A catalog file with entries changed and entries added at its end.

    :param text: the file, a valid catalog; or a file that is one entry, without additions.
    :param changes: by the ids that the entries have in the text.
    :raises PatchError: when that cannot be done without touching anything else.
    """
    lines = _lines(text if text.endswith("\n") else f"{text}\n")
    regions = _regions("".join(lines))
    missing = set(changes) - set(regions)
    if missing:
        raise PatchError(f"the entry “{min(missing)}” was not found in the file")
    if additions:
        _append(lines, regions, additions)
    for ident, region in sorted(regions.items(), key=lambda item: -item[1].start):
        if ident in changes:
            part = "".join(lines[region.start : region.end])
            lines[region.start : region.end] = [_patch(part, region, changes[ident])]
    patched = "".join(lines)
    _verify(text, patched, changes, additions)
    return patched


class _Region(NamedTuple):
    """The lines of an entry, from 0, and the column of its dash; −1 for a file of one entry."""

    start: int
    end: int
    dash: int


def _regions(text: str) -> dict[str, _Region]:
    root = compose(text)
    models = follow(root, ("models",)) if root else None
    if root is None or models is None:
        return {}
    lines = _lines(text)
    if models.path != ("models",):
        ident = follow(root, ("id",)).value.value
        return {str(ident): _Region(0, len(lines), -1)}
    ends = list(accumulate(map(len, lines)))
    if not isinstance(models.value, yaml.SequenceNode) or models.value.flow_style:
        return {}
    found: dict[str, _Region] = {}
    for node in models.value.value:
        start = bisect_right(ends, node.start_mark.index)
        while not (dash := re.match(r"( *)-(?=\s|$)", lines[start])):
            start -= 1
        end = bisect_right(ends, _last_index(node)) + 1
        while not lines[end - 1].strip():
            end -= 1
        ident = str(follow(node, ("id",)).value.value)
        found[ident] = _Region(start, end, len(dash.group(1)))
    return found


def _last_index(node: yaml.Node) -> int:
    """Where the last thing in a node ends: the index of its last character."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return max(int(node.end_mark.index) - 1, int(node.start_mark.index))
    last = node.value[-1]
    children = last if isinstance(last, tuple) else (last,)
    return max(_last_index(child) for child in children)


def _lines(text: str) -> list[str]:
    """Lines as editors count them; YAML and Python know more line ends."""
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")]


def _append(
    lines: list[str], regions: Mapping[str, _Region], additions: Sequence[Mapping[str, Any]]
) -> None:
    if regions and min(region.dash for region in regions.values()) < 0:
        raise PatchError("the file holds one entry; others go into files of their own")
    if regions:
        last = max(regions.values())
        items = [write_item(data, indent=last.dash) for data in additions]
        lines[last.end : last.end] = [f"\n{item}" for item in items]
        return
    for number, line in enumerate(lines):
        if re.match(r"models:\s*(\[\s*\]|null|~)?\s*(#.*)?\n", line):
            items = [write_item(data, indent=2) for data in additions]
            lines[number : number + 1] = ["models:\n", "\n".join(items)]
            return
    raise PatchError("the list of models is written in brackets; write “models:” above a list")


def _patch(part: str, region: _Region, change: Change) -> str:
    """The lines of one entry with the values that change."""
    editor = _editor(part, region.dash)
    try:
        document = editor.load(part)
    except Exception as error:  # ruamel has no common base for what it raises
        raise PatchError(f"the entry cannot be changed in place: {error}") from error
    entry = document if region.dash < 0 else document[0]
    _update(entry, change.old, change.new, FIELD_ORDER)
    stream = StringIO()
    editor.dump(document, stream)
    return stream.getvalue()


def _editor(part: str, dash: int) -> YAML:
    from ruamel.yaml import YAML

    editor = YAML()
    editor.preserve_quotes = True
    editor.width = 1_000_000
    editor.allow_unicode = True
    offset = dash if dash >= 0 else _list_offset(part)
    editor.indent(mapping=2, sequence=offset + 2, offset=offset)
    return editor


def _list_offset(part: str) -> int:
    """How far the lists of a file stand from their field."""
    found = re.search(r"^( *)[^\s#\-][^\n]*:[ \t]*\n( *)- ", part, re.MULTILINE)
    return max(len(found.group(2)) - len(found.group(1)), 0) if found else 2


def _update(
    holder: Any, old: Mapping[str, Any], new: Mapping[str, Any], order: Sequence[str]
) -> None:
    """Bring a mapping of the file from one state to another, value by value."""
    for name in old:
        if name not in new:
            holder.pop(name, None)
    for name, value in new.items():
        before = old.get(name)
        if name in old and before == value:
            continue
        current = holder.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and isinstance(current, dict):
            _update(current, before, value, ())
        elif isinstance(value, list) and isinstance(before, list) and _alike(current, before):
            _update_list(name, current, before, value)
        elif name in holder:
            holder[name] = _styled(name, value)
        else:
            holder.insert(_position(holder, name, order), name, _styled(name, value))


def _alike(current: Any, before: list[Any]) -> bool:
    return isinstance(current, list) and len(current) == len(before)


def _update_list(name: str, current: Any, before: list[Any], value: list[Any]) -> None:
    if len(value) < len(before):
        current[:] = _styled(name, value)
        return
    for index, item in enumerate(value):
        if index >= len(before):
            current.append(_styled(name, [item])[0])
        elif item != before[index]:
            inside = current[index]
            if isinstance(item, dict) and isinstance(before[index], dict) and hasattr(inside, "fa"):
                _update(inside, before[index], item, ())
            else:
                current[index] = _styled(name, [item])[0]


def _position(holder: Any, name: str, order: Sequence[str]) -> int:
    """Where a new field goes: before the first one that comes later in the schema."""
    if name not in order:
        return len(holder)
    later = set(order[order.index(name) + 1 :])
    return next((index for index, key in enumerate(holder) if key in later), len(holder))


def _styled(name: str, value: Any) -> Any:
    """A value as the file's editor holds it, in the style in which we write."""
    from ruamel.yaml import YAML

    editor = YAML()
    editor.preserve_quotes = True
    return editor.load(write_mapping({name: value}))[name]


def _verify(
    before: str, after: str, changes: Mapping[str, Change], additions: Sequence[Mapping[str, Any]]
) -> None:
    """Make sure that the new text says what it should, and otherwise what the old one said."""
    old_head, old = _read(before)
    new_head, new = _read(after)
    expected = {
        ident: _normal(changes[ident].new if ident in changes else data)
        for ident, data in old.items()
    }
    expected |= {str(data["id"]): _normal(data) for data in additions}
    found = {ident: _normal(data) for ident, data in new.items()}
    if old_head != new_head or found != expected:
        raise PatchError("the layout of the file does not allow to change it in place")


def _read(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head of a file and its entries by id."""
    root = compose(text)
    data = Builder().build(root) if root else {}
    if not isinstance(data, dict):
        return {}, {}
    if "models" not in data:
        return {}, {str(data.get("id")): data}
    entries = {str(item["id"]): item for item in data.pop("models") or ()}
    return data, entries


def _normal(data: Mapping[str, Any]) -> Any:
    """An entry in the one form in which equal ones are equal."""
    known = {name: value for name, value in data.items() if name in FIELD_ORDER}
    model, _ = validate(Model, known)
    return entry_to_data(model) if model else data
