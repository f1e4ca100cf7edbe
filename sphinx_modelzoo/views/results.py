"""Results on a model's page: a row for each checkpoint, and the words of their sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.query.scales import figure_unit
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.model import Dataset, all_results
from sphinx_modelzoo.views.content import Break, Bullets, Fold, Paragraph, UrlLink, Words
from sphinx_modelzoo.views.downloads import checksums, weights_link
from sphinx_modelzoo.views.item_grids import EMPTY, ItemColumn, grid_cell, grid_of
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.leaderboard_page import leaderboard_link
from sphinx_modelzoo.views.parts import (
    between,
    condition_text,
    dataset_words,
    labelled,
    merged,
    source_inlines,
)
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.subject_names import variant_name
from sphinx_modelzoo.views.values import (
    format_count,
    format_flops,
    format_metric,
    format_size,
    metric_label,
    metric_parts,
    task_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_modelzoo.query.names import Names
    from sphinx_modelzoo.schema.model import Metric, Model, Result, Variant, Weights
    from sphinx_modelzoo.views.content import Block, Blocks, Cell, Inlines
    from sphinx_modelzoo.views.parts import PageContext

_MOST_METRICS = 5  # in one table; with more, each dataset has its own
_MOST_COLUMNS = 20  # of figures in one table of a dataset
_DASH = grid_cell((Words("–", translate=False, muted=True),))


class _Key(NamedTuple):
    """What the figures of one column have in common."""

    dataset: tuple[str, ...]
    metric: str
    task: str


class _Figure(NamedTuple):
    """A figure with its result, and its value in the unit in which figures are compared."""

    result: Result
    name: str
    metric: Metric
    value: float | None


@dataclass
class _Line:
    """A row: a model or a variant under conditions that do not contradict each other."""

    variant: Variant | None
    figures: dict[_Key, _Figure] = field(default_factory=dict)
    # Of every condition that a figure has: its value, and how many figures have it.
    _values: dict[str, object] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def fits(self, key: _Key, figure: _Figure) -> bool:
        """Return True if a figure can be in this row."""
        return key not in self.figures and all(
            self._values.get(name, value) == value
            for name, value in figure.result.conditions.items()
        )

    def add(self, key: _Key, figure: _Figure) -> None:
        """Put a figure that fits into the row."""
        self.figures[key] = figure
        self._counts.update(figure.result.conditions.keys())
        self._values.update(figure.result.conditions)

    @cached_property
    def conditions(self) -> dict[str, object]:
        """Return the conditions of at least half of its figures, once it has them all."""
        return {
            name: value
            for name, value in self._values.items()
            if 2 * self._counts[name] >= len(self.figures)
        }


def has_figures(model: Model) -> bool:
    """Return True if there is a table of figures, which then has the files of weights, too."""
    return any(result.metrics for _, result in all_results(model))


def result_blocks(ctx: PageContext) -> Blocks:
    """Build the table of figures, followed by results without figures and quoted sources."""
    quotes: dict[Inlines, None] = {}
    others: dict[Inlines, None] = {}
    for variant, result in all_results(ctx.model):
        if result.raw is not None:
            quotes[_quote(ctx, variant, result)] = None
        elif not result.metrics and (about := _about(ctx, variant, result)):
            others[about] = None
    blocks: list[Block] = list(_figure_tables(ctx))
    if has_figures(ctx.model):
        files = (file for variant in ctx.model.variants for file in variant.weights)
        blocks += checksums(ctx, files)
    if others:
        blocks.append(Bullets(tuple(others)))
    if quotes:
        label = ctx.label(N_("As the source puts it"))
        listed = Bullets(tuple(quotes), "raw")
        if has_figures(ctx.model):
            blocks.append(Fold(label, (listed,)))
        else:
            blocks += [Paragraph((Words(label),), "raw-label"), listed]
    return tuple(blocks)


def _about(ctx: PageContext, variant: Variant | None, result: Result) -> Inlines:
    """Name the task and dataset of a result without figures; nothing if it has neither."""
    parts: list[Inlines] = []
    if result.task:
        parts.append((Words(task_label(ctx.vocabularies, result.task, ctx.language)),))
    if result.dataset is not None:
        parts.append((dataset_words(ctx, result.dataset),))
    if result.conditions:
        parts.append((ctx.name(condition_text(ctx, result.conditions)),))
    if result.source is not None:
        parts.append(source_inlines(ctx, result.source))
    parts = [part for part in parts if part]
    if not parts and result.raw is None:
        return ()
    own = [(ctx.name(variant_name(ctx.model, variant)),)] if variant is not None else []
    return between((*own, *parts), Words(ctx.label.separator))


def _quote(ctx: PageContext, variant: Variant | None, result: Result) -> Inlines:
    """Quote a source, preceded by what it is about where no figure says so."""
    raw = ctx.verbatim(result.raw) if result.raw is not None else Words("")
    lead: Inlines = ()
    if not result.metrics:
        lead = _about(ctx, variant, result)
    elif variant is not None:
        lead = (ctx.name(variant_name(ctx.model, variant)),)
    return merged((*lead, Words(ctx.label(N_(": "))), raw)) if lead else (raw,)


def _figure_tables(ctx: PageContext) -> Blocks:
    """Build the table of figures, or one for each dataset where there are many metrics."""
    if not has_figures(ctx.model):
        return ()
    lines = _lines(ctx)
    rows: dict[_Key, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        for key in line.figures:
            rows[key].append(place)
    parts = [list(rows)]
    if len(rows) > _MOST_METRICS:
        datasets: dict[tuple[str, ...], list[_Key]] = defaultdict(list)
        for key in rows:
            datasets[key.dataset].append(key)
        # Rows times columns can be far more than the figures: with few columns, they cannot.
        parts = [
            keys[start : start + _MOST_COLUMNS]
            for keys in datasets.values()
            for start in range(0, len(keys), _MOST_COLUMNS)
        ]
    blocks: list[Block] = []
    for number, part in enumerate(parts):
        places = sorted({place for key in part for place in rows[key]})
        shown = lines if number == 0 else [lines[place] for place in places]
        blocks.append(_table(ctx, shown, part, alone=len(parts) == 1, first=number == 0))
    return (*blocks, *_notes(ctx, lines))


def _lines(ctx: PageContext) -> list[_Line]:
    """Put every figure into a row; a checkpoint without figures has one for its weights."""
    names = figures(ctx.catalog).names
    model = ctx.model
    found: list[_Line] = []
    for variant in (None, *model.variants):
        results = model.results if variant is None else variant.results
        lines: list[_Line] = []
        for result in results:
            for name, metric in result.metrics.items():
                key = _key(result, name, names)
                value = names.scale(name).value(name, metric)
                figure = _Figure(result, name, metric, value)
                line = next((one for one in lines if one.fits(key, figure)), None)
                if line is None:
                    lines.append(line := _Line(variant))
                line.add(key, figure)
        if not lines and variant is not None:
            lines.append(_Line(variant))
        found += lines
    return found


def _key(result: Result, name: str, names: Names) -> _Key:
    dataset: tuple[str, ...] = ()
    if (on := result.dataset) is not None:
        dataset = (names.key("datasets", on.name), on.config or "", (on.split or "").casefold())
    task = names.key("tasks", result.task) if result.task else ""
    return _Key(dataset, names.key("metrics", name), task)


def _shared(conditions: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Return the conditions that all of several figures have."""
    given = list(conditions)
    first = given[0] if given else {}
    return {
        name: value for name, value in first.items() if all(one.get(name) == value for one in given)
    }


def _table(
    ctx: PageContext, lines: Sequence[_Line], keys: Sequence[_Key], *, alone: bool, first: bool
) -> Block:
    """Build a table with a row for each line; only the first one has what is not a figure."""
    columns = [_first_column(ctx)]
    columns += [_metric_column(ctx, key, lines, with_dataset=alone) for key in keys]
    if first:
        columns += _other_columns(ctx, lines)
    names = dict.fromkeys(line.variant.id if line.variant else "" for line in lines)
    anchors: list[str] = []
    for line in lines:  # an anchor exists once
        name = line.variant.id if line.variant else ""
        anchors.append(name if first and names.pop(name, 0) is None else "")
    caption = "" if alone else _dataset_name(ctx, keys[0], lines)
    return grid_of(ctx, "results", columns, lines, anchors, caption)


def _first_column(ctx: PageContext) -> ItemColumn[_Line]:
    def cell(ctx: PageContext, line: _Line) -> Cell:
        variant = line.variant
        name = ctx.model.name if variant is None else variant_name(ctx.model, variant)
        inlines: list[Words] = [ctx.name(name, strong=True)]
        if variant is not None and (mark := ctx.mark(variant)).words:
            inlines.append(Words(ctx.label.noted("", mark.words)))
        if text := condition_text(ctx, line.conditions):
            inlines += [Words(" "), Words(text, translate=False, muted=True)]
        return grid_cell(tuple(inlines))

    label = N_("Variant") if ctx.model.variants else N_("Model")
    return ItemColumn("checkpoint", label, cell)


def _metric_column(
    ctx: PageContext, key: _Key, lines: Sequence[_Line], *, with_dataset: bool
) -> ItemColumn[_Line]:
    """Return the column of a metric: dataset, task, unit and what else its figures share on top."""
    found = [(line, line.figures[key]) for line in lines if key in line.figures]
    first = found[0][1]
    term = ctx.vocabularies.metrics.find(first.name)
    units = {figure_unit(one.name, one.metric, term) for _, one in found}
    unit = units.pop() if len(units) == 1 else None
    # What most figures of a row share is beside its name, and what is left is here or in the cells.
    apart = {id(one): _without(one.result.conditions, line.conditions) for line, one in found}
    shared = _shared(apart.values())
    notes = [_dataset_name(ctx, key, lines)] if with_dataset else []
    if key.task and [key.task] != [_task_key(ctx, name) for name in ctx.model.tasks]:
        notes.append(task_label(ctx.vocabularies, first.result.task or "", ctx.language))
    notes += [condition_text(ctx, shared), unit or ""]
    best = _best(ctx, first.name, [one for _, one in found])

    def cell(ctx: PageContext, line: _Line) -> Cell:
        figure = line.figures.get(key)
        if figure is None:
            return _DASH
        text = metric_parts(figure.metric)[0]
        if unit is None:
            text = format_metric(figure.metric, term, figure.name)
        own = condition_text(ctx, _without(apart[id(figure)], shared))
        words: Inlines = (Words(text, translate=False, strong=figure.value in best),)
        if own:
            words += (Break(), Words(own, translate=False, muted=True))
        return grid_cell(words, figure.metric.value)

    label = metric_label(ctx.vocabularies, first.name, ctx.language)
    column = f"metric:{first.name}"
    return ItemColumn(column, label, cell, "number", tuple(filter(None, notes)))


def _task_key(ctx: PageContext, name: str) -> str:
    return figures(ctx.catalog).names.key("tasks", name)


def _without(conditions: Mapping[str, object], others: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in conditions.items() if name not in others}


def _best(ctx: PageContext, metric: str, found: Sequence[_Figure]) -> set[float | None]:
    """Return the best of several values, where it is known which is better."""
    term = figures(ctx.catalog).names.scale(metric).term
    known = [one.value for one in found if one.value is not None]
    if term is None or term.higher_is_better is None or len(known) < 2:
        return set()
    return {max(known) if term.higher_is_better else min(known)}


def _dataset_name(ctx: PageContext, key: _Key, lines: Sequence[_Line]) -> str:
    """Return the name of a column's dataset; nothing where its figures are on none."""
    figure = next(line.figures[key] for line in lines if key in line.figures)
    dataset = figure.result.dataset
    return dataset_words(ctx, dataset).text if dataset is not None else ""


# What a row has beside its figures ----------------------------------------------------------


def _other_columns(ctx: PageContext, lines: Sequence[_Line]) -> list[ItemColumn[_Line]]:
    columns: list[ItemColumn[_Line]] = []
    if ctx.model.variants:
        columns.append(_counted("params", N_("Parameters"), format_count))
        columns.append(_counted("flops", N_("FLOPs"), format_flops))
    if len(_sources(ctx, lines)) > 1:
        columns.append(ItemColumn("source", N_("Source"), _source))
    return [*columns, ItemColumn("weights", N_("Weights"), _weights)]


def _counted(key: str, label: str, form: Callable[[int], str]) -> ItemColumn[_Line]:
    def cell(ctx: PageContext, line: _Line) -> Cell:
        values: tuple[int, ...] = getattr(Subject(ctx.model, line.variant), key)
        if not values or (line.variant is None and getattr(ctx.model, key) is None):
            return EMPTY
        return grid_cell((Words(form(values[0]), translate=False),), values[0])

    return ItemColumn(key, label, cell, "number")


def _source(ctx: PageContext, line: _Line) -> Cell:
    found = dict.fromkeys(
        source_inlines(ctx, one.result.source) for one in line.figures.values() if one.result.source
    )
    return grid_cell(between(found, Words(ctx.label.separator)))


def _weights(ctx: PageContext, line: _Line) -> Cell:
    """Link to the files by their sizes; several are distinguished by their formats."""
    files = ctx.model.weights if line.variant is None else line.variant.weights
    links = [
        weights_link(ctx, one) if len(files) > 1 or one.size is None else _by_size(ctx, one)
        for one in files
    ]
    return grid_cell(between(((link,) for link in links), Break()))


def _by_size(ctx: PageContext, weights: Weights) -> UrlLink:
    size = ctx.name(format_size(weights.size or 0))
    return UrlLink(size, ctx.address(weights.url), weights.format or "")


def _sources(ctx: PageContext, lines: Iterable[_Line]) -> dict[Inlines, None]:
    """Return the different sources of all figures; that of a figure without one is empty."""
    return dict.fromkeys(
        source_inlines(ctx, one.result.source) if one.result.source else ()
        for line in lines
        for one in line.figures.values()
    )


def _notes(ctx: PageContext, lines: Sequence[_Line]) -> Blocks:
    """Link to the datasets' leaderboards, and to the source that all figures have."""
    notes: list[Inlines] = []
    datasets: dict[str, Dataset] = {}
    for line in lines:
        for key, one in line.figures.items():
            if one.result.dataset is not None:
                datasets.setdefault(key.dataset[0], one.result.dataset)
    links = [
        (leaderboard_link(dataset_words(ctx, Dataset(one.name)), ctx.vocabularies, one.name),)
        for one in datasets.values()
    ]
    if links:
        label = N_("Dataset") if len(links) == 1 else N_("Datasets")
        notes.append(labelled(ctx, label, between(links, Words(ctx.label.separator))))
    sources = list(_sources(ctx, lines))
    if len(sources) == 1 and sources[0]:
        notes.append(labelled(ctx, N_("Source"), sources[0]))
    return (Paragraph(between(notes, Words(" · ", translate=False)), "note"),) if notes else ()
