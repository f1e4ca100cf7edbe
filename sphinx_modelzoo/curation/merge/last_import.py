"""What was imported the last time, to distinguish a person's edits from it the next time.

It is next to the catalog as a hidden file (``.models.yaml.import.json``, or ``.import.json`` in
the folder of a catalog of one file per model), to be kept under version control with it. Where it
is missing, an import only adds what the catalog lacks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx_modelzoo.curation.merge.threeway import remember
from sphinx_modelzoo.schema.vocabulary import fold

_VERSION = 1
_NOTE = "Written by “modelzoo import”: what the source said, to keep your edits apart from it."


@dataclass
class Memory:
    """What each format gave for each entry: ``entries[id][format]``, and with which options."""

    entries: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)

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
        )

    def of(self, ident: str, source: str) -> dict[str, Any] | None:
        """Return what a format gave for an entry."""
        return self.entries.get(ident, {}).get(source)

    def put(self, ident: str, source: str, data: dict[str, Any]) -> None:
        """Remember what a format gives for an entry now."""
        self.entries.setdefault(ident, {})[source] = remember(data)

    def index(self) -> dict[tuple[str, tuple[str, str]], list[str]]:
        """Return the ids under which each format gave an entry, by the format and the identity."""
        found: dict[tuple[str, tuple[str, str]], list[str]] = {}
        for ident, given in self.entries.items():
            for source, facts in given.items():
                found.setdefault((source, identity(facts)), []).append(ident)
        return found

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
        return f'{{\n{head},\n"entries": {{\n{inner}\n}}\n}}\n'


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
