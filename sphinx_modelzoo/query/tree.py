"""The tree of a filter, and its evaluation.

Each part is a frozen value that can be compared, pickled and printed, and that *binds* to a
catalog: names are looked up once, and what comes back is a plain function of a subject.
"""

from __future__ import annotations

import datetime
import math
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from sphinx_modelzoo.query.fields import METRIC, QueryField, find_field, metric_field
from sphinx_modelzoo.query.lexer import number_text, quote
from sphinx_modelzoo.query.names import Names, plain
from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.query.own import EXTRA, field_named, own_named
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.units import read_quantity

Test: TypeAlias = Callable[[Subject], bool]
Constant: TypeAlias = "str | int | float | bool | datetime.date"

_OPERATORS: MappingProxyType[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "==": operator.eq,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
)
FLIPPED = MappingProxyType({"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="})


def literal_text(value: Constant) -> str:
    """Write a literal as in a filter."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, datetime.date):
        return quote(value.isoformat())
    return number_text(value)


@dataclass(frozen=True)
class Ref:
    """A field by its name, or a metric or an own field with its arguments."""

    name: str
    arguments: tuple[str, ...] = ()

    def field(self, names: Names) -> QueryField:
        """Return the field that it names, for one catalog."""
        if self.name == METRIC:
            return metric_field(
                self.arguments[0], self.arguments[1] if len(self.arguments) > 1 else None, names
            )
        own = names.catalog.fields
        if self.name == EXTRA:
            field = own_named(self.arguments[0], own)
        else:
            field = field_named(self.name, own)
        if field is None:  # the parser lets no other name pass
            raise KeyError(str(self))
        return field

    @property
    def one(self) -> str:
        """Return its name in a comparison: ``task`` rather than ``tasks``."""
        field = None if self.arguments else find_field(self.name)
        return (field.singular if field else "") or str(self)

    def __str__(self) -> str:
        if not self.arguments:
            return self.name
        return f"{self.name}({', '.join(quote(text) for text in self.arguments)})"


def _keyed(field: QueryField, names: Names, ordered: bool = False) -> Callable[[Any], Any]:
    """Return the function that folds a value of a field for comparison."""
    if field.key is not None:
        meant = field.key
        return lambda value: plain(meant(value) or value)
    if field.kind == "list":
        return names.keys(field.names)
    if field.kind == "text":
        return natural_key if ordered else plain
    if field.kind == "version" and field.order is not None:
        return field.order
    return lambda value: value


def _meant(field: QueryField, value: Constant) -> Constant:
    """Convert a number of a query to the scale of the field's values."""
    if field.scale is None or isinstance(value, bool | datetime.date):
        return value
    if isinstance(value, str):
        # What cannot be converted equals nothing, and is neither more nor less.
        quantity = read_quantity(value)
        found = None if quantity is None else field.scale.converted(*quantity)
        return math.nan if found is None else found
    return field.scale.meant(value)


@dataclass(frozen=True)
class Compare:
    """``field op value``; with two tests a range: one value of the field passes both."""

    ref: Ref
    tests: tuple[tuple[str, Constant], ...]

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        field = self.ref.field(names)
        values = field.values
        if self.tests[0][0] == "!=":
            key = _keyed(field, names)
            unwanted = key(_meant(field, self.tests[0][1]))

            def differs(subject: Subject) -> bool:
                found = values(subject)
                return bool(found) and all(key(value) != unwanted for value in found)

            return differs
        bound = []
        for name, literal in self.tests:
            key = _keyed(field, names, ordered=name != "==")
            bound.append((_OPERATORS[name], key, key(_meant(field, literal))))

        def passes(subject: Subject) -> bool:
            return any(
                all(compare(key(value), wanted) for compare, key, wanted in bound)
                for value in values(subject)
            )

        return passes

    def __str__(self) -> str:
        if len(self.tests) == 1:
            ((name, literal),) = self.tests
            return f"{self.ref.one} {name} {literal_text(literal)}"
        (left, low), (right, high) = self.tests
        return f"{literal_text(low)} {FLIPPED[left]} {self.ref.one} {right} {literal_text(high)}"


@dataclass(frozen=True)
class Contains:
    """``"text" in field``: a member of a list, or a part of a text."""

    ref: Ref
    text: str

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        field = self.ref.field(names)
        values: Callable[[Subject], Any] = field.values
        key = _keyed(field, names)
        wanted = key(self.text)
        if field.kind == "list":
            return lambda subject: wanted in map(key, values(subject))
        return lambda subject: any(wanted in key(value) for value in values(subject))

    def __str__(self) -> str:
        return f"{quote(self.text)} in {self.ref}"


@dataclass(frozen=True)
class OneOf:
    """``field in ("a", "b")``: one of the values."""

    ref: Ref
    choices: tuple[Constant, ...]

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        field = self.ref.field(names)
        values = field.values
        key = _keyed(field, names)
        wanted = frozenset(key(_meant(field, choice)) for choice in self.choices)
        return lambda subject: any(key(value) in wanted for value in values(subject))

    def __str__(self) -> str:
        return f"{self.ref.one} in ({', '.join(map(literal_text, self.choices))})"


@dataclass(frozen=True)
class Given:
    """A field alone: a flag that is set, or any value that is given."""

    ref: Ref

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        values = self.ref.field(names).values
        if self.ref.field(names).kind == "flag":
            return lambda subject: any(values(subject))
        return lambda subject: bool(values(subject))

    def __str__(self) -> str:
        return str(self.ref)


@dataclass(frozen=True)
class Not:
    """A negation; true where a value is missing."""

    part: Node

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        test = self.part.bind(names)
        return lambda subject: not test(subject)

    def __str__(self) -> str:
        if isinstance(self.part, Contains):
            return f"{quote(self.part.text)} not in {self.part.ref}"
        if isinstance(self.part, OneOf):
            inner = ", ".join(map(literal_text, self.part.choices))
            return f"{self.part.ref.one} not in ({inner})"
        if isinstance(self.part, And | Or):
            return f"not ({self.part})"
        return f"not {self.part}"


@dataclass(frozen=True)
class And:
    """All of its parts."""

    parts: tuple[Node, ...]

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        tests = [part.bind(names) for part in self.parts]
        return lambda subject: all(test(subject) for test in tests)

    def __str__(self) -> str:
        return " and ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


@dataclass(frozen=True)
class Or:
    """One of its parts."""

    parts: tuple[Node, ...]

    def bind(self, names: Names) -> Test:
        """Return the test for subjects of one catalog."""
        tests = [part.bind(names) for part in self.parts]
        return lambda subject: any(test(subject) for test in tests)

    def __str__(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, Or) else str(p) for p in self.parts)


Node: TypeAlias = "Compare | Contains | OneOf | Given | Not | And | Or"


def required(node: Node) -> Iterator[tuple[Ref, Constant]]:
    """Yield the constants that a field has to equal or contain, leaving out those it must not."""
    if isinstance(node, Compare):
        yield from ((node.ref, value) for name, value in node.tests if name != "!=")
    elif isinstance(node, OneOf):
        yield from ((node.ref, value) for value in node.choices)
    elif isinstance(node, Contains):
        yield node.ref, node.text
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from required(part)


def constants(node: Node) -> Iterator[tuple[Ref, Constant]]:
    """Yield every constant of a filter that a field is compared with, in the order of its text."""
    if isinstance(node, Compare):
        yield from ((node.ref, value) for _, value in node.tests)
    elif isinstance(node, OneOf):
        yield from ((node.ref, value) for value in node.choices)
    elif isinstance(node, Not):
        yield from constants(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from constants(part)
