"""Files of the site other than pages: ``objects.inv``, the redirects of old ids, ``files``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from sphinx_modelzoo.exports.interface import Site
from sphinx_modelzoo.exports.inventory import renewed, zoo_items
from sphinx_modelzoo.exports.site_files import site_files
from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.mkdocs_ext.generated_pages import redirect_place
from sphinx_modelzoo.render.page_frame import redirect_page
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.translations import site_root

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from sphinx_modelzoo.exports.inventory import Item
    from sphinx_modelzoo.mkdocs_ext.generated_pages import Languages
    from sphinx_modelzoo.mkdocs_ext.zoo import Zoo
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.content import PageId, Section

INVENTORY = "objects.inv"


def write_inventories(
    zoo: Zoo,
    files: Mapping[PageId, File],
    languages: Languages,
    config: MkDocsConfig,
    default: list[Item],
    sections: Mapping[PageId, Iterable[Section]],
) -> list[Item]:
    """Write the inventory of the language that was built.

    Every language has one at its own root. That of the whole site is written again in each build,
    since mkdocstrings has just done so, too; what it holds stays.

    :param default: the items of the default language, which is built first.
    :param sections: those of models' pages.
    :returns: the items of the default language.
    """
    other = languages.current if languages.current != languages.default else ""
    root = f"{other}/" if other else ""

    def uri(page: PageId) -> str | None:
        return files[page].url.removeprefix(root) if page in files else None

    items = zoo_items(zoo.catalog, zoo.language, uri, sections)
    if not other:
        default = items
    else:
        _write(Path(config.site_dir) / other / INVENTORY, config, items)
    _write(Path(config.site_dir) / INVENTORY, config, default)
    return default


def _write(path: Path, config: MkDocsConfig, items: list[Item]) -> None:
    if not items:
        return
    old = path.read_bytes() if path.is_file() else b""
    write_if_changed(path, renewed(old, items, "" if old else config.site_name))


def write_redirects(zoo: Zoo, files: Mapping[PageId, File], config: MkDocsConfig) -> None:
    """Let the addresses of old ids lead to the models' pages."""
    for alias, model in zoo.catalog.old_ids.items():
        file = files.get(model_page(model.id))
        if file is None:
            continue
        place, address = redirect_place(file, model.id, alias)
        path = Path(config.site_dir) / place
        if path.is_file() and "http-equiv" not in path.read_text(encoding="utf-8")[:400]:
            continue  # a page of the project's own
        write_if_changed(path, redirect_page(address, model.name, zoo.words))


def write_beside(
    zoo: Zoo,
    wanted: Mapping[str, str],
    taken: Collection[str],
    files: Mapping[PageId, File],
    folder: str,
    config: MkDocsConfig,
) -> list[Problem]:
    """Write the files of the setting ``files``; return what is wrong with it.

    :param wanted: the setting.
    :param taken: the paths of the site's other files.
    :param files: the pages of the zoo.
    :param folder: that of the language that was built; nothing for the default one.
    """
    start = f"{folder}/" if folder else ""
    known = {name.removeprefix(start) for name in taken if name.startswith(start)} | {INVENTORY}

    def page(model: Model) -> str:
        file = files.get(model_page(model.id))
        return file.url.removeprefix(start) if file else ""

    site = Site(
        title=config.site_name,
        author=config.site_author or "",
        base=urljoin(site_root(config.site_url or ""), start) if config.site_url else "",
        page=page,
    )
    texts, problems = site_files("files", wanted, zoo.catalog, zoo.language, known, site)
    for name, text in texts.items():
        write_if_changed(Path(config.site_dir) / folder / name, text)
    return problems
