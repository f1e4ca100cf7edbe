"""The built-in sections of a model's page, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.views.citation import bibtex
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    CodeBlock,
    Fact,
    Facts,
    Fold,
    Notice,
    Paragraph,
    Picture,
    Tabs,
    UrlLink,
    Words,
)
from sphinx_modelzoo.views.downloads import weights
from sphinx_modelzoo.views.facts import FactSpec
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.lineage_facts import lineage
from sphinx_modelzoo.views.parts import noted, sentence, url_link
from sphinx_modelzoo.views.results import result_blocks
from sphinx_modelzoo.views.section_specs import page_sections, section
from sphinx_modelzoo.views.subject_names import variant_name
from sphinx_modelzoo.views.text_notes import text_notes
from sphinx_modelzoo.views.values import code_kind_label, framework_label
from sphinx_modelzoo.views.variant_table import variant_table

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Code, Snippet
    from sphinx_modelzoo.views.content import Block, Blocks, Inline, Inlines
    from sphinx_modelzoo.views.parts import PageContext


@section("notice", of_variants=True)
def _notice(ctx: PageContext) -> Blocks:
    model = ctx.model
    inlines: list[Inline] = []
    if isinstance(model.deprecated, LocalizedText):
        inlines.append(ctx.prose(model.deprecated))
    elif model.deprecated and not model.superseded_by:
        inlines.append(Words(ctx.label(N_("This model should not be used any more."))))
    if model.superseded_by:
        inlines += [Break()] if inlines else []
        inlines += sentence(
            ctx.label(N_("Use {model} instead.")), ctx.model_link(model.superseded_by)
        )
    if model.deprecated:
        return (Notice("warning", ctx.label(N_("Deprecated")), tuple(inlines)),)
    if inlines:
        return (Notice("note", ctx.label(N_("Superseded")), tuple(inlines)),)
    return ()


@section("summary")
def _summary(ctx: PageContext) -> Blocks:
    text = ctx.model.summary
    if text is None:
        return ()
    return (*text_notes(ctx, "summary", text), Paragraph((ctx.prose(text),), "summary"))


@section("facts")
def _facts(ctx: PageContext) -> Blocks:
    known = ctx.catalog.registry[FactSpec].values()
    found = tuple(
        Fact(one.key, label_text(one.label, ctx.label), value)
        for one in known
        if (value := one.build(ctx))
    )
    return (Facts(found),) if found else ()


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


@section("lineage", N_("Lineage"))
def _lineage(ctx: PageContext) -> Blocks:
    return lineage(ctx)


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
    if len(snippets) < 2:
        return tuple(_snippet(ctx, snippet) for snippet in snippets)
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
    return (Tabs(tuple(tabs)),)


def _snippet(ctx: PageContext, snippet: Snippet) -> CodeBlock:
    label = ctx.plain(snippet.label) if snippet.label else None
    return CodeBlock(snippet.code, snippet.language, label)


@section("citation", N_("Citation"))
def _citation(ctx: PageContext) -> Blocks:
    entry = bibtex(ctx.model, ctx.language)
    return (CodeBlock(entry, "bibtex"),) if entry else ()


@section("related", N_("Related models"), of_variants=True)
def _related(ctx: PageContext) -> Blocks:
    # Names alone: an edited summary concerns the page of its own model and no other.
    items: tuple[Inlines, ...] = tuple((ctx.model_link(name),) for name in ctx.model.related)
    return (Bullets(items, "related"),) if items else ()
