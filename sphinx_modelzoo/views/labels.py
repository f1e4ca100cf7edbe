"""The words of the tool itself: column heads, section titles, notices.

English is written in the code and is the message id; other languages are gettext catalogs in
``locale/``, compiled when the package is built. Sphinx, MkDocs and the command all ask here, so
that none of them depends on another's translation machinery.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from sphinx_modelzoo.schema.languages import LocalizedText, locale_name, normalize_language

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = "sphinx_modelzoo"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the translators where it is translated only later."""
    return message


class Labels:
    """The labels of one language.

    Called with an English message it gives the message in its language, or the English one where
    a translation is missing.
    """

    __slots__ = ("_translations", "language")

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def __call__(self, message: str) -> str:
        """Return the message in this language."""
        return self._translations.gettext(message)

    def gettext(self, message: str) -> str:
        """Return the message in this language."""
        return self._translations.gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of the message that fits the count."""
        return self._translations.ngettext(singular, plural, count)

    @property
    def translated(self) -> bool:
        """Return True if there is a catalog for this language; English needs none."""
        return self.language == "en" or isinstance(self._translations, gettext.GNUTranslations)

    @property
    def separator(self) -> str:
        """Return the separator of list items: ``", "``, or what the language has."""
        return self.gettext(", ")

    def join(self, items: Iterable[str]) -> str:
        """Join items into one text, separated as this language does."""
        return self.separator.join(items)

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
    return labels(label) if isinstance(label, str) else label.best(labels.language)[0]


@functools.lru_cache(maxsize=64)
def labels(language: str) -> Labels:
    """Return the labels of a language, English where the package has no catalog for it.

    :param language: any spelling of a language (``zh``, ``zh_CN``, ``zh-Hans``); an
        invalid tag gets English, too, since a label does not justify stopping a build.
    """
    try:
        normalized = normalize_language(language)
    except ValueError:
        normalized = "en"
    return Labels(normalized, _translations(normalized))


def _translations(language: str) -> gettext.NullTranslations:
    folder = resources.files("sphinx_modelzoo") / "locale" / locale_name(language)
    compiled = folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with compiled.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except OSError:
        # No catalog, or one that the build did not compile: English is better than no page.
        return gettext.NullTranslations()
