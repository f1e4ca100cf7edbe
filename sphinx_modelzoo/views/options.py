"""The options of a table, declared once for every host.

Sphinx's directive, the MkDocs fence and the shell hand in texts; they all get the same
:class:`TableOptions` and the same problems back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import nearest
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.sorting import METRIC_PREFIX, Sort, parse_sort
from sphinx_modelzoo.query.subjects import Rows
from sphinx_modelzoo.query.words import ListItem, split_list
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields, own_name
from sphinx_modelzoo.views import grouping
from sphinx_modelzoo.views.choice import Captioned, Choice, check_choice, known_names, strangers
from sphinx_modelzoo.views.columns import DEFAULT_COLUMNS, ColumnSpec
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.option_parsing import (
    BLOCK,
    COLUMN,
    UNKNOWN,
    VALUE,
    Option,
    PartlyWrongError,
    about,
    about_names,
    bad_value,
    declared,
    limit_of,
    option_problem,
    read_options,
    rows_of,
    switch,
)

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem

__all__ = [
    "COLUMN",
    "OPTIONS",
    "OPTION_NAMES",
    "SELECTING",
    "UNKNOWN",
    "VALUE",
    "Option",
    "TableOptions",
    "check_options",
    "parse_options",
    "shows_all",
    "shows_nothing",
]


VIEWS = ("table", "cards")
"""The forms that models can be shown in."""


GROUPINGS_HELP = f"One of {', '.join(Registry.of(grouping)[Grouping])}."
"""The built-in groupings, for the manual."""


def _columns(text: str, registry: Registry) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    problems: list[Problem] = []
    for piece in split_list(text):
        key = _column_key(piece.text, registry)
        if key:
            keys[key] = None
        else:
            problems.append(_unknown_column(piece, registry))
    if problems:
        # One wrong name costs one column.
        raise PartlyWrongError(tuple(keys) or DEFAULT_COLUMNS, *problems)
    if not keys:
        raise bad_value(
            "expected at least one column", f"for example, {', '.join(DEFAULT_COLUMNS)}"
        )
    return tuple(keys)


def _column_key(word: str, registry: Registry) -> str:
    """Return the key of a column by the word for it; nothing for an unknown one."""
    if word.startswith(METRIC_PREFIX):
        metric = word[len(METRIC_PREFIX) :].strip()
        return METRIC_PREFIX + metric if metric.strip("@ ") else ""
    own = own_key_of(word, registry)
    key = word.replace("_", "-").casefold()
    return own or (key if key in registry[ColumnSpec] else "")


def own_key_of(word: str, registry: Registry) -> str:
    """Return the key of the own field that a word means; nothing for another word.

    A bare name may mean a built-in column or grouping instead, one with a prefix may not.
    """
    name = own_name(word.strip().removeprefix(EXTRA_PREFIX))
    return EXTRA_PREFIX + name if name in registry[OwnField] else ""


def _unknown_column(piece: ListItem, registry: Registry) -> Problem:
    own, columns = registry[OwnField], registry[ColumnSpec]
    known = (*(key for key in columns if not key.startswith(EXTRA_PREFIX)), *own)
    word = piece.text.removeprefix(EXTRA_PREFIX)
    hint = nearest(word, (*known, f"{METRIC_PREFIX}mAP@COCO"))
    return option_problem(
        "",
        f"unknown column “{piece.text}”",
        hint or f"known columns: {', '.join((*known, f'{METRIC_PREFIX}<metric>@<dataset>'))}",
        piece.offset,
        COLUMN,
    )


def group_of(text: str, registry: Registry) -> str:
    """Parse the name of a grouping."""
    key, groupings = text.casefold(), registry[Grouping]
    if own := own_key_of(text, registry):
        return own
    for name, one in groupings.items():
        if key in (name, one.plural):
            return name
    known = [name.removeprefix(EXTRA_PREFIX) for name in groupings]
    raise bad_value(
        f"unknown grouping “{text}”",
        nearest(key, known) or f"expected one of {', '.join(known)}",
        0,
    )


def _view(text: str) -> str:
    if text.casefold() in VIEWS:
        return text.casefold()
    raise bad_value(
        f"unknown view “{text}”",
        nearest(text, VIEWS) or f"expected one of {', '.join(VIEWS)}",
        0,
    )


@dataclass(frozen=True)
class TableOptions(Captioned, Choice):
    """The options of a table, each declared once: type, default, check and help."""

    columns: tuple[str, ...] = field(
        default=DEFAULT_COLUMNS,
        metadata=about_names(_columns, "Columns, in order; metric:mAP@COCO is one figure."),
    )
    sort: Sort | None = field(
        default=None,
        metadata=about_names(
            lambda text, registry: parse_sort(text, OwnFields.of(registry[OwnField])),
            "Fields to sort by, with - for descending order; else in the order of the catalog.",
        ),
    )
    group_by: str = field(default="", metadata=about_names(group_of, GROUPINGS_HELP, "group-by"))
    limit: int | None = field(
        default=None, metadata=about(limit_of, "Maximum number of rows, after sorting.")
    )
    rows: Rows = field(
        default="models", metadata=about(rows_of, "A row for each of the models or variants.")
    )
    interactive: bool | None = field(
        default=None,
        metadata=about(
            switch,
            "Whether readers can search and sort the table; by default that depends on its length.",
        ),
    )
    view: str = field(
        default="table", metadata=about(_view, "As a table, or as cards for a front page.")
    )


OPTIONS: Mapping[str, Option] = declared(TableOptions)
"""Every option by the name that users type."""

OPTION_NAMES: tuple[str, ...] = tuple(OPTIONS)

SELECTING = ("filter", "task", "tag", "collection", "dataset", "limit")
"""The options that make a table show less than everything."""


def shows_nothing(problems: Iterable[Problem]) -> bool:
    """Return True if these problems leave a table out: it would show unintended models."""
    return not {problem.option for problem in problems}.isdisjoint((*SELECTING, BLOCK))


def shows_all(names: Iterable[str]) -> bool:
    """Return True if a table with the options of these names shows every model."""
    return not any(name in SELECTING for name in names)


def parse_options(
    raw: Mapping[str, str | None], registry: Registry
) -> tuple[TableOptions, list[Problem]]:
    """Parse the options of a table.

    :param raw: texts by option name, as the user typed them.
    :param registry: the columns and groupings that they can name.
    :returns: the options, with the default in place of what is wrong, and every problem. A wrong
        filter is a problem that leaves ``filter`` at ``None``: the host decides whether it shows
        the table nevertheless.
    """
    return read_options(TableOptions, raw, registry)


def check_options(options: TableOptions, catalog: Catalog) -> list[Problem]:
    """Report facets and metrics that no model of the catalog has.

    :returns: problems, for a table that would be empty, or have an empty column, for good. The
        options mean what they say nevertheless: dropping one would show every model.
    """
    problems = check_choice(options, catalog)
    metrics = [key for key in options.columns if key.startswith(METRIC_PREFIX)]
    if metrics:
        names = Names(catalog)
        known = known_names("metric", catalog, names, "metrics")
        for key in metrics:
            metric, _ = names.split_metric(key[len(METRIC_PREFIX) :])
            problems += strangers("columns", (metric,), known, names, "metrics", COLUMN)
    return problems
