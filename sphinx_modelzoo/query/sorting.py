"""Sort orders: ``name``, ``-params``, ``-metric:mAP@COCO``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sphinx_modelzoo.problems.messages import Message, nearest
from sphinx_modelzoo.query.fields import QueryField, best_figure
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.query.own import EXTRA_PREFIX, field_named, field_words, own_named
from sphinx_modelzoo.query.query_errors import bad_sort
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.query.words import ListItem, join_list, split_list
from sphinx_modelzoo.schema.own_fields import NO_FIELDS, OwnFields

METRIC_PREFIX = "metric:"


@dataclass(frozen=True)
class SortKey:
    """One thing to sort by: a field, or ``metric:`` with a metric."""

    name: str
    descending: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.name}"


@dataclass(frozen=True)
class Sort:
    """What to sort by, the most important first. Its text (``str``) is canonical."""

    keys: tuple[SortKey, ...]

    def apply(self, subjects: Sequence[Subject], names: Names) -> list[Subject]:
        """Return the subjects in order: stable, missing values last in both directions."""
        ordered = list(subjects)
        for key in reversed(self.keys):
            value = _value(key, names)
            present: list[tuple[Any, Subject]] = []
            missing: list[Subject] = []
            for subject in ordered:
                found = value(subject)
                if found is None:
                    missing.append(subject)
                else:
                    present.append((found, subject))
            present.sort(key=lambda pair: pair[0], reverse=key.descending)
            ordered = [subject for _, subject in present] + missing
        return ordered

    def __str__(self) -> str:
        return join_list([str(key) for key in self.keys])


def _value(key: SortKey, names: Names) -> Callable[[Subject], Any]:
    """Return a function that gives the sort value of a subject, or ``None`` where missing."""
    if key.name.startswith(METRIC_PREFIX):
        metric, dataset = names.split_metric(key.name[len(METRIC_PREFIX) :])

        def figure(subject: Subject) -> Any:
            found = best_figure(subject, metric, dataset, names)
            return None if found is None else found.value

        return figure
    own = names.catalog.fields
    name = key.name.removeprefix(EXTRA_PREFIX)
    field = field_named(name, own) if name == key.name else own_named(name, own)
    if field is None:  # the parser lets no other name pass
        raise KeyError(key.name)
    return _field_value(field, key.descending)


def _field_value(field: QueryField, descending: bool) -> Callable[[Subject], Any]:
    values: Callable[[Subject], Any] = field.values
    if field.kind in ("text", "list", "version"):
        order: Callable[[Any], Any] = field.order or natural_key

        def text(subject: Subject) -> Any:
            found = values(subject)
            return order(found[0]) if found else None

        return text
    choose = max if descending else min
    return lambda subject: choose(values(subject), default=None)


_DIRECTED = re.compile(
    r"[-+]?(.+?)(?:\s+|:)(?:(desc|descending|降序|倒序)|asc|ascending|升序)\Z", re.IGNORECASE
)
_CALL = re.compile(r"-?\s*metric\s*\(\s*[\"']?([^\"'()]+?)[\"']?\s*\)?\Z", re.IGNORECASE)


def metric_word(text: str) -> str:
    """Return ``metric:mAP`` for the form that filters have, ``metric("mAP")``; or nothing."""
    found = _CALL.match(text)
    return f"{METRIC_PREFIX}{found[1].strip()}" if found else ""


def parse_sort(text: str, own: OwnFields = NO_FIELDS) -> Sort:
    """Parse a sort order: field names separated by commas, ``-`` for descending order.

    :param own: the own fields of the catalog, which it can name.
    :raises ProblemError: with the place, and a hint.
    """
    keys: list[SortKey] = []
    for piece in split_list(text):
        key = _key(piece, own)
        if key.name in (other.name for other in keys):
            raise bad_sort(
                Message("duplicate field “{name}”", name=key.name), "keep the first", piece.offset
            )
        keys.append(key)
    if not keys:
        raise bad_sort("the sort order is empty", "write one as: name, -params", 0)
    return Sort(tuple(keys))


def _key(piece: ListItem, own: OwnFields) -> SortKey:
    descending = piece.text.startswith("-")
    word = piece.text.lstrip("+-").strip() if piece.text[:1] in ("-", "+") else piece.text
    offset = piece.offset + piece.text.find(word) if word else piece.offset
    if word.startswith(METRIC_PREFIX):
        metric = word[len(METRIC_PREFIX) :].strip()
        if not metric.strip("@ "):
            raise bad_sort("missing name of the metric", "write metric:mAP", offset)
        return SortKey(METRIC_PREFIX + metric, descending)
    if word.startswith(EXTRA_PREFIX):
        named = own_named(word[len(EXTRA_PREFIX) :], own)
        if named is None:
            hint = nearest(word[len(EXTRA_PREFIX) :], own)
            hint = hint or Message("declare it under fields: at the top of the catalog")
            raise bad_sort(
                Message("unknown own field “{name}” to sort by", name=word), hint, offset
            )
        return SortKey(EXTRA_PREFIX + named.name, descending)
    field = field_named(word, own)
    if field is None:
        hint = (
            _meant(piece.text, own)
            or nearest(word, field_words(own))
            or Message(
                "a metric is written {metric_prefix}{word}",
                metric_prefix=METRIC_PREFIX,
                word=word or "mAP",
            )
        )
        raise bad_sort(Message("unknown field “{name}” to sort by", name=word), hint, offset)
    return SortKey(field.name, descending)


def _meant(text: str, own: OwnFields) -> str:
    """Return what to write for a key in the form of SQL, of filters or without commas."""
    if (directed := _DIRECTED.match(text)) and _is_key(directed[1], own):
        key = metric_word(directed[1]) or directed[1]
        return Message("did you mean “{name}”?", name=f"{'-' if directed[2] else ''}{key}")
    if metric := metric_word(text):
        sign = "-" if text.startswith("-") else ""
        return Message("write {written}", written=f"{sign}{metric}")
    words = text.split()
    if len(words) > 1 and all(_is_key(word.lstrip("+-"), own) for word in words):
        return Message("separate them with commas: {names}", names=", ".join(words))
    return ""


def _is_key(word: str, own: OwnFields) -> bool:
    metric = word.removeprefix(METRIC_PREFIX)
    known = field_named(word, own) is not None or own_named(word, own) is not None
    return known or metric != word != METRIC_PREFIX or bool(metric_word(word))
