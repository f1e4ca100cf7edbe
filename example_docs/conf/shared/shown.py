"""Directives for examples: what is written, and what comes of it, from one source."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.views.references import count_models

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HEADS = {"en": ("Filter", "Models that", "Here"), "zh": ("过滤条件", "选出的模型", "本库中")}
SEPARATOR = " :: "


class ShownDirective(SphinxDirective):
    """``.. shown::``: its content as a block of reST, then parsed."""

    has_content = True
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The block and the outcome, in a container each."""
        source = "\n".join(self.content)
        block = nodes.literal_block(source, source, language="rst")
        self.set_source_info(block)
        outcome = nodes.container(classes=["manual-outcome"])
        self.state.nested_parse(self.content, self.content_offset, outcome)
        return [nodes.container("", block, outcome, classes=["manual-shown"])]


class FiltersDirective(SphinxDirective):
    """``.. filter-examples::``: a table of lines ``filter :: what it chooses``, with counts."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The table; a filter that is wrong is an error of the document."""
        table = nodes.table(classes=["manual-filters"])
        group = nodes.tgroup(cols=3)
        table += group
        for width in (50, 40, 10):
            group += nodes.colspec(colwidth=width)
        head, body = nodes.thead(), nodes.tbody()
        group += [head, body]
        heads: list[list[nodes.Node]] = [[nodes.Text(word)] for word in HEADS[self.config.language]]
        head += self._row(*heads)
        domain = zoo(self.env)
        for number, line in enumerate(self.content):
            query, _, meaning = (part.strip() for part in line.partition(SEPARATOR))
            value = count_models(domain.catalog, query)
            domain.note_count(self.env.docname, query, value)
            words, messages = self.parse_inline(meaning, lineno=self.lineno + number)
            literal = nodes.literal(query, query, classes=["filter"])
            body += self._row([literal], [*words, *messages], [nodes.Text(str(value))])
        return [table]

    @staticmethod
    def _row(*cells: list[nodes.Node]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("shown", ShownDirective)
    app.add_directive("filter-examples", FiltersDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
