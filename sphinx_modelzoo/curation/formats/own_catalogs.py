"""Catalogs in the package's own format, in YAML or as ``modelzoo export`` writes them in JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import entry_to_data, head_data
from sphinx_modelzoo.curation.formats.importer_types import (
    Draft,
    ImportContext,
    ImportResult,
    Place,
    files_below,
    importer,
)
from sphinx_modelzoo.problems.messages import Message, ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUFFIXES = (".yaml", ".yml", ".json")
_SCHEMA = re.compile(r"""^\s*\{?\s*["']?schema_version["']?\s*:|["']schema_version["']\s*:""", re.M)
_MODELS = re.compile(r"^models:", re.MULTILINE)
_ENTRY = re.compile(r"^id:\s*[\"']?[a-z0-9\-]+[\"']?\s*$", re.MULTILINE)


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is a catalog, or one entry of it."""
    if path.suffix.casefold() not in _SUFFIXES:
        return False
    single = _ENTRY.search(text) and re.search("^name:", text, re.MULTILINE)
    return bool(_SCHEMA.search(text[:2000]) or _MODELS.search(text) or single)


def find(folder: Path) -> Sequence[Path]:
    """Find the catalog files of a folder, as a catalog of one file per model has them."""
    found = []
    for path in files_below(folder):
        if path.suffix.casefold() not in (".yaml", ".yml"):
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        if sniff(path, text):
            found.append(path)
    return found


@importer("catalog", "catalogs of sphinx-modelzoo (YAML or JSON)", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read catalogs; what is wrong in their entries is left out."""
    result = ImportResult()
    catalog = load_catalog([str(path.absolute()) for path in paths], Path.cwd())
    context.expect(len(catalog.entries))
    if not catalog.entries and catalog.problems and paths:
        problem = catalog.problems[0]
        raise ProblemError(problem.at(problem.file or context.display(paths[0]), problem.line))
    result.head = head_data(catalog)
    result.count("files", len(paths))
    for problem in catalog.problems:
        if problem.severity == "error":
            what = problem.model or Message("an entry")
            what = (
                Message("{field} of {what}", field=problem.field, what=what)
                if problem.field
                else what
            )
            result.leave_out(what, problem.text, Place(problem.file, problem.line))
    for entry in catalog.entries:
        place = context.place(entry.origin.file, entry.origin.line)
        draft = Draft(entry_to_data(entry.model), place)
        if entry.language:
            draft.hints["language"] = entry.language
        result.drafts.append(draft)
        result.count("entries")
        context.progress(1)
    return result
