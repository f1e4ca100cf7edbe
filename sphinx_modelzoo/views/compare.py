"""The comparison of models: facts and figures, as plain data for a page's script."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sphinx_modelzoo.query.fields import comparable
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Paragraph, Prose, Words
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import label_text
from sphinx_modelzoo.views.own_fields import own_key
from sphinx_modelzoo.views.parts import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model, Result
    from sphinx_modelzoo.views.content import Cell

FACTS = (
    "summary", "tasks", "year", "venue", "collection", "publisher", "license", "params", "flops",
    "languages", "framework", "tags", "added", "updated",
)  # fmt: skip
"""The columns that are facts to compare, in their order."""

Figure = tuple[str, str, str, "float | int", int, str]
"""Dataset, metric, value as shown, value, direction, conditions.

The direction is 1 where more is better, -1 where less is, 0 where it is not known.
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
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._context = TableContext(catalog, language)
        keys = (*FACTS, *map(own_key, catalog.fields.shown))
        self._columns = {key: catalog.registry[ColumnSpec][key] for key in keys}
        self.facts = {
            key: label_text(one.label, self._context.labels) for key, one in self._columns.items()
        }
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
            name=_name(subject),
            facts={key: text for key, cell in cells if (text := _text(cell))},
            figures=[figure for result in subject.results for figure in _figures(result, context)],
        )


def part_of(model_id: str, count: int) -> int:
    """Return the part that a model is in; the script of a page finds it by the same sum."""
    return sum(map(ord, model_id)) % count


def _subjects(model: Model) -> Iterator[tuple[str, Subject]]:
    yield model.id, Subject(model)
    for variant in model.variants:
        yield f"{model.id}/{variant.id}", Subject(model, variant)


def _name(subject: Subject) -> str:
    variant = subject.variant
    return subject.model.name if variant is None else variant.name or variant.id


def _text(cell: Cell) -> str:
    """Return the words of a cell of facts."""
    parts: list[str] = []
    for block in cell.blocks:
        if isinstance(block, Prose):
            parts.append(plain_text(block.text))
        elif isinstance(block, Paragraph):
            for inline in block.inlines:
                words = inline if isinstance(inline, Words) else getattr(inline, "words", None)
                prose = plain_text(inline.text) if isinstance(inline, Prose) else " "
                parts.append(words.text if words else prose)
    return "".join(parts)


def _figures(result: Result, context: TableContext) -> Iterator[Figure]:
    dataset = result.dataset
    vocabularies = context.catalog.vocabularies
    name = values.dataset_text(vocabularies, dataset, context.labels) if dataset else ""
    conditions = [
        context.pair(
            context.condition(key), value if isinstance(value, str) else values.format_number(value)
        )
        for key, value in result.conditions.items()
    ]
    said = context.separator.join(conditions)
    for metric, figure in result.metrics.items():
        term = context.names.term("metrics", metric)
        better = None if term is None else term.higher_is_better
        direction = 0 if better is None else 1 if better else -1
        yield (
            name,
            context.metric(metric),
            context.figure(metric, figure),
            comparable(figure, term),
            direction,
            said,
        )
