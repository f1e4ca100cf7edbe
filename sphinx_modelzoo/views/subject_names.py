"""Names of models and variants: short where that is clear, in full where it is not.

Below its model, a variant is just ``w48``. In a ranking of all models that says nothing, and two
models may each have a variant ``Base``: there it is ``HRNet / w48``.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.model import Model, Variant

_WORDS = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters of an abbreviation that says more than the “w” of “w48”


def variant_name(model: Model, variant: Variant) -> str:
    """Return the name of a variant where its model is known; its id where two share a name."""
    if variant.name is None or any(
        other.name == variant.name for other in model.variants if other is not variant
    ):
        return variant.id
    return variant.name


def full_name(model: Model, variant: Variant | None) -> str:
    """Return the name of a model, or of a variant with its model's: ``HRNet / w48``."""
    return model.name if variant is None else f"{model.name} / {variant_name(model, variant)}"


def whose(subject: Subject, variant: Variant | None) -> str:
    """Return the name to show with a result in what is about a model.

    :param variant: the variant that the result is of.
    :returns: nothing where that is clear: what is shown is about the variant alone, or the result
        is of the only variant of a model that has no results itself.
    """
    model = subject.model
    if variant is None or subject.variant is not None:
        return ""
    return variant_name(model, variant) if len(model.variants) > 1 or model.results else ""


class SubjectNames:
    """The names of a catalog's models and variants, for what shows many models together."""

    def __init__(self, catalog: Catalog) -> None:
        self._uses = Counter(fold(model.name) for model in catalog.models)
        self._uses.update(
            fold(variant_name(model, variant))
            for model in catalog.models
            for variant in model.variants
        )

    @property
    def repeated(self) -> tuple[tuple[str, int], ...]:
        """Return the names that several have: all that :meth:`name` depends on besides one entry.

        Each is folded, and with the number of its uses.
        """
        return tuple(sorted(item for item in self._uses.items() if item[1] > 1))

    def name(self, model: Model, variant: Variant | None) -> str:
        """Return a name that cannot be mistaken for another one.

        A variant's own name is enough where nothing else has it and it recalls its model:
        ``BetaNet-S`` of BetaNet, ``vit-base`` of Vision Transformer.
        """
        if variant is None:
            return model.name
        own = variant_name(model, variant)
        uses = self._uses[fold(own)]
        if fold(own) == fold(model.name) and not model.results:
            uses -= 1  # a model and its only checkpoint may share a name
        return own if uses == 1 and recalls(own, model.name) else full_name(model, variant)


def recalls(variant: str, model: str) -> bool:
    """Return True if the name of a variant says which model it is of.

    It does if it holds the model's name, or begins with its first word or an abbreviation.
    """
    if fold(model) in fold(variant):
        return True
    begin = _WORDS.search(variant)
    if begin is None or len(begin.group()) < _LEAST:
        return False
    return _abbreviates(begin.group().casefold(), [w.casefold() for w in _WORDS.findall(model)])


def _abbreviates(text: str, words: list[str]) -> bool:
    """Return True if a text is made of beginnings of words, in their order, from the first."""
    if not words:
        return False

    def fits(rest: str, place: int) -> bool:
        if not rest:
            return True
        return any(
            word.startswith(rest[:count]) and fits(rest[count:], after)
            for after, word in enumerate(words[place:], start=place + 1)
            for count in range(1, min(len(rest), len(word)) + 1)
        )

    return text[0] == words[0][0] and fits(text[:40], 0)


@lru_cache(maxsize=2)
def subject_names(catalog: Catalog) -> SubjectNames:
    """Return the names of a catalog, kept since one build asks many times."""
    return SubjectNames(catalog)
