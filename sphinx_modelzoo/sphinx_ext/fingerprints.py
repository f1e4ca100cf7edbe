"""What the output of documents depends on beyond their sources, as digests.

A document is written again when its digest differs from that of the last finished build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.sphinx_ext.addresses import (
    documents_digest,
    edit_uri,
    has_our_html,
    linked_document,
)
from sphinx_modelzoo.sphinx_ext.doc_links import find_document
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.model_links import labelled
from sphinx_modelzoo.sphinx_ext.own_pages import neighbours_of
from sphinx_modelzoo.sphinx_ext.rows import html_table
from sphinx_modelzoo.sphinx_ext.twins import twins_of
from sphinx_modelzoo.sphinx_ext.view_nodes import drawing
from sphinx_modelzoo.views.content import digest
from sphinx_modelzoo.views.labels import OwnWords
from sphinx_modelzoo.views.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from sphinx_modelzoo.sphinx_ext.domain import PlacedReference
    from sphinx_modelzoo.sphinx_ext.records import ViewRecord


class Fingerprints:
    """The digests of one build.

    :param base: the digest of what all pages depend on.
    :param known: those of views with their options, where they are known of this catalog.
    :ivar views: those of views with their options.
    """

    def __init__(self, app: Sphinx, base: str, known: Mapping[str, str]) -> None:
        self._app = app
        self._domain = zoo(app.env)
        self._base = base
        self._known = known
        self.views: dict[str, str] = {}

    def documents(self, stamp: str) -> dict[str, str]:
        """Return, by document of the zoo, what its output depends on beyond its source.

        :param stamp: of the package.
        """
        domain = self._domain
        parts: dict[str, list[object]] = {}
        title = domain.env.titles.get(domain.home)
        home = (domain.home, title and title.astext(), domain.narrows)
        for docname, (page, *_) in domain.pages.items():
            parts.setdefault(docname, []).append((home, edit_uri(domain, page)))
        for docname, around in neighbours_of(domain).items():
            parts.setdefault(docname, []).append(around)
        addresses = documents_digest(self._app.builder)  # of all links of the catalog: only once
        for docname, views in domain.views.items():
            digests = [self._of_view(docname, view, addresses) for view in views]
            parts.setdefault(docname, []).append(digests)
        for docname in {*domain.pages, *domain.views}:
            if found_twins := twins_of(self._app.builder, docname):
                parts.setdefault(docname, []).append(found_twins)
        for docname, counts in domain.counts.items():
            parts.setdefault(docname, []).append(counts)
        for docname, paths in domain.relative.items():
            build = self._app.builder
            found = [(linked_document(build, one), find_document(domain, one)) for one in paths]
            parts.setdefault(docname, []).append(found)
        for docname, targets in domain.citations.items():
            named = [
                (
                    target,
                    _named(domain.find(target)),
                    domain.leaderboard(target),
                    labelled(domain.env, target),
                    find_document(domain, target),
                )
                for target in targets
            ]
            parts.setdefault(docname, []).append(named)
        words = digest(*domain.catalog.registry[OwnWords].values())
        shared = stamp, words, domain.moved_pages  # which any document may link to
        return {docname: digest(*shared, *values) for docname, values in sorted(parts.items())}

    def _of_view(self, docname: str, view: ViewRecord, addresses: str) -> str:
        """Return what a view shows, computed only once for a catalog."""
        # The rows of a table have the document's links; they are kept from build to build.
        rows = self._domain.is_table(view) and has_our_html(self._app.builder)
        name = repr((docname if rows else "", *view, drawing(view.view), addresses))
        if name not in self.views:
            self.views[name] = self._known.get(name) or self._drawn(docname, view, rows)
        return self.views[name]

    def _drawn(self, docname: str, view: ViewRecord, rows: bool) -> str:
        if rows:
            return html_table(self._app.builder, docname, view.options).digest
        domain = self._domain
        depends = domain.catalog.registry[View][view.view].depends
        if depends is None:
            return digest(domain.shown(view))
        # Every page has a ranking: they are drawn when they are written, by all processes.
        options = domain.parse(view.view, view.options)
        return digest(self._base, depends(domain.catalog, options))


def _named(target: PlacedReference | None) -> tuple[str, str, str] | None:
    """Return what a reference shows of its target."""
    return (target.anchor, target.title(), target.title(short=True)) if target else None
