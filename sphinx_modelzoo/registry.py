"""The registry of a build: everything that code adds to a zoo, by its kind and name.

A decorator such as ``@column`` leaves a mark on a function and registers nothing. Each build
collects the marks of the modules that it names, the built-in ones first, into one immutable
:class:`Registry`, which the catalog carries to whatever shows it. So two builds in one process
may differ, and importing a module changes no output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar, cast

from sphinx_modelzoo.files import hex_digest

_MARKS = "__modelzoo_marks__"
_PACKAGE = f"{__name__.partition('.')[0]}."

_Marked = TypeVar("_Marked", bound=Callable[..., Any])
_Entry = TypeVar("_Entry")


def mark(function: _Marked, *entries: tuple[str, object]) -> _Marked:
    """Mark a function as what some entries are made of, and return it unchanged.

    :param entries: what :meth:`Registry.of` collects: names, each with a record of its kind.
    """
    setattr(function, _MARKS, (*getattr(function, _MARKS, ()), *entries))
    return function


@dataclass(frozen=True)
class Declared:
    """What a catalog's declarations of a kind add to its registry.

    ``make`` returns the entries of one declaration, which is the number ``place`` of its kind.
    """

    kind: type
    make: Callable[[Any, int], Iterable[tuple[str, object]]]


def declares(name: str, kind: type) -> Callable[[_Marked], _Marked]:
    """Mark a function as what makes entries of what a catalog declares; see :class:`Declared`."""
    return lambda make: mark(make, (name, Declared(kind, make)))


class DuplicateMarkError(ValueError):
    """Two marks of one kind and name."""


@dataclass(frozen=True, eq=False)
class Registry:
    """An immutable collection of entries: ``registry[View]`` maps names to views.

    The class of an entry is its kind. Entries of a kind are in the order of the modules that they
    were collected from, and within a module in the order in which it defines them.

    ``digest`` covers what was collected, and the source of modules outside this package, whose
    own code has another digest. What a build's plugins add, it covers with all their files.
    """

    entries: Mapping[type, Mapping[str, Any]] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def of(cls, *modules: ModuleType) -> Registry:
        """Collect the marks of modules; see :func:`marks_of`.

        :raises DuplicateMarkError: for two marks of one kind and name, with both places.
        """
        found: dict[type, dict[str, Any]] = {}
        places: dict[tuple[str, str], str] = {}
        for module in dict.fromkeys(modules):
            for name, entry, function in marks_of(module):
                kind = type(entry)
                place = f"{function.__module__}.{function.__qualname__}"
                first = places.setdefault((kind.__name__, name), place)
                if name in found.setdefault(kind, {}):
                    raise DuplicateMarkError(
                        f"duplicate {kind.__name__} “{name}”: {first} and {place}"
                    )
                found[kind][name] = entry
        frozen = {kind: MappingProxyType(named) for kind, named in found.items()}
        sources = [(module.__name__, _source(module)) for module in modules]
        digest = hex_digest(repr((list(places.items()), sources)))
        return cls(MappingProxyType(frozen), digest)

    def declaring(self, kind: type, declared: Mapping[str, object]) -> Registry:
        """Return a registry with what a catalog declares, and the entries that are made of it.

        :param declared: the declarations of a kind by name.
        """
        makers = [one.make for one in self[Declared].values() if one.kind is kind]
        made = (
            entry
            for place, one in enumerate(declared.values())
            for make in makers
            for entry in make(one, place)
        )
        return self.extended([*declared.items(), *made], list(declared.values()))

    def extended(self, more: Iterable[tuple[str, object]], sources: object) -> Registry:
        """Return a registry with further entries, each with its name.

        :param sources: what they are made from, for the digest.
        """
        found: dict[type, dict[str, Any]] = {}
        for name, entry in more:
            found.setdefault(type(entry), {})[name] = entry
        joined = {one: MappingProxyType({**self[one], **named}) for one, named in found.items()}
        digest = hex_digest(repr((self.digest, sources)))
        return Registry(MappingProxyType({**self.entries, **joined}), digest)

    def __getitem__(self, kind: type[_Entry]) -> Mapping[str, _Entry]:
        """Return the entries of a kind by name; none where no module has one."""
        return cast("Mapping[str, _Entry]", self.entries.get(kind, {}))


def marks_of(module: ModuleType) -> Iterator[tuple[str, object, Any]]:
    """Yield the marks of a module, or of the package that it is: name, entry and function.

    A mark counts where its function is defined, not where it is imported.
    """
    inside = f"{module.__name__}."
    marked = (
        one
        for one in vars(module).values()
        if isinstance(getattr(one, _MARKS, None), tuple) and callable(one)
        if f"{one.__module__}.".startswith(inside)
    )
    for function in dict.fromkeys(marked):
        for name, entry in getattr(function, _MARKS):
            yield name, entry, function


def _source(module: ModuleType) -> str:
    if module.__name__.startswith(_PACKAGE) or module.__file__ is None:
        return ""
    return hex_digest(Path(module.__file__).read_bytes())
