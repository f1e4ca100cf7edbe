"""Functions that parse untrusted text: they return nothing where others would raise.

``urlsplit``, ``int`` and ``float`` raise for texts that look harmless, XML parsers for characters
that a text may well contain, and disks for names that are too long. Everything from a catalog, or
from a file to import, goes through here.
"""

from __future__ import annotations

import math
import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

MAX_DIGITS = 40
"""The most digits of a number in a catalog; Python refuses to convert several thousand."""

MAX_NAME = 64
"""The most characters of an id, and so of a page's file name, which any disk can store."""

# Controls but tab and line feed, halves of surrogate pairs, and what Unicode calls noncharacters:
# XML, and so an EPUB or a picture in SVG, cannot contain most of them, and none means anything.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_EMPTY = SplitResult("", "", "", "", "")
# Only an IPv6 address may be in brackets. Python's versions differ in what they accept.
_BRACKETS = re.compile(r"(?:[^@\[\]]*@)?\[[0-9A-Fa-f:.]+\](?::\d*)?\Z")

# A host of plain labels, without a user or a port.
_COMMON_URL = re.compile(r"https?://(?:[A-Za-z0-9\-]{1,63}\.)*[A-Za-z0-9\-]{1,63}(?:[/?#]|\Z)")


def forbidden_character(text: str) -> str:
    """Return the first character not allowed on pages, as ``U+FFFF``, or an empty string."""
    if text.isprintable():  # most texts: nothing forbidden is, and this is fifteen times as fast
        return ""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def without_forbidden(text: str) -> str:
    """Return a text without the characters that are not allowed on pages."""
    return _FORBIDDEN.sub("", text)


def split_url(url: str) -> SplitResult:
    """Split a URL; every part is empty where it cannot be split, as for ``http://[::1``."""
    try:
        parts = urlsplit(url)
        _ = parts.port
        host = parts.hostname or ""
        if re.search(r"[\[\]]", parts.netloc):
            IPv6Address(host)
            return parts if _BRACKETS.match(parts.netloc) else _EMPTY
    except ValueError:
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
    """Return True unless a URL has an invalid host, or needs one and has none."""
    if _COMMON_URL.match(url):  # so that a large catalog is not split twice
        return True
    parts = split_url(url)
    if parts == _EMPTY:
        return not url
    if not parts.netloc:
        return parts.scheme.lower() not in ("http", "https")
    return bool(parts.hostname) and (
        ":" in (parts.hostname or "") or ascii_host(parts.hostname or "") is not None
    )


_DECIMAL = re.compile("[.eE]")
_WHOLE = re.compile("[-+]?[0-9]+")


def number(text: str) -> int | float | None:
    """Return a whole number as ``int``, another one as ``float``, else ``None``."""
    return finite_number(text) if _DECIMAL.search(text) else whole_number(text)


def whole_number(text: str) -> int | None:
    """Return a number of ASCII digits with or without a sign, or ``None`` for anything else."""
    if len(text) <= MAX_DIGITS and _WHOLE.fullmatch(text):
        return int(text)
    return None


def finite_number(text: str) -> float | None:
    """Return a decimal number, or ``None`` if it is invalid, infinite or absurdly long."""
    if len(text) > 10 * MAX_DIGITS:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
