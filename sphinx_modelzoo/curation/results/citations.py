"""The source of a figure in free text: ``参考原论文P4 Table3``, ``see Table 2``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_modelzoo.schema.model import SourceKind

_NUMERAL = r"[A-Z]?\d{1,3}(?:\.\d{1,2})?(?:[a-z](?![a-z]))?|[IVX]{1,4}(?![A-Za-z])"
_PLACES = {"table": "Table", "figure": "Fig.", "section": "Section", "page": "p."}


@dataclass(frozen=True)
class Citation:
    """A reference that ends at ``end``; ``kind`` and ``locator`` are empty if not given."""

    end: int
    kind: SourceKind | str
    locator: str


class Citations:
    """A recogniser of references, with the words of one list.

    :param words: the spellings of ``see``, ``paper``, ``code``, and of the kinds of places.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        see, paper, code = (_any(words[name]) for name in ("see", "paper", "code"))
        # A look at the first letter spares most places the long patterns; brackets hold anything.
        self._firsts = frozenset(word[0].casefold() for names in words.values() for word in names)
        self._paper = re.compile(rf"(?:{paper})\Z", re.I)
        joints, behind = _any(words["joints"]), _any(words["behind"])
        self._joint = re.compile(rf"\s*(?:{joints}|;)\s*|\s*")
        self._joints = re.compile(rf"\s*(?:{joints})\s*")
        listed = rf"(?:{_NUMERAL})(?:\s*(?:{joints})\s*(?:{_NUMERAL})(?![\w.%]))*"
        places = "|".join(
            rf"(?P<{name}>{_any(words[name])})\s*\.?\s*(?P<{name}_at>{listed})(?:{behind})?"
            for name in ("table", "figure", "section")
        )
        # “P4” is a page only in company: it may be a model's size elsewhere.
        page = (
            rf"(?P<page>(?:{_any(words['page'])})\s*\.?\s*)(?P<page_at>\d{{1,3}})"
            rf"(?:\s*(?:{behind}))?(?![\w@%])"
        )
        appendix = (
            rf"(?P<appendix>{_any(words['appendix'])})(?:\s*(?P<appendix_at>[A-Z])(?![A-Za-z]))?"
        )
        self._place = re.compile(rf"\s*(?:{places}|{appendix})", re.I)
        self._page = re.compile(rf"\s*{page}", re.I)
        of, tails = _any(words["of"]), _any(words["tails"])
        self._head = re.compile(
            rf"(?:(?P<see>{see})\s*[:]?\s*)?(?:(?P<doc>{paper}|{code})(?:\s*(?:{of}))?\s*[,:]?\s*)?",
            re.I,
        )
        self._official = re.compile(
            rf"[^()\[\]0-9]{{0,24}}?(?:{code})[^()\[\]0-9]{{0,12}}(?=[)\]])", re.I
        )
        self._tail = re.compile(
            rf"\s*(?:{tails})+|\s*(?:results?|architecture)(?![A-Za-z])",
            re.I,
        )

    def match(self, text: str, place: int, *, bracket: bool) -> Citation | None:
        """Return the reference that starts at a place of a text, or ``None``.

        :param bracket: whether the place is the first in a bracket or in the text.
        """
        if not bracket and text[place].casefold() not in self._firsts:
            return None
        before = text[place - 1] if place else " "
        if before.isascii() and before.isalnum() and text[place].isascii():
            return None
        head = self._head.match(text, place)
        see = head.group("see") if head else None
        doc = head.group("doc") if head else None
        end = head.end() if head and (see or doc) else place
        if end < len(text) and end > place and _inside_word(text, end):
            return None
        end, places = self._places(text, end, company=bool(doc) or bool(see and not see.isascii()))
        if not places and not (doc and (see or (bracket and self._closes(text, end)))):
            return self._in_bracket(text, place) if bracket else None
        if places and not see and not doc and place and not bracket and not places[0][0]:
            return None
        kind = "" if not doc else "paper" if self._paper.match(doc) else "code"
        if tail := self._tail.match(text, end):
            end = tail.end()
        return Citation(end, kind, ", ".join(name for _, name in places))

    def _places(self, text: str, end: int, *, company: bool) -> tuple[int, list[tuple[bool, str]]]:
        """Read tables, figures and pages from here on: whether each is sure alone, and its name."""
        found: list[tuple[bool, str]] = []
        while True:
            start = end
            if found and (joint := self._joint.match(text, end)):
                start = joint.end()
            match = self._place.match(text, start)
            sure = True
            if match is None and (company or found):
                match = self._page.match(text, start)
                sure = False
            if match is None:
                return end, found
            found.append((sure, self._name(match)))
            end = match.end()

    def _name(self, match: re.Match[str]) -> str:
        """Write a table, figure or page as the catalog does."""
        groups = match.groupdict()
        for kind, label in _PLACES.items():
            if groups.get(kind):
                return f"{label} {self._joints.sub(', ', groups[f'{kind}_at'])}"
        letter = groups.get("appendix_at")
        return f"Appendix {letter}" if letter else "Appendix"

    def _closes(self, text: str, end: int) -> bool:
        """Return True if a bracket holds no more than this: not ``(paper: 27.3)``."""
        tail = self._tail.match(text, end)
        return re.match(r"\s*(?:[)\]】]|$)", text[tail.end() if tail else end :]) is not None

    def _in_bracket(self, text: str, place: int) -> Citation | None:
        """Read a remark such as ``(官方 JAX repo 提供)``, up to its end."""
        if place == 0 or text[place - 1] not in "([":
            return None
        found = self._official.match(text, place)
        return Citation(found.end(), "code", "") if found else None


def _inside_word(text: str, end: int) -> bool:
    return (
        text[end - 1].isascii()
        and text[end - 1].isalpha()
        and text[end].isascii()
        and text[end].isalpha()
    )


def _any(words: Iterable[str]) -> str:
    """Build a pattern for any of some words, the longest first, with optional spaces."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in ordered)
