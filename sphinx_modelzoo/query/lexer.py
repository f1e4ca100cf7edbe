"""The lexer of filters: from text to tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sphinx_modelzoo.problems.messages import Message, ProblemError
from sphinx_modelzoo.query.query_errors import bad_filter

TokenKind = Literal["word", "text", "number", "date", "op", "end"]

MAX_LENGTH = 10_000
_MAX_DIGITS = 40
_SUFFIXES = {"": 0, "k": 3, "m": 6, "g": 9, "b": 9, "t": 12}
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))
  | (?P<number>-?(?:[0-9][0-9_]*(?:\.[0-9]+)?|\.[0-9]+)(?P<suffix>[KMGBTkmgbt]?)(?![\w.]))
  | (?P<word>[^\W\d][\w-]*)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<op>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    """,
    re.VERBOSE | re.DOTALL,
)
_HINTS = {
    "=": Message("compare with =="),
    "!": Message("write “not”, or != to compare"),
    "&": Message("write “and”"),
    "|": Message("write “or”"),
    "“": Message('use straight quotes: "…"'),
    "”": Message('use straight quotes: "…"'),
    "‘": Message('use straight quotes: "…"'),
    "’": Message('use straight quotes: "…"'),
    "「": Message('use straight quotes: "…"'),
    "（": Message("use half-width parentheses: ( )"),
    "）": Message("use half-width parentheses: ( )"),
    "，": Message("use a half-width comma"),
    "＝": Message("compare with =="),
    "＞": Message("use a half-width >"),
    "＜": Message("use a half-width <"),
    "≥": Message("write >="),
    "≤": Message("write <="),
    "≠": Message("write !="),
    "%": Message("write the number alone"),
    "{": Message("a list is written (…, …)"),
    ".": Message("a field has no parts"),
    ":": Message('a metric is written metric("mAP"), or metric("mAP", "COCO")'),
}


@dataclass(frozen=True)
class Token:
    """A token of a filter: its kind, text, offset and value."""

    kind: TokenKind
    text: str
    offset: int
    value: str | int | float | None = None

    def __str__(self) -> str:
        return f"“{shortened(self.text)}”" if self.kind != "end" else Message("the end")


def tokenize(text: str) -> list[Token]:
    """Cut a filter into tokens; the last one is of the kind ``end``.

    :raises ProblemError: at the first character that no token begins with.
    """
    if len(text) > MAX_LENGTH:
        raise bad_filter(
            "the filter is too long", Message("at most {limit} characters", limit=MAX_LENGTH)
        )
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _unreadable(text, place)
        if found.group("space") is None:
            tokens.append(_token(found))
        place = found.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _token(found: re.Match[str]) -> Token:
    text, offset = found.group(), found.start()
    if found.group("number") is not None:
        return Token("number", text, offset, _number(text, found.group("suffix"), offset))
    if found.group("text") is not None:
        return Token("text", text, offset, re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL))
    if found.group("date") is not None:
        return Token("date", text, offset, text)
    if found.group("word") is not None:
        return Token("word", text, offset)
    return Token("op", text, offset)


def _number(text: str, suffix: str, offset: int) -> int | float:
    digits = text[: len(text) - len(suffix)].replace("_", "")
    if len(digits) > _MAX_DIGITS:
        raise bad_filter(
            "the number is too long", Message("at most {limit} digits", limit=_MAX_DIGITS), offset
        )
    number = Decimal(digits).scaleb(_SUFFIXES[suffix.lower()])
    return int(number) if number == number.to_integral_value() else float(number)


def _unreadable(text: str, place: int) -> ProblemError:
    char = text[place]
    if char in "\"'":
        return bad_filter("unclosed quote", Message("end the text with {char}", char=char), place)
    if char in "0123456789-.":
        run = re.compile(r"[\w.\-]+").match(text, place)
        word = run.group() if run else char
        if word.lstrip("-.")[:1].isdigit():
            return bad_filter(
                Message("invalid number “{value}”", value=shortened(word)),
                'K, M, G, B and T may follow a number; put text in quotes: "…"',
                place,
            )
    return bad_filter(Message("unexpected “{char}”", char=char), _HINTS.get(char, ""), place)


def shortened(word: str) -> str:
    """Shorten a word for a message."""
    return word if len(word) <= 40 else word[:39] + "…"


def quote(text: str) -> str:
    """Quote a text as a filter writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def number_text(value: int | float) -> str:
    """Write a number as in a filter: with a suffix where that is short and exact."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if abs(value) < 100_000:  # a year, mostly
        return str(value)
    for suffix, power in (("T", 12), ("G", 9), ("M", 6), ("K", 3)):
        scaled = Decimal(value).scaleb(-power).normalize()
        digits = -int(scaled.as_tuple().exponent)
        if abs(scaled) >= 1 and digits <= 2:
            return f"{scaled:f}{suffix}"
    return str(value)
