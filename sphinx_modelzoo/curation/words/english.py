"""The words of English, and the parts that words are made of, as package data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _lists() -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = (files(__name__.rpartition(".")[0]) / "english.txt").read_text(encoding="utf-8")
    _, common, rare = text.split("\n[")
    return tuple(common.split()[1:]), tuple(rare.split()[1:])


@cache
def english_ranks() -> Mapping[str, int]:
    """Return common words, and those of machine learning, in lower case, by rank from 0."""
    return MappingProxyType({word: rank for rank, word in enumerate(_lists()[0])})


@cache
def english_words() -> frozenset[str]:
    """Return common words, and rarer ones that could be taken for two of them."""
    common, rare = _lists()
    return frozenset(common) | frozenset(rare)


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    text = (files(__name__.rpartition(".")[0]) / "parts.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(name, []).extend(line.split())
    return MappingProxyType({name: tuple(words) for name, words in found.items()})


def word_parts(name: str) -> tuple[str, ...]:
    """Return a list of ``parts.txt``: ``suffixes``, ``prefixes``, ``compounds`` and so on."""
    return _parts()[name]


@cache
def function_words() -> frozenset[str]:
    """Return the short words that occur everywhere: ``the``, ``of``, ``with``."""
    return frozenset(word_parts("function"))
