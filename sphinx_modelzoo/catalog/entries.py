"""Entries: from the nodes of a text to a model, or to the problems of the entry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.problems.messages import Problem, plain
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.types import listed
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.yamltext.locating import Issue, Piece
from sphinx_modelzoo.yamltext.lookalikes import lookalike
from sphinx_modelzoo.yamltext.parsing import Flaw


class ReadEntry(NamedTuple):
    """An entry of a file.

    ``model`` is ``None`` where it has errors; ``id`` is still set then, if it has one.
    ``item`` leads to the entry in the data of ``piece``.
    """

    model: Model | None
    id: str
    piece: Piece
    item: tuple[str | int, ...]
    line: int
    digest: str


def read_entry(
    piece: Piece,
    item: tuple[str | int, ...],
    node: yaml.Node,
    data: Any,
    flaws: Sequence[Flaw],
    number: int,
    digest: str,
) -> tuple[ReadEntry, list[Problem]]:
    """Read an entry from its data; return it with its problems."""
    model: Model | None = None
    wrong: list[Issue]
    id = name = ""
    if isinstance(data, dict):
        model, wrong = _without_odd_languages(data)
        id, name = _word(data, "id"), _word(data, "name")
        name = plain(id or name)[:80]
    else:
        wrong = [_no_entry(data)]
    repeated = _repeated_variants(model) if model is not None else []
    if flaws or repeated:
        model = None
    line, _ = piece.at(node)
    name = name or f"#{number}"
    problems = [piece.flaw(flaw, node, name) for flaw in flaws]
    problems += [piece.issue(issue, node, name) for issue in (*wrong, *repeated)]
    return ReadEntry(model, id, piece, item, line, digest), one_per_place(problems)


def _without_odd_languages(data: dict[Any, Any]) -> tuple[Model | None, list[Issue]]:
    """Validate an entry; where only languages are invalid, leave out just those."""
    model, issues = validate(Model, data)
    if not issues or any(issue.path[:1] != ("languages",) for issue in issues):
        return model, issues
    wrong = {issue.path[1] for issue in issues if len(issue.path) > 1}
    given = listed(data["languages"])
    items = [item for number, item in enumerate(given) if number not in wrong] if wrong else []
    return validate(Model, {**data, "languages": items})[0], issues


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


def _repeated_variants(model: Model) -> list[Issue]:
    seen: set[str] = set()
    issues = []
    for number, variant in enumerate(model.variants):
        if variant.id in seen:
            message = f"duplicate id “{variant.id}” of two variants"
            path = ("variants", number, "id")
            issues.append(Issue.of("id.duplicate", message, "rename one of them", path))
        seen.add(variant.id)
    return issues


def _no_entry(data: object) -> Issue:
    message = f"expected an entry with fields, got {called(data)}"
    hint = lookalike(data) if isinstance(data, str) else ""
    return Issue.of("catalog.shape", message, hint or "begin each entry with “- id: …”", ())


def called(data: object) -> str:
    """Return the kind of some data, in words."""
    kinds = {dict: "a mapping", list: "a list", type(None): "nothing", str: "a text"}
    return kinds.get(type(data), "a single value")


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
