"""The types of values in a catalog entry: ids, links, texts, quantities.

Each is a pydantic type whose error has a stable code and a hint what to write instead (see
:mod:`.parsing`).
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

from sphinx_modelzoo.guards import MAX_NAME
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.quantities import COUNTS, OPERATIONS, parse_bytes, parse_count
from sphinx_modelzoo.schema.value_parsing import ID as ID
from sphinx_modelzoo.schema.value_parsing import ID_MAX_LENGTH as ID_MAX_LENGTH
from sphinx_modelzoo.schema.value_parsing import (
    ID_PATTERN,
    not_text,
    parse_alias,
    parse_base,
    parse_id,
    parse_language,
    parse_line,
    parse_model_language,
    parse_picture,
    parse_string,
    parse_text,
    parse_url,
    value_error,
)


def parse_quantity(value: Any) -> int:
    """Parse a count of parameters or operations: ``25600000``, ``"25.6M"``, ``"4.1G"``.

    :raises PydanticCustomError: when it is neither, or negative.
    """
    if isinstance(value, str) and (found := parse_count(value)) is not None:
        value = found
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e24:
        raise value_error(
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
        raise value_error(
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
        raise value_error(
            "metric.number",
            "invalid number “{value}”",
            "write the number alone; a unit or “>” goes into {value: …, unit: …, comparator: …}",
            value=value,
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise not_text(value, "a number")
    if value != value or value in (float("inf"), float("-inf")):
        raise value_error("metric.number", "the number is not finite", "remove it")
    return value


def _scalar(value: Any) -> str | int | float:
    """Parse a text or number; a boolean or date becomes the text that it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value)
    return parse_string(value)


def _condition(value: Any) -> str | int | float | LocalizedText:
    return parse_text(value) if isinstance(value, dict) else _scalar(value)


def listed(value: Any) -> Any:
    """Wrap a single text or mapping in a list, as the short form of a list of one."""
    return [value] if isinstance(value, str | dict) else value


def listed_words(value: Any) -> Any:
    """Split a text at its commas, Chinese ones too, as the options of a table are split."""
    return _split(value, _COMMAS)


def listed_names(value: Any) -> Any:
    """Split a text at its Chinese commas; a plain one may be part of a name."""
    return _split(value, _WIDE_COMMAS)


_COMMAS = re.compile(r"[,，、；]")
_WIDE_COMMAS = re.compile(r"[，、；]")


def _split(value: Any, commas: re.Pattern[str]) -> Any:
    if isinstance(value, list):
        # A Chinese comma between two words of a list is a plain one that was typed wide.
        return [word for item in value for word in _parted(item, _WIDE_COMMAS)]
    return _parted(value, commas) if isinstance(value, str) else listed(value)


def _parted(value: Any, commas: re.Pattern[str]) -> list[Any]:
    if not isinstance(value, str) or not commas.search(value):
        return [value]
    return [word.strip() for word in commas.split(value) if word.strip()] or [value]


_ARXIV = re.compile(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:)?"
    r"(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?\Z",
    re.IGNORECASE | re.ASCII,
)


def _arxiv(value: Any) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        raise value_error(
            "arxiv.unquoted",
            "the unquoted arXiv id is a number and may have lost a zero",
            'put it in quotes: arxiv: "2004.10930"',
        )
    text = parse_string(value)
    found = _ARXIV.match(text)
    if not found:
        raise value_error(
            "arxiv.malformed",
            "invalid arXiv id “{value}”",
            'write it as "2004.10934" or "cs/0112017"',
            value=text,
        )
    return found.group(1)


def _doi(value: Any) -> str:
    text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", parse_string(value), flags=re.I)
    if not re.match(r"10\.[0-9]{4,9}/[^\s\"<>\\]+\Z", text):
        raise value_error(
            "doi.malformed",
            "invalid DOI “{value}”",
            "it is “10.”, four digits or more, “/” and the rest, as on the page of the paper",
            value=text,
        )
    return text


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            value = value.strip()
    raise value_error("date", "invalid date “{value}”", "write it as 2021-12-31", value=str(value))


def _version(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise value_error(
            "version.unquoted",
            "the unquoted version is a number and may have lost a zero",
            'put it in quotes: "3.10"',
        )
    text = parse_line(value)
    if len(text) > MAX_NAME or any(quote in text for quote in "\"'“”‘’"):
        shown = text if len(text) <= MAX_NAME else f"{text[:MAX_NAME]}…"
        raise value_error(
            "version.malformed", "invalid version “{value}”", 'write it as "3.0"', value=shown
        )
    return text


def _sha256(value: Any) -> str:
    text = parse_string(value).lower()
    if not re.match(r"[0-9a-f]{64}\Z", text):
        raise value_error("sha256", "invalid SHA-256 checksum", "write 64 hexadecimal digits")
    return text


def _md5(value: Any) -> str:
    # Unquoted, one of digits alone is a number to YAML, or 123e45… an infinite one.
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise value_error("md5", "the unquoted MD5 checksum is a number", "put it in quotes")
    text = parse_string(value).lower()
    if not re.match(r"[0-9a-f]{32}\Z", text):
        raise value_error("md5", "invalid MD5 checksum", "write 32 hexadecimal digits")
    return text


_STRING_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1}
_SCALAR_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_URL_SCHEMA: dict[str, Any] = {"type": "string", "format": "uri-reference"}


# Of the form of a language, so that the fields of a mapping are not taken for languages.
_LANGUAGE_PATTERN = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"


def _in_languages(schema: dict[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a value, or one such value per language."""
    several = {"type": "object", "minProperties": 1, "additionalProperties": schema}
    return {"anyOf": [schema, _by_language(schema) if strict else several]}


def _by_language(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a mapping of languages to values."""
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {_LANGUAGE_PATTERN: schema},
        "additionalProperties": False,
    }


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


class After(NamedTuple):
    """A mark on a field of a derived class: the field that it follows."""

    name: str


Id = Annotated[
    str,
    BeforeValidator(parse_id),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_MAX_LENGTH},
    ),
    Value("id"),
]
String = Annotated[
    str, BeforeValidator(parse_line), WithJsonSchema(_STRING_SCHEMA), Value("string")
]
Lines = Annotated[
    str, BeforeValidator(parse_string), WithJsonSchema(_STRING_SCHEMA), Value("string")
]
Text = Annotated[
    LocalizedText,
    BeforeValidator(parse_text),
    WithJsonSchema(_in_languages(_STRING_SCHEMA)),
    Value("text", "text"),
]
Language = Annotated[
    str, BeforeValidator(parse_language), WithJsonSchema(_STRING_SCHEMA), Value("language")
]
ModelLanguage = Annotated[
    str, BeforeValidator(parse_model_language), WithJsonSchema(_STRING_SCHEMA), Value("language")
]
Alias = Annotated[
    str, BeforeValidator(parse_alias), WithJsonSchema(_STRING_SCHEMA), Value("string")
]
Url = Annotated[
    str | LocalizedText,
    BeforeValidator(parse_url),
    WithJsonSchema(_in_languages(_URL_SCHEMA, strict=True)),
    Value("address", "link"),
]
PictureUrl = Annotated[
    str | LocalizedText,
    BeforeValidator(parse_picture),
    WithJsonSchema(_in_languages(_URL_SCHEMA, strict=True)),
    Value("address", "link"),
]
BaseId = Annotated[
    str | LocalizedText,
    BeforeValidator(parse_base),
    WithJsonSchema(_in_languages(_URL_SCHEMA, strict=True)),
    Value("id or address", "link"),
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
    WithJsonSchema(_SCALAR_SCHEMA),
    Value("string or number"),
]
Condition = Annotated[
    str | int | float | LocalizedText,
    BeforeValidator(_condition),
    WithJsonSchema({"anyOf": [_SCALAR_SCHEMA, _by_language(_STRING_SCHEMA)]}),
    Value("text or number", "own"),
]
Arxiv = Annotated[str, BeforeValidator(_arxiv), WithJsonSchema(_STRING_SCHEMA), Value("arXiv id")]
Doi = Annotated[str, BeforeValidator(_doi), WithJsonSchema(_STRING_SCHEMA), Value("DOI")]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
    Value("date"),
]
Version = Annotated[
    str,
    BeforeValidator(_version),
    WithJsonSchema({**_STRING_SCHEMA, "maxLength": MAX_NAME}),
    Value("version"),
]
Own = Annotated[Any, WithJsonSchema({}), Value("value of an own field", "own")]
"""A value that a catalog's own declaration describes; it is checked once all files are read."""
Sha256 = Annotated[
    str,
    BeforeValidator(_sha256),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    Value("SHA-256 sum"),
]
Md5 = Annotated[
    str,
    BeforeValidator(_md5),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{32}$"}),
    Value("MD5 sum"),
]
