"""BibTeX: the papers of the models."""

from __future__ import annotations

from sphinx_modelzoo.exports.interface import Selection, exporter
from sphinx_modelzoo.views.citation import bibtex


@exporter("bibtex", "BibTeX, the papers of the models")
def to_text(selection: Selection) -> str:
    """Write an entry for every model whose paper has a title; keys are unique, as ids are."""
    entries = (bibtex(model) for model in selection.models)
    return "\n\n".join(entry for entry in entries if entry) + "\n"
