"""Words that ran together where a line ended: ``objectdetection``, ``performance.Our``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.curation.words.english import english_words, function_words, word_parts
from sphinx_modelzoo.curation.words.word_splitting import Splitter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_modelzoo.curation.words.lexicon import Lexicon

# What is not prose: links, code, formulas, names of files.
_SKIP = re.compile(
    r"https?://\S+|www\.\S+|`[^`'\n]{1,80}`|\$(?! )[^$\n]{1,120}\$|\\[a-zA-Z]+(?:\{[^}]*\})?|"
    r"\S+@\S+|[\w\-]+(?:/[\w\-.]+)+|[\w\-]+\.(?:com|org|io|net|edu|py|md|html|yaml|json|cn)\b"
)
_MAY_SKIP = re.compile(r"[@`$\\/]|www\.|\.(?:com|org|io|net|edu|py|md|html|yaml|json|cn)\b")
_TOKEN = re.compile(r"[A-Za-z]{4,}")
_MARK = re.compile(r"(?<=[A-Za-z\d)\]%])([.!?;:,])(?=([A-Za-z]+))")
_BEFORE = re.compile(r"(?:[A-Za-z]+|(?<![\w.])\d+(?:\.\d+)?%?|[)\]])$")
_CLOSED = re.compile(r"(?<=[A-Za-z\d%])(\)|\])(?=([a-z]{2,}))")
_OPENED = re.compile(r"(?<=[a-z])\((?=[A-Z][\w\-]+\))")
_DIGIT = re.compile(r"(?<![A-Za-z\d.])(\d+(?:\.\d+)?%?)(?=([a-z]{2,})(?![A-Za-z\d]))")
_TO_DIGIT = re.compile(r"(?<=[A-Za-z])\d")
# What these begin with, without what is before it: most texts have none, which is seen at once.
_MAY_MARK = re.compile(r"[.!?;:,](?=[A-Za-z])")
_MAY_CLOSE = re.compile(r"[)\]](?=[a-z])")
_ANY_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[A-Za-z]+$")
_LEFT = re.compile(r"[\w.)\]%]*[.!?;:,)\]]?$")
_RIGHT = re.compile(r"[\w(]+")

_MANY = 4  # sure ones that make a catalog one of glued words,
_LONGEST = 60  # letters of two glued words, at most
_FAR = 1000  # when there is one among so many letters,
_COMPANY = 2  # or so many in one text


@dataclass(frozen=True)
class Glued:
    """A place in a text where words are glued.

    ``word`` is the text from ``start`` to ``end``, ``parts`` what is likely meant: the
    same with a space or a hyphen. It is ``certain`` where nothing else is about as likely, and
    ``sure`` if it is not a word that was coined on purpose.
    """

    start: int
    end: int
    word: str
    parts: str
    certain: bool = True
    sure: bool = True


class _Space(NamedTuple):
    """A place where a space is missing behind a mark or a number."""

    place: int
    sure: bool


def find_glued(texts: Sequence[str], lexicon: Lexicon) -> list[tuple[Glued, ...]]:
    """Find the glued words of texts that belong together, in the order of each text.

    What may have been coined on purpose (``taskloss``) counts only in company: where much of the
    texts is glued, or other words of the same text certainly are.

    :param texts: English prose, plain or Markdown; code, formulas and links are skipped.
    :param lexicon: the words of these texts, and those around them.
    """
    finder = _Finder(lexicon)
    found = [finder.find(text) for text in texts]
    count = sum(glued.sure for places in found for glued in places)
    if count >= _MANY and count * _FAR >= sum(map(len, texts)):
        return found
    return [
        places
        if sum(glued.sure and glued.word.isalpha() for glued in places) >= _COMPANY
        else tuple(glued for glued in places if glued.sure)
        for places in found
    ]


def unglue(text: str, found: Sequence[Glued]) -> str:
    """Split the glued words of a text, where that is certain."""
    at, out = 0, []
    for glued in found:
        if glued.certain:
            out += [text[at : glued.start], glued.parts]
            at = glued.end
    return "".join(out) + text[at:]


class _Finder:
    """A finder of all places that may be glued."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._splitter = Splitter(lexicon)
        self._english = english_words()
        self._function = function_words()
        self._counts = frozenset(word_parts("counts"))
        self._whole: dict[str, bool] = {}  # tokens that are never taken apart

    def find(self, text: str) -> tuple[Glued, ...]:
        """Return the places in one text; overlapping ones are merged."""
        found = [*self._tokens(text), *self._spaces(text)]
        if not found:
            return ()
        if _MAY_SKIP.search(text):
            spans = [match.span() for match in _SKIP.finditer(text)]
            found = [one for one in found if not any(a <= one.start < b for a, b in spans)]
        return tuple(_merged(sorted(found, key=lambda glued: (glued.start, glued.end)), text))

    def _tokens(self, text: str) -> Iterator[Glued]:
        for token in set(_TOKEN.findall(text)) - self._english:
            if not self._may_split(token):
                continue
            for start, end in _places(token, text):
                split = self._splitter.split(
                    token,
                    hyphens=(text[max(start - 1, 0) : start] == "-")
                    + 2 * (text[end : end + 1] == "-"),
                    sentence=text[max(start - 3, 0) : start].rstrip(" ")[-1:]
                    in ("", ".", "!", "?", ":", "\n"),
                )
                if split:
                    yield Glued(start, end, token, split.parts, split.certain, split.sure)

    def _may_split(self, token: str) -> bool:
        if len(token) > _LONGEST:  # a splitter tries, and remembers, every place
            return False
        if token not in self._whole:
            self._whole[token] = self._splitter.split(token) is None
        return not self._whole[token]

    def _spaces(self, text: str) -> Iterator[Glued]:
        for space in (*self._marks(text), *self._brackets(text), *self._numbers(text)):
            left = _LEFT.search(text, max(space.place - 40, 0), space.place)
            right = _RIGHT.match(text, space.place)
            start = left.start() if left else space.place - 1
            end = right.end() if right else space.place
            parts = f"{text[start : space.place]} {text[space.place : end]}"
            yield Glued(start, end, text[start:end], parts, True, space.sure)

    def _marks(self, text: str) -> Iterator[_Space]:
        for match in _MARK.finditer(text) if _MAY_MARK.search(text) else ():
            before = _BEFORE.search(text, max(match.start() - 40, 0), match.start())
            mark, after = match.groups()
            if before and self._ends_sentence(before.group(), mark, after):
                small = after.lower() in self._function and len(after) > 1
                yield _Space(match.end(), sure=small)

    def _brackets(self, text: str) -> Iterator[_Space]:
        for match in _CLOSED.finditer(text) if _MAY_CLOSE.search(text) else ():
            if self._usual(match.group(2)):
                yield _Space(match.end(), sure=False)
        for match in _OPENED.finditer(text) if "(" in text else ():
            word = _word_before(text, match.start())
            if len(word) > 2 and word.islower() and self._lexicon.is_word(word):
                yield _Space(match.start(), sure=False)

    def _numbers(self, text: str) -> Iterator[_Space]:
        if not _ANY_DIGIT.search(text):
            return
        for match in _DIGIT.finditer(text):
            word = match.group(2)
            usual = word in self._function or (len(word) > 3 and self._lexicon.is_english(word))
            if usual and word not in self._counts:
                yield _Space(match.end(), sure=False)
        for match in _TO_DIGIT.finditer(text):
            word = _word_before(text, match.start())
            before = text[match.start() - len(word) - 1 : match.start() - len(word)]
            part = before in ("-", "_") or before.isdigit()  # of a name
            if len(word) > 1 and word in self._function and not part:
                yield _Space(match.start(), sure=False)

    def _ends_sentence(self, before: str, mark: str, after: str) -> bool:
        if mark in ".!?":
            # Not in “i.e.”, “Fig.A”, “paddle.Model”.
            starts = after[0].isupper() and (after == "A" or self._usual(after.lower()))
            return starts and (
                not before.isalpha() or (len(before) > 2 and self._usual_end(before))
            )
        if mark == ":" and not before.isalpha():
            return False
        if len(after) == 1:
            return after == "a"
        known = self._usual(after.lower()) or self._lexicon.seen(after)
        return known and (not before.isalpha() or self._usual_end(before))

    def _usual_end(self, word: str) -> bool:
        return word.isupper() or self._lexicon.seen(word) or self._lexicon.is_word(word.lower())

    def _usual(self, word: str) -> bool:
        return word in self._function or self._lexicon.is_english(word)


def _word_before(text: str, end: int) -> str:
    """Return the word that ends at a place."""
    found = _LETTERS.search(text, max(end - 40, 0), end)
    return found.group() if found else ""


def _places(token: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of a token wherever it is not part of a longer word."""
    end = 0
    while (start := text.find(token, end)) >= 0:
        end = start + len(token)
        before, behind = text[start - 1 : start], text[end : end + 1]
        if not any(letter.isascii() and letter.isalpha() for letter in (before, behind)):
            yield start, end


def _merged(found: Sequence[Glued], text: str) -> Iterator[Glued]:
    """Merge places that overlap into one, with the spaces of all."""
    at = 0
    while at < len(found):
        group = [found[at]]
        end = found[at].end
        while at + 1 < len(found) and found[at + 1].start < end:
            at += 1
            group.append(found[at])
            end = max(end, found[at].end)
        at += 1
        yield group[0] if len(group) == 1 else _union(group, end, text)


def _union(group: Sequence[Glued], end: int, text: str) -> Glued:
    start = group[0].start
    marks: dict[int, str] = {}
    for glued in group:
        if glued.certain:
            place = next(
                at for at, letter in enumerate(glued.parts) if letter != glued.word[at : at + 1]
            )
            marks[glued.start + place] = glued.parts[place]
    word = text[start:end]
    parts = "".join(
        marks.get(start + at, "") + letter for at, letter in enumerate(word)
    ) + marks.get(end, "")
    return Glued(start, end, word, parts, bool(marks), any(glued.sure for glued in group))
