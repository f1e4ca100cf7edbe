"""Plainer nodes for other people's builders, which know fewer kinds than Sphinx's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_modelzoo.sphinx_ext.domain import application

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The formats of Sphinx's own builders; those that write no documents have none.
FORMATS = frozenset({"", "html", "latex", "texinfo", "text", "man", "xml", "pseudoxml"})


class PlainTransform(SphinxPostTransform):
    """Make paragraphs of the labels of code and of the titles of notices.

    sphinx-markdown-builder, and sphinx-llm with it, warn of captions and of admonitions that are
    of no kind of docutils' own.
    """

    default_priority = 6

    def is_supported(self) -> bool:
        """Return True for a format that is not one of Sphinx's own."""
        return application(self.env).builder.format not in FORMATS

    def run(self, **kwargs: Any) -> None:
        """Replace what is of the zoo; the host's own nodes are the host's matter."""
        for node in [one for one in self.document.findall(nodes.Element) if _is_ours(one)]:
            title, *rest = node.children
            strong = nodes.strong("", "", *title.children)
            node.replace_self([nodes.paragraph("", "", strong), *rest])


def _is_ours(node: nodes.Element) -> bool:
    return isinstance(node, nodes.admonition | nodes.container) and bool(
        {"modelzoo-notice", "modelzoo-snippet"} & {*node["classes"]}
    )


def setup_plain(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_post_transform(PlainTransform)
