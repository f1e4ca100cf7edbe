"""Links of the catalog into the project: documents, labels in them, models and leaderboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

from sphinx_modelzoo.schema.targets import (
    BOARD_SCHEME,
    DOC_SCHEME,
    MODEL_SCHEME,
    DocTarget,
    document_names,
    is_inner,
    is_relative,
)
from sphinx_modelzoo.views.content import digest

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.domains.std import StandardDomain

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain

DOCUMENT = "document"
"""The type of references to documents by an address of the catalog."""
_TYPES = {MODEL_SCHEME: "model", BOARD_SCHEME: "leaderboard", DOC_SCHEME: DOCUMENT}


class LinkedDocument(NamedTuple):
    """What an address leads to: a document, the id of a place in it, and a title.

    The id is None for a label that the document does not have.
    """

    docname: str
    anchor: str | None
    title: str


def refer(address: str, words: str, children: list[nodes.Node]) -> addnodes.pending_xref | None:
    """Make the cross-reference to what an address of the catalog leads to in the project.

    What is missing is reported for the whole catalog, and keeps its words.

    :param words: shown where there is neither a child nor a title.
    """
    if not is_inner(address):
        return None
    scheme, _, name = address.partition(":")
    kind = _TYPES[f"{scheme}:"]
    return pending(kind, address if kind == DOCUMENT else name, words, children)


def pending(
    kind: str, target: str, words: str, children: list[nodes.Node]
) -> addnodes.pending_xref:
    """Make a reference that the domain resolves, without a warning of its own."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words if not children else "", *children),
        refdomain="modelzoo",
        reftype=kind,
        reftarget=target,
        refexplicit=bool(children),
        refwarn=False,
    )


def find_document(domain: ModelzooDomain, address: str) -> LinkedDocument | None:
    """Find the document that an address names, with the ending of the language if need be."""
    target, env = DocTarget.of(address), domain.env
    stem = target.path
    if not address.startswith(DOC_SCHEME):
        suffixes = [one for one in env.config.source_suffix if stem.endswith(one)]
        if not suffixes or not is_relative(address):
            return None
        stem = stem.removesuffix(suffixes[0])
    names = document_names(stem, domain.settings.language) if target.is_inside else ()
    docname = next((name for name in names if name in env.found_docs), "")
    if not docname:
        return None
    title = env.titles.get(docname)
    shown = title.astext() if title is not None else docname
    if not target.label:
        return LinkedDocument(docname, "", shown)
    return _labelled(domain, docname, target.label, shown)


def _labelled(domain: ModelzooDomain, docname: str, label: str, title: str) -> LinkedDocument:
    env = domain.env
    std = cast("StandardDomain", env.get_domain("std"))
    known = std.anonlabels.get(nodes.fully_normalize_name(label))
    if known and known[0] == docname:
        named = std.labels.get(nodes.fully_normalize_name(label))
        return LinkedDocument(docname, known[1], named[2] if named and named[2] else title)
    # A heading's own id works as well, though no label promises that it stays.
    contents = env.tocs.get(docname)
    places = contents.findall(nodes.reference) if contents is not None else ()
    if any(one.get("anchorname") == f"#{label}" for one in places):
        return LinkedDocument(docname, label, title)
    return LinkedDocument(docname, None, title)


def _document_of(node: nodes.Element) -> str:
    """Return the document that a node came from, where one document holds all."""
    place: nodes.Element | None = node
    while place is not None:
        if isinstance(place, nodes.section) and "docname" in place:
            return str(place["docname"])
        place = place.parent
    return ""


def resolve_document(
    domain: ModelzooDomain,
    fromdocname: str,
    builder: Builder,
    node: pending_xref,
    contnode: Element,
) -> nodes.reference | None:
    """Make the reference to a document, by its title unless it has words of its own."""
    found = find_document(domain, node["reftarget"])
    if found is None:
        return None
    if not node.get("refexplicit"):
        # Sphinx hands over the bare text of a link that had nothing around it.
        contnode = contnode.copy() if isinstance(contnode, nodes.Element) else nodes.inline()
        contnode += nodes.Text(found.title)
    fromdocname = _document_of(node) or fromdocname
    made = make_refnode(builder, fromdocname, found.docname, found.anchor or "", contnode)
    if made.get("refuri", "").count("#") > 1:
        # Single-page HTML: the page's anchor, and then the place's own.
        made["refuri"] = f"#{found.anchor}"
    return made


class LedTo(NamedTuple):
    """What an address leads to, of which one is known at most: what its links show or follow.

    A model by its id, the place on its page and its title; a leaderboard by its document, the id
    in it and its name.
    """

    document: LinkedDocument | None
    model: tuple[str, str, str] | None
    board: tuple[str, str, str] | None


def led_to(domain: ModelzooDomain, address: str) -> LedTo:
    """Return what an address of the catalog leads to."""
    name = address.partition(":")[2]
    found = domain.find(name) if address.startswith(MODEL_SCHEME) else None
    return LedTo(
        find_document(domain, address),
        (found.model.id, found.place, found.title()) if found else None,
        domain.leaderboard(name) if address.startswith(BOARD_SCHEME) else None,
    )


def targets_digest(domain: ModelzooDomain) -> str:
    """Return what the links of tables depend on; nothing where there are none."""
    addresses = sorted({link.address for link in domain.inner_links})
    found = [(address, led_to(domain, address)) for address in addresses]
    return digest(found) if found else ""
