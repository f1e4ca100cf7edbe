"""What the search plugins of a site see of the zoo's pages."""

from __future__ import annotations

import re
from sys import modules
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import HAN, has_han
from sphinx_modelzoo.mkdocs_ext.assets import REST

if TYPE_CHECKING:
    from sphinx_modelzoo.views.content import Page

_HAN_RUN = re.compile(f"[{HAN}]+")
_NOT_SEARCHED = re.compile(
    r'<div [^>]*\bclass="modelzoo-wrap modelzoo-wrap-(?:zoo|ranks|stats|points)\b[^>]*>'
    rf".*?</table>\s*</div>(?:{REST})?"
    r'|<div [^>]*\bclass="modelzoo-foot"[^>]*>.*?</div>'
    r'|<div [^>]*\bclass="modelzoo-plot\b[^>]*>.*?</svg>\s*</div>'
    r'|<nav [^>]*\bclass="modelzoo-nav\b[^>]*>.*?</nav>'
    r'|<p [^>]*\bclass="modelzoo-edit"[^>]*>.*?</p>',
    re.DOTALL,
)
_EXCLUDED = re.compile(r"<(\w+)\b[^>]*\sdata-search-exclude\b[^>]*>")
_PHRASES = re.compile(r"</?(?:b|small|span|strong)\b[^>]*>")


def searched_html(html: str, *, generated: bool) -> str:
    """Return the HTML of a page without what hits on other pages belong to.

    The phrases of a generated page lose their tags, most of which mark names and colour code. A
    search plugin that joins the texts between tags would tear words there, and parsing tags takes
    most of the time that it needs.
    """
    if "data-search-exclude" in html:
        html = without_unsearched(_NOT_SEARCHED.sub("", html))
    return _PHRASES.sub("", html) if generated else html


def without_unsearched(html: str) -> str:
    """Remove what is marked as excluded from the search.

    Material's search takes the end of any element inside for the end of one with the same tag.
    """
    kept: list[str] = []
    at = 0
    while found := _EXCLUDED.search(html, at):
        kept.append(html[at : found.start()])
        at, depth = found.end(), 1
        for tag in re.finditer(rf"<(/?){found[1]}\b[^>]*>", html[found.end() :]):
            depth += -1 if tag[1] else 1
            if not depth:
                at += tag.end()
                break
    return "".join((*kept, html[at:]))


def search_tags(page: Page) -> list[str]:
    """Return the names of a page and its Chinese tasks, cut into words if the search has jieba.

    So cut they have the words that texts have, and other pages with these are found as before.
    """
    jieba: Any = modules.get("jieba")
    found = [*page.names, *(topic for topic in page.topics if has_han(topic))]
    if jieba is None:
        return found
    return [_HAN_RUN.sub(lambda run: "\u200b".join(jieba.cut(run[0])), name) for name in found]
