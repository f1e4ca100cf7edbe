"""A project's own words: labels that it translates, or calls otherwise, in a message catalog.

The catalogs are ``<folder>/<language>/LC_MESSAGES/sphinx_modelzoo.po``. They are read as they are
written: hosts compile them late or never.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.messages import Message, Problem, nearest, plain, problem, shorten
from sphinx_modelzoo.schema.languages import LocalizedText, normalize_language
from sphinx_modelzoo.views.labels import DOMAIN, OwnWords, shipped_catalog

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as Entry

    from sphinx_modelzoo.registry import Registry


def word_files(folders: Iterable[Path]) -> list[tuple[str, Path]]:
    """Return the catalogs below folders, each with the name of its language."""
    return [
        (path.parts[-3], path)
        for folder in folders
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    ]


def with_own_words(
    registry: Registry, folders: Iterable[Path], root: Path
) -> tuple[Registry, list[Problem]]:
    """Return a registry with a project's own words, which any label is looked up in first.

    Of several catalogs of a language, the first one that has a message wins.

    :param folders: those of the message catalogs, as ``locale_dirs`` names them.
    :param root: the folder that files are named from in messages.
    """
    files = word_files(folders)
    if not files:
        return registry, []
    known = _known(registry)
    problems: list[Problem] = []
    found: dict[str, Catalog] = {}
    for name, path in files:
        shown = shown_path(path, root)
        try:
            language, catalog = normalize_language(name), _read(path, name)
        except (OSError, ValueError) as error:
            said = Message("unusable message catalog: {error}", error=shorten(str(error)))
            problems.append(problem("words.file", said).at(shown))
            continue
        for message in _translated(catalog):
            first = message.id[0] if isinstance(message.id, list | tuple) else message.id
            if first not in known:
                text = Message("no label is called “{name}”", name=plain(first))
                hint = nearest(first, known)
                problems.append(problem("words.unknown", text, hint).at(shown, message.lineno or 0))
        if language not in found:
            found[language] = catalog
        else:
            for message in _translated(catalog):
                if not _has(found[language], message):
                    found[language].add(message.id, message.string)
    words = {language: OwnWords(language, _compiled(found[language])) for language in sorted(found)}
    return registry.declaring(OwnWords, words), problems


def _read(path: Path, name: str) -> Catalog:
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    data = path.read_bytes()
    try:
        try:
            return read_po(io.BytesIO(data), locale=name.replace("-", "_"), abort_invalid=True)
        except (UnknownLocaleError, ValueError):
            return read_po(io.BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(
            Message("line {number}: {error}", number=error.lineno + 1, error=error)
        ) from None


def _translated(catalog: Catalog) -> list[Entry]:
    return [one for one in catalog if one.id and one.string and not one.fuzzy]


def _has(catalog: Catalog, message: Any) -> bool:
    known = catalog.get(message.id)
    return known is not None and bool(known.string)


def _compiled(catalog: Catalog) -> bytes:
    from babel.messages.mofile import write_mo

    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def _known(registry: Registry) -> set[str]:
    """Return every message that has a label: those of the package, and what plugins mark."""
    from babel.messages.mofile import read_mo

    found: set[str] = set()
    with shipped_catalog("zh").open("rb") as stream:
        for message in read_mo(stream):
            found.add(message.id[0] if isinstance(message.id, list | tuple) else message.id)
    for entries in registry.entries.values():
        for entry in entries.values():
            for label in (getattr(entry, "label", ""), getattr(entry, "title", "")):
                if isinstance(label, str):
                    found.add(label)
                elif isinstance(label, LocalizedText):
                    found.update(text for language, text in label.entries if language is None)
    return found - {""}
