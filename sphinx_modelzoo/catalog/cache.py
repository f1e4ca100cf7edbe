"""A cache of parsed entries, kept next to the doctrees and looked up by the hash of the text.

The file has two parts, so that an edited entry does not rewrite everything: a large one, and a
small one with what was added since. A file that is foreign, damaged or of another version is
ignored, and so is a place that cannot be written: the cache changes nothing but the time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
import platform
from collections.abc import Mapping
from functools import cache as memoize
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pydantic
import yaml
from pydantic.dataclasses import is_pydantic_dataclass

from sphinx_modelzoo import __version__
from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.schema import model as schema_module
from sphinx_modelzoo.schema.model import Model

_MAGIC = b"sphinx-modelzoo catalog cache 1\n"
_SUM = 16
# The small part may have this many entries, or this share of the large one.
_RECENT = 64
_RECENT_SHARE = 0.05
# The modules that decide how a text becomes a model.
_SOURCES = (
    "catalog/entries.py",
    "catalog/reading.py",
    "guards.py",
    "schema/head.py",
    "schema/languages.py",
    "schema/model.py",
    "schema/pruning.py",
    "schema/quantities.py",
    "schema/shape.py",
    "schema/types.py",
    "schema/validation.py",
    "yamltext/parsing.py",
    "yamltext/splitting.py",
)
_ALLOWED = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("sphinx_modelzoo.catalog.cache", "FileRecord"),
    ("sphinx_modelzoo.schema.languages", "LocalizedText"),
}


class FileRecord(NamedTuple):
    """The content of a file that was read as a whole.

    ``head`` has the fields at its top; ``lines`` and ``digests`` go with ``models``. ``single`` is
    true where the file is one entry.
    """

    head: Mapping[Any, Any]
    models: tuple[Model, ...]
    lines: tuple[int, ...]
    digests: tuple[str, ...]
    single: bool


Record = Model | FileRecord


def text_key(data: bytes | memoryview) -> bytes:
    """Return the hash by which a text is looked up."""
    return hashlib.blake2b(data, digest_size=_SUM).digest()


class ParseCache:
    """A cache of records by the hash of their text.

    :param path: where it is kept; ``None`` for a cache that lasts for one load.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._large_bytes = b""
        self._large: dict[bytes, Record] = {}
        self._recent: dict[bytes, Record] = {}
        self._new: dict[bytes, Record] = {}
        self._used: set[bytes] = set()
        if path is not None:
            with contextlib.suppress(OSError):
                self._load(path.read_bytes())

    @property
    def empty(self) -> bool:
        """Return True if nothing was kept from an earlier run."""
        return not (self._large or self._recent)

    def get(self, key: bytes) -> Record | None:
        """Return the record of a text, or ``None`` if it was not parsed before."""
        found = self._large.get(key) or self._recent.get(key) or self._new.get(key)
        if found is not None:
            self._used.add(key)
        return found

    def put(self, key: bytes, record: Record) -> None:
        """Keep the record of a text."""
        self._new[key] = record
        self._used.add(key)

    def save(self) -> None:
        """Write new records, if any; records that were not used in this run are dropped."""
        if self._path is None or not self._new:
            return
        recent = {**self._recent, **self._new}
        recent = {key: record for key, record in recent.items() if key in self._used}
        large = self._large_bytes
        if len(recent) > max(_RECENT, _RECENT_SHARE * len(self._large)):
            kept = {key: record for key, record in self._large.items() if key in self._used}
            large, recent = _dump({**kept, **recent}), {}
        parts = [large or _dump({}), _dump(recent)]
        with contextlib.suppress(OSError):
            write_if_changed(self._path, b"".join([_MAGIC, _salt(), *map(_framed, parts)]))

    def _load(self, data: bytes) -> None:
        view = memoryview(data)
        start = _MAGIC + _salt()
        if not data.startswith(start):
            return
        parts = _unframed(view[len(start) :])
        if parts is None:
            return
        try:
            large, recent = (_Unpickler(io.BytesIO(part)).load() for part in parts)
        except Exception:  # a damaged pickle can raise anything
            return
        if isinstance(large, dict) and isinstance(recent, dict):
            self._large, self._recent = large, recent
            self._large_bytes = bytes(parts[0])


class _Unpickler(pickle.Unpickler):
    """An unpickler of the classes of the schema, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        schema = module == Model.__module__ and is_pydantic_dataclass(getattr(schema_module, name))
        if schema or (module, name) in _ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a catalog cache")


def _dump(records: Mapping[bytes, Record]) -> bytes:
    return pickle.dumps(records, protocol=4)


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big") + text_key(part) + part


def _unframed(view: memoryview) -> list[memoryview] | None:
    """Return the two parts of a file, or ``None`` where it is damaged."""
    parts = []
    for _ in range(2):
        head = 8 + _SUM
        length = int.from_bytes(view[:8], "big")
        part = view[head : head + length]
        if len(part) != length or text_key(part) != view[8:head]:
            return None
        parts.append(part)
        view = view[head + length :]
    return parts if not view else None


@memoize
def _salt() -> bytes:
    """Return a hash of all that decides how a text is parsed, except the text itself."""
    folder = files("sphinx_modelzoo")
    parts = [__version__, pydantic.VERSION, platform.python_version(), yaml.__version__]
    parts.append(str(yaml.__with_libyaml__))
    parts += [(folder / name).read_text(encoding="utf-8") for name in _SOURCES]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=32).digest()
