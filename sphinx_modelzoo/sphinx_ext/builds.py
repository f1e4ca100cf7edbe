"""The builds of one application, one after the other.

``sphinx-build`` builds once; other tools build again and again with the same application. Each
build reads the catalog anew, as Sphinx looks for documents anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.sphinx_ext.build import Build
from sphinx_modelzoo.sphinx_ext.model_links import forget_labels
from sphinx_modelzoo.sphinx_ext.stubs import install_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class Builds:
    """The starter of the first build, and of each further one when Sphinx looks for documents.

    The steps of a build are connected to the one that runs.
    """

    def __init__(self, app: Sphinx) -> None:
        self._project = install_project(app, self._renew)
        self._build = self._begin(app)
        self._app = app
        app.connect("env-get-outdated", self._outdated)
        # First: what others do on these events may ask where a page comes from.
        app.connect("env-before-read-docs", self._reading, priority=0)
        app.connect("env-purge-doc", self._to_read, priority=0)
        app.connect("source-read", self._read, priority=0)
        app.connect("env-updated", self._all_read, priority=0)
        app.connect("env-updated", self._updated)
        app.connect("write-started", self._writing)
        app.connect("build-finished", self._finished)
        app.connect("build-finished", self._next, priority=999)

    def _begin(self, app: Sphinx) -> Build:
        build = Build(app, self._project)
        build.start()
        return build

    def _renew(self) -> None:
        # The first build has begun already: builders and other extensions want its pages.
        if self._build.ended:
            self._build = self._begin(self._app)

    def _outdated(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> set[str]:
        return self._build.outdated(env)

    def _reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._build.reading = bool(docnames)
        if docnames:
            forget_labels(env)
        self._project.use_catalog()

    def _to_read(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self._project.use_stubs([docname])

    def _read(self, app: Sphinx, docname: str, content: list[str]) -> None:
        self._project.use_catalog([docname])  # in the worker that reads

    def _all_read(self, app: Sphinx, env: BuildEnvironment) -> None:
        self._project.use_catalog()

    def _updated(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        return self._build.updated(env)

    def _writing(self, app: Sphinx, builder: Builder) -> None:
        self._build.name_origins()

    def _finished(self, app: Sphinx, exception: Exception | None) -> None:
        self._build.ended = True
        if exception is None:
            self._build.finish()

    def _next(self, app: Sphinx, exception: Exception | None) -> None:
        # Another build of this application looks first which stubs are newer than their pages.
        self._project.use_stubs()
