"""The fields that filters and sort orders can name: one registry.

A query reaches what is listed here and nothing else: a name in a query is a key of :data:`FIELDS`,
never an attribute.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from sphinx_modelzoo.query.names import NameKind, Names
from sphinx_modelzoo.query.subjects import Subject

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Metric, Result
    from sphinx_modelzoo.schema.vocabulary import Term

Kind = Literal["text", "number", "date", "list", "flag"]
Value: TypeAlias = "str | int | float | datetime.date | bool"
Values: TypeAlias = "tuple[Value, ...]"
Getter: TypeAlias = Callable[[Subject], Values]


@dataclass(frozen=True)
class QueryField:
    """A field of a model or variant that a query can name.

    ``values`` returns its values: none where it is missing, several for a list. ``names`` is the
    vocabulary that makes two of its texts equal. ``singular`` is a second name, for ``task == …``
    next to ``… in tasks``. ``meant`` converts a number of a query to the scale of the values,
    where it is not literal; ``key`` a text to the one of the values that it is another name of.
    ``order`` gives what texts are sorted by, where it is not the text.
    """

    name: str
    kind: Kind
    values: Getter
    description: str
    singular: str = ""
    names: NameKind = ""
    meant: Callable[[float], float] | None = None
    key: Callable[[str], str | None] | None = None
    order: Callable[[Value], object] | None = None

    def get(self, subject: Subject, catalog: Catalog) -> Values:
        """Return the values for a subject: none where it is missing."""
        return self.values(subject)


def _given(value: Value | None) -> Values:
    return () if value is None or value == "" else (value,)


def _datasets(subject: Subject) -> Values:
    return tuple({r.dataset.name: None for r in subject.results if r.dataset})


def _metrics(subject: Subject) -> Values:
    return tuple({name: None for r in subject.results for name in r.metrics})


def _frameworks(subject: Subject) -> Values:
    return tuple({code.framework: None for code in subject.model.code if code.framework})


def _has_weights(subject: Subject) -> Values:
    variants = (subject.variant,) if subject.variant else subject.model.variants
    return (any(variant.weights for variant in variants),)


_FIELDS = (
    QueryField("id", "text", lambda s: (s.model.id,), "The id."),
    QueryField("name", "text", lambda s: (s.model.name,), "The name."),
    QueryField(
        "tasks",
        "list",
        lambda s: s.model.tasks,
        "Its tasks: ids, labels in any language, aliases.",
        "task",
        "tasks",
    ),
    QueryField(
        "datasets",
        "list",
        _datasets,
        "Datasets of its results: names, labels, aliases.",
        "dataset",
        "datasets",
    ),
    QueryField("metrics", "list", _metrics, "Metrics of its results.", names="metrics"),
    QueryField("tags", "list", lambda s: s.model.tags, "Its tags.", "tag"),
    QueryField("aliases", "list", lambda s: s.model.aliases, "Old ids and other names.", "alias"),
    QueryField("collection", "text", lambda s: _given(s.model.collection), "The collection."),
    QueryField("publisher", "text", lambda s: _given(s.model.publisher), "Who published it."),
    QueryField(
        "license", "text", lambda s: _given(s.model.license), "The licence, as an SPDX expression."
    ),
    QueryField(
        "languages",
        "list",
        lambda s: s.model.languages,
        "Human languages it handles.",
        "language",
        "language",
    ),
    QueryField("frameworks", "list", _frameworks, "Frameworks of its code.", "framework"),
    QueryField("params", "number", lambda s: s.params, "Number of parameters."),
    QueryField("flops", "number", lambda s: s.flops, "Operations of one forward pass."),
    QueryField(
        "paper",
        "text",
        lambda s: _given(s.model.paper.title if s.model.paper else None),
        "Title of the paper.",
    ),
    QueryField(
        "year",
        "number",
        lambda s: _given(s.model.paper.year if s.model.paper else None),
        "Year of the paper.",
    ),
    QueryField(
        "venue",
        "text",
        lambda s: _given(s.model.paper.venue if s.model.paper else None),
        "Journal or conference of the paper.",
    ),
    QueryField(
        "added", "date", lambda s: _given(s.model.added), "Date when it was added to the zoo."
    ),
    QueryField("updated", "date", lambda s: _given(s.model.updated), "Date of the last change."),
    QueryField(
        "variant",
        "text",
        lambda s: _given(s.variant.id if s.variant else None),
        "Id of the variant, in a table of variants.",
    ),
    QueryField(
        "deprecated", "flag", lambda s: (bool(s.model.deprecated),), "Whether it is deprecated."
    ),
    QueryField(
        "has_paper", "flag", lambda s: (s.model.paper is not None,), "Whether it has a paper."
    ),
    QueryField("has_code", "flag", lambda s: (bool(s.model.code),), "Whether it links to code."),
    QueryField("has_demo", "flag", lambda s: (s.model.demo is not None,), "Whether it has a demo."),
    QueryField("has_results", "flag", lambda s: (bool(s.results),), "Whether it has results."),
    QueryField("has_weights", "flag", _has_weights, "Whether weights can be downloaded."),
)

FIELDS: Mapping[str, QueryField] = MappingProxyType({field.name: field for field in _FIELDS})
"""Every field by its name."""

_BY_WORD = MappingProxyType(
    {word: field for field in _FIELDS for word in (field.name, field.singular) if word}
)
FIELD_WORDS = tuple(sorted(_BY_WORD))
METRIC = "metric"


def find_field(word: str) -> QueryField | None:
    """Return the field of a name; ``-`` equals ``_``, and ``task`` equals ``tasks``."""
    return _BY_WORD.get(word.replace("-", "_"))


def metric_field(text: str, dataset: str | None, names: Names) -> QueryField:
    """Make a field for the values of a metric, for one catalog.

    :param text: the metric's name, or ``metric@dataset`` where no dataset is given.
    :param dataset: the dataset's name, or ``None`` for any.
    """
    metric = text
    if dataset is None:
        metric, dataset = names.split_metric(text)

    term = names.term("metrics", metric)

    def values(subject: Subject) -> Values:
        found = metric_values(subject, metric, dataset, names)
        return tuple(comparable(figure, term) for _, figure in found)

    def meant(number: float) -> float:
        # As for the figures themselves; a bare 1 more likely means 1 % than 100 %.
        return round(number * 100, 10) if fraction and abs(number) < 1 else number

    fraction = term is not None and bool(term.fraction)
    return QueryField(METRIC, "number", values, "A metric.", meant=meant)


def metric_values(
    subject: Subject, metric: str, dataset: str | None, names: Names
) -> list[tuple[Result, Metric]]:
    """Return the figures of a metric, with their results, in the order of the catalog."""
    wanted = names.key("metrics", metric)
    on = None if dataset is None else names.key("datasets", dataset)
    return [
        (result, figure)
        for result in subject.results
        if on is None or (result.dataset and names.key("datasets", result.dataset.name) == on)
        for name, figure in result.metrics.items()
        if names.key("metrics", name) == wanted
    ]


def comparable(figure: Metric, term: Term | None) -> int | float:
    """Return the value of a figure for comparison: a fraction of 1 is converted to per cent.

    One catalog writes an accuracy as 0.761, another as 76.1; the vocabulary states for which
    metrics both are usual.
    """
    if term is not None and term.fraction and figure.unit is None and abs(figure.value) <= 1:
        return round(figure.value * 100, 10)
    return figure.value


def best_metric(
    subject: Subject, metric: str, dataset: str | None, names: Names
) -> tuple[Result, Metric] | None:
    """Return the best figure of a metric, the first of equal ones, or ``None``."""
    found = metric_values(subject, metric, dataset, names)
    if not found:
        return None
    term = names.term("metrics", metric)
    choose = min if term is not None and term.higher_is_better is False else max
    return choose(found, key=lambda pair: comparable(pair[1], term))
