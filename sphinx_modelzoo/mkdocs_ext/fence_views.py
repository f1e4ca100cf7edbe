"""Views in Markdown: fences with the names of the views."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from sphinx_modelzoo.mkdocs_ext.elements import (
    elements,
    flatten_sections,
    interactive_boxes,
    unsearched,
)
from sphinx_modelzoo.mkdocs_ext.fences import Fence, read_options
from sphinx_modelzoo.render.delimiters import IGNORE, PROCESS
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.plot_drawing import can_draw
from sphinx_modelzoo.render.script_data import plot_table
from sphinx_modelzoo.render.tags import ROOT
from sphinx_modelzoo.views.content import Grid, Section
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.option_parsing import options_in
from sphinx_modelzoo.views.options import shows_nothing
from sphinx_modelzoo.views.page_kinds import filled, shown_by
from sphinx_modelzoo.views.page_parts import PART, PagePart, read_part, shown_parts
from sphinx_modelzoo.views.plot_options import not_drawn
from sphinx_modelzoo.views.view import PLOT, TABLE, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.mkdocs_ext.zoo import Host, Zoo
    from sphinx_modelzoo.render.cutting import TableHtml
    from sphinx_modelzoo.views.content import Blocks


_HEADING = re.compile("h[1-6]$")


def fence_view(zoo: Zoo, fence: Fence, host: Host) -> list[Element]:
    """Return the elements of a view; none where it would not show what was meant."""
    view = zoo.catalog.registry[View][fence.kind]
    raw, unread = read_options(fence, view.argument)
    found = view.read(raw, zoo.catalog)
    for problem in (*unread, *found.problems):
        host.report(problem.within(fence.kind), fence.line + 1)
    if not found.shown or shows_nothing(unread):
        return []
    if fence.kind == PLOT and not can_draw():
        host.report(not_drawn().within(fence.kind), fence.line + 1)
    blocks = view.build(zoo.catalog, found.options, zoo.language)
    caption = getattr(found.options, "caption", "")
    name, classes = found.options.name, found.options.class_
    compare = zoo.compare if fence.kind == TABLE else ""
    return view_elements(host, blocks, caption, name, classes, compare)


def fence_part(zoo: Zoo, fence: Fence, host: Host, level: int) -> list[Element]:
    """Return the elements of the parts of a model's page that a fence asks for.

    :param level: that of the headings; 0 in a box, where there are none.
    """
    parts: list[PagePart] = []
    for one in (one for one in host.fences if one.kind == PART):
        raw, unread = options_in(one.body)
        part, wrong = read_part(one.argument, raw, zoo.catalog.registry)
        if one is fence:
            for problem in (*unread, *wrong):
                host.report(problem.within(PART), fence.line + 1)
            if part is None:
                return []
            place = len(parts)
        parts += [part] if part else []
    shown = shown_parts(parts, host.own, zoo.catalog, zoo.language)[place]
    for problem in shown.problems:
        host.report(problem.within(PART), fence.line + 1)
    if shown.model is None:
        return []
    blocks = shown.blocks
    link, words = zoo.link(host.source), zoo.words
    renderer = HtmlRenderer(
        link, words, url=zoo.url(host.source), title=zoo.title, heading=level or 2
    )
    body = renderer.blocks(filled(blocks, shown_by(zoo.catalog, zoo.language)))
    made = flatten_sections(elements(body))
    if shown.model.id == host.own:
        host.noted(tuple(block for block in blocks if isinstance(block, Section)))
    else:
        every = [element for part in made for element in part.iter()]
        ids = {element.attrib["id"] for element in every if "id" in element.attrib}
        for element in every:
            if "id" in element.attrib:
                element.set("id", f"{shown.model.id}-{element.get('id')}")
            if (name := element.get("href", "").removeprefix("#")) in ids:
                element.set("href", f"#{shown.model.id}-{name}")
    return made if level else [_without_heading(one) for one in made]


def _without_heading(element: Element) -> Element:
    """Return a paragraph in place of a heading, which would be in the page's table of contents.

    The label of a fold, which holds no paragraph, stays a phrase.
    """
    for label in element.findall(".//summary/*"):
        if _HEADING.match(label.tag):
            label.tag = "strong"
    if _HEADING.match(element.tag):
        strong = Element("strong")
        strong.text, strong[:] = element.text, list(element)
        element.tag, element.text, element[:] = "p", None, [strong]
    return element


def view_elements(
    host: Host,
    blocks: Blocks,
    caption: str = "",
    name: str = "",
    classes: Sequence[str] = (),
    compare: str = "",
) -> list[Element]:
    """Return the elements of a view's blocks, and note its interactive tables.

    :param caption: the page's own words, which are still to be read as Markdown.
    :param compare: the file with what models are compared by, for a table of models.
    """
    if not blocks:
        return []
    zoo, source = host.zoo, host.source
    tables: list[TableHtml] = []

    def write(grid: Grid, compare: str = "", **options: Any) -> str:
        settings = zoo.settings(grid, compare)
        table = renderer.table_parts(grid, settings=settings, **options)
        if settings:
            tables.append(table)
        return table.text()

    def tabulate(plot: Plot) -> str:
        return write(plot_table(plot), name=plot.table_label)

    renderer = HtmlRenderer(
        zoo.link(source),
        zoo.words,
        url=zoo.url(source),
        title=zoo.title,
        tabulate=tabulate,
    )
    anchor = "-".join(name.casefold().split())
    first, *rest = blocks
    if isinstance(first, Grid):
        table = write(first, compare, classes=classes, id=anchor)
        parts = elements(renderer.framed(first, table))
        if caption:
            # The caption is the page's own words: Markdown, links and counts included.
            for made in (one for part in parts for one in part.iter("caption")):
                made[:] = []
                made.text = caption
    else:
        box = Element("div", {"class": " ".join(("modelzoo-view", ROOT, *IGNORE, *classes))})
        if anchor:
            box.set("id", anchor)
        box.extend(elements(renderer.blocks((first,))))
        if caption:
            words = Element("p", {"class": " ".join(("caption", *PROCESS))})
            words.text = caption
            # Below the picture of a plot, whose table follows; above everything else.
            box.insert(1 if isinstance(first, Plot) else 0, words)
        parts = [box]
    host.tables.extend(zip(interactive_boxes(parts), tables, strict=True))
    return unsearched([*parts, *elements(renderer.blocks(rest))])
