"""Results on a model's page: their table, and the words of their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.content import (
    Bullets,
    Cell,
    Column,
    Grid,
    Group,
    PageLink,
    Paragraph,
    Row,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.leaderboard_page import leaderboard_link
from sphinx_modelzoo.views.parts import between, merged, url_text
from sphinx_modelzoo.views.subject_names import variant_name
from sphinx_modelzoo.views.values import (
    condition_label,
    dataset_text,
    format_metric,
    format_number,
    metric_label,
    source_kind_label,
    task_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.schema.model import Dataset, Metric, Result, Source, Variant
    from sphinx_modelzoo.views.content import Block, Blocks, Inlines
    from sphinx_modelzoo.views.parts import PageContext

EMPTY = Cell(())
Item = TypeVar("Item")


@dataclass(frozen=True)
class _Figure:
    """One row of the table of results; a result without figures may have one too."""

    variant: Variant | None
    result: Result
    name: str = ""
    metric: Metric | None = None


def result_blocks(ctx: PageContext) -> Blocks:
    """Build the table of results, one row per figure, and below it what the sources say."""
    figures: list[_Figure] = []
    quotes: dict[Inlines, None] = {}
    for variant, result in all_results(ctx.model):
        figures += [
            _Figure(variant, result, name, metric) for name, metric in result.metrics.items()
        ]
        if result.raw is not None:
            quotes[_quote(ctx, variant, result)] = None
        elif not result.metrics and _says_anything(ctx, result):
            figures.append(_Figure(variant, result))
    blocks: list[Block] = []
    if figures:
        blocks.append(grid_of(ctx, "results", _FIGURE_COLUMNS, figures))
    if quotes:
        label = ctx.label(N_("As the source puts it"))
        blocks += [Paragraph((Words(label),), "raw-label"), Bullets(tuple(quotes), "raw")]
    return tuple(blocks)


def _says_anything(ctx: PageContext, result: Result) -> bool:
    source = _source(ctx, result.source) if result.source else ()
    return bool(result.task or result.dataset or result.conditions or source)


def _quote(ctx: PageContext, variant: Variant | None, result: Result) -> Inlines:
    """Quote a source, preceded by what it is about where no figure says so."""
    raw = ctx.verbatim(result.raw) if result.raw is not None else Words("")
    about: list[Inlines] = []
    if variant is not None:
        about.append((ctx.name(variant_name(ctx.model, variant)),))
    if not result.metrics:
        if result.task:
            about.append((Words(task_label(ctx.vocabularies, result.task, ctx.language)),))
        if result.dataset is not None:
            about.append((dataset_words(ctx, result.dataset),))
        if result.conditions:
            about.append(_conditions(ctx, result))
        if result.source is not None:
            about.append(_source(ctx, result.source))
    about = [part for part in about if part]
    if not about:
        return (raw,)
    lead = between(about, Words(ctx.label.separator))
    return merged((*lead, Words(ctx.label(N_(": "))), raw))


def dataset_words(ctx: PageContext, dataset: Dataset) -> Words:
    """Return the name of a dataset for the reader."""
    return ctx.name(dataset_text(ctx.vocabularies, dataset, ctx.label))


def _conditions(ctx: PageContext, result: Result) -> Inlines:
    colon = ctx.label(N_(": "))
    pairs = (
        (
            Words(condition_label(key, ctx.label) + colon),
            ctx.name(value if isinstance(value, str) else format_number(value)),
        )
        for key, value in result.conditions.items()
    )
    return between(pairs, Words(ctx.label(N_("; "))))


def _source(ctx: PageContext, source: Source) -> Inlines:
    kind = source_kind_label(source.kind, ctx.label) if source.kind else ""
    text = ctx.label.join(part for part in (kind, source.locator) if part)
    url = ctx.address(source.url) if source.url else ""
    words = Words(text) if kind else ctx.name(text or url_text(url))
    return (UrlLink(words, url) if url else words,) if words.text else ()


def _figure_variant(ctx: PageContext, figure: _Figure) -> Cell:
    variant = figure.variant
    if variant is None:
        return EMPTY
    link = PageLink(
        ctx.name(variant_name(ctx.model, variant)),
        model_page(ctx.model.id),
        f"variant-{variant.id}",
    )
    return grid_cell((link,))


def _figure_task(ctx: PageContext, figure: _Figure) -> Cell:
    task = figure.result.task
    return grid_cell((Words(task_label(ctx.vocabularies, task, ctx.language)),)) if task else EMPTY


def _figure_dataset(ctx: PageContext, figure: _Figure) -> Cell:
    dataset = figure.result.dataset
    if dataset is None:
        return EMPTY
    words = dataset_words(ctx, dataset)
    link = leaderboard_link(words, ctx.vocabularies, dataset.name) if figure.name else words
    return grid_cell((link,))


def _figure_metric(ctx: PageContext, figure: _Figure) -> Cell:
    if not figure.name:
        return EMPTY
    return grid_cell((ctx.name(metric_label(ctx.vocabularies, figure.name, ctx.language)),))


def _figure_value(ctx: PageContext, figure: _Figure) -> Cell:
    metric = figure.metric
    if metric is None:
        return EMPTY
    text = format_metric(metric, ctx.vocabularies.metrics.find(figure.name), figure.name)
    return grid_cell((Words(text, translate=False),), metric.value)


def _figure_conditions(ctx: PageContext, figure: _Figure) -> Cell:
    return grid_cell(_conditions(ctx, figure.result))


def _figure_source(ctx: PageContext, figure: _Figure) -> Cell:
    source = figure.result.source
    return grid_cell(_source(ctx, source)) if source else EMPTY


@dataclass(frozen=True)
class ItemColumn(Generic[Item]):
    """A column of a grid, with the function that makes its cell from an item."""

    key: str
    label: str
    cell: Callable[[PageContext, Item], Cell]
    kind: str = "text"


_FIGURE_COLUMNS = (
    ItemColumn("variant", N_("Variant"), _figure_variant),
    ItemColumn("task", N_("Task"), _figure_task),
    ItemColumn("dataset", N_("Dataset"), _figure_dataset),
    ItemColumn("metric", N_("Metric"), _figure_metric),
    ItemColumn("value", N_("Value"), _figure_value, "number"),
    ItemColumn("conditions", N_("Conditions"), _figure_conditions),
    ItemColumn("source", N_("Source"), _figure_source),
)


def grid_of(
    ctx: PageContext,
    role: str,
    columns: Sequence[ItemColumn[Item]],
    items: Iterable[Item],
    anchors: Sequence[str] = (),
) -> Grid:
    """Build a table of items, without the columns in which every cell is empty."""
    rows = [[column.cell(ctx, item) for column in columns] for item in items]
    kept = [index for index in range(len(columns)) if any(row[index].blocks for row in rows)]
    heads = tuple(
        Column(columns[index].key, ctx.label(columns[index].label), columns[index].kind)
        for index in kept
    )
    body = tuple(
        Row(
            tuple(row[index] for index in kept),
            ctx.model.id,
            anchors[number] if anchors else "",
        )
        for number, row in enumerate(rows)
    )
    return Grid(heads, (Group("", body),), role=role, row_header=heads[0].key)


def grid_cell(inlines: Inlines, sort: float | None = None) -> Cell:
    """Return a cell of one paragraph; an empty one without content."""
    return Cell((Paragraph(inlines),), sort) if inlines else EMPTY
