"""Numbers in a text and its translation."""

from __future__ import annotations

import re

# Large numbers have other steps in Chinese: wan is ten thousand, yi a hundred million.
_UNITS = {
    "thousand": 1e3,
    "k": 1e3,
    "\u5343": 1e3,  # qian
    "\u4e07": 1e4,  # wan
    "million": 1e6,
    "m": 1e6,
    "\u767e\u4e07": 1e6,  # bai wan
    "\u5343\u4e07": 1e7,  # qian wan
    "\u4ebf": 1e8,  # yi
    "billion": 1e9,
    "b": 1e9,
    "g": 1e9,
    "\u5341\u4ebf": 1e9,  # shi yi
    "trillion": 1e12,
    "t": 1e12,
    "\u4e07\u4ebf": 1e12,  # wan yi
}
_SCALES = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
# A number that is part of a name (ResNet-50, 3D, COCO-2017, YOLOv4) does not count.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.\-\u2010-\u2015/\u00d7\u03b4^{(\\])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    rf"(?:[ \u00a0]?({_SCALES})(?![A-Za-z]))?(?![A-Za-z0-9_\u00d7^}}]|-[A-Za-z0-9]|[./]\d)",
    re.IGNORECASE,
)
_SKIPPED = re.compile(r"`[^`]*`|\$[^$]*\$|(?<!\S)\S*://\S*")


def numbers(text: str) -> dict[float, str]:
    """Return the numbers of a text by value, as they are written."""
    found: dict[float, str] = {}
    for match in _NUMBER.finditer(_SKIPPED.sub(" ", text)):
        whole, decimals, unit = match.groups()
        value = float(whole.replace(",", "") + (decimals or ""))
        if unit:
            value *= _UNITS[unit.lower()]
        found.setdefault(round(value, 9), match.group().strip())
    return found


def contradiction(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the numbers that only the one and only the other of two versions of a text has.

    :returns: ``None`` unless both have some: a number may be written out in one of them.
    """
    left, right = numbers(one), numbers(other)
    if left.keys() == right.keys():
        return None
    only_left = [left[value] for value in left if not _close(value, right)]
    only_right = [right[value] for value in right if not _close(value, left)]
    if only_left and only_right:
        return tuple(only_left), tuple(only_right)
    return None


def _close(value: float, others: dict[float, str]) -> bool:
    # 0.87 and 87 % are the same; so are 1.5 million and 150 wan.
    return any(
        abs(value - other * factor) <= 1e-6 * max(abs(value), 1)
        for other in others
        for factor in (1, 100, 0.01)
    )
