"""Abstracts that slipped to the wrong rows go back to their papers.

A table kept by hand slips when a cell is deleted or inserted: from there on each abstract stands a
row too high or too low, until another slip. So each abstract either stays or belongs some rows on,
and neighbours do the same: the best way through the table is found for all rows together, which
also settles abstracts that say too little about themselves. What moves must be proved by the
abstracts around it; where there is doubt, everything stays. Rows that were sorted after they
slipped stay as well: an abstract alone does not prove enough to be moved without asking, and the
check ``modelzoo.abstract.misplaced`` names it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.checks.abstracts import Matcher, Shift, Subject
from sphinx_modelzoo.importers.base import Change
from sphinx_modelzoo.importers.repairs.base import Repair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.importers.base import Draft

NOWHERE = -1

_REACH = 2  # rows
_SWITCH = 12.0  # log-odds that it takes to say that the table slipped here
_CLEAR = 2.0  # a difference in log-odds that counts


def subject_of(draft: Draft) -> Subject:
    """What a draft is about, apart from its abstract."""
    data = draft.data
    paper = data.get("paper")
    title = paper.get("title", "") if isinstance(paper, dict) else ""
    aliases = [name for name in data.get("aliases", ()) if isinstance(name, str)]
    return Subject(title=title or draft.name, names=(draft.name, *aliases))


def _words(abstract: Any) -> str | None:
    if isinstance(abstract, dict):
        return "\n".join(str(text) for text in abstract.values()) or None
    return str(abstract) if abstract else None


def _put_back(drafts: Sequence[Draft]) -> list[Change]:
    changes: list[Change] = []
    for _, group in groupby(drafts, lambda draft: draft.source.file):
        rows = list(group)
        texts = [_words(draft.data.get("abstract")) for draft in rows]
        if sum(1 for text in texts if text) < 5:
            continue
        subjects = [subject_of(draft) for draft in rows]
        moves = slipped(subjects, texts)
        changes += _move(rows, moves)
    return changes


def slipped(subjects: Sequence[Subject], texts: Sequence[str | None]) -> dict[int, int]:
    """Where the abstracts of a table belong that slipped by some rows.

    :param subjects: the rows of a table, in its order.
    :param texts: the abstract in each, or ``None``.
    :returns: for each abstract that is to move, its row and the row to move it to (or
        :data:`NOWHERE`, where that would be outside of the table); nothing where the evidence is
        not overwhelming.
    """
    matcher = Matcher(subjects, texts)
    path = _best_path(matcher, texts)
    moves: dict[int, int] = {}
    for offset, group in groupby(path, lambda step: step[1]):
        run = [index for index, _ in group]
        if offset and _overwhelming(matcher, run, offset):
            for index in run:
                inside = 0 <= index + offset < len(texts)
                moves[index] = index + offset if inside else NOWHERE
    kept = _without_clashes(moves, texts)
    return kept if len(kept) * 10 >= len(moves) * 9 else {}


def _best_path(matcher: Matcher, texts: Sequence[str | None]) -> list[tuple[int, int]]:
    """For each abstract by how many rows it slipped, such that all together fit best."""
    offsets = sorted(range(-_REACH, _REACH + 1), key=abs)
    places = [index for index, text in enumerate(texts) if text]
    best = dict.fromkeys(offsets, 0.0)
    back: list[dict[int, int]] = []
    for index in places:
        came: dict[int, int] = {}
        scores: dict[int, float] = {}
        for offset in offsets:
            previous = max(offsets, key=lambda o: best[o] - (_SWITCH if o != offset else 0.0))
            came[offset] = previous
            there = 0 <= index + offset < len(texts)
            gain = matcher.score(index, index + offset) if there else -_SWITCH
            scores[offset] = best[previous] - (_SWITCH if previous != offset else 0.0) + gain
        best = scores
        back.append(came)
    offset = max(offsets, key=lambda o: best[o])
    path = []
    for index, came in zip(reversed(places), reversed(back), strict=True):
        path.append((index, offset))
        offset = came[offset]
    return path[::-1]


def _overwhelming(matcher: Matcher, run: Sequence[int], offset: int) -> bool:
    """Whether the abstracts of a run prove together that they slipped."""
    rows = range(len(matcher.subjects))
    inside = [index for index in run if index + offset in rows]
    gains = [matcher.score(i, i + offset) - matcher.score(i, i) for i in inside]
    agree = sum(1 for gain in gains if gain > _CLEAR)
    against = sum(1 for gain in gains if gain < -_CLEAR)
    return Shift(offset, agree, against).overwhelming and agree * 2 > len(run)


def _without_clashes(moves: dict[int, int], texts: Sequence[str | None]) -> dict[int, int]:
    """The moves without those onto an abstract that stays where it is."""
    kept = dict(moves)
    while True:
        clashes = [i for i, to in kept.items() if to >= 0 and texts[to] and to not in kept]
        if not clashes:
            return kept
        for index in clashes:
            del kept[index]


def _move(rows: Sequence[Draft], moves: Mapping[int, int]) -> list[Change]:
    changes = []
    taken = {index: rows[index].data.pop("abstract") for index in moves}
    for index, to in sorted(moves.items(), key=lambda move: move[1]):
        if to == NOWHERE:
            rows[index].note("abstract", "the abstract beside it belongs to no row of the table")
            continue
        draft = rows[to]
        draft.data["abstract"] = taken[index]
        before = _start(_words(taken.get(to)) or "")
        after = _start(_words(taken[index]) or "")
        changes.append(
            Change("shifted-abstracts", draft.name, "abstract", before, after, draft.source)
        )
    for index in sorted(set(moves) - set(moves.values())):
        draft, before = rows[index], _start(_words(taken[index]) or "")
        changes.append(
            Change("shifted-abstracts", draft.name, "abstract", before, "", draft.source)
        )
    return changes


def _start(text: str) -> str:
    """The first words of a text, for a report."""
    return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]} …"


REPAIRS: Mapping[str, Repair] = {
    "shifted-abstracts": Repair(
        "shifted-abstracts", "abstracts beside the wrong paper are put back", _put_back
    )
}
