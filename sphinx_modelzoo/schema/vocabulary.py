"""Vocabularies of tasks, datasets and metrics, with labels, aliases and units.

They are in the package as YAML, and a catalog can add its own at its top (``tasks:``,
``datasets:``, ``metrics:``, in the same shape).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.problems.messages import Message, ProblemError, nearest_name
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.types import Number, String, Text, Url, listed, listed_words
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.yamltext.parsing import Builder, compose

VocabularyKind = Literal["tasks", "datasets", "metrics"]
KINDS: tuple[VocabularyKind, ...] = ("tasks", "datasets", "metrics")

_LONGEST_NAME = 1000
_DROPPED = str.maketrans("", "", " \t\n-_\u2010\u2011")


def fold(name: str) -> str:
    """Fold a name for comparison: ``ImageNet-1k`` and ``imagenet 1K`` are equal.

    What is too long for a name is left as it is, and not kept: the time grows with the square of
    marks in a row.
    """
    return name if len(name) > _LONGEST_NAME else _folded(name)


@lru_cache(maxsize=4096)  # a table folds the few names of its metrics in every row
def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().translate(_DROPPED)


@dataclass(frozen=True)
class Term:
    """One task, dataset or metric.

    ``area`` groups tasks (as ``vision``); ``unit``, ``minimum``, ``maximum``, ``fraction`` (values
    are also written as fractions of 1) and ``higher_is_better`` describe metrics; ``tasks`` are the
    tasks that a dataset or metric belongs to. What is not known is ``None``.
    """

    id: str
    labels: LocalizedText
    aliases: tuple[str, ...] = ()
    area: str | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    fraction: bool | None = None
    higher_is_better: bool | None = None
    tasks: tuple[str, ...] = ()
    url: str | LocalizedText | None = None

    def label(self, language: str) -> str:
        """Return the name of the term for a reader of ``language``."""
        return self.labels.best(language)[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Return all names: the id, the labels, the aliases."""
        return (self.id, *self.labels.values(), *self.aliases)

    def extended(self, other: Term) -> Term:
        """Return this term, extended and overridden by another one with the same id."""
        labels = {**dict(self.labels.entries), **dict(other.labels.entries)}
        if other.labels.entries == ((None, other.id),):  # no label was given
            labels = dict(self.labels.entries)
        changes = {
            name: value
            for name in ("area", "unit", "minimum", "maximum", "fraction", "higher_is_better")
            if (value := getattr(other, name)) is not None
        }
        return replace(
            self,
            labels=LocalizedText(tuple(labels.items())),
            aliases=tuple(dict.fromkeys((*self.aliases, *other.aliases))),
            tasks=other.tasks or self.tasks,
            url=other.url or self.url,
            **changes,
        )


@pydantic_dataclass(config=ConfigDict(extra="forbid"), frozen=True)
class TermEntry:
    """A task, dataset or metric in YAML."""

    id: Annotated[String, Field(description="Its id; the id of a known term extends that term.")]
    en: Annotated[String | None, Field(description="Name in English; the id if left out.")] = None
    zh: Annotated[String | None, Field(description="Name in Chinese.")] = None
    labels: Annotated[
        Text | None, Field(description="Names in any languages, such as ``{ja: 物体検出}``.")
    ] = None
    aliases: Annotated[
        tuple[String, ...],
        BeforeValidator(listed),
        Field(description="Other names with the same meaning."),
    ] = ()
    area: Annotated[
        String | None, Field(description="Area of a task, such as computer-vision.")
    ] = None
    unit: Annotated[String | None, Field(description="Unit of a metric, such as “%”.")] = None
    min: Annotated[Number | None, Field(description="Least value of a metric.")] = None
    max: Annotated[Number | None, Field(description="Greatest value of a metric.")] = None
    fraction: Annotated[
        bool | None,
        Field(description="True if values are also written as fractions of 1.", strict=True),
    ] = None
    higher_is_better: Annotated[
        bool | None, Field(description="True if higher is better.", strict=True)
    ] = None
    tasks: Annotated[
        tuple[String, ...],
        BeforeValidator(listed_words),
        Field(description="Tasks that a dataset or metric belongs to."),
    ] = ()
    url: Annotated[Url | None, Field(description="Where to read about it.")] = None

    def term(self) -> Term:
        """Return the term that it describes."""
        labels: dict[str | None, str] = dict(self.labels.entries) if self.labels else {}
        short = {"en": self.en, "zh": self.zh}
        labels.update({language: name for language, name in short.items() if name})
        return Term(
            id=self.id,
            labels=LocalizedText(tuple(labels.items())) if labels else LocalizedText.plain(self.id),
            aliases=self.aliases,
            area=self.area,
            unit=self.unit,
            minimum=self.min,
            maximum=self.max,
            fraction=self.fraction,
            higher_is_better=self.higher_is_better,
            tasks=self.tasks,
            url=self.url,
        )


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one kind, in their order."""

    kind: VocabularyKind
    terms: tuple[Term, ...]
    _index: Mapping[str, Term] = field(init=False, repr=False, compare=False, hash=False)
    _ids: frozenset[str] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        index: dict[str, Term] = {}
        # Ids win over labels, and labels over aliases, whichever term comes first.
        for names in (
            lambda term: (term.id,),
            lambda term: term.labels.values(),
            lambda term: term.aliases,
        ):
            for term in self.terms:
                for name in names(term):
                    index.setdefault(fold(name), term)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_ids", frozenset(term.id for term in self.terms))

    def find(self, name: str) -> Term | None:
        """Return the term with this id, label (in any language) or alias, or ``None``."""
        return self._index.get(fold(name))

    def has_id(self, id: str) -> bool:
        """Return True if a term has exactly this id."""
        return id in self._ids

    def nearest(self, name: str) -> str:
        """Return ``did you mean “id”?`` for the term most like a name, or an empty string.

        For a Chinese name the id is followed by the term's Chinese label.
        """
        found = nearest_name(fold(name[:100]), self._index, likeness=0.7)
        if found is None:
            return ""
        term = self._index[found]
        label = f" ({term.label('zh')})" if has_han(name) and has_han(term.label("zh")) else ""
        return Message("did you mean “{id}”{label}?", id=term.id, label=label)

    def extended(self, terms: Iterable[Term]) -> Vocabulary:
        """Return a vocabulary with more terms; one with a known id extends that term."""
        merged = {term.id: term for term in self.terms}
        for term in terms:
            known = merged.get(term.id)
            merged[term.id] = known.extended(term) if known else term
        return Vocabulary(self.kind, tuple(merged.values()))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True)
class Vocabularies:
    """The three vocabularies of a catalog."""

    tasks: Vocabulary
    datasets: Vocabulary
    metrics: Vocabulary

    @staticmethod
    def builtin() -> Vocabularies:
        """Return the vocabularies of the package."""
        return _builtin()

    def extended(
        self,
        tasks: Iterable[Term] = (),
        datasets: Iterable[Term] = (),
        metrics: Iterable[Term] = (),
    ) -> Vocabularies:
        """Return vocabularies with more terms; ``self`` where there are none."""
        added = {"tasks": tuple(tasks), "datasets": tuple(datasets), "metrics": tuple(metrics)}
        changes = {
            kind: getattr(self, kind).extended(terms) for kind, terms in added.items() if terms
        }
        return replace(self, **changes) if changes else self


@cache
def _builtin() -> Vocabularies:
    folder = files(__package__) / "vocabularies"
    found: dict[str, Vocabulary] = {}
    for kind in KINDS:
        text = (folder / f"{kind}.yaml").read_text(encoding="utf-8")
        root = compose(text)
        items = Builder().build(root) if root is not None else []
        terms: list[Term] = []
        for item in items:
            entry, issues = validate(TermEntry, item)
            if entry is None:
                raise ProblemError(*(issue.problem.at(f"{kind}.yaml") for issue in issues))
            terms.append(entry.term())
        found[kind] = Vocabulary(kind, tuple(terms))
    return Vocabularies(**found)
