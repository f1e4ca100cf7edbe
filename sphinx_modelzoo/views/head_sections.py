"""What a model's page begins with: a notice, then what the model is, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.query.fields import metric_figures
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.views.automatic_columns import main_figure, metric_kind
from sphinx_modelzoo.views.citation import bibtex
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    Fact,
    Facts,
    Notice,
    PageLink,
    Paragraph,
    Picture,
    Words,
    model_page,
)
from sphinx_modelzoo.views.display import Badge
from sphinx_modelzoo.views.facts import FIRST_AUTHORS, FactSpec, names_some
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.parts import (
    between,
    dataset_words,
    labelled,
    sentence,
)
from sphinx_modelzoo.views.peers import badges
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.releases import has_ended
from sphinx_modelzoo.views.section_specs import page_sections, section
from sphinx_modelzoo.views.text_notes import text_notes
from sphinx_modelzoo.views.values import (
    condition_value,
    format_count,
    format_date,
    format_flops,
    format_metric,
    framework_label,
    metric_label,
    metric_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.query.fields import MetricFigure
    from sphinx_modelzoo.views.content import Blocks, Inline
    from sphinx_modelzoo.views.parts import PageContext

_DASH = "–"
_DEVICES = ("device", "gpu", "hardware")  # conditions without which a speed says nothing


@section("notice", of_variants=True)
def _notice(ctx: PageContext) -> Blocks:
    model = ctx.model
    inlines: list[Inline] = []
    if model.superseded_by:
        inlines += sentence(
            ctx.label(N_("Use {model} instead.")), ctx.model_link(model.superseded_by)
        )
    if isinstance(model.deprecated, LocalizedText):
        inlines += [Break()] if inlines else []
        inlines.append(ctx.prose(model.deprecated))
    elif model.deprecated and not model.superseded_by:
        inlines.append(Words(ctx.label(N_("This model should not be used any more."))))
    if model.deprecated:
        return (Notice("warning", ctx.label(N_("Deprecated")), tuple(inlines)),)
    if has_ended(model, ctx.catalog.registry):
        last = ctx.label(N_("The last version with this model is {version}."))
        words = Words(last.format(version=model.until))
        inlines = [words, Break(), *inlines] if inlines else [words]
        return (Notice("warning", ctx.mark(model).words, tuple(inlines)),)
    if inlines:
        return (Notice("note", ctx.label(N_("Superseded")), tuple(inlines)),)
    return ()


@section("summary", in_head=True)
def _summary(ctx: PageContext) -> Blocks:
    text = ctx.model.summary
    if text is None:
        return ()
    return (*text_notes(ctx, "summary", text), Paragraph((ctx.prose(text),), "lead"))


@section("thumbnail", in_head=True)
def _thumbnail(ctx: PageContext) -> Blocks:
    """Show the picture that cards have, too: it is small, and tells nothing more."""
    for image in (ctx.model.thumbnail, *ctx.model.images):
        if image is not None:
            dark = ctx.address(image.dark) if image.dark else ""
            return (Picture(ctx.address(image.src), Words(""), None, dark),)
    return ()


@section("badges", in_head=True)
def _badges(ctx: PageContext) -> Blocks:
    model = ctx.model
    mark = ctx.mark(model)
    found = [Badge(Words(mark.words), new=True)] if mark.new else []
    found += [
        badge
        for name in ("task", "tag", "collection")
        for badge in badges(ctx.catalog, model, name, ctx.label)
    ]
    if model.license:
        found.append(Badge(ctx.name(model.license)))
    frameworks = dict.fromkeys(framework_label(c.framework) for c in model.code if c.framework)
    if frameworks:
        found.append(Badge(ctx.name(" · ".join(frameworks))))
    return (Bullets(tuple((badge,) for badge in found), "badges"),) if found else ()


@section("figures", in_head=True)
def _figures(ctx: PageContext) -> Blocks:
    model, subject = ctx.model, Subject(ctx.model)
    names = figures(ctx.catalog).names
    found: list[Fact] = []
    main = main_figure(subject, names)
    if main is not None:
        found.append(_metric(ctx, main))
    found += _range(ctx, "params", N_("Parameters"), subject.params, format_count)
    found += _range(ctx, "flops", N_("FLOPs"), subject.flops, format_flops)
    speeds = (
        metric_figures(subject, name, None, names)[0]
        for result in subject.results
        for name in result.metrics
        if metric_kind(name, names) == "speed"
    )
    if (speed := next(speeds, None)) is not None:
        found.append(_metric(ctx, speed))
    if model.added is not None:
        date = Words(format_date(model.added), translate=False)
        found.append(Fact("added", ctx.label(N_("Added")), (date,)))
    publisher = badges(ctx.catalog, model, "publisher", ctx.label)
    if publisher:
        found.append(Fact("publisher", ctx.label(N_("Publisher")), tuple(publisher)))
    return (Facts(tuple(found), "figures"),) if found else ()


def _range(
    ctx: PageContext, key: str, label: str, values: Sequence[int], form: Callable[[int], str]
) -> list[Fact]:
    """Return the least and the greatest of several numbers."""
    if not values:
        return []
    text = _DASH.join(dict.fromkeys((form(min(values)), form(max(values)))))
    return [Fact(key, ctx.label(label), (Words(text, translate=False),))]


def _metric(ctx: PageContext, first: MetricFigure) -> Fact:
    """Return a metric on the dataset of a figure, from the least to the greatest."""
    names = figures(ctx.catalog).names
    dataset = first.result.dataset
    found = metric_figures(Subject(ctx.model), first.name, dataset.name if dataset else None, names)
    # Of a metric on no dataset in particular, figures on some are others.
    found = [one for one in found if bool(one.result.dataset) == bool(dataset)]
    known = [one for one in found if one.value is not None] or [first]
    ends = [choose(known, key=lambda one: one.value or 0) for choose in (min, max)]
    term = ctx.vocabularies.metrics.find(first.name)
    least, greatest = (format_metric(one.metric, term, one.name) for one in ends)
    text = greatest
    if least != greatest:
        (number, unit), (_, other) = (metric_parts(one.metric, term, one.name) for one in ends)
        text = _DASH.join((number if unit == other else least, greatest))
    label = metric_label(ctx.vocabularies, first.name, ctx.language)
    conditions = [one.result.conditions for one in found]
    devices = {
        name: value
        for name, value in first.result.conditions.items()
        if name in _DEVICES and all(one.get(name) == value for one in conditions)
    }
    notes = [dataset_words(ctx, dataset).text] if dataset else []
    notes += [
        condition_value(name, value, ctx.label, ctx.catalog.fields)
        for name, value in devices.items()
    ]
    return Fact(
        f"metric:{first.name}",
        " · ".join((label, *notes)),
        (Words(text, translate=False),),
    )


@section("paper", in_head=True)
def _paper(ctx: PageContext) -> Blocks:
    facts = ctx.catalog.registry[FactSpec]
    parts = [facts[key].build(ctx) for key in ("paper", "authors", "published") if key in facts]
    if ctx.model.paper and names_some(ctx.model.paper.authors):
        parts[1] = (*ctx.names(ctx.model.paper.authors[:FIRST_AUTHORS]), Words(" …"))
    keys = [one.key for one in page_sections(ctx.catalog.registry)]
    if "citation" in keys and bibtex(ctx.model, ctx.language):
        words = Words("BibTeX", translate=False)
        parts.append((PageLink(words, model_page(ctx.model.id), "citation"),))
    line = between(filter(None, parts), Words(" · ", translate=False))
    return (Paragraph(labelled(ctx, N_("Paper"), line), "note"),) if line else ()
