"""Words that ran together where a line ended: ``objectdetection``, ``performance.Our``."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from sphinx_modelzoo.importers.repairs.base import Repair, all_slots, prose_slots
from sphinx_modelzoo.importers.repairs.lexicon import FUNCTION_WORDS, Lexicon, glue_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.importers.base import Change, Draft
    from sphinx_modelzoo.importers.repairs.base import Slot

# What is not prose: links, code, formulas, names of files.
_SKIP = re.compile(
    r"https?://\S+|www\.\S+|`[^`'\n]{1,40}`|\$(?! )[^$\n]{1,120}\$|\\[a-zA-Z]+(?:\{[^}]*\})?|"
    r"\S+@\S+|[\w\-]+(?:/[\w\-.]+)+|[\w\-]+\.(?:com|org|io|net|edu|py|md|html|yaml|json|cn)\b"
)
_MAY_SKIP = re.compile(r"[@`$\\/]|www\.|\.(?:com|org|io|net|edu|py|md|html|yaml|json|cn)\b")
_TOKEN = re.compile(r"[A-Za-z]+")
_MARK = re.compile(r"(?<=[A-Za-z\d)\]%])([.!?;:,])(?=([A-Za-z]+))")
_BEFORE = re.compile(r"(?:[A-Za-z]+|(?<![\w.])\d+(?:\.\d+)?%?|[)\]])$")
_CLOSED = re.compile(r"(?<=[A-Za-z\d%])(\)|\])(?=([a-z]{2,}))")
_OPENED = re.compile(r"(?<![A-Za-z])([a-z]{3,})(?=\([A-Z][\w\-]+\))")
_DIGIT = re.compile(r"(?<![A-Za-z\d.])(\d+(?:\.\d+)?%?)(?=([a-z]{2,})(?![A-Za-z\d]))")
_TO_DIGIT = re.compile(r"(?<![A-Za-z\d\-_])([A-Za-z]+)(?=\d)")
_LEFT = re.compile(r"[\w)\]%]+$")
_RIGHT = re.compile(r"[\w(]+")
_COUNTS = frozenset(glue_words("counts"))

_MANY = 4  # glued words that make a file one of glued words,
_FAR = 1000  # when there is one among so many letters

_CONNECTORS = frozenset(glue_words("connectors"))

_LEAST = -19.5  # log of how likely two words are
_SURE = -15.0  # the same where little else in the file is glued
_APART = 2.5  # how much likelier one way to split must be than the next
_STARTS = -6.4  # the same for the first of two words when it has a capital
_SHORT = -7.2  # and for a word of three letters


def split_glued(
    text: str, lexicon: Lexicon, *, strict: bool = False
) -> tuple[str, list[tuple[str, str]]]:
    """Take glued words apart.

    :param text: prose.
    :param lexicon: the words of all texts.
    :param strict: only where there is no doubt at all.
    :returns: the repaired text, and each repair as it was and is.
    """
    found: list[tuple[int, str, str]] = []  # place, before, after
    skipped: set[int] = set()
    if _MAY_SKIP.search(text):
        skipped.update(place for match in _SKIP.finditer(text) for place in range(*match.span()))

    for match in _TOKEN.finditer(text):
        token = match.group()
        if len(token) > 3 and not lexicon.is_english(token) and match.start() not in skipped:
            parts = split_word(
                token,
                lexicon,
                hyphens=(text[max(match.start() - 1, 0) : match.start()] == "-")
                + 2 * (text[match.end() : match.end() + 1] == "-"),
                strict=strict,
                sentence=text[max(match.start() - 3, 0) : match.start()].rstrip(" ")[-1:]
                in ("", ".", "!", "?", ":", "\n"),
            )
            if parts:
                found.append((match.start(), token, parts))
    found += [entry for entry in _marks(text, lexicon) if entry[0] not in skipped]
    return _replaced(text, found)


def _replaced(text: str, found: list[tuple[int, str, str]]) -> tuple[str, list[tuple[str, str]]]:
    shown = [_shown(text, *entry) for entry in sorted(found)]
    for place, before, after in sorted(found, reverse=True):
        text = text[:place] + after + text[place + len(before) :]
    return text, shown


def _shown(text: str, place: int, before: str, after: str) -> tuple[str, str]:
    """A repair as people see it: with the words around a space that comes in."""
    if after != f"{before} ":
        return before, after
    left = _LEFT.search(text, max(place - 40, 0), place)
    right = _RIGHT.match(text, place + len(before))
    head, tail = (left.group() if left else ""), (right.group() if right else "")
    return f"{head}{before}{tail}", f"{head}{after}{tail}"


def split_word(
    token: str,
    lexicon: Lexicon,
    *,
    hyphens: int = 0,
    sentence: bool = True,
    strict: bool = False,
) -> str | None:
    """The two words that a token was, with what belongs between them, or ``None``.

    :param hyphens: 1 when a hyphen stands before the token, 2 when one stands behind it, or 3.
    :param sentence: whether the token begins a sentence.
    """
    key = (token, hyphens, sentence, strict)
    if key not in lexicon.splits:
        lexicon.splits[key] = _split_word(*key, lexicon)
    return lexicon.splits[key]


def _split_word(
    token: str, hyphens: int, sentence: bool, strict: bool, lexicon: Lexicon
) -> str | None:
    if len(token) > 1 and not token[1:].islower():
        return _split_capitals(token, lexicon)
    word = token.lower()
    if lexicon.is_word(word):
        return None
    found: list[tuple[float, str, str]] = []
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        weight = _pair_weight(left, right, lexicon)
        if weight is not None and weight > _LEAST:
            found.append((weight, left, right))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < _APART):
        return None  # “arecurrent” is two words in two ways
    weight, left, right = found[0]
    if strict and (weight < _SURE or min(len(left), len(right)) < 4):
        return None
    if token[0].isupper() and not _starts(token[: len(left)], right, lexicon, sentence=sentence):
        return None
    joint = " "
    if hyphens % 2 and left in _CONNECTORS:
        joint = "-"  # state-of-theart
    elif hyphens or min(len(left), len(right)) > 2:
        joint = lexicon.joint(left, right, hyphen=hyphens > 0)
    return token[: len(left)] + joint + right


def _starts(left: str, right: str, lexicon: Lexicon, *, sentence: bool) -> bool:
    """Whether a word with a capital is the first of two, and not part of a name.

    Treebank and Fastformer are names; a sentence begins with words that begin many.
    """
    weight = lexicon.weight(left.lower())
    if left.lower() in FUNCTION_WORDS:
        return True
    if sentence and weight is not None and weight > _STARTS:
        return True
    return lexicon.seen(left) and (right in FUNCTION_WORDS or lexicon.together(left.lower(), right))


def _pair_weight(left: str, right: str, lexicon: Lexicon) -> float | None:
    """How likely it is that a token is these two words."""
    if not (_stands(left, right, lexicon) and _stands(right, left, lexicon)):
        return None
    one, other = lexicon.weight(left), lexicon.weight(right)
    if one is None or other is None:
        return None
    bonus = 2.0 if lexicon.together(left, right) else 0.0
    return one + other + bonus


def _stands(word: str, other: str, lexicon: Lexicon) -> bool:
    """Whether a part is long enough to be a word beside another, or one of the short ones."""
    if len(word) > 3 or word in FUNCTION_WORDS:
        return True
    weight = lexicon.weight(word)
    if len(word) < 3 or (len(other) < 4 and other not in FUNCTION_WORDS) or weight is None:
        return False
    least = _SHORT - 2 if other in FUNCTION_WORDS else _SHORT
    return weight > least or lexicon.held(word) > 2


def _split_capitals(token: str, lexicon: Lexicon) -> str | None:
    """``onCOCO`` and ``PointNetrecursively``: a word, and a name that stands alone elsewhere."""
    if found := re.fullmatch(r"([a-z]+)([A-Z][A-Za-z]+)", token):
        left, right = found.groups()
        usual = right[1:].islower() and lexicon.is_english(right.lower())
        name = re.search(r"[A-Z].*[A-Z]", right) is not None and left in FUNCTION_WORDS
        fits = left in FUNCTION_WORDS or (len(left) > 3 and lexicon.is_english(left))
        return f"{left} {right}" if fits and (lexicon.seen(right) or usual or name) else None
    last = max(at for at, letter in enumerate(token) if letter.isupper())
    for at in range(len(token) - 2, last, -1):
        left, right = token[:at], token[at:]
        fits = len(right) > 3 and lexicon.is_english(right)
        if (fits or right in FUNCTION_WORDS) and lexicon.seen(left):
            return f"{left} {right}" if last else None
    return None


def _marks(text: str, lexicon: Lexicon) -> list[tuple[int, str, str]]:
    """Missing spaces after a full stop or comma, at brackets and at numbers."""
    found = []
    for match in _MARK.finditer(text):
        before = _BEFORE.search(text, max(match.start() - 40, 0), match.start())
        if before and _ends_sentence(before.group(), match.group(1), match.group(2), lexicon):
            found.append((match.start(), match.group(1), match.group(1) + " "))
    for match in _CLOSED.finditer(text):
        if _usual(match.group(2), lexicon):
            found.append((match.start(), match.group(1), match.group(1) + " "))
    for match in _OPENED.finditer(text):
        if lexicon.is_word(match.group(1)):
            found.append((match.start(), match.group(1), match.group(1) + " "))
    for match in _DIGIT.finditer(text):
        word = match.group(2)
        usual = word in FUNCTION_WORDS or (len(word) > 3 and lexicon.is_english(word))
        if usual and word not in _COUNTS:
            found.append((match.start(), match.group(1), match.group(1) + " "))
    for match in _TO_DIGIT.finditer(text):
        if match.group(1) in FUNCTION_WORDS and len(match.group(1)) > 1:
            found.append((match.start(), match.group(1), match.group(1) + " "))
    return found


def _ends_sentence(before: str, mark: str, after: str, lexicon: Lexicon) -> bool:
    if mark in ".!?":
        # Not in “i.e.”, “Fig.A”, “paddle.Model”.
        starts = after[0].isupper() and (after == "A" or _usual(after.lower(), lexicon))
        return starts and (
            not before.isalpha() or (len(before) > 2 and _usual_end(before, lexicon))
        )
    if mark == ":" and not before.isalpha():
        return False
    if len(after) == 1:
        return after == "a"
    known = _usual(after.lower(), lexicon) or lexicon.seen(after)
    return known and (not before.isalpha() or _usual_end(before, lexicon))


def _usual_end(word: str, lexicon: Lexicon) -> bool:
    return word.isupper() or lexicon.seen(word) or lexicon.is_word(word.lower())


def _usual(word: str, lexicon: Lexicon) -> bool:
    return word in FUNCTION_WORDS or lexicon.is_english(word)


def lexicon_of(drafts: Sequence[Draft]) -> Lexicon:
    """The words of some drafts."""
    texts, names = [], []
    for draft in drafts:
        texts.append("\n".join(slot.value for slot in prose_slots(draft)))
        names += [
            slot.value
            for slot in all_slots(draft)
            if slot.field in ("name", "paper.title", "collection") or slot.field[:7] == "aliases"
        ]
    return Lexicon([*texts, *names], names)


def _split(drafts: Sequence[Draft]) -> list[Change]:
    lexicon = lexicon_of(drafts)
    changes = []
    for _, group in groupby(drafts, lambda draft: draft.source.file):
        slots = [slot for draft in group for slot in prose_slots(draft)]
        found = [split_glued(slot.value, lexicon) for slot in slots]
        if not _widespread(slots, [pairs for _, pairs in found]):
            found = [split_glued(slot.value, lexicon, strict=True) for slot in slots]
        for slot, (text, pairs) in zip(slots, found, strict=True):
            if pairs:
                slot.set(text)
                changes += [slot.change("glued-words", before, after) for before, after in pairs]
    return changes


def _widespread(slots: Sequence[Slot], pairs: Sequence[Sequence[object]]) -> bool:
    """Whether so much of a file is glued that its unknown words are more likely two."""
    count = sum(len(found) for found in pairs)
    letters = sum(len(slot.value) for slot in slots)
    return count >= _MANY and count * _FAR >= letters


REPAIRS: Mapping[str, Repair] = {
    "glued-words": Repair("glued-words", "words that ran together are split", _split)
}
