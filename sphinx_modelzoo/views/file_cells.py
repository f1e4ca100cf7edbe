"""The columns of tables that are about files: weights, configurations and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.schema.quantities import SIZES
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.cells import BREAK, inlines
from sphinx_modelzoo.views.columns import column
from sphinx_modelzoo.views.content import Cell, Inline, PageLink, UrlLink, Words, model_page
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.number_columns import count_cell, counted
from sphinx_modelzoo.views.parts import file_name

if TYPE_CHECKING:
    from sphinx_modelzoo.query.subjects import Subject
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Described, Weights
    from sphinx_modelzoo.views.context import TableContext

_MOST_FILES = 4


def _weights_link(file: Weights, context: TableContext) -> UrlLink:
    text = file.format or context.say(N_("Weights"))
    if file.size is not None:
        text = context.noted(text, values.format_size(file.size))
    return UrlLink(Words(text, translate=file.format is None), context.address(file.url))


@column("weights", N_("Weights"), "Links to files of weights.")
def weights(subject: Subject, context: TableContext) -> Cell:
    """Return the first few files of weights, then a link to the rest on the model's page."""
    files = subject.weights
    parts: list[Inline] = []
    for file in files[:_MOST_FILES]:
        parts += [BREAK, _weights_link(file, context)]
    if len(files) > _MOST_FILES:
        more = context.more(len(files) - _MOST_FILES)
        parts += [BREAK, PageLink(more, model_page(subject.model.id), _weights_place(subject))]
    return inlines(*parts[1:])


def _weights_place(subject: Subject) -> str:
    """Return the place on the page that lists the files that a cell has no room for."""
    return "weights" if subject.model.weights and not subject.model.variants else "variants"


_BYTES = counted(
    lambda subject: tuple(file.size for file in subject.weights if file.size is not None),
    SIZES,
    " ",
)


@column("size", N_("Size"), "Size of the files of weights.", kind="number", numbers=_BYTES)
def size(subject: Subject, context: TableContext) -> Cell:
    """Return the size of the weights, or the range of the files' sizes."""
    return count_cell("size", _BYTES, subject, context)


def _file(url: str | LocalizedText | None, context: TableContext) -> list[Inline]:
    """Link to a file by its name; a path, which leads into the model's repository, is shown."""
    if url is None:
        return []
    address = context.address(url)
    if address.startswith(("http:", "https:")):
        return [UrlLink(Words(file_name(address), translate=False, code=True), address)]
    return [Words(address, translate=False, code=True)]


def _files(field: Literal["config", "log"], subject: Subject, context: TableContext) -> Cell:
    """List the files of a model and of its variants, or the one of a variant."""
    holders: tuple[Described, ...] = (subject.entry,)
    if subject.variant is None:
        holders += subject.model.variants
    found = list(dict.fromkeys(url for one in holders if (url := getattr(one, field)) is not None))
    parts: list[Inline] = []
    for url in found[:_MOST_FILES]:
        parts += [BREAK, *_file(url, context)]
    if len(found) > _MOST_FILES:
        more = context.more(len(found) - _MOST_FILES)
        parts += [BREAK, PageLink(more, model_page(subject.model.id), "variants")]
    return inlines(*parts[1:])


@column("config", N_("Configuration"), "Configuration files.")
def config(subject: Subject, context: TableContext) -> Cell:
    """Return the configuration files."""
    return _files("config", subject, context)


@column("log", N_("Training log"), "Training logs.")
def log(subject: Subject, context: TableContext) -> Cell:
    """Return the training logs."""
    return _files("log", subject, context)
