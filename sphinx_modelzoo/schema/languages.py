"""Language tags and names, and text in more than one language.

``zh``, ``zh_CN``, ``zh-Hans`` and ``cn`` are one language here, and so are ``en`` and ``en_US``:
documentation tools, browsers and people write them all. Which languages there are, and what they
are called, is what CLDR says.
"""

from __future__ import annotations

import logging
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError, get_global

from sphinx_modelzoo.problems.messages import Message, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Traditional Chinese is a separate language: its readers do not want simplified labels.
_ALIASES = {
    "cn": "zh",
    "zh-cn": "zh",
    "zh-hans": "zh",
    "zh-hans-cn": "zh",
    "zh-sg": "zh",
    "zh-hans-sg": "zh",
    "chinese": "zh",
    "tw": "zh-hant",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "english": "en",
    "jp": "ja",
    "kr": "ko",
}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*\Z")
# Languages whose name is more than its first part.
_WHOLE = ("zh-hant", "pt-br")
_LOCALES = {"zh": "zh_CN", "zh-hant": "zh_TW", "pt-br": "pt_BR"}


def normalize_language(tag: str) -> str:
    """Return the normalized tag of a language, however it is written.

    :param tag: a BCP 47 tag or a POSIX locale, such as ``zh_CN``, ``zh-Hans``, ``cn``, ``en_US``.
    :returns: a lower-case tag: ``zh`` (simplified), ``zh-hant``, ``en``, ``pt-br``, ``fr`` …
    :raises ValueError: for a language that CLDR does not name.
    """
    language = _normalized(tag)
    if language is None or not _is_named(language):
        raise ValueError(Message("“{tag}” is not a language tag", tag=tag))
    return language


def normalize_model_language(tag: str) -> str:
    """Return the normalized tag of a language that a model handles.

    Models support more languages than pages are translated to: any three-letter code of ISO 639-3
    is accepted, as model cards use them, whether CLDR names the language or not.

    :raises ValueError: when it is not a language tag.
    """
    language = _normalized(tag)
    if language is None or (len(language) == 2 and not _is_named(language)):
        raise ValueError(Message("“{tag}” is not a language tag", tag=tag))
    return language


@lru_cache(maxsize=1024)
def _normalized(tag: str) -> str | None:
    """Return the lower-case tag without script and region, or ``None`` if it is not a tag."""
    folded = tag.strip().replace("_", "-").casefold().partition(".")[0].partition("@")[0]
    if folded in _ALIASES:
        return _ALIASES[folded]
    if not _TAG.match(folded):
        return None
    for whole in _WHOLE:
        if folded == whole or folded.startswith(f"{whole}-"):
            return whole
    language = folded.partition("-")[0]
    if _is_named(language):
        return language
    # An older or longer code of a language: eng, zho, iw.
    current = str(get_global("language_aliases").get(language, language))
    return current.partition("_")[0].casefold()


def _is_named(language: str) -> bool:
    return language in ("en", "zh") or language in _names("en")


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, str]:
    """Return the names of all languages in one of them, by their normalized tags."""
    locale = {"zh": "zh_Hans", "zh-hant": "zh_Hant", "pt-br": "pt_BR"}.get(language, language)
    try:
        names = Locale.parse(locale).languages
    except (ValueError, UnknownLocaleError):
        return {}
    return {tag.replace("_", "-").casefold(): name for tag, name in names.items()}


def language_name(language: str, reader: str) -> str:
    """Return the name of a normalized language for a reader of another one.

    :returns: CLDR's name in the reader's language, else in English, else the tag.
    """
    return _names(reader).get(language) or _names("en").get(language) or language


def find_language(name: str) -> str | None:
    """Return the normalized language with this tag, or this English or Chinese name."""
    try:
        return normalize_language(name)
    except ValueError:
        folded = name.strip().casefold()
        named = _by_name()
        return named.get(folded) or named.get(re.sub("文$", "语", folded))


def nearest_language(name: str) -> str | None:
    """Return the language whose English or Chinese name is most like a word, or ``None``."""
    found = nearest_name(name.strip().casefold(), _by_name(), likeness=0.75)
    return find_language(name) or (_by_name()[found] if found else None)


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    found = {"汉语": "zh"}
    for reader in ("en", "zh"):
        for tag, name in _names(reader).items():
            # Of English (UK) and the like only the language matters.
            found.setdefault(name.casefold(), _normalized(tag) or tag)
    return found


def html_language(language: str) -> str:
    """Return the value of an HTML ``lang`` attribute for a normalized language."""
    return {"zh": "zh-CN", "zh-hant": "zh-TW", "pt-br": "pt-BR"}.get(language, language)


def language_tag(tag: str) -> str:
    """Return a language as it is spelled, with hyphens: ``zh-Hans``, ``en-GB``.

    Spellings that only people know become those of HTML: ``cn`` is ``zh-CN``.

    :raises ValueError: for a language that CLDR does not name.
    """
    language = normalize_language(tag)
    spelled = tag.strip().partition(".")[0].partition("@")[0].replace("_", "-")
    try:
        Locale.parse(spelled, sep="-")
    except (ValueError, UnknownLocaleError):
        return html_language(language)
    return spelled


def own_name(tag: str, *, whole: bool = False) -> str:
    """Return what a language is called in itself: ``中文``, or as a whole ``中文 (简体)``.

    :param tag: a tag from :func:`language_tag`.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return tag
    name = locale.display_name if whole else locale.language_name
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def open_graph_locale(tag: str) -> str:
    """Return a language as ``og:locale`` wants it, with a territory: ``zh_CN``, ``en_US``."""
    language, _, rest = tag.partition("-")
    territory = next((part for part in rest.split("-") if re.fullmatch("[A-Za-z]{2}", part)), "")
    if not territory:
        likely = get_global("likely_subtags")
        known = likely.get(tag.replace("-", "_")) or likely.get(language) or ""
        territory = str(known).rpartition("_")[2]
    return f"{language}_{territory.upper()}" if territory else language


def locale_name(language: str) -> str:
    """Return the gettext locale of a normalized language: ``zh_CN`` for ``zh``."""
    return _LOCALES.get(language, language)


def fallback_chain(language: str) -> tuple[str, ...]:
    """Return the languages to try, best first, for content in ``language``."""
    chain = [language]
    if language.startswith("zh"):
        chain += ["zh", "zh-hant"]
    chain += [language.partition("-")[0], "en", "zh"]
    return tuple(dict.fromkeys(chain))


def quiet_jieba() -> None:
    """Silence jieba's messages about loading its dictionary; errors still show.

    To be called after the host has imported it: the import sets its logger to debug.
    """
    if "jieba" in sys.modules:
        logging.getLogger("jieba").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in one or more languages, in the order of the catalog.

    ``entries`` pairs a normalized language (``None`` for a text without one) with the words.
    """

    entries: tuple[tuple[str | None, str], ...]

    def __reduce__(self) -> tuple[type[LocalizedText], tuple[object]]:
        """Return what is pickled, which is faster than what a dataclass with slots does itself."""
        return LocalizedText, (self.entries,)

    @classmethod
    def plain(cls, text: str) -> LocalizedText:
        """Make a text without a language."""
        return cls(((None, text),))

    @classmethod
    def from_mapping(cls, texts: Mapping[str, str]) -> LocalizedText:
        """Make a text from a mapping of languages, which are normalized, to words."""
        return cls(tuple((normalize_language(tag), text) for tag, text in texts.items()))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that it has."""
        return tuple(language for language, _ in self.entries if language)

    def get(self, language: str) -> str | None:
        """Return the text in exactly this language, or the text without a language."""
        for wanted in (language, None):
            for name, text in self.entries:
                if name == wanted:
                    return text
        return None

    def best(self, language: str) -> tuple[str, str | None]:
        """Return the best text for a reader of ``language``.

        :returns: the words, and their language where it differs from the one asked for.
        """
        exact = self.get(language)
        if exact is not None:
            return exact, None
        for wanted in fallback_chain(language):
            for name, text in self.entries:
                if name == wanted:
                    return text, name
        name, text = self.entries[0]
        return text, name

    def values(self) -> Iterable[str]:
        """Return the words in every language."""
        return (text for _, text in self.entries)

    def to_data(self) -> str | dict[str, str]:
        """Return it as the catalog writes it: a text, or a mapping of languages."""
        if len(self.entries) == 1 and self.entries[0][0] is None:
            return self.entries[0][1]
        return {language or "en": text for language, text in self.entries}


def in_language(address: str | LocalizedText, language: str) -> str:
    """Return an address for a reader of ``language``."""
    return address if isinstance(address, str) else address.best(language)[0]


def addresses(address: str | LocalizedText) -> tuple[str, ...]:
    """Return an address in every language that it is given in."""
    return (address,) if isinstance(address, str) else tuple(address.values())
