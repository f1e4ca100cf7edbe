"""Lists in options: words between commas."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEPARATORS = frozenset(",，、\n")
_QUOTES = {'"': '"', "“": "”"}
_TITLE = re.compile(r".*\S\s+as\s+(?=\S)", re.DOTALL)


@dataclass(frozen=True)
class ListItem:
    """One word of a list and its offset in the text."""

    text: str
    offset: int


def split_list(text: str) -> list[ListItem]:
    """Split a list at its commas (Chinese ones too) and line breaks.

    Commas between double quotes are part of a word; quotes around a whole word are taken off.
    Blank words are left out.
    """
    pieces: list[ListItem] = []
    start = place = 0
    while place < len(text):
        if (closing := _closing_quote(text, place)) > 0:
            place = closing
        elif text[place] in _SEPARATORS:
            pieces.append(_piece(text[start:place], start))
            start = place + 1
        place += 1
    pieces.append(_piece(text[start:], start))
    return [piece for piece in pieces if piece.text]


def join_list(words: list[str]) -> str:
    """Join words to a list that :func:`split_list` splits into the same words."""
    return ", ".join(f'"{word}"' if _SEPARATORS & set(word) else word for word in words)


def split_title(text: str) -> tuple[str, str]:
    """Split ``params as "Size, MB"`` at its last ``as`` that is not in quotes.

    :returns: the word and the title, without their quotes; no title where there is none.
    """
    masked = list(text)
    place = 0
    while place < len(text):
        closing = _closing_quote(text, place)
        if closing > 0:
            masked[place : closing + 1] = '"' * (closing + 1 - place)
            place = closing
        place += 1
    found = _TITLE.match("".join(masked))
    if found is None:
        return text, ""
    before = re.sub(r"\s+as\s+\Z", "", text[: found.end()])
    return _unquoted(before), _unquoted(text[found.end() :].strip()).strip()


def _closing_quote(text: str, place: int) -> int:
    """Return the place of the quote that closes the one at a place, or -1 if none opens there."""
    quote = _QUOTES.get(text[place])
    # A quote after a letter or digit is an apostrophe, or the sign of inches: 5".
    if quote is None or (quote == '"' and place and text[place - 1].isalnum()):
        return -1
    return text.find(quote, place + 1)


def _unquoted(word: str) -> str:
    whole = len(word) > 1 and _closing_quote(word, 0) == len(word) - 1
    return word[1:-1] if whole else word


def _piece(text: str, start: int) -> ListItem:
    offset = start + len(text) - len(text.lstrip())
    word = text.strip()
    inner = _unquoted(word)
    if inner != word:
        return ListItem(inner.strip(), offset + 1 + len(inner) - len(inner.lstrip()))
    return ListItem(word, offset)
