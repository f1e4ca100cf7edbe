"""The fields that filters and sort orders can name: one registry.

A query reaches what is listed here and nothing else: a name in a query is a key of :data:`FIELDS`,
never an attribute.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from sphinx_modelzoo.query.names import NameKind, Names
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.languages import addresses
from sphinx_modelzoo.schema.versions import version_key

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.scales import Scale
    from sphinx_modelzoo.schema.model import Metric, Result, Variant

Kind = Literal["text", "number", "date", "version", "list", "flag"]
Value: TypeAlias = "str | int | float | datetime.date | bool"
Values: TypeAlias = "tuple[Value, ...]"
Getter: TypeAlias = Callable[[Subject], Values]


@dataclass(frozen=True)
class QueryField:
    """A field of a model or variant that a query can name.

    ``values`` returns its values: none where it is missing, several for a list. ``names`` is the
    vocabulary that makes two of its texts equal. ``singular`` is a second name, for ``task == …``
    next to ``… in tasks``. ``scale`` is what numbers with units are compared by, to which the
    numbers of a query are converted; ``key`` converts a text of a query to the one of the values
    that it is another name of. ``order`` gives what texts are sorted by, where it is not the text;
    versions are compared by it, too.
    """

    name: str
    kind: Kind
    values: Getter
    description: str
    singular: str = ""
    names: NameKind = ""
    scale: Scale | None = None
    key: Callable[[str], str | None] | None = None
    order: Callable[[Any], object] | None = None

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
    return tuple({code.framework: None for code in subject.entry.code if code.framework})


def _has_weights(subject: Subject) -> Values:
    return (bool(subject.weights),)


def _base_models(subject: Subject) -> Values:
    return tuple(
        base.id or url for base in subject.entry.base_model for url in addresses(base.model)
    )


_FIELDS = (
    QueryField("id", "text", lambda s: (s.model.id,), "The id."),
    QueryField("name", "text", lambda s: (s.model.name,), "The name."),
    QueryField(
        "tasks",
        "list",
        lambda s: s.entry.tasks,
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
    QueryField("tags", "list", lambda s: s.entry.tags, "Its tags.", "tag"),
    QueryField("aliases", "list", lambda s: s.entry.aliases, "Old ids and other names.", "alias"),
    QueryField("collection", "text", lambda s: _given(s.entry.collection), "The collection."),
    QueryField("publisher", "text", lambda s: _given(s.entry.publisher), "Who published it."),
    QueryField(
        "license", "text", lambda s: _given(s.entry.license), "The licence, as an SPDX expression."
    ),
    QueryField(
        "languages",
        "list",
        lambda s: s.entry.languages,
        "Human languages it handles.",
        "language",
        "language",
    ),
    QueryField("frameworks", "list", _frameworks, "Frameworks of its code.", "framework"),
    QueryField("params", "number", lambda s: s.params, "Number of parameters."),
    QueryField("flops", "number", lambda s: s.flops, "Operations of one forward pass."),
    QueryField(
        "size",
        "number",
        lambda s: tuple(file.size for file in s.weights if file.size is not None),
        "Sizes of its files of weights, in bytes.",
    ),
    QueryField(
        "base_model",
        "list",
        _base_models,
        "What it was made from: ids, old ids and links.",
        names="models",
    ),
    QueryField(
        "paper",
        "text",
        lambda s: _given(s.entry.paper.title if s.entry.paper else None),
        "Title of the paper.",
    ),
    QueryField(
        "year",
        "number",
        lambda s: _given(s.entry.paper.year if s.entry.paper else None),
        "Year of the paper.",
    ),
    QueryField(
        "venue",
        "text",
        lambda s: _given(s.entry.paper.venue if s.entry.paper else None),
        "Journal or conference of the paper.",
    ),
    QueryField(
        "added", "date", lambda s: _given(s.entry.added), "Date when it was added to the zoo."
    ),
    QueryField("updated", "date", lambda s: _given(s.entry.updated), "Date of the last change."),
    QueryField(
        "since",
        "version",
        lambda s: _given(s.entry.since),
        "First version of the zoo that has it.",
        order=version_key,
    ),
    QueryField(
        "until",
        "version",
        lambda s: _given(s.entry.until),
        "Last version of the zoo that has it.",
        order=version_key,
    ),
    QueryField(
        "variant",
        "text",
        lambda s: _given(s.variant.id if s.variant else None),
        "Id of the variant, in a table of variants.",
    ),
    QueryField(
        "deprecated", "flag", lambda s: (bool(s.entry.deprecated),), "Whether it is deprecated."
    ),
    QueryField(
        "has_paper", "flag", lambda s: (s.entry.paper is not None,), "Whether it has a paper."
    ),
    QueryField("has_code", "flag", lambda s: (bool(s.entry.code),), "Whether it links to code."),
    QueryField("has_demo", "flag", lambda s: (s.entry.demo is not None,), "Whether it has a demo."),
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

    def values(subject: Subject) -> Values:
        found = metric_figures(subject, metric, dataset, names)
        return tuple(one.value for one in found if one.value is not None)

    return QueryField(METRIC, "number", values, "A metric.", scale=names.scale(metric))


class MetricFigure(NamedTuple):
    """A figure of a metric, with the variant and result that it belongs to.

    ``value`` is the figure in the unit of the metric's scale; ``None`` where it is in a unit that
    cannot be converted.
    """

    variant: Variant | None
    result: Result
    name: str
    metric: Metric
    value: int | float | None


def metric_figures(
    subject: Subject, metric: str, dataset: str | None, names: Names
) -> list[MetricFigure]:
    """Return the figures of a metric, in the order of the catalog."""
    wanted = names.key("metrics", metric)
    on = None if dataset is None else names.key("datasets", dataset)
    scale = names.scale(metric)
    return [
        MetricFigure(variant, result, name, figure, scale.value(name, figure))
        for variant, result in subject.owned_results
        if on is None or (result.dataset and names.key("datasets", result.dataset.name) == on)
        for name, figure in result.metrics.items()
        if names.key("metrics", name) == wanted
    ]


def best_figure(
    subject: Subject, metric: str, dataset: str | None, names: Names
) -> MetricFigure | None:
    """Return the best figure of a metric, the first of equal ones, or ``None``.

    One that cannot be compared is returned only where none can.
    """
    found = metric_figures(subject, metric, dataset, names)
    known = [one for one in found if one.value is not None]
    if not known:
        return found[0] if found else None
    choose = min if names.scale(metric).lower_is_better else max
    return choose(known, key=lambda one: one.value or 0)
