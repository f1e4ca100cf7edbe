"""Merge entries in three versions: the last import, the catalog now, the source now.

A value that nobody touched since the last import follows its source. One that a person changed,
added or removed stays as that person left it, and where the source says something else now, that
is reported. Nothing is deleted because a source no longer has it; that is reported as well.

Without a last import (the first one onto a catalog that exists) what is there wins, and what is
missing is filled in.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.merge.result_languages import (
    as_said,
    other_language,
    translations,
    versions_of,
)
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.schema.model import Image, Model, Result, Variant, Weights, expand_short
from sphinx_modelzoo.schema.shape import shape_of, short_form

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from sphinx_modelzoo.schema.shape import Field

    Key = Callable[[Any], Hashable | None]

_LONG = 64  # texts beyond this are remembered by their digest only

MISSING: Any = object()


@dataclass(frozen=True)
class Difference:
    """A field where a person's value was kept although the source says something else now."""

    field: str
    kept: Any
    source: Any


@dataclass(frozen=True)
class GoneItem:
    """An item of a list in an entry that its source no longer has.

    ``item`` is what it was; ``edited`` says that a person has changed it since. ``versions`` are
    what sources in each of its languages say.
    """

    field: str
    item: Any
    edited: bool
    versions: tuple[Any, ...] = ()


@dataclass
class Merge:
    """The outcome for one entry."""

    data: dict[str, Any]
    changed: list[str] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    gone: list[GoneItem] = field(default_factory=list)


def merge_entry(base: dict[str, Any] | None, old: dict[str, Any], new: dict[str, Any]) -> Merge:
    """Bring the facts of a source into an entry.

    :param base: what this source gave the last time, as :func:`remember` made it.
    :param old: the entry as it is in the catalog.
    :param new: the entry as the source has it now. All are in the form that is written.
    """
    merge = Merge({})
    base, old, new = (_expand(Model, data) for data in (base or {}, old, new))
    merge.data = _Merger(merge).record(Model, "", base, old, new)
    return merge


def remember(data: Any) -> Any:
    """Return an entry as it is remembered: long texts by a digest."""
    if isinstance(data, str):
        return data if len(data) <= _LONG else f"digest:{hex_digest(data, 9)}"
    if isinstance(data, dict):
        return {key: remember(value) for key, value in data.items()}
    if isinstance(data, list):
        return [remember(value) for value in data]
    return data if isinstance(data, int | float | bool | None) else str(data)


def _expand(cls: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the records in it in their long form, so that they merge by field."""
    shape = shape_of(cls)
    return {
        name: _expanded(shape[name], value) if name in shape else value
        for name, value in data.items()
    }


def _expanded(field: Field, value: Any) -> Any:
    if field.kind != "record" or not field.merges:
        return value
    if field.many and isinstance(value, list):
        return [_long(field.record, item) for item in value]
    return _long(field.record, value)


def _long(cls: Any, value: Any) -> Any:
    if short_form(cls):
        value = expand_short(cls, value)
    return _expand(cls, value) if isinstance(value, dict) else value


class _Merger:
    def __init__(self, merge: Merge) -> None:
        self.merge = merge

    def record(
        self, cls: Any, path: str, base: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        """Merge one object of the schema, field by field."""
        shape = shape_of(cls)

        def merge(name: str, where: str, *versions: Any) -> Any:
            return self._value(shape[name], where, *versions)

        facts = {name: value for name, value in new.items() if name in shape and name != "id"}
        return self._each(path, base, old, facts, merge)

    def _each(
        self,
        path: str,
        base: dict[str, Any],
        old: dict[str, Any],
        new: dict[str, Any],
        merge: Callable[[str, str, Any, Any, Any], Any],
    ) -> dict[str, Any]:
        merged = dict(old)
        for name, value in new.items():
            where = f"{path}.{name}" if path else name
            result = merge(name, where, base.get(name, MISSING), old.get(name, MISSING), value)
            if result is not MISSING:
                merged[name] = result
        return merged

    def _value(self, field: Field, path: str, base: Any, old: Any, new: Any) -> Any:
        if isinstance(new, dict) and (isinstance(old, dict) or old is MISSING):
            versions = _dict(base), _dict(old), new
            if field.many == "mapping" or field.kind in ("text", "link"):
                # By names, or by languages.
                leaf = self._own if field.kind == "own" else self._leaf_of
                return self._each(path, *versions, leaf) or MISSING
            if field.merges:
                return self.record(field.record, path, *versions) or MISSING
        elif isinstance(new, list) and (isinstance(old, list) or old is MISSING):
            if field.many == "set":
                return self._set(path, _list(base), _list(old), new) or MISSING
            if field.kind == "record":
                return self._list(field, path, _list(base), _list(old), new) or MISSING
        if field.kind == "text" and not field.many:
            return self._own(field.name, path, base, old, new)
        return self._leaf(path, base, old, new)

    def _own(self, name: str, path: str, base: Any, old: Any, new: Any) -> Any:
        """Merge a text that may be in several languages, as a string or a mapping."""
        several = isinstance(old, dict) or isinstance(new, dict) or other_language(old, new)
        if not several or not all(isinstance(one, str | dict) for one in (old, new)):
            return self._leaf(path, base, old, new)
        before, ours, theirs = map(_by_language, (base, old, new))
        merged = self._each(path, before, ours, theirs, self._leaf_of)
        return old if merged == ours else merged

    def _leaf_of(self, name: str, path: str, base: Any, old: Any, new: Any) -> Any:
        return self._leaf(path, base, old, new)

    def _leaf(self, path: str, base: Any, old: Any, new: Any) -> Any:
        if _same(old, new):
            return old
        if old is MISSING:
            if base is not MISSING:
                return MISSING  # a person removed it
            self.merge.changed.append(path)
            return new
        if base is not MISSING and remember(old) == base:
            self.merge.changed.append(path)
            return new
        if base is MISSING and other_language(old, new):
            return old  # the same in another language, where there is room for one
        if base is MISSING or remember(new) != base:
            self.merge.kept.append(Difference(path, old, new))
        return old

    def _set(self, path: str, base: list[Any], old: list[Any], new: list[Any]) -> list[Any]:
        added = [item for item in new if item not in old and remember(item) not in base]
        if added:
            self.merge.changed.append(path)
        return [*old, *added]

    def _list(
        self, field: Field, path: str, base: list[Any], old: list[Any], new: list[Any]
    ) -> list[Any]:
        """Merge lists of records: each new item is found again by what it is about."""
        keys, more = _keys(field.record)
        loose = (*keys, *more)
        before = match([remember(item) for item in new], base, loose)
        merged = list(old)
        if field.record is Result:
            old = as_said(old, [*base, *new])
        remembered = [remember(item) for item in old]
        kept = match(base, remembered, loose)
        kept |= translations(
            field.record, _without(base, kept), _without(remembered, kept.values())
        )
        direct_new = [index for index in range(len(new)) if index not in before]
        direct_old = [index for index in range(len(old)) if index not in kept.values()]
        direct = match([new[i] for i in direct_new], [old[i] for i in direct_old], keys)
        partner = {direct_new[one]: direct_old[other] for one, other in direct.items()}
        partner |= translations(
            field.record,
            _without(new, {*before, *partner}),
            _without(old, {*kept.values(), *partner.values()}),
        )
        for number in set(range(len(base))) - set(before.values()):
            if (place := kept.get(number)) is not None and place not in partner.values():
                edited = remember(old[place]) != base[number]
                versions = tuple(map(remember, versions_of(merged[place])))
                self.merge.gone.append(GoneItem(f"{path}[{place}]", base[number], edited, versions))
        for index, item in enumerate(new):
            known = before.get(index)
            place = partner.get(index) if known is None else kept.get(known)
            if place is not None:
                origin = {} if known is None else _dict(base[known])
                where, ours, theirs = f"{path}[{place}]", _dict(merged[place]), _dict(item)
                if "name" not in ours and other_language(ours.get("id"), theirs.get("name")):
                    theirs = {key: value for key, value in theirs.items() if key != "name"}
                merged[place] = self.record(field.record, where, origin, ours, theirs)
            elif known is None:
                self.merge.changed.append(f"{path}[{len(merged)}]")
                merged.append(item)
        return merged


def _without(items: Sequence[Any], places: Iterable[int]) -> dict[int, Any]:
    """Return the items of a list by their places, without some."""
    left_out = set(places)
    return {place: item for place, item in enumerate(items) if place not in left_out}


def match(ones: Sequence[Any], others: Sequence[Any], keys: Sequence[Key]) -> dict[int, int]:
    """Pair the items of two lists by the first key that both have and no other item has.

    The first key pairs equal items in their order even if they occur several times.
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
    """Return a key of several fields; it is ``None`` where the first of them is missing."""

    def key(item: Any) -> Hashable | None:
        if not isinstance(item, dict) or needed not in item:
            return None
        return tuple(_text(item.get(name)) for name in (needed, *names))

    return key


def _like(*names: str) -> Key:
    """Return a key of fields that may be missing."""
    return lambda item: tuple(_text(item.get(name)) for name in names) if item else None


def _measured(item: Any) -> Hashable | None:
    """Return what a result is of, whatever the figures are."""
    metrics = item.get("metrics") if isinstance(item, dict) else None
    if not isinstance(metrics, dict):
        return None
    return (*sorted(metrics), *(_text(item.get(name)) for name in ("dataset", "task")))


def _keys(cls: Any) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Return how the items of a list of records are found again, strictest first.

    :returns: the keys; and those for what may have changed in the source since the last import,
        or under a person's hands, beyond that. Two items that were written independently of each
        other are not taken for one on such grounds.
    """
    if cls in _KEYS:
        return _KEYS[cls]
    # By what a bare value would be, or else the first field that must be there.
    shape = shape_of(cls)
    needed = (field.name for field in shape.values() if field.required)
    chief = short_form(cls) or next(needed, None)
    if chief is None:
        return (_text,), ()
    return (_by(chief),), (_like(*(name for name in shape if name != chief)),)


_KEYS: Mapping[Any, tuple[tuple[Key, ...], tuple[Key, ...]]] = {
    Image: ((_by("src"),), (_like("alt"),)),
    Weights: ((_by("url"),), (_like("format"),)),
    Variant: ((_by("name"), _by("id")), ()),
    Result: (
        (
            _text,
            _by("dataset", "task", "conditions", "raw"),
            _by("dataset", "task", "conditions"),
            _by("raw", "dataset", "task"),
            _by("raw"),
        ),
        (_by("dataset", "task"), _by("conditions"), _measured),
    ),
}


def _by_language(text: Any) -> dict[str, Any]:
    if isinstance(text, str):
        return {"zh" if has_han(text) else "en": text}
    return _dict(text)


def _same(one: Any, other: Any) -> bool:
    return one is not MISSING and type(one) is type(other) and bool(one == other)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
