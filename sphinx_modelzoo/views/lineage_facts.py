"""Lineage: what a model was made from, and what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.schema.languages import in_language
from sphinx_modelzoo.views.content import Fact, Facts, PageLink, UrlLink, Words, model_page
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.parts import between, noted, url_text
from sphinx_modelzoo.views.subject_names import full_name, variant_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.lineage import Derived
    from sphinx_modelzoo.schema.model import Base, Model
    from sphinx_modelzoo.views.content import Blocks, Inline, Inlines
    from sphinx_modelzoo.views.labels import Labels
    from sphinx_modelzoo.views.parts import PageContext

_MOST = 50
_HUB = "huggingface.co"

RELATIONS: Mapping[str, str] = {
    "finetune": N_("fine-tuned"),
    "adapter": N_("adapter"),
    "quantized": N_("quantized"),
    "distilled": N_("distilled"),
    "merge": N_("merged"),
}
"""How a model was made from another, as a remark behind its name."""

_DERIVED: Mapping[str | None, str] = {
    "finetune": N_("Fine-tuned models"),
    "adapter": N_("Adapters"),
    "quantized": N_("Quantized models"),
    "distilled": N_("Distilled models"),
    "merge": N_("Merged models"),
    None: N_("Derived models"),
}


def base_link(base: Base, catalog: Catalog, language: str) -> Inline:
    """Link to a base model: an entry by its name, a model elsewhere by its address.

    An unknown entry is shown as the bare id.
    """
    if base.id:
        found = catalog.resolve(base.id)
        if found is None:
            return Words(base.id, translate=False, code=True)
        return PageLink(Words(found.name, translate=False), model_page(found.id))
    url = in_language(base.model, language)
    return UrlLink(Words(_elsewhere(url), translate=False), url)


def _elsewhere(url: str) -> str:
    """Return the name of a model elsewhere: its id on a hub, else its address."""
    parts = split_url(url)
    path = unquote(parts.path).strip("/")
    return path if parts.hostname == _HUB and path.count("/") <= 1 and path else url_text(url)


def bases(model: Model, catalog: Catalog, label: Labels) -> Inlines:
    """Link to what a model was made from, each with the way it was."""
    links: list[Inlines] = []
    for base in model.base_model:
        link = base_link(base, catalog, label.language)
        links.append(
            noted(link, label(RELATIONS[base.relation]), label) if base.relation else (link,)
        )
    return between(links, Words(label.separator, translate=False))


def lineage(ctx: PageContext) -> Blocks:
    """Build the lists of base models and of derived models, these by the way they were made."""
    found: list[Fact] = []
    own = bases(ctx.model, ctx.catalog, ctx.label)
    if own:
        label = N_("Base model") if len(ctx.model.base_model) == 1 else N_("Base models")
        found.append(Fact("base-model", ctx.label(label), own))
    for variant in ctx.model.variants:
        theirs = bases(ctx.of(variant).model, ctx.catalog, ctx.label)
        if theirs:
            name = ctx.label.noted(ctx.label(N_("Base model")), variant_name(ctx.model, variant))
            found.append(Fact("base-model", name, theirs))
    by_relation: dict[str | None, list[Derived]] = {relation: [] for relation in _DERIVED}
    for derived in ctx.catalog.derived(ctx.model.id):
        by_relation[derived.relation].append(derived)
    for relation, items in by_relation.items():
        if items:
            key = f"derived-{relation}" if relation else "derived"
            found.append(Fact(key, ctx.label(_DERIVED[relation]), _links(ctx, items)))
    return (Facts(tuple(found)),) if found else ()


def _links(ctx: PageContext, items: Iterable[Derived]) -> Inlines:
    listed = list(items)
    links: list[Inlines] = []
    for model, variant, _ in listed[:_MOST]:
        place = f"variant-{variant.id}" if variant else ""
        links.append((PageLink(ctx.name(full_name(model, variant)), model_page(model.id), place),))
    found = between(links, Words(ctx.label.separator, translate=False))
    if len(listed) <= _MOST:
        return found
    count = len(listed) - _MOST
    more = ctx.label.ngettext("… and {count} more", "… and {count} more", count)
    return (*found, Words(" "), Words(more.format(count=count)))


def shown_of(catalog: Catalog, model: Model) -> tuple[object, ...]:
    """Return what the lineage of a model shows of other entries."""
    named = (base.id for holder in (model, *model.variants) for base in holder.base_model)
    sources = filter(None, map(catalog.resolve, filter(None, named)))
    derived = (
        (
            one.model.id,
            full_name(one.model, one.variant),
            one.variant and one.variant.id,
            one.relation,
        )
        for one in catalog.derived(model.id)
    )
    return ([(one.id, one.name) for one in sources], list(derived))
