"""What a foreign format has no place for, kept in it under a key of our own.

An exporter writes the fields that its format knows. :func:`rest_of` compares the entry with what
an import of that would give, and names the fields that would be lost; the exporter writes them
under :data:`REST_KEY`. The importer reads the format's own fields and lays these over them. So
export and import give the same entry, whatever the format can hold.
"""

from __future__ import annotations

from typing import Any

REST_KEY = "modelzoo"


def rest_of(entry: dict[str, Any], imported: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry that an import would not bring back.

    :param imported: what the importer makes of the export without them, in the same form.
    :returns: fields with their values; ``None`` for one that the import adds.
    """
    rest = {name: value for name, value in entry.items() if imported.get(name) != value}
    return rest | {name: None for name in imported if name not in entry}


def put_back_rest(data: dict[str, Any], rest: Any) -> None:
    """Lay the fields that :func:`rest_of` named over what was imported."""
    if not isinstance(rest, dict):
        return
    for name, value in rest.items():
        if value is None:
            data.pop(str(name), None)
        else:
            data[str(name)] = value
