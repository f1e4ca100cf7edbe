"""Results and variants of files in two languages that are one.

``README_cn.md`` and ``README_en.md`` give the same results, with conditions in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.schema.model import Result, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def other_language(kept: Any, new: Any) -> bool:
    """Return True if two texts are in different languages: one in Chinese, the other not."""
    return isinstance(kept, str) and isinstance(new, str) and has_han(kept) != has_han(new)


def as_said(results: list[Any], said: Sequence[Any]) -> list[Any]:
    """Return results with the conditions in the language that others have them in."""
    languages: dict[str, str] = {}
    for result in said:
        for name, value in _dict(_dict(result).get("conditions")).items():
            if isinstance(value, str) and (name not in languages or has_han(value)):
                languages[name] = "zh" if has_han(value) else "en"

    def one(name: str, value: Any) -> Any:
        return _dict(value).get(languages.get(name, ""), value)

    return [
        {**result, "conditions": {name: one(name, value) for name, value in conditions.items()}}
        if (conditions := _dict(_dict(result).get("conditions")))
        else result
        for result in results
    ]


def versions_of(item: Any) -> list[Any]:
    """Return a result in each of the languages that its conditions are in."""
    conditions = _dict(_dict(item).get("conditions"))
    tags = dict.fromkeys(tag for value in conditions.values() for tag in _dict(value))
    return [
        {**item, "conditions": {k: _dict(v).get(tag, v) for k, v in conditions.items()}}
        for tag in tags
    ]


def translations(cls: Any, new: Mapping[int, Any], old: Mapping[int, Any]) -> dict[int, int]:
    """Pair the results or variants that differ in nothing but the language of their conditions.

    Several that are alike are paired in their order, if there are as many of them.
    """
    if cls not in _SAME:
        return {}
    alike: dict[tuple[int, ...], list[int]] = {}
    for index, item in new.items():
        same = tuple(at for at, other in old.items() if _SAME[cls](_dict(other), _dict(item)))
        alike.setdefault(same, []).append(index)
    pairs: dict[int, int] = {}
    for same, places in alike.items():
        if len(same) == len(places) and not set(same) & set(pairs.values()):
            pairs.update(zip(places, same, strict=True))
    return pairs


def _is_same_result(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return True if nothing tells two results apart but the language of their conditions.

    They have the same figures, or different ones of one metric: then one of them is wrong.
    """
    ones, others = _dict(one.get("conditions")), _dict(other.get("conditions"))
    if set(ones) != set(others) or "raw" in one or "raw" in other:
        return False
    if any(one.get(name) != other.get(name) for name in ("dataset", "task")):
        return False
    apart = [name for name in ones if not _says(ones[name], others[name])]
    if any(not other_language(ones[name], others[name]) for name in apart):
        return False
    figures, theirs = _dict(one.get("metrics")), _dict(other.get("metrics"))
    return figures == theirs if apart else bool(set(figures) & set(theirs))


def _is_same_variant(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return True if two variants differ in nothing but the language of names and conditions."""
    names = [str(variant.get("name", variant.get("id"))) for variant in (one, other)]
    facts = [
        {name: value for name, value in variant.items() if name not in _WORDS}
        for variant in (one, other)
    ]
    results = [dict(enumerate(variant.get("results", ()))) for variant in (one, other)]
    return (
        other_language(*names)
        and facts[0] == facts[1]
        and bool(facts[0] or results[0])
        and len(results[0]) == len(results[1]) == len(translations(Result, *results))
    )


# What sources in two languages may say differently of a variant.
_WORDS = frozenset(("id", "name", "results", "extra", "summary", "description"))
_SAME: Mapping[Any, Callable[[dict[str, Any], dict[str, Any]], bool]] = {
    Result: _is_same_result,
    Variant: _is_same_variant,
}


def _says(value: Any, said: Any) -> bool:
    """Return True if a condition, in whatever languages, has a value."""
    return bool(value == said) or (isinstance(value, dict) and said in value.values())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
