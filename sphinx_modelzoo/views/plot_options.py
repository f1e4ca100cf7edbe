"""The options of a plot, and the meaning of the words for its axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.problems.messages import Message, Problem, nearest, problem
from sphinx_modelzoo.query.names import plain
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.subjects import Rows
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.views.choice import Captioned, Choice, check_choice
from sphinx_modelzoo.views.option_parsing import (
    about,
    about_names,
    bad_value,
    one_line,
    option_problem,
    rows_of,
    switch,
)
from sphinx_modelzoo.views.options import group_of
from sphinx_modelzoo.views.ranking import NO_DATASET, figures

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.views.ranking import Figures

FIELDS = ("params", "flops", "year")
SCALES = ("linear", "log")
MODEL = "model"


def _scale(text: str) -> str:
    if text.casefold() in SCALES:
        return text.casefold()
    raise bad_value(Message("unknown scale “{text}”", text=text), "expected linear or log", 0)


def _group(text: str, registry: Registry) -> str:
    return MODEL if text.casefold() in (MODEL, "models") else group_of(text, registry)


@dataclass(frozen=True)
class PlotOptions(Captioned, Choice):
    """The options of a plot."""

    x: str = field(
        default="params",
        metadata=about(
            one_line,
            "params, flops, year, an own number, or a figure, such as ImageNet-1k Top-1.",
            order=-1,
        ),
    )
    y: str = field(default="", metadata=about(one_line, "The same for the other axis.", order=-1))
    group: str = field(
        default="",
        metadata=about_names(_group, "Group points by model, collection, task, …"),
    )
    x_scale: str = field(
        default="", metadata=about(_scale, "linear or log; log for params and flops.", "x-scale")
    )
    y_scale: str = field(default="", metadata=about(_scale, "The same for y.", "y-scale"))
    pareto: bool = field(
        default=True,
        metadata=about(switch, "Whether to join the models of the Pareto front by a line."),
    )
    rows: Rows = field(
        default="variants", metadata=about(rows_of, "A point for each of the models or variants.")
    )


class Quantity(NamedTuple):
    """The quantity of an axis: a field, which may be an own one, or a metric on a dataset."""

    field: str = ""
    metric: str = ""
    dataset: str | None = None


def quantity(text: str, known: Figures) -> Quantity | None:
    """Parse the words for an axis.

    :param text: a field; ``Top-1 Accuracy@ImageNet-1k``; or dataset and metric one after the
        other, in either order, by any name of the vocabularies: ``ImageNet-1k Top-1 Accuracy``.
    """
    word = text.casefold().replace("_", "-")
    if word in FIELDS:
        return Quantity(word)
    own = known.names.catalog.fields.find(text.removeprefix(EXTRA_PREFIX))
    if own is not None and own.type == "number":
        return Quantity(EXTRA_PREFIX + own.id)
    metric, dataset = known.names.split_metric(text)
    if dataset is not None:
        return _known(metric, dataset, known)
    words = text.split()
    for cut in range(len(words) - 1, 0, -1):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        found = _known(second, first, known) or _known(first, second, known)
        if found:
            return found
    wanted = known.names.key("metrics", text)
    everywhere = {key for name in (*known.datasets.values(), NO_DATASET) for key in known.on(name)}
    return Quantity(metric=text) if wanted in everywhere else None


def _known(metric: str, dataset: str, known: Figures) -> Quantity | None:
    """Return the metric on the dataset, if the catalog has such a figure."""
    on = known.on(dataset)
    key = known.names.key("metrics", metric)
    if key not in on:
        # “Top-1” is how people speak of the one metric there that begins like this.
        alike = [one for one in on if one.startswith(fold(metric))]
        if len(alike) != 1:
            return None
        key = alike[0]
    return Quantity(metric=on[key][0].name, dataset=dataset)


def not_drawn() -> Problem:
    """Report why a plot is shown as a table: nothing can draw it."""
    return problem("plot.matplotlib", "matplotlib is not installed: the plot is shown as a table")


def check_plot(options: PlotOptions, catalog: Catalog) -> list[Problem]:
    """Report names and quantities that no model of the catalog has."""
    known = figures(catalog)
    problems = check_choice(options, catalog)
    for axis in ("x", "y"):
        text = getattr(options, axis)
        if not text:
            hint: str = Message("for example, :y: ImageNet-1k Top-1 Accuracy")
            problems.append(option_problem(axis, "missing value: a plot needs both axes", hint))
        elif quantity(text, known) is None:
            names = [
                f"{found[0].name}@{name}"
                for name in known.datasets.values()
                for found in known.on(name).values()
            ] + [found[0].name for found in known.on(NO_DATASET).values()]
            numbers = [one.id for one in catalog.fields.values() if one.type == "number"]
            hint = nearest(plain(text), (*FIELDS, *numbers, *names)) or Message(
                "a figure is named metric@dataset"
            )
            problems.append(option_problem(axis, Message("no model has “{text}”", text=text), hint))
    return problems
