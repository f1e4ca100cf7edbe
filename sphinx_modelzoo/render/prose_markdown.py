"""Words and texts of a catalog as Markdown that shows just them, in every tool.

Nothing in them can be markup, in CommonMark or in any extension of it: characters that could mean
something are numeric references. What CommonMark and Python-Markdown read differently is written
as the few HTML elements that every tool leaves alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from sphinx_modelzoo.render.prose import (
    CELL_CLASSES,
    PICTURE,
    UNNAMED,
    WITHIN,
    alignment,
    code_block,
    notes_in,
    tokens_of,
)
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.markup import is_safe_url, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_modelzoo.views.content import CodeBlock, Picture, Prose

# Always markup somewhere; then what is so only next to certain others: doubled signs, emoji and
# addresses, typographic shorthands.
_SPECIAL = re.compile(
    r"[\\`*_\[\]{}<>|$~^@#&]"
    r"|(?<=[=+\-!.'\",/])(?=[=+\-!.'\",/])[=+\-!.'\",/]"
    r"|:(?=\S)|(?<=www)\.|(?<=\d)/(?=\d)|\((?=(?:c|r|tm|p)\))|\+(?=/)",
    re.IGNORECASE,
)
_LINE_START = re.compile(r"[-+#>=:!?/%](?=.)|[-+=:]\Z|\d+(?P<dot>[.)])")
_IN_URL = re.compile(r"[\s()<>\[\]{}|\\^`\"$']")
_LABEL = 100  # characters, of what is said again and again
_INDENT = 4  # the least that Python-Markdown takes for the inside of an item


def text(words: str) -> str:
    """Write words from a catalog as Markdown that shows just them, on one line."""
    return _label(words) if len(words) <= _LABEL else escaped(" ".join(words.split()))


@lru_cache(maxsize=10_000)  # labels, and names on many pages
def _label(words: str) -> str:
    return escaped(" ".join(words.split()))


def escaped(words: str) -> str:
    """Write words as :func:`text` does, with the spaces that they have."""
    return _SPECIAL.sub(_reference, words)


def _reference(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in found.group())


def line_start(line: str) -> str:
    """Escape the start of a line so that it begins no list, heading, quotation or the like."""
    found = _LINE_START.match(line)
    if found is None:
        return line
    place = found.start("dot") if found["dot"] else 0
    return f"{line[:place]}&#{ord(line[place])};{line[place + 1 :]}"


def address(url: str) -> str:
    """Encode what could end a link's target."""
    return _IN_URL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), url).replace(
        "&", "&amp;"
    )


class ProseMarkdown:
    """A writer of texts as Markdown.

    :param url: what to make of the address of a link or picture; nothing where it leads nowhere.
    :param title: the title of what an address leads to, for links without words.
    :param code: writes a piece of code.
    :param picture: writes a picture in a paragraph of its own.
    """

    def __init__(
        self,
        url: Callable[[str], str],
        title: Callable[[str], str],
        code: Callable[[CodeBlock], list[str]],
        picture: Callable[[Picture], list[str]],
    ) -> None:
        self._url = url
        self._title = title
        self._code = code
        self._picture = picture
        self._language = ""
        self._notes = 0

    def lines(self, prose: Prose) -> list[str]:
        """Write a text as lines, each of which may be a paragraph or a part of one."""
        self._language = prose.language or ""
        found = [self._line(node) for node in SyntaxTreeNode(tokens_of(prose)).children]
        return [line for line in found if line] or [""]

    def blocks(self, prose: Prose) -> list[str]:
        """Write a text of a page in full, with blank lines between its parts."""
        self._language = prose.language or ""
        tokens = tokens_of(prose, self._notes)
        self._notes += notes_in(tokens)
        return self._blocks(SyntaxTreeNode(tokens).children)

    # On one line ---------------------------------------------------------------------------

    def _line(self, node: SyntaxTreeNode) -> str:
        kind = node.type
        if kind in ("fence", "code_block"):
            return f"<code>{'<br>'.join(map(escaped, node.content.rstrip().split(chr(10))))}</code>"
        if kind == "math_block":
            return _math(node.content, "$$")
        if kind == "paragraph":
            return self._words(node)
        name = {"bullet_list": "ul", "ordered_list": "ol"}.get(kind, "blockquote")
        items = node.children if name != "blockquote" else [node]
        tag = "li" if name != "blockquote" else "p"
        inner = "".join(
            f"<{tag}>{'<br>'.join(map(self._line, item.children))}</{tag}>" for item in items
        )
        start = node.attrs.get("start")
        opening = f'<{name} start="{int(start)}">' if start is not None else f"<{name}>"
        return f"{opening}{inner}</{name}>"

    # In full -------------------------------------------------------------------------------

    def _blocks(self, nodes: Iterable[SyntaxTreeNode]) -> list[str]:
        return [part for node in nodes for part in self._block(node) if part]

    def _block(self, node: SyntaxTreeNode) -> list[str]:
        kind = node.type
        if kind == "paragraph":
            return [line_start(self._words(node))]
        if kind == "heading":
            anchor = f'<a id="{escape(node.meta["id"])}"></a>'
            return [f"{'#' * min(node.meta['level'], 6)} {anchor}{self._words(node)}"]
        if kind in ("bullet_list", "ordered_list"):
            return ["\n".join(self._items(node))]
        if kind == "blockquote":
            lines = "\n\n".join(self._blocks(node.children)).split("\n")
            return ["\n".join(f"> {line}".rstrip() for line in lines)]
        if kind in ("fence", "code_block") and node.token:
            return self._code(code_block(node.token))
        if kind == "table":
            return ["\n".join(self._rows(node))]
        if kind == PICTURE:
            return self._picture(node.meta["picture"])
        if kind == "footnote_block":
            return ["\n".join(map(self._footnote, node.children))]
        return [_math(node.content, "$$")]

    def _items(self, node: SyntaxTreeNode) -> Iterable[str]:
        number = int(node.attrs.get("start", 1))
        for item in node.children:
            mark = "-" if node.type == "bullet_list" else f"{number}."
            number += 1
            yield self._item(mark, item.children)

    def _item(self, mark: str, children: Iterable[SyntaxTreeNode], before: str = "") -> str:
        lines: list[str] = []
        last = ""
        for child in children:
            tight = last == "paragraph" and child.type in ("bullet_list", "ordered_list")
            lines += [""] if lines and not tight else []
            last = child.type
            lines += "\n\n".join(self._block(child)).split("\n")
        lead = mark.ljust(_INDENT - 1) + " "
        first, *rest = lines or [""]
        indented = [" " * len(lead) + line if line else "" for line in rest]
        return "\n".join([f"{lead}{before}{first}".rstrip(), *indented])

    def _footnote(self, node: SyntaxTreeNode) -> str:
        meta = node.meta
        back = " ".join(f"[\u21a9\ufe0e](#{address(ref)})" for ref in meta["refs"])
        written = self._item(f"{meta['number']}.", node.children, f'<a id="{meta["id"]}"></a>')
        # After code, a table or the like the way back needs a line of its own.
        ends = node.children[-1].type if node.children else ""
        return f"{written} {back}" if ends in ("", "paragraph") else f"{written}\n\n    {back}"

    def _rows(self, node: SyntaxTreeNode) -> Iterable[str]:
        head, *bodies = node.children
        cells = head.children[0].children
        marks = {CELL_CLASSES["right"]: "---:", CELL_CLASSES["center"]: ":---:"}
        rules = [
            marks.get(alignment(cell.nester_tokens.opening), "---")
            for cell in cells
            if cell.nester_tokens
        ]
        rows = [cells, *(row.children for body in bodies for row in body.children)]
        written = [[self._words(cell) for cell in row] for row in rows]
        for line in (written[0], rules, *written[1:]):
            yield f"| {' | '.join(line)} |"

    # Words ---------------------------------------------------------------------------------

    def _words(self, node: SyntaxTreeNode) -> str:
        written = "".join(
            self._inline(part) for inline in node.children for part in inline.children
        )
        written = written.strip()
        if not self._language or not written:
            return written
        return f'<span lang="{escape(html_language(self._language))}">{written}</span>'

    def _inline(self, node: SyntaxTreeNode) -> str:
        kind = node.type
        if kind == "text":
            return escaped(node.content)
        if kind == "softbreak":
            return " "
        if kind == "hardbreak":
            return "<br>"
        if kind == "code_inline":
            return f"<code>{escaped(node.content)}</code>"
        if kind == "math_inline":
            return _math(node.content, "$")
        if kind == "image":
            return self._image(node)
        if kind == "footnote_ref":
            note, anchor = address(node.meta["note"]), escape(node.meta["id"])
            return f'<sup><a id="{anchor}"></a>[{node.meta["number"]}](#{note})</sup>'
        inner = "".join(map(self._inline, node.children))
        return self._link(node, inner) if kind == "link" else f"<{kind}>{inner}</{kind}>"

    def _image(self, node: SyntaxTreeNode) -> str:
        alt = words_of(node.token.children or []) if node.token else ""
        source = self._url(unquote(str(node.attrGet("src") or "")))
        return f"![{text(alt)}]({address(source)})" if source else text(alt)

    def _link(self, node: SyntaxTreeNode, inner: str) -> str:
        written = str(node.attrGet("href") or "")
        within = node.meta.get(WITHIN)
        target = {None: self._url(written), "": ""}.get(within, written)
        if UNNAMED in node.meta:
            inner = text(self._title(written))
        return f"[{inner}]({address(target)})" if target and is_safe_url(target) else inner


def _math(formula: str, sign: str) -> str:
    tex = formula.replace("<", r"\lt ").replace(">", r"\gt ").replace("|", r"\vert ")
    return f"{sign}{' '.join(tex.split())}{sign}"
