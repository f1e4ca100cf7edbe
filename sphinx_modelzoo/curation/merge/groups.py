"""Which drafts of one import are about one model, and what tells others of its name apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import slug
from sphinx_modelzoo.curation.merge.last_import import paper_key
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft

Group = list[tuple[str, "Draft"]]


def grouped(drafts: Sequence[tuple[str, Draft]]) -> list[Group]:
    """Group drafts of one name that tables in different files gave: they are one model.

    Models whose name a file itself has several times differ by their figures, or else are left
    alone, and so are cards: each is a model of its own.
    """
    names = [
        ("" if "table" in draft.hints else source, fold(draft.name), "") for source, draft in drafts
    ]
    several = _several(names, drafts)
    names = [
        (*name[:2], figures_of(draft.data)) if name in several else name
        for name, (_, draft) in zip(names, drafts, strict=True)
    ]
    several = several.intersection(names) | _several(names, drafts)
    homes: dict[tuple[str, str, str], Group] = {}
    groups: list[Group] = []
    for name, (source, draft) in zip(names, drafts, strict=True):
        home = homes.get(name)
        apart = name in several or "table" not in draft.hints
        if apart or home is None or not have_same_paper(home[0][1].data, draft.data):
            groups.append([(source, draft)])
            homes.setdefault(name, groups[-1])
        else:
            home.append((source, draft))
    return groups


def _several(names: Sequence[Any], drafts: Sequence[tuple[str, Draft]]) -> set[Any]:
    """Return the names that a file has several times."""
    files = [(name, draft.source.file) for name, (_, draft) in zip(names, drafts, strict=True)]
    return {name for (name, _), count in Counter(files).items() if count > 1}


def have_same_paper(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return True if two entries do not have different papers."""
    ours, theirs = paper_key(one), paper_key(other)
    # Only keys of one kind can contradict each other.
    return not ours or not theirs or ours == theirs or _kind(ours) != _kind(theirs)


def figures_of(data: dict[str, Any]) -> str:
    """Return the figures of an entry as one word; empty if it has none.

    They are the same in files of all languages.
    """
    holders = (data, *data.get("variants", ()))
    found = [one.get("metrics") for holder in holders for one in holder.get("results", ())]
    return json.dumps(found, sort_keys=True) if any(found) else ""


def distinct(draft: Draft) -> str:
    """Return what tells an entry from another of its name: the publisher, family or file."""
    data = draft.data
    for name in ("publisher", "collection"):
        if isinstance(data.get(name), str):
            return str(data[name])
    weights = data.get("weights")
    first = weights[0] if isinstance(weights, list) and weights else weights
    for file in (data.get("config"), first.get("url") if isinstance(first, dict) else first):
        stem = PurePath(file.partition("?")[0]).stem if isinstance(file, str) else ""
        if rest := slug(stem.casefold().replace(draft.name.casefold(), "-")):
            return rest
    return ""


def _kind(paper: str) -> str:
    return paper.partition(":")[0]
