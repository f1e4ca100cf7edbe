"""Abstracts in other places than theirs, and how well the check finds them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject
from sphinx_modelzoo.curation.rules.verdicts import judge
from sphinx_modelzoo.schema.model import Model

Paper = tuple[str, str | None]


def subjects_of(models: Sequence[Model], language: str) -> list[AbstractSubject]:
    return [
        AbstractSubject(
            model.paper.title or "", (model.name,), (dict(model.summary.entries)[language],)
        )  # type: ignore[union-attr]
        for model in models
    ]


def abstracts_of(models: Sequence[Model], language: str) -> list[str | None]:
    return [dict(model.abstract.entries)[language] for model in models]  # type: ignore[union-attr]


def measure(
    subjects: Sequence[AbstractSubject],
    abstracts: Sequence[str | None],
    right: Sequence[str | None],
    seed: int,
) -> tuple[int, int, int]:
    """Found rightly, to be found, found wrongly; the entries are shuffled before."""
    order = list(range(len(subjects)))
    random.Random(seed).shuffle(order)
    verdicts = judge([subjects[at] for at in order], [abstracts[at] for at in order])
    found = {order[verdict.index] for verdict in verdicts}
    wrong = {at for at, text in enumerate(abstracts) if text and text != right[at]}
    return len(found & wrong), len(wrong), len(found - wrong)


def assert_good(
    measured: tuple[int, int, int], recall: float = 0.95, precision: float = 0.95
) -> None:
    hits, wanted, false = measured
    assert hits >= recall * wanted, measured
    assert hits >= precision * (hits + false), measured


def moved(texts: Sequence[str | None], sources: dict[int, int]) -> list[str | None]:
    return [texts[sources.get(at, at)] for at in range(len(texts))]


def cycle(places: Sequence[int]) -> dict[int, int]:
    return dict(zip(places, [*places[1:], places[0]], strict=True))


# --- made-up zoos
