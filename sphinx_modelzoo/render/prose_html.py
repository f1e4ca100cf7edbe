"""Untrusted text as HTML: every word escaped, and nothing that a browser would run."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.render.delimiters import PROCESS, plain_html
from sphinx_modelzoo.render.prose import (
    PICTURE,
    UNNAMED,
    WITHIN,
    alignment,
    code_block,
    is_inline,
    notes_in,
    tokens_of,
)
from sphinx_modelzoo.schema.markup import is_plain, is_safe_url, plain_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it.token import Token

    from sphinx_modelzoo.views.content import CodeBlock, Picture, Prose

# Those of Sphinx, those that MathJax looks for, and the one that sites with Arithmatex look for.
MATH_CLASSES = " ".join(("math", "notranslate", "nohighlight", *PROCESS, "arithmatex"))

TABLE = "modelzoo-text-table"
"""The class of the box of a table in a text."""
_HTML = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "em": "em",
    "strong": "strong",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
}


class ProseHtml:
    """A writer of the texts of a page as HTML.

    :param url: what to make of the address of a link: nothing where it leads nowhere.
    :param source: the same for that of a picture.
    :param title: the title of what an address leads to, for links without words.
    :param code: writes a piece of code.
    :param picture: writes a picture in a paragraph of its own.
    :param heading: the level of a section's heading; those of the text are below it.
    """

    def __init__(
        self,
        url: Callable[[str], str],
        source: Callable[[str], str],
        title: Callable[[str], str],
        code: Callable[[CodeBlock], str],
        picture: Callable[[Picture], str],
        heading: int = 2,
    ) -> None:
        self._url = url
        self._source = source
        self._title = title
        self._code = code
        self._picture = picture
        self._below = heading - 2
        self._notes = 0
        self._ends: list[str] = []  # of the links and footnotes that are open

    def write(self, prose: Prose) -> tuple[str, bool]:
        """Write a text.

        :returns: the HTML, and whether it is the inside of one paragraph (without ``<p>``).
        """
        if is_plain(prose.text):
            return plain_html(plain_words(prose.text)), True
        tokens = tokens_of(prose, self._notes)
        self._notes += notes_in(tokens)
        if is_inline(tokens):
            return self._tokens(tokens[1].children or []), True
        return self._tokens(tokens), False

    def _tokens(self, tokens: Iterable[Token]) -> str:
        return "".join(map(self._token, tokens))

    def _token(self, token: Token) -> str:
        kind = token.type
        stem, _, end = kind.rpartition("_")
        if kind == "text":
            return plain_html(token.content)
        if kind == "inline":
            return self._tokens(token.children or [])
        if kind == "softbreak":
            return "\n"
        if kind == "hardbreak":
            return "<br />\n"
        if kind == "code_inline":
            return f"<code>{escape(token.content)}</code>"
        if kind == "math_inline":
            return math_html(token.content)
        if kind == "math_block":
            return f"<p>{math_html(token.content, display=True)}</p>\n"
        if kind == "link_open":
            return self._link(token)
        if kind == "link_close":
            return self._ends.pop()
        if stem == "table":
            # Themes frame a table without a class, and hosts give classes to the parts of a page.
            return f'<div class="{TABLE}"><table>' if end == "open" else "</table></div>\n"
        if stem in _HTML and not token.hidden:
            return _tag(token, _HTML[stem], end)
        return self._block(token, stem, end)

    def _block(self, token: Token, stem: str, end: str) -> str:
        kind = token.type
        if kind in ("fence", "code_block"):
            return self._code(code_block(token))
        if stem in ("th", "td"):
            return _cell(token, stem, end)
        if stem == "heading":
            name = f"h{min(token.meta['level'] + self._below, 6)}"
            if end == "close":
                return f"</{name}>\n"
            return f'<{name} id="{escape(token.meta["id"])}">'
        if kind == "image":
            return self._image(token)
        if kind == PICTURE:
            return self._picture(token.meta["picture"])
        return self._note(token)

    def _note(self, token: Token) -> str:
        """Write a footnote, or what refers to it, as assistive technology knows them."""
        kind = token.type
        if kind == "footnote_ref":
            about = f'href="#{escape(token.meta["note"])}" id="{escape(token.meta["id"])}"'
            return f'<sup><a role="doc-noteref" {about}>{token.meta["number"]}</a></sup>'
        if kind == "footnote_block_open":
            return '<div class="modelzoo-footnotes" role="doc-endnotes"><ol>\n'
        if kind == "footnote_block_close":
            return "</ol></div>\n"
        if kind == "footnote_open":
            back = "".join(
                f' <a role="doc-backlink" href="#{escape(ref)}">\u21a9\ufe0e</a>'
                for ref in token.meta["refs"]
            )
            self._ends.append(f"<p>{back.strip()}</p></li>\n")
            return f'<li id="{escape(token.meta["id"])}">'
        return self._ends.pop() if kind == "footnote_close" else ""

    def _image(self, token: Token) -> str:
        source = self._source(unquote(str(token.attrs.get("src", ""))))
        alt = words_of(token.children or [])
        if not source or not is_safe_url(source):
            return plain_html(alt)
        return f'<img src="{escape(source)}" alt="{escape(alt)}" loading="lazy" />'

    def _link(self, token: Token) -> str:
        title = token.attrs.get("title")
        hover = f' title="{escape(str(title))}"' if title else ""
        written = str(token.attrs.get("href", ""))
        within = token.meta.get(WITHIN)
        lost = within == ""
        address = written if within else self._url(written)
        if lost or (written and not (address and is_safe_url(address))):
            self._ends.append("")
            return ""
        self._ends.append("</a>")
        words = plain_html(self._title(written)) if UNNAMED in token.meta else ""
        return f'<a href="{escape(address)}"{hover}>{words}' if address else f"<a{hover}>"


def _cell(token: Token, name: str, end: str) -> str:
    if end == "close":
        return f"</{name}>\n"
    name_of_class = alignment(token)
    return f'<{name} class="{name_of_class}">' if name_of_class else f"<{name}>"


def _tag(token: Token, name: str, end: str) -> str:
    newline = "\n" if token.block else ""
    if end == "close":
        return f"</{name}>{newline}"
    start = token.attrs.get("start")
    return f'<{name} start="{int(start)}">' if start is not None else f"<{name}>"


def math_html(tex: str, *, display: bool = False) -> str:
    """Write a formula as MathJax and KaTeX find it in a page made by Sphinx."""
    opening, closing = (r"\[", r"\]") if display else (r"\(", r"\)")
    return (
        f'<span class="{MATH_CLASSES}" translate="no">'
        f"{opening}{escape(tex.strip())}{closing}</span>"
    )
