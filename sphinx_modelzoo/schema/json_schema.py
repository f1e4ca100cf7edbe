"""The JSON Schema of catalogs, for completion and checks in editors, and that of exported JSON.

It is generated from the classes of the schema, so that it cannot contradict the loader. It adds
the short forms that the loader accepts, and the terms of the vocabularies as proposals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from sphinx_modelzoo.schema.head import FILE_FIELDS, FORMAT, Head
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.own_fields import NO_FIELDS, OwnFields
from sphinx_modelzoo.schema.pruning import PRIVATE
from sphinx_modelzoo.schema.shape import records_in, shape_of, short_form
from sphinx_modelzoo.schema.types import Text

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"  # what YAML language servers know best


def catalog_schema(
    vocabularies: Vocabularies,
    licenses: Iterable[str] = (),
    fields: OwnFields = NO_FIELDS,
    options: Mapping[str, str] = MappingProxyType({}),
) -> Schema:
    """Build the JSON Schema of catalog files, and of files with one entry.

    :param vocabularies: tasks, datasets and metrics to propose.
    :param licenses: SPDX ids to propose.
    :param fields: the own fields that the catalog declares, so that “extra” can be checked.
    :param options: what presets can say: the options of tables by name, each with its help.
    :returns: data to be written as JSON.
    """
    definitions = _definitions()
    shorts = {cls.__name__: short for cls in records_in(Model) if (short := short_form(cls))}
    for definition in definitions.values():
        for name, field in definition["properties"].items():
            definition["properties"][name] = _with_short_forms(field, definitions, shorts)
    _propose(definitions, vocabularies, licenses)
    _complete_head(definitions)
    _describe_extra(definitions, fields)
    definitions["Preset"] = _preset(options)
    for definition in definitions.values():
        _allow_private(definition)
    # A file with one entry differs from a catalog by its id; each gets its own messages.
    return {
        "$schema": DIALECT,
        "title": "sphinx-modelzoo catalog",
        "description": "A catalog of models, or one entry of it.",
        "type": "object",
        "if": {"required": ["id"]},
        "then": {"$ref": "#/$defs/EntryFile"},
        "else": {"$ref": "#/$defs/Catalog"},
        "$defs": dict(sorted(definitions.items())),
    }


def export_schema(fields: OwnFields = NO_FIELDS) -> Schema:
    """Build the JSON Schema of exported JSON, whose entries are in their long form.

    Within a format fields and values are only added, so those that are not known are valid.

    :param fields: the own fields that the catalog declares.
    """
    definitions = _definitions()
    for cls in records_in(Model):
        _lengthen(definitions["Entry" if cls is Model else cls.__name__], cls)
    for definition in definitions.values():
        del definition["additionalProperties"]
    _complete_head(definitions)
    definitions["Catalog"]["required"] = ["format", "schema_version", "models"]
    _describe_extra(definitions, fields)
    definitions["Preset"] = _preset({})
    del definitions["EntryFile"]
    return {
        "$schema": DIALECT,
        "title": FORMAT,
        "description": "A catalog as sphinx-modelzoo exports it.",
        "$ref": "#/$defs/Catalog",
        "$defs": dict(sorted(definitions.items())),
    }


def _definitions() -> dict[str, Schema]:
    """Return what the classes say of entries, of their parts, and of the top of a file."""
    schema = TypeAdapter(Model).json_schema()
    head = TypeAdapter(Head).json_schema()
    definitions: dict[str, Schema] = {**schema.pop("$defs"), **head.pop("$defs", {})}
    definitions["Entry"] = schema
    definitions["Catalog"] = head
    for definition in definitions.values():
        _tidy(definition)
    return definitions


def _lengthen(definition: Schema, cls: Any) -> None:
    """Let a class have its long form alone: counts are numbers, and defaults are written."""
    # What the classes say of short forms, and of counts with units, is for those who write YAML.
    definition["description"] = definition["description"].partition(" A bare ")[0]
    properties = definition["properties"]
    for field in shape_of(cls).values():
        known = properties[field.name]
        if field.kind == "quantity":
            about = re.split(r"[,.]", field.description)[0]
            title = known["title"]
            known.clear()
            known |= {"title": title, "description": f"{about}.", "type": "integer", "minimum": 0}
        elif "enum" in known:
            known["anyOf"] = _words(known.pop("enum"))["anyOf"]
            del known["type"]
    always = [name for name, one in shape_of(cls).items() if one.default not in (None, (), {})]
    if always:
        definition["required"] = always


def _tidy(schema: Any) -> None:
    """Remove noise: defaults, and the null of optional fields."""
    if isinstance(schema, list):
        for item in schema:
            _tidy(item)
    if not isinstance(schema, dict):
        return
    schema.pop("default", None)
    branches = schema.get("anyOf")
    if isinstance(branches, list):
        branches[:] = [branch for branch in branches if branch != {"type": "null"}]
        if len(branches) == 1:
            del schema["anyOf"]
            schema.update({**branches[0], **schema})
    for value in schema.values():
        _tidy(value)


def _allow_private(schema: Any) -> None:
    """Let every mapping have fields whose names begin with ``x-``."""
    for value in schema if isinstance(schema, list) else schema.values():
        if isinstance(value, dict | list):
            _allow_private(value)
    if isinstance(schema, dict) and schema.get("type") == "object":
        about = {"description": "Ignored: a place for anchors and notes."}
        schema["patternProperties"] = {f"^{PRIVATE}": about, **schema.get("patternProperties", {})}


def _with_short_forms(
    field: Schema, definitions: Mapping[str, Schema], shorts: Mapping[str, str]
) -> Schema:
    """Return a field that also accepts the short forms of its values."""
    if "$ref" in field:
        return _short(field, definitions, shorts)
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        inner = _short(field["additionalProperties"], definitions, shorts)
        return {**field, "additionalProperties": inner}
    if field.get("type") != "array":
        return field
    item = _short(field["items"], definitions, shorts)
    about: Schema = {key: field[key] for key in ("title", "description") if key in field}
    # One value is short for a list of one.
    return {**about, "anyOf": [{"type": "array", "items": item}, item]}


def _short(schema: Schema, definitions: Mapping[str, Schema], shorts: Mapping[str, str]) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    if not name:
        return schema
    about: Schema = {key: schema[key] for key in ("title", "description") if key in schema}
    reference = {"$ref": schema["$ref"]}
    if name not in shorts:
        return {**about, "allOf": [reference]} if about else reference
    return {**about, "anyOf": [definitions[name]["properties"][shorts[name]], reference]}


def _propose(
    definitions: dict[str, Schema], vocabularies: Vocabularies, licenses: Iterable[str]
) -> None:
    """Add words to complete; others stay valid."""
    entry, result = definitions["Entry"]["properties"], definitions["Result"]["properties"]
    definitions["TaskName"] = _words(term.id for term in vocabularies.tasks)
    definitions["DatasetName"] = _words(term.label("en") for term in vocabularies.datasets)
    definitions["License"] = _words(licenses)
    definitions["MetricValue"] = result["metrics"]["additionalProperties"]
    task, dataset, value = (
        {"$ref": f"#/$defs/{name}"} for name in ("TaskName", "DatasetName", "MetricValue")
    )
    entry["tasks"]["anyOf"] = [{"type": "array", "items": task}, task]
    _refer(result["task"], "TaskName")
    _refer(entry["license"], "License")
    _refer(definitions["Dataset"]["properties"]["name"], "DatasetName")
    # A short form is a copy of the field that it abbreviates.
    result["dataset"]["anyOf"][0] = dataset
    result["metrics"]["additionalProperties"] = value
    result["metrics"]["properties"] = {
        term.label("en"): {"allOf": [value], "description": about} if about else value
        for term, about in ((term, _about(term)) for term in vocabularies.metrics)
    }


def _refer(field: Schema, name: str) -> None:
    """Reduce a field to its title and description, with its type in a definition."""
    kept: Schema = {key: field[key] for key in ("title", "description") if key in field}
    field.clear()
    field.update({**kept, "allOf": [{"$ref": f"#/$defs/{name}"}]})


def _words(words: Iterable[str]) -> Schema:
    return {"anyOf": [{"enum": list(words)}, {"type": "string", "minLength": 1}]}


def _about(term: Term) -> str:
    facts = [f"in {term.unit}"] if term.unit else []
    if term.higher_is_better is not None:
        facts.append("more is better" if term.higher_is_better else "less is better")
    return ", ".join(facts)


def _complete_head(definitions: dict[str, Schema]) -> None:
    catalog, entry = definitions["Catalog"], definitions["Entry"]
    catalog["properties"]["models"] = {
        "description": "The entries.",
        "type": ["array", "null"],
        "items": {"$ref": "#/$defs/Entry"},
    }
    for kind in ("tasks", "datasets", "metrics"):
        _list_or_mapping(catalog["properties"][kind], {"$ref": "#/$defs/TermEntry"}, "NamedTerm")
    definitions["NamedTerm"] = _named(definitions["TermEntry"], "A term")
    definitions["NamedField"] = _named(definitions["FieldEntry"], "A field")
    definitions["NamedField"]["anyOf"].append({"type": "null"})
    definitions["NamedValue"] = _named(definitions["ValueEntry"], "A value")
    fields = catalog["properties"]["fields"]
    _list_or_mapping(fields, {"$ref": "#/$defs/FieldEntry"}, "NamedField")
    values = definitions["FieldEntry"]["properties"]["values"]
    items: list[Schema] = [{"type": ["string", "number"]}, {"$ref": "#/$defs/ValueEntry"}]
    _list_or_mapping(values, {"anyOf": items}, "NamedValue")
    presets = catalog["properties"]["presets"]
    presets["additionalProperties"] = {"$ref": "#/$defs/Preset"}
    own = {name: catalog["properties"][name] for name in FILE_FIELDS}
    definitions["EntryFile"] = {**entry, "properties": {**own, **entry["properties"]}}


def _list_or_mapping(field: Schema, item: Schema, named: str) -> None:
    """Let a field be a list of items, or a mapping of their names to what a definition says."""
    for name in ("type", "items"):
        field.pop(name, None)
    by_name = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{named}"}}
    field["anyOf"] = [{"type": "array", "items": item}, by_name]


def _named(entry: Schema, what: str) -> Schema:
    """Return what an entry of a list is in a mapping, where its id is its key."""
    properties = {key: value for key, value in entry["properties"].items() if key != "id"}
    named: Schema = {key: value for key, value in entry.items() if key != "required"}
    about: Schema = {"description": f"{what} by its id: its fields, or just its English name."}
    return {**about, "anyOf": [{"type": "string"}, {**named, "properties": properties}]}


def _preset(options: Mapping[str, str]) -> Schema:
    """Return the schema of a preset; where the options are not known, it allows any."""
    plain: Schema = {"type": ["string", "number", "boolean"]}
    words = TypeAdapter(Text).json_schema()
    title: Schema = {"type": "object", "maxProperties": 1, "additionalProperties": words}
    columns: Schema = {"type": "array", "items": {"anyOf": [plain, title]}}
    several: Schema = {"type": "array", "items": plain}
    properties: dict[str, Schema] = {
        name: {"description": help, "anyOf": [plain, columns if name == "columns" else several]}
        for name, help in options.items()
    }
    return {
        "description": "Options of tables, as documents write them.",
        "type": "object",
        "properties": properties,
        "additionalProperties": not options,
    }


def _describe_extra(definitions: dict[str, Schema], fields: OwnFields) -> None:
    """Describe the own fields of one catalog, and allow no other ones."""
    if not fields:
        return
    link = definitions["Link"]["properties"]["url"]
    types: dict[str, Schema] = {
        "text": definitions["Link"]["properties"]["label"],
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "link": {"anyOf": [link, {"$ref": "#/$defs/Link"}]},
    }
    properties: dict[str, Schema] = {}
    spellings: dict[str, Schema] = {}
    for field in fields.values():
        value = dict(types[field.type])
        value.pop("description", None)
        value.pop("title", None)
        if field.values:
            names = (name for one, labels in field.values for name in (one, *labels.values()))
            value = {"enum": list(dict.fromkeys(names))}
        if field.many:
            value = {"anyOf": [{"type": "array", "items": value}, value]}
        unit = f", in {field.unit}" if field.unit else ""
        about = (field.description or field.labels).best("en")[0]
        properties[field.id] = {"title": field.label("en"), "description": about + unit, **value}
        # Case, “-” and “_” make no difference.
        letters = ("[-_]" if one == "_" else f"[{one}{one.upper()}]" for one in field.id)
        spellings[f"^{''.join(letters)}$"] = value
    for name in ("Entry", "EntryFile", "Variant"):
        extra = definitions[name]["properties"]["extra"]
        own = {"properties": properties, "patternProperties": spellings}
        definitions[name]["properties"]["extra"] = {**extra, **own, "additionalProperties": False}
