"""Lists in options: words between commas."""

from __future__ import annotations

from dataclasses import dataclass

_SEPARATORS = frozenset(",，、\n")


@dataclass(frozen=True)
class ListItem:
    """One word of a list and its offset in the text."""

    text: str
    offset: int


def split_list(text: str) -> list[ListItem]:
    """Split a list at its commas (Chinese ones too) and line breaks.

    A word in double quotes may contain a comma. Blank words are left out.
    """
    pieces: list[ListItem] = []
    start = 0
    quoted = False
    for place, char in enumerate(text):
        if char == '"' and (quoted or not text[start:place].strip()):
            quoted = not quoted
        elif char in _SEPARATORS and not quoted:
            pieces.append(_piece(text[start:place], start))
            start = place + 1
    pieces.append(_piece(text[start:], start))
    return [piece for piece in pieces if piece.text]


def join_list(words: list[str]) -> str:
    """Join words to a list that :func:`split_list` splits into the same words."""
    return ", ".join(f'"{word}"' if _SEPARATORS & set(word) else word for word in words)


def _piece(text: str, start: int) -> ListItem:
    offset = start + len(text) - len(text.lstrip())
    word = text.strip()
    if len(word) > 1 and word[0] == word[-1] == '"':
        inner = word[1:-1]
        return ListItem(inner.strip(), offset + 1 + len(inner) - len(inner.lstrip()))
    return ListItem(word, offset)
