"""Repairs of imported files, each by name.

A repair is a function from drafts to the changes that it made in them; it works on drafts of any
format. A new one is a module with a :class:`~.base.Repair` and a line in :data:`REPAIRS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.repairs.repair_types import Repair, prose_slots

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft, DraftChange

__all__ = ["REPAIRS", "Repair", "repair", "repairs"]

# In the order in which they are made: digits before what reads them, abstracts to their papers
# before words are taken apart.
REPAIRS: Mapping[str, str] = {
    "full-width": "characters",
    "e-mail": "characters",
    "arxiv-links": "link_repairs",
    "url-tails": "link_repairs",
    "shifted-abstracts": "abstract_repairs",
    "glued-words": "glued_words",
}


_OF_PROSE = frozenset(("shifted-abstracts", "glued-words"))
"""Those that need all of a catalog's long texts, and most of the time."""


def repairs() -> tuple[Repair, ...]:
    """Return all repairs, in the order in which they are made."""
    return tuple(_load(name) for name in REPAIRS)


def repair(drafts: Sequence[Draft], *, skip: Container[str] = ()) -> list[DraftChange]:
    """Repair drafts, in place.

    :param drafts: the entries of one import, in the order of their source.
    :param skip: names of repairs to skip.
    :returns: what was changed, in the order of the repairs and then of the drafts.
    """
    changes: list[DraftChange] = []
    prose = any(True for draft in drafts for _ in prose_slots(draft))
    for name in REPAIRS:
        if name not in skip and (prose or name not in _OF_PROSE):
            changes += _load(name).apply(drafts)
    return changes


def _load(name: str) -> Repair:
    module = import_module(f"{__name__}.{REPAIRS[name]}")
    found: Repair = module.REPAIRS[name]
    return found
