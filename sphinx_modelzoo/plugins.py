"""The plugins of a build: modules that its configuration names, and what is wrong with them.

A plugin is named in ``conf.py``, in ``mkdocs.yml`` or with ``--plugin``, never in a catalog, and
nothing runs that is not named. Each build loads its plugins anew and adds what they mark to its
registry. Their functions are called through a :class:`Guard`: whatever they raise or return is a
problem with its place, and the build goes on without it.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any, Protocol, TypeVar, runtime_checkable

from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.plugin_modules import contents_of, execute, files_of, import_again
from sphinx_modelzoo.problems.messages import (
    Message,
    Problem,
    ProblemError,
    failure,
    nearest,
    problem,
    shorten,
)
from sphinx_modelzoo.registry import Registry, marks_of

GROUP = "sphinx_modelzoo.plugins"
"""The group of entry points by which installed packages give plugins short names."""

Tell = Callable[[Problem], None]
_Value = TypeVar("_Value")
_Self = TypeVar("_Self")
_RAISED = (Exception, SystemExit)  # sys.exit() in a plugin must not end the build either
_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


class WrongResultError(ValueError):
    """What a plugin's function returned cannot be used; the message says what was expected."""


@runtime_checkable
class Guarded(Protocol):
    """A kind of entries that plugins can add."""

    def guarded(self: _Self, guard: Guard) -> _Self:
        """Return the entry with its functions called through a guard.

        :raises ValueError: when the mark is wrong.
        """
        ...


@dataclass(frozen=True)
class Plugin:
    """A loaded plugin: the name that it was named by, its module, and the files it is made of."""

    name: str
    module: ModuleType
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Guard:
    """A guard of a plugin's functions: what goes wrong is reported, not raised."""

    plugin: Plugin
    root: Path
    tell: Tell

    def call(
        self,
        what: str,
        function: Callable[..., object],
        take: Callable[[Any], _Value],
        empty: Any,
        entry: Callable[..., str] = lambda *arguments: "",
    ) -> Callable[..., _Value]:
        """Return a function that never raises.

        :param what: the function in words: ``column “speed”``.
        :param take: turns what the function returns into what is shown, or raises
            :class:`WrongResultError`.
        :param empty: the result where there is none.
        :param entry: returns the id of the entry that the arguments are about.
        """

        def guarded(*arguments: Any) -> _Value:
            try:
                return take(function(*arguments))
            except _RAISED as error:
                self.tell(self._problem(what, function, error, entry(*arguments)))
                left_out: _Value = empty
                return left_out

        return guarded

    def each(
        self,
        what: str,
        function: Callable[..., Iterable[object]],
        take: Callable[[Any], _Value],
    ) -> Callable[..., Iterator[_Value]]:
        """Return a function that yields what another one does, up to what goes wrong."""

        def guarded(*arguments: Any) -> Iterator[_Value]:
            try:
                for one in function(*arguments) or ():
                    yield take(one)
            except _RAISED as error:
                self.tell(self._problem(what, function, error))

        return guarded

    def refusing(
        self, what: str, function: Callable[..., object], take: Callable[[Any], _Value]
    ) -> Callable[..., _Value]:
        """Return a function that raises nothing but :class:`ProblemError`, as formats may."""

        def guarded(*arguments: Any) -> _Value:
            try:
                return take(function(*arguments))
            except ProblemError:
                raise
            except _RAISED as error:
                raise ProblemError(self._problem(what, function, error)) from None

        return guarded

    def _problem(
        self, what: str, function: Callable[..., object], error: BaseException, model: str = ""
    ) -> Problem:
        head = f"plugin “{self.plugin.name}”: {what}"
        if isinstance(error, WrongResultError):
            found = problem("plugin.result", f"{head} {error}", model=model)
        else:
            found = problem(
                "plugin.failed",
                Message("{head} raised {error}", head=head, error=_raised(error)),
                None,
                model=model,
            )
        place = _place(error, self.plugin.files) or _defined(function)
        return _at(ProblemError(found), place, self.root).problem


@dataclass(frozen=True)
class Plugins:
    """The plugins of a build. ``files`` are to be watched, also those of plugins that failed."""

    loaded: tuple[Plugin, ...] = ()
    files: tuple[Path, ...] = ()
    root: Path = field(default_factory=Path)
    tell: Tell = lambda found: None

    def join(self, registry: Registry) -> Registry:
        """Return a registry with what the plugins mark, each function behind its guard.

        A wrong mark, and one of a name that is taken, is reported and left out.
        """
        for plugin in self.loaded:
            guard = Guard(plugin, self.root, self.tell)
            adding: dict[tuple[type, str], object] = {}
            found = list(marks_of(plugin.module))
            for name, entry, function in found:
                try:
                    made = _checked(name, entry, guard)
                    if (type(entry), name) in adding or name in registry[type(entry)]:
                        raise ValueError("there is one of this name already")
                    adding[type(entry), name] = made
                except ValueError as error:
                    message = Message(
                        "invalid mark “{name}” of {qualname}: {error}",
                        name=name,
                        qualname=function.__qualname__,
                        error=error,
                    )
                    self._tell(plugin, message, function)
            if not found:
                self._tell(plugin, "no function is marked, as by @column or @section")
            added = [(name, entry) for (_, name), entry in adding.items()]
            registry = registry.extended(added, (plugin.name, contents_of(plugin.files)))
        return registry

    def _tell(self, plugin: Plugin, message: str, function: object = None) -> None:
        place = _defined(function) or ((plugin.files[0], 0) if plugin.files else None)
        found = failure(
            "plugin.mark", Message("plugin “{name}”: {message}", name=plugin.name, message=message)
        )
        self.tell(_at(found, place, self.root).problem)


def _defined(function: object) -> tuple[Path, int] | None:
    code = getattr(function, "__code__", None)
    return (Path(code.co_filename), code.co_firstlineno) if code is not None else None


def _checked(name: object, entry: object, guard: Guard) -> object:
    if not isinstance(entry, Guarded):
        raise ValueError("plugins cannot add this kind")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError("write a name in lower-case letters and digits, joined by “-”, “_” or “.”")
    return entry.guarded(guard)


def load_plugins(names: object, root: Path, tell: Tell, setting: str = "plugins") -> Plugins:
    """Load the plugins that a configuration names.

    :param names: modules, paths of ``.py`` files, or short names of installed plugins.
    :param root: the folder that paths start from.
    :param tell: takes the problems, now and whenever a plugin's function fails; each once.
    :param setting: the setting in messages.
    """
    reported: set[str] = set()

    def once(found: Problem) -> None:
        if str(found) not in reported:
            reported.add(str(found))
            tell(found)

    given = [names] if isinstance(names, str | os.PathLike) else names
    if not isinstance(given, list | tuple) or any(
        not isinstance(one, str | os.PathLike) for one in given
    ):
        once(
            problem(
                "plugin.missing",
                Message(
                    "invalid {setting} = {names!r}: expected a list of texts",
                    setting=setting,
                    names=names,
                ),
            )
        )
        given = []
    loaded: list[Plugin] = []
    files: list[Path] = []
    for name in dict.fromkeys(map(os.fspath, given)):
        try:
            plugin = _load(name, root)
            loaded.append(plugin)
            files += plugin.files
        except ProblemError as error:
            once(error.problem)
            files += [root / error.problem.file] if error.problem.file else []
    return Plugins(tuple(loaded), tuple(dict.fromkeys(files)), root, once)


def _load(name: str, root: Path) -> Plugin:
    """Load a plugin.

    :raises ProblemError: when it does not exist, or raises while it is imported.
    """
    points = {point.name: point for point in entry_points(group=GROUP)}
    target = points[name].module if name in points else name
    is_path = name.endswith(".py") or "/" in name or os.sep in name
    path = Path(os.path.normpath(root / name))
    if is_path and not path.is_file():
        beside = sorted(one.name for one in path.parent.glob("*.py"))
        raise _missing(Message("file {name} not found", name=name), nearest(path.name, beside))
    try:
        module = execute(path) if is_path else import_again(target)
    except ProblemError:
        raise
    except _RAISED as error:
        if not is_path and _lacks(target, error):
            raise _missing(
                Message("module {name} not found", name=name), _similar(name, root, points)
            ) from None
        found = failure(
            "plugin.import",
            Message("plugin “{name}” raised {error}", name=name, error=_raised(error)),
            None,
        )
        place = _place(error, (path,) if is_path else ())
        raise _at(found, place or ((path, 0) if is_path else None), root) from None
    return Plugin(name, module, files_of(module))


def _missing(message: str, hint: str) -> ProblemError:
    return failure("plugin.missing", Message("plugin {message}", message=message), hint)


def _at(error: ProblemError, place: tuple[Path, int] | None, root: Path) -> ProblemError:
    if place is None:
        return error
    return ProblemError(error.problem.at(shown_path(place[0], root), place[1]))


def _lacks(name: str, error: BaseException) -> bool:
    """Return True if an import failed for want of the module itself, not of what it imports."""
    if isinstance(error, ModuleNotFoundError):
        return f"{name}.".startswith(f"{error.name}.")
    return isinstance(error, ImportError | ValueError) and not name.replace(".", "").isidentifier()


def _similar(name: str, root: Path, points: Iterable[str]) -> str:
    if (root / f"{name}.py").is_file():
        return f"for a file, write {name}.py"
    return nearest(name, [*points, *(one.name for one in pkgutil.iter_modules())])


def _raised(error: BaseException) -> str:
    text = shorten(str(error), 200)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error: BaseException, files: Iterable[Path]) -> tuple[Path, int] | None:
    """Return where in a plugin an error was raised; anywhere outside Python without its files."""
    if isinstance(error, SyntaxError) and error.filename:
        return Path(error.filename), error.lineno or 0
    known = {os.path.realpath(file) for file in files}
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    for name, line in reversed(frames):
        ours = name == __file__ or name.startswith("<")
        if os.path.realpath(name) in known or not (known or ours):
            return Path(name), line
    return None
