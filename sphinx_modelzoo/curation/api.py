"""What a plugin's rules and formats take and return. Provisional until 1.0.

The rest of the interface is in :mod:`sphinx_modelzoo.api`.
"""

from __future__ import annotations

from sphinx_modelzoo.curation.formats.importer_types import (
    Draft,
    FormatWriter,
    ImportContext,
    Importer,
    ImportResult,
    LeftOut,
    Note,
    Place,
    files_below,
    importer,
    read_each,
    read_text,
    refusal,
    writer,
)
from sphinx_modelzoo.curation.rules.rule import Edit, Finding, RuleContext, RuleWords, rule
from sphinx_modelzoo.problems.codes import ProblemKind

__all__ = [
    "Draft",
    "Edit",
    "Finding",
    "FormatWriter",
    "ImportContext",
    "ImportResult",
    "Importer",
    "LeftOut",
    "Note",
    "Place",
    "ProblemKind",
    "RuleContext",
    "RuleWords",
    "files_below",
    "importer",
    "read_each",
    "read_text",
    "refusal",
    "rule",
    "writer",
]
