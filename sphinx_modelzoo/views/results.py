"""Results on a model's page: their table, the words of their sources, the variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    Cell,
    CodeBlock,
    Column,
    Fold,
    Grid,
    Group,
    PageLink,
    Paragraph,
    Row,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.labels import N_, Label, label_text
from sphinx_modelzoo.views.leaderboard_page import leaderboard_link
from sphinx_modelzoo.views.own_fields import own_key, variant_cell
from sphinx_modelzoo.views.parts import between, file_name, merged, url_text
from sphinx_modelzoo.views.values import (
    condition_label,
    dataset_text,
    format_count,
    format_flops,
    format_metric,
    format_number,
    format_size,
    metric_label,
    source_kind_label,
    task_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.schema.model import Dataset, Metric, Result, Source, Variant, Weights
    from sphinx_modelzoo.schema.own_fields import OwnField
    from sphinx_modelzoo.views.content import Block, Blocks, Inlines
    from sphinx_modelzoo.views.parts import PageContext

EMPTY = Cell(())
_Item = TypeVar("_Item")


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
        blocks.append(_grid(ctx, "results", _FIGURE_COLUMNS, figures))
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
        about.append((ctx.name(variant.name or variant.id),))
    if not result.metrics:
        if result.task:
            about.append((Words(task_label(ctx.vocabularies, result.task, ctx.language)),))
        if result.dataset is not None:
            about.append((_dataset(ctx, result.dataset),))
        if result.conditions:
            about.append(_conditions(ctx, result))
        if result.source is not None:
            about.append(_source(ctx, result.source))
    about = [part for part in about if part]
    if not about:
        return (raw,)
    lead = between(about, Words(ctx.label.separator))
    return merged((*lead, Words(ctx.label(N_(": "))), raw))


def _dataset(ctx: PageContext, dataset: Dataset) -> Words:
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
    words = Words(text) if kind else ctx.name(text or url_text(source.url or ""))
    return (UrlLink(words, source.url) if source.url else words,) if words.text else ()


def _figure_variant(ctx: PageContext, figure: _Figure) -> Cell:
    variant = figure.variant
    if variant is None:
        return EMPTY
    link = PageLink(
        ctx.name(variant.name or variant.id), model_page(ctx.model.id), f"variant-{variant.id}"
    )
    return _cell((link,))


def _figure_task(ctx: PageContext, figure: _Figure) -> Cell:
    task = figure.result.task
    return _cell((Words(task_label(ctx.vocabularies, task, ctx.language)),)) if task else EMPTY


def _figure_dataset(ctx: PageContext, figure: _Figure) -> Cell:
    dataset = figure.result.dataset
    if dataset is None:
        return EMPTY
    words = _dataset(ctx, dataset)
    link = leaderboard_link(words, ctx.vocabularies, dataset.name) if figure.name else words
    return _cell((link,))


def _figure_metric(ctx: PageContext, figure: _Figure) -> Cell:
    if not figure.name:
        return EMPTY
    return _cell((ctx.name(metric_label(ctx.vocabularies, figure.name, ctx.language)),))


def _figure_value(ctx: PageContext, figure: _Figure) -> Cell:
    metric = figure.metric
    if metric is None:
        return EMPTY
    text = format_metric(metric, ctx.vocabularies.metrics.find(figure.name))
    return _cell((Words(text, translate=False),), metric.value)


def _figure_conditions(ctx: PageContext, figure: _Figure) -> Cell:
    return _cell(_conditions(ctx, figure.result))


def _figure_source(ctx: PageContext, figure: _Figure) -> Cell:
    source = figure.result.source
    return _cell(_source(ctx, source)) if source else EMPTY


def _variant_name(ctx: PageContext, variant: Variant) -> Cell:
    return _cell((ctx.name(variant.name or variant.id),))


def _variant_params(_: PageContext, variant: Variant) -> Cell:
    return _number(variant.params, format_count)


def _variant_flops(_: PageContext, variant: Variant) -> Cell:
    return _number(variant.flops, format_flops)


def _variant_results(ctx: PageContext, variant: Variant) -> Cell:
    lines: list[Inlines] = []
    for result in variant.results:
        figures: list[str] = []
        for name, metric in result.metrics.items():
            term = ctx.vocabularies.metrics.find(name)
            figures.append(
                f"{metric_label(ctx.vocabularies, name, ctx.language)} "
                f"{format_metric(metric, term)}"
            )
        if figures:
            text = ctx.label.join(figures)
            if result.dataset is not None:
                text = ctx.label.pair(_dataset(ctx, result.dataset).text, text)
            lines.append((ctx.name(text),))
    return _cell(between(lines, Break()))


def _variant_weights(ctx: PageContext, variant: Variant) -> Cell:
    return _cell(between(((_weights(ctx, file),) for file in variant.weights), Break()))


def _weights(ctx: PageContext, weights: Weights) -> UrlLink:
    name = weights.format or ctx.label(N_("Download"))
    text = ctx.label.noted(name, format_size(weights.size)) if weights.size is not None else name
    return UrlLink(ctx.name(text), weights.url)


def _variant_config(ctx: PageContext, variant: Variant) -> Cell:
    config = variant.config
    if config is None:
        return EMPTY
    if config.startswith(("http:", "https:")):
        return _cell((UrlLink(Words(file_name(config), translate=False, code=True), config),))
    # A path leads into the repository of the model, which a link on this page would not reach.
    return _cell((Words(config, translate=False, code=True),))


def variant_blocks(ctx: PageContext) -> Blocks:
    """Build the table of variants, and the checksums of their weights for ``sha256sum -c``."""
    shown = ctx.model.variants
    if not shown:
        return ()
    columns = (*_VARIANT_COLUMNS, *map(_own_column, ctx.catalog.fields.shown))
    grid = _grid(ctx, "variants", columns, shown, [variant.id for variant in shown])
    sums = [
        f"{weights.sha256}  {file_name(weights.url)}"
        for variant in shown
        for weights in variant.weights
        if weights.sha256
    ]
    if not sums:
        return (grid,)
    code = CodeBlock("\n".join(dict.fromkeys(sums)), "text")
    return (grid, Fold(ctx.label(N_("Checksums (SHA-256)")), (code,)))


@dataclass(frozen=True)
class _ColumnSpec(Generic[_Item]):
    """A column of a grid, with the function that makes its cell from an item."""

    key: str
    label: Label
    cell: Callable[[PageContext, _Item], Cell]
    kind: str = "text"


_FIGURE_COLUMNS = (
    _ColumnSpec("variant", N_("Variant"), _figure_variant),
    _ColumnSpec("task", N_("Task"), _figure_task),
    _ColumnSpec("dataset", N_("Dataset"), _figure_dataset),
    _ColumnSpec("metric", N_("Metric"), _figure_metric),
    _ColumnSpec("value", N_("Value"), _figure_value, "number"),
    _ColumnSpec("conditions", N_("Conditions"), _figure_conditions),
    _ColumnSpec("source", N_("Source"), _figure_source),
)
_VARIANT_COLUMNS = (
    _ColumnSpec("variant", N_("Variant"), _variant_name),
    _ColumnSpec("params", N_("Parameters"), _variant_params, "number"),
    _ColumnSpec("flops", N_("FLOPs"), _variant_flops, "number"),
    _ColumnSpec("results", N_("Results"), _variant_results),
    _ColumnSpec("config", N_("Configuration"), _variant_config),
    _ColumnSpec("weights", N_("Weights"), _variant_weights),
)


def _own_column(field: OwnField) -> _ColumnSpec[Variant]:
    """Return the column of what variants themselves say of an own field."""
    return _ColumnSpec(
        own_key(field),
        field.labels,
        lambda ctx, variant: variant_cell(field, variant.extra.get(field.id), ctx),
        "number" if field.type == "number" else "text",
    )


def _grid(
    ctx: PageContext,
    role: str,
    columns: Sequence[_ColumnSpec[_Item]],
    items: Iterable[_Item],
    anchors: Sequence[str] = (),
) -> Grid:
    """Build a table of items, without the columns in which every cell is empty."""
    rows = [[column.cell(ctx, item) for column in columns] for item in items]
    kept = [index for index in range(len(columns)) if any(row[index].blocks for row in rows)]
    heads = tuple(
        Column(columns[index].key, label_text(columns[index].label, ctx.label), columns[index].kind)
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


def _cell(inlines: Inlines, sort: float | None = None) -> Cell:
    return Cell((Paragraph(inlines),), sort) if inlines else EMPTY


def _number(value: int | None, form: Callable[[int], str]) -> Cell:
    return EMPTY if value is None else _cell((Words(form(value), translate=False),), value)
