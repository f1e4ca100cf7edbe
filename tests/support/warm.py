"""What a process that builds many sites need not do again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment

if TYPE_CHECKING:
    import pytest


def remember_templates(patch: pytest.MonkeyPatch) -> None:
    """Compile a template once: each site has an environment of its own, which forgets them.

    The code depends on the source and the options of the environment; filters are applied to
    constants, and therefore part of the key.
    """
    compiled: dict[Any, Any] = {}
    compile_ = Environment.compile

    def remembered(environment: Environment, source: Any, *arguments: Any, **options: Any) -> Any:
        if not isinstance(source, str):
            return compile_(environment, source, *arguments, **options)
        key = (
            source, arguments, tuple(options.items()), type(environment), environment.autoescape,
            environment.newstyle_gettext if hasattr(environment, "newstyle_gettext") else None,
            environment.block_start_string, environment.variable_start_string,
            environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline,
            environment.undefined, environment.finalize, environment.optimized,
            frozenset(environment.extensions), frozenset(environment.filters.items()),
        )  # fmt: skip
        if key not in compiled:
            compiled[key] = compile_(environment, source, *arguments, **options)
        return compiled[key]

    patch.setattr(Environment, "compile", remembered)
