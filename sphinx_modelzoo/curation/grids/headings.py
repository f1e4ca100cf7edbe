"""What the headings above a table say about its models: task, family, dataset."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies

_EXTRAS = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]|:[a-z_]+:")


@dataclass(frozen=True)
class SourceSection:
    """The task, collection and dataset of the tables in a section.

    ``title`` is the nearest heading that is neither a task nor a dataset, nor only “models”.
    """

    task: str = ""
    collection: str = ""
    dataset: str = ""
    title: str = ""


@dataclass
class Outline:
    """The headings that are open at a place of a document, by their level."""

    vocabularies: Vocabularies
    _open: dict[int, str] = field(default_factory=dict)

    def copy(self) -> Outline:
        """Return an outline with the headings that are open now."""
        return Outline(self.vocabularies, dict(self._open))

    def enter(self, level: int, text: str) -> None:
        """Begin a section; those of the same or a deeper level end."""
        self._open = {depth: words for depth, words in self._open.items() if depth < level}
        self._open[level] = text

    def is_heading(self, text: str) -> bool:
        """Return True if words on their own are a heading, and not the name of a model.

        They name a task or a dataset, or end or begin as headings do.
        """
        names = _readings(text)
        find_task, find_dataset = self.vocabularies.tasks.find, self.vocabularies.datasets.find
        return bool(names) and (
            _generic(names)
            or _trimmed(names[0]) != names[0]
            or _find(names, find_task) is not None
            or _find(names, find_dataset) is not None
        )

    def section(self, extra: Sequence[str] = ()) -> SourceSection:
        """Return what the open headings say.

        The nearest that is a task gives the task, one that is a dataset the dataset; the nearest
        other one the collection, unless it only says “models”. The title of the whole document
        is not a collection.
        """
        task = collection = dataset = title = ""
        texts = [(level, self._open[level]) for level in sorted(self._open)]
        texts += [(99, text) for text in extra]
        for level, text in reversed(texts):
            names = _readings(text)
            if _generic(names):
                continue
            if said := self._said(text):
                task, dataset = task or said[0], dataset or said[1]
                continue
            is_term = _find(names, self.vocabularies.tasks.find) or _find(
                names, self.vocabularies.datasets.find
            )
            if not is_term and names:
                title = title or _trimmed(names[0])
            if not task and (found := _find(names, self.vocabularies.tasks.find)):
                task = found.id
            elif not dataset and (known := _find(names, self.vocabularies.datasets.find)):
                dataset = known.label("en")
            elif not collection and not task and level > 1 and names:
                collection = _trimmed(names[0])
        return SourceSection(task, collection, dataset, title)

    def _said(self, text: str) -> tuple[str, str] | None:
        """Return the task and the dataset of a heading that consists of nothing else.

        Metrics, splits and generic words do not count.
        """
        found = self._terms(text)
        if found is None or not (found.task or found.dataset):
            return None
        return found.task, found.dataset

    def _terms(self, text: str) -> _Terms | None:
        """Return the terms that a text is made of; ``None`` if there is anything else in it."""
        found = _Terms()
        words = re.findall(rf"[{HAN}]+|[A-Za-z0-9.\-+]+", text)
        place = 0
        while place < len(words):
            for end in range(min(len(words), place + 5), place, -1):
                if self._take(" ".join(words[place:end]), found, single=end == place + 1):
                    place = end
                    break
            else:
                return None
        return found

    def _take(self, name: str, found: _Terms, *, single: bool) -> bool:
        known = self.vocabularies.datasets.find(name)
        meant = self.vocabularies.tasks.find(_heading_tasks().get(fold(name), name))
        if known and not found.dataset:
            found.dataset = known.label("en")
        elif meant and not found.task:
            found.task = meant.id
        else:
            return (single and fold(name) in _fillers()) or bool(
                self.vocabularies.metrics.find(name)
            )
        return True

    def noted(self, note: str) -> str:
        """Return the dataset of figures, as stated in a note at their table.

        ``All results are on COCO val2017.`` names one; what a model was trained on is none.
        """
        found = set()
        for sentence in re.split(r"[.。;；\n](?=\s|\Z|[^\d])", note):
            if not _measured().search(sentence) or _trained().search(sentence):
                continue
            words = re.findall(rf"[{HAN}]+|[A-Za-z0-9.\-+]+", sentence)
            place = 0
            while place < len(words):
                ends = range(min(len(words), place + 4), place, -1)
                names = ((end, " ".join(words[place:end]).rstrip(".")) for end in ends)
                known = next(
                    (
                        (end, term)
                        for end, name in names
                        if (term := self.vocabularies.datasets.find(name))
                    ),
                    None,
                )
                if known:
                    found.add(known[1].label("en"))
                place = known[0] if known else place + 1
        return found.pop() if len(found) == 1 else ""

    def named_by(self, stem: str) -> str:
        """Return the dataset that the name of a file has in it: ``results-imagenet``."""
        words = [word for word in re.split(r"[-_. ]+", stem) if word]
        if _trained().search(" ".join(words)):
            return ""
        found = {
            term.label("en")
            for start in range(len(words))
            for end in range(start + 1, min(len(words), start + 3) + 1)
            if (term := self.vocabularies.datasets.find(" ".join(words[start:end])))
        }
        return found.pop() if len(found) == 1 else ""


@dataclass
class _Terms:
    task: str = ""
    dataset: str = ""


@cache
def _measured() -> re.Pattern[str]:
    return re.compile("|".join(load_words("headers")["measured_words"]), re.I)


@cache
def _trained() -> re.Pattern[str]:
    return re.compile("|".join(load_words("headers")["trained_words"]), re.I)


@cache
def _heading_tasks() -> dict[str, str]:
    tasks = load_words("headers")["heading_tasks"]
    return {fold(name): task for task, names in tasks.items() for name in names}


@cache
def _fillers() -> frozenset[str]:
    words = load_words("headers")
    return frozenset(fold(word) for word in (*words["heading_fillers"], *words["heading_tails"]))


def _find(names: Iterable[str], find: Callable[[str], Term | None]) -> Term | None:
    return next((term for name in names if (term := find(name))), None)


def _readings(text: str) -> list[str]:
    """Return a heading as it is, without its generic words, and split into its parts."""
    numbering, count = _decorations()
    plain = count.sub("", _EXTRAS.sub("", numbering.sub("", text))).strip(" .:：-—#*")
    once = _trimmed(plain)
    twice = _trimmed(once)
    found = [plain, once, twice]
    for separator in ("/", "(", "（"):
        if separator in twice:
            found += [part.strip(" )）") for part in twice.split(separator)]
    return [name for name in dict.fromkeys(found) if name]


def _trimmed(name: str) -> str:
    """Remove one generic word at each end of a heading, such as “models”."""
    heads, tails = _affixes()
    folded = name.casefold()
    for tail in tails:
        if folded.endswith(tail) and len(tail) < len(folded) and _ends(folded, tail):
            name = name[: -len(tail)].strip(" -—")
            break
    for head in heads:
        if name.casefold().startswith(f"{head} "):
            return name[len(head) :].strip()
    return name


def _ends(folded: str, tail: str) -> bool:
    before = folded[-len(tail) - 1]
    return not tail.isascii() or before in " -"


@cache
def _decorations() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Build patterns for the number before a heading, and for the count in brackets after it."""
    words = load_words("headers")
    han, counted = words["numerals"], "|".join(words["counted"])
    return (
        re.compile(rf"^\s*(?:(?:[\dIVX]+(?:\.\d+)*[.、)]?|[{han}]+[、.])\s+|[{han}]+、)"),
        re.compile(rf"\s*[(（]\s*\d+\+?\s*(?:{counted})?\s*[)）]\s*$", re.I),
    )


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = load_words("headers")
    return _longest_first(words["heading_heads"]), _longest_first(words["heading_tails"])


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((word.casefold() for word in words), key=lambda word: (-len(word), word)))


def _generic(names: Sequence[str]) -> bool:
    known = _generic_headings()
    return any(fold(name) in known for name in names)


@cache
def _generic_headings() -> frozenset[str]:
    return frozenset(fold(name) for name in load_words("headers")["generic_headings"])
