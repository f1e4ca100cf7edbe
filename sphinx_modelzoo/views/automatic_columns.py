"""The columns of a table that names none: those with the most to say about the models shown.

They depend on the models alone, not on their order, the language or the reader. Every column is
filled in at least a quarter of the rows; what is equally frequent comes in catalog order.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.query.fields import FIELDS, MetricFigure, metric_figures
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.sorting import METRIC_PREFIX
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.units import readings
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.chosen_columns import ChosenColumn

MetricKind = Literal["score", "speed", "cost"]

MAIN_RESULT = "main-result"
"""The column of the figure that says most of each model, in a table of several tasks."""

_SHARE = 4  # a column is filled in at least one row of so many
_METRICS = 2
_MORE_METRICS = 4
_TASK_METRICS = 12  # of all tasks that readers narrow a table to
_MORE = {  # columns that readers can add, by the field that fills them
    "tasks": "tasks",
    "params": "params",
    "flops": "flops",
    "year": "year",
    "license": "license",
    "collection": "collection",
    "publisher": "publisher",
    "tags": "tags",
    "framework": "frameworks",
}
_SPEEDS = frozenset(map(fold, ("fps", "latency", "first-packet-latency", "throughput")))
_COSTS = ("number", "operation", "multiply-add", "bit")  # parameters, FLOPs, MACs, memory
_SLOWEST = 60  # what takes minutes and longer is the time of a training


def automatic_columns(subjects: Sequence[Subject], names: Names) -> tuple[str, ...]:
    """Return the keys of the columns for some models or variants, at most seven."""
    if not subjects:
        return ("name",)
    ordered = sorted(subjects, key=lambda one: _place(one, names.catalog))

    def enough(filled: Callable[[Subject], object]) -> bool:
        return _SHARE * sum(1 for one in ordered if filled(one)) >= len(ordered)

    def where(key: str, filled: Callable[[Subject], object]) -> tuple[str, ...]:
        return (key,) if enough(filled) else ()

    shared = set.intersection(*(set(one.entry.tasks) for one in ordered))
    counted = _counted(ordered, names, shared)

    def metrics(kind: MetricKind, most: int) -> tuple[str, ...]:
        some = [name for key, name in counted.items() if metric_kind(key, names) == kind]
        return _metric_columns(ordered, names, some, most, by_dataset=kind == "score")

    if shared:
        tasks: tuple[str, ...] = ()
        figures = metrics("score", _METRICS)
    else:
        tasks = where("tasks", lambda one: one.entry.tasks)
        figures = where(MAIN_RESULT, lambda one: main_figure(one, names))
    figures += metrics("speed", 1)
    return (
        "paper" if enough(_has_paper) else "name",
        *tasks,
        *(figures or where("summary", lambda one: one.entry.summary)),
        *where("params", lambda one: one.params),
        # Beside a column of tasks and one of results there is no room; see task_columns().
        *(() if MAIN_RESULT in figures else where("license", _license)),
    )


def task_columns(subjects: Sequence[Subject], names: Names) -> dict[str, tuple[str, ...]]:
    """Return the columns that depend on the task to which readers narrow a table of several tasks.

    :returns: by key of a column, the keys of the tasks that it is shown for. The two most frequent
        metrics of a task, and the license, take the place of tasks and main result.
    """
    members: dict[str, list[Subject]] = {}
    for one in sorted(subjects, key=lambda one: _place(one, names.catalog)):
        for task in one.entry.tasks:
            members.setdefault(task, []).append(one)
    columns: dict[str, tuple[str, ...]] = {}
    for task, some in sorted(members.items(), key=lambda item: -len(item[1])):
        counted = _counted(some, names, {task}).items()
        scores = [name for key, name in counted if metric_kind(key, names) == "score"]
        found = _metric_columns(some, names, scores, _METRICS, by_dataset=True)
        if len({*columns, *found}) > _TASK_METRICS:
            continue
        for column in found:
            columns[column] = (*columns.get(column, ()), names.key("tasks", task))
    if _SHARE * sum(1 for one in subjects if _license(one)) >= len(subjects):
        columns["license"] = tuple(dict.fromkeys(chain.from_iterable(columns.values())))
    return {**columns, MAIN_RESULT: (), "tasks": ()}


def more_columns(
    subjects: Sequence[Subject], names: Names, shown: Sequence[ChosenColumn]
) -> tuple[str, ...]:
    """Return the keys of further columns with values, for readers to add.

    :param shown: those that the table has already.
    """
    taken = {one.key for one in shown}
    found: list[str] = []
    metrics = {names.split_metric(key[len(METRIC_PREFIX) :])[0] for key in taken if _metric(key)}
    known = {names.key("metrics", metric) for metric in metrics}
    for key, metric in _counted(subjects, names, ()).items():
        if key not in known and len(found) < _MORE_METRICS:
            score = metric_kind(key, names) == "score"
            found += filter(None, (_metric_column(metric, subjects, names, by_dataset=score),))
    for key, field in _MORE.items():
        filled = sum(1 for one in subjects if FIELDS[field].get(one, names.catalog))
        if key not in taken and _SHARE * filled >= len(subjects):
            found.append(key)
    for own in names.catalog.fields.shown:
        key = f"{EXTRA_PREFIX}{own.id}"
        if key not in taken and own.type != "link" and any(one.own(own.id) for one in subjects):
            found.append(key)
    return tuple(found)


def _metric(key: str) -> bool:
    return key.startswith(METRIC_PREFIX)


def main_figure(subject: Subject, names: Names) -> MetricFigure | None:
    """Return the first figure of the most frequent metric of a model's task.

    Of the metrics that the model has, it is the one that most models of its first task have.
    """
    task = next(iter(subject.entry.tasks), "")
    ranks = main_metrics(names.catalog).get(task, {})
    found: tuple[int, MetricFigure] | None = None
    for variant, result in subject.owned_results:
        for name, figure in result.metrics.items():
            rank = ranks.get(names.key("metrics", name))
            if rank is not None and (found is None or rank < found[0]):
                value = names.scale(name).value(name, figure)
                found = rank, MetricFigure(variant, result, name, figure, value)
    return found[1] if found else None


@lru_cache(maxsize=2)
def main_metrics(catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    """Return the ranks of the metrics of each task: 0 for the one that most models have.

    What they depend on is the whole catalog. Speeds and sizes are not among them.
    """
    names = Names(catalog)
    subjects: dict[str, list[Subject]] = {}
    for model in catalog.models:
        for task in model.tasks or ("",):
            subjects.setdefault(task, []).append(Subject(model))
    return {
        task: {
            key: rank
            for rank, key in enumerate(_counted(some, names, {task} if task else ()))
            if metric_kind(key, names) == "score"
        }
        for task, some in subjects.items()
    }


def _place(subject: Subject, catalog: Catalog) -> tuple[int, int]:
    model, variant = subject.model, subject.variant
    return catalog.position(model.id), model.variants.index(variant) if variant else -1


def _license(subject: Subject) -> str | None:
    return subject.entry.license


def _has_paper(subject: Subject) -> bool:
    paper = subject.entry.paper
    return paper is not None and any((paper.title, paper.url, paper.arxiv, paper.doi))


def _counted(subjects: Iterable[Subject], names: Names, tasks: Iterable[str]) -> dict[str, str]:
    """Return the metrics of some models by their keys, each as it is first written.

    The most frequent one comes first.

    :param tasks: results of other tasks than these do not count.
    """
    wanted = {*tasks, None}
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for subject in subjects:
        found = {
            names.key("metrics", name): name
            for result in subject.results
            if not tasks or result.task in wanted
            for name in result.metrics
        }
        counts.update(found.keys())
        for key, name in found.items():
            written.setdefault(key, name)
    return {key: written[key] for key, _ in counts.most_common()}


def _metric_columns(
    subjects: Sequence[Subject],
    names: Names,
    metrics: Iterable[str],
    most: int,
    *,
    by_dataset: bool,
) -> tuple[str, ...]:
    """Return the columns of the first metrics that enough rows have.

    :param by_dataset: figures on different datasets cannot be compared: a column is about the most
        frequent dataset, where enough rows have that.
    """
    columns: list[str] = []
    for metric in metrics:
        column = _metric_column(metric, subjects, names, by_dataset)
        if not column or len(columns) == most:
            break  # the others are less frequent
        columns.append(column)
    return tuple(columns)


def _metric_column(metric: str, subjects: Sequence[Subject], names: Names, by_dataset: bool) -> str:
    """Return the column of a metric; nothing where too few rows have it."""
    rows = 0
    datasets: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for subject in subjects:
        figures = metric_figures(subject, metric, None, names)
        found = {
            names.key("datasets", one.result.dataset.name): one.result.dataset.name
            for one in figures
            if one.result.dataset
        }
        datasets = {**found, **datasets}
        counts.update(found.keys())
        rows += bool(figures)
    if _SHARE * rows < len(subjects):
        return ""
    term = names.term("metrics", metric)
    column = f"{METRIC_PREFIX}{term.label('en') if term else metric}"
    for key, count in counts.most_common(1 if by_dataset else 0):
        if _SHARE * count >= len(subjects):
            column += f"@{datasets[key]}"
    return column


def metric_kind(metric: str, names: Names) -> MetricKind:
    """Return what a metric measures: how good a model is, how fast, or how large."""
    if names.key("metrics", metric) in _SPEEDS:
        return "speed"
    scale = names.scale(metric)
    if not scale.unit:
        return "score"
    (dimension, factor), *_ = readings(scale.unit)
    kinds = [kind for kind, _ in dimension]
    if "time" in kinds and "energy" not in kinds and scale.term is None:
        return "cost" if kinds == ["time"] and factor >= _SLOWEST else "speed"
    if kinds == ["time"] and factor >= _SLOWEST:
        return "cost"
    return "cost" if len(kinds) == 1 and kinds[0] in _COSTS else "score"
