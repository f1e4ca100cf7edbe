"""From models back to YAML: the inverse of reading a catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.schema.head import SCHEMA_VERSION
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Link, Model
from sphinx_modelzoo.schema.own_fields import OwnField, plain_label
from sphinx_modelzoo.schema.quantities import write_exact
from sphinx_modelzoo.schema.shape import Field, shape_of, short_form
from sphinx_modelzoo.schema.vocabulary import KINDS, Term, Vocabularies
from sphinx_modelzoo.yamltext.style import write_item, write_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog

FIELD_ORDER: tuple[str, ...] = tuple(shape_of(Model))


def entry_to_data(model: Model) -> dict[str, Any]:
    """Convert a model to data for YAML, in the schema's key order and with its short forms.

    :returns: mappings, lists and scalars; reading it gives an equal model.
    """
    return _fields(model)


def _fields(record: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    cls: Any = type(record)
    for field in shape_of(cls).values():
        found = getattr(record, field.name)
        if found is not field.default and not field.is_silent(found):
            data[field.name] = _values(field, found)
    return data


def _values(field: Field, value: Any) -> Any:
    if field.many == "mapping":
        return {key: _value(field, item) for key, item in value.items()}
    if field.many:
        return [_value(field, item) for item in value]
    return _value(field, value)


def _value(field: Field, value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.to_data()
    if field.kind == "own":
        return own_data(value)
    if field.kind == "quantity":
        return write_exact(value, field.steps)
    if field.kind != "record":
        return value
    data = _fields(value)
    short = short_form(field.record)
    return data[short] if short and tuple(data) == (short,) else data


def own_data(value: Any) -> Any:
    """Convert the value of an own field, or its values, to data for YAML."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [own_data(item) for item in value]
    if isinstance(value, LocalizedText):
        return value.to_data()
    if isinstance(value, Link):
        data = _fields(value)
        return data["url"] if tuple(data) == ("url",) else data
    return value


def dump_catalog(
    entries: Iterable[Model | Mapping[str, Any]],
    *,
    head: Mapping[str, Any] | None = None,
    comment: str = "",
) -> str:
    """Write a catalog file.

    :param entries: models, or entries as :func:`entry_to_data` gives them.
    :param head: the fields at the top (``language``, ``title``, vocabularies …).
    :param comment: lines above it, each with its ``#``.
    :returns: YAML that ends with a line break.
    """
    parts = [comment, write_mapping({"schema_version": SCHEMA_VERSION, **(head or {})})]
    items = [write_item(_data(entry), indent=2) for entry in entries]
    parts.append("\nmodels:\n" if items else "\nmodels: []\n")
    return "".join(parts) + "\n".join(items)


def dump_entry_file(entry: Model | Mapping[str, Any], *, comment: str = "") -> str:
    """Write a file with one entry, for catalogs of one file per model."""
    return comment + write_mapping(_data(entry))


def head_data(catalog: Catalog) -> dict[str, Any]:
    """Return the top of a catalog: all that its files say outside their entries."""
    head: dict[str, Any] = {"language": catalog.language, "title": catalog.title}
    head["text_languages"] = list(catalog.text_languages)
    title = head["title"]
    if isinstance(title, LocalizedText):
        head["title"] = title.to_data()
    for kind in KINDS:
        known = {term.id: term for term in getattr(Vocabularies.builtin(), kind)}
        own = (term for term in getattr(catalog.vocabularies, kind) if term != known.get(term.id))
        head[kind] = [term_to_data(term) for term in own]
    head["fields"] = {field.id: field_to_data(field) for field in catalog.fields.values()}
    head["presets"] = {name: dict(preset.options) for name, preset in catalog.presets.items()}
    head["silence"] = list(catalog.silence)
    return {name: value for name, value in head.items() if value}


def term_to_data(term: Term) -> dict[str, Any]:
    """Convert a term of a vocabulary to data for YAML."""
    data: dict[str, Any] = {"id": term.id}
    others = {}
    for language, label in term.labels.entries:
        if language in ("en", "zh"):
            data[language] = label
        elif language is not None:
            others[language] = label
    data |= {"labels": others} if others else {}
    facts = {
        "aliases": list(term.aliases),
        "area": term.area,
        "unit": term.unit,
        "min": term.minimum,
        "max": term.maximum,
        "fraction": term.fraction,
        "higher_is_better": term.higher_is_better,
        "tasks": list(term.tasks),
        "url": term.url.to_data() if isinstance(term.url, LocalizedText) else term.url,
    }
    return data | {name: value for name, value in facts.items() if value not in (None, [])}


def field_to_data(field: OwnField) -> dict[str, Any]:
    """Convert the declaration of an own field to data for YAML."""
    data: dict[str, Any] = {"type": field.type, "many": field.many, "unit": field.unit}
    names = {one: labels.to_data() for one, labels in field.values}
    data["values"] = list(names)
    if any(name != str(one) for one, name in names.items()):
        data["values"] = {
            one: {"labels": name} if isinstance(name, dict) else name for one, name in names.items()
        }
    data |= {"facet": field.facet, "hidden": field.hidden}
    label = field.labels.to_data()
    data |= {"labels": label} if label != plain_label(field.id) else {}
    data["description"] = field.description.to_data() if field.description else None
    return {name: value for name, value in data.items() if value not in (None, False, [], {})}


def _data(entry: Model | Mapping[str, Any]) -> Mapping[str, Any]:
    return entry_to_data(entry) if isinstance(entry, Model) else entry
