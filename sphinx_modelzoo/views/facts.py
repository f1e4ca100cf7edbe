"""The facts of a model: labels with values. A new fact is a new line in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.licenses import license_parts
from sphinx_modelzoo.schema.papers import arxiv_url, doi_url, paper_url
from sphinx_modelzoo.views.content import Fact, Facts, UrlLink, Words
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.parts import between, file_name, url_link
from sphinx_modelzoo.views.values import (
    format_count,
    format_date,
    format_flops,
    language_label,
    paper_title,
    task_label,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.views.content import Blocks, Inline, Inlines
    from sphinx_modelzoo.views.parts import PageContext


def facts(ctx: PageContext) -> Blocks:
    """Build the facts that the entry has, in the order of the registry."""
    found = tuple(
        Fact(key, ctx.label(label), value) for key, label, build in FACTS if (value := build(ctx))
    )
    return (Facts(found),) if found else ()


def _paper(ctx: PageContext) -> Inlines:
    paper = ctx.model.paper
    if paper is None:
        return ()
    url = paper_url(paper, ctx.language)
    links: list[Inline] = []
    if paper.title:
        title = paper_title(paper, ctx.label)
        links.append(UrlLink(title, url) if url else title)
    elif paper.url:
        links.append(url_link(None, ctx.address(paper.url)))
    if paper.arxiv:
        number = Words(f"arXiv:{paper.arxiv}", translate=False)
        links.append(UrlLink(number, arxiv_url(paper.arxiv)))
    if paper.doi:
        links.append(UrlLink(Words(f"doi:{paper.doi}", translate=False), doi_url(paper.doi)))
    return between(((link,) for link in links), Words(ctx.label.separator))


def _authors(ctx: PageContext) -> Inlines:
    return ctx.names(ctx.model.paper.authors) if ctx.model.paper else ()


def _published(ctx: PageContext) -> Inlines:
    paper = ctx.model.paper
    if paper is None:
        return ()
    year = str(paper.year) if paper.year is not None else ""
    if paper.venue and year in paper.venue:
        return (ctx.name(paper.venue),)
    parts: list[Inlines] = [(ctx.name(paper.venue),)] if paper.venue else []
    if year:
        parts.append((Words(ctx.label(N_("{year}")).format(year=year)),))
    return between(parts, Words(ctx.label.separator))


def _tasks(ctx: PageContext) -> Inlines:
    names = [task_label(ctx.vocabularies, name, ctx.language) for name in ctx.model.tasks]
    return (Words(ctx.label.join(names)),) if names else ()


def _license(ctx: PageContext) -> Inlines:
    return tuple(
        UrlLink(ctx.name(part), url) if url else ctx.name(part)
        for part, url in license_parts(ctx.model.license or "")
    )


def _languages(ctx: PageContext) -> Inlines:
    names = [language_label(language, ctx.label) for language in ctx.model.languages]
    return (Words(ctx.label.join(names)),) if names else ()


def _demo(ctx: PageContext) -> Inlines:
    demo = ctx.model.demo
    if demo is None:
        return ()
    return (url_link(ctx.plain(demo.label) if demo.label else None, ctx.address(demo.url)),)


def file_link(ctx: PageContext, url: str | LocalizedText | None) -> Inlines:
    """Link to a file by its name.

    A path leads into the repository of the model, which a link on the page would not reach.
    """
    if url is None:
        return ()
    address = ctx.address(url)
    if address.startswith(("http:", "https:")):
        return (UrlLink(Words(file_name(address), translate=False, code=True), address),)
    return (Words(address, translate=False, code=True),)


def _name(ctx: PageContext, text: str | None) -> Inlines:
    return (ctx.name(text),) if text else ()


def _count(value: int | None, form: Callable[[int], str]) -> Inlines:
    return (Words(form(value), translate=False),) if value is not None else ()


def _date(value: datetime.date | None) -> Inlines:
    return (Words(format_date(value), translate=False),) if value is not None else ()


FACTS: tuple[tuple[str, str, Callable[[PageContext], Inlines]], ...] = (
    ("tasks", N_("Tasks"), _tasks),
    ("paper", N_("Paper"), _paper),
    ("authors", N_("Authors"), _authors),
    ("published", N_("Published in"), _published),
    ("collection", N_("Collection"), lambda ctx: _name(ctx, ctx.model.collection)),
    ("publisher", N_("Publisher"), lambda ctx: _name(ctx, ctx.model.publisher)),
    ("license", N_("License"), _license),
    ("languages", N_("Languages"), _languages),
    ("params", N_("Parameters"), lambda ctx: _count(ctx.model.params, format_count)),
    ("flops", N_("FLOPs"), lambda ctx: _count(ctx.model.flops, format_flops)),
    ("config", N_("Configuration"), lambda ctx: file_link(ctx, ctx.model.config)),
    ("log", N_("Training log"), lambda ctx: file_link(ctx, ctx.model.log)),
    ("demo", N_("Demo"), _demo),
    ("tags", N_("Tags"), lambda ctx: ctx.names(ctx.model.tags)),
    ("aliases", N_("Also known as"), lambda ctx: ctx.names(ctx.model.aliases)),
    ("added", N_("Added"), lambda ctx: _date(ctx.model.added)),
    ("updated", N_("Updated"), lambda ctx: _date(ctx.model.updated)),
)
"""Every fact by its key, with its label and where its value comes from, in the order of a page."""
