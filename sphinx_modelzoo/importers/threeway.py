"""Entries in three versions: what was imported last, what the catalog has now, what comes now.

A value that nobody touched since the last import follows its source. One that a person changed,
added or removed stays as that person left it, and where the source says something else now, that
is reported. Nothing is ever deleted because a source no longer has it.

Without a last import (the first one onto a catalog that exists) what is there wins, and what is
missing is filled in.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    Key = Callable[[Any], Hashable | None]

_TEXTS = frozenset(("summary", "abstract", "description", "raw", "label", "alt", "caption"))
_SETS = frozenset(("tasks", "tags", "languages", "aliases", "related", "silence"))
_MAPPINGS = frozenset(("paper", "demo", "metrics", "conditions", "source"))
_SHORT = {"code": "url", "links": "url", "weights": "url", "demo": "url", "paper": "url"}
_LONG = 64  # texts beyond this are remembered by their digest only

MISSING: Any = object()


@dataclass(frozen=True)
class Difference:
    """A field where a person's value was kept although the source says something else now."""

    field: str
    kept: Any
    source: Any


@dataclass
class Merge:
    """The outcome for one entry."""

    data: dict[str, Any]
    changed: list[str] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)


def merge_entry(base: dict[str, Any] | None, old: dict[str, Any], new: dict[str, Any]) -> Merge:
    """Bring the facts of a source into an entry.

    :param base: what this source gave the last time, as :func:`remember` made it.
    :param old: the entry as it stands in the catalog.
    :param new: the entry as the source has it now. All are in the form that is written.
    """
    merge = Merge({})
    merge.data = _Merger(merge).mapping("", _expand(base or {}), _expand(old), _expand(new))
    return merge


def remember(data: Any) -> Any:
    """An entry in the form in which it is remembered: long texts by a digest."""
    if isinstance(data, dict):
        return {key: remember(value) for key, value in data.items()}
    if isinstance(data, list):
        return [remember(value) for value in data]
    if isinstance(data, str) and len(data) > _LONG:
        return f"digest:{hashlib.blake2b(data.encode(), digest_size=9).hexdigest()}"
    return data if isinstance(data, str | int | float | bool | None) else str(data)


def _expand(data: dict[str, Any]) -> dict[str, Any]:
    """Links in their long form, so that they merge field by field."""
    expanded: dict[str, Any] = {}
    for name, value in data.items():
        short = _SHORT.get(name)
        if short and isinstance(value, list):
            value = [{short: item} if isinstance(item, str) else item for item in value]
        elif short and isinstance(value, str):
            value = {short: value}
        elif name == "variants":
            value = [_expand(item) for item in value]
        expanded[name] = value
    return expanded


class _Merger:
    def __init__(self, merge: Merge) -> None:
        self.merge = merge

    def mapping(
        self, path: str, base: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        merged = dict(old)
        for name, value in new.items():
            if name == "id":
                continue
            where = f"{path}.{name}" if path else name
            result = self._value(
                name, where, base.get(name, MISSING), old.get(name, MISSING), value
            )
            if result is not MISSING:
                merged[name] = result
        return merged

    def _value(self, name: str, path: str, base: Any, old: Any, new: Any) -> Any:
        if isinstance(new, dict) and (name in _TEXTS or name in _MAPPINGS):
            if isinstance(old, dict) or old is MISSING:
                merged = self.mapping(path, _dict(base), _dict(old), new)
                return merged or MISSING
        elif isinstance(new, list) and (isinstance(old, list) or old is MISSING):
            if name in _SETS:
                return self._set(path, _list(base), _list(old), new) or MISSING
            if name in _LISTS:
                return self._list(name, path, _list(base), _list(old), new) or MISSING
        return self._leaf(path, base, old, new)

    def _leaf(self, path: str, base: Any, old: Any, new: Any) -> Any:
        if _same(old, new):
            return old
        if old is MISSING:
            if base is not MISSING:
                return MISSING  # a person took it out
            self.merge.changed.append(path)
            return new
        if base is not MISSING and remember(old) == base:
            self.merge.changed.append(path)
            return new
        if base is MISSING or remember(new) != base:
            self.merge.kept.append(Difference(path, old, new))
        return old

    def _set(self, path: str, base: list[Any], old: list[Any], new: list[Any]) -> list[Any]:
        added = [item for item in new if item not in old and remember(item) not in base]
        if added:
            self.merge.changed.append(path)
        return [*old, *added]

    def _list(
        self, name: str, path: str, base: list[Any], old: list[Any], new: list[Any]
    ) -> list[Any]:
        """Lists of mappings: each new item is found again by what it is about."""
        keys, loose = _LISTS[name], (*_LISTS[name], *_LOOSE.get(name, ()))
        before = match([remember(item) for item in new], base, loose)
        kept = match(base, [remember(item) for item in old], loose)
        direct_new = [index for index in range(len(new)) if index not in before]
        direct_old = [index for index in range(len(old)) if index not in kept.values()]
        direct = match([new[i] for i in direct_new], [old[i] for i in direct_old], keys)
        partner = {direct_new[one]: direct_old[other] for one, other in direct.items()}
        merged = list(old)
        for index, item in enumerate(new):
            known = before.get(index)
            place = partner.get(index) if known is None else kept.get(known)
            if place is not None:
                origin = {} if known is None else _dict(base[known])
                where = f"{path}[{place}]"
                merged[place] = self.mapping(where, origin, _dict(old[place]), _dict(item))
            elif known is None:
                self.merge.changed.append(f"{path}[{len(merged)}]")
                merged.append(item)
        return merged


def match(ones: Sequence[Any], others: Sequence[Any], keys: Sequence[Key]) -> dict[int, int]:
    """Pair the items of two lists, by the first key that both have and nobody else has.

    The first key pairs equal items in their order even where they are there several times.
    """
    pairs: dict[int, int] = {}
    for number, key in enumerate(keys):
        free = [index for index in range(len(others)) if index not in pairs.values()]
        places: dict[Hashable, list[int]] = {}
        for index in free:
            places.setdefault(key(others[index]), []).append(index)
        wanted = [(index, key(one)) for index, one in enumerate(ones) if index not in pairs]
        often = Counter(found for _, found in wanted)
        for index, found in wanted:
            candidates = places.get(found, [])
            single = often[found] == 1 and len(candidates) == 1
            if found is not None and candidates and (number == 0 or single):
                pairs[index] = candidates.pop(0)
    return pairs


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, sort_keys=True, default=str)


def _by(needed: str, *names: str) -> Key:
    """A key of several fields; nothing where the first of them is missing."""

    def key(item: Any) -> Hashable | None:
        if not isinstance(item, dict) or needed not in item:
            return None
        return tuple(_text(item.get(name)) for name in (needed, *names))

    return key


def _like(*names: str) -> Key:
    """A key of fields that may be missing."""
    return lambda item: tuple(_text(item.get(name)) for name in names) if item else None


def _measured(item: Any) -> Hashable | None:
    """What a result is of, whatever the figures are."""
    metrics = item.get("metrics") if isinstance(item, dict) else None
    if not isinstance(metrics, dict):
        return None
    return (*sorted(metrics), *(_text(item.get(name)) for name in ("dataset", "task")))


# How the items of a list are found again, strictest first.
_LISTS: dict[str, tuple[Key, ...]] = {
    "code": (_by("url"),),
    "links": (_by("url"),),
    "weights": (_by("url"),),
    "images": (_by("src"),),
    "snippets": (_by("code"),),
    "variants": (_by("name"), _by("id")),
    "results": (
        _text,
        _by("dataset", "task", "conditions", "raw"),
        _by("dataset", "task", "conditions"),
        _by("raw", "dataset", "task"),
        _by("raw"),
    ),
}
# What may have changed in the source since the last import, or under a person's hands, beyond
# that. Two items that were written independently of each other are not taken for one on such
# grounds.
_LOOSE: dict[str, tuple[Key, ...]] = {
    "code": (_like("kind", "framework", "label"),),
    "links": (_like("label"),),
    "weights": (_like("format"),),
    "images": (_like("alt"),),
    "snippets": (_like("label", "language"),),
    "results": (_by("dataset", "task"), _by("conditions"), _measured),
}


def _same(one: Any, other: Any) -> bool:
    return one is not MISSING and type(one) is type(other) and bool(one == other)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
