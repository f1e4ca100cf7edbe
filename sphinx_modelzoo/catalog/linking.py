"""Checks across entries: unique ids, known tasks, references to existing models."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from sphinx_modelzoo.catalog.entries import ReadEntry
from sphinx_modelzoo.catalog.lineage import base_cycles, bases_of
from sphinx_modelzoo.catalog.reading import SourceFile
from sphinx_modelzoo.problems.messages import Problem, nearest, plain
from sphinx_modelzoo.schema.model import Described, Model
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import KINDS, Vocabularies, Vocabulary
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.locating import Issue, Piece
from sphinx_modelzoo.yamltext.paths import follow

# Finding the nearest of ten thousand ids takes a while, and a few examples are enough.
_GUESSES = 30


class Linker:
    """A check of all entries together.

    :param sources: the files, in order.
    """

    def __init__(self, sources: Sequence[SourceFile]) -> None:
        self._sources = sources
        self.problems: list[Problem] = []
        self._nodes: dict[int, yaml.Node | None] = {}
        self._guesses: dict[tuple[bool, str], str] = {}

    def vocabularies(self) -> Vocabularies:
        """Return the package's vocabularies with the terms that the files add."""
        found = Vocabularies.builtin()
        for source in self._sources:
            terms = {kind: [entry.term() for entry in getattr(source.head, kind)] for kind in KINDS}
            found = found.extended(**terms)
        for source in self._sources:
            for kind in ("datasets", "metrics"):
                for number, entry in enumerate(getattr(source.head, kind)):
                    for place, task in enumerate(entry.tasks):
                        if found.tasks.find(task) is None:
                            path = (kind, number, "tasks", place)
                            issue = self._unknown_task(task, found.tasks, path)
                            self._report(source.rest, (), issue, "")
        return found

    def unique(self) -> list[tuple[SourceFile, ReadEntry]]:
        """Return the valid entries, and only the first of those with the same id."""
        first: dict[str, tuple[SourceFile, ReadEntry]] = {}
        kept = []
        for source in self._sources:
            for entry in source.entries:
                known = first.setdefault(entry.id, (source, entry)) if entry.id else None
                if known is not None and known[1] is not entry:
                    self._duplicate(entry, *known)
                elif entry.model is not None:
                    kept.append((source, entry))
        return kept

    def _duplicate(self, entry: ReadEntry, source: SourceFile, first: ReadEntry) -> None:
        place = f"{source.label}:{self._line(first)}"
        message = f"duplicate id “{plain(entry.id)}”: the first entry with it is at {place}"
        issue = Issue.of("id.duplicate", message, "rename one of them", ("id",))
        self._report(entry.piece, entry.item, issue, entry.id)

    def _line(self, entry: ReadEntry) -> int:
        root = self._node(entry.piece, entry.item)
        return entry.piece.at(follow(root, ("id",)).value)[0] if root else entry.line

    def with_known_tasks(self, entry: ReadEntry, tasks: Vocabulary) -> Model | None:
        """Return the model with its tasks as ids of the vocabulary.

        :returns: ``None`` where a task is unknown, which is reported.
        """
        model = entry.model
        if model is None or all(tasks.has_id(task) for task in _tasks(model)):
            return model
        unknown = [path for path, task in _task_paths(model) if tasks.find(task) is None]
        for path, task in _task_paths(model):
            if path in unknown:
                self._report(
                    entry.piece, entry.item, self._unknown_task(task, tasks, path), model.id
                )
        return None if unknown else _canonical(model, tasks)

    def _unknown_task(self, task: str, tasks: Vocabulary, path: tuple[str | int, ...]) -> Issue:
        guess = self._guess(task, tasks)
        hint = guess or "it is not in the vocabulary; add it under “tasks:” at the top of the file"
        return Issue.of("task.unknown", f"unknown task “{plain(task)}”", hint, path)

    def check_neighbours(self, entries: Iterable[tuple[Model, ReadEntry]]) -> None:
        """Report aliases that are ids of others, and references to unknown models."""
        pairs = list(entries)
        ids = {entry.id for source in self._sources for entry in source.entries}
        ids.update(model.id for model, _ in pairs)
        claimed: dict[str, str] = {}
        for model, entry in pairs:
            for number, alias in enumerate(model.aliases):
                if not ID.match(alias) or alias == model.id:
                    continue
                owner = claimed.setdefault(alias, model.id)
                if alias in ids:
                    message = f"“{alias}” is the id of another entry"
                    issue = Issue.of(
                        "id.alias-clash", message, "remove the alias", ("aliases", number)
                    )
                elif owner != model.id:
                    message = f"“{alias}” is already an alias of “{owner}”"
                    issue = Issue.of(
                        "alias.repeated", message, "keep it in one of them", ("aliases", number)
                    )
                else:
                    continue
                self._report(entry.piece, entry.item, issue, model.id)
        known = ids | claimed.keys()
        for model, entry in pairs:
            for code, path, id in _references(model):
                if id not in known:
                    guess = self._guess(id, known)
                    issue = Issue.of(code, f"unknown model “{id}”", guess, path)
                    self._report(entry.piece, entry.item, issue, model.id)
        self._check_cycles(pairs, claimed)

    def _check_cycles(
        self, pairs: Sequence[tuple[Model, ReadEntry]], old_ids: Mapping[str, str]
    ) -> None:
        """Report entries that are each other's base models."""
        by_id = {model.id: (model, entry) for model, entry in pairs}

        def resolve(id: str) -> Model | None:
            found = by_id.get(id) or by_id.get(old_ids.get(id, ""))
            return found[0] if found else None

        for circle in base_cycles((model for model, _ in pairs), resolve):
            model, entry = by_id[circle[0]]
            following = resolve(circle[1] if len(circle) > 1 else circle[0])
            number = next(
                number
                for number, base in enumerate(model.base_model)
                if base.id and resolve(base.id) is following
            )
            chain = " → ".join(f"“{name}”" for name in (*circle, circle[0]))
            message = f"the base models form a circle: {chain}"
            issue = Issue.of("base-model.cycle", message, "", ("base_model", number))
            self._report(entry.piece, entry.item, issue, model.id)

    def _guess(self, name: str, known: Vocabulary | Collection[str]) -> str:
        """Suggest the nearest known name; only for the first few names, as it is slow."""
        key = isinstance(known, Vocabulary), name
        if key not in self._guesses:
            if len(self._guesses) >= _GUESSES:
                return ""
            found = known.nearest(name) if isinstance(known, Vocabulary) else nearest(name, known)
            self._guesses[key] = found
        return self._guesses[key]

    def _report(self, piece: Piece, item: tuple[str | int, ...], issue: Issue, model: str) -> None:
        root = self._node(piece, item)
        if root is None:
            found = issue.problem.at(piece.file, piece.line)
            self.problems.append(replace(found, model=model))
        else:
            self.problems.append(piece.issue(issue, root, model))

    def _node(self, piece: Piece, item: tuple[str | int, ...]) -> yaml.Node | None:
        """Return the node of an entry; parsed again, as only errors need it."""
        if id(piece) not in self._nodes:
            try:
                self._nodes[id(piece)] = piece.compose()
            except YamlError:
                self._nodes[id(piece)] = None
        root = self._nodes[id(piece)]
        return follow(root, item).value if root is not None else None


def _references(model: Model) -> Iterable[tuple[str, tuple[str | int, ...], str]]:
    """Yield the ids of other entries, each with the code of its problem and its place."""
    for path, holder in _holders(model):
        for number, id in enumerate(holder.related):
            yield "related.unknown", (*path, "related", number), id
    if model.superseded_by:
        yield "related.unknown", ("superseded_by",), model.superseded_by
    for _, place, base in bases_of(model):
        if base.id:
            yield "base-model.unknown", place, base.id


def _holders(model: Model) -> Iterable[tuple[tuple[str | int, ...], Described]]:
    yield (), model
    for place, variant in enumerate(model.variants):
        yield ("variants", place), variant


def _tasks(model: Model) -> Iterable[str]:
    return (task for _, task in _task_paths(model))


def _task_paths(model: Model) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for path, holder in _holders(model):
        for number, task in enumerate(holder.tasks):
            yield (*path, "tasks", number), task
        for number, result in enumerate(holder.results):
            if result.task is not None:
                yield (*path, "results", number, "task"), result.task


def _canonical(model: Model, tasks: Vocabulary) -> Model:
    def id_of(task: str) -> str:
        term = tasks.find(task)
        return term.id if term else task

    def renamed(holder: Described) -> Any:
        results = tuple(
            changed(result, task=id_of(result.task)) if result.task else result
            for result in holder.results
        )
        return changed(
            holder, tasks=tuple(dict.fromkeys(map(id_of, holder.tasks))), results=results
        )

    canonical: Model = changed(renamed(model), variants=tuple(map(renamed, model.variants)))
    return canonical


def changed(record: Any, **changes: Any) -> Any:
    """Copy a record with other, valid values; ``replace`` would validate all of it again."""
    made = copy.copy(record)
    for name, value in changes.items():
        object.__setattr__(made, name, value)
    return made
