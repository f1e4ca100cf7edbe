"""Fields of a catalog's own: declared in the head of a file, given in ``extra`` of entries.

A declaration has the shape of a vocabulary's term. What entries say is checked against it once all
files are read, since any file of the catalog may declare a field.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.dataclasses import dataclass as pydantic_dataclass
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from sphinx_modelzoo.problems.messages import Message, nearest, plain
from sphinx_modelzoo.schema.field_places import declaration
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Link
from sphinx_modelzoo.schema.pruning import Path, Pruned, prune
from sphinx_modelzoo.schema.types import Date, Number, Scalar, String, Text, Value
from sphinx_modelzoo.schema.value_parsing import value_error
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.yamltext.locating import Issue
from sphinx_modelzoo.yamltext.parsing import Builder, compose

FieldType = Literal["text", "number", "boolean", "date", "link"]
OwnValue: TypeAlias = "LocalizedText | str | int | float | bool | datetime.date | Link"

ID_PATTERN = r"[a-z][a-z0-9_]*"
_ID = re.compile(rf"{ID_PATTERN}\Z")


def own_name(name: str) -> str:
    """Fold the name of an own field as it is typed: case, ``-`` and ``_`` make no difference."""
    return name.strip().casefold().replace("-", "_")


@cache
def reserved_names(schema_version: int = 1) -> frozenset[str]:
    """Return the names that no own field can have.

    They are frozen with each version of the schema: a built-in field, column or option that is
    added later yields to an own field of its name.
    """
    text = (files(__package__) / "reserved_names.yaml").read_text(encoding="utf-8")
    root = compose(text)
    return frozenset(Builder().build(root)[schema_version]) if root is not None else frozenset()


def _field_id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.match(value):
        word = re.sub(r"[^a-z0-9]+", "_", str(value).casefold()).strip("_")
        hint = Message("a letter, then lower-case letters, digits and “_”")
        if _ID.match(word):
            hint = Message("{text}: “{example}”", text=hint, example=word)
        message = "invalid name “{value}” of an own field"
        raise value_error("own.id", message, hint, value=str(value))
    if value in reserved_names():
        hint = Message("use another one, such as “own_{value}”", value=value)
        raise value_error("own.reserved", "“{value}” is a name of the format", hint, value=value)
    return value


def _values(value: Any) -> Any:
    """Expand ``{gpu: GPU}`` and ``[cpu, gpu]`` to ``[{id: …, en: …}]``."""
    if isinstance(value, dict):
        return [
            {"id": name, **term} if isinstance(term, dict) else {"id": name, "en": term}
            for name, term in value.items()
        ]
    if isinstance(value, list):
        return [item if isinstance(item, dict) else {"id": item} for item in value]
    return value


_LABELS = ConfigDict(extra="forbid")


def _labels(entry: FieldEntry | ValueEntry, default: str) -> LocalizedText:
    """Return the names of a field or value; in English the default where it has none."""
    labels: dict[str | None, str] = dict(entry.labels.entries) if entry.labels else {}
    labels.update({tag: name for tag in ("en", "zh") if (name := getattr(entry, tag))})
    if not labels:
        return LocalizedText.plain(default)
    if None not in labels and "en" not in labels:
        labels = {"en": default, **labels}
    return LocalizedText(tuple(labels.items()))


def plain_label(id: str) -> str:
    """Return the label of an own field that has none: its id in words."""
    return id.replace("_", " ").strip().capitalize()


@pydantic_dataclass(config=_LABELS, frozen=True)
class ValueEntry:
    """A value that an own field may have, in YAML."""

    id: Annotated[Scalar, Field(description="The value, as entries write it.")]
    en: Annotated[String | None, Field(description="Name in English; the value if left out.")] = (
        None
    )
    zh: Annotated[String | None, Field(description="Name in Chinese.")] = None
    labels: Annotated[Text | None, Field(description="Names in any languages.")] = None


@pydantic_dataclass(config=_LABELS, frozen=True)
class FieldEntry:
    """An own field in YAML."""

    id: Annotated[
        str,
        BeforeValidator(_field_id),
        WithJsonSchema({"type": "string", "pattern": f"^{ID_PATTERN}$"}),
        Value("name"),
        Field(description="Its name, which entries give in “extra”."),
    ]
    type: Annotated[FieldType, Field(description="Type of its values.")] = "text"
    many: Annotated[
        bool, Field(description="True if an entry may have several values.", strict=True)
    ] = False
    unit: Annotated[String | None, Field(description="Unit of a number, such as h or GB.")] = None
    values: Annotated[
        tuple[ValueEntry, ...],
        BeforeValidator(_values),
        Field(description="The values that are allowed, each with its names."),
    ] = ()
    facet: Annotated[
        bool, Field(description="True if readers narrow tables by it.", strict=True)
    ] = False
    hidden: Annotated[
        bool,
        Field(description="True to show it only where a table names it.", strict=True),
    ] = False
    en: Annotated[String | None, Field(description="Name in English; the id if left out.")] = None
    zh: Annotated[String | None, Field(description="Name in Chinese.")] = None
    labels: Annotated[Text | None, Field(description="Names in any languages.")] = None
    description: Annotated[Text | None, Field(description="What it means.")] = None

    @model_validator(mode="after")
    def _fits(self) -> FieldEntry:
        wrong: list[InitErrorDetails] = []

        def refuse(name: str, message: str, hint: str) -> None:
            error = PydanticCustomError("own.declaration", message, {"hint": hint})
            wrong.append({"type": error, "loc": (name,), "input": getattr(self, name)})

        numbers = all(isinstance(one.id, int | float) for one in self.values)
        if self.unit is not None and self.type != "number":
            refuse("unit", "only a number has a unit", "write type: number, or remove the unit")
        if self.values and self.type not in ("text", "number"):
            refuse("values", "only texts and numbers have a list of values", "remove “values”")
        elif self.type == "number" and not numbers:
            refuse("values", "the values of a number are numbers", "write [1, 2], or type: text")
        if self.facet and self.type == "link":
            refuse("facet", "a link cannot be a facet", "remove “facet”")
        if wrong:
            raise ValidationError.from_exception_data("field", wrong)
        return self

    def field(self) -> OwnField:
        """Return the field that it declares."""
        return OwnField(
            self.id,
            self.type,
            self.many,
            self.unit,
            tuple((one.id, _labels(one, str(one.id))) for one in self.values),
            self.facet,
            self.hidden,
            _labels(self, plain_label(self.id)),
            self.description,
        )


@dataclass(frozen=True)
class OwnField:
    """A field of a catalog's own; ``values`` are those allowed with their names, if not all."""

    id: str
    type: FieldType
    many: bool
    unit: str | None
    values: tuple[tuple[str | int | float, LocalizedText], ...]
    facet: bool
    hidden: bool
    labels: LocalizedText
    description: LocalizedText | None

    def label(self, language: str) -> str:
        """Return the name of the field for a reader."""
        return self.labels.best(language)[0]

    def value_label(self, value: object, language: str) -> str | None:
        """Return the name of one of the values that are allowed, or ``None`` for another one."""
        found = next((labels for one, labels in self.values if one == value), None)
        return found.best(language)[0] if found is not None else None

    def meant(self, word: str) -> str | None:
        """Return the value that a word means: one that is allowed, or a name of it."""
        for one, labels in self.values:
            if fold(word) in map(fold, (str(one), *labels.values())):
                return str(one)
        return None


class OwnFields(Mapping[str, OwnField]):
    """The own fields of a catalog by their ids, in the order of their declarations."""

    def __init__(self, fields: Iterable[OwnField] = ()) -> None:
        self._fields = {field.id: field for field in fields}

    @classmethod
    def of(cls, fields: Mapping[str, OwnField]) -> OwnFields:
        """Return the own fields of a mapping, which may be one already."""
        return fields if isinstance(fields, cls) else cls(fields.values())

    def __getitem__(self, id: str) -> OwnField:
        return self._fields[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"OwnFields({list(self._fields.values())!r})"

    def find(self, name: str) -> OwnField | None:
        """Return the field of a name as it is typed, or ``None``."""
        return self._fields.get(name) or self._fields.get(own_name(name))

    def called(self, word: str) -> OwnField | None:
        """Return the field with a name, or with a label in any language, or ``None``."""
        return self.find(word) or next(
            (one for one in self._fields.values() if word in one.labels.values()), None
        )

    @property
    def shown(self) -> tuple[OwnField, ...]:
        """Return the fields that are not hidden."""
        return tuple(field for field in self._fields.values() if not field.hidden)


NO_FIELDS = OwnFields()


class Extra(NamedTuple):
    """What an entry says in ``extra``, checked: values by the ids of fields, several as a tuple.

    ``cuts`` are the wrong items of lists, by their paths.
    """

    values: dict[str, Any]
    issues: list[Issue]
    cuts: list[Path]


def read_extra(given: Mapping[str, Any], fields: OwnFields, path: Path) -> Extra:
    """Check the own fields of a record against their declarations; wrong ones are left out.

    :param given: the data of ``extra``.
    :param path: the path of ``extra`` in the entry.
    """
    found = Extra({}, [], [])
    for name, data in given.items():
        field = fields.find(name)
        if field is not None and field.id not in found.values and _is_plain(field, data):
            pruned = _check_scalar(field.type, data)
            if not pruned.issues:
                found.values[field.id] = _kept(field, pruned.record)
                continue
        here = (*path, name)
        if field is None:
            found.issues.append(_undeclared(name, data, fields, here))
        elif field.id in found.values:
            message = Message("duplicate field “{name}”", name=field.id)
            found.issues.append(Issue.of("own.value", message, "keep one of them", here, True))
        else:
            value = _several(field, data, here, found)
            if value not in (None, ()):
                found.values[field.id] = value
    return found


def _is_plain(field: OwnField, data: Any) -> bool:
    """Return True for a value that only its type decides about, as nearly all are."""
    kind = type(data)
    known = kind is str or kind is int or kind is float
    return (
        known
        and not field.many
        and not field.values
        and (kind is not str or field.type != "number")
    )


def _kept(field: OwnField, value: Any) -> Any:
    """Return a checked value as it is kept: a facet's text has no language."""
    if field.facet and isinstance(value, LocalizedText):
        return next(iter(value.values()))
    return value


def _undeclared(name: str, data: Any, fields: OwnFields, path: Path) -> Issue:
    word = own_name(name)
    example = declaration(word if _ID.match(word) else "name", data)
    hint = nearest(name, fields) or Message(
        "declare it at the top of a file of the catalog: {example}", example=example
    )
    return Issue.of(
        "own.undeclared",
        Message("undeclared own field “{name}”", name=plain(name)),
        hint,
        path,
        True,
    )


def _several(field: OwnField, data: Any, path: Path, found: Extra) -> Any:
    """Return the values of a field, as a tuple where it may have several."""
    if not field.many:
        if isinstance(data, list):
            hint = Message("write one value, or many: true where the field is declared")
            found.issues.append(Issue.of("own.value", "expected one value, got a list", hint, path))
            return None
        return _one(field, data, path, found)
    if not isinstance(data, list):
        data = [data]
    values: dict[Any, None] = {}
    for number, item in enumerate(data):
        here = (*path, number)
        value = _one(field, item, here, found)
        if value is None:
            found.cuts.append(here)
        else:
            values.setdefault(value, None)
    return tuple(values)


_TYPES: Mapping[FieldType, Any] = {
    "text": Text,
    "number": Number,
    "boolean": Annotated[bool, Field(strict=True)],
    "date": Date,
    "link": Link,
}


@lru_cache(maxsize=10_000, typed=True)
def _check_scalar(name: FieldType, data: Any) -> Pruned[Any]:
    """Check a value as :func:`~.pruning.prune` does; columns of tables repeat theirs."""
    return prune(_TYPES[name], data)


def _one(field: OwnField, data: Any, path: Path, found: Extra) -> Any:
    """Return a value of a field, or ``None`` with an issue where it is wrong."""
    issue: Issue | None = None
    if field.type == "number" and isinstance(data, str):
        unit = Message(", in {unit}", unit=field.unit) if field.unit else ""
        message = Message("invalid number “{value}”", value=plain(data))
        issue = Issue.of(
            "own.value", message, Message("write the number alone{unit}", unit=unit), path
        )
    elif field.values:
        known = [one for one, _ in field.values]
        meant = next((one for one in known if str(one) == field.meant(str(data))), None)
        if meant is not None and not isinstance(data, bool):
            return meant
        words = ", ".join(map(str, known))
        hint = Message("use {words}", words=words)
        if likely := nearest(str(data)[:100], map(str, known)):
            hint = Message("{meant} {hint}", meant=likely, hint=hint)
        issue = Issue.of(
            "own.value",
            Message("invalid value “{value}”", value=plain(str(data))),
            plain(hint),
            path,
        )
    elif field.facet and field.type == "text" and isinstance(data, dict):
        hint = Message("declare its “values” with their names, or write one text")
        issue = Issue.of("own.value", "a facet has no texts in several languages", hint, path)
    if issue is not None:
        found.issues.append(issue)
        return None
    pruned = prune(_TYPES[field.type], data)
    found.issues.extend(one._replace(path=(*path, *one.path)) for one in pruned.issues)
    return _kept(field, pruned.record)
