"""The columns of tables: the contents of their cells, column by column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.papers import paper_url
from sphinx_modelzoo.schema.versions import version_order
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.automatic_columns import MAIN_RESULT, main_figure, main_metrics
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
    Title,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.lineage_facts import bases
from sphinx_modelzoo.views.number_columns import FLOPS, PARAMS, Numbers, count_cell
from sphinx_modelzoo.views.parts import sentence, url_link
from sphinx_modelzoo.views.result_cells import (
    condition_lines,
    first_conditions,
    main_figure_cell,
    result_lines,
)
from sphinx_modelzoo.views.subject_names import variant_name

if TYPE_CHECKING:
    import datetime

    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Code, Model, Variant
    from sphinx_modelzoo.views.context import TableContext

EMPTY = Cell(())
_YEARS = Numbers(lambda subject, context: _year(subject), varies=False)
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


def _title(subject: Subject, context: TableContext, line: Inlines = ()) -> Cell:
    """Return the name with a second line: for what is old, what to use instead."""
    model, entry, variant = subject.model, subject.entry, subject.variant
    mark = context.mark(entry)
    if variant is not None:
        own = context.name(variant_name(model, variant), strong=True)
        name: Inlines = (PageLink(own, model_page(model.id), f"variant-{variant.id}"),)
        line = (PageLink(context.name(model.name), model_page(model.id)),)
    else:
        name = (PageLink(context.name(model.name, strong=True), model_page(model.id)),)
        better = context.catalog.resolve(model.superseded_by) if model.superseded_by else None
        if context.is_old(entry) and better is not None:
            link = PageLink(context.name(better.name), model_page(better.id))
            line = sentence(context.say(N_("Use {model} instead.")), link)
    return Cell((Title(name, line, mark),), _sort_name(subject))


def variant_title(model: Model, variant: Variant, context: TableContext) -> Cell:
    """Return the name of a variant below its model, with the conditions of its results."""
    link = PageLink(
        context.name(variant_name(model, variant)), model_page(model.id), f"variant-{variant.id}"
    )
    told = first_conditions(variant.results, context)
    notes = (Words(" "), Words(told, translate=False, muted=True)) if told else ()
    return Cell((Title((link, *notes), mark=context.mark(variant)),))


def _sort_name(subject: Subject) -> str:
    if subject.variant is not None:
        return variant_name(subject.model, subject.variant)
    return subject.model.name


@column("name", N_("Model"), "Name, linked to the model's page.")
def name(subject: Subject, context: TableContext) -> Cell:
    """Return the model's name, linked to its page."""
    return _title(subject, context)


@column("paper", N_("Model and paper"), "Name, then the paper with its link.")
def paper(subject: Subject, context: TableContext) -> Cell:
    """Return the model's name and, below it, the paper."""
    source = subject.entry.paper
    if source is None or subject.variant is not None:
        return _title(subject, context)
    title = values.paper_title(source, context.labels)
    url = paper_url(source, context.language)
    if url is not None:
        return _title(subject, context, (UrlLink(title, url),))
    return _title(subject, context, (title,) if source.title else ())


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
    MAIN_RESULT,
    N_("Main result"),
    "The first figure of the most frequent metric of the model's task.",
    kind="number",
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


@column("params", N_("Parameters"), "Number of parameters.", kind="number", numbers=PARAMS)
def params(subject: Subject, context: TableContext) -> Cell:
    """Return the number of parameters."""
    return count_cell("params", PARAMS, subject, context)


@column("flops", N_("FLOPs"), "Operations of one forward pass.", kind="number", numbers=FLOPS)
def flops(subject: Subject, context: TableContext) -> Cell:
    """Return the operations of one forward pass."""
    return count_cell("flops", FLOPS, subject, context)


@column("license", N_("License"), "Licence.")
def license(subject: Subject, context: TableContext) -> Cell:
    """Return the licence, linked to its text if SPDX lists it."""
    name = subject.entry.license
    if name is None:
        return EMPTY
    text = Words(name, translate=False)
    url = values.license_url(name)
    return inlines(UrlLink(text, url) if url else text, facets=(name,))


@column("year", N_("Year"), "Year of the paper.", kind="number", numbers=_YEARS)
def year(subject: Subject, context: TableContext) -> Cell:
    """Return the year of the paper."""
    found = _year(subject)
    return words(Words(str(found[0]), translate=False), sort=found[0]) if found else EMPTY


def _year(subject: Subject) -> tuple[int, ...]:
    paper = subject.entry.paper
    return (paper.year,) if paper is not None and paper.year is not None else ()


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


def _version(value: str | None, context: TableContext) -> Cell:
    """Return a version with a text by which readers' scripts sort it."""
    return EMPTY if value is None else words(context.name(value), sort=version_order(value))


@column("since", N_("Since"), "First version of the zoo that has it.")
def since(subject: Subject, context: TableContext) -> Cell:
    """Return the first version of the zoo that has the model."""
    return _version(subject.entry.since, context)


@column("until", N_("Until"), "Last version of the zoo that has it.")
def until(subject: Subject, context: TableContext) -> Cell:
    """Return the last version of the zoo that has the model."""
    return _version(subject.entry.until, context)


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
