"""PO: the texts of a catalog for translators; ``modelzoo import`` takes their work back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.messages.pofile import normalize

from sphinx_modelzoo.catalog.text_records import catalog_verdicts
from sphinx_modelzoo.catalog.texts import catalog_texts
from sphinx_modelzoo.exports.interface import Selection, exporter, unfit
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.languages import locale_name

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.texts import TextPlace

_HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Project-Id-Version: sphinx-modelzoo catalog\\n"\n'
    '"Language: {locale}\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)
_LETTER = re.compile(r"[^\W\d_]")


@exporter("po", "PO, the texts of the catalog to be translated into --language")
def to_text(selection: Selection) -> str:
    """Write a message for each text whose source is in another language.

    :raises ProblemError: when there is none.
    """
    catalog, language = selection.catalog, selection.language
    chosen = {model.id for model in selection.models}
    stale = _stale(catalog)
    messages: dict[tuple[str, str], str] = {}
    for place in catalog_texts(catalog):
        wanted = not place.model or place.model in chosen
        words = place.source.words
        if wanted and place.source.language != language and _LETTER.search(words):
            fuzzy = (place.full_name, language) in stale
            key = place.full_name, words
            messages.setdefault(key, _message(place, language, catalog, fuzzy=fuzzy))
    if not messages:
        raise unfit(
            Message(
                "all texts are in “{language}”; name the language to translate into: --language",
                language=language,
            )
        )
    return "\n".join((_HEADER.format(locale=locale_name(language)), *messages.values()))


def _stale(catalog: Catalog) -> set[tuple[str, str]]:
    if catalog.records is None:
        return set()
    verdicts = catalog_verdicts(catalog, catalog.records)
    return {
        (one.place.full_name, one.translation.language) for one in verdicts if one.state == "stale"
    }


def _message(place: TextPlace, language: str, catalog: Catalog, *, fuzzy: bool) -> str:
    origin = catalog.origin(place.model) if place.model else None
    file = origin.file if origin else place.file
    lines = []
    if file is not None:
        lines.append(f"#: {file.name}:{origin.line}" if origin else f"#: {file.name}")
    if fuzzy:
        lines.append("#, fuzzy")
    found = place.version(language)
    lines += (
        f"msgctxt {normalize(place.full_name, width=0)}",
        f"msgid {normalize(place.source.words, width=0)}",
        f"msgstr {normalize(found.words if found else '', width=0)}",
    )
    return "".join(f"{line}\n" for line in lines)
