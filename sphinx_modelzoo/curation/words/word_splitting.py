"""Split a token that is two words, and judge how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words.english import english_ranks, function_words, word_parts

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.words.lexicon import Lexicon

_LEAST = -19.5  # log of how likely two words are
_SURE = -15.0  # the same where little else is glued, with a small word in it,
_SURE_PAIR = -12.5  # and with none
_APART = 2.5  # how much likelier one way to split must be than the next,
_FROM_A = 5.0  # and than the article from the rest: “arecurrent”
_STARTS = -6.4  # the same for the first of two words when it has a capital
_SHORT = -7.2  # and for a word of three letters


@dataclass(frozen=True)
class Split:
    """The two words that a token is likely to be.

    :param parts: the two words, with a space or a hyphen between them.
    :param certain: no other two words are about as likely (“arecurrent” may be “a recurrent”).
    :param sure: it is glued even in a text in which nothing else is.
    """

    parts: str
    certain: bool = True
    sure: bool = True


class Splitter:
    """A splitter of tokens by what a lexicon knows, which remembers its decisions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._function = function_words()
        self._ranks = english_ranks()
        self._compounds = frozenset(word_parts("compounds"))
        self._prefixes = frozenset(word_parts("prefixes"))
        self._connectors = frozenset(word_parts("connectors"))
        self._splits: dict[tuple[str, int, bool], Split | None] = {}

    def split(self, token: str, *, hyphens: int = 0, sentence: bool = True) -> Split | None:
        """Return the two words that a token was, or ``None`` when it is right as it is.

        :param token: letters only.
        :param hyphens: 1 for a hyphen before the token, 2 for one after it, 3 for both.
        :param sentence: whether the token begins a sentence.
        """
        if len(token) < 4 or self.lexicon.is_english(token):
            return None
        key = (token, hyphens, sentence)
        if key not in self._splits:
            self._splits[key] = self._split(token, hyphens, sentence)
        return self._splits[key]

    def _split(self, token: str, hyphens: int, sentence: bool) -> Split | None:
        if not token[1:].islower():
            return self._split_capitals(token)
        word = token.lower()
        places = self.lexicon.cuts(word)
        if not places or self.lexicon.is_word(word):
            return None
        found: list[tuple[float, str, str]] = []
        for at in places:
            left, right = word[:at], word[at:]
            weight = self._weight(left, right)
            if weight is not None and weight > _LEAST:
                found.append((weight, left, right))
        if not found:
            return None
        found.sort(reverse=True)
        weight, left, right = found[0]
        if token[0].isupper() and not self._starts(token[: len(left)], right, sentence):
            return None
        return Split(
            token[: len(left)] + self._joint(left, right, hyphens) + right,
            certain=all(
                weight - other >= (_FROM_A if first == "a" else _APART)
                for other, first, _ in found[1:]
            ),
            sure=self._is_sure(left, right, weight),
        )

    def _joint(self, left: str, right: str, hyphens: int) -> str:
        if hyphens % 2 and left in self._connectors:
            return "-"  # state-of-theart
        if hyphens or min(len(left), len(right)) > 2:
            return self.lexicon.joint(left, right, hyphen=hyphens > 0)
        return " "

    def _is_sure(self, left: str, right: str, weight: float) -> bool:
        built = left in self._compounds or right in self._compounds
        small = [word for word in (left, right) if word in self._function]
        if not small:
            return not built and min(len(left), len(right)) > 3 and weight >= _SURE_PAIR
        if min(len(left), len(right)) < 2 or len(left) + len(right) < 5 or weight < _SURE:
            return False
        return len(small) == 2 or not (built and len(small[0]) < 3)

    def _starts(self, left: str, right: str, sentence: bool) -> bool:
        """Return True if a capitalised word is the first of two, and not part of a name.

        Treebank and Fastformer are names; a sentence begins with words that begin many.
        """
        weight = self.lexicon.weight(left.lower())
        if left.lower() in self._function:
            return True
        if sentence and weight is not None and weight > _STARTS:
            return True
        together = right in self._function or self.lexicon.together(left.lower(), right)
        return together and self.lexicon.seen(left)

    def _weight(self, left: str, right: str) -> float | None:
        """Return the log-likelihood that a token is these two words."""
        if not (self._stands(left, right) and self._stands(right, left)):
            return None
        one, other = self.lexicon.weight(left), self.lexicon.weight(right)
        if one is None or other is None:
            return None
        strange = any(self._strange(word) for word in (left, right))
        return one + other + 2.0 * self.lexicon.together(left, right) - 2.0 * strange

    def _strange(self, word: str) -> bool:
        """Return True if a short word is in none of the texts: “sat” in a paper."""
        return len(word) == 3 and word not in self._function and not self.lexicon.seen(word)

    def _stands(self, word: str, other: str) -> bool:
        """Return True if a part is long enough to be a word next to another, or a known one."""
        if len(word) > 3 or word in self._function:
            return True
        weight = self.lexicon.weight(word)
        if len(word) < 3 or (len(other) < 4 and other not in self._function) or weight is None:
            return False
        least = _SHORT - 2 if other in self._function else _SHORT
        return weight > least or self.lexicon.held(word) > 2

    def _split_capitals(self, token: str) -> Split | None:
        """Split ``onCOCO`` or ``PointNetrecursively``: a word, and a name found alone elsewhere."""
        lexicon, function = self.lexicon, self._function
        if found := re.fullmatch(r"([a-z]+)([A-Z][A-Za-z]+)", token):
            left, right = found.groups()
            usual = right[1:].islower() and lexicon.is_english(right.lower())
            small = left in function
            name = small and re.search(r"[A-Z].*[A-Z]", right) is not None
            fits = len(left) > 3 and lexicon.is_english(left) and left not in self._prefixes
            if (small or fits) and (lexicon.seen(right) or usual or name):
                # toTensor and upLoad are names of code.
                return Split(f"{left} {right}", sure=small and not usual)
            return None
        last = max(at for at, letter in enumerate(token) if letter.isupper())
        for at in range(len(token) - 2, last, -1) if last else ():
            left, right = token[:at], token[at:]
            small = right in function
            if (small or (len(right) > 3 and lexicon.is_english(right))) and lexicon.seen(left):
                return Split(f"{left} {right}", sure=small)
        return None
