"""Filters: which models a table shows or a count includes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.query.fields import METRIC, find_field
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.parser import parse
from sphinx_modelzoo.query.tree import Node, Test, constants, required
from sphinx_modelzoo.schema.own_fields import NO_FIELDS, OwnFields
from sphinx_modelzoo.schema.units import read_quantity

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.subjects import Subject


@dataclass(frozen=True)
class Filter:
    """A parsed filter. Its text (``str``) is canonical and means the same."""

    tree: Node

    def matches(self, subject: Subject, catalog: Catalog) -> bool:
        """Return True if a model or variant passes. For many of them, :meth:`bind` once."""
        return self.bind(Names(catalog))(subject)

    def bind(self, names: Names) -> Test:
        """Return the filter as a function of a subject of one catalog."""
        return self.tree.bind(names)

    def wrong_units(self, names: Names) -> list[tuple[str, str]]:
        """Return a message and a hint for each number in a unit that its field cannot have."""
        found: list[tuple[str, str]] = []
        for ref, value in constants(self.tree):
            scale = ref.field(names).scale
            quantity = read_quantity(value) if isinstance(value, str) else None
            if scale is not None and quantity and scale.converted(*quantity) is None:
                name = ref.arguments[0] if ref.arguments else ref.name
                found.append(
                    (
                        Message(
                            "“{value}” is in a unit that cannot be converted to that of {name}",
                            value=value,
                            name=name,
                        ),
                        Message("write a number in {unit}", unit=scale.unit)
                        if scale.unit
                        else "write a number alone",
                    )
                )
        return found

    def required(self) -> list[tuple[str, str]]:
        """Return the names that models must have, each after its kind: a task, a tag, a metric."""
        found: list[tuple[str, str]] = []
        for ref, value in required(self.tree):
            if ref.name == METRIC:
                found += zip(("metric", "dataset"), ref.arguments, strict=False)
            elif isinstance(value, str) and not ref.arguments:
                field = find_field(ref.name)
                if field is not None and field.kind == "list":
                    found.append((field.singular or field.name, value))
        return found

    def __str__(self) -> str:
        return str(self.tree)


def parse_filter(text: str, own: OwnFields = NO_FIELDS) -> Filter:
    """Parse a filter such as ``params < 50M and "ImageNet" in datasets``.

    Nothing is evaluated: a name is a field of the registry or an error. A comparison with a
    missing value is false; where a field has several values, one that passes is enough.

    :param own: the own fields of the catalog, which it can name.
    :raises ProblemError: with the place, and a hint.
    """
    return Filter(parse(text, own))
