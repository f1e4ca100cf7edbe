"""Decide which of the figures that were read are certain enough to be written down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.results.unit_words import needs_unit
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.results.readings import ReadFigure
    from sphinx_modelzoo.curation.results.surroundings import Surroundings
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

_LIST = 3  # figures in a list of datasets that say together what they are


def imply(
    figures: list[ReadFigure], left: list[ReadFigure], words: Mapping[str, Any], known: Vocabularies
) -> None:
    """Give numbers without a metric the one that they must have, and move them to the figures.

    A percentage on a dataset for classification is an accuracy; so is each number of a list of
    datasets that are all for one such task. Only where the text names no metric at all.
    """
    if figures or not left:
        return
    rules = words["implied"]
    for rule, fitting in (("percent", _percentages(left)), ("list", _listed(left))):
        metric = known.metrics.find(rules[rule]["metric"])
        tasks = set(rules[rule]["tasks"])
        if metric is None or not fitting or not _tasks(fitting, known) & tasks:
            continue
        for figure in fitting:
            figure.metric, figure.term = metric.label("en"), metric
            if not figure.plausible:  # 834.5 cannot be an accuracy, and its meaning is unknown
                figure.metric, figure.term = "", None
                continue
            left.remove(figure)
            figure.guesses.append(
                Message("the source names no metric; read as {metric}", metric=figure.metric)
            )
            figures.append(figure)
        return


def _percentages(left: Sequence[ReadFigure]) -> list[ReadFigure]:
    certain = [
        figure
        for figure in left
        if figure.number.unit == "%"
        and figure.dataset is not None
        and figure.dataset.term is not None
        and 50 <= figure.number.value <= 100
        and figure.direct
    ]
    return certain if len(certain) == len([f for f in left if f.number.unit == "%"]) else []


def _listed(left: Sequence[ReadFigure]) -> list[ReadFigure]:
    named = [figure for figure in left if figure.dataset is not None and figure.direct]
    apart = {figure.dataset.name for figure in named if figure.dataset is not None}
    return named if len(apart) >= _LIST and len(apart) == len(named) else []


def _tasks(figures: Sequence[ReadFigure], known: Vocabularies) -> set[str]:
    """Return the tasks that all datasets of some figures have."""
    shared: set[str] | None = None
    for figure in figures:
        term = figure.dataset.term if figure.dataset else None
        tasks = set(term.tasks) if term else set()
        shared = tasks if shared is None else shared & tasks
    return shared or set()


def weigh(figures: list[ReadFigure], left: list[ReadFigure], words: Mapping[str, Any]) -> None:
    """Remove numbers that cannot be what they seem to be, and meaningless datasets.

    A value outside its metric's range is something else or a typo; a time without a unit may be in
    any. The size of a model is the same on every dataset.
    """
    fixed, measured = frozenset(words["of_models"]), frozenset(words["of_runs"])
    for figure in list(figures):
        if figure.term is None:
            continue
        usual = figure.term.unit
        if not figure.plausible or (needs_unit(usual) and not figure.number.unit):
            figures.remove(figure)
            left.append(figure)
        if figure.term.id in fixed:
            figure.dataset = None
        if figure.term.id in fixed or figure.term.id in measured:
            figure.split = ""


def doubt(figures: list[ReadFigure], left: list[ReadFigure], near: Surroundings) -> None:
    """Remove figures next to words that were not understood."""
    for figure in list(figures):
        if near.strange(figure):
            figures.remove(figure)
            left.append(figure)


def tell_apart(figures: list[ReadFigure], left: list[ReadFigure]) -> None:
    """Remove figures that contradict each other, unless the words before them explain it.

    Two numbers for one metric on one dataset under one condition cannot both be right.
    """
    groups: dict[tuple[object, ...], list[ReadFigure]] = defaultdict(list)
    for figure in figures:
        groups[figure.key].append(figure)
    for group in groups.values():
        values = {(figure.number, figure.comparator) for figure in group}
        if len(group) == 1:
            continue
        if len(values) == 1:  # said twice
            for figure in group[1:]:
                figures.remove(figure)
            continue
        words = [figure.words for figure in group]
        if len(set(words)) == len(group) and all(words):
            for figure in group:
                figure.setting = figure.words
                figure.guesses.append(Message("“{name}” was not understood", name=figure.words))
            continue
        for figure in group:
            figures.remove(figure)
            left.append(figure)
