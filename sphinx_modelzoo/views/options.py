"""The options of a table, declared once for every host.

Sphinx's directive, the MkDocs fence and the shell hand in texts; they all get the same
:class:`TableOptions` and the same problems back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.problems import nearest
from sphinx_modelzoo.catalog.query.errors import FilterError, QueryError
from sphinx_modelzoo.catalog.query.filter import Filter, parse_filter
from sphinx_modelzoo.catalog.query.names import NameKind, Names, plain
from sphinx_modelzoo.catalog.query.sorting import METRIC_PREFIX, Sort, parse_sort
from sphinx_modelzoo.catalog.query.subjects import Rows, subjects_of
from sphinx_modelzoo.catalog.query.words import split_list
from sphinx_modelzoo.views.columns import COLUMNS, DEFAULT_COLUMNS
from sphinx_modelzoo.views.grouping import GROUPINGS

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog

UNKNOWN = "modelzoo.option.unknown"
VALUE = "modelzoo.option.value"
FILTER = "modelzoo.filter.syntax"
SORT = "modelzoo.sort.syntax"
COLUMN = "modelzoo.column.unknown"


@dataclass(frozen=True)
class OptionProblem:
    """What is wrong with one option.

    ``offset`` is the place in the option's text, counted from 0, where it is known.
    """

    option: str
    message: str
    hint: str = ""
    offset: int | None = None
    code: str = VALUE

    @property
    def text(self) -> str:
        """The option, what is wrong and the way out, as one line."""
        head = f":{self.option}: {self.message}"
        return f"{head} ({self.hint})" if self.hint else head


class _ValueError(ValueError):
    def __init__(
        self, message: str, hint: str = "", offset: int | None = None, code: str = VALUE
    ) -> None:
        self.message = message
        self.hint = hint
        self.offset = offset
        self.code = code
        super().__init__(message)


def _query_problem(error: QueryError) -> _ValueError:
    code = FILTER if isinstance(error, FilterError) else SORT
    return _ValueError(error.message, error.hint, error.offset, code)


def _filter(text: str) -> Filter:
    try:
        return parse_filter(text)
    except QueryError as error:
        raise _query_problem(error) from None


def _sort(text: str) -> Sort:
    try:
        return parse_sort(text)
    except QueryError as error:
        raise _query_problem(error) from None


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(piece.text for piece in split_list(text)))
    if not names:
        raise _ValueError("it names nothing", "separate names with commas")
    return names


def _columns(text: str) -> tuple[str, ...]:
    keys: list[str] = []
    for piece in split_list(text):
        key = piece.text
        if key.startswith(METRIC_PREFIX):
            metric = key[len(METRIC_PREFIX) :].strip()
            key = METRIC_PREFIX + metric
            known = bool(metric.strip("@ "))
        else:
            key = key.replace("_", "-").casefold()
            known = key in COLUMNS
        if not known:
            hint = nearest(key, (*COLUMNS, f"{METRIC_PREFIX}mAP@COCO"))
            raise _ValueError(
                f"there is no column “{piece.text}”",
                hint or f"the columns are {', '.join(COLUMNS)}, {METRIC_PREFIX}<metric>@<dataset>",
                piece.offset,
                COLUMN,
            )
        if key not in keys:
            keys.append(key)
    if not keys:
        raise _ValueError("it names no column", f"as in {', '.join(DEFAULT_COLUMNS)}")
    return tuple(keys)


def _group_by(text: str) -> str:
    key = text.casefold()
    for name, grouping in GROUPINGS.items():
        if key in (name, grouping.plural):
            return name
    raise _ValueError(
        f"there is nothing to group by called “{text}”",
        nearest(key, GROUPINGS) or f"one of {', '.join(GROUPINGS)}",
        0,
    )


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise _ValueError(f"“{text}” is not a number of rows", "a whole number from 1", 0)
    return int(text)


def _rows(text: str) -> Rows:
    if text == "models":
        return "models"
    if text == "variants":
        return "variants"
    raise _ValueError(f"rows cannot be “{text}”", "models or variants", 0)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _classes(text: str) -> tuple[str, ...]:
    classes = tuple(text.split())
    for name in classes:
        if not re.fullmatch(r"-?[A-Za-z_][\w-]*", name, re.ASCII):
            raise _ValueError(
                f"“{name}” cannot be a class",
                "letters, digits, hyphens; spaces between classes",
                text.find(name),
            )
    return classes


def _about(check: Callable[[str], Any], help: str, name: str = "") -> dict[str, Any]:
    return {"check": check, "help": help, "name": name}


@dataclass(frozen=True)
class TableOptions:
    """What a table shows. Every option stands here once: type, default, check and help."""

    filter: Filter | None = field(
        default=None,
        metadata=_about(_filter, 'Which models, as params < 50M and "ImageNet" in datasets.'),
    )
    task: tuple[str, ...] = field(
        default=(), metadata=_about(_names, "Only models with one of these tasks.")
    )
    tag: tuple[str, ...] = field(
        default=(), metadata=_about(_names, "Only models with one of these tags.")
    )
    collection: tuple[str, ...] = field(
        default=(), metadata=_about(_names, "Only models of one of these collections.")
    )
    dataset: tuple[str, ...] = field(
        default=(), metadata=_about(_names, "Only models with results on one of these datasets.")
    )
    columns: tuple[str, ...] = field(
        default=DEFAULT_COLUMNS,
        metadata=_about(_columns, "Columns, in order; metric:mAP@COCO is one figure."),
    )
    sort: Sort | None = field(
        default=None,
        metadata=_about(_sort, "Fields to sort by, - before what falls; else as in the catalog."),
    )
    group_by: str = field(
        default="", metadata=_about(_group_by, f"One of {', '.join(GROUPINGS)}.", "group-by")
    )
    limit: int | None = field(
        default=None, metadata=_about(_limit, "How many rows at most, after sorting.")
    )
    rows: Rows = field(
        default="models", metadata=_about(_rows, "A row for each of the models or variants.")
    )
    caption: str = field(default="", metadata=_about(_one_line, "Caption of the table."))
    name: str = field(default="", metadata=_about(_one_line, "Name to refer to the table by."))
    class_: tuple[str, ...] = field(
        default=(), metadata=_about(_classes, "Classes for the style sheet.", "class")
    )


@dataclass(frozen=True)
class Option:
    """An option as the manual and the hosts need it."""

    name: str
    help: str
    default: Any
    field: str
    check: Callable[[str], Any]


OPTIONS: Mapping[str, Option] = MappingProxyType(
    {
        option.name: option
        for option in (
            Option(
                name=each.metadata["name"] or each.name,
                help=each.metadata["help"],
                default=each.default,
                field=each.name,
                check=each.metadata["check"],
            )
            for each in fields(TableOptions)
        )
    }
)
"""Every option by the name that users type."""

OPTION_NAMES: tuple[str, ...] = tuple(OPTIONS)

SELECTING = ("filter", "task", "tag", "collection", "dataset", "limit")
"""The options that make a table show less than everything."""


def shows_nothing(problems: Iterable[OptionProblem]) -> bool:
    """Whether a table with these problems is left out: it would show models that were not meant."""
    return not {problem.option for problem in problems}.isdisjoint(SELECTING)


def shows_all(names: Iterable[str]) -> bool:
    """Whether a table with the options of these names shows every model."""
    return not any(name in SELECTING for name in names)


def parse_options(
    raw: Mapping[str, str | None],
) -> tuple[TableOptions, list[OptionProblem]]:
    """Understand the options of a table.

    :param raw: texts by option name, as the user typed them.
    :returns: the options, with the default in place of what is wrong, and every problem. A wrong
        filter is a problem that leaves ``filter`` at ``None``: the host decides whether it shows
        the table nevertheless.
    """
    values: dict[str, Any] = {}
    problems: list[OptionProblem] = []
    for name, given in raw.items():
        option = OPTIONS.get(name)
        if option is None:
            hint = nearest(name, OPTION_NAMES) or f"the options are {', '.join(OPTION_NAMES)}"
            problems.append(OptionProblem(name, "there is no such option", hint, code=UNKNOWN))
            continue
        text = (given or "").strip()
        if not text:
            problems.append(OptionProblem(name, "it has no value", "leave it out or fill it in"))
            continue
        # Offsets count in the text as it was typed.
        lead = len(given or "") - len((given or "").lstrip())
        try:
            values[option.field] = option.check(text)
        except _ValueError as found:
            offset = None if found.offset is None else found.offset + lead
            problems.append(OptionProblem(name, found.message, found.hint, offset, found.code))
    return TableOptions(**values), problems


def check_options(options: TableOptions, catalog: Catalog) -> list[OptionProblem]:
    """What only the catalog can tell: facets and metrics that nothing in it has.

    :returns: problems, for a table that would be empty, or have an empty column, for good. The
        options mean what they say nevertheless: dropping one would show every model.
    """
    names = Names(catalog)
    problems: list[OptionProblem] = []
    kinds: dict[str, NameKind] = {
        "task": "tasks",
        "dataset": "datasets",
        "tag": "",
        "collection": "",
    }
    for option, kind in kinds.items():
        wanted: tuple[str, ...] = getattr(options, option)
        if wanted:
            known = _known(option, catalog, names, kind)
            problems += _strangers(option, wanted, known, names, kind)
    metrics = [key for key in options.columns if key.startswith(METRIC_PREFIX)]
    if metrics:
        known = _known("metric", catalog, names, "metrics")
        for key in metrics:
            metric, _ = names.split_metric(key[len(METRIC_PREFIX) :])
            problems += _strangers("columns", (metric,), known, names, "metrics", COLUMN)
    return problems


def _known(option: str, catalog: Catalog, names: Names, kind: NameKind) -> dict[str, str]:
    """What the catalog's models have, by comparison key."""
    found: dict[str, None] = {}
    for subject in subjects_of(catalog.models):
        if option == "task":
            found.update(dict.fromkeys(subject.model.tasks))
        elif option == "tag":
            found.update(dict.fromkeys(subject.model.tags))
        elif option == "collection":
            found.update({subject.model.collection: None} if subject.model.collection else {})
        elif option == "dataset":
            found.update({r.dataset.name: None for r in subject.results if r.dataset})
        else:
            found.update({name: None for r in subject.results for name in r.metrics})
    return {names.key(kind, name): name for name in found}


def _strangers(
    option: str,
    wanted: tuple[str, ...],
    known: Mapping[str, str],
    names: Names,
    kind: NameKind,
    code: str = VALUE,
) -> list[OptionProblem]:
    problems: list[OptionProblem] = []
    what = {"columns": "metric"}.get(option, option)
    for name in wanted:
        if names.key(kind, name) in known:
            continue
        term = names.term(kind, name)
        if term is not None and option == "task":
            continue  # a task of the vocabulary may wait for its first model
        vocabulary = names.vocabulary(kind)
        hint = nearest(plain(name), known.values())
        hint = hint or (vocabulary.nearest(name) if vocabulary else "")
        problems.append(OptionProblem(option, f"no model has the {what} “{name}”", hint, code=code))
    return problems
