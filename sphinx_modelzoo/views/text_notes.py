"""Notes on texts that are not in the language of the page, or older than their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.languages import LocalizedText, language_name
from sphinx_modelzoo.views.content import Paragraph, UrlLink, Words
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.views.content import Blocks
    from sphinx_modelzoo.views.parts import PageContext
    from sphinx_modelzoo.views.translations import Translations

_MISSING = {
    "summary": N_("This summary is not available in {language} yet. It is shown in {other}."),
    "abstract": N_("This abstract is not available in {language} yet. It is shown in {other}."),
    "description": N_(
        "This description is not available in {language} yet. It is shown in {other}."
    ),
}


_STALE = N_("This translation is older than the {other} original.")
_ID = "{id}"


@dataclass(frozen=True)
class TextNotes:
    """The setting of a build whose pages have these notes.

    ``addresses`` are those of the pages in other languages, with ``{id}`` for that of the model.
    """

    addresses: tuple[tuple[str, str], ...] = ()

    def address(self, language: str, model_id: str) -> str:
        """Return where a model's page is in a language; nothing where that is not known."""
        return dict(self.addresses).get(language, "").replace(_ID, model_id)


def with_notes(
    registry: Registry,
    on: bool,
    translations: Translations | None = None,
    path: Callable[[str], str] = str,
) -> Registry:
    """Return a registry that adds notes on texts to pages, if the setting is on.

    :param translations: the sites that have twins of the pages, if there are any.
    :param path: returns the path of a model's page in a site, from the id.
    """
    if not on:
        return registry
    sites = translations.sites if translations else ()
    addresses = ((one.language, one.url + path(_PLACEHOLDER)) for one in sites)
    notes = TextNotes(tuple((tag, url.replace(_PLACEHOLDER, _ID)) for tag, url in addresses))
    return registry.declaring(TextNotes, {"": notes})


_PLACEHOLDER = "modelzoo-id"  # is the same in an address


def text_notes(ctx: PageContext, field: str, text: LocalizedText) -> Blocks:
    """Return the note on a text of an entry, if it needs one.

    :param field: one of ``summary``, ``abstract`` and ``description``.
    """
    setting = ctx.catalog.registry[TextNotes].get("")
    if setting is None or ctx.part:
        return ()
    other = ctx.verbatim(text).language
    message = ctx.label(_MISSING[field])
    if not other and (field, ctx.language) in ctx.catalog.stale(ctx.model.id):
        other = _source(text, ctx.catalog.text_language(ctx.model.id))
        message = ctx.label(_STALE)
    if not other:
        return ()
    reader = ctx.language if ctx.label.translated else "en"
    message = message.replace("{language}", written_language(ctx.language, reader))
    words = Words(written_language(other, reader))
    address = setting.address(other, ctx.model.id)
    if not address:
        return (Paragraph((Words(message.replace("{other}", words.text)),), "note"),)
    before, _, after = message.partition("{other}")
    return (Paragraph((Words(before), UrlLink(words, address), Words(after)), "note"),)


def _source(text: LocalizedText, home: str | None) -> str:
    return home if home in text.languages and home else str(text.entries[0][0])


def written_language(language: str, reader: str) -> str:
    """Return the name of a language in writing; Chinese tells it from the spoken one."""
    name = language_name(language, reader)
    return f"{name[:-1]}文" if reader == "zh" and name.endswith("语") else name
