"""Versions of a zoo: how they compare, however they are written.

Most are those of PEP 440 (``3.0``, ``3.0rc1``). Of another one the first run of numbers counts:
``release/2.6`` is as old as 2.6. One without a number is older than all.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

from packaging.version import InvalidVersion, Version

from sphinx_modelzoo.guards import MAX_NAME

VersionKey: TypeAlias = "tuple[int, Version, str]"

_NUMBERS = re.compile(r"[0-9]+(?:[._\-][0-9]+)*")
_NONE = Version("0")
_PLACES = 4  # numbers of a release that the text to sort by has at least
_LEAST_PLACES = 2  # those of a release of its own: 3 is 3.0, and 3.1 is another one


def find_version(text: str) -> Version | None:
    """Return the version of PEP 440 that a text is, or ``None``."""
    if len(text) > MAX_NAME:
        return None
    try:
        return Version(unicodedata.normalize("NFKC", text))
    except InvalidVersion:
        return None


def meant_version(text: str) -> Version | None:
    """Return the version that a text is or has in it, or ``None`` without a number."""
    found = find_version(text)
    if found is None and len(text) <= MAX_NAME:
        numbers = _NUMBERS.search(unicodedata.normalize("NFKC", text))
        found = Version(re.sub(r"[_\-]", ".", numbers.group())) if numbers else None
    return found


def version_key(text: str) -> VersionKey:
    """Return what a version is compared by: 3.9 before 3.10, and 3.0 equals 3.0.0."""
    found = meant_version(text)
    return (1, found, "") if found is not None else (0, _NONE, text.casefold())


def version_order(text: str) -> str:
    """Return a text by which scripts sort a version, as they compare runs of digits as numbers."""
    found = meant_version(text)
    if found is None:
        return f"0 {text.casefold()}"
    # As words: a version for developers, then a and b, rc, the release itself, and what follows.
    stage = found.pre or (("a", 0) if found.is_devrelease and found.post is None else ("x", 0))
    after = (("z", found.post) if found.post is not None else ("y", 0), (_dev(found), found.dev))
    release = (*found.release, *(0,) * (_PLACES - len(found.release)))
    words = (f"{word} {number or 0}" for word, number in (stage, *after))
    return " ".join((str(found.epoch + 1), ".".join(map(str, release)), *words))


def _dev(version: Version) -> str:
    return "d" if version.is_devrelease else "e"


def is_release(text: str, version: str) -> bool:
    """Return True if a version belongs to the release that a text names, or the reverse.

    The shorter one decides: 3.0.1 and 3.0rc1 belong to 3.0, and so does what came with 3.0.1.
    """
    found, other = find_version(text), find_version(version)
    if found is None or other is None:
        return text.strip() == version.strip()
    one, two = (_release(each) for each in (found, other))
    length = min(len(one), len(two))
    return found.epoch == other.epoch and one[:length] == two[:length]


def is_past(text: str, version: str) -> bool:
    """Return True if the release that a text names is over at a version: 2.6 is at 3.0."""
    found, other = meant_version(text), find_version(version)
    if found is None or other is None:
        return False
    last = found.release  # 2.6 is not over at 2.6.1
    return (found.epoch, last) < (other.epoch, other.release[: len(last)])


def _release(version: Version) -> tuple[int, ...]:
    """Return the numbers of a release, without the zeros at the end that say nothing."""
    numbers = list(version.release)
    while len(numbers) > _LEAST_PLACES and not numbers[-1]:
        numbers.pop()
    return (*numbers, *(0,) * (_LEAST_PLACES - len(numbers)))
