"""Notes on texts that are not in the language of the page, or older than their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.languages import LocalizedText, language_name
from sphinx_modelzoo.views.content import Paragraph, Words
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.views.content import Blocks
    from sphinx_modelzoo.views.parts import PageContext

_MISSING = {
    "summary": N_("This summary is not available in {language} yet. It is shown in {other}."),
    "abstract": N_("This abstract is not available in {language} yet. It is shown in {other}."),
    "description": N_(
        "This description is not available in {language} yet. It is shown in {other}."
    ),
}


@dataclass(frozen=True)
class TextNotes:
    """The setting of a build whose pages have these notes."""


def with_notes(registry: Registry, on: bool) -> Registry:
    """Return a registry in which pages have notes on their texts, if a setting says so."""
    return registry.declaring(TextNotes, {"": TextNotes()}) if on else registry


def text_notes(ctx: PageContext, field: str, text: LocalizedText) -> Blocks:
    """Return the note on a text of an entry, if it needs one.

    :param field: one of ``summary``, ``abstract`` and ``description``.
    """
    if ctx.part or not ctx.catalog.registry[TextNotes]:
        return ()
    other = ctx.verbatim(text).language
    reader = ctx.language if ctx.label.translated else "en"
    if other:
        message = ctx.label(_MISSING[field]).format(
            language=written_language(ctx.language, reader), other=written_language(other, reader)
        )
    elif (field, ctx.language) in ctx.catalog.stale(ctx.model.id):
        source = _source(text, ctx.catalog.text_language(ctx.model.id))
        message = ctx.label(N_("This translation is older than the {language} original."))
        message = message.format(language=written_language(source, reader))
    else:
        return ()
    return (Paragraph((Words(message),), "note"),)


def _source(text: LocalizedText, home: str | None) -> str:
    return home if home in text.languages and home else str(text.entries[0][0])


def written_language(language: str, reader: str) -> str:
    """Return the name of a language in writing; Chinese tells it from the spoken one."""
    name = language_name(language, reader)
    return f"{name[:-1]}文" if reader == "zh" and name.endswith("语") else name
