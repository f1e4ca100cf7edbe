"""The types of values in a catalog entry: ids, links, texts, quantities.

Each is a pydantic type whose error has a stable code and a hint what to write instead. Error types
are the last parts of the problem codes: ``link.scheme`` becomes ``modelzoo.link.scheme``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from sphinx_modelzoo.guards import MAX_NAME, forbidden_character, is_whole_url
from sphinx_modelzoo.schema.languages import (
    LocalizedText,
    normalize_language,
    normalize_model_language,
)
from sphinx_modelzoo.schema.quantities import COUNTS, OPERATIONS, parse_bytes, parse_count

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_MAX_LENGTH = MAX_NAME
ID = re.compile(rf"{ID_PATTERN}\Z")


def _error(code: str, message: str, hint: str = "", **context: object) -> PydanticCustomError:
    # The message template is ours; values go in as context, so that braces in them are harmless.
    return PydanticCustomError(code, message, {**context, "hint": hint})


def _id(value: Any) -> str:
    if not isinstance(value, str):
        raise _not_text(value, "an id")
    if not ID.match(value):
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")[:ID_MAX_LENGTH]
        hint = "lower-case letters and digits, joined by single hyphens"
        if suggestion and ID.match(suggestion):
            hint += f": “{suggestion}”"
        raise _error("id.malformed", "invalid id “{value}”", hint, value=value)
    if len(value) > ID_MAX_LENGTH:
        raise _error(
            "id.malformed",
            "the id is too long: {length} characters",
            f"at most {ID_MAX_LENGTH}",
            length=len(value),
        )
    return value


def _not_text(value: Any, what: str = "text") -> PydanticCustomError:
    if what == "a number" and value is not None:
        hint = ""
    elif isinstance(value, bool):
        hint = "YAML reads an unquoted yes, no, on, off as true or false: put it in quotes"
    elif isinstance(value, float):
        hint = "an unquoted 2004.10930 is a number that loses its zero: put it in quotes"
    elif isinstance(value, int | datetime.date):
        hint = f'put it in quotes: "{value}"'
    elif value is None:
        hint = "remove the field if it has no value"
    else:
        hint = ""
    kind = {type(None): "nothing", dict: "a mapping", list: "a list", bool: "true or false"}.get(
        type(value), "a number" if isinstance(value, int | float) else f"a {type(value).__name__}"
    )
    return _error("type", "expected {what}, got {kind}", hint, what=what, kind=kind)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _not_text(value)
    stripped = value.strip()
    if not stripped:
        raise _error("text.blank", "the text is blank", "add text, or remove the field")
    if character := forbidden_character(stripped):
        raise _error(
            "text.control",
            "invalid character {character} in a text",
            "remove it",
            character=character,
        )
    return stripped


def _alias(value: Any) -> str:
    alias = _line(value)
    if len(alias) > ID_MAX_LENGTH and ID.match(alias):
        # It was an id: the page that redirects to the new one is named after it.
        raise _error(
            "id.malformed",
            "an alias that is an old id is too long: {length} characters",
            f"at most {ID_MAX_LENGTH}",
            length=len(alias),
        )
    return alias


def _line(value: Any) -> str:
    """Join a text to one line: YAML's ``>`` leaves a line break for a blank line."""
    return " ".join(_string(value).split())


def _text(value: Any) -> LocalizedText:
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, str):
        return LocalizedText.plain(_string(value))
    if not isinstance(value, dict):
        raise _not_text(value, "text or a mapping of language to text")
    if not value:
        raise _error("text.blank", "no language is given", "write {en: …, zh: …} or plain text")
    entries: dict[str | None, str] = {}
    errors: list[InitErrorDetails] = []
    for tag, words in value.items():
        where: tuple[str, ...] = (str(tag), "[key]")
        try:
            language = _language(tag)
            if language in entries:
                raise _error(
                    "language.repeated",
                    "duplicate language “{tag}”",
                    "keep one of them",
                    tag=language,
                )
            where = (str(tag),)
            entries[language] = _string(words)
        except PydanticCustomError as error:
            # Each language's error is reported, at its place.
            errors.append({"type": error, "loc": where, "input": words})
    if errors:
        raise ValidationError.from_exception_data("text", errors)
    return LocalizedText(tuple(entries.items()))


def _language(value: Any) -> str:
    return _tag(value, normalize_language)


def _model_language(value: Any) -> str:
    return _tag(value, normalize_model_language)


def _tag(value: Any, normalize: Callable[[str], str]) -> str:
    # pydantic 2.7 passes a second argument to every validator that accepts one.
    if value is False:
        raise _error(
            "language.unknown",
            "an unquoted no is the value false, not Norwegian",
            'put it in quotes: "no"',
        )
    try:
        return normalize(value) if isinstance(value, str) else _fail()
    except ValueError:
        raise _error(
            "language.unknown",
            "unknown language “{value}”",
            "use a tag such as en, zh, ja, fr",
            value=str(value),
        ) from None


def _fail() -> str:
    raise ValueError


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_SCHEMES = ("http:", "https:", "mailto:")


def _url(value: Any) -> str:
    url = _string(value)
    if re.search(r"[\s<>\"\\`{}|^]", url):
        raise _error(
            "link.malformed",
            "invalid link “{url}”",
            "a link cannot contain spaces, quotes or brackets",
            url=url,
        )
    found = _SCHEME.match(url)
    if found and found.group().lower() not in _SCHEMES:
        raise _error(
            "link.scheme",
            "unsupported link scheme “{scheme}”",
            "use https:, http:, mailto: or a relative link",
            scheme=found.group(),
        )
    if url.startswith("//") or re.match(r"https?:(?!//[^/])", url, re.IGNORECASE):
        raise _error(
            "link.malformed", "incomplete link “{url}”", "write https://host/path", url=url
        )
    if not is_whole_url(url):
        raise _error(
            "link.malformed",
            "invalid host or port in “{url}”",
            "write https://host/path",
            url=url,
        )
    return url


def parse_quantity(value: Any) -> int:
    """Parse a count of parameters or operations: ``25600000``, ``"25.6M"``, ``"4.1G"``.

    :raises PydanticCustomError: when it is neither, or negative.
    """
    if isinstance(value, str) and (found := parse_count(value)) is not None:
        value = found
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e24:
        raise _error(
            "quantity",
            "invalid count “{value}”",
            'write a number, or one with K, M, G, B or T: "25.6M"',
            value=str(value),
        )
    return round(value)


def parse_size(value: Any) -> int:
    """Parse a file size into bytes: ``102400``, ``"97.8 MB"``, ``"1.2 GiB"``.

    :raises PydanticCustomError: when it is neither, or negative.
    """
    if isinstance(value, str) and (found := parse_bytes(value)) is not None:
        value = found
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e18:
        raise _error(
            "quantity",
            "invalid file size “{value}”",
            'write bytes, or a number with its unit: "97.8 MB"',
            value=str(value),
        )
    return round(value)


def _number(value: Any) -> int | float:
    if isinstance(value, str) and re.match(r"[-+]?[0-9]+e[-+]?[0-9]{1,3}\Z", value, re.IGNORECASE):
        value = float(value)  # YAML 1.1 reads 1e-3, without a point, as text
    if isinstance(value, str):
        raise _error(
            "metric.number",
            "invalid number “{value}”",
            "write the number alone; a unit or “>” goes into {value: …, unit: …, comparator: …}",
            value=value,
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _not_text(value, "a number")
    if value != value or value in (float("inf"), float("-inf")):
        raise _error("metric.number", "the number is not finite", "remove it")
    return value


def _scalar(value: Any) -> str | int | float:
    """Parse a condition: a text or number; a boolean or date becomes the text that it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value)
    return _string(value)


def listed(value: Any) -> Any:
    """Wrap a single text or mapping in a list, as the short form of a list of one."""
    return [value] if isinstance(value, str | dict) else value


_ARXIV = re.compile(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:)?"
    r"(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?\Z",
    re.IGNORECASE,
)


def _arxiv(value: Any) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        raise _error(
            "arxiv.unquoted",
            "the unquoted arXiv id is a number and may have lost a zero",
            'put it in quotes: arxiv: "2004.10930"',
        )
    text = _string(value)
    found = _ARXIV.match(text)
    if not found:
        raise _error(
            "arxiv.malformed",
            "invalid arXiv id “{value}”",
            'write it as "2004.10934" or "cs/0112017"',
            value=text,
        )
    return found.group(1)


def _doi(value: Any) -> str:
    text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", _string(value), flags=re.I)
    if not re.match(r"10\.\d{4,9}/[^\s\"<>\\]+\Z", text):
        raise _error("doi.malformed", "invalid DOI “{value}”", "write 10.1000/xyz", value=text)
    return text


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}\Z", value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            value = value.strip()
    raise _error("date", "invalid date “{value}”", "write it as 2021-12-31", value=str(value))


def _sha256(value: Any) -> str:
    text = _string(value).lower()
    if not re.match(r"[0-9a-f]{64}\Z", text):
        raise _error("sha256", "invalid SHA-256 checksum", "write 64 hexadecimal digits")
    return text


_TEXT_SCHEMA = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "minLength": 1},
        },
    ]
}
_STRING_SCHEMA = {"type": "string", "minLength": 1}
_COUNT_SCHEMA = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}


class Value(NamedTuple):
    """A mark on a field's type that says what its value is; :mod:`.shape` reads it.

    ``words`` name it in the manual; ``steps`` are the powers of a thousand in which it is written.
    """

    words: str
    kind: Literal["value", "text", "link", "quantity", "own"] = "value"
    steps: tuple[str, ...] = ()


ORDERED = "ordered"
"""A mark on lists whose order matters, so that they are not sets."""

Id = Annotated[
    str,
    BeforeValidator(_id),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_MAX_LENGTH},
    ),
    Value("id"),
]
String = Annotated[str, BeforeValidator(_line), WithJsonSchema(_STRING_SCHEMA), Value("string")]
Lines = Annotated[str, BeforeValidator(_string), WithJsonSchema(_STRING_SCHEMA), Value("string")]
Text = Annotated[
    LocalizedText, BeforeValidator(_text), WithJsonSchema(_TEXT_SCHEMA), Value("text", "text")
]
Language = Annotated[
    str, BeforeValidator(_language), WithJsonSchema(_STRING_SCHEMA), Value("language")
]
ModelLanguage = Annotated[
    str, BeforeValidator(_model_language), WithJsonSchema(_STRING_SCHEMA), Value("language")
]
Alias = Annotated[str, BeforeValidator(_alias), WithJsonSchema(_STRING_SCHEMA), Value("string")]
Url = Annotated[
    str,
    BeforeValidator(_url),
    WithJsonSchema({"type": "string", "format": "uri-reference"}),
    Value("address", "link"),
]
Count = Annotated[
    int,
    BeforeValidator(parse_quantity),
    WithJsonSchema(_COUNT_SCHEMA),
    Value("count", "quantity", COUNTS),
]
Operations = Annotated[
    int,
    BeforeValidator(parse_quantity),
    WithJsonSchema(_COUNT_SCHEMA),
    Value("count", "quantity", OPERATIONS[:5]),
]
Size = Annotated[
    int,
    BeforeValidator(parse_size),
    WithJsonSchema(_COUNT_SCHEMA),
    Value("file size", "quantity", ("", " KB", " MB", " GB", " TB")),
]
Number = Annotated[
    int | float, BeforeValidator(_number), WithJsonSchema({"type": "number"}), Value("number")
]
Scalar = Annotated[
    str | int | float,
    BeforeValidator(_scalar),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
    Value("string or number"),
]
Arxiv = Annotated[str, BeforeValidator(_arxiv), WithJsonSchema(_STRING_SCHEMA), Value("arXiv id")]
Doi = Annotated[str, BeforeValidator(_doi), WithJsonSchema(_STRING_SCHEMA), Value("DOI")]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
    Value("date"),
]
Own = Annotated[Any, WithJsonSchema({}), Value("value of an own field", "own")]
"""A value that a catalog's own declaration describes; it is checked once all files are read."""
Sha256 = Annotated[
    str,
    BeforeValidator(_sha256),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    Value("SHA-256 sum"),
]
