"""How the cells of a column write numbers: the marks of thousands and decimals, and the scale."""

from __future__ import annotations

import re
from collections.abc import Iterable

_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_EUROPEAN = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])")
_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+")


def has_decimal_commas(texts: Iterable[str]) -> bool:
    """Return True if the cells of a column write decimals after a comma: ``3,2``, ``1.014,45``.

    One cell with a point before its decimals, and no mark of thousands, says otherwise.
    """
    plain = [text.strip() for text in texts]
    if any(re.fullmatch(r"\d+\.(?:\d{1,2}|\d{4,})", text) for text in plain):
        return False
    return any(_DECIMAL_COMMA.fullmatch(_without_unit(text)) for text in plain)


def is_in_millions(texts: Iterable[str]) -> bool:
    """Return True if bare counts of parameters can only be millions.

    They have decimals, which no count has, and are too small for thousands of them.
    """
    values = []
    for text in texts:
        bare = in_plain_digits(text, comma=False)
        if re.fullmatch(r"\d+(?:\.\d+)?", bare):
            values.append(bare)
        elif re.search(r"\d", text):
            return False
    return any("." in value for value in values) and all(float(one) < 1e6 for one in values)


def in_plain_digits(text: str, *, comma: bool) -> str:
    """Return a text whose numbers have a point for decimals and no mark of thousands.

    :param comma: whether a comma in its column comes before decimals.
    """
    text = _EUROPEAN.sub(lambda m: m.group().replace(".", "").replace(",", "."), text)
    if comma:
        return _COMMA.sub(r"\1.\2", text)
    return _THOUSANDS.sub(lambda m: m.group().replace(",", ""), text)


def _without_unit(text: str) -> str:
    return re.sub(r"\s*(?:%|[A-Za-z/]+)$", "", text)
