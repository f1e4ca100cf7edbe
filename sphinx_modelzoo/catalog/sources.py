"""The files of a catalog: names, patterns and folders."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sphinx_modelzoo.problems.messages import Message, Problem, plain, problem

SUFFIXES = (".yaml", ".yml")


def find_sources(
    patterns: str | Sequence[str], root: Path, here: str = ""
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Find the files of names, patterns and folders.

    A folder means all ``.yaml`` and ``.yml`` files in it, however deep, without hidden ones; ``**``
    in a pattern means any number of folders. The files of a pattern or folder are sorted.

    :param patterns: one or several, relative to ``root`` or absolute.
    :param here: the name of ``root`` in messages.
    :returns: each file once, in order; and the problems.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    if not here:
        here = "the current folder" if root == Path.cwd() else "the documentation's sources"
    patterns = [patterns] if isinstance(patterns, str) else patterns
    for pattern in patterns:
        name = plain(pattern)
        try:
            paths = _matches(pattern, root, here)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            paths = _nothing("catalog.missing", Message("invalid path: {why}", why=plain(why)), "")
        if isinstance(paths, Problem):
            problems.append(paths.at(name))
            continue
        for path in paths:
            found.setdefault(os.path.realpath(path), path)
    if not patterns:
        problems.append(_nothing("catalog.missing", "no catalog is named", "name a file"))
    return tuple(found.values()), problems


def _matches(pattern: str, root: Path, here: str) -> list[Path] | Problem:
    hint = Message("paths are relative to {here}", here=here)
    if not pattern.strip():
        return _nothing("catalog.missing", "the name of the catalog is blank", "name a file")
    path = Path(os.path.normpath(root / pattern))
    if path.is_dir():
        files = [file for file in _walk(path) if file.suffix.lower() in SUFFIXES]
        return sorted(files) or _nothing(
            "catalog.empty-folder", "no .yaml file in this folder", hint
        )
    if path.is_file():
        return [path]
    if path.exists():
        return _nothing("catalog.missing", "this is not a file", "name a file or folder")
    if not glob.has_magic(pattern):
        return _nothing("catalog.missing", "no such file", hint)
    # The folders above are not a pattern, whatever characters their names have.
    above = glob.escape(str(root))
    files = sorted(_glob(os.path.normpath(os.path.join(above, pattern))))  # noqa: PTH118
    return files or _nothing("catalog.missing", "no file matches this pattern", hint)


def _nothing(code: str, message: str, hint: str) -> Problem:
    return problem(code, message, hint)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, however deep, without hidden ones."""
    for place, files in _folders(folder):
        for name in files:
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _folders(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield a folder and those in it, with the names of their files.

    Each comes once, so that circular links end.
    """
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield place, files


def _glob(pattern: str) -> Iterator[Path]:
    """Yield the files that match a pattern with ``*``, ``?``, ``[…]`` and ``**``.

    ``**`` is handled here, because ``glob`` follows circular links again and again.
    """
    before, deep, after = pattern.partition(f"{os.sep}**{os.sep}")
    if not deep:
        found = map(Path, glob.iglob(pattern))  # noqa: PTH207 (Path.glob does not skip hidden ones)
        yield from (path for path in found if path.is_file())
        return
    for base in glob.iglob(before or os.sep):  # noqa: PTH207
        for folder, _ in _folders(Path(base)):
            yield from _glob(f"{glob.escape(folder)}{os.sep}{after}")
