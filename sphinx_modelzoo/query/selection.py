"""Choosing models: filter, facets, order and limit in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import FIELDS
from sphinx_modelzoo.query.filter import Filter, parse_filter
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.sorting import Sort, parse_sort
from sphinx_modelzoo.query.subjects import Rows, Subject, subjects_of
from sphinx_modelzoo.query.tree import Compare, OneOf, Ref, Test

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog


def select(
    catalog: Catalog,
    *,
    filter: Filter | str | None = None,
    task: Sequence[str] = (),
    tag: Sequence[str] = (),
    collection: Sequence[str] = (),
    dataset: Sequence[str] = (),
    since: str = "",
    sort: Sort | str | None = None,
    limit: int | None = None,
    rows: Rows = "models",
    names: Names | None = None,
) -> tuple[Subject, ...]:
    """Select the models or variants of a query.

    :param task: and the other facets: one of the names is enough; all facets must match.
    :param since: a version: only models that came with it or a later one.
    :param sort: the order; else that of the catalog.
    :param limit: how many at most, after sorting.
    :param names: comparison keys of this catalog, to share between queries.
    :raises ProblemError: when the filter or the sort order is a text with invalid syntax.
    """
    names = names or Names(catalog)
    if isinstance(filter, str):
        filter = parse_filter(filter, catalog.fields)
    if isinstance(sort, str):
        sort = parse_sort(sort, catalog.fields)
    tests: list[Test] = []
    facets = {"tasks": task, "tags": tag, "collection": collection, "datasets": dataset}
    for field, wanted in facets.items():
        if wanted:
            tests.append(OneOf(Ref(FIELDS[field].name), tuple(wanted)).bind(names))
    if since:
        tests.append(Compare(Ref("since"), ((">=", since),)).bind(names))
    if filter is not None:
        tests.append(filter.bind(names))
    found = subjects_of(catalog.models, rows)
    for test in tests:
        found = [subject for subject in found if test(subject)]
    if sort is not None:
        found = sort.apply(found, names)
    return tuple(found if limit is None else found[:limit])
