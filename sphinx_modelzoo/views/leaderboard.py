"""The leaderboard: models and variants ranked by a metric, mostly on a dataset."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.problems.messages import Message, nearest
from sphinx_modelzoo.query.names import plain
from sphinx_modelzoo.views.choice import Captioned
from sphinx_modelzoo.views.content import LEADERBOARD as LEADERBOARD_PAGE
from sphinx_modelzoo.views.content import PageId, PageLink, Paragraph, Words
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.leaderboard_page import leaderboard_id, ranking_anchor
from sphinx_modelzoo.views.option_parsing import (
    about,
    limit_of,
    one_line,
    option_problem,
)
from sphinx_modelzoo.views.rank_rows import rank_grid
from sphinx_modelzoo.views.ranking import NO_DATASET, Figures, Ranked, Ranking, figures
from sphinx_modelzoo.views.subject_names import subject_names
from sphinx_modelzoo.views.view import LEADERBOARD, view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.views.content import Blocks, Inline
    from sphinx_modelzoo.views.labels import Labels


@dataclass(frozen=True)
class LeaderboardOptions(Captioned):
    """The options of a leaderboard: what it ranks."""

    dataset: str = field(
        default="",
        metadata=about(
            one_line,
            "The dataset; by default the most used of the task. A metric that no dataset has, such "
            "as a speed, needs none.",
        ),
    )
    metric: str = field(
        default="", metadata=about(one_line, "The metric; by default the most used one.")
    )
    task: str = field(default="", metadata=about(one_line, "Only results of this task."))
    around: str = field(
        default="",
        metadata=about(
            one_line,
            "Only the first three, and the places around this model, by its id.",
        ),
    )
    limit: int | None = field(
        default=None,
        metadata=about(limit_of, "Maximum number of rows; rows tied with the last one stay."),
    )


class _Chosen(NamedTuple):
    dataset: str
    metric: str


def check_leaderboard(options: LeaderboardOptions, catalog: Catalog) -> list[Problem]:
    """Report names that the catalog has no results for."""
    known = figures(catalog)
    names = known.names
    if _is_open(options, known):
        hint: str = Message("for example, :dataset: ImageNet-1k")
        return [
            option_problem(
                "dataset", "missing dataset: a leaderboard ranks the results on one dataset", hint
            )
        ]
    dataset, metric = _choose(options, known)
    if not dataset and not (metric and (not options.task or _ranks(known, metric, options))):
        return [
            option_problem(
                "task", Message("no model has a result for the task “{task}”", task=options.task)
            )
        ]
    if dataset and names.key("datasets", dataset) not in known.datasets:
        hint = nearest(plain(dataset), known.datasets.values())
        return [
            option_problem(
                "dataset", Message("no model has a figure on “{dataset}”", dataset=dataset), hint
            )
        ]
    on = known.on(dataset)
    where = Message(" on {dataset}", dataset=dataset) if dataset else ""
    if names.key("metrics", metric) not in on:
        shown = [found[0].name for found in on.values()]
        hint = nearest(plain(metric), shown) or Message(
            "known metrics: {names}", names=", ".join(shown[:5])
        )
        return [
            option_problem(
                "metric",
                Message("no model has “{metric}”{where}", metric=metric, where=where),
                hint,
            )
        ]
    ranking = known.rank(dataset, metric, options.task)
    if options.task and not ranking.ranked:
        return [
            option_problem(
                "task",
                Message(
                    "no result{where} is for the task “{task}”", where=where, task=options.task
                ),
            )
        ]
    if options.around and not _has(ranking, options.around, catalog):
        hint = "" if catalog.resolve(options.around) else catalog.nearest(options.around)
        return [
            option_problem(
                "around", Message("“{around}” has no place in it", around=options.around), hint
            )
        ]
    return []


def _has(ranking: Ranking, name: str, catalog: Catalog) -> bool:
    model = catalog.resolve(name)
    return model is not None and model.id in ranking.models


def _ranks(known: Figures, metric: str, options: LeaderboardOptions) -> bool:
    """Return True if a metric can be ranked without a dataset."""
    return bool(known.rank(NO_DATASET, metric, options.task).ranked)


def _is_open(options: LeaderboardOptions, known: Figures) -> bool:
    """Return True if the options name nothing that figures could be compared on."""
    if options.dataset or options.task or known.names.split_metric(options.metric)[1]:
        return False
    return known.names.key("metrics", options.metric) not in known.on(NO_DATASET)


def _choose(options: LeaderboardOptions, known: Figures) -> _Chosen:
    """Choose dataset and metric: the most used ones where the options leave them open.

    Figures on no dataset are taken where the metric has such figures and no dataset is asked for,
    or where no dataset has a figure of the task.
    """
    metric, dataset = options.metric, options.dataset
    if metric and not dataset:
        metric, found = known.names.split_metric(metric)
        dataset = found or ""
    key = known.names.key("metrics", metric) if metric else ""
    if not dataset and not (key and not options.task and key in known.on(NO_DATASET)):
        counts = {
            name: sum(
                len(known.rank(name, one[0].name, options.task).ranked)
                for one in known.on(name).values()
                if not metric or known.names.key("metrics", one[0].name) == key
            )
            for name in known.datasets.values()
        }
        dataset = max(counts, key=lambda name: counts[name], default="")
        dataset = dataset if counts.get(dataset) else NO_DATASET
    if not metric:
        ranked = (
            (found[0].name, known.rank(dataset, found[0].name, options.task))
            for found in known.on(dataset).values()
        )
        # One that the vocabulary knows the direction of, before one that it does not.
        best = max(
            ranked, key=lambda one: (one[1].higher is not None, len(one[1].ranked)), default=None
        )
        metric = best[0] if best else ""
    return _Chosen(dataset, metric)


def _depends(catalog: Catalog, options: LeaderboardOptions) -> object:
    """Return what a ranking shows: places, names and facts of its rows, and counts."""
    known = figures(catalog)
    chosen = _choose(options, known)
    ranking = known.rank(*chosen, options.task)
    here, shown = _shown(ranking, options, catalog)
    names = subject_names(catalog)
    rows = [
        (one.rank, names.name(one.figure.model, one.figure.variant), one.figure.facts)
        for one in (*ranking.ranked[:1], *shown)
    ]
    if here:
        way = len(ranking.ranked), ranking_anchor(catalog, *chosen, options.task)
        return chosen, here, rows, way
    missing = known.missing(*chosen, options.task)
    return chosen, rows, len(ranking.ranked), missing, ranking.units, ranking.elsewhere


@view(
    LEADERBOARD,
    LeaderboardOptions,
    check_leaderboard,
    essential=("dataset", "metric", "task"),
    depends=_depends,
)
def build_leaderboard(catalog: Catalog, options: LeaderboardOptions, language: str) -> Blocks:
    """Build the ranking as a grid of the role ``ranks``, then notes for the reader.

    :returns: nothing without a figure to rank.
    """
    context = TableContext(catalog, language)
    known = figures(catalog)
    dataset, metric = _choose(options, known)
    ranking = known.rank(dataset, metric, options.task)
    if not ranking.ranked or _is_open(options, known):
        return ()
    here, shown = _shown(ranking, options, catalog)
    label = context.metric(metric)
    if dataset:
        label = context.noted(label, context.dataset(dataset))
    grid = rank_grid(ranking, shown, context, options.caption or label, here)
    if here:
        found = _Chosen(dataset, metric)
        return (grid, Paragraph(_way_to_all(ranking, found, options.task, context), "note"))
    missing = known.missing(dataset, metric, options.task)
    return (grid, Paragraph(_notes(ranking, len(shown), missing, context), "note"))


def _shown(
    ranking: Ranking, options: LeaderboardOptions, catalog: Catalog
) -> tuple[str, tuple[Ranked, ...]]:
    """Return the model that the ranking is shown around, if any, and the places to show."""
    model = catalog.resolve(options.around) if options.around else None
    if model is not None and model.id in ranking.models:
        return model.id, _around(ranking, model.id)
    return "", _limited(ranking.ranked, options.limit)


_FIRST = 3


def _around(ranking: Ranking, model: str) -> tuple[Ranked, ...]:
    """Return the first places, and those around the best one of a model."""
    own = ranking.models[model]
    places = sorted({*range(_FIRST), own - 1, own, own + 1})
    return tuple(ranking.ranked[place] for place in places if 0 <= place < len(ranking.ranked))


def _way_to_all(
    ranking: Ranking, chosen: _Chosen, task: str, context: TableContext
) -> tuple[Inline, ...]:
    """Show the number of them, as a link to all of them if they have a page."""
    count = len(ranking.ranked)
    text = context.labels.ngettext(
        "Full ranking: {count} figure", "Full ranking: {count} figures", count
    )
    words = Words(text.format(count=count))
    if not chosen.dataset:
        return (words,)
    page = PageId(LEADERBOARD_PAGE, leaderboard_id(context.catalog.vocabularies, chosen.dataset))
    return (PageLink(words, page, ranking_anchor(context.catalog, *chosen, task)),)


def _limited(ranked: tuple[Ranked, ...], limit: int | None) -> tuple[Ranked, ...]:
    if limit is None or len(ranked) <= limit:
        return ranked
    last = ranked[limit - 1].rank
    return tuple(one for one in ranked if one.rank <= last)


def _notes(ranking: Ranking, shown: int, missing: int, context: TableContext) -> tuple[Inline, ...]:
    """Write which way the ranking goes, and what is left out."""
    labels = context.labels
    direction = {
        True: labels.gettext("Higher is better."),
        False: labels.gettext("Lower is better."),
        None: labels.gettext("From high to low; which is better is not known."),
    }
    notes = [direction[ranking.higher]]
    if shown < len(ranking.ranked):
        notes.append(
            labels.gettext("The first {shown} of {count}.").format(
                shown=shown, count=len(ranking.ranked)
            )
        )
    if missing:
        text = labels.ngettext(
            "{count} model or variant was measured on this dataset without this figure.",
            "{count} models or variants were measured on this dataset without this figure.",
            missing,
        )
        notes.append(text.format(count=missing))
    if ranking.elsewhere:
        text = labels.ngettext(
            "{count} model or variant has this figure on a dataset and is left out.",
            "{count} models or variants have this figure on a dataset and are left out.",
            ranking.elsewhere,
        )
        notes.append(text.format(count=ranking.elsewhere))
    if ranking.units:
        text = labels.ngettext(
            "{count} figure in a unit that cannot be converted is left out.",
            "{count} figures in units that cannot be converted are left out.",
            ranking.units,
        )
        notes.append(text.format(count=ranking.units))
    return (Words(joined(notes, labels)),)


def joined(sentences: Iterable[str], labels: Labels) -> str:
    """Join sentences as the language sets them."""
    pair = labels.gettext("{first} {second}")
    return functools.reduce(lambda one, two: pair.format(first=one, second=two), sentences)
