"""The directives of a zoo beside the table: one registry for Sphinx and MkDocs.

A host knows how to find a directive's options in its markup and how to draw blocks; what a
directive is called, takes and shows stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_modelzoo.views.cards import CardOptions, build_card, build_cards, check_card
from sphinx_modelzoo.views.choice import check_choice
from sphinx_modelzoo.views.leaderboard import (
    LeaderboardOptions,
    build_leaderboard,
    check_leaderboard,
)
from sphinx_modelzoo.views.option_parsing import OptionProblem, read_options
from sphinx_modelzoo.views.options import TableOptions, check_options, shows_nothing
from sphinx_modelzoo.views.plot import build_plot
from sphinx_modelzoo.views.plot_options import PlotOptions, check_plot
from sphinx_modelzoo.views.stats import StatsOptions, build_stats

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.content import Blocks

LEADERBOARD = "modelzoo-leaderboard"
PLOT = "modelzoo-plot"
STATS = "modelzoo-stats"
CARD = "modelzoo-card"
CARDS = "modelzoo-cards"

RawOptions = tuple[tuple[str, str], ...]


def _nothing(options: Any, catalog: Catalog) -> list[OptionProblem]:
    return []


class Reading(NamedTuple):
    """What a directive was asked for.

    ``kept`` are the options that were understood, as they were typed. ``shown`` is false where
    what is shown would not be what was meant. That the catalog lacks what an option names is a
    problem too, but no reason to drop the directive: the catalog may have it tomorrow.
    """

    options: Any
    problems: tuple[OptionProblem, ...]
    kept: RawOptions
    shown: bool


@dataclass(frozen=True)
class Directive:
    """What a directive takes and shows.

    ``argument`` is the option that its argument stands for; ``essential`` are the options
    without which, when they are wrong, nothing is shown. ``check`` finds what only the catalog
    can tell.
    """

    name: str
    options: type
    build: Callable[[Catalog, Any, str], Blocks]
    check: Callable[[Any, Catalog], list[OptionProblem]] = _nothing
    argument: str = ""
    essential: frozenset[str] = frozenset()

    def read(self, raw: Mapping[str, str | None], catalog: Catalog) -> Reading:
        """Understand the options, and say what is wrong with them."""
        options: Any
        options, problems = read_options(self.options, raw)
        wrong = {problem.option for problem in problems}
        strange = [one for one in self.check(options, catalog) if one.option not in wrong]
        return Reading(
            options,
            (*problems, *strange),
            tuple((name, given or "") for name, given in sorted(raw.items()) if name not in wrong),
            wrong.isdisjoint(self.essential) and not shows_nothing(problems),
        )

    def view(self, catalog: Catalog, raw: RawOptions, language: str) -> Blocks:
        """What is shown, from options that were found right."""
        return self.build(catalog, read_options(self.options, dict(raw))[0], language)


_DIRECTIVES = (
    Directive(
        LEADERBOARD,
        LeaderboardOptions,
        build_leaderboard,
        check_leaderboard,
        essential=frozenset(("dataset", "metric", "task")),
    ),
    Directive(PLOT, PlotOptions, build_plot, check_plot, essential=frozenset("xy")),
    Directive(STATS, StatsOptions, build_stats, check_choice, essential=frozenset(("by",))),
    Directive(CARD, CardOptions, build_card, check_card, "model", frozenset(("model",))),
)

DIRECTIVES: Mapping[str, Directive] = MappingProxyType({one.name: one for one in _DIRECTIVES})
"""Every directive beside the table by its name, which is also that of the fence in Markdown."""

VIEWS: Mapping[str, Directive] = MappingProxyType(
    {**DIRECTIVES, CARDS: Directive(CARDS, TableOptions, build_cards, check_options)}
)
"""The same, and what ``modelzoo`` itself shows in place of a table."""
