"""The interface of exporters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import ProblemError, failure
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.views.authoring import as_text, as_texts
from sphinx_modelzoo.views.options import TableOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.chosen_columns import ChosenColumn


def _model_address(model: Model) -> str:
    return f"models/{model.id}.html"


@dataclass(frozen=True)
class Site:
    """The site that a text is for, with its addresses from its root.

    ``base`` is its absolute address, with a slash at its end, or nothing where that is not known.
    ``path`` is that of the file itself, or nothing, and ``home`` that of the page to begin with;
    ``page`` gives those of models' pages.
    """

    title: str = ""
    author: str = ""
    base: str = ""
    path: str = ""
    home: str = ""
    page: Callable[[Model], str] = _model_address


@dataclass(frozen=True)
class Selection:
    """The models to export, and for tables the options and the language.

    ``columns`` are those that were given, if any; they may include the column of ids. ``site`` is
    where pages of the models are, for formats that link to them.
    """

    catalog: Catalog
    models: tuple[Model, ...]
    options: TableOptions = field(default_factory=TableOptions)
    language: str = "en"
    columns: tuple[ChosenColumn, ...] | None = None
    site: Site = field(default_factory=Site)


TextMaker = Callable[[Selection], str]


def unfit(message: str) -> ProblemError:
    """Make the error for what a format cannot hold, or a file cannot take in."""
    return failure("export.unfit", message, None)


@dataclass(frozen=True)
class Exporter:
    """A format that a catalog can be written in.

    ``text`` gives everything as one text; ``files`` gives texts by their paths in a folder, for
    formats that have more than one file. ``into`` puts the text into a file that exists
    already, if the format keeps the rest of it.
    :raises ProblemError: by each of them.
    """

    name: str
    title: str
    text: TextMaker
    files: Callable[[Selection], Mapping[str, str]] | None
    into: Callable[[str, str], str] | None

    def guarded(self, guard: Guard) -> Exporter:
        """Return the format of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        what = f"exporter “{self.name}”"
        return replace(
            self,
            text=guard.refusing(what, self.text, as_text),
            files=self.files and guard.refusing(what, self.files, as_texts),
            into=self.into and guard.refusing(what, self.into, as_text),
        )


def exporter(
    name: str,
    title: str,
    *,
    files: Callable[[Selection], Mapping[str, str]] | None = None,
    into: Callable[[str, str], str] | None = None,
) -> Callable[[TextMaker], TextMaker]:
    """Mark a function as what writes a format as one text; see :class:`Exporter`."""

    def marked(text: TextMaker) -> TextMaker:
        return mark(text, (name, Exporter(name, title, text, files, into)))

    return marked
