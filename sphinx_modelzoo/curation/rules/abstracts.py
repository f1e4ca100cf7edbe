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
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.curation.rules.mentions import KnownNames, introduced_names
from sphinx_modelzoo.curation.rules.stems import fold_name, is_name, keys_of, prior_rate, tokens
from sphinx_modelzoo.curation.rules.terms import translatable, translated_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


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
_OPEN = 1000  # abstracts that are ready to be looked into: neighbours are compared
_NAME_WORDS = 3
_RARE = 40  # a word in more titles than this does not lead to candidates
_VERSION = re.compile(r"(?:v?[0-9.]+|\++)+\Z")


@dataclass(frozen=True, slots=True)
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


class _Feature(NamedTuple):
    """A word to look for in an abstract, and how often abstracts of the right paper have it."""

    key: str
    rate: float
    name: bool = False


class _Sign(NamedTuple):
    """What a word tells about an abstract, in log-odds.

    ``translated`` is the sign that counts instead where the word is missing: that of its
    translation, in an abstract in Chinese.
    """

    key: str
    gain: float
    loss: float
    translated: _Sign | None = None


class _Signs(NamedTuple):
    """What to look for in the abstracts of one language that may belong to an entry."""

    title: tuple[_Sign, ...]
    names: tuple[_Sign, ...]
    notes: tuple[_Sign, ...]


class _Numbers(dict[str, int]):
    """Numbers of keys: a growing table."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class _Read(NamedTuple):
    """What an abstract says, in little memory: a set is ten times as large as numbers of its keys.

    ``introduced`` and ``others`` are as in :class:`~.mentions.Mentions`, ``rest`` too.
    """

    keys: array[int]
    chinese: bool
    introduced: tuple[str, ...]
    others: tuple[str, ...]
    rest: str

    @classmethod
    def of(cls, text: str, names: KnownNames, numbers: _Numbers) -> _Read:
        words = tokens(text)
        mentions = names.mentions_of(text, words)
        keys = keys_of(mentions.rest, words if mentions.rest == text else None)
        keys.update(mentions.all, (f"={name}" for name in mentions.introduced))
        # Most texts have no Chinese characters, which takes long to see one key after the other.
        pairs = 0 if text.isascii() else sum(1 for key in keys if key[0] > "\u3000")
        chinese = pairs * 4 > len(keys)
        if chinese:
            keys |= translated_keys(keys, text)
        introduced, others = tuple(mentions.introduced), tuple(mentions.others)
        held = array("I", map(numbers.__getitem__, keys))
        return cls(held, chinese, introduced, others, mentions.rest)


@dataclass(frozen=True)
class _Abstract:
    """An abstract that words are looked for in."""

    keys: frozenset[str]
    lower: str
    chinese: bool
    introduced: tuple[str, ...]
    others: tuple[str, ...]

    def holds(self, key: str) -> bool:
        # Words glued at a line break are still found, unless they are too short to be sure.
        return key in self.keys or (len(key) > 4 and key in self.lower)

    def weigh(self, signs: tuple[_Sign, ...]) -> float:
        """Return the sum of what some signs tell, each found or missing."""
        keys, lower = self.keys, self.lower
        total = 0.0
        for key, gain, loss, translated in signs:
            if key in keys or (len(key) > 4 and key in lower):
                total += gain
            elif translated is None:
                total += loss
            else:
                total += translated.gain if translated.key in keys else translated.loss
        return total


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
        self._names: list[tuple[str, ...]] = []
        self._called: list[tuple[str, ...]] = []
        self._features: list[tuple[_Feature, ...]] = []
        known: dict[str, str] = {}
        same: dict[_Feature, _Feature] = {}
        for subject in subjects:
            names = _own_names(subject)
            called = _names_to_find(subject, names)
            known.update(names)
            self._names.append(tuple(names))
            self._called.append(called)
            features = _title_features(subject, called)
            self._features.append(tuple(same.setdefault(one, one) for one in features))
        finder = KnownNames(known)
        numbers = _Numbers()
        self._read = [_Read.of(text, finder, numbers) if text else None for text in abstracts]
        self._keys = tuple(numbers)
        self._opened: dict[int, _Abstract] = {}
        self._count = {False: 0, True: 0}
        held: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
        for abstract in self._read:
            if abstract:
                self._count[abstract.chinese] += 1
                held[abstract.chinese].update(abstract.keys)
        self._held = {
            chinese: Counter({self._keys[number]: count for number, count in found.items()})
            for chinese, found in held.items()
        }
        self._family_names: dict[int, tuple[str, ...]] = {}
        self._signs: dict[bool, dict[int, _Signs]] = {False: {}, True: {}}
        self._shared_signs: dict[tuple[_Feature, bool], _Sign] = {}
        self._weights: dict[tuple[str, float, bool], tuple[float, float]] = {}

    def _abstract(self, number: int) -> _Abstract | None:
        found, read = self._opened.get(number), self._read[number]
        if found is None and read is not None:
            if len(self._opened) >= _OPEN:
                self._opened.clear()
            keys, chinese, introduced, others, rest = read
            words = frozenset(map(self._keys.__getitem__, keys))
            found = _Abstract(words, rest.lower(), chinese, introduced, others)
            self._opened[number] = found
        return found

    def score(self, abstract: int, subject: int) -> float:
        """Return the log-odds that the abstract of entry ``abstract`` belongs to ``subject``.

        :raises IndexError: when such an entry does not exist.
        """
        text = self._abstract(abstract)
        if text is None:
            return 0.0
        signs = self._signs[text.chinese].get(subject)
        if signs is None:
            signs = self._make_signs(subject, text.chinese)
            self._signs[text.chinese][subject] = signs
        score = text.weigh(signs.title)
        if signs.names:
            score += self._name_evidence(text, signs.names)
        return score + min(max(text.weigh(signs.notes) / 2, -1.0), 5.0)

    def candidates(self, abstract: int) -> list[tuple[float, int]]:
        """Return the other entries that the abstract may belong to, best first, with scores."""
        text = self._abstract(abstract)
        if text is None:
            return []
        found: dict[int, float] = defaultdict(float)
        for key in text.keys & self._index.keys():
            gain = self._weight(key, _WORD, text.chinese)[0]
            for subject in self._index[key]:
                found[subject] += gain
        found.pop(abstract, None)
        scored = [(self.score(abstract, subject), subject) for subject in _highest(found)]
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
        text = self._abstract(abstract)
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

    def _families(self, subject: int) -> tuple[str, ...]:
        found = self._family_names.get(subject)
        if found is None:
            found = tuple({_VERSION.sub("", name) for name in self._names[subject]})
            self._family_names[subject] = found
        return found

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for subject, features in enumerate(self._features):
            for key in {*self._called[subject], *(feature.key for feature in features)}:
                index[key].append(subject)
        limit = max(_RARE, len(self._features) // 100)
        found = {key: places for key, places in index.items() if len(places) <= limit}
        if self._count[True]:
            found |= {f"zh:{key}": found[key] for key in found.keys() & translatable()}
        return found

    def _make_signs(self, subject: int, chinese: bool) -> _Signs:
        features, names = self._features[subject], self._called[subject]
        known = {*names, *(feature.key for feature in features)}
        notes = keys_of(" ".join(self.subjects[subject].notes)) - known
        return _Signs(
            self._signs_of(features, chinese),
            tuple(_Sign(name, *self._weight(name, _NAME, chinese)) for name in names),
            self._signs_of([_Feature(key, _NOTE) for key in sorted(notes)[:60]], chinese),
        )

    def _signs_of(self, features: Iterable[_Feature], chinese: bool) -> tuple[_Sign, ...]:
        """Return what features tell in one language, without those that tell nothing."""
        signs = []
        for feature in features:
            if chinese or feature.key[0] <= "\u3000":
                sign = self._shared_signs.get((feature, chinese))
                if sign is None:
                    sign = self._shared_signs[feature, chinese] = self._sign_of(feature, chinese)
                signs.append(sign)
        return tuple(signs)

    def _sign_of(self, feature: _Feature, chinese: bool) -> _Sign:
        key, rate, name = feature
        translated = None
        if chinese and key[0] <= "\u3000" and not name:
            # A missing English word says nothing about a Chinese text, unless the translation is
            # missing, too.
            translated = _Sign("", 0.0, 0.0)
            if key in translatable():
                weights = self._weight(f"zh:{key}", min(rate, _TRANSLATED), chinese)
                translated = _Sign(f"zh:{key}", *weights)
        return _Sign(key, *self._weight(key, rate, chinese), translated)

    def _name_evidence(self, text: _Abstract, names: tuple[_Sign, ...]) -> float:
        """Return the evidence of the model's own names, by what the abstract says of them."""
        found = [sign for sign in names if text.holds(sign.key)]
        for name, *_ in found:
            if name in text.introduced:
                return self._weight(f"={name}", _INTRODUCED, text.chinese)[0]
        gains = [sign.gain for sign in found if sign.key not in text.others]
        if gains:
            return max(gains)
        return max(sign.loss for sign in names) + (_ALIEN if text.introduced else 0.0)

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
            if held > 1:  # other words are names of one model, hardly asked for again
                self._weights[key, rate, chinese] = found
        return found


def _own_names(subject: AbstractSubject) -> dict[str, str]:
    """Map the names of a model, folded, to the names: its own, and the one that begins a title."""
    head, *rest = re.split("[:\uff1a]", subject.title, maxsplit=1)
    names = (*subject.names, head) if rest else subject.names
    # A name of many words is a title, which an abstract does not repeat.
    return {fold_name(name): name for name in names if name and len(name.split()) <= _NAME_WORDS}


def _names_to_find(subject: AbstractSubject, own_names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of a model to look for in abstracts, folded."""
    return tuple(
        folded
        for folded, name in own_names.items()
        if folded and (name in subject.names or any(map(is_name, tokens(name))))
    )


def _title_features(subject: AbstractSubject, names: tuple[str, ...]) -> tuple[_Feature, ...]:
    """Return the words of a title to look for, besides the model's names."""
    features: dict[str, _Feature] = {}
    title = subject.title or " ".join(subject.names[:1])
    compounds = set()
    for token in tokens(title):
        if is_name(token):
            folded = fold_name(token)
            folded = folded[:-1] if token.endswith("s") and not token.islower() else folded
            if folded not in names:
                features[folded] = _Feature(folded, _NAME, name=True)
        elif "-" in token:  # the parts of “end-to-end” say all that it says, once
            compounds.add(fold_name(token))
    for key in sorted(keys_of(title) - compounds):
        if key not in features and key not in names:
            features[key] = _Feature(key, _PAIR if key[0] > "\u3000" else _WORD)
    return tuple(features.values())


def _highest(found: Mapping[int, float]) -> list[int]:
    """Return the entries with the highest sums, the first ones where sums are equal."""
    # The order of a sum changes its last digits, and that of a set is another in each run.
    least = sorted(found.values())[-_CANDIDATES:][:1]
    ranked = [
        (-round(total, 9), subject) for subject, total in found.items() if total >= least[0] - 1e-9
    ]
    return [subject for _, subject in sorted(ranked)[:_CANDIDATES]]
