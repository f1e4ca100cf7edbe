"""Cards: models in brief, for front pages and for running text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.east_asian import display_width
from sphinx_modelzoo.query.fields import metric_figures
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.automatic_columns import main_figure
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
    Title,
    Words,
    model_page,
)
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.display import Card, CardGroup, Cards
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.option_parsing import about, one_line, option_problem
from sphinx_modelzoo.views.options import TableOptions, check_options
from sphinx_modelzoo.views.own_columns import own_key
from sphinx_modelzoo.views.parts import plain_inlines, sentence
from sphinx_modelzoo.views.references import find, missing_model
from sphinx_modelzoo.views.table import build_table, grouped_subjects
from sphinx_modelzoo.views.view import CARD, TABLE, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.query.fields import MetricFigure
    from sphinx_modelzoo.schema.model import Image, Model, Thumbnail
    from sphinx_modelzoo.views.content import Blocks, Cell, Inlines

_MOST_FIGURES = 3
_MEASURED = ("main-result", "params")
_LONGEST_FIGURE = 20  # columns of text; a longer value is no figure


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
    return (Cards((CardGroup("", (card,)),), plain_inlines(card.title.name), single=True),)


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
    link = PageLink(name, model_page(model.id), f"variant-{variant.id}" if variant else "")
    return Card(
        Title(
            (link,),
            _successor(entry, context) or _flat(cells.tasks(subject, context)),
            context.mark(entry),
        ),
        _flat(cells.summary(subject, context)),
        Facts(tuple(_figures(subject, context))),
        _picture(entry, context),
        next(filter(str.isalnum, name.text), name.text[:1]).upper()[:1],
    )


def _successor(model: Model, context: TableContext) -> Inlines:
    """Return the link to the successor of this model."""
    if not model.superseded_by:
        return ()
    found = context.catalog.resolve(model.superseded_by)
    if found is None:
        return ()
    link = PageLink(context.name(found.name), model_page(found.id))
    return sentence(context.say(N_("Use {model} instead.")), link)


def _figures(subject: Subject, context: TableContext) -> Iterator[Fact]:
    """Yield the first few figures that a model has: its main one, its size, own ones, its year."""
    found: list[tuple[str, str, Cell]] = []
    main = main_figure(subject, context.names)
    if main is not None:
        found.append(("main-result", context.metric(main.name), _main(main, subject, context)))
    columns = context.catalog.registry[ColumnSpec]
    for key in ("params", *map(own_key, context.catalog.fields.shown), "year"):
        column = columns[key]
        cell = column.cell(subject, context)
        found.append((key, label_text(column.label, context.labels), cell))
    short = [
        _fact(key, label, value)
        for key, label, cell in found
        if (value := _flat(cell)) and display_width(plain_inlines(value)) <= _LONGEST_FIGURE
    ]
    yield from short[:_MOST_FIGURES]


def _main(main: MetricFigure, subject: Subject, context: TableContext) -> Cell:
    """Return the main figure, or from where to where those of the variants are."""
    dataset = main.result.dataset.name if main.result.dataset else None
    found = metric_figures(subject, main.name, dataset, context.names)
    known = sorted((one for one in found if one.value is not None), key=lambda one: one.value or 0)
    ends = (known[0], known[-1]) if known else (main,)
    texts = dict.fromkeys(context.figure(one.name, one.metric) for one in ends)
    return cells.words(Words("–".join(texts), translate=False))


def _fact(key: str, label: str, value: Inlines) -> Fact:
    """Return a figure below its label, which has the unit if both ends of a range are in it."""
    if key not in _MEASURED or len(value) != 1 or not isinstance(value[0], Words):
        return Fact(key, label, value)
    ends = value[0].text.split("–")
    units = {end.lstrip("<>=~ 0123456789.") for end in ends}
    unit = units.pop()
    if units or not unit:
        return Fact(key, label, value)
    text = "–".join(end.removesuffix(unit).rstrip() for end in ends)
    return Fact(key, f"{label} {unit}", (replace(value[0], text=text),))


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
