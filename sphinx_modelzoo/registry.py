"""The registry of a build: everything that code adds to a zoo, by its kind and name.

A decorator such as ``@column`` leaves a mark on a function and registers nothing. Each build
collects the marks of the modules that it names, the built-in ones first, into one immutable
:class:`Registry`, which the catalog carries to whatever shows it. So two builds in one process
may differ, and importing a module changes no output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


class DuplicateMarkError(ValueError):
    """Two marks of one kind and name."""


@dataclass(frozen=True, eq=False)
class Registry:
    """An immutable collection of entries: ``registry[View]`` maps names to views.

    The class of an entry is its kind. Entries of a kind are in the order of the modules that they
    were collected from, and within a module in the order in which it defines them.

    ``digest`` covers what was collected, and the source of modules outside this package, whose
    own code has another digest.
    """

    entries: Mapping[type, Mapping[str, Any]] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def of(cls, *modules: ModuleType) -> Registry:
        """Collect the marks of modules.

        A mark counts where its function is defined, not where it is imported.

        :raises DuplicateMarkError: for two marks of one kind and name, with both places.
        """
        found: dict[type, dict[str, Any]] = {}
        places: dict[tuple[str, str], str] = {}
        for module in dict.fromkeys(modules):
            for function in dict.fromkeys(_defined(module)):
                place = f"{module.__name__}.{function.__qualname__}"
                for name, entry in getattr(function, _MARKS):
                    kind = type(entry)
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

    def __getitem__(self, kind: type[_Entry]) -> Mapping[str, _Entry]:
        """Return the entries of a kind by name; none where no module has one."""
        return cast("Mapping[str, _Entry]", self.entries.get(kind, {}))


def _defined(module: ModuleType) -> list[Any]:
    return [
        one
        for one in vars(module).values()
        if hasattr(one, _MARKS) and one.__module__ == module.__name__
    ]


def _source(module: ModuleType) -> str:
    if module.__name__.startswith(_PACKAGE) or module.__file__ is None:
        return ""
    return hex_digest(Path(module.__file__).read_bytes())
