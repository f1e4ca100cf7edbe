"""What readers may type to find a row of a table, beyond the words of its cells.

Names of tasks, datasets and metrics are many, and many rows have the same: a table has each once,
in all languages and as catalogs write it, and its rows have their places.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.schema.languages import LocalizedText

if TYPE_CHECKING:
    from sphinx_modelzoo.query.names import NameKind
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.context import TableContext

RowWords = tuple[str, tuple[int, ...]]
"""The words of a row's own, and the places of its names among those of the table."""

_LONGEST = 200  # characters of the words of a source that a table repeats


def search_words(
    subjects: Sequence[Subject], context: TableContext
) -> tuple[tuple[str, ...], list[RowWords]]:
    """Return the names of a table, each with its synonyms on lines, and the words of its rows."""
    places: dict[tuple[NameKind, str], int] = {}
    names: list[dict[str, None]] = []
    rows: list[RowWords] = []
    for subject in subjects:
        found: dict[int, None] = {}
        for kind, name in _named(subject):
            key = kind, context.names.key(kind, name)
            place = places.setdefault(key, len(names))
            if place == len(names):
                term = context.names.term(kind, name)
                names.append(dict.fromkeys(term.names if term else ()))
            names[place][name] = None
            found[place] = None
        words = dict.fromkeys(" ".join(word.split()) for word in _own(subject, context))
        rows.append(("\n".join(word for word in words if word), tuple(found)))
    return tuple("\n".join(every) for every in names), rows


def _named(subject: Subject) -> Iterable[tuple[NameKind, str]]:
    """Yield the names of a subject that a vocabulary may have."""
    for task in subject.entry.tasks:
        yield "tasks", task
    for result in subject.results:
        if result.task:
            yield "tasks", result.task
        if result.dataset is not None:
            yield "datasets", result.dataset.name
        for metric in result.metrics:
            yield "metrics", metric


def _own(subject: Subject, context: TableContext) -> Iterable[str]:
    model = subject.entry
    yield from subject.model.aliases
    yield from _of_paper(model)
    yield from (model.collection or "", model.publisher or "", model.license or "", *model.tags)
    yield from (code.framework or "" for code in model.code)
    for variant in subject.model.variants if subject.variant is None else ():
        yield from (variant.id, *_texts(variant.name))
    for result in subject.results:
        yield from (text[:_LONGEST] for text in _texts(result.raw))
    for field in context.catalog.fields.values():
        labels = dict(field.values)
        for value in () if field.hidden else subject.own(field.id):
            yield from _texts(value)
            yield from _texts(labels.get(str(value)))


def _of_paper(model: Model) -> Iterable[str]:
    paper = model.paper
    if paper is not None:
        yield from (paper.title or "", *paper.authors, paper.venue or "")
        yield from (paper.arxiv or "", paper.doi or "", str(paper.year or ""))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, LocalizedText):
        yield from value.values()
    elif isinstance(value, str | int | float | datetime.date) and not isinstance(value, bool):
        yield str(value)
