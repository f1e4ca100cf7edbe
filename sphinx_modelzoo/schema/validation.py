"""Pydantic's errors as issues that say what is wrong and what to write instead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from sphinx_modelzoo.problems.codes import CODES, PREFIX
from sphinx_modelzoo.problems.messages import LONGEST, nearest, plain
from sphinx_modelzoo.schema.shape import Field, shape_of
from sphinx_modelzoo.yamltext.locating import Issue

T = TypeVar("T")

_BRANCHES = ("bool", "str", "int", "float")
_EXPECTED = {
    "bool_type": "true or false",
    "dataclass_type": "a mapping of fields",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "string_type": "a text",
    "tuple_type": "a list",
}
_SHOWN = 4


def validate(kind: type[T], data: Any) -> tuple[T | None, list[Issue]]:
    """Validate data as an object of a class of the schema.

    :returns: the object, or ``None`` with the issues.
    """
    try:
        hashable: Any = kind
        adapter: TypeAdapter[T] = _adapter(hashable)
        return adapter.validate_python(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_issue(kind, detail) for detail in _without_branches(details)]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _without_branches(details: Sequence[ErrorDetails]) -> Iterable[ErrorDetails]:
    """Drop the errors of other branches of a union, as that a text is not a boolean."""
    for detail in details:
        path = detail["loc"]
        rivals = (other["loc"] for other in details if other is not detail)
        if (
            path
            and path[-1] in _BRANCHES
            and any(
                other[: len(path) - 1] == path[:-1] and len(other) >= len(path) for other in rivals
            )
        ):
            continue
        yield detail


def _issue(kind: type, detail: ErrorDetails) -> Issue:
    code, path, value = detail["type"], detail["loc"], detail["input"]
    context = detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    if code == "missing":
        about = _fields(_class_at(kind, path[:-1])).get(name)
        hint = about.description.rstrip(".") if about else ""
        return Issue.of(
            "field.missing", f"missing field “{name}”", hint[:1].lower() + hint[1:], path[:-1]
        )
    if code in ("unexpected_keyword_argument", "invalid_key"):
        hint = _place_for(kind, path, value)
        return Issue.of("field.unknown", f"unknown field “{plain(name)}”", hint, path, True)
    if PREFIX + code in CODES:
        at_name = path[-1:] == ("[key]",)
        path = path[:-1] if at_name else path
        hint = plain(str(context.get("hint", "")))
        return Issue.of(code, plain(detail["msg"]), hint, path, at_name)
    if code == "literal_error":
        choices = [
            word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")
        ]
        guess = nearest(value[:100], choices) if isinstance(value, str) else ""
        hint = " ".join(filter(None, [guess, f"use one of {', '.join(choices)}"]))
        return Issue.of("choice", f"invalid value “{plain(str(value))}”", hint, path)
    if code in ("greater_than_equal", "less_than_equal"):
        limit = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return Issue.of("range", f"{plain(str(value))} is out of range", limit, path)
    expected = _EXPECTED.get(code)
    if expected is None:
        return Issue.of("type", plain(detail["msg"]), "", path)
    hint = _hint(code, value) or _example(kind, path, code, value)
    return Issue.of("type", f"expected {expected}, got {_kind(value)}", hint, path)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = ((str, "text"), (int, "a number"), (float, "a number"), (dict, "a mapping"))
    names += ((list, "a list"), (datetime.date, "a date"))  # type: ignore[assignment]
    return next((name for kind, name in names if isinstance(value, kind)), "something else")


def _hint(code: str, value: object) -> str:
    if value is None:
        return "remove the field if it has no value"
    if code == "tuple_type":
        return "write [one, two], or one item per line after “- ”"
    if code == "int_type" and isinstance(value, str) and value.strip().isdigit():
        return f"write it without quotes: {value.strip()}"
    return ""


def _example(root: type, path: Sequence[str | int], code: str, value: object) -> str:
    """Return the form of an expected mapping: its name, with its first fields."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return ""
    if code == "dict_type":
        return f"write {names[-1]}: {{name: value}}"
    if code != "dataclass_type":
        return ""
    fields = _fields(_class_at(root, path))
    shown = ", ".join(f"{name}: …" for name in list(fields)[:_SHOWN])
    rest = ", …" if len(fields) > _SHOWN else ""
    form = f"{{{shown}{rest}}}"
    if isinstance(value, list):
        return f"one mapping, without “- ” or brackets: {form}"
    return f"write {form}" if fields else ""


def _fields(kind: type | None) -> Mapping[str, Field]:
    return shape_of(kind) if kind is not None else {}


def _class_at(kind: type | None, path: Sequence[str | int]) -> type | None:
    """Return the class of the schema that a path leads to."""
    for part in path:
        field = _fields(kind).get(part) if isinstance(part, str) else None
        if field is not None:
            kind = field.record
    return kind


def _place_for(root: type, path: Sequence[str | int], value: object) -> str:
    """Suggest the field that was meant, or the one that a misplaced field belongs in."""
    kind = _class_at(root, path[:-1])
    name = str(path[-1])[:100]
    fields = _fields(kind)
    inner = {field.name: _fields(field.record) for field in fields.values()}
    homes = [field for field, names in inner.items() if name in names]
    if homes:
        return f"“{name}” belongs in “{homes[0]}”"
    if name in _fields(root):
        return f"“{name}” belongs one level up: check its indentation"
    guess = nearest(name, fields)
    if guess:
        return guess
    if "metrics" in fields and isinstance(value, int | float):
        return f"a figure belongs in “metrics”: {{{plain(name)}: {value}}}"
    known = ", ".join(fields)
    return f"known fields: {known}" if len(known) < LONGEST else ""
