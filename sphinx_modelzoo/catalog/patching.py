"""Changing entries of a catalog file in place: comments, order, quotes and layout stay.

Only the lines of changed fields are rewritten, and fields whose names begin with ``x-``, which are
ignored when a catalog is read, are kept. The result is parsed again and compared before it is
returned.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from sphinx_modelzoo.catalog.writing import FIELD_ORDER, entry_to_data
from sphinx_modelzoo.problems.messages import Message, ProblemError, failure
from sphinx_modelzoo.schema.head import ENTRY_ONLY, Head
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.pruning import PRIVATE, without_private
from sphinx_modelzoo.schema.shape import shape_of, short_form
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.yamltext.editing import Editor
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import Builder, compose
from sphinx_modelzoo.yamltext.paths import follow
from sphinx_modelzoo.yamltext.style import item_lines

_HEAD_ORDER = (*(field.name for field in dataclass_fields(Head)), "models")


class EntryChange(NamedTuple):
    """An entry before and after, both as :func:`~.writing.entry_to_data` gives them."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


def _unfit(message: str) -> ProblemError:
    """Make the exception for a file that cannot be changed without losing part of it."""
    return failure("catalog.layout", message, None)


def patch_catalog(
    text: str,
    changes: Mapping[str, EntryChange],
    additions: Sequence[Mapping[str, Any]] = (),
    fields: Mapping[str, Any] = MappingProxyType({}),
    removals: Collection[str] = (),
) -> str:
    """Change entries of a catalog file, append and remove entries, and declare own fields.

    :param text: the file, a valid catalog; or a file that is one entry, without additions.
    :param changes: by the ids that the entries have in the text.
    :param fields: declarations of own fields by name, new ones and those that change.
    :param removals: ids of entries to remove, one of which must remain.
    :raises ProblemError: when that is not possible without changing anything else.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    root = compose(text)
    if not isinstance(root, yaml.MappingNode):
        raise _unfit("the file is not a catalog")
    patch = Editor(text)
    declared = _declare(patch, root, fields) if fields else None
    models = follow(root, ("models",))
    if models.path != ("models",):
        if additions or removals or (fields and ENTRY_ONLY.intersection(_names(root))):
            raise _unfit("the file contains one entry; others belong in files of their own")
        for change in changes.values():
            patch.mapping(root, *_whole(change, root), FIELD_ORDER)
    elif isinstance(models.value, yaml.SequenceNode) and models.value.value:
        if models.value.flow_style:
            raise _unfit("the list of models is in brackets: write a “- ” for each")
        _patch_entries(patch, models.value, changes, additions)
        _remove_entries(patch, models.value, removals)
    elif additions:
        _patch_empty(patch, text, additions)
    patched = patch.text()
    _verify(text, patched, changes, additions, declared, removals)
    return patched


def _declare(patch: Editor, root: yaml.MappingNode, fields: Mapping[str, Any]) -> Any:
    """Add declarations of own fields to the head; return all that it has then."""
    found = follow(root, ("fields",))
    old = Builder().build(found.value) if found.complete else {}
    new: Any
    if isinstance(old, list):
        rest = [one for one in old if not (isinstance(one, dict) and one.get("id") in fields)]
        new = [*rest, *({"id": name, **field} for name, field in fields.items())]
    else:
        new = {**(old or {}), **fields}
    patch.mapping(root, {"fields": old} if old else {}, {"fields": new}, _HEAD_ORDER)
    return new


def _names(node: yaml.MappingNode) -> set[str]:
    return {str(key.value) for key, _ in node.value}


def _patch_entries(
    patch: Editor,
    models: yaml.SequenceNode,
    changes: Mapping[str, EntryChange],
    additions: Sequence[Mapping[str, Any]],
) -> None:
    for node in models.value:
        change = changes.get(str(follow(node, ("id",)).value.value))
        if change:
            patch.item(node, "", *_whole(change, node), FIELD_ORDER)
    last = models.value[-1]
    column = patch.dash(last)[1]
    lines = [["", *item_lines(dict(data), column, field="models")] for data in additions]
    patch.insert(patch.end(last), [line for item in lines for line in item])


def _remove_entries(patch: Editor, models: yaml.SequenceNode, removals: Collection[str]) -> None:
    nodes = list(models.value)
    for place, node in enumerate(nodes):
        if str(follow(node, ("id",)).value.value) in removals:
            # With the blank lines up to the next entry; before the last one there are some, too.
            start, end = patch.dash(node)[0], patch.end(node)
            patch.remove(start, end, above=place == len(nodes) - 1)


def _whole(change: EntryChange, node: yaml.Node) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an entry before and after, with the private fields that its text has."""
    text = Builder().build(node)
    return (
        _with_private(Model, dict(change.old), text),
        _with_private(Model, dict(change.new), text),
    )


def _patch_empty(patch: Editor, text: str, additions: Sequence[Mapping[str, Any]]) -> None:
    for number, line in enumerate(text.split("\n")):
        if re.match(r"models:\s*(\[\s*\]|null|~)?\s*(#.*)?\Z", line):
            lines = [item_lines(dict(data), 2, field="models") for data in additions]
            joined = [line for item in lines for line in ["", *item]][1:]
            patch.replace(number, number + 1, ["models:", *joined])
            return
    raise _unfit("no place for the models: write “models:” on a line of its own")


def _verify(
    before: str,
    after: str,
    changes: Mapping[str, EntryChange],
    additions: Sequence[Mapping[str, Any]],
    fields: Any,
    removals: Collection[str],
) -> None:
    """Verify that the new text has the changes and additions, and otherwise equals the old."""
    old_head, old = _read(before)
    new_head, new = _read(after)
    if fields is not None:
        old_head = {**old_head, "fields": fields}
    kept = {ident: data for ident, data in old.items() if ident not in removals}
    # Of the entries alone: ids may begin like private fields.
    mine, theirs = ([*entries.values()] for entries in (kept, new))
    if sorted(_private_values(mine)) != sorted(_private_values(theirs)):
        raise _unfit("fields that begin with “x-” would be lost; move them out of what changes")
    if set(changes) - set(old):
        raise _unfit(
            Message(
                "the entry “{name}” was not found in the file", name=min(set(changes) - set(old))
            )
        )
    expected = {
        ident: _normal(changes[ident].new if ident in changes else data)
        for ident, data in old.items()
        if ident not in removals
    }
    expected |= {str(data["id"]): _normal(data) for data in additions}
    found = {ident: _normal(data) for ident, data in new.items()}
    if old_head != new_head or found != expected:
        raise _unfit("the layout of the file does not allow changing it in place")


def _read(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the head of a file and its entries by id."""
    builder = Builder()
    try:
        root = compose(text)
    except YamlError as error:
        message = Message(
            "the layout of the file does not allow changing it: {message}",
            message=error.problem.message,
        )
        raise _unfit(message) from error
    data = builder.build(root) if root else {}
    if not isinstance(data, dict) or builder.flaws:
        raise _unfit("the layout of the file does not allow changing it in place")
    if "models" not in data:
        single = bool(ENTRY_ONLY.intersection(map(str, data)))
        return ({}, {str(data.get("id")): data}) if single else (data, {})
    entries = {str(item["id"]): item for item in data.pop("models") or ()}
    return data, entries


def _normal(data: Mapping[str, Any]) -> Any:
    """Normalize an entry so that equivalent ones are equal."""
    known = {name: value for name, value in data.items() if name in FIELD_ORDER}
    model, _ = validate(Model, without_private(known))
    return entry_to_data(model) if model else data


def _with_private(cls: Any, data: Any, text: Any) -> Any:
    """Return an entry with the private fields that its text has, wherever it still has a place.

    :param cls: the class of the schema of the record, or ``None`` for names and their values.
    :param data: the record in the form that is written.
    :param text: the record as it was in the text.
    """
    if isinstance(text, list):
        if not isinstance(data, list):
            return data
        kept = [_with_private(cls, one, other) for one, other in zip(data, text, strict=False)]
        return [*kept, *data[len(text) :]]
    if not isinstance(text, dict):
        return data
    private = {name: value for name, value in text.items() if _is_private(name)}
    short = short_form(cls) if cls is not None else None
    if private and short and not isinstance(data, dict | list):
        data = {short: data}
    if not isinstance(data, dict):
        # One record is short for a list of one.
        single = isinstance(data, list) and len(data) == 1
        return [_with_private(cls, data[0], text)] if single else data
    fields = shape_of(cls) if cls is not None else {}
    kinds = {name: field.record for name, field in fields.items()}
    found = {
        name: _with_private(kinds.get(name), value, text[name]) if name in text else value
        for name, value in data.items()
    }
    return {**found, **private}


def _private_values(data: Any) -> Iterator[tuple[str, str]]:
    """Yield the private fields of data, however deep, with what they hold."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in items:
        if _is_private(name):
            yield str(name), repr(value)
        elif isinstance(value, dict | list):
            yield from _private_values(value)


def _is_private(name: object) -> bool:
    return isinstance(name, str) and name.startswith(PRIVATE)
