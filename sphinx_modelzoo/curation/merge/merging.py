"""Turn drafts into changes of a catalog: propose ids, match entries, keep a person's edits."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import permutations
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import entry_to_data
from sphinx_modelzoo.curation.merge.groups import distinct, figures_of, grouped, have_same_paper
from sphinx_modelzoo.curation.merge.ids import propose_id
from sphinx_modelzoo.curation.merge.last_import import paper_key
from sphinx_modelzoo.curation.merge.result_languages import other_language
from sphinx_modelzoo.curation.merge.threeway import (
    Difference,
    Merge,
    merge_entry,
    remember,
)
from sphinx_modelzoo.problems.messages import Message, plain
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft
    from sphinx_modelzoo.curation.merge.groups import Group
    from sphinx_modelzoo.curation.merge.target import ImportTarget


@dataclass(frozen=True)
class MergeOutcome:
    """The outcome for one draft, or for those of one model that several files gave.

    ``status`` is ``new``, ``updated``, ``unchanged`` or ``removed`` (a person took the entry out
    of the catalog, and it stays out). ``kept`` lists fields where the catalog's value differs from
    what the source says now.
    """

    id: str
    draft: Draft
    status: str
    changed: tuple[str, ...] = ()
    kept: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class GoneRow:
    """Something of the catalog that its source no longer has.

    ``field`` is the path in the entry, or empty for the whole of it. ``status`` is ``reported``,
    ``pruned``, or ``edited`` for what a person has changed, which stays.
    """

    id: str
    field: str
    file: str
    status: str


@dataclass
class Plan:
    """The effect of an import on a catalog: entries that change, by id, and new ones.

    ``removals`` are ids of entries to take out, ``joined`` the drafts that were added to the entry
    of another one, with its id.
    """

    outcomes: list[MergeOutcome] = field(default_factory=list)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    additions: list[dict[str, Any]] = field(default_factory=list)
    removals: list[str] = field(default_factory=list)
    gone: list[GoneRow] = field(default_factory=list)
    joined: list[tuple[str, Draft]] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Return how many drafts have this status."""
        return sum(outcome.status == status for outcome in self.outcomes)


def plan_import(
    target: ImportTarget, drafts: Sequence[tuple[str, Draft]], *, prune: bool = False
) -> Plan:
    """Plan what an import does, and remember in the target what the sources say.

    :param drafts: settled drafts with the name of their format.
    :param prune: whether to take out what a source had the last time and has no more.
    """
    return _Planner(target, prune=prune).plan(grouped(drafts))


class _Planner:
    def __init__(self, target: ImportTarget, *, prune: bool) -> None:
        self.target = target
        self.result = Plan()
        self._prune = prune
        self._claimed: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._added: dict[str, int] = {}  # places among the additions
        self._keys: dict[tuple[str, str], str] = {}
        self._taken = set(target.entries) | set(target.memory.entries)
        self._recalled = target.memory.index()
        self._papers: dict[str, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._figures: dict[tuple[str, str], list[str]] = {}
        self._aliases: dict[str, str] = {}
        for ident, data in target.entries.items():
            self._note(ident, data)
            same = fold(str(data["name"])), figures_of(data)
            self._figures.setdefault(same, []).append(ident)
            self._aliases |= {str(alias): ident for alias in data.get("aliases", ())}
        self._taken |= {alias for alias in self._aliases if ID.match(alias)}

    def _key(self, source: str, draft: Draft) -> str:
        """Return the name of a source in the memory: its format, and its file from the catalog."""
        file = draft.source.file
        if (source, file) not in self._keys:
            home = self.target.home.absolute()
            try:
                path = PurePath(os.path.relpath(Path(file).absolute(), home)).as_posix()
            except ValueError:  # on another drive
                path = PurePath(file).name
            self._keys[source, file] = f"{source} {path}"
        return self._keys[source, file]

    def _note(self, ident: str, data: dict[str, Any]) -> None:
        """Index the names and the paper by which an entry can be found."""
        for name in {fold(str(name)) for name in (data["name"], *data.get("aliases", ()))}:
            self._names.setdefault(name, []).append(ident)
        if paper := paper_key(data):
            self._papers.setdefault(paper, []).append(ident)

    def plan(self, groups: Sequence[Group]) -> Plan:
        homes = [self._recall(group, exact=True) for group in groups]
        for find in (partial(self._recall, exact=False), self._by_name):
            for index, group in enumerate(groups):
                homes[index] = homes[index] or find(group)
        for group, home in zip(groups, homes, strict=True):
            (source, draft), *others = group
            if home is None:
                self._add(source, draft)
                home = self.result.outcomes[-1].id
            elif home in self.target.entries:
                self._update(home, source, draft)
            else:
                self.result.outcomes.append(MergeOutcome(home, draft, "removed"))
                continue
            for more, other in others:
                self._update(home, more, other)
        self._look_for_gone_entries()
        return self.result

    def _recall(self, group: Group, *, exact: bool) -> str | None:
        """Find the entry that these drafts were the last time, or that they name themselves.

        :param exact: whether it said the same then; where several have one name, such come first.
        """
        for source, draft in group:
            own = draft.data.get("id")
            if own in self.target.entries:
                return None if own in self._claimed else self._claim(str(own))
            for key in (self._key(source, draft), source):
                found = self._recalled.find(key, draft.data, exact=exact)
                for remembered in found:
                    # A person who renames an id leaves the old one among the aliases.
                    ident = self._aliases.get(remembered, remembered)
                    if ident not in self._claimed:
                        return self._claim(ident)
        return None

    def _by_name(self, group: Group) -> str | None:
        """Find the one entry with this name, unless their papers say that it is another model."""
        draft = group[0][1]
        name = fold(draft.name)
        if name not in self._names:
            return None
        places = [self._names[name]]
        if figures := figures_of(draft.data):  # where several have its name
            places.append(self._figures.get((name, figures), []))
        for place in places:
            found = (
                ident
                for ident in place
                if ident not in self._claimed
                and have_same_paper(self.target.entries[ident], draft.data)
            )
            first, another = next(found, None), next(found, None)
            if first and not another:
                return self._claim(first)
        return None

    def _claim(self, ident: str) -> str:
        self._claimed.add(ident)
        return ident

    def _add(self, source: str, draft: Draft) -> None:
        own = draft.data.get("id")
        if own is not None and own not in self._taken:
            ident = str(own)
        else:
            name = str(own or draft.name)
            ident = propose_id(name)
            if ident in self._taken:
                ident = propose_id(
                    name, self._taken, context=distinct(draft), numbers=self._numbers
                )
        self._taken.add(ident)
        others = self._names.get(fold(draft.name)) or self._papers.get(paper_key(draft.data))
        if others:
            draft.note(
                "",
                Message("“{name}” has the same name or paper: are they one model?", name=others[0]),
            )
        data = {"id": ident, **{name: value for name, value in draft.data.items() if name != "id"}}
        self._note(ident, data)
        self._added[ident] = len(self.result.additions)
        self.result.additions.append(data)
        self.result.outcomes.append(MergeOutcome(ident, draft, "new"))
        self.target.memory.put(ident, self._key(source, draft), data)

    def _update(self, ident: str, source: str, draft: Draft) -> None:
        place = self._added.get(ident)
        if place is None:
            old = self.result.changes.get(ident, self.target.entries.get(ident, {}))
        else:
            old = self.result.additions[place]
        # A source in another language has its own names for what has one name here.
        for name in ("collection", "publisher"):
            if name in old and other_language(old[name], draft.data.get(name)):
                draft.data[name] = old[name]
        key = self._key(source, draft)
        memory = self.target.memory
        base = memory.of(ident, key) or memory.of(ident, source)
        merge = merge_entry(base, old, draft.data)
        if merge.gone:
            self._prune_items(ident, key, draft.source.file, merge)
        model, _ = validate(Model, {**merge.data, "id": ident})
        # Old and new are valid, but a mixture of them need not be: then the old one stays.
        merged = entry_to_data(model) if model else old
        if "variants" in merged:
            merged = {**merged, "variants": _with_unique_ids(merged["variants"])}
        memory.put(ident, key, {"id": ident, **draft.data})
        memory.forget(ident, source)  # as it was called before files were told apart
        if place is not None:
            self.result.additions[place] = merged
            for item in merge.kept:
                says = Message(
                    "{source} says otherwise: {says}",
                    source=draft.source,
                    says=plain(str(item.source)),
                )
                draft.note(item.field, says)
            self.result.joined.append((ident, draft))
            return
        if merged != old:
            self.result.changes[ident] = merged
        changed = tuple(merge.changed) if merged != old else ()
        outcomes = self.result.outcomes
        outcome = MergeOutcome(ident, draft, "unchanged")
        if outcomes and outcomes[-1].id == ident:  # another file of the same model
            outcome = outcomes.pop()
            self.result.joined.append((ident, draft))
        outcomes.append(
            replace(
                outcome,
                status="updated" if merged != old else outcome.status,
                changed=(*outcome.changed, *changed),
                kept=(*outcome.kept, *merge.kept),
            )
        )

    def _prune_items(self, ident: str, key: str, file: str, merge: Merge) -> None:
        """Report the items that a source no longer has; remove those not edited by hand."""
        others = {
            json.dumps(item, sort_keys=True)
            for name, facts in self.target.memory.entries.get(ident, {}).items()
            if name != key
            for item in _items(facts)
        }
        lost = []
        for item in merge.gone:
            said = (json.dumps(one, sort_keys=True) for one in (item.item, *item.versions))
            if not others.isdisjoint(said):
                continue  # another source has it still
            status = "edited" if item.edited else "pruned" if self._prune else "reported"
            self.result.gone.append(GoneRow(ident, item.field, file, status))
            if status == "pruned":
                lost.append(item.field)
        for path in reversed(lost):
            _take_out(merge.data, path)

    def _look_for_gone_entries(self) -> None:
        """Report the entries that a file had at the last import and lacks now."""
        read = {key: file for (_, file), key in self._keys.items()}
        memory = self.target.memory
        for ident, given in list(memory.entries.items()):
            home = self._aliases.get(ident, ident)
            keys = [key for key in given if key in read]
            if not keys or home in self._claimed or home not in self.target.entries:
                continue
            if len(keys) < len(given):
                for key in keys:
                    self._prune_part(home, ident, key, read[key])
                continue
            status = self._fate(home, list(given.values()))
            for key in keys:
                self.result.gone.append(GoneRow(home, "", read[key], status))
                if self._prune:
                    memory.forget(ident, key)
            if status == "pruned":
                self.result.removals.append(home)

    def _fate(self, ident: str, remembered: Sequence[dict[str, Any]]) -> str:
        """Return what happens to an entry that no source has any more."""
        if not self._prune:
            return "reported"
        now = remember(merge_entry(None, self.target.entries[ident], {}).data)
        for order in permutations(remembered[:4]):  # whichever was imported first
            was = dict(order[0])
            for facts in (*order[1:], {}):
                was = merge_entry(None, was, facts).data
            if was == now:
                return "pruned"
        return "edited"

    def _prune_part(self, home: str, ident: str, key: str, file: str) -> None:
        """Remove what one of several sources gave for an entry that it no longer has."""
        memory = self.target.memory
        base = memory.entries[ident][key]
        old = self.target.entries[home]
        nothing: dict[str, list[Any]] = {
            name: [] for name, value in base.items() if isinstance(value, list)
        }
        merge = merge_entry(base, old, nothing)
        self._prune_items(home, key, file, merge)
        if self._prune:
            model, _ = validate(Model, {**merge.data, "id": home})
            if model and (merged := entry_to_data(model)) != old:
                self.result.changes[home] = merged
            memory.forget(ident, key)


def _items(facts: Any) -> Iterator[Any]:
    """Yield the items of all lists in an entry, as they are remembered."""
    for value in facts.values() if isinstance(facts, dict) else facts:
        if isinstance(facts, list):
            yield value
        if isinstance(value, dict | list):
            yield from _items(value)


def _take_out(data: Any, path: str) -> None:
    """Take an item of a list out of an entry, and the list when nothing is left of it."""
    *steps, last = [
        int(number) if number else name
        for name, number in re.findall(r"([^.\[\]]+)(?![^\[]*\])|\[(\d+)\]", path)
    ]
    holders = [data]
    for step in steps:
        holders.append(holders[-1][step])
    del holders[-1][last]
    if not holders[-1] and len(holders) > 1:
        del holders[-2][steps[-1]]


def _with_unique_ids(variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken: set[str] = set()
    unique = []
    for variant in variants:
        ident = propose_id(variant["id"], taken)
        taken.add(ident)
        unique.append({**variant, "id": ident})
    return unique
