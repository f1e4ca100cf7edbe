"""What a foreign format has no field for, kept in it under a key of the package.

An exporter writes the fields that its format knows. :func:`rest_of` compares the entry with what
an import of that would give, and returns what would be missing or different; the exporter writes it
under :data:`REST_KEY`. The importer hands it on as ``hints["rest"]``, and settling the draft lays
it over what was read. So export and import give the same entry, whatever the format can hold.

Both sides are in the form that is written (:func:`~sphinx_modelzoo.catalog.writing.entry_to_data`).
Mappings are laid over each other field by field, where ``null`` removes a field; a mapping over
a list changes its items, by their numbers; anything else, and what is below ``=``, takes the
place of what was there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import field_to_data

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.schema.own_fields import OwnFields

REST_KEY = "modelzoo"
REST_HINT = "rest"
FIELDS_KEY = "fields"
"""In the rest of an entry, the declarations of the own fields that it has."""
_INSTEAD = "="


def rest_of(entry: dict[str, Any], imported: dict[str, Any]) -> dict[str, Any]:
    """Return what an import would not bring back of an entry, or would bring back differently."""
    rest: dict[str, Any] = {}
    for name, value in entry.items():
        given = imported.get(name)
        if given is None:
            rest[name] = value
        elif not _equal(given, value):
            rest[name] = _difference(value, given)
    return rest | {name: None for name in imported if name not in entry}


def _difference(value: Any, given: Any) -> Any:
    rest = value
    if isinstance(value, dict) and isinstance(given, dict):
        rest = rest_of(value, given)
    elif isinstance(value, list) and isinstance(given, list) and len(value) == len(given):
        pairs = enumerate(zip(value, given, strict=True))
        rest = {
            str(number): _difference(one, other)
            for number, (one, other) in pairs
            if not _equal(one, other)
        }
    # Languages and metrics have an order, which is kept; and a field may be called “=”.
    return rest if _equal(put_back(given, rest), value) else {_INSTEAD: value}


def put_back(data: Any, rest: Any) -> Any:
    """Lay what :func:`rest_of` returned over what was imported."""
    if isinstance(rest, dict) and set(rest) == {_INSTEAD}:
        return rest[_INSTEAD]
    if isinstance(rest, dict) and isinstance(data, list):
        return [
            put_back(item, rest[str(number)]) if str(number) in rest else item
            for number, item in enumerate(data)
        ]
    if not isinstance(rest, dict) or not isinstance(data, dict):
        return rest
    kept = {name: value for name, value in data.items() if rest.get(name, "") is not None}
    return kept | {
        name: put_back(kept[name], value) if name in kept else value
        for name, value in rest.items()
        if value is not None
    }


def _equal(one: Any, other: Any) -> bool:
    """Return True if two values are the same, including order and kinds of numbers."""
    return json.dumps(one, default=str) == json.dumps(other, default=str)


def with_declarations(rest: dict[str, Any], model: Model, fields: OwnFields) -> dict[str, Any]:
    """Return the rest of an entry with the declarations of its own fields, if it has any."""
    used = {*model.extra, *(id for variant in model.variants for id in variant.extra)}
    declared = {id: field_to_data(field) for id, field in fields.items() if id in used}
    return {**rest, FIELDS_KEY: declared} if declared else rest
