"""The views of a zoo: everything that a document can show, by the name of its directive.

A host knows how to find a view's options in its markup and how to draw blocks; what a view is
called, takes and shows is declared here, once for Sphinx and MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.views.cards import CardOptions, build_card, build_cards, check_card
from sphinx_modelzoo.views.choice import check_choice
from sphinx_modelzoo.views.leaderboard import (
    LeaderboardOptions,
    build_leaderboard,
    check_leaderboard,
)
from sphinx_modelzoo.views.option_parsing import COLUMN, read_options
from sphinx_modelzoo.views.options import TableOptions, check_options, shows_nothing
from sphinx_modelzoo.views.plot import build_plot
from sphinx_modelzoo.views.plot_options import PlotOptions, check_plot
from sphinx_modelzoo.views.stats import StatsOptions, build_stats
from sphinx_modelzoo.views.table import build_table

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.views.content import Blocks

TABLE = "modelzoo"
LEADERBOARD = "modelzoo-leaderboard"
PLOT = "modelzoo-plot"
STATS = "modelzoo-stats"
CARD = "modelzoo-card"

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
    catalog can tell.
    """

    name: str
    options: type
    build: Callable[[Catalog, Any, str], Blocks]
    check: Callable[[Any, Catalog], list[Problem]] = lambda options, catalog: []
    argument: str = ""
    essential: frozenset[str] = frozenset()
    numbering: Callable[[Any], Numbering] = lambda options: "table"

    def read(self, raw: Mapping[str, str | None], catalog: Catalog) -> ParsedOptions:
        """Parse the options, and report what is wrong with them."""
        options: Any
        options, problems = read_options(self.options, raw)
        # An unknown column costs that column: the others are kept.
        wrong = {problem.option for problem in problems if problem.code != f"{PREFIX}{COLUMN}"}
        strange = [one for one in self.check(options, catalog) if one.option not in wrong]
        return ParsedOptions(
            options,
            (*problems, *strange),
            tuple((name, given or "") for name, given in sorted(raw.items()) if name not in wrong),
            wrong.isdisjoint(self.essential) and not shows_nothing(problems),
        )

    def parse(self, raw: RawOptions) -> Any:
        """Return the options from texts that were found valid."""
        return read_options(self.options, dict(raw))[0]

    def view(self, catalog: Catalog, raw: RawOptions, language: str) -> Blocks:
        """Build what is shown, from options that were found valid."""
        return self.build(catalog, self.parse(raw), language)


def _build_models(catalog: Catalog, options: TableOptions, language: str) -> Blocks:
    if options.view == "cards":
        return build_cards(catalog, options, language)
    return (build_table(catalog, options, language),)


_VIEWS = (
    View(
        TABLE,
        TableOptions,
        _build_models,
        check_options,
        numbering=lambda options: "" if options.view == "cards" else "table",
    ),
    View(
        LEADERBOARD,
        LeaderboardOptions,
        build_leaderboard,
        check_leaderboard,
        essential=frozenset(("dataset", "metric", "task")),
    ),
    View(
        PLOT,
        PlotOptions,
        build_plot,
        check_plot,
        essential=frozenset("xy"),
        numbering=lambda options: "figure",
    ),
    View(STATS, StatsOptions, build_stats, check_choice, essential=frozenset(("by",))),
    View(
        CARD,
        CardOptions,
        build_card,
        check_card,
        "model",
        frozenset(("model",)),
        numbering=lambda options: "",
    ),
)

VIEWS: Mapping[str, View] = MappingProxyType({one.name: one for one in _VIEWS})
"""Every view by its name, which is that of its directive and of its fence in Markdown."""
