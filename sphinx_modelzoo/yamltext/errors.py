"""Errors of libyaml, reworded for the people who wrote the text."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, plain, problem
from sphinx_modelzoo.yamltext.lookalikes import lookalike

_QUOTE = Message("put the text in quotes")
_COLUMN = Message("fields of one entry start in the same column")
_ENTRY = re.compile(r"\s*- +\{?\s*(?:id|name):\s")
_WORD_BEFORE = re.compile(r"[{,:]\s+[^\s{}\[\],:\"']+\Z")
_FIELD = re.compile(r"\s*[A-Za-z_][\w-]*:(\s|$)")

# A part of the parser's message, and what to say: the code, the message, the way out.
_WORDS = (
    (
        "mapping values are not allowed",
        "yaml.syntax",
        Message("“: ” inside a text without quotes"),
        _QUOTE,
    ),
    (
        "could not find expected ':'",
        "yaml.syntax",
        Message("missing “:” after a field"),
        Message("write name: value; a text over several lines is indented below its field"),
    ),
    (
        "did not find expected key",
        "yaml.syntax",
        Message("expected a field here"),
        Message("{column}; a quoted value ends with its quote", column=_COLUMN),
    ),
    (
        "did not find expected '-' indicator",
        "yaml.syntax",
        Message("expected “-” here"),
        Message("items of one list start in the same column"),
    ),
    (
        "expected ',' or ']'",
        "yaml.syntax",
        Message("unclosed “[”, or a missing comma"),
        Message("write [one, two]"),
    ),
    (
        "expected ',' or '}'",
        "yaml.syntax",
        Message("unclosed “{{”, or a missing comma"),
        Message("write {{name: value, name: value}}"),
    ),
    (
        "expected <block end>",  # PyYAML's own parser
        "yaml.syntax",
        Message("wrong indentation"),
        Message("fields of one entry, and items of one list, start in the same column"),
    ),
    (
        "found unexpected end of stream",
        "yaml.syntax",
        Message("unclosed quote"),
        Message("add the closing quote"),
    ),
    (
        "found unknown escape character",
        "yaml.syntax",
        Message("invalid escape after “\\” in double quotes"),
        Message("use single quotes, or write “\\\\”"),
    ),
    (
        "did not find expected hexdecimal number",
        "yaml.syntax",
        Message("invalid escape “\\x”, “\\u” or “\\U” in double quotes"),
        Message("use single quotes, as for a Windows path, or write “\\\\”"),
    ),
    (
        "did not find expected comment or line break",
        "yaml.syntax",
        Message("only a line break may follow “|” or “>”"),
        Message("begin the text on the next line; Markdown tables need modelzoo import"),
    ),
    (
        "block sequence entries are not allowed",
        "yaml.syntax",
        Message("a list cannot begin here"),
        Message("begin it on a line of its own, below its field"),
    ),
    (
        "did not find expected <document start>",
        "yaml.syntax",
        Message("this line is indented less than those above it"),
        Message("fields of one mapping start in the same column"),
    ),
    ("did not find expected node content", "yaml.syntax", Message("expected a value here"), ""),
    (
        "found a tab character",
        "yaml.tab",
        Message("tab instead of spaces"),
        Message("indent with spaces"),
    ),
    (
        "found undefined alias",
        "yaml.alias",
        Message("unknown anchor"),
        Message("if it is plain text, {quote}", quote=_QUOTE),
    ),
    (
        "found duplicate anchor",
        "yaml.alias",
        Message("duplicate anchor"),
        Message("the first one is on line {other}: rename one of them", other=0),
    ),
    (
        "but found another document",
        "yaml.documents",
        Message("a second document begins here"),
        Message("remove the “---”: a file is one document"),
    ),
    (
        "undefined tag handle",
        "yaml.tag",
        Message("unsupported tag"),
        Message("remove it, or {quote}", quote=_QUOTE),
    ),
)
_NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # not YAML's characters
)


class YamlError(ProblemError):
    """An error in a text that is not valid YAML; its positions are relative to the text.

    ``other`` is another relevant line; the hint names it as ``{other}``. ``open_end`` is true
    where the text ended too early: what follows might complete it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str,
        line: int = 0,
        column: int = 0,
        *,
        other: int = 0,
        open_end: bool = False,
    ) -> None:
        found = problem(code, plain(message), hint, line=line, column=column)
        super().__init__(with_line(found, other))
        self.code = code
        self.open_end = open_end
        self._other = other
        self._found = found

    def located(self, file: str, lines: int = 0, model: str = "") -> Problem:
        """Return the problem in a file that has some lines before the text."""
        found = replace(with_line(self._found, self._other + lines), model=model)
        return found.at(file, found.line and found.line + lines, found.column)


def with_line(problem: Problem, line: int) -> Problem:
    """Return the problem with the number of another line in its hint."""
    return replace(problem, hint=_renumbered(problem.hint, line))


def _renumbered(hint: str, line: int) -> str:
    if not isinstance(hint, Message) or "other" not in hint.values:
        return hint
    values = {
        name: _renumbered(value, line) if isinstance(value, Message) else value
        for name, value in hint.values.items()
    }
    return Message(hint.template, **{**values, "other": line})


def place(text: str, index: int) -> tuple[int, int]:
    """Return the line and column, from 1, of a character.

    Counted here, because YAML takes a few other characters for line ends than editors do.
    """
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def describe(error: yaml.YAMLError, text: str) -> YamlError:
    """Describe a parser error in plain words, at its place in the text."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _control_character(text)
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    open_end = index >= len(text.rstrip())
    said = error.problem or ""
    code, message, hint = _words(f"{error.context or ''} {said}".strip())
    if said.startswith("found character") and text[index : index + 1] == "\t":
        code, message, hint = (
            "yaml.tab",
            Message("tab instead of spaces"),
            Message("indent with spaces"),
        )
    elif said.startswith("found character"):
        message, hint = (
            Message("a text cannot begin with “{text}”", text=text[index : index + 1]),
            _QUOTE,
        )
    start = error.context_mark
    other = start.line + 1 if start is not None else 0
    # What was never closed is best shown where it was opened.
    if start is not None and (open_end or "quoted scalar" in (error.context or "")):
        if "escape" not in said:
            index = start.index
    elif start is not None and mark is not None and start.line != mark.line and _inside(error):
        block = Message("it belongs to the block from line {other}", other=0)
        hint = Message("{hint}; {note}", hint=hint, note=block, other=0) if hint else block
    if mark is not None and code == "yaml.syntax":
        message, hint, other = _mistyped(text, mark.index, message, hint, other)
    return YamlError(code, message, hint, *place(text, index), other=other, open_end=open_end)


def _mistyped(text: str, index: int, message: str, hint: str, other: int) -> tuple[str, str, int]:
    """Refine message, hint and other line by what the line, or the one above, reveals."""
    begin = text.rfind("\n", 0, index) + 1
    line = text[begin:].partition("\n")[0]
    if _ENTRY.match(line) and _is_head(text[:begin]):
        message = Message("a list of entries begins here, but “models:” is missing above it")
        return message, Message("write “models:” on the line above"), other
    if found := lookalike(line):
        return message, found, other
    above = text[:begin].rstrip().rpartition("\n")[2]
    if found := lookalike(above):
        return (
            message,
            Message("on line {other}: {found}", found=found, other=0),
            place(text, len(text[:begin].rstrip()))[0],
        )
    if message.startswith("unclosed “{”") and text[index : index + 2] == ": ":
        if _WORD_BEFORE.search(line[: index - begin]):
            return Message("“: ” inside a text without quotes"), _QUOTE, other
        return message, Message("{hint}; a text with “: ” needs quotes", hint=hint), other
    if not _FIELD.match(line):
        return message, hint, other
    if "-" in message:
        return Message("this field is in another column than those above it"), _COLUMN, other
    # The text before the colon began on the line above: the field looks like more of it.
    before = text[begin:index]
    if message.startswith("“: ”") and before.strip().isidentifier():
        message = Message("a field inside the text above it")
        hint = Message("{column}, or put the text in quotes", column=_COLUMN)
    return message, hint, other


def _is_head(above: str) -> bool:
    """Return True if a text is the top of a file, without the line “models:”."""
    lines = [line for line in above.splitlines() if line.strip() and line[0] != "#"]
    return bool(lines and _FIELD.match(lines[0]) and lines[0][0] != " ") and not any(
        re.match(r"models\s*:|\s*- ", line) for line in lines
    )


def _inside(error: yaml.MarkedYAMLError) -> bool:
    return (error.context or "").startswith("while parsing a block")


def _words(said: str) -> tuple[str, str, str]:
    for part, code, message, hint in _WORDS:
        if part in said:
            return code, message, hint
    return "yaml.syntax", said or Message("invalid YAML"), ""


def _control_character(text: str) -> YamlError:
    found = _NOT_TEXT.search(text)
    index = found.start() if found else 0
    name = f"U+{ord(found.group()):04X}" if found else ""
    hint = Message("remove it")
    if text.count("\0") > len(text) // 4:
        hint = Message("this looks like UTF-16: save the file as UTF-8")
    message = Message("invalid character ({name})", name=name)
    return YamlError("yaml.character", message, hint, *place(text, index))
