"""Lineage: what a model was made from, and what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.schema.languages import in_language
from sphinx_modelzoo.views.content import PageLink, UrlLink, Words, model_page
from sphinx_modelzoo.views.display import Branch, Tree
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.parts import between, labelled, noted, url_text
from sphinx_modelzoo.views.subject_names import full_name, variant_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
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
_MADE = N_("derived")


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
    """Build the tree of what a model was made from, of itself, and of what was made from it."""
    below = [*_own_bases(ctx), *_derived(ctx), *_succession(ctx)]
    above = ctx.model.base_model
    if not above and not below:
        return ()
    name = ctx.name(ctx.model.name, strong=True)
    relations = {base.relation for base in above}
    notes = [ctx.label(N_("this model"))]
    if len(relations) == 1 and (relation := relations.pop()) is not None:
        notes.insert(0, ctx.label(RELATIONS[relation]))
        relations = set()
    own = Branch(_remarked(name, ctx.label.join(notes)), tuple(below))
    if not above:
        return (Tree((own,)),)
    sources = bases(ctx.model, ctx.catalog, ctx.label) if len(relations) > 1 else _links(ctx, above)
    return (Tree((Branch(sources, (own,)),)),)


def _links(ctx: PageContext, above: Iterable[Base]) -> Inlines:
    links = ((base_link(base, ctx.catalog, ctx.language),) for base in above)
    return between(links, Words(ctx.label.separator, translate=False))


def _remarked(inline: Inline, remark: str) -> Inlines:
    return (inline, Words(" "), Words(remark, muted=True))


def _own_bases(ctx: PageContext) -> Iterator[Branch]:
    """Yield the variants that were made from something else than the others."""
    for variant in ctx.model.variants:
        found = bases(ctx.of(variant).model, ctx.catalog, ctx.label)
        if found:
            name = ctx.name(variant_name(ctx.model, variant))
            base = labelled(ctx, N_("Base model"), found)
            yield Branch((name, Words(ctx.label.separator, translate=False), *base))


def _derived(ctx: PageContext) -> Iterator[Branch]:
    """Yield the models derived from a model, by relation."""
    order = [*RELATIONS, None]
    listed = sorted(ctx.catalog.derived(ctx.model.id), key=lambda one: order.index(one.relation))
    for model, variant, relation in listed[:_MOST]:
        place = f"variant-{variant.id}" if variant else ""
        link = PageLink(ctx.name(full_name(model, variant)), model_page(model.id), place)
        yield Branch(_remarked(link, ctx.label(RELATIONS[relation] if relation else _MADE)))
    if len(listed) > _MOST:
        count = len(listed) - _MOST
        more = ctx.label.ngettext("… and {count} more", "… and {count} more", count)
        yield Branch((Words(more.format(count=count)),))


def _succession(ctx: PageContext) -> Iterator[Branch]:
    """Yield what replaces a model, and what it replaces."""
    if ctx.model.superseded_by:
        link = ctx.model_link(ctx.model.superseded_by)
        yield Branch(_remarked(link, ctx.label(N_("replaces this model"))))
    for model in ctx.catalog.superseded(ctx.model.id):
        yield Branch(_remarked(ctx.model_link(model.id), ctx.label(N_("replaced by this model"))))


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
    replaced = [(one.id, one.name) for one in catalog.superseded(model.id)]
    return ([(one.id, one.name) for one in sources], list(derived), replaced)
