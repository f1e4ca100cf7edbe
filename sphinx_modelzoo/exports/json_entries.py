"""JSON: the catalog's entries in their long form, for programs.

The long form has no shorthands: a dataset is always ``{name: …}``, a metric ``{value: …}``, a
count a number. It is itself a catalog that can be read again, and so valid by the JSON Schema of
YAML (``modelzoo schema``), too; the one here says more, and allows what later releases add.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import head_data
from sphinx_modelzoo.exports.interface import Selection, exporter
from sphinx_modelzoo.schema.head import FORMAT, SCHEMA_VERSION
from sphinx_modelzoo.schema.json_schema import export_schema
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.shape import shape_of
from sphinx_modelzoo.yamltext.style import write_float

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Model


def entry_to_json(model: Model) -> dict[str, Any]:
    """Return an entry as JSON data, without empty fields."""
    data: dict[str, Any] = _value(model)
    return data


def _value(value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.to_data()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value):
        kind: Any = type(value)
        found = ((name, getattr(value, name)) for name in shape_of(kind))
        return {name: _value(item) for name, item in found if item not in (None, (), {})}
    return value


@exporter("json", "JSON, entries in their long form")
def to_text(selection: Selection) -> str:
    """Write the catalog as one JSON object, with its head."""
    data = {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        **head_data(selection.catalog),
        "models": [entry_to_json(model) for model in selection.models],
    }
    return dumps(data) + "\n"


@exporter("json-schema", "JSON Schema of the JSON")
def schema_text(selection: Selection) -> str:
    """Write what is true of the JSON of a catalog, in this release and later ones."""
    return dumps(export_schema(selection.catalog.fields)) + "\n"


def dumps(value: Any, indent: int = 0) -> str:
    """Write JSON that is YAML as well: ``1.0e+18``, as YAML takes ``1e+18`` for a text."""
    blank, inner = "  " * indent, "  " * (indent + 1)
    if isinstance(value, dict) and value:
        items = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {dumps(item, indent + 1)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(items) + f"\n{blank}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + dumps(item, indent + 1) for item in value) + f"\n{blank}]"
    if isinstance(value, float):
        return write_float(value)
    return json.dumps(value, ensure_ascii=False)
