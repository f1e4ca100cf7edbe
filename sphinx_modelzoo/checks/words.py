"""Words that were glued together where a line broke, as ``objectdetection`` and ``Inthis``.

A word is glued when it is unknown, and two known ones make it. The lists are in
``data/words.txt``: the words that may be pieces, and the long ones that only look glued
(``therefore``, ``throughput``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The small words of English. One of them glued to anything is no word that somebody coined.
_SMALL_WORDS = (
    "the of and to in for is with we on as by that this from an are our which be at can it or "
    "these their have has not its than such also both using between into where while when been "
    "but they was were each only any most via how there then thus who what will may many if "
    "through during against across among without within very so does had"
)
# Words that people do make compounds with: crossmodal, framewise, overconfident, trainable.
_BUILDERS = (
    "able aware back based base board books craft down fold free gram hand head in inter land "
    "less light like line long made man map mark media mega meta micro mini mode model most net "
    "over out part pass path play point pose proof scale self semi set ship side some stage step "
    "style sub super text time tone tune under up view ward wards wave way ways wide wise word "
    "words work works"
)
_TOKEN = re.compile(r"(?<![A-Za-z0-9_./\\@#&-])[A-Za-z]?[a-z]{3,29}(?![A-Za-z0-9_@/\\]|\.[a-z0-9])")
_HYPHENED = re.compile(r"(?<=[a-z]-)[a-z]{4,29}(?![A-Za-z0-9_@/\\-]|\.[a-z0-9])")
_SENTENCE = re.compile(
    r"(?<![A-Za-z0-9_./\\@-])([A-Za-z]?[a-z]+)([.!?;:,])([A-Z][a-z]*)(?![A-Z0-9_(.])"
)
_OPENING = re.compile(r"(?:\A|[.!?:]\s|\n\s*)\Z")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|\S*(?:://|www\.)\S*|\S+@\S+")


@dataclass(frozen=True)
class Glued:
    """A place in a text where words are glued.

    ``word`` is what stands there from ``start`` to ``end``, ``parts`` what is likely meant; it is
    ``certain`` where no other two words make it (“arecurrent” may be “a recurrent”).
    """

    start: int
    end: int
    word: str
    parts: str
    certain: bool = True


@dataclass(frozen=True)
class Lexicon:
    """What is known about words: ``rank`` of the possible pieces (0: most frequent)."""

    rank: Mapping[str, int]
    small: frozenset[str]
    builders: frozenset[str]
    known: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether this is a word (or at least not one that looks glued)."""
        return word in self.rank or word in self.known or word in self.small

    def split(self, word: str, *, bold: bool = False) -> tuple[str, str] | None:
        """The two words that an unknown one is made of, or ``None``.

        :param word: in lower case.
        :param bold: also split pairs that somebody may have coined on purpose (``taskloss``), and
            the article ``a`` from a word; for texts that are known to have glued words.
        """
        if self.knows(word):
            return None
        best: tuple[int, tuple[str, str]] | None = None
        for at in range(1 if bold else 2, len(word) if bold else len(word) - 1):
            left, right = word[:at], word[at:]
            cost = self._cost(left, right, bold)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, (left, right)
        return best[1] if best else None

    def ways(self, word: str) -> int:
        """In how many ways a word can be split in two known ones."""
        cuts = ((word[:at], word[at:]) for at in range(1, len(word)))
        return sum(1 for left, right in cuts if self._cost(left, right, bold=True) is not None)

    def _cost(self, left: str, right: str, bold: bool) -> int | None:
        if "a" in (left, right):
            other = right if left == "a" else left
            return 3000 + self.rank.get(other, 0) if other in self.rank else None
        ranks = [0 if word in self.small else self.rank.get(word) for word in (left, right)]
        if ranks[0] is None or ranks[1] is None:
            return None
        smalls = (left in self.small) + (right in self.small)
        built = left in self.builders or right in self.builders
        if smalls == 0 and (not bold or built):
            return None
        if smalls == 2 and len(left) + len(right) < 5 and not bold:
            return None  # isin, soit: rather code or a foreign word
        short = min(len(word) for word in (left, right) if word in self.small) if smalls else 0
        if smalls == 1 and short < 3 and built and not bold:
            return None
        return ranks[0] + ranks[1] + (0 if smalls else 2000)


@cache
def lexicon() -> Lexicon:
    """The package's lexicon."""
    text = (files("sphinx_modelzoo.checks") / "data" / "words.txt").read_text(encoding="utf-8")
    _, pieces, known = re.split(r"^\[\w+\]$", text, flags=re.MULTILINE)
    return Lexicon(
        rank={word: rank for rank, word in enumerate(pieces.split())},
        small=frozenset(_SMALL_WORDS.split()),
        builders=frozenset(_BUILDERS.split()),
        known=frozenset(known.split()),
    )


def find_glued(text: str, *, bold: bool | None = None) -> tuple[Glued, ...]:
    """The places where words of an English text are glued, in their order.

    :param text: plain text or Markdown; code, formulas and links in it are passed over.
    :param bold: also what may have been coined on purpose, see :meth:`Lexicon.split`. ``None``:
        if the text has at least two places that are beyond doubt.
    """
    words = lexicon()
    masked = _CODE.sub(lambda found: " " * len(found.group()), text)
    sure = _find(masked, words, bold=bool(bold))
    if bold is None and len(sure) >= 2:
        sure = _find(masked, words, bold=True)
    return tuple(sorted(sure, key=lambda glued: glued.start))


def unglue(text: str, *, bold: bool | None = None) -> str:
    """The text with its glued words apart, where that is certain; see :func:`find_glued`."""
    at, out = 0, []
    for glued in find_glued(text, bold=bold):
        if not glued.certain:
            continue
        out += [text[at : glued.start], glued.parts]
        at = glued.end
    return "".join(out) + text[at:]


@lru_cache(maxsize=50_000)
def _split(word: str, bold: bool) -> tuple[str, str] | None:
    return lexicon().split(word, bold=bold)


def _find(text: str, words: Lexicon, *, bold: bool) -> list[Glued]:
    found: list[Glued] = []
    for match in (*_TOKEN.finditer(text), *_HYPHENED.finditer(text)):
        word = match.group()
        # A capital inside a sentence begins a name, unless a small word begins with it: “Inthis”.
        named = word[0].isupper() and not _OPENING.search(text, 0, match.start())
        parts = _split(word.lower(), bold and not named)
        if parts and not (named and (parts[0] not in words.small or len(parts[0]) < 3)):
            at = len(parts[0])
            meant = f"{word[:at]} {word[at:]}"
            certain = words.ways(word.lower()) == 1
            found.append(Glued(*match.span(), word, meant, certain))
    for match in _SENTENCE.finditer(text):
        left, mark, right = match.groups()
        if words.knows(left.lower()) and words.knows(right.lower()):
            found.append(Glued(*match.span(), match.group(), f"{left}{mark} {right}"))
    return found
