"""Names that mean the same: comparison keys by the vocabularies of a catalog."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.query.scales import Scale, figure_unit
from sphinx_modelzoo.schema.languages import normalize_model_language
from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.schema.vocabulary import Term, Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog

NameKind = Literal["", "tasks", "datasets", "metrics", "language", "models"]


def plain(name: str) -> str:
    """Fold a text for comparison: compatibility forms and letter case are ignored."""
    return unicodedata.normalize("NFKC", name).casefold()


def _language(name: str) -> str:
    try:
        return normalize_model_language(name)
    except ValueError:
        return plain(name)


class Names:
    """Comparison keys for one run over a catalog.

    The vocabulary is searched once per name: a catalog of 10,000 models has a few hundred names.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._keys: dict[tuple[str, str], str] = {}
        self._terms: dict[tuple[str, str], Term | None] = {}
        self._scales: dict[str, Scale] = {}

    def vocabulary(self, kind: NameKind) -> Vocabulary | None:
        """Return the vocabulary of a kind of name, or ``None``."""
        vocabularies = self.catalog.vocabularies
        found: dict[str, Vocabulary] = {
            "tasks": vocabularies.tasks,
            "datasets": vocabularies.datasets,
            "metrics": vocabularies.metrics,
        }
        return found.get(kind)

    def term(self, kind: NameKind, name: str) -> Term | None:
        """Return the term of the vocabulary that a name means, or ``None``."""
        place = (kind, name)
        if place not in self._terms:
            vocabulary = self.vocabulary(kind)
            self._terms[place] = vocabulary.find(name) if vocabulary else None
        return self._terms[place]

    def key(self, kind: NameKind, name: str) -> str:
        """Return a key that is equal for synonyms, such as ``ImageNet`` and ``ImageNet-1k``."""
        place = (kind, name)
        found = self._keys.get(place)
        if found is None:
            found = self._keys[place] = self._key(kind, name)
        return found

    def keys(self, kind: NameKind) -> Callable[[str], str]:
        """Return :meth:`key` for one kind as a function."""
        return lambda name: self.key(kind, name)

    def _key(self, kind: NameKind, name: str) -> str:
        if kind == "":
            return plain(name)
        if kind == "language":
            return _language(name)
        if kind == "models":
            model = self.catalog.resolve(name)
            return model.id if model else name
        term = self.term(kind, name)
        return fold(term.id if term else name)

    def scale(self, metric: str) -> Scale:
        """Return what the figures of a metric are compared by."""
        key = self.key("metrics", metric)
        found = self._scales.get(key)
        if found is None:
            term = self.term("metrics", metric)
            # Most metrics have their unit from the vocabulary: the catalog is not asked.
            used = {} if term is not None and term.unit else _units(self.catalog).get(key, {})
            found = self._scales[key] = Scale(term, used)
        return found

    def chosen_units(self) -> tuple[tuple[str, str], ...]:
        """Return the unit of each metric that has it from the catalog, by the metric's key.

        They are all that the comparable value of a figure depends on outside its own entry.
        """
        return tuple((key, self.scale(key).unit) for key in sorted(_units(self.catalog)))

    def split_metric(self, text: str) -> tuple[str, str | None]:
        """Take ``mAP@COCO`` apart into the metric and the dataset.

        A metric's own name may hold an ``@`` (``Recall@1``): what the vocabulary or the catalog
        knows decides.

        :returns: the metric's name and the dataset's, or ``None`` for any dataset.
        """
        cuts = [found.start() for found in re.finditer("@", text)]
        splits: list[tuple[str, str | None]] = [(text.strip(), None)]
        splits += [(text[:cut].strip(), text[cut + 1 :].strip()) for cut in reversed(cuts)]
        splits = [
            (metric, dataset) for metric, dataset in splits if metric and dataset != ""
        ] or splits[:1]
        if len(splits) == 1:
            return splits[0]
        for metric, dataset in splits:
            if self.term("metrics", metric):
                return metric, dataset
        used = self._used_metrics()
        for metric, dataset in splits:
            if fold(metric) in used:
                return metric, dataset
        return splits[1]

    def _used_metrics(self) -> set[str]:
        used = {
            name
            for model in self.catalog.models
            for _, result in all_results(model)
            for name in result.metrics
        }
        return {fold(name) for name in used}


@lru_cache(maxsize=2)
def _units(catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    """Count the units of the figures of each metric, in the order of the catalog."""
    names = Names(catalog)
    found: dict[str, Counter[str]] = {}
    for model in catalog.models:
        for _, result in all_results(model):
            for name, figure in result.metrics.items():
                term = names.term("metrics", name)
                if term is None or not term.unit:
                    counts = found.setdefault(names.key("metrics", name), Counter())
                    counts[figure_unit(name, figure, term)] += 1
    return found
