"""How options are declared and understood: one mechanism for every directive and fence.

A dataclass declares the options of one directive; each field carries its check and its help.
The hosts hand in texts and get an instance back, with every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, fields
from types import MappingProxyType
from typing import Any, TypeVar

from sphinx_modelzoo.catalog.problems import nearest
from sphinx_modelzoo.catalog.query.errors import FilterError, QueryError
from sphinx_modelzoo.catalog.query.filter import Filter, parse_filter
from sphinx_modelzoo.catalog.query.sorting import Sort, parse_sort
from sphinx_modelzoo.catalog.query.subjects import Rows
from sphinx_modelzoo.catalog.query.words import split_list
from sphinx_modelzoo.catalog.validation import plain

UNKNOWN = "modelzoo.option.unknown"
VALUE = "modelzoo.option.value"
FILTER = "modelzoo.filter.syntax"
SORT = "modelzoo.sort.syntax"
COLUMN = "modelzoo.column.unknown"


Options = TypeVar("Options")


@dataclass(frozen=True)
class OptionProblem:
    """What is wrong with one option.

    ``option`` is empty for what is none; ``offset`` the place in the option's text, counted from
    0, where it is known.
    """

    option: str
    message: str
    hint: str = ""
    offset: int | None = None
    code: str = VALUE

    @property
    def text(self) -> str:
        """The option, what is wrong and the way out, as one line."""
        place = "" if self.offset is None else f" character {self.offset + 1}:"
        head = f":{self.option}:{place} {self.message}" if self.option else self.message
        return f"{head} ({self.hint})" if self.hint else head


def unread(line: str) -> OptionProblem:
    """Say what stands below or behind a directive and is not read: mostly an option, mistyped."""
    hint = "options stand right below the directive as “:key: value”, with no blank line between"
    return OptionProblem("", f"“{plain(line)}” is not read", hint, code=UNKNOWN)


def no_argument(argument: str) -> OptionProblem:
    """Say that a directive takes nothing behind its name."""
    message = f"“{plain(argument)}”: it takes no argument"
    return OptionProblem("", message, "write options as “:key: value”", code=UNKNOWN)


class OptionError(ValueError):
    """An option's value that cannot be taken."""

    def __init__(
        self, message: str, hint: str = "", offset: int | None = None, code: str = VALUE
    ) -> None:
        self.message = message
        self.hint = hint
        self.offset = offset
        self.code = code
        super().__init__(message)


def _query_problem(error: QueryError) -> OptionError:
    code = FILTER if isinstance(error, FilterError) else SORT
    return OptionError(error.message, error.hint, error.offset, code)


def filter_of(text: str) -> Filter:
    """A filter as it is typed."""
    try:
        return parse_filter(text)
    except QueryError as error:
        raise _query_problem(error) from None


def sort_of(text: str) -> Sort:
    """An order as it is typed."""
    try:
        return parse_sort(text)
    except QueryError as error:
        raise _query_problem(error) from None


def names_of(text: str) -> tuple[str, ...]:
    """Names between commas, each once."""
    names = tuple(dict.fromkeys(piece.text for piece in split_list(text)))
    if not names:
        raise OptionError("it names nothing", "separate names with commas")
    return names


def limit_of(text: str) -> int:
    """A number of rows."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise OptionError(f"“{text}” is not a number of rows", "a whole number from 1", 0)
    return int(text)


def rows_of(text: str) -> Rows:
    """What there is a row for."""
    if text == "models":
        return "models"
    if text == "variants":
        return "variants"
    raise OptionError(f"rows cannot be “{text}”", "models or variants", 0)


def switch(text: str) -> bool:
    """Yes or no."""
    if text.casefold() in ("yes", "true", "on", "no", "false", "off"):
        return text.casefold() in ("yes", "true", "on")
    raise OptionError(f"“{text}” neither says yes nor no", "yes or no", 0)


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def classes_of(text: str) -> tuple[str, ...]:
    """Names of classes between spaces."""
    classes = tuple(text.split())
    for name in classes:
        if not re.fullmatch(r"-?[A-Za-z_][\w-]*", name, re.ASCII):
            raise OptionError(
                f"“{name}” cannot be a class",
                "letters, digits, hyphens; spaces between classes",
                text.find(name),
            )
    return classes


def about(
    check: Callable[[str], Any], help: str, name: str = "", *, order: int = 0
) -> dict[str, Any]:
    """What a field of options says of itself; those of a lower ``order`` are named first."""
    return {"check": check, "help": help, "name": name, "order": order}


@dataclass(frozen=True)
class Option:
    """An option as the manual and the hosts need it."""

    name: str
    help: str
    default: Any
    field: str
    check: Callable[[str], Any]


def declared(options: type) -> Mapping[str, Option]:
    """Every option that a dataclass declares, by the name that users type."""
    found = sorted(fields(options), key=lambda each: int(each.metadata["order"]))
    return MappingProxyType({option.name: option for option in map(_option, found)})


def _option(each: Field[Any]) -> Option:
    return Option(
        name=each.metadata["name"] or each.name,
        help=each.metadata["help"],
        default=each.default,
        field=each.name,
        check=each.metadata["check"],
    )


def read_options(
    kind: type[Options], raw: Mapping[str, str | None]
) -> tuple[Options, list[OptionProblem]]:
    """Understand the options of a directive.

    :param kind: the dataclass that declares them.
    :param raw: texts by option name, as the user typed them.
    :returns: the options, with the default in place of what is wrong, and every problem.
    """
    known = declared(kind)
    values: dict[str, Any] = {}
    problems: list[OptionProblem] = []
    for name, given in raw.items():
        option = known.get(name)
        if option is None:
            hint = nearest(name, known) or f"the options are {', '.join(known)}"
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
        except OptionError as found:
            offset = None if found.offset is None else found.offset + lead
            problems.append(OptionProblem(name, found.message, found.hint, offset, found.code))
    return kind(**values), problems
