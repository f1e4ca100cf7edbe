"""Which abstracts are in the wrong entry.

How much better another entry must fit depends on how many abstracts of the catalog are misplaced
beyond doubt: a slip in a tidy catalog must be proved, one more in a table that slipped need not.

Abstracts change places: one belongs in another entry all the more if the abstract that is there
fits here or elsewhere, and all the less if it fits there. This tells neighbouring topics apart,
where a single abstract shares most words with many entries.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.abstracts import Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject

# How far, in log-odds, an abstract must fit another entry better than its own; less where many
# abstracts of the catalog are known to be misplaced.
_MARGIN = 6.5
_LEAST_MARGIN = 1.5
_FIT = 3.5  # log-odds of a pair that fits
_LEAST_FIT = 1.5  # log-odds of a pair to consider
_NOWHERE = -1.5  # log-odds of an abstract whose paper is not in the catalog
_WANTED = 0.5  # weight of another abstract that fits the entry
_VACANT = 1.5  # more margin for an entry that has no abstract to compare with
_SIBLING = 8.0  # more margin for an abstract that names its entry, or one of the same family
_STRANGE = -4.0  # log-odds of an abstract that has nothing to do with its entry
_UNNAMED = 3.0  # less of them where it does not introduce another model
_CLEAR = 2.0  # a difference in log-odds that counts
_STRANGERS = 0.15  # the largest share of them that can be believed
_FEW = 3  # abstracts that fit somewhere, for "fits nowhere" to mean anything


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict about the abstract of one entry.

    :param index: the entry that has the abstract.
    :param own: log-odds that it belongs there.
    :param owner: the entry that it belongs to, or ``None`` when no entry fits.
    :param best: log-odds that it belongs to ``owner``.
    """

    index: int
    own: float
    owner: int | None
    best: float


def judge(
    subjects: Sequence[AbstractSubject], abstracts: Sequence[str | None]
) -> tuple[Verdict, ...]:
    """Find the abstracts that are in the wrong entry.

    :param subjects: the entries, in any order.
    :param abstracts: the abstract of each entry, or ``None``; of the same length.
    :returns: a verdict for each misplaced abstract, in the order of the entries.
    """
    return verdicts_of(Matcher(subjects, abstracts), abstracts)


def verdicts_of(matcher: Matcher, abstracts: Sequence[str | None]) -> tuple[Verdict, ...]:
    """Return what :func:`judge` finds, using an existing matcher."""
    return _Judge(matcher, [index for index, text in enumerate(abstracts) if text]).verdicts()


class _Judge:
    def __init__(self, matcher: Matcher, places: list[int]) -> None:
        self._matcher = matcher
        self._own: dict[int, float] = {}
        self._named: dict[int, bool] = {}
        self._fits: dict[int, tuple[tuple[float, int], ...]] = {}
        for index in places:  # each abstract once: to open it again takes a while
            self._own[index] = matcher.score(index, index)
            self._named[index] = matcher.names(index, index)
            self._fits[index] = tuple(matcher.candidates(index))
        self._wanted: dict[int, float] = defaultdict(float)
        self._best: dict[int, float] = defaultdict(float)
        for index, fits in self._fits.items():
            for score, other in fits:
                if score > max(self._own[index], _LEAST_FIT):
                    self._best[other] = max(self._best[other], score)
                if score > _FIT:
                    gain = self._gain(index, score, other)
                    self._wanted[other] = max(self._wanted[other], gain)
        self._rivals = {index: self._weigh_claims(index) for index in places}
        self._ease = self._estimate()

    def _gain(self, index: int, score: float, other: int) -> float:
        """Return by how much an abstract fits another entry better, less what is due to kinship."""
        return score - self._own[index] - (_SIBLING if self._kin(index, other) else 0.0)

    def _kin(self, index: int, other: int) -> bool:
        """Return True if an abstract names its own entry, or the other is of the same family."""
        return self._named[index] or self._matcher.siblings(index, other)

    def _away(self, index: int, taken: int) -> float:
        """Return what is gained when an abstract leaves its place to the one of ``taken``.

        It goes to the other place or to one that it fits. Where there is none, its loss counts.
        """
        gains = [
            self._gain(index, score, other)
            for score, other in self._fits[index]
            if score > _FIT or other == taken
        ]
        return max((min(_NOWHERE - self._own[index], 0.0), *gains))

    def _weigh_claims(self, index: int) -> list[tuple[float, int]]:
        """Return the entries that the abstract may belong to, with margins, best first.

        A margin is what is gained when it moves there, and the abstract that is there moves on,
        less what makes that unlikely.
        """
        rivals = []
        for score, other in self._fits[index]:
            if score <= self._own[index] or score < max(self._best[other] - _CLEAR, _LEAST_FIT):
                continue
            gain = self._gain(index, score, other)
            margin = gain
            if other not in self._own:
                margin -= _VACANT
            elif not self._matcher.same(index, other):
                margin += min(self._away(other, index), max(gain, 0.0))
            margin += min(self._wanted[index], max(gain, 0.0)) * _WANTED
            if self._kin(index, other):
                margin = min(margin, gain)  # families exchange words, too
            rivals.append((margin, other))
        return sorted(rivals, key=lambda rival: (-rival[0], rival[1]))

    def _estimate(self) -> float:
        """Estimate the share of misplaced abstracts: 0 where all are in place, 1 where none is."""
        wrong = sum(1 for index in self._rivals if self._astray(index))
        right = sum(1 for index, own in self._own.items() if own > _FIT and not self._rivals[index])
        share = (wrong + 0.1) / (wrong + right + 5)
        odds = math.log(share / (1 - share)) - math.log(0.02 / 0.98)
        self._settled = wrong + right
        return min(max(odds / 6.5, 0.0), 1.0)

    def _astray(self, index: int) -> bool:
        """Return True if an abstract is in a wrong place beyond doubt.

        It is so by its words, or because it names the entry it would fit better and not its own:
        a comparison does that now and then, but not all over a catalog.
        """
        if not self._rivals[index]:
            return False
        margin, other = self._rivals[index][0]
        called = not self._named[index] and self._matcher.names(index, other)
        return margin > (_CLEAR if called else _MARGIN + 1)

    def verdicts(self) -> tuple[Verdict, ...]:
        margin = _MARGIN - (_MARGIN - _LEAST_MARGIN) * self._ease
        moved = {
            index for index, rivals in self._rivals.items() if rivals and rivals[0][0] > margin
        }
        verdicts = []
        for index in moved:
            owner = self._rivals[index][0][1]
            best = next(score for score, other in self._fits[index] if other == owner)
            verdicts.append(Verdict(index, self._own[index], owner, best))
        verdicts += [
            Verdict(index, self._own[index], None, 0.0) for index in self._strangers(moved)
        ]
        return tuple(sorted(verdicts, key=lambda verdict: verdict.index))

    def _strangers(self, moved: Set[int]) -> set[int]:
        """Return the abstracts that fit no entry of the catalog, least of all their own.

        Where there are many of them and few in the place of others, abstracts just tend to have
        nothing of their titles here. One that only paraphrases still has no name of another model.
        """
        limit = _STRANGE + 2.5 * self._ease
        found = {
            index
            for index, own in self._own.items()
            if own < limit and not self._named[index] and index not in moved
            if own < limit - _UNNAMED * (1 - self._ease) or self._matcher.introduces_other(index)
        }
        known = self._settled >= max(_FEW, (0.5 - 0.3 * self._ease) * len(self._own))
        few = len(found) <= max(_FEW, _STRANGERS * len(self._own)) or len(found) <= 2 * len(moved)
        return found if known and few else set()
