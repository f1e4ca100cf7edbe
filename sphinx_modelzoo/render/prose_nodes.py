"""Untrusted text as docutils nodes: myst-parser's renderer, with most of it taken away.

The tokens come from :mod:`sphinx_modelzoo.render.prose`, already tamed. What is left of
myst-parser is the writing of paragraphs, lists, emphasis, code and math; its rules for
directives, roles, targets, files and HTML are not even in the table of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer as MystRenderer

from sphinx_modelzoo.render.delimiters import PROCESS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_RULES = frozenset(
    {
        "render_blockquote",
        "render_bullet_list",
        "render_code_block",
        "render_code_inline",
        "render_em",
        "render_fence",
        "render_hardbreak",
        "render_inline",
        "render_link",
        "render_list_item",
        "render_math_block",
        "render_math_inline",
        "render_ordered_list",
        "render_paragraph",
        "render_softbreak",
        "render_strong",
        "render_text",
    }
)


class ProseNodes(MystRenderer):
    """A renderer whose nodes all have one place in one file.

    :param source: the file that the text comes from.
    :param line: the line of its entry.
    :param url: what to make of an address before it is put into a node.
    """

    def __init__(self, source: str, line: int, url: Callable[[str], str] = str) -> None:
        # The parser is only asked for its functions on links; it parses nothing.
        super().__init__(MarkdownIt("zero"))
        self.rules = {name: rule for name, rule in self.rules.items() if name in _RULES}
        self._place = source, line
        self._address = url
        self.setup_render({"myst_config": MdParserConfig()}, {})

    def blocks(self, tokens: Sequence[Token]) -> list[nodes.Element]:
        """Make block-level nodes."""
        # An element outside any document: what is put into it keeps no hold of one either.
        root = nodes.Element()
        self.current_node = root
        self._render_tokens(list(tokens))
        for node in root.findall(nodes.Element):
            self._locate(node)
            if isinstance(node, nodes.math | nodes.math_block):
                node["classes"] += PROCESS
        blocks = cast("list[nodes.Element]", list(root.children))
        root.clear()
        return blocks

    def inlines(self, tokens: Sequence[Token]) -> list[nodes.Node]:
        """Make the nodes inside a text that is one paragraph."""
        (paragraph,) = self.blocks(tokens)
        children = list(paragraph.children)
        paragraph.clear()
        return children

    def _locate(self, node: nodes.Element) -> None:
        node.source, node.line = self._place

    def add_line_and_source_path(self, node: Any, token: SyntaxTreeNode) -> None:
        """Put a node at the place of the catalog's entry."""
        self._locate(node)

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        """Make a line break, without the raw HTML that myst-parser makes of it."""
        self.current_node.append(nodes.Text("\n"))

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Make a code block: never a directive, whatever its info string says."""
        code = token.content
        self.current_node.append(
            nodes.literal_block(code, code, language="text", force=True, highlight_args={})
        )

    render_code_block = render_fence

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Make a plain link: no inventory, no file, no project."""
        reference = nodes.reference("", "", refuri=self._address(str(token.attrGet("href") or "")))
        title = token.attrGet("title")
        if title:
            reference["reftitle"] = str(title)
        with self.current_node_context(reference, append=True):
            self.render_children(token)
