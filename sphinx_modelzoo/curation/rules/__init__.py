"""What a schema cannot see: rules about catalogs that are valid and still wrong.

A family of rules is a module with a ``@rule``, and
:mod:`~sphinx_modelzoo.curation.rules.all_rules` checks a catalog against them. A rule never changes
anything; it may say which edits would fix the problem
(:mod:`~sphinx_modelzoo.curation.rules.fixes` makes them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def rule_modules() -> tuple[ModuleType, ...]:
    """Import the modules of all families, in the order in which they look for problems."""
    from sphinx_modelzoo.curation.rules import (
        belonging,
        duplicates,
        figure_rules,
        language_rules,
        link_rules,
        markup_rules,
        name_rules,
        own_field_rules,
        text_rules,
        trust_rules,
    )

    return (
        belonging,
        text_rules,
        language_rules,
        markup_rules,
        link_rules,
        duplicates,
        figure_rules,
        name_rules,
        own_field_rules,
        trust_rules,
    )
