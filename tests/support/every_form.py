"""Blocks in every form that there is, checked for being whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils import new_document

from sphinx_modelzoo.mkdocs_ext.elements import elements
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.views.labels import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.views.content import Block, PageId


def link(page: PageId, fragment: str) -> str:
    """The address of a page."""
    return f"{page.path}.html#{fragment}"


def render(blocks: Sequence[Block]) -> str:
    """Render blocks in every form, of which all that is XML is well-formed; return the HTML."""
    html = HtmlRenderer(link, labels("zh")).blocks(blocks)
    elements(html)
    markdown = MarkdownRenderer(link, labels("zh"))
    "\n".join(markdown.blocks(blocks)).encode()
    renderer = DocutilsRenderer(lambda link, children: nodes.inline("", "", *children), "m", 1)
    document = new_document("m")
    document += nodes.section("", nodes.title("", "A"), *renderer.blocks(blocks), ids=["a"])
    ElementTree.fromstring(document.asdom().toxml().encode())
    return html
