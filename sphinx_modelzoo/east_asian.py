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
