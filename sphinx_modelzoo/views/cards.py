"""Cards: models in brief, for front pages and for running text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.choice import Labelled
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.content import (
    Fact,
    Facts,
    Inline,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Words,
    model_page,
)
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.display import Card, CardGroup, Cards
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.option_parsing import about, one_line, option_problem
from sphinx_modelzoo.views.options import TableOptions, check_options
from sphinx_modelzoo.views.own_columns import own_key
from sphinx_modelzoo.views.references import find, missing_model
from sphinx_modelzoo.views.result_cells import result_lines
from sphinx_modelzoo.views.table import build_table, grouped_subjects
from sphinx_modelzoo.views.view import CARD, TABLE, view

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.model import Image, Model, Thumbnail
    from sphinx_modelzoo.views.content import Blocks, Cell, Inlines

_MOST_RESULTS = 2


@dataclass(frozen=True)
class CardOptions(Labelled):
    """A card in running text."""

    model: str = field(default="", metadata=about(one_line, "The model, or one variant of it."))


def check_card(options: CardOptions, catalog: Catalog) -> list[Problem]:
    """Return a problem if the catalog has no such model."""
    if not options.model:
        return [option_problem("model", "missing model", "for example, modelzoo-card:: yolov4")]
    if find(catalog, options.model) is not None:
        return []
    return [replace(missing_model(catalog, options.model), option="model")]


@view(
    CARD,
    CardOptions,
    check_card,
    argument="model",
    essential=("model",),
    numbering=lambda options: "",
)
def build_card(catalog: Catalog, options: CardOptions, language: str) -> Blocks:
    """Build one card; nothing if the catalog has no such model."""
    found = find(catalog, options.model)
    if found is None:
        return ()
    context = TableContext(catalog, language)
    card = _card(Subject(found.model, found.variant), context)
    return (Cards((CardGroup("", (card,)),), card.title.words.text, single=True),)


def build_cards(catalog: Catalog, options: TableOptions, language: str) -> Blocks:
    """Build cards of the models that a table would show, under the titles of their groups."""
    context = TableContext(catalog, language)
    subjects = options.table_subjects(catalog, context.names)
    groups = [
        CardGroup(title, tuple(_card(subjects[place], context) for place in places))
        for title, _, places in grouped_subjects(subjects, options.group_by, context)
    ]
    return (Cards(tuple(groups), options.caption or context.say("Models")),)


@view(
    TABLE,
    TableOptions,
    check_options,
    numbering=lambda options: "" if options.view == "cards" else "table",
)
def build_models(catalog: Catalog, options: TableOptions, language: str) -> Blocks:
    """Build the models that the options choose, as a table or as cards."""
    if options.view == "cards":
        return build_cards(catalog, options, language)
    return (build_table(catalog, options, language),)


def _card(subject: Subject, context: TableContext) -> Card:
    model, entry, variant = subject.model, subject.entry, subject.variant
    name = context.name(context.subject_name(model, variant))
    title = PageLink(name, model_page(model.id), f"variant-{variant.id}" if variant else "")
    columns = context.catalog.registry[ColumnSpec]
    own = [columns[own_key(field)] for field in context.catalog.fields.shown]
    facts = (
        ("tasks", context.say("Tasks"), cells.tasks(subject, context)),
        ("params", context.say("Parameters"), cells.params(subject, context)),
        *(
            (one.key, label_text(one.label, context.labels), one.cell(subject, context))
            for one in own
        ),
        ("results", context.say(N_("Results")), result_lines(subject, context, _MOST_RESULTS)),
    )
    return Card(
        title,
        _flat(cells.summary(subject, context)),
        Facts(tuple(Fact(key, label, _flat(cell)) for key, label, cell in facts if cell.blocks)),
        _flat(cells.quick_start(subject, context)),
        context.say(N_("Deprecated")) if entry.deprecated else "",
        _picture(entry, context),
    )


def _picture(model: Model, context: TableContext) -> Picture | None:
    """Return the thumbnail, or else the first picture; without words it is decoration."""
    source: Thumbnail | Image | None = model.thumbnail or next(iter(model.images), None)
    if source is None:
        return None
    alt = context.label_words(source.alt, model.id) if source.alt else Words("")
    dark = context.address(source.dark) if source.dark else ""
    return Picture(context.address(source.src), alt, None, dark)


def _flat(cell: Cell) -> Inlines:
    """Return the content of a cell without its paragraph."""
    parts: list[Inline] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            parts += block.inlines
        elif isinstance(block, Prose):
            parts.append(block)
    return tuple(parts)
