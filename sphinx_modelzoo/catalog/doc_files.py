"""The documents of a site of Markdown files, for links to them: their paths and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.catalog.inner_links import DeadLink
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.markup import words_of_line
from sphinx_modelzoo.schema.targets import DOC_SCHEME, DocTarget, document_names, is_relative

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARKDOWN = (".md", ".markdown")
SOURCES = (*MARKDOWN, ".rst", ".ipynb")
"""The suffixes of documents in all hosts."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE_FIELD = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.M)
_HEADING = re.compile(r"^#[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\}[ \t]*)?$", re.M)
_FENCE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)", re.MULTILINE | re.DOTALL)


class DocFile(NamedTuple):
    """A document that a link leads to: its file, a place in it, and its title."""

    path: str
    label: str
    title: str


@dataclass(frozen=True)
class Documents:
    """The documents of a site.

    :param text: returns the text of a document by the path of its file; None without one.
    :param language: that of the readers, whose ending names of documents may have.
    :param base: the folder that the language has to itself, as ``zh/``; empty without one.
    :param suffixes: those of documents.
    """

    text: Callable[[str], str | None]
    language: str = "en"
    base: str = ""
    suffixes: tuple[str, ...] = MARKDOWN
    _found: dict[str, DocFile | None] = field(default_factory=dict)

    def find(self, address: str) -> DocFile | None:
        """Return the document that an address leads to, or None where it leads to none."""
        if address not in self._found:
            self._found[address] = self._find(address)
        return self._found[address]

    def names_document(self, address: str) -> bool:
        """Return True for the address of a document, whether or not there is one."""
        if address.startswith(DOC_SCHEME):
            return True
        return is_relative(address) and DocTarget.of(address).path.endswith(self.suffixes)

    def _find(self, address: str) -> DocFile | None:
        target = DocTarget.of(address)
        if not self.names_document(address) or not target.is_inside:
            return None
        suffixes = self.suffixes
        stem = target.path
        if not address.startswith(DOC_SCHEME):
            suffix = next(one for one in suffixes if stem.endswith(one))
            stem, suffixes = stem.removesuffix(suffix), (suffix,)
        for base in dict.fromkeys((self.base, "")):
            for name in document_names(stem, self.language):
                for suffix in suffixes:
                    path = f"{base}{name}{suffix}"
                    text = self.text(path)
                    if text is not None:
                        return DocFile(path, target.label, title_of(text, name))
        return None

    def flaw(self, address: str) -> DeadLink | None:
        """Return what is wrong with a link to a document; None for any other one."""
        if self.names_document(address) and self.find(address) is None:
            return DeadLink(Message("unknown document “{path}”", path=DocTarget.of(address).path))
        return None


def folder_documents(
    folder: Path, language: str, suffixes: tuple[str, ...] = MARKDOWN
) -> Documents:
    """Return the documents in a folder."""

    def text(path: str) -> str | None:
        file = folder / path
        try:
            return file.read_text(encoding="utf-8-sig") if file.is_file() else None
        except (OSError, ValueError):  # whatever reads it will say so
            return ""

    return Documents(text, language, suffixes=suffixes)


def title_of(text: str, name: str) -> str:
    """Return the title of a document: that of its front matter, its heading, or its name."""
    head = _FRONT_MATTER.match(text)
    if head and (found := _TITLE_FIELD.search(head[1])):
        return found["title"]
    body = _FENCE.sub("", text[head.end() :] if head else text)
    if found := _HEADING.search(body):
        return words_of_line(found["title"])
    return name.rpartition("/")[2].replace("-", " ").replace("_", " ").capitalize()
