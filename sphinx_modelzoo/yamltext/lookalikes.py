"""Characters that look like YAML's own and are not: what Chinese keyboards and web pages leave."""

from __future__ import annotations

import re
import unicodedata

from sphinx_modelzoo.problems.messages import Message

_FIELD = r"[A-Za-z_][\w-]*"
_START = rf"[ \t]*(?:- +)?{_FIELD}"
_WIDE_COLON = re.compile(rf"{_START}\s*：")
_NO_SPACE = re.compile(rf"{_START}:(?![\s/]|$)")
_INDENT = re.compile(r"\s*[\u3000\u00a0\u2002-\u200b]")
_DASH = re.compile(r"\s*([－–—•·])\s*\w")
_BRACKET = re.compile(r"(?:[:{\[,]\s*|-\s+|^\s*)([［【〔｛（])")
_CLOSING = re.compile(r"([］】〕｝])[\s,，}\]]*$")
_QUOTES = re.compile(r"[:{\[,，]\s*[“”‘’„«「]")
_FLOW_COMMA = re.compile(rf"[{{\[].*([，、；;])\s*{_FIELD}\s*[:：]")
_FLOW_COLON = re.compile(rf"[{{,，]\s*{_FIELD}\s*：")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")

# What NFKC does not make of them, or makes something else of.
_PLAIN = str.maketrans(
    "【】〔〕、。“”„‘’「」«»－–—−\u3000\u00a0\u200b",
    '[][],."""\'\'""""----   ',
)
_NAMES = (
    (Message("digits"), re.compile(r"[０-９]")),
    (Message("colon"), re.compile(r"：")),
    (Message("comma"), re.compile(r"[，、]")),
    (Message("semicolon"), re.compile(r"；")),
    (Message("full stop"), re.compile(r"[．。]")),
    (Message("brackets"), re.compile(r"[（）［］【】〔〕｛｝]")),
    (Message("letters"), re.compile(r"[Ａ-Ｚａ-ｚ]")),
    (Message("characters"), re.compile(r"[\uff01-\uff5e\u3000]")),
)
_CURLY = re.compile(r"[“”„‘’「」«»]")

QUOTES = Message("curly or full-width quotes do not quote")


def half_width(text: str) -> str:
    """Return a text with the plain forms of full-width characters, quotes and dashes."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_PLAIN))


def odd_characters(text: str) -> str:
    """Name the full-width characters or curly quotes of a text, or return an empty string."""
    if _CURLY.search(text):
        return QUOTES
    for name, pattern in _NAMES:
        if found := pattern.search(text):
            return Message("full-width {name} “{found}”", name=name, found=found.group())
    return ""


def lookalike(line: str) -> str:
    """Suggest what to write instead in a line that is not valid YAML.

    :param line: one line of a catalog, with its indentation.
    :returns: a hint, or an empty string where no such character is found.
    """
    if _INDENT.match(line):
        return Message(
            "the line begins with a full-width or no-break space: indent with plain spaces"
        )
    if found := _DASH.match(line):
        return Message(
            "“{found}” does not begin an item: write “- ”, a hyphen and a space", found=found[1]
        )
    bare = _QUOTED.sub("", line)
    if _WIDE_COLON.match(bare) or _FLOW_COLON.search(bare):
        return Message("“：” is a full-width colon: write “: ”, a plain colon and a space")
    if found := _FLOW_COMMA.search(bare):
        name = Message("semicolon" if found[1] in "；;" else "full-width comma")
        return Message(
            "“{found}” is a {name}: write “, ”, a plain comma and a space",
            found=found[1],
            name=name,
        )
    if found := _BRACKET.search(bare) or _CLOSING.search(bare):
        return Message(
            "“{found}” is a full-width bracket: write “{plain}”",
            found=found[1],
            plain=half_width(found[1]),
        )
    if _NO_SPACE.match(bare):
        return Message("add a space after the “:”")
    if _QUOTES.search(bare):
        return Message("{quotes}: write \"…\" or '…'", quotes=QUOTES)
    return ""
