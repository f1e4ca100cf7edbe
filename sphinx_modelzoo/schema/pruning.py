"""Validation that leaves out the smallest wrong part, and keeps the rest of a record.

An unknown field costs that field, a wrong item of a list that item. A record goes as a whole only
without a field that it requires, as a link without its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic.dataclasses import is_pydantic_dataclass

from sphinx_modelzoo.schema.shape import Field, shape_of
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.yamltext.locating import Issue

T = TypeVar("T")
Path = tuple["str | int", ...]

PRIVATE = "x-"
"""The beginning of the names of fields that are ignored, wherever they are."""

_GONE: Any = object()


@dataclass(frozen=True)
class Pruned(Generic[T]):
    """A record without its wrong parts.

    ``record`` is ``None`` where nothing is left that could be one. ``cuts`` are the items of
    lists that were left out, by their paths in the data: see :func:`place_in_data`.
    """

    record: T | None
    issues: list[Issue]
    cuts: tuple[Path, ...] = ()


def prune(
    kind: type[T], data: Any, placed: Callable[[Issue, Any], Issue] = lambda issue, data: issue
) -> Pruned[T]:
    """Validate data as an object of a class of the schema, without its wrong parts.

    :param kind: the class, or the type of a single value.
    :param placed: gives an issue the path that it has in the data, which a validator may have
        rearranged.
    """
    record, issues = validate(kind, data)
    cls = kind if is_pydantic_dataclass(kind) else None
    found: list[Issue] = []
    cuts: tuple[Path, ...] = ()
    # One round finds what pydantic can see at once; another one what the first one hid.
    while record is None:
        wrong: dict[Any, Any] = {}
        for one in issues:
            issue = placed(one, data)
            found.append(issue._replace(path=place_in_data(issue.path, cuts)))
            _mark(wrong, _keys(data, issue.path))
        trimmed = _Trimmer()
        data = trimmed.left(Field("", "record", "", "", "", record=cls), data, wrong, ())
        cuts += tuple(place_in_data(path, cuts) for path in trimmed.cuts)
        if data is _GONE:
            break
        record, issues = validate(kind, data)
    return Pruned(record, found, cuts)


def without_private(data: Any) -> Any:
    """Remove the fields whose names begin with ``x-`` from data, in place, and return it."""
    if isinstance(data, dict):
        for name in [one for one in data if isinstance(one, str) and one.startswith(PRIVATE)]:
            del data[name]
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict | list):
            without_private(value)
    return data


def place_in_data(path: Sequence[Any], cuts: Iterable[Path]) -> Path:
    """Return the path in the data of what has a path in the record that was made of it.

    Items of a list that follow those left out have other numbers in the record.
    """
    cut = set(cuts)
    found: Path = ()
    for part in path:
        if isinstance(part, int) and cut:
            before = -1
            for _ in range(part + 1):
                before += 1
                while (*found, before) in cut:
                    before += 1
            part = before
        found = (*found, part)
    return found


def _keys(data: Any, path: Path) -> list[Any]:
    """Return the keys that a path has in the data, as far as it leads.

    Parts that the data does not have are skipped: the validator names the branch of a union, the
    field that a short form abbreviates, and the index in a list of one written without a list.
    """
    keys: list[Any] = []
    for part in path:
        if isinstance(data, dict):
            # Names in YAML may be numbers or booleans; the validator's paths have texts.
            known = part if part in data else next((k for k in data if str(k) == str(part)), _GONE)
            if known is _GONE:
                continue
        elif isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            known = part
        else:
            continue
        keys.append(known)
        data = data[known]
    return keys


def _mark(wrong: dict[Any, Any], keys: list[Any]) -> None:
    """Mark a part as wrong in a tree of keys, whose leaves are empty."""
    for key in keys:
        wrong = wrong.setdefault(key, {})
    wrong[_GONE] = True


class _Trimmer:
    """A copy of data without what is marked as wrong; ``cuts`` are the items taken from lists."""

    def __init__(self) -> None:
        self.cuts: list[Path] = []

    def left(self, field: Field | None, data: Any, wrong: Mapping[Any, Any], path: Path) -> Any:
        """Return what is left of the value of a field, or the mark that nothing is."""
        if _GONE in wrong:
            return _GONE
        if isinstance(data, list):
            return self._list(field, data, wrong, path)
        if isinstance(data, dict):
            named = field is not None and field.many == "mapping"
            record = field.record if field is not None and not named else None
            return self._mapping(field if named else None, record, data, wrong, path)
        return data

    def _list(
        self, field: Field | None, data: list[Any], wrong: Mapping[Any, Any], path: Path
    ) -> Any:
        kept: list[Any] = []
        gone: list[Path] = []
        item = field._replace(many="") if field is not None else None
        for place, value in enumerate(data):
            here = (*path, place)
            left = self.left(item, value, wrong[place], here) if place in wrong else value
            if left is _GONE:
                gone.append(here)
            else:
                kept.append(left)
        if not kept:
            return _GONE
        self.cuts += gone
        return kept

    def _mapping(
        self,
        item: Field | None,
        record: Any,
        data: dict[Any, Any],
        wrong: Mapping[Any, Any],
        path: Path,
    ) -> Any:
        fields = shape_of(record) if record is not None else {}
        kept: dict[Any, Any] = {}
        for name, value in data.items():
            field = fields.get(name)
            if name not in wrong:
                left = value
            elif field is None:
                inner = item._replace(many="") if item is not None else None
                left = self.left(inner, value, wrong[name], (*path, name))
                if left is _GONE and inner is None and _GONE not in wrong[name]:
                    left = {}  # a term of a vocabulary: its name says enough
            else:
                left = self.left(field, value, wrong[name], (*path, name))
            if left is not _GONE:
                kept[name] = left
            elif field is not None and field.required:
                return _GONE
        return kept or _GONE
