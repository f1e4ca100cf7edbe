"""Problems as messages of MkDocs: warnings, which stop a strict build after everything was said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.problems import Problem

if TYPE_CHECKING:
    from mkdocs.structure.files import File

# Below MkDocs' own logger, whose warnings a strict build counts. The codes say who speaks.
logger = logging.getLogger("mkdocs.plugins.modelzoo")


class Reporter:
    """Says each problem once, whichever language's build comes upon it.

    :param suppressed: codes that are not wanted; ``modelzoo.link`` stands for all below it.
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
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
        text = f"{place}: {problem.text}" if place else problem.text
        message = f"{text} [{problem.code}]"
        if message in self._told:
            return
        self._told.add(message)
        log = logger.info if problem.severity == "info" else logger.warning
        log("%s", message)

    def at(self, source: str, offset: int | Callable[[], int]) -> Callable[[str, str, int], None]:
        """What reports problems of one page.

        :param offset: how many lines of the file are not part of the page's text.
        """

        def report(text: str, code: str, line: int) -> None:
            ahead = offset() if callable(offset) else offset
            where = line + ahead if line else 0
            self.tell(Problem(code, text, "warning", file=source, line=where))

        return report


def front_matter(file: File) -> Callable[[], int]:
    """How many lines of front matter a page has, found out only when something is wrong."""

    def offset() -> int:
        text = (file.page.markdown or "") if file.page else ""
        whole = file.content_string.replace("\r\n", "\n")
        return whole.count("\n", 0, len(whole) - len(text)) if whole.endswith(text) else 0

    return offset
