"""The look of the site: the way to the other language, and Furo's own words in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from common import OTHERS, SUFFIXES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

NAMES = {"zh": "中文", "en": "English"}

# Furo has no Chinese catalog, and some of its words stand in its templates untranslated.
FURO_IN_CHINESE = {
    "<title>Contents</title>": "<title>目录</title>",
    "<title>Menu</title>": "<title>菜单</title>",
    "<title>Expand</title>": "<title>展开</title>",
    "<title>Light mode</title>": "<title>浅色</title>",
    "<title>Dark mode</title>": "<title>深色</title>",
    "<title>Auto light/dark, in light mode</title>": "<title>跟随系统，当前为浅色</title>",
    "<title>Auto light/dark, in dark mode</title>": "<title>跟随系统，当前为深色</title>",
    'aria-label="Toggle site navigation sidebar"': 'aria-label="打开或收起导航栏"',
    'aria-label="Toggle table of contents sidebar"': 'aria-label="打开或收起本页目录"',
    'aria-label="Toggle Light / Dark / Auto color theme"': 'aria-label="切换浅色、深色或跟随系统"',
    ">Skip to content<": ">跳到正文<",
    ">Back to top<": ">回到顶部<",
    ">On this page<": ">本页目录<",
    "<span>Next</span>": "<span>下一页</span>",
    "<span>Previous</span>": "<span>上一页</span>",
    ">Home<": ">首页<",
    ">Error<": ">错误<",
    ">Please activate JavaScript to enable the search functionality.<": (
        ">请启用 JavaScript 以使用搜索功能。<"
    ),
    ">Copyright &#169;": ">版权所有 &#169;",
    'Made with <a href="https://www.sphinx-doc.org/">Sphinx</a> and': (
        '使用 <a href="https://www.sphinx-doc.org/">Sphinx</a> 和'
    ),
    "@pradyunsg</a>'s": "@pradyunsg</a> 的",
    '<a href="https://github.com/pradyunsg/furo">Furo</a>': (
        '<a href="https://github.com/pradyunsg/furo">Furo</a> 构建'
    ),
}


def _pattern(english: str) -> str:
    """The words, wherever the template breaks its lines."""
    loose = r"\s+".join(re.escape(word) for word in english.split())
    return re.sub(r"^>", r">\\s*", re.sub(r"<$", r"\\s*<", loose))


_FURO = re.compile(
    "|".join(f"(?P<m{i}>{_pattern(text)})" for i, text in enumerate(FURO_IN_CHINESE))
)
_CHINESE = list(FURO_IN_CHINESE.values())


def chinese(html: str) -> str:
    """A page of the theme with the theme's own words in Chinese."""
    return _FURO.sub(lambda found: _CHINESE[int(str(found.lastgroup)[1:])], html)


# Tables of five columns want more room than prose. Not in the style sheet: an EPUB has that, too.
WIDE = "<style>@media (min-width: 82em) { .content { width: 60em; } }</style>\n"


def add_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """On ``html-page-context``: what ``templates/`` asks for."""
    language = app.config.language
    other = OTHERS[language]
    twin = re.sub(rf"_{SUFFIXES[language]}\Z", f"_{SUFFIXES[other]}", pagename)
    context["twin"] = {
        "language": other,
        "name": NAMES[other],
        "uri": f"{context['content_root']}../{other}/{app.builder.get_target_uri(twin)}",
    }
    tag = context.get("html_tag", "")  # of an EPUB, where Sphinx does not name the language
    if tag.startswith("<html ") and " lang=" not in tag:
        name = app.config.epub_language
        context["html_tag"] = f'{tag[:-1]} lang="{name}" xml:lang="{name}">'
    if "modelzoo-wrap" in context.get("body", "") and not context["embedded"]:
        context["metatags"] = context.get("metatags", "") + WIDE
    context["in_our_language"] = chinese if language == "zh" else str


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("html-page-context", add_context)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
