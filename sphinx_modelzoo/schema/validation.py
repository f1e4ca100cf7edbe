"""Pydantic's errors as issues that say what is wrong and what to write instead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import is_pydantic_dataclass
from pydantic_core import ErrorDetails

from sphinx_modelzoo.problems.codes import CODES, PREFIX
from sphinx_modelzoo.problems.messages import Message, nearest, plain
from sphinx_modelzoo.schema.field_places import class_at, fields_of, place_for
from sphinx_modelzoo.schema.near_values import near_figure, near_value, other_names
from sphinx_modelzoo.schema.value_slips import slip_in
from sphinx_modelzoo.yamltext.locating import Issue
from sphinx_modelzoo.yamltext.lookalikes import half_width, lookalike

T = TypeVar("T")

_BRANCHES = ("bool", "str", "int", "float")
_EXPECTED = {
    "bool_type": Message("true or false"),
    "dataclass_type": Message("a mapping of fields"),
    "dict_type": Message("a mapping"),
    "float_type": Message("a number"),
    "int_from_float": Message("a whole number"),
    "int_parsing": Message("a whole number"),
    "int_type": Message("a whole number"),
    "string_type": Message("a text"),
    "tuple_type": Message("a list"),
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
        about = fields_of(class_at(kind, path[:-1])).get(name)
        hint = about.description.rstrip(".") if about else ""
        return Issue.of(
            "field.missing",
            Message("missing field “{name}”", name=name),
            hint[:1].lower() + hint[1:],
            path[:-1],
        )
    if code in ("unexpected_keyword_argument", "invalid_key"):
        hint = _glued(path) or place_for(kind, path, value)
        return Issue.of(
            "field.unknown", Message("unknown field “{name}”", name=plain(name)), hint, path, True
        )
    near = _near(kind, path, value) or slip_in(_field_at(path), code, value)
    if PREFIX + code in CODES:
        at_name = path[-1:] == ("[key]",)
        path = path[:-1] if at_name else path
        glued = _glued(path) if at_name or value is None else ""
        hint = glued or (not at_name and near) or plain(context.get("hint", ""))
        return Issue.of(code, plain(context.get("said", detail["msg"])), hint, path, at_name)
    if code == "literal_error":
        choices = [
            word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")
        ]
        hint = Message("use one of {names}", names=", ".join(choices))
        if meant := _choice(value, choices):
            hint = Message("{meant} {hint}", meant=meant, hint=hint)
        return Issue.of(
            "choice", Message("invalid value “{value}”", value=plain(str(value))), hint, path
        )
    if code in ("greater_than_equal", "less_than_equal"):
        limit = (
            Message("at least {lowest}", lowest=context["ge"])
            if "ge" in context
            else Message("at most {highest}", highest=context["le"])
        )
        return Issue.of(
            "range", Message("{value} is out of range", value=plain(str(value))), limit, path
        )
    expected = _EXPECTED.get(code)
    if expected is None:
        return Issue.of("type", plain(detail["msg"]), near, path)
    hint = (value is None and _glued(path)) or near or _hint(code, value)
    hint = hint or _example(kind, path, code, value)
    return Issue.of(
        "type",
        Message("expected {expected}, got {got}", expected=expected, got=_kind(value)),
        hint,
        path,
    )


def _field_at(path: Sequence[str | int]) -> str:
    """Return the field that a path leads to, or the one whose short form it is in."""
    names = [part for part in path if isinstance(part, str) and part != "[key]"]
    return next((name for name in reversed(names) if other_names("fields", name)), "")


def _choice(value: object, choices: Sequence[str]) -> str:
    if not isinstance(value, str):
        return ""
    meant = next((name for name in other_names("choices", value[:100]) if name in choices), None)
    return Message("did you mean “{name}”?", name=meant) if meant else nearest(value[:100], choices)


def _glued(path: Sequence[str | int]) -> str:
    """Return a hint for a field whose full-width colon made it one word with its value."""
    for part in path:
        if isinstance(part, str) and "：" in part:
            name, _, value = part.partition("：")
            written = plain(f"{half_width(name).strip()}: {half_width(value).strip()}").strip()
            return Message("“：” is a full-width colon: write {written}", written=written)
        if isinstance(part, str) and part[:1].isspace() and (hint := lookalike(part)):
            return hint
    return ""


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _near(kind: Any, path: Sequence[str | int], value: object) -> str:
    """Return how to write a value that is nearly right, or an empty string."""
    hint: Any = kind
    many = ""
    for place, part in enumerate(path if is_pydantic_dataclass(kind) else ()):
        cls = class_at(kind, path[:place])
        field = fields_of(cls).get(part) if isinstance(part, str) else None
        if field is not None:
            hint, many = _hints(cls)[field.name], field.many
            if field.record is not None:
                many = ""
    if path[-1:] == ("value",) and (figure := near_figure(value)):
        return figure

    def accepts(candidate: object) -> bool:
        given: object = candidate
        if many:
            given = {"x": candidate} if many == "mapping" else [candidate]
        try:
            _adapter(hint).validate_python(given)
        except ValidationError:
            return False
        return True

    return near_value(value, accepts)


def _kind(value: object) -> str:
    if value is None:
        return Message("nothing")
    if isinstance(value, bool):
        return Message(Message("true or false"))
    names = (
        (str, Message("text")),
        (int, Message("a number")),
        (float, Message("a number")),
        (dict, Message("a mapping")),
    )
    names += ((list, Message("a list")), (datetime.date, Message("a date")))  # type: ignore[assignment]
    return next(
        (name for kind, name in names if isinstance(value, kind)), Message("something else")
    )


def _hint(code: str, value: object) -> str:
    if value is None:
        return Message("remove the field if it has no value")
    if code == "tuple_type":
        return Message("write [one, two], or one item per line after “- ”")
    if code == "int_type" and isinstance(value, str) and value.strip().isdigit():
        return Message("write it without quotes: {written}", written=value.strip())
    return ""


def _example(root: type, path: Sequence[str | int], code: str, value: object) -> str:
    """Return the form of an expected mapping: its name, with its first fields."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return ""
    if code == "dict_type":
        return Message("write {names}: {{name: value}}", names=names[-1])
    if code != "dataclass_type":
        return ""
    fields = fields_of(class_at(root, path))
    shown = ", ".join(f"{name}: …" for name in list(fields)[:_SHOWN])
    rest = ", …" if len(fields) > _SHOWN else ""
    form = f"{{{shown}{rest}}}"
    if isinstance(value, list):
        return Message("one mapping, without “- ” or brackets: {form}", form=form)
    return Message("write {written}", written=form) if fields else ""
