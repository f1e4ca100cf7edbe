"""The place of a zoo's pages in documents that hold everything: PDF, one page, EPUB."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.sphinx_ext.nodes import modelzoo_view
from sphinx_modelzoo.views.view import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.view import RawOptions


def add_hidden_toctree(app: Sphinx, doctree: nodes.document) -> None:
    """Let the pages follow the table in the PDF and other one-file documents.

    On ``doctree-read``, after Sphinx has collected its toctrees: a collected one would be
    rendered on every page (1,000 models: minutes), one with ``includefiles`` alone on none.
    """
    domain, docname = zoo(app.env), app.env.docname
    pages = domain.pages_after(docname)
    if not pages:
        return
    domain.includes[docname] = pages
    for place, expressions, found in _pages_by_section(domain, docname, doctree):
        toctree = _toctree(docname, found)
        if domain.settings.toctree:
            toctree["entries"] = [(None, page) for page in found]
        wrapped: nodes.Element = nodes.compound("", toctree, classes=["toctree-wrapper"])
        for expression in expressions:
            wrapped = addnodes.only("", wrapped, expr=expression)
        place.append(wrapped)


def _pages_by_section(
    domain: ModelzooDomain, docname: str, doctree: nodes.document
) -> list[tuple[nodes.Element, tuple[str, ...], list[str]]]:
    """Find where the pages belong that follow a document's tables.

    That is the end of the section around a table, whatever box the table is in: the pages are
    sections themselves, and what follows them in the same section would belong to the last one.
    The section's own subsections come first, so that they keep their numbers.

    :returns: sections with the conditions that the table depends on, innermost first, and pages;
        a page is in one place, if possible without a condition.
    """
    found: dict[tuple[int, tuple[str, ...]], tuple[nodes.Element, list[RawOptions]]] = {}
    for table in doctree.findall(modelzoo_view):
        if table["view"] != TABLE:
            continue
        place, expressions = cast("nodes.Element", table.parent), []
        while place is not doctree and not isinstance(place, nodes.section):
            if isinstance(place, addnodes.only):
                expressions.append(place["expr"])
            place = place.parent
        key = id(place), tuple(expressions)
        found.setdefault(key, (place, []))[1].append(table["options"])
    placed: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    seen: set[str] = set()
    for key in sorted(found, key=lambda key: bool(key[1])):
        pages = domain.pages_of(docname, found[key][1])
        placed[key] = [page for page in pages if page not in seen]
        seen.update(pages)
    return [(place, key[1], placed[key]) for key, (place, _) in found.items() if placed[key]]


def list_models(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """List the models in an EPUB's table of contents and reading order.

    On ``html-collect-pages``: the pages are written, which would show the lists, and the tables of
    contents are made after it. Each page is below the first document that shows it; it is below
    the front page where none does or where Sphinx leaves that document out, as it does by default
    with those of hidden toctrees.

    :returns: no pages.
    """
    builder, env = app.builder, app.env
    if builder.name != "epub":
        return ()
    domain, root = zoo(env), app.config.root_doc
    everything = dict.fromkeys(_documents(env, root, hidden=True))
    shown = dict.fromkeys(_documents(env, root, app.config.epub_tocscope != "default"))
    seen = set(everything)
    for docname in shown:
        toc = env.tocs.get(docname)
        if toc is None:
            continue
        for old in [one for one in toc.findall(nodes.bullet_list) if one.get("modelzoo")]:
            old.parent.remove(old)  # of an earlier build of the same application
        pages = [page for page in domain.includes.get(docname, ()) if page not in seen]
        item = next(iter(toc.findall(nodes.list_item)), None)
        if docname != root and pages and item is not None:
            item += _titles(env, pages)
            seen.update(pages)
    rest = (
        *domain.includes.get(root, ()),
        *(page for docname in everything for page in domain.includes.get(docname, ())),
        *sorted(domain.pages),
    )
    domain.listed = [page for page in dict.fromkeys(rest) if page not in seen]
    return ()


def _titles(env: BuildEnvironment, pages: list[str]) -> nodes.bullet_list:
    """Return a list of pages as Sphinx's tables of contents hold it.

    A toctree would bring all sections of all pages.
    """
    items = nodes.bullet_list("", modelzoo=True)
    for page in pages:
        title = env.titles[page].astext()
        link = nodes.reference("", title, internal=True, refuri=page, anchorname="")
        items += nodes.list_item("", addnodes.compact_paragraph("", "", link))
    return items


def _documents(env: BuildEnvironment, docname: str, hidden: bool) -> Iterator[str]:
    """Yield the documents that toctrees lead to, in their order; some several times.

    :param hidden: whether hidden toctrees count.
    """
    waiting, seen = [docname], {docname}
    while waiting:
        docname = waiting.pop()
        yield docname
        toc = env.tocs.get(docname)
        if toc is None:
            continue
        below = [
            name
            for toctree in toc.findall(addnodes.toctree)
            if not toctree.get("modelzoo") and (hidden or not toctree.get("hidden"))
            for _, name in toctree["entries"]
            if name in env.found_docs and name not in seen
        ]
        seen.update(below)
        waiting += reversed(below)


def list_in_root(env: BuildEnvironment, document: nodes.document) -> None:
    """Put the models that belong below the front page into it, once :func:`list_models` ran."""
    domain = zoo(env)
    if domain.listed is None or env.docname != application(env).config.root_doc:
        return
    for toctree in list(document.findall(addnodes.toctree)):
        if toctree.get("modelzoo"):
            toctree.parent.remove(toctree)
    section: nodes.Element = next(iter(document.findall(nodes.section)), document)
    if domain.listed:
        section += nodes.compound("", _toctree(env.docname, domain.listed, shown=True))


def _toctree(docname: str, pages: list[str], *, shown: bool = False) -> addnodes.toctree:
    """Return a toctree that includes pages; one that is not shown has no entries either."""
    return addnodes.toctree(
        parent=docname,
        entries=[(None, page) for page in pages] if shown else [],
        includefiles=pages,
        maxdepth=1,
        caption=None,
        rawcaption="",
        glob=False,
        hidden=not shown,
        includehidden=False,
        numbered=0,
        titlesonly=True,
        modelzoo=pages,
    )
