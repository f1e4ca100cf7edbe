"""How options are declared and understood: one mechanism for every directive and fence.

A dataclass declares the options of one directive; each field carries its check and its help.
The hosts hand in texts and get an instance back, with every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from sphinx_modelzoo.catalog.query.subjects import Rows
from sphinx_modelzoo.catalog.query.words import split_list
from sphinx_modelzoo.problems.messages import Problem, ProblemError, nearest, plain, problem

UNKNOWN = "option.unknown"
VALUE = "option.value"
COLUMN = "column.unknown"


Options = TypeVar("Options")


def option_problem(
    option: str, message: str, hint: str = "", offset: int | None = None, code: str = VALUE
) -> Problem:
    """Make a problem of one option; ``option`` is empty for what is none.

    :param hint: the way out, where there is one.
    :param offset: the place in the option's text, counted from 0, where it is known.
    """
    return problem(code, message, hint or None, option=option, offset=offset)


def bad_value(
    message: str, hint: str = "", offset: int | None = None, code: str = VALUE
) -> ProblemError:
    """Make what a check raises for a value that cannot be taken."""
    return ProblemError(option_problem("", message, hint, offset, code))


def unread(line: str) -> Problem:
    """Say what stands below or behind a directive and is not read: mostly an option, mistyped."""
    hint = "options stand right below the directive as “:key: value”, with no blank line between"
    return option_problem("", f"“{plain(line)}” is not read", hint, code=UNKNOWN)


def no_argument(argument: str) -> Problem:
    """Say that a directive takes nothing behind its name."""
    message = f"“{plain(argument)}”: it takes no argument"
    return option_problem("", message, "write options as “:key: value”", code=UNKNOWN)


def given_twice(option: str) -> Problem:
    """Say that an option is there twice."""
    return option_problem(option, "it is given twice", "keep one of them")


def not_yaml() -> Problem:
    """Say that a block of options cannot be read."""
    return option_problem("---", "this is not YAML", "write “key: value” lines")


def not_text(option: str) -> Problem:
    """Say that an option in a block has another value than a text or a list of texts."""
    return option_problem(option, "it is no text", "write it in one line")


def names_of(text: str) -> tuple[str, ...]:
    """Names between commas, each once."""
    names = tuple(dict.fromkeys(piece.text for piece in split_list(text)))
    if not names:
        raise bad_value("it names nothing", "separate names with commas")
    return names


def limit_of(text: str) -> int:
    """A number of rows."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise bad_value(f"“{text}” is not a number of rows", "a whole number from 1", 0)
    return int(text)


def rows_of(text: str) -> Rows:
    """What there is a row for."""
    if text == "models":
        return "models"
    if text == "variants":
        return "variants"
    raise bad_value(f"rows cannot be “{text}”", "models or variants", 0)


def switch(text: str) -> bool:
    """Yes or no."""
    if text.casefold() in ("yes", "true", "on", "no", "false", "off"):
        return text.casefold() in ("yes", "true", "on")
    raise bad_value(f"“{text}” neither says yes nor no", "yes or no", 0)


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def classes_of(text: str) -> tuple[str, ...]:
    """Names of classes between spaces."""
    classes = tuple(text.split())
    for name in classes:
        if not re.fullmatch(r"-?[A-Za-z_][\w-]*", name, re.ASCII):
            raise bad_value(
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
) -> tuple[Options, list[Problem]]:
    """Understand the options of a directive.

    :param kind: the dataclass that declares them.
    :param raw: texts by option name, as the user typed them.
    :returns: the options, with the default in place of what is wrong, and every problem.
    """
    known = declared(kind)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in raw.items():
        option = known.get(name)
        if option is None:
            hint = nearest(name, known) or f"the options are {', '.join(known)}"
            problems.append(option_problem(name, "there is no such option", hint, code=UNKNOWN))
            continue
        text = (given or "").strip()
        if not text:
            problems.append(option_problem(name, "it has no value", "leave it out or fill it in"))
            continue
        # Offsets count in the text as it was typed.
        lead = len(given or "") - len((given or "").lstrip())
        try:
            values[option.field] = option.check(text)
        except ProblemError as error:
            found = error.problem
            offset = None if found.offset is None else found.offset + lead
            problems.append(replace(found, option=name, offset=offset))
    return kind(**values), problems
