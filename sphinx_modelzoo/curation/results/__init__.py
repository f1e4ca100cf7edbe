"""Structured results from free text, where that is certain.

``YOLOv2 416x416 mAP: 76.8 参考原论文P4 Table3`` becomes a metric, its value, its condition and the
place in the paper. The text is cut into tokens (:mod:`.lexer`) with the vocabularies of datasets
and metrics and a list of words (:mod:`.phrases`), conditions and references are put together
(:mod:`.brackets`, :mod:`.citations`), a grammar binds numbers to metrics (:mod:`.binder`), and
what is not certain is removed again (:mod:`.evidence`): no number is better than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.results.binder import Binder
from sphinx_modelzoo.curation.results.brackets import prepare
from sphinx_modelzoo.curation.results.evidence import doubt, imply, tell_apart, weigh
from sphinx_modelzoo.curation.results.lists import qualifiers, with_metrics, without_goal
from sphinx_modelzoo.curation.results.near_names import complete
from sphinx_modelzoo.curation.results.phrases import Phrases
from sphinx_modelzoo.curation.results.readings import NamedMeasures, ReadFigure
from sphinx_modelzoo.curation.results.surroundings import Surroundings
from sphinx_modelzoo.curation.results.tokens import Lexer, Number, TextToken, unglue_list
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.guards import number
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NOTHING = re.compile(r"[\s\-–—/.,，。、;；*]*\Z")


@dataclass(frozen=True)
class ResultReading:
    """The outcome of reading one text.

    :param results: results in the shape of the schema, the first with the text itself as ``raw``;
        none for a placeholder (``-``).
    :param figures: how many numbers became metrics.
    :param left: numbers that were left in the text alone, as they are written.
    :param notes: what a person should look at.
    """

    results: tuple[dict[str, Any], ...] = ()
    figures: int = 0
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


class ResultReader:
    """A reader of results with one set of vocabularies.

    :param vocabularies: the datasets and metrics that are known.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._phrases = Phrases(vocabularies)
        self._lexer = Lexer(self._phrases)
        words = self._phrases.words
        self._datasets: dict[str, str] = {}
        self._empty = frozenset(words["empty"])
        self._pending = re.compile("|".join(map(re.escape, words["pending"])))

    def tokens(self, text: str, names: NamedMeasures | None = None) -> list[TextToken]:
        """Return the tokens of a text, with conditions and datasets put together."""
        tokens = prepare(self._lexer.tokens(text), self._phrases)
        return complete(tokens, self._phrases, names or NamedMeasures("", ""))

    def number(self, text: str) -> Number | None:
        """Return the number that a cell holds and nothing else, or ``None``."""
        found = self.numbers(text, 1)
        return found[0] if found else None

    def numbers(self, text: str, count: int) -> list[Number]:
        """Return the numbers of a cell such as ``41.2/59.8``, if it has just ``count`` of them."""
        if count == 1 and _PLAIN.fullmatch(text) and (value := number(text)) is not None:
            return [Number(value, decimals="." in text)]  # as most cells are
        tokens = [t for t in self._lexer.tokens(text) if t.kind not in ("gap", "unit", "stop")]
        numbers = [token.number for token in tokens if token.number is not None]
        between = [token.kind for token in tokens if token.number is None]
        if len(numbers) != count or between != ["slash"] * (count - 1):
            return []
        return numbers

    def dataset(self, text: str) -> str:
        """Return the dataset that a text names and nothing else, or an empty string."""
        if text not in self._datasets:  # a column has the same few again and again
            self._datasets[text] = self._dataset(text)
        return self._datasets[text]

    def _dataset(self, text: str) -> str:
        found = [t for t in self.tokens(text) if t.kind not in ("gap", "cue", "quote")]
        names = [token.name for token in found if token.kind == "dataset"]
        rest = [token for token in found if token.kind not in ("dataset", "split", "open", "close")]
        return names[0] if len(names) == 1 and not rest else ""

    def is_metric(self, text: str) -> bool:
        """Return True if a text is the name of a metric."""
        return self._phrases.vocabularies.metrics.find(text) is not None

    def metric_name(self, text: str) -> str:
        """Return the one spelling of a metric: the vocabulary's, or as it is written."""
        term = self._phrases.vocabularies.metrics.find(text)
        return term.label("en") if term else text

    def read(self, text: str, *, title: str = "", name: str = "") -> ResultReading:
        """Read the results in a text.

        :param text: what people wrote, in Chinese or English.
        :param title: the title of the paper that it is about, to know the model's name in it.
        :param name: the model's name.
        """
        shown = re.sub(r"[ \t\u00a0]+", " ", text).strip()
        if _NOTHING.match(shown) or shown.casefold() in self._empty:
            return ResultReading()
        raw: str | dict[str, str] = {"zh": shown} if has_han(shown) else shown
        goal_free, goal = without_goal(text, self._phrases.words)
        apart, unglued = unglue_list(goal_free)
        names = NamedMeasures(title, name)
        tokens, levels = qualifiers(self.tokens(apart, names))
        tokens = with_metrics(tokens)
        binder = Binder(tokens, names, self._phrases)
        binder.read()
        figures, left = binder.figures, binder.left
        for figure in (*figures, *left):
            if figure.split in self._phrases.words["difficulties"]:
                figure.setting, figure.split = figure.setting or figure.split, ""
            figure.setting = figure.setting or levels.get(figure.metric_at, "")
        imply(figures, left, self._phrases.words, self._phrases.vocabularies)
        weigh(figures, left, self._phrases.words)
        tell_apart(figures, left)
        doubt(figures, left, Surroundings(tokens, names, self._phrases))
        tell_apart(figures, left)  # of what lost its difference
        for figure in figures if goal else ():
            figure.origin = figure.origin or "other"
            figure.guesses.append(Message("the source sets it as a goal"))
        results = _results(figures)
        notes = _notes(results, figures, left)
        if unglued:
            glued = Message(
                "the numbers of a list were glued to its figures; they were taken apart"
            )
            notes.append(glued)
        if self._pending.search(shown):
            notes.append(Message("the source says that it is to be updated"))
        results = results or [{}]
        first = {**results[0], "raw": raw}
        if notes:
            first["review"] = "; ".join(notes)
        return ResultReading(
            (first, *results[1:]), len(figures), tuple(f.shown for f in left), tuple(notes)
        )


def _results(figures: list[ReadFigure]) -> list[dict[str, Any]]:
    """Make one result of the figures that share all but the metric, in the order of the text."""
    groups: dict[tuple[object, ...], list[ReadFigure]] = {}
    for figure in figures:
        groups.setdefault(figure.group, []).append(figure)
    return [_result(group) for group in groups.values()]


def _result(group: list[ReadFigure]) -> dict[str, Any]:
    first = group[0]
    result: dict[str, Any] = {}
    if first.dataset is not None:
        name = first.dataset.name
        result["dataset"] = {"name": name, "split": first.split} if first.split else name
    result["metrics"] = {
        figure.metric: metric_value(figure.number, comparator=figure.comparator) for figure in group
    }
    conditions = dict(first.conditions)
    if first.split and first.dataset is None:
        conditions["split"] = first.split
    if first.setting:
        conditions["setting"] = first.setting
    if first.number.spread:
        conditions["spread"] = f"±{first.number.spread}"
    if conditions:
        result["conditions"] = conditions
    source = {"kind": first.origin, "locator": first.locator}
    if any(source.values()):
        result["source"] = {key: value for key, value in source.items() if value}
    return result


def metric_value(number: Number, unit: str = "", comparator: str = "=") -> Any:
    """Write a number in the shape of a metric: bare, or a mapping if there is more to say.

    :param unit: the unit that holds where the number has none itself.
    """
    value: dict[str, Any] = {"value": number.value}
    if number.unit or unit:
        value["unit"] = number.unit or unit
    if comparator != "=":
        value["comparator"] = comparator
    return value if len(value) > 1 else number.value


def _notes(
    results: list[dict[str, Any]], figures: list[ReadFigure], left: list[ReadFigure]
) -> list[str]:
    notes: dict[str, None] = {}
    for figure in figures:
        notes.update(dict.fromkeys(figure.guesses))
        if figure.dataset is not None and figure.dataset.guess:
            notes[figure.dataset.guess] = None
        if not figure.plausible:
            notes[
                Message(
                    "{shown} is out of the range of {metric}",
                    shown=figure.shown,
                    metric=figure.metric,
                )
            ] = None
        expected = figure.term.unit if figure.term else None
        if figure.number.unit == "%" and expected not in (None, "", "%"):
            notes[Message("{metric} is not given in %", metric=figure.metric)] = None
    if left:
        numbers = ", ".join(dict.fromkeys(figure.shown for figure in left))
        notes[Message("not read: {numbers}", numbers=numbers)] = None
    return list(notes)
