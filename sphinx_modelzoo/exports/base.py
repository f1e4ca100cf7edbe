"""What every exporter takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import ProblemError, failure
from sphinx_modelzoo.views.options import TableOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.model import Model


@dataclass(frozen=True)
class Selection:
    """What is exported: models of a catalog, and for tables the options and the language.

    ``columns`` are those that were asked for, if any; they may have the column of ids.
    """

    catalog: Catalog
    models: tuple[Model, ...]
    options: TableOptions = field(default_factory=TableOptions)
    language: str = "en"
    columns: tuple[str, ...] | None = None


def unfit(message: str) -> ProblemError:
    """Make what to raise for what a format cannot hold, or a file cannot take in."""
    return failure("export.unfit", message, None)


@dataclass(frozen=True)
class Exporter:
    """A format that a catalog can be written in: each module of a format has one, ``EXPORTER``.

    ``text`` gives everything as one text; ``files`` gives texts by their paths in a folder, for
    formats that have more than one file. ``into`` puts the text into a file that is there
    already, where the format leaves the rest of it alone.
    :raises ProblemError: by each of them.
    """

    name: str
    title: str
    text: Callable[[Selection], str]
    files: Callable[[Selection], Mapping[str, str]] | None = None
    into: Callable[[str, str], str] | None = None
