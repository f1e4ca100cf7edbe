"""Rankings: the figures of one metric on one dataset, or on none, best first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Metric, Model, Result, Variant


@dataclass(frozen=True)
class Figure:
    """One figure of a model, or of a variant, with the result that it belongs to."""

    model: Model
    variant: Variant | None
    result: Result
    name: str
    metric: Metric

    @property
    def subject(self) -> tuple[str, str]:
        """Return the ids of the model and variant that it is about."""
        return self.model.id, self.variant.id if self.variant else ""

    @cached_property
    def facts(self) -> str:
        """Return all that rows of rankings show of it but names, to see what an edit changed."""
        about = Subject(self.model, self.variant)
        entry = about.entry
        year = entry.paper.year if entry.paper else None
        state = entry.deprecated, entry.until, entry.since
        return repr((self.subject, self.result, entry.license, year, about.params, state))


@dataclass(frozen=True)
class Ranked:
    """A figure with its place; equal figures share a place, and the next one counts them all."""

    rank: int
    figure: Figure
    value: float


@dataclass(frozen=True)
class Ranking:
    """The ranked figures, best first.

    ``higher`` is what the vocabulary says of the metric: whether more is better, or None where
    it does not say. ``units`` are those whose figure is in a unit that cannot be converted;
    ``elsewhere`` are those that have this figure on a dataset only, in a ranking without one.
    """

    ranked: tuple[Ranked, ...]
    higher: bool | None
    units: int = 0
    elsewhere: int = 0

    @cached_property
    def models(self) -> dict[str, int]:
        """Return the models in it by their ids, each with the place of its first figure."""
        places: dict[str, int] = {}
        for place, one in enumerate(self.ranked):
            places.setdefault(one.figure.model.id, place)
        return places


NO_DATASET = ""
"""The name of the dataset of figures that are on none, as a speed is."""


class Figures:
    """Every figure of a catalog, by dataset and metric: looked up often, collected once."""

    def __init__(self, catalog: Catalog) -> None:
        self.names = Names(catalog)
        self._by_dataset: dict[str, dict[str, list[Figure]]] = {}
        self._subjects: dict[str, dict[tuple[str, str], tuple[Model, Variant | None, Result]]] = {}
        self._written: dict[str, str] = {}
        self._rankings: dict[tuple[str, str, str], Ranking] = {}
        self._tasks: dict[tuple[str, str], dict[str, str]] = {}
        for model in catalog.models:
            self._collect(model, None, model.results)
            for variant in model.variants:
                self._collect(model, variant, variant.results)

    def _collect(self, model: Model, variant: Variant | None, results: Sequence[Result]) -> None:
        names = self.names
        for result in results:
            if not result.metrics:
                continue
            key = NO_DATASET
            if result.dataset is not None:
                key = names.key("datasets", result.dataset.name)
                self._written.setdefault(key, result.dataset.name)
            place = (model.id, variant.id if variant else "")
            self._subjects.setdefault(key, {}).setdefault(place, (model, variant, result))
            metrics = self._by_dataset.setdefault(key, {})
            for name, metric in result.metrics.items():
                figure = Figure(model, variant, result, name, metric)
                metrics.setdefault(names.key("metrics", name), []).append(figure)

    @property
    def datasets(self) -> Mapping[str, str]:
        """Return the datasets that have figures: by key, the name as it is first written."""
        return self._written

    def on(self, dataset: str) -> Mapping[str, list[Figure]]:
        """Return the figures on a dataset by the key of the metric, most frequent metrics first.

        :param dataset: any of its names, or :data:`NO_DATASET`.
        """
        found = self._by_dataset.get(self._key(dataset), {})
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    def tasks(self, dataset: str, metric: str) -> Mapping[str, str]:
        """Return the tasks that the results of a metric on a dataset name, by their keys."""
        place = self._key(dataset), self.names.key("metrics", metric)
        if place not in self._tasks:
            found = self._by_dataset.get(place[0], {}).get(place[1], [])
            named = [one.result.task for one in found if one.result.task]
            self._tasks[place] = dict(zip(map(self.names.keys("tasks"), named), named, strict=True))
        return self._tasks[place]

    def rank(self, dataset: str, metric: str, task: str = "") -> Ranking:
        """Rank the models and variants by their best figure, each converted to one unit.

        Every model's page asks for its ranking: each is made once.

        :param dataset: any of its names, or :data:`NO_DATASET`.
        :param task: only results of this task: the result's own, else one of the model's.
        """
        asked = dataset, metric, task
        if asked not in self._rankings:
            self._rankings[asked] = self._rank(*asked)
        return self._rankings[asked]

    def _rank(self, dataset: str, metric: str, task: str) -> Ranking:
        key = self._key(dataset)
        found = self._found(key, metric, task)
        scale = self.names.scale(metric)
        higher = scale.term.higher_is_better if scale.term else None
        best: dict[tuple[str, str], tuple[float, Figure]] = {}
        for figure in found:
            value = scale.value(figure.name, figure.metric)
            if value is None:
                continue
            known = best.get(figure.subject)
            if known is None or (value < known[0] if higher is False else value > known[0]):
                best[figure.subject] = (value, figure)
        return Ranking(
            _places(list(best.values()), higher),
            higher,
            units=len({one.subject for one in found} - best.keys()),
            elsewhere=0 if key else len(self._anywhere(metric, task) - best.keys()),
        )

    def _found(self, key: str, metric: str, task: str) -> list[Figure]:
        found = self._by_dataset.get(key, {}).get(self.names.key("metrics", metric), [])
        return [one for one in found if self._fits(one.model, one.variant, one.result, task)]

    def missing(self, dataset: str, metric: str, task: str = "") -> int:
        """Count the models and variants that were measured on a dataset without a figure.

        Of all that is measured on no dataset in particular, nobody expects it.
        """
        key = self._key(dataset)
        if not key:
            return 0
        having = {one.subject for one in self._found(key, metric, task)}
        return sum(
            place not in having and self._fits(*measured, task)
            for place, measured in self._subjects.get(key, {}).items()
        )

    def _anywhere(self, metric: str, task: str) -> set[tuple[str, str]]:
        """Return the models and variants with a figure of a metric on any dataset."""
        key = self.names.key("metrics", metric)
        return {
            figure.subject
            for dataset, metrics in self._by_dataset.items()
            if dataset
            for figure in metrics.get(key, ())
            if self._fits(figure.model, figure.variant, figure.result, task)
        }

    def _key(self, dataset: str) -> str:
        return self.names.key("datasets", dataset) if dataset else NO_DATASET

    def _fits(self, model: Model, variant: Variant | None, result: Result, task: str) -> bool:
        if not task:
            return True
        key = self.names.keys("tasks")
        said = (variant.tasks if variant else ()) or model.tasks
        tasks = (result.task,) if result.task else said
        return key(task) in map(key, tasks)


def _places(found: list[tuple[float, Figure]], higher: bool | None) -> tuple[Ranked, ...]:
    found.sort(key=lambda pair: pair[0], reverse=higher is not False)
    ranked: list[Ranked] = []
    for number, (value, figure) in enumerate(found, start=1):
        tie = bool(ranked) and ranked[-1].value == value
        ranked.append(Ranked(ranked[-1].rank if tie else number, figure, value))
    return tuple(ranked)


@lru_cache(maxsize=2)
def figures(catalog: Catalog) -> Figures:
    """Return the figures of a catalog, kept since one build asks many times."""
    return Figures(catalog)
