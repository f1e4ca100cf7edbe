"""The version of the code that a build was made with: its release, labels and renderers.

Pages depend on it as they depend on the catalog. So it is part of every fingerprint, and of the
version of the environment, which Sphinx makes anew for another one.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import babel

import sphinx_modelzoo
from sphinx_modelzoo.schema.licenses import SPDX_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.abc import Traversable

_SUFFIXES = (".py", ".mo", ".yaml", ".css", ".js")


def stamp() -> str:
    """Return a short stamp of this version of the package: equal ones make equal pages."""
    # Babel has the names of languages, and SPDX the licences with a page.
    parts = sphinx_modelzoo.__version__, content_digest().hex(), babel.__version__, SPDX_VERSION
    return "-".join(parts)


def environment_version() -> int:
    """Return the stamp as a number, for Sphinx."""
    return int.from_bytes(hashlib.blake2b(stamp().encode(), digest_size=6).digest(), "big")


@cache
def content_digest() -> bytes:
    """Hash the package's code, labels, vocabularies and style: some 10 ms in a process."""
    whole = hashlib.blake2b(digest_size=12)
    for name, file in sorted(_contents(files(sphinx_modelzoo)), key=lambda pair: pair[0]):
        content = file.read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.digest()


def _contents(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        name = f"{above}{item.name}"
        if item.name.endswith(_SUFFIXES):
            yield name, item
        elif "." not in item.name and item.name != "__pycache__" and item.is_dir():
            yield from _contents(item, f"{name}/")
