"""Turn drafts into changes of a catalog: propose ids, match entries, keep a person's edits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import entry_to_data
from sphinx_modelzoo.curation.merge.ids import propose_id
from sphinx_modelzoo.curation.merge.last_import import identity, paper_key
from sphinx_modelzoo.curation.merge.threeway import Difference, merge_entry
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.problems.messages import plain
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft
    from sphinx_modelzoo.curation.merge.target import ImportTarget


@dataclass(frozen=True)
class MergeOutcome:
    """The outcome for one draft.

    ``status`` is ``new``, ``updated``, ``unchanged`` or ``removed`` (a person took the entry out
    of the catalog, and it stays out). ``kept`` lists fields where a person's value differs from
    what the source says now.
    """

    id: str
    draft: Draft
    status: str
    changed: tuple[str, ...] = ()
    kept: tuple[Difference, ...] = ()


@dataclass
class Plan:
    """The effect of an import on a catalog: entries that change, by id, and new ones."""

    outcomes: list[MergeOutcome] = field(default_factory=list)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    additions: list[dict[str, Any]] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Return how many drafts have this status."""
        return sum(outcome.status == status for outcome in self.outcomes)


def plan_import(target: ImportTarget, drafts: Sequence[tuple[str, Draft]]) -> Plan:
    """Plan what an import does, and remember in the target what the sources say.

    :param drafts: settled drafts with the name of their format.
    """
    return _Planner(target).plan(_joined(drafts))


def _joined(drafts: Sequence[tuple[str, Draft]]) -> list[tuple[str, Draft]]:
    """Join drafts of one name that tables in different files gave: they are one model.

    The first file wins where they differ, and a note says so. Names that a file itself has
    several times are left alone, and so are cards: each is a model of its own.
    """
    names = [(source, fold(draft.name)) for source, draft in drafts]
    files = [(*name, draft.source.file) for name, (_, draft) in zip(names, drafts, strict=True)]
    single = {name for name, _ in Counter(names).items()}
    single -= {(source, name) for (source, name, _), count in Counter(files).items() if count > 1}
    homes: dict[tuple[str, str], Draft] = {}
    joined: list[tuple[str, Draft]] = []
    for name, (source, draft) in zip(names, drafts, strict=True):
        home = homes.get(name)
        apart = name not in single or "table" not in draft.hints
        if apart or home is None or not _same_paper(home, draft):
            homes.setdefault(name, draft)
            joined.append((source, draft))
            continue
        merge = merge_entry(None, home.data, draft.data)
        home.data = merge.data
        for item in merge.kept:
            if not _other_language(item.kept, item.source):
                home.note(item.field, f"{draft.source} says otherwise: {plain(str(item.source))}")
    return joined


def _same_paper(one: Draft, other: Draft) -> bool:
    """Return True if two drafts do not have different papers."""
    ours, theirs = paper_key(one.data), paper_key(other.data)
    # Only keys of one kind can contradict each other.
    return not ours or not theirs or ours == theirs or _kind(ours) != _kind(theirs)


def _other_language(kept: Any, new: Any) -> bool:
    """Return True if two names are in different languages: one in Chinese, the other not."""
    return isinstance(kept, str) and isinstance(new, str) and has_han(kept) != has_han(new)


class _Planner:
    def __init__(self, target: ImportTarget) -> None:
        self.target = target
        self.result = Plan()
        self._claimed: set[str] = set()
        self._taken = set(target.entries) | set(target.memory.entries)
        self._recalled = target.memory.index()
        self._papers: dict[str, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        for ident, data in target.entries.items():
            self._note(ident, data)
            self._aliases |= {str(alias): ident for alias in data.get("aliases", ())}
        self._taken |= {alias for alias in self._aliases if ID.match(alias)}

    def _note(self, ident: str, data: dict[str, Any]) -> None:
        """Index the names and the paper by which an entry can be found."""
        for name in {fold(str(name)) for name in (data["name"], *data.get("aliases", ()))}:
            self._names.setdefault(name, []).append(ident)
        if paper := paper_key(data):
            self._papers.setdefault(paper, []).append(ident)

    def plan(self, drafts: Sequence[tuple[str, Draft]]) -> Plan:
        homes = [self._recall(source, draft) for source, draft in drafts]
        for index, (_, draft) in enumerate(drafts):
            homes[index] = homes[index] or self._by_name(draft)
        for (source, draft), home in zip(drafts, homes, strict=True):
            if home is None:
                self._add(source, draft)
            elif home in self.target.entries:
                self._update(home, source, draft)
            else:
                self.result.outcomes.append(MergeOutcome(home, draft, "removed"))
        return self.result

    def _recall(self, source: str, draft: Draft) -> str | None:
        """Find the entry that this draft was the last time, or that it names itself."""
        own = draft.data.get("id")
        if own in self.target.entries:
            return self._claim(str(own))
        for remembered in self._recalled.get((source, identity(draft.data)), ()):
            # A person who renames an id leaves the old one among the aliases.
            ident = self._aliases.get(remembered, remembered)
            if ident not in self._claimed:
                return self._claim(ident)
        return None

    def _by_name(self, draft: Draft) -> str | None:
        """Find the one entry with this name, unless their papers say that it is another model."""
        found = [
            ident
            for ident in self._names.get(fold(draft.name), ())
            if ident not in self._claimed and self._agrees(ident, draft)
        ]
        return self._claim(found[0]) if len(found) == 1 else None

    def _agrees(self, ident: str, draft: Draft) -> bool:
        ours, theirs = paper_key(self.target.entries[ident]), paper_key(draft.data)
        # Only keys of one kind can contradict each other.
        return not ours or not theirs or ours == theirs or _kind(ours) != _kind(theirs)

    def _claim(self, ident: str) -> str:
        self._claimed.add(ident)
        return ident

    def _add(self, source: str, draft: Draft) -> None:
        own = draft.data.get("id")
        if own is not None and own not in self._taken:
            ident = str(own)
        else:
            ident = propose_id(
                str(own or draft.name), self._taken, context=str(draft.data.get("publisher", ""))
            )
        self._taken.add(ident)
        others = [
            *self._names.get(fold(draft.name), ()),
            *self._papers.get(paper_key(draft.data), ()),
        ]
        if others:
            draft.note("", f"“{others[0]}” has the same name or paper: are they one model?")
        data = {"id": ident, **{name: value for name, value in draft.data.items() if name != "id"}}
        self._note(ident, data)
        self.result.additions.append(data)
        self.result.outcomes.append(MergeOutcome(ident, draft, "new"))
        self.target.memory.put(ident, source, data)

    def _update(self, ident: str, source: str, draft: Draft) -> None:
        old = self.target.entries[ident]
        # A source in another language has its own names for what has one name here.
        for name in ("collection", "publisher"):
            if name in old and _other_language(old[name], draft.data.get(name)):
                draft.data[name] = old[name]
        merge = merge_entry(self.target.memory.of(ident, source), old, draft.data)
        model, _ = validate(Model, {**merge.data, "id": ident})
        # Old and new are valid, but a mixture of them need not be: then the old one stays.
        merged = entry_to_data(model) if model else old
        if "variants" in merged:
            merged = {**merged, "variants": _with_unique_ids(merged["variants"])}
        if merged != old:
            self.result.changes[ident] = merged
        status = "updated" if merged != old else "unchanged"
        self.result.outcomes.append(
            MergeOutcome(
                ident,
                draft,
                status,
                tuple(merge.changed) if merged != old else (),
                tuple(merge.kept),
            )
        )
        self.target.memory.put(ident, source, {"id": ident, **draft.data})


def _with_unique_ids(variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken: set[str] = set()
    unique = []
    for variant in variants:
        ident = propose_id(variant["id"], taken)
        taken.add(ident)
        unique.append({**variant, "id": ident})
    return unique


def _kind(paper: str) -> str:
    return paper.partition(":")[0]
