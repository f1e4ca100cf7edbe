"""Functions that take untrusted text apart: they answer with nothing where others would raise.

``urlsplit``, ``int`` and ``float`` raise for texts that look harmless, XML parsers for characters
that a text may well hold, and disks for names that are too long. Whatever comes from a catalog, or
from a file to import, goes through here.
"""

from __future__ import annotations

import math
import re
from urllib.parse import SplitResult, urlsplit

MAX_DIGITS = 40
"""No number of a catalog has more; Python refuses to convert texts of some thousand digits."""

MAX_NAME = 64
"""Characters of an id, and so of the file of a page: with its suffix, any disk can hold it."""

# Controls but tab and line feed, halves of surrogate pairs, and what Unicode calls noncharacters:
# XML, and so an EPUB or a picture in SVG, cannot hold most of them, and none means anything.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_EMPTY = SplitResult("", "", "", "", "")
# An IPv6 address is all that may stand in brackets. Python's versions differ in what they accept.
_BRACKETS = re.compile(r"(?:[^@\[\]]*@)?\[[0-9A-Fa-f:.]+\](?::\d*)?\Z")


def forbidden_character(text: str) -> str:
    """Return the first character that no page may hold as ``U+FFFF``, or an empty string."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def without_forbidden(text: str) -> str:
    """Return a text without the characters that no page may hold."""
    return _FORBIDDEN.sub("", text)


def split_url(url: str) -> SplitResult:
    """Split a URL; every part is empty where it cannot be split, as for ``http://[::1``."""
    try:
        parts = urlsplit(url)
        _ = parts.port
        _ = parts.hostname
    except ValueError:
        return _EMPTY
    if re.search(r"[\[\]]", parts.netloc) and not _BRACKETS.match(parts.netloc):
        return _EMPTY
    return parts


def ascii_host(host: str) -> str | None:
    """Return a host as the name servers know it, or ``None`` where it cannot be one."""
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:  # an empty label, or one of more than 63 characters
        return None
    return name if re.fullmatch(r"[\w.\-]+", name) else None


def is_whole_url(url: str) -> bool:
    """Return True unless a URL names a site in a way that no site can be named."""
    parts = split_url(url)
    if parts == _EMPTY:
        return not url
    if not parts.netloc:
        return parts.scheme.lower() not in ("http", "https")
    return bool(parts.hostname) and (
        ":" in (parts.hostname or "") or ascii_host(parts.hostname or "") is not None
    )


def number(text: str) -> int | float | None:
    """Return a whole number as ``int``, another one as ``float``, and ``None`` for no number."""
    return finite_number(text) if re.search(r"[.eE]", text) else whole_number(text)


def whole_number(text: str) -> int | None:
    """Return a number of ASCII digits with or without a sign, or ``None`` for anything else."""
    if re.fullmatch(r"[-+]?[0-9]+", text) and len(text) <= MAX_DIGITS:
        return int(text)
    return None


def finite_number(text: str) -> float | None:
    """Return a decimal number, or ``None`` for what is none, infinite or absurdly long."""
    if len(text) > 10 * MAX_DIGITS:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
