"""Declaring and parsing options: one mechanism for every directive and fence.

A dataclass declares the options of one directive; each field carries its check and its help.
The hosts hand in texts and get an instance back, with every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, plain, problem
from sphinx_modelzoo.query.subjects import Rows
from sphinx_modelzoo.query.words import split_list
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.versions import meant_version
from sphinx_modelzoo.yamltext.locating import Issue

UNKNOWN = "option.unknown"
VALUE = "option.value"
COLUMN = "column.unknown"
BLOCK = "---"
"""The option that problems of a whole block of options name."""

SELECTING = ("filter", "task", "tag", "collection", "dataset", "since", "limit")
"""The options that make a view show less than everything."""
DataReader = Callable[[Any, Registry], tuple[Any, list[Issue]]]
"""Reads the value of an option from a preset; its issues have paths in that value."""


def option_problem(
    option: str, message: str, hint: str = "", offset: int | None = None, code: str = VALUE
) -> Problem:
    """Make a problem of one option; ``option`` is empty for what belongs to no option.

    :param hint: how to fix it, if that is known.
    :param offset: the place in the option's text, counted from 0, where it is known.
    """
    return problem(code, message, hint or None, option=option, offset=offset)


def bad_value(
    message: str, hint: str = "", offset: int | None = None, code: str = VALUE
) -> ProblemError:
    """Make the error that a check raises for an invalid value."""
    return ProblemError(option_problem("", message, hint, offset, code))


class PartlyWrongError(ProblemError):
    """The problems of a value of which something is left: ``value``."""

    def __init__(self, value: Any, *problems: Problem) -> None:
        super().__init__(*problems)
        self.value = value


def unread(line: str) -> Problem:
    """Report ignored text below or after a directive, mostly a mistyped option."""
    hint = _no_catalog(line) or Message(
        "options must directly follow the directive, one “:key: value” per line"
    )
    return option_problem("", Message("ignored “{line}”", line=plain(line)), hint, code=UNKNOWN)


def no_argument(argument: str) -> Problem:
    """Report an argument of a directive that takes none."""
    message = Message("unexpected argument “{argument}”", argument=plain(argument))
    hint = _no_catalog(argument) or Message("write options as “:key: value”")
    return option_problem("", message, hint, code=UNKNOWN)


def _no_catalog(text: str) -> str:
    if not re.search(r"\.(?:ya?ml|json)\s*\Z", text):
        return ""
    return Message(
        "the catalog is named in conf.py (modelzoo_catalog) or mkdocs.yml (catalog), not here"
    )


_LINE = re.compile(r":([^:\s][^:]*):(?:[ \t]+(.*))?$")


def options_in(lines: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Read the options in the lines of a fence by name, as they were typed.

    They are lines ``:key: value``, which further lines may continue, or YAML between ``---``.

    :returns: the options, and a problem for all else.
    """
    problems: list[Problem] = []
    if lines and lines[0].strip() == "---":
        return _yaml_options(lines[1:], problems), problems
    raw: dict[str, str] = {}
    name = ""
    for number, line in enumerate(lines):
        found = _LINE.match(line.strip())
        if found:
            name = found[1].strip()
            if name in raw:
                problems.append(option_problem(name, "duplicate option", "keep one of them"))
            raw[name] = found[2] or ""
        elif name and line[:1] in (" ", "\t"):
            raw[name] = f"{raw[name]} {line.strip()}"
        else:
            # As in MyST, options end here; what follows is said once.
            rest = next((one.strip() for one in lines[number:] if one.strip()), "")
            problems += [unread(rest)] if rest else []
            break
    return {name: _unquoted(value) for name, value in raw.items()}, problems


def _unquoted(value: str) -> str:
    """Remove quotes from a value, as MyST does; one that only begins with a quote stays."""
    if len(value) < 2 or value[0] not in "\"'" or value[0] != value[-1]:
        return value
    try:
        found = yaml.load(value, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        return value
    return found if isinstance(found, str) else value


def _yaml_options(lines: Sequence[str], problems: list[Problem]) -> dict[str, str]:
    text: list[str] = []
    for line in lines:
        if line.strip() == "---":
            break
        text.append(line)
    try:
        # BaseLoader leaves every value the text that it was written as.
        data = yaml.load("\n".join(text), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        data = None
        hint = Message(
            "write “key: value” lines; a value with “: ” or quotes needs quotes around it"
        )
        problems.append(option_problem(BLOCK, "invalid YAML", hint))
    if not isinstance(data, dict):
        return {}
    found: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, str):
            found[str(key)] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found[str(key)] = ", ".join(value)
        else:
            message = Message("expected a text or a list of texts")
            problems.append(option_problem(str(key), message, "write it on one line"))
    return found


def names_of(text: str) -> tuple[str, ...]:
    """Parse names between commas, each once."""
    names = tuple(dict.fromkeys(piece.text for piece in split_list(text)))
    if not names:
        raise bad_value("expected at least one name", "separate names with commas")
    return names


def widths_of(text: str) -> tuple[int, ...]:
    """Parse the widths of columns, between commas or spaces."""
    words = re.split(r"[\s,，、]+", text.strip(",，、"))
    for word in words:
        if not re.fullmatch(r"[0-9]{1,4}", word) or int(word) < 1:
            raise bad_value(
                Message("invalid width “{word}”", word=word),
                "expected a whole number from 1 for each column, such as 20 50 30",
                max(text.find(word), 0),
            )
    return tuple(map(int, words))


def limit_of(text: str) -> int:
    """Parse a number of rows."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise bad_value(
            Message("invalid number of rows “{text}”", text=text),
            "expected a whole number from 1",
            0,
        )
    return int(text)


def version_of(text: str) -> str:
    """Parse a version of the zoo."""
    if meant_version(text) is None:
        raise bad_value(
            Message("invalid version “{text}”", text=text), "expected a version, such as 3.0", 0
        )
    return text


def rows_of(text: str) -> Rows:
    """Parse what each row is about: a model or a variant."""
    if text == "models":
        return "models"
    if text == "variants":
        return "variants"
    raise bad_value(
        Message("invalid value “{value}”", value=text), "expected models or variants", 0
    )


def switch(text: str) -> bool:
    """Parse a boolean option value."""
    if text.casefold() in ("yes", "true", "on", "no", "false", "off"):
        return text.casefold() in ("yes", "true", "on")
    raise bad_value(Message("invalid boolean “{text}”", text=text), "expected yes or no", 0)


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def classes_of(text: str) -> tuple[str, ...]:
    """Parse names of classes between spaces."""
    classes = tuple(text.split())
    for name in classes:
        if not re.fullmatch(r"-?[A-Za-z_][\w-]*", name, re.ASCII):
            raise bad_value(
                Message("invalid class “{name}”", name=name),
                "use letters, digits and hyphens; separate classes with spaces",
                text.find(name),
            )
    return classes


def about(
    check: Callable[[str], Any], help: str, name: str = "", *, order: int = 0
) -> dict[str, Any]:
    """Return the metadata of an option's field; those of a lower ``order`` are listed first."""
    return about_names(lambda text, registry: check(text), help, name, order=order)


def about_names(
    check: Callable[[str, Registry], Any],
    help: str,
    name: str = "",
    *,
    order: int = 0,
    of_data: DataReader | None = None,
) -> dict[str, Any]:
    """Return the metadata of an option whose values the registry knows, such as columns.

    :param of_data: reads what a preset says, where that is more than a text, a number, a boolean
        or a list of them.
    """
    return {"check": check, "help": help, "name": name, "order": order, "of_data": of_data}


@dataclass(frozen=True)
class Option:
    """An option as the manual and the hosts need it."""

    name: str
    help: str
    default: Any
    field: str
    check: Callable[[str, Registry], Any]
    of_data: DataReader | None


def declared(options: type) -> Mapping[str, Option]:
    """Return every option that a dataclass declares, by the name that users type."""
    return _declared(options)


@cache  # a view on each page of a zoo asks
def _declared(options: type) -> Mapping[str, Option]:
    found = sorted(fields(options), key=lambda each: int(each.metadata["order"]))
    return MappingProxyType({option.name: option for option in map(_option, found)})


def _option(each: Field[Any]) -> Option:
    return Option(
        name=each.metadata["name"] or each.name,
        help=each.metadata["help"],
        default=each.default,
        field=each.name,
        check=each.metadata["check"],
        of_data=each.metadata["of_data"],
    )
