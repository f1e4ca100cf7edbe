"""The pictures of cards and tables: views are written too late for Sphinx to collect their files.

Those of pages are images of the document, which Sphinx finds when it reads them.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from docutils import nodes
from sphinx.util.images import guess_mimetype
from sphinx.util.osutil import relative_uri

from sphinx_modelzoo.files import hex_digest, write_if_changed
from sphinx_modelzoo.sphinx_ext.addresses import has_our_html
from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.views.content import Grid, Picture
from sphinx_modelzoo.views.display import Cards

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.views.content import Block

_PREFIX = "modelzoo-card-"


def _name(path: str) -> str:
    """Return the name that a picture of the source tree has among the images of the output."""
    return f"{_PREFIX}{hex_digest(path, 8)}{posixpath.splitext(path)[1]}"


def _local(address: str) -> str:
    """Return the path of a picture in the source tree; nothing for one elsewhere."""
    return "" if "://" in address else posixpath.normpath(address.lstrip("/"))


def picture_address(builder: Builder, docname: str, address: str) -> str:
    """Return the address of a picture of a card or table in a document.

    The path that Sphinx keeps for images is that of the document which is written at the moment.

    :returns: nothing for one that an EPUB would have to fetch.
    """
    path = _local(address)
    if not path:
        return "" if builder.name == "epub" else address
    folder = relative_uri(builder.get_target_uri(docname), builder.imagedir)
    return quote(f"{folder}/{_name(path)}")


def copy_card_pictures(builder: Builder) -> None:
    """Copy the pictures of all cards of the project, and delete those of earlier builds.

    Before pages are written: an EPUB packs what is there.
    """
    if not has_our_html(builder):
        return
    folder = Path(builder.outdir) / builder.imagedir
    wanted: set[str] = set()
    for path in sorted(_paths(builder)):
        file = Path(builder.srcdir) / path
        if file.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            write_if_changed(folder / _name(path), file.read_bytes())
            wanted.add(_name(path))
    for old in folder.glob(f"{_PREFIX}*"):
        if old.name not in wanted:
            old.unlink(missing_ok=True)


def _paths(builder: Builder) -> set[str]:
    domain = zoo(builder.env)
    models = domain.catalog.models
    if not any(one.images or one.thumbnail for model in models for one in (model, *model.variants)):
        return set()
    views = (record for records in domain.views.values() for record in records)
    records = {record for record in views if domain.has_pictures(record)}
    dark = builder.name != "epub"
    return {
        path
        for record in records
        for address in _addresses(domain.shown(record), dark=dark)
        if (path := _local(address)) and not path.startswith("..")
    }


def _addresses(blocks: Iterable[Block], *, dark: bool) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Cards):
            for group in block.groups:
                for card in group.cards:
                    if card.picture:
                        yield card.picture.src
                        if dark and card.picture.dark:
                            yield card.picture.dark
        elif isinstance(block, Grid):
            cells = (part for row in block.rows for cell in row.cells for part in cell.blocks)
            for part in cells:
                if isinstance(part, Picture):
                    yield part.src
                    if dark and part.dark:
                        yield part.dark


def adopt_pictures(made: Iterable[nodes.Element], env: BuildEnvironment) -> None:
    """Prepare the pictures among the nodes of a view for a PDF; other formats do without.

    Sphinx looks for images only when it reads a document.
    """
    builder = application(env).builder
    for figure in [one for node in made for one in node.findall(nodes.figure)]:
        image = figure[0] if figure.children else None
        if not isinstance(image, nodes.image) or image.get("candidates"):
            continue
        path = _local(image["uri"])
        kind = guess_mimetype(path)
        if builder.format != "latex" or not path or kind not in builder.supported_image_types:
            cast("nodes.Element", figure.parent).remove(figure)
            continue
        image["uri"], image["candidates"], image["height"] = path, {"*": path}, "2cm"
        env.images.add_file(env.docname, path)
