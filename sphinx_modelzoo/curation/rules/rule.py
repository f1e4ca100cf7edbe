"""What a rule is, what it finds, and what it may ask about the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.plugins import WrongResultError
from sphinx_modelzoo.problems.codes import PREFIX, ProblemKind
from sphinx_modelzoo.problems.messages import Problem
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.shape import values_of
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.schema.model import Model, Result
    from sphinx_modelzoo.schema.vocabulary import Term, Vocabulary

Path = tuple[str | int, ...]
"""A place in an entry: ``("results", 0, "metrics", "mAP", "value")``."""


# The same few in thousands of findings.
_field_path = lru_cache(maxsize=1024)(field_path)


class Edit(NamedTuple):
    """A change of one text: ``old``, in the value at ``path``, becomes ``new``.

    ``None`` for ``new`` takes the whole field out.
    """

    path: Path
    old: str
    new: str | None


class Finding(NamedTuple):
    """A problem that a rule found in an entry; ``word`` is the part of the text it is about.

    ``file`` is set where it is in the head of that file. The problem is still without its file,
    line and column.
    """

    problem: Problem
    path: Path
    edits: tuple[Edit, ...] = ()
    word: str = ""
    file: FilePath | None = None

    @classmethod
    def of(
        cls,
        rule: ProblemKind,
        model: str,
        path: Path,
        message: str,
        hint: str = "",
        edits: tuple[Edit, ...] = (),
        word: str = "",
        file: FilePath | None = None,
    ) -> Finding:
        """Make a finding of a rule at a path in a model."""
        found = Problem(
            rule.code,
            message,
            rule.severity,
            model=model,
            field=_field_path(tuple(path)),
            hint=hint,
        )
        return cls(found, path, edits, word, file)

    @property
    def code(self) -> str:
        """Return the code of the rule."""
        return self.problem.code

    @property
    def model(self) -> str:
        """Return the id of the entry; empty for the catalog."""
        return self.problem.model


FamilyFinder = Callable[["RuleContext"], "Iterable[Finding]"]


class Family(NamedTuple):
    """A group of rules that are checked in one pass over the catalog."""

    rules: tuple[ProblemKind, ...]
    find: FamilyFinder

    def guarded(self, guard: Guard) -> Family:
        """Return the rules of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        for one in self.rules:
            if not one.code.startswith(PREFIX) or one.severity not in ("error", "warning", "info"):
                raise ValueError(f"a code begins with {PREFIX}, and is an error, warning or info")
        codes = {one.code for one in self.rules}
        what = f"rule {', '.join(sorted(codes))}"

        def checked(value: object) -> Finding:
            if not isinstance(value, Finding) or value.code not in codes:
                raise WrongResultError(f"yielded {type(value).__name__}; expected its findings")
            return value

        return self._replace(find=guard.each(what, self.find, checked))


def rule(
    *rules: ProblemKind,
) -> Callable[[FamilyFinder], FamilyFinder]:
    """Mark a function as what finds the problems of some rules; see :class:`Family`."""

    def marked(find: FamilyFinder) -> FamilyFinder:
        family = Family(rules, find)
        return mark(find, *((one.code, family) for one in rules))

    return marked


class RuleWords(NamedTuple):
    """A text of an entry. ``language`` is set where the entry or its file declares it."""

    path: Path
    kind: str
    language: str | None
    text: str


@dataclass
class RuleContext:
    """The catalog, with what several rules ask about it.

    ``wanted`` are the codes to look for, and ``languages`` those that every text should have.
    """

    catalog: Catalog
    wanted: frozenset[str]
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._terms: dict[tuple[str, str], Term | None] = {}

    def wants(self, *codes: str) -> bool:
        """Return True if any of these rules is enabled."""
        return not self.wanted.isdisjoint(codes)

    @cached_property
    def texts(self) -> dict[str, tuple[RuleWords, ...]]:
        """Return the prose of every entry by its id: text written for readers, in any language."""
        paths: dict[Path, Path] = {}  # the same in all entries
        return {
            model.id: tuple(_texts(model, self.catalog.text_language(model.id), paths))
            for model in self.catalog.models
        }

    def dataset(self, name: str) -> Term | None:
        """Return the dataset of this name, if the vocabulary has it."""
        return self._find(self.catalog.vocabularies.datasets, name)

    def metric(self, name: str) -> Term | None:
        """Return the metric of this name, if the vocabulary has it."""
        return self._find(self.catalog.vocabularies.metrics, name)

    def _find(self, vocabulary: Vocabulary, name: str) -> Term | None:
        key = (vocabulary.kind, name)
        if key not in self._terms:
            self._terms[key] = vocabulary.find(name)
        return self._terms[key]


def _texts(model: Model, language: str | None, paths: dict[Path, Path]) -> Iterator[RuleWords]:
    for path, _, field, text in values_of(model, "text"):
        for name, words in text.entries if isinstance(text, LocalizedText) else ():
            place = path if name is None else (*path, name)
            yield RuleWords(paths.setdefault(place, place), field.name, name or language, words)


def results(model: Model) -> Iterator[tuple[Path, Result]]:
    """Yield every result of a model with its place, the model's own first."""
    for index, result in enumerate(model.results):
        yield ("results", index), result
    for place, variant in enumerate(model.variants):
        for index, result in enumerate(variant.results):
            yield ("variants", place, "results", index), result
