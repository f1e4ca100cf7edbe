"""Which abstract belongs to which paper.

The method is naive Bayes over the words of the title. A word of a paper's title occurs in its own
abstract about three times in four, and in another paper's abstract as often as in any: a rare
word that is there speaks for the pair, one that is missing speaks against it, a common word says
nothing. The sum is a log-odds. Each abstract is compared with the entries that share rare words
with it, found through an inverted index, so that the order of the entries does not matter.

What an abstract says of the names in it counts, too: “we propose X” is not “better than X”.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.mentions import introduced_names, last_word, mentions_of
from sphinx_modelzoo.curation.rules.stems import fold_name, is_name, keys_of, prior_rate, tokens
from sphinx_modelzoo.curation.rules.terms import translatable, translated_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from sphinx_modelzoo.curation.rules.mentions import Mentions

# How often a word of the right title, a name of the model, a word said about it elsewhere, or a
# pair of Chinese characters of the title occurs in an abstract. Measured on real zoos.
_WORD, _NAME, _NOTE, _PAIR = 0.75, 0.6, 0.35, 0.5
# The dictionary has one or two translations of a word, and people use a third.
_TRANSLATED = 0.65
# How often an abstract introduces a model of the catalog by its name; and what it tells, in
# log-odds, where it introduces another one.
_INTRODUCED, _ALIEN = 0.5, -2.0
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
    own: bool = False


@dataclass(frozen=True)
class _Abstract:
    keys: frozenset[str]
    lower: str
    chinese: bool
    mentions: Mentions

    @classmethod
    def of(cls, text: str, names: Set[str], ends: Set[str]) -> _Abstract:
        mentions = mentions_of(text, names, ends)
        introduced = {f"={name}" for name in mentions.introduced}
        keys = keys_of(mentions.rest) | mentions.all | introduced
        pairs = sum(1 for key in keys if key[0] > "\u3000")
        chinese = pairs * 4 > len(keys)
        if chinese:
            keys |= translated_keys(keys, text)
        return cls(frozenset(keys), mentions.rest.lower(), chinese, mentions)

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
        self._texts = abstracts
        self._names = [_own_names(subject) for subject in subjects]
        known = {folded: name for names in self._names for folded, name in names.items()}
        ends = {last_word(name) for name in known.values()}
        self._abstracts = [
            _Abstract.of(text, known.keys(), ends) if text else None for text in abstracts
        ]
        self._count = {False: 0, True: 0}
        self._held: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
        for abstract in self._abstracts:
            if abstract:
                self._count[abstract.chinese] += 1
                self._held[abstract.chinese].update(abstract.keys)
        self._features = [
            _title_features(subject, names)
            for subject, names in zip(subjects, self._names, strict=True)
        ]
        self._scores: dict[tuple[int, int], float] = {}
        self._notes: dict[int, tuple[_Feature, ...]] = {}
        self._weights: dict[tuple[str, float, bool], tuple[float, float]] = {}

    def score(self, abstract: int, subject: int) -> float:
        """Return the log-odds that the abstract of entry ``abstract`` belongs to ``subject``.

        :raises IndexError: when such an entry does not exist.
        """
        found = self._scores.get((abstract, subject))
        if found is None:
            found = self._scores[abstract, subject] = self._score(abstract, subject)
        return found

    def _score(self, abstract: int, subject: int) -> float:
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
        left, right = self._texts[one], self._texts[other]
        return left is not None and right is not None and left.lower() == right.lower()

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
            for name in self._names[subject]
        )

    def introduces_other(self, index: int) -> bool:
        """Return True if an abstract gives what it is about a name that its entry does not have."""
        text = self._texts[index]
        names = introduced_names(text) if text else set()
        return bool(names) and not any(
            own in name or name in own for name in names for own in self._names[index]
        )

    def _families(self, subject: int) -> set[str]:
        return {_VERSION.sub("", name) for name in self._names[subject]}

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
        if feature.own:
            return self._name_evidence(text, feature)
        loss = 0.0
        for key in feature.keys:
            han, rate = key[0] > "\u3000", feature.rate
            if text.chinese and not han and not feature.name and not text.holds(key):
                key, rate = f"zh:{key}", min(rate, _TRANSLATED)
                if key[3:] not in translatable():
                    continue  # an English word is no evidence about a Chinese text
            elif han and not text.chinese:
                continue
            known = self._weights.get((key, rate, text.chinese))
            gain, loss = known or self._weight(key, rate, text.chinese)
            if key in text.keys or text.holds(key):
                return gain
        return loss

    def _name_evidence(self, text: _Abstract, feature: _Feature) -> float:
        """Return the evidence of the model's own names, by what the abstract says of them."""
        found = [name for name in feature.keys if text.holds(name)]
        for name in found:
            if name in text.mentions.introduced:
                return self._weight(f"={name}", _INTRODUCED, text.chinese)[0]
        loss = max(self._weight(name, _NAME, text.chinese)[1] for name in feature.keys)
        gains = [
            self._weight(name, _NAME, text.chinese)[0]
            for name in found
            if name not in text.mentions.others
        ]
        alien = _ALIEN if text.mentions.introduced and not gains else 0.0
        return max(gains, default=loss) + alien

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


def _own_names(subject: AbstractSubject) -> dict[str, str]:
    """Map the names of a model, folded, to the names: its own, and the one that begins a title."""
    head, *rest = re.split("[:\uff1a]", subject.title, maxsplit=1)
    names = (*subject.names, head) if rest else subject.names
    # A name of many words is a title, which an abstract does not repeat.
    return {fold_name(name): name for name in names if name and len(name.split()) <= _NAME_WORDS}


def _title_features(subject: AbstractSubject, own_names: Mapping[str, str]) -> tuple[_Feature, ...]:
    names = tuple(
        folded
        for folded, name in own_names.items()
        if folded and (name in subject.names or any(map(is_name, tokens(name))))
    )
    features: dict[tuple[str, ...], _Feature] = {}
    title = subject.title or " ".join(subject.names[:1])
    for token in tokens(title):
        if is_name(token):
            folded = fold_name(token)
            folded = folded[:-1] if token.endswith("s") and not token.islower() else folded
            if folded not in names:
                features[(folded,)] = _Feature((folded,), _NAME, name=True)
    # The parts of “end-to-end” say all that it says, once.
    compounds = {fold_name(token) for token in tokens(title) if "-" in token and not is_name(token)}
    for key in sorted(keys_of(title) - compounds):
        if (key,) not in features and key not in names:
            rate = _PAIR if key[0] > "\u3000" else _WORD
            features[(key,)] = _Feature((key,), rate)
    if names:
        features[names] = _Feature(names, _NAME, name=True, own=True)
    return tuple(features.values())
