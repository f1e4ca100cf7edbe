"""The options of a table, declared once for every host.

Sphinx's directive, the MkDocs fence and the shell hand in texts; they all get the same
:class:`TableOptions` and the same problems back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.problems.messages import Message, counted, nearest, plain
from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.query.own import EXTRA_PREFIX
from sphinx_modelzoo.query.sorting import METRIC_PREFIX, Sort, parse_sort
from sphinx_modelzoo.query.subjects import Rows
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields
from sphinx_modelzoo.schema.presets import Preset, check_presets, preset
from sphinx_modelzoo.views import grouping
from sphinx_modelzoo.views.automatic_columns import automatic_columns
from sphinx_modelzoo.views.choice import (
    Captioned,
    Choice,
    check_choice,
    known_names,
    strangers,
    unknown_names,
)
from sphinx_modelzoo.views.chosen_columns import (
    ChosenColumn,
    columns_of,
    columns_of_data,
    own_key_of,
)
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.option_parsing import (
    BLOCK,
    COLUMN,
    SELECTING,
    UNKNOWN,
    VALUE,
    Option,
    about,
    about_names,
    bad_value,
    declared,
    limit_of,
    option_problem,
    rows_of,
    switch,
    widths_of,
)
from sphinx_modelzoo.views.option_reading import read_options, read_preset
from sphinx_modelzoo.views.releases import is_old

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.yamltext.locating import Issue

__all__ = [
    "COLUMN",
    "OPTIONS",
    "OPTION_NAMES",
    "SELECTING",
    "SHORT_ROWS",
    "UNKNOWN",
    "VALUE",
    "Option",
    "TableOptions",
    "check_options",
    "narrows_all",
    "parse_options",
    "shows_all",
    "shows_nothing",
]


VIEWS = ("table", "cards")
"""The forms that models can be shown in."""


GROUPINGS_HELP = f"One of {', '.join(Registry.of(grouping)[Grouping])}."
"""The built-in groupings, for the manual."""


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
        Message("unknown grouping “{text}”", text=text),
        nearest(key, known) or Message("expected one of {names}", names=", ".join(known)),
        0,
    )


def _preset(text: str, registry: Registry) -> str:
    known = registry[Preset]
    if text in known:
        return text
    hint = nearest(text, known) or Message("known presets: {names}", names=", ".join(known))
    raise bad_value(Message("unknown preset “{text}”", text=plain(text)), hint, 0, "preset.unknown")


def _view(text: str) -> str:
    if text.casefold() in VIEWS:
        return text.casefold()
    raise bad_value(
        Message("unknown view “{text}”", text=text),
        nearest(text, VIEWS) or Message("expected one of {names}", names=", ".join(VIEWS)),
        0,
    )


@dataclass(frozen=True)
class TableOptions(Captioned, Choice):
    """The options of a table, each declared once: type, default, check and help."""

    columns: tuple[ChosenColumn, ...] = field(
        default=(),
        metadata=about_names(
            columns_of,
            "Columns, in order; by default those that have the most to say.",
            of_data=columns_of_data,
        ),
    )
    widths: tuple[int, ...] = field(
        default=(), metadata=about(widths_of, "Relative widths of the columns: 20 50 30.")
    )
    preset: str = field(
        default="", metadata=about_names(_preset, "Preset of the catalog; other options win.")
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

    def table_subjects(self, catalog: Catalog, names: Names | None = None) -> tuple[Subject, ...]:
        """Return what the table has rows of, in its order, before it is grouped.

        What is old comes last, unless an order was asked for.
        """
        found = self.subjects(catalog, names, rows=self.rows, sort=self.sort)
        if self.sort is None:
            found = tuple(sorted(found, key=lambda one: is_old(one.entry, catalog.registry)))
        return found if self.limit is None else found[: self.limit]


OPTIONS: Mapping[str, Option] = declared(TableOptions)
"""Every option by the name that users type."""

OPTION_NAMES: tuple[str, ...] = tuple(OPTIONS)


def shows_nothing(problems: Iterable[Problem]) -> bool:
    """Return True if these problems leave a table out: it would show unintended models."""
    return not {problem.option for problem in problems}.isdisjoint((*SELECTING, BLOCK))


SHORT_ROWS = 10
"""A table with fewer rows is seen at a glance: it needs no search and no lists to narrow it."""


def narrows_all(options: TableOptions, catalog: Catalog) -> bool:
    """Return True if readers can narrow a table that begins with every model of the catalog."""
    narrows = options.interactive
    if narrows is None:
        narrows = len(catalog.models) >= SHORT_ROWS
    return narrows and shows_all(options) and options.view == "table"


def shows_all(options: TableOptions) -> bool:
    """Return True if a table with these options shows every model."""
    return not any(getattr(options, name) for name in SELECTING)


def parse_options(
    raw: Mapping[str, str | None], registry: Registry, *, default: bool = True
) -> tuple[TableOptions, list[Problem]]:
    """Parse the options of a table.

    :param raw: texts by option name, as the user typed them.
    :param registry: the columns, groupings and presets that they can name.
    :param default: whether options without a preset have the default one.
    :returns: the options, with the default in place of what is wrong, and every problem. A wrong
        filter is a problem that leaves ``filter`` at ``None``: the host decides whether it shows
        the table nevertheless.
    """
    return read_options(TableOptions, raw, registry, default=default)


@preset("paddle")
def paddle_preset() -> dict[str, Any]:
    """Return the table of PaddlePaddle's documentation."""
    return {"columns": ["no", "paper", "abstract", "results", "quick-start"]}


@check_presets
def find_preset_issues(preset: Preset, registry: Registry) -> list[Issue]:
    """Return what is wrong in the options of a preset, by its path in them."""
    return read_preset(TableOptions, preset, registry)[1]


def table_columns(
    options: TableOptions, subjects: Sequence[Subject], names: Names
) -> tuple[ChosenColumn, ...]:
    """Return the columns of a table: those that it names, or else those chosen by content."""
    return options.columns or tuple(map(ChosenColumn, automatic_columns(subjects, names)))


def check_options(options: TableOptions, catalog: Catalog) -> list[Problem]:
    """Report facets and metrics that no model of the catalog has.

    :returns: problems, for a table that would be empty, or have an empty column, for good. The
        options mean what they say nevertheless: dropping one would show every model.
    """
    problems = check_choice(options, catalog)
    metrics = [one.key for one in options.columns if one.key.startswith(METRIC_PREFIX)]
    names = Names(catalog)
    if metrics:
        known = known_names("metric", catalog, names, "metrics")
        for key in metrics:
            metric, _ = names.split_metric(key[len(METRIC_PREFIX) :])
            problems += strangers("columns", (metric,), known, names, "metrics", COLUMN, "metric")
    sorted_by = (
        names.split_metric(key.name[len(METRIC_PREFIX) :])
        for key in (options.sort.keys if options.sort else ())
        if key.name.startswith(METRIC_PREFIX)
    )
    for metric, dataset in sorted_by:
        named = [("metric", metric), *([("dataset", dataset)] if dataset else [])]
        problems += unknown_names("sort", named, catalog, names)
    if options.widths and options.view == "table":
        count = len(table_columns(options, options.table_subjects(catalog, names), names))
        if len(options.widths) != count:
            message = Message(
                "expected {widths}, got {number}",
                widths=counted(count, "widths"),
                number=len(options.widths),
            )
            problems.append(option_problem("widths", message, "write one for each column"))
    return problems
