"""The columns of tables: the contents of their cells, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.papers import paper_url
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.automatic_columns import main_figure, main_metrics
from sphinx_modelzoo.views.columns import IMAGES, column
from sphinx_modelzoo.views.content import (
    Break,
    Cell,
    Fold,
    Inline,
    Inlines,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.lineage_facts import bases
from sphinx_modelzoo.views.parts import url_link
from sphinx_modelzoo.views.result_cells import condition_lines, main_figure_cell, result_lines
from sphinx_modelzoo.views.subject_names import variant_name

if TYPE_CHECKING:
    import datetime

    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Code, Model
    from sphinx_modelzoo.views.context import TableContext

EMPTY = Cell(())
BREAK = Break()
_MOST_IMAGES = 2


def inlines(
    *parts: Inline, sort: str | float | int | None = None, facets: Iterable[str] = ()
) -> Cell:
    """Return a cell of one paragraph; an empty one without parts."""
    if not parts:
        return EMPTY
    return Cell((Paragraph(parts),), sort, tuple(facets))


def words(text: Words, sort: str | float | int | None = None) -> Cell:
    """Return a cell of a few words, which are its facet too."""
    return Cell((Paragraph((text,)),), sort, (text.text,))


@column("no", N_("No."), "Position in the table, from 1.", kind="number", per_row=True)
def nothing(subject: Subject, context: TableContext) -> Cell:
    """Return an empty cell."""
    return EMPTY


def position(number: int) -> Cell:
    """Return the cell with the number of a row."""
    return Cell((Paragraph((Words(str(number), translate=False),)),), number)


def _model_link(subject: Subject, context: TableContext) -> Inlines:
    """Link to the model; in the row of a variant to the variant, then to its model."""
    model, variant = subject.model, subject.variant
    if variant is None:
        return (PageLink(context.name(model.name, strong=True), model_page(model.id)),)
    own = context.name(variant_name(model, variant), strong=True)
    return (
        PageLink(own, model_page(model.id), f"variant-{variant.id}"),
        BREAK,
        PageLink(context.name(model.name), model_page(model.id)),
    )


def _sort_name(subject: Subject) -> str:
    if subject.variant is not None:
        return variant_name(subject.model, subject.variant)
    return subject.model.name


@column("name", N_("Model"), "Name, linked to the model's page.")
def name(subject: Subject, context: TableContext) -> Cell:
    """Return the model's name, linked to its page."""
    return inlines(*_model_link(subject, context), sort=_sort_name(subject))


@column("paper", N_("Model and paper"), "Name, then the paper with its link.")
def paper(subject: Subject, context: TableContext) -> Cell:
    """Return the model's name and, below it, the paper."""
    parts = _model_link(subject, context)
    source = subject.entry.paper
    if source is not None:
        title = values.paper_title(source, context.labels)
        url = paper_url(source, context.language)
        if url is not None:
            parts += (BREAK, UrlLink(title, url))
        elif source.title:
            parts += (BREAK, title)
    return inlines(*parts, sort=_sort_name(subject))


def _prose(text: LocalizedText | None, model: Model, context: TableContext) -> Prose | None:
    return None if text is None else Prose(*context.localized(text, model.id))


def _prose_cell(text: LocalizedText | None, subject: Subject, context: TableContext) -> Cell:
    found = _prose(text, subject.model, context)
    return EMPTY if found is None else Cell((found,))


@column("summary", N_("Summary"), "The summary.")
def summary(subject: Subject, context: TableContext) -> Cell:
    """Return the summary."""
    return _prose_cell(subject.entry.summary, subject, context)


@column("abstract", N_("Abstract"), "The abstract, folded; the summary where there is none.")
def abstract(subject: Subject, context: TableContext) -> Cell:
    """Return the abstract, folded behind its label, or the summary if there is none."""
    found = _prose(subject.entry.abstract, subject.model, context)
    if found is None:
        return summary(subject, context)
    return Cell((Fold(context.say(N_("Abstract")), (found,)),))


@column("description", N_("Description"), "The description.")
def description(subject: Subject, context: TableContext) -> Cell:
    """Return the description."""
    return _prose_cell(subject.entry.description, subject, context)


def _listed(labels: Iterable[str], context: TableContext, translate: bool = False) -> Cell:
    """Join names with commas; each is a facet."""
    unique = tuple(dict.fromkeys(labels))
    if not unique:
        return EMPTY
    text = context.separator.join(unique)
    return Cell((Paragraph((Words(text, translate=translate),)),), None, unique)


@column("tasks", N_("Tasks"), "Tasks, in the reader's language.")
def tasks(subject: Subject, context: TableContext) -> Cell:
    """Return the tasks."""
    return _listed(map(context.task, subject.entry.tasks), context)


@column("datasets", N_("Datasets"), "Names of the datasets.")
def datasets(subject: Subject, context: TableContext) -> Cell:
    """Return the names of the datasets in the results."""
    found = (result.dataset.name for result in subject.results if result.dataset)
    return _listed(map(context.dataset, found), context)


@column("results", N_("Datasets and results"), "Results by dataset.")
def results(subject: Subject, context: TableContext) -> Cell:
    """Return the first few results."""
    return result_lines(subject, context)


def _code_words(code: Code, model: Model, context: TableContext) -> Words:
    if code.label is not None:
        return context.label_words(code.label, model.id)
    return context.code_words(code.kind)


def _code_links(found: list[Code], subject: Subject, context: TableContext) -> Cell:
    """List links, one per line; links with equal texts get a framework or a number."""
    texts = [_code_words(code, subject.model, context) for code in found]
    if len(found) == 1:
        return Cell((Paragraph((UrlLink(texts[0], context.address(found[0].url)),)),))
    links: list[Inline] = []
    for place, (code, text) in enumerate(zip(found, texts, strict=True)):
        alike = [other for other, words in enumerate(texts) if words == text]
        if len(alike) > 1:
            frameworks = {found[other].framework for other in alike}
            if code.framework and None not in frameworks and len(frameworks) == len(alike):
                told = context.noted(text.text, values.framework_label(code.framework))
            else:
                told = f"{text.text} {alike.index(place) + 1}"
            text = Words(told, text.language, text.translate)
        links += [BREAK, UrlLink(text, context.address(code.url))]
    return inlines(*links[1:])


@column(
    "main-result",
    N_("Main result"),
    "The first figure of the most frequent metric of the model's task.",
    shared=main_metrics,
)
def main_result(subject: Subject, context: TableContext) -> Cell:
    """Return the figure that most models of the task can be compared by."""
    found = main_figure(subject, context.names)
    return EMPTY if found is None else main_figure_cell(found, subject, context)


@column("conditions", N_("Conditions"), "Conditions of the results, such as the input size.")
def conditions(subject: Subject, context: TableContext) -> Cell:
    """Return the conditions of the results, each once."""
    return condition_lines(subject, context)


@column("quick-start", N_("Quick start"), "Links to the quick starts.")
def quick_start(subject: Subject, context: TableContext) -> Cell:
    """Return the links to quick starts."""
    found = [code for code in subject.entry.code if code.kind == "quick-start"]
    return _code_links(found, subject, context)


@column("code", N_("Code"), "Links to all code.")
def code(subject: Subject, context: TableContext) -> Cell:
    """Return the links to all code."""
    return _code_links(list(subject.entry.code), subject, context)


def count(numbers: tuple[int, ...], shown: Callable[[int], str]) -> Cell:
    """Return a number, or the range of the variants' numbers."""
    if not numbers:
        return EMPTY
    ends = dict.fromkeys(shown(number) for number in (min(numbers), max(numbers)))
    return inlines(Words("–".join(ends), translate=False), sort=min(numbers))


@column("params", N_("Parameters"), "Number of parameters.", kind="number")
def params(subject: Subject, context: TableContext) -> Cell:
    """Return the number of parameters."""
    return count(subject.params, values.format_count)


@column("flops", N_("FLOPs"), "Operations of one forward pass.", kind="number")
def flops(subject: Subject, context: TableContext) -> Cell:
    """Return the operations of one forward pass."""
    return count(subject.flops, values.format_flops)


@column("license", N_("License"), "Licence.")
def license(subject: Subject, context: TableContext) -> Cell:
    """Return the licence, linked to its text if SPDX lists it."""
    name = subject.entry.license
    if name is None:
        return EMPTY
    text = Words(name, translate=False)
    url = values.license_url(name)
    return inlines(UrlLink(text, url) if url else text, facets=(name,))


@column("year", N_("Year"), "Year of the paper.", kind="number")
def year(subject: Subject, context: TableContext) -> Cell:
    """Return the year of the paper."""
    found = subject.entry.paper.year if subject.entry.paper else None
    return EMPTY if found is None else words(Words(str(found), translate=False), sort=found)


def _plain(value: str | None, context: TableContext) -> Cell:
    return EMPTY if value is None else words(context.name(value))


@column("venue", N_("Venue"), "Journal or conference of the paper.")
def venue(subject: Subject, context: TableContext) -> Cell:
    """Return the journal or conference of the paper."""
    return _plain(subject.entry.paper.venue if subject.entry.paper else None, context)


def _date(value: datetime.date | None) -> Cell:
    if value is None:
        return EMPTY
    text = values.format_date(value)
    return inlines(Words(text, translate=False), sort=text)


@column("added", N_("Added"), "When it came into the zoo.")
def added(subject: Subject, context: TableContext) -> Cell:
    """Return the date when the model was added to the zoo."""
    return _date(subject.entry.added)


@column("updated", N_("Updated"), "When it last changed.")
def updated(subject: Subject, context: TableContext) -> Cell:
    """Return the date of the last change."""
    return _date(subject.entry.updated)


@column("collection", N_("Collection"), "Collection.")
def collection(subject: Subject, context: TableContext) -> Cell:
    """Return the collection."""
    return _plain(subject.entry.collection, context)


@column("publisher", N_("Publisher"), "Who published it.")
def publisher(subject: Subject, context: TableContext) -> Cell:
    """Return the publisher."""
    return _plain(subject.entry.publisher, context)


@column("tags", N_("Tags"), "Tags.")
def tags(subject: Subject, context: TableContext) -> Cell:
    """Return the tags."""
    return _listed(subject.entry.tags, context)


@column("languages", N_("Languages"), "Human languages it handles.")
def languages(subject: Subject, context: TableContext) -> Cell:
    """Return the natural languages that the model handles."""
    return _listed(map(context.human_language, subject.entry.languages), context)


@column("framework", N_("Framework"), "Frameworks of its code.")
def framework(subject: Subject, context: TableContext) -> Cell:
    """Return the frameworks of the model's code."""
    found = (code.framework for code in subject.entry.code if code.framework)
    return _listed(map(values.framework_label, found), context)


@column("demo", N_("Demo"), "Link to a demo.")
def demo(subject: Subject, context: TableContext) -> Cell:
    """Return the link to the demo."""
    link = subject.entry.demo
    if link is None:
        return EMPTY
    url = context.address(link.url)
    if link.label is None:
        return inlines(UrlLink(Words(context.say(N_("Demo"))), url))
    return inlines(UrlLink(context.label_words(link.label, subject.model.id), url))


@column("links", N_("Links"), "Other links.")
def links(subject: Subject, context: TableContext) -> Cell:
    """Return the other links, one per line."""
    parts: list[Inline] = []
    for link in subject.entry.links:
        url = context.address(link.url)
        given = context.label_words(link.label, subject.model.id) if link.label else None
        parts += [BREAK, url_link(given, url)]
    return inlines(*parts[1:])


@column(IMAGES, N_("Images"), "The first pictures.")
def images(subject: Subject, context: TableContext) -> Cell:
    """Return the first few pictures."""
    return Cell(
        tuple(
            Picture(
                context.address(image.src),
                context.label_words(image.alt, subject.model.id),
                dark=context.address(image.dark) if image.dark else "",
            )
            for image in subject.entry.images[:_MOST_IMAGES]
        )
    )


@column("base-model", N_("Base model"), "What it was made from, and how.")
def base_model(subject: Subject, context: TableContext) -> Cell:
    """Return what the model was made from, and how."""
    parts = bases(subject.entry, context.catalog, context.labels)
    return inlines(*parts) if parts else EMPTY
