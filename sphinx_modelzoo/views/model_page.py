"""A model's page: everything that the catalog knows of one entry, in one language.

Programs read its description and linked data (JSON-LD), whose terms are those of schema.org and
FAIR4ML (https://w3id.org/fair4ml/), each defined in the data itself: nothing is fetched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.licenses import license_url
from sphinx_modelzoo.schema.markup import opening
from sphinx_modelzoo.schema.papers import arxiv_url, doi_url, paper_date
from sphinx_modelzoo.views.content import Page, PageLink, Words, model_page
from sphinx_modelzoo.views.labels import N_, labels
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.section_specs import blocks_of, page_sections
from sphinx_modelzoo.views.values import task_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Model, Paper

_DESCRIPTION_LENGTH = 300  # characters of an abstract that stands in for a summary
_SCHEMA = "https://schema.org/"
_DATE = {"@type": f"{_SCHEMA}Date"}
_ADDRESS = {"@type": "@id"}
_TERMS: dict[str, dict[str, str]] = {
    "MLModel": {"@id": "https://w3id.org/fair4ml/MLModel"},
    "ScholarlyArticle": {"@id": f"{_SCHEMA}ScholarlyArticle"},
    "name": {"@id": f"{_SCHEMA}name"},
    "description": {"@id": f"{_SCHEMA}description"},
    "inLanguage": {"@id": f"{_SCHEMA}inLanguage"},
    "license": {"@id": f"{_SCHEMA}license"},
    "citation": {"@id": f"{_SCHEMA}citation"},
    "author": {"@id": f"{_SCHEMA}author", "@container": "@list"},
    "datePublished": {"@id": f"{_SCHEMA}datePublished", **_DATE},
    "sameAs": {"@id": f"{_SCHEMA}sameAs", **_ADDRESS},
}
_SAME = ("official", "quick-start")
"""The kinds of code whose address is that of the model itself on another site."""


def build_model_page(catalog: Catalog, model: Model, language: str) -> Page:
    """Build the page of a model for readers of a language.

    :param catalog: the catalog that the model is in.
    :param language: any spelling of a language; labels are English where others are missing.
    """
    label = labels(language, catalog.registry)
    ctx = PageContext(catalog, model, label)
    previous, following = _neighbours(ctx)
    return Page(
        page=model_page(model.id),
        title=model.name,
        blocks=blocks_of(page_sections(catalog.registry), ctx),
        names=tuple(dict.fromkeys((model.name, *model.aliases))),
        topics=_topics(ctx),
        previous=previous,
        next=following,
        zoo_label=label(N_("Back to the list of models")),
        edit_label=label(N_("Edit this entry")),
        description=description(ctx).text,
    )


def _topics(ctx: PageContext) -> tuple[str, ...]:
    """Return what the model's tasks are called in the language of the page."""
    language = ctx.label.language
    chinese = language.startswith("zh")
    found: dict[str, str] = {}
    for task in (task for one in (ctx.model, *ctx.model.variants) for task in one.tasks):
        term = ctx.catalog.vocabularies.tasks.find(task)
        label = task_label(ctx.catalog.vocabularies, task, language)
        aliases = (one for one in (term.aliases if term else ()) if has_han(one) == chinese)
        for name in (label, *aliases):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _neighbours(ctx: PageContext) -> tuple[PageLink | None, PageLink | None]:
    """Link to the models before and after in the order of the catalog."""
    models = ctx.catalog.models
    position = ctx.catalog.position(ctx.model.id)
    around = (position - 1, position + 1)
    before, after = (
        PageLink(ctx.name(models[index].name), model_page(models[index].id))
        if 0 <= index < len(models)
        else None
        for index in around
    )
    return before, after


def description(ctx: PageContext) -> Words:
    """Return a plain line about the model: its summary, or the beginning of a longer text."""
    model = ctx.model
    if model.summary is not None:
        return ctx.plain(model.summary)
    longer = model.abstract or model.description
    if longer is None:
        return Words("")
    found = ctx.verbatim(longer)
    text = opening(found.text)
    if len(text) <= _DESCRIPTION_LENGTH:
        return Words(text, found.language)
    # Up to the last word that fits; Chinese has no spaces to cut at.
    cut = text[:_DESCRIPTION_LENGTH]
    head = cut.rpartition(" ")[0]
    return Words(f"{head if len(head) > _DESCRIPTION_LENGTH // 2 else cut}…", found.language)


def linked_data(ctx: PageContext) -> str:
    """Return a model as JSON-LD, without what the catalog does not say.

    A licence that SPDX lists is its address there, any other one its text; a model that has no date
    of its own is as old as its paper.
    """
    model, about = ctx.model, description(ctx)
    page = license_url(model.license) if model.license else None
    code = (one.url for one in model.code if one.kind in _SAME)
    data = {
        "@type": "MLModel",
        "name": model.name,
        "description": about.text,
        "inLanguage": list(model.languages),
        "license": page or model.license,
        "citation": _article(ctx, model.paper) if model.paper else None,
        "datePublished": _published(ctx),
        "sameAs": _addresses(ctx, code),
    }
    data = _given(data)
    said = _words(data)
    terms = {name: dict(_TERMS[name]) for name in _TERMS if name in said}
    if "description" in data:
        terms["description"]["@language"] = html_language(about.language or ctx.language)
    if page:
        terms["license"] |= _ADDRESS
    return json.dumps({"@context": terms, **data}, ensure_ascii=False, separators=(",", ":"))


def _article(ctx: PageContext, paper: Paper) -> dict[str, Any]:
    known = [
        *_addresses(ctx, [paper.url] if paper.url else []),
        *([arxiv_url(paper.arxiv)] if paper.arxiv else []),
        *([doi_url(paper.doi)] if paper.doi else []),
    ]
    found = _given(
        {
            "name": paper.title,
            "author": [{"name": author} for author in paper.authors],
            "datePublished": paper_date(paper),
            "sameAs": list(dict.fromkeys(known)),
        }
    )
    return {"@type": "ScholarlyArticle", **found} if found else {}


def _published(ctx: PageContext) -> str:
    model = ctx.model
    if model.added is not None:
        return model.added.isoformat()
    return paper_date(model.paper) if model.paper else ""


def _addresses(ctx: PageContext, urls: Iterable[str | LocalizedText]) -> list[str]:
    """Return those addresses that mean the same on any site, each once."""
    found = (ctx.address(url) for url in urls)
    return [one for one in dict.fromkeys(found) if one.lower().startswith(("http:", "https:"))]


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _words(data: Any) -> set[str]:
    """Return all names in the data: keys, and types."""
    if isinstance(data, list):
        return {word for item in data for word in _words(item)}
    if not isinstance(data, dict):
        return set()
    return {data.get("@type", ""), *data, *_words(list(data.values()))}
