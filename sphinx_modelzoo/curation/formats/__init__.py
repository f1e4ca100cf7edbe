"""Formats that a catalog can be made from, one module each, with an ``@importer``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


IMPORTS = ("catalog", "paddle", "openmmlab", "huggingface", "tables", "rst", "csv", "records")
"""The formats of :func:`importer_modules`, for whoever only names them."""
WRITERS = ("huggingface", "openmmlab")
"""The formats of :func:`writer_modules`."""


def importer_modules() -> tuple[ModuleType, ...]:
    """Import the modules of all formats, in the order in which they are asked about a file.

    The most specific come first.
    """
    from sphinx_modelzoo.curation.formats import (
        csv_files,
        huggingface,
        markup_files,
        openmmlab,
        own_catalogs,
        paddle_cards,
        record_files,
        rst_files,
    )

    return (
        own_catalogs,
        paddle_cards,
        openmmlab,
        huggingface,
        markup_files,
        rst_files,
        csv_files,
        record_files,
    )


def writer_modules() -> tuple[ModuleType, ...]:
    """Import the modules that write a format which another one reads."""
    from sphinx_modelzoo.curation.formats import huggingface_export, openmmlab_export

    return huggingface_export, openmmlab_export
