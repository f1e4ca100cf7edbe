"""Cut free text with results in it into the tokens of the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.curation.results.citations import Citations
from sphinx_modelzoo.curation.results.phrases import Folded, normalise
from sphinx_modelzoo.curation.results.unit_words import unit_of_metric, unit_of_number
from sphinx_modelzoo.east_asian import HAN, has_han
from sphinx_modelzoo.guards import number

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.results.phrases import Phrase, Phrases
    from sphinx_modelzoo.schema.vocabulary import Term

TokenKind = Literal[
    "number", "bad", "size", "times", "metric", "dataset", "split", "cue", "is", "compare", "slash",
    "sep", "stop", "gap", "open", "close", "quote", "cite", "condition", "on", "trained", "change",
    "origin", "target", "modifier", "filler", "head", "key", "generic", "backbone", "word", "han",
    "unit",
]  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number as it is written: the value, its unit, the part after ±."""

    value: int | float
    unit: str = ""
    spread: str = ""
    decimals: bool = False


@dataclass(frozen=True)
class TextToken:
    """A piece of the text. ``name`` is its meaning: a split's, metric's, condition's name."""

    kind: TokenKind
    text: str
    start: int
    end: int
    name: str = ""
    term: Term | None = None
    number: Number | None = None
    phrase: Phrase | None = None
    value: str | int | float = ""  # of a condition; a citation's locator; a metric's unit
    guess: str = ""  # what was guessed, for the person who reviews


_SPACES = re.compile(r"[ \u2003\u3000]+|\n+")
_SIZE = re.compile(
    r"(?<![A-Za-z0-9_.])(\d{2,5})\s*(?:[x×*X]|\\times)\s*(\d{2,5})(?:\s*(?:px|pixels?))?(?![\w.×*])"
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+", re.I)
_SPREAD = re.compile(r"\s*(?:±|\+/-|\+-)\s*(\d+(?:\.\d+)?)\s*(%)?")
_RANGE = re.compile(r"\s*(?:[~–—]|-(?=\s*\d)|->|→|=>|\.\.\.?)\s*[-+]?\d")
_BROKEN = re.compile(
    r"[\^\u00a6]|\.\d|\s*\^|e[-+]?\d|:\s*\d|/\d+\s*(?:epochs?|GPUs?)|\s*[x×*·]\s*10(?![\d.])"
    r"|\s*out of\b|\s?s(?:ec)?/(?:it|iter|step|epoch)s?\b",
    re.I,
)
_TIMES = re.compile(r"\s?[x×X](?![A-Za-z0-9])")
_IDENTIFIER = re.compile(
    r"[A-Za-z_δσθαβλμΔ\u00c0-\u024f](?:[\w\u0370-\u03ff]|[-+.@'!&](?=[A-Za-z0-9]))*"
    r"(?:/(?=\d)\d+(?:[-+]?[A-Za-z0-9]+)*)?\+*(?:\*|#)?",
    re.ASCII,
)
# “mAP@0.5:0.95”, but “mAP@0.5:0.683” is the metric mAP@0.5 and its value.
_AT = re.compile(r"\s?@\s?\[?[A-Za-z0-9.\-]+(?::0?\.[1-9][05](?![\d])(?:\]|(?=\s*[=:])))?\]?")
_LOOSE_AT = re.compile(r"(?:[A-Za-z]{1,12}|mean|avg)@(?:\d[\d.]*|[Kk])(?![\w.])")
_URL = re.compile(rf"(?:https?://|www\.)[^\s<>()（），,。；;{HAN}]+", re.I)
_COMPARE = re.compile(r"[>≥]=?|[<≤]=?|≈|≃|~(?=\s*\d)|=>(?=\s*\d)|=<(?=\s*\d)")
_COMPARATORS = {
    "≥": ">=", "≥=": ">=", "≤": "<=", "≤=": "<=", "≈": "~", "≃": "~", "=>": ">=", "=<": "<=",
}  # fmt: skip
_MARKS: dict[str, TokenKind] = {
    ",": "sep", "、": "sep", ";": "stop", "。": "stop", "|": "stop", "•": "stop", "·": "sep",
    "=": "is", ":": "is", "/": "slash", "(": "open", "[": "open", "{": "open", "【": "open",
    ")": "close", "]": "close", "}": "close", "】": "close", '"': "quote", "“": "quote",
    "”": "quote", "「": "quote", "」": "quote", "`": "quote", "'": "quote", "→": "change",
    "↑": "unit", "↓": "unit", "%": "unit", "*": "unit", "†": "unit", "‡": "unit", "-": "gap",
    "_": "gap", "+": "change", "Δ": "change", "&": "on",
}  # fmt: skip
_UNREADABLE = "\u00a6"  # follows a number that is glued to another beyond separation


class Lexer:
    """A cutter of texts into tokens, with one set of known names."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._citations = Citations(phrases.words["cite"])

    def tokens(self, text: str) -> list[TextToken]:
        """Return the tokens of a text, citations among them."""
        text = normalise(text)
        tokens: list[TextToken] = []
        folded = Folded.of(text)
        place = 0
        while place < len(text):
            token = self._next(folded, place, tokens[-1] if tokens else None)
            if token.end <= place:  # never stand still
                token = replace(token, end=place + 1)
            if token.text.strip() or token.kind in ("stop", "gap"):
                tokens.append(token)
            place = token.end
        return tokens

    def _next(self, folded: Folded, place: int, last: TextToken | None) -> TextToken:
        text = folded.text
        if space := _SPACES.match(text, place):
            kind: TokenKind = "gap" if len(space.group()) > 1 else "unit"
            kind = "stop" if "\n" in space.group() else kind
            return TextToken(kind, "" if kind == "unit" else space.group(), place, space.end())
        cited = self._citations.match(text, place, bracket=self._in_bracket(text, place))
        if cited:
            return TextToken(
                "cite", text[place : cited.end], place, cited.end, cited.kind, value=cited.locator
            )
        if url := _URL.match(text, place):
            return TextToken("gap", url.group(), place, url.end())
        if size := _SIZE.match(text, place):
            value = f"{size.group(1)}x{size.group(2)}"
            return TextToken("size", size.group(), place, size.end(), value=value)
        return (
            self._known(folded, place, last)
            or self._number(text, place, last)
            or self._mark(text, place)
            or self._word(text, place)
        )

    @staticmethod
    def _in_bracket(text: str, place: int) -> bool:
        before = text[:place].rstrip()
        return before.endswith(("(", "[", "【")) or not before

    def _known(self, folded: Folded, place: int, last: TextToken | None) -> TextToken | None:
        text = folded.text
        before = text[place - 1] if place else " "
        glued = last is not None and last.end == place and last.kind in ("number", "unit")
        if re.match(r"[A-Za-z0-9_@.+]", before) and text[place].isascii() and not glued:
            return None
        if before == "-" and place > 1 and text[place - 2].isalnum() and not _dangling(last):
            return None
        found = self._phrases.longest(folded, place)
        identifier = _IDENTIFIER.match(text, place)
        if found is None:
            return None
        end, phrases = found
        # “test-dev” may be the name of a metric in some vocabulary: it is a split all the same.
        # Spider is a dataset, SPIDEr a metric.
        spelt = text[place:end]
        phrase = min(
            phrases, key=lambda p: (p.kind != "split", (p.kind, p.name) != ("dataset", spelt))
        )
        if identifier and end < identifier.end() and not self._cuts(text, end, phrase):
            return None
        if phrase.kind == "dataset":
            end = self._without_split(text, place, end, phrase)
        token = TextToken(
            phrase.kind, text[place:end], place, end, phrase.name, phrase.term, phrase=phrase
        )
        if phrase.kind == "metric" and re.search(r"@\s*$", text[:place]):
            return replace(token, kind="change")  # “mAP 0.5 @ IoU 0.5”: a threshold
        if phrase.kind in ("metric", "head") and (at := self._at(text, place, end)):
            name = text[place : at.end()]
            known = self._phrases.vocabularies.metrics.find(name)
            label = known.label("en") if known else re.sub(r"\s", "", name)
            return replace(
                token, kind="metric", text=name, end=at.end(), name=label, term=known or phrase.term
            )
        if text[end - 1].isascii() and text[end : end + 1] == "s" and phrase.kind != "on":
            end += 1
        unit = ""
        if phrase.kind == "metric":
            unit, end = unit_of_metric(token.text, text, end)
        return replace(token, end=end, value=unit)

    def _at(self, text: str, place: int, end: int) -> re.Match[str] | None:
        """Match what follows ``@`` in the name of a metric, but not a size: ``top-1 @ 384``."""
        at = _AT.match(text, end)
        if at and re.fullmatch(r"\s?@\s?\d{3,4}", at.group()) and " " in at.group():
            return at if self._phrases.vocabularies.metrics.find(text[place : at.end()]) else None
        return at

    def _without_split(self, text: str, place: int, end: int, phrase: Phrase) -> int:
        """Leave the split out of a name: ``COCO val2017`` names a dataset and its part."""
        tail = re.search(r"[\s\-_]([A-Za-z][\w\-]*)$", text[place:end])
        if tail is None or not self._phrases.split(tail.group(1)):
            return end
        head = text[place : place + tail.start()]
        known = self._phrases.vocabularies.datasets.find(head)
        return place + tail.start() if known == phrase.term else end

    @staticmethod
    def _cuts(text: str, end: int, phrase: Phrase) -> bool:
        """Return True if a known name may end inside a run of letters, digits, hyphens."""
        if phrase.kind in ("metric", "head"):
            return True  # the phrases have looked at what follows
        if phrase.kind in ("dataset", "split"):
            return text[end] in "-_.s1/"
        # “PP-YOLOE” does not begin with percentage points.
        return re.match(r"-(?![A-Z])|[/.]", text[end:]) is not None

    def _number(self, text: str, place: int, last: TextToken | None) -> TextToken | None:
        sign = 1
        start = place
        if text[place] in "-−" and last is not None and last.kind in ("is", "compare"):
            sign, start = -1, place + 1
        found = _NUMBER.match(text, start)
        before = text[start - 1] if start else " "
        known = last is not None and last.end == place and last.kind in ("metric", "key", "split")
        if not found or (re.match(r"[A-Za-z0-9_.@]", before) and not known):
            return None
        end = found.end()
        if text[start] == "." and before.isdigit():
            return None
        digits = found.group().replace(",", "")
        decimals = "." in digits
        read = number(digits)
        if read is None:  # of thousands of digits
            return TextToken("bad", text[place:end], place, end)
        value = sign * read
        if times := _TIMES.match(text, end):
            return TextToken(
                "times", text[place : times.end()], place, times.end(), value=digits + "x"
            )
        unit, behind = unit_of_number(text, end)
        if unit and self._key_follows(text, behind - 1):
            unit = ""
        end = behind if unit else end
        spread = ""
        if plus := _SPREAD.match(text, end):
            spread, end = plus.group(1), plus.end()
            unit = unit or (plus.group(2) or "")
        if _RANGE.match(text, end) or _BROKEN.match(text, end):
            broken = _RANGE.match(text, end) or _BROKEN.match(text, end)
            stop = broken.end() if broken else end
            more = re.compile(r"[\w.%]*").match(text, stop)
            return TextToken("bad", text[place:end], place, more.end() if more else stop)
        glued = unit != "%" and re.match(r"[A-Za-z]", text[end : end + 1])
        if glued and not self._glues(text, end, decimals):
            more = re.compile(r"[\w.+\-]*").match(text, end)
            return TextToken("word", text[place : more.end() if more else end], place, more.end())  # type: ignore[union-attr]
        return TextToken(
            "number", text[place:end], place, end, number=Number(value, unit, spread, decimals)
        )

    def _key_follows(self, text: str, place: int) -> bool:
        """Return True if a condition's name (``40 labels``) starts here, and K is not a unit."""
        found = self._phrases.longest(Folded.of(text[place : place + 24]), 0)
        return found is not None and any(p.after for p in found[1])

    def _glues(self, text: str, end: int, decimals: bool) -> bool:
        """Return True if the letters right after a number begin something else."""
        if decimals and re.match(r"[A-Z][a-z]{2}|[A-Z]{2,}", text[end:]):
            return True
        found = self._phrases.longest(Folded.of(text[end : end + 32]), 0)
        if found is None:
            return False
        return any(
            p.after or p.kind == "metric" or (p.kind == "dataset" and decimals) for p in found[1]
        )

    @staticmethod
    def _mark(text: str, place: int) -> TextToken | None:
        if found := _COMPARE.match(text, place):
            name = _COMPARATORS.get(found.group(), found.group())
            return TextToken("compare", found.group(), place, found.end(), name)
        if re.match(r"[.!?](?:\s|$)", text[place : place + 2]):
            return TextToken("stop", text[place], place, place + 1)
        kind = _MARKS.get(text[place])
        return TextToken(kind, text[place], place, place + 1) if kind else None

    def _word(self, text: str, place: int) -> TextToken:
        if loose := _LOOSE_AT.match(text, place):
            return TextToken("metric", loose.group(), place, loose.end(), loose.group())
        if found := _IDENTIFIER.match(text, place):
            name = found.group()
            if self._phrases.is_backbone(name.partition("+")[0]):
                kind: TokenKind = "backbone"
            else:
                kind = "word"
            return TextToken(kind, name, place, found.end(), name)
        if has_han(text[place]):
            return TextToken("han", text[place], place, place + 1)
        return TextToken("unit", text[place], place, place + 1)


def _dangling(last: TextToken | None) -> bool:
    """Return True if a hyphen comes after a known name: ``测试集-m``, ``Cityscapes-val``."""
    return last is not None and last.kind == "gap" and last.text == "-"


def unglue_list(text: str) -> tuple[str, bool]:
    """Separate the numbers of a list from the figures that they ran into.

    ``1、A x=0.52、B x=0.63、C x=0.7`` was a list of three: 0.5, 0.6 and 0.7.

    :returns: the text with the items apart, and whether that had to be guessed. A figure that
        cannot be separated from the number of its neighbour is marked so that it is not read.
    """
    first = re.match(r"\s*1\s*[、.)．]\s*(?=\D)", text)
    if not first or "、" not in text:
        return text, False
    pieces: list[str] = []
    place, wanted, glued = first.end(), 2, 0
    for found in re.finditer(r"(\d+)(、)", text[first.end() :]):
        start, end = first.end() + found.start(1), first.end() + found.end(2)
        digits = found.group(1)
        if not digits.endswith(str(wanted)):
            return _unreadable(text), False
        cut = end - 1 - len(str(wanted))
        glued += cut > start or text[start - 1] in ".0123456789"
        pieces.append(text[place:cut])
        place, wanted = end, wanted + 1
    pieces.append(text[place:])
    if glued == 1 and wanted == 3:
        return _unreadable(text), False
    return "；".join(pieces), glued > 0


def _unreadable(text: str) -> str:
    return re.sub(r"(\d)(?=、)", rf"\g<1>{_UNREADABLE}", text)
