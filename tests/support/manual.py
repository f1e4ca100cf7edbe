"""The showcase and manual, and the laboratory next to it: their sites, the code on their pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Doctype
from bs4.element import Tag

from tests.support import DOCS

SUFFIXES = {"zh": "cn", "en": "en"}
LANGUAGES = tuple(SUFFIXES)
MODELS = 114

# In these, words of the other language, or English identifiers, are in their place.
CODE = {"code", "pre", "kbd", "script", "style"}


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


@dataclass
class Site:
    """One language's site as it was built."""

    language: str
    root: Path
    messages: str
    status: int

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every page by its name, as ``models/yolov4.html``."""
        return {
            path.relative_to(self.root).as_posix(): page(path.read_text(encoding="utf-8"))
            for path in sorted(self.root.rglob("*.html"))
        }

    def manual(self, name: str) -> BeautifulSoup:
        """A page of the manual by its name without language."""
        return self.pages[f"{name}_{SUFFIXES[self.language]}.html"]

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """By page, what links can lead to."""
        return {
            name: {str(tag["id"]) for tag in soup.find_all(id=True)}
            | {str(tag["name"]) for tag in soup.select("a[name]")}
            for name, soup in self.pages.items()
        }

    def words(self, name: str) -> Iterator[tuple[str, Tag]]:
        """The texts of a page that are in the site's language, with the tags that hold them."""
        for text in self.pages[name].find_all(string=True):
            if isinstance(text, Comment | Doctype) or not text.strip() or text.parent is None:
                continue
            if not any(stands_apart(parent) for parent in text.parents):
                yield " ".join(text.split()), text.parent


def stands_apart(tag: Tag) -> bool:
    return (
        tag.name in CODE
        or (tag.name != "html" and tag.has_attr("lang"))
        or tag.get("translate") == "no"
        or "sig-name" in tag.get_attribute_list("class")
    )


def build_sites(root: Path, source: Path = DOCS, conf: Path = DOCS / "conf") -> dict[str, Site]:
    """Both sites, built at the same time from one source tree."""
    running = {}
    for language in LANGUAGES:
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html"]
        command += ["-c", conf / language, "-d", root / f"doctrees-{language}"]
        running[language] = subprocess.Popen(
            [*command, source, root / language],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    built = {}
    for language, process in running.items():
        messages, _ = process.communicate()
        built[language] = Site(language, root / language, messages, process.returncode)
    return built


def blocks(path: Path, language: str) -> Iterator[tuple[str, str]]:
    """The code blocks of a page in some language, with their captions."""
    pattern = rf"(?m)^( *)\.\. code-block:: {language}\n((?:\1   :.*\n)*)\n((?:\1   .*\n|\n)+)"
    for found in re.finditer(pattern, path.read_text(encoding="utf-8") + "\n"):
        caption = re.search(r":caption: (.*)", found.group(2))
        lines = found.group(3).splitlines()
        code = "\n".join(line[len(found.group(1)) + 3 :] for line in lines).strip("\n")
        yield (caption.group(1) if caption else "", code + "\n")
