"""The parts of a model's page, as web pages show them and as all other formats do.

The doctree has nodes that docutils knows, so that every builder, the search and the translators
see their words. For web pages the tags of tabs, chips and folds are put around these nodes; no
tag has a word of the catalog in it.
"""

from __future__ import annotations

from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_modelzoo.render.docutils import (
    CHIP,
    COUNT,
    FOLD,
    FOLDED,
    HEADER,
    SMALL,
    TABS,
    THUMB,
    TREE,
)
from sphinx_modelzoo.render.tags import copy_labels, fold_tags, in_root, role_classes, tab_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.writers.html5 import HTML5Translator

    from sphinx_modelzoo.views.labels import Labels

_HOLE = "\0"


class modelzoo_tags(nodes.TextElement):  # noqa: N801 - node classes are lower case
    """Nodes with HTML before and after them: every builder's own nodes would be two more."""


def visit_tags_html(self: HTML5Translator, node: modelzoo_tags) -> None:
    """Write what is before the nodes."""
    self.body.append(node["before"])


def depart_tags_html(self: HTML5Translator, node: modelzoo_tags) -> None:
    """Write what is after them."""
    self.body.append(node["after"])


_BADGES = "modelzoo-badges"
_FIGURES = "modelzoo-figures"
_NOTICE = "modelzoo-notice"


def dress_parts(document: nodes.document, words: Labels) -> None:
    """Put tags of our own around the parts of a page, for a builder of web pages."""
    found: dict[str, list[nodes.Element]] = {name: [] for name in _DRESSES}
    for node in document.findall(nodes.Element):
        for name in node.attributes["classes"]:
            if name in found and isinstance(node, _DRESSES[name][0]):
                found[name].append(node)
    for name, (_, dress) in _DRESSES.items():
        for node in found[name]:
            dress(node, words)


def plain_parts(document: nodes.document, words: Labels) -> None:
    """Make plain nodes of the parts of a page: no tabs, and badges in one line."""
    for node in [*_found(document, nodes.Element, CHIP)]:
        for count in [one for one in node.findall(nodes.inline) if COUNT in one["classes"]]:
            noted = words.noted("", count.astext())
            gap = noted[: len(noted) - len(noted.lstrip())]
            before = count.parent.index(count) - 1
            count.parent[before] = nodes.Text(gap)
            _put(count, [nodes.Text(noted.lstrip())])
    for node in [*_found(document, nodes.bullet_list, _BADGES)]:
        line = nodes.paragraph("", "", translatable=False)
        for number, item in enumerate(node.children):
            line += [nodes.Text(words.separator)] if number else []
            line += item.children[0].children
        _put(node, [line])
    for name in (TABS, FOLD, HEADER):
        for node in [*_found(document, nodes.container, name)]:
            _put(node, node.children)


def _found(
    document: nodes.document, kind: type[nodes.Element], name: str
) -> Iterator[nodes.Element]:
    return (node for node in document.findall(kind) if name in node["classes"])


def _tags(before: str, inside: Iterable[nodes.Node] = (), after: str = "") -> modelzoo_tags:
    return modelzoo_tags("", "", *inside, before=before, after=after)


def _put(node: nodes.Element, made: Sequence[nodes.Node]) -> None:
    """Put nodes in the place of one, without its classes."""
    parent = node.parent
    place = parent.index(node)
    parent[place : place + 1] = made


def _replace(node: nodes.Element, before: str, inside: Sequence[nodes.Node], after: str) -> None:
    parent = node.parent
    place = parent.index(node)  # before the node itself may come to be inside
    parent[place] = _tags(before, inside, after)


def _line(before: str, parts: Iterable[nodes.Node], after: str) -> modelzoo_tags:
    """Put what is in paragraphs on one line."""
    line: list[nodes.Node] = []
    for part in parts:
        line += [nodes.Text(" ")] if line else []
        line += part.children if isinstance(part, nodes.paragraph) else [part]
    return _tags(f"{before}<span>", line, f"</span>{after}")


def _small(node: nodes.Element, words: Labels) -> None:
    _replace(node, "<small>", node.children, "</small>")


def _count(node: nodes.Element, words: Labels) -> None:
    _replace(node, "<b>", node.children, "</b>")


def _chip(node: nodes.Element, words: Labels) -> None:
    if isinstance(node, addnodes.pending_xref):
        narrow = escape(node["narrow"])
        _replace(node, f'<span data-narrow="{narrow}">', [node], "</span>")


def _badges(node: nodes.Element, words: Labels) -> None:
    inside = [_line("<li>", item.children, "</li>") for item in node.children]
    _replace(node, f'<ul class="{role_classes("badges")}">', inside, "</ul>\n")


def _figures(node: nodes.Element, words: Labels) -> None:
    inside: list[nodes.Node] = []
    for field in node.children:
        name, body = field.children
        inside.append(_tags("<div><dt>", name.children, "</dt><dd>"))
        inside.append(_line("", body.children, "</dd></div>\n"))
    _replace(node, f'<dl class="{role_classes("figures")}">\n', inside, "</dl>\n")


def _thumb(node: nodes.Element, words: Labels) -> None:
    _replace(node, f'<div class="{THUMB}">', node.children, "</div>\n")


def _header(node: nodes.Element, words: Labels) -> None:
    before, after = in_root(f'<div class="{HEADER}">{_HOLE}</div>').split(_HOLE)
    _replace(node, before, node.children, after)


def _tree(node: nodes.Element, words: Labels) -> None:
    if isinstance(node.parent, nodes.list_item):
        return
    before, after = in_root(_HOLE).split(_HOLE)
    node["classes"] += ["modelzoo-x"]
    _replace(node, before, [node], after)


def _tabs(node: nodes.Element, words: Labels) -> None:
    inside: list[nodes.Node] = []
    for number, tab in enumerate(node.children):
        label, code = tab.children
        inside.append(_tags(tab_tags(node["key"], number), label.children, "</label><div>"))
        inside.append(_tags("", [code], "</div>\n"))
    box = in_root(f'<div class="{TABS}"{copy_labels(words)}>\n{_HOLE}</div>')
    before, after = box.split(_HOLE)
    _replace(node, before, inside, after)


def _notice(node: nodes.Element, words: Labels) -> None:
    title, *body = node.children
    line = nodes.paragraph("", "", nodes.strong("", "", *title.children))
    line["classes"] += role_classes("notice").split()
    said = list(takewhile(lambda part: isinstance(part, nodes.paragraph), body))
    if said:
        line += [nodes.Text(words(": ")), _line("", said, "")]
    before, after = in_root(_HOLE).split(_HOLE)
    _replace(node, before, [line, *body[len(said) :]], after)  # a paragraph can hold no list


def _fold(node: nodes.Element, words: Labels) -> None:
    label, *body = node.children
    before, between, after = fold_tags()
    root, end = in_root(_HOLE).split(_HOLE)
    inside = [*label.children[0].children, _tags(between, body)]
    _replace(node, f"{root}{before}", inside, f"{after}{end}")


def _folded(node: nodes.Element, words: Labels) -> None:
    title, *body = node.children
    before, between, after = fold_tags(copy_labels(words))
    root, end = in_root(_HOLE).split(_HOLE)
    node.clear()
    node += [_tags(f"{root}{before}"), title, _tags(between, body, f"{after}{end}")]


_DRESSES: dict[str, tuple[type[nodes.Element], Callable[[nodes.Element, Labels], None]]] = {
    SMALL: (nodes.inline, _small),
    COUNT: (nodes.inline, _count),
    CHIP: (nodes.Element, _chip),
    _BADGES: (nodes.bullet_list, _badges),
    _FIGURES: (nodes.field_list, _figures),
    THUMB: (nodes.container, _thumb),
    HEADER: (nodes.container, _header),
    TREE: (nodes.bullet_list, _tree),
    TABS: (nodes.container, _tabs),
    _NOTICE: (nodes.admonition, _notice),
    FOLD: (nodes.container, _fold),
    FOLDED: (nodes.section, _folded),
}
"""Classes of parts in the order in which they get their tags: those inside others first."""
