"""What a repair is, and how it accesses the texts and links of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import DraftChange
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.shape import records_in, shape_of, short_form
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft


@dataclass(frozen=True)
class Repair:
    """One kind of repair.

    :param name: its name at the shell.
    :param title: what it does, for people.
    :param apply: changes drafts in place and returns what it changed.
    """

    name: str
    title: str
    apply: Callable[[Sequence[Draft]], list[DraftChange]]


@dataclass
class Slot:
    """A text in a draft, wherever it is: ``value`` can be read, and written with :meth:`set`.

    :param field: the path in the entry, as ``abstract.en`` or ``results[0].raw``.
    """

    draft: Draft
    field: str
    holder: Any
    key: str | int

    @property
    def value(self) -> str:
        """Return the text."""
        return str(self.holder[self.key])

    def set(self, value: str) -> None:
        """Replace the text."""
        self.holder[self.key] = value

    def change(self, name: str, before: str, after: str) -> DraftChange:
        """Report a repair of this text."""
        return DraftChange(name, self.draft.name, self.field, before, after, self.draft.source)


def text_slots(draft: Draft, fields: Sequence[str]) -> Iterator[Slot]:
    """Yield the texts in some fields of a draft, one for each language."""
    for field in fields:
        value = draft.data.get(field)
        if isinstance(value, str):
            yield Slot(draft, field, draft.data, field)
        elif isinstance(value, dict):
            for language, words in value.items():
                if isinstance(words, str):
                    yield Slot(draft, f"{field}.{language}", value, language)


def prose_slots(draft: Draft) -> Iterator[Slot]:
    """Yield the texts of the entry that are written for readers: summary, abstract and others."""
    # Not ``deprecated``, “true or false or text”: without its text a model would seem current.
    yield from text_slots(draft, _prose_fields())


@cache
def _prose_fields() -> tuple[str, ...]:
    fields = shape_of(Model).values()
    return tuple(field.name for field in fields if (field.kind, field.words) == ("text", "text"))


def all_slots(draft: Draft, wanted: Callable[[str], object]) -> list[Slot]:
    """Return the texts in a draft that are ``wanted``, wherever they are."""
    found: list[Slot] = []
    if _has(draft.data.values(), wanted):
        _walk(draft, draft.data, (), wanted, found)
    return found


def link_slots(draft: Draft, wanted: Callable[[str], object]) -> Iterator[Slot]:
    """Yield the links in a draft that are ``wanted``."""
    links, maybe = _link_fields()
    for slot in all_slots(draft, lambda text: _may_be_link(text) and wanted(text)):
        name = slot.field.rpartition(".")[2]
        link = "://" in slot.value or slot.value.startswith("mailto:")
        if name in links or (link and name.partition("[")[0] in maybe):
            yield slot


@cache
def _link_fields() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of fields that hold links, and of those that may hold something else."""
    fields = [field for cls in records_in(Model) for field in shape_of(cls).values()]
    links = {field.name for field in fields if field.kind == "link"}
    short = {field.name for field in fields if field.record and short_form(field.record) in links}
    ids = {field.name for field in fields if field.kind == "link" and field.words != "address"}
    return frozenset(links - ids), frozenset(short | ids)


def _may_be_link(text: str) -> bool:
    return " " not in text and "\n" not in text


def _has(values: Iterable[Any], wanted: Callable[[str], object]) -> bool:
    """Return True if some text among values, however deep, is wanted: few drafts need repairs."""
    for value in values:
        kind = type(value)
        if kind is dict or kind is list:
            if _has(value.values() if kind is dict else value, wanted):
                return True
        elif isinstance(value, str) and wanted(value):
            return True
    return False


def _walk(
    draft: Draft,
    holder: Any,
    path: tuple[str | int, ...],
    wanted: Callable[[str], object],
    found: list[Slot],
) -> None:
    for key, value in holder.items() if type(holder) is dict else enumerate(holder):
        kind = type(value)
        if kind is dict or kind is list:
            _walk(draft, value, (*path, key), wanted, found)
        elif isinstance(value, str) and wanted(value):
            found.append(Slot(draft, field_path((*path, key)), holder, key))
