"""The words that count as words: those of English, and those of a catalog's own texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words.english import (
    english_ranks,
    english_words,
    function_words,
    word_parts,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

WORD = re.compile(r"[A-Za-z]+(?:'[a-z]{1,2})?")
_NAME = re.compile(r"[A-Za-z\d\-+]+")
_LETTERS = re.compile(r"[a-z]+")
_HUMP = re.compile(r"[A-Z]?[a-z]+")
_INFLECTED = 4
"""The least length of what has an inflection."""
_COMPOUND = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")


class Lexicon:
    """The words of some texts.

    :param texts: titles, abstracts and so on; each counts once for the words in it.
    :param names: titles and names, whose words are right as they are.
    """

    def __init__(self, texts: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._ranks = english_ranks()
        self._english = english_words()
        self._function = function_words()
        self._texts = tuple(texts)
        self._names: set[str] = set()
        self._weights: dict[str, float | None] = {}
        self._words: dict[str, bool] = {}
        for name in names:
            for token in _NAME.findall(name):
                self._names.add(re.sub(r"[^a-z]", "", token.lower()))
                self._names.update(word.lower() for word in WORD.findall(token))

    def is_english(self, word: str) -> bool:
        """Return True if a word (in lower case) is a common one."""
        return word in self._english

    def is_word(self, word: str) -> bool:
        """Return True if a word (in lower case) is right as it is, with nothing to split."""
        if word not in self._words:
            self._words[word] = self._is_word(word)
        return self._words[word]

    def _is_word(self, word: str) -> bool:
        return (
            word in self._english
            or word in self._names
            or self._is_formed(word)
            or word in self._camels
            or (word.endswith("s") and self._is_plural(word[:-1]))
            or (self._held[word] > 1 and not self._likely_glued(word))
        )

    def _is_plural(self, one: str) -> bool:
        """Return True if a word without its “s” is a word: a listed one, or one of the texts."""
        return one in self._english or (self._held[one] > 0 and self.is_word(one))

    def seen(self, token: str) -> bool:
        """Return True if a token, spelt exactly so, occurs by itself in the texts."""
        return self._spelt[token] > 0

    def held(self, word: str) -> int:
        """Return in how many texts a word (in lower case) occurs by itself."""
        return self._held[word]

    def weight(self, word: str) -> float | None:
        """Return the log-likelihood of a word, or ``None`` if it is too rare to be a part."""
        if word not in self._weights:
            self._weights[word] = self._weigh(word)
        return self._weights[word]

    def _weigh(self, word: str) -> float | None:
        rank = self._ranks.get(word)
        if rank is not None:
            return -math.log(rank + 20)
        if len(word) > 3 and (
            word in self._names
            or self._held[word] > 2
            or self._has_ending(word, self._ranks, "inflections", _INFLECTED)
        ):
            return -math.log(20_000)
        return None

    def cuts(self, word: str) -> list[int]:
        """Return the places where a word may end and another begin: most words have none."""
        common, endings = self._common, word_parts("inflections")
        size = len(word)
        longest = size - _INFLECTED - 1 if word.endswith(endings) else 0
        return [
            at
            for at in range(1, size)
            if (at <= longest or word[at:] in common)
            and (word[:at] in common or (at > _INFLECTED and word.endswith(endings, 0, at)))
        ]

    @cached_property
    def _common(self) -> frozenset[str]:
        """Return the words that have a weight, without those that are inflected."""
        own = {*self._names, *(word for word, held in self._held.items() if held > 2)}
        return frozenset((*self._ranks, *(word for word in own if len(word) > 3)))

    def joint(self, left: str, right: str, *, hyphen: bool = False) -> str:
        """Return what separates two words elsewhere: a hyphen or a space.

        :param hyphen: whether they are in a compound, where one hyphen is likely to be another's
            neighbour.
        """
        hyphened, spaced = self._hyphened[left, right], self._spaced[left, right]
        return "-" if hyphened > (0 if hyphen else spaced) else " "

    def together(self, left: str, right: str) -> bool:
        """Return True if two words follow each other somewhere else."""
        return self._spaced[left, right] > 0

    @property
    def _spelt(self) -> Counter[str]:
        return self._counts[0]

    @property
    def _held(self) -> Counter[str]:
        return self._counts[1]

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        """Count the texts that words are in, spelt exactly so and in lower case."""
        spelt: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for text in self._texts:
            words = set(WORD.findall(text))
            spelt.update(words)
            held.update({word.lower() for word in words})
        return spelt, held

    @cached_property
    def _hyphened(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for text in self._texts:
            if "-" in text:
                hyphened = " ".join(word for word in text.lower().split() if "-" in word)
                for compound in set(_COMPOUND.findall(hyphened)):
                    found.update(pairwise(compound.split("-")))
        return found

    @cached_property
    def _spaced(self) -> Counter[tuple[str, str]]:
        """Count the texts in which two words follow each other that elsewhere may be one.

        Nobody asks for others, and most pairs are in one text only: in a large catalog they would
        take more memory than its texts.
        """
        found: Counter[tuple[str, str]] = Counter()
        whole = self._whole
        for text in self._texts:
            words = text.lower().split()
            ends = [word.rstrip(".,;:)") for word in words[1:]]
            found.update(
                {
                    (a, b)
                    for a, b in zip(words, ends, strict=False)
                    if a + b in whole and a.isalpha()
                }
            )
        return found

    @cached_property
    def _whole(self) -> frozenset[str]:
        """Return the words that may be two: all of the texts, and camels without what is odd."""
        found = {*self._held}
        for text in self._texts:
            if "'" in text:
                found.update(_LETTERS.findall(text.lower()))
        return frozenset((*found, *("".join(parts) for _, parts in self._humps if len(parts) == 2)))

    @cached_property
    def _humps(self) -> list[tuple[str, list[str]]]:
        """Return the words with capitals inside, and their parts, all in lower case."""
        return [
            (word.lower(), [part.lower() for part in _HUMP.findall(word)])
            for word in self._spelt
            if not word[1:].islower()
        ]

    @cached_property
    def _camels(self) -> frozenset[str]:
        """Return the words that the texts have with capitals inside: ``openpose`` is OpenPose."""
        return frozenset(
            word
            for word, parts in self._humps
            if len(parts) > 1 and not (len(parts) == 2 and (parts[0], parts[1]) in self._spaced)
        )

    def _is_formed(self, word: str) -> bool:
        """Return True if a word is a common one with a suffix or prefix: ``upsampler``."""
        return self._has_ending(word, self._ranks) or self._has_beginning(word)

    def _has_ending(
        self, word: str, known: Container[str], kind: str = "suffixes", least: int = 3
    ) -> bool:
        suffixes = word_parts(kind)
        if not word.endswith(suffixes):
            return False
        for suffix in suffixes:
            if not word.endswith(suffix) or len(word) - len(suffix) < least:
                continue
            stem = word[: -len(suffix)]
            if stem in self._function:
                continue
            forms = [stem, stem + "e", stem + "y" if suffix[0] in "i" else stem]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
            if stem.endswith("i") and suffix != "s" and len(stem) > 3:
                forms.append(stem[:-1] + "y")
            if any(form in known for form in forms):
                return True
        return False

    def _has_beginning(self, word: str) -> bool:
        prefixes = word_parts("prefixes")
        if not word.startswith(prefixes):
            return False
        for prefix in prefixes:
            rest = word[len(prefix) :]
            fits = word.startswith(prefix) and len(rest) > 3 and rest not in self._function
            if fits and (rest in self._ranks or self._has_ending(rest, self._ranks)):
                return True
        return False

    def _likely_glued(self, word: str) -> bool:
        """Return True if a word of several texts is two common ones all the same."""
        return any(
            (word[:i] in self._function and word[i:] in self._ranks)
            or (word[i:] in self._function and word[:i] in self._ranks)
            or ((word[:i], word[i:]) in self._spaced and len(word) - 2 > i > 2)
            for i in range(1, len(word))
        )
