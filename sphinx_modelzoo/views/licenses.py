"""Licences: their SPDX ids as people write them, their pages there, and expressions of several."""

from __future__ import annotations

import re

# The licences of published models, data and code. A link to an id that SPDX does not know would
# be a dead one, so that anything else is shown without a link.
_KNOWN = """
0BSD AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-2.0
BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 C-UDA-1.0 CC-BY-1.0 CC-BY-2.0
CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0
CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0
CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 EPL-1.0
EPL-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.3 GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
GPL-3.0-or-later ISC LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only
LGPL-3.0-or-later MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL MulanPSL-1.0 MulanPSL-2.0 NCSA ODbL-1.0
ODC-By-1.0 OFL-1.1 OSL-3.0 PDDL-1.0 PostgreSQL PSF-2.0 Python-2.0 Unlicense UPL-1.0 W3C WTFPL
Zlib ZPL-2.1
"""
_NAMES = {name.casefold(): name for name in _KNOWN.split()}
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
_PARTS = re.compile(r"([A-Za-z0-9.+:-]+|[^A-Za-z0-9.+:-]+)")


def license_ids() -> tuple[str, ...]:
    """The ids that are known here."""
    return tuple(_NAMES.values())


def spdx(name: str) -> str | None:
    """The SPDX id of a licence as people write it (``apache.2.0``), or ``None``."""
    folded = re.sub(r"[^\w]|_", "", name.casefold())
    folded = re.sub(r"^the|licen[cs]ed?|version", "", folded)
    folded = re.sub(r"v(?=\d)", "", folded)
    known = {re.sub(r"\W", "", ident.casefold()): ident for ident in license_ids()}
    return known.get(folded) or _ALIASES.get(folded)


def license_url(identifier: str) -> str | None:
    """The page of a licence at SPDX, or ``None`` for an id that is not known to have one."""
    name = _NAMES.get(identifier.casefold())
    return f"https://spdx.org/licenses/{name}.html" if name else None


def license_parts(expression: str) -> tuple[tuple[str, str | None], ...]:
    """An SPDX expression in pieces, each with the page that it links to.

    ``MIT OR Apache-2.0`` is ``MIT``, `` OR ``, ``Apache-2.0``; together they are the expression.
    """
    parts: list[tuple[str, str | None]] = []
    for piece in _PARTS.findall(expression):
        url = license_url(piece)
        if parts and url is None and parts[-1][1] is None:
            parts[-1] = (parts[-1][0] + piece, None)
        else:
            parts.append((piece, url))
    return tuple(parts)
