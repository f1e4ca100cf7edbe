"""Model pages: virtual to the user, real to Sphinx.

Every entry has a stub under the doctree folder: one directive and a digest of what the page
shows in this language. Sphinx reads the stub as the document's source, so a page is read again
when, and only when, its digest changes. Nothing is written into the source tree, which may be
read-only and shared by builds in several languages.
"""

from __future__ import annotations

import contextlib
import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx

_MARKDOWN_FILETYPES = {"markdown", "myst-nb"}
_NOTEBOOK = ".ipynb"  # which myst-nb reads as JSON
_MARKDOWN_PARSERS = {"myst_parser", "myst_nb"}


class ZooProject(Project):
    """A project whose documents include pages that no file of the source tree holds.

    :param renew: called before documents are looked for, which every build of an application
        begins with; it may lay out other pages.
    """

    def __init__(
        self, project: Project, exclude: tuple[str, ...], renew: Callable[[], None]
    ) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self._exclude = exclude
        self._renew: Callable[[], None] | None = renew
        self._stubs: dict[str, str] = {}
        self._docnames_by_stub: dict[str, str] = {}
        self._paths: dict[str, Any] = {}
        # Text or a kind of path, as Sphinx's version has it.
        self._kind = type(super().doc2path("index", True))
        self._origins: Mapping[str, tuple[Path, str]] = {}

    def lay_out(self, stubs: Mapping[str, str]) -> None:
        """Let these be the virtual documents: by docname, the path of the stub."""
        self._origins = {}
        self._stubs = dict(stubs)
        self._docnames_by_stub = {path: docname for docname, path in self._stubs.items()}
        self._paths = {}

    def name_origins(self, origins: Mapping[str, tuple[Path, str]]) -> None:
        """From now on, name the catalog's files as the sources of pages: nothing is read any more.

        :param origins: by document, the file and how it is named.
        """
        self._origins = origins

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents of the source tree, and add the virtual ones."""
        if self._renew is not None:
            self._renew()
        docnames = super().discover((*exclude_paths, *self._exclude), include_paths)
        docnames.update(self._stubs)
        return docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """The stub where there is one.

        Only absolute paths lead there: a relative one out of the source tree would end up in
        ``_sources/`` and in the search index.
        """
        if docname in self._origins:
            file, name = self._origins[docname]
            return self._kind(file if absolute else name)
        if absolute and docname in self._stubs:
            path = self._paths.get(docname)
            if path is None:  # made once: Sphinx asks for every document, several times
                path = self._paths[docname] = self._kind(self._stubs[docname])
            return path
        return super().doc2path(docname, absolute)

    def path2doc(self, filename: Any) -> str | None:
        """The page that a stub stands for."""
        return self._docnames_by_stub.get(str(filename)) or super().path2doc(filename)

    def __getstate__(self) -> dict[str, Any]:
        # The environment is pickled once per chunk of a parallel build.
        names = ("_stubs", "_docnames_by_stub", "_paths", "_origins")
        empty: dict[str, Any] = {name: {} for name in names}
        return {**self.__dict__, **empty, "_renew": None}


def stub_format(app: Sphinx) -> tuple[str, str] | None:
    """The suffix and template of stubs, in a syntax that this project parses.

    :returns: None where no registered source suffix can hold a directive.
    """
    markdown = not _MARKDOWN_PARSERS.isdisjoint(app.extensions)
    rst: tuple[str, str] | None = None
    for suffix, filetype in app.config.source_suffix.items():
        if filetype == "restructuredtext":
            rst = rst or (suffix, ".. {directive}:: {id} {digest}\n")
        elif rst is not None or suffix == _NOTEBOOK:
            continue
        elif markdown and filetype in _MARKDOWN_FILETYPES:
            return suffix, "```{{{directive}}} {id} {digest}\n```\n"
    return rst


def write_stubs(
    folder: Path, digests: Mapping[str, tuple[str, str]], suffix: str, template: str
) -> dict[str, str]:
    """Bring the stubs up to date: each written only if its text changed, stale ones deleted.

    :param digests: by docname, the id of the entry or leaderboard and the digest of its page.
    :returns: by docname, the stub's path.
    """
    stubs: dict[str, str] = {}
    for docname, (model_id, digest) in digests.items():
        # Texts, not objects, for paths: there may be many thousands.
        path = os.path.join(folder, *docname.split("/")) + suffix  # noqa: PTH118
        directive = "modelzoo-board" if "/" in model_id else "modelzoo-page"
        text = template.format(directive=directive, id=model_id, digest=digest).encode()
        old = None
        with contextlib.suppress(OSError), open(path, "rb") as file:  # noqa: PTH123
            old = file.read()
        if old != text:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
            Path(path).write_bytes(text)
        stubs[docname] = path
    wanted = set(stubs.values())
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118
            if path not in wanted:
                Path(path).unlink()
    return stubs


def install_project(app: Sphinx, renew: Callable[[], None]) -> ZooProject:
    """Let Sphinx see virtual documents; there are none before they are laid out.

    :param renew: see :class:`ZooProject`.
    """
    project = ZooProject(app.project, _doctrees_pattern(app), renew)
    app.project = project
    app.env.project = project
    return project


def _doctrees_pattern(app: Sphinx) -> tuple[str, ...]:
    """Keeps the stubs from being found a second time, where the doctrees are in the source tree.

    ``sphinx-build . build`` puts them there, and Sphinx does not leave ``build`` out by itself.
    """
    try:
        inside = Path(app.doctreedir).relative_to(app.srcdir).as_posix()
    except ValueError:
        return ()
    return (f"{glob.escape(inside)}/**",)
