"""The plot: models in a plane of two quantities, as plain data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from sphinx_modelzoo.query.fields import best_figure
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.scales import figure_unit
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.units import scaled
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.content import (
    Cell,
    Column,
    Grid,
    Group,
    PageLink,
    Paragraph,
    Row,
    Words,
    model_page,
)
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.display import Axis, Plot, Point, Series
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.leaderboard import joined
from sphinx_modelzoo.views.own_columns import with_unit
from sphinx_modelzoo.views.plot_options import MODEL, PlotOptions, Quantity, check_plot, quantity
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.view import PLOT, view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.content import Blocks

_GREATEST = 1e100
_MOST_SERIES = 8  # more colours are hard to distinguish
_LABELS = {"params": N_("Parameters"), "flops": N_("FLOPs"), "year": N_("Year")}
_FORMS: dict[str, Literal["count", "flops"]] = {"params": "count", "flops": "flops"}


class _Value(NamedTuple):
    """A number in the unit of its scale, as it is written, and the unit that it is written in."""

    number: float
    text: str
    unit: str = ""


class _Found(NamedTuple):
    subject: Subject
    name: str
    x: _Value
    y: _Value
    group: str

    @property
    def fragment(self) -> str:
        variant = self.subject.variant
        return f"variant-{variant.id}" if variant else ""


@view(PLOT, PlotOptions, check_plot, essential="xy", numbering=lambda options: "figure")
def build_plot(catalog: Catalog, options: PlotOptions, language: str) -> Blocks:
    """Build the plot with its table, then how many models are not in it.

    :returns: nothing where an axis is unknown.
    """
    context = TableContext(catalog, language)
    x, y = (quantity(text, figures(catalog)) for text in (options.x, options.y))
    if x is None or y is None:
        return ()
    subjects = _subjects(catalog, options, context)
    found: list[_Found] = []
    for subject in subjects:
        pair = _value(subject, x, context), _value(subject, y, context)
        if pair[0] is not None and pair[1] is not None:
            name = context.subject_name(subject.model, subject.variant)
            group = _group(subject, options, context)
            found.append(_Found(subject, name, pair[0], pair[1], group))
    units = _usual_unit(one.x for one in found), _usual_unit(one.y for one in found)
    axes = (
        _axis(x, options.x_scale, units[0], context),
        _axis(y, options.y_scale, units[1], context),
    )
    found = [
        one._replace(
            x=_in_unit(one.x, x, units[0], context), y=_in_unit(one.y, y, units[1], context)
        )
        for one in found
    ]
    found = [one for one in found if _drawable(one.x, axes[0]) and _drawable(one.y, axes[1])]
    front = _front(found, _better(x, context), _better(y, context)) if options.pareto else []
    plot = Plot(
        *axes,
        series=_series(found, bool(options.group), context),
        front=tuple(front),
        front_label=context.say(N_("Pareto front")) if front else "",
        alt=_alt(found, front, axes, options, context),
        table=_table(found, front, axes, options, context),
        table_label=context.say(N_("The plot as a table")),
        more_label=context.say(N_("Further points, in the picture only: {count}")),
    )
    missing = len(subjects) - len(found)
    if not missing:
        return (plot,)
    text = context.labels.ngettext(
        "{count} model or variant lacks one of the two and is not shown.",
        "{count} models or variants lack one of the two and are not shown.",
        missing,
    )
    return (plot, Paragraph((Words(text.format(count=missing)),), "note"))


def _subjects(catalog: Catalog, options: PlotOptions, context: TableContext) -> list[Subject]:
    """Choose the models or variants; a model with figures of its own precedes its variants."""
    models = options.subjects(catalog, context.names)
    if options.rows == "models":
        return list(models)
    own = {subject.model.id for subject in models if subject.model.results}
    subjects: list[Subject] = []
    seen: set[str] = set()
    for subject in options.subjects(catalog, context.names, rows="variants"):
        model = subject.model
        if subject.variant is not None and model.id in own and model.id not in seen:
            subjects.append(Subject(model))
        seen.add(model.id)
        subjects.append(subject)
    return subjects


def _value(subject: Subject, wanted: Quantity, context: TableContext) -> _Value | None:
    if wanted.field == "year":
        year = subject.entry.paper.year if subject.entry.paper else None
        return None if year is None else _Value(year, str(year))
    if wanted.field.startswith(EXTRA_PREFIX):
        field = context.catalog.fields[wanted.field.removeprefix(EXTRA_PREFIX)]
        numbers = subject.own(field.id)
        return _Value(numbers[0], with_unit(numbers[0], field)) if len(numbers) == 1 else None
    if wanted.field:
        counts = subject.params if wanted.field == "params" else subject.flops
        write = values.format_count if wanted.field == "params" else values.format_flops
        # Variants of several sizes do not make a single point.
        return _Value(counts[0], write(counts[0])) if len(set(counts)) == 1 else None
    best = best_figure(subject, wanted.metric, wanted.dataset, context.names)
    if best is None or best.value is None:
        return None
    scale = context.names.scale(wanted.metric)
    unit = figure_unit(best.name, best.metric, scale.term) or scale.unit
    return _Value(best.value, context.figure(best.name, best.metric), unit)


def _usual_unit(values: Iterable[_Value]) -> str:
    """Return the unit that most values are written in: that of the axis."""
    return next((unit for unit, _ in Counter(one.unit for one in values).most_common(1)), "")


def _in_unit(value: _Value, wanted: Quantity, unit: str, context: TableContext) -> _Value:
    """Convert a value from the unit of its scale to that of an axis."""
    factor = context.names.scale(wanted.metric).factor_of(unit) if wanted.metric else None
    number = scaled(value.number, 1 / factor) if factor else value.number
    return value if number is None else value._replace(number=number)


def _group(subject: Subject, options: PlotOptions, context: TableContext) -> str:
    if not options.group:
        return ""
    if options.group == MODEL:
        return subject.model.name
    grouping = context.catalog.registry[Grouping][options.group]
    names = grouping.names(subject)
    if not names and options.group == "collection" and subject.model.variants:
        return subject.model.name  # an entry with variants is a collection of them
    return grouping.title(names[0], context) if names else ""


def _axis(wanted: Quantity, scale: str, unit: str, context: TableContext) -> Axis:
    log = scale == "log" or (not scale and wanted.field in _FORMS)
    if wanted.field.startswith(EXTRA_PREFIX):
        field = context.catalog.fields[wanted.field.removeprefix(EXTRA_PREFIX)]
        label = field.label(context.language)
        return Axis(f"{label} [{field.unit}]" if field.unit else label, "number", log)
    if wanted.field:
        label = context.say(_LABELS[wanted.field])
        return Axis(label, _FORMS.get(wanted.field, "number"), log)
    label = context.metric(wanted.metric)
    if wanted.dataset is not None:
        label = context.noted(label, context.dataset(wanted.dataset))
    if unit and fold(unit) != fold(wanted.metric):
        label = f"{label} [{unit}]"
    return Axis(label, "number", log)


def _drawable(value: _Value, axis: Axis) -> bool:
    # The length of an axis is a difference, which overflows between numbers near the greatest.
    return abs(value.number) <= _GREATEST and (value.number > 0 or not axis.log)


def _better(wanted: Quantity, context: TableContext) -> int:
    """Return 1 if more is better, -1 if less is, 0 if neither direction is better."""
    if wanted.field:
        return -1 if wanted.field in _FORMS else 0
    term = context.names.term("metrics", wanted.metric)
    if term is None or term.higher_is_better is None:
        return 0
    return 1 if term.higher_is_better else -1


def _front(found: Sequence[_Found], x: int, y: int) -> list[tuple[float, float]]:
    """Return the points that no other one beats; none where a direction is not known."""
    if not x or not y:
        return []
    points = sorted(
        {(one.x.number, one.y.number) for one in found}, key=lambda p: (-x * p[0], -y * p[1])
    )
    front: list[tuple[float, float]] = []
    for point in points:
        if not front or y * point[1] > y * front[-1][1]:
            front.append(point)
    return sorted(front)


def _series(found: Sequence[_Found], grouped: bool, context: TableContext) -> tuple[Series, ...]:
    # Points in one place hide each other: each has the names of all, or of the first few.
    names: dict[tuple[float, float], list[str]] = {}
    for one in found:
        names.setdefault((one.x.number, one.y.number), []).append(one.name)

    def point(one: _Found) -> Point:
        return _point(one, _few(names[one.x.number, one.y.number], context))

    if not grouped:
        return (Series("", tuple(map(point, found))),) if found else ()
    counts = Counter(one.group for one in found if one.group)
    # The biggest groups get a colour; the order is the catalog's.
    kept = counts if len(counts) <= _MOST_SERIES else dict(counts.most_common(_MOST_SERIES - 1))
    other = context.say("Other")
    series: dict[str, list[Point]] = {title: [] for title in counts if title in kept}
    series[other] = series.pop(other, [])
    for one in found:
        series[one.group if one.group in kept else other].append(point(one))
    return tuple(Series(title, tuple(points)) for title, points in series.items() if points)


def _point(one: _Found, names: str) -> Point:
    label = f"{names}: {one.x.text}, {one.y.text}"
    return Point(one.x.number, one.y.number, label, model_page(one.subject.model.id), one.fragment)


def _alt(
    found: Sequence[_Found],
    front: Sequence[tuple[float, float]],
    axes: Sequence[Axis],
    options: PlotOptions,
    context: TableContext,
) -> str:
    labels = context.labels
    text = labels.ngettext(
        "{count} point, {x} against {y}.", "{count} points, {x} against {y}.", len(found)
    ).format(count=len(found), x=axes[0].label, y=axes[1].label)
    sentences = [text]
    if options.caption:
        caption = labels.gettext("{sentence}.").format(sentence=options.caption.rstrip(".。"))
        sentences.insert(0, caption)
    if front:
        on = [one.name for one in _on_front(found, front)]
        names = _few(on, context)
        sentences.append(labels.gettext("On the Pareto front: {names}.").format(names=names))
    return joined(sentences, labels)


def _few(names: Sequence[str], context: TableContext) -> str:
    return context.labels.join(names[:5]) + (" …" if len(names) > 5 else "")


def _on_front(found: Sequence[_Found], front: Sequence[tuple[float, float]]) -> list[_Found]:
    return sorted(
        (one for one in found if (one.x.number, one.y.number) in set(front)),
        key=lambda one: one.x.number,
    )


def _table(
    found: Sequence[_Found],
    front: Sequence[tuple[float, float]],
    axes: Sequence[Axis],
    options: PlotOptions,
    context: TableContext,
) -> Grid:
    say = context.say
    best = set(front)
    columns = [
        Column("model", say("Model")),
        Column("x", axes[0].label, "number"),
        Column("y", axes[1].label, "number"),
    ]
    grouped = bool(options.group)
    if grouped:
        columns.append(Column("group", say(N_("Group"))))
    if best:
        columns.append(Column("front", say("Pareto front")))
    rows: list[Row] = []
    for one in found:
        link = PageLink(context.name(one.name), model_page(one.subject.model.id), one.fragment)
        cells = [
            Cell((Paragraph((link,)),)),
            *(
                Cell((Paragraph((Words(value.text, translate=False),)),), value.number)
                for value in (one.x, one.y)
            ),
        ]
        if grouped:
            cells.append(Cell((Paragraph((context.name(one.group),)),)) if one.group else Cell(()))
        if best:
            yes = (one.x.number, one.y.number) in best
            cells.append(Cell((Paragraph((Words(say(N_("yes"))),)),)) if yes else Cell(()))
        variant = one.subject.variant
        rows.append(Row(tuple(cells), one.subject.model.id, variant.id if variant else ""))
    groups = (Group("", tuple(rows)),) if rows else ()
    return Grid(tuple(columns), groups, role="points", row_header="model")
