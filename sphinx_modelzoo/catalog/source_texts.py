"""The text of a catalog's files, and where the fields of an entry are in it.

Only findings ask for this. An entry is parsed alone where the layout allows it, so that one
finding in a catalog of thousands costs the parsing of one entry.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
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
class Sources:
    """The files of a catalog. Texts have ``\\n`` as line ends, and no byte order mark."""

    catalog: Catalog
    _files: dict[FilePath, bytes] = field(default_factory=dict)
    _entries: dict[str, _Parsed | None] = field(default_factory=dict)
    _chunks: dict[FilePath, tuple[tuple[Chunk, int], ...]] = field(default_factory=dict)
    _roots: dict[FilePath, yaml.Node | None] = field(default_factory=dict)

    def text(self, file: FilePath) -> str:
        """Return the text of a file; empty if it can no longer be read."""
        return self._data(file).decode()

    def _data(self, file: FilePath) -> bytes:
        if file not in self._files:
            try:
                self._files[file] = as_utf8(file.read_bytes())
            except (OSError, YamlError):
                self._files[file] = b""
        return self._files[file]

    def locate(self, model: str, path: Path, word: str = "") -> tuple[int, int]:
        """Return line and column of a field, or of a word in its text, from 1.

        Where the field is not in the text, those of the innermost one around it; column 0 and the
        entry's line where the entry itself was not found.
        """
        entry = self._entry(model)
        if entry is None:
            return self.catalog.origin(model).line, 0
        node = follow_field(entry.node, self.catalog.place_in_text(model, path)).node
        if word and entry.part:
            at = entry.part.text.find(word, node.start_mark.index, node.end_mark.index)
            if at >= 0:
                return entry.piece.place(at)
        return entry.piece.at(node)

    def locate_in_head(self, file: FilePath, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of a field in the head of a file, or around it."""
        data = self._data(file)
        layout = split(data)
        piece = Piece("", layout.rest if layout else data)
        root = _composed(piece)
        return piece.at(follow_field(root, path).node) if root is not None else (1, 1)

    def part(self, model: str) -> Part | None:
        """Return the text of an entry that can be changed by itself."""
        entry = self._entry(model)
        return entry.part if entry else None

    def _entry(self, model: str) -> _Parsed | None:
        if model not in self._entries:
            known = self.catalog.origin(model).line > 0
            self._entries[model] = self._parse(model) if known else None
        return self._entries[model]

    def _parse(self, model: str) -> _Parsed | None:
        origin = self.catalog.origin(model)
        chunks = self._split(origin.file)
        before = bisect_right(chunks, origin.line, key=lambda one: one[0].line)
        if before:
            chunk, start = chunks[before - 1]
            piece = Piece("", self._data(origin.file), *chunk)
            node = _composed(piece)
            items = node.value if isinstance(node, yaml.SequenceNode) else []
            if len(items) == 1 and _id(items[0]) == model:
                return _Parsed(items[0], piece, Part(origin.file, start, piece.text, True))
        return self._search(origin.file, model)

    def _split(self, file: FilePath) -> tuple[tuple[Chunk, int], ...]:
        """Split a file into its entries, each with where it begins in the file's text."""
        if file not in self._chunks:
            data = self._data(file)
            layout = split(data)
            found, read, characters = [], 0, 0
            for chunk in layout.chunks if layout else ():
                characters += len(data[read : chunk.start].decode())
                read = chunk.start
                found.append((chunk, characters))
            self._chunks[file] = tuple(found)
        return self._chunks[file]

    def _search(self, file: FilePath, model: str) -> _Parsed | None:
        """Look for an entry in the whole file: it may be alone there, or in another layout."""
        piece = Piece("", self._data(file))
        if file not in self._roots:
            self._roots[file] = _composed(piece)
        root = self._roots[file]
        if root is None:
            return None
        if _id(root) == model:
            return _Parsed(root, piece, Part(file, 0, piece.text, False))
        for entry in getattr(follow(root, ("models",)).value, "value", ()):
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
