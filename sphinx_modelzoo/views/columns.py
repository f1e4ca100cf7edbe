"""The columns that a table can have: one registry.

A column's cell is made from a subject and the table's context. What the catalog does not say is
an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import best_metric, comparable, metric_values
from sphinx_modelzoo.query.sorting import METRIC_PREFIX
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.content import Cell, Column, Words
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.context import TableContext

CellMaker = Callable[["Subject", "TableContext"], Cell]


@dataclass(frozen=True)
class ColumnSpec:
    """A column: its key, its head (an English message), its kind and what its cells hold.

    ``kind`` is ``text`` or ``number``. ``per_row`` columns depend on the row, not on the model.
    """

    key: str
    label: str
    kind: str
    cell: CellMaker
    help: str
    per_row: bool = False


_SPECS = (
    ColumnSpec("no", N_("No."), "number", cells.nothing, "Position in the table, from 1.", True),
    ColumnSpec("name", N_("Model"), "text", cells.name, "Name, linked to the model's page."),
    ColumnSpec(
        "paper", N_("Model and paper"), "text", cells.paper, "Name, then the paper with its link."
    ),
    ColumnSpec("summary", N_("Summary"), "text", cells.summary, "The summary."),
    ColumnSpec(
        "abstract",
        N_("Abstract"),
        "text",
        cells.abstract,
        "The abstract, folded; the summary where there is none.",
    ),
    ColumnSpec("description", N_("Description"), "text", cells.description, "The description."),
    ColumnSpec("tasks", N_("Tasks"), "text", cells.tasks, "Tasks, in the reader's language."),
    ColumnSpec("datasets", N_("Datasets"), "text", cells.datasets, "Names of the datasets."),
    ColumnSpec(
        "results",
        N_("Datasets and results"),
        "text",
        cells.results,
        "Results by dataset.",
    ),
    ColumnSpec(
        "quickstart", N_("Quick start"), "text", cells.quickstart, "Links to the quick starts."
    ),
    ColumnSpec("code", N_("Code"), "text", cells.code, "Links to all code."),
    ColumnSpec("params", N_("Parameters"), "number", cells.params, "Number of parameters."),
    ColumnSpec("flops", N_("FLOPs"), "number", cells.flops, "Operations of one forward pass."),
    ColumnSpec("license", N_("License"), "text", cells.license, "Licence."),
    ColumnSpec("year", N_("Year"), "number", cells.year, "Year of the paper."),
    ColumnSpec("venue", N_("Venue"), "text", cells.venue, "Journal or conference of the paper."),
    ColumnSpec("added", N_("Added"), "text", cells.added, "When it came into the zoo."),
    ColumnSpec("updated", N_("Updated"), "text", cells.updated, "When it last changed."),
    ColumnSpec("collection", N_("Collection"), "text", cells.collection, "Collection."),
    ColumnSpec("publisher", N_("Publisher"), "text", cells.publisher, "Who published it."),
    ColumnSpec("tags", N_("Tags"), "text", cells.tags, "Tags."),
    ColumnSpec(
        "languages", N_("Languages"), "text", cells.languages, "Human languages it handles."
    ),
    ColumnSpec("framework", N_("Framework"), "text", cells.framework, "Frameworks of its code."),
    ColumnSpec("demo", N_("Demo"), "text", cells.demo, "Link to a demo."),
    ColumnSpec("weights", N_("Weights"), "text", cells.weights, "Links to files of weights."),
    ColumnSpec("size", N_("Size"), "number", cells.size, "Size of the files of weights."),
    ColumnSpec("config", N_("Configuration"), "text", cells.config, "Configuration files."),
    ColumnSpec("log", N_("Training log"), "text", cells.log, "Training logs."),
    ColumnSpec(
        "base-model", N_("Base model"), "text", cells.base_model, "What it was made from, and how."
    ),
)

COLUMNS: Mapping[str, ColumnSpec] = MappingProxyType({spec.key: spec for spec in _SPECS})
"""Every column by its key; ``metric:mAP@COCO`` columns come on top."""

DEFAULT_COLUMNS = ("no", "paper", "abstract", "results", "quickstart")


def column_spec(key: str, context: TableContext) -> ColumnSpec:
    """Return the column of a key.

    :param key: a key of :data:`COLUMNS`, or ``metric:<metric>`` with or without ``@<dataset>``.
    :raises KeyError: for an unknown column.
    """
    if key.startswith(METRIC_PREFIX):
        return _metric_column(key, context)
    return COLUMNS[key]


def column_head(spec: ColumnSpec, context: TableContext) -> Column:
    """Return the head of a column in the language of the table."""
    metric = spec.key.startswith(METRIC_PREFIX)
    return Column(spec.key, spec.label if metric else context.say(spec.label), spec.kind)


def _metric_column(key: str, context: TableContext) -> ColumnSpec:
    names = context.names
    metric, dataset = names.split_metric(key[len(METRIC_PREFIX) :])
    term = names.term("metrics", metric)
    label = context.metric(metric)
    if dataset is not None:
        label = context.noted(label, context.dataset(dataset))

    def cell(subject: Subject, context: TableContext) -> Cell:
        best = best_metric(subject, metric, dataset, names)
        if best is None:
            return cells.EMPTY
        result, figure = best
        text = context.figure(metric, figure)
        if dataset is None and result.dataset:
            found = metric_values(subject, metric, None, names)
            # Figures of several datasets are ambiguous without their names.
            if len({r.dataset.name if r.dataset else "" for r, _ in found}) > 1:
                text = context.noted(text, context.dataset(result.dataset.name))
        return cells.words(Words(text, translate=False), sort=comparable(figure, term))

    return ColumnSpec(key, label, "number", cell, "The best figure of a metric.")
