"""Parts of a file that are YAML by themselves, and positions in the file."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import yaml

from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.problems.messages import Message, Problem, plain, problem
from sphinx_modelzoo.yamltext.errors import YamlError, place
from sphinx_modelzoo.yamltext.parsing import Flaw, compose
from sphinx_modelzoo.yamltext.paths import field_path, follow, path_to

_UNQUOTED = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "float", "int", "timestamp"))


class Issue(NamedTuple):
    """A problem at a path in the data; its position is found later, in the text."""

    problem: Problem
    path: tuple[str | int, ...]
    at_name: bool = False  # the name of the field is wrong, not what it says

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        hint: str,
        path: tuple[str | int, ...],
        at_name: bool = False,
    ) -> Issue:
        """Make an issue with the severity of its code, and its way out where ``hint`` is blank."""
        return cls(problem(code, message, hint), path, at_name)

    @property
    def code(self) -> str:
        """Return the code, without the prefix."""
        return self.problem.code.removeprefix(PREFIX)


class Piece:
    """A part of a file's bytes.

    :param file: the file's name in messages.
    :param data: UTF-8 with ``\\n`` as line ends.
    :param line: the number that the first line has in the file.
    """

    __slots__ = ("_data", "_end", "_plain_lines", "_start", "file", "line")

    def __init__(
        self, file: str, data: bytes, start: int = 0, end: int | None = None, line: int = 1
    ) -> None:
        self.file = file
        self.line = line
        self._data = data
        self._start = start
        self._end = len(data) if end is None else end
        self._plain_lines: bool | None = None

    @property
    def data(self) -> bytes:
        """Return its bytes."""
        return self._data[self._start : self._end]

    @property
    def text(self) -> str:
        """Return its text."""
        return self.data.decode()

    def compose(self) -> yaml.Node | None:
        """Parse it into nodes.

        :raises YamlError: when it is not YAML.
        """
        return compose(self.text)

    def at(self, node: yaml.Node) -> tuple[int, int]:
        """Return the line and column of a node in the file."""
        mark = node.start_mark
        if self._plain_lines is None:
            text = self.text
            # YAML takes these for line ends, editors do not.
            self._plain_lines = not any(char in text for char in "\x85\u2028\u2029")
        if self._plain_lines:
            return mark.line + self.line, mark.column + 1
        return self.place(mark.index)

    def place(self, index: int) -> tuple[int, int]:
        """Return the line and column in the file of a character of the piece."""
        line, column = place(self.text, index)
        return line + self.line - 1, column

    def error(self, error: YamlError, model: str = "") -> Problem:
        """Return the problem of a part that is not YAML, with its place in the file."""
        return error.located(self.file, self.line - 1, model)

    def flaw(self, flaw: Flaw, root: yaml.Node, model: str = "") -> Problem:
        """Return a flaw as a problem with its place; ``root`` is the node of the entry or file."""
        field = plain(field_path(path_to(root, flaw.node)))
        found = replace(flaw.after(self.line - 1), model=model, field=field)
        return found.at(self.file, *self.at(flaw.node))

    def issue(self, issue: Issue, root: yaml.Node, model: str = "") -> Problem:
        """Return an issue as a problem with its place; the issue's path begins at ``root``."""
        found = follow(root, issue.path)
        named = found.key if issue.at_name and found.complete else None
        node = named or found.node
        message = issue.problem.message
        if issue.code == "field.unknown" and named is not None:
            message = Message(
                "unknown field “{name}”", name=plain(named.value)
            )  # as it was written
        hint = _sharper_hint(issue, node)
        field = plain(field_path(found.path))
        found_problem = replace(issue.problem, message=message, hint=hint, model=model, field=field)
        return found_problem.at(self.file, *self.at(node))


def _sharper_hint(issue: Issue, node: yaml.Node) -> str:
    """Return the hint with the words as written, which the data no longer has."""
    if not isinstance(node, yaml.ScalarNode) or node.tag not in _UNQUOTED:
        return issue.problem.hint
    value = plain(node.value)
    quoted = Message('put it in quotes: "{value}"', value=value)
    if issue.code.endswith(".unquoted"):
        field = issue.path[-1] if issue.path else ""
        named = Message('put it in quotes: {field}: "{value}"', field=field, value=value)
        return named if issue.path else quoted
    if issue.code != "type" or not issue.problem.message.startswith(
        ("expected text", "expected an id")
    ):
        return issue.problem.hint
    if node.tag.endswith(":bool"):
        return Message(
            "YAML reads an unquoted {value} as true or false; {quoted}",
            value=node.value,
            quoted=quoted,
        )
    return quoted
