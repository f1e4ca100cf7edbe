"""The built-in entries of the registry: what every zoo can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.views import (
    cards,
    cells,
    facts,
    file_cells,
    grouping,
    head_sections,
    leaderboard,
    options,
    own_columns,
    page_kinds,
    plot,
    sections,
    stats,
)

if TYPE_CHECKING:
    from types import ModuleType


def make_registry(*modules: ModuleType) -> Registry:
    """Make the registry of a build: what is built in, then what these modules mark.

    :raises DuplicateMarkError: where a module marks what there is already.
    """
    return Registry.of(
        cards,
        leaderboard,
        plot,
        stats,
        page_kinds,
        cells,
        file_cells,
        grouping,
        options,
        head_sections,
        sections,
        facts,
        own_columns,
        *modules,
    )
