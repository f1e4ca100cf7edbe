"""The plugin's inputs besides the documents: the catalog's files, other sites, the CSS."""

from __future__ import annotations

import os
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sphinx_modelzoo.catalog.text_records import record_path
from sphinx_modelzoo.exports.inventory import BOARD, MODEL, objects, read_inventory
from sphinx_modelzoo.mkdocs_ext.standalone import STYLE_SHEET
from sphinx_modelzoo.mkdocs_ext.zoo import Foreign
from sphinx_modelzoo.problems.messages import Problem, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from sphinx_modelzoo.catalog.catalog import Catalog, Origin
    from sphinx_modelzoo.mkdocs_ext.config import InventoryConfig

STYLE_SHEET_URI = f"assets/modelzoo/{STYLE_SHEET}"


def watched(catalog: Catalog, patterns: Iterable[str], root: Path) -> list[str]:
    """List the files and folders whose change must rebuild the site, new files included."""
    found = {str(path) for path in catalog.files}
    record = record_path(catalog.files)
    found |= {str(record)} if record is not None and record.is_file() else set()
    for pattern in patterns:
        fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
        place = root / (fixed if fixed == pattern else os.path.dirname(fixed))  # noqa: PTH120
        if place.is_file():
            continue
        while not place.is_dir() and place != place.parent:
            place = place.parent  # of what does not exist yet
        if place != root:  # where the cache is written, too: a build would lead to the next
            found.add(str(place))
    return sorted(found)


def style_sheet_file(config: MkDocsConfig) -> File:
    """Return the style sheet as a real file of the site: mkdocs-static-i18n needs its folder."""
    folder = str(resources.files("sphinx_modelzoo.render") / "static")
    return File(
        STYLE_SHEET, folder, config.site_dir, config.use_directory_urls, dest_uri=STYLE_SHEET_URI
    )


def edit_address(origin: Origin, config: MkDocsConfig) -> str:
    """Return where an entry is edited, relative to the documents, as MkDocs' ``edit_uri`` needs."""
    path = Path(os.path.relpath(origin.file, config.docs_dir)).as_posix()
    quoted = "{path!q}" in (config.edit_uri_template or "")
    return f"{path}#L{origin.line}" if origin.line and not quoted else path


def read_foreign(
    inventories: Mapping[str, InventoryConfig], root: Path
) -> tuple[list[Foreign], list[Problem]]:
    """Read the models of other sites; return them and what is wrong with their inventories."""
    found: list[Foreign] = []
    problems: list[Problem] = []
    for name, site in inventories.items():
        try:
            inventory = read_inventory((root / site.file).read_bytes())
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            problems.append(
                problem("config.inventory", f"inventories.{name}: {reason}", file=site.file)
            )
            continue
        found.append(
            Foreign(name, objects(inventory, MODEL, site.url), objects(inventory, BOARD, site.url))
        )
    return found, problems
