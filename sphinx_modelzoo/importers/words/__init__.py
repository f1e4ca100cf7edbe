"""Word lists of the importers, as package data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_words(name: str) -> dict[str, Any]:
    """The word lists of ``name``.yaml; callers do not change them."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506
    return found


@cache
def english_lists() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Common English words with the usual words of the field, the more frequent first, and rarer
    ones that could be taken for two of them; all in lower case."""
    text = (files(__name__) / "english.txt").read_text(encoding="utf-8")
    lists: list[list[str]] = []
    last = ""
    for line in text.splitlines():
        if line.startswith("#"):
            if not last.startswith("#"):
                lists.append([])
        else:
            lists[-1] += line.split()
        last = line
    common, rare = lists
    return tuple(common), tuple(rare)


@cache
def english_words() -> frozenset[str]:
    """All words of :func:`english_lists`."""
    common, rare = english_lists()
    return frozenset(common) | frozenset(rare)
