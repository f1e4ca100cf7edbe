"""Units of numbers and of metrics, as free text writes them."""

from __future__ import annotations

import re

_UNIT = re.compile(
    r"\s*(?:%|per\s?cent\b)"
    r"|\s?(?:ms|s)(?=/(?:im|img|image|frame|sample|张|帧)(?![A-Za-z]))"
    r"|\s?(?:images?|imgs?|samples?|frames?|tokens?)/s(?:ec)?(?![A-Za-z])"
    r"|\s?(?:dB|ms|mm|cm|px|MB|GB|sec|min|[GM](?:FLOPs|MACs)|bpd|毫秒|秒|小时)(?![A-Za-z])"
    r"|\s(?:s|h|hours?)(?![A-Za-z/])"
    r"|\s?(?:[KMGTB]|k)(?![A-Za-z0-9\-])"
)
_PER = re.compile(r"/(?:im|img|image|frame|sample|张|帧)(?![A-Za-z])")
_SAME = {"hour": "h", "hours": "h", "小时": "h", "sec": "s", "秒": "s", "毫秒": "ms"}

# “EER(%)”, “Mem (GB)”, “CER%:”, “GFLOPs”: the unit of all numbers of a metric.
_BEHIND = re.compile(
    r"\s*[(\[]\s*(%|dB|ms|s|h|hours?|GB|MB|KB|[KMGB]|mm|cm|[GM]FLOPs|[GM]MACs)\s*[)\]]"
    r"|\s?(%)(?=\s*[:=])"
)
_INSIDE = re.compile(r".*\(\s*(%|dB|ms|s|h|hours?|GB|MB|KB|[KMGB]|mm|cm)\s*\)\Z")
_PREFIX = re.compile(r"([KMGT])(?=FLOPs?\Z|MACs?\Z)", re.I)

# Numbers of these are ambiguous without a unit.
_NEEDY = frozenset(("ms", "h", "MB"))


def unit_of_number(text: str, place: int) -> tuple[str, int]:
    """Return the unit right after a number, and where it ends."""
    found = _UNIT.match(text, place)
    if not found:
        return "", place
    unit = found.group().strip()
    unit = "%" if unit.startswith("per") else _SAME.get(unit, unit)
    per = _PER.match(text, found.end())
    return unit, per.end() if per else found.end()


def unit_of_metric(name: str, text: str, place: int) -> tuple[str, int]:
    """Return the unit in a metric's name, or in brackets after it, and where it ends.

    :param name: the metric as the text writes it, which ends at ``place``.
    """
    if behind := _BEHIND.match(text, place):
        unit = behind.group(1) or behind.group(2)
        return _SAME.get(unit, unit), behind.end()
    if inside := _INSIDE.match(name):
        return _SAME.get(inside.group(1), inside.group(1)), place
    prefix = _PREFIX.match(name)
    return (prefix.group(1).upper() if prefix else ""), place


def needs_unit(usual: str | None) -> bool:
    """Return True if a number is meaningless without a unit, as a time is."""
    return usual in _NEEDY
