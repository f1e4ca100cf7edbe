"""A model's page: everything that the catalog knows of one entry, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.schema.markup import opening
from sphinx_modelzoo.views.content import Page, PageLink, model_page
from sphinx_modelzoo.views.labels import N_, labels
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.section_specs import blocks_of, page_sections
from sphinx_modelzoo.views.values import task_label

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model

_DESCRIPTION_LENGTH = 300  # characters of an abstract that stands in for a summary


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
        description=_meta_description(ctx),
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


def _meta_description(ctx: PageContext) -> str:
    """Return a plain line about the model: its summary, or the beginning of a longer text."""
    model = ctx.model
    if model.summary is not None:
        return ctx.plain(model.summary).text
    longer = model.abstract or model.description
    if longer is None:
        return ""
    text = opening(ctx.verbatim(longer).text)
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    # Up to the last word that fits; Chinese has no spaces to cut at.
    cut = text[:_DESCRIPTION_LENGTH]
    head = cut.rpartition(" ")[0]
    return f"{head if len(head) > _DESCRIPTION_LENGTH // 2 else cut}…"
