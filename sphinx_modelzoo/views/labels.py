"""The words of the tool itself: column heads, section titles, notices.

English is written in the code and is the message id; other languages are gettext catalogs in
``locale/``, compiled when the package is built. A project's own words come before them. Sphinx,
MkDocs and the command all ask here, so that none depends on another's translation machinery.
"""

from __future__ import annotations

import functools
import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from sphinx_modelzoo.schema.languages import LocalizedText, locale_name, normalize_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.abc import Traversable

    from sphinx_modelzoo.registry import Registry

DOMAIN = "sphinx_modelzoo"
_Catalog: TypeAlias = gettext.NullTranslations


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the translators where it is translated only later."""
    return message


class Borrowed(str):
    """A label in another language than the reader's, which has none."""

    language: str

    @classmethod
    def of(cls, text: str, language: str) -> Borrowed:
        """Make a label of a text in a language."""
        made = cls(text)
        made.language = language
        return made


class _Missing(_Catalog):
    """The end of a catalog: a message without a translation there is an empty text."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@dataclass(frozen=True)
class OwnWords:
    """A project's own words in one language, as a compiled catalog.

    They come before those of the package.
    """

    language: str
    data: bytes

    @cached_property
    def catalog(self) -> _Catalog:
        """Return the catalog."""
        return _ending(gettext.GNUTranslations(io.BytesIO(self.data)))


class Labels:
    """The labels of one language.

    Called with an English message it gives the message in its language, or one that is
    :class:`Borrowed` from the next language that has it, English at last.

    :param catalogs: those to ask, each with its language.
    """

    __slots__ = ("_catalogs", "language")

    def __init__(self, language: str, catalogs: Sequence[tuple[str, _Catalog]]) -> None:
        self.language = language
        self._catalogs = catalogs

    def __call__(self, message: str) -> str:
        """Return the message in this language."""
        return self._first(message, lambda catalog: catalog.gettext(message))

    def gettext(self, message: str) -> str:
        """Return the message in this language."""
        return self(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of the message that fits the count."""
        english = singular if count == 1 else plural
        return self._first(english, lambda one: one.ngettext(singular, plural, count))

    def _first(self, english: str, ask: Callable[[_Catalog], str]) -> str:
        for language, catalog in self._catalogs:
            if found := ask(catalog):
                return found if language == self.language else Borrowed.of(found, language)
        return english if self.language == "en" else Borrowed.of(english, "en")

    @property
    def translated(self) -> bool:
        """Return True if there is a catalog for this language; English needs none."""
        return self.language == "en" or any(one == self.language for one, _ in self._catalogs)

    @property
    def separator(self) -> str:
        """Return the separator of list items: ``", "``, or what the language has."""
        return str(self.gettext(", "))

    def join(self, items: Iterable[str]) -> str:
        """Join items into one text, separated as this language does."""
        known = list(items)
        joined = self.separator.join(known)
        languages = {one.language if isinstance(one, Borrowed) else "" for one in known}
        language = languages.pop() if len(languages) == 1 else ""
        return Borrowed.of(joined, language) if language else joined

    def noted(self, text: str, note: str) -> str:
        """Add a remark in brackets to a text: ``COCO (test-dev)``."""
        return self.gettext("{text} ({note})").format(text=text, note=note)

    def pair(self, label: str, value: str) -> str:
        """Join a label and its value: ``input size: 416x416``."""
        return self.gettext("{label}: {value}").format(label=label, value=value)


Label: TypeAlias = "str | LocalizedText"
"""A label: an English message of the package, or the words of a catalog."""


def as_label(words: Label | Mapping[str, str]) -> Label:
    """Return a label from what a decorator was given: a message, or words by language.

    :raises ValueError: for an unknown language, or for anything else.
    """
    if isinstance(words, str | LocalizedText):
        return words
    if not isinstance(words, Mapping) or not words or {*map(type, words.values())} != {str}:
        raise ValueError(f"expected a text, or one per language, got {words!r}")
    return LocalizedText.from_mapping(words)


def label_text(label: Label, labels: Labels) -> str:
    """Return a label in the language of the reader."""
    if isinstance(label, str):
        return labels(label)
    text, language = label.best(labels.language)
    return Borrowed.of(text, language) if language else text


def labels(language: str, registry: Registry | None = None) -> Labels:
    """Return the labels of a language, English where nothing else has them.

    :param language: any spelling of a language (``zh``, ``zh_CN``, ``zh-Hans``); an
        invalid tag gets English, too, since a label does not justify stopping a build.
    :param registry: that of the build, which has the project's own words.
    """
    try:
        normalized = normalize_language(language)
    except ValueError:
        normalized = "en"
    own = registry[OwnWords] if registry is not None else {}
    return _labels_of(normalized, tuple(own[one] for one in _chain(normalized) if one in own))


def _chain(language: str) -> tuple[str, ...]:
    return (language, "zh") if language.startswith("zh-") else (language,)


@functools.lru_cache(maxsize=64)
def _labels_of(language: str, own: tuple[OwnWords, ...]) -> Labels:
    catalogs: list[tuple[str, _Catalog]] = []
    for one in _chain(language):
        catalogs += [(one, words.catalog) for words in own if words.language == one]
        if (shipped := _shipped(one)) is not None:
            catalogs.append((one, shipped))
    return Labels(language, catalogs)


def _shipped(language: str) -> _Catalog | None:
    """Return the package's catalog of a language; none where it has none, or is not compiled."""
    try:
        with shipped_catalog(language).open("rb") as stream:
            return _ending(gettext.GNUTranslations(stream))
    except OSError:
        # English is better than no page.
        return None


def shipped_catalog(language: str) -> Traversable:
    """Return the file of the package's compiled words of a language, which may not exist."""
    folder = resources.files("sphinx_modelzoo") / "locale" / locale_name(language)
    return folder / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _ending(catalog: _Catalog) -> _Catalog:
    catalog.add_fallback(_Missing())
    return catalog
