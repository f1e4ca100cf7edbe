"""Options of directives, handed on as they were typed: the views' own parser judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.views.option_parsing import unread

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective


class AnyOption(dict[str, Any]):
    """Lets every option through, so that a wrong one gets our message with the nearest name."""

    def __getitem__(self, name: str) -> Any:
        return _as_written

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True  # docutils reads no options where there are none to read


def warn_of_content(directive: SphinxDirective) -> None:
    """Say what stands below or behind a directive and is not read: mostly an option, mistyped.

    docutils would only say that there may be no content, and leave the directive out.
    """
    line = next((line for line in directive.content if line.strip()), "")
    if line:
        warn(unread(line).within(directive.name), directive.get_location())


def _as_written(argument: str | None) -> str:
    return argument or ""
