"""Sources as given at the shell: files and folders, each with its format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.importer_types import (
    ImportContext,
    ImportResult,
    Place,
    read_text,
    recognise,
    refusal,
)
from sphinx_modelzoo.problems.messages import Message, ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Importer


# Files that may well hold tables, but none that can be read.
_TABLES = frozenset((".xls", ".xlsx", ".xlsm", ".ods", ".numbers", ".docx", ".tex"))
_DATA = frozenset((".json", ".jsonl", ".ndjson", ".yaml", ".yml"))
_METAFILES = ("metafile.yml", "metafile.yaml")
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
    folders = False
    for source in dict.fromkeys(sources):
        given = importers[name] if name else None
        folders = folders or source.is_dir()
        for reader, files in _open(source, context, importers, given, target):
            if runs and runs[-1][0].name == reader.name:
                runs[-1][1].extend(files)
            else:
                runs.append((reader, list(files)))
    if not folders:
        return [(reader.name, reader.read(files, context)) for reader, files in runs]
    return _read_what_holds_models(runs, context)


def _read_what_holds_models(
    runs: Sequence[tuple[Importer, list[Path]]], context: ImportContext
) -> list[tuple[str, ImportResult]]:
    """Read the files of folders; those of a format without a model are left out.

    :raises ProblemError: when no file holds a model.
    """
    found: list[tuple[str, ImportResult]] = []
    refused: ProblemError | None = None
    for reader, files in runs:
        try:
            found.append((reader.name, reader.read(files, context)))
        except ProblemError as error:
            refused = refused or error
            result = ImportResult()
            problem = error.problem
            result.leave_out("the file", problem.text, Place(problem.file, problem.line))
            found.append((reader.name, result))
    if refused is not None and not any(result.drafts for _, result in found):
        raise refused
    return found


def _open(
    source: Path,
    context: ImportContext,
    importers: Mapping[str, Importer],
    reader: Importer | None,
    target: Path | None,
) -> list[tuple[Importer, Sequence[Path]]]:
    shown = context.display(source)
    if not source.exists():
        raise refusal("import.missing", "file or folder not found", file=shown)
    if source.is_dir():
        if found := _files_of(source, [reader] if reader else list(importers.values()), target):
            return found
        what = reader.title if reader else Message("files of a known format")
        raise refusal(
            "import.empty",
            Message("the folder holds no {what}", what=what),
            file=shown,
            hint=_hint(importers),
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
    return [(reader, [source])]


def _files_of(
    folder: Path, importers: Sequence[Importer], target: Path | None
) -> list[tuple[Importer, Sequence[Path]]]:
    """Return the files of a folder by their formats; each is read once, by the first that fits.

    The README next to a metafile says the same again.
    """
    found: list[tuple[Importer, Sequence[Path]]] = []
    taken: set[Path] = set()
    for place, importer in enumerate(importers):
        files = []
        for path in importer.find(folder):
            if path in taken or _is_part(path, target) or _is_described(path, importers):
                continue
            earlier = importers[:place] if path.suffix.casefold() in _DATA else ()
            if not any(one.sniff(path, _text(path)) for one in earlier):
                files.append(path)
        taken.update(files)
        if files:
            found.append((importer, files))
    return found


def _is_described(path: Path, importers: Sequence[Importer]) -> bool:
    """Return True for a README next to an OpenMMLab metafile, if those are read."""
    formats = [importer.name for importer in importers]
    return (
        len(formats) > 1
        and path.name.casefold().startswith("readme")
        and any((path.parent / name).is_file() for name in _METAFILES)
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _is_part(path: Path, target: Path | None) -> bool:
    return target is not None and path.resolve().is_relative_to(target.resolve())


def _hint(importers: Mapping[str, Importer]) -> str:
    return Message("name the format with --from: {names}", names=", ".join(importers))
