"""Entries: from the nodes of a text to a model, or to the problems of the entry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.problems.messages import Message, Problem, plain
from sphinx_modelzoo.schema.model import Model, Record, Variant
from sphinx_modelzoo.schema.pruning import Path, Pruned, place_in_data, prune, without_private
from sphinx_modelzoo.yamltext.locating import Issue, Piece
from sphinx_modelzoo.yamltext.lookalikes import lookalike
from sphinx_modelzoo.yamltext.parsing import Flaw

_ESSENTIAL = {"id": "x", "name": "x"}


class ReadEntry(NamedTuple):
    """An entry of a file.

    ``model`` is the entry without its wrong parts, and ``None`` where it has no valid id or name;
    ``id`` is still set then, if it has one, and ``draft`` is the rest of it, to be checked.
    ``item`` leads to the entry in the data of ``piece``; ``cuts`` are the items of its lists that
    were left out.
    """

    model: Model | None
    id: str
    piece: Piece
    item: Path
    line: int
    digest: str
    cuts: tuple[Path, ...] = ()
    draft: Model | None = None


def read_entry(
    piece: Piece,
    item: tuple[str | int, ...],
    node: yaml.Node,
    data: Any,
    flaws: Sequence[Flaw],
    number: int,
    digest: str,
    *,
    private: bool = True,
) -> tuple[ReadEntry, list[Problem]]:
    """Read an entry from its data; return it with its problems.

    :param private: whether it may have fields that are to be ignored.
    """
    found: Pruned[Model]
    draft: Model | None = None
    id = name = ""
    if isinstance(data, dict):
        if private:
            without_private(data)
        found = _with_unique_variants(prune(Model, data))
        id, name = _word(data, "id"), _word(data, "name")
        name = plain(id or name)[:80]
        if found.record is None:
            draft = prune(Model, {**data, **_ESSENTIAL}).record
    else:
        found = Pruned(None, [_no_entry(data)])
    line, _ = piece.at(node)
    name = name or f"#{number}"
    problems = [piece.flaw(flaw, node, name) for flaw in flaws]
    problems += [piece.issue(issue, node, name) for issue in found.issues]
    if draft is not None:
        draft = changed(draft, id=name)  # as messages call it
    entry = ReadEntry(found.record, id, piece, item, line, digest, found.cuts, draft)
    return entry, one_per_place(problems)


def _word(data: dict[Any, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def one_per_place(problems: Sequence[Problem]) -> list[Problem]:
    """Drop problems that only follow from another: a rejected value is also missing."""
    first: dict[tuple[int, int, str], Problem] = {}
    flawed = {(one.line, one.column) for one in problems if one.code.startswith("modelzoo.yaml.")}
    for one in problems:
        place = one.line, one.column
        if one.code.startswith("modelzoo.yaml.") or place not in flawed:
            first.setdefault((*place, one.text), one)
    return list(first.values())


def _with_unique_variants(found: Pruned[Model]) -> Pruned[Model]:
    """Return an entry with only the first of the variants of one id."""
    model = found.record
    if model is None or len({variant.id for variant in model.variants}) == len(model.variants):
        return found
    kept: dict[str, Variant] = {}
    issues = list(found.issues)
    cuts = list(found.cuts)
    for number, variant in enumerate(model.variants):
        if kept.setdefault(variant.id, variant) is not variant:
            message = Message("duplicate id “{id}” of two variants", id=variant.id)
            path = place_in_data(("variants", number), found.cuts)
            issues.append(Issue.of("id.duplicate", message, "rename one of them", (*path, "id")))
            cuts.append(path)
    return Pruned(changed(model, variants=tuple(kept.values())), issues, tuple(cuts))


def _no_entry(data: object) -> Issue:
    message = Message("expected an entry with fields, got {got}", got=called(data))
    hint = lookalike(data) if isinstance(data, str) else ""
    return Issue.of("catalog.shape", message, hint or "begin each entry with “- id: …”", ())


def changed(record: Any, **changes: Any) -> Any:
    """Copy a record with other, valid values; ``replace`` would validate all of it again."""
    state = record.__getstate__() if isinstance(record, Record) else vars(record)
    made = object.__new__(type(record))
    vars(made).update(state, **changes)
    return made


def called(data: object) -> str:
    """Return the kind of some data, in words."""
    kinds = {
        dict: Message("a mapping"),
        list: Message("a list"),
        type(None): Message("nothing"),
        str: Message("a text"),
    }
    return kinds.get(type(data), Message("a single value"))


def flaws_in(flaws: Sequence[Flaw], nodes: Sequence[yaml.Node]) -> list[list[Flaw]]:
    """Return, for each entry, the flaws between its beginning and its end."""
    ordered = sorted(flaws, key=_index)
    found = []
    for node in nodes:
        first = bisect_left(ordered, node.start_mark.index, key=_index)
        last = bisect_left(ordered, max(node.end_mark.index, node.start_mark.index + 1), key=_index)
        found.append(ordered[first:last])
    return found


def _index(flaw: Flaw) -> int:
    return int(flaw.node.start_mark.index)
