"""The table of variants on a model's page: what each says that its entry does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.views.content import Break, Cell, Words
from sphinx_modelzoo.views.downloads import checksums, weights_link
from sphinx_modelzoo.views.facts import FACTS
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.lineage import bases
from sphinx_modelzoo.views.parts import between, noted
from sphinx_modelzoo.views.results import EMPTY, GridColumn, dataset_words, grid_cell, grid_of
from sphinx_modelzoo.views.values import (
    format_count,
    format_flops,
    format_metric,
    metric_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_modelzoo.schema.model import Variant
    from sphinx_modelzoo.views.content import Blocks, Inlines
    from sphinx_modelzoo.views.parts import PageContext


def variants(ctx: PageContext) -> Blocks:
    """Build the table of variants, and the checksums of their weights."""
    shown = ctx.model.variants
    if not shown:
        return ()
    grid = grid_of(ctx, "variants", _COLUMNS, shown, [variant.id for variant in shown])
    return (grid, *checksums(ctx, (file for variant in shown for file in variant.weights)))


def _name(ctx: PageContext, variant: Variant) -> Cell:
    words = ctx.name(variant.name or variant.id)
    mark = ctx.label(N_("Deprecated")) if variant.deprecated else ""
    return grid_cell(noted(words, mark, ctx.label) if mark else (words,))


def _summary(ctx: PageContext, variant: Variant) -> Cell:
    return Cell((ctx.prose(variant.summary),)) if variant.summary else EMPTY


def _params(_: PageContext, variant: Variant) -> Cell:
    return _number(variant.params, format_count)


def _flops(_: PageContext, variant: Variant) -> Cell:
    return _number(variant.flops, format_flops)


def _results(ctx: PageContext, variant: Variant) -> Cell:
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
                text = ctx.label.pair(dataset_words(ctx, result.dataset).text, text)
            lines.append((ctx.name(text),))
    return grid_cell(between(lines, Break()))


def _number(value: int | None, form: Callable[[int], str]) -> Cell:
    return EMPTY if value is None else grid_cell((Words(form(value), translate=False),), value)


def _bases(ctx: PageContext, variant: Variant) -> Cell:
    return grid_cell(bases(ctx.of(variant).model, ctx.catalog, ctx.label))


def _weights(ctx: PageContext, variant: Variant) -> Cell:
    return grid_cell(between(((weights_link(ctx, file),) for file in variant.weights), Break()))


def _fact(key: str) -> GridColumn[Variant]:
    """Return a column of one of the facts that a page shows of its entry."""
    label, build = next((label, build) for name, label, build in FACTS if name == key)
    return GridColumn(key, label, lambda ctx, variant: grid_cell(build(ctx.of(variant))))


_COLUMNS: tuple[GridColumn[Variant], ...] = (
    GridColumn("variant", N_("Variant"), _name),
    GridColumn("summary", N_("Summary"), _summary),
    GridColumn("params", N_("Parameters"), _params, "number"),
    GridColumn("flops", N_("FLOPs"), _flops, "number"),
    GridColumn("base-model", N_("Base model"), _bases),
    *map(_fact, ("tasks", "license", "languages")),
    GridColumn("results", N_("Results"), _results),
    *map(_fact, ("config", "log")),
    GridColumn("weights", N_("Weights"), _weights),
    *map(
        _fact,
        (
            "paper", "authors", "published", "collection", "publisher", "demo", "tags", "added",
            "updated",
        ),
    ),
)  # fmt: skip
