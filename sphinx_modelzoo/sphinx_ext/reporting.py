"""Problems as Sphinx warnings, each with its place and its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docutils import nodes

    from sphinx_modelzoo.problems.messages import Problem

logger = logging.getLogger(__name__)


def subtype(code: str) -> str:
    """Return ``link.scheme`` of ``modelzoo.link.scheme``: what ``suppress_warnings`` compares."""
    return code.removeprefix("modelzoo.")


def report(problems: Iterable[Problem], root: Path) -> None:
    """Warn about each problem at its place; ``suppress_warnings`` takes the codes.

    :param root: the folder that relative file names of the problems start from.
    """
    for problem in problems:
        location = ""
        if problem.file:
            # Without a line Sphinx would take the file for the name of a document.
            parts = [str(root / problem.file), problem.line or 1, problem.column]
            location = ":".join(str(part) for part in parts if part)
        warn(problem, location)


def warn(problem: Problem, location: nodes.Node | str | None) -> None:
    """Warn about a problem at a place, or log what is only a remark."""
    emit = logger.info if problem.severity == "info" else logger.warning
    emit("%s", problem.text, type="modelzoo", subtype=subtype(problem.code), location=location)
