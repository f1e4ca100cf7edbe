"""Fences in a page's lines: which are ours, what they say, and where they are.

It follows Python-Markdown where that differs from CommonMark: a fence must be closed to count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import Problem
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import PageId
from sphinx_modelzoo.views.option_parsing import no_argument, options_in, unread
from sphinx_modelzoo.views.page_parts import PART
from sphinx_modelzoo.views.view import TABLE, View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STUB = "modelzoo-stub"
"""The fence of which a page of the zoo consists; only generated pages hold it."""

# What may precede a fence: indentation, quotations, the mark of a list's item.
_OPENING = re.compile(
    r"(?P<before>[ \t]*(?:> ?[ \t]*)*)(?P<item>(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)"
    r"(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>.*?)[ \t]*$"
)
# Only the package has views: which fences are ours is known before there is a catalog.
_NAMES = "|".join(map(re.escape, (STUB, PART, *make_registry()[View])))
_OURS = re.compile(rf"\{{({_NAMES})\}}[ \t]*(.*)$")


@dataclass(frozen=True)
class Fence:
    """A fence of ours.

    ``line`` counts from 0; ``before`` is what precedes its opening; ``source`` its lines as
    they were written.
    """

    kind: str
    argument: str
    body: tuple[str, ...]
    line: int
    before: str
    source: tuple[str, ...]


def find_fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Yield our fences in a page, without those inside other fences."""
    for number, end, opening in all_fences(lines):
        ours = _OURS.match(opening["info"])
        if ours:
            width = len(opening["before"] + opening["item"])
            body = tuple(_inner(line, opening["before"], width) for line in lines[number + 1 : end])
            yield Fence(
                kind=ours[1],
                argument=ours[2],
                body=body,
                line=number,
                before=opening["before"] + opening["item"],
                source=tuple(lines[number : end + 1]),
            )


def page_text(page: PageId) -> str:
    """Return the source of a page of the zoo: the extension fills it in."""
    return f"```{{{STUB}}} {page.kind} {page.id}\n```\n"


def page_of(fence: Fence) -> PageId:
    """Return the page that the fence of a stub names."""
    kind, _, name = fence.argument.strip().partition(" ")
    return PageId(kind, name.strip())


def all_fences(lines: Sequence[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield every fence: its first and its last line, from 0, and how it opens."""
    number = 0
    while number < len(lines):
        opening = _opening(lines[number])
        end = _closing(lines, number, opening) if opening else None
        if opening is None or end is None:
            number += 1
            continue
        yield number, end, opening
        number = end + 1


def is_ours(opening: re.Match[str]) -> bool:
    """Return True if a fence that opens like this is one of this extension."""
    return _OURS.match(opening["info"]) is not None


def _opening(line: str) -> re.Match[str] | None:
    found = _OPENING.match(line)
    if found is None:
        return None
    mark, info = found["fence"][0], found["info"]
    if mark == ":":
        # Colons of others enclose text that is read on, or enclose nothing.
        return found if _OURS.match(info) else None
    if mark == "`" and "`" in info:
        return None
    return found


def _closing(lines: Sequence[str], start: int, opening: re.Match[str]) -> int | None:
    fence = opening["fence"]
    close = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    for number in range(start + 1, len(lines)):
        if close.match(lines[number]):
            return number
    return None


def _inner(line: str, before: str, width: int) -> str:
    """Return a line inside a fence, without the indentation and quotation marks of the fence."""
    if ">" in before:
        depth = before.count(">")
        return re.sub(rf"^(?:[ \t]*>){{1,{depth}}} ?", "", line).rstrip()
    lead = len(line) - len(line.lstrip())
    return line[min(lead, width) :].rstrip()


def read_options(fence: Fence, argument: str = "") -> tuple[dict[str, str], list[Problem]]:
    """Read the options of a fence by name, as they were typed, and report all else.

    They are lines ``:key: value``, which further lines may continue, or YAML between ``---``.

    :param argument: the option that the fence's argument sets, where it takes one.
    """
    raw, problems = _read_options(fence, bool(argument))
    if argument and fence.argument:
        raw.setdefault(argument, fence.argument)
    return raw, problems


def _read_options(fence: Fence, argued: bool) -> tuple[dict[str, str], list[Problem]]:
    problems: list[Problem] = []
    if fence.argument and not argued:
        say = unread if fence.kind == TABLE else no_argument
        problems.append(say(fence.argument))
    raw, more = options_in(fence.body)
    return raw, [*problems, *more]
