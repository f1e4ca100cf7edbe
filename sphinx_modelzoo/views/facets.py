"""The facets that readers narrow a table down by, with how many rows have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.views.content import Facet, FacetValue
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import label_text

if TYPE_CHECKING:
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.context import TableContext

_LEAST_NUMBERS = 3  # of fewer, a range tells nothing
_SHARE = 4  # one row of so many has a number of a range

Places = tuple[tuple[int, ...], ...]
"""For each facet, the places of a subject's values among those of the facet."""


class Range(NamedTuple):
    """A column of numbers that readers narrow a table by: for each subject its numbers, in text."""

    key: str
    label: str
    unit: str
    values: Sequence[tuple[str, ...]]


def build_facets(
    subjects: Sequence[Subject], context: TableContext, ranges: Iterable[Range] = ()
) -> tuple[tuple[Facet, ...], list[Places]]:
    """Build the facets of a table, and for each of its subjects the values it has.

    A facet that distinguishes no two subjects is left out, and a range that few have a number for.
    """
    facets: list[Facet] = []
    columns: list[list[tuple[int, ...]]] = []
    registered = context.catalog.registry[Grouping].values()
    known = [(one.facet, one) for one in registered if one.facet is not None]
    for (_, label), grouping in sorted(known, key=lambda pair: pair[0][0]):
        keys, titles = _values(grouping, subjects, context)
        counts = Counter(key for found in keys for key in found)
        if all(count == len(subjects) for count in counts.values()):
            continue
        if grouping.range:
            ordered = sorted(counts, key=float)
        else:
            ordered = sorted(counts, key=lambda key: (-counts[key], natural_key(titles[key]), key))
        place = {key: number for number, key in enumerate(ordered)}
        values = tuple(FacetValue(key, titles[key], counts[key]) for key in ordered)
        named = label_text(label, context.labels)
        head = context.heads.get(grouping.name)
        unit = head.unit if head and grouping.range else ""
        facets.append(Facet(grouping.name, named, values, grouping.range, unit))
        columns.append([tuple(sorted(place[key] for key in found)) for found in keys])
    for key, label, unit, numbers in ranges:
        counts = Counter(number for found in numbers for number in found)
        filled = sum(1 for found in numbers if found)
        if len(counts) < _LEAST_NUMBERS or filled * _SHARE < len(subjects):
            continue
        ordered = sorted(counts, key=float)
        place = {number: at for at, number in enumerate(ordered)}
        values = tuple(FacetValue(number, number, counts[number]) for number in ordered)
        facets.append(Facet(key, label, values, True, unit))
        columns.append([tuple(sorted(place[number] for number in found)) for found in numbers])
    if not facets:
        return (), [()] * len(subjects)
    return tuple(facets), list(zip(*columns, strict=True))


def _values(
    grouping: Grouping, subjects: Sequence[Subject], context: TableContext
) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    """Return the keys of each subject's values and, by key, their titles for readers."""
    titles: dict[str, str] = {}
    keys: list[tuple[str, ...]] = []
    for subject in subjects:
        found: dict[str, None] = {}
        for value in grouping.names(subject):
            key = context.names.key(grouping.kind, value)
            if key not in titles:
                titles[key] = grouping.title(value, context)
            found[key] = None
        keys.append(tuple(found))
    return keys, titles
