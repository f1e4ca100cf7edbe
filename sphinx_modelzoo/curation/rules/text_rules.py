"""Texts that contradict their translation, have glued words, or are fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.rule import (
    Edit,
    Finding,
    Path,
    RuleContext,
    RuleWords,
    results,
    rule,
)
from sphinx_modelzoo.curation.words.glued import find_glued
from sphinx_modelzoo.curation.words.lexicon import Lexicon
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.words.glued import Glued
    from sphinx_modelzoo.schema.model import Model

GLUED = ProblemKind(
    "modelzoo.text.glued",
    "warning",
    "Words are glued, such as objectdetection: a line break was lost when the text was copied.",
    "Put the spaces back.",
    fixable=True,
)
CONTRADICTION = ProblemKind(
    "modelzoo.text.contradiction",
    "warning",
    "A text and its translation give different numbers.",
    "Correct the wrong one.",
)
PLACEHOLDER = ProblemKind(
    "modelzoo.text.placeholder",
    "warning",
    "A field holds a placeholder, such as “-”, nan or TODO, which readers would see.",
    "Omit the field until there is something to say.",
    fixable=True,
)

# Large numbers have other steps in Chinese: wan is ten thousand, yi a hundred million.
_UNITS = {
    "thousand": 1e3,
    "k": 1e3,
    "\u5343": 1e3,  # qian
    "\u4e07": 1e4,  # wan
    "million": 1e6,
    "m": 1e6,
    "\u767e\u4e07": 1e6,  # bai wan
    "\u5343\u4e07": 1e7,  # qian wan
    "\u4ebf": 1e8,  # yi
    "billion": 1e9,
    "b": 1e9,
    "g": 1e9,
    "\u5341\u4ebf": 1e9,  # shi yi
    "trillion": 1e12,
    "t": 1e12,
    "\u4e07\u4ebf": 1e12,  # wan yi
}
_SCALES = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
# A number that is part of a name (ResNet-50, 3D, COCO-2017, YOLOv4) does not count.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.\-\u2010-\u2015/\u00d7\u03b4^{(\\])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    rf"(?:[ \u00a0]?({_SCALES})(?![A-Za-z]))?(?![A-Za-z0-9_\u00d7^}}]|-[A-Za-z0-9]|[./]\d)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(r"`[^`]*`|\$[^$]*\$|(?<!\S)\S*://\S*")


@rule(GLUED, CONTRADICTION, PLACEHOLDER)
def _find(context: RuleContext) -> Iterator[Finding]:
    if context.wants(GLUED.code):
        yield from _glued(context)
    for model in context.catalog.models:
        texts = context.texts[model.id]
        if context.wants(PLACEHOLDER.code):
            yield from _placeholders(model, texts)
        if context.wants(CONTRADICTION.code):
            yield from _contradictions(model, texts)


def _glued(context: RuleContext) -> Iterator[Finding]:
    held = [
        (model, words)
        for model in context.catalog.models
        for words in context.texts[model.id]
        if words.language in (None, "en") and words.kind != "raw"
    ]
    texts = [words.text for _, words in held]
    names = [name for model in context.catalog.models for name in _names(model)]
    for (model, words), found in zip(
        held, find_glued(texts, Lexicon([*texts, *names], names)), strict=True
    ):
        if found:
            yield _glued_in(model, words, found)


def _names(model: Model) -> Iterator[str]:
    """Yield the names of a model, whose spelling is right as it is."""
    yield from (model.name, *model.aliases)
    if model.collection:
        yield model.collection
    if model.paper and model.paper.title:
        yield model.paper.title


def _glued_in(model: Model, words: RuleWords, found: Sequence[Glued]) -> Finding:
    shown = ", ".join(f"“{glued.word}”" for glued in found[:3])
    more = Message(" and {number} more", number=len(found) - 3) if len(found) > 3 else ""
    parts = ", ".join(f"“{glued.parts}”" for glued in found[:3])
    edits = {
        glued.word: Edit(words.path, glued.word, glued.parts) for glued in found if glued.certain
    }
    return Finding.of(
        GLUED,
        model.id,
        words.path,
        Message("glued words: {shown}{more}", shown=shown, more=more),
        parts,
        tuple(edits.values()),
        found[0].word,
    )


def _contradictions(model: Model, texts: tuple[RuleWords, ...]) -> Iterator[Finding]:
    pairs: dict[Path, list[RuleWords]] = {}
    for words in texts:
        if words.path[-1] == words.language:
            pairs.setdefault(words.path[:-1], []).append(words)
    for path, versions in pairs.items():
        first = versions[0]
        for other in versions[1:]:
            found = _contradiction(first.text, other.text)
            if found:
                message = Message(
                    "{language} says {found}, {other_language} says {other_found}",
                    language=first.language,
                    found=_listed(found[0]),
                    other_language=other.language,
                    other_found=_listed(found[1]),
                )
                yield Finding.of(CONTRADICTION, model.id, path, message)


def _listed(numbers: tuple[str, ...]) -> str:
    return ", ".join(numbers[:4])


@cache
def placeholders() -> frozenset[str]:
    """Return the placeholders, in lower case."""
    text = (files("sphinx_modelzoo.curation.rules") / "data" / "placeholders.txt").read_text(
        "utf-8"
    )
    return frozenset(line for line in text.splitlines() if line and not line.startswith("# "))


def _placeholders(model: Model, texts: tuple[RuleWords, ...]) -> Iterator[Finding]:
    known = placeholders()
    for path, text in (*((words.path, words.text) for words in texts), *_strings(model)):
        if len(text) < 24 and text.casefold() in known:
            edits = (Edit(path, text, None),)
            yield Finding.of(
                PLACEHOLDER, model.id, path, Message("placeholder “{text}”", text=text), "", edits
            )


def _strings(model: Model) -> Iterator[tuple[Path, str]]:
    for name in ("collection", "publisher", "license"):
        if value := getattr(model, name):
            yield (name,), value
    if model.paper:
        for name in ("title", "venue"):
            if value := getattr(model.paper, name):
                yield ("paper", name), value
        for index, author in enumerate(model.paper.authors):
            yield ("paper", "authors", index), author
    for path, result in results(model):
        if result.dataset:
            yield (*path, "dataset", "name"), result.dataset.name


def _numbers(text: str) -> dict[float, str]:
    """Return the numbers of a text by value, as they are written."""
    found: dict[float, str] = {}
    for match in _NUMBER.finditer(_NOT_COUNTED.sub(" ", text)):
        whole, decimals, unit = match.groups()
        value = float(whole.replace(",", "") + (decimals or ""))
        if unit:
            value *= _UNITS[unit.lower()]
        found.setdefault(round(value, 9), match.group().strip())
    return found


def _contradiction(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the numbers that only the one and only the other of two versions of a text has.

    :returns: ``None`` unless both have some: a number may be written out in one of them.
    """
    left, right = _numbers(one), _numbers(other)
    if left.keys() == right.keys():
        return None
    only_left = [left[value] for value in left if not _close(value, right)]
    only_right = [right[value] for value in right if not _close(value, left)]
    if only_left and only_right:
        return tuple(only_left), tuple(only_right)
    return None


def _close(value: float, others: dict[float, str]) -> bool:
    # 0.87 and 87 % are the same; so are 1.5 million and 150 wan.
    return any(
        abs(value - other * factor) <= 1e-6 * max(abs(value), 1)
        for other in others
        for factor in (1, 100, 0.01)
    )
