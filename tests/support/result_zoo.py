"""Catalogs of a few results, and their tables as text."""

from __future__ import annotations

from functools import partial
from typing import Any

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.views.content import Row, Title
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN


def figure(name: str, value: float, unit: str = "", **result: Any) -> list[dict[str, Any]]:
    """The results of a model with one figure; without a unit it is a bare number."""
    return [{"metrics": {name: {"value": value, "unit": unit} if unit else value}, **result}]


zoo_of = partial(Catalog.of, registry=BUILTIN)
"""Make a catalog that every view can show."""


def zoo(*results: list[dict[str, Any]]) -> Catalog:
    """A catalog of models a, b, c, … with these results."""
    return zoo_of(model(chr(97 + place), results=one) for place, one in enumerate(results))


def words(row: Row, place: int) -> str:
    """The text of a cell."""
    return "".join(
        getattr(one, "words", one).text  # type: ignore[union-attr]
        for block in row.cells[place].blocks
        for one in (block.name if isinstance(block, Title) else block.inlines)  # type: ignore[union-attr]
        if hasattr(getattr(one, "words", one), "text")
    )


def column(catalog: Catalog, columns: str, language: str = "en", **raw: str) -> list[str]:
    """The last column of a table."""
    options, problems = parse_options({"columns": columns, **raw}, BUILTIN)
    assert problems == []
    return [words(row, -1) for row in build_table(catalog, options, language, plain=True).rows]
