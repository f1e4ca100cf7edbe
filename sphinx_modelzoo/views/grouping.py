"""The groupings of a table: one registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sphinx_modelzoo.query.names import NameKind
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.values import framework_label


@dataclass(frozen=True)
class Grouping:
    """A way to group rows.

    ``names`` gives the groups that a subject belongs to, as the catalog writes them; ``title`` is
    a group's heading in the language of the view; ``kind`` says which names are one group.
    """

    names: Callable[[Subject], Sequence[str]]
    title: Callable[[str, TableContext], str]
    kind: NameKind = ""
    plural: str = ""


def _one(value: str | int | None) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _as_written(name: str, _: TableContext) -> str:
    return name


def _dataset_names(subject: Subject) -> tuple[str, ...]:
    return tuple({r.dataset.name: None for r in subject.results if r.dataset})


def _frameworks(subject: Subject) -> tuple[str, ...]:
    return tuple({code.framework: None for code in subject.entry.code if code.framework})


GROUPINGS: Mapping[str, Grouping] = MappingProxyType(
    {
        "task": Grouping(lambda s: s.entry.tasks, lambda n, c: c.task(n), "tasks", "tasks"),
        "collection": Grouping(lambda s: _one(s.entry.collection), _as_written),
        "dataset": Grouping(_dataset_names, lambda n, c: c.dataset(n), "datasets", "datasets"),
        "publisher": Grouping(lambda s: _one(s.entry.publisher), _as_written),
        "license": Grouping(lambda s: _one(s.entry.license), _as_written),
        "year": Grouping(
            lambda s: _one(s.entry.paper.year if s.entry.paper else None), _as_written
        ),
        "tag": Grouping(lambda s: s.entry.tags, _as_written, plural="tags"),
        "framework": Grouping(_frameworks, lambda n, _: framework_label(n), plural="frameworks"),
    }
)
"""Every grouping by the name that users type."""
