"""The table: the models that a query asks for, in one language, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count as count_up
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.filter import parse_filter
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.query_errors import bad_filter
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.query.sorting import METRIC_PREFIX
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.automatic_columns import MAIN_RESULT, more_columns, task_columns
from sphinx_modelzoo.views.chosen_columns import ChosenColumn
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Cell, Column, Grid, Group, Row, Title
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.facets import Places, Range, build_facets
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.number_columns import (
    ColumnHead,
    find_head,
    in_one_unit,
    metric_cell,
    metric_numbers,
)
from sphinx_modelzoo.views.options import SHORT_ROWS, table_columns
from sphinx_modelzoo.views.result_cells import without_repeated
from sphinx_modelzoo.views.search_words import RowWords, search_words

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model, Variant
    from sphinx_modelzoo.views.content import Facet
    from sphinx_modelzoo.views.options import TableOptions

ROLE = "zoo"
_ROW_HEADERS = ("paper", "name")
_LEAST_VARIANTS = 2
_MOST_RANGES = 3  # of metrics


class TableView:
    """The table that options ask for, in one language; the cells of its rows are made on demand.

    :param language: the reader's; any spelling of a language.
    :param plain: each cell says all by itself, as in a file of comma-separated values; otherwise
        units are in the heads, and variants in rows below their model.
    :ivar grid: a grid of the role ``zoo`` whose rows have no cells yet; one group without a title
        where it is not grouped, and no group at all where no model fits.
    :ivar numbered: whether a cell depends on the position of its row.
    :ivar shared: what cells depend on besides their own model.
    """

    def __init__(
        self, catalog: Catalog, options: TableOptions, language: str, *, plain: bool = False
    ) -> None:
        context = self._context = TableContext(catalog, language)
        self._subjects = options.table_subjects(catalog, context.names)
        chosen = table_columns(options, self._subjects, context.names)
        wanted, count = options.interactive, len(self._subjects)
        searched = count >= SHORT_ROWS if wanted is None else wanted
        keys = [one.key for one in chosen]
        tasks: dict[str, tuple[str, ...]] = {}
        more: list[str] = []
        if searched and not plain:
            if MAIN_RESULT in keys and not options.columns:
                tasks = task_columns(self._subjects, context.names)
            further = more_columns(self._subjects, context.names, chosen)
            more = [*further, *(key for key in tasks if key not in {*keys, *further})]
        self._specs = [_column(one.key, context) for one in chosen]
        self._more = [_column(one, context) for one in more]
        if not plain:
            context.heads = _heads((*self._specs, *self._more), self._subjects, context)
            for key, head in context.heads.items():
                if MAIN_RESULT in keys and "@" not in key:  # no model is the best of all tasks
                    context.heads[key] = head._replace(best=None)
            for one in chosen:
                if one.title and one.key in context.heads:  # which says it all: units are in cells
                    context.heads[one.key] = context.heads[one.key]._replace(unit="")
        self._folds = any(_varies(spec) for spec in self._specs) and not plain
        self.numbered = any(spec.per_row for spec in self._specs)
        self.shared = tuple(spec.shared(catalog) for spec in self._specs if spec.shared)
        grouped = grouped_subjects(self._subjects, options.group_by, context)
        self._places = [place for _, _, places in grouped for place in places]
        self._made: dict[int, Row] = {}
        facets: tuple[Facet, ...] = ()
        values: list[Places] = [()] * len(self._subjects)
        names: tuple[str, ...] = ()
        self._words: list[RowWords] = [("", ())] * count
        if searched:
            ranges = () if plain else self._ranges()
            facets, values = build_facets(self._subjects, context, ranges)
            names, self._words = search_words(self._subjects, context)
        widths = options.widths if len(options.widths) == len(chosen) else (0,) * len(chosen)
        columns = tuple(
            replace(_head(spec, one, width, context), tasks=tasks.get(one.key))
            for spec, one, width in zip(self._specs, chosen, widths, strict=True)
        )
        added = tuple(
            replace(_head(spec, ChosenColumn(spec.key), 0, context), tasks=tasks.get(spec.key))
            for spec in self._more
        )
        groups = tuple(
            Group(title, tuple(self._row(place, values[place]) for place in places), key)
            for title, key, places in grouped
        )
        self.grid = Grid(
            columns=columns,
            groups=groups,
            caption=options.caption,
            role=ROLE,
            row_header=next((key for key in _ROW_HEADERS if key in keys), ""),
            facets=facets,
            interactive=count > 1 if wanted is None else wanted,
            searched=searched,
            names=names,
            more=added,
            notes=self._notes((*columns, *(one for one in added if one.tasks))),
        )

    def _notes(self, columns: Iterable[Column]) -> tuple[str, ...]:
        """Explain what is bold, and what the ranges are."""
        say = self._context.say
        best = (say(N_("Bold: best in this list.")),)
        ranges = (say(N_("Ranges span the variants of a model.")),)
        has_best = any(one.best is not None for one in columns)
        has_ranges = self._folds and any(map(self._variants, self._subjects))
        return best * has_best + ranges * has_ranges

    def _ranges(self) -> list[Range]:
        """Return the columns of numbers that readers narrow the table by, with their numbers."""
        context = self._context
        registry = context.catalog.registry[ColumnSpec]
        specs = (*self._specs, *self._more, registry["params"], registry["year"])
        known = {spec.key: (spec, spec.numbers) for spec in specs if spec.numbers}
        metrics = [key for key in known if key.startswith(METRIC_PREFIX)][:_MOST_RANGES]
        ranges: list[Range] = []
        for key in (*metrics, "params", "year"):
            spec, numbers = known[key]
            if key not in context.heads:
                context.heads[key] = find_head(numbers, self._subjects, context)
            head = _head(spec, ChosenColumn(key), 0, context)
            label = " · ".join((head.short or head.label, *head.notes[:-1]))
            found = [numbers.of(each, context) for each in self._subjects]
            unit, values = in_one_unit(numbers, found, context.heads[key].unit)
            ranges.append(Range(key, label, unit, values))
        return ranges

    def _variants(self, subject: Subject) -> tuple[Variant, ...]:
        """Return the variants that are folded below a model; a single one would repeat it."""
        found = subject.model.variants
        folds = self._folds and subject.variant is None and len(found) >= _LEAST_VARIANTS
        return found if folds else ()

    def _row(self, place: int, facets: Places) -> Row:
        subject = self._subjects[place]
        variant = subject.variant.id if subject.variant else ""
        words, names = self._words[place]
        old = self._context.is_old(subject.entry)
        return Row((), subject.model.id, variant, facets, words=words, names=names, old=old)

    def row(self, number: int) -> Row:
        """Return a row with its cells, and the rows of its variants.

        :param number: its position among all rows of the table, from 0.
        """
        place = self._places[number]
        made = self._made.get(place)
        if made is None:  # a model of two groups has the same cells in both
            made = self._made[place] = self._make(self._subjects[place])
        if not self.numbered:
            return made
        shown = (
            cells.position(number + 1) if spec.per_row else cell
            for spec, cell in zip(self._specs, made.cells, strict=True)
        )
        return replace(made, cells=tuple(shown))

    def _make(self, subject: Subject) -> Row:
        context = self._context
        own = tuple(spec.cell(subject, context) for spec in self._specs)
        more = tuple(spec.cell(subject, context) for spec in self._more)
        rows = tuple(
            self._variant_row(subject.model, one, own, more) for one in self._variants(subject)
        )
        if rows:
            count = len(rows)
            words = context.labels.ngettext("{count} variant", "{count} variants", count)
            fold = words.format(count=count)
            own = tuple(_folding(cell, fold) for cell in own)
        return Row(own, subject.model.id, more=more, variants=rows)

    def _variant_row(
        self, model: Model, variant: Variant, own: tuple[Cell, ...], more: tuple[Cell, ...]
    ) -> Row:
        """Return the row of a variant below its model: its name, and what differs."""
        context, subject = self._context, Subject(model, variant)

        def made(spec: ColumnSpec, above: Cell) -> Cell:
            if spec.key in _ROW_HEADERS:
                return cells.variant_title(model, variant, context)
            cell = cells.EMPTY if spec.per_row else spec.cell(subject, context)
            if spec.key == MAIN_RESULT:
                return without_repeated(cell, above)
            return cells.EMPTY if cell == above and spec.kind == "text" else cell

        return Row(
            tuple(made(spec, above) for spec, above in zip(self._specs, own, strict=True)),
            model.id,
            variant.id,
            more=tuple(made(spec, above) for spec, above in zip(self._more, more, strict=True)),
            old=context.is_old(variant),
        )

    def whole(self) -> Grid:
        """Return the grid with all its cells."""
        numbers = count_up()
        groups = tuple(
            replace(group, rows=tuple(self._whole_row(row, next(numbers)) for row in group.rows))
            for group in self.grid.groups
        )
        return replace(self.grid, groups=groups)

    def _whole_row(self, row: Row, number: int) -> Row:
        made = self.row(number)
        return replace(row, cells=made.cells, more=made.more, variants=made.variants)


def _folding(cell: Cell, fold: str) -> Cell:
    if cell.blocks and isinstance(title := cell.blocks[0], Title):
        return replace(cell, blocks=(replace(title, fold=fold),))
    return cell


def _varies(spec: ColumnSpec) -> bool:
    return spec.key == MAIN_RESULT or (spec.numbers is not None and spec.numbers.varies)


def _heads(
    specs: Sequence[ColumnSpec], subjects: Sequence[Subject], context: TableContext
) -> dict[str, ColumnHead]:
    heads = {spec.key: find_head(spec.numbers, subjects, context) for spec in specs if spec.numbers}
    return {**heads, MAIN_RESULT: ColumnHead("", None)}


def build_table(
    catalog: Catalog, options: TableOptions, language: str, *, plain: bool = False
) -> Grid:
    """Build the table that the options ask for with all its cells; see :class:`TableView`."""
    return TableView(catalog, options, language, plain=plain).whole()


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
    head = context.heads.get(spec.key)
    unit = (head.unit,) if head and head.unit else ()
    best = head.best if head else None
    if chosen.title is not None:
        label = label_text(chosen.title, context.labels)
        return Column(spec.key, label, spec.kind, width, best=best)
    if spec.key.startswith(METRIC_PREFIX):
        metric, dataset = context.names.split_metric(spec.key[len(METRIC_PREFIX) :])
        short, notes = context.metric(metric), (context.dataset(dataset),) if dataset else ()
    else:
        short, notes = label_text(spec.label, context.labels), ()
    label = label_text(spec.label, context.labels) if not notes else short
    notes = (*notes, *unit)
    if notes:
        label = context.noted(label, context.labels.join(notes))
    return Column(spec.key, label, spec.kind, width, short, notes, best)


def _metric_column(key: str, context: TableContext) -> ColumnSpec:
    metric, dataset = context.names.split_metric(key[len(METRIC_PREFIX) :])
    label = context.metric(metric)

    def cell(subject: Subject, context: TableContext) -> Cell:
        return metric_cell(key, metric, dataset, subject, context)

    numbers = metric_numbers(metric, dataset, context)
    return ColumnSpec(key, label, "number", cell, "The best figure of a metric.", numbers=numbers)
