"""Options of directives, passed on as they were typed to the views' own parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.views.option_parsing import unread

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective


class AnyOption(dict[str, Any]):
    """An option spec that accepts anything: our own message then suggests the closest name."""

    def __getitem__(self, name: str) -> Any:
        return _as_written

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True  # docutils reads no options where there are none to read


def warn_of_content(directive: SphinxDirective) -> None:
    """Warn about ignored content of a directive, mostly a mistyped option.

    docutils would only say that no content is permitted, and leave the directive out.
    """
    line = next((line for line in directive.content if line.strip()), "")
    if line:
        warn(unread(line).within(directive.name), directive.get_location())


def _as_written(argument: str | None) -> str:
    return argument or ""
