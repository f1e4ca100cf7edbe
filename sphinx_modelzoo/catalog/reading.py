"""Reading one file of a catalog: from its bytes to its entries and problems."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.catalog.cache import FileRecord, ParseCache, text_key
from sphinx_modelzoo.catalog.entries import ReadEntry, called, flaws_in, one_per_place, read_entry
from sphinx_modelzoo.problems.messages import Message, Problem, problem
from sphinx_modelzoo.schema.head import ENTRY_ONLY, FILE_FIELDS, Head, read_head
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.locating import Issue, Piece
from sphinx_modelzoo.yamltext.parsing import MAX_BYTES, Builder, Flaw, as_utf8, has_anchors
from sphinx_modelzoo.yamltext.paths import follow
from sphinx_modelzoo.yamltext.splitting import Chunk, Layout, split

# What must not be before it is looked at last: a pattern that begins with a text is fast.
_MAY_BE_PRIVATE = re.compile(rb"x-(?<![^\s{,\"'?]x-)")
_ID = re.compile(r"^[ \-{]*id: *[\"']?([a-z0-9\-]{1,64})\b", re.MULTILINE)


@dataclass
class SourceFile:
    """The content of a file."""

    path: Path
    label: str
    head: Head = field(default_factory=Head)
    entries: list[ReadEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rest: Piece = field(default_factory=lambda: Piece("", b""))  # what the head was read from


def read_file(path: Path, label: str, cache: ParseCache) -> SourceFile:
    """Read a file; errors are in the ``problems`` of the result.

    :param label: the file's name in messages.
    """
    source = SourceFile(path, label)
    try:
        data = _load(path)
    except YamlError as error:
        source.problems.append(Piece(label, b"").error(error))
    except OSError as error:
        reason = error.strerror or str(error)
        source.problems.append(
            problem(
                "catalog.unreadable",
                Message("the file cannot be read: {reason}", reason=reason),
                file=label,
            )
        )
    else:
        _Reader(source, data, cache).read()
    return source


def _load(path: Path) -> bytes:
    """Return the bytes of a file, in UTF-8 without BOM and with ``\\n`` as line ends."""
    with path.open("rb") as file:
        large = os.fstat(file.fileno()).st_size > MAX_BYTES
        data = file.read(MAX_BYTES + 1 if large else -1)
    return as_utf8(data)


class _Part(NamedTuple):
    """The entries of a chunk. ``odd``: it may depend on other parts of the file."""

    entries: list[ReadEntry]
    problems: list[Problem]
    error: YamlError | None = None
    odd: bool = False


class _Reader:
    def __init__(self, source: SourceFile, data: bytes, cache: ParseCache) -> None:
        self._source = source
        self._data = data
        self._cache = cache
        self._words: dict[str, str] = {}
        self._whole = Piece(source.label, data)
        # Looking for such fields in every entry takes a while, and few files have any.
        self._private = _MAY_BE_PRIVATE.search(data) is not None

    def read(self) -> None:
        record = self._cache.get(text_key(self._data))
        if isinstance(record, FileRecord):
            self._restore(record)
            return
        layout = split(self._data)
        parts = self._parts(layout) if layout else None
        if layout is not None and parts is not None and not self._doubtful(layout, parts):
            self._take_parts(layout, parts)
            return
        try:
            root = self._whole.compose()
        except YamlError as error:
            if layout is None or parts is None:
                self._source.problems.append(self._whole.error(error))
            else:
                self._take_parts(layout, parts)
                if not self._source.problems:  # as for an anchor in two entries
                    self._source.problems.append(self._whole.error(error))
            return
        builder = Builder(self._words)
        data = builder.build(root) if root is not None else None
        if builder.refused and layout is not None and parts is not None:
            self._take_parts(layout, parts)  # so that one entry does not take the others with it
        else:
            self._take_whole(root, data, builder)

    # By chunks

    def _parts(self, layout: Layout) -> list[_Part] | None:
        """Read the rest (the first part) and every chunk; ``None`` for another layout."""
        rest = Piece(self._source.label, layout.rest)
        try:
            root = rest.compose()
        except YamlError as error:
            first = _Part([], [rest.error(error)], error)
        else:
            if not layout.fits(root):
                return None
            first = _Part([], [])
        chunks = [self._chunk(chunk, number) for number, chunk in enumerate(layout.chunks, 1)]
        return [first, *chunks]

    def _chunk(self, chunk: Chunk, number: int) -> _Part:
        piece = Piece(self._source.label, self._data, *chunk)
        key = text_key(memoryview(self._data)[chunk.start : chunk.end])
        known = self._cache.get(key)
        digest = key.hex()
        if isinstance(known, Model):
            return _Part([ReadEntry(known, known.id, piece, (0,), chunk.line, digest)], [])
        try:
            text = piece.text
            root = piece.compose()
            odd = has_anchors(text)
        except YamlError as error:
            return self._broken(piece, error, number)
        items = root.value if isinstance(root, yaml.SequenceNode) else []
        part = _Part([], [], None, odd or len(items) != 1)
        for place, node in enumerate(items):
            builder = Builder(self._words)
            data = builder.build(node)
            entry, problems = self._entry(
                piece, (place,), node, data, builder.flaws, number, digest
            )
            part.entries.append(entry)
            part.problems.extend(problems)
            if entry.model is not None and not part.odd and not problems:
                self._cache.put(key, entry.model)
        return part

    def _entry(self, *about: Any) -> tuple[ReadEntry, list[Problem]]:
        return read_entry(*about, private=self._private)

    def _broken(self, piece: Piece, error: YamlError, number: int) -> _Part:
        found = _ID.search(piece.text)
        id = found.group(1) if found else ""
        entry = ReadEntry(None, id, piece, (0,), piece.line, "")
        return _Part([entry], [piece.error(error, id or f"#{number}")], error)

    def _doubtful(self, layout: Layout, parts: Sequence[_Part]) -> bool:
        """Return True if the whole may be valid although a part is not, or differ from it."""
        if parts[0].error is not None or any(part.odd for part in parts):
            return True
        for number, part in enumerate(parts[1:]):
            if part.error is None:
                continue
            if part.error.code == "yaml.alias":
                return True
            if part.error.open_end and self._completed(layout, number):
                return True
        return False

    def _completed(self, layout: Layout, number: int) -> bool:
        """Return True if a chunk that ends too early is valid with those that follow it."""
        start = layout.chunks[number].start
        ends = [chunk.end for chunk in layout.chunks[number + 1 :]]
        last, step = 0, 1
        while last < len(ends):
            try:
                Piece(self._source.label, self._data, start, ends[last]).compose()
            except YamlError as error:
                if not error.open_end:
                    return False  # and so it is in the whole
            else:
                return True
            last = len(ends) if last == len(ends) - 1 else min(last + step, len(ends) - 1)
            step *= 2
        # Only the whole can tell what the tail makes of it.
        return layout.tail.start < layout.tail.end

    def _take_parts(self, layout: Layout, parts: Sequence[_Part]) -> None:
        source = self._source
        source.rest = Piece(source.label, layout.rest)
        first, *rest = parts
        source.problems += first.problems
        if first.error is None:
            self._take_head(source.rest, source.rest.compose())
        for number, (chunk, part) in enumerate(zip(layout.chunks, rest, strict=True), 1):
            if part.error is not None and part.error.code == "yaml.alias" and first.error is None:
                part = self._below_head(layout, chunk, number)
            source.entries += part.entries
            source.problems += part.problems

    def _below_head(self, layout: Layout, chunk: Chunk, number: int) -> _Part:
        """Read a chunk that uses an anchor of the head, in a file that is broken elsewhere."""
        head = self._data[: layout.chunks[0].start]
        gap = b"\n" * (chunk.line - 1 - head.count(b"\n"))
        piece = Piece(self._source.label, head + gap + self._data[chunk.start : chunk.end])
        try:
            root = piece.compose()
        except YamlError as error:
            return self._broken(piece, error, number)
        builder = Builder(self._words)
        data = builder.build(root) if root is not None else None
        models = data.get("models") if isinstance(data, dict) else None
        nodes = follow(root, ("models",)).value.value if root is not None else []
        if not isinstance(models, list) or not models:
            return _Part([], [])
        digest = text_key(repr(models[0]).encode()).hex()
        (flaws,) = flaws_in(builder.flaws, nodes[:1])
        entry, problems = self._entry(
            piece, ("models", 0), nodes[0], models[0], flaws, number, digest
        )
        return _Part([entry], problems)

    # As a whole

    def _take_whole(self, root: yaml.Node | None, data: Any, builder: Builder) -> None:
        source, piece = self._source, self._whole
        source.rest = piece
        if root is None or (data is None and not builder.flaws):
            source.problems.append(
                problem(
                    "catalog.empty",
                    "the file is empty",
                    "add entries",
                    file=source.label,
                    line=1,
                    column=1,
                )
            )
        elif builder.refused or not isinstance(data, dict):
            flaws = [piece.flaw(flaw, root) for flaw in builder.flaws]
            source.problems += flaws or [piece.issue(_no_mapping(data), root)]
        elif "models" not in data and ENTRY_ONLY.intersection(map(str, data)):
            self._take_single(root, data, builder.flaws)
        else:
            self._take_catalog(root, data, builder.flaws)

    def _take_single(self, root: yaml.Node, data: dict[Any, Any], flaws: list[Flaw]) -> None:
        source, piece = self._source, self._whole
        top = {name: data.pop(name) for name in FILE_FIELDS if name in data}
        source.head, issues = read_head(top)
        source.problems += [piece.issue(issue, root) for issue in issues]
        digest = text_key(self._data).hex()
        entry, problems = self._entry(piece, (), root, data, flaws, 1, digest)
        source.entries.append(entry)
        source.problems += problems
        self._keep(top, single=True)

    def _take_catalog(self, root: yaml.Node, data: dict[Any, Any], flaws: list[Flaw]) -> None:
        source, piece = self._source, self._whole
        models = data.pop("models", None)
        below = follow(root, ("models",)).value
        if isinstance(models, list) and isinstance(below, yaml.SequenceNode):
            theirs = flaws_in(flaws, below.value)
            for place, (node, item) in enumerate(zip(below.value, models, strict=True)):
                digest = text_key(repr(item).encode("utf-8", "surrogatepass")).hex()
                path = ("models", place)
                entry, problems = self._entry(
                    piece, path, node, item, theirs[place], place + 1, digest
                )
                source.entries.append(entry)
                source.problems += problems
            taken = {id(flaw) for own in theirs for flaw in own}
            flaws = [flaw for flaw in flaws if id(flaw) not in taken]
        elif models is not None:
            source.problems.append(piece.issue(_no_list(models), root))
        self._check_head(piece, root, data, flaws)
        self._say_if_empty(root, data, models)
        self._keep(data, single=False)

    def _say_if_empty(self, root: yaml.Node, data: Mapping[Any, Any], models: object) -> None:
        listed = any(key.value == "models" for key, _ in root.value)
        if models is None and (listed or set(data) <= {"schema_version"}):
            path = ("models",) if listed else ()
            issue = Issue.of("catalog.empty", "the file has no models", "add entries", path)
            self._source.problems.append(self._whole.issue(issue, root))

    def _keep(self, head: Mapping[Any, Any], *, single: bool) -> None:
        """Cache a valid file."""
        entries = self._source.entries
        models = tuple(entry.model for entry in entries if entry.model is not None)
        if not self._source.problems:
            record = FileRecord(
                dict(head),
                models,
                tuple(entry.line for entry in entries),
                tuple(entry.digest for entry in entries),
                single,
            )
            self._cache.put(text_key(self._data), record)

    def _restore(self, record: FileRecord) -> None:
        self._source.rest = self._whole
        self._source.head, _ = read_head(record.head)
        rows = zip(record.models, record.lines, record.digests, strict=True)
        for place, (model, line, digest) in enumerate(rows):
            item: tuple[str | int, ...] = () if record.single else ("models", place)
            entry = ReadEntry(model, model.id, self._whole, item, line, digest)
            self._source.entries.append(entry)

    # The top

    def _take_head(self, piece: Piece, root: yaml.Node | None) -> None:
        builder = Builder(self._words)
        data = builder.build(root) if root is not None else None
        if root is not None and isinstance(data, dict):
            data.pop("models", None)
            self._check_head(piece, root, data, builder.flaws)

    def _check_head(
        self, piece: Piece, root: yaml.Node, data: Mapping[Any, Any], flaws: Sequence[Flaw]
    ) -> None:
        self._source.head, issues = read_head(data)
        problems = [piece.flaw(flaw, root) for flaw in flaws]
        problems += [piece.issue(issue, root) for issue in issues]
        self._source.problems += one_per_place(problems)


def _no_list(data: object) -> Issue:
    message = Message("expected a list of entries in “models”, got {got}", got=called(data))
    return Issue.of("catalog.shape", message, "begin each entry with “- id: …”", ("models",))


def _no_mapping(data: object) -> Issue:
    message = Message("expected a mapping with “models:”, got {got}", got=called(data))
    hint = (
        Message("put “models:” above the list")
        if isinstance(data, list)
        else Message("begin with “models:”")
    )
    return Issue.of("catalog.shape", message, hint, ())
