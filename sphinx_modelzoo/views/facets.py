"""The facets that readers narrow a table down by, with how many rows have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.views.content import Facet, FacetValue
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import label_text

if TYPE_CHECKING:
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.context import TableContext

Places = tuple[tuple[int, ...], ...]
"""For each facet, the places of a subject's values among those of the facet."""


def build_facets(
    subjects: Sequence[Subject], context: TableContext
) -> tuple[tuple[Facet, ...], list[Places]]:
    """Build the facets of a table, and for each of its subjects the values it has.

    A facet that distinguishes no two subjects is left out.
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
        facets.append(Facet(grouping.name, named, values, grouping.range))
        columns.append([tuple(sorted(place[key] for key in found)) for found in keys])
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
