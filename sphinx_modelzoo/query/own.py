"""Own fields of a catalog as fields of queries.

A bare name means the own field that a catalog declares, else the built-in one;
``extra("name")`` in filters and ``extra:name`` in sort orders always mean the own field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import FIELD_WORDS, Kind, QueryField, Values, find_field
from sphinx_modelzoo.query.scales import Scale
from sphinx_modelzoo.schema.languages import LocalizedText, addresses
from sphinx_modelzoo.schema.model import Link
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields

if TYPE_CHECKING:
    from sphinx_modelzoo.query.subjects import Subject

EXTRA = "extra"
EXTRA_PREFIX = "extra:"

_KINDS: Mapping[str, Kind] = MappingProxyType(
    {"text": "text", "number": "number", "boolean": "flag", "date": "date", "link": "text"}
)


def own_query_field(field: OwnField) -> QueryField:
    """Return an own field as a field that a query can name.

    Its numbers are all in its unit, into which those of a query are converted.
    """
    kind = _KINDS[field.type]
    about = field.description or field.labels
    known: dict[object, int] = {value: place for place, (value, _) in enumerate(field.values)}
    return QueryField(
        field.id,
        "list" if kind == "text" and field.many else kind,
        partial(_values, field.id),
        about.best("en")[0],
        scale=Scale(None, {field.unit: 1}) if field.unit else None,
        key=field.meant if known and kind == "text" else None,
        order=(lambda value: known.get(value, len(known))) if known else None,
    )


def _values(id: str, subject: Subject) -> Values:
    """Return the values of an own field; a text has one in each of its languages."""
    found: list[str | int | float | bool] = []
    for value in subject.own(id):
        if isinstance(value, LocalizedText):
            found += value.values()
        else:
            found += addresses(value.url) if isinstance(value, Link) else [value]
    return tuple(found)


def field_named(word: str, own: OwnFields) -> QueryField | None:
    """Return the field that a word means in a query of a catalog, or ``None``."""
    field = own.find(word)
    return own_query_field(field) if field is not None else find_field(word)


def own_named(name: str, own: OwnFields) -> QueryField | None:
    """Return the own field of a name, or ``None``."""
    field = own.find(name)
    return own_query_field(field) if field is not None else None


def field_words(own: OwnFields) -> tuple[str, ...]:
    """Return every word that names a field in a query of a catalog."""
    return (*own, *FIELD_WORDS)
