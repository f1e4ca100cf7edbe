"""Leaderboards as pages: one per dataset, with a ranking for each of its metrics."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.catalog.codes import problem
from sphinx_modelzoo.catalog.fields import ID
from sphinx_modelzoo.catalog.languages import has_han
from sphinx_modelzoo.catalog.problems import nearest
from sphinx_modelzoo.catalog.query.names import plain
from sphinx_modelzoo.catalog.vocabulary import fold
from sphinx_modelzoo.views.content import ModelLink
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.values import dataset_label, metric_label, task_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.problems import Problem
    from sphinx_modelzoo.catalog.vocabulary import Vocabularies
    from sphinx_modelzoo.views.content import Words
    from sphinx_modelzoo.views.ranking import Figure, Figures

FOLDER = "datasets"
"""Where the leaderboards are, below the model pages; no id of a model has a slash."""


def board_id(vocabularies: Vocabularies, dataset: str) -> str:
    """The page of a dataset below the model pages: ``datasets/imagenet-1k``.

    Every name of a dataset gives the same id, whatever else is in the catalog. One that is no
    plain name for a file gets a digest.
    """
    term = vocabularies.datasets.find(dataset)
    if term is not None and ID.match(term.id) and len(term.id) <= 64:
        return f"{FOLDER}/{term.id}"
    key = fold(term.id if term else dataset)
    if re.fullmatch(r"[a-z0-9]{1,48}", key):
        return f"{FOLDER}/{key}"
    words = "-".join(re.findall(r"[a-z0-9]+", key))[:40].strip("-") or "dataset"
    mark = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{FOLDER}/{words}-{mark}"


def board_link(words: Words, vocabularies: Vocabularies, dataset: str) -> ModelLink:
    """A link to a dataset's leaderboard; where a host makes none, the words are left."""
    return ModelLink(words, board_id(vocabularies, dataset))


@dataclass(frozen=True)
class BoardSection:
    """A ranking of a leaderboard's page: its anchor, its title, its directive's options."""

    key: str
    title: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BoardPage:
    """The page of a dataset's leaderboard, in one language."""

    board: str
    title: str
    names: tuple[str, ...]
    sections: tuple[BoardSection, ...]
    description: str
    zoo_label: str


@lru_cache(maxsize=2)
def board_datasets(catalog: Catalog) -> Mapping[str, str]:
    """The leaderboards that a catalog gives: by id, the dataset's name as it is written."""
    found = figures(catalog).datasets.values()
    return MappingProxyType({board_id(catalog.vocabularies, name): name for name in found})


class BoardReference(NamedTuple):
    """What a reference leads to: a leaderboard, or one of the rankings on its page."""

    board: str
    dataset: str
    fragment: str = ""


def board_anchor(board: str) -> str:
    """The anchor of a leaderboard's page."""
    return board.replace("/", "-")


@lru_cache(maxsize=1024)  # every page refers to the same few
def find_board(catalog: Catalog, target: str) -> BoardReference | None:
    """The leaderboard that a document means.

    :param target: any name of the dataset, or the page's id with or without its folder; after
        ``#``, the anchor of a ranking.
    """
    boards = board_datasets(catalog)
    before, _, fragment = target.rpartition("#")
    for name, place in ((target, ""), (before, fragment)):
        for board in (name, board_id(catalog.vocabularies, name), f"{FOLDER}/{name}"):
            if name and board in boards:
                return BoardReference(board, boards[board], place)
    return None


def missing_board(catalog: Catalog, target: str, setting: str) -> Problem:
    """Say which leaderboard is not there, and which one may be meant.

    :param setting: what lets the host make pages of leaderboards.
    """
    if find_board(catalog, target):
        hint = f"set {setting}"
    else:
        hint = nearest(plain(target), figures(catalog).datasets.values())
        hint = hint or "name a dataset with results"
    return problem("reference", f"there is no leaderboard of “{target}” in the zoo", hint)


def build_board(catalog: Catalog, dataset: str, language: str) -> BoardPage:
    """The page of a dataset's leaderboard.

    The rankings themselves are those of the directive: a page says only which ones it holds.
    """
    vocabularies = catalog.vocabularies
    words = labels(language)
    name = dataset_label(vocabularies, dataset, language)
    title = words.gettext("{dataset} leaderboard").format(dataset=name)
    term = vocabularies.datasets.find(dataset)
    known = figures(catalog)
    sections: list[BoardSection] = []
    for found in known.on(dataset).values():
        sections += _sections(found, known, dataset, language)
    metrics = words.join(section.title for section in sections)
    return BoardPage(
        board=board_id(vocabularies, dataset),
        title=title,
        names=_names(name, term.names if term else (dataset,), language),
        sections=tuple(sections),
        description=words.pair(title, metrics),
        zoo_label=words.gettext("Back to the list of models"),
    )


def _names(name: str, others: Iterable[str], language: str) -> tuple[str, ...]:
    """What readers look a dataset up by: Chinese names only those who read Chinese."""
    reads_han = language.partition("-")[0] in ("zh", "ja")
    return tuple(dict.fromkeys((name, *(one for one in others if reads_han or not has_han(one)))))


def _sections(
    found: list[Figure], known: Figures, dataset: str, language: str
) -> list[BoardSection]:
    """One section per metric; one for each task, where results name different ones."""
    names, vocabularies = known.names, known.names.catalog.vocabularies
    metric = found[0].name
    label = metric_label(vocabularies, metric, language)
    key = names.key("metrics", metric)
    tasks = {
        names.key("tasks", one.result.task): one.result.task for one in found if one.result.task
    }
    options = (("dataset", dataset), ("metric", metric))
    if len(tasks) < 2:
        return [BoardSection(_anchor(key), label, options)]
    words = labels(language)
    return [
        BoardSection(
            _anchor(f"{key} {one}"),
            words.noted(label, task_label(vocabularies, task, language)),
            (*options, ("task", task)),
        )
        for one, task in tasks.items()
    ]


def _anchor(key: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", key))
    if key.isascii() and words == key.replace(" ", "-"):
        return words
    mark = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    return f"{words}-{mark}".strip("-")
