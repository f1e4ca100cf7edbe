"""Presets: options of tables under a name, declared in the head of a file of the catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from sphinx_modelzoo.registry import Registry, mark
from sphinx_modelzoo.schema.types import String, Value

if TYPE_CHECKING:
    from sphinx_modelzoo.yamltext.locating import Issue

DEFAULT = "default"
"""The preset of tables that name none, unless a setting of the host names another one."""

PresetData: TypeAlias = Annotated[dict[String, Any], Value("options of a table")]


@dataclass(frozen=True)
class Preset:
    """The options of a table under a name, as YAML gives them.

    They are read where they are used, since only the views know what an option means.
    """

    name: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class DefaultPreset:
    """The name of the preset that tables without one have, in place of :data:`DEFAULT`."""

    name: str


@dataclass(frozen=True)
class PresetCheck:
    """What finds the wrong parts of a preset, by their paths in its options.

    The views mark one, so that what loads a catalog can report them with their places.
    """

    find: Callable[[Preset, Registry], list[Issue]]


def preset(name: str) -> Callable[[Callable[[], dict[str, Any]]], Callable[[], dict[str, Any]]]:
    """Mark a function as what returns the options of a built-in preset."""
    return lambda options: mark(options, (name, Preset(name, options())))


def check_presets(
    find: Callable[[Preset, Registry], list[Issue]],
) -> Callable[[Preset, Registry], list[Issue]]:
    """Mark a function as a :class:`PresetCheck`."""
    return mark(find, ("presets", PresetCheck(find)))


def with_default_preset(registry: Registry, name: str | None) -> Registry:
    """Return a registry in which tables without a preset have the one of this name, if any."""
    return registry.declaring(DefaultPreset, {"": DefaultPreset(name)}) if name else registry


def chosen_preset(name: str, registry: Registry) -> Preset | None:
    """Return the preset of a table.

    :param name: the one that the table names, or nothing for the default.
    """
    known = registry[Preset]
    default = registry[DefaultPreset].get("")
    for one in (name,) if name else (default.name if default else DEFAULT, DEFAULT):
        if one in known:
            return known[one]
    return None
