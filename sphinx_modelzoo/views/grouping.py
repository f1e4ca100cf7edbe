"""The groupings of a table, and which of them readers narrow it by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from sphinx_modelzoo.query.names import NameKind
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.views.authoring import as_names, as_text
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.labels import N_, Label, as_label
from sphinx_modelzoo.views.values import framework_label

if TYPE_CHECKING:
    from sphinx_modelzoo.plugins import Guard

Names = Callable[[Subject], Sequence[str]]
Title = Callable[[str, TableContext], str]


@dataclass(frozen=True)
class Grouping:
    """A way to group rows, by the name that users type.

    ``names`` gives the groups that a subject belongs to, as the catalog writes them; ``title`` is
    a group's heading in the language of the view; ``kind`` says which names are one group.
    ``facet`` is the place of its list of values on the page, and the list's label; ``None`` where
    readers do not narrow tables by it; of a ``range`` they choose the least and the greatest
    number. ``label`` names what is grouped by, where that is not built in.
    """

    name: str
    names: Names
    title: Title
    kind: NameKind
    plural: str
    facet: tuple[int, Label] | None
    range: bool = False
    label: Label = ""

    def guarded(self, guard: Guard) -> Grouping:
        """Return the grouping of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        if self.kind not in get_args(NameKind):
            raise ValueError(f"kind is one of {get_args(NameKind)}, not {self.kind!r}")
        what = f"grouping “{self.name}”"
        names = guard.call(what, self.names, as_names, (), lambda subject: subject.model.id)
        title = guard.call(f"title of {what}", self.title, as_text, self.name)
        return replace(self, names=names, title=title, label=self.label or self.name)


def grouping(
    name: str,
    *,
    title: Title = lambda name, context: name,
    kind: NameKind = "",
    plural: str = "",
    facet: tuple[int, Label | Mapping[str, str]] | None = None,
    label: Label | Mapping[str, str] = "",
) -> Callable[[Names], Names]:
    """Mark a function as what names the groups of a subject; see :class:`Grouping`.

    :param name: what users type.
    :param title: returns the heading of a group for readers.
    :param kind: the vocabulary in which two names may mean one group.
    :param plural: another name that users may type.
    :param facet: the place of its list among those by which readers narrow tables, and its label.
    :param label: what is grouped by, where it has no label in the package.
    """

    def marked(names: Names) -> Names:
        place = (int(facet[0]), as_label(facet[1])) if facet else None
        made = Grouping(name, names, title, kind, plural, place, label=as_label(label))
        return mark(names, (name, made))

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
