"""Pictures that a page cannot show: missing files, or files outside the documentation.

Only a host knows which files there are. It asks here before it makes pages, so that a picture
that cannot be shown is reported in the same words, and omitted, everywhere.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.catalog.catalog import digest_of
from sphinx_modelzoo.catalog.entries import changed
from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.problems.messages import problem, shorten

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog, Entry
    from sphinx_modelzoo.problems.messages import Problem

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_OUTSIDE = "picture.outside"
_MISSING = "picture.missing"


def with_usable_pictures(catalog: Catalog, root: Path, exists: Callable[[str], bool]) -> Catalog:
    """Return a catalog without the pictures that no page can show.

    :param root: the folder that files of the catalog are named from, in messages.
    :param exists: whether the documentation has the file of this path, which has no ``..``; a
        leading slash stays.
    :returns: the catalog itself where nothing is wrong; else one that lacks these pictures and has
        a problem for each, unless the entry or the catalog silences it.
    """
    sources = Sources(catalog)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for entry in catalog.entries:
        wrong = {
            number: code
            for number, image in enumerate(entry.model.images)
            if (code := _flaw(image.src, exists))
        }
        if wrong:
            silent = {*catalog.silence, *entry.model.silence}
            problems += [
                _problem(sources, root, entry, number, code)
                for number, code in wrong.items()
                if PREFIX + code not in silent
            ]
            entry = _without(entry, wrong)
        entries.append(entry)
    if all(new is old for new, old in zip(entries, catalog.entries, strict=True)):
        return catalog
    return replace(catalog, entries=tuple(entries), problems=(*catalog.problems, *problems))


def has_file(path: str, docs: Path) -> bool:
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


def _problem(sources: Sources, root: Path, entry: Entry, number: int, code: str) -> Problem:
    src = shorten(entry.model.images[number].src)
    what = (
        f"“{src}” leads out of the documentation"
        if code == _OUTSIDE
        else f"“{src}” does not exist in the documentation"
    )
    line, column = sources.locate(entry.model.id, ("images", number, "src"))
    return problem(
        code,
        f"{what}: the picture is omitted",
        file=shown_path(entry.origin.file, root),
        line=line,
        column=column,
        model=entry.model.id,
        field=f"images[{number}].src",
    )


def _without(entry: Entry, wrong: dict[int, str]) -> Entry:
    images = entry.model.images
    kept = tuple(image for number, image in enumerate(images) if number not in wrong)
    gone = [images[number].src for number in wrong]
    return replace(
        entry, model=changed(entry.model, images=kept), digest=digest_of(entry.digest, *gone)
    )
