"""What the search plugins of a site see of the zoo's pages."""

from __future__ import annotations

import re
from html import escape
from sys import modules
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import HAN, has_han
from sphinx_modelzoo.mkdocs_ext.assets import REST

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from sphinx_modelzoo.mkdocs_ext.zoo import Zoo
    from sphinx_modelzoo.views.content import Page as View
    from sphinx_modelzoo.views.content import PageId

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
_KEPT = object()
_PHRASES = re.compile(r"</?(?:b|small|span|strong)\b[^>]*>")


class SearchedPage:
    """A page while the search plugins of the site look at it: less of its content, more tags."""

    def __init__(self) -> None:
        self._content = ""
        self._tags: Any = _KEPT

    def hide(self, page: Page, found: PageId | None, zoo: Zoo) -> None:
        """Hide tables, plots and ways to other pages.

        :param found: what it is of the zoo, if it is generated.
        """
        content = page.content or ""
        shown = searched_html(content, generated=found is not None)
        if shown != content:
            page.content, self._content = shown, content
        if found and zoo.has(found) and zoo.language.startswith("zh"):
            # Material's search knows only whole runs of Chinese, but looks at tags first; a name
            # in a text is worth as much as in any other.
            self._tags = page.meta.get("tags")
            page.meta["tags"] = [*(self._tags or ()), *map(escape, search_tags(zoo.view(found)))]

    def show(self, page: Page) -> None:
        """Give a page back what it had."""
        if self._content:
            page.content = self._content.replace(' data-search-exclude=""', "")
            self._content = ""
        if self._tags is not _KEPT:
            page.meta["tags"], self._tags = self._tags, _KEPT
            if page.meta["tags"] is None:
                del page.meta["tags"]


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


def search_tags(page: View) -> list[str]:
    """Return the names of a page and its Chinese tasks, cut into words if the search has jieba.

    So cut they have the words that texts have, and other pages with these are found as before.
    """
    jieba: Any = modules.get("jieba")
    found = [*page.names, *(topic for topic in page.topics if has_han(topic))]
    if jieba is None:
        return found
    return [_HAN_RUN.sub(lambda run: "\u200b".join(jieba.cut(run[0])), name) for name in found]
