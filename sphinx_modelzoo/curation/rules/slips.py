"""Abstracts that slipped together with their neighbours.

A table kept by hand slips when a cell is deleted or inserted: from there on each abstract is a
row too high or too low, until another slip. So each abstract either stays or belongs some rows on,
and neighbours do the same: the best way through the table is found for all rows together, which
also settles abstracts that say too little about themselves, or that name other models of their
family. What moves must be proved by the abstracts around it; where there is doubt, everything
stays.
"""

from __future__ import annotations

from array import array
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.curation.rules.abstracts import Matcher, Shift
from sphinx_modelzoo.curation.rules.verdicts import Verdict, verdicts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject

NOWHERE = -1

_REACH = 2  # rows
_SWITCH = 12.0  # log-odds that it takes to say that the table slipped here
_CLEAR = 2.0  # a difference in log-odds that counts


class _Step(NamedTuple):
    """By how many rows an abstract slipped, whether that is in the table, and what it gains."""

    row: int
    offset: int
    inside: bool
    gain: float


def judge_in_order(
    subjects: Sequence[AbstractSubject], texts: Sequence[str | None]
) -> tuple[Verdict, ...]:
    """Find the abstracts that are in the wrong entry, each for itself or slipped with others.

    :param subjects: the entries, in the order of the table that they come from.
    :param texts: the abstract of each entry, or ``None``; of the same length.
    :returns: a verdict for each misplaced abstract, in the order of the entries.
    """
    matcher = Matcher(subjects, texts)
    verdicts = {verdict.index: verdict for verdict in verdicts_of(matcher, texts)}
    for index, to in slipped(matcher, texts).items():
        told = verdicts.get(index)
        if to != NOWHERE and (told is None or told.owner is None):
            own, best = matcher.score(index, index), matcher.score(index, to)
            verdicts[index] = Verdict(index, own, to, best)
    return tuple(verdicts[index] for index in sorted(verdicts))


def slipped(matcher: Matcher, texts: Sequence[str | None]) -> dict[int, int]:
    """Find the abstracts of a table that slipped by some rows, and where they belong.

    :param matcher: made of the rows of a table, in its order, and of ``texts``.
    :param texts: the abstract in each row, or ``None``.
    :returns: for each abstract that is to move, its row and the row to move it to (or
        :data:`NOWHERE`, where that would be outside of the table); nothing where the evidence is
        not overwhelming.
    """
    path = _best_path(matcher, texts)
    moves: dict[int, int] = {}
    for offset, group in groupby(path, lambda step: step.offset):
        run = list(group)
        if offset and _overwhelming(run, offset):
            for step in run:
                moves[step.row] = step.row + offset if step.inside else NOWHERE
    kept = _without_clashes(moves, texts)
    return kept if len(kept) * 10 >= len(moves) * 9 else {}


def _best_path(matcher: Matcher, texts: Sequence[str | None]) -> list[_Step]:
    """Find by how many rows each abstract slipped, such that all together fit best."""
    offsets = sorted(range(-_REACH, _REACH + 1), key=abs)
    places = [index for index, text in enumerate(texts) if text]
    best = dict.fromkeys(offsets, 0.0)
    # For each place and offset: the score there, and the offset of the place before.
    gains, back = array("d"), array("b")
    for index in places:
        scores: dict[int, float] = {}
        for offset in offsets:
            previous = max(offsets, key=lambda o: best[o] - (_SWITCH if o != offset else 0.0))
            there = 0 <= index + offset < len(texts)
            gain = matcher.score(index, index + offset) if there else -_SWITCH
            scores[offset] = best[previous] - (_SWITCH if previous != offset else 0.0) + gain
            gains.append(gain)
            back.append(previous)
        best = scores
    offset = max(offsets, key=lambda o: best[o])
    path = []
    for place in reversed(range(len(places))):
        row, start = places[place], place * len(offsets)
        at = start + offsets.index(offset)
        inside = 0 <= row + offset < len(texts)
        path.append(_Step(row, offset, inside, gains[at] - gains[start + offsets.index(0)]))
        offset = back[at]
    return path[::-1]


def _overwhelming(run: Sequence[_Step], offset: int) -> bool:
    """Return True if the abstracts of a run prove together that they slipped."""
    agree = sum(1 for step in run if step.inside and step.gain > _CLEAR)
    against = sum(1 for step in run if step.inside and step.gain < -_CLEAR)
    return Shift(offset, agree, against).overwhelming and agree * 2 > len(run)


def _without_clashes(moves: dict[int, int], texts: Sequence[str | None]) -> dict[int, int]:
    """Drop the moves onto a different abstract that stays where it is."""
    kept = dict(moves)
    while True:
        clashes = [
            index
            for index, to in kept.items()
            if to >= 0 and texts[to] and to not in kept and texts[to] != texts[index]
        ]
        if not clashes:
            return kept
        for index in clashes:
            del kept[index]
