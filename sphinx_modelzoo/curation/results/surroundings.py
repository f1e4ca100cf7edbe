"""Drop figures whose surroundings are not understood.

A figure is as good as what was understood of the words around it: an unknown name may be the
dataset, an unknown word before a metric makes it another metric (``execution accuracy``), one
behind the number may say that it is something else. So every token near a figure must be accounted
for: it is known, it is neutral, or it is kept as what the figure is of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words.english import english_words, function_words
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.results.phrases import Phrases
    from sphinx_modelzoo.curation.results.readings import NamedMeasures, ReadFigure
    from sphinx_modelzoo.curation.results.tokens import TextToken

_ENDS = frozenset(("sep", "stop", "number", "bad"))
_WORDS = frozenset(("word", "han"))
# Known words that make a metric another one when they come right before it.
_QUALIFIERS = frozenset(("key", "head", "generic", "metric"))
# “NEU-DET”, “PEMS03”, “ScanRefer” are written as datasets are; “AST”, “Execution” may be anything.
_DATASET = re.compile(r"(?=.*[A-Z])(?!\d+[A-Za-z]+\Z)(?:.*\d.*|.*[a-z].*[A-Z].*|.*-.*|[A-Z]{5,})\Z")


class Surroundings:
    """A judge of the figures of one text.

    :param tokens: what was read.
    :param names: the names of the row's own model.
    :param phrases: what is known.
    """

    def __init__(self, tokens: Sequence[TextToken], names: NamedMeasures, phrases: Phrases) -> None:
        self._tokens = tokens
        self._names = names
        words = phrases.words
        self._platforms = frozenset(words["platforms"])
        self._silent = function_words() | {
            fold(word) for word in (*words["neutral"], *words["verbs"])
        }
        self._tasks = phrases.tasks
        self._tails = tuple(words["task_tails"])
        self._places = {token.start: at for at, token in enumerate(tokens)}
        self._known = self._accounted()
        self._names_before = self._open_names()

    def strange(self, figure: ReadFigure) -> str:
        """Return the unknown words near a figure; an empty string if all is understood.

        A single unknown name before a figure without a dataset is kept as its setting: whatever it
        is a name of, the figure is of that.

        :param figure: one that was bound to its metric.
        """
        number = self._places[figure.at]
        metric = self._places.get(figure.metric_at, number)
        first, last = min(metric, number), max(metric, number)
        near = {*self._before(first), *self._behind(last, known=figure.dataset is not None)}
        near |= {at for at in range(first + 1, last) if self._loose(at)}
        if first and self._kind(first - 1) in _QUALIFIERS:
            near.add(first - 1)
        named = set(self._names_before[first])
        if not figure.direct:  # a label of its own: “AUC: Mass=0.56”
            labels = figure.setting.split()
            near = {at for at in near if self._tokens[at].text not in labels}
        elif name := self._whose(figure, near | named):
            figure.setting = name
            figure.guesses.append(Message("“{name}” was not understood", name=name))
            return ""
        return " ".join(self._tokens[at].text for at in sorted(near | named))

    def _whose(self, figure: ReadFigure, strange: set[int]) -> str:
        """Return the name that is all that is unknown about a figure without a dataset.

        Chinese words before it say what it is about: “钢材缺陷 NEU-DET”.
        """
        if not strange or figure.dataset is not None:
            return ""
        place, number = max(strange), self._places[figure.at]
        topic = all(self._kind(at) == "han" for at in strange if at != place)
        name = self._tokens[place].text
        fitting = topic and _DATASET.match(name) and self._heads(place, number)
        return name if fitting and figure.setting in ("", name) else ""

    def _heads(self, at: int, number: int) -> bool:
        """Return True if a name before a number applies to it: in its item, or as a heading."""
        linked = self._kind(at + 1) in ("is", "sep", "stop")
        between = {token.kind for token in self._tokens[at:number]}
        return at < number and (linked or not between & {"sep", "stop", "bad"})

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else ""

    def _accounted(self) -> list[bool]:
        """Return for each token whether it is known, or neutral."""
        known = [token.kind not in _WORDS for token in self._tokens]
        at = 0
        while at < len(self._tokens):
            if known[at]:
                at += 1
                continue
            end = at + 1
            while self._kind(end) in (self._kind(at), "filler") and self._touch(end):
                end += 1
            size = next((n for n in range(end - at, 0, -1) if self._says_nothing(at, n)), 0)
            for place in range(at, at + size):
                known[place] = True
            at += size or 1
        return known

    def _touch(self, at: int) -> bool:
        before, token = self._tokens[at - 1], self._tokens[at]
        return token.text.isascii() or before.end == token.start

    def _says_nothing(self, at: int, count: int) -> bool:
        tokens = self._tokens[at : at + count]
        text = ("" if tokens[0].kind == "han" else " ").join(token.text for token in tokens)
        if fold(text) in self._silent or fold(text) in self._tasks:
            return True
        if tokens[0].kind == "han" and text.endswith(self._tails):
            return True  # “裂缝检测”: a task, whatever it looks for
        if count > 1 or tokens[0].kind == "han":
            return False
        scale = re.fullmatch(r"[xX]\d", text) is not None
        return scale or self._names.model(text) or text.split("-")[0] in self._platforms

    def _loose(self, at: int) -> bool:
        return self._kind(at) in _WORDS and not self._known[at]

    def _name(self, at: int) -> bool:
        """Return True if an unknown word is written as a name, or the text calls it a dataset."""
        if not self._loose(at):
            return False
        end = at
        while self._kind(end) in _WORDS:
            end += 1
        if self._kind(end) == "cue":
            return True
        text = self._tokens[at].text
        opens = self._kind(at - 1) in ("", "stop")
        if opens and text.istitle() and text.lower() in english_words():
            return False  # “Trained for 90 epochs”
        return re.search(r"[A-Z]|\d", text) is not None

    def _narrows(self, at: int) -> bool:
        """Return True if an unknown word narrows a dataset: ``val unseen``, ``Split MNIST``."""
        if self._loose(at) and self._kind(at + 1) == "dataset" and self._tokens[at].text.isascii():
            return True
        before = at - 1
        while self._loose(before):
            before -= 1
        return self._loose(at) and self._kind(before) in ("dataset", "split")

    def _before(self, first: int) -> list[int]:
        """Return the unknown words between a figure and what is before it."""
        found: list[int] = []
        at = first - 1
        while at >= 0 and self._kind(at) not in ("sep", "stop", "number", "bad", "metric"):
            if self._loose(at):
                found.append(at)
            at -= 1
        return found

    def _behind(self, last: int, *, known: bool) -> list[int]:
        """Return the unknown words after a figure, unless they belong to the next one.

        Brackets hold remarks: only a name counts there, as that of a dataset if none is known.
        """
        found: list[int] = []
        kinds = [self._kind(place) for place in range(last + 1, last + 4)]
        if kinds == ["open", "number", "close"]:  # “Hausdorff distance 5.8 (95%)”
            found.append(last + 2)
        depth = 0
        at = last + 1
        while at < len(self._tokens) and self._kind(at) not in _ENDS:
            kind = self._kind(at)
            if kind == "metric" and not depth:
                # “74.6 maj@8” has no number of its own: what is it of?
                return [] if self._counted(at) else [*found, at]
            depth += (kind == "open") - (kind == "close")
            if self._loose(at) and (not depth or (self._name(at) and not known)):
                found.append(at)
            at += 1
        return found

    def _counted(self, metric: int) -> bool:
        """Return True if a number follows a metric in its item."""
        rest = (token.kind for token in self._tokens[metric + 1 :])
        return next((kind for kind in rest if kind in _ENDS), "") in ("number", "bad")

    def _open_names(self) -> list[tuple[int, ...]]:
        """Return for each token the places before it of unknown names that may be the dataset's."""
        found: list[tuple[int, ...]] = []
        names: list[int] = []
        item: list[int] = []
        for at, token in enumerate(self._tokens):
            found.append((*names, *item))
            if token.kind in ("sep", "stop"):
                names, item = [*names, *item], []
            elif token.kind == "dataset":
                names = []
            elif self._name(at) or self._narrows(at):
                item.append(at)
        return found
