"""BibTeX: the papers of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.exports.interface import Selection, exporter
from sphinx_modelzoo.schema.variants import alone
from sphinx_modelzoo.views.citation import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.schema.model import Model


@exporter("bibtex", "BibTeX, the papers of the models")
def to_text(selection: Selection) -> str:
    """Write an entry for every model whose paper has a title; keys are unique, as ids are.

    A variant has one of its own where it has its own paper.
    """
    entries = [
        bibtex(one, selection.language) for model in selection.models for one in _cited(model)
    ]
    return "\n\n".join(entry for entry in entries if entry) + "\n"


def _cited(model: Model) -> Iterator[Model]:
    yield model
    for variant in model.variants:
        if variant.paper is not None:
            # Ids have no double hyphen, so the key is nobody else's.
            yield alone(model, variant, id=f"{model.id}--{variant.id}")
