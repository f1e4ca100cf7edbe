"""The shape of entries: short forms, defaults, kinds and order of all fields.

Derived once from the classes of the schema (:mod:`.model`), so that code that reads, writes,
merges, checks or describes entries handles a new field without a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic.dataclasses import is_pydantic_dataclass

from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.types import ORDERED, After, Value

Kind = Literal["value", "text", "link", "quantity", "own", "record"]
Path = tuple["str | int", ...]

_PLAIN = {int: Value("whole number"), bool: Value("true or false"), str: Value("string")}
_CHOICE = "choice"


class Field(NamedTuple):
    """A field of a class of the schema.

    :param kind: the kind of one value. Texts may be in several languages; records are objects
        of the class ``record``.
    :param many: whether it is a ``list``, a ``set`` (a list whose order does not matter) or a
        ``mapping`` of such values by their names; empty for a single value.
    :param words: the name of one value, as in “arXiv id”.
    :param steps: the names of the powers of a thousand in which a quantity is written.
    :param default: the value if left out; :data:`dataclasses.MISSING` where it is required.
    """

    name: str
    kind: Kind
    many: Literal["", "list", "set", "mapping"]
    words: str
    description: str
    record: Any = None
    steps: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: Any = None

    @property
    def required(self) -> bool:
        """Return True if it must be given."""
        return self.default is MISSING

    def is_silent(self, value: Any) -> bool:
        """Return True if a value means the same as leaving the field out."""
        return value is None or value == self.default or (not value and value in ((), {}))

    @property
    def merges(self) -> bool:
        """Return True if values are merged field by field, not replaced as a whole.

        A figure and a dataset, whose short forms are not links, are replaced as a whole.
        """
        if self.kind != "record":
            return self.kind == "text"
        short = short_form(self.record)
        return short is None or shape_of(self.record)[short].kind == "link"


@lru_cache(maxsize=64)
def shape_of(cls: Any) -> Mapping[str, Field]:
    """Return the fields of a class of the schema by their names, in order.

    :raises LookupError: for a field type without a mark.
    """
    hints = get_type_hints(cls, include_extras=True)
    described = cls.__pydantic_fields__
    found: dict[str, Field] = {}
    for item in fields(cls):
        about = described[item.name]
        default: Any = MISSING if about.is_required() else about.get_default()
        if about.default_factory is not None:
            default = about.get_default(call_default_factory=True)
        found[item.name] = _field(hints[item.name], item.name)._replace(
            description=about.description or "", default=default
        )
    for name, hint in hints.items():
        mark = next((one for one in get_args(hint)[1:] if isinstance(one, After)), None)
        if mark is not None and name in found:
            found = _moved(found, name, mark.name)
    return found


def _moved(fields: dict[str, Field], name: str, after: str) -> dict[str, Field]:
    """Put a field after another one."""
    names = [other for other in fields if other != name]
    names.insert(names.index(after) + 1, name)
    return {other: fields[other] for other in names}


def short_form(cls: Any) -> str | None:
    """Return the field that a bare value is short for, or ``None`` without a short form."""
    return getattr(cls, "SHORT", None)


@lru_cache(maxsize=64)
def records_in(cls: Any) -> tuple[Any, ...]:
    """Return a class of the schema and those of its fields, each once, in order."""
    found = [cls]
    for field in shape_of(cls).values():
        if field.record is not None:
            found += [inner for inner in records_in(field.record) if inner not in found]
    return tuple(found)


def values_of(record: Any, kind: Kind, path: Path = ()) -> Iterator[tuple[Path, Any, Field, Any]]:
    """Yield every value of a kind in an object of the schema, however deep.

    A link that differs by language is one value for each; a text is one with all of them.

    :returns: its path, the object that has it, its field there, and the value.
    """
    cls: Any = type(record)
    for field in _leading_to(cls, kind):
        found = getattr(record, field.name)
        if found is None:
            continue
        items: Any = ((None, found),)
        if field.many:
            items = found.items() if field.many == "mapping" else enumerate(found)
        for key, value in items:
            place = (*path, field.name) if key is None else (*path, field.name, key)
            if field.kind == "own":
                yield from _own_values(record, field, value, kind, place)
            elif kind == "link" and isinstance(value, LocalizedText):
                for language, url in value.entries:
                    yield (*place, str(language)), record, field, url
            elif field.kind == kind:
                yield place, record, field, value
            else:
                yield from values_of(value, kind, place)


def _own_values(
    record: Any, field: Field, value: Any, kind: Kind, path: Path
) -> Iterator[tuple[Path, Any, Field, Any]]:
    """Yield the texts or links of an own field, whose values say themselves what they are."""
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _own_values(record, field, item, kind, (*path, number))
    elif isinstance(value, LocalizedText):
        if kind == "text":
            yield path, record, field, value
    elif is_pydantic_dataclass(type(value)):
        yield from values_of(value, kind, path)


@lru_cache(maxsize=256)
def _leading_to(cls: Any, kind: Kind) -> tuple[Field, ...]:
    """Return the fields that are of a kind, or contain such fields."""
    return tuple(
        field
        for field in shape_of(cls).values()
        if field.kind == kind
        or (field.kind == "own" and kind in ("text", "link"))
        or (field.record is not None and _leading_to(field.record, kind))
    )


def _field(hint: Any, name: str) -> Field:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        mark = next((one for one in arguments[1:] if isinstance(one, Value)), None)
        if mark is not None:
            return Field(name, mark.kind, "", mark.words, "", steps=mark.steps)
        inner = _field(arguments[0], name)
        return inner._replace(many="list") if ORDERED in arguments[1:] else inner
    if origin in (Union, UnionType):
        parts = [_field(part, name) for part in arguments if part is not NoneType]
        # A union with a boolean is of the kind of the other part.
        chief = next((part for part in parts if part.kind != "value"), parts[0])
        return chief._replace(words=" or ".join(part.words for part in parts))
    if origin is Literal:
        return Field(name, "value", "", _CHOICE, "", choices=arguments)
    if origin is tuple:
        inner = _field(arguments[0], name)
        return inner._replace(many="list" if inner.kind == "record" else "set")
    if origin is dict:
        return _field(arguments[1], name)._replace(many="mapping")
    if is_pydantic_dataclass(hint):
        return Field(name, "record", "", hint.__name__.casefold(), "", record=hint)
    if hint in _PLAIN:
        return Field(name, "value", "", _PLAIN[hint].words, "")
    raise LookupError(f"unsupported type of the field “{name}”: {hint!r}")
