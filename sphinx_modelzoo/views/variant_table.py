"""The table of variants on a model's page: sizes, files, and the fields that they differ in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.variants import completed
from sphinx_modelzoo.views.content import Break, Cell, Words
from sphinx_modelzoo.views.downloads import checksums, weights_link
from sphinx_modelzoo.views.facts import FactSpec
from sphinx_modelzoo.views.item_grids import EMPTY, ItemColumn, grid_cell, grid_of
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.lineage_facts import bases
from sphinx_modelzoo.views.own_columns import own_key, variant_cell
from sphinx_modelzoo.views.parts import between, noted
from sphinx_modelzoo.views.results import has_figures
from sphinx_modelzoo.views.subject_names import variant_name
from sphinx_modelzoo.views.values import format_count, format_flops

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_modelzoo.schema.model import Variant
    from sphinx_modelzoo.schema.own_fields import OwnField
    from sphinx_modelzoo.views.content import Blocks
    from sphinx_modelzoo.views.parts import PageContext


_WITH_FIGURES = ("params", "flops", "weights")


def variant_table(ctx: PageContext) -> Blocks:
    """Build the table of variants, and the checksums of their weights.

    :returns: nothing where the table of figures says everything about them.
    """
    shown = ctx.model.variants
    if not shown:
        return ()
    columns = _columns(ctx)
    if not has_figures(ctx.model):
        grid = grid_of(ctx, "variants", columns, shown, [variant.id for variant in shown])
        return (grid, *checksums(ctx, (file for variant in shown for file in variant.weights)))
    # The table of figures has a row for each of them, with the rest.
    others = [column for column in columns if column.key not in _WITH_FIGURES]
    grid = grid_of(ctx, "variants", others, shown)
    return (grid,) if len(grid.columns) > 1 else ()


def _name(ctx: PageContext, variant: Variant) -> Cell:
    words = ctx.name(variant_name(ctx.model, variant))
    mark = ctx.mark(variant)
    return grid_cell(noted(words, mark.words, ctx.label) if mark.words else (words,))


def _summary(ctx: PageContext, variant: Variant) -> Cell:
    return Cell((ctx.prose(variant.summary),)) if variant.summary else EMPTY


def _params(ctx: PageContext, variant: Variant) -> Cell:
    return _number(Subject(ctx.model, variant).params, format_count)


def _flops(ctx: PageContext, variant: Variant) -> Cell:
    return _number(Subject(ctx.model, variant).flops, format_flops)


def _number(values: tuple[int, ...], form: Callable[[int], str]) -> Cell:
    """Return the number of a variant: its own, else its model's."""
    if not values:
        return EMPTY
    return grid_cell((Words(form(values[0]), translate=False),), values[0])


def _bases(ctx: PageContext, variant: Variant) -> Cell:
    return grid_cell(bases(ctx.of(variant).model, ctx.catalog, ctx.label))


def _weights(ctx: PageContext, variant: Variant) -> Cell:
    return grid_cell(between(((weights_link(ctx, file),) for file in variant.weights), Break()))


def _columns(ctx: PageContext) -> list[ItemColumn[Variant]]:
    """Return the columns, among them some of the facts that a page shows of its entry."""
    facts = ctx.catalog.registry[FactSpec]

    def fact(spec: FactSpec) -> ItemColumn[Variant]:
        return ItemColumn(
            spec.key, spec.label, lambda ctx, variant: grid_cell(spec.build(ctx.of(variant)))
        )

    def some(*keys: str) -> list[ItemColumn[Variant]]:
        return [fact(facts[key]) for key in keys if key in facts]

    return [
        ItemColumn("variant", N_("Variant"), _name),
        ItemColumn("summary", N_("Summary"), _summary),
        ItemColumn("params", N_("Parameters"), _params, "number"),
        ItemColumn("flops", N_("FLOPs"), _flops, "number"),
        ItemColumn("base-model", N_("Base model"), _bases),
        *(_filled(ctx, column) for column in some("tasks", "license", "languages")),
        *some("config", "log"),
        ItemColumn("weights", N_("Weights"), _weights),
        *some("paper", "authors", "published", "collection", "publisher"),
        *some("demo", "tags", "added", "updated"),
        *(_filled(ctx, column) for column in some("since", "until")),
        *(_filled(ctx, _own_column(field)) for field in ctx.catalog.fields.shown),
    ]


def _own_column(field: OwnField) -> ItemColumn[Variant]:
    """Return the column of what variants themselves say of an own field."""
    return ItemColumn(
        own_key(field),
        field.labels,
        lambda ctx, variant: variant_cell(field, variant.extra.get(field.id), ctx),
        "number" if field.type == "number" else "text",
    )


def _filled(ctx: PageContext, column: ItemColumn[Variant]) -> ItemColumn[Variant]:
    """Return a column in which variants that say nothing have the value of their entry.

    Empty cells beside those of other variants would read as if nothing was known. Where no variant
    says anything, the value is a fact of the page, and the column stays empty.
    """
    own = {variant.id: column.cell(ctx, variant) for variant in ctx.model.variants}
    if not any(cell.blocks for cell in own.values()):
        return column

    def cell(ctx: PageContext, variant: Variant) -> Cell:
        found = own[variant.id]
        return found if found.blocks else column.cell(ctx, completed(ctx.model, variant))

    return replace(column, cell=cell)
