"""Large numbers as people write them: ``25.6M`` parameters, ``4.1G`` operations, ``97.8 MB``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

COUNTS = ("", "K", "M", "B", "T")
"""The steps of a thousand of a count, such as a number of parameters."""
OPERATIONS = ("", "K", "M", "G", "T", "P")
"""The steps of a number of operations."""
SIZES = ("B", "kB", "MB", "GB", "TB")
"""The steps of the size of a file."""

_POWERS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "B": 10**9, "T": 10**12, "P": 10**15}
_COUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGBTP]?)\Z", re.IGNORECASE)
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(i?)B?\Z", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DIGITS = 4  # of a count or size: what people write ("25.56M"), not what a program counted


def power_of(suffix: str) -> int:
    """Return the factor of a suffix: 1,000,000 for ``M`` and ``m``.

    :raises KeyError: for an unknown suffix.
    """
    return _POWERS[suffix.upper()]


def _without_commas(text: str) -> str:
    """Remove the commas between thousands; a decimal comma stays, so that nothing reads it."""
    return _THOUSANDS.sub("", text.strip())


def parse_count(text: str) -> float | None:
    """Return the number that ``25.6M`` or ``25,600,000`` is, or ``None`` for other texts."""
    found = _COUNT.match(_without_commas(text))
    return float(found.group(1)) * power_of(found.group(2)) if found else None


def parse_bytes(text: str) -> float | None:
    """Return the bytes that ``97.8 MB`` or ``1.2 GiB`` is, or ``None`` for other texts."""
    found = _SIZE.match(_without_commas(text))
    if not found:
        return None
    number, unit, binary = found.groups()
    factor = 1024 ** (" KMGT".index(unit.upper())) if unit and binary else power_of(unit)
    return float(number) * factor


def write_exact(value: int, steps: Sequence[str]) -> int | str:
    """Return ``25.6M`` for 25600000 where that is exact and short, else the number.

    :param steps: the names of the powers of a thousand, from 1.
    """
    step = len(steps) - 1
    while step and value < 1000**step:
        step -= 1
    unit = 1000**step
    if not step or value * 100 % unit or value >= unit * 10_000:
        return value
    whole, hundredths = divmod(value * 100 // unit, 100)
    digits = f"{whole}.{hundredths:02}".rstrip("0").rstrip(".")
    return f"{digits}{steps[step]}"


def rounded(value: int, steps: Sequence[str]) -> tuple[str, str]:
    """Return a number in the largest step of a thousand that it reaches, and that step's name."""
    number = Decimal(value)
    if value >= 1000:
        # Rounded before the step is chosen: 999 999 is 1M, not 1000K.
        number = round(number, _DIGITS - len(str(value)))
    step = 0
    while number >= 1000 and step < len(steps) - 1:
        number /= 1000
        step += 1
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), steps[step]
