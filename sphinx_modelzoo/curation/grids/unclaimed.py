"""Columns that no field of the catalog claims: each becomes a field of the catalog's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import field_to_data
from sphinx_modelzoo.curation.formats.fact_parsing import number_of, slug
from sphinx_modelzoo.curation.grids.cell_numbers import in_plain_digits
from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.schema.own_fields import plain_label, reserved_names
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_modelzoo.curation.formats.importer_types import ImportResult
    from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields

_UNIT = re.compile(r"\s*[(（\[]\s*([A-Za-zμµ%][A-Za-zμµ%/·\d]{0,11})\s*[)）\]]\s*\Z")


def own_id(header: str, fields: OwnFields, index: int = 0) -> str:
    """Return the name of the own field of a column.

    A field that the catalog declares is found by its name and its labels, others by the word
    list; a header without Latin letters gives a short stable code.

    :param index: the number of the column, for one without a header.
    """
    bare = _UNIT.sub("", header) or header
    for known in fields.values():
        if {fold(header), fold(bare)} & set(map(fold, (known.id, *known.labels.values()))):
            return known.id
    if listed := _listed().get(fold(bare)):
        return listed
    name = slug(bare.replace("#", " num ").replace("%", " percent ")).replace("-", "_")
    name = re.sub(r"^[\d_]+", "", name)
    if not name or (has_han(bare) and len(name) < 3):
        name = f"column_{hex_digest(bare, 4)}" if bare else f"column_{index + 1}"
    return f"own_{name}" if name in reserved_names() else name


def condition_name(header: str, fields: OwnFields, index: int = 0) -> str:
    """Return the name of the condition of a column: that of an own field, or else the header.

    A condition is shown by its name, which a code would not be.
    """
    name = own_id(header, fields, index)
    return _UNIT.sub("", header) if header and name.startswith("column_") else name


@cache
def _listed() -> Mapping[str, str]:
    known = load_words("headers")["own_fields"]
    return {fold(str(header)): name for name, headers in known.items() for header in headers}


@dataclass
class _OwnColumn:
    labels: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    numbers: bool = True


class OwnColumns:
    """The own fields that the tables of some files give.

    Values are texts until all tables are read; only then is it known which fields are numbers.

    :param fields: those that the catalog declares, whose types hold.
    """

    def __init__(self, fields: OwnFields) -> None:
        self.fields = fields
        self._found: dict[str, _OwnColumn] = {}
        self._conditions: dict[str, dict[str, str]] = {}

    def add(self, name: str, header: str, texts: list[str]) -> None:
        """Note a column with its header and its texts."""
        column = self._found.setdefault(name, _OwnColumn())
        language = "zh" if has_han(header) else "en"
        unit = _UNIT.search(header)
        if header:
            column.labels.setdefault(language, header)
            column.bare.setdefault(language, _UNIT.sub("", header) or header)
        if unit and unit.end() - unit.start() < len(header):
            column.unit = column.unit or unit.group(1)
        column.numbers = column.numbers and all(_figure(text) is not None for text in texts)

    def label(self, condition: str, header: str) -> None:
        """Note what a condition is called in the language of a header, if its name does not say it.

        A hidden field has such labels, of the name of the condition or of one of its labels.
        """
        bare = _UNIT.sub("", header) or header
        if not bare or has_han(bare) == has_han(condition):
            return
        listed = condition in load_words("headers")["conditions"]
        name = own_id(bare if has_han(condition) else condition, self.fields)
        if listed or (name != condition and not has_han(condition)):
            return  # it has labels of its own, or a name that no field can have
        labels = self._conditions.setdefault(name, {})
        if has_han(condition):
            labels.setdefault("zh", condition)
        labels.setdefault("zh" if has_han(bare) else "en", bare)

    def finish(self, result: ImportResult) -> None:
        """Declare the fields in the head of a result, and give its values their types."""
        declared: dict[str, Any] = {}
        for name, labels in self._conditions.items():
            column = _OwnColumn(labels, labels)
            if name in self._found:
                self._found[name].labels = {**labels, **self._found[name].labels}
            elif (known := self.fields.get(name)) is None:
                declared[name] = {"type": "text", "hidden": True, **labels}
            elif more := _more_labels(column, known):
                declared[name] = {**field_to_data(known), "labels": more}
        for name, column in self._found.items():
            if known := self.fields.get(name):
                column.numbers = known.type == "number"
                if labels := _more_labels(column, known):
                    declared[name] = {**field_to_data(known), "labels": labels}
                continue
            labels = column.bare if column.numbers and column.unit else column.labels
            declared[name] = {"type": "number" if column.numbers else "text", **labels}
            if column.numbers and column.unit:
                declared[name]["unit"] = column.unit
        for extra in _extras(result):
            for name, text in extra.items():
                found = self._found.get(name)
                if found and found.numbers and isinstance(text, str):
                    number = _figure(text)
                    extra[name] = text if number is None else number
        if declared:
            result.head["fields"] = {**declared, **result.head.get("fields", {})}


def _more_labels(column: _OwnColumn, known: OwnField) -> dict[str, str]:
    """Return the labels of a declared field with those of further languages, if there are any."""
    said = known.labels.to_data()
    labels = said if isinstance(said, dict) else {"en": said}
    own = {language: text for language, text in labels.items() if text != plain_label(known.id)}
    new = column.bare if known.unit else column.labels
    more = {
        language: text
        for language, text in new.items()
        if language not in own and fold(text) != fold(known.id)
    }
    return {**own, **more} if more else {}


def _figure(text: str) -> int | float | None:
    """Return the number that a cell of an own field holds, with marks of thousands or not."""
    return number_of(in_plain_digits(text, comma=False))


def _extras(result: ImportResult) -> Iterator[dict[str, Any]]:
    for draft in result.drafts:
        for holder in (draft.data, *draft.data.get("variants", ())):
            if "extra" in holder:
                yield holder["extra"]
