"""Scales: what the figures of one metric are compared by, whatever units they are written in.

This is the one place where figures become comparable numbers. Filters, sort orders, best values,
rankings, plots and comparisons take :meth:`Scale.value`; pages show figures as they were written,
with :func:`figure_unit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from sphinx_modelzoo.schema.units import Unit, conversion, named_unit, readings, scaled

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Metric
    from sphinx_modelzoo.schema.vocabulary import Term

Number: TypeAlias = "int | float"
_PERCENT = (Unit((("share", 1),), Fraction(1, 100)),)
_RATIO = (Unit((("share", 1),), Fraction(1)),)


def figure_unit(name: str, figure: Metric, term: Term | None) -> str:
    """Return the unit of a figure: its own, else the one that its metric is usually given in.

    A share written as 0.895 is not a percentage, although its metric usually is one. Where the
    vocabulary names no unit, the name that the catalog uses may: ``tokens/s``.

    :param name: the metric as the catalog writes it.
    :param term: the metric in the vocabulary.
    """
    if figure.unit is not None:
        return figure.unit
    if term is None:
        return ""
    if not term.unit:
        return named_unit(name) or ""
    share = term.unit == "%" and term.fraction is not False and abs(figure.value) <= 1
    return "" if share else term.unit


class Scale:
    """How the figures of one metric in one catalog are compared.

    ``unit`` is the unit of all its values: the vocabulary's, else the most frequent one of the
    catalog. It is empty where figures have none.
    """

    def __init__(self, term: Term | None, used: Mapping[str, int]) -> None:
        """Choose the unit of a scale.

        :param term: the metric in the vocabulary, if it has this metric.
        :param used: the units of its figures in the catalog, with their number; needed where the
            vocabulary names none.
        """
        self.term = term
        self._fraction = term is not None and bool(term.fraction)
        self._plain = True  # whether a number without a unit is one of this scale
        self._factors: dict[str, Fraction | None] = {}
        if term is not None and term.unit:
            self.unit = term.unit
            self._targets = _readings_for(term.unit, term.names)
        elif term is not None and term.maximum in (1, 100):
            self.unit = ""
            self._targets = _RATIO if term.maximum == 1 else _PERCENT
        else:
            self.unit = _most_used(used)
            self._plain = not self.unit
            self._targets = readings(self.unit) if self.unit else ()

    @property
    def lower_is_better(self) -> bool:
        """Return True if the vocabulary says so."""
        return self.term is not None and self.term.higher_is_better is False

    def value(self, name: str, figure: Metric) -> Number | None:
        """Return a figure in the unit of the scale.

        :param name: the metric as the catalog writes it.
        :returns: ``None`` where the unit of the figure cannot be converted.
        """
        factor = self.factor(name, figure)
        if factor is None or factor == 1:
            return None if factor is None else figure.value
        if figure.unit is None:  # one catalog writes an accuracy as 0.761, another as 76.1
            return round(figure.value * float(factor), 10)
        return scaled(figure.value, factor)

    def factor(self, name: str, figure: Metric) -> Fraction | None:
        """Return the size of a figure's unit in the unit of the scale; ``None`` as for a value."""
        if figure.unit is None:
            if self._fraction and abs(figure.value) <= 1:
                return Fraction(100)
            if self._plain:
                return Fraction(1)
        return self.factor_of(figure_unit(name, figure, self.term))

    def factor_of(self, unit: str) -> Fraction | None:
        """Return the size of a unit in the unit of the scale, or ``None``."""
        if unit == self.unit:
            return Fraction(1)
        if unit not in self._factors:
            self._factors[unit] = conversion(readings(unit), self._targets) if unit else None
        return self._factors[unit]

    def meant(self, number: Number) -> Number:
        """Return a number of a query in the unit of the scale.

        As for figures, but a bare 1 more likely means 1 % than 100 %.
        """
        return round(number * 100, 10) if self._fraction and abs(number) < 1 else number

    def converted(self, number: Number, unit: str) -> Number | None:
        """Return a number with its unit in the unit of the scale, or ``None``."""
        factor = self.factor_of(unit)
        return None if factor is None else scaled(number, factor)


def _readings_for(unit: str, names: Iterable[str]) -> tuple[Unit, ...]:
    """Return the readings of a metric's unit: the ``G`` of FLOPs is a number of operations."""
    found = readings(unit)
    if len(found) == 1:
        return found
    named = {reading.dimension for name in names for reading in readings(name)}
    return tuple(reading for reading in found if reading.dimension in named) or found


def _most_used(used: Mapping[str, int]) -> str:
    """Return the most frequent unit among those that can be converted into most others."""
    groups: list[dict[str, int]] = []
    for unit, count in used.items():
        for group in groups:
            first = next(iter(group))
            if unit and first and conversion(readings(unit), readings(first)) is not None:
                group[unit] = count
                break
        else:
            groups.append({unit: count})
    most = max(groups, key=lambda group: sum(group.values()), default={"": 0})
    return max(most, key=lambda unit: most[unit])
