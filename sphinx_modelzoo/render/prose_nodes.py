"""Untrusted text as docutils nodes: myst-parser's renderer, with most of it taken away.

The tokens come from :mod:`sphinx_modelzoo.render.prose`, already made harmless. What is left of
myst-parser is the writing of paragraphs, lists, tables, emphasis, code and math; its rules for
directives, roles, targets, files and HTML are not even in the table of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer as MystRenderer

from sphinx_modelzoo.render.delimiters import PROCESS
from sphinx_modelzoo.render.prose import WITHIN, alignment, code_block
from sphinx_modelzoo.schema.markup import is_safe_url, words_of
from sphinx_modelzoo.schema.targets import DocTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_modelzoo.render.docutils import Refer
    from sphinx_modelzoo.views.content import CodeBlock, Picture

_RULES = frozenset(
    {
        "render_blockquote",
        "render_bullet_list",
        "render_code_block",
        "render_code_inline",
        "render_em",
        "render_fence",
        "render_footnote",
        "render_footnote_block",
        "render_footnote_ref",
        "render_hardbreak",
        "render_heading",
        "render_image",
        "render_inline",
        "render_link",
        "render_list_item",
        "render_math_block",
        "render_math_inline",
        "render_ordered_list",
        "render_paragraph",
        "render_picture",
        "render_softbreak",
        "render_strong",
        "render_table",
        "render_text",
    }
)


class ProseNodes(MystRenderer):
    """A renderer whose nodes all have one place in one file.

    :param source: the file that the text comes from.
    :param line: the line of its entry.
    :param url: what to make of an address before it is put into a node.
    :param refer: makes the cross-reference to what an address of the project leads to.
    :param code: makes the node of a piece of code.
    :param picture: makes the nodes of a picture in a paragraph of its own.
    :param image: makes the nodes of one among words, from its address and alternative text.
    """

    def __init__(
        self,
        source: str,
        line: int,
        url: Callable[[str], str],
        refer: Refer,
        code: Callable[[CodeBlock], nodes.Element],
        picture: Callable[[Picture], list[nodes.Element]],
        image: Callable[[str, str], list[nodes.Node]],
    ) -> None:
        # The parser is only asked for its functions on links; it parses nothing.
        super().__init__(MarkdownIt("zero"))
        self.rules = {name: rule for name, rule in self.rules.items() if name in _RULES}
        self._place = source, line
        self._address = url
        self._refer = refer
        self._code = code
        self._picture = picture
        self._image = image
        self.setup_render({"myst_config": MdParserConfig()}, {})

    def blocks(self, tokens: Sequence[Token]) -> list[nodes.Element]:
        """Make block-level nodes; the headings of a long text are rubrics."""
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
        if token.token is not None:
            self.current_node.append(self._code(code_block(token.token)))

    render_code_block = render_fence

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """Make a heading without its section, which only a whole page can have."""
        words = token.children[0].content if token.children else ""
        # The id is in it: LaTeX makes no target of a rubric itself.
        rubric = nodes.rubric(words, "", nodes.target("", "", ids=[token.meta["id"]]))
        rubric[HEADING] = token.meta["level"]
        with self.current_node_context(rubric, append=True):
            self.render_children(token)

    def render_table(self, token: SyntaxTreeNode) -> None:
        """Make a table whose cells wrap on paper, with the classes of aligned cells."""
        super().render_table(token)
        table = cast("nodes.Element", self.current_node[-1])
        table["classes"] = []
        cells = [cell for row in token.walk() if row.type == "tr" for cell in row.children]
        for entry, cell in zip(table.findall(nodes.entry), cells, strict=True):
            name = alignment(cell.nester_tokens.opening) if cell.nester_tokens else ""
            entry["classes"] = [name] if name else []

    def render_image(self, token: SyntaxTreeNode) -> None:
        """Make a picture among words."""
        alt = words_of(token.token.children or []) if token.token else ""
        self.current_node.extend(self._image(unquote(str(token.attrGet("src"))), alt))

    def render_picture(self, token: SyntaxTreeNode) -> None:
        """Make a picture in a paragraph of its own, with its caption."""
        self.current_node.extend(self._picture(token.meta["picture"]))

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """Make a reference to a footnote: resolved, since no transform knows it."""
        meta = token.meta
        number = str(meta["number"])
        made = nodes.footnote_reference("", number, refid=meta["note"], ids=[meta["id"]])
        self.current_node.append(made)

    def render_footnote_block(self, token: SyntaxTreeNode) -> None:
        """Make the footnotes, without anything around them."""
        self.render_children(token)

    def render_footnote(self, token: SyntaxTreeNode) -> None:
        """Make a footnote with its back links."""
        meta = token.meta
        number = str(meta["number"])
        made = nodes.footnote(
            "",
            nodes.label("", number),
            ids=[meta["id"]],
            backrefs=list(meta["refs"]),
        )
        with self.current_node_context(made, append=True):
            self.render_children(token)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Make a link to an address, to a heading of the text, or to a part of the project."""
        words = nodes.Element()
        with self.current_node_context(words):
            self.render_children(token)
        children = list(words.children)
        words.clear()
        self.current_node.extend(self._link(token, children))

    def _link(self, token: SyntaxTreeNode, children: list[nodes.Node]) -> list[nodes.Node]:
        written = str(token.attrGet("href") or "")
        anchor = token.meta.get(WITHIN)
        if anchor:
            reference = nodes.reference("", "", *children, refid=anchor, internal=True)
        elif anchor == "":
            return children
        elif inner := self._refer(written, DocTarget.of(written).path, children):
            return [inner]
        elif written and not is_safe_url(written):
            return children
        else:
            reference = nodes.reference("", "", *children, refuri=self._address(written))
        title = token.attrGet("title")
        if title:
            reference["reftitle"] = str(title)
        return [reference]


HEADING = "modelzoo_level"
"""The attribute of a rubric that is a heading of a text: its level."""


def in_sections(blocks: Sequence[nodes.Element]) -> list[nodes.Element]:
    """Group headings and their content into sections nested by level."""
    root = nodes.Element()
    open_sections: list[tuple[int, nodes.Element]] = [(0, root)]
    for block in blocks:
        level = block.get(HEADING, 0) if isinstance(block, nodes.rubric) else 0
        if not level:
            open_sections[-1][1].append(block)
            continue
        while open_sections[-1][0] >= level:
            open_sections.pop()
        target, *words = block.children
        title = nodes.title(block.rawsource, "", *words)
        section = nodes.section("", title, ids=cast("nodes.Element", target)["ids"])
        for node in (title, section):
            node.source, node.line = block.source, block.line
        open_sections[-1][1].append(section)
        open_sections.append((level, section))
    found = cast("list[nodes.Element]", list(root.children))
    root.clear()
    return found
