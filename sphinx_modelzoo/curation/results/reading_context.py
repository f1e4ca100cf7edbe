"""The state of a reader of results: the current dataset, split and conditions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.results.readings import ReadFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.curation.results.phrases import Phrases
    from sphinx_modelzoo.curation.results.readings import NamedMeasures
    from sphinx_modelzoo.curation.results.tokens import TextToken


@dataclass
class ReadingState:
    """The state at a place in a text."""

    datasets: list[TextToken] = field(default_factory=list)
    dataset_item: int = -1  # the item that named the datasets
    splits: list[str] = field(default_factory=list)
    conditions: dict[str, str | int | float] = field(default_factory=dict)
    header: dict[str, str | int | float] = field(default_factory=dict)  # for the whole text
    metrics: list[TextToken] = field(default_factory=list)
    metric_at: int = -1
    last_metric: TextToken | None = None
    used: bool = False  # the metrics have got their numbers
    scope: str = ""  # the metric is for all numbers below: "linked" A=1 B=2, or "bare" A 1, B 2
    words: list[TextToken] = field(default_factory=list)  # unread ones since the last number
    before: str = ""  # the words before the metric
    pairs: list[str] = field(default_factory=list)
    comparator: str = "="
    blocked: bool = False  # the next number is a difference or a bound
    demanded: bool = False  # the numbers of the sentence are targets
    averaged: bool = False  # the next number is a mean over several datasets
    trained: bool = False  # the next dataset is what was trained on
    origin: str = ""
    citation: TextToken | None = None  # of the figures to come
    confused: bool = False  # two datasets, and it is unclear which one is meant
    setting: str = ""  # an unknown name that the figures are of
    setting_holds: bool = False  # for more than the next figure
    depth: int = 0  # of brackets
    item: int = 0
    sentence: int = 0


class ReadingContext:
    """A walk through prepared tokens that keeps track of the state.

    Subclasses handle metrics and numbers.

    :param tokens: from :func:`~.brackets.prepare`.
    :param names: the names of the row's own model.
    :param phrases: what is known.
    """

    def __init__(self, tokens: Sequence[TextToken], names: NamedMeasures, phrases: Phrases) -> None:
        self._tokens = tokens
        self._names = names
        self._phrases = phrases
        self._state = ReadingState()
        self._means = frozenset(phrases.words["means"])
        self._platforms = frozenset(phrases.words["platforms"])
        self._genitives = frozenset(phrases.words["genitives"])
        self.figures: list[ReadFigure] = []
        self.left: list[ReadFigure] = []
        self._handlers: dict[str, Callable[[int, TextToken], None]] = {
            "dataset": self._dataset, "split": self._split, "condition": self._condition,
            "compare": self._compare, "word": self._word, "han": self._word,
            "change": self._change, "target": self._target, "trained": self._trained,
            "origin": self._origin,
            "cite": self._cite, "sep": self._sep, "stop": self._stop, "backbone": self._word,
            "open": self._open, "close": self._close, "filler": self._filler,
            "modifier": self._word, "key": self._word, "generic": self._word, "head": self._word,
        }  # fmt: skip

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else ""

    def _all(self) -> list[ReadFigure]:
        return [*self.figures, *self.left]

    def _current(self) -> list[ReadFigure]:
        """Return the figures of the current item, unless a metric waits for its number."""
        state = self._state
        if state.metrics and not state.used:
            return []
        return [figure for figure in self._all() if figure.item == state.item]

    def _follows(self, at: int, kind: str) -> bool:
        """Return True if the item goes on with a token of a kind, before any number."""
        for token in self._tokens[at + 1 :]:
            if token.kind == kind:
                return True
            if token.kind in ("sep", "stop", "number"):
                break
        return False

    def _number_follows(self, at: int) -> bool:
        following = [self._kind(at + 1), self._kind(at + 2)]
        return following[0] == "number" or following == ["is", "number"]

    def _adjacent(self, at: int) -> bool:
        """Return True if another dataset comes before this one in the same item."""
        for token in reversed(self._tokens[:at]):
            if token.kind in ("sep", "stop", "number", "metric"):
                return False
            if token.kind == "dataset":
                return True
        return False

    def _dataset(self, at: int, token: TextToken) -> None:
        state = self._state
        before = self._kind(at - 1)
        if state.trained or self._kind(at + 1) == "trained":
            state.conditions["pretraining"] = token.name
            state.trained = False
            return
        here = self._current()
        behind = before in ("on", "open", "cue") or (before == "sep" and state.depth)
        behind = behind or self._nothing_follows(at) or self._closes_item(at)
        if here and behind and not self._follows(at, "metric"):
            self._dataset_behind(at, token)
            return
        if before == "slash" and state.datasets and self._kind(at - 2) == "dataset":
            state.datasets.append(token)
            return
        fresh = not any(figure.dataset in state.datasets for figure in self._all())
        if state.datasets and fresh and self._adjacent(at):
            state.confused = True
        elif state.datasets and not fresh:
            state.conditions = dict(state.header)
            state.confused = False
        state.datasets, state.splits, state.setting = [token], [], ""
        state.dataset_item = state.item
        if not state.scope and not (state.metrics and not state.used):
            state.metrics = []

    def _closes_item(self, at: int) -> bool:
        """Return True if a dataset comes right after the figures of an item without another one."""
        if self._kind(at - 1) not in ("number", "metric", "gap"):
            return False
        after = self._kind(at + 1)
        last = after == "word" and not any(t.kind == "metric" for t in self._tokens[at + 1 :])
        return self._state.dataset_item != self._state.item and (
            after in ("", "sep", "stop", "close") or last
        )

    def _dataset_behind(self, at: int, token: TextToken) -> None:
        """Apply a dataset to the figures before it: ``76.8 mAP on COCO``."""
        meant = self._meant(at)
        if self._state.depth and any(f.dataset is not None for f in meant):
            # “DIV2K PSNR=26.39 (Test2K)”: which of the two?
            for figure in self._all():
                figure.doubtful = figure.doubtful or figure.sentence == self._state.sentence
            return
        for figure in meant:
            figure.dataset = token
        self._state.datasets, self._state.splits = [token], []

    def _split(self, at: int, token: TextToken) -> None:
        state = self._state
        if state.depth and self._kind(at - 1) == "word":
            return  # “(flip test)” is no test set
        behind = self._kind(at - 1) in ("on", "open", "dataset", "is") or state.depth
        counted = self._follows(at, "metric") or self._number_follows(at)
        if behind and self._current() and not counted:
            for figure in self._meant(at):
                figure.split = token.name
            return
        if self._kind(at - 1) == "slash" and state.splits:
            state.splits.append(token.name)
        else:
            state.splits = [token.name]

    def _condition(self, at: int, token: TextToken) -> None:
        state = self._state
        name = token.name
        if name == "backbone" and self._names.model(str(token.value)):
            name = "model"
        behind = self._kind(at - 1) in ("on", "open") or state.depth or self._nothing_follows(at)
        counted = self._follows(at, "metric") or self._number_follows(at)
        if behind and self._current() and not counted:
            for figure in self._meant(at):
                figure.conditions = {name: token.value, **figure.conditions}
            return
        state.conditions[name] = token.value
        if name == "model" and not self._all() and not state.datasets:
            state.header[name] = token.value

    def _word(self, at: int, token: TextToken) -> None:
        if token.kind == "word" and self._names.model(token.text) and self._stands_alone(at):
            name, _, tail = token.text.rpartition("-")
            if name and (split := self._phrases.split(tail)):
                self._state.splits = [split]
            else:
                name = token.text
            self._condition(at, replace(token, kind="condition", name="model", value=name))
            return
        self._state.words.append(token)

    def _open(self, at: int, token: TextToken) -> None:
        self._state.depth += 1

    def _close(self, at: int, token: TextToken) -> None:
        self._state.depth = max(self._state.depth - 1, 0)

    def _nothing_follows(self, at: int) -> bool:
        """Return True if no metric or number comes after a place in a text with one sentence."""
        return self._state.sentence == 0 and not any(
            token.kind in ("number", "metric", "bad", "stop") and not self._remark(place)
            for place, token in enumerate(self._tokens[at + 1 :], at + 1)
        )

    def _remark(self, at: int) -> bool:
        """Return True if a number counts something in a bracket: ``(8 organs)``."""
        return (self._kind(at - 1), self._kind(at), self._kind(at + 1)) == (
            "open",
            "number",
            "word",
        )

    def _last_bracket(self, at: int) -> bool:
        """Return True if a place is in a bracket at the end of its sentence, which concerns all."""
        if not self._state.depth:
            return False
        while at < len(self._tokens) and self._kind(at) not in ("close", "stop"):
            at += 1
        while self._kind(at + 1) in ("cite", "gap"):
            at += 1
        return self._kind(at + 1) in ("", "stop")

    def _meant(self, at: int) -> list[ReadFigure]:
        """Return the figures before a place that the token there applies to."""
        here = self._current()
        if here and (self._last_bracket(at) or self._nothing_follows(at)):
            sentence = [f for f in self._all() if f.sentence == self._state.sentence]
            if not any(f.split or f.dataset for f in sentence if f not in here):
                return sentence
        return here

    def _stands_alone(self, at: int) -> bool:
        """Return True if a model's name in a bracket is all of it: not ``(by GAN inversion)``."""
        if not self._state.depth:
            return True
        return self._kind(at - 1) in ("open", "sep", "gap") and self._kind(at + 1) in (
            "close",
            "sep",
        )

    def _filler(self, at: int, token: TextToken) -> None:
        if token.name in self._means and self._number_follows(at):
            self._state.averaged = True

    def _change(self, at: int, token: TextToken) -> None:
        self._state.blocked = True

    def _target(self, at: int, token: TextToken) -> None:
        self._state.demanded = True

    def _trained(self, at: int, token: TextToken) -> None:
        self._state.trained = self._kind(at - 1) != "dataset"

    def _origin(self, at: int, token: TextToken) -> None:
        self._state.origin = token.name
        # “不低于原论文的 78.2%”: a bound.
        self._state.blocked = self._state.blocked or self._state.comparator != "="

    def _compare(self, at: int, token: TextToken) -> None:
        self._state.comparator = token.name

    def _cite(self, at: int, token: TextToken) -> None:
        if self._state.depth and self._follows(at, "number"):
            return  # “(Table 1: 32.45)” is about the number in the bracket
        uncited = [figure for figure in self._all() if not figure.cited]
        if not uncited:
            self._state.citation = token
            return
        for figure in uncited:
            figure.cited = True
            figure.origin = figure.origin or token.name
            figure.locator = str(token.value)

    def _sep(self, at: int, token: TextToken) -> None:
        state = self._state
        state.item += not state.depth
        state.words, state.blocked, state.comparator, state.origin = [], False, "=", ""
        state.trained = state.averaged = False
        if not state.scope:
            state.metrics = []

    def _stop(self, at: int, token: TextToken) -> None:
        self._sep(at, token)
        self._state.metrics, self._state.scope, self._state.last_metric = [], "", None
        self._state.depth, self._state.setting, self._state.demanded = 0, "", False
        self._state.sentence += 1
