"""The files that ``modelzoo pages`` writes, and what happens to existing ones."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.catalog.doc_files import Documents
from sphinx_modelzoo.exports.inventory import renewed, zoo_items
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.render.page_frame import redirect_page
from sphinx_modelzoo.schema.targets import BOARD_SCHEME, MODEL_SCHEME, is_inner
from sphinx_modelzoo.views.content import LEADERBOARD, LIST, MODEL, PageId, model_page
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.leaderboard_page import find_leaderboard
from sphinx_modelzoo.views.page_kinds import build_page, fill_in_views, page_ids
from sphinx_modelzoo.views.peers import list_ids
from sphinx_modelzoo.views.references import find
from sphinx_modelzoo.views.values import dataset_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.labels import Labels

_MARK = "<!-- modelzoo {digest}: made from the catalog; an edited page is not made again -->\n"
_MARKED = re.compile(r"<!-- modelzoo (?P<digest>[0-9a-f]{32}): [^\n]*-->\n?\Z")


@dataclass(frozen=True)
class PageFiles:
    """The pages of a catalog as files, and how they are made.

    ``home`` is the way from a model's page to the table, ``root`` that to the folder which
    relative links of the catalog start from; ``edit`` gives the address where an entry is edited;
    ``leaderboards`` says whether there are pages of them, ``folders`` whether the tool that makes
    a site of the pages gives each a folder of its own, ``models/yolov4/``; ``documents`` are those
    that links of the catalog may lead to.
    """

    catalog: Catalog
    language: str = "en"
    home: str = ""
    root: str = ".."
    edit: Callable[[str], str] = lambda model: ""
    leaderboards: bool = False
    folders: bool = True
    documents: Documents = field(default_factory=lambda: Documents(str))

    @property
    def _words(self) -> Labels:
        return labels(self.language, self.catalog.registry)

    def texts(self) -> dict[str, str]:
        """Return the text of every page by the name of its file."""
        found: dict[str, str] = {}
        for page in page_ids(self.catalog, leaderboards=self.leaderboards):
            built = build_page(self.catalog, page, self.language)
            up = "../" * page.path.count("/")
            text = self._renderer(posixpath.dirname(page.path)).page(
                fill_in_views(built, self.catalog, self.language),
                home=posixpath.normpath(f"{up}{self.home}") if self.home else "",
                edit=self.edit(page.id) if page.kind == MODEL else "",
            )
            found[f"{page.path}.md"] = _marked(text)
        return found

    def redirects(self) -> dict[str, str]:
        """Return a redirecting page for each old id, by the name of its file."""
        found: dict[str, str] = {}
        for alias, model in self.catalog.old_ids.items():
            name, address = f"{alias}.html", f"{model.id}.html"
            if self.folders:
                name, address = f"{alias}/index.html", f"../{_folder(model.id)}"
            found[name] = _marked(redirect_page(address, model.name, self._words))
        return found

    def inventory(self, old: bytes, project: str, folder: str) -> bytes:
        """Build the ``objects.inv`` of the site.

        :param old: the existing file, if any; entries of other tools are kept.
        :param folder: the way from the folder of the documents to that of the pages.
        :raises ValueError: when the existing file is not an inventory.
        """
        place = "" if folder == "." else f"{folder}/"

        def uri(page: PageId) -> str | None:
            if page.kind == LEADERBOARD and not self.leaderboards:
                return None
            return f"{place}{_folder(page.path)}" if self.folders else f"{place}{page.path}.html"

        pages = page_ids(self.catalog, leaderboards=False)
        sections = {page: build_page(self.catalog, page, self.language).sections for page in pages}
        items = zoo_items(self.catalog, self.language, uri, sections)
        return renewed(old, items, project)

    def _renderer(self, folder: str) -> MarkdownRenderer:
        """Return the renderer for the pages of a folder below that of the models."""
        up, lists = "../" if folder else "", list_ids(self.catalog)

        def link(page: PageId, fragment: str) -> str | None:
            known = {LEADERBOARD: self.leaderboards, LIST: page.id in lists}
            if not known.get(page.kind, page.id in self.catalog):
                return None
            beside = posixpath.dirname(page.path) == folder
            path = page.id if beside else f"{up}{page.path}"
            return f"{path}.md#{fragment}" if fragment else f"{path}.md"

        def led_to(address: str) -> tuple[str, str]:
            """Return where a link into the site leads, and the title of its target."""
            name = unquote(address.partition(":")[2])
            if address.startswith(MODEL_SCHEME):
                found = find(self.catalog, name)
                place = (model_page(found.model.id), found.place) if found else None
                title = found.title() if found else ""
            elif address.startswith(BOARD_SCHEME):
                board = find_leaderboard(self.catalog, name)
                place = (board.page, board.fragment) if board else None
                terms = self.catalog.vocabularies
                title = dataset_label(terms, board.dataset, self.language) if board else ""
            else:
                document = self.documents.find(address)
                if document is None:
                    return "", ""
                path = posixpath.normpath(f"{up}{self.root}/{document.path}")
                label = f"#{document.label}" if document.label else ""
                return f"{path}{label}", document.title
            return (place and link(*place)) or "", title

        def url(address: str) -> str:
            if is_inner(address) or self.documents.names_document(address):
                return led_to(address)[0]
            if ":" in address.partition("/")[0] or address.startswith(("#", "/")):
                return address
            return posixpath.normpath(f"{up}{self.root}/{address}")

        def title(address: str) -> str:
            return led_to(address)[1]

        return MarkdownRenderer(link, self._words, url=url, title=title, dark=True)


def plan(folder: Path, texts: Mapping[str, str]) -> tuple[dict[Path, str], list[Path], list[Path]]:
    """Plan what to do in the folder of the pages.

    :returns: the files to write, those to remove, and those to keep as a person wrote them.
    """
    below = [f"{PageId(kind, '*').path}.md" for kind in (LEADERBOARD, LIST)]
    there = {
        path
        for pattern in ("*.md", *below, "*.html", "*/index.html")
        for path in folder.glob(pattern)
    }
    wanted: dict[Path, str] = {}
    stale: list[Path] = []
    kept: list[Path] = []
    for path in sorted(there):
        new = texts.get(path.relative_to(folder).as_posix())
        old = _read(path)
        if new is not None and old == new:
            continue
        if _is_ours(old):
            if new is None:
                stale.append(path)
            else:
                wanted[path] = new
        elif new is not None or _MARKED.search(old):
            kept.append(path)
    new_files = {folder / name: text for name, text in texts.items()}
    wanted |= {path: text for path, text in new_files.items() if path not in there}
    return wanted, stale, kept


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _is_ours(text: str) -> bool:
    """Return True if a page is unchanged since it was made."""
    mark = _MARKED.search(text)
    return mark is not None and mark["digest"] == hex_digest(
        text[: mark.start()].removesuffix("\n")
    )


def _folder(page: str) -> str:
    """Return the address of a page in a folder of its own; an index is the folder above."""
    return "" if page == "index" else f"{page}/"


def _marked(text: str) -> str:
    return f"{text}\n{_MARK.format(digest=hex_digest(text))}"
