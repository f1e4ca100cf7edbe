"""The comparison of models: facts and figures, as plain data for a page's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.quantities import COUNTS, OPERATIONS, SIZES, rounded
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.automatic_columns import metric_kind
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Paragraph, Prose
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import label_text
from sphinx_modelzoo.views.own_columns import own_key
from sphinx_modelzoo.views.parts import plain_inlines
from sphinx_modelzoo.views.subject_names import subject_names, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model, Result
    from sphinx_modelzoo.views.content import Cell

FACTS = (
    "summary", "tasks", "license", "year", "venue", "collection", "publisher", "base-model",
    "languages", "framework", "tags", "added", "since", "until",
    "updated",
)  # fmt: skip
"""The columns that are facts to compare, in their order."""

_SIZES = (("params", COUNTS), ("flops", OPERATIONS), ("size", SIZES))

Figure = tuple[str, str, str, "float | int | None", int, str, "float | int", str]
"""Dataset, metric, value as shown, value, direction, variant and conditions, unit's size, unit.

The direction is 1 where more is better, -1 where less is, 0 where it is not known. Values of one
metric are all in one unit (:class:`~sphinx_modelzoo.query.scales.Scale`), and None where they
cannot be; the size is that of the unit in which the figure is shown, so that differences can be
given in it. That unit is how the value as shown ends.
"""


_PART = 250


class ComparedEntry(TypedDict):
    """A model or variant: its name, facts by key, how good it is, and how fast and large."""

    name: str
    facts: dict[str, str]
    figures: list[Figure]
    sizes: list[Figure]


class Comparison:
    """The facts and figures that the models of a catalog are compared by, in one language.

    Its entries are those of models by id, and of their variants as ``model/variant``; they come
    in parts of about 250 models, all of which are written again when one of them changes.

    :ivar facts: the labels of the facts by key.
    :ivar members: the models of each part.
    :ivar shared: what every part depends on besides its members: units and names that are chosen
        by the whole catalog.
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._context = TableContext(catalog, language)
        keys = (*FACTS, *map(own_key, catalog.fields.shown))
        self._columns = {key: catalog.registry[ColumnSpec][key] for key in keys}
        self.facts = {
            key: label_text(one.label, self._context.labels) for key, one in self._columns.items()
        }
        self.shared = (
            self._context.names.chosen_units(),
            subject_names(catalog).repeated,
        )
        count = -(-len(catalog.models) // _PART) or 1
        self.members: list[list[Model]] = [[] for _ in range(count)]
        for model in catalog.models:
            self.members[part_of(model.id, count)].append(model)

    def part(self, number: int) -> dict[str, ComparedEntry]:
        """Return the entries of a part."""
        return {
            key: self._entry(subject)
            for model in self.members[number]
            for key, subject in _subjects(model)
        }

    def _entry(self, subject: Subject) -> ComparedEntry:
        context = self._context
        cells = ((key, one.cell(subject, context)) for key, one in self._columns.items())
        figures: list[Figure] = []
        speeds: list[Figure] = []
        for variant, result in subject.owned_results:
            for metric, figure in _figures(result, whose(subject, variant), context):
                if metric_kind(context.names.key("metrics", metric), context.names) == "score":
                    figures.append(figure)
                else:
                    speeds.append(_without_dataset(figure, context))
        return ComparedEntry(
            name=context.subject_name(subject.model, subject.variant),
            facts={key: text for key, cell in cells if (text := _text(cell))},
            figures=figures,
            sizes=[*speeds, *self._sizes(subject)],
        )

    def _sizes(self, subject: Subject) -> Iterator[Figure]:
        """Yield the numbers that are better the smaller they are; those of variants as a range."""
        context = self._context
        for key, steps in _SIZES:
            column = context.catalog.registry[ColumnSpec][key]
            cell = column.cell(subject, context)
            text = _text(cell)
            if not text:
                continue
            label = label_text(column.label, context.labels)
            if not isinstance(cell.sort, int) or "\u2013" in text:
                yield ("", label, text, None, -1, "", 1, "")
                continue
            number, step = rounded(cell.sort, steps)
            unit = text.removeprefix(number)
            yield ("", label, text, cell.sort, -1, "", 1000 ** steps.index(step), unit)


def part_of(model_id: str, count: int) -> int:
    """Return the part that a model is in; the script of a page finds it by the same sum."""
    return sum(map(ord, model_id)) % count


def _subjects(model: Model) -> Iterator[tuple[str, Subject]]:
    yield model.id, Subject(model)
    for variant in model.variants:
        yield f"{model.id}/{variant.id}", Subject(model, variant)


def _text(cell: Cell) -> str:
    """Return the words of a cell of facts."""
    return "".join(
        plain_inlines(block.inlines if isinstance(block, Paragraph) else (block,))
        for block in cell.blocks
        if isinstance(block, Paragraph | Prose)
    )


def _without_dataset(figure: Figure, context: TableContext) -> Figure:
    """Return the figure of a speed, which is not headed by a dataset, but may name one."""
    dataset, metric = figure[:2]
    return ("", context.noted(metric, dataset) if dataset else metric, *figure[2:])


def _figures(result: Result, owner: str, context: TableContext) -> Iterator[tuple[str, Figure]]:
    """Yield the metric of each figure of a result, as the catalog writes it, and the figure."""
    dataset = result.dataset
    vocabularies = context.catalog.vocabularies
    name = values.dataset_text(vocabularies, dataset, context.labels) if dataset else ""
    conditions = context.conditions(result)
    said = context.separator.join([owner, *conditions] if owner else conditions)
    for metric, figure in result.metrics.items():
        scale = context.names.scale(metric)
        factor = scale.factor(metric, figure)
        better = None if scale.term is None else scale.term.higher_is_better
        direction = 0 if better is None else 1 if better else -1
        text, unit = context.figure_parts(metric, figure)
        yield (
            metric,
            (
                name,
                context.metric(metric),
                text + unit,
                scale.value(metric, figure),
                direction,
                said,
                1 if factor is None or factor == 1 else float(factor),
                unit,
            ),
        )
