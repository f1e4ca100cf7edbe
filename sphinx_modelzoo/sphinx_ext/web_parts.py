"""The parts of a model's page, as web pages show them and as all other formats do.

The doctree has nodes that docutils knows, so that every builder, the search and the translators
see their words. For web pages the tags around them are put between these nodes, as tabs, chips and
folds need them; no tag has a word of the catalog in it.
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

    from sphinx_modelzoo.views.labels import Labels

_HOLE = "\0"
_BADGES = "modelzoo-badges"
_FIGURES = "modelzoo-figures"
_NOTICE = "modelzoo-notice"


def dress_parts(document: nodes.document, words: Labels) -> None:
    """Put tags of our own around the parts of a page, for a builder of web pages."""
    for kind, name, dress in _DRESSES:
        for node in list(_found(document, kind, name)):
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


def _tag(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def _put(node: nodes.Element, made: Sequence[nodes.Node]) -> None:
    """Put nodes in the place of one, without its classes."""
    parent = node.parent
    place = parent.index(node)
    parent[place : place + 1] = made


def _replace(node: nodes.Element, before: str, inside: Sequence[nodes.Node], after: str) -> None:
    _put(node, [_tag(before), *inside, _tag(after)])


def _line(parts: Iterable[nodes.Node]) -> nodes.inline:
    """Return what is in paragraphs, on one line: links must be in what holds text."""
    line = nodes.inline()
    for part in parts:
        line += [nodes.Text(" ")] if line.children else []
        line += part.children if isinstance(part, nodes.paragraph) else [part]
    return line


def _small(node: nodes.Element, words: Labels) -> None:
    _replace(node, "<small>", node.children, "</small>")


def _count(node: nodes.Element, words: Labels) -> None:
    _replace(node, "<b>", node.children, "</b>")


def _chip(node: nodes.Element, words: Labels) -> None:
    if isinstance(node, addnodes.pending_xref):
        narrow = escape(node["narrow"])
        _replace(node, f'<span data-narrow="{narrow}">', [node], "</span>")


def _badges(node: nodes.Element, words: Labels) -> None:
    inside: list[nodes.Node] = []
    for item in node.children:
        inside += [_tag("<li>"), _line(item.children), _tag("</li>")]
    _replace(node, f'<ul class="{role_classes("badges")}">', inside, "</ul>\n")


def _figures(node: nodes.Element, words: Labels) -> None:
    inside: list[nodes.Node] = []
    for field in node.children:
        name, body = field.children
        inside += [_tag("<div><dt>"), *name.children, _tag("</dt><dd>")]
        inside += [_line(body.children), _tag("</dd></div>\n")]
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
        inside += [_tag(tab_tags(node["key"], number)), *label.children]
        inside += [_tag("</label><div>"), code, _tag("</div>\n")]
    box = in_root(f'<div class="{TABS}"{copy_labels(words)}>\n{_HOLE}</div>')
    before, after = box.split(_HOLE)
    _replace(node, before, inside, after)


def _notice(node: nodes.Element, words: Labels) -> None:
    title, *body = node.children
    line = nodes.paragraph("", "", nodes.strong("", "", *title.children))
    line["classes"] += role_classes("notice").split()
    said = list(takewhile(lambda part: isinstance(part, nodes.paragraph), body))
    if said:
        line += [nodes.Text(words(": ")), _line(said)]
    before, after = in_root(_HOLE).split(_HOLE)
    _replace(node, before, [line, *body[len(said) :]], after)  # a paragraph can hold no list


def _fold(node: nodes.Element, words: Labels) -> None:
    label, *body = node.children
    before, between, after = fold_tags()
    root, end = in_root(_HOLE).split(_HOLE)
    inside = [*label.children[0].children, _tag(between), *body]
    _replace(node, f"{root}{before}", inside, f"{after}{end}")


def _folded(node: nodes.Element, words: Labels) -> None:
    title, *body = node.children
    before, between, after = fold_tags(copy_labels(words))
    root, end = in_root(_HOLE).split(_HOLE)
    node.clear()
    node += [_tag(f"{root}{before}"), title, _tag(between), *body, _tag(f"{after}{end}")]


_DRESSES: tuple[tuple[type[nodes.Element], str, Callable[[nodes.Element, Labels], None]], ...] = (
    (nodes.inline, SMALL, _small),
    (nodes.inline, COUNT, _count),
    (nodes.Element, CHIP, _chip),
    (nodes.bullet_list, _BADGES, _badges),
    (nodes.field_list, _FIGURES, _figures),
    (nodes.container, THUMB, _thumb),
    (nodes.container, HEADER, _header),
    (nodes.bullet_list, TREE, _tree),
    (nodes.container, TABS, _tabs),
    (nodes.admonition, _NOTICE, _notice),
    (nodes.container, FOLD, _fold),
    (nodes.section, FOLDED, _folded),
)
