"""The text of a catalog's files, and where the fields of an entry are in it.

Only findings ask for this. An entry is parsed alone where the layout allows it, so that one
finding in a catalog of thousands costs the parsing of one entry.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import yaml

from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.locating import Piece
from sphinx_modelzoo.yamltext.parsing import as_utf8
from sphinx_modelzoo.yamltext.paths import Found, follow
from sphinx_modelzoo.yamltext.splitting import Chunk, split

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.yamltext.paths import Path


class Part(NamedTuple):
    """The text of one entry: a file of its own, or the item of a list (``listed``).

    ``start`` is where it begins in the file's text.
    """

    file: FilePath
    start: int
    text: str
    listed: bool


class _Parsed(NamedTuple):
    """An entry's node, the piece of the file that was parsed, and the entry's own text."""

    node: yaml.Node
    piece: Piece
    part: Part | None


@dataclass
class _OpenFile:
    """A file with what is known of it: its text, and where its entries are."""

    path: FilePath
    data: bytes

    @cached_property
    def chunks(self) -> tuple[tuple[Chunk, int], ...]:
        """Return its entries, each with where it begins in the file's text."""
        layout = split(self.data)
        found, read, characters = [], 0, 0
        for chunk in layout.chunks if layout else ():
            characters += len(self.data[read : chunk.start].decode())
            read = chunk.start
            found.append((chunk, characters))
        return tuple(found)

    @cached_property
    def line_ends(self) -> array[int]:
        """Return where its lines end: as texts, they take four times the memory of the file."""
        return array("Q", (found.start() for found in re.finditer(b"\n", self.data)))

    @cached_property
    def root(self) -> yaml.Node | None:
        """Return the node of the whole file, for entries in other layouts."""
        return _composed(Piece("", self.data))


class Sources:
    """The files of a catalog. Texts have ``\\n`` as line ends, and no byte order mark.

    Only the file and the entry of the last question are kept: all entries, parsed, would take many
    times the memory of the catalog. So ask for what is in one entry, and in one file, together.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._file: _OpenFile | None = None
        self._entry: tuple[str, _Parsed | None] = ("", None)

    def text(self, file: FilePath) -> str:
        """Return the text of a file; empty if it can no longer be read."""
        return self._open(file).data.decode()

    def line(self, file: FilePath, number: int) -> str:
        """Return a line of a file, from 1; empty beyond its end."""
        found = self._open(file)
        ends = found.line_ends
        if not 0 < number <= len(ends) + 1:
            return ""
        start = ends[number - 2] + 1 if number > 1 else 0
        end = ends[number - 1] if number <= len(ends) else None
        return found.data[start:end].decode()

    def _open(self, file: FilePath) -> _OpenFile:
        if self._file is None or self._file.path != file:
            try:
                data = as_utf8(file.read_bytes())
            except (OSError, YamlError):
                data = b""
            self._file = _OpenFile(file, data)
        return self._file

    def locate(self, model: str, path: Path, word: str = "") -> tuple[int, int]:
        """Return line and column of a field, or of a word in its text, from 1.

        Where the field is not in the text, those of the innermost one around it; column 0 and the
        entry's line where the entry itself was not found.
        """
        entry = self._parsed(model)
        if entry is None:
            return self._catalog.origin(model).line, 0
        node = follow_field(entry.node, self._catalog.place_in_text(model, path)).node
        if word and entry.part:
            at = entry.part.text.find(word, node.start_mark.index, node.end_mark.index)
            if at >= 0:
                return entry.piece.place(at)
        return entry.piece.at(node)

    def locate_in_head(self, file: FilePath, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of a field in the head of a file, or around it."""
        data = self._open(file).data
        layout = split(data)
        piece = Piece("", layout.rest if layout else data)
        root = _composed(piece)
        return piece.at(follow_field(root, path).node) if root is not None else (1, 1)

    def part(self, model: str) -> Part | None:
        """Return the text of an entry that can be changed by itself."""
        entry = self._parsed(model)
        return entry.part if entry else None

    def _parsed(self, model: str) -> _Parsed | None:
        if self._entry[0] != model:
            known = self._catalog.origin(model).line > 0
            self._entry = model, self._parse(model) if known else None
        return self._entry[1]

    def _parse(self, model: str) -> _Parsed | None:
        origin = self._catalog.origin(model)
        file = self._open(origin.file)
        before = bisect_right(file.chunks, origin.line, key=lambda one: one[0].line)
        if before:
            chunk, start = file.chunks[before - 1]
            piece = Piece("", file.data, *chunk)
            node = _composed(piece)
            items = node.value if isinstance(node, yaml.SequenceNode) else []
            if len(items) == 1 and _id(items[0]) == model:
                return _Parsed(items[0], piece, Part(file.path, start, piece.text, True))
        return _search(file, model)


def _search(file: _OpenFile, model: str) -> _Parsed | None:
    """Look for an entry in the whole file: it may be alone there, or in another layout."""
    if file.root is None:
        return None
    piece = Piece("", file.data)
    if _id(file.root) == model:
        return _Parsed(file.root, piece, Part(file.path, 0, piece.text, False))
    for entry in getattr(follow(file.root, ("models",)).value, "value", ()):
        if _id(entry) == model:
            return _Parsed(entry, piece, None)
    return None


def _composed(piece: Piece) -> yaml.Node | None:
    try:
        return piece.compose()
    except YamlError:
        return None


def _id(node: object) -> str | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in node.value:
        if key.value == "id" and isinstance(value, yaml.ScalarNode):
            return str(value.value)
    return None


def follow_field(node: yaml.Node, path: Path) -> Found:
    """Follow a path like :func:`follow`, with languages in whichever way they are written."""
    found = follow(node, path[:-1])
    if path and isinstance(found.value, yaml.MappingNode):
        for key, value in found.value.value:
            if isinstance(key, yaml.ScalarNode) and same_key(str(key.value), path[-1]):
                return Found((*found.path, str(path[-1])), key, value)
    return follow(node, path)


def same_key(key: str, part: object) -> bool:
    """Return True if a key names this part of a path; languages have several names."""
    if key == part:
        return True
    try:
        return normalize_language(key) == part
    except ValueError:
        return False
