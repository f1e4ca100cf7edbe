"""Chinese characters in a text, and the room that East Asian characters take."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

HAN = "\u3400-\u9fff\uf900-\ufaff"
"""The Chinese characters, as a class of a regular expression holds them."""

_HAN = re.compile(f"[{HAN}]")
_CJK = f"\u2e80-\u303f\u3040-\u30ff{HAN}\uff00-\uff65"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}])(?: |[ \t]*\n[ \t]*(?!\n))(?=[{_CJK}])")


def has_han(text: str) -> bool:
    """Return whether a text holds a Chinese character."""
    return _HAN.search(text) is not None


def count_han(text: str) -> int:
    """Return how many Chinese characters a text holds."""
    return 0 if text.isascii() else len(_HAN.findall(text))


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
