"""What was read from a text: figures, and the numbers that are uncertain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.results.tokens import Number, TextToken
    from sphinx_modelzoo.schema.vocabulary import Term


@dataclass
class ReadFigure:
    """One number with everything that the text says about it; not yet certain to be used."""

    number: Number
    comparator: str = "="
    metric: str = ""
    term: Term | None = None
    dataset: TextToken | None = None
    split: str = ""
    conditions: dict[str, str | int | float] = field(default_factory=dict)
    setting: str = ""  # the words that distinguish it from its neighbours
    words: str = ""  # unread words before it
    origin: str = ""  # paper or reproduction
    locator: str = ""
    cited: bool = False
    at: int = -1  # where the number starts in the text, and the metric, if it has one
    metric_at: int = -1
    item: int = 0
    sentence: int = 0
    doubtful: bool = False
    direct: bool = True  # the metric is right next to the number
    guesses: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """Return the number as people write it."""
        return f"{self.number.value}{self.number.unit}"

    @property
    def key(self) -> tuple[object, ...]:
        """Return what it is a figure of: two numbers with one key contradict each other."""
        return (*self.group, self.metric)

    @property
    def group(self) -> tuple[object, ...]:
        """Return what the figures of one result share."""
        dataset = fold(self.dataset.name) if self.dataset else ""
        conditions = tuple(sorted((name, str(value)) for name, value in self.conditions.items()))
        said = (self.setting, self.origin, self.locator, self.number.spread)
        return (dataset, self.split, conditions, *said)

    @property
    def plausible(self) -> bool:
        """Return True if the number is in the metric's range, as a percentage or a share."""
        if self.term is None:
            return True
        value, low, high = self.number.value, self.term.minimum, self.term.maximum
        return (low is None or value >= low) and (high is None or value <= high)


class NamedMeasures:
    """The names of a row's own model, to distinguish them from those of datasets.

    :param title: the title of the row's paper.
    :param name: the model's name.
    """

    def __init__(self, title: str, name: str) -> None:
        words = re.findall(r"[A-Za-z0-9]+(?:[-+][A-Za-z0-9]+)*", f"{name} {title}")
        self._stems = {_stem(part) for word in words for part in (word, *word.split("-"))} - {""}
        capital = [word[0] for word in re.findall(r"[A-Za-z][\w-]*", title) if _counts(word)]
        self._initials = "".join(capital).lower()

    def model(self, word: str) -> bool:
        """Return True if a word in a text names the row's model or a size of it."""
        if not re.search(r"\d|[A-Z].*[A-Z]|[a-z][A-Z]", word) or not word[0].isalpha():
            return False
        head = re.split(r"[-_+]", word)[0]
        stem = _stem(head)
        if len(stem) >= 3 and stem in self._stems:
            return True
        return len(stem) >= 3 and head[: len(stem)].isupper() and stem in self._initials


def spelt(words: Sequence[TextToken], last: int = 0) -> str:
    """Join words as they are written: a run of Chinese is one word.

    :param last: take so many from the end only; 0 takes all.
    """
    found: list[str] = []
    end = -1
    for word in words:
        if found and word.kind == "han" and word.start == end:
            found[-1] += word.text
        else:
            found.append(word.text)
        end = word.end
    return " ".join(found[-last:])


def _stem(word: str) -> str:
    found = re.match(r"[a-z]+", word.lower())
    return re.sub(r"v$", "", found.group()) if found else ""


def _counts(word: str) -> bool:
    return word[0].isupper() and word.lower() not in (
        "a", "an", "the", "of", "for", "and", "in", "on", "to", "with", "from", "by", "via",
    )  # fmt: skip
