"""Leaderboards as pages: one per dataset, with a ranking for each of its metrics."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.problems.messages import Message, nearest, problem
from sphinx_modelzoo.query.names import plain
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.views.content import (
    LEADERBOARD,
    Page,
    PageId,
    PageLink,
    Section,
    ViewBlock,
    Words,
)
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.values import dataset_label, metric_label, task_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.vocabulary import Vocabularies
    from sphinx_modelzoo.views.ranking import Figure, Figures


def leaderboard_id(vocabularies: Vocabularies, dataset: str) -> str:
    """Return the id of a dataset's leaderboard: ``imagenet-1k``.

    Every name of a dataset gives the same id, whatever else is in the catalog. A name that
    cannot be a file's gets a digest.
    """
    term = vocabularies.datasets.find(dataset)
    if term is not None and ID.match(term.id) and len(term.id) <= 64:
        return term.id
    key = fold(term.id if term else dataset)
    if re.fullmatch(r"[a-z0-9]{1,48}", key):
        return key
    words = "-".join(re.findall(r"[a-z0-9]+", key))[:40].strip("-") or "dataset"
    return f"{words}-{hex_digest(key, 4)}"


def leaderboard_link(words: Words, vocabularies: Vocabularies, dataset: str) -> PageLink:
    """Build a link to a dataset's leaderboard; where a host makes none, the words are left."""
    return PageLink(words, PageId(LEADERBOARD, leaderboard_id(vocabularies, dataset)))


@lru_cache(maxsize=2)
def leaderboard_datasets(catalog: Catalog) -> Mapping[str, str]:
    """Return the leaderboards that a catalog gives: by id, the dataset's name as it is written."""
    found = figures(catalog).datasets.values()
    return MappingProxyType({leaderboard_id(catalog.vocabularies, name): name for name in found})


class LeaderboardReference(NamedTuple):
    """The target of a reference: a leaderboard, or one of the rankings on its page."""

    page: PageId
    dataset: str
    fragment: str = ""


@lru_cache(maxsize=1024)  # every page refers to the same few
def find_leaderboard(catalog: Catalog, target: str) -> LeaderboardReference | None:
    """Find the leaderboard that a document means.

    :param target: any name of the dataset, or the page's id with or without its folder; after
        ``#``, the anchor of a ranking.
    """
    known = leaderboard_datasets(catalog)
    before, _, fragment = target.rpartition("#")
    folder = PageId(LEADERBOARD, "").path
    for name, place in ((target, ""), (before, fragment)):
        for one in (name.removeprefix(folder), leaderboard_id(catalog.vocabularies, name)):
            if name and one in known:
                return LeaderboardReference(PageId(LEADERBOARD, one), known[one], place)
    return None


def missing_leaderboard(catalog: Catalog, target: str, setting: str) -> Problem:
    """Report a missing leaderboard, with the closest known dataset as a hint.

    :param setting: the setting by which the host makes pages of leaderboards.
    """
    if find_leaderboard(catalog, target):
        hint: str = Message("set {setting}", setting=setting)
    else:
        hint = nearest(plain(target), figures(catalog).datasets.values())
        hint = hint or Message("use the name of a dataset with results")
    return problem("reference", Message("missing leaderboard “{target}”", target=target), hint)


def leaderboard_title(catalog: Catalog, dataset: str, language: str) -> str:
    """Return the title of a dataset's leaderboard."""
    name = dataset_label(catalog.vocabularies, dataset, language)
    return labels(language, catalog.registry).gettext("{dataset} leaderboard").format(dataset=name)


def build_leaderboard_page(catalog: Catalog, leaderboard: str, language: str) -> Page:
    """Build the page of a leaderboard: one per dataset, a ranking for each of its metrics.

    The rankings themselves are views: the page says only which ones it holds.

    :param leaderboard: an id among :func:`leaderboard_datasets`.
    :raises KeyError: when the catalog gives no such leaderboard.
    """
    datasets = leaderboard_datasets(catalog)
    dataset = datasets[leaderboard]
    vocabularies = catalog.vocabularies
    words = labels(language, catalog.registry)
    name = dataset_label(vocabularies, dataset, language)
    title = leaderboard_title(catalog, dataset, language)
    term = vocabularies.datasets.find(dataset)
    known = figures(catalog)
    sections: list[Section] = []
    for found in known.on(dataset).values():
        sections += _sections(found, known, dataset, language)
    ids = list(datasets)
    place = ids.index(leaderboard)

    def neighbour(number: int) -> PageLink | None:
        if not 0 <= number < len(ids):
            return None
        other = leaderboard_title(catalog, datasets[ids[number]], language)
        return PageLink(Words(other, translate=False), PageId(LEADERBOARD, ids[number]))

    return Page(
        page=PageId(LEADERBOARD, leaderboard),
        title=title,
        blocks=tuple(sections),
        names=_names(name, term.names if term else (dataset,), language),
        previous=neighbour(place - 1),
        next=neighbour(place + 1),
        zoo_label=words.gettext("Back to the list of models"),
        description=words.pair(title, words.join(section.title for section in sections)),
    )


def _names(name: str, others: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the index entries of a dataset: Chinese names only for those who read Chinese."""
    reads_han = language.partition("-")[0] in ("zh", "ja")
    return tuple(dict.fromkeys((name, *(one for one in others if reads_han or not has_han(one)))))


def _sections(found: list[Figure], known: Figures, dataset: str, language: str) -> list[Section]:
    """Build a section per metric; one for each task, where results name different ones."""
    names, vocabularies = known.names, known.names.catalog.vocabularies
    metric = found[0].name
    label = metric_label(vocabularies, metric, language)
    key = names.key("metrics", metric)
    tasks = known.tasks(dataset, metric)
    options = (("dataset", dataset), ("metric", metric))
    if len(tasks) < 2:
        return [_ranking(anchor_of(key), label, options)]
    words = labels(language, names.catalog.registry)
    return [
        _ranking(
            anchor_of(f"{key} {one}"),
            words.noted(label, task_label(vocabularies, task, language)),
            (*options, ("task", task)),
        )
        for one, task in tasks.items()
    ]


def ranking_anchor(catalog: Catalog, dataset: str, metric: str, task: str) -> str:
    """Return the anchor of a ranking on its dataset's page, or nothing if the page has only a part.

    :param task: the only task that it ranks the results of, or nothing.
    """
    known = figures(catalog)
    key = known.names.key("metrics", metric)
    tasks = known.tasks(dataset, metric)
    if len(tasks) < 2:
        return anchor_of(key)
    wanted = known.names.key("tasks", task)
    return anchor_of(f"{key} {wanted}") if wanted in tasks else ""


def _ranking(key: str, title: str, options: tuple[tuple[str, str], ...]) -> Section:
    return Section(key, title, (ViewBlock("modelzoo-leaderboard", options),))


def anchor_of(key: str) -> str:
    """Return an anchor for a key: the key itself where it can be one."""
    words = "-".join(re.findall(r"[a-z0-9]+", key))
    if key.isascii() and words == key.replace(" ", "-"):
        return words
    mark = hex_digest(key, 3)
    return f"{words}-{mark}".strip("-")
