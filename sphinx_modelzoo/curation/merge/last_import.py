"""What was imported the last time, to distinguish a person's edits from it the next time.

It is next to the catalog as a hidden file (``.models.yaml.import.json``, or ``.import.json`` in
the folder of a catalog of one file per model), to be kept under version control with it. Where it
is missing, an import only adds what the catalog lacks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.merge.threeway import remember
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION = 1
_NOTE = "Written by “modelzoo import”: what the source said, to keep your edits apart from it."


@dataclass
class Memory:
    """What each source gave for each entry: ``entries[id][source]``, and with which options.

    A source is a format and the path of a file from the catalog, as ``tables ../README.md``; in
    memories of earlier versions it is the format alone. ``columns`` are the own fields and
    conditions that columns of each file became, by their tables, so that the same file in another
    language gives the same ones.
    """

    entries: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, list[list[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Memory:
        """Read the memory in a file; return an empty one if it is missing or invalid."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(data, dict) or data.get("version") != _VERSION:
            return cls()
        entries, options = data.get("entries"), data.get("options")
        return cls(
            {
                str(ident): {str(name): facts for name, facts in given.items()}
                for ident, given in (entries if isinstance(entries, dict) else {}).items()
                if isinstance(given, dict)
                and all(isinstance(facts, dict) for facts in given.values())
            },
            options if isinstance(options, dict) else {},
            _lists(data.get("columns")),
        )

    def of(self, ident: str, source: str) -> dict[str, Any] | None:
        """Return what a format gave for an entry."""
        return self.entries.get(ident, {}).get(source)

    def put(self, ident: str, source: str, data: dict[str, Any]) -> None:
        """Remember what a format gives for an entry now."""
        self.entries.setdefault(ident, {})[source] = remember(data)

    def forget(self, ident: str, source: str) -> None:
        """Forget what a source gave for an entry."""
        given = self.entries.get(ident, {})
        given.pop(source, None)
        if not given:
            self.entries.pop(ident, None)

    def index(self) -> MemoryIndex:
        """Return the ids under which each source gave an entry."""
        return MemoryIndex(self)

    def text(self) -> str:
        """Return the file's text: stable, one entry per line, so that version control can merge."""
        lines = [
            f"{json.dumps(ident)}: {json.dumps(given, ensure_ascii=False, sort_keys=True)}"
            for ident, given in sorted(self.entries.items())
        ]
        inner = ",\n".join(lines)
        head = f'"version": {_VERSION},\n"note": {json.dumps(_NOTE, ensure_ascii=False)}'
        if self.options:
            options = json.dumps(self.options, ensure_ascii=False, sort_keys=True)
            head += f',\n"options": {options}'
        if self.columns:
            columns = json.dumps(self.columns, ensure_ascii=False, sort_keys=True)
            head += f',\n"columns": {columns}'
        return f'{{\n{head},\n"entries": {{\n{inner}\n}}\n}}\n'


class MemoryIndex:
    """The ids under which each source gave an entry, by what identifies it, or all it said."""

    def __init__(self, memory: Memory) -> None:
        self._by_identity: dict[tuple[str, tuple[str, str]], list[str]] = {}
        self._by_facts: dict[tuple[str, str], list[str]] = {}
        for ident in sorted(memory.entries, key=_natural):
            for source, facts in memory.entries[ident].items():
                self._by_identity.setdefault((source, identity(facts)), []).append(ident)
                self._by_facts.setdefault((source, _all_facts(facts)), []).append(ident)

    def find(self, source: str, data: dict[str, Any], *, exact: bool) -> Iterator[str]:
        """Yield the ids of entries that may be this one, each once in the life of the index."""
        if not self._by_identity:  # a first import
            return
        found = self._by_identity.get((source, identity(data)), [])
        if exact and len(found) > 1:
            found = self._by_facts.get((source, _all_facts(remember(data))), [])
        while found:
            yield found.pop(0)


def _all_facts(facts: dict[str, Any]) -> str:
    return json.dumps({**facts, "id": ""}, sort_keys=True)


def _natural(ident: str) -> list[tuple[int, str]]:
    """Return a key that sorts ``net-2`` before ``net-10``."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in ident.split("-")]


def _lists(columns: Any) -> dict[str, list[list[str]]]:
    """Return the names of columns by files and tables; nothing where they are invalid."""
    if not isinstance(columns, dict):
        return {}
    return {
        str(file): [[str(name) for name in names] for names in tables]
        for file, tables in columns.items()
        if isinstance(tables, list) and all(isinstance(names, list) for names in tables)
    }


def memory_path(target: Path, *, folder: bool) -> Path:
    """Return the path of the memory of a catalog."""
    return target / ".import.json" if folder else target.with_name(f".{target.name}.import.json")


def identity(data: dict[str, Any]) -> tuple[str, str]:
    """Return what identifies an entry in its source: its name and its paper.

    It is the same for an entry and for what is remembered of it.
    """
    return fold(str(remember(data.get("name", "")))), str(remember(paper_key(data)))


def paper_key(data: dict[str, Any]) -> str:
    """Return the paper of an entry as one word; empty if it has none."""
    paper = data.get("paper")
    if isinstance(paper, str):
        return paper
    facts = paper if isinstance(paper, dict) else {}
    return next(
        (f"{name}:{facts[name]}" for name in ("arxiv", "doi", "url", "title") if name in facts), ""
    )
