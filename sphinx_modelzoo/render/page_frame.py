"""The surroundings of a model's page in HTML: links, linked data, and redirects."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render.data import in_script
from sphinx_modelzoo.render.delimiters import IGNORE, plain_html
from sphinx_modelzoo.render.tags import ROOT
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.translations import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.views.labels import Labels
    from sphinx_modelzoo.views.translations import Twin


_NAV = " ".join(("modelzoo-nav", ROOT, *IGNORE))
_TWINS = " ".join(("modelzoo-twins", ROOT, *IGNORE))


def page_nav(
    *,
    previous: tuple[str, str] | None,
    following: tuple[str, str] | None,
    home: tuple[str, str] | None,
    edit: tuple[str, str] | None,
    words: Callable[[str], str],
    narrows: bool = False,
) -> str:
    """Write the links from a page to its neighbours, back to the table, and to the source.

    Each is an address and its text; ``None`` leaves the link out.

    :param narrows: whether readers can narrow that table to what badges of the page say.
    """
    links = [
        _neighbour(previous, "previous", "prev", words("Previous")),
        _link(home, "modelzoo-nav-up", "up", ' data-narrows=""' if narrows else ""),
        _neighbour(following, "next", "next", words("Next")),
    ]
    nav = f'<nav class="{_NAV}" aria-label="{escape(words("Models"))}">{"".join(links)}</nav>\n'
    if edit is None:
        return nav
    address, text = edit
    return f'{nav}<p class="modelzoo-edit"><a href="{escape(address)}">{escape(text)}</a></p>\n'


def _neighbour(neighbour: tuple[str, str] | None, role: str, rel: str, label: str) -> str:
    if neighbour is None:
        return ""
    address, name = neighbour
    return (
        f'<a class="modelzoo-nav-{role}" rel="{rel}" href="{escape(address)}">'
        f'<span class="modelzoo-nav-label">{plain_html(label)}</span> '
        f'<span class="modelzoo-nav-name" translate="no">{plain_html(name)}</span></a>'
    )


def _link(link: tuple[str, str] | None, name: str, rel: str, more: str) -> str:
    if link is None:
        return ""
    address, text = link
    return f'<a class="{name}" rel="{rel}" href="{escape(address)}"{more}>{plain_html(text)}</a>'


def alternate_links(twins: Sequence[Twin], default: str = "") -> str:
    """Write what tells search engines of a page in all languages, for its head.

    :param default: the tag of the one for readers of any other language, if there is one.
    """
    found = [(twin.tag, twin.address) for twin in twins]
    found += [(DEFAULT, twin.address) for twin in twins if twin.tag == default]
    return "".join(
        f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}" />\n'
        for tag, address in found
    )


def twin_line(twins: Sequence[Twin], words: Callable[[str], str]) -> str:
    """Write the line with the languages of a page, which leads to its twins."""
    names = " / ".join(
        f'<span lang="{escape(one.tag)}" aria-current="page">{plain_html(one.name)}</span>'
        if one.own
        else f'<a href="{escape(one.address)}" hreflang="{escape(one.tag)}"'
        f' lang="{escape(one.tag)}" rel="alternate">{plain_html(one.name)}</a>'
        for one in twins
    )
    label = escape(words(N_("Languages of this page")))
    return f'<nav class="{_TWINS}" aria-label="{label}">{names}</nav>\n' if names else ""


def linked_data_tag(data: str) -> str:
    """Write linked data for a page's head; browsers run no script of this type."""
    return f'<script type="application/ld+json">{in_script(data)}</script>\n' if data else ""


def redirect_page(address: str, name: str, words: Labels) -> str:
    """Write a page at the address of an old id that redirects to the model's page.

    :param words: the labels of the site's language.
    """
    address, title = escape(address), escape(name)
    sentence = plain_html(words.gettext("This model's page has moved:"))
    return (
        f'<!DOCTYPE html>\n<html lang="{html_language(words.language)}">\n<head>\n'
        f'<meta charset="utf-8" />\n<title>{title}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}" />\n'
        f'<link rel="canonical" href="{address}" />\n'
        '<meta name="robots" content="noindex" />\n</head>\n<body>\n'
        f'<p>{sentence} <a href="{address}">{title}</a></p>\n</body>\n</html>\n'
    )
