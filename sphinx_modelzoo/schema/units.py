"""Units of figures: which of them measure the same thing, and how they are converted.

The units are data (``units.yaml``): a units library such as pint takes more than a second to load,
and knows neither ``img/s`` nor ``GFLOPs``. Everything that compares figures converts them with
:func:`conversion`, so that 800 us, 12 ms and 1.5 s are in this order everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from sphinx_modelzoo.yamltext.parsing import Builder, compose

Dimension: TypeAlias = "tuple[tuple[str, int], ...]"
"""Base dimensions with their exponents, sorted by name: ``(("length", 1), ("time", -1))``."""

_MOST_CHARACTERS = 60
_PER = re.compile(r"\s*/\s*|\s+per\s+")
_TIMES = re.compile(r"\s*[·⋅*×]\s*")
_POWER = re.compile(r"(?P<name>.*[^\d^])\^?(?P<exponent>[23])\Z")
_QUANTITY = re.compile(
    r"\s*(?P<number>[-+]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,2})?)\s*(?P<unit>[^\s\d.].*?)\s*\Z"
)
_BRACKETS = re.compile(r".*[(\[]\s*(?P<unit>[^()\[\]]+?)\s*[)\]]\Z", re.DOTALL)


class Unit(NamedTuple):
    """A reading of a unit: what it measures, and how many base units of that it is."""

    dimension: Dimension
    factor: Fraction


class _Table(NamedTuple):
    """The units by name as they are written, and by name in any case where that is clear."""

    exact: Mapping[str, tuple[Unit, ...]]
    folded: Mapping[str, tuple[Unit, ...]]

    def find(self, name: str) -> tuple[Unit, ...]:
        return self.exact.get(name) or self.folded.get(name.casefold(), ())


@cache
def _table() -> _Table:
    text = (files(__package__) / "units.yaml").read_text(encoding="utf-8")
    root = compose(text)
    data: dict[str, Any] = Builder().build(root) if root is not None else {}
    prefixes = {name: Fraction(str(value)) for name, value in data["prefixes"].items()}
    exact: dict[str, dict[Unit, None]] = {}
    for item in data["units"]:
        dimension = _dimension(item["of"].items())
        factor = Fraction(str(item.get("factor", 1)))
        steps = {name: prefixes[name] for name in item.get("prefixes", ())}
        if not item.get("bare"):
            steps[""] = Fraction(1)
        for prefix, name in product(steps, item.get("names", ("",))):
            unit = Unit(dimension, factor * steps[prefix])
            exact.setdefault(_normalized(prefix + name), {})[unit] = None
    folded: dict[str, tuple[Unit, ...]] = {}
    unclear: set[str] = set()
    for name, units in exact.items():
        # “MW” and “mW” differ, so that “mw” is neither; “gb” can only be GB.
        known = folded.setdefault(name.casefold(), tuple(units))
        if known != tuple(units):
            unclear.add(name.casefold())
    return _Table(
        {name: tuple(units) for name, units in exact.items()},
        {name: units for name, units in folded.items() if name not in unclear},
    )


def _dimension(parts: Iterable[tuple[str, int]]) -> Dimension:
    """Add up the exponents of base dimensions; those that cancel out are gone."""
    powers: dict[str, int] = {}
    for name, power in parts:
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _normalized(text: str) -> str:
    """Fold the ways to write a unit; letter case matters, since ``m`` and ``M`` differ."""
    plain = unicodedata.normalize("NFKC", text).replace("μ", "u")
    return " ".join(plain.split())


@lru_cache(maxsize=1024)
def readings(unit: str) -> tuple[Unit, ...]:
    """Return what a unit can mean, the most likely meaning first: ``G`` may be a count, or bytes.

    :returns: one reading at least; an unknown unit measures something of its own.
    """
    text = _normalized(unit)
    found = _table().find(text)
    if not found and len(text) <= _MOST_CHARACTERS:
        found = tuple(dict.fromkeys(_compound(text)))
    if found:
        return found
    return (Unit(((f"“{text.casefold().replace(' ', '')}”", 1),), Fraction(1)),)


def is_known(unit: str) -> bool:
    """Return True if the table of units has this unit, or its parts."""
    return not any(name.startswith("“") for name, _ in readings(unit)[0].dimension)


def _compound(text: str) -> Iterator[Unit]:
    """Yield the readings of a product or quotient of known units."""
    choices: list[tuple[Unit, ...]] = []
    signs: list[int] = []
    for place, part in enumerate(_PER.split(text)):
        for factor in _TIMES.split(part):
            units, exponent = _factor(factor)
            choices.append(units)
            signs.append(-exponent if place else exponent)
    if not all(choices):
        return
    for units in product(*choices):
        factor = Fraction(1)
        parts: list[tuple[str, int]] = []
        for unit, sign in zip(units, signs, strict=True):
            factor *= unit.factor**sign
            parts += [(name, power * sign) for name, power in unit.dimension]
        yield Unit(_dimension(parts), factor)


def _factor(text: str) -> tuple[tuple[Unit, ...], int]:
    """Return the readings of a simple unit and its exponent: of ``mm`` and 2 for ``mm^2``."""
    table = _table()
    if text == "1":  # as in 1/s
        return (Unit((), Fraction(1)),), 1
    power = _POWER.match(text)
    if not (units := table.find(text)) and power:
        return table.find(power["name"].strip()), int(power["exponent"])
    return units, 1


def conversion(units: Iterable[Unit], to: Iterable[Unit]) -> Fraction | None:
    """Return the factor from one unit to another, or ``None`` if they measure different things.

    :param units: the readings of each; the first two that measure the same are taken.
    """
    targets = tuple(to)
    for unit in units:
        for target in targets:
            if unit.dimension == target.dimension:
                return unit.factor / target.factor
    return None


def named_unit(name: str) -> str | None:
    """Return the unit that the name of a metric states: of ``tokens/s`` and ``latency (ms)``."""
    found = _BRACKETS.match(name)
    for text in (found["unit"] if found else "", name):
        if text and is_known(text):
            return text
    return None


def read_quantity(text: str) -> tuple[int | float, str] | None:
    """Read a number with its unit, such as ``1.5 s``; ``None`` for other texts."""
    found = _QUANTITY.match(text)
    if found is None:
        return None
    number = float(found["number"])
    return (int(number) if number.is_integer() else number), found["unit"]


def scaled(value: int | float, factor: Fraction) -> int | float | None:
    """Return a number times a factor, as exact as a float is; ``None`` where none can hold it."""
    if factor == 1:
        return value
    exact = Fraction(repr(value)) * factor
    try:
        return exact.numerator if exact.denominator == 1 else float(exact)
    except OverflowError:
        return None
