"""The table: the models that a query asks for, in one language, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.query.filter import parse_filter
from sphinx_modelzoo.catalog.query.selection import select
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.columns import ColumnSpec, column_head, column_spec
from sphinx_modelzoo.views.content import Cell, Grid, Group, Row
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.facets import Places, build_facets
from sphinx_modelzoo.views.grouping import GROUPINGS, Grouping
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.query.names import Names
    from sphinx_modelzoo.catalog.query.subjects import Subject
    from sphinx_modelzoo.views.content import Facet
    from sphinx_modelzoo.views.options import TableOptions

ROLE = "zoo"
_ROW_HEADERS = ("paper", "name")


def build_table(catalog: Catalog, options: TableOptions, language: str) -> Grid:
    """The table that the options ask for.

    :param language: the reader's; any spelling of a language.
    :returns: a grid of the role ``zoo``; one group without a title where it is not grouped, and
        no group at all where no model fits.
    """
    context = TableContext(catalog, language)
    specs = [column_spec(key, context) for key in options.columns]
    subjects = table_subjects(catalog, options, context.names)
    grouped = grouped_subjects(subjects, options.group_by, context)
    facets: tuple[Facet, ...] = ()
    places: list[Places] = [()] * len(subjects)
    if options.interactive:
        facets, places = build_facets(subjects, context)
    return Grid(
        columns=tuple(column_head(spec, context) for spec in specs),
        groups=_groups(grouped, subjects, specs, context, places),
        caption=options.caption,
        role=ROLE,
        row_header=next((key for key in _ROW_HEADERS if key in options.columns), ""),
        facets=facets,
        interactive=options.interactive,
    )


def table_subjects(
    catalog: Catalog, options: TableOptions, names: Names | None = None
) -> tuple[Subject, ...]:
    """The models or variants that a table shows, in its order, before it is grouped."""
    return select(
        catalog,
        filter=options.filter,
        task=options.task,
        tag=options.tag,
        collection=options.collection,
        dataset=options.dataset,
        sort=options.sort,
        limit=options.limit,
        rows=options.rows,
        names=names,
    )


def count(catalog: Catalog, filter_text: str = "") -> int:
    """How many models a filter matches; all of them for a blank one.

    :raises FilterError: when the filter cannot be understood.
    """
    if not filter_text.strip():
        return len(catalog.models)
    return len(select(catalog, filter=parse_filter(filter_text)))


def grouped_subjects(
    subjects: Sequence[Subject], group_by: str, context: TableContext
) -> list[tuple[str, str, list[int]]]:
    """Titles and keys of the groups with the places of their subjects.

    :param group_by: one of the groupings, or nothing: then all are one group without a title.
    """
    if group_by:
        return _grouped(subjects, GROUPINGS[group_by], context)
    return [("", "", list(range(len(subjects))))] if subjects else []


def _grouped(
    subjects: Sequence[Subject], grouping: Grouping, context: TableContext
) -> list[tuple[str, str, list[int]]]:
    """Titles and keys of the groups with the places of their subjects.

    Groups come in the order in which the catalog first names them, however the rows are sorted;
    what belongs to none comes last.
    """
    position = context.catalog.position
    order = sorted(range(len(subjects)), key=lambda place: position(subjects[place].model.id))
    titles: dict[str, str] = {}
    keys: list[list[str]] = [[] for _ in subjects]
    for place in order:
        for name in grouping.names(subjects[place]):
            key = context.names.key(grouping.kind, name)
            if key not in titles:
                titles[key] = grouping.title(name, context)
            if key not in keys[place]:
                keys[place].append(key)
    members: dict[str, list[int]] = {key: [] for key in titles}
    others: list[int] = []
    for place, found in enumerate(keys):
        for key in found:
            members[key].append(place)
        if not found:
            others.append(place)
    groups = [(titles[key], key, places) for key, places in members.items()]
    if others:
        groups.append((context.say(N_("Other")), "", others))
    return groups


def _groups(
    grouped: Sequence[tuple[str, str, list[int]]],
    subjects: Sequence[Subject],
    specs: Sequence[ColumnSpec],
    context: TableContext,
    facets: Sequence[Places],
) -> tuple[Group, ...]:
    """The groups with their rows, which are numbered through."""
    made: dict[int, list[Cell]] = {}
    numbered = [place for place, spec in enumerate(specs) if spec.per_row]
    groups: list[Group] = []
    number = 0
    for title, key, places in grouped:
        rows: list[Row] = []
        for place in places:
            number += 1
            subject = subjects[place]
            row = made.get(place)
            if row is None:  # a model of two groups has the same cells in both
                row = made[place] = [spec.cell(subject, context) for spec in specs]
            for column in numbered:
                row[column] = cells.position(number)
            variant = subject.variant.id if subject.variant else ""
            rows.append(Row(tuple(row), subject.model.id, variant, facets[place]))
        groups.append(Group(title, tuple(rows), key))
    return tuple(groups)
