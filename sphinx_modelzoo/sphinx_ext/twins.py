"""The twins of a page in other languages: for search engines, and in a line for readers."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_modelzoo.render.page_frame import alternate_links, twin_line
from sphinx_modelzoo.schema.languages import open_graph_locale
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_twins
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.translations import Translations, twins

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.sphinx_ext.settings import Settings
    from sphinx_modelzoo.views.translations import Twin


def twins_of(builder: Builder, docname: str) -> tuple[Twin, ...]:
    """Return a document of the zoo in all languages: a page, or one that holds a view.

    :returns: nothing for any other document, and in books, whose pages have no addresses.
    """
    domain = zoo(builder.env)
    translations = domain.settings.translations
    if not translations.sites or not _has_addresses(builder):
        return ()
    if docname in domain.pages:
        page = domain.settings.docname(domain.pages[docname].page)
        folder = (Path(builder.srcdir) / domain.settings.pages).is_dir()
        names = translations.page_names(
            docname, page, lambda name: folder and _exists(builder.env, name)
        )
    elif docname in domain.views:
        names = translations.names(docname, lambda name: _exists(builder.env, name))
    else:
        return ()
    paths = {tag: builder.get_target_uri(name) for tag, name in names.items()}
    return twins(translations, paths)


def twin_pages(app: Sphinx, settings: Settings) -> tuple[Translations, Callable[[str], str]]:
    """Return the sites that have twins of the models' pages, and where a page is in each.

    :returns: no sites where pages have no addresses, or where some may be documents of the
        project's own, whose names differ by language.
    """

    def path(model_id: str) -> str:
        return app.builder.get_target_uri(settings.docname(model_page(model_id)))

    own = (Path(app.srcdir) / settings.pages).is_dir()
    known = settings.translations if _has_addresses(app.builder) and not own else Translations()
    return known, path


def _has_addresses(builder: Builder) -> bool:
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not builder.embedded
        and not isinstance(builder, SingleFileHTMLBuilder)
    )


def _exists(env: BuildEnvironment, docname: str) -> bool:
    """Return True if the source tree has a document, in this build or in one that leaves it out."""
    if docname in env.found_docs:
        return True
    place = Path(env.srcdir) / docname
    return any((place.parent / f"{place.name}{end}").is_file() for end in env.config.source_suffix)


def insert_twins(document: nodes.document, builder: Builder, docname: str) -> None:
    """Put the line with the languages below the title of a document that has twins."""
    if not zoo(builder.env).settings.twins or not twins_of(builder, docname):
        return
    line = modelzoo_twins("", docname=docname)
    title = next(iter(document.findall(nodes.title)), None)
    if title is None or not isinstance(title.parent, nodes.section):
        document.insert(0, line)
    else:
        title.parent.insert(title.parent.index(title) + 1, line)


def visit_twins_html(self: HTML5Translator, node: modelzoo_twins) -> None:
    """Write the line with the languages."""
    words = zoo(self.builder.env).words
    self.body.append(twin_line(twins_of(self.builder, node["docname"]), words))
    raise nodes.SkipNode


def name_twins(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name the twins of a page in its head, late on ``html-page-context``.

    So what sphinxext.opengraph and the project itself have to say of languages is there already.
    """
    found = twins_of(app.builder, pagename) if doctree is not None else ()
    if not found:
        return
    tags = context.get("metatags", "")
    tags += alternate_links(found, zoo(app.env).settings.translations.default)
    if "sphinxext.opengraph" in app.extensions and 'property="og:locale' not in tags:
        for one in sorted(found, key=lambda one: not one.own):
            kind = "og:locale" if one.own else "og:locale:alternate"
            value = escape(open_graph_locale(one.tag))
            tags += f'<meta property="{kind}" content="{value}" />\n'
    context["metatags"] = tags
