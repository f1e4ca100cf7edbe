"""The built-in sections of a model's page, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.views.citation import bibtex
from sphinx_modelzoo.views.content import (
    Bullets,
    CodeBlock,
    Fact,
    Facts,
    Fold,
    Paragraph,
    Picture,
    Tabs,
    UrlLink,
    ViewBlock,
    Words,
)
from sphinx_modelzoo.views.downloads import weights
from sphinx_modelzoo.views.facts import FactSpec, names_some
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.lineage_facts import lineage
from sphinx_modelzoo.views.parts import noted, url_link
from sphinx_modelzoo.views.peers import board_of
from sphinx_modelzoo.views.results import result_blocks
from sphinx_modelzoo.views.section_specs import page_sections, section
from sphinx_modelzoo.views.subject_names import variant_name
from sphinx_modelzoo.views.text_notes import text_notes
from sphinx_modelzoo.views.values import code_kind_label, framework_label
from sphinx_modelzoo.views.variant_table import variant_table
from sphinx_modelzoo.views.view import LEADERBOARD

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Code, Snippet
    from sphinx_modelzoo.views.content import Block, Blocks, Inlines
    from sphinx_modelzoo.views.parts import PageContext


def _code_item(ctx: PageContext, code: Code, *, kind: bool) -> Inlines:
    link = url_link(ctx.plain(code.label) if code.label else None, ctx.address(code.url))
    notes = [code_kind_label(code.kind, ctx.label)] if kind and code.kind != "other" else []
    notes += [framework_label(code.framework)] if code.framework else []
    if not notes:
        return (link,)
    return noted(link, ctx.label.join(notes), ctx.label)


@section("quick-start", N_("Quick start"), of_variants=True)
def _quick_start(ctx: PageContext) -> Blocks:
    items = [
        _code_item(ctx, code, kind=False) for code in ctx.model.code if code.kind == "quick-start"
    ]
    return (Bullets(tuple(items)),) if items else ()


_CODE_LANGUAGES = {
    "bash": "Shell",
    "console": "Shell",
    "cpp": "C++",
    "json": "JSON",
    "python": "Python",
    "sh": "Shell",
    "shell": "Shell",
    "yaml": "YAML",
}


@section("snippets", N_("Usage"), of_variants=True)
def _snippets(ctx: PageContext) -> Blocks:
    snippets = ctx.model.snippets
    if not snippets:
        return ()
    tabs: list[CodeBlock] = []
    used: dict[str, int] = {}
    for snippet in snippets:
        block = _snippet(ctx, snippet)
        label = block.label or Words(
            _CODE_LANGUAGES.get(snippet.language, snippet.language), translate=False
        )
        count = used[label.text] = used.get(label.text, 0) + 1
        if count > 1:
            label = replace(label, text=ctx.label.noted(label.text, str(count)))
        tabs.append(replace(block, label=label))
    key = "--".join(filter(None, (ctx.model.id, ctx.part)))
    return (Tabs(tuple(tabs), f"modelzoo-tabs-{key}"),)


def _snippet(ctx: PageContext, snippet: Snippet) -> CodeBlock:
    label = ctx.plain(snippet.label) if snippet.label else None
    return CodeBlock(snippet.code, snippet.language, label)


@section("results", N_("Results"))
def _results(ctx: PageContext) -> Blocks:
    return result_blocks(ctx)


@section("weights", N_("Weights"))
def _weights(ctx: PageContext) -> Blocks:
    return weights(ctx)


@section("variants", N_("Variants"))
def _variants(ctx: PageContext) -> Blocks:
    """Build the table of variants, and below it what a cell has no room for."""
    blocks: list[Block] = list(variant_table(ctx))
    details = [spec for spec in page_sections(ctx.catalog.registry) if spec.of_variants]
    for variant in ctx.model.variants:
        own = ctx.of(variant)
        parts: list[Block] = []
        for spec in details:
            found = spec.build(own)
            if found and spec.title:
                title = Words(label_text(spec.title, ctx.label), strong=True)
                parts.append(Paragraph((title,)))
            parts += found
        if parts:
            blocks.append(Fold(variant_name(ctx.model, variant), tuple(parts)))
    return tuple(blocks)


@section("peers", N_("Among its peers"))
def _peers(ctx: PageContext) -> Blocks:
    """Show the model's place among others: a host fills it in when it writes the page."""
    board = board_of(ctx.catalog, ctx.model)
    if board is None:
        return ()
    options = sorted({"around": ctx.model.id, **board._asdict()}.items())
    return (ViewBlock(LEADERBOARD, tuple(option for option in options if option[1])),)


@section("lineage", N_("Lineage"))
def _lineage(ctx: PageContext) -> Blocks:
    return lineage(ctx)


@section("images", of_variants=True)
def _images(ctx: PageContext) -> Blocks:
    return tuple(
        Picture(
            ctx.address(image.src),
            ctx.plain(image.alt),
            ctx.plain(image.caption) if image.caption else None,
            ctx.address(image.dark) if image.dark else "",
        )
        for image in ctx.model.images
    )


@section("abstract", N_("Abstract"), of_variants=True)
def _abstract(ctx: PageContext) -> Blocks:
    text = ctx.model.abstract
    if text is None:
        return ()
    return (*text_notes(ctx, "abstract", text), ctx.long_text(text, "abstract"))


@section("description", N_("Description"), of_variants=True)
def _description(ctx: PageContext) -> Blocks:
    text = ctx.model.description
    if text is None:
        return ()
    return (*text_notes(ctx, "description", text), ctx.long_text(text, "description"))


@section("code", N_("Code"), of_variants=True)
def _code(ctx: PageContext) -> Blocks:
    items = [
        _code_item(ctx, code, kind=True) for code in ctx.model.code if code.kind != "quick-start"
    ]
    return (Bullets(tuple(items)),) if items else ()


@section("links", N_("Links"), of_variants=True)
def _links(ctx: PageContext) -> Blocks:
    items: list[tuple[UrlLink]] = [
        (url_link(ctx.plain(link.label) if link.label else None, ctx.address(link.url)),)
        for link in ctx.model.links
    ]
    return (Bullets(tuple(items)),) if items else ()


@section("facts", N_("Details"))
def _facts(ctx: PageContext) -> Blocks:
    """List the facts that the head of the page has no room for."""
    authors = ctx.model.paper.authors if ctx.model.paper else ()
    known = ctx.catalog.registry[FactSpec].values()
    some = {"authors"} if names_some(authors) else set()
    found = tuple(
        Fact(one.key, label_text(one.label, ctx.label), value)
        for one in known
        if (one.key in some or not one.in_head) and (value := one.build(ctx))
    )
    return (Facts(found),) if found else ()


@section("citation", N_("Citation"), folded=True)
def _citation(ctx: PageContext) -> Blocks:
    entry = bibtex(ctx.model, ctx.language)
    return (CodeBlock(entry, "bibtex"),) if entry else ()


@section("related", N_("Related models"), of_variants=True)
def _related(ctx: PageContext) -> Blocks:
    # Names alone: an edited summary concerns the page of its own model and no other.
    items: tuple[Inlines, ...] = tuple((ctx.model_link(name),) for name in ctx.model.related)
    return (Bullets(items, "related"),) if items else ()
