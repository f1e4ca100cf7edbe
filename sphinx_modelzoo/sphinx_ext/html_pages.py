"""Additions for HTML builders: style sheet, context, redirects."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_modelzoo.exports.json_entries import entry_to_json
from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.render.page_frame import linked_data_tag, redirect_page
from sphinx_modelzoo.render.script_data import PAGE_SCRIPT, SCRIPTS, asset
from sphinx_modelzoo.sphinx_ext.addresses import edit_uri
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_view, page_section
from sphinx_modelzoo.sphinx_ext.page_sources import write_source
from sphinx_modelzoo.sphinx_ext.scripts import has_script, script_of
from sphinx_modelzoo.views.content import MODEL, model_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


STYLE_SHEET = "modelzoo.css"
BOOK = "modelzoo-book.css"
"""The style sheet that replaces the other one, under its name, in an EPUB."""


def copy_assets(app: Sphinx) -> None:
    """Put style sheet and script where Sphinx looks for them when it writes the links to them.

    At the start of the build, and only where it differs: ``html_static_path`` cannot be changed
    any more, and would carry a machine's path into the build's fingerprint.
    """
    if app.builder.format != "html":
        return
    scripts = SCRIPTS if has_script(app.builder) else ()
    for name in (STYLE_SHEET, *scripts):
        content = asset(BOOK if name == STYLE_SHEET and app.builder.name == "epub" else name)
        write_if_changed(Path(app.outdir) / "_static" / name, content)
    for name in {*SCRIPTS} - {*scripts}:
        (Path(app.outdir) / "_static" / name).unlink(missing_ok=True)


def add_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add style sheet, source and way back of a page, on ``html-page-context``."""
    builder = app.builder
    context["modelzoo_model"] = None
    if doctree is None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    domain = zoo(app.env)
    views = doctree.findall(modelzoo_view)
    ours = page_section(doctree) is not None or pagename in domain.parts
    if ours or next(iter(views), None) is not None:
        # To the builder: what goes through the application is for every page of its next build.
        builder.add_css_file(STYLE_SHEET)
    if page_section(doctree) is not None and has_script(builder):
        builder.add_js_file(PAGE_SCRIPT, defer="defer")
    if script := script_of(doctree):
        builder.add_js_file(script, defer="defer")
    if pagename not in domain.pages:
        return
    page, _, own = domain.pages[pagename]
    if page.kind == MODEL and (model := domain.catalog.get(page.id)):
        context["modelzoo_model"] = entry_to_json(model)
        if not builder.embedded and not isinstance(builder, SingleFileHTMLBuilder):
            tag = linked_data_tag(domain.linked_data(page))
            context["metatags"] = context.get("metatags", "") + tag
    if own:
        return  # its source, its place and its translations are the project's
    write_source(app, pagename, page)
    # Never show the stub as the source: what can be read and edited is the entry in the catalog.
    context["sourcename"] = ""
    context["has_source"] = False
    context["show_source"] = False
    edit = edit_uri(domain, page)
    context["page_source_suffix"] = ""
    context["display_vcs_links"] = bool(edit)  # of sphinx_rtd_theme
    # By which sphinx_rtd_theme finds the place to edit.
    places = dict.fromkeys(("github_url", "gitlab_url", "bitbucket_url"), edit) if edit else {}
    context["meta"] = {**(context.get("meta") or {}), **places}
    if domain.home and domain.home != app.config.root_doc:
        title = app.env.titles.get(domain.home)
        context["parents"] = [
            {
                "link": app.builder.get_relative_uri(pagename, domain.home),
                "title": escape(title.astext()) if title else domain.home,
            }
        ]


def redirect_edit_links(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Point the edit buttons of themes to the catalog, or hide them; late on the event.

    Most themes show none for a page without a suffix of its source. sphinx_immaterial makes its
    address of the document's path, and sphinx_nefertiti of its name.
    """
    domain = zoo(app.env)
    if pagename not in domain.pages or pagename in domain.own:
        return
    own_page = domain.pages[pagename].page
    context["theme_docs_repository_url"] = ""
    page = context.get("page")
    if not isinstance(page, dict) or not page.get("edit_url"):
        return
    own = str(app.env.doc2path(pagename, False))
    edit = edit_uri(domain, own_page)
    if not edit and own_page.kind == MODEL and str(page["edit_url"]).endswith(own):
        file = domain.catalog.origin(own_page.id).file
        if file.is_relative_to(app.srcdir):
            edit = str(page["edit_url"]).removesuffix(own) + domain.file_name(file)
    page["edit_url"] = edit


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe a page of the zoo in its metadata, early on ``html-page-context``.

    Extensions such as sphinxext.opengraph take this for their own tags, and else gather words.
    """
    builder = app.builder
    if doctree is None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    if isinstance(builder, SingleFileHTMLBuilder):
        return  # its one page is about more than the first model in it
    page, domain = page_section(doctree), zoo(app.env)
    known = domain.pages.get(pagename)
    if known is None:
        return
    model = domain.catalog.get(known.page.id) if known.page.kind == MODEL else None
    tags = context.get("metatags", "")
    if page is not None and model is not None and model.tags and 'name="keywords"' not in tags:
        keywords = escape(", ".join(model.tags))
        tags += f'<meta name="keywords" content="{keywords}" />\n'
    # Escaped, since sphinxext.opengraph escapes nothing but quotes.
    graph = {} if known.own and page is not None else {"og:title": escape(known.title)}
    if page is not None and page["description"] and not _is_described(doctree):
        about = escape(page["description"])
        tags += f'<meta name="description" content="{about}" />\n'
        graph["og:description"] = about
    context["metatags"] = tags
    context["meta"] = {**graph, **(context.get("meta") or {})}


def _is_described(doctree: nodes.document) -> bool:
    """Return True if a document has a description of its own."""
    # Where docutils puts what describes a document.
    found = (one for one in doctree.children if isinstance(one, nodes.meta))
    return any(one.get("name") == "description" for one in found)


def forget_assets(builder: Builder) -> None:
    """Take our files off the last page's list, which is the first of the application's next build.

    Sphinx takes off what a page added before it writes another page of the same build only.
    """
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    for kind in ("css_files", "script_files"):
        files = getattr(builder, "globalcontext", {}).get(kind, [])
        own = {f"_static/{name}" for name in (STYLE_SHEET, *SCRIPTS)}
        files[:] = [file for file in files if str(getattr(file, "filename", "")) not in own]


def output_path(builder: Builder, docname: str) -> Path | None:
    """Return the file that a builder writes for a document, if it writes one each."""
    if isinstance(builder, SingleFileHTMLBuilder) or builder.format in {"latex", ""}:
        return None
    if hasattr(builder, "get_output_path"):
        return Path(builder.get_output_path(docname))
    if hasattr(builder, "get_outfilename"):
        return Path(builder.get_outfilename(docname))
    suffix = getattr(builder, "out_suffix", "")
    return Path(builder.outdir) / f"{docname}{suffix}" if suffix else None


def redirects(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return the documents of old ids, with the page that each leads to and the model's name."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name not in {"html", "dirhtml"}:
        return {}
    domain = zoo(app.env)
    found: dict[str, tuple[str, str]] = {}
    for alias, model in domain.catalog.old_ids.items():
        target = domain.page_of(model_page(model.id))
        docname = domain.settings.docname(model_page(alias))
        if target and docname not in app.env.found_docs:
            found[docname] = (target, model.name)
    return found


def write_redirects(app: Sphinx) -> None:
    """Let the addresses of old ids lead to the models' pages."""
    words = zoo(app.env).words
    for docname, (target, name) in redirects(app).items():
        path = output_path(app.builder, docname)
        if path is None:
            continue
        page = redirect_page(app.builder.get_relative_uri(docname, target), name, words)
        write_if_changed(path, page)
