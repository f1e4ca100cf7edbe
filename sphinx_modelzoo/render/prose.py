"""Untrusted text: CommonMark with ``$math$``, made harmless before anything is rendered.

One parser serves HTML and docutils alike. It knows no HTML, no directives and no roles, and what
it leaves over is tamed while still a list of tokens: a heading becomes a strong paragraph, an
image its alternative text, an unsafe formula code, and a link of a kind that is not allowed stays
the plain text it was written as.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from sphinx_modelzoo.render.delimiters import PROCESS, plain_html
from sphinx_modelzoo.render.tex import is_safe_math

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.rules_core import StateCore

# Those of Sphinx, those that MathJax looks for, and the one that sites with Arithmatex look for.
MATH_CLASSES = " ".join(("math", "notranslate", "nohighlight", *PROCESS, "arithmatex"))

_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_SCHEME = re.compile(r"[^/?#]*?:")
_SCHEMES = ("http:", "https:", "mailto:")

# Anything that could mean something to the parser. What has none of it needs no parsing.
_MARKUP = re.compile(
    r"[\\`*_\[$\0\r\t]"
    r"|<(?=[A-Za-z])|&(?=[#A-Za-z])|  \n|\n[^\S\n]*\n"
    r"|(?:\A|\n)[^\S\n]*(?:[>#=~]|[-+](?![^\s-])|[0-9]{1,9}[.)](?!\S))"
    r"|\A(?: {4}|\s*\n)|\A\s*\Z|[^\S \n]"
)


def is_safe_url(url: str) -> bool:
    """Return True if a link may be followed: http, https, mailto, or relative.

    Browsers overlook invisible characters inside a scheme, and so does this.
    """
    bare = _INVISIBLE.sub("", url)
    found = _SCHEME.match(bare)
    if found:
        return found.group().lower() in _SCHEMES
    return not bare.startswith(("//", "\\\\", "/\\", "\\/"))


def is_plain(text: str) -> bool:
    """Return True if a text is one paragraph without any markup: it need not be parsed."""
    return _MARKUP.search(text) is None


def plain_words(text: str) -> str:
    """Return a plain text as the parser would leave it: without space around its lines."""
    return "\n".join(line.strip(" ") for line in text.strip(" \n").split("\n"))


def parse(text: str) -> list[Token]:
    """Parse a text into tokens, with nothing dangerous in them."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        double_inline=True,
    )
    parser.disable(["html_block", "html_inline"])
    parser.validateLink = is_safe_url  # type: ignore[method-assign]
    parser.core.ruler.push("modelzoo_tame", _tame)
    return parser


def _tame(state: StateCore) -> None:
    tokens: list[Token] = []
    heading = False
    for token in state.tokens:
        kind = token.type
        if kind == "hr":
            continue
        if kind in ("heading_open", "heading_close"):
            heading = kind == "heading_open"
            token.type = token.type.replace("heading", "paragraph")
            token.tag = "p"
        elif kind == "inline":
            token.children = _tame_inline(token.children or [])
            if heading:
                strong = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
                token.children = [strong[0], *token.children, strong[1]]
        elif kind == "math_block" and not is_safe_math(token.content):
            token.type, token.tag, token.info = "fence", "code", ""
        tokens.append(token)
    state.tokens = tokens


def _tame_inline(children: Iterable[Token]) -> list[Token]:
    tamed: list[Token] = []
    for token in children:
        if token.type == "image":
            plain = Token("text", "", 0)
            plain.content = _words(token.children or [])
            token = plain
        elif token.type.startswith("math_inline"):
            token.type = "math_inline"
            if not is_safe_math(token.content):
                token.type, token.content = "code_inline", f"${token.content}$"
        elif token.type == "text_special":
            token.type = "text"
        tamed.append(token)
    return tamed


def is_inline(tokens: Sequence[Token]) -> bool:
    """Return True if a text is a single paragraph."""
    return len(tokens) == 3 and tokens[0].type == "paragraph_open"


def to_text(text: str) -> str:
    """Return a text without its markup, on one line, as for a page's description."""
    if is_plain(text):
        return " ".join(text.split())
    words = [
        _words(token.children) if token.children is not None else token.content
        for token in parse(text)
        if token.children is not None or token.content
    ]
    return " ".join(" ".join(words).split())


def _words(children: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in children:
        if token.type == "image":
            parts.append(_words(token.children or []))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


_HTML = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "em": "em",
    "strong": "strong",
}


def to_html(text: str, url: Callable[[str], str] = str) -> tuple[str, bool]:
    """Write a text as HTML.

    :param text: CommonMark with inline math.
    :param url: what to make of an address before it is written.
    :returns: the HTML, and whether it is the inside of one paragraph (without ``<p>``).
    """
    if is_plain(text):
        return plain_html(plain_words(text)), True
    tokens = parse(text)
    out: list[str] = []
    if is_inline(tokens):
        _write(tokens[1].children or [], out, url)
        return "".join(out), True
    _write(tokens, out, url)
    return "".join(out), False


def _write(tokens: Iterable[Token], out: list[str], url: Callable[[str], str]) -> None:
    for token in tokens:
        kind = token.type
        stem, _, end = kind.rpartition("_")
        if kind == "text":
            out.append(plain_html(token.content))
        elif kind == "inline":
            _write(token.children or [], out, url)
        elif kind == "softbreak":
            out.append("\n")
        elif kind == "hardbreak":
            out.append("<br />\n")
        elif kind == "code_inline":
            out.append(f"<code>{escape(token.content)}</code>")
        elif kind == "math_inline":
            out.append(math_html(token.content))
        elif kind == "math_block":
            out.append(f"<p>{math_html(token.content, display=True)}</p>\n")
        elif kind in ("fence", "code_block"):
            out.append(f"<pre><code>{escape(token.content)}</code></pre>\n")
        elif kind == "link_open":
            out.append(_link(token, url))
        elif kind == "link_close":
            out.append("</a>")
        elif stem in _HTML and not token.hidden:
            out.append(_tag(token, _HTML[stem], end))


def _tag(token: Token, name: str, end: str) -> str:
    newline = "\n" if token.block else ""
    if end == "close":
        return f"</{name}>{newline}"
    start = token.attrs.get("start")
    return f'<{name} start="{int(start)}">' if start is not None else f"<{name}>"


def _link(token: Token, url: Callable[[str], str]) -> str:
    title = token.attrs.get("title")
    hover = f' title="{escape(str(title))}"' if title else ""
    address = url(str(token.attrs.get("href", "")))
    return f'<a href="{escape(address)}"{hover}>' if address else f"<a{hover}>"


def math_html(tex: str, *, display: bool = False) -> str:
    """Write a formula as MathJax and KaTeX find it in a page made by Sphinx."""
    opening, closing = (r"\[", r"\]") if display else (r"\(", r"\)")
    return (
        f'<span class="{MATH_CLASSES}" translate="no">'
        f"{opening}{escape(tex.strip())}{closing}</span>"
    )
