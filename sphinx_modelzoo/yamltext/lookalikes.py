"""Characters that look like YAML's own and are not: what Chinese keyboards and web pages leave."""

from __future__ import annotations

import re

_FIELD = r"[ \t]*(?:- +)?[A-Za-z_][\w-]*"
_WIDE_COLON = re.compile(rf"{_FIELD}\s*：")
_NO_SPACE = re.compile(rf"{_FIELD}:(?![\s/]|$)")
_INDENT = re.compile(r"\s*[\u3000\u00a0\u2002-\u200b]")
_QUOTES = re.compile(r"[:{\[,]\s*[“”‘’„«「]")


def lookalike(line: str) -> str:
    """Suggest what to write instead in a line that is not valid YAML.

    :param line: one line of a catalog, with its indentation.
    :returns: a hint, or an empty string where no such character is found.
    """
    if _INDENT.match(line):
        return "the line begins with a full-width or no-break space: indent with plain spaces"
    if _WIDE_COLON.match(line):
        return "“：” is a full-width colon: write “: ”, a plain colon and a space"
    if _NO_SPACE.match(line):
        return "add a space after the “:”"
    if _QUOTES.search(line):
        return "curly or full-width quotes do not quote: write \"…\" or '…'"
    return ""
