"""Fields whose names begin with ``x-``: ignored when a catalog is read, kept when it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx_modelzoo.schema.pruning import PRIVATE
from sphinx_modelzoo.schema.shape import shape_of, short_form


def with_private(cls: Any, data: Any, text: Any) -> Any:
    """Return an entry with the private fields that its text has, wherever it still has a place.

    :param cls: the class of the schema of the record, or ``None`` for names and their values.
    :param data: the record in the form that is written.
    :param text: the record as it was in the text.
    """
    if isinstance(text, list):
        if not isinstance(data, list):
            return data
        kept = [with_private(cls, one, other) for one, other in zip(data, text, strict=False)]
        return [*kept, *data[len(text) :]]
    if not isinstance(text, dict):
        return data
    private = {name: value for name, value in text.items() if _is_private(name)}
    short = short_form(cls) if cls is not None else None
    if private and short and not isinstance(data, dict | list):
        data = {short: data}
    if not isinstance(data, dict):
        # One record is short for a list of one.
        single = isinstance(data, list) and len(data) == 1
        return [with_private(cls, data[0], text)] if single else data
    fields = shape_of(cls) if cls is not None else {}
    kinds = {name: field.record for name, field in fields.items()}
    found = {
        name: with_private(kinds.get(name), value, text[name]) if name in text else value
        for name, value in data.items()
    }
    return {**found, **private}


def private_values(data: Any) -> Iterator[tuple[str, str]]:
    """Yield the private fields of data, however deep, with what they hold."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in items:
        if _is_private(name):
            yield str(name), repr(value)
        elif isinstance(value, dict | list):
            yield from private_values(value)


def _is_private(name: object) -> bool:
    return isinstance(name, str) and name.startswith(PRIVATE)
