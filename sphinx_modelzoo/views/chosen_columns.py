"""The columns that a table names: their keys, and titles of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_modelzoo.problems.messages import Message, nearest, plain
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.sorting import METRIC_PREFIX, metric_word
from sphinx_modelzoo.query.words import split_list, split_title
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.own_fields import OwnField, own_name
from sphinx_modelzoo.schema.pruning import prune
from sphinx_modelzoo.schema.types import Text
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.option_parsing import (
    COLUMN,
    PartlyWrongError,
    bad_value,
    option_problem,
)
from sphinx_modelzoo.yamltext.locating import Issue

if TYPE_CHECKING:
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.registry import Registry

_EXAMPLE = "name, params, metric:mAP@COCO"
_NO = "no"  # the column whose name is a boolean to YAML


class ChosenColumn(NamedTuple):
    """A column of a table: its key, and the title that it has there, if it is not its own."""

    key: str
    title: LocalizedText | None = None


def columns_of(text: str, registry: Registry) -> tuple[ChosenColumn, ...]:
    """Parse columns: ``name, params as "Size, MB"``.

    :raises PartlyWrongError: with the columns that are left, for an unknown one.
    """
    found: dict[str, ChosenColumn] = {}
    problems: list[Problem] = []
    for piece in split_list(text):
        word, title = split_title(piece.text)
        if key := column_key(word, registry):
            titled = ChosenColumn(key, LocalizedText.plain(title) if title else None)
            found.setdefault(key, titled)
        else:
            problems.append(_unknown(word, registry, piece.offset))
    if problems:
        # One wrong name costs one column.
        raise PartlyWrongError(tuple(found.values()), *problems)
    if not found:
        raise bad_value(
            "expected at least one column", Message("for example, {example}", example=_EXAMPLE)
        )
    return tuple(found.values())


def columns_of_data(data: Any, registry: Registry) -> tuple[tuple[ChosenColumn, ...], list[Issue]]:
    """Read the columns of a preset: names, and mappings of one name to its title.

    :returns: the columns, and the issues of those left out, by their paths in the data.
    """
    found: dict[str, ChosenColumn] = {}
    issues: list[Issue] = []
    several = isinstance(data, list)
    for number, item in enumerate(data if several else [data]):
        path = (number,) if several else ()
        for column in _column_items(item, registry, path, issues):
            found.setdefault(column.key, column)
    return tuple(found.values()), issues


def _column_items(
    item: Any, registry: Registry, path: tuple[int, ...], issues: list[Issue]
) -> tuple[ChosenColumn, ...]:
    item = _NO if item is False else item
    if isinstance(item, str):
        try:
            return columns_of(item, registry)
        except PartlyWrongError as error:
            issues += [Issue(problem, path) for problem in error.problems]
            return tuple(error.value)
    if not isinstance(item, Mapping) or len(item) != 1:
        hint = Message(
            "write a list of names, such as [{example}], with {{params: Size}} for a title",
            example=_EXAMPLE,
        )
        issues.append(Issue.of("preset.value", "expected the name of a column", hint, path))
        return ()
    ((name, given),) = item.items()
    word = _NO if name is False else str(name)
    key = column_key(word, registry)
    if not key:
        issues.append(Issue(_unknown(word, registry), (*path, word), True))
        return ()
    title = prune(Text, given)
    issues += [one._replace(path=(*path, word, *one.path)) for one in title.issues]
    return (ChosenColumn(key, title.record),)


def column_key(word: str, registry: Registry) -> str:
    """Return the key of a column by the word for it; nothing for an unknown one."""
    if word.startswith(METRIC_PREFIX):
        metric = word[len(METRIC_PREFIX) :].strip()
        return METRIC_PREFIX + metric if metric.strip("@ ") else ""
    own = own_key_of(word, registry)
    folded = _folded(word)
    return own or next((key for key in registry[ColumnSpec] if _folded(key) == folded), "")


def _folded(word: str) -> str:
    return word.replace("_", "").replace("-", "").casefold()


def own_key_of(word: str, registry: Registry) -> str:
    """Return the key of the own field that a word means; nothing for another word.

    A bare name may mean a built-in column or grouping instead, one with a prefix may not.
    """
    name = own_name(word.strip().removeprefix(EXTRA_PREFIX))
    return EXTRA_PREFIX + name if name in registry[OwnField] else ""


def _meant(word: str, registry: Registry) -> str:
    """Return what to write for columns in the form of filters, or without commas."""
    if metric := metric_word(word):
        return Message("write {written}", written=metric)
    words = word.split()
    if len(words) > 1 and all(column_key(one, registry) for one in words):
        return Message("separate them with commas: {names}", names=", ".join(words))
    return ""


def _unknown(word: str, registry: Registry, offset: int | None = None) -> Problem:
    own, columns = registry[OwnField], registry[ColumnSpec]
    known = (*(key for key in columns if not key.startswith(EXTRA_PREFIX)), *own)
    hint = _meant(word, registry) or nearest(
        word.removeprefix(EXTRA_PREFIX), (*known, f"{METRIC_PREFIX}mAP@COCO")
    )
    names = ", ".join((*known, f"{METRIC_PREFIX}<metric>@<dataset>"))
    hint = hint or Message("known columns: {names}", names=names)
    return option_problem(
        "", Message("unknown column “{word}”", word=plain(word)), hint, offset, COLUMN
    )
