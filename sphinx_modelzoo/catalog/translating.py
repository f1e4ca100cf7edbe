"""A catalog with the texts that a project translates elsewhere, as in gettext's catalogs.

What the catalog itself says in a language stays; other texts get another version. So tables, pages,
comparison and search all have it, and digests of what they show change with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sphinx_modelzoo.catalog.catalog import digest_of
from sphinx_modelzoo.catalog.entries import changed
from sphinx_modelzoo.catalog.texts import entry_texts, head_texts
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields
from sphinx_modelzoo.schema.presets import Preset
from sphinx_modelzoo.schema.shape import values_of
from sphinx_modelzoo.schema.value_parsing import is_by_language
from sphinx_modelzoo.schema.vocabulary import KINDS, Vocabularies, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog, Entry
    from sphinx_modelzoo.schema.head import Head
    from sphinx_modelzoo.schema.pruning import Path

Say: TypeAlias = "Callable[[str], str | None]"
"""Returns the translation of a text, or ``None``."""


class SourceText(NamedTuple):
    """A text for translators: its words, and where they are; ``model`` is empty in a head."""

    model: str
    words: str
    file: FilePath
    path: Path


def source_texts(catalog: Catalog, language: str) -> Iterator[SourceText]:
    """Yield every text of a catalog that is to be translated.

    :param language: the one that it is translated from, where a text has it.
    """
    for file, head in catalog.heads:
        for place in head_texts(file, head):
            source = place.version(language) or place.source
            yield SourceText("", source.words, file, source.path)
        for path, words in _plain_options(head):
            yield SourceText("", words, file, path)
    for entry in catalog.entries:
        for place in entry_texts(entry.model, entry.language):
            source = place.version(language) or place.source
            yield SourceText(place.model, source.words, entry.origin.file, source.path)


def _plain_options(head: Head) -> Iterator[tuple[Path, str]]:
    """Yield captions of presets, and titles of their columns, that are in one language."""
    for name, options in head.presets.items():
        path: Path = ("presets", name)
        if isinstance(options.get("caption"), str):
            yield (*path, "caption"), options["caption"]
        columns = options.get("columns")
        for number, column in enumerate(columns if isinstance(columns, list) else ()):
            for key, title in column.items() if isinstance(column, dict) else ():
                if isinstance(title, str):
                    yield (*path, "columns", number, str(key)), title


def translated_catalog(
    catalog: Catalog, language: str, of_entry: Callable[[str], Say], of_heads: Say
) -> Catalog:
    """Return a catalog with translations of what lacks a language.

    :param of_entry: gives what translates the texts of an entry, by its id.
    :param of_heads: translates the texts in the heads of files.
    """

    def put(text: LocalizedText, home: str | None, say: Say) -> LocalizedText:
        if language in {tag or home for tag, _ in text.entries}:
            return text
        found = next(filter(None, map(say, text.values())), None)
        return LocalizedText((*text.entries, (language, found))) if found else text

    def in_head(text: LocalizedText) -> LocalizedText:
        return put(text, catalog.language, of_heads)

    fields = _fields(catalog.fields, in_head)
    return replace(
        catalog,
        entries=tuple(_entry(one, put, of_entry(one.model.id)) for one in catalog.entries),
        vocabularies=_vocabularies(catalog, in_head),
        fields=fields,
        registry=catalog.registry.declaring(OwnField, fields) if fields else catalog.registry,
        presets={
            name: Preset(name, _options(preset.options, in_head))
            for name, preset in catalog.presets.items()
        },
        title=in_head(catalog.title) if catalog.title else None,
    )


def _entry(
    entry: Entry, put: Callable[[LocalizedText, str | None, Say], LocalizedText], say: Say
) -> Entry:
    model, words = entry.model, []
    for path, _, _, text in values_of(entry.model, "text"):
        if not isinstance(text, LocalizedText):
            continue
        made = put(text, entry.language, say)
        if made is not text:
            model = _with(model, path, made)
            words.append(made.entries[-1][1])
    if not words:
        return entry
    return replace(entry, model=model, digest=digest_of(entry.digest, *words))


def _with(value: Any, path: Path, new: LocalizedText) -> Any:
    """Return a record, a list or a mapping with another text at a path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, tuple):
        number = int(step)
        return (*value[:number], _with(value[number], rest, new), *value[number + 1 :])
    if isinstance(value, Mapping):
        return {**value, step: _with(value[str(step)], rest, new)}
    return changed(value, **{str(step): _with(getattr(value, str(step)), rest, new)})


def _vocabularies(catalog: Catalog, put: Callable[[LocalizedText], LocalizedText]) -> Vocabularies:
    """Return the vocabularies with the catalog's own terms translated."""
    found: dict[str, Vocabulary] = {}
    for kind in KINDS:
        own = {term.id for _, head in catalog.heads for term in getattr(head, kind)}
        known: Vocabulary = getattr(catalog.vocabularies, kind)
        terms = (
            replace(term, labels=put(term.labels)) if term.id in own else term for term in known
        )
        found[kind] = Vocabulary(kind, tuple(terms)) if own else known
    return Vocabularies(**found)


def _fields(fields: OwnFields, put: Callable[[LocalizedText], LocalizedText]) -> OwnFields:
    return OwnFields(
        replace(
            field,
            labels=put(field.labels),
            description=put(field.description) if field.description else None,
            values=tuple((value, put(labels)) for value, labels in field.values),
        )
        for field in fields.values()
    )


def _options(
    options: Mapping[str, Any], put: Callable[[LocalizedText], LocalizedText]
) -> dict[str, Any]:
    """Return the options of a preset with translated captions and titles of columns."""

    def title(words: Any) -> Any:
        if isinstance(words, str):
            return put(LocalizedText.plain(words)).entries[-1][1]
        if is_by_language(words) and {*map(type, words.values())} == {str}:
            return put(LocalizedText.from_mapping(words)).to_data()
        return words

    found = dict(options)
    if "caption" in found:
        found["caption"] = title(found["caption"])
    if isinstance(found.get("columns"), list):
        found["columns"] = [
            {key: title(words) for key, words in one.items()} if isinstance(one, dict) else one
            for one in found["columns"]
        ]
    return found
