"""Chinese characters in a text, and the room that East Asian characters take."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import combining, east_asian_width

HAN = "\u3400-\u9fff\uf900-\ufaff"
"""The Chinese characters, as a class of a regular expression holds them."""

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_CJK = f"\u2e80-\u303f\u3040-\u30ff{HAN}\uff00-\uff65"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}])(?: |[ \t]*\n[ \t]*(?!\n))(?=[{_CJK}])")


def by_pinyin(text: str) -> str:
    """Return a text that sorts by the sound of its Chinese characters, as browsers sort it.

    The characters of Unicode's main block change places among each other: ``pinyin.txt`` has them
    in the order of CLDR's collation for Chinese, which is by pinyin, tone and strokes. Others, and
    what comes before and after them, stay as they are.
    """
    return text if text.isascii() else text.translate(_pinyin())


@cache
def _pinyin() -> dict[int, int]:
    file = files(__package__) / "pinyin.txt"
    order = "".join(file.read_text(encoding="utf-8").split())
    return {ord(char): 0x4E00 + place for place, char in enumerate(order)}


def has_han(text: str) -> bool:
    """Return whether a text holds a Chinese character."""
    return _HAN.search(text) is not None


def count_han(text: str) -> int:
    """Return how many Chinese characters a text holds."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def has_kana(text: str) -> bool:
    """Return whether a text holds a Japanese syllable."""
    return _KANA.search(text) is not None


def count_kana(text: str) -> int:
    """Return how many Japanese syllables a text holds."""
    return 0 if text.isascii() else len(_KANA.findall(text))


class HanForms(NamedTuple):
    """Counts of characters that occur in one script variant only."""

    simplified: int
    traditional: int
    japanese: int


def count_forms(text: str) -> HanForms:
    """Count the Chinese characters that are simplified, traditional or Japanese alone."""
    simplified, traditional, japanese = _forms()
    found = _HAN.findall(text)
    return HanForms(
        sum(char in simplified for char in found),
        sum(char in traditional for char in found),
        sum(char in japanese for char in found),
    )


# Traditional or variant forms that mainland names write since the standard of 2013, as 昇腾 does.
_REINSTATED = frozenset("昇陞勣甦邨氾堃犇龢迺淼皙瞋噘蹚祕")


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Derive the characters of a script variant from its legacy character sets.

    GB 2312 has simplified Chinese and what is alike in both; Big5 has traditional Chinese, the
    5,401 frequent characters first; JIS X 0208 has Japanese.
    """
    mainland = _repertoire("gb2312", 0xB0)
    taiwan = _repertoire("big5", 0xA4)
    frequent = _repertoire("big5", 0xA4, 0xC6)
    japan = _repertoire("euc_jp", 0xB0)
    return mainland - taiwan, frequent - mainland - _REINSTATED, japan - mainland - taiwan


def _repertoire(charset: str, first: int, last: int = 0xF9) -> frozenset[str]:
    """Return the Chinese characters that two bytes give, of which the first is in a range."""
    pairs = (bytes((high, low)) for high in range(first, last + 1) for low in range(0x40, 0xFF))
    return frozenset(
        char for pair in pairs if len(char := pair.decode(charset, "ignore")) == 1 and has_han(char)
    )


def join_chinese_lines(text: str) -> str:
    """Take out the space or line break between two Chinese characters.

    YAML's ``>`` folds lines with a space, which Chinese typesetting does not have. Paragraphs
    (blank lines) stay.
    """
    return _CJK_GAP.sub("", text)


def display_width(text: str) -> int:
    """Return the columns that a text takes where letters have one width: a Chinese one takes two.

    Marks that stand above or below a letter take none.
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


# GB 2312 has its 3,755 most frequent characters in the order of their sounds: 象 is two after 像.
_LEVEL_1 = range(0xB0A1, 0xD7FA)
_SAME_SOUND = 12
_SLIPS = {"sound": 0.3, "rare": 0.5}  # what an exchanged character costs; another one costs 1


def han_likeness(one: str, other: str) -> float:
    """Return how alike two Chinese words are, from 0 to 1.

    Most slips are those of an input method: a character of the same sound. One that is not among
    the frequent simplified ones is often the traditional form, and counts half.
    """
    costs = [float(place) for place in range(len(other) + 1)]
    for row, left in enumerate(one, 1):
        before, costs[0] = costs[0], float(row)
        for column, right in enumerate(other, 1):
            exchanged = before + _exchange(left, right)
            before = costs[column]
            costs[column] = min(exchanged, costs[column] + 1, costs[column - 1] + 1)
    return 1 - costs[-1] / max(len(one), len(other), 1)


def _exchange(one: str, other: str) -> float:
    if one == other:
        return 0
    places = _gb_place(one), _gb_place(other)
    if 0 not in places:
        return _SLIPS["sound"] if abs(places[0] - places[1]) <= _SAME_SOUND else 1
    return _SLIPS["rare"] if has_han(one) and has_han(other) else 1


def _gb_place(char: str) -> int:
    """Return the place of a frequent character in the order of sounds, or 0 for another one."""
    code = int.from_bytes(char.encode("gb2312", "replace"), "big")
    return code if code in _LEVEL_1 else 0
