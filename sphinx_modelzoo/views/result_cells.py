"""Results in a cell: a line for each, short enough to be read in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import best_figure
from sphinx_modelzoo.views.automatic_columns import MAIN_RESULT
from sphinx_modelzoo.views.content import (
    Break,
    Cell,
    Inline,
    PageLink,
    Paragraph,
    Words,
    model_page,
)
from sphinx_modelzoo.views.subject_names import whose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.query.fields import MetricFigure
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.model import Model, Result, Variant
    from sphinx_modelzoo.views.context import TableContext

_MOST_LINES = 4
_MOST_FIGURES = 4
_MOST_CONDITIONS = 3
_BREAK = Break()


def result_lines(subject: Subject, context: TableContext, most: int = _MOST_LINES) -> Cell:
    """Return the first few results, then a link to the rest on the model's page."""
    found = subject.owned_results
    if not found:
        return Cell(())
    # One line more costs as much space as saying that there is one more.
    shown = found if len(found) <= most + 1 else found[:most]
    parts: list[Inline] = []
    for variant, result in shown:
        line = _line(result, subject.model, _owner(subject, variant, context), context)
        if line:
            parts += [_BREAK, *line]
    if len(found) > len(shown):
        more = context.more(len(found) - len(shown))
        parts += [_BREAK, PageLink(more, model_page(subject.model.id), "results")]
    datasets = dict.fromkeys(context.dataset(r.dataset.name) for _, r in found if r.dataset)
    return Cell((Paragraph(tuple(parts[1:])),), None, tuple(datasets)) if parts else Cell(())


def _owner(subject: Subject, variant: Variant | None, context: TableContext) -> list[Inline]:
    """Link to the variant that a result is of, where the row is about several."""
    name = whose(subject, variant)
    if variant is None or not name:
        return []
    return [PageLink(context.name(name), model_page(subject.model.id), f"variant-{variant.id}")]


def _line(result: Result, model: Model, owner: list[Inline], context: TableContext) -> list[Inline]:
    """Write variant, dataset, figures and conditions of one result.

    Where it has no figure, its words follow.
    """
    head = owner
    if result.dataset is not None:
        dataset = (context.dataset_link if result.metrics else context.dataset_words)(
            result.dataset
        )
        gap = [Words(context.separator, translate=False)] if owner else []
        head = [*owner, *gap, dataset]
    colon = context.colon if head else ""
    if result.metrics:
        text = _figures(result, context)
        if result.conditions:
            text = context.noted(text, _conditions(result, context))
        return [*head, context.name(colon + text)]
    if result.raw is not None:
        words, language = context.localized(result.raw, model.id)
        if colon:
            head = [*head, Words(colon, translate=False)]
        return [*head, Words(words, language)]
    if result.conditions:
        return [*head, context.name(colon + _conditions(result, context))]
    return head if result.dataset is not None else []


def main_figure_cell(found: MetricFigure, subject: Subject, context: TableContext) -> Cell:
    """Return a figure with its metric, its dataset and the variant that it is of.

    In a table with heads of two lines they are below the figure, and the best one of several
    variants is enough: the rows of the variants follow.
    """
    datasets = [context.dataset(found.result.dataset.name)] if found.result.dataset else []
    if MAIN_RESULT in context.heads:
        dataset = found.result.dataset.name if found.result.dataset else None
        best = best_figure(subject, found.name, dataset, context.names) or found
        figure = Words(context.figure(best.name, best.metric), translate=False)
        about = " · ".join((context.metric(found.name), *datasets))
        return Cell((Paragraph((figure, _BREAK, Words(about, translate=False, muted=True))),))
    text = context.named_figure(found.name, found.metric)
    notes = [owner] if (owner := whose(subject, found.variant)) else []
    if notes or datasets:
        text = context.noted(text, context.labels.join((*notes, *datasets)))
    return Cell((Paragraph((context.name(text),)),))


def without_repeated(cell: Cell, above: Cell) -> Cell:
    """Return a main result below another, without the second line if it is the same."""
    blocks = (*cell.blocks, *above.blocks)
    lines = [one.inlines for one in blocks if isinstance(one, Paragraph)]
    if len(lines) > 1 and lines[0][1:] == lines[1][1:]:
        return Cell((Paragraph(lines[0][:1]),), cell.sort)
    return cell


def first_conditions(results: Iterable[Result], context: TableContext) -> str:
    """Return the conditions of the first result that has some."""
    return next((_conditions(one, context) for one in results if one.conditions), "")


def condition_lines(subject: Subject, context: TableContext) -> Cell:
    """Return the conditions of all results, each once, one result per line."""
    lines = dict.fromkeys(
        _conditions(result, context) for result in subject.results if result.conditions
    )
    parts: list[Inline] = []
    for line in list(lines)[:_MOST_LINES]:
        parts += [_BREAK, context.name(line)]
    if len(lines) > _MOST_LINES:
        more = context.more(len(lines) - _MOST_LINES)
        parts += [_BREAK, PageLink(more, model_page(subject.model.id), "results")]
    return Cell((Paragraph(tuple(parts[1:])),)) if parts else Cell(())


def _figures(result: Result, context: TableContext) -> str:
    shown = [
        context.named_figure(name, metric)
        for name, metric in list(result.metrics.items())[:_MOST_FIGURES]
    ]
    if len(result.metrics) > _MOST_FIGURES:
        shown.append("…")
    return context.separator.join(shown)


def _conditions(result: Result, context: TableContext) -> str:
    shown = context.conditions(result)[:_MOST_CONDITIONS]
    if len(result.conditions) > _MOST_CONDITIONS:
        shown.append("…")
    return context.separator.join(shown)
