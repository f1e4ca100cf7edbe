"""The shape of entries: short forms, defaults, kinds and order of all fields.

Read once from the classes of the schema (:mod:`.model`), so that whoever reads, writes, merges,
checks or describes entries knows a new field without a word about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic.dataclasses import is_pydantic_dataclass

from sphinx_modelzoo.catalog.fields import ORDERED, Value

Kind = Literal["value", "text", "link", "quantity", "record"]
Path = tuple["str | int", ...]

_PLAIN = {int: Value("whole number"), bool: Value("true or false"), str: Value("string")}
_CHOICE = "choice"


class Field(NamedTuple):
    """A field of a class of the schema.

    :param kind: what one value of it is. Texts may be in several languages; records are objects
        of the class ``record``.
    :param many: whether it holds a ``list``, a ``set`` (a list whose order says nothing) or a
        ``mapping`` of such values by their names; empty for just one.
    :param words: what one value is called, as in “arXiv id”.
    :param steps: the names of the powers of a thousand in which a quantity is written.
    :param default: what leaving it out says; :data:`dataclasses.MISSING` where that is an error.
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
        """Whether it must be there."""
        return self.default is MISSING

    def is_silent(self, value: Any) -> bool:
        """Return whether a value says no more than leaving the field out."""
        return value is None or value in ((), {}) or value == self.default

    @property
    def merges(self) -> bool:
        """Whether a value is brought together field by field, not taken as one.

        A figure and a dataset, whose short forms are no links, are what they are as a whole.
        """
        if self.kind != "record":
            return self.kind == "text"
        short = short_form(self.record)
        return short is None or shape_of(self.record)[short].kind == "link"


@lru_cache(maxsize=64)
def shape_of(cls: Any) -> Mapping[str, Field]:
    """Return the fields of a class of the schema by their names, in order.

    :raises LookupError: for a type of field that has no mark.
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
    return found


def short_form(cls: Any) -> str | None:
    """Return the field that a bare value stands for, where a class has a short form."""
    return getattr(cls, "SHORT", None)


@lru_cache(maxsize=64)
def records_in(cls: Any) -> tuple[Any, ...]:
    """Return a class of the schema and all that its fields hold, each once, in order."""
    found = [cls]
    for field in shape_of(cls).values():
        if field.record is not None:
            found += [inner for inner in records_in(field.record) if inner not in found]
    return tuple(found)


def values_of(record: Any, kind: Kind, path: Path = ()) -> Iterator[tuple[Path, Any, Field, Any]]:
    """Yield every value of a kind in an object of the schema, however deep.

    :returns: its path, the object that holds it, its field there, and the value.
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
            if field.kind == kind:
                yield place, record, field, value
            else:
                yield from values_of(value, kind, place)


@lru_cache(maxsize=256)
def _leading_to(cls: Any, kind: Kind) -> tuple[Field, ...]:
    """Return the fields that are of a kind, or hold such."""
    return tuple(
        field
        for field in shape_of(cls).values()
        if field.kind == kind or (field.record is not None and _leading_to(field.record, kind))
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
        # What may also be plain true or false is of the other kind.
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
    raise LookupError(f"the field “{name}” is of a type that says nothing of itself: {hint!r}")
