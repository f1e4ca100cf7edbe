"""Which abstract belongs to which paper.

The method is naive Bayes over the words of the title. A word of a paper's title occurs in its own
abstract about three times in four, and in another paper's abstract as often as in any: a rare
word that is there speaks for the pair, one that is missing speaks against it, a common word says
nothing. The sum is a log-odds. Each abstract is compared with the entries that share rare words
with it, found through an inverted index, so that the order of the entries does not matter.

How much better another entry must fit depends on how many abstracts of the catalog are misplaced
beyond doubt: a slip in a tidy catalog must be proved, one more in a table that slipped need not.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.stems import fold_name, is_name, keys_of, prior_rate, tokens
from sphinx_modelzoo.curation.rules.terms import translatable, translated_keys

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

# How often a word of the right title, a name of the model, a word said about it elsewhere, or a
# pair of Chinese characters of the title occurs in an abstract. Measured on real zoos.
_WORD, _NAME, _NOTE, _PAIR = 0.75, 0.6, 0.35, 0.5
# The dictionary has one or two translations of a word, and people use a third.
_TRANSLATED = 0.65
_GAIN_LIMIT = 4.5  # no single word proves a pair
_PRIOR_WEIGHT = 12  # of the field's word rates, in abstracts

_CANDIDATES = 6
_NAME_WORDS = 3
_RARE = 40  # a word in more titles than this does not lead to candidates
_VERSION = re.compile(r"(?:v?[0-9.]+|\++)+\Z")


@dataclass(frozen=True)
class AbstractSubject:
    """The title, the names and other words that say what an entry is about.

    :param title: the paper's title.
    :param names: the model's name and aliases.
    :param notes: other words about it: summary, tasks, tags.
    """

    title: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Shift:
    """A file whose abstracts slipped: each belongs ``offset`` entries further on.

    :param agree: abstracts that fit there better than where they are.
    :param against: abstracts that fit better where they are.
    """

    offset: int
    agree: int
    against: int

    @property
    def overwhelming(self) -> bool:
        """Return True if the evidence is enough to put the abstracts back without asking."""
        return self.agree >= 5 and self.agree >= 20 * self.against


@dataclass(frozen=True)
class _Feature:
    """One thing to look for in an abstract: any of the keys will do."""

    keys: tuple[str, ...]
    rate: float
    name: bool = False


@dataclass(frozen=True)
class _Abstract:
    keys: frozenset[str]
    lower: str
    chinese: bool

    @classmethod
    def of(cls, text: str) -> _Abstract:
        keys = keys_of(text)
        pairs = sum(1 for key in keys if key[0] > "\u3000")
        chinese = pairs * 4 > len(keys)
        if chinese:
            keys |= translated_keys(keys, text)
        return cls(frozenset(keys), text.lower(), chinese)

    def holds(self, key: str) -> bool:
        # Words glued at a line break are still found, unless they are too short to be sure.
        return key in self.keys or (len(key) > 4 and key in self.lower)


class Matcher:
    """Scores of abstracts against entries.

    :param subjects: the entries.
    :param abstracts: the abstract of each of them, or ``None``.
    """

    def __init__(
        self, subjects: Sequence[AbstractSubject], abstracts: Sequence[str | None]
    ) -> None:
        self.subjects = subjects
        self._abstracts = [_Abstract.of(text) if text else None for text in abstracts]
        self._count = {False: 0, True: 0}
        self._held: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
        for abstract in self._abstracts:
            if abstract:
                self._count[abstract.chinese] += 1
                self._held[abstract.chinese].update(abstract.keys)
        self._features = [_title_features(subject) for subject in subjects]
        self._notes: dict[int, tuple[_Feature, ...]] = {}
        self._weights: dict[tuple[str, float, bool], tuple[float, float]] = {}

    def score(self, abstract: int, subject: int) -> float:
        """Return the log-odds that the abstract of entry ``abstract`` belongs to ``subject``.

        :raises IndexError: when such an entry does not exist.
        """
        text = self._abstracts[abstract]
        if text is None:
            return 0.0
        score = sum(self._evidence(text, feature) for feature in self._features[subject])
        notes = sum(self._evidence(text, feature) for feature in self._note_features(subject))
        return score + min(max(notes / 2, -1.0), 5.0)

    def candidates(self, abstract: int) -> list[tuple[float, int]]:
        """Return the other entries that the abstract may belong to, best first, with scores."""
        text = self._abstracts[abstract]
        if text is None:
            return []
        found: dict[int, float] = defaultdict(float)
        for key in text.keys & self._index.keys():
            gain = self._weight(key, _WORD, text.chinese)[0]
            for subject in self._index[key]:
                found[subject] += gain
        found.pop(abstract, None)
        likely = sorted(found, key=lambda subject: (-found[subject], subject))[:_CANDIDATES]
        scored = [(self.score(abstract, subject), subject) for subject in likely]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1]))

    def same(self, one: int, other: int) -> bool:
        """Return True if two entries have the same abstract, word for word."""
        left, right = self._abstracts[one], self._abstracts[other]
        return left is not None and right is not None and left.lower == right.lower

    def siblings(self, one: int, other: int) -> bool:
        """Return True if two entries are of one family: YOLOv4 and Scaled-YOLOv4, PointNet."""
        return any(
            len(short) >= 4 and short in long
            for left in self._families(one)
            for right in self._families(other)
            for short, long in (sorted((left, right), key=len),)
        )

    def names(self, abstract: int, subject: int) -> bool:
        """Return True if an abstract uses a name of an entry that hardly any other abstract has."""
        text = self._abstracts[abstract]
        if text is None:
            return False
        held = self._held[text.chinese]
        limit = 2 + self._count[text.chinese] // 100
        return any(
            len(name) >= 4 and name in text.keys and held[name] <= limit
            for name in _own_names(self.subjects[subject])
        )

    def _families(self, subject: int) -> set[str]:
        return {_VERSION.sub("", name) for name in _own_names(self.subjects[subject])}

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for subject, features in enumerate(self._features):
            for key in {key for feature in features for key in feature.keys}:
                index[key].append(subject)
        limit = max(_RARE, len(self._features) // 100)
        found = {key: places for key, places in index.items() if len(places) <= limit}
        if self._count[True]:
            found |= {f"zh:{key}": found[key] for key in found.keys() & translatable()}
        return found

    def _note_features(self, subject: int) -> tuple[_Feature, ...]:
        if subject not in self._notes:
            known = {key for f in self._features[subject] for key in f.keys}
            keys = keys_of(" ".join(self.subjects[subject].notes)) - known
            self._notes[subject] = tuple(_Feature((key,), _NOTE) for key in sorted(keys)[:60])
        return self._notes[subject]

    def _evidence(self, text: _Abstract, feature: _Feature) -> float:
        loss = 0.0
        for key in feature.keys:
            han, rate = key[0] > "\u3000", feature.rate
            if text.chinese and not han and not feature.name and not text.holds(key):
                key, rate = f"zh:{key}", min(rate, _TRANSLATED)
                if key[3:] not in translatable():
                    continue  # an English word is no evidence about a Chinese text
            elif han and not text.chinese:
                continue
            gain, loss = self._weight(key, rate, text.chinese)
            if text.holds(key):
                return gain
        return loss

    def _weight(self, key: str, rate: float, chinese: bool) -> tuple[float, float]:
        """Return the evidence of a key that is present, and of one that is missing."""
        found = self._weights.get((key, rate, chinese))
        if found is None:
            held, count = self._held[chinese][key], self._count[chinese]
            usual = (held + _PRIOR_WEIGHT * prior_rate(key)) / (count + _PRIOR_WEIGHT)
            usual = min(max(usual, 0.002), 0.95)
            right = max(rate, min(usual * 1.1, 0.97))
            gain = min(math.log(right / usual), _GAIN_LIMIT)
            found = gain, math.log((1 - right) / (1 - usual))
            self._weights[key, rate, chinese] = found
        return found


def _own_names(subject: AbstractSubject) -> set[str]:
    """Return the names of a model, folded: its own, and the one before the colon of a title."""
    head, *rest = re.split("[:\uff1a]", subject.title, maxsplit=1)
    names = (*subject.names, head) if rest else subject.names
    return {fold_name(name) for name in names if name and len(name.split()) <= _NAME_WORDS}


def _title_features(subject: AbstractSubject) -> tuple[_Feature, ...]:
    # A name of many words is a title, which an abstract does not repeat.
    short = (name for name in subject.names if len(name.split()) <= _NAME_WORDS)
    names = tuple(dict.fromkeys(folded for name in short if (folded := fold_name(name))))
    features: dict[tuple[str, ...], _Feature] = {}
    title = subject.title or " ".join(subject.names[:1])
    for token in tokens(title):
        if is_name(token):
            folded = fold_name(token)
            if folded not in names:
                features[(folded,)] = _Feature((folded,), _NAME, name=True)
    for key in sorted(keys_of(title)):
        if (key,) not in features and key not in names:
            rate = _PAIR if key[0] > "\u3000" else _WORD
            features[(key,)] = _Feature((key,), rate)
    if names:
        features[names] = _Feature(names, _NAME, name=True)
    return tuple(features.values())


# How far, in log-odds, an abstract must fit another entry better than its own; less where many
# abstracts of the catalog are known to be misplaced.
_MARGIN = 6.5
_LEAST_MARGIN = 1.5
_FIT = 3.5  # log-odds of a pair that fits
_VACANT = 1.5  # more margin for an entry that has no abstract to compare with
_SIBLING = 8.0  # more margin for an abstract that names its entry, or one of the same family
_STRANGE = -4.0  # log-odds of an abstract that has nothing to do with its entry
_CLEAR = 2.0  # a difference in log-odds that counts
_STRANGERS = 0.15  # the largest share of them that can be believed
_FEW = 3  # abstracts that fit somewhere, for "fits nowhere" to mean anything


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
        self._own = {index: matcher.score(index, index) for index in places}
        self._named = {index: matcher.names(index, index) for index in places}
        self._claims = {index: self._find_claims(index) for index in places}
        self._best: dict[int, float] = defaultdict(float)
        for score, other in (claim for claims in self._claims.values() for claim in claims):
            self._best[other] = max(self._best[other], score)
        self._rivals = {index: self._weigh_claims(index) for index in places}
        self._ease = self._estimate()

    def _find_claims(self, index: int) -> list[tuple[float, int]]:
        """Return the entries that this abstract fits better than its own, and than theirs does."""
        own, claims = self._own[index], []
        for score, other in self._matcher.candidates(index):
            theirs = self._own.get(other)
            taken = theirs is not None and score <= theirs
            if score > max(own, _FIT) and (not taken or self._matcher.same(index, other)):
                claims.append((score, other))
        return claims

    def _weigh_claims(self, index: int) -> list[tuple[float, int]]:
        """Return the claims to entries that no other abstract fits better, best first.

        A claim's score is the margin over the own entry, less what makes it unlikely.
        """
        rivals = []
        for score, other in self._claims[index]:
            if score < self._best[other] - _CLEAR:
                continue
            margin = score - self._own[index] - (0 if other in self._own else _VACANT)
            kin = self._matcher.siblings(index, other) or self._named[index]
            if margin > 0 and kin:
                margin -= _SIBLING
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
        verdicts = [
            Verdict(index, self._own[index], owner, self._matcher.score(index, owner))
            for index in moved
            for owner in (self._rivals[index][0][1],)
        ]
        verdicts += [
            Verdict(index, self._own[index], None, 0.0) for index in self._strangers(moved)
        ]
        return tuple(sorted(verdicts, key=lambda verdict: verdict.index))

    def _strangers(self, moved: Set[int]) -> set[int]:
        """Return the abstracts that fit no entry of the catalog, least of all their own.

        Where there are many of them and few in the place of others, abstracts just tend to have
        nothing of their titles here.
        """
        limit = _STRANGE + 2.5 * self._ease
        found = {
            index
            for index, own in self._own.items()
            if own < limit and not self._named[index] and index not in moved
        }
        known = self._settled >= max(_FEW, (0.5 - 0.3 * self._ease) * len(self._own))
        few = len(found) <= max(_FEW, _STRANGERS * len(self._own)) or len(found) <= 2 * len(moved)
        return found if known and few else set()
