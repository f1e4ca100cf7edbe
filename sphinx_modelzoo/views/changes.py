"""The changes from one catalog to another: new and removed models, and changed figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Metric, Model, Result, Variant


class FigureChange(NamedTuple):
    """A figure of a model, or of one of its variants, before and after."""

    model: Model
    variant: Variant | None
    result: Result
    metric: str
    old: Metric
    new: Metric


@dataclass(frozen=True)
class CatalogChanges:
    """What is different; ``renamed`` has the old ids. All are in the order of their catalog."""

    new: tuple[Model, ...]
    gone: tuple[Model, ...]
    renamed: tuple[tuple[str, Model], ...]
    deprecated: tuple[Model, ...]
    figures: tuple[FigureChange, ...]

    def __bool__(self) -> bool:
        return any((self.new, self.gone, self.renamed, self.deprecated, self.figures))


def catalog_changes(old: Catalog, new: Catalog) -> CatalogChanges:
    """Compare two catalogs. A model with a new id is found through its old one in ``aliases``."""
    before = {
        model.id: next(
            (known for name in (model.id, *model.aliases) if (known := old.get(name))), None
        )
        for model in new.models
    }
    # An alias that is still the id of another model names that one.
    for model in new.models:
        known = before[model.id]
        if known is not None and known.id != model.id and known.id in new:
            before[model.id] = None
    names = Names(new)
    kept = {known.id for known in before.values() if known is not None}
    pairs = [(known, model) for model in new.models if (known := before[model.id]) is not None]
    return CatalogChanges(
        new=tuple(model for model in new.models if before[model.id] is None),
        gone=tuple(model for model in old.models if model.id not in kept),
        renamed=tuple((known.id, model) for known, model in pairs if known.id != model.id),
        deprecated=tuple(
            model for known, model in pairs if _is_deprecated(model) and not _is_deprecated(known)
        ),
        figures=tuple(one for known, model in pairs for one in _figures(known, model, names)),
    )


def _is_deprecated(model: Model) -> bool:
    return bool(model.deprecated or model.superseded_by)


def _figures(old: Model, new: Model, names: Names) -> Iterator[FigureChange]:
    if old.results == new.results and old.variants == new.variants:
        return
    before = {key: metric for key, _, _, _, metric in _keyed(old, names)}
    for key, variant, result, name, metric in _keyed(new, names):
        known = before.get(key, metric)
        if known != metric:
            yield FigureChange(new, variant, result, name, known, metric)


def _keyed(model: Model, names: Names) -> Iterator[tuple[Any, Variant | None, Result, str, Metric]]:
    """Yield the figures of a model with what tells them from each other."""
    for variant, result in all_results(model):
        dataset = result.dataset
        where: tuple[object, ...] = ()
        if dataset:
            where = (names.key("datasets", dataset.name), dataset.config, dataset.split)
        conditions = tuple(sorted((key, str(value)) for key, value in result.conditions.items()))
        for name, metric in result.metrics.items():
            key = (variant.id if variant else "", where, conditions, names.key("metrics", name))
            yield key, variant, result, name, metric


HEADS = {
    "new": N_("New models"),
    "gone": N_("Removed models"),
    "renamed": N_("Renamed models"),
    "deprecated": N_("Deprecated models"),
    "figures": N_("Changed figures"),
}


class ChangeLine(NamedTuple):
    """A change in words: the model's name, its id, and a description of the change."""

    name: str
    id: str
    words: str


def change_lines(
    changes: CatalogChanges, catalog: Catalog, language: str
) -> dict[str, list[ChangeLine]]:
    """Return the changes in words, by the names of :data:`HEADS`; only those that there are.

    :param catalog: the new one.
    """
    context = TableContext(catalog, language)

    def summary(model: Model) -> str:
        return context.label_words(model.summary, model.id).text if model.summary else ""

    def line(model: Model, words: str = "") -> ChangeLine:
        return ChangeLine(model.name, model.id, words)

    lines = {
        "new": [line(model, summary(model)) for model in changes.new],
        "gone": [line(model) for model in changes.gone],
        "renamed": [line(model, f"{old} → {model.id}") for old, model in changes.renamed],
        "deprecated": [
            line(model, f"→ {model.superseded_by}" if model.superseded_by else "")
            for model in changes.deprecated
        ],
        "figures": [line(one.model, _figure_words(one, context)) for one in changes.figures],
    }
    return {name: found for name, found in lines.items() if found}


def _figure_words(change: FigureChange, context: TableContext) -> str:
    subject = [change.variant.name or change.variant.id] if change.variant else []
    dataset = change.result.dataset
    subject += [context.dataset_words(dataset).text] if dataset else []
    old = context.named_figure(change.metric, change.old)
    new = context.figure(change.metric, change.new)
    return context.separator.join((*subject, f"{old} → {new}"))


def changes_data(changes: CatalogChanges) -> dict[str, Any]:
    """Return the changes for programs."""
    return {
        "new": [model.id for model in changes.new],
        "gone": [model.id for model in changes.gone],
        "renamed": [{"from": old, "to": model.id} for old, model in changes.renamed],
        "deprecated": [
            {"id": model.id, "superseded_by": model.superseded_by} for model in changes.deprecated
        ],
        "figures": [
            {
                "id": one.model.id,
                "variant": one.variant.id if one.variant else None,
                "dataset": one.result.dataset.name if one.result.dataset else None,
                "metric": one.metric,
                "old": one.old.value,
                "new": one.new.value,
            }
            for one in changes.figures
        ],
    }
