"""Links into the documentation itself: ``doc:guide/use#label``, ``model:id``, ``leaderboard:id``.

What they lead to only a host knows; here is how they are written, and what they may name.
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote

DOC_SCHEME = "doc:"
"""The scheme of a link to a document, by its path from the root of the documents."""
MODEL_SCHEME = "model:"
"""The scheme of a link to a model."""
BOARD_SCHEME = "leaderboard:"
"""The scheme of a link to a leaderboard."""
INNER_SCHEMES = (DOC_SCHEME, MODEL_SCHEME, BOARD_SCHEME)

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_FORMS = {
    DOC_SCHEME: (r"[^/:?#\\][^:?#\\]*(?:#[^#\\]+)?", "doc:guide/use or doc:guide/use#label"),
    MODEL_SCHEME: (rf"{_ID}(?:/{_ID})?(?:#[\w\-]+)?", "model:yolov4 or model:yolov4/tiny"),
    BOARD_SCHEME: (r"[^/:?#\\][^:?#\\]*", "leaderboard:coco"),
}
# What the files of documents in one language end in, besides its own code.
_ENDINGS = {"zh": ("cn", "zh")}
_WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|[/#?\\]")


def is_inner(address: str) -> bool:
    """Return True for an address in one of these schemes."""
    return address.startswith(INNER_SCHEMES)


def is_relative(address: str) -> bool:
    """Return True for a path from the root of the documentation."""
    return bool(address) and _WEB.match(address) is None


def malformed_target(address: str) -> str:
    """Return how to write the target of a link; nothing where it is written right."""
    scheme = next(one for one in INNER_SCHEMES if address.startswith(one))
    form, example = _FORMS[scheme]
    name = unquote(address.removeprefix(scheme))
    outside = scheme == DOC_SCHEME and posixpath.normpath(name).startswith("..")
    return "" if re.fullmatch(form, name) and not outside else example


class DocTarget(NamedTuple):
    """A document by its path, and a label in it; without the scheme a path has its suffix."""

    path: str
    label: str

    @classmethod
    def of(cls, address: str) -> DocTarget:
        """Parse an address, which may be that of a link to a document or a relative one."""
        path, _, label = unquote(address.removeprefix(DOC_SCHEME)).partition("#")
        return cls(posixpath.normpath(path) if path else "", label)

    @property
    def is_inside(self) -> bool:
        """Return True if the path stays in the documentation."""
        return bool(self.path) and not self.path.startswith(("..", "/"))


def document_names(name: str, language: str) -> tuple[str, ...]:
    """Return the names that a document may have: as it is named, then with a language's ending.

    :param name: without its suffix, as ``guide/use``.
    :param language: that of the readers; empty for any.
    """
    short = language.partition("_")[0].partition("-")[0]
    endings = _ENDINGS.get(short, (short,)) if short else (*_ENDINGS["zh"], "en")
    return (name, *(f"{name}_{ending}" for ending in endings))


def as_path(address: str) -> str:
    """Return an address for files that leave the documentation: a document is a path."""
    return address.removeprefix(DOC_SCHEME)
