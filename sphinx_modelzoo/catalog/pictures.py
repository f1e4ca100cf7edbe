"""Pictures that a page cannot show: missing files, or files outside the documentation.

Only a host knows which files there are. It asks here before it makes pages, so that a picture
that cannot be shown is reported in the same words, and omitted, everywhere.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast
from urllib.parse import unquote

from sphinx_modelzoo.catalog.catalog import digest_of
from sphinx_modelzoo.catalog.entries import changed
from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.problems.messages import Message, problem, shorten
from sphinx_modelzoo.schema.markup import LONG_TEXTS, mentions
from sphinx_modelzoo.schema.model import Image, Thumbnail
from sphinx_modelzoo.schema.shape import Path
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog, Entry
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Described, Model

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_Picture = TypeVar("_Picture", Image, Thumbnail)
_OUTSIDE = "picture.outside"
_MISSING = "picture.missing"


def with_usable_pictures(
    catalog: Catalog, root: FilePath, exists: Callable[[str], bool]
) -> Catalog:
    """Return a catalog without the pictures that no page can show.

    :param root: the folder that files of the catalog are named from, in messages.
    :param exists: whether the documentation has the file of this path, which has no ``..``; a
        leading slash stays.
    Pictures in texts stay there, and the entry says which of them are lost.

    :returns: the catalog itself where nothing is wrong; else one that lacks these pictures and has
        a problem for each, unless the entry or the catalog silences it.
    """
    sources = Sources(catalog)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for entry in catalog.entries:
        model, wrong = _checked(entry.model, exists)
        if wrong:
            silent = {*catalog.silence, *entry.model.silence}
            problems += [
                _problem(sources, root, entry, one)
                for one in wrong
                if PREFIX + one.code not in silent
            ]
            gone = (one.address for one in wrong)
            lost = tuple(dict.fromkeys(one.address for one in wrong if one.in_text))
            digest = digest_of(entry.digest, *gone)
            entry = replace(entry, model=model, digest=digest, lost=lost)
        entries.append(entry)
    if all(new is old for new, old in zip(entries, catalog.entries, strict=True)):
        return catalog
    return replace(catalog, entries=tuple(entries), problems=(*catalog.problems, *problems))


class _Wrong(NamedTuple):
    """An address of a picture that cannot be shown, its place, and what is wrong with it."""

    path: Path
    address: str
    code: str
    in_text: bool = False


def _checked(model: Model, exists: Callable[[str], bool]) -> tuple[Model, list[_Wrong]]:
    """Return an entry without the pictures that cannot be shown."""
    kept, wrong = _usable(model, (), exists)
    variants: list[Described] = []
    for place, variant in enumerate(model.variants):
        usable, theirs = _usable(variant, ("variants", place), exists)
        variants.append(usable)
        wrong += theirs
    if not wrong:
        return model, []
    checked: Model = changed(kept, variants=tuple(variants))
    return checked, wrong


def _usable(
    holder: Described, path: Path, exists: Callable[[str], bool]
) -> tuple[Described, list[_Wrong]]:
    wrong = list(_in_texts(holder, path, exists))
    if not holder.images and holder.thumbnail is None:
        return holder, wrong
    images: list[Image] = []
    for number, image in enumerate(holder.images):
        kept = _picture(image, (*path, "images", number), exists, wrong)
        images += [kept] if kept is not None else []
    thumbnail = holder.thumbnail
    if thumbnail is not None:
        thumbnail = _picture(thumbnail, (*path, "thumbnail"), exists, wrong)
    return changed(holder, images=tuple(images), thumbnail=thumbnail), wrong


def _in_texts(holder: Described, path: Path, exists: Callable[[str], bool]) -> Iterator[_Wrong]:
    """Yield the pictures of the long texts that cannot be shown, each once."""
    for name in LONG_TEXTS:
        text: LocalizedText | None = getattr(holder, name)
        for language, words in text.entries if text is not None else ():
            if "![" not in words:
                continue
            place = (*path, name, language) if language else (*path, name)
            pictures = (one.address for one in mentions(words) if one.kind == "picture")
            for address in dict.fromkeys(pictures):
                if code := _flaw(unquote(address), exists):
                    yield _Wrong(place, address, code, in_text=True)


def _picture(
    picture: _Picture, path: Path, exists: Callable[[str], bool], wrong: list[_Wrong]
) -> _Picture | None:
    """Return a picture, without its dark version where only that cannot be shown."""
    flaws = _flaws(picture.src, (*path, "src"), exists)
    dark = _flaws(picture.dark, (*path, "dark"), exists) if picture.dark else []
    wrong += flaws + dark
    if flaws:
        return None
    return cast("_Picture", changed(picture, dark=None)) if dark else picture


def _flaws(address: str | LocalizedText, path: Path, exists: Callable[[str], bool]) -> list[_Wrong]:
    several = [(None, address)] if isinstance(address, str) else address.entries
    return [
        _Wrong((*path, language) if language else path, url, code)
        for language, url in several
        if (code := _flaw(url, exists))
    ]


def has_file(path: str, docs: FilePath) -> bool:
    """Return True if a Markdown site may have a picture: ``path`` is an address, unlike in Sphinx.

    :param docs: the folder of the documents; what begins at the server's root is not looked for.
    """
    return path.startswith("/") or (docs / unquote(path)).is_file()


def _flaw(src: str, exists: Callable[[str], bool]) -> str:
    if _REMOTE.match(src):
        return ""
    path = posixpath.normpath(src)
    if path.lstrip("/").startswith(".."):
        return _OUTSIDE
    return "" if exists(path) else _MISSING


def _problem(sources: Sources, root: FilePath, entry: Entry, wrong: _Wrong) -> Problem:
    address = unquote(wrong.address) if wrong.in_text else wrong.address
    src = shorten(address)
    what = (
        Message("“{src}” leads out of the documentation", src=src)
        if wrong.code == _OUTSIDE
        else Message("“{src}” does not exist in the documentation", src=src)
    )
    line, column = sources.locate(entry.model.id, wrong.path, address if wrong.in_text else "")
    return problem(
        wrong.code,
        Message("{what}: the picture is omitted", what=what),
        file=shown_path(entry.origin.file, root),
        line=line,
        column=column,
        model=entry.model.id,
        field=field_path(wrong.path),
    )
