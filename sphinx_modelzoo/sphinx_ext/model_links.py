"""``model:`` links, the targets that documents refer to, and the message for missing ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_modelzoo.catalog.inner_links import DeadLink, missing_targets, unknown_model
from sphinx_modelzoo.problems.messages import problem
from sphinx_modelzoo.schema.targets import BOARD_SCHEME, DOC_SCHEME, MODEL_SCHEME, DocTarget
from sphinx_modelzoo.sphinx_ext.addresses import is_packed
from sphinx_modelzoo.sphinx_ext.doc_links import DOCUMENT, find_document
from sphinx_modelzoo.sphinx_ext.domain import application, zoo
from sphinx_modelzoo.sphinx_ext.nodes import ROOTED
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.sphinx_ext.stubs import is_stub
from sphinx_modelzoo.views.content import MODEL, model_page
from sphinx_modelzoo.views.leaderboard_page import missing_leaderboard
from sphinx_modelzoo.views.references import missing_model

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain

_LABEL = model_page("").anchor()
_OWN_LABEL = re.compile(rf"{_LABEL}[a-z0-9-]+")
_TYPES = {MODEL_SCHEME: "model", BOARD_SCHEME: "leaderboard"}


def adopt_model_links(app: Sphinx, doctree: nodes.document) -> None:
    """Turn Markdown's ``[text](model:yolov4)`` into references, whichever parser read it.

    The same goes for links to leaderboards, ``[text](leaderboard:coco)``.

    myst-parser leaves such a link to be resolved, as type ``myst``; recommonmark and nbsphinx
    leave it as type ``any`` or as a link to that address.
    """
    if is_stub(app.env, app.env.docname):
        return  # made of what the catalog says, whose links are references already
    for link in _links(doctree):
        if isinstance(link, addnodes.pending_xref):
            target = str(link.get("reftarget", ""))
            ours = link.get("reftype") in {"myst", "any"} and target.startswith(tuple(_TYPES))
        else:
            target = str(link.get("refuri", ""))
            ours = target.startswith(tuple(_TYPES))
        if ours:
            link.replace_self(_reference(app, link, target))


def _links(doctree: nodes.document) -> list[nodes.Element]:
    """Find the links of a document, those to be resolved and the others, in one walk."""
    kinds = addnodes.pending_xref | nodes.reference
    return [one for one in doctree.findall(nodes.Element) if isinstance(one, kinds)]


def _reference(app: Sphinx, old: nodes.Element, target: str) -> addnodes.pending_xref:
    explicit = bool(old.astext().strip()) and old.astext() != target
    scheme, _, name = target.partition(":")
    kind = _TYPES[f"{scheme}:"]
    inner = nodes.inline("", "", classes=["xref", "modelzoo", f"modelzoo-{kind}"])
    if explicit:
        children = old.children
        if len(children) == 1 and isinstance(children[0], nodes.inline):
            children = children[0].children
        inner.extend(children)
    new = addnodes.pending_xref(
        "",
        inner,
        refdomain="modelzoo",
        reftype=kind,
        reftarget=unquote(name).strip("/"),
        refexplicit=explicit,
        refwarn=True,
        refdoc=app.env.docname,
    )
    new.source, new.line = old.source, old.line
    return new


def note_citations(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which models and documents a document's links lead to.

    It is written again when their names or addresses change.
    """
    domain = zoo(app.env)
    targets: set[str] = set()
    links = _links(doctree)
    for pending in links:
        target = str(pending.get("reftarget", ""))
        if pending.get("refdomain") == "modelzoo" or pending.get("reftype") in {"any", "myst"}:
            targets.add(target)
        elif pending.get("reftype") == "ref" and target.startswith(_LABEL):
            targets.add(target.removeprefix(_LABEL))
        elif "doc" in {pending.get("reftype"), pending.get("refdomain")}:
            docname = docname_join(pending.get("refdoc", app.env.docname), target)
            folder = domain.settings.docname(model_page(""))
            if docname.startswith(folder):
                targets.add(docname.removeprefix(folder))
    if targets:
        domain.citations[app.env.docname] = sorted(targets)
    paths = {
        re.split("[?#]", link["refuri"].removeprefix(ROOTED))[0]
        for link in links
        if link.get("refuri", "").startswith(ROOTED)
    }
    if paths:
        domain.relative[app.env.docname] = sorted(paths)


def forget_labels(env: BuildEnvironment) -> None:
    """Take the labels of pages out of Sphinx's list before documents are read.

    For each of those Sphinx looks through all labels that there are; and it would find labels of
    the project to be duplicates of ours in some builds only.
    """
    domain, std = zoo(env), cast("StandardDomain", env.get_domain("std"))
    for known in (std.labels, std.anonlabels):
        ours = [
            label
            for label, (docname, *_) in known.items()
            if docname in domain.pages and _OWN_LABEL.fullmatch(label)
        ]
        for label in ours:
            del known[label]


def note_labels(env: BuildEnvironment) -> None:
    """Let ``:ref:`` and other projects reach every model by labels.

    There is one for its id, for each old id, and for each section of its page. A label of the
    same name in a document of the project stays, with a warning.
    """
    forget_labels(env)
    domain, std = zoo(env), cast("StandardDomain", env.get_domain("std"))
    for docname, (page, name, _) in sorted(domain.pages.items()):
        if page.kind != MODEL:
            continue
        model = domain.catalog.get(page.id)
        old = model.aliases if model else ()
        known = (page.id, *(one for one in old if domain.catalog.resolve(one) is model))
        wanted = [(model_page(one).anchor(), page.anchor(), name) for one in known]
        wanted += [(part, part, title) for part, title in domain.sections.get(docname, ())]
        for label, node_id, title in wanted:
            if label in std.anonlabels:
                _warn_of_duplicate(env, label, page.id)
            else:
                std.note_hyperlink_target(label, docname, node_id, title)


def labelled(env: BuildEnvironment, target: str) -> tuple[str, ...]:
    """Return where the label of a model or of a section leads, and in which words."""
    std = cast("StandardDomain", env.get_domain("std"))
    label = f"{_LABEL}{target}"
    return std.labels.get(label) or std.anonlabels.get(label) or ()


def _warn_of_duplicate(env: BuildEnvironment, label: str, model_id: str) -> None:
    """Warn about a duplicate label of the project at its place, as Sphinx does."""
    domain, std = zoo(env), cast("StandardDomain", env.get_domain("std"))
    docname, node_id = std.anonlabels[label]
    if docname in domain.pages:
        return
    marks = {"ids": node_id, "names": label}
    found = [
        node
        for node in env.get_doctree(docname).findall(nodes.Element)
        if node.get("refid") == node_id or any(mark in node[at] for at, mark in marks.items())
    ]
    place = next((node for node in found if node.line), docname)
    origin = domain.catalog.origin(model_id)
    message = f"duplicate label {label}, other instance in {domain.file_name(origin.file)}"
    warn(problem("label.duplicate", f"{message}:{origin.line}"), place)


def warn_missing_model(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool:
    """Warn about an unknown model or leaderboard, with the closest known one as a hint."""
    if domain is None or domain.name != "modelzoo":
        return False
    target = node["reftarget"]
    if node["reftype"] == DOCUMENT:
        return True  # reported for the whole catalog
    if node["reftype"] == "leaderboard":
        missing = missing_leaderboard(zoo(app.env).catalog, target, "modelzoo_leaderboards = True")
    else:
        missing = missing_model(zoo(app.env).catalog, target)
    warn(missing, node)
    return True


def missing_links(domain: ModelzooDomain) -> list[Problem]:
    """Report the links of the catalog that lead nowhere in this project and language."""
    root, builder = Path(domain.env.srcdir), application(domain.env).builder

    def flaw(address: str) -> DeadLink | None:
        if address.startswith(MODEL_SCHEME):
            return unknown_model(domain.catalog, address)
        if address.startswith(BOARD_SCHEME):
            return _board_flaw(domain, address.removeprefix(BOARD_SCHEME))
        found = find_document(domain, address)
        target = DocTarget.of(address)
        if found is not None:
            lost = found.anchor is None
            return DeadLink(f"“{found.docname}” has no label “{target.label}”") if lost else None
        if address.startswith(DOC_SCHEME):
            return DeadLink(f"unknown document “{target.path}”")
        if not target.path.endswith(tuple(domain.env.config.source_suffix)):
            return None
        if (root / target.path).is_file() or is_packed(builder, target.path):
            return None
        return DeadLink(f"unknown document “{target.path}”")

    return missing_targets(domain.catalog, root, flaw, domain.settings.language)


def _board_flaw(domain: ModelzooDomain, name: str) -> DeadLink | None:
    if domain.leaderboard(name):
        return None
    missing = missing_leaderboard(domain.catalog, name, "modelzoo_leaderboards = True")
    return DeadLink(missing.message, missing.hint)
