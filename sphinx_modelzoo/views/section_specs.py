"""What a section of a model's page is, which ones pages have, and in which order.

The built-in ones are in :mod:`~sphinx_modelzoo.views.sections`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import Message, Problem, nearest, plain, problem
from sphinx_modelzoo.query.words import split_list
from sphinx_modelzoo.registry import Registry, mark
from sphinx_modelzoo.views.authoring import as_blocks
from sphinx_modelzoo.views.content import Picture, Section
from sphinx_modelzoo.views.display import Header
from sphinx_modelzoo.views.labels import Label, as_label, label_text

if TYPE_CHECKING:
    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.views.content import Block, Blocks
    from sphinx_modelzoo.views.parts import PageContext

REST = "*"
"""All sections that are not named."""
_NONE = "-"

SectionMaker = Callable[["PageContext"], "Blocks"]


@dataclass(frozen=True)
class SectionSpec:
    """A part of a page: its anchor, the function that makes its blocks, and any title.

    A section without blocks takes no room on the page. With ``of_variants``, the details of a
    variant have it, too: what a cell of their table has no room for. Those ``in_head`` that follow
    each other are one block; a ``folded`` one shows its title alone at first.
    """

    key: str
    build: SectionMaker
    title: Label
    of_variants: bool = False
    in_head: bool = False
    folded: bool = False

    def guarded(self, guard: Guard) -> SectionSpec:
        """Return the section of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        what = f"section “{self.key}”"
        build = guard.call(what, self.build, as_blocks, (), lambda ctx: ctx.model.id)
        return replace(self, build=build)

    def blocks(self, ctx: PageContext) -> Blocks:
        """Build the section's blocks on the page of an entry."""
        found = self.build(ctx)
        if found and self.title:
            return (Section(self.key, label_text(self.title, ctx.label), found, self.folded),)
        return found


def blocks_of(sections: Iterable[SectionSpec], ctx: PageContext) -> Blocks:
    """Build the blocks of several sections on the page of an entry: those in the head as one."""
    blocks: list[Block] = []
    for in_head, some in groupby(sections, key=lambda section: section.in_head):
        found = [block for section in some for block in section.blocks(ctx)]
        if in_head and found:
            pictures = [block for block in found if isinstance(block, Picture)]
            words = tuple(block for block in found if not isinstance(block, Picture))
            found = [Header(words, next(iter(pictures), None))]
        blocks += found
    return tuple(blocks)


def section(
    key: str,
    title: Label | Mapping[str, str] = "",
    *,
    of_variants: bool = False,
    in_head: bool = False,
    folded: bool = False,
) -> Callable[[SectionMaker], SectionMaker]:
    """Mark a function as what makes a section's blocks; see :class:`SectionSpec`.

    :param key: the anchor of the section.
    :param title: its title, as one text or as one per language.
    :param of_variants: whether the details of each variant have it, too.
    :param in_head: whether it is a part of the block that a page begins with.
    :param folded: whether its title is shown alone at first.
    """

    def marked(build: SectionMaker) -> SectionMaker:
        spec = SectionSpec(key, build, as_label(title), of_variants, in_head, folded)
        return mark(build, (key, spec))

    return marked


@dataclass(frozen=True)
class SectionOrder:
    """The keys of the sections that pages have, in their order; the others are left out."""

    keys: tuple[str, ...]


def page_sections(registry: Registry) -> tuple[SectionSpec, ...]:
    """Return the sections of pages in their order."""
    known = registry[SectionSpec]
    order = registry[SectionOrder].get("")
    return tuple(known[key] for key in (order.keys if order else known))


def with_sections(
    registry: Registry, given: object, setting: str
) -> tuple[Registry, list[Problem]]:
    """Return a registry in which pages have the sections that a setting names.

    :param given: the setting's value: a list such as ``["notice", "*", "-citation"]``, or a text
        with commas; nothing for all sections in their own order.
    :param setting: its name in messages.
    """
    if not given:
        return registry, []
    if isinstance(given, str):
        words = [piece.text for piece in split_list(given)]
    elif isinstance(given, list | tuple) and all(isinstance(one, str) for one in given):
        words = list(given)
    else:
        message = Message(
            "invalid {setting} = {given!r}: expected a list of names", setting=setting, given=given
        )
        return registry, [problem("section.unknown", message)]
    keys, unknown = chosen_sections(words, registry, registry[SectionSpec])
    problems = [
        problem("section.unknown", f"{setting}: {message}", hint)
        for message, hint in (unknown_section(word, registry) for word in unknown)
    ]
    return registry.declaring(SectionOrder, {"": SectionOrder(keys)}), problems


def chosen_sections(
    words: Sequence[str], registry: Registry, rest: Iterable[str]
) -> tuple[tuple[str, ...], list[str]]:
    """Read a choice of sections, as ``notice, *, -citation``.

    What names only sections to leave out means all others.

    :param rest: the keys that ``*`` means, where they are not named.
    :returns: the keys in their order, each once, and the words that name no section.
    """
    known = {_folded(key): key for key in registry[SectionSpec]}
    named: list[str] = []
    without: set[str] = set()
    unknown: list[str] = []
    for word in words:
        name = word.strip()
        key = known.get(_folded(name.removeprefix(_NONE)))
        if name == REST:
            named.append(REST)
        elif key is None:
            unknown.append(name)
        elif name.startswith(_NONE):
            without.add(key)
        else:
            named.append(key)
    named = named or [REST]
    others = [key for key in rest if key not in {*named, *without}]
    keys = (key for name in named for key in (others if name == REST else [name]))
    return tuple(key for key in dict.fromkeys(keys) if key not in without), unknown


def unknown_section(word: str, registry: Registry) -> tuple[str, str]:
    """Report an unknown section, with the closest match."""
    name = plain(word.removeprefix(_NONE))
    known = registry[SectionSpec]
    hint = nearest(name, known) or Message("known sections: {names}", names=", ".join(known))
    return f"unknown section “{name}”", hint


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()
