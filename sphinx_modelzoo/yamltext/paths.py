"""Find fields in a text: from a path in the data to the position of its words.

Only errors ask for this. The nodes of the text know their places; a path leads through them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

PathPart = str | int
Path = Sequence[object]


class Found(NamedTuple):
    """How far a path leads in a text.

    ``path`` has the parts that exist; ``key`` is the node of the last field's name (``None`` for an
    item of a list and for the whole), ``value`` that of its value. ``complete`` is true where the
    path's last part exists.
    """

    path: tuple[PathPart, ...]
    key: yaml.Node | None
    value: yaml.Node
    complete: bool = True

    @property
    def node(self) -> yaml.Node:
        """Return the node to point at: the name of an empty field, else its value."""
        empty = isinstance(self.value, yaml.ScalarNode) and not self.value.value
        return self.key if empty and self.key is not None else self.value


def follow(root: yaml.Node, path: Path) -> Found:
    """Follow a path as far as it leads.

    Parts that the text does not have are skipped: the validator names the branch of a union, the
    field that a short form abbreviates, and the index in a list of one written without a list.
    """
    found = Found((), None, root)
    for part in path:
        step = _step(found.value, part)
        if step is None:
            found = found._replace(complete=False)
        else:
            name, key, value = step
            found = Found((*found.path, name), key, value)
    return found


def _step(node: yaml.Node, part: object) -> tuple[PathPart, yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode):
        inside = isinstance(part, int) and 0 <= part < len(node.value)
        return (part, None, node.value[part]) if inside else None  # type: ignore[return-value]
    if not isinstance(node, yaml.MappingNode):
        return None
    wanted = _words(part)
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        elif isinstance(key, yaml.ScalarNode) and key.value in wanted:
            return key.value, key, value
    for other in merged:
        step = _step(other, part) if isinstance(other, yaml.MappingNode) else None
        if step is not None:
            return step
    return None


_BOOLEANS = {
    "1": ("1", "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"),
    "0": ("0", "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"),
    "True": ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"),
    "False": ("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"),
    "None": ("", "~", "null", "Null", "NULL"),
}


def _words(part: object) -> tuple[str, ...]:
    """Return how a field name may be written; the validator has what YAML made of it."""
    word = str(part)
    return (word, *_BOOLEANS.get(word, ()))


def path_to(root: yaml.Node, target: yaml.Node) -> tuple[PathPart, ...]:
    """Return the path from a node to one inside it, or an empty path if it is not inside."""
    index = target.start_mark.index
    path: list[PathPart] = []
    node: yaml.Node | None = root
    while node is not None and node is not target:
        step = next(
            (
                (part, child)
                for part, child in _parts(node)
                if child is target or child.start_mark.index <= index < child.end_mark.index
            ),
            None,
        )
        if step is None or len(path) > 8:
            return tuple(path)
        path.append(step[0])
        node = step[1]
    return tuple(path)


def _parts(node: yaml.Node) -> Iterator[tuple[PathPart, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            yield name, key
            yield name, value


def field_path(path: Path) -> str:
    """Format a path for people: ``results[0].metrics.mAP``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            words += f".{part}" if words else str(part)
    return words
