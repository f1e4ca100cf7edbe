"""Small MkDocs sites for the tests: written into a folder, built, looked at."""

from __future__ import annotations

import logging
import posixpath
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup

from tests.support.sphinx_project import CATALOG

if TYPE_CHECKING:
    from collections.abc import Mapping

INDEX = "# Zoo\n\n```{modelzoo}\n:preset: paddle\n```\n"
SITE = "https://docs.example.org/zoo/"
LANGUAGES = [
    {"locale": "en", "name": "English", "default": True, "build": True},
    {"locale": "zh", "name": "中文", "build": True},
]


def i18n(layout: str, **options: Any) -> dict[str, Any]:
    """The entry of mkdocs-static-i18n among the plugins, for English and Chinese."""
    return {"i18n": {"docs_structure": layout, "languages": LANGUAGES, **options}}


class _Collect(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass
class Built:
    """What a build left: its folder, its messages, and whether it came to its end."""

    outdir: Path
    warnings: list[str]
    infos: list[str]
    aborted: str = ""

    def text(self, name: str) -> str:
        """A file of the site."""
        return (self.outdir / name).read_text(encoding="utf-8")

    def soup(self, name: str) -> BeautifulSoup:
        """A page of the site."""
        return BeautifulSoup(self.text(name), "html.parser")


class Site:
    """A site below a folder: ``docs`` are its documents, ``site`` is what comes out."""

    def __init__(
        self,
        root: Path,
        files: Mapping[str, str] | None = None,
        catalog: str | bytes = CATALOG,
        plugins: list[Any] | None = None,
        zoo: Mapping[str, Any] | None = None,
        **config: Any,
    ) -> None:
        self.root = root
        self.write("models.yaml", catalog)
        for name, text in (files or {"index.md": INDEX}).items():
            self.write(f"docs/{name}", text)
        self.configure(plugins, zoo, **config)

    def configure(
        self,
        plugins: list[Any] | None = None,
        zoo: Mapping[str, Any] | None = None,
        **config: Any,
    ) -> None:
        """Write ``mkdocs.yml``; ``zoo`` are further settings of the plugin."""
        settings: dict[str, Any] = {
            "site_name": "Zoo",
            "site_url": SITE,
            "theme": {"name": "mkdocs"},
            "plugins": [*(plugins or []), {"modelzoo": {"catalog": "models.yaml", **(zoo or {})}}],
            "validation": {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
            **config,
        }
        self.write("mkdocs.yml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(
        self, *, strict: bool = False, dirty: bool = False, config: str = "mkdocs.yml"
    ) -> Built:
        """Build the site in this process."""
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import Abort

        collect = _Collect()
        logger = logging.getLogger("mkdocs")
        before = logger.level
        logger.setLevel(logging.INFO)
        logger.addHandler(collect)
        aborted = ""
        try:
            loaded = load_config(str(self.root / config), strict=strict)
            loaded.plugins.on_startup(command="build", dirty=dirty)
            build(loaded, dirty=dirty)
            loaded.plugins.on_shutdown()
        except Abort as error:
            aborted = str(error)
        finally:
            logger.removeHandler(collect)
            logger.setLevel(before)
            sys.modules.pop("hook.py", None)  # MkDocs keeps hooks for the whole process
        said = [(one.levelno, one.getMessage()) for one in collect.records]
        return Built(
            self.root / "site",
            [text for level, text in said if level >= logging.WARNING],
            [text for level, text in said if level == logging.INFO],
            aborted,
        )


def broken_links(folder: Path, site: str = SITE) -> list[tuple[str, str]]:
    """The links, pictures and anchors of a built site that lead nowhere, by page."""
    base = "https://built.example/"
    root = urlsplit(site).path
    soups = {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(folder.rglob("*.html"))
    }
    anchors = {
        path: {element["id"] for element in soup.find_all(id=True)}
        | {element["name"] for element in soup.find_all("a", attrs={"name": True})}
        for path, soup in soups.items()
    }
    broken: list[tuple[str, str]] = []
    for path, soup in soups.items():
        page = path.relative_to(folder).as_posix()
        if posixpath.basename(page) == "404.html":
            continue
        for element in soup.find_all(["a", "link", "img", "script"]):
            value = element.get("href") or element.get("src")
            if value is None:
                continue
            value = value.removeprefix(site.removesuffix(root)) if value.startswith(site) else value
            if value.startswith(root):
                value = f"/{value.removeprefix(root)}"
            found = urlsplit(urljoin(urljoin(base, page), value))
            if found.netloc != "built.example":
                continue
            target = folder / unquote(found.path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            place = unquote(found.fragment)
            known = anchors.get(target)
            lost = place and known is not None and place not in known and place[:2] != "__"
            if not target.is_file() or lost:
                broken.append((page, value))
    return broken
