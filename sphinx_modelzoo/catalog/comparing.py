"""Two catalogs to compare, of which only the entries that differ are parsed.

Two releases of a catalog of thousands have most entries in common, and parsing takes nearly all of
the time. An entry whose text is the same in both is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sphinx_modelzoo.catalog.cache import ParseCache, text_key
from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.sources import find_sources
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import as_utf8, has_anchors
from sphinx_modelzoo.yamltext.splitting import split

Place = tuple[Sequence[str], Path]
"""The files, folders and patterns of a catalog, and the folder that they are relative to."""


def load_two(old: Place, new: Place, registry: Registry) -> tuple[Catalog, Catalog]:
    """Load two catalogs, with a placeholder for each entry that is the same in both."""
    common = _chunks(*old) & _chunks(*new)
    stand_ins = {key: Model(id=f"same-{key.hex()}", name="same") for key in sorted(common)}
    loaded = _load((old, new), registry, stand_ins)
    known = {model.id for model in stand_ins.values()}
    # A layout in which entries depend on each other is read as a whole after all.
    if any(known - {model.id for model in catalog.models} for catalog in loaded):
        loaded = _load((old, new), registry, {})
    return loaded[0], loaded[1]


def _load(
    places: Iterable[Place], registry: Registry, stand_ins: dict[bytes, Model]
) -> list[Catalog]:
    """Load catalogs; what one has parsed the next one takes."""
    cache = ParseCache(None)
    for key, model in stand_ins.items():
        cache.put(key, model)
    return [
        load_catalog(patterns, root, registry=registry, cache=cache) for patterns, root in places
    ]


def _chunks(patterns: Sequence[str], root: Path) -> set[bytes]:
    """Return the keys of the entries of a catalog that depend on no other, each once."""
    paths, _ = find_sources(patterns, root)
    found: dict[bytes, int] = {}
    for key in _keys(paths):
        found[key] = found.get(key, 0) + 1
    return {key for key, count in found.items() if count == 1}


def _keys(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        try:
            data = as_utf8(path.read_bytes())
        except (OSError, YamlError):
            continue  # is reported where the catalog is loaded
        layout = split(data)
        if layout is not None and not has_anchors(data.decode()):
            for chunk in layout.chunks:
                yield text_key(memoryview(data)[chunk.start : chunk.end])
