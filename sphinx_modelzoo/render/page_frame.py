"""The surroundings of a model's page in HTML: links to its neighbours, and redirects."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render.delimiters import IGNORE, plain_html
from sphinx_modelzoo.render.tags import ROOT
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.views.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable


_NAV = " ".join(("modelzoo-nav", ROOT, *IGNORE))


def page_nav(
    *,
    previous: tuple[str, str] | None,
    following: tuple[str, str] | None,
    home: tuple[str, str] | None,
    edit: tuple[str, str] | None,
    words: Callable[[str], str],
) -> str:
    """Write the links from a page to its neighbours, back to the table, and to the source.

    Each is an address and its text; ``None`` leaves the link out.
    """
    links = [
        _neighbour(previous, "previous", "prev", words("Previous")),
        _link(home, "modelzoo-nav-up", "up"),
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


def _link(link: tuple[str, str] | None, name: str, rel: str) -> str:
    if link is None:
        return ""
    address, text = link
    return f'<a class="{name}" rel="{rel}" href="{escape(address)}">{plain_html(text)}</a>'


def redirect_page(address: str, name: str, language: str) -> str:
    """Write a page at the address of an old id that redirects to the model's page.

    :param language: the normalized language of the site.
    """
    address, title = escape(address), escape(name)
    sentence = escape(labels(language).gettext("This model's page has moved:"))
    return (
        f'<!DOCTYPE html>\n<html lang="{html_language(language)}">\n<head>\n'
        f'<meta charset="utf-8" />\n<title>{title}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}" />\n'
        f'<link rel="canonical" href="{address}" />\n'
        '<meta name="robots" content="noindex" />\n</head>\n<body>\n'
        f'<p>{sentence} <a href="{address}">{title}</a></p>\n</body>\n</html>\n'
    )
