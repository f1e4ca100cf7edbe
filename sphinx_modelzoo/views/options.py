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
from sphinx_modelzoo.query.sorting import METRIC_PREFIX, Sort, parse_sort
from sphinx_modelzoo.query.subjects import Rows
from sphinx_modelzoo.query.words import split_list
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.views import grouping
from sphinx_modelzoo.views.choice import Captioned, Choice, check_choice, known_names, strangers
from sphinx_modelzoo.views.columns import DEFAULT_COLUMNS, ColumnSpec
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.option_parsing import (
    COLUMN,
    UNKNOWN,
    VALUE,
    Option,
    about,
    about_names,
    bad_value,
    declared,
    limit_of,
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
    columns = registry[ColumnSpec]
    keys: list[str] = []
    for piece in split_list(text):
        key = piece.text
        if key.startswith(METRIC_PREFIX):
            metric = key[len(METRIC_PREFIX) :].strip()
            key = METRIC_PREFIX + metric
            known = bool(metric.strip("@ "))
        else:
            key = key.replace("_", "-").casefold()
            known = key in columns
        if not known:
            hint = nearest(key, (*columns, f"{METRIC_PREFIX}mAP@COCO"))
            raise bad_value(
                f"unknown column “{piece.text}”",
                hint
                or f"known columns: {', '.join((*columns, f'{METRIC_PREFIX}<metric>@<dataset>'))}",
                piece.offset,
                COLUMN,
            )
        if key not in keys:
            keys.append(key)
    if not keys:
        raise bad_value(
            "expected at least one column", f"for example, {', '.join(DEFAULT_COLUMNS)}"
        )
    return tuple(keys)


def group_of(text: str, registry: Registry) -> str:
    """Parse the name of a grouping."""
    key, groupings = text.casefold(), registry[Grouping]
    for name, one in groupings.items():
        if key in (name, one.plural):
            return name
    raise bad_value(
        f"unknown grouping “{text}”",
        nearest(key, groupings) or f"expected one of {', '.join(groupings)}",
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
        metadata=about(
            parse_sort,
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
    return not {problem.option for problem in problems}.isdisjoint(SELECTING)


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
