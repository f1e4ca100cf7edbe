"""What a view is: something that a document can show, by the name of its directive.

A host knows how to find a view's options in its markup and how to draw blocks; what a view is
called, takes and shows is declared where it is built, once for Sphinx and MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.views.option_parsing import COLUMN
from sphinx_modelzoo.views.option_reading import read_options
from sphinx_modelzoo.views.options import shows_nothing

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.views.content import Blocks

TABLE = "modelzoo"
LEADERBOARD = "modelzoo-leaderboard"
PLOT = "modelzoo-plot"
STATS = "modelzoo-stats"
CARD = "modelzoo-card"

Builder = Callable[["Catalog", Any, str], "Blocks"]
Checker = Callable[[Any, "Catalog"], "list[Problem]"]
Depends = Callable[["Catalog", Any], object]
RawOptions = tuple[tuple[str, str], ...]
Numbering = Literal["table", "figure", ""]
"""The kind that a view is numbered as, where a host numbers; nothing for no number."""


class ParsedOptions(NamedTuple):
    """The parsed options of a view, with their problems.

    ``kept`` are the valid ones, as they were typed, and those of which a part is valid.
    ``shown`` is false where the view would not show what was meant. A name that the catalog
    lacks is a problem, too, but no reason to drop the view: the catalog may have it tomorrow.
    """

    options: Any
    problems: tuple[Problem, ...]
    kept: RawOptions
    shown: bool


@dataclass(frozen=True)
class View:
    """A view: the options that it takes, and how it is built.

    ``argument`` is the option that the directive's argument sets; ``essential`` are the
    options without which, when they are invalid, nothing is shown. ``check`` finds what only the
    catalog can tell. ``depends`` tells, for less than building it would take, what it shows of the
    catalog, as a value whose ``repr`` differs where that differs; by default, what is built does.
    """

    name: str
    options: type
    build: Builder
    check: Checker
    argument: str
    essential: frozenset[str]
    numbering: Callable[[Any], Numbering]
    depends: Depends | None

    def read(self, raw: Mapping[str, str | None], catalog: Catalog) -> ParsedOptions:
        """Parse the options, and report what is wrong with them."""
        options: Any
        options, problems = read_options(self.options, raw, catalog.registry)
        # An unknown column costs that column: the others are kept.
        wrong = {problem.option for problem in problems if problem.code != f"{PREFIX}{COLUMN}"}
        strange = [one for one in self.check(options, catalog) if one.option not in wrong]
        return ParsedOptions(
            options,
            (*problems, *strange),
            tuple((name, given or "") for name, given in sorted(raw.items()) if name not in wrong),
            wrong.isdisjoint(self.essential) and not shows_nothing(problems),
        )

    def parse(self, raw: RawOptions, registry: Registry) -> Any:
        """Return the options from texts that were found valid."""
        return read_options(self.options, dict(raw), registry)[0]

    def view(self, catalog: Catalog, raw: RawOptions, language: str) -> Blocks:
        """Build what is shown, from options that were found valid."""
        return self.build(catalog, self.parse(raw, catalog.registry), language)


def view(
    name: str,
    options: type,
    check: Checker,
    *,
    argument: str = "",
    essential: Iterable[str] = (),
    numbering: Callable[[Any], Numbering] = lambda options: "table",
    depends: Depends | None = None,
) -> Callable[[Builder], Builder]:
    """Mark a function as what builds a view; see :class:`View`."""

    def marked(build: Builder) -> Builder:
        needed = frozenset(essential)
        made = View(name, options, build, check, argument, needed, numbering, depends)
        return mark(build, (name, made))

    return marked
