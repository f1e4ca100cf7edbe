"""Atom (RFC 4287): a feed of the models, newest first.

Dates are those of the catalog, never the clock's: the latest ``added`` or ``updated`` of an entry
and its variants, else when the paper was published. A model without any date is left out: given
another model's date, it would look new to feed readers whenever that model changes.
"""

from __future__ import annotations

import posixpath
import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

from sphinx_modelzoo.exports.interface import Selection, exporter, unfit
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.papers import paper_date
from sphinx_modelzoo.views.labels import N_, labels
from sphinx_modelzoo.views.model_page import description
from sphinx_modelzoo.views.parts import PageContext

if TYPE_CHECKING:
    from sphinx_modelzoo.exports.interface import Site
    from sphinx_modelzoo.schema.model import Model

_MOST = 500
"""The most entries of a feed, which programs fetch again and again."""


@exporter("atom", "Atom, a feed of the models")
def to_text(selection: Selection) -> str:
    """Write an entry for every model with a date, and no more than the 500 newest.

    Addresses are absolute where that of the site is known, and relative to the feed elsewhere.
    """
    site = selection.site
    dated = [(_date(model), model) for model in selection.models]
    dated = sorted((one for one in dated if one[0]), key=lambda one: one[0], reverse=True)[:_MOST]
    if not dated:
        raise unfit("no model has a date: give “added” or “updated”, or the paper's “year”")
    words = labels(selection.language, selection.catalog.registry)
    title, language = site.title or words(N_("Models")), None
    if selection.catalog.title is not None:
        title, language = selection.catalog.title.best(selection.language)
    feed = ElementTree.Element(
        "feed",
        {
            "xmlns": "http://www.w3.org/2005/Atom",
            "xml:lang": html_language(selection.language),
        },
    )
    own = _address(site, quote(site.path))
    _add(feed, "id", own if site.base else _name(title, selection.language))
    _add(feed, "title", title, language)
    _add(feed, "updated", _time(dated[0][0]))
    _link(feed, "alternate", _address(site, site.home))
    if site.path:
        _link(feed, "self", own)
    _author(feed, site.author or title)
    for date, model in dated:
        ctx = PageContext(selection.catalog, model, words)
        feed.append(_entry(ctx, date, site, title))
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, "unicode")}\n'


def _entry(ctx: PageContext, date: str, site: Site, title: str) -> ElementTree.Element:
    model = ctx.model
    entry = ElementTree.Element("entry")
    address = _address(site, site.page(model))
    whole = ":" in address.partition("/")[0]
    _add(entry, "id", address if whole else _name(title, ctx.language, model.id))
    _add(entry, "title", model.name)
    _add(entry, "updated", _time(date))
    if model.added is not None:
        _add(entry, "published", _time(model.added.isoformat()))
    _link(entry, "alternate", address)
    if model.publisher:
        _author(entry, model.publisher)
    about = description(ctx)
    if about.text:
        _add(entry, "summary", about.text, about.language)
    return entry


def _date(model: Model) -> str:
    """Return the date of a model's last change, as far as is known: ``2020-04-23``, ``2020``."""
    found = [
        date.isoformat()
        for one in (model, *model.variants)
        for date in (one.added, one.updated)
        if date is not None
    ]
    paper = paper_date(model.paper) if model.paper else ""
    return max(found, default=f"{paper}-01-01"[:10] if paper else "")


def _time(date: str) -> str:
    return f"{date}T00:00:00Z"


def _name(*parts: str) -> str:
    """Return an id that stays the same, for what has no absolute address."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '#'.join(('sphinx-modelzoo', *parts)))}"


def _address(site: Site, target: str) -> str:
    """Return an address of the site as the feed has it.

    :param target: the address, from the root of the site.
    """
    if site.base or ":" in target.partition("/")[0]:
        return urljoin(site.base, target)
    path, mark, place = target.partition("#")
    slash = "/" if path.endswith("/") or not path else ""
    folder = posixpath.dirname(quote(site.path)) or "."
    return f"{posixpath.relpath(path or '.', folder)}{slash}{mark}{place}"


def _add(parent: ElementTree.Element, tag: str, text: str, language: str | None = None) -> None:
    """Add a text, whose language is named where it is not the feed's."""
    attributes = {"xml:lang": html_language(language)} if language else {}
    ElementTree.SubElement(parent, tag, attributes).text = text


def _link(parent: ElementTree.Element, relation: str, address: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "href": address})


def _author(parent: ElementTree.Element, name: str) -> None:
    _add(ElementTree.SubElement(parent, "author"), "name", name)
