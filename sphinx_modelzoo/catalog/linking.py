"""Checks across entries: unique ids, known tasks, references to existing models."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from sphinx_modelzoo.catalog.entries import ReadEntry, changed
from sphinx_modelzoo.catalog.lineage import base_cycles, bases_of
from sphinx_modelzoo.catalog.reading import SourceFile
from sphinx_modelzoo.problems.messages import Message, Problem, nearest, plain
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.model import Described, Model
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields, read_extra
from sphinx_modelzoo.schema.presets import Preset, PresetCheck
from sphinx_modelzoo.schema.pruning import Path, place_in_data
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import KINDS, Vocabularies, Vocabulary
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.locating import Issue, Piece
from sphinx_modelzoo.yamltext.paths import follow

# Finding the nearest of ten thousand ids takes a while, and a few examples are enough.
_GUESSES = 30
_DECLARED = {
    "fields": ("own.conflict", Message("own field")),
    "presets": ("preset.conflict", Message("preset")),
}


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
                            self._report(source.rest, (), issue)
        return found

    def fields(self) -> OwnFields:
        """Return the own fields that the files declare; the first of different declarations."""
        found: dict[str, tuple[OwnField, SourceFile]] = {}
        for source in self._sources:
            for declared in source.head.fields:
                field = declared.field()
                first, home = found.setdefault(field.id, (field, source))
                if first != field:
                    self._conflict("fields", field.id, home, source)
        return OwnFields(field for field, _ in found.values())

    def presets(self, registry: Registry) -> dict[str, Preset]:
        """Return the presets that the files declare; the first of different declarations.

        :param registry: what their options name, own fields included. Without a
            :class:`PresetCheck` in it they are not checked.
        """
        found: dict[str, tuple[Preset, SourceFile]] = {}
        for source in self._sources:
            for name, options in source.head.presets.items():
                preset = Preset(name, options)
                first, home = found.setdefault(name, (preset, source))
                if first != preset:
                    self._conflict("presets", name, home, source)
                elif home is source:
                    for check in registry[PresetCheck].values():
                        for issue in check.find(preset, registry):
                            placed = issue._replace(path=("presets", name, *issue.path))
                            self._report(source.rest, (), placed)
        return {name: preset for name, (preset, _) in found.items()}

    def _conflict(self, section: str, name: str, home: SourceFile, source: SourceFile) -> None:
        """Report a second declaration that differs from the first one."""
        code, what = _DECLARED[section]
        _, line = self._declared(section, home, name)
        path, _ = self._declared(section, source, name, last=True)
        message = Message(
            "the {what} “{name}” is declared at {label}:{line}, too",
            what=what,
            name=plain(name),
            label=home.label,
            line=line,
        )
        issue = Issue.of(code, message, "keep one of them", path, True)
        self._report(source.rest, (), issue)

    def _declared(
        self, section: str, source: SourceFile, id: str, *, last: bool = False
    ) -> tuple[Path, int]:
        """Return the path and the line of a declaration in a section of a file's head."""
        root = self._node(source.rest, ())
        if root is None:
            return (), source.rest.line
        path: Path = (section, id)
        found = follow(root, (section,)).value
        if isinstance(found, yaml.SequenceNode):
            ids = [getattr(follow(node, ("id",)).value, "value", "") for node in found.value]
            places = [number for number, one in enumerate(ids) if one == id]
            path = (section, places[-1 if last else 0]) if places else (section,)
        node = follow(root, path)
        return path, source.rest.at(node.key or node.value)[0]

    def with_own_fields(self, entry: ReadEntry, fields: OwnFields) -> ReadEntry:
        """Return the entry with the values of its own fields as they are declared.

        Undeclared and wrong ones are left out, and reported.
        """
        model = entry.model
        if model is None or not (model.extra or any(one.extra for one in model.variants)):
            return entry
        cuts: list[Path] = []

        def checked(record: Any, path: Path) -> Any:
            found = read_extra(record.extra, fields, path)
            for issue in found.issues:
                self._about(entry, issue, model.id)
            cuts.extend(place_in_data(cut, entry.cuts) for cut in found.cuts)
            return changed(record, extra=found.values)

        known = checked(model, ("extra",))
        variants = tuple(
            checked(variant, ("variants", number, "extra")) if variant.extra else variant
            for number, variant in enumerate(model.variants)
        )
        known = changed(known, variants=variants) if variants else known
        return entry._replace(model=known, cuts=(*entry.cuts, *cuts))

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
        message = Message(
            "duplicate id “{id}”: the first entry with it is at {place}",
            id=plain(entry.id),
            place=place,
        )
        issue = Issue.of("id.duplicate", message, "rename one of them", ("id",))
        self._report(entry.piece, entry.item, issue, entry.id)

    def check_drafts(self, tasks: Vocabulary, fields: OwnFields) -> None:
        """Check also the rest of entries without a valid id or name: all problems in one run."""
        for source in self._sources:
            for entry in source.entries:
                if entry.draft is not None:
                    draft = self.with_known_tasks(entry._replace(model=entry.draft), tasks)
                    self.with_own_fields(draft, fields)

    def _line(self, entry: ReadEntry) -> int:
        root = self._node(entry.piece, entry.item)
        return entry.piece.at(follow(root, ("id",)).value)[0] if root else entry.line

    def with_known_tasks(self, entry: ReadEntry, tasks: Vocabulary) -> ReadEntry:
        """Return the entry with its tasks as ids of the vocabulary.

        Unknown ones are left out, and reported.
        """
        model = entry.model
        if model is None or all(tasks.has_id(task) for task in _tasks(model)):
            return entry
        cuts: list[Path] = []
        for path, task in _task_paths(model):
            if tasks.find(task) is None:
                self._about(entry, self._unknown_task(task, tasks, path), model.id)
                if "tasks" in path:
                    cuts.append(place_in_data(path, entry.cuts))
        known = _canonical(model, tasks)
        return entry._replace(model=known, cuts=(*entry.cuts, *cuts))

    def _unknown_task(self, task: str, tasks: Vocabulary, path: Path) -> Issue:
        guess = self._guess(task, tasks)
        hint = guess or Message(
            "it is not in the vocabulary; add it under “tasks:” at the top of the file"
        )
        return Issue.of(
            "task.unknown", Message("unknown task “{name}”", name=plain(task)), hint, path
        )

    def check_neighbours(self, entries: Iterable[ReadEntry]) -> None:
        """Report aliases that are ids of others, and references to unknown models."""
        pairs = [(entry.model, entry) for entry in entries if entry.model is not None]
        ids = {entry.id for source in self._sources for entry in source.entries}
        ids.update(model.id for model, _ in pairs)
        claimed: dict[str, str] = {}
        for model, entry in pairs:
            for number, alias in enumerate(model.aliases):
                if not ID.match(alias) or alias == model.id:
                    continue
                owner = claimed.setdefault(alias, model.id)
                if alias in ids:
                    message = Message("“{alias}” is the id of another entry", alias=alias)
                    issue = Issue.of(
                        "id.alias-clash", message, "remove the alias", ("aliases", number)
                    )
                elif owner != model.id:
                    message = Message(
                        "“{alias}” is already an alias of “{owner}”", alias=alias, owner=owner
                    )
                    issue = Issue.of(
                        "alias.repeated", message, "keep it in one of them", ("aliases", number)
                    )
                else:
                    continue
                self._about(entry, issue, model.id)
        known = ids | claimed.keys()
        for model, entry in pairs:
            for code, path, id in _references(model):
                if id not in known:
                    guess = self._guess(id, known)
                    issue = Issue.of(code, Message("unknown model “{name}”", name=id), guess, path)
                    self._about(entry, issue, model.id)
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
            message = Message("the base models form a circle: {chain}", chain=chain)
            issue = Issue.of("base-model.cycle", message, "", ("base_model", number))
            self._about(entry, issue, model.id)

    def _guess(self, name: str, known: Vocabulary | Collection[str]) -> str:
        """Suggest the nearest known name; only for the first few names, as it is slow."""
        key = isinstance(known, Vocabulary), name
        if key not in self._guesses:
            if len(self._guesses) >= _GUESSES:
                return ""
            found = known.nearest(name) if isinstance(known, Vocabulary) else nearest(name, known)
            self._guesses[key] = found
        return self._guesses[key]

    def _about(self, entry: ReadEntry, issue: Issue, model: str) -> None:
        """Report an issue at a path in the model of an entry."""
        path = place_in_data(issue.path, entry.cuts)
        self._report(entry.piece, entry.item, issue._replace(path=path), model)

    def _report(self, piece: Piece, item: Path, issue: Issue, model: str = "") -> None:
        root = self._node(piece, item)
        if root is None:
            found = issue.problem.at(piece.file, piece.line)
            self.problems.append(replace(found, model=model))
        else:
            self.problems.append(piece.issue(issue, root, model))

    def _node(self, piece: Piece, item: Path) -> yaml.Node | None:
        """Return the node of an entry; parsed again, as only errors need it."""
        if id(piece) not in self._nodes:
            try:
                self._nodes[id(piece)] = piece.compose()
            except YamlError:
                self._nodes[id(piece)] = None
        root = self._nodes[id(piece)]
        return follow(root, item).value if root is not None else None


def _references(model: Model) -> Iterable[tuple[str, Path, str]]:
    """Yield the ids of other entries, each with the code of its problem and its place."""
    for path, holder in _holders(model):
        for number, id in enumerate(holder.related):
            yield "related.unknown", (*path, "related", number), id
    if model.superseded_by:
        yield "related.unknown", ("superseded_by",), model.superseded_by
    for _, place, base in bases_of(model):
        if base.id:
            yield "base-model.unknown", place, base.id


def _holders(model: Model) -> Iterable[tuple[Path, Described]]:
    yield (), model
    for place, variant in enumerate(model.variants):
        yield ("variants", place), variant


def _tasks(model: Model) -> Iterable[str]:
    return (task for _, task in _task_paths(model))


def _task_paths(model: Model) -> Iterable[tuple[Path, str]]:
    for path, holder in _holders(model):
        for number, task in enumerate(holder.tasks):
            yield (*path, "tasks", number), task
        for number, result in enumerate(holder.results):
            if result.task is not None:
                yield (*path, "results", number, "task"), result.task


def _canonical(model: Model, tasks: Vocabulary) -> Model:
    """Return a model with its tasks as ids, without those that the vocabulary does not have."""

    def id_of(task: str) -> str | None:
        term = tasks.find(task)
        return term.id if term else None

    def renamed(holder: Described) -> Any:
        results = tuple(
            changed(result, task=id_of(result.task)) if result.task else result
            for result in holder.results
        )
        return changed(
            holder,
            tasks=tuple(dict.fromkeys(filter(None, map(id_of, holder.tasks)))),
            results=results,
        )

    canonical: Model = changed(renamed(model), variants=tuple(map(renamed, model.variants)))
    return canonical
