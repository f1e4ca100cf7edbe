"""The tables of a model's page in HTML: written as every other table, their cells by Sphinx.

They are docutils tables until HTML is written, so that references, other builders and translators
find in them what they look for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_modelzoo.render.html import SPHINX_TABLE_CLASSES
from sphinx_modelzoo.render.table_nodes import GRID
from sphinx_modelzoo.render.tags import box_opening, cell_tags, table_head, table_opening
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.views.labels import labels

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

_PREFIX = "modelzoo-"


class modelzoo_grid(nodes.table):  # noqa: N801 - node classes are lower case
    """A table of a model's page, about to be written as HTML."""


def claim_grids(document: nodes.document) -> None:
    """Mark the tables of a page to be written by this module."""
    for table in list(document.findall(nodes.table)):
        if GRID in table["classes"]:
            table.replace_self(modelzoo_grid("", *table.children, **table.attributes))


def visit_grid_html(self: HTML5Translator, node: modelzoo_grid) -> None:
    """Write a table in its box, each cell with the label of its column."""
    role = next((name for name in reversed(node["classes"]) if name.startswith(_PREFIX)), "")
    stubs = [bool(spec.get("stub")) for spec in node.findall(nodes.colspec)]
    head = next(iter(node.findall(nodes.thead)))
    heads = [(" ".join(entry["classes"]), entry.astext()) for entry in head.findall(nodes.entry)]
    names = " ".join(("modelzoo-table", role, *SPHINX_TABLE_CLASSES))
    self.body += [
        box_opening(role.removeprefix(_PREFIX), _name(self, node)),
        table_opening(names),
        table_head(heads),
        '<tbody role="rowgroup">\n',
    ]
    for row in next(iter(node.findall(nodes.tbody))).findall(nodes.row):
        self.body.append('<tr role="row">')
        for column, stub, entry in zip(heads, stubs, row.children, strict=True):
            opening, closing = cell_tags(*column, heads=stub and bool(entry.children))
            self.body.append(f"{opening}>")
            for part in entry.children:
                part.walkabout(self)
            self.body.append(closing)
        self.body.append("</tr>\n")
    self.body.append("</tbody>\n</table>\n</div>\n")
    raise nodes.SkipNode


def _name(writer: HTML5Translator, node: nodes.Element) -> str:
    """Name a table after the section that it is in."""
    section: nodes.Element | None = node
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    title = section.next_node(nodes.title) if section is not None else None
    if title is not None:
        return title.astext()
    return labels(zoo(writer.builder.env).settings.language)("Table of models")
