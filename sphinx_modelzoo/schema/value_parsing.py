"""Parsing of texts, ids and links in a catalog entry.

Every error has a stable code and a hint what to write instead. Error types are the last parts of
the problem codes: ``link.scheme`` becomes ``modelzoo.link.scheme``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from sphinx_modelzoo.guards import MAX_NAME, forbidden_character, is_whole_url
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.languages import (
    LocalizedText,
    nearest_language,
    normalize_language,
    normalize_model_language,
)
from sphinx_modelzoo.schema.targets import is_inner, malformed_target

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_MAX_LENGTH = MAX_NAME
ID = re.compile(rf"{ID_PATTERN}\Z")


def is_id(text: str) -> bool:
    """Return True if a text could be the id of an entry."""
    return len(text) <= ID_MAX_LENGTH and ID.match(text) is not None


def value_error(code: str, message: str, hint: str = "", **context: object) -> PydanticCustomError:
    """Make an error with a stable code; the hint says what to write instead."""
    # The message template is ours; values go in as context, so that braces in them are harmless.
    said = Message(message, **context)
    return PydanticCustomError(code, message, {**context, "hint": hint, "said": said})


def parse_id(value: Any) -> str:
    """Parse an id."""
    if not isinstance(value, str):
        raise not_text(value, "an id")
    if not ID.match(value):
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")[:ID_MAX_LENGTH]
        hint = Message("lower-case letters and digits, joined by single hyphens")
        if suggestion and ID.match(suggestion):
            hint = Message("{text}: “{example}”", text=hint, example=suggestion)
        raise value_error("id.malformed", "invalid id “{value}”", hint, value=value)
    if len(value) > ID_MAX_LENGTH:
        raise value_error(
            "id.malformed",
            "the id is too long: {length} characters",
            Message("at most {limit}", limit=ID_MAX_LENGTH),
            length=len(value),
        )
    return value


def not_text(value: Any, what: str = "text") -> PydanticCustomError:
    """Make the error for a value that should be a text."""
    hint: str
    if what == "a number" and value is not None:
        hint = ""
    elif isinstance(value, bool):
        hint = Message("YAML reads an unquoted yes, no, on, off as true or false: put it in quotes")
    elif isinstance(value, float):
        hint = Message("an unquoted 2004.10930 is a number that loses its zero: put it in quotes")
    elif isinstance(value, int | datetime.date):
        hint = Message('put it in quotes: "{value}"', value=value)
    elif value is None:
        hint = Message("remove the field if it has no value")
    else:
        hint = ""
    kinds = {
        type(None): Message("nothing"),
        dict: Message("a mapping"),
        list: Message("a list"),
        bool: Message("true or false"),
        datetime.date: Message("a date"),
    }
    number = isinstance(value, int | float)
    other = Message("a number") if number else f"a {type(value).__name__}"
    kind = kinds.get(type(value), other)
    return value_error(
        "type", "expected {what}, got {kind}", hint, what=Message.of(what), kind=kind
    )


def parse_string(value: Any) -> str:
    """Parse a text, without blanks around it."""
    if not isinstance(value, str):
        raise not_text(value)
    stripped = value.strip()
    if not stripped:
        raise value_error("text.blank", "the text is blank", "add text, or remove the field")
    if character := forbidden_character(stripped):
        raise value_error(
            "text.control",
            "invalid character {character} in a text",
            "remove it",
            character=character,
        )
    return stripped


def parse_alias(value: Any) -> str:
    """Parse an old id or another name."""
    alias = parse_line(value)
    if len(alias) > ID_MAX_LENGTH and ID.match(alias):
        # It was an id: the page that redirects to the new one is named after it.
        raise value_error(
            "id.malformed",
            "an alias that is an old id is too long: {length} characters",
            Message("at most {limit}", limit=ID_MAX_LENGTH),
            length=len(alias),
        )
    return alias


BOOLEAN_WORDS = {True: "true yes on y 是 真 对 有 ✓ √", False: "false no off n 否 假 不 无 ✗ ×"}
"""What people write for the two, separated by spaces."""


def no_boolean_word(value: Any) -> Any:
    """Refuse a word that means true or false where a text would mean something else."""
    if isinstance(value, str):
        for words in BOOLEAN_WORDS.values():
            if value.strip().casefold() in words.split():
                raise value_error(
                    "type", "expected true, false or a reason, got “{value}”", value=value
                )
    return value


def parse_line(value: Any) -> str:
    """Join a text to one line: YAML's ``>`` leaves a line break for a blank line."""
    return " ".join(parse_string(value).split())


def parse_text(value: Any) -> LocalizedText:
    """Parse a text in one or more languages."""
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, str):
        return LocalizedText.plain(parse_string(value))
    if not isinstance(value, dict):
        raise not_text(value, "text or a mapping of language to text")
    return _by_language(value, parse_string)


def _by_language(value: dict[Any, Any], parse: Callable[[Any], str]) -> LocalizedText:
    """Parse a mapping of languages to texts or addresses; each error is reported at its place."""
    if not value:
        raise value_error(
            "text.blank", "no language is given", "write {en: …, zh: …} or plain text"
        )
    entries: dict[str | None, str] = {}
    errors: list[InitErrorDetails] = []
    for tag, words in value.items():
        where: tuple[str, ...] = (str(tag), "[key]")
        try:
            language = parse_language(tag)
            if language in entries:
                raise value_error(
                    "language.repeated",
                    "duplicate language “{tag}”",
                    "keep one of them",
                    tag=language,
                )
            where = (str(tag),)
            entries[language] = parse(words)
        except PydanticCustomError as error:
            errors.append({"type": error, "loc": where, "input": words})
    if errors:
        raise ValidationError.from_exception_data("text", errors)
    return LocalizedText(tuple(entries.items()))


def is_by_language(value: Any) -> bool:
    """Return True for a mapping whose every key is a language: ``{en: …, zh: …}``."""
    if not isinstance(value, dict) or not value:
        return False
    try:
        return all(isinstance(tag, str) and normalize_language(tag) for tag in value)
    except ValueError:
        return False


def parse_language(value: Any) -> str:
    """Parse a language of texts."""
    return _tag(value, normalize_language)


def parse_model_language(value: Any) -> str:
    """Parse a language that a model supports."""
    return _tag(value, normalize_model_language)


def _tag(value: Any, normalize: Callable[[str], str]) -> str:
    # pydantic 2.7 passes a second argument to every validator that accepts one.
    if value is False:
        raise value_error(
            "language.unknown",
            "an unquoted no is the value false, not Norwegian",
            'put it in quotes: "no"',
        )
    try:
        return normalize(value) if isinstance(value, str) else _fail()
    except ValueError:
        meant = nearest_language(value) if isinstance(value, str) else None
        raise value_error(
            "language.unknown",
            "unknown language “{value}”",
            Message("did you mean “{name}”?", name=meant)
            if meant
            else "use a tag such as en, zh, ja, fr",
            value=str(value),
        ) from None


def _fail() -> str:
    raise ValueError


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_SCHEMES = ("http:", "https:", "mailto:")


def parse_url(value: Any) -> str | LocalizedText:
    """Parse an address, or one per language."""
    if isinstance(value, LocalizedText):
        return value
    return _by_language(value, _one_url) if isinstance(value, dict) else _one_url(value)


def parse_picture(value: Any) -> str | LocalizedText:
    """Parse the address of a picture, or one per language."""
    found = parse_url(value)
    several = [found] if isinstance(found, str) else [url for _, url in found.entries]
    for url in several:
        if is_inner(url):
            raise value_error(
                "link.malformed",
                "“{url}” is not the address of a picture",
                "write a path from the documentation's root, or https://host/path",
                url=url,
            )
    return found


def parse_base(value: Any) -> str | LocalizedText:
    """Parse a base model: the id of an entry, or the address of a model elsewhere."""
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, dict):
        return _by_language(value, _one_url)
    text = parse_string(value)
    if is_id(text):
        return text
    if not re.match(r"https?:", text, re.IGNORECASE):
        hub = re.fullmatch(r"[\w.\-]+/[\w.\-]+", text, re.ASCII)
        where = f"https://huggingface.co/{text}" if hub else "https://host/path"
        raise value_error(
            "base-model.malformed",
            "invalid base model “{value}”",
            Message("use the id of an entry, or a link: {where}", where=where),
            value=text,
        )
    return _one_url(text)


def _one_url(value: Any) -> str:
    url = parse_string(value)
    if re.search(r"[\s<>\"\\`{}|^]", url):
        raise value_error(
            "link.malformed",
            "invalid link “{url}”",
            "a link cannot contain spaces, quotes or brackets",
            url=url,
        )
    if re.search(r"[，、；]\s*https?://", url, re.IGNORECASE):
        raise value_error(
            "link.malformed", "two links in one field", "write one link: https://host/path"
        )
    if re.match(r"(?:https?|mailto)(?:：|:?[／\\])|\[[^\]]*\]\(|[\w.\-]+@[\w.\-]+:", url, re.I):
        raise value_error(
            "link.malformed", "invalid link “{url}”", "write https://host/path", url=url
        )
    if is_inner(url):
        if example := malformed_target(url):
            raise value_error(
                "link.malformed",
                "invalid link “{url}”",
                Message("write {written}", written=example),
                url=url,
            )
        return url
    found = _SCHEME.match(url)
    if found and found.group().lower() not in _SCHEMES:
        raise value_error(
            "link.scheme",
            "unsupported link scheme “{scheme}”",
            "use https:, http:, mailto:, doc:, model:, leaderboard: or a relative link",
            scheme=found.group(),
        )
    if url.startswith("//") or re.match(r"https?:(?!//[^/])", url, re.IGNORECASE):
        raise value_error(
            "link.malformed", "incomplete link “{url}”", "write https://host/path", url=url
        )
    if not is_whole_url(url):
        raise value_error(
            "link.malformed",
            "invalid host or port in “{url}”",
            "write https://host/path",
            url=url,
        )
    return url
