"""Problems as text for people, and as JSON, GitHub annotations and SARIF for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_modelzoo import __version__
from sphinx_modelzoo.east_asian import display_width
from sphinx_modelzoo.problems.messages import Message, Problem, counted, listed, translated

if TYPE_CHECKING:
    from sphinx_modelzoo.problems.codes import ProblemKind, Severity

Paint = Callable[[str, str], str]
"""A function to colour a text as one of ``error``, ``warning``, ``info``, ``place``, ``code``."""

_WIDTH = 96
_LABELS = {"error": Message("error"), "warning": Message("warning"), "info": Message("info")}


def unpainted(text: str, kind: str) -> str:
    """Return a text without colour."""
    return text


def as_text(
    problems: Iterable[Problem],
    line_of: Callable[[str, int], str] = lambda file, line: "",
    paint: Paint = unpainted,
    translate: Callable[[str], str] = str,
) -> str:
    """Format problems for people, each with the line of the file that it is about.

    :param line_of: gives a line of a file by its shown name and number; empty if unknown.
    :param translate: as :func:`~.messages.translated` takes it.
    """
    out = []
    for problem in problems:
        head = paint(f"{problem.place}: ", "place") if problem.place else ""
        label = Message("{label}: ", label=_LABELS[problem.severity])
        severity = paint(translated(label, translate).rstrip(), problem.severity)
        # A full-width colon has its space within.
        gap = " " if severity.isascii() else ""
        text = problem.text_in(translate)
        out.append(f"{head}{severity}{gap}{text} {paint(f'[{problem.code}]', 'code')}")
        line = line_of(problem.file, problem.line) if problem.line else ""
        if line.strip():
            out += _pointed(line, problem, paint)
    return "".join(f"{line}\n" for line in out)


def _pointed(line: str, problem: Problem, paint: Paint) -> list[str]:
    """Return the source line, cut to the width of a screen, and a caret below the column."""
    line = line.expandtabs(1)
    at = max(problem.column - 1, 0)
    start = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = line[start : start + _WIDTH]
    cut = "…" if start else ""
    tail = "…" if start + _WIDTH < len(line) else ""
    number = f"{problem.line:>6} | "
    lines = [f"{paint(number, 'place')}{cut}{shown}{tail}"]
    if problem.column:
        before = " " * display_width(cut + line[start:at])
        lines.append(f"{paint('       | ', 'place')}{before}{paint('^', problem.severity)}")
    return lines


def summary(problems: Iterable[Problem]) -> str:
    """Count problems as ``1 error, 12 warnings``; return an empty string for none."""
    counts = Counter(problem.severity for problem in problems)
    texts: dict[Severity, str] = {
        "error": counted(counts["error"], "errors"),
        "warning": counted(counts["warning"], "warnings"),
        "info": counted(counts["info"], "remarks"),
    }
    found = [text for severity, text in texts.items() if counts[severity]]
    return listed(found, "{first}, {rest}") if found else ""


def as_json(problems: Iterable[Problem]) -> str:
    """Write JSON: ``{"problems": [{code, severity, message, file, line, column, …}]}``."""
    names = ("code", "severity", "message", "file", "line", "column", "model", "field", "hint")
    data = {"problems": [{name: getattr(one, name) for name in names} for one in problems]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """Write workflow commands, which GitHub shows next to the lines of a change."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    out = []
    for problem in problems:
        where = {"file": problem.file, "line": problem.line, "col": problem.column}
        properties = {name: value for name, value in where.items() if value}
        properties["title"] = problem.code
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        out.append(f"::{kinds[problem.severity]} {listed}::{_data(problem.text)}\n")
    return "".join(out)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Sequence[Problem], kinds: Mapping[str, ProblemKind]) -> str:
    """Write SARIF 2.1.0, for code scanning and editors.

    :param kinds: what is known of the codes.
    """
    codes = sorted({problem.code for problem in problems})
    places = {code: index for index, code in enumerate(codes)}
    driver = {
        "name": "sphinx-modelzoo",
        "version": __version__,
        "informationUri": "https://sphinx-modelzoo.readthedocs.io/",
        "rules": [_sarif_rule(code, kinds.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, places[problem.code]) for problem in problems],
    }
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def _sarif_rule(code: str, known: ProblemKind | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code}
    if known:
        rule["shortDescription"] = {"text": known.reason}
        rule["help"] = {"text": known.way_out}
        rule["defaultConfiguration"] = {"level": _LEVELS[known.severity]}
    return rule


def _sarif_result(problem: Problem, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.text},
    }
    location: dict[str, Any] = {}
    if problem.file:
        region = {"startLine": problem.line or 1}
        if problem.column:
            region["startColumn"] = problem.column
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(problem.file)},
            "region": region,
        }
    if problem.model:
        name = ".".join(part for part in (problem.model, problem.field) if part)
        location["logicalLocations"] = [{"name": problem.model, "fullyQualifiedName": name}]
    if location:
        result["locations"] = [location]
    return result


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


_Format = Callable[[Sequence[Problem], "Mapping[str, ProblemKind]"], str]

MACHINE_FORMATS: Mapping[str, _Format] = MappingProxyType(
    {
        "json": lambda problems, _: as_json(problems),
        "github": lambda problems, _: as_github(problems),
        "sarif": as_sarif,
    }
)
"""Reports for machines, by name: of problems, and of the codes that they may have."""
