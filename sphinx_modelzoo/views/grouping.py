"""The groupings of a table, and which of them readers narrow it by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sphinx_modelzoo.query.names import NameKind
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.values import framework_label

Names = Callable[[Subject], Sequence[str]]
Title = Callable[[str, TableContext], str]


@dataclass(frozen=True)
class Grouping:
    """A way to group rows, by the name that users type.

    ``names`` gives the groups that a subject belongs to, as the catalog writes them; ``title`` is
    a group's heading in the language of the view; ``kind`` says which names are one group.
    ``facet`` is the place of its list of values on the page, and the list's label; ``None`` where
    readers do not narrow tables by it.
    """

    name: str
    names: Names
    title: Title
    kind: NameKind
    plural: str
    facet: tuple[int, str] | None


def grouping(
    name: str,
    *,
    title: Title = lambda name, context: name,
    kind: NameKind = "",
    plural: str = "",
    facet: tuple[int, str] | None = None,
) -> Callable[[Names], Names]:
    """Mark a function as what names the groups of a subject; see :class:`Grouping`."""

    def marked(names: Names) -> Names:
        return mark(names, (name, Grouping(name, names, title, kind, plural, facet)))

    return marked


def _one(value: str | int | None) -> tuple[str, ...]:
    return () if value is None else (str(value),)


@grouping(
    "task",
    title=lambda name, context: context.task(name),
    kind="tasks",
    plural="tasks",
    facet=(1, N_("Tasks")),
)
def _tasks(subject: Subject) -> Sequence[str]:
    return subject.entry.tasks


@grouping("collection", facet=(3, N_("Collection")))
def _collection(subject: Subject) -> Sequence[str]:
    return _one(subject.entry.collection)


@grouping(
    "dataset",
    title=lambda name, context: context.dataset(name),
    kind="datasets",
    plural="datasets",
    facet=(2, N_("Datasets")),
)
def _datasets(subject: Subject) -> Sequence[str]:
    return tuple({r.dataset.name: None for r in subject.results if r.dataset})


@grouping("publisher", facet=(6, N_("Publisher")))
def _publisher(subject: Subject) -> Sequence[str]:
    return _one(subject.entry.publisher)


@grouping("license", facet=(5, N_("License")))
def _license(subject: Subject) -> Sequence[str]:
    return _one(subject.entry.license)


@grouping("year")
def _year(subject: Subject) -> Sequence[str]:
    return _one(subject.entry.paper.year if subject.entry.paper else None)


@grouping("tag", plural="tags", facet=(4, N_("Tags")))
def _tags(subject: Subject) -> Sequence[str]:
    return subject.entry.tags


@grouping(
    "framework",
    title=lambda name, context: framework_label(name),
    plural="frameworks",
    facet=(7, N_("Framework")),
)
def _frameworks(subject: Subject) -> Sequence[str]:
    return tuple({code.framework: None for code in subject.entry.code if code.framework})
