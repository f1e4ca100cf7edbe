"""Additions for an EPUB: languages, and an index without Sphinx's ids."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.sphinx_ext.domain import zoo

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_INDICES = ("modelzoo-tasks", "modelzoo-datasets")


def bind_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> str | None:
    """Set the language of the zoo's own pages in an EPUB, on ``html-page-context``.

    :returns: the template of an index, in place of Sphinx's, which makes ids of any words.
    """
    domain = zoo(app.env)
    index = templatename == "domainindex.html" and pagename in _INDICES
    if app.builder.name != "epub" or not (index or pagename in domain.pages):
        return None
    language = html_language(domain.settings.language)
    tag = str(context.get("html_tag", ""))
    if tag.startswith("<html ") and " lang=" not in tag:
        context["html_tag"] = f'{tag[:-1]} lang="{language}" xml:lang="{language}">'
    if not index:
        return None
    context["title"] = context["indextitle"]
    context["body"] = _index(context)
    return "page.html"


def _index(context: dict[str, Any]) -> str:
    """Write an index of the zoo: headings, which are HTML already, and below them the models."""
    heads = "\n| ".join(
        f'<a href="#cap-{number}"><strong>{heading}</strong></a>'
        for number, (heading, _) in enumerate(context["content"], 1)
    )
    rows: list[str] = []
    for number, (heading, entries) in enumerate(context["content"], 1):
        rows.append(
            '<tr class="pcap"><td>&#160;</td></tr>\n'
            f'<tr class="cap" id="cap-{number}"><td><strong>{heading}</strong></td></tr>\n'
        )
        for entry in entries:
            address = escape(f"{context['pathto'](entry[2])}#{entry[3]}")
            rows.append(f'<tr><td><a href="{address}">{escape(entry[0])}</a></td></tr>\n')
    return (
        f"<h1>{escape(context['indextitle'])}</h1>\n"
        f'<div class="modindex-jumpbox">\n{heads}\n</div>\n'
        f'<table class="indextable modindextable">\n{"".join(rows)}</table>\n'
    )
