"""The comparison of models: facts and figures, as plain data for a page's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Paragraph, Prose, Words
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.parts import plain_text
from sphinx_modelzoo.views.subject_names import subject_names, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model, Result
    from sphinx_modelzoo.views.content import Cell

FACTS = (
    "summary", "tasks", "year", "venue", "collection", "publisher", "license", "params", "flops",
    "size", "base-model", "languages", "framework", "tags", "added", "updated",
)  # fmt: skip
"""The columns that are facts to compare, in their order."""

Figure = tuple[str, str, str, "float | int | None", int, str, "float | int"]
"""Dataset, metric, value as shown, value, direction, variant and conditions, size of the unit.

The direction is 1 where more is better, -1 where less is, 0 where it is not known. Values of one
metric are all in one unit (:class:`~sphinx_modelzoo.query.scales.Scale`), and None where they
cannot be; the size is that of the unit in which the figure is shown, so that differences can be
given in it.
"""


_PART = 1000


class ComparedEntry(TypedDict):
    """A model or variant: its name, facts by key, and figures."""

    name: str
    facts: dict[str, str]
    figures: list[Figure]


class Comparison:
    """The facts and figures that the models of a catalog are compared by, in one language.

    Its entries are those of models by id, and of their variants as ``model/variant``; they come
    in as many parts as there are thousands of models.

    :ivar facts: the labels of the facts by key.
    :ivar members: the models of each part.
    :ivar shared: what every part depends on besides its members: units and names that are chosen
        by the whole catalog.
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._context = TableContext(catalog, language)
        self._columns = {key: catalog.registry[ColumnSpec][key] for key in FACTS}
        self.facts = {key: self._context.say(one.label) for key, one in self._columns.items()}
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
        return ComparedEntry(
            name=context.subject_name(subject.model, subject.variant),
            facts={key: text for key, cell in cells if (text := _text(cell))},
            figures=[
                figure
                for variant, result in subject.owned_results
                for figure in _figures(result, whose(subject, variant), context)
            ],
        )


def part_of(model_id: str, count: int) -> int:
    """Return the part that a model is in; the script of a page finds it by the same sum."""
    return sum(map(ord, model_id)) % count


def _subjects(model: Model) -> Iterator[tuple[str, Subject]]:
    yield model.id, Subject(model)
    for variant in model.variants:
        yield f"{model.id}/{variant.id}", Subject(model, variant)


def _text(cell: Cell) -> str:
    """Return the words of a cell of facts."""
    parts: list[str] = []
    for block in cell.blocks:
        if isinstance(block, Prose):
            parts.append(plain_text(block.text))
        elif isinstance(block, Paragraph):
            for inline in block.inlines:
                words = inline if isinstance(inline, Words) else getattr(inline, "words", None)
                parts.append(words.text if words else " ")
    return "".join(parts)


def _figures(result: Result, owner: str, context: TableContext) -> Iterator[Figure]:
    dataset = result.dataset
    vocabularies = context.catalog.vocabularies
    name = values.dataset_text(vocabularies, dataset, context.labels) if dataset else ""
    conditions = [
        context.pair(
            context.condition(key), value if isinstance(value, str) else values.format_number(value)
        )
        for key, value in result.conditions.items()
    ]
    said = context.separator.join([owner, *conditions] if owner else conditions)
    for metric, figure in result.metrics.items():
        scale = context.names.scale(metric)
        factor = scale.factor(metric, figure)
        better = None if scale.term is None else scale.term.higher_is_better
        direction = 0 if better is None else 1 if better else -1
        yield (
            name,
            context.metric(metric),
            context.figure(metric, figure),
            scale.value(metric, figure),
            direction,
            said,
            1 if factor is None or factor == 1 else float(factor),
        )
