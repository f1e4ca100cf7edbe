"""Floor 3, Sphinx: the extension.

A catalog flows through a build like this: ``builder-inited`` loads it and lays out a virtual
document per model; the directives leave nodes that hold queries; ``env-get-outdated`` and
``env-updated`` name the documents that a change concerns; the visitors fill the nodes in when a
page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx_modelzoo
from sphinx_modelzoo.sphinx_ext.books import bind_page
from sphinx_modelzoo.sphinx_ext.builds import Builds
from sphinx_modelzoo.sphinx_ext.directives import ViewDirective
from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
from sphinx_modelzoo.sphinx_ext.formulas import break_references
from sphinx_modelzoo.sphinx_ext.html_pages import add_context, describe, redirect_edit_links
from sphinx_modelzoo.sphinx_ext.message_catalogs import add_messages
from sphinx_modelzoo.sphinx_ext.model_links import (
    adopt_model_links,
    note_citations,
    warn_missing_model,
)
from sphinx_modelzoo.sphinx_ext.own_pages import PageDirective, PartTransform
from sphinx_modelzoo.sphinx_ext.package_digest import environment_version
from sphinx_modelzoo.sphinx_ext.page_reading import StubDirective, StubParser
from sphinx_modelzoo.sphinx_ext.rendering import setup_rendering
from sphinx_modelzoo.sphinx_ext.search import complete_search_index, prepare_chinese_search
from sphinx_modelzoo.sphinx_ext.settings import separate_languages, setup_settings
from sphinx_modelzoo.sphinx_ext.stubs import BARE
from sphinx_modelzoo.sphinx_ext.toctrees import add_hidden_toctree, list_models
from sphinx_modelzoo.sphinx_ext.twins import name_twins
from sphinx_modelzoo.sphinx_ext.view_nodes import setup_views
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.page_parts import PART
from sphinx_modelzoo.views.view import View

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.require_sphinx("8.0")
    setup_settings(app)
    setup_rendering(app)
    setup_views(app)
    app.add_domain(ModelzooDomain)
    for name in make_registry()[View]:
        app.add_directive(name, ViewDirective)
    app.add_directive("modelzoo-stub", StubDirective)
    app.add_source_suffix(f".{BARE}", BARE)
    app.add_source_parser(StubParser)
    app.add_directive(PART, PageDirective)
    app.add_transform(PartTransform)
    builds = Builds()
    # All events in the order of a build. Priority 0: what others do on these events may ask where
    # a page comes from. 501: after the other extensions, whose order is that of ``conf.py``.
    app.connect("config-inited", builds.calm)
    app.connect("config-inited", separate_languages, priority=999)  # others set the language
    app.connect("builder-inited", builds.start)
    app.connect("builder-inited", prepare_chinese_search)
    app.connect("env-get-outdated", builds.outdated, priority=501)
    app.connect("env-before-read-docs", builds.before_reading, priority=0)
    app.connect("env-purge-doc", builds.before_document, priority=0)
    app.connect("source-read", builds.document_read, priority=0)
    app.connect("doctree-read", adopt_model_links, priority=100)
    app.connect("doctree-read", note_citations, priority=800)
    app.connect("doctree-read", add_hidden_toctree, priority=900)
    app.connect("env-updated", builds.all_read, priority=0)
    app.connect("env-updated", builds.updated, priority=501)
    app.connect("write-started", builds.before_writing, priority=501)
    app.connect("write-started", add_messages, priority=501)
    app.connect("warn-missing-reference", warn_missing_model)
    app.connect("doctree-resolved", break_references)
    app.connect("doctree-resolved", builds.document_resolved)
    app.connect("html-collect-pages", complete_search_index)
    app.connect("html-collect-pages", list_models)
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", add_context)
    app.connect("html-page-context", bind_page)
    app.connect("html-page-context", redirect_edit_links, priority=900)
    app.connect("html-page-context", name_twins, priority=900)
    app.connect("build-finished", builds.finish, priority=501)
    app.connect("build-finished", builds.prepare_next, priority=999)
    return {
        "version": sphinx_modelzoo.__version__,
        "env_version": environment_version(),  # what the environment stores is of this code
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
