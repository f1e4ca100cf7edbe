"""Loading a catalog: files in, models out, and all problems in one list."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sphinx_modelzoo.catalog.cache import ParseCache
from sphinx_modelzoo.catalog.catalog import Catalog, Entry, Origin, digest_of
from sphinx_modelzoo.catalog.entries import ReadEntry
from sphinx_modelzoo.catalog.linking import Linker
from sphinx_modelzoo.catalog.reading import SourceFile, read_file
from sphinx_modelzoo.catalog.sources import find_sources
from sphinx_modelzoo.catalog.text_records import TextRecords, read_records, stale_paths
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.messages import Problem
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.own_fields import OwnField

__all__ = ["find_sources", "load_catalog"]


def load_catalog(
    patterns: str | Sequence[str],
    root: Path,
    *,
    registry: Registry | None = None,
    cache: Path | ParseCache | None = None,
    here: str = "",
) -> Catalog:
    """Read a catalog. Invalid input never raises: it is reported in ``problems`` and left out.

    :param patterns: files, patterns or folders (see :func:`find_sources`).
    :param root: the folder that they are relative to.
    :param registry: what the catalog is shown or checked with; not needed to read it.
    :param cache: a file that keeps parsed entries, so that unchanged ones are not parsed again; or
        what is kept already.
    :param here: the name of ``root`` in messages.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100  (resolve() would follow links)
    paths, problems = find_sources(patterns, root, here)
    parsed = cache if isinstance(cache, ParseCache) else ParseCache(cache)
    sources = [read_file(path, shown_path(path, root), parsed) for path in paths]
    records, flaws = read_records(paths, root)
    catalog = _assembled(sources, [*problems, *flaws], records, registry or Registry())
    parsed.save()
    return catalog


def _assembled(
    sources: Sequence[SourceFile],
    problems: Sequence[Problem],
    records: TextRecords | None,
    registry: Registry,
) -> Catalog:
    linker = Linker(sources)
    vocabularies, fields = linker.vocabularies(), linker.fields()
    presets = linker.presets(registry.declaring(OwnField, fields) if fields else registry)
    terms: list[Sequence[object]]
    terms = [(s.head.tasks, s.head.datasets, s.head.metrics) for s in sources]
    terms.append(tuple(fields.values()))
    added = digest_of(*(repr(more) for more in terms if any(more)))
    entries: list[Entry] = []
    kept: list[ReadEntry] = []
    unique = linker.unique()
    ids = frozenset(found.id for _, found in unique)
    for source, found in unique:
        read = linker.with_known_tasks(found, vocabularies.tasks)
        read = linker.with_own_fields(read, fields)
        if read.model is None:
            continue
        language = source.head.language
        stale = stale_paths(read.model, language, records, ids) if records else ()
        digest = digest_of(read.digest, language or "", added, *map(repr, stale))
        origin = Origin(source.path, read.line)
        entries.append(Entry(read.model, origin, digest, language, read.cuts, stale=stale))
        kept.append(read)
    linker.check_drafts(vocabularies.tasks, fields)
    linker.check_neighbours(kept)
    own = (one for source in sources for one in source.problems)
    every = [*problems, *linker.problems, *own]
    every.sort(key=lambda one: (one.file, one.line, one.column, one.code, one.text))
    heads = [source.head for source in sources]
    silence = dict.fromkeys(code for head in heads for code in head.silence)
    return Catalog(
        entries=tuple(entries),
        vocabularies=vocabularies,
        fields=fields,
        presets=presets,
        language=heads[0].language if heads else None,
        title=next((head.title for head in heads if head.title is not None), None),
        problems=tuple(dict.fromkeys(every)),
        files=tuple(source.path for source in sources),
        heads=tuple((source.path, source.head) for source in sources),
        records=records,
        silence=tuple(silence),
        registry=registry,
    )
