"""The roles ``modelzoo:model`` and ``modelzoo:count``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.views.references import bad_count, count_models

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment


class ModelRole(XRefRole):
    """``:modelzoo:model:`yolov4```: a link with the model's name as its text.

    ``text <yolov4>`` gives it another text; ``resnet/resnet50`` leads to a variant, and
    ``~resnet/resnet50`` names only the variant; ``!`` makes no link.
    """

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Read the ``~``; the name itself is known only when the page is written."""
        target = target.strip()
        if has_explicit_title:
            return title, target
        if target.startswith("~"):
            refnode["modelzoo:short"] = True
            target = target[1:]
        return target, target  # the words are the model's name, once it is found


class CountRole(SphinxRole):
    """``:modelzoo:count:`task == "object-detection"```: how many models a filter matches.

    An empty filter cannot be written in a role: ``all`` counts every model.
    """

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Put the number in place as text, so that titles can hold it too."""
        from sphinx_modelzoo.sphinx_ext.domain import zoo

        domain = zoo(self.env)
        domain.registries[self.env.docname] = domain.catalog.registry.digest
        query = self.text.strip()
        try:
            value = count_models(domain.catalog, query)
        except ProblemError as error:
            warn(bad_count(error), self.get_location())
            return [nodes.Text(self.text)], []
        domain.note_count(self.env.docname, query, value)
        return [nodes.Text(str(value))], []
