"""What a repair is, and how it accesses the texts and links of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import DraftChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    """Yield the texts that are written for readers: summary, abstract, description."""
    yield from text_slots(draft, ("summary", "abstract", "description"))


def all_slots(draft: Draft, wanted: Callable[[str], object]) -> Iterator[Slot]:
    """Yield the texts in a draft that are ``wanted``, wherever they are."""
    yield from _walk(draft, draft.data, "", wanted)


def link_slots(draft: Draft) -> Iterator[Slot]:
    """Yield every link in a draft."""
    for slot in all_slots(draft, _may_be_link):
        name = slot.field.rpartition(".")[2]
        bare = name.partition("[")[0] in (
            "paper", "code", "links", "demo", "source", "weights", "base_model", "thumbnail",
        )  # fmt: skip
        link = "://" in slot.value or slot.value.startswith("mailto:")
        if name in ("url", "config", "log", "src", "dark") or (bare and link):
            yield slot


def _may_be_link(text: str) -> bool:
    return " " not in text and "\n" not in text


def _walk(draft: Draft, holder: Any, path: str, wanted: Callable[[str], object]) -> Iterator[Slot]:
    items = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in list(items):
        if isinstance(value, str):
            if wanted(value):
                yield Slot(draft, _below(path, key), holder, key)
        elif isinstance(value, dict | list):
            yield from _walk(draft, value, _below(path, key), wanted)


def _below(path: str, key: str | int) -> str:
    return f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}" if path else key
