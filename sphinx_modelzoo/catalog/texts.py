"""The texts of a catalog that may be in several languages, each with its name and its source.

A text is called as translators and ``modelzoo sync`` call it: ``yolov4.summary``,
``yolov4.code[0].label``, and ``tasks.my-task`` in the head of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.east_asian import count_forms, has_han, has_kana
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.shape import values_of
from sphinx_modelzoo.schema.value_parsing import is_by_language
from sphinx_modelzoo.schema.vocabulary import KINDS
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.head import Head
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.schema.own_fields import FieldEntry, ValueEntry
    from sphinx_modelzoo.schema.pruning import Path
    from sphinx_modelzoo.schema.vocabulary import TermEntry


class Version(NamedTuple):
    """A text in one language, with its path in the entry or in the head of the file."""

    language: str
    words: str
    path: Path


class TextPlace(NamedTuple):
    """A text with all its versions.

    ``model`` is the id of its entry, and empty for one in the head of ``file``. ``kind`` is the
    field that has it; of terms and own fields it is their section. A ``plain`` text has one
    version, which does not say its language itself; it is ``guessed`` where the file does not,
    either. ``path`` is that of the whole text.
    """

    model: str
    name: str
    kind: str
    path: Path
    versions: tuple[Version, ...]
    plain: bool
    guessed: bool
    source: Version
    file: FilePath | None = None

    @property
    def full_name(self) -> str:
        """Return what people and tools call it: ``yolov4.summary``."""
        return f"{self.model}.{self.name}" if self.model else self.name

    @property
    def translations(self) -> tuple[Version, ...]:
        """Return the versions that are not the source."""
        return tuple(one for one in self.versions if one is not self.source)

    def version(self, language: str) -> Version | None:
        """Return the version in a language."""
        return next((one for one in self.versions if one.language == language), None)


def catalog_texts(catalog: Catalog) -> Iterator[TextPlace]:
    """Yield every text of a catalog: those in the heads of its files, then those of entries."""
    for file, head in catalog.heads:
        yield from head_texts(file, head)
    for entry in catalog.entries:
        yield from entry_texts(entry.model, entry.language)


def entry_texts(model: Model, language: str | None) -> Iterator[TextPlace]:
    """Yield the texts of an entry.

    :param language: that of texts that do not say theirs, if the file states it.
    """
    for path, _, field, text in values_of(model, "text"):
        if isinstance(text, LocalizedText):
            name = field_path(path)
            if path[0] == "variants":
                variant = model.variants[int(path[1])]
                name = f"variants.{variant.id}.{field_path(path[2:])}"
            kind = str(path[0]) if path[0] == "extra" else field.name
            yield _place(model.id, name, kind, path, _versions(text, path), language)


def head_texts(file: FilePath, head: Head) -> Iterator[TextPlace]:
    """Yield the texts in the head of a file: its title, terms, own fields, titles of columns."""
    for name, kind, path, found in _in_head(head):
        if found:
            place = _place("", name, kind, path, found, head.language)
            yield place._replace(file=file)


def _in_head(head: Head) -> Iterator[tuple[str, str, Path, list[_Found]]]:
    """Yield name, kind, path and versions of what may be a text in a head."""
    path: Path = ("title",)
    if head.title is not None:
        yield "title", "title", path, _versions(head.title, path)
    for kind in KINDS:
        for term in getattr(head, kind):
            path = (kind, term.id)
            yield f"{kind}.{term.id}", kind, path, _labels(term, path)
    for field in head.fields:
        path = ("fields", field.id)
        yield f"fields.{field.id}", "fields", path, _labels(field, path)
        if field.description is not None:
            path = ("fields", field.id, "description")
            name = f"fields.{field.id}.description"
            yield name, "description", path, _versions(field.description, path)
        for value in field.values:
            path = ("fields", field.id, "values", str(value.id))
            name = f"fields.{field.id}.values.{value.id}"
            yield name, "values", path, _labels(value, path)
    for preset, options in head.presets.items():
        columns = options.get("columns")
        for number, column in enumerate(columns if isinstance(columns, list) else ()):
            for key, title in column.items() if isinstance(column, dict) else ():
                path = ("presets", preset, "columns", number, str(key))
                if is_by_language(title) and {*map(type, title.values())} == {str}:
                    words = LocalizedText.from_mapping(title)
                    yield f"presets.{preset}.columns.{key}", "columns", path, _versions(words, path)


class _Found(NamedTuple):
    """A version whose language may not be stated."""

    language: str | None
    words: str
    path: Path


def _versions(text: LocalizedText, path: Path) -> list[_Found]:
    return [
        _Found(language, words, path if language is None else (*path, language))
        for language, words in text.entries
    ]


def _labels(term: TermEntry | FieldEntry | ValueEntry, path: Path) -> list[_Found]:
    """Return the names of a term, which are fields of it or below ``labels``."""
    found = _versions(term.labels, (*path, "labels")) if term.labels else []
    own = {tag: name for tag in ("en", "zh") if (name := getattr(term, tag))}
    found = [one for one in found if one.language not in own]
    return [*(_Found(tag, name, (*path, tag)) for tag, name in own.items()), *found]


def _place(
    model: str, name: str, kind: str, path: Path, found: list[_Found], home: str | None
) -> TextPlace:
    versions = tuple(
        Version(one.language or home or guessed_language(one.words), one.words, one.path)
        for one in found
    )
    # A translation that is added later goes behind the source.
    source = next((one for one in versions if one.language == home), versions[0])
    plain = any(one.language is None for one in found)
    guessed = plain and home is None
    return TextPlace(model, name, kind, path, versions, plain, guessed, source)


def guessed_language(words: str) -> str:
    """Return the language that a text without one is likely in, by its script."""
    if has_kana(words):
        return "ja"
    if not has_han(words):
        return "en"
    forms = count_forms(words)
    return "zh-hant" if forms.traditional > forms.simplified else "zh"


_NUMBER = re.compile(r"\[\d+\]")


def without_numbers(name: str) -> str:
    """Return the name of a text without its places in lists, which move."""
    return _NUMBER.sub("[]", name)
