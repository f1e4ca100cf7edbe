"""The changes from one catalog to another: models, their versions and their figures."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Metric, Result, all_results
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.values import format_count, format_flops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Described, Model, Variant


_NONE = "–"


class FigureChange(NamedTuple):
    """A figure of a model, or of one of its variants, before and after."""

    model: Model
    variant: Variant | None
    result: Result
    metric: str
    old: Metric
    new: Metric


class VersionChange(NamedTuple):
    """The first or the last version of the zoo with a model or variant, before and after."""

    model: Model
    variant: Variant | None
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class CatalogChanges:
    """What is different, in the order of its catalog; ``renamed`` has the old models, too."""

    new: tuple[Model, ...]
    gone: tuple[Model, ...]
    renamed: tuple[tuple[Model, Model], ...]
    deprecated: tuple[Model, ...]
    versions: tuple[VersionChange, ...]
    figures: tuple[FigureChange, ...]

    def __bool__(self) -> bool:
        return any(vars(self).values())


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
        renamed=tuple(
            (known, model)
            for known, model in pairs
            if (known.id, known.name) != (model.id, model.name)
        ),
        deprecated=tuple(
            model for known, model in pairs if _is_deprecated(model) and not _is_deprecated(known)
        ),
        versions=tuple(one for known, model in pairs for one in _versions(known, model)),
        figures=tuple(one for known, model in pairs for one in _figures(known, model, names)),
    )


def _is_deprecated(model: Model) -> bool:
    return bool(model.deprecated or model.superseded_by)


def _versions(old: Model, new: Model) -> Iterator[VersionChange]:
    before = {one.id: one for one in old.variants}
    pairs: list[tuple[Variant | None, Described, Described]] = [(None, old, new)]
    pairs += [(one, before[one.id], one) for one in new.variants if one.id in before]
    for variant, was, now in pairs:
        for field in LIFE:
            if getattr(was, field) != getattr(now, field):
                yield VersionChange(new, variant, field, getattr(was, field), getattr(now, field))


def _figures(old: Model, new: Model, names: Names) -> Iterator[FigureChange]:
    before = {key: (name, metric) for key, _, _, name, metric in _keyed(old, names)}
    for key, variant, result, name, metric in _keyed(new, names):
        known = before.get(key)
        if known is not None and not _are_equal(known, (name, metric), names):
            yield FigureChange(new, variant, result, name, known[1], metric)


def _are_equal(one: tuple[str, Metric], other: tuple[str, Metric], names: Names) -> bool:
    """Return True if two figures say the same: 0.412 and 41.2%, 1.5 s and 1500 ms."""
    if one[1] == other[1]:
        return True
    values = [names.scale(name).value(name, metric) for name, metric in (one, other)]
    same = one[1].comparator == other[1].comparator and None not in values
    return same and math.isclose(values[0] or 0, values[1] or 0)


def _keyed(model: Model, names: Names) -> Iterator[tuple[Any, Variant | None, Result, str, Metric]]:
    """Yield the figures of a model with what tells them from each other."""
    seen: Counter[Any] = Counter()  # two of one metric may differ in their source alone
    for one in (None, *model.variants):
        for name in SIZES:
            if (size := getattr(one or model, name)) is not None:
                yield (one and one.id, name), one, Result(), name, Metric(value=size)
    for variant, result in all_results(model):
        dataset = result.dataset
        where: tuple[object, ...] = ()
        if dataset:
            where = (names.key("datasets", dataset.name), dataset.config, dataset.split)
        said = [(key, _plain(value)) for key, value in result.conditions.items()]
        conditions = tuple(sorted(said))
        for name, metric in result.metrics.items():
            key = (variant and variant.id, where, conditions, names.key("metrics", name))
            seen[key] += 1
            yield (*key, seen[key]), variant, result, name, metric


def _plain(value: object) -> str:
    """Return the value of a condition in one language: it is the same in all."""
    return value.best("en")[0] if isinstance(value, LocalizedText) else str(value)


SIZES = {"params": (N_("Parameters"), format_count), "flops": (N_("FLOPs"), format_flops)}
LIFE = {"since": N_("Since"), "until": N_("Until")}
HEADS = {
    "new": N_("New models"),
    "gone": N_("Removed models"),
    "renamed": N_("Renamed models"),
    "deprecated": N_("Deprecated models"),
    "versions": N_("Changed versions"),
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
        "renamed": [
            line(model, _name_words(old, model, context)) for old, model in changes.renamed
        ],
        "deprecated": [
            line(model, f"→ {model.superseded_by}" if model.superseded_by else "")
            for model in changes.deprecated
        ],
        "versions": [line(one.model, _version_words(one, context)) for one in changes.versions],
        "figures": [line(one.model, _figure_words(one, context)) for one in changes.figures],
    }
    return {name: found for name, found in lines.items() if found}


def _name_words(old: Model, new: Model, context: TableContext) -> str:
    pairs = ((old.id, new.id), (old.name, new.name))
    return context.separator.join(f"{one} → {other}" for one, other in pairs if one != other)


def _version_words(change: VersionChange, context: TableContext) -> str:
    subject = [change.variant.name or change.variant.id] if change.variant else []
    words = f"{change.old or _NONE} → {change.new or _NONE}"
    pair = context.pair(context.say(LIFE[change.field]), words)
    return context.separator.join((*subject, pair))


def _figure_words(change: FigureChange, context: TableContext) -> str:
    subject = [change.variant.name or change.variant.id] if change.variant else []
    dataset = change.result.dataset
    subject += [context.dataset_words(dataset).text] if dataset else []
    if size := SIZES.get(change.metric) if change.result.metrics == {} else None:
        label, form = size
        old, new = (form(int(one.value)) for one in (change.old, change.new))
        return context.separator.join((*subject, f"{context.say(label)} {old} → {new}"))
    old = context.named_figure(change.metric, change.old)
    new = context.figure(change.metric, change.new)
    return context.separator.join((*subject, f"{old} → {new}"))


def changes_data(changes: CatalogChanges) -> dict[str, Any]:
    """Return the changes for programs."""
    return {
        "new": [model.id for model in changes.new],
        "gone": [model.id for model in changes.gone],
        "renamed": [
            {"from": old.id, "to": model.id, "old_name": old.name, "new_name": model.name}
            for old, model in changes.renamed
        ],
        "deprecated": [
            {"id": model.id, "superseded_by": model.superseded_by} for model in changes.deprecated
        ],
        "versions": [
            {
                "id": one.model.id,
                "variant": one.variant.id if one.variant else None,
                "field": one.field,
                "old": one.old,
                "new": one.new,
            }
            for one in changes.versions
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
