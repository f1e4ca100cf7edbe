"""YAML sources of other tools: data, and the line of each part of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_modelzoo.curation.formats.importer_types import (
    ImportContext,
    ImportResult,
    Place,
    read_text,
)
from sphinx_modelzoo.problems.messages import Message, ProblemError
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.locating import Piece
from sphinx_modelzoo.yamltext.parsing import Builder
from sphinx_modelzoo.yamltext.paths import follow

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Document:
    """The data of one YAML document and its nodes.

    ``piece`` is what was parsed of the file: it knows the lines. ``repeated`` are the keys
    that occur several times in one mapping, each with the place of a value that is ignored.
    """

    data: Any
    node: yaml.Node | None
    piece: Piece
    repeated: tuple[tuple[str, Place], ...] = ()

    def leave_out_repeated(self, result: ImportResult) -> None:
        """Report values that are ignored because another one follows under the same key."""
        for key, place in self.repeated:
            result.leave_out(
                Message("{key}, given before", key=key), "the last of duplicate keys is used", place
            )

    def line(self, *path: str | int) -> int:
        """Return the line of the value at a path, or of the innermost part of it that exists."""
        if self.node is None:
            return self.piece.line
        found = follow(self.node, path)
        return self.piece.at(found.key or found.value)[0]

    def place(self, *path: str | int) -> Place:
        """Return the place of the value at a path."""
        return Place(self.piece.file, self.line(*path))


def parse_document(text: str, file: str, *, offset: int = 0) -> Document:
    """Parse YAML.

    :param file: the name of the file in messages.
    :raises ProblemError: when it is not YAML, or not safe to read.
    """
    piece = Piece(file, text.encode(), line=offset + 1)
    try:
        node = piece.compose()
    except YamlError as error:
        found = piece.error(error)
        raise ProblemError(found.at(file, found.line)) from None
    builder = Builder()
    dropped = _let_last_win(node, set()) if node else []
    repeated = tuple((str(key.value), Place(file, piece.at(key)[0])) for key in dropped)
    data = builder.build(node) if node else None
    for flaw in builder.flaws:
        raise ProblemError(flaw.after(offset).at(file, piece.at(flaw.node)[0]))
    return Document(data, node, piece, repeated)


def _let_last_win(node: yaml.Node, seen: set[int]) -> list[yaml.Node]:
    """Drop all but the last of equal keys, as the tools do that these files are written for.

    :returns: the keys that were dropped.
    """
    if id(node) in seen or not isinstance(node, yaml.CollectionNode):
        return []
    seen.add(id(node))
    dropped: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        last = {(key.tag, str(key.value)): (key, value) for key, value in node.value}
        kept = {id(key) for key, _ in last.values()}
        dropped += [key for key, _ in node.value if id(key) not in kept]
        node.value = list(last.values())
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            dropped += _let_last_win(child, seen)
    return dropped


def read_document(path: Path, context: ImportContext) -> Document:
    """Read and parse a YAML file.

    :raises ProblemError: when it cannot be read, is not YAML or not safe to read.
    """
    return parse_document(read_text(path, context), context.display(path))


def mappings(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the mappings of a list with their positions; a single mapping counts as a list."""
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, dict):
            yield index, item
