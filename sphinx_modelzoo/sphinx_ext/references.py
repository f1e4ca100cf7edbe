"""``model:`` links, what documents refer to, and the message for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import ANCHOR, anchor
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.views.boards import missing_board
from sphinx_modelzoo.views.references import BOARD_SCHEME, SCHEME, missing_model

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment

_LABEL = ANCHOR.format(id="")
_TYPES = {SCHEME: "model", BOARD_SCHEME: "leaderboard"}


def adopt_model_links(app: Sphinx, doctree: nodes.document) -> None:
    """Make references of Markdown's ``[text](model:yolov4)``, whichever parser read it.

    So are links to leaderboards, ``[text](leaderboard:coco)``.

    myst-parser leaves such a link to be resolved, as type ``myst``; recommonmark and nbsphinx
    leave it as type ``any`` or as a link to that address.
    """
    for pending in list(doctree.findall(addnodes.pending_xref)):
        target = str(pending.get("reftarget", ""))
        if pending.get("reftype") in {"myst", "any"} and target.startswith(tuple(_TYPES)):
            pending.replace_self(_reference(app, pending, target))
    for link in list(doctree.findall(nodes.reference)):
        if str(link.get("refuri", "")).startswith(tuple(_TYPES)):
            link.replace_self(_reference(app, link, link["refuri"]))


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
    """Remember which models a document refers to: it is written again when their names change."""
    domain = zoo(app.env)
    targets: set[str] = set()
    for pending in doctree.findall(addnodes.pending_xref):
        target = str(pending.get("reftarget", ""))
        if pending.get("refdomain") == "modelzoo" or pending.get("reftype") in {"any", "myst"}:
            targets.add(target)
        elif pending.get("reftype") == "ref" and target.startswith(_LABEL):
            targets.add(target.removeprefix(_LABEL))
        elif "doc" in {pending.get("reftype"), pending.get("refdomain")}:
            docname = docname_join(pending.get("refdoc", app.env.docname), target)
            if docname.startswith(domain.settings.docname("")):
                targets.add(docname.removeprefix(domain.settings.docname("")))
    if targets:
        domain.citations[app.env.docname] = sorted(targets)


def note_labels(env: BuildEnvironment) -> None:
    """Let ``:ref:`` and other projects reach every model by a label, and by those of old ids.

    All at once, after the documents were read: for each of those Sphinx looks through all labels
    that there are. A label of the same name in a document of the project stays.
    """
    domain, std = zoo(env), cast("StandardDomain", env.get_domain("std"))
    wanted: dict[str, tuple[str, str, str]] = {}
    for docname, (model_id, name) in domain.pages.items():
        model = domain.catalog.get(model_id)
        old = model.aliases if model else ()
        for known in (model_id, *(one for one in old if domain.catalog.resolve(one) is model)):
            wanted[anchor(known)] = (docname, anchor(model_id), name)
    for label, (docname, *_) in list(std.labels.items()):
        if docname in domain.pages and label.startswith(_LABEL) and label not in wanted:
            del std.labels[label]
            std.anonlabels.pop(label, None)
    for label, (docname, place, title) in wanted.items():
        if label not in std.labels or std.labels[label][0] in domain.pages:
            std.note_hyperlink_target(label, docname, place, title)


def warn_missing_model(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool:
    """Say which model is not there, and which one may be meant."""
    if domain is None or domain.name != "modelzoo":
        return False
    target = node["reftarget"]
    if node["reftype"] == "leaderboard":
        problem = missing_board(zoo(app.env).catalog, target, "modelzoo_leaderboards = True")
    else:
        problem = missing_model(zoo(app.env).catalog, target)
    warn(problem.text, problem.code, node)
    return True
