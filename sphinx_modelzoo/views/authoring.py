"""Blocks as plugins write them, and the check of what plugins return.

The functions take plain texts wherever words are meant. What a plugin's function returns may be
as plain: a text, a number, nothing; or any blocks of :mod:`~sphinx_modelzoo.views.content`, which
are looked at as deep as they go, since renderers trust them.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticCustomError

from sphinx_modelzoo.plugins import WrongResultError
from sphinx_modelzoo.schema.value_parsing import parse_url
from sphinx_modelzoo.views import content, display
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    Cell,
    CodeBlock,
    Column,
    Grid,
    Group,
    Inline,
    Inlines,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Row,
    UrlLink,
    Words,
    model_page,
)

Part: TypeAlias = "str | int | float | Inline"
"""A part of a line: a text or a number, or words and links."""

_Value = TypeVar("_Value")
_INLINE = (Words, Prose, UrlLink, PageLink, Break, display.Bar)


def words(text: str, *, strong: bool = False, code: bool = False, translate: bool = True) -> Words:
    """Return a run of plain text.

    :param translate: false for names, ids and numbers, which no translator should touch.
    """
    return Words(str(text), None, translate, strong, code)


def link(text: str, url: str) -> UrlLink:
    """Return a link to an address: ``https:``, ``http:``, ``mailto:`` or relative.

    :raises ValueError: for any other address.
    """
    return UrlLink(Words(str(text)), _address(url))


def model_link(text: str, model_id: str) -> PageLink:
    """Return a link to the page of a model."""
    return PageLink(Words(str(text), translate=False), model_page(model_id))


def paragraph(*parts: Part) -> Paragraph:
    """Return a paragraph of texts, words and links."""
    return Paragraph(tuple(map(_inline, parts)))


def bullets(*items: Part | Sequence[Part]) -> Bullets:
    """Return a list; an item is a text, or several parts of a line."""
    return Bullets(tuple(map(as_inlines, items)))


def table(heads: Sequence[str], rows: Iterable[Sequence[Part | Cell | None]]) -> Grid:
    """Return a table with a head; each row has as many cells.

    :raises ValueError: for a row with another number of cells.
    """
    columns = tuple(Column(f"column-{place}", str(head)) for place, head in enumerate(heads, 1))
    made = tuple(Row(tuple(map(as_cell, row))) for row in rows)
    if any(len(row.cells) != len(columns) for row in made):
        raise ValueError(f"every row of this table has {len(columns)} cells")
    return Grid(columns, (Group("", made),))


def code(text: str, language: str = "text") -> CodeBlock:
    """Return a piece of code to copy."""
    return CodeBlock(str(text), language)


def picture(src: str, alt: str) -> Picture:
    """Return a picture with the words that say what it shows.

    :param src: an address, or a path relative to the documents.
    :raises ValueError: for another kind of address.
    """
    return Picture(_address(src), Words(str(alt)))


def _address(url: object) -> str:
    try:
        found = parse_url(url)
    except PydanticCustomError as error:
        raise ValueError(f"{error.message()}: {url!r}") from None
    if not isinstance(found, str):
        raise ValueError(f"expected one address, got {url!r}")
    return found


# What plugins return -----------------------------------------------------------------------


def _wrong(value: object, expected: str) -> WrongResultError:
    shown = repr(value) if isinstance(value, str | int | float) else type(value).__name__
    return WrongResultError(f"returned {shown}; expected {expected}")


def _several(value: object) -> Iterable[Any]:
    """Return what is in a list, a tuple or a generator; anything else is one item.

    A set has no order, and of a mapping nobody knows what is meant.
    """
    return value if isinstance(value, list | tuple | Iterator) else (value,)


def _inline(part: Part) -> Inline:
    if isinstance(part, str):
        return Words(part)
    if isinstance(part, int | float) and not isinstance(part, bool):
        return Words(str(part), translate=False)
    if isinstance(part, _INLINE):
        return checked(part)
    raise _wrong(part, "texts, words or links")


def as_inlines(value: object) -> Inlines:
    """Return what a function says in a line: nothing for ``None``, a part, or several.

    :raises WrongResultError: for anything else; so do the functions below.
    """
    if value is None:
        return ()
    return tuple(map(_inline, _several(value)))


def as_cell(value: object) -> Cell:
    """Return what a function says as a cell: one, a text, a number, or parts of a line."""
    if isinstance(value, Cell):
        return checked(value)
    if value is None or value == "":
        return Cell(())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell((Paragraph((words(str(value), translate=False),)),), value)
    if isinstance(value, str):
        return Cell((Paragraph((Words(value),)),), None, (value,))
    try:
        found = as_inlines(value)
    except WrongResultError:
        raise _wrong(value, "a text, a number, words, links or a Cell") from None
    return Cell((Paragraph(found),)) if found else Cell(())


def as_blocks(value: object) -> content.Blocks:
    """Return what a function says as blocks: none for ``None``, one, or several; also a text."""
    if value is None:
        return ()
    return tuple(
        paragraph(one) if isinstance(one, (str, *_INLINE)) else checked(one)
        for one in _several(value)
    )


def as_names(value: object) -> tuple[str, ...]:
    """Return names: none for ``None``, one, or several."""
    if value is None:
        return ()
    return tuple(map(as_text, _several(value)))


def as_text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise _wrong(value, "a text")
    return value


def as_texts(value: object) -> Mapping[str, str]:
    """Return texts by the paths of files, which do not lead out of their folder."""
    if not isinstance(value, Mapping):
        raise _wrong(value, "texts by paths")
    return {as_path(as_text(name)): as_text(text) for name, text in value.items()}


def as_path(name: str) -> str:
    """Return the path of a file below a folder: relative, with ``/``, and without ``..``."""
    parts = name.split("/")
    if not name or {"", ".", ".."} & {*parts} or any(one in name for one in "\\:\0\n"):
        raise WrongResultError(f"has the path {name!r}; expected a relative one without “..”")
    return name


def checked(value: _Value) -> _Value:
    """Return a block, inline or cell that is made as its class says, with every part of it."""
    if not is_dataclass(value) or type(value).__module__ not in _MODULES:
        raise _wrong(value, "blocks, such as paragraph(…)")
    _check(value)
    return value


_MODULES = (content.__name__, display.__name__)
_ADDRESSES = {UrlLink: "url", Picture: "src"}


def _check(value: Any) -> None:
    kind: Any = type(value)
    for name, hint in _hints(kind).items():
        found = getattr(value, name)
        if not _fits(found, hint):
            shown = type(found).__name__
            raise WrongResultError(f"returned {kind.__name__} with {name} = {shown}: {found!r}")
    if name := _ADDRESSES.get(kind, ""):
        try:
            _address(getattr(value, name))
        except ValueError as error:
            raise WrongResultError(f"returned {kind.__name__}: {error}") from None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, {**vars(content), **vars(display)})
    names = kind.__match_args__  # of dataclasses and named tuples alike
    return {name: hints[name] for name in names}


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, str):  # Python 3.10 leaves the names inside tuple[…] as they are
        classes = {**vars(content), **vars(display)}
        return any(_fits(value, classes[one]) for one in hint.split(" | "))
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inside)
    if origin is Literal:
        return value in inside
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if inside[-1] is Ellipsis:
            return all(_fits(one, inside[0]) for one in value)
        return len(value) == len(inside) and all(map(_fits, value, inside))
    if hint is type(None):
        return value is None
    if hint is float:
        return isinstance(value, int | float)
    if not isinstance(value, hint):
        return False
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        _check(value)
    return True
