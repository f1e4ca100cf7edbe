"""A small dictionary of the field, for English titles with Chinese abstracts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.stems import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Set


@cache
def _dictionary() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Map the first two characters of Chinese translations to their English stems."""
    text = (files("sphinx_modelzoo.curation.rules") / "data" / "terms.txt").read_text(
        encoding="utf-8"
    )
    found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        english, chinese = line.split(" ")
        stems = frozenset(key for word in english.split("|") for key in keys_of(word))
        for term in chinese.split("|"):
            if len(term) > 1:  # a single character is in too many words
                found[term[:2]].append((term, stems))
    return {start: tuple(terms) for start, terms in found.items()}


def translated_keys(keys: Set[str], text: str) -> set[str]:
    """Return the English stems of the words of a Chinese text, each marked with ``zh:``.

    :param keys: the pairs of characters of the text.
    """
    dictionary = _dictionary()
    return {
        f"zh:{stem}"
        for start in keys & dictionary.keys()
        for term, stems in dictionary[start]
        if term in text
        for stem in stems
    }


@cache
def translatable() -> frozenset[str]:
    """Return the English stems that have a Chinese translation here."""
    return frozenset(
        stem for terms in _dictionary().values() for _, stems in terms for stem in stems
    )
