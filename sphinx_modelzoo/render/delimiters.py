r"""Plain text that no typesetter of formulas takes for one.

MathJax and KaTeX look through a page for ``\(``, ``$``, ``\begin{…}`` and the like, and a formula
is a program: ``\href{javascript:…}`` is a link that runs, ``\style`` covers the page. They gather
the text of one element at a time, so each sign that could delimit a formula gets an element of its
own: nothing is left to find, and the text is still copied, searched and read out as written.

Where an element is ours, it also has the classes that tell MathJax to stay away, and our own
formulas have those that call it back.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.labels import Borrowed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx_modelzoo.catalog.catalog import Catalog

IGNORE = ("tex2jax_ignore", "mathjax_ignore")
"""Classes of what holds no formulas: of MathJax 2 and of MathJax 3 and 4."""

PROCESS = ("tex2jax_process", "mathjax_process")
"""Classes of formulas, and of what a host has written, inside of that."""

_SIGN = re.compile(r"[\\$`]")
# What is not text, is not searched for formulas, or is a formula; then any other tag.
_TAG = re.compile(
    r"(<!--.*?-->"
    r"|<(?P<skipped>script|style|title|textarea|noscript|pre|code)\b.*?</(?P=skipped)\s*>"
    r"|<(?P<math>span|div)\s[^>]*\bclass=\"[^\">]*\b(?:math|arithmatex)\b[^>]*>.*?</(?P=math)>"
    r"|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)


def has_delimiter(text: str) -> bool:
    """Return True if a text has a sign that could begin or end a formula."""
    return _SIGN.search(text) is not None


def pieces(text: str) -> list[str]:
    """Split a text so that every sign which could delimit a formula is alone."""
    return [piece for piece in re.split(rf"({_SIGN.pattern})", text) if piece]


def plain_html(text: str) -> str:
    """Write a text as HTML without any formula; a label in another language names it."""
    escaped = escape(text)
    if has_delimiter(text):
        escaped = _SIGN.sub(r"<span>\g<0></span>", escaped)
    if isinstance(text, Borrowed):
        return f'<span lang="{escape(html_language(text.language))}">{escaped}</span>'
    return escaped


@lru_cache(maxsize=2)  # asked for by every page
def names_with_delimiters(catalog: Catalog) -> frozenset[str]:
    """Return what themes and indices may show of a catalog, and could begin a formula or a tag."""
    return frozenset(name for name in _names(catalog) if has_delimiter(name) or "<" in name)


def _names(catalog: Catalog) -> Iterator[str]:
    vocabularies = catalog.vocabularies
    tasks: set[str] = set()
    datasets: set[str] = set()
    metrics: set[str] = set()
    for model in catalog.models:
        yield model.name
        yield from model.aliases
        for variant in model.variants:
            yield variant.name or variant.id
            tasks.update(variant.tasks)
        tasks.update(model.tasks)
        for _, result in all_results(model):
            datasets.update([result.dataset.name] if result.dataset else ())
            metrics.update(result.metrics)
    # Of the vocabularies only what the catalog uses: every page is looked through for a name.
    for vocabulary, used in (
        (vocabularies.tasks, tasks),
        (vocabularies.datasets, datasets),
        (vocabularies.metrics, metrics),
    ):
        for name in used:
            term = vocabulary.find(name)
            yield name
            yield from term.names if term else ()


def without_formulas(html: str, names: Collection[str]) -> str:
    """Break the delimiters of names wherever a page shows them as text.

    A name that a theme wrote without escaping it (pydata's header does) is escaped.

    :param html: a whole page, or a part of one.
    :param names: what :func:`names_with_delimiters` returned.
    """
    if not names:
        return html
    if tags := sorted(name for name in names if "<" in name):
        raw = re.compile(rf"(>\s*)({'|'.join(map(re.escape, tags))})(?=\s*<)")
        html = raw.sub(lambda found: found[1] + escape(found[2]), html)
    if not has_delimiter(html):
        return html
    shown = sorted({form for name in names for form in _forms(name)}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, shown)))

    def broken(found: re.Match[str]) -> str:
        # One element around all of it: a theme may lay out the parts of a link in a row.
        return f"<span>{plain_html(unescape(found.group()))}</span>"

    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        parts += (known.sub(broken, html[at : tag.start()]), tag.group())
        at = tag.end()
    return "".join((*parts, known.sub(broken, html[at:])))


def _forms(name: str) -> Iterator[str]:
    """Yield a name as indices may change it and templates escape it."""
    for form in (name, name.replace(";", ","), name.replace(" ", "\N{NO-BREAK SPACE}")):
        yield escape(form)
        yield escape(form, quote=False)
        yield escape(form).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
