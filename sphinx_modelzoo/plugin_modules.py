"""The modules of plugins: executed from a file or imported by name, and what they are made of.

One process may build several times, with edits in between: a plugin is always in the state of its
files.
"""

from __future__ import annotations

import ast
import os
import sys
from contextlib import contextmanager
from importlib import import_module, invalidate_caches
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.files import hex_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from types import ModuleType

_STAMP = "__modelzoo_stamp__"
_PARTS = "__modelzoo_parts__"
_INSTALLED = frozenset(("site-packages", "dist-packages"))


class _Source(SourceFileLoader):
    """A loader that reads and leaves no bytecode.

    That of an edit within a second of another would be out of date, and the folder may be
    read-only.
    """

    def path_stats(self, path: Any) -> Any:
        raise OSError


def execute(path: Path) -> ModuleType:
    """Execute a file as a module, anew in each build; it may import its neighbours."""
    name = f"modelzoo_plugin_{path.stem}"
    # Also what an attempt that failed has left, and a plugin of this name whose file is gone.
    before = sys.modules.pop(name, None)
    _forget((*getattr(before, _PARTS, ()), *_with_neighbours(path)))
    spec = spec_from_file_location(name, path, loader=_Source(name, str(path)))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules[name] = module  # as dataclasses need it
    try:
        with _neighbours(str(path.parent)):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    setattr(module, _PARTS, files_of(module))
    return module


@contextmanager
def _neighbours(folder: str) -> Iterator[None]:
    """Let modules of a folder be imported, after all others, and without leaving bytecode."""
    writes = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.append(folder)
    invalidate_caches()
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes
        for place in reversed(range(len(sys.path))):
            if sys.path[place] == folder:
                del sys.path[place]
                break


def import_again(name: str) -> ModuleType:
    """Import a module; once more where this process has an older state of its files."""
    known = sys.modules.get(name)
    if known is not None and getattr(known, _STAMP, None) not in (None, _stamp(known)):
        _forget(files_of(known))
        invalidate_caches()
    module = import_module(name)
    setattr(module, _STAMP, _stamp(module))
    return module


def _stamp(module: ModuleType) -> str:
    return hex_digest(repr(contents_of(files_of(module))))


def contents_of(files: Iterable[Path]) -> list[tuple[str, str]]:
    """Return the names of files with digests of what is in them."""
    return [(one.name, hex_digest(one.read_bytes())) for one in files if one.is_file()]


def _forget(files: Collection[Path]) -> None:
    """Forget the modules of files, so that they are imported again."""
    known = {os.path.realpath(file) for file in files}
    # Resolving the paths of all modules takes longer than loading a plugin: only of these names.
    names = tuple({file.name for file in (*files, *map(Path, known))})
    for name, one in list(sys.modules.items()):
        file = getattr(one, "__file__", None)
        if isinstance(file, str) and file.endswith(names) and os.path.realpath(file) in known:
            del sys.modules[name]


def files_of(module: ModuleType) -> tuple[Path, ...]:
    """Return the files that a plugin is made of, its own first.

    Those of the package that it is, or is in; or else the modules and packages beside it that it
    imports, if it is not among installed ones.
    """
    if not module.__file__:
        return ()
    own = Path(module.__file__)
    if hasattr(module, "__path__") or "." in module.__name__:
        return tuple(dict.fromkeys((own, *_sources(own.parent))))
    return (own,) if own.parent.name in _INSTALLED else tuple(_with_neighbours(own))


def _sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _with_neighbours(own: Path) -> Iterable[Path]:
    """Return a file and those beside it that it imports, by way of others too."""
    found = {own: None}
    waiting = [own]
    while waiting:
        for name in _imported(waiting.pop()):
            package = own.parent / name / "__init__.py"
            parts = _sources(package.parent) if package.is_file() else []
            for file in (own.parent / f"{name}.py", *parts):
                if file not in found and file.is_file():
                    found[file] = None
                    waiting.append(file)
    return found


def _imported(file: Path) -> Iterator[str]:
    """Yield the names at the top of what a file imports."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
