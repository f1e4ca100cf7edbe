"""Mend the search index of an incremental build, which Sphinx leaves different from a fresh one.

Sphinx (8.0 to 9.1) forgets the index entries of every page that it does not write, so that the
search finds no name or alias of an unchanged model, and keeps words that no page has any more.
There is no public way to either; where the attributes are not there, nothing is done.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, cast

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.domains.index import IndexDomain

    Entry = tuple[str, str, str]


def complete_search_index(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """On ``html-collect-pages``: after the pages were written, before the index is.

    :returns: no pages.
    """
    indexer = getattr(app.builder, "indexer", None)
    for name in ("_mapping", "_title_mapping"):
        terms = getattr(indexer, name, None) or {}
        for term in [term for term, docnames in terms.items() if not docnames]:
            del terms[term]
    entries: dict[str, list[Entry]] | None = getattr(indexer, "_index_entries", None)
    if entries is not None:
        known = cast("IndexDomain", app.env.get_domain("index")).entries
        whole = {
            docname: entries[docname] if docname in entries else _words(known.get(docname, []))
            for docname in sorted(app.env.all_docs)
        }
        entries.clear()
        entries.update(whole)
    return ()


def _words(entries: list[tuple[str, str, str, str, str | None]]) -> list[Entry]:
    """What Sphinx stores for the index entries of a page that it writes."""
    found: set[Entry] = set()
    for kind, value, target, main, _ in entries:
        with contextlib.suppress(ValueError):
            found |= {(word, target or "", main) for word in split_index_msg(kind, value)}
    return sorted(found)
