"""Sources as given at the shell: files and folders, each with its format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import (
    ImportContext,
    ImportResult,
    read_text,
    recognise,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Importer


# Files that may well hold tables, but none that can be read.
_TABLES = frozenset((".xls", ".xlsx", ".xlsm", ".ods", ".numbers", ".docx", ".tex"))
_WITH_TABLES = frozenset((".md", ".markdown", ".html", ".htm", ".csv", ".tsv"))
_OTHER_TABLES = "save it as CSV in UTF-8, or as Markdown, HTML or reStructuredText, first"


def read_sources(
    sources: Sequence[Path],
    context: ImportContext,
    importers: Mapping[str, Importer],
    name: str | None = None,
    *,
    target: Path | None = None,
) -> list[tuple[str, ImportResult]]:
    """Read files and folders.

    :param importers: the formats by name, in the order in which they are asked.
    :param name: the format of all of them; ``None`` to recognise it.
    :param target: the catalog to write; its own files in a folder are not sources.
    :returns: for each run of files of one format, its name and what was read.
    :raises ProblemError: when a source is missing, not readable or of no known format.
    """
    runs: list[tuple[Importer, list[Path]]] = []
    for source in dict.fromkeys(sources):
        given = importers[name] if name else None
        reader, files = _open(source, context, importers, given, target)
        if runs and runs[-1][0].name == reader.name:
            runs[-1][1].extend(files)
        else:
            runs.append((reader, list(files)))
    return [(reader.name, reader.read(files, context)) for reader, files in runs]


def _open(
    source: Path,
    context: ImportContext,
    importers: Mapping[str, Importer],
    reader: Importer | None,
    target: Path | None,
) -> tuple[Importer, Sequence[Path]]:
    shown = context.display(source)
    if not source.exists():
        raise refusal("import.missing", "file or folder not found", file=shown)
    if source.is_dir():
        for candidate in [reader] if reader else importers.values():
            files = [path for path in candidate.find(source) if not _is_part(path, target)]
            if files:
                return candidate, files
        what = reader.title if reader else "files of a known format"
        raise refusal(
            "import.empty", f"the folder holds no {what}", file=shown, hint=_hint(importers)
        )
    if reader is None:
        table = source.suffix.casefold() in _TABLES
        text = "" if table else read_text(source, context)
        reader = None if table else recognise(source, text, importers.values())
    if reader is None and source.suffix.casefold() in _WITH_TABLES:
        raise refusal("import.empty", "no table in the file", file=shown, hint=_hint(importers))
    if reader is None:
        hint = _OTHER_TABLES if table else _hint(importers)
        raise refusal("import.format", "unrecognised file format", file=shown, hint=hint)
    return reader, [source]


def _is_part(path: Path, target: Path | None) -> bool:
    return target is not None and path.resolve().is_relative_to(target.resolve())


def _hint(importers: Mapping[str, Importer]) -> str:
    return f"name the format with --from: {', '.join(importers)}"
