"""Fonts for the words of a plot in a PDF, as matplotlib finds them on this machine.

matplotlib keeps a list of fonts in the user's cache, and reads the folders of the system only to
make that list: it never sees a font that is installed later. So where a character has no font,
the folders are read once more; the cache is left as it is.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "DejaVu Sans"
"""The font that comes with matplotlib."""
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "Noto Serif SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Families with Chinese characters, in order of preference."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what matplotlib logs about its cache and its fonts out of a build's messages."""
    logger = logging.getLogger("matplotlib")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def is_wide(char: str) -> bool:
    """Return True for a character as wide as a Chinese one."""
    return east_asian_width(char) in "WF"


def choose_fonts(text: str) -> tuple[tuple[str, ...], str]:
    """Choose the families that a text is drawn in.

    :returns: the families in the order they are tried for each character, and the Chinese,
        Japanese and Korean characters that none of them has, sorted.
    """
    # Emoji are wide, too, and in no text font.
    wanted = {char for char in text if is_wide(char) and category(char) != "So"}
    if not wanted:
        return (BASE,), ""
    with quiet():
        fonts, missing = _choose(wanted)
        if missing:
            _add_new_fonts()
            fonts, missing = _choose(wanted)
    return (BASE, *fonts), "".join(sorted(missing))


def _choose(wanted: set[str]) -> tuple[list[str], set[str]]:
    fonts, missing = [], set(wanted)
    for family in CHINESE:
        if found := missing & _characters(family):
            fonts.append(family)
            missing -= found
            if not missing:
                break
    return fonts, missing


@cache
def _characters(family: str) -> frozenset[str]:
    """Return the characters that a family has; none where it is not installed."""
    from matplotlib import font_manager

    try:
        path = font_manager.fontManager.findfont(
            font_manager.FontProperties(family=[family]),
            fallback_to_default=False,
            rebuild_if_missing=False,  # which would write to the user's cache
        )
        return frozenset(map(chr, font_manager.get_font(path).get_charmap()))
    except (OSError, ValueError):
        return frozenset()


@cache
def _add_new_fonts() -> None:
    """Add the fonts of the system that matplotlib's list lacks; once in a process."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    manager.ttflist = [font for font in manager.ttflist if Path(font.fname).is_file()]
    known = {font.fname for font in manager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        try:
            manager.addfont(path)
        except (OSError, RuntimeError, ValueError, LookupError) as error:
            logging.getLogger(__name__).debug("%s is not a font to use: %s", path, error)
    _characters.cache_clear()
