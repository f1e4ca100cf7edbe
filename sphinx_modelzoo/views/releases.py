"""The state of models at the version that is built: new, deprecated, or no longer there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.versions import find_version, is_past, is_release
from sphinx_modelzoo.views.content import NO_MARK, Mark
from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.schema.model import Described


@dataclass(frozen=True)
class BuiltVersion:
    """The version of the zoo that a build is of."""

    text: str


def with_version(registry: Registry, *settings: str) -> Registry:
    """Return a registry with the version that is built.

    :param settings: what may name it. The first one that is a version is taken, else the first
        that is given at all: an address may have ``latest`` where the project's version is 3.0.
    """
    given = [text.strip() for text in settings if text.strip()]
    if not given:
        return registry
    version = next((text for text in given if find_version(text) is not None), given[0])
    return registry.declaring(BuiltVersion, {"": BuiltVersion(version)})


def has_ended(entry: Described, registry: Registry) -> bool:
    """Return True if the version that is built comes after the last one with this model."""
    built = registry[BuiltVersion].get("")
    return built is not None and entry.until is not None and is_past(entry.until, built.text)


def is_old(entry: Described, registry: Registry) -> bool:
    """Return True if a model or variant should not be used any more."""
    return bool(entry.deprecated) or has_ended(entry, registry)


def mark_of(entry: Described, registry: Registry, say: Callable[[str], str]) -> Mark:
    """Return the mark of a model or variant, in the language of the reader.

    :param entry: what is said of it: a variant's own words, or those with what it takes over.
    """
    if entry.deprecated:
        return Mark(say(N_("Deprecated")))
    if has_ended(entry, registry):
        return Mark(say(N_("Until {version}")).format(version=entry.until))
    built = registry[BuiltVersion].get("")
    if built is not None and entry.since and is_release(entry.since, built.text):
        return Mark(say(N_("New in {version}")).format(version=entry.since), new=True)
    return NO_MARK
