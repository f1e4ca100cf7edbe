"""The words that the grammar of results knows, and where they are in a text.

Names are found the way people write them: case, spaces, hyphens and underscores do not matter, and
Chinese runs on without any. What matters is where a name ends: ``COCO`` is not in ``COCO-Stuff``,
nor ``CIFAR-10`` in ``CIFAR-100``, nor ``AP50`` in ``AP 50.3``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.curation.words.english import english_words
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies, Vocabulary

PhraseKind = Literal[
    "metric", "dataset", "split", "cue", "is", "compare", "on", "trained", "change", "origin",
    "target", "modifier", "filler", "head", "key", "generic",
]  # fmt: skip

_DROPPED = frozenset(" \t\n-_\u2010\u2011\u00a0")
_SHORT = re.compile(r"(?!F1)[A-Za-z]\d?", re.I)
_ALNUM = re.compile(r"[A-Za-z0-9_]")


@dataclass(frozen=True)
class Phrase:
    """A known name. ``name`` is how the catalog writes it, or what the grammar calls it.

    ``after`` means that a condition's name may follow its count (``300 epochs``), ``before`` that
    it may precede it.
    """

    kind: PhraseKind
    name: str
    term: Term | None = None
    before: bool = True
    after: bool = False
    # A name that is an ordinary word when it is not capitalised, as Steam or Beauty.
    plain: bool = False
    # An abbreviation that is a word in lower case, as IS.
    capital: bool = False
    # A letter, maybe with a digit: a metric only where “=” or “:” follows.
    short: bool = False
    # A name of two letters whose case matters: mR is not MR.
    exact: str = ""
    # Whether the name is written with a space, hyphen or nothing before its last digits.
    tight: bool = False


@dataclass(frozen=True)
class Folded:
    """A text without case, spaces and hyphens, and the way back to it."""

    text: str
    folded: str
    places: tuple[int, ...]  # of each folded character in the text
    starts: dict[int, int]  # from a place in the text to the folded character there

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold a text that is NFKC already."""
        characters: list[str] = []
        places: list[int] = []
        starts: dict[int, int] = {}
        for place, character in enumerate(text):
            if character in _DROPPED:
                continue
            starts[place] = len(places)
            for part in character.casefold():
                characters.append(part)
                places.append(place)
        return cls(text, "".join(characters), tuple(places), starts)


class Phrases:
    """All names that are known to the grammar, for one set of vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self.vocabularies = vocabularies
        self.words: dict[str, Any] = load_words("results")
        self._table: dict[str, tuple[Phrase, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        found: dict[str, list[Phrase]] = defaultdict(list)
        firsts = {fold(name) for names in self.words["splits"].values() for name in names}
        firsts |= {fold(name) for term in vocabularies.datasets for name in term.names}
        metrics = {fold(name) for term in vocabularies.metrics for name in term.names}
        for name, phrase in self._all():
            folded = fold(name)
            if phrase.kind == "metric" and _of_two(folded, firsts, metrics):
                continue
            if folded and all(known.kind != phrase.kind for known in found[folded]):
                found[folded].append(phrase)
        lengths: dict[str, set[int]] = defaultdict(set)
        for folded, phrases in found.items():
            self._table[folded] = tuple(phrases)
            lengths[folded[0]].add(len(folded))
        for first, values in lengths.items():
            self._lengths[first] = tuple(sorted(values, reverse=True))
        self.datasets = {fold(n): t for t in vocabularies.datasets for n in t.names}
        self.tasks = frozenset(fold(n) for t in vocabularies.tasks for n in t.names)
        self._families = frozenset(fold(name) for name in self.words["backbones"])

    def is_backbone(self, name: str) -> bool:
        """Return True if a name is a family of networks with a size: ResNet-50, R-50-FPN."""
        stem = re.match(r"[A-Za-z]+(?:[-_](?=[A-Za-z]{2})[A-Za-z]+)*", name)
        if not stem or len(stem.group()) == len(name):
            return False
        found = fold(stem.group())
        if len(found) == 1:  # R-50-FPN, X-101-64x4d
            return re.match(r"[RX]-?(?:18|26|34|50|101|152)(?!\d)", name) is not None
        tails = ("", "v", "vd", "w", "b", "fpn")
        return any(
            found.startswith(family) and found[len(family) :] in tails
            for family in self._families
            if len(family) > 2
        )

    def split(self, word: str) -> str:
        """Return the split that a word names, or an empty string."""
        found = (p for p in self._table.get(fold(word), ()) if p.kind == "split")
        return next((phrase.name for phrase in found), "")

    def longest(self, folded: Folded, place: int) -> tuple[int, tuple[Phrase, ...]] | None:
        """Return the longest known name that starts at a place of a text.

        :returns: the place where it ends and what it may be, or ``None``.
        """
        start = folded.starts.get(place)
        if start is None:
            return None
        for length in self._lengths.get(folded.folded[start], ()):
            spelt = folded.folded[start : start + length]
            phrases = self._table.get(spelt)
            if not phrases or len(spelt) < length:
                continue
            end = folded.places[start + length - 1] + 1
            if start + length < len(folded.places) and folded.places[start + length] < end:
                continue  # inside one character's folding
            fitting = tuple(p for p in phrases if self._ends(folded.text, place, end, p))
            if fitting:
                return end, fitting
        return None

    def _ends(self, text: str, start: int, end: int, phrase: Phrase) -> bool:
        """Return True if a name that is spelt in ``text[start:end]`` really ends there."""
        spelt, rest = text[start:end], text[end : end + 12]
        if "\n" in spelt or re.search(r"[\s\-_]{3}", spelt):
            return False
        if phrase.plain and spelt[0].islower():
            return False
        if phrase.exact and spelt != phrase.exact:
            return False
        if phrase.kind == "metric" and _hyphenated(spelt, phrase):
            return False
        if (phrase.capital and not spelt.isupper()) or (
            phrase.short and not re.match(r"\s*[=:]", rest)
        ):
            return False
        if spelt[-1].isdigit():
            if (
                re.match(r"\.?\d|%", rest)
                or ("@" in spelt and re.match(r":\d", rest))
                or (phrase.tight and _parted(spelt, rest))
            ):
                return False
        elif phrase.kind in ("metric", "head") and re.match(r"\d*\.\d+(?!\w|\.\d)", rest):
            return True  # SAD8.65
        if not rest or not (spelt[-1].isascii() and _ALNUM.match(spelt[-1])):
            return phrase.kind != "dataset" or not rest.startswith("+")
        return self._breaks(rest, phrase)

    def _breaks(self, rest: str, phrase: Phrase) -> bool:
        if re.match(r"s?(?![A-Za-z0-9_])", rest) is None:
            # A number of a list glued to the name: “CiteSeer1. AUC”.
            return phrase.kind == "dataset" and re.match(r"1\.\s+[A-Za-z]", rest) is not None
        if phrase.kind == "dataset":
            if rest[0] in "+&'":
                return False
            tail = re.match(r"[-_]([A-Za-z0-9]+)", rest)
            return tail is None or self._is_split(tail.group(1))
        if phrase.kind in ("metric", "head"):
            tail = re.match(r"[-_+]([A-Za-z0-9]+)", rest)
            return tail is None or self._is_split(tail.group(1))
        return True

    def _is_split(self, word: str) -> bool:
        return word in ("m", "mm") or bool(self.split(word))

    def _all(self) -> Iterator[tuple[str, Phrase]]:
        words = self.words
        yield from _terms("metric", self.vocabularies.metrics)
        yield from _terms("dataset", self.vocabularies.datasets)
        for name, forms in words["metric_forms"].items():
            if term := self.vocabularies.metrics.find(name):
                for form in forms:
                    yield form, Phrase("metric", term.label("en"), term)
        for kind, group in (("split", "splits"), ("compare", "comparators"), ("origin", "origins")):
            for name, spellings in words[group].items():
                yield from _plain(kind, spellings, name)  # type: ignore[arg-type]
        for key, spec in words["conditions"].items():
            names, after = spec.get("names", ()), spec.get("after", ())
            for spelling in dict.fromkeys((*names, *after)):
                phrase = Phrase("key", key, before=spelling in names, after=spelling in after)
                yield spelling, phrase
        yield from _plain("cue", words["dataset_cues"])
        yield from _plain("is", words["equals"])
        yield from _plain("on", words["on"])
        yield from _plain("trained", words["trained"])
        yield from _plain("change", words["changes"])
        yield from _plain("target", words["targets"])
        yield from _plain("modifier", words["modifiers"])
        yield from _plain("filler", words["fillers"])
        yield from _plain("head", words["heads"])
        yield from _plain("generic", words["generic"])


def _of_two(folded: str, firsts: Collection[str], metrics: Collection[str]) -> bool:
    """Return True if a metric's name is a split or dataset and then a metric: ``COCO AP``."""
    return any(folded[:i] in firsts and folded[i:] in metrics for i in range(1, len(folded)))


def _parted(spelt: str, rest: str) -> bool:
    """Return True if ``AP 50`` is more likely a value than a name followed by one."""
    return re.search(r"\s\d+$", spelt) is not None and not re.match(r"\s*[=:/)]", rest)


def _hyphenated(spelt: str, phrase: Phrase) -> bool:
    """Return True if an abbreviation is not a spelling of its metric: ``CSI-M`` is not CSIM."""
    parts = re.split(r"[\s\-_]", spelt)
    if (
        len(parts) == 1
        or phrase.term is None
        or not all(p.isalpha() and p.isupper() for p in parts)
    ):
        return False
    joined = "".join(parts)
    return joined in phrase.term.names and not any(
        re.split(r"[\s\-_]", name.upper()) == parts for name in phrase.term.names
    )


def _plain(
    kind: PhraseKind, spellings: Iterable[str], name: str = ""
) -> Iterator[tuple[str, Phrase]]:
    for spelling in spellings:
        yield spelling, Phrase(kind, name or spelling)


def _terms(
    kind: Literal["metric", "dataset"], vocabulary: Vocabulary
) -> Iterator[tuple[str, Phrase]]:
    english = english_words()
    for names in (
        lambda term: (term.id,),
        lambda term: term.labels.values(),
        lambda term: term.aliases,
    ):
        for term in vocabulary:
            for name in names(term):
                plain = kind == "dataset" and name.casefold() in english
                tight = re.search(r"[A-Za-z@]\d+$", name) is not None
                label = term.label("en")
                # The id of PER is “per”.
                upper = any(n.isupper() and n.lower() == name.lower() for n in term.names)
                capital = upper and name.lower() in english
                short = kind == "metric" and _SHORT.fullmatch(fold(name)) is not None
                mixed = len(name) == 2 and not name.isupper() and not name.islower()
                exact = name if mixed and name.isalpha() and name.isascii() else ""
                yield (
                    name,
                    Phrase(kind, label, term, True, False, plain, capital, short, exact, tight),
                )


def normalise(text: str) -> str:
    """Normalise a text for the lexer: NFKC, but exponents stay exponents."""
    text = re.sub("[\u00b9\u00b2\u00b3\u2070\u2074-\u207f]+", r"^\g<0>", text)
    return unicodedata.normalize("NFKC", text.replace("\u00a0", "  ")).replace("\t", " ")
