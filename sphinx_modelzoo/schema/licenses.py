"""Licences: their SPDX ids as people write them, their pages there, and expressions of several."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

# Nothing public of packaging lists the ids; it is what its own check of expressions reads.
from packaging.licenses._spdx import LICENSES, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

SPDX_VERSION = VERSION
"""The release of SPDX's list."""
_ALIASES = {
    "apache2": "Apache-2.0",
    "bsd3": "BSD-3-Clause",
    "newbsd": "BSD-3-Clause",
    "bsd2": "BSD-2-Clause",
    "simplifiedbsd": "BSD-2-Clause",
    "mulanpsl2": "MulanPSL-2.0",
    "木兰宽松许可证第2版": "MulanPSL-2.0",
    "木兰宽松许可证v2": "MulanPSL-2.0",
    "cc0": "CC0-1.0",
    "publicdomain": "CC0-1.0",
}
_GNU = {"generalpublic": "gpl", "lessergpl": "lgpl", "afferogpl": "agpl", "gnu": ""}
_FAMILIES = {
    "bsd": ("BSD-2-Clause", "BSD-3-Clause"),
    "apache": ("Apache-2.0",),
    "gpl": ("GPL-3.0-only", "GPL-3.0-or-later"),
    "lgpl": ("LGPL-3.0-only", "LGPL-3.0-or-later"),
    "agpl": ("AGPL-3.0-only", "AGPL-3.0-or-later"),
}
_PARTS = re.compile(r"([A-Za-z0-9.+:-]+|[^A-Za-z0-9.+:-]+)")


@lru_cache(maxsize=1)
def license_ids() -> tuple[str, ...]:
    """Return the ids of SPDX's list, in alphabetical order."""
    return tuple(sorted((entry["id"] for entry in LICENSES.values()), key=str.casefold))


def spdx(name: str) -> str | None:
    """Return the SPDX id of a licence as people write it (``apache.2.0``), or ``None``."""
    folded = _fold(name)
    folded = re.sub(r"^the|licen[cs]ed?|version", "", folded)
    folded = re.sub(r"v(?=\d)", "", folded)
    return _folded_ids().get(folded) or _ALIASES.get(folded)


def likely_licenses(name: str) -> tuple[str, ...]:
    """Return the SPDX expressions that somebody may mean who writes ``GPLv3`` or ``MIT/BSD-3``."""
    parts = re.split(r"\s*[/,;，、；|]\s*|\s+(?:or|OR|或)\s+|\s*或\s*", name.strip())
    if len(parts) > 1:
        ids = [spdx(part) for part in parts]
        return (" OR ".join(filter(None, ids)),) if all(ids) else ()
    word = re.sub(r"^the|licen[cs]ed?|version", "", _fold(name))
    word = re.sub(r"v(?=\d)|(?<=\d)\+$", "", word)
    for long, short in _GNU.items():
        word = word.replace(long, short)
    if found := re.fullmatch(r"([al]?gpl)(\d)(?:\.?(\d))?", word):
        family, major, minor = found.groups()
        ids = [
            _folded_ids().get(f"{family}{major}{minor or 0}{end}") for end in ("only", "orlater")
        ]
        return tuple(filter(None, ids))
    # Creative Commons and others whose version was left out.
    latest = next(filter(None, (_folded_ids().get(f"{word}{end}") for end in ("40", "20"))), None)
    return _FAMILIES.get(word) or ((latest,) if latest else ())


@lru_cache(maxsize=1)
def _folded_ids() -> Mapping[str, str]:
    return {_fold(ident): ident for ident in license_ids()}


def _fold(name: str) -> str:
    return re.sub(r"[^\w+]|_", "", name.casefold())


def is_license_expression(text: str) -> bool:
    """Return True if a text is an SPDX expression of known ids."""
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True


def license_url(identifier: str) -> str | None:
    """Return the page of a licence at SPDX, or ``None`` for an id that SPDX does not list."""
    entry = LICENSES.get(identifier.casefold())
    return f"https://spdx.org/licenses/{entry['id']}.html" if entry else None


def license_parts(expression: str) -> tuple[tuple[str, str | None], ...]:
    """Split an SPDX expression into pieces, each with the page that it links to.

    ``MIT OR Apache-2.0`` is ``MIT``, `` OR ``, ``Apache-2.0``; together they are the expression.
    """
    parts: list[tuple[str, str | None]] = []
    sound = is_license_expression(expression)
    for piece in _PARTS.findall(expression):
        # In a sentence, “Fair” and “Intel” are words; MIT and GPL-3.0 are licences even there.
        named = sound or piece.isupper() or not piece.isalpha()
        url = license_url(piece) if named else None
        if parts and url is None and parts[-1][1] is None:
            parts[-1] = (parts[-1][0] + piece, None)
        else:
            parts.append((piece, url))
    return tuple(parts)
