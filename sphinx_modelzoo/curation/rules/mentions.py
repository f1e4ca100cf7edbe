"""What an abstract says of the models that it names: its own, or others to compare with.

“We propose X”, “a model called X” and “本文提出了 X” name what the abstract is about. “Better than
X”, “based on X” and “优于 X” name somebody else's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.curation.rules.stems import TOKEN, fold_name, is_name, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

_LONGEST_NAME = 3  # words
_FEW = 8  # words that are looked for one by one
_BEFORE, _AFTER = 120, 60  # characters around a name that tell what it is

_PROPOSE = (
    r"(?:propos|present|introduc|develop|describ|releas|design|creat|buil[dt])(?:e|ed|es|ing|s)?"
)
_CALL = (
    r"(?:call|nam|term|dub|dubb|coin|denot|abbreviat)(?:e|ed|s)?(?: (?:it|this|them|as|by))*"
    r"|refer(?:red)? to(?: it)? as|known as|[Oo]ur|proposed|resulting"
)
_FILLER = (
    r"(?:(?:a|an|the|our|new|novel|simple|general|efficient|fast|large|small|model|network|"
    r"framework|method|approach|architecture|detector|family|models|called|named|it|of) )*"
)
_PROPOSE_ZH = "(?:提出|设计|介绍|构建|开发|引入|实现|推出|发布|研发)了?"
_CALL_ZH = "(?:称为|称作|称之为|命名为|名为|叫做|取名为?|记作|记为|简称为?|缩写为|即)"
_OF_OTHERS_ZH = (
    "优于|超过|超越|胜过|高于|低于|强于|好于|不同于|类似于|相比于?|比起?|基于|依赖|借鉴了?|吸收了?|针对|对|"
    "与|同|和|在|将|把|以"
)

# What ends where a name begins.
_INTRODUCED = re.compile(
    rf"(?:\b(?:{_PROPOSE}|{_CALL})[,:]? {_FILLER}"
    rf"|{_CALL_ZH}\s?|{_PROPOSE_ZH}(?:(?!{_OF_OTHERS_ZH})[^，。；,;A-Za-z]){{0,20}})[\"“'《]?\Z"
)
_ANY_INTRODUCED = re.compile(
    rf"(?:\b(?:{_PROPOSE}|{_CALL})[,:]? {_FILLER}|(?:{_CALL_ZH}|{_PROPOSE_ZH})\s?)"
    r"[\"“'《]?(?P<name>[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\+*)"
)
_APPOSED = re.compile(
    rf"\b{_PROPOSE}\b[^.;!?]*[,(:\u2013\u2014] ?\Z|{_PROPOSE_ZH}[^。；]*[（，(]\s?\Z"
)
_APPOSITION_ENDS = re.compile(r"\s?[),.:;\u2013\u2014，）。]| (?:is|that|which|for|to)\b")

_OTHER = (
    r"(?:(?:a|an|the|that|of|our|earlier|original|optimi[sz]ed|vanilla|standard|popular|recent|strong|"
    r"previous|usual|accurate|good|fast|well|models?|baselines?|methods?) )*"
)
_LISTED = r"(?:[A-Z][\w.+-]*(?: [A-Z\d][\w.+-]*)?(?:, and |, | and | or |/))*"
_OTHERS = re.compile(
    r"(?:\b(?:than|over|unlike|versus|vs\.?|against|like|such as|from|upon|as|"
    r"(?:similar|compar\w+|equal|superior|close) (?:to|with)|"
    r"(?:outperform|surpass|beat|exceed|extend|revisit|adapt|equal|match)\w*|"
    r"(?:inspired|followed) by|(?:bas|buil[dt]|rel|improv)\w* (?:on|upon)|"
    r"(?:ideas?|study|parts?|parameters|memory|version|variant|weaknesse?s?|drawbacks?|limits?) of|"
    rf"(?:merg|combin|replac|put)\w* (?:with|into)) {_OTHER}{_LISTED}"
    rf"|(?:{_OF_OTHERS_ZH})\s?(?:[A-Z][\w.+-]*(?: [A-Z\d][\w.+-]*)?(?:、|，|\s?[和与及]\s?))*)\Z"
)
_NAME = r"[A-Z][\w.+-]*(?: [A-Z\d][\w+-]*)?"
_AND = r"(?:, and |, | and | or |、|\s?[和与及]\s?)"
_LIST_GOES_ON = re.compile(rf"{_AND}{_NAME}(?P<more>{_AND}{_NAME})?")
_LIST_BEFORE = re.compile(rf"(?P<more>{_NAME}{_AND})?{_NAME}{_AND}\Z")


class Mentions(NamedTuple):
    """The names of known models in a text, folded.

    :param introduced: those that the text gives to what it is about.
    :param others: those that it only compares with or builds on.
    :param all: all, those of several words, too.
    :param rest: the text without the names of others.
    """

    introduced: frozenset[str]
    others: frozenset[str]
    all: frozenset[str]
    rest: str


class KnownNames:
    """The names of known models, to be found in texts.

    :param names: the names by their folded forms.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names.keys()
        self._may_end = _Ends({_last_word(name) for name in names.values()})

    def mentions_of(self, text: str, words: Iterable[str]) -> Mentions:
        """Find the names in a text, by what is said about them.

        :param words: the words of the text, as :func:`~.stems.tokens` returns them.
        """
        roles: dict[str, set[str]] = {}
        rest, done = [], 0
        for name, start, end in self._places(text, words).values():
            role = _role(text, start, end)
            roles.setdefault(name, set()).add(role)
            if role == "other":
                rest.append(text[done:start])
                done = end
        return Mentions(
            frozenset(name for name, found in roles.items() if "introduced" in found),
            frozenset(name for name, found in roles.items() if found == {"other"}),
            frozenset(roles),
            "".join((*rest, text[done:])) if rest else text,
        )

    def _places(self, text: str, words: Iterable[str]) -> dict[int, tuple[str, int, int]]:
        """Return the names and their places by where they begin, the longest at each place."""
        lasts = {word for word in set(words) if self._may_end[word]}
        places: dict[int, tuple[str, int, int]] = {}
        for run in _runs_to(lasts, text):
            end = run[-1].start() + len(_without_s(run[-1][0]))
            for first in run:  # from the longest name on
                start = first.start()
                name = fold_name(text[start:end])
                if name not in self._names:
                    name = name[:-1] if name.endswith("s") else ""
                if name in self._names:
                    places[start] = name, start, end
                    break
        return places


def _runs_to(lasts: Set[str], text: str) -> Iterator[list[re.Match[str]]]:
    """Yield each of some words in a text, behind those before it that may be of one name."""
    words: list[re.Match[str]] = []
    known = 0
    for start, end in _spans(lasts, text):
        before = words[1 - _LONGEST_NAME :] if start == known else []
        words = [*before, *TOKEN.finditer(text, start, end)]
        for at in range(len(before), len(words)):
            if words[at][0] in lasts:
                yield words[max(at + 1 - _LONGEST_NAME, 0) : at + 1]
        known = end


def _spans(lasts: Set[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text to look for some words in, cut at spaces: no word has one.

    To go through all words of all texts takes too long; most texts hold one or two of these.
    """
    if len(lasts) > _FEW:
        yield 0, len(text)
        return
    known = 0
    for place in sorted(
        found.start() for one in lasts for found in re.finditer(re.escape(one), text)
    ):
        if place >= known:
            start = max(text.rfind(" ", 0, max(place - _BEFORE, 0)) + 1, known)
            known = text.find(" ", place)
            known = len(text) if known < 0 else known
            yield start, known


class _Ends(dict[str, bool]):
    """Whether words, or the singular of them, are the last one of a name: a growing table."""

    def __init__(self, ends: Set[str]) -> None:
        self._ends = ends

    def __missing__(self, word: str) -> bool:
        last = fold_name(_without_s(word))
        found = self[word] = last in self._ends or last[:-1] in self._ends
        return found


def _without_s(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def introduced_names(text: str) -> set[str]:
    """Return the names, known or not, that a text gives to what it is about, folded."""
    return {
        fold_name(found["name"])
        for found in _ANY_INTRODUCED.finditer(text)
        if is_name(found["name"])
    }


def _last_word(name: str) -> str:
    return fold_name((tokens(name) or [name])[-1])


def _role(text: str, start: int, end: int) -> str:
    before = text[max(start - _BEFORE, 0) : start]
    after = text[end : end + _AFTER]
    if text[start:end].islower():
        return "word"  # “focus”, “transformer”: perhaps not the name
    around = [_LIST_GOES_ON.match(after), _LIST_BEFORE.search(before)]
    listed = all(around) or any(found and found["more"] for found in around)  # three names
    if listed or _OTHERS.search(before):
        return "other"
    apposed = _APPOSED.search(before) and _APPOSITION_ENDS.match(after)
    return "introduced" if apposed or _INTRODUCED.search(before) else "word"
