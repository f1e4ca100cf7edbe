"""What an entry may hide from those who review it: passwords, false hosts, reversed text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.texts import catalog_texts
from sphinx_modelzoo.curation.rules.link_rules import links
from sphinx_modelzoo.curation.rules.rule import Finding, Path, RuleContext, rule
from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, plain
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.markup import mentions

if TYPE_CHECKING:
    from pathlib import Path as FilePath

CREDENTIALS = ProblemKind(
    "modelzoo.link.credentials",
    "warning",
    "A link has a user name or a password before its host; readers may take it for the host.",
    "Remove what precedes the “@”; change a password that was published.",
)
LOOKALIKE = ProblemKind(
    "modelzoo.link.lookalike-host",
    "warning",
    "The host of a link has letters that look like those of another script, as a Cyrillic “а”.",
    "Type the host by hand, or copy it from the browser's address bar.",
)
BIDI = ProblemKind(
    "modelzoo.text.bidi",
    "warning",
    "A text has a control character that reverses the order in which text is shown.",
    "Remove it: right-to-left text needs none.",
)

_NO_TEXT = frozenset((int, float, bool))
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters of other scripts that look like Latin ones, as in “раураl”.
_TWINS = frozenset("аеорсухіјѕԁӏһԛԝьгпɡɩοανρυκτιхΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")


@rule(CREDENTIALS, LOOKALIKE)
def _find_links(context: RuleContext) -> Iterator[Finding]:
    for model in context.catalog.models:
        addresses = [(link.path, link.url) for link in links(model)]
        addresses += [
            (words.path, mention.address)
            for words in context.texts[model.id]
            for mention in mentions(words.text)
        ]
        for path, url in addresses:
            parts = split_url(url)
            if "@" in parts.netloc:
                # The message does not repeat what may be a password.
                message = Message(
                    "a user name or password before the host “{hostname}”",
                    hostname=plain(parts.hostname or ""),
                )
                hint = Message("remove what precedes the “@”")
                yield Finding.of(CREDENTIALS, model.id, path, message, hint)
            if why := _lookalike(parts.hostname or ""):
                yield Finding.of(LOOKALIKE, model.id, path, why)


@rule(BIDI)
def _find_bidi(context: RuleContext) -> Iterator[Finding]:
    for place in catalog_texts(context.catalog):
        if place.file is not None:
            for version in place.versions:
                yield from _bidi("", version.path, version.words, place.file)
    for model in context.catalog.models:
        if _may_reverse(model):
            for path, text in _strings(model, ()):
                yield from _bidi(model.id, path, text)


def _may_reverse(value: Any) -> bool:
    """Return True if any text of a value reverses others: without places, which take longer."""
    kind: Any = type(value)
    if kind is str:
        return not value.isascii() and _BIDI.search(value) is not None
    if value is None or kind in _NO_TEXT:
        return False
    if kind is LocalizedText:
        return any(_may_reverse(text) for _, text in value.entries)
    if isinstance(value, Mapping):
        return any(_may_reverse(str(name)) for name in value) or any(
            map(_may_reverse, value.values())
        )
    if isinstance(value, tuple | list):
        return any(map(_may_reverse, value))
    if isinstance(value, str):
        return _may_reverse(str(value))
    return is_dataclass(value) and any(
        _may_reverse(getattr(value, name)) for name in _names_of(kind)
    )


@lru_cache(maxsize=64)
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _bidi(model: str, path: Path, text: str, file: FilePath | None = None) -> Iterator[Finding]:
    if found := _BIDI.search(text):
        message = Message(
            "invisible character U+{found:04X} reverses the text", found=ord(found.group())
        )
        yield Finding.of(BIDI, model, path, message, "remove it", file=file)


def _lookalike(host: str) -> str:
    """Say what is odd about a host, or return an empty string."""
    shown = unicode_host(host)
    for label in shown.split("."):
        letters = [char for char in label if char.isalpha() and not char.isascii()]
        scripts = dict.fromkeys(filter(None, map(_script, label)))
        if len(scripts) > 1:
            names = " and ".join(script.capitalize() for script in scripts)
            return Message(
                "the host “{shown}” mixes {names} letters", shown=plain(shown), names=names
            )
        if letters and all(char in _TWINS for char in letters):
            return Message(
                "the host “{shown}” has no Latin letters where it seems to", shown=plain(shown)
            )
    if shown != unicodedata.normalize("NFKC", shown):
        return Message("the host “{shown}” has full-width or styled letters", shown=plain(shown))
    return ""


def _script(char: str) -> str:
    """Return the script of a letter whose script has letters like those of others."""
    script = unicodedata.name(char, "").partition(" ")[0]
    return script if char.isalpha() and script in _ALIKE else ""


def unicode_host(host: str) -> str:
    """Return a host as browsers may show it, with its ``xn--`` labels decoded."""
    labels = host.split(".")
    for place, label in enumerate(labels):
        if label.casefold().startswith("xn--"):
            try:
                labels[place] = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, OverflowError):
                continue
    return ".".join(labels)


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of an entry with its place, names of metrics and conditions included."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, LocalizedText):
        for language, text in value.entries:
            yield (path if language is None else (*path, language)), text
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield path, str(name)
            yield from _strings(item, (*path, name))
    elif isinstance(value, tuple | list):
        for place, item in enumerate(value):
            yield from _strings(item, (*path, place))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name), (*path, field.name))
