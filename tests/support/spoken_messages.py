"""What the command says in the reader's language: every message of the code, by what it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

import sphinx_modelzoo
from sphinx_modelzoo.cli import COMMANDS, main
from sphinx_modelzoo.cli.check import check_registry
from sphinx_modelzoo.cli.spoken import paragraphs
from sphinx_modelzoo.curation.rules.all_rules import rules_of
from sphinx_modelzoo.problems.codes import CODES

PACKAGE = Path(sphinx_modelzoo.__file__).parent
# Where each function takes English that readers see, by position and by name.
TAKES: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Message": ((0,), ()),
    "speak": ((0,), ()),
    "fail": ((0,), ()),
    "warn": ((0,), ()),
    "unfit": ((0,), ()),
    "listed": ((1,), ("template",)),
    "problem": ((1, 2), ("hint",)),
    "failure": ((1, 2), ("hint",)),
    "leave_out": ((0, 1), ("why",)),
    "note": ((1,), ()),
    "Finding.of": ((3, 4), ("hint",)),
    "Issue.of": ((1, 2), ()),
    "LinkOutcome": ((1, 2), ()),
    "DeadLink": ((0, 1), ()),
    "bad_filter": ((0, 1), ()),
    "bad_sort": ((0, 1), ()),
    "bad_value": ((0, 1), ()),
    "option_problem": ((1, 2), ()),
    "value_error": ((1, 2), ()),
    "not_text": ((1,), ()),
    "_flaw": ((1, 2), ()),
    "_leave_out": ((1,), ()),
    "_note": ((1,), ()),
    "_unusable": ((0,), ()),
    "_unfit": ((0,), ()),
    "Unread": ((0, 1), ()),
    "_nothing": ((1, 2), ()),
    "refusal": ((1,), ("hint",)),
    "_expect": ((1,), ()),
    "refuse": ((1, 2), ()),
    "Closed": ((2,), ()),
    "YamlError": ((1, 2), ()),
}

HOSTS = ("sphinx_ext", "mkdocs_ext")
"""What builds print is English: logs are searched, and look the same for all who build."""


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        name = f"{owner.id}.{function.attr}" if isinstance(owner, ast.Name) else function.attr
        return name if name in TAKES else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be: one, or one of several."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _constants(value)


def _plural(call: ast.Call, name: str) -> Iterator[str]:
    """Both forms of what is counted, as ``counted`` makes them."""
    if name == "counted" and len(call.args) > 1:
        things = call.args[1]
    elif name == "count" and "result" in ast.unparse(call.func) and call.args:
        things = call.args[0]
    else:
        return
    for noun in _constants(things):
        one = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
        yield from (f"{{number}} {noun}", f"{{number}} {one}")


def _calls() -> Iterator[tuple[Path, ast.Call, list[ast.expr]]]:
    """Every call in the code, with its file and those of its arguments that readers see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE)
        if file.parts[0] in HOSTS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                places, words = TAKES.get(_called(node), ((), ()))
                arguments = [node.args[place] for place in places if place < len(node.args)]
                arguments += [one.value for one in node.keywords if one.arg in words]
                yield file, node, arguments


def in_code() -> dict[str, str]:
    """Every message in the code, with a place where it is."""
    found: dict[str, str] = {}
    for file, call, arguments in _calls():
        texts = [text for argument in arguments for text in _constants(argument)]
        for text in (*texts, *_plural(call, _called(call))):
            if re.search("[A-Za-z]{2}", re.sub(r"{\w*}", "", text)) or "{" in text:
                found.setdefault(text, f"{file}:{call.lineno}")
    return found


def _names(command: click.Command) -> Iterator[str]:
    """What stands for arguments: the help speaks of them by these names."""
    for one in command.params:
        if isinstance(one, click.Argument):
            yield one.make_metavar(click.Context(command))


def of_help() -> set[str]:
    """Every text of the help of all commands."""
    context = click.Context(main)
    commands = [main, *(main.get_command(context, name) for name in COMMANDS)]
    found = {about for _, about in COMMANDS.values()}
    for command in commands:
        assert command is not None
        found |= {*click.Command.collect_usage_pieces(command, context)} - {*_names(command)}
        found |= {message for _, message in paragraphs(command.help or "")}
        found |= {one.help or "" for one in command.params if isinstance(one, click.Option)}
    return {text for text in found if text and not text.startswith("#")}


def of_codes() -> set[str]:
    """The reason and way out of every code and rule."""
    kinds = {**CODES, **rules_of(check_registry())}
    return {text for kind in kinds.values() for text in (kind.reason, kind.way_out)}


def untranslatable() -> list[str]:
    """The places of messages that are f-strings with words, and so have no template."""
    return [
        f"{file}:{argument.lineno}"
        for file, _, arguments in _calls()
        for argument in arguments
        if isinstance(argument, ast.JoinedStr) and _words(argument)
    ]


def _words(text: ast.JoinedStr) -> bool:
    return any(
        isinstance(part, ast.Constant) and re.search("[a-z]{3}", str(part.value))
        for part in text.values
    )
