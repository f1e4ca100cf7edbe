"""The markup of texts: CommonMark with tables, footnotes and ``$math$``, and nothing dangerous.

The parser knows no HTML, no directives and no roles, and a link of a kind that is not allowed
stays the plain text it was written as. What is made of the rest is a renderer's matter.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sphinx_modelzoo.schema.targets import is_inner, malformed_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

LONG_TEXTS = ("abstract", "description")
"""The fields whose texts may hold what a README holds; in others it is reduced to words."""

_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_SCHEME = re.compile(r"[^/?#]*?:")
_SCHEMES = ("http:", "https:", "mailto:")

# Anything that could mean something to the parser. What has none of it needs no parsing.
_MARKUP = re.compile(
    r"[\\`*_\[$\0\r\t]"
    r"|<(?=[A-Za-z])|&(?=[#A-Za-z])|  \n|\n[^\S\n]*\n"
    r"|(?:\A|\n)[^\S\n]*(?:[>#=~|]|:[^\S\n]*-|[-+](?![^\s-])|[0-9]{1,9}[.)](?!\S))"
    r"|\A(?: {4}|\s*\n)|\A\s*\Z|[^\S \n]"
)
# One of these is in all markup but that of the first line, and is found much faster.
_SIGN = re.compile(
    r"[\\`*_\[$\0<&\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
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


def is_picture_url(url: str) -> bool:
    """Return True if a picture may be shown from an address: http, https, or relative."""
    return is_safe_url(url) and not _INVISIBLE.sub("", url).lower().startswith("mailto:")


def is_plain(text: str) -> bool:
    """Return True if a text is one paragraph without any markup: it need not be parsed."""
    if _SIGN.search(text) is None:
        return _MARKUP.match(text) is None
    return _MARKUP.search(text) is None


def plain_words(text: str) -> str:
    """Return a plain text as the parser would leave it: without space around its lines."""
    return "\n".join(line.strip(" ") for line in text.strip(" \n").split("\n"))


def parse(text: str) -> list[Token]:
    """Parse a text into tokens, with nothing dangerous in them but the formulas."""
    return _parser().parse(text)


def _is_link(url: str) -> bool:
    return not malformed_target(url) if is_inner(url) else is_safe_url(url)


def _any_link(url: str) -> bool:
    return True


@cache
def _parser(*, every_address: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable("table")
    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        double_inline=True,
    )
    parser.use(footnote_plugin)
    # Footnotes stay where they are: the plugin's order of them breaks where one is in another.
    parser.disable(["html_block", "html_inline", "footnote_inline", "footnote_tail"])
    parser.validateLink = _any_link if every_address else _is_link  # type: ignore[method-assign]
    return parser


def words_of(children: Iterable[Token]) -> str:
    """Return the words of inline tokens: a picture is its alternative text."""
    parts: list[str] = []
    for token in children:
        if token.type == "image":
            parts.append(words_of(token.children or []))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def slugged(words: str) -> str:
    """Return the anchor of a heading as GitHub makes it, which links to it are written with."""
    return re.sub(r"[^\w\- ]", "", words.strip().casefold()).replace(" ", "-")


def words_of_line(line: str) -> str:
    """Return the words of a single line, such as a heading."""
    return words_of(_parser().parseInline(line)[0].children or [])


def opening(text: str) -> str:
    """Return the words of a text's first paragraph, on one line."""
    if is_plain(text):
        return " ".join(text.split())
    tokens = parse(text)
    found = (
        words_of(inline.children or [])
        for before, inline in pairwise(tokens)
        if before.type == "paragraph_open" and inline.type == "inline"
    )
    return " ".join(next(filter(str.strip, found), "").split())


class Mention(NamedTuple):
    """An address that a text mentions, as a link or as a picture; and its words."""

    kind: str
    address: str
    words: str


def mentions(text: str) -> Iterator[Mention]:
    """Yield the addresses of the links and pictures of a text, in its order."""
    yield from _mentions(parse(text) if not is_plain(text) else ())


def refused_addresses(text: str) -> list[str]:
    """Return the addresses of links and pictures that are not allowed, each once."""
    if is_plain(text):
        return []
    found = _mentions(_parser(every_address=True).parse(text))
    refused = (
        one.address
        for one in found
        if not (is_picture_url(one.address) if one.kind == "picture" else _is_link(one.address))
    )
    return list(dict.fromkeys(refused))


def _mentions(tokens: Iterable[Token]) -> Iterator[Mention]:
    for token in tokens:
        children = token.children or []
        for place, child in enumerate(children):
            if child.type == "image":
                src = str(child.attrs.get("src", ""))
                yield Mention("picture", src, words_of(child.children or []))
            elif child.type == "link_open":
                rest = range(place, len(children))
                end = next((at for at in rest if children[at].type == "link_close"), rest.stop)
                words = words_of(children[place + 1 : end])
                yield Mention("link", str(child.attrs.get("href", "")), words)
