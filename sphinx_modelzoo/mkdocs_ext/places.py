"""Finding the place of a mistake in a page's file, only when there is one.

Python-Markdown does not know where its inline content was, and what it is given need not be what
the file holds: the front matter is gone, snippets and macros were put in.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.mkdocs_ext.fences import all_fences, is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Roles stay; spans of code, which end with their paragraph, and comments are not prose.
_NO_PROSE = re.compile(
    r"(?P<role>\{modelzoo:\w+\}`[^`]+`)"
    r"|(?<!\\)(?P<ticks>`+)(?!`)(?:(?!\n[ \t>]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?-->",
    re.DOTALL,
)


class Places:
    """The lines of mistakes in a page.

    :param lines: the page as Python-Markdown has it.
    :param written: gives the text of the page's file; nothing where there is none.
    """

    def __init__(self, lines: Sequence[str], written: Callable[[], str]) -> None:
        self._lines = lines
        self._written = written
        self._found: Counter[str] = Counter()

    def link(self, scheme: str, name: str) -> int:
        """Return the line of the next link, or role, with such an address; 0 if none is found."""
        names = f"(?:{_loose(name)}|{_loose(unquote(name))})"
        role = scheme.removesuffix(":")
        return self._next(
            rf"(?:\]\(\s*<?|\]:\s*<?|<){scheme}{names}(?=[\s>)]|$)"
            rf"|\{{modelzoo:{role}\}}`(?:[^`]*<)?\s*~?{names}\s*>?\s*`"
        )

    def count(self, query: str) -> int:
        """Return the line of the next count by a filter; 0 if none is found."""
        return self._next(rf"\{{modelzoo:count\}}`\s*{_loose(query)}\s*`")

    def html(self, address: str) -> int:
        """Return the line of the next link in HTML with such an address; 0 if none is found."""
        return self._next(rf"href\s*=\s*[\"']?{re.escape(address)}(?=[\"'\s>])")

    def _next(self, pattern: str) -> int:
        """Return the line of the next match, else the last: definitions serve several links."""
        found = [one.start() for one in re.finditer(pattern, self._prose, re.MULTILINE)]
        if not found:
            return 0
        place = found[min(self._found[pattern], len(found) - 1)]
        self._found[pattern] += 1
        return self._prose.count("\n", 0, place) + 1

    @cached_property
    def _prose(self) -> str:
        """Return the page with code and comments blanked out."""
        lines = list(self._lines)
        for start, end, opening in all_fences(lines):
            # The options of ours are read: a caption has links.
            code = (start, end) if is_ours(opening) else range(start, end + 1)
            for number in code:
                lines[number] = ""
        return _NO_PROSE.sub(
            lambda found: found[0] if found["role"] else re.sub(r"[^\n]", " ", found[0]),
            "\n".join(lines),
        )

    def in_file(self, line: int) -> int:
        """Return the line of the file for a line of the page; 0 if the file does not have it."""
        return self._numbers.get(line, 0) if line and self._numbers else line

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Map lines of the page to those of the file, both from 1; empty without a file."""
        text = self._written()
        if not text:
            return {}
        written = [_plain(line) for line in re.split(r"\r\n|\r|\n", text)]
        page = [_plain(line) for line in self._lines]
        while page and not page[-1]:
            page.pop()
        while written and not written[-1]:
            written.pop()
        found: dict[int, int] = {}
        # Mostly only the front matter is missing; what is equal at the end is quickly found.
        while page and written and page[-1] == written[-1]:
            found[len(page)] = len(written)
            page.pop()
            written.pop()
        matcher = SequenceMatcher(None, page, written, autojunk=False)
        for tag, first, end, second, last in matcher.get_opcodes():
            # Lines that held a macro are other lines now, but as many.
            if tag == "equal" or end - first == last - second:
                found |= {first + step + 1: second + step + 1 for step in range(end - first)}
        return found


def _loose(text: str) -> str:
    """Return a pattern of a text that may be broken into lines, in a quotation, too."""
    return r"[\s>]+".join(map(re.escape, text.split()))


def _plain(line: str) -> str:
    """Return a line as Python-Markdown normalizes it: tabs and trailing spaces."""
    return line.expandtabs(4).rstrip()
