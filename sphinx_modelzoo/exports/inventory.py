"""``objects.inv``: how sites made by Sphinx, MkDocs and others know each other's pages.

Sphinx's format, version 2, read and written without Sphinx.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.views.content import LEADERBOARD, PageId, model_page
from sphinx_modelzoo.views.leaderboard_page import leaderboard_datasets, leaderboard_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.content import Section

_LINE = re.compile(r"(.+?)\s+(\S+:\S+)\s+(-?\d+)\s+(\S*)\s+(.*)")
MODEL = "modelzoo:model"
BOARD = "modelzoo:leaderboard"
_LABEL = "std:label"


class Item(NamedTuple):
    """One object: its name, ``domain:type``, priority, address below the site, and title."""

    name: str
    kind: str
    priority: int
    uri: str
    title: str


class Inventory(NamedTuple):
    """The objects of a site, with its name and version."""

    project: str
    version: str
    items: tuple[Item, ...]


def zoo_items(
    catalog: Catalog,
    language: str,
    uri: Callable[[PageId], str | None],
    sections: Mapping[PageId, Iterable[Section]],
) -> list[Item]:
    """Return the models and leaderboards of a site, as Sphinx's domain lists them.

    A model is listed as itself, and by its id and its old ones as labels that ``:ref:`` finds;
    each section of its page has a label, too.

    :param uri: the address below the site of a model's or leaderboard's page, if there is one.
    :param sections: the sections of models' pages.
    """
    items: list[Item] = []
    for model in catalog.models:
        page = model_page(model.id)
        place = uri(page)
        if place is None:
            continue
        address = f"{place}#{page.anchor()}"
        items.append(Item(model.id, MODEL, 1, address, model.name))
        items.append(Item(f"model-{model.id}", _LABEL, -1, address, model.name))
        for one in sections.get(page, ()):
            items.append(Item(page.anchor(one.key), _LABEL, -1, f"{place}#{one.key}", one.title))
    for alias, model in catalog.old_ids.items():
        page = model_page(model.id)
        place = uri(page)
        if place is not None:
            address = f"{place}#{page.anchor()}"
            items.append(Item(f"model-{alias}", _LABEL, -1, address, model.name))
    for leaderboard, dataset in leaderboard_datasets(catalog).items():
        page = PageId(LEADERBOARD, leaderboard)
        place = uri(page)
        if place is not None:
            title = leaderboard_title(catalog, dataset, language)
            items.append(Item(leaderboard, BOARD, 1, f"{place}#{page.anchor()}", title))
    return items


def write_inventory(inventory: Inventory) -> bytes:
    """Return the content of the file, sorted, so that the same objects make the same file."""
    head = (
        "# Sphinx inventory version 2\n"
        f"# Project: {_one_line(inventory.project)}\n"
        f"# Version: {_one_line(inventory.version)}\n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    lines = [
        f"{item.name} {item.kind} {item.priority} {_short(item)} "
        f"{'-' if item.title == item.name else _one_line(item.title)}\n"
        for item in sorted(set(inventory.items), key=lambda item: (item.kind, item.name, item.uri))
    ]
    return head.encode() + zlib.compress("".join(lines).encode(), 9)


def read_inventory(data: bytes) -> Inventory:
    """Parse an inventory.

    :raises ValueError: when it is not an inventory of version 2.
    """
    first, project, version, _, rest = (*data.split(b"\n", 4), *[b""] * 5)[:5]
    if not first.startswith(b"# Sphinx inventory version 2"):
        raise ValueError("expected a Sphinx inventory of version 2")
    try:
        lines = zlib.decompress(rest).decode().splitlines()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"the inventory is damaged: {error}") from None
    items = []
    for line in lines:
        if found := _LINE.fullmatch(line.rstrip()):
            name, kind, priority, uri, title = found.groups()
            address = uri[:-1] + name if uri.endswith("$") else uri
            items.append(Item(name, kind, int(priority), address, name if title == "-" else title))
    return Inventory(
        project.decode(errors="replace").removeprefix("# Project: ").strip(),
        version.decode(errors="replace").removeprefix("# Version: ").strip(),
        tuple(items),
    )


def merged(inventory: Inventory, items: Iterable[Item]) -> Inventory:
    """Return an inventory with further items, which replace those of the same name and kind."""
    found = {(item.name, item.kind): item for item in (*inventory.items, *items)}
    return inventory._replace(items=tuple(found.values()))


def renewed(data: bytes, items: Iterable[Item], project: str = "") -> bytes:
    """Replace the zoo's items in an inventory with the current ones; keep those of others.

    :param data: the content of the file; empty if it does not exist yet.
    :param project: the name of the site, if it differs from the one in the file.
    :raises ValueError: when it is not an inventory of version 2.
    """
    inventory = read_inventory(data) if data else Inventory(project, "", ())
    others = tuple(item for item in inventory.items if not _ours(item))
    inventory = Inventory(project or inventory.project, inventory.version, others)
    return write_inventory(merged(inventory, items))


def _ours(item: Item) -> bool:
    return item.kind in (MODEL, BOARD) or (item.kind == _LABEL and item.name.startswith("model-"))


def objects(inventory: Inventory, kind: str, url: str) -> dict[str, tuple[str, str]]:
    """Return address and title of every object of a kind by name, on a site at ``url``."""
    base = url.rstrip("/")
    return {
        item.name: (f"{base}/{item.uri}", item.title)
        for item in inventory.items
        if item.kind == kind
    }


def _short(item: Item) -> str:
    return f"{item.uri[: -len(item.name)]}$" if item.uri.endswith(item.name) else item.uri


def _one_line(text: str) -> str:
    return " ".join(text.split())
