"""The grammar: which number belongs to which metric."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.results.reading_context import ReadingContext
from sphinx_modelzoo.curation.results.readings import ReadFigure, spelt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.results.tokens import TextToken

# What may come between a metric and its number.
_BETWEEN = frozenset(
    ("is", "compare", "split", "on", "open", "close", "gap", "condition", "dataset", "cue",
     "origin", "filler", "generic", "quote")
)  # fmt: skip
# What a label may be made of besides words, and where it begins.
_LABELS = frozenset(
    ("dataset", "split", "condition", "on", "is", "compare", "cue", "gap", "open", "close",
     "filler")
)  # fmt: skip
_BOUNDARIES = frozenset(("sep", "stop", "number", "metric", "cite", "bad"))
_NAME = re.compile(r"(?=.*[A-Z])(?=.*(?:\d|[A-Z].*[A-Z]))[A-Za-z0-9][\w.+\-]*\Z")


class Binder(ReadingContext):
    """A reader of the prepared tokens of one text.

    After :meth:`read`, ``figures`` are the numbers with a metric, ``left`` those without.
    """

    def read(self) -> None:
        """Read all tokens."""
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.kind == "number":
                at = self._numbers(at)
                continue
            if token.kind == "metric":
                self._metric(at, token)
            elif handler := self._handlers.get(token.kind):
                handler(at, token)
            at += 1
        self._closespelt()
        for figure in [figure for figure in self.figures if figure.doubtful]:
            self.figures.remove(figure)
            self.left.append(figure)

    def _closespelt(self) -> None:
        """Apply the only dataset to all figures of the text, if it comes last."""
        places = [i for i, t in enumerate(self._tokens) if t.kind == "dataset"]
        last = max(
            (i for i, t in enumerate(self._tokens) if t.kind in ("number", "metric")), default=-1
        )
        opened = len(places) == 1 and self._kind(places[0] - 1) in ("open", "sep", "stop")
        if opened and places[0] > last:
            for figure in self._all():
                figure.dataset = figure.dataset or self._tokens[places[0]]
        # “AUC 0.71 (Foo)”: a dataset, a model, an optimizer? Unknown.
        if any(self._strange(token) for token in self._tokens[last + 1 :]):
            for figure in self.figures:
                figure.doubtful = figure.doubtful or figure.dataset is None

    def _strange(self, token: TextToken) -> bool:
        """Return True if a word is written as a name, but is not a known one."""
        name = token.kind == "word" and re.match(
            r"[A-Z][a-z]{3,}|(?=.*[A-Z].*[A-Z0-9])[A-Z]\S{2,}|[a-z]+[A-Z]{2}", token.text
        )
        head = token.text.split("-")[0]
        return bool(name) and head not in self._platforms and not self._names.model(token.text)

    def _metric(self, at: int, token: TextToken) -> None:
        state = self._state
        if self._kind(at - 1) == "slash" and self._kind(at - 2) == "metric" and not state.used:
            state.metrics.append(token)
        else:
            state.metrics = [token]
            state.pairs = self._pair_words(at)
            state.before = spelt(state.words, 3)
            self._setting(at)
            state.words, state.scope = [], ""
            if self._kind(at - 1) not in ("origin", "on", "filler"):
                state.comparator = "="
        state.metric_at, state.used = at, False
        state.last_metric = token

    def _setting(self, at: int) -> None:
        """Keep an unknown name right before a metric as the setting of its figures."""
        place, state = at - 1, self._state
        while self._kind(place) in ("is", "gap", "filler", "modifier"):
            place -= 1
        if self._kind(place) != "word":
            return
        if place == at - 1 and (quality := self._quality(at)):
            state.setting, state.setting_holds = quality, False
            return
        name = self._tokens[place].text
        part = self._kind(place - 1) == "dataset" and re.fullmatch(r"[A-Z][a-z]+", name)
        if (part or _NAME.match(name)) and not self._names.model(name):
            state.setting, state.setting_holds = name, self._kind(place + 1) == "is"
            # “TextVQA acc 45.6, STVQA ANLS 0.57”: not TextVQA, then.
            state.blocked |= self._inherits(place)

    def _inherits(self, at: int) -> bool:
        """Return True if the current dataset was named with an earlier figure, and only for it."""
        state = self._state
        here = [i for i in range(at) if self._tokens[i] in state.datasets]
        return (
            bool(here)
            and state.dataset_item != state.item
            and self._kind(at - 1) in ("sep", "stop", "slash")
            and self._kind(here[-1] + 1) not in ("is", "sep", "stop", "cue")
            and not any(figure.setting for figure in self._all())
        )

    def _quality(self, at: int) -> str:
        """Return the words that make a metric another one: ``execution accuracy``."""
        term = self._tokens[at].term
        if term is None or term.id not in self._phrases.words["qualified"]:
            return ""
        start = at
        while start > at - 3 and self._plain(start - 1):
            start -= 1
        words = [token.text for token in self._tokens[start:at]]
        opened = self._kind(start - 1) in ("", "sep", "stop", "dataset", "slash", "split", "open")
        silent = any(word in self._phrases.words["verbs"] for word in words)
        return " ".join(words) if words and opened and not silent else ""

    def _plain(self, at: int) -> bool:
        return (
            self._kind(at) == "word"
            and re.fullmatch("[a-z]{3,}", self._tokens[at].text) is not None
        )

    def _pair_words(self, at: int) -> list[str]:
        """Return the words of ``m/mm`` before a metric: one for each of two numbers."""
        words: list[str] = []
        place = at - 1
        while self._kind(place) in ("word", "filler"):
            words.insert(0, self._tokens[place].text)
            if self._kind(place - 1) != "slash":
                break
            place -= 2
        return words if len(words) > 1 else []

    def _numbers(self, at: int) -> int:
        """Bind a number, or several with slashes between; return the place after them."""
        numbers = [self._tokens[at]]
        end = at + 1
        while self._kind(end) == "slash" and self._kind(end + 1) == "number":
            numbers.append(self._tokens[end + 1])
            end += 2
        state = self._state
        parted = self._kind(end) == "slash" and self._kind(end + 1) not in ("metric", "dataset")
        # “1-shot” is a condition, whatever follows.
        keyed = self._kind(end) == "gap" and self._kind(end + 1) == "key"
        parted = parted or (keyed and self._tokens[end].end == self._tokens[end + 1].start)
        blocked = parted or state.blocked or state.demanded or self._unit_unknown(end)
        if blocked or self._kind(end) in ("change", "times"):
            self._leave(numbers)
        elif named := self._bracketed(end):
            self._emit(numbers, [named])
            end = self._tokens.index(named) + 2
            state.used = True
        elif self._kind(end) == "number" and not self._backward(end, end + 1):
            # “TAR@FAR=1e-4 96.1”: two numbers in a row, and one of them says something else.
            self._leave(numbers)
            state.metrics = []
        elif self._direct(at) and not self._counts(at, end):
            self._emit(numbers, state.metrics)
            state.used = True
        elif shortened := self._shortened():
            self._emit(numbers, [shortened], direct=False)
        elif label := self._labelled(at):
            self._emit(numbers, state.metrics, setting=label, direct=False)
            state.used = True
        elif following := self._backward(at, end):
            state.before = spelt(state.words, 3)
            self._emit(numbers, [following])
            end = self._tokens.index(following) + 1
            state.metrics, state.last_metric = [], None
        else:
            self._leave(numbers)
        state.comparator, state.averaged, state.words = "=", False, []
        if not state.setting_holds:
            state.setting = ""
        return end

    def _unit_unknown(self, at: int) -> bool:
        """Return True if the unit is unknown: ``0.25 kcal/mol``, ``45.2 (1/4)``."""
        kinds = [self._kind(place) for place in range(at, at + 5)]
        if kinds == ["open", "number", "slash", "number", "close"]:
            return True
        return kinds[:3] == ["word", "slash", "word"] and self._tokens[at].text.islower()

    def _bracketed(self, at: int) -> TextToken | None:
        """Return the metric in brackets after its number: ``76.1 (top-1)``."""
        kinds = [self._kind(at), self._kind(at + 1), self._kind(at + 2)]
        if kinds != ["open", "metric", "close"] or self._kind(at + 3) in ("is", "number"):
            return None
        if any(figure.sentence == self._state.sentence for figure in self.left):
            return None  # it may be for all of them
        return self._tokens[at + 1]

    def _direct(self, at: int) -> bool:
        """Return True if there is only ``=``, a split or the like between metric and number."""
        state = self._state
        if not state.metrics or state.used:
            return False
        kinds = [token.kind for token in self._tokens[state.metric_at + 1 : at]]
        if any(kind not in _BETWEEN for kind in kinds):
            return False
        # “PSNR (dev set) = 25” and “PSNR (28.9)” are fine, “PSNR (of noise 25)” is not.
        opened = kinds.count("open") - kinds.count("close")
        if opened < 0 and self._kind(state.metric_at - 1) == "sep":
            return False  # “(A, B): 25”
        if opened > 0 and self._kind(at + 1) == "close":
            # “AP (0.50) = 0.605”: the number in brackets belongs to the name.
            after = self._kind(at + 2)
            if after in ("is", "compare", "number"):
                return False
        return opened <= 0 or (len(kinds) == 1 and kinds[0] == "open")

    def _counts(self, at: int, end: int) -> bool:
        """Return True if a number only counts what comes after it: ``AP for 3 classes``."""
        number = self._tokens[at].number
        plain = number is not None and not (number.decimals or number.unit)
        linked = self._kind(at - 1) in ("is", "compare")
        following = self._tokens[end] if end < len(self._tokens) else None
        if not plain or linked or following is None or following.kind not in ("word", "han"):
            return False
        return not re.search(r"[A-Z\d]", following.text)

    def _shortened(self) -> TextToken | None:
        """Return the metric of ``Core 0.72`` after ``Dice Complete 0.84``: both begin alike."""
        state, last = self._state, self._state.last_metric
        if last is None or not state.words or (state.metrics and not state.used):
            return None
        beginning, _, _ = last.text.rpartition(" ")
        name = f"{beginning} {spelt(state.words)}"
        term = self._phrases.vocabularies.metrics.find(name) if beginning else None
        return replace(last, name=term.label("en"), term=term) if term else None

    def _labelled(self, at: int) -> str:
        """Return the words that a number has instead of a metric, below a metric for all.

        ``AUC: Mass=0.56 Nodule=0.71``, ``Top-1: CIFAR-10 95.2, CIFAR-100 78.3``. A space means
        a label without words.
        """
        state = self._state
        if not state.metrics:
            return ""
        start = at
        while start and self._kind(start - 1) not in _BOUNDARIES:
            start -= 1
        label = self._tokens[start:at]
        words = [token for token in label if token.kind not in _LABELS]
        if len(words) > 4 or any(t.kind not in ("word", "han", "modifier") for t in words):
            return ""
        linked = bool(label) and label[-1].kind in ("is", "compare")
        if start == state.metric_at + 1:
            state.scope = _scope(label, words, linked=linked)
        if not state.scope:
            return ""
        if not words:
            return " " if any(t.kind in ("dataset", "split", "condition") for t in label) else ""
        if (state.scope == "linked" and not linked) or (state.scope == "bare" and not _bare(label)):
            state.scope = ""
            return ""
        return spelt(words)

    def _backward(self, at: int, end: int) -> TextToken | None:
        """Return the metric right after a number: ``76.8 mAP``, ``95.5% top-1 accuracy``."""
        place = end
        while self._kind(place) in ("filler", "gap") or (
            self._kind(place) == "on" and self._tokens[place].text in self._genitives
        ):
            place += 1
        if self._kind(place) != "metric" or place > end + 2:
            return None
        number = self._tokens[at].number
        alike = [
            figure
            for figure in self.left
            if figure.item == self._state.item
            or (
                number
                and figure.sentence == self._state.sentence
                and number.decimals
                and figure.number.decimals
                and figure.number.unit == number.unit
            )
        ]
        if alike:
            return None  # it may be for all of them
        following = self._kind(place + 1)
        if following in ("is", "compare", "slash"):
            return None
        if following == "number" and not self._number_first(at):
            return None
        return self._tokens[place]

    def _number_first(self, at: int) -> bool:
        """Return True if the item that holds a number runs number, metric, number, metric."""
        start, end = at, at
        while start and self._kind(start - 1) not in ("sep", "stop"):
            start -= 1
        while end < len(self._tokens) and self._kind(end) not in ("sep", "stop"):
            end += 1
        kinds = [self._kind(i) for i in range(start, end) if self._kind(i) in ("metric", "number")]
        half = len(kinds) // 2
        return kinds[::2] == ["number"] * half and kinds[1::2] == ["metric"] * half

    def _emit(
        self,
        numbers: Sequence[TextToken],
        metrics: Sequence[TextToken],
        *,
        setting: str = "",
        direct: bool = True,
    ) -> None:
        """Make figures of numbers: of one metric, or one for each metric, dataset or split."""
        state = self._state
        count = len(numbers)
        datasets: list[TextToken | None] = [*state.datasets] or [None]
        splits = state.splits or [""]
        pairs = state.pairs if len(state.pairs) == count > 1 else []
        # Exactly one thing may have as many parts as there are numbers.
        plural = [part for part in (metrics, datasets, splits) if len(part) > 1]
        fitting = len(plural) == 1 and len(plural[0]) == count
        single = count == 1 and not plural
        confused = state.confused and direct and not setting.strip()
        if confused or not (single or fitting or (pairs and not plural)):
            self._leave(numbers)
            return
        for index, token in enumerate(numbers):
            figure = self._figure(token)
            metric = metrics[index % len(metrics)]
            figure.metric, figure.term, figure.direct = metric.name, metric.term, direct
            figure.metric_at = metric.start
            if metric.value and not figure.number.unit:
                figure.number = replace(figure.number, unit=str(metric.value))
            figure.dataset = datasets[index % len(datasets)]
            figure.split = splits[index % len(splits)]
            figure.setting = pairs[index] if pairs else setting.strip() or figure.setting
            sure = direct or figure.plausible
            (self.figures if sure else self.left).append(figure)

    def _figure(self, token: TextToken) -> ReadFigure:
        state = self._state
        if token.number is None:
            raise ValueError(token)
        figure = ReadFigure(token.number, state.comparator, conditions=dict(state.conditions))
        figure.words, figure.origin, figure.setting = state.before, state.origin, state.setting
        figure.at, figure.item, figure.sentence = token.start, state.item, state.sentence
        if state.citation is not None:
            figure.cited, figure.locator = True, str(state.citation.value)
            figure.origin = figure.origin or state.citation.name
        return figure

    def _leave(self, numbers: Sequence[TextToken]) -> None:
        state = self._state
        single = len(state.datasets) == 1 and not state.confused and not state.averaged
        for token in numbers:
            figure = self._figure(token)
            figure.words = spelt(state.words, 4)
            figure.dataset = state.datasets[0] if single else None
            figure.split = state.splits[0] if len(state.splits) == 1 else ""
            figure.direct = not state.blocked
            self.left.append(figure)


def _scope(label: Sequence[TextToken], words: Sequence[TextToken], *, linked: bool) -> str:
    """Return how the first label below a metric is written; those after it must be alike."""
    if label and label[0].kind == "is":
        rest = label[1:-1] if linked else label[1:]
        return "linked" if rest and (linked or not words) else ""
    return "bare" if _bare(label) else ""


def _bare(label: Sequence[TextToken]) -> bool:
    """Return True for capitalised words alone: ``Dice Complete 0.84, Core 0.72``."""
    words = [token for token in label if token.kind != "gap"]
    return 0 < len(words) <= 2 and all(
        token.kind == "word" and re.fullmatch(r"[A-Z][a-z]+", token.text) for token in words
    )
