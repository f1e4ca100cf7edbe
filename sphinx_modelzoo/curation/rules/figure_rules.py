"""Results that cannot be right: figures out of range, in the wrong unit, on mixed scales."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.curation.rules.rule import Finding, Path, RuleContext, results, rule
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from sphinx_modelzoo.query.scales import Scale
    from sphinx_modelzoo.schema.model import Metric, Model

RANGE = ProblemKind(
    "modelzoo.metric.range",
    "warning",
    "A figure is outside the range of its metric, such as an accuracy of 834.5.",
    "Check it against the source; a decimal point is often lost.",
)
UNIT = ProblemKind(
    "modelzoo.metric.unit",
    "error",
    "A figure is in a unit that cannot be converted to the unit of its metric, such as a PSNR in "
    "percent. It is shown, but not sorted, filtered or ranked.",
    "Correct the unit. Leave it out only where the vocabulary knows it.",
)
SCALE = ProblemKind(
    "modelzoo.metric.scale",
    "warning",
    "One metric on one dataset is given as 0.76 here and as 76 there. Tables would sort them "
    "wrongly.",
    'Give all of them on the same scale, or with their unit: {value: 76, unit: "%"}.',
)
ALIKE = ProblemKind(
    "modelzoo.result.alike",
    "warning",
    "Two results of an entry give figures of one metric, and nothing tells them apart: neither "
    "dataset nor split, task, conditions or source.",
    "Say under conditions what is different, or remove one of them.",
)
SOURCE = ProblemKind(
    "modelzoo.result.no-source",
    "info",
    "A result has no source.",
    "Add source: a link, or the place in the paper: {kind: paper, locator: Table 3}.",
)
REVIEW = ProblemKind(
    "modelzoo.result.review",
    "info",
    "A result is marked for review.",
    "Check the result, correct it if needed, and remove review:.",
)

_PERCENT = ("%", "％", "percent", "pct")


class _Figure(NamedTuple):
    model: str
    path: Path
    name: str
    metric: Metric
    scale: Scale

    @property
    def percent(self) -> bool:
        return (self.metric.unit or "").strip().lower() in _PERCENT


@rule(RANGE, UNIT, SCALE, ALIKE, SOURCE, REVIEW)
def _find(context: RuleContext) -> Iterator[Finding]:
    names = Names(context.catalog)
    groups: dict[tuple[str, str], list[_Figure]] = defaultdict(list)
    for model in context.catalog.models:
        if context.wants(ALIKE.code):
            yield from _alike(model)
        for path, result in results(model):
            if context.wants(SOURCE.code) and result.metrics and result.source is None:
                yield Finding.of(SOURCE, model.id, path, "the result has no source")
            if context.wants(REVIEW.code) and result.review:
                yield Finding.of(REVIEW, model.id, (*path, "review"), result.review)
            dataset = result.dataset and (
                context.dataset(result.dataset.name) or result.dataset.name.casefold()
            )
            for name, metric in result.metrics.items():
                scale = names.scale(name)
                figure = _Figure(model.id, (*path, "metrics", name), name, metric, scale)
                yield from _check(context, figure, bool(result.review))
                term = scale.term
                if term is None:
                    continue
                if dataset and term.fraction and term.higher_is_better:
                    key = dataset if isinstance(dataset, str) else dataset.id
                    groups[term.id, key].append(figure)
    if context.wants(SCALE.code):
        for group in groups.values():
            yield from _mixed(group)


def _alike(model: Model) -> Iterator[Finding]:
    """Find results of one holder with a figure of the same metric, measured on the same."""
    seen: dict[tuple[Path, str, str], Path] = {}
    for path, result in results(model):
        about = (result.task, result.dataset, result.conditions, result.source)
        for name in result.metrics:
            key = (path[:-1], fold(name), repr(about))
            first = seen.setdefault(key, path)
            if first != path:
                message = Message(
                    "nothing tells its {name} apart from that of {first}",
                    name=name,
                    first=field_path(first),
                )
                yield Finding.of(ALIKE, model.id, path, message)
                break


def _check(context: RuleContext, figure: _Figure, reviewed: bool) -> Iterator[Finding]:
    scale, term = figure.scale, figure.scale.term
    value = scale.value(figure.name, figure.metric)
    if value is None:
        # An import marks what its source says in an odd unit for review: that reports it already.
        if context.wants(UNIT.code) and not reviewed:
            yield _unconvertible(figure)
        return
    if term is None:
        return
    if figure.metric.unit is None:
        value = figure.metric.value  # a fraction may be meant, but what is written is checked
    highest, lowest = term.maximum, term.minimum
    outside = (highest is not None and value > highest) or (lowest is not None and value < lowest)
    if outside and context.wants(RANGE.code):
        limits = Message(
            "from {lowest} to {highest}", lowest=_plain(lowest), highest=_plain(highest)
        )
        if lowest is None:
            limits = Message("at most {highest}", highest=_plain(highest))
        elif highest is None:
            limits = Message("at least {lowest}", lowest=_plain(lowest))
        hint = Message("in percent? say so with unit") if highest == 1 and 1 < value <= 100 else ""
        message = Message(
            "{name} is {value}, expected {limits}",
            name=figure.name,
            value=_plain(value),
            limits=limits,
        )
        yield Finding.of(RANGE, figure.model, figure.path, message, hint)


def _unconvertible(figure: _Figure) -> Finding:
    """Report a figure that cannot be compared with the others of its metric."""
    unit, usual = figure.metric.unit, figure.scale.unit
    if unit is None:
        message = Message(
            "{name} has no unit, and other figures of it are in {usual}",
            name=figure.name,
            usual=usual,
        )
        hint = f"{{value: {_plain(figure.metric.value)}, unit: {usual}}}"
    elif usual:
        hint = ""
        message = Message(
            "{name} is in {unit}, which cannot be converted to {usual}",
            name=figure.name,
            unit=unit,
            usual=usual,
        )
    else:
        message = Message(
            "{name} is in {unit}, and other figures of it have no unit", name=figure.name, unit=unit
        )
        hint = Message("give all of them with their units")
    return Finding.of(UNIT, figure.model, figure.path, message, hint)


def _mixed(group: list[_Figure]) -> Iterator[Finding]:
    """Find figures up to 1 among figures in percent, or the other way round."""
    small = [figure for figure in group if not figure.percent and 0 < figure.metric.value <= 1]
    large = [figure for figure in group if figure.percent or 1.5 < figure.metric.value <= 100]
    if not small or not large:
        return
    odd, usual = (small, large) if len(small) <= len(large) else (large, small)
    for figure in odd:
        example = usual[0]
        message = Message(
            "{name} is {value} here, and {other_value} in {example}",
            name=figure.name,
            value=_plain(figure.metric.value),
            other_value=_plain(example.metric.value),
            example=_where(example, figure),
        )
        yield Finding.of(SCALE, figure.model, figure.path, message)


def _where(example: _Figure, figure: _Figure) -> str:
    return (
        Message("another result")
        if example.model == figure.model
        else Message("entry {id}", id=example.model)
    )


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
