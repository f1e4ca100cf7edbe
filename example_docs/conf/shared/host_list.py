"""The hosts that the zoo was tried in, from ``hosts.yaml``: for the manual and for the builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).with_name("hosts.yaml")
# Those of MkDocs have ``mkdocs.yml`` instead of ``conf.py``.
MKDOCS_KINDS = ("plugin", "mkdocs-theme")


@dataclass(frozen=True)
class Host:
    """An entry of the list; its fields are explained at the head of the file."""

    name: str
    version: str
    kind: str
    env: str = ""
    conf: str = ""
    page: str = ""
    page_md: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    builder: str = "html"
    content: bool = True
    plugins: tuple[Any, ...] = ("search",)
    theme: Mapping[str, Any] = field(default_factory=lambda: {"name": "mkdocs"})
    config: Mapping[str, Any] = field(default_factory=dict)
    varies: tuple[str, ...] = ()
    one_file: bool = False
    says: str = ""
    leave_out: str = ""
    note: Mapping[str, str] = field(default_factory=dict)
    cannot: Mapping[str, str] = field(default_factory=dict)
    install: str = ""

    @property
    def part(self) -> str:
        """Which one of a package that has several: a builder's name, or a theme's of MkDocs."""
        return {"builder": self.builder, "mkdocs-theme": str(self.theme["name"])}.get(self.kind, "")

    @property
    def title(self) -> str:
        """The host as reports name it."""
        return f"{self.kind} {self.name} {self.version}" + (f" ({self.part})" if self.part else "")


def load() -> tuple[dict[str, list[str]], list[Host]]:
    """The environments, as requirements of pip by name, and the hosts."""
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return data["envs"], [Host(**entry) for entry in data["hosts"]]


def hosts(kind: str) -> list[Host]:
    """The hosts of a kind, by name."""
    found = [host for host in load()[1] if host.kind == kind]
    return sorted(found, key=lambda host: (host.name.casefold(), host.part))
