"""The facts of a model: labels with values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.schema.licenses import license_parts
from sphinx_modelzoo.schema.papers import arxiv_url, doi_url, paper_url
from sphinx_modelzoo.views.authoring import as_inlines
from sphinx_modelzoo.views.content import UrlLink, Words
from sphinx_modelzoo.views.labels import N_, Label, as_label
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

    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.views.content import Inline, Inlines
    from sphinx_modelzoo.views.parts import PageContext


FIRST_AUTHORS = 5
_MOST_AUTHORS = 8


def names_some(authors: Sequence[str]) -> bool:
    """Return True if the head of a page has room for the first authors only."""
    return len(authors) > _MOST_AUTHORS


FactMaker = Callable[["PageContext"], "Inlines"]


@dataclass(frozen=True)
class FactSpec:
    """A fact: its key, its label and what makes its value, if any.

    One that the head of a page shows is not repeated among the facts there.
    """

    key: str
    label: Label
    build: FactMaker
    in_head: bool = False

    def guarded(self, guard: Guard) -> FactSpec:
        """Return the fact of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        what = f"fact “{self.key}”"
        build = guard.call(what, self.build, as_inlines, (), lambda ctx: ctx.model.id)
        return replace(self, build=build)


def fact(
    key: str, label: Label | Mapping[str, str], *, in_head: bool = False
) -> Callable[[FactMaker], FactMaker]:
    """Mark a function as what makes the value of a fact; see :class:`FactSpec`."""

    def marked(build: FactMaker) -> FactMaker:
        return mark(build, (key, FactSpec(key, as_label(label), build, in_head)))

    return marked


def _name(ctx: PageContext, text: str | None) -> Inlines:
    return (ctx.name(text),) if text else ()


def _count(value: int | None, form: Callable[[int], str]) -> Inlines:
    return (Words(form(value), translate=False),) if value is not None else ()


def _date(value: datetime.date | None) -> Inlines:
    return (Words(format_date(value), translate=False),) if value is not None else ()


def _file(ctx: PageContext, url: str | LocalizedText | None) -> Inlines:
    """Link to a file by its name.

    A path leads into the repository of the model, which a link on the page would not reach.
    """
    if url is None:
        return ()
    address = ctx.address(url)
    if address.startswith(("http:", "https:")):
        return (UrlLink(Words(file_name(address), translate=False, code=True), address),)
    return (Words(address, translate=False, code=True),)


@fact("tasks", N_("Tasks"), in_head=True)
def _tasks(ctx: PageContext) -> Inlines:
    names = [task_label(ctx.vocabularies, name, ctx.language) for name in ctx.model.tasks]
    return (Words(ctx.label.join(names)),) if names else ()


@fact("paper", N_("Paper"), in_head=True)
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


@fact("authors", N_("Authors"), in_head=True)
def _authors(ctx: PageContext) -> Inlines:
    return ctx.names(ctx.model.paper.authors) if ctx.model.paper else ()


@fact("published", N_("Published in"), in_head=True)
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


@fact("collection", N_("Collection"), in_head=True)
def _collection(ctx: PageContext) -> Inlines:
    return _name(ctx, ctx.model.collection)


@fact("publisher", N_("Publisher"), in_head=True)
def _publisher(ctx: PageContext) -> Inlines:
    return _name(ctx, ctx.model.publisher)


@fact("license", N_("License"))
def _license(ctx: PageContext) -> Inlines:
    return tuple(
        UrlLink(ctx.name(part), url) if url else ctx.name(part)
        for part, url in license_parts(ctx.model.license or "")
    )


@fact("languages", N_("Languages"))
def _languages(ctx: PageContext) -> Inlines:
    names = [language_label(language, ctx.label) for language in ctx.model.languages]
    return (Words(ctx.label.join(names)),) if names else ()


@fact("params", N_("Parameters"), in_head=True)
def _params(ctx: PageContext) -> Inlines:
    return _count(ctx.model.params, format_count)


@fact("flops", N_("FLOPs"), in_head=True)
def _flops(ctx: PageContext) -> Inlines:
    return _count(ctx.model.flops, format_flops)


@fact("config", N_("Configuration"))
def _config(ctx: PageContext) -> Inlines:
    return _file(ctx, ctx.model.config)


@fact("log", N_("Training log"))
def _log(ctx: PageContext) -> Inlines:
    return _file(ctx, ctx.model.log)


@fact("demo", N_("Demo"))
def _demo(ctx: PageContext) -> Inlines:
    demo = ctx.model.demo
    if demo is None:
        return ()
    return (url_link(ctx.plain(demo.label) if demo.label else None, ctx.address(demo.url)),)


@fact("tags", N_("Tags"), in_head=True)
def _tags(ctx: PageContext) -> Inlines:
    return ctx.names(ctx.model.tags)


@fact("aliases", N_("Also known as"))
def _aliases(ctx: PageContext) -> Inlines:
    return ctx.names(ctx.model.aliases)


@fact("added", N_("Added"), in_head=True)
def _added(ctx: PageContext) -> Inlines:
    return _date(ctx.model.added)


@fact("since", N_("Since"))
def _since(ctx: PageContext) -> Inlines:
    return _name(ctx, ctx.model.since)


@fact("until", N_("Until"))
def _until(ctx: PageContext) -> Inlines:
    return _name(ctx, ctx.model.until)


@fact("updated", N_("Updated"))
def _updated(ctx: PageContext) -> Inlines:
    return _date(ctx.model.updated)
