"""The models that share a property: how many there are, and the pages that list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views.automatic_columns import main_figure
from sphinx_modelzoo.views.content import (
    LIST,
    Bullets,
    Page,
    PageId,
    PageLink,
    Section,
    Words,
    model_page,
)
from sphinx_modelzoo.views.display import Badge
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_, labels
from sphinx_modelzoo.views.leaderboard_page import anchor_of
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.values import guess_language, task_label

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.labels import Labels

TITLES: Mapping[str, str] = {
    "tasks": N_("Models by task"),
    "tags": N_("Models by tag"),
    "collections": N_("Models by collection"),
    "publishers": N_("Models by publisher"),
}
"""The titles of the pages that list models by what they share."""
_PROPERTIES = dict(zip(("task", "tag", "collection", "publisher"), TITLES, strict=True))


@dataclass
class _Shared:
    """A value as it is first written, and the models that have it."""

    value: str
    models: list[Model] = field(default_factory=list)


class _Properties:
    """The values of a catalog's properties by their keys, collected once in a build."""

    def __init__(self, catalog: Catalog) -> None:
        self._names = Names(catalog)
        self._groupings = {
            name: found
            for name in _PROPERTIES
            if (found := catalog.registry[Grouping].get(name)) is not None
        }
        self.by_name: dict[str, dict[str, _Shared]] = {name: {} for name in self._groupings}
        for model in catalog.models:
            for name, shared in self.by_name.items():
                for key, value in self.keys(name, model).items():
                    shared.setdefault(key, _Shared(value)).models.append(model)

    def keys(self, name: str, model: Model) -> dict[str, str]:
        """Return the values of a model by the keys by which readers narrow tables, too."""
        grouping = self._groupings.get(name)
        if grouping is None:
            return {}
        values = grouping.names(Subject(model))
        return {self._names.key(grouping.kind, value): value for value in values}


@lru_cache(maxsize=2)
def _properties(catalog: Catalog) -> _Properties:
    return _Properties(catalog)


def badges(catalog: Catalog, model: Model, name: str, label: Labels) -> list[Badge]:
    """Return the values of a property of a model, each with a link to all models that share it.

    :param name: of the property: ``task``, ``tag``, ``collection`` or ``publisher``.
    """
    known = _properties(catalog)
    return [
        Badge(
            _words(catalog, name, value, label),
            len(known.by_name[name][key].models),
            PageId(LIST, _PROPERTIES[name]),
            anchor_of(key),
            f"{name}={key}",
        )
        for key, value in known.keys(name, model).items()
    ]


def _words(catalog: Catalog, name: str, value: str, label: Labels) -> Words:
    if name == "task":
        return Words(task_label(catalog.vocabularies, value, label.language))
    return Words(value, guess_language(value, label.language), translate=False)


class Board(NamedTuple):
    """The ranking that a model's page shows a part of."""

    dataset: str
    metric: str
    task: str


def board_of(catalog: Catalog, model: Model) -> Board | None:
    """Choose the ranking that a model shares with the most other models, if there is one.

    The main metric of its task is preferred, then one of which it is known what is better.
    """
    known = figures(catalog)
    main = _main_metric(model, known.names)
    task = next(iter(model.tasks), "")
    best: tuple[tuple[bool, bool, int], Board] | None = None
    for result in Subject(model).results:
        if result.dataset is None:
            continue
        for metric in result.metrics:
            for wanted in dict.fromkeys((task, "")):
                ranking = known.rank(result.dataset.name, metric, wanted)
                if model.id not in ranking.models:
                    continue
                is_main = known.names.key("metrics", metric) == main
                worth = (is_main, ranking.higher is not None, len(ranking.models))
                if len(ranking.models) > 1 and (best is None or worth > best[0]):
                    best = worth, Board(result.dataset.name, metric, wanted)
                break
    return best[1] if best else None


def shown_of_peers(catalog: Catalog, model: Model) -> tuple[object, ...]:
    """Return the parts of a model's page that depend on its peers, apart from the ranking."""
    known, names = _properties(catalog), figures(catalog).names
    counts = [
        len(shared[key].models)
        for name, shared in known.by_name.items()
        for key in known.keys(name, model)
    ]
    metrics = {name: None for result in Subject(model).results for name in result.metrics}
    units = [names.scale(name).unit for name in metrics]
    return counts, board_of(catalog, model), _main_metric(model, names), units


def _main_metric(model: Model, names: Names) -> str:
    found = main_figure(Subject(model), names)
    return names.key("metrics", found.name) if found else ""


# Pages of lists ----------------------------------------------------------------------------


def list_ids(catalog: Catalog) -> list[str]:
    """Return the lists that a catalog gives: those in which a model is."""
    found = _properties(catalog).by_name
    return [_PROPERTIES[name] for name, shared in found.items() if shared]


def build_list_page(catalog: Catalog, name: str, language: str) -> Page:
    """Build the page that lists models by a property, with a section for each value.

    :raises KeyError: when the catalog gives no such list.
    """
    label = labels(language, catalog.registry)
    (grouping,) = (one for one, plural in _PROPERTIES.items() if plural == name)
    shared = _properties(catalog).by_name[grouping]
    sections = [
        (_words(catalog, grouping, one.value, label).text, key, one.models)
        for key, one in shared.items()
    ]
    if not sections:
        raise KeyError(name)
    sections.sort(key=lambda found: (found[0].casefold(), found[1]))
    ids = list_ids(catalog)
    place = ids.index(name)

    def neighbour(number: int) -> PageLink | None:
        if not 0 <= number < len(ids):
            return None
        return PageLink(Words(label(TITLES[ids[number]])), PageId(LIST, ids[number]))

    return Page(
        page=PageId(LIST, name),
        title=label(TITLES[name]),
        blocks=tuple(
            Section(
                anchor_of(key),
                label.noted(title, str(len(models))),
                (Bullets(tuple((_link(model, label),) for model in models), "peers"),),
            )
            for title, key, models in sections
        ),
        names=(),
        previous=neighbour(place - 1),
        next=neighbour(place + 1),
        zoo_label=label(N_("Back to the list of models")),
    )


def _link(model: Model, label: Labels) -> PageLink:
    words = Words(model.name, guess_language(model.name, label.language), translate=False)
    return PageLink(words, model_page(model.id))
