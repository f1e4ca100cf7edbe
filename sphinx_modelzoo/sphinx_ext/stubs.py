"""Model pages: virtual to the user, real to Sphinx.

Every entry has a stub under the doctree folder: one directive and a digest of what the page
shows in this language. Sphinx reads the stub as the document's source, so a page is read again
when, and only when, its digest changes. Nothing is written into the source tree, which may be
read-only and shared by builds in several languages.

Stubs are in a folder that every Sphinx leaves out when it looks for documents: the doctree folder
may be in the source tree, where builds of other languages and builders look, too. Once a stub has
been read, the catalog's file is the page's source for everyone who asks.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.project import Project

from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.sphinx_ext.settings import state_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.views.content import PageId

BARE = "modelzoo-stub"
"""The kind of file that a stub in reStructuredText is, and its suffix; see ``StubParser``."""
_MARKDOWN_FILETYPES = {"markdown", "myst-nb"}
_NOTEBOOK = ".ipynb"  # which myst-nb reads as JSON
_MARKDOWN_PARSERS = {"myst_parser", "myst_nb"}
_LEFT_OUT = "_sources"  # one of sphinx.project.EXCLUDE_PATHS, in every version
_UNFINISHED = ".tmp"


class ZooProject(Project):
    """A project whose documents include pages that no file of the source tree holds.

    :param renew: called before documents are looked for, which every build of an application
        begins with; it may lay out other pages.
    """

    def __init__(self, project: Project, renew: Callable[[], None]) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self._renew: Callable[[], None] | None = renew
        self._stubs: dict[str, str] = {}
        self._suffix = ""
        self._docnames_by_stub: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._unread: set[str] = set()
        self._paths: dict[str, Any] = {}
        # Text or a kind of path, as Sphinx's version has it.
        self._kind = type(super().doc2path("index", True))
        self._origins: Mapping[str, tuple[Path, str]] = {}

    def lay_out(self, stubs: Mapping[str, str], suffix: str, files: Mapping[str, Path]) -> None:
        """Let these be the virtual documents.

        :param stubs: by docname, the path of the stub.
        :param suffix: that of the project's documents.
        :param files: by docname, the file of the catalog.
        """
        self._origins = {}
        self._stubs, self._suffix = dict(stubs), suffix
        self._docnames_by_stub = {path: docname for docname, path in self._stubs.items()}
        inside = {path: self._from_srcdir(path) for path in {*files.values()}}
        self._files = {docname: inside[path] for docname, path in files.items() if inside[path]}
        self._unread = set(stubs)
        self._paths = {}

    def use_stubs(self, docnames: Iterable[str] | None = None) -> None:
        """Take the stubs of these pages, by default of all, as their sources.

        Sphinx is about to read them, or wants to know whether they have changed.
        """
        for docname in self._stubs if docnames is None else docnames:
            if docname in self._stubs:
                self._unread.add(docname)
                self._paths.pop(docname, None)

    def use_catalog(self, docnames: Iterable[str] | None = None) -> None:
        """Take the catalog's files as the sources of these pages, by default of all."""
        for docname in self._stubs if docnames is None else docnames:
            self._unread.discard(docname)
            self._paths.pop(docname, None)

    def is_virtual(self, docname: str) -> bool:
        """Return True if no file of the source tree holds a document."""
        return docname in self._stubs

    def place(self, docname: str) -> str:
        """Return the path that a page's file would have in the source tree; nothing for others."""
        if docname not in self._stubs:
            return ""
        return os.path.join(self.srcdir, *docname.split("/")) + self._suffix  # noqa: PTH118

    def _from_srcdir(self, path: Path) -> str:
        """Return a path that starts with the source directory, as extensions expect.

        That of a catalog elsewhere goes up from there; nothing if it is on another drive.
        """
        try:
            relative = os.path.relpath(path, self.srcdir)
        except ValueError:
            return ""
        return os.path.join(self.srcdir, relative)  # noqa: PTH118

    def name_origins(self, origins: Mapping[str, tuple[Path, str]]) -> None:
        """Name the catalog's files as the sources of pages from now on: reading is over.

        :param origins: by document, the file and how it is named.
        """
        self._origins = origins

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents of the source tree, and add the virtual ones."""
        if self._renew is not None:
            self._renew()
        docnames = super().discover(exclude_paths, include_paths)
        docnames.update(self._stubs)
        return docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the stub of a page that is to be read, and the catalog's file of every other page.

        Only absolute paths lead there: a relative one out of the source tree would end up in
        ``_sources/`` and in the search index.
        """
        if docname in self._origins:
            file, name = self._origins[docname]
            return self._kind(file if absolute else name)
        if absolute and docname in self._stubs:
            path = self._paths.get(docname)
            if path is None:  # made once: Sphinx asks for every document, several times
                found = self._stubs[docname]
                if docname not in self._unread:
                    found = self._files.get(docname) or self.place(docname)
                path = self._paths[docname] = self._kind(found)
            return path
        return super().doc2path(docname, absolute)

    def path2doc(self, filename: Any) -> str | None:
        """Return the page of a stub."""
        return self._docnames_by_stub.get(str(filename)) or super().path2doc(filename)

    def __getstate__(self) -> dict[str, Any]:
        # The environment is pickled once per chunk of a parallel build.
        names = ("_stubs", "_docnames_by_stub", "_files", "_paths", "_origins")
        empty: dict[str, Any] = {name: {} for name in names}
        return {**self.__dict__, **empty, "_unread": set(), "_renew": None}


class StubFormat(NamedTuple):
    """The syntax of stubs: the suffix of the project's documents in it, and a stub's text."""

    suffix: str
    template: str
    stub_suffix: str = ""

    def path(self, folder: Path, docname: str) -> str:
        """Return the path of a page's stub."""
        # Texts, not objects, for paths: there may be many thousands.
        return os.path.join(folder, *docname.split("/")) + (self.stub_suffix or self.suffix)  # noqa: PTH118


def stub_format(app: Sphinx) -> StubFormat | None:
    """Return the format of stubs, in a syntax that this project parses.

    :returns: None where no registered source suffix can hold a directive.
    """
    markdown = not _MARKDOWN_PARSERS.isdisjoint(app.extensions)
    rst: StubFormat | None = None
    for suffix, filetype in app.config.source_suffix.items():
        if filetype == "restructuredtext":
            template = ".. modelzoo-stub:: {kind} {id} {digest}\n"
            rst = rst or StubFormat(suffix, template, f".{BARE}")
        elif rst is not None or suffix == _NOTEBOOK:
            continue
        elif markdown and filetype in _MARKDOWN_FILETYPES:
            return StubFormat(suffix, "```{{modelzoo-stub}} {kind} {id} {digest}\n```\n")
    return rst


def markdown_suffix(app: Sphinx) -> str:
    """Return the project's suffix for Markdown, whatever parses it; nothing without one."""
    # Sphinx changes the default of source_suffix in place: in a process that has built another
    # project, suffixes of its extensions are in it, without a parser in this one.
    kinds = _MARKDOWN_FILETYPES & app.registry.source_parsers.keys()
    suffixes = app.config.source_suffix.items()
    return next((one for one, kind in suffixes if kind in kinds and one != _NOTEBOOK), "")


def stub_folder(app: Sphinx) -> Path:
    """Return the folder of the stubs."""
    return state_dir(app) / _LEFT_OUT


def write_stubs(
    folder: Path, digests: Mapping[str, tuple[PageId, str]], form: StubFormat
) -> dict[str, str]:
    """Bring the stubs up to date: each written only if its text changed, stale ones deleted.

    :param digests: by docname, the page and the digest of what it shows.
    :returns: by docname, the stub's path.
    """
    stubs: dict[str, str] = {}
    for docname, (page, digest) in digests.items():
        path = form.path(folder, docname)
        text = form.template.format(kind=page.kind, id=page.id, digest=digest).encode()
        write_if_changed(path, text)
        stubs[docname] = path
    wanted = set(stubs.values())
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118
            # What ends so may be another build's, which is writing it at this moment.
            if path not in wanted and not name.endswith(_UNFINISHED):
                Path(path).unlink(missing_ok=True)
    return stubs


def name_place(document: nodes.document, env: BuildEnvironment) -> None:
    """Name a place in the source tree as the source of a page's doctree, and not its stub.

    Extensions and builders take the document's name from it, by ``relative_to`` or ``path2doc``,
    and Sphinx the parser of a translation, by its suffix. So the catalog's file will not do.
    """
    project = env.project
    if isinstance(project, ZooProject) and (place := project.place(env.docname)):
        document["source"] = place


def is_stub(env: BuildEnvironment, docname: str) -> bool:
    """Return True if a document is a page that no file of the source tree holds."""
    return isinstance(env.project, ZooProject) and env.project.is_virtual(docname)


def install_project(app: Sphinx, renew: Callable[[], None]) -> ZooProject:
    """Let Sphinx see virtual documents, as soon as they are laid out.

    :param renew: see :class:`ZooProject`.
    """
    project = ZooProject(app.project, renew)
    app.project = project
    app.env.project = project
    return project


def own_documents(app: Sphinx, folder: str) -> dict[str, str]:
    """Return the project's own documents and files, if some can be in the pages' folder."""
    if not (Path(app.srcdir) / folder).is_dir():
        return {}
    excluded = (
        *app.config.exclude_patterns,
        *app.config.templates_path,
        *app.builder.get_asset_paths(),
    )
    # A project of its own: the real one must keep the pages of the last build.
    looking = Project(app.srcdir, app.config.source_suffix)
    names = looking.discover(excluded, app.config.include_patterns)
    return {name: str(looking.doc2path(name, False)) for name in names}
