"""The model pages as files that MkDocs takes for documents, in one language or several."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from sphinx_modelzoo.catalog.doc_files import Documents
from sphinx_modelzoo.mkdocs_ext.closed_parts import Closer
from sphinx_modelzoo.mkdocs_ext.fences import find_fences, page_text, read_options
from sphinx_modelzoo.problems.messages import problem
from sphinx_modelzoo.schema.targets import BOARD_SCHEME, MODEL_SCHEME
from sphinx_modelzoo.views.content import MODEL, PageId
from sphinx_modelzoo.views.options import narrows_all, parse_options, shows_all, shows_nothing
from sphinx_modelzoo.views.page_kinds import page_ids
from sphinx_modelzoo.views.page_parts import own_pages, several_pages
from sphinx_modelzoo.views.view import TABLE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem

_OUTSIDE = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Languages:
    """The languages of a site and their layout: those of mkdocs-static-i18n, or none.

    ``layout`` is ``suffix``, ``folder`` or nothing; ``current`` the language that is built.
    """

    layout: str = ""
    current: str = ""
    default: str = ""
    all: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: MkDocsConfig) -> Languages:
        """Return the languages of a site, in the middle of its build."""
        plugin: Any = config.plugins.get("i18n")
        if plugin is None or not hasattr(plugin, "current_language"):
            return cls()
        return cls(
            layout=str(plugin.config.docs_structure),
            current=str(plugin.current_language or plugin.default_language),
            default=str(plugin.default_language),
            all=tuple(plugin.all_languages),
        )

    def base(self, source: str) -> str:
        """Return the folder that the language of a page has to itself."""
        first = source.partition("/")[0]
        return f"{first}/" if self.layout == "folder" and first in self.all else ""

    def sources(self, name: str) -> dict[str, str]:
        """Return, by language, the paths of a page that exists in all; ``name`` has no suffix."""
        if self.layout == "folder":
            return {language: f"{language}/{name}.md" for language in self.all}
        if self.layout == "suffix":
            return {
                language: f"{name}.md" if language == self.default else f"{name}.{language}.md"
                for language in self.all
            }
        return {self.current: f"{name}.md"}


def add_pages(
    files: Files,
    config: MkDocsConfig,
    catalog: Catalog,
    folder: str,
    *,
    language: str,
    in_nav: bool,
    leaderboards: bool = False,
) -> tuple[dict[str, PageId], dict[str, PageId], list[Problem]]:
    """Add a file for every page of the zoo and language that the project has not written itself.

    :param language: that of the site, where it has only one.
    :returns: the pages by the path of their file; those that are files of the project's own, in
        the same way; and what is wrong with these.
    """
    languages = Languages.of(config)
    inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
    added: dict[str, PageId] = {}
    taken: dict[str, PageId] = {}
    known = files.src_uris
    own: dict[str, str] = {}
    problems: list[Problem] = []
    if not languages.layout:
        own, problems = own_documents(known, folder, catalog, language)
    for page in page_ids(catalog, leaderboards=leaderboards):
        kind = inclusion if page.kind == MODEL else InclusionLevel.NOT_IN_NAV
        for tag, source in languages.sources(f"{folder}/{page.path}").items():
            # A file that carries the language's suffix means the same page.
            twins = [source, f"{folder}/{page.path}.{tag}.md"] if languages.layout else [source]
            twins = [own[page.id]] if page.kind == MODEL and page.id in own else twins
            mine = next((twin for twin in twins if twin in known), None)
            if mine is not None:
                taken[mine] = page
                if known[mine].inclusion.value > kind.value and page.kind == MODEL:
                    known[mine].inclusion = kind  # what a navigation names is there all the same
                continue
            files.append(_file(source, page, config, kind, bool(languages.layout)))
            added[source] = page
    return added, taken, problems


def own_documents(
    sources: Iterable[str], folder: str, catalog: Catalog, language: str
) -> tuple[dict[str, str], list[Problem]]:
    """Return the documents of a site in one language that are the pages of models, by id.

    :returns: a problem, too, for each model that has several.
    """
    start, end = f"{folder}/", ".md"
    documents = (one for one in sources if one.startswith(start) and one.endswith(end))
    names = (one[len(start) : -len(end)] for one in documents)
    found, several = own_pages(names, catalog, language)
    problems = [
        several_pages(model_id, [f"{start}{name}{end}" for name in every])
        for model_id, every in several.items()
    ]
    return {model_id: f"{start}{name}{end}" for model_id, name in found.items()}, problems


def _file(
    source: str, page: PageId, config: MkDocsConfig, inclusion: InclusionLevel, several: bool
) -> File:
    if not several:
        text = page_text(page)
        return File.generated(config, source, content=text, inclusion=inclusion)
    # mkdocs-static-i18n makes files of its own from these, and asks them for a folder.
    return File(
        source, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=inclusion
    )


def fill_pages(
    files: Iterable[File], added: Mapping[str, PageId], by: str, written: Callable[[PageId], Path]
) -> tuple[dict[PageId, File], dict[str, PageId]]:
    """Give the files that are left their text, and the catalog's file as their source.

    Plugins that show dates and authors ask git about ``abs_src_path``, and take the time of the
    build for what is ``generated_by`` another plugin: neither would be true of these pages.

    :param by: the plugin's name among the others.
    :param written: gives the file of the catalog that a page shows an entry of.
    :returns: the file of each page; and the pages by the path of their file that another plugin
        has made in the meantime.
    """
    found: dict[PageId, File] = {}
    taken: dict[str, PageId] = {}
    for file in files:
        page = added.get(file.src_uri)
        if page is None:
            continue
        other = file.generated_by not in (None, by) or Path(file.abs_src_path or "").is_file()
        if other:
            taken[file.src_uri] = page
        else:
            file.content_string = page_text(page)
            file.abs_src_path = str(written(page))
            file.generated_by = None
            file.edit_uri = None  # else that of a document of this name, which does not exist
            found[page] = file
    return found, taken


class Addresses:
    """The addresses of links in the generated pages of a site.

    Targets are found once for all pages of a folder: many lead to the same ones.

    :param files: all of the site.
    :param pages: the paths of the generated pages, whose anchors are known to exist.
    """

    def __init__(self, files: Files, pages: Collection[str]) -> None:
        self._files = files
        self._pages = pages
        self._targets: dict[tuple[str, str], str | tuple[str, str, str] | None] = {}

    def closer(self, file: File, anchors: set[str]) -> Closer:
        """Return a closer for a generated page.

        :param anchors: takes those of the page.
        """
        folder, targets = posixpath.dirname(file.src_uri), self._targets

        def address(href: str) -> str | None:
            if href.startswith(_OUTSIDE):
                return href
            key = folder, href
            if key not in targets:
                targets[key] = self._target(folder, href)
            found = targets[key]
            if found is None or isinstance(found, str):
                return found
            url, query, anchor = found
            return urlunsplit(("", "", get_relative_url(url, file.url), query, anchor))

        return Closer(address, anchors)

    def _target(self, folder: str, href: str) -> str | tuple[str, str, str] | None:
        """Return the page, query and anchor that a link leads to, or else its address.

        Nothing where the host has to look at it.
        """
        scheme, place, path, query, anchor = urlsplit(href)
        if scheme or place:
            return href
        if not path or path.startswith(("/", "\\")):
            return None
        source = posixpath.normpath(posixpath.join(folder, unquote(path)))
        target = self._files.get_file_from_path(source)
        if target is None or target.src_uri not in self._pages:
            return None
        if target.inclusion.value < InclusionLevel.NOT_IN_NAV.value:
            return None
        return target.url, query, anchor


def forget_stale(files: Files, catalog: Iterable[str]) -> None:
    """Remove the output of pages that may show an older state of the catalog.

    Only a build with ``--dirty`` has such output: it would leave pages as they are when nothing
    but the catalog has changed.

    :param catalog: the files and folders of the catalog.
    """
    newest = max((_changed(Path(path)) for path in catalog), default=0)
    for file in files.documentation_pages():
        output = Path(file.abs_dest_path)
        if not 0 < _changed(output) <= newest:
            continue
        try:
            text = file.content_string
        except (OSError, ValueError):  # MkDocs will say so when it reads the page
            continue
        if any(word in text for word in (TABLE, MODEL_SCHEME, BOARD_SCHEME)):
            output.unlink()


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def site_documents(files: Files, language: str, languages: Languages) -> Documents:
    """Return the documents of a site, for links of the catalog to them."""

    def text(path: str) -> str | None:
        file = files.get_file_from_path(path)
        if file is None or not file.is_documentation_page():
            return None
        try:
            return file.content_string
        except (OSError, ValueError):  # MkDocs will say so when it reads the page
            return ""

    base = f"{languages.current}/" if languages.layout == "folder" else ""
    return Documents(text, language, base)


class Home(NamedTuple):
    """The page that model pages lead back to, without its language.

    ``narrows`` says whether readers can narrow its first table, which has all models.
    """

    name: str = ""
    narrows: bool = False


def home_page(
    wanted: str,
    files: Files,
    added: Mapping[str, PageId],
    languages: Languages,
    catalog: Catalog,
    report: Callable[[Problem], None],
) -> Home:
    """Return the page that model pages lead back to: the one that is set, or a table's.

    :param wanted: the setting ``home``.
    """
    name = wanted.removesuffix(".md")
    if wanted and not {wanted, *languages.sources(name).values()}.isdisjoint(files.src_uris):
        return Home(wanted)
    if wanted:
        report(problem("config.home", f"home: unknown page {wanted}"))
    return _find_home(files, added, languages, catalog)


def _find_home(
    files: Files, added: Mapping[str, PageId], languages: Languages, catalog: Catalog
) -> Home:
    """Find the page with the table that model pages lead back to.

    The first one that shows every model; else the first one with a table; else none.
    """
    first = Home()
    for file in files.documentation_pages():
        if file.src_uri in added:
            continue
        try:
            text = file.content_string
        except (OSError, ValueError):  # MkDocs will say so when it reads the page
            continue
        if f"{{{TABLE}}}" not in text:
            continue
        tables = [fence for fence in find_fences(text.splitlines()) if fence.kind == TABLE]
        for fence in tables:
            name = _without_language(file, languages)
            first = first if first.name else Home(name)
            options, problems = parse_options(read_options(fence)[0], catalog.registry)
            if shows_all(options) and not shows_nothing(problems):
                return Home(name, fence is tables[0] and narrows_all(options, catalog))
    return first


def _without_language(file: File, languages: Languages) -> str:
    return str(getattr(file, "norm_src_uri", file.src_uri)) if languages.layout else file.src_uri


def redirect_place(target: File, model_id: str, alias: str) -> tuple[str, str]:
    """Return where the page of an old id would be in the site, and the model's address there."""
    folder, name = posixpath.split(target.dest_uri)
    if not target.use_directory_urls:
        return posixpath.join(folder, f"{alias}.html"), name
    if model_id != "index":  # which is the page of the folder itself
        return posixpath.join(
            posixpath.dirname(folder), alias, name
        ), f"../{posixpath.basename(folder)}/"
    return posixpath.join(folder, alias, name), "../"
