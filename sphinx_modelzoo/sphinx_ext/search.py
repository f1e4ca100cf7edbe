"""Mend the search of Sphinx: its index after an incremental build, and the one in Chinese.

Sphinx (8.0 to 9.1) forgets the index entries of every page that it does not write, so that the
search finds no name or alias of an unchanged model, and keeps words that no page has any more.
Neither has a public interface; where the attributes are missing, nothing is done.

A query in Chinese has no spaces: Sphinx takes it for one word, which the index has only if jieba
cut the texts there, too. ``static/modelzoo-search.js`` cuts it into words that the index has.

Sphinx 9.0.0 to 9.1.0 names the stemmer in ``language_data.js`` after the language, and that of
Chinese is the English one: ``ChineseStemmer`` is missing, and every search ends at once.
"""

from __future__ import annotations

import contextlib
import re
import warnings
from html import escape, unescape
from sys import modules
from typing import TYPE_CHECKING, cast

from sphinx import package_dir, version_info
from sphinx.util.index_entries import split_index_msg

from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.render.script_data import asset
from sphinx_modelzoo.schema.languages import quiet_jieba
from sphinx_modelzoo.sphinx_ext.domain import zoo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.domains.index import IndexDomain

    Entry = tuple[str, str, str]


_CHINESE = re.compile(f"[{HAN}]{{2,}}")


def prepare_chinese_search(app: Sphinx) -> None:
    """Make the search of a site in Chinese work, and its building quiet, on ``builder-inited``."""
    language = app.config.html_search_language or app.config.language or ""
    if language.partition("_")[0] != "zh" or not getattr(app.builder, "search", False):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of jieba's own code, when it is compiled
        from sphinx.search.zh import SearchChinese
    quiet_jieba()
    if not _is_sphinx_own():
        return

    class Cutting(SearchChinese):
        js_splitter_code = asset("modelzoo-search.js").decode()

    app.add_search_language(Cutting)
    if (9,) <= version_info[:3] < (9, 1, 1):
        scripts = package_dir / "search" / "minified-js"
        code = [
            (scripts / f"{name}-stemmer.js").read_text(encoding="utf-8")
            for name in ("base", "english")
        ]

        class Mended(Cutting):
            js_stemmer_rawcode = ""
            js_stemmer_code = "\n".join((*code, "window.Stemmer = EnglishStemmer;"))

        app.add_search_language(Mended)


def _is_sphinx_own() -> bool:
    """Return True unless another extension brought a search in Chinese."""
    from sphinx.search import languages

    return languages.get("zh") == "sphinx.search.zh.SearchChinese"


def complete_search_index(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """Complete the index after the pages were written, on ``html-collect-pages``.

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
            for docname in sorted(getattr(indexer, "_titles", ()))
        }
        # Names and tasks of a page are what it is about: it comes before those that mention them.
        ours = {
            docname: [(word, place, "main") for word, place, _ in whole[docname]]
            for docname in zoo(app.env).pages
            if docname in whole
        }
        entries.clear()
        entries.update({**whole, **ours})
        if getattr(getattr(indexer, "lang", None), "lang", "") == "zh" and "jieba" not in modules:
            _add_chinese_words(getattr(indexer, "_mapping", {}), ours)
    if version_info < (9,):
        _escape_titles(app, indexer)
    return ()


def _add_chinese_words(terms: dict[str, set[str]], entries: dict[str, list[Entry]]) -> None:
    """Let the words of index entries be found among others, where nothing cuts texts into words."""
    for docname, words in entries.items():
        for word in {run for entry, *_ in words for run in _CHINESE.findall(entry)}:
            terms.setdefault(word, set()).add(docname)


def _escape_titles(app: Sphinx, indexer: object) -> None:
    """Escape titles and entries, which are untrusted: Sphinx 8's search page shows them as HTML."""
    titles = getattr(indexer, "_titles", {})
    headings = getattr(indexer, "_all_titles", {})
    entries = getattr(indexer, "_index_entries", {})
    for docname in zoo(app.env).pages:
        if titles.get(docname):
            titles[docname] = _escape(titles[docname])
        if docname in headings:
            headings[docname] = [(_escape(title), place) for title, place in headings[docname]]
        if docname in entries:
            entries[docname] = [(_escape(word), *rest) for word, *rest in entries[docname]]


def _escape(text: str) -> str:
    # Once and for all: what an earlier build escaped is loaded again.
    return escape(unescape(text), quote=False) if "<" in text or "&" in text else text


def _words(entries: list[tuple[str, str, str, str, str | None]]) -> list[Entry]:
    """Return what Sphinx stores for the index entries of a page that it writes."""
    found: set[Entry] = set()
    for kind, value, target, main, _ in entries:
        with contextlib.suppress(ValueError):
            found |= {(word, target or "", main) for word in split_index_msg(kind, value)}
    return sorted(found)
