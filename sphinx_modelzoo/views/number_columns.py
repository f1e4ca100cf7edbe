"""Columns of numbers: one unit for all of a column, ranges of variants, and the best value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from sphinx_modelzoo.query.fields import metric_figures
from sphinx_modelzoo.schema.quantities import COUNTS, OPERATIONS, rounded
from sphinx_modelzoo.views.content import Break, Cell, Inline, Paragraph, Words
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.subject_names import whose
from sphinx_modelzoo.views.values import format_number

if TYPE_CHECKING:
    from sphinx_modelzoo.query.fields import MetricFigure
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.model import Variant
    from sphinx_modelzoo.views.context import TableContext

Better = Literal["", "less", "more"]
_SEVERAL = 2
_LEAST, _MOST = 100, 100_000  # of a unit's size: 0.01M to 99999M


class Numbers(NamedTuple):
    """What a column of numbers compares: the numbers of a subject, and which are better.

    ``unit`` chooses one for all numbers of a table, or none; ``text`` writes a number in it.
    ``steps`` of a thousand are of counts, which have no unit of their own.
    """

    of: Callable[[Subject, TableContext], Sequence[float]]
    better: Better = ""
    unit: Callable[[Sequence[float]], str] = lambda numbers: ""
    text: Callable[[float, str], str] = lambda number, unit: format_number(number)
    varies: bool = True  # from variant to variant
    steps: Sequence[str] = ()


class ColumnHead(NamedTuple):
    """The unit and note that the head of a column states for its cells, and its best number."""

    unit: str
    best: float | None


def counted(of: Callable[[Subject], Sequence[int]], steps: Sequence[str], gap: str = "") -> Numbers:
    """Return the numbers of a column of counts, of which fewer are better.

    :param gap: what is between a number and its step.
    """
    return Numbers(
        lambda subject, context: of(subject),
        "less",
        lambda numbers: _common_step(numbers, steps),
        lambda number, unit: _in_step(int(number), steps, unit, gap),
        steps=steps,
    )


PARAMS = counted(lambda subject: subject.params, COUNTS)
FLOPS = counted(lambda subject: subject.flops, OPERATIONS)


def find_head(numbers: Numbers, subjects: Sequence[Subject], context: TableContext) -> ColumnHead:
    """Find the unit of a column of some subjects, and its best number where several differ."""
    found = [numbers.of(subject, context) for subject in subjects]
    every = [number for some in found for number in some]
    best: float | None = None
    if numbers.better and sum(1 for some in found if some) > 1 and len(set(every)) > 1:
        best = (min if numbers.better == "less" else max)(every)
    return ColumnHead(numbers.unit(every), best)


def in_one_unit(
    numbers: Numbers, found: Sequence[Sequence[float]], unit: str
) -> tuple[str, list[tuple[str, ...]]]:
    """Write the numbers of some subjects as bare numbers, which can be compared, and their unit.

    :param unit: that of the column, where its numbers have one.
    """
    steps = numbers.steps
    if not steps:
        return unit, [
            tuple(dict.fromkeys(numbers.text(one, unit) for one in each)) for each in found
        ]
    step = _middle_step([number for each in found for number in each], steps)
    return step, [
        tuple(dict.fromkeys(_shifted(int(one), steps, step) for one in each)) for each in found
    ]


def _common_step(numbers: Sequence[float], steps: Sequence[str]) -> str:
    """Return the step of the number in the middle; nothing where it fits some others badly."""
    known = sorted(number for number in numbers if number)
    if not known:
        return ""
    step = _middle_step(known, steps)
    size = 1000 ** steps.index(step)
    return step if known[0] * _LEAST >= size and known[-1] < size * _MOST else ""


def _middle_step(numbers: Sequence[float], steps: Sequence[str]) -> str:
    known = sorted(number for number in numbers if number)
    return rounded(int(known[len(known) // 2]), steps)[1] if known else steps[0]


def _in_step(number: int, steps: Sequence[str], step: str, gap: str) -> str:
    """Write a number in a step of a thousand, with four digits at most."""
    if not step:
        digits, own = rounded(number, steps)
        return f"{digits}{gap}{own}"
    return _shifted(number, steps, step)


def _shifted(number: int, steps: Sequence[str], step: str) -> str:
    digits, own = rounded(number, steps)
    shift = steps.index(own) - steps.index(step)
    return f"{(Decimal(digits) * Decimal(1000) ** shift).normalize():f}"


def count_cell(key: str, numbers: Numbers, subject: Subject, context: TableContext) -> Cell:
    """Return a number, or the range of the variants' numbers."""
    found = numbers.of(subject, context)
    if not found:
        return Cell(())
    unit = context.heads[key].unit if key in context.heads else ""
    ends = [(numbers.text(number, unit), number) for number in (min(found), max(found))]
    return Cell((Paragraph(span(key, ends, context)),), min(found))


def span(
    key: str, ends: Sequence[tuple[str, float | None]], context: TableContext
) -> tuple[Inline, ...]:
    """Write the ends of a range, or the one number that both are; the best of a column is strong.

    :param ends: their words and their numbers.
    """
    best = context.heads[key].best if key in context.heads else None
    unique = dict(ends)
    if best is None or best not in unique.values():
        return (Words("–".join(unique), translate=False),)
    parts: list[Inline] = []
    for text, number in unique.items():
        word = context.say(N_("best")) if number == best else ""
        parts += [Words("–", translate=False)] if parts else []
        parts.append(Words(text, translate=False, strong=bool(word), best=word))
    return tuple(parts)


# Metrics -------------------------------------------------------------------------------------


def metric_numbers(metric: str, dataset: str | None, context: TableContext) -> Numbers:
    """Return the numbers of the column of a metric."""
    scale = context.names.scale(metric)
    better: Better = ""
    if scale.term is not None and scale.term.higher_is_better is not None:
        better = "more" if scale.term.higher_is_better else "less"

    def of(subject: Subject, context: TableContext) -> list[float]:
        found = _ends(metric_figures(subject, metric, dataset, context.names), subject, better)
        return [one.value for one in found if one.value is not None]

    return Numbers(of, better, lambda numbers: scale.unit)


def metric_cell(
    key: str, metric: str, dataset: str | None, subject: Subject, context: TableContext
) -> Cell:
    """Return the best figure of a metric; of a model with several variants the range of theirs."""
    names = context.names
    figures = metric_figures(subject, metric, dataset, names)
    if not figures:
        return Cell(())
    scale = names.scale(metric)
    dressed = key in context.heads
    ends = _ends(figures, subject, "less" if scale.lower_is_better else "more")
    ends = ends if dressed else [ends[0] if scale.lower_is_better else ends[-1]]

    def text(one: MetricFigure) -> str:
        if not dressed or one.value is None or context.heads[key].unit != scale.unit:
            return context.figure(one.name, one.metric)
        return context.bare_figure(one.metric, one.value)

    shown: list[Inline] = list(span(key, [(text(one), one.value) for one in ends], context))
    best = ends[0] if scale.lower_is_better else ends[-1]
    notes = [owner] if len(ends) == 1 and (owner := _owner(subject, best, dressed)) else []
    if dataset is None and best.result.dataset and len(_datasets(figures)) > 1:
        # Figures of several datasets are ambiguous without their names.
        notes.append(context.dataset(best.result.dataset.name))
    if notes and dressed:
        shown += [Break(), Words(context.labels.join(notes), translate=False, muted=True)]
    elif notes:
        told = context.noted(text(best), context.labels.join(notes))
        shown = [Words(told, translate=False)]
    return Cell((Paragraph(tuple(shown)),), best.value)


def _datasets(figures: Sequence[MetricFigure]) -> set[str]:
    return {one.result.dataset.name if one.result.dataset else "" for one in figures}


def _owner(subject: Subject, figure: MetricFigure, dressed: bool) -> str:
    """Name the variant of a figure, unless a row below does."""
    if dressed and len(subject.model.variants) > 1:
        return ""
    return whose(subject, figure.variant)


def _ends(figures: Sequence[MetricFigure], subject: Subject, better: Better) -> list[MetricFigure]:
    """Return the figures with the least and the greatest number, or the one that is both.

    Of each variant its best figure counts; a model with one variant has one figure.
    """
    choose = min if better == "less" else max
    known = [one for one in figures if one.value is not None]
    if not known:
        return list(figures[:1])

    def value(one: MetricFigure) -> float:
        return one.value or 0

    several = subject.variant is None and len(subject.model.variants) > 1
    owners: list[Variant | None] = []
    for one in known:
        if several and not any(one.variant is own for own in owners):
            owners.append(one.variant)
    if len(owners) < _SEVERAL:
        return [choose(known, key=value)]
    bests = [choose((one for one in known if one.variant is own), key=value) for own in owners]
    ends = [min(bests, key=value), max(bests, key=value)]
    return ends if ends[0].value != ends[1].value else ends[:1]
