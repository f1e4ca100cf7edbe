"""Move abstracts that slipped to the wrong rows back to their papers.

Rows that slipped together are found by :mod:`sphinx_modelzoo.curation.rules.slips`. Rows that were
sorted after they slipped stay: an abstract alone does not prove enough to be moved without asking,
and the check ``modelzoo.abstract.misplaced`` names it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import DraftChange
from sphinx_modelzoo.curation.repairs.repair_types import Repair
from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject, Matcher
from sphinx_modelzoo.curation.rules.slips import NOWHERE, slipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft


def subject_of(draft: Draft) -> AbstractSubject:
    """Return what a draft is about, apart from its abstract."""
    data = draft.data
    paper = data.get("paper")
    title = paper.get("title", "") if isinstance(paper, dict) else ""
    aliases = [name for name in data.get("aliases", ()) if isinstance(name, str)]
    return AbstractSubject(title=title or draft.name, names=(draft.name, *aliases))


def _words(abstract: Any) -> str | None:
    if isinstance(abstract, dict):
        return "\n".join(str(text) for text in abstract.values()) or None
    return str(abstract) if abstract else None


def _put_back(drafts: Sequence[Draft]) -> list[DraftChange]:
    changes: list[DraftChange] = []
    for _, group in groupby(drafts, lambda draft: draft.source.file):
        rows = list(group)
        texts = [_words(draft.data.get("abstract")) for draft in rows]
        if sum(1 for text in texts if text) < 5:
            continue
        subjects = [subject_of(draft) for draft in rows]
        moves = slipped(Matcher(subjects, texts), texts)
        changes += _move(rows, moves)
    return changes


def _move(rows: Sequence[Draft], moves: Mapping[int, int]) -> list[DraftChange]:
    changes = []
    taken = {index: rows[index].data.pop("abstract") for index in moves}
    for index, to in sorted(moves.items(), key=lambda move: move[1]):
        if to == NOWHERE:
            rows[index].note("abstract", "its abstract does not belong to any row of the table")
            continue
        draft = rows[to]
        if draft.data.get("abstract") == taken[index]:
            continue  # filled down: it is there, too
        draft.data["abstract"] = taken[index]
        before = _start(_words(taken.get(to)) or "")
        after = _start(_words(taken[index]) or "")
        changes.append(
            DraftChange("shifted-abstracts", draft.name, "abstract", before, after, draft.source)
        )
    for index in sorted(set(moves) - set(moves.values())):
        draft, before = rows[index], _start(_words(taken[index]) or "")
        changes.append(
            DraftChange("shifted-abstracts", draft.name, "abstract", before, "", draft.source)
        )
    return changes


def _start(text: str) -> str:
    """Return the first words of a text, for a report."""
    return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]} …"


REPAIRS: Mapping[str, Repair] = {
    "shifted-abstracts": Repair(
        "shifted-abstracts", "move misplaced abstracts back to their papers", _put_back
    )
}
