"""The directives of the views: all of one kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.problems.messages import problem
from sphinx_modelzoo.render.plot_drawing import can_draw
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.page_blocks import view_node
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.views.option_parsing import no_argument, options_in, unread
from sphinx_modelzoo.views.options import shows_nothing
from sphinx_modelzoo.views.plot_options import not_drawn
from sphinx_modelzoo.views.view import PLOT, TABLE, View

if TYPE_CHECKING:
    from sphinx_modelzoo.problems.messages import Problem


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


def written(directive: SphinxDirective) -> str:
    """Return a directive as it was written: MyST-Parser before 5.2 gives its body alone."""
    text = directive.block_text or ""
    if text.lstrip().startswith(("..", "```", "~~~", ":::")):
        return text
    source, line = directive.get_source_info()
    if not source or not line:
        return text
    try:
        lines = Path(source).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):  # of text that has no file
        return text
    fence = re.compile(rf"([\s>]*)(`{{3,}}|~{{3,}}|:{{3,}})\s*\{{{re.escape(directive.name)}\}}")
    for start in (line - 1, line - 2, line):  # in included files the line is one off
        if found := fence.match("".join(lines[start : start + 1])):
            body = [one[len(found[1]) :] for one in lines[start:]]
            ends = (number for number, one in enumerate(body) if one.strip() == found[2])
            return "\n".join(body[: next(ends, len(body))])
    return text


def lost_options(source: str) -> tuple[dict[str, str], list[Problem]]:
    """Read the options of a fence that MyST could not read, as for ``"ImageNet" in datasets``.

    MyST leaves all of them out then, and the table would show the whole zoo.

    :param source: the directive as it was written.
    """
    lines = source.splitlines()
    if lines and re.match(r"\s*(?:`{3,}|~{3,}|:{3,})", lines[0]):
        lines = lines[1:]
    if not lines or not re.match(r"\s*(?::[^:\s]|---\s*$)", lines[0]):
        return {}, []
    body = [line for line in lines if not re.match(r"\s*(?:`{3,}|~{3,}|:{3,})", line)]
    raw, problems = options_in(body)
    return raw, [problem for problem in problems if problem.option]


def typed_options(directive: SphinxDirective) -> tuple[dict[str, str], list[Problem]]:
    """Return the options of a directive as they were typed, also those that MyST cannot read."""
    raw: dict[str, str] = dict(directive.options)
    return (raw, []) if raw else lost_options(written(directive))


def _as_written(argument: str | None) -> str:
    return argument or ""


class ViewDirective(SphinxDirective):
    """A directive that shows a view, such as ``.. modelzoo::``; its name is that of the view."""

    has_content = True  # so that we can report what is wrong with it
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Check the options, and leave a node that is filled in when the page is written."""
        domain = zoo(self.env)
        domain.registries[self.env.docname] = domain.catalog.registry.digest
        view = domain.catalog.registry[View][self.name]
        location = self.get_location()
        if not domain.settings.catalog:
            unset = problem("config.catalog", "modelzoo_catalog is not set")
            warn(unset.within(self.name), location)
        warn_of_content(self)
        raw, lost = typed_options(self)
        for flaw in lost:
            warn(flaw.within(self.name), location)
        if self.arguments:
            if view.argument:
                raw.setdefault(view.argument, self.arguments[0])
            else:
                say = unread if self.name == TABLE else no_argument
                warn(say(self.arguments[0]).within(self.name), location)
        found = view.read(raw, domain.catalog)
        for flaw in found.problems:
            warn(flaw.within(self.name), location)
        if not found.shown or shows_nothing(lost):
            return []
        if self.name == PLOT and not can_draw():
            warn(not_drawn().within(self.name), location)
        node = view_node(domain, self.name, found.kept, found.options.class_)
        self.set_source_info(node)
        if caption := getattr(found.options, "caption", ""):
            children, messages = self.parse_inline(caption, lineno=self.lineno)
            node += nodes.caption(caption, "", *children)
            self.set_source_info(node[0])
            node += messages
        self.add_name(node)
        domain.note_view(self.env.docname, self.name, found.kept)
        return [node]
