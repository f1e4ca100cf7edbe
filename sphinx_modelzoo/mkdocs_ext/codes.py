"""The codes of messages that only a MkDocs or Zensical build has, beside those of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sphinx_modelzoo.catalog import codes
from sphinx_modelzoo.catalog.codes import PREFIX, CodeInfo
from sphinx_modelzoo.catalog.problems import nearest

_BUILD = {
    "config.home": (
        "warning",
        "The page that model pages are to lead back to is not there; another table is taken.",
        "Name a page of the documents, relative to their folder, such as zoo.md.",
    ),
    "config.inventory": (
        "error",
        "The inventory of another site cannot be read; links to its models lead nowhere.",
        "Save the site's objects.inv where the setting says.",
    ),
    "config.watch": (
        "error",
        "Zensical does not watch the catalog, and pages would show an old state of it.",
        "Add the catalog's file or folder to watch: in the site's configuration.",
    ),
}

CODES: Mapping[str, CodeInfo] = MappingProxyType(
    {
        PREFIX + code: CodeInfo(*info)  # type: ignore[arg-type]
        for code, info in _BUILD.items()
    }
)
"""Every code that :mod:`sphinx_modelzoo.mkdocs_ext` itself gives, with the prefix."""


def known_code(text: str) -> str:
    """A code, or the beginning of some, such as ``modelzoo.link``.

    :raises ValueError: for one that no message has.
    """
    known = {*codes.CODES, *CODES}
    if not any(f"{code}.".startswith(f"{text}.") for code in known):
        hint = nearest(text, known)
        raise ValueError(f"There is no code “{text}”{hint and f' ({hint})'}.")
    return text
