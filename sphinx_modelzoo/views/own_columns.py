"""Own fields of a catalog, as the columns, groupings, facets and facts that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.registry import declares
from sphinx_modelzoo.schema.languages import LocalizedText, addresses, in_language
from sphinx_modelzoo.schema.model import Link
from sphinx_modelzoo.schema.own_fields import OwnField
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import Cell, Inlines, Paragraph, Prose, Words
from sphinx_modelzoo.views.facts import FactSpec
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.number_columns import Numbers
from sphinx_modelzoo.views.parts import between, plain_text, url_link
from sphinx_modelzoo.views.values import format_date, format_number, guess_language, localized

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.views.context import TableContext
    from sphinx_modelzoo.views.labels import Labels
    from sphinx_modelzoo.views.parts import PageContext

_FIRST = 100  # facets of own fields come after the built-in ones


def own_key(field: OwnField) -> str:
    """Return the key of the column or grouping that an own field is."""
    return f"{EXTRA_PREFIX}{field.id}"


@declares("own fields", OwnField)
def _entries(field: OwnField, place: int) -> Iterator[tuple[str, object]]:
    """Yield what an own field adds to the registry: a column, a grouping and a fact."""
    key = own_key(field)
    about = (field.description or field.labels).best("en")[0]
    kind: Literal["text", "number"] = "number" if field.type == "number" else "text"
    numbers = Numbers(partial(_numbers, field), unit=lambda numbers: field.unit or "")
    spec = ColumnSpec(key, field.labels, kind, partial(_cell, field), about)
    plain = kind == "number" and not field.values and not field.many
    yield key, replace(spec, numbers=numbers) if plain else spec
    facet = (_FIRST + place, field.labels) if field.facet and not field.hidden else None
    ranged = field.type == "number" and not field.values
    yield (
        key,
        Grouping(
            key, partial(_names, field), partial(_title, field), "", "", facet, ranged, field.labels
        ),
    )
    if not field.hidden:
        yield key, FactSpec(key, field.labels, partial(_fact, field))


def _numbers(field: OwnField, subject: Subject, context: TableContext) -> Sequence[float]:
    return subject.own(field.id)


def _cell(field: OwnField, subject: Subject, context: TableContext) -> Cell:
    """Return the cell of an own field; several numbers of variants are a range, as parameters."""
    values: Sequence[Any] = subject.own(field.id)
    if not values:
        return Cell(())
    sort: str | int | float | None = None
    if field.type == "number":
        sort = min(values)
        if not field.many and len(values) > 1:
            values = (min(values), max(values))
            ends = "–".join(map(format_number, values))
            words = (Words(_bare_or_with_unit(ends, field, context), translate=False),)
            return Cell((Paragraph(words),), sort, ())
        if own_key(field) in context.heads:
            text = _bare_or_with_unit(format_number(values[0]), field, context)
            return Cell((Paragraph((Words(text, translate=False),)),), sort, ())
    elif field.type in ("boolean", "date"):
        sort = str(values[0])
    elif field.values:
        known = [value for value, _ in field.values]
        sort = known.index(values[0]) if values[0] in known else len(known)
    shown = _shown(field, values, subject.model.id, context.catalog, context.labels)
    return Cell((Paragraph(shown),), sort, ())


def _bare_or_with_unit(text: str, field: OwnField, context: TableContext) -> str:
    """Return a number alone where the head has its unit; one that a writer titled has none."""
    head = context.heads.get(own_key(field))
    return text if head is not None and head.unit else with_unit(text, field)


def _fact(field: OwnField, ctx: PageContext) -> Inlines:
    """Return the fact of an own field: what the entry itself says."""
    value = ctx.model.extra.get(field.id)
    if value is None:
        return ()
    values = value if isinstance(value, tuple) else (value,)
    return _shown(field, values, ctx.model.id, ctx.catalog, ctx.label)


def variant_cell(field: OwnField, value: Any, ctx: PageContext) -> Cell:
    """Return the cell of what a variant says of an own field, in the table of variants."""
    if value is None:
        return Cell(())
    values = value if isinstance(value, tuple) else (value,)
    shown = _shown(field, values, ctx.model.id, ctx.catalog, ctx.label)
    return Cell((Paragraph(shown),), min(values) if field.type == "number" else None)


def _shown(
    field: OwnField, values: Sequence[Any], model: str, catalog: Catalog, labels: Labels
) -> Inlines:
    """Return values of an own field for readers, between the commas of their language."""
    spoken = catalog.text_language(model)
    separator = Words(labels.separator, translate=False)
    return between(((_one(field, value, spoken, labels),) for value in values), separator)


def _one(field: OwnField, value: Any, spoken: str | None, labels: Labels) -> Any:
    if isinstance(value, LocalizedText):
        return Prose(*localized(value, labels.language, spoken))
    if isinstance(value, Link):
        words: Words | None = None
        if value.label is not None:
            text, language = localized(value.label, labels.language, spoken)
            words = Words(plain_text(text), language)
        return url_link(words, in_language(value.url, labels.language))
    text = _words(field, value, labels)
    named = field.values or field.type == "text"
    language = guess_language(text, labels.language) if named and not text.isascii() else None
    return Words(text, language, translate=False)


def _words(field: OwnField, value: Any, labels: Labels) -> str:
    """Return a value in words; texts in several languages and links are shown otherwise."""
    label = field.value_label(value, labels.language)
    if isinstance(value, bool):
        return labels(N_("yes")) if value else labels(N_("no"))
    if isinstance(value, int | float):
        return label if label not in (None, str(value)) else with_unit(value, field)
    if isinstance(value, str):
        return label or value
    return format_date(value)


def with_unit(number: float | str, field: OwnField) -> str:
    """Return a number with the unit of its field; a text is shown as it is."""
    text = number if isinstance(number, str) else format_number(number)
    gap = "" if not field.unit or field.unit in "%‰°" else " "
    return f"{text}{gap}{field.unit or ''}"


# Groups: names are the same in every language, titles are for readers ----------------------


def _names(field: OwnField, subject: Subject) -> Sequence[str]:
    found: dict[str, None] = {}
    for value in subject.own(field.id):
        if isinstance(value, LocalizedText):
            found[next(iter(value.values()))] = None
        elif isinstance(value, bool):
            found["true" if value else "false"] = None
        elif isinstance(value, int | float):
            found[format_number(value)] = None
        elif isinstance(value, Link):
            found[addresses(value.url)[0]] = None
        else:
            found[str(value)] = None
    return tuple(found)


def _title(field: OwnField, name: str, context: TableContext) -> str:
    if field.type == "boolean":
        return _words(field, name == "true", context.labels)
    label = next((labels for value, labels in field.values if str(value) == name), None)
    if label is not None and label != LocalizedText.plain(name):
        return label.best(context.language)[0]
    return with_unit(name, field) if field.type == "number" else name
