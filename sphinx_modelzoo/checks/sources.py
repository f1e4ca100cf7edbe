"""The text of a catalog's files, and where the fields of an entry stand in it.

Only findings ask for this. An entry is parsed alone where the layout allows it, so that one
finding in a catalog of thousands costs the parsing of one entry.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import yaml

from sphinx_modelzoo.catalog.languages import normalize_language
from sphinx_modelzoo.catalog.positions import Found, follow
from sphinx_modelzoo.catalog.yaml_errors import YamlError
from sphinx_modelzoo.catalog.yaml_source import as_utf8, compose

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.checks.base import Path

_MARGIN = re.compile(r"(?<=\n)(?=[^\s#\-])")


class Part(NamedTuple):
    """The text of one entry: a file of its own, or the item of a list (``listed``)."""

    file: FilePath
    start: int
    text: str
    listed: bool


class _Parsed(NamedTuple):
    """An entry's node, and where what was parsed begins: characters and lines before it."""

    node: yaml.Node
    part: Part | None
    line: int


@dataclass
class Sources:
    """The files of a catalog. Texts have ``\\n`` as line ends, and no byte order mark."""

    catalog: Catalog
    _texts: dict[FilePath, str] = field(default_factory=dict)
    _entries: dict[str, _Parsed | None] = field(default_factory=dict)

    def text(self, file: FilePath) -> str:
        """The text of a file; empty where it cannot be read any more."""
        if file not in self._texts:
            try:
                self._texts[file] = as_utf8(file.read_bytes()).decode()
            except (OSError, YamlError):
                self._texts[file] = ""
        return self._texts[file]

    def locate(self, model: str, path: Path, word: str = "") -> tuple[int, int]:
        """Line and column of a field, or of a word in its text, from 1.

        Where the field is not in the text, those of the innermost one around it; column 0 and the
        entry's line where the entry itself was not found.
        """
        entry = self._entry(model)
        if entry is None:
            return self.catalog.origin(model).line, 0
        node = follow_field(entry.node, path).node
        mark = node.start_mark
        if word and entry.part:
            at = entry.part.text.find(word, mark.index, node.end_mark.index)
            if at >= 0:
                before = entry.part.text[:at]
                return entry.line + before.count("\n") + 1, at - before.rfind("\n")
        return entry.line + mark.line + 1, mark.column + 1

    def part(self, model: str) -> Part | None:
        """The text of an entry that can be changed by itself."""
        entry = self._entry(model)
        return entry.part if entry else None

    def _entry(self, model: str) -> _Parsed | None:
        if model not in self._entries:
            known = self.catalog.origin(model).line > 0
            self._entries[model] = self._parse(model) if known else None
        return self._entries[model]

    @cached_property
    def _lines(self) -> dict[FilePath, list[int]]:
        """Where entries begin, per file."""
        found: dict[FilePath, list[int]] = defaultdict(list)
        for model in self.catalog.models:
            origin = self.catalog.origin(model.id)
            found[origin.file].append(origin.line)
        return {file: sorted(lines) for file, lines in found.items()}

    @cached_property
    def _starts(self) -> dict[FilePath, list[int]]:
        return {}

    def _line_starts(self, file: FilePath) -> list[int]:
        if file not in self._starts:
            starts = [0]
            for line in self.text(file).split("\n"):
                starts.append(starts[-1] + len(line) + 1)
            self._starts[file] = starts
        return self._starts[file]

    def _parse(self, model: str) -> _Parsed | None:
        origin = self.catalog.origin(model)
        text, starts = self.text(origin.file), self._line_starts(origin.file)
        lines = self._lines[origin.file]
        after = bisect_right(lines, origin.line)
        begin = origin.line - 1
        if begin < len(starts) - 1:
            stop = lines[after] - 1 if after < len(lines) else len(starts) - 1
            piece = text[starts[begin] : starts[stop]]
            # Behind the last entry, the file may go on with other fields, at its margin.
            piece = _MARGIN.split(piece, maxsplit=1)[0]
            node = _composed(piece)
            items = node.value if isinstance(node, yaml.SequenceNode) else ()
            if items and _id(items[0]) == model:
                if len(items) > 1:  # what follows was left out of the catalog
                    piece = piece[: piece.rfind("\n", 0, items[1].start_mark.index) + 1]
                return _Parsed(items[0], Part(origin.file, starts[begin], piece, True), begin)
        return self._search(origin.file, model)

    def _search(self, file: FilePath, model: str) -> _Parsed | None:
        """Look for an entry in the whole file: it may be alone there, or in another layout."""
        if file not in self._roots:
            self._roots[file] = _composed(self.text(file))
        root = self._roots[file]
        if root is None:
            return None
        if _id(root) == model:
            return _Parsed(root, Part(file, 0, self.text(file), False), 0)
        for entry in getattr(follow(root, ("models",)).value, "value", ()):
            if _id(entry) == model:
                return _Parsed(entry, None, 0)
        return None

    @cached_property
    def _roots(self) -> dict[FilePath, yaml.Node | None]:
        return {}


def _composed(text: str) -> yaml.Node | None:
    try:
        return compose(text)
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
    """Like :func:`follow`, and languages are found in whichever way they are written."""
    found = follow(node, path[:-1])
    if path and isinstance(found.value, yaml.MappingNode):
        for key, value in found.value.value:
            if isinstance(key, yaml.ScalarNode) and same_key(str(key.value), path[-1]):
                return Found((*found.path, str(path[-1])), key, value)
    return follow(node, path)


def same_key(key: str, part: object) -> bool:
    """Whether the name of a field is meant by a part of a path; languages have several names."""
    if key == part:
        return True
    try:
        return normalize_language(key) == part
    except ValueError:
        return False
