"""The builds of one application, one after the other.

``sphinx-build`` builds once; other tools build again and again with the same application. Each
build reads the catalog anew, as Sphinx looks for documents anew.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from sphinx_modelzoo.gc_tuning import calm_collector, settle
from sphinx_modelzoo.sphinx_ext.build import Build
from sphinx_modelzoo.sphinx_ext.message_catalogs import leave_unread
from sphinx_modelzoo.sphinx_ext.model_links import forget_labels
from sphinx_modelzoo.sphinx_ext.stubs import ZooProject, install_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@contextmanager
def _writing() -> Iterator[None]:
    """Let a full disk end the build with the name of the file, not as a failed handler."""
    try:
        yield
    except OSError as error:
        raise SphinxError(f"cannot write {error.filename}: {error.strerror}") from error


KEPT_DOCTREES = 2_000
"""The most doctrees that are kept from reading to writing."""


class Builds:
    """The starter of the first build, and of each further one when Sphinx looks for documents.

    Its other methods pass the events of a build on to the one that runs.
    """

    _project: ZooProject
    _build: Build

    def __init__(self) -> None:
        self._tuning = ExitStack()

    def calm(self, app: Sphinx, config: Config) -> None:
        """Calm the collector before the last environment is loaded: objects, and no garbage.

        With 10,000 models the collector took 40 % of the time of a build that has nothing to do.
        """
        if config.modelzoo_catalog and config.modelzoo_tune_gc:
            self._tuning.enter_context(calm_collector())

    def _settle(self, app: Sphinx) -> None:
        if app.config.modelzoo_tune_gc:
            settle()

    def start(self, app: Sphinx) -> None:
        """Begin the first build."""
        self._project = install_project(app, lambda: self._renew(app))
        self._begin(app)

    def _begin(self, app: Sphinx) -> None:
        self._build = Build(app, self._project)
        with _writing():
            self._build.start()

    def _renew(self, app: Sphinx) -> None:
        # The first build has begun already: builders and other extensions want its pages.
        if self._build.ended:
            self.calm(app, app.config)
            self._begin(app)

    def outdated(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> set[str]:
        """Name the documents whose text depends on what changed in the catalog."""
        _, changed, _ = changes
        leave_unread(env, changed, [one for one in changed if self._project.place(one)])
        return self._build.outdated(env)

    def before_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note whether anything is read."""
        self._build.reading = bool(docnames)
        if docnames:
            forget_labels(env)
        self._project.use_catalog()
        self._settle(app)

    def before_document(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Let Sphinx read a page from its stub.

        It keeps the doctrees of all documents until they are written, although they are on the
        disk, too. Those of 10,000 models took a third of the memory of a build.
        """
        self._project.use_stubs([docname])
        kept = getattr(env, "_write_doc_doctree_cache", {})
        if len(kept) > KEPT_DOCTREES:
            kept.popitem()

    def document_read(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Name the catalog's file as a page's source, in the worker that reads it."""
        self._project.use_catalog([docname])

    def all_read(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Name the catalog's files as the sources of all pages."""
        self._project.use_catalog()

    def updated(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Name the documents to write again."""
        with _writing():
            return self._build.updated(env)

    def before_writing(self, app: Sphinx, builder: Builder) -> None:
        """Name the catalog's files in a report on links."""
        self._build.name_origins()
        self._settle(app)

    def document_resolved(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Drop what Sphinx keeps of a doctree that it has read again, for a second time."""
        getattr(app.env, "_pickled_doctree_cache", {}).pop(docname, None)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """End the build, and save its state if nothing went wrong."""
        self._build.ended = True
        if exception is None:
            with _writing():
                self._build.finish()

    def prepare_next(self, app: Sphinx, exception: Exception | None) -> None:
        """Let another build of this application see which stubs are newer than their pages."""
        self._project.use_stubs()
        self._tuning.close()
