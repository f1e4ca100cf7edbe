"""Problems as messages of MkDocs: warnings, which stop a strict build once all are logged."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from sphinx_modelzoo.problems.messages import Problem

# Below MkDocs' own logger, whose warnings a strict build counts. The codes name the plugin.
logger = logging.getLogger("mkdocs.plugins.modelzoo")


class Reporter:
    """A reporter of each problem once, whichever language's build finds it.

    :param suppressed: codes to suppress; ``modelzoo.link`` covers all below it.
    """

    def __init__(self, suppressed: Iterable[str] = ()) -> None:
        self._suppressed = tuple(suppressed)
        self._told: set[str] = set()

    def tell(self, problem: Problem) -> None:
        """Log a problem with its place and its code."""
        parts = problem.code.split(".")
        names = {".".join(parts[: length + 1]) for length in range(len(parts))}
        if not names.isdisjoint(self._suppressed):
            return
        message = problem.brief
        if message in self._told:
            return
        self._told.add(message)
        log = logger.info if problem.severity == "info" else logger.warning
        log("%s", message)

    def at(self, source: str) -> Callable[[Problem, int], None]:
        """Return a function that reports problems of one page, by the line of its file."""
        return lambda problem, line: self.tell(problem.at(source, line))
