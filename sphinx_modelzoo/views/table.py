"""The table: the models that a query asks for, in one language, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count as count_up
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import best_figure, metric_figures
from sphinx_modelzoo.query.filter import parse_filter
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.query_errors import bad_filter
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.query.sorting import METRIC_PREFIX
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Cell, Column, Grid, Group, Row, Words
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.facets import Places, build_facets
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.options import table_columns
from sphinx_modelzoo.views.search_words import RowWords, search_words
from sphinx_modelzoo.views.subject_names import whose

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.chosen_columns import ChosenColumn
    from sphinx_modelzoo.views.content import Facet
    from sphinx_modelzoo.views.options import TableOptions

ROLE = "zoo"
SHORT_ROWS = 10
"""A table with fewer rows is seen at a glance: it needs no search and no lists to narrow it."""
_ROW_HEADERS = ("paper", "name")


class TableView:
    """The table that options ask for, in one language; the cells of its rows are made on demand.

    :param language: the reader's; any spelling of a language.
    :ivar grid: a grid of the role ``zoo`` whose rows have no cells yet; one group without a title
        where it is not grouped, and no group at all where no model fits.
    :ivar numbered: whether a cell depends on the position of its row.
    :ivar shared: what cells depend on besides their own model.
    """

    def __init__(self, catalog: Catalog, options: TableOptions, language: str) -> None:
        context = self._context = TableContext(catalog, language)
        self._subjects = options.table_subjects(catalog, context.names)
        chosen = table_columns(options, self._subjects, context.names)
        self._specs = [_column(one.key, context) for one in chosen]
        self.numbered = any(spec.per_row for spec in self._specs)
        self.shared = tuple(spec.shared(catalog) for spec in self._specs if spec.shared)
        grouped = grouped_subjects(self._subjects, options.group_by, context)
        self._places = [place for _, _, places in grouped for place in places]
        self._made: dict[int, list[Cell]] = {}
        facets: tuple[Facet, ...] = ()
        values: list[Places] = [()] * len(self._subjects)
        wanted, count = options.interactive, len(self._subjects)
        searched = count >= SHORT_ROWS if wanted is None else wanted
        names: tuple[str, ...] = ()
        self._words: list[RowWords] = [("", ())] * count
        if searched:
            facets, values = build_facets(self._subjects, context)
            names, self._words = search_words(self._subjects, context)
        widths = options.widths if len(options.widths) == len(chosen) else (0,) * len(chosen)
        keys = [one.key for one in chosen]
        self.grid = Grid(
            columns=tuple(
                _head(spec, one, width, context)
                for spec, one, width in zip(self._specs, chosen, widths, strict=True)
            ),
            groups=tuple(
                Group(title, tuple(self._row(place, values[place]) for place in places), key)
                for title, key, places in grouped
            ),
            caption=options.caption,
            role=ROLE,
            row_header=next((key for key in _ROW_HEADERS if key in keys), ""),
            facets=facets,
            interactive=count > 1 if wanted is None else wanted,
            searched=searched,
            names=names,
        )

    def _row(self, place: int, facets: Places) -> Row:
        subject = self._subjects[place]
        variant = subject.variant.id if subject.variant else ""
        words, names = self._words[place]
        return Row((), subject.model.id, variant, facets, words=words, names=names)

    def cells(self, number: int) -> tuple[Cell, ...]:
        """Return the cells of a row.

        :param number: its position among all rows of the table, from 0.
        """
        place = self._places[number]
        made = self._made.get(place)
        if made is None:  # a model of two groups has the same cells in both
            subject = self._subjects[place]
            made = self._made[place] = [spec.cell(subject, self._context) for spec in self._specs]
        return tuple(
            cells.position(number + 1) if spec.per_row else cell
            for spec, cell in zip(self._specs, made, strict=True)
        )

    def whole(self) -> Grid:
        """Return the grid with all its cells."""
        numbers = count_up()
        groups = tuple(
            Group(
                group.title,
                tuple(replace(row, cells=self.cells(next(numbers))) for row in group.rows),
                group.key,
            )
            for group in self.grid.groups
        )
        return replace(self.grid, groups=groups)


def build_table(catalog: Catalog, options: TableOptions, language: str) -> Grid:
    """Build the table that the options ask for with all its cells; see :class:`TableView`."""
    return TableView(catalog, options, language).whole()


def count(catalog: Catalog, filter_text: str = "") -> int:
    """Count the models that a filter matches; a blank one matches all.

    :raises ProblemError: for an invalid filter.
    """
    if not filter_text.strip():
        return len(catalog.models)
    filter = parse_filter(filter_text, catalog.fields)
    names = Names(catalog)
    for message, hint in filter.wrong_units(names):
        raise bad_filter(message, hint)
    return len(select(catalog, filter=filter, names=names))


def grouped_subjects(
    subjects: Sequence[Subject], group_by: str, context: TableContext
) -> list[tuple[str, str, list[int]]]:
    """Return titles and keys of the groups with the places of their subjects.

    :param group_by: one of the groupings, or nothing: then all are one group without a title.
    """
    if group_by:
        return _grouped(subjects, context.catalog.registry[Grouping][group_by], context)
    return [("", "", list(range(len(subjects))))] if subjects else []


def _grouped(
    subjects: Sequence[Subject], grouping: Grouping, context: TableContext
) -> list[tuple[str, str, list[int]]]:
    """Return titles and keys of the groups with the places of their subjects.

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


def _column(key: str, context: TableContext) -> ColumnSpec:
    """Return the column of a key; ``metric:<metric>`` columns come on top of those registered."""
    if key.startswith(METRIC_PREFIX):
        return _metric_column(key, context)
    return context.catalog.registry[ColumnSpec][key]


def _head(spec: ColumnSpec, chosen: ChosenColumn, width: int, context: TableContext) -> Column:
    """Return the head of a column in the language of the table."""
    if chosen.title is None and spec.key.startswith(METRIC_PREFIX):
        label = str(spec.label)
    else:
        label = label_text(chosen.title or spec.label, context.labels)
    return Column(spec.key, label, spec.kind, width)


def _metric_column(key: str, context: TableContext) -> ColumnSpec:
    names = context.names
    metric, dataset = names.split_metric(key[len(METRIC_PREFIX) :])
    label = context.metric(metric)
    if dataset is not None:
        label = context.noted(label, context.dataset(dataset))

    def cell(subject: Subject, context: TableContext) -> Cell:
        best = best_figure(subject, metric, dataset, names)
        if best is None:
            return cells.EMPTY
        text = context.figure(best.name, best.metric)
        notes = [owner] if (owner := whose(subject, best.variant)) else []
        if dataset is None and best.result.dataset:
            found = metric_figures(subject, metric, None, names)
            # Figures of several datasets are ambiguous without their names.
            if len({one.result.dataset.name if one.result.dataset else "" for one in found}) > 1:
                notes.append(context.dataset(best.result.dataset.name))
        if notes:
            text = context.noted(text, context.labels.join(notes))
        return cells.words(Words(text, translate=False), sort=best.value)

    return ColumnSpec(key, label, "number", cell, "The best figure of a metric.")
