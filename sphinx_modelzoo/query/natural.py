"""Natural sort order, whatever the locale."""

from __future__ import annotations

import re
from typing import TypeAlias

from sphinx_modelzoo.east_asian import by_pinyin
from sphinx_modelzoo.query.names import plain

_DIGITS = re.compile(r"([0-9]+)")

NaturalKey: TypeAlias = "tuple[tuple[tuple[int, str], ...], str]"


def natural_key(text: str) -> NaturalKey:
    """Return a sort key: ``yolov2`` before ``yolov10``, case ignored, Chinese by pinyin.

    Digits are compared by length, then as text: numbers of any size, without reading them.
    """
    folded = by_pinyin(plain(text))
    parts = _DIGITS.split(folded)
    # Texts are at even indices and digits at odd ones, so that like is compared with like.
    pieces = tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (0, part)
        for place, part in enumerate(parts)
    )
    return pieces, folded
