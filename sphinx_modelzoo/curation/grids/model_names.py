"""Names of models, from the titles of papers and the text of cells."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.curation.words.english import english_words
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.grids.grid import GridCell

_COLON = re.compile(r"\s*[:：]\s*")
_NAMELIKE = re.compile(r"[A-Z].*[A-Z]|[a-z].*[A-Z]|\d|\+|[A-Z].*-[A-Z0-9]")
_ACRONYM = re.compile(r"[(（]\s*([A-Za-z][\w+\-.]{1,20})\s*[)）]")
_LONGEST = 40
_MOST = 1000  # characters of a cell with a name
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.+\-]*[A-Za-z0-9]", re.ASCII)


@cache
def _generic() -> frozenset[str]:
    """Return the words of links that do not describe what they lead to."""
    return frozenset(fold(str(word)) for word in load_words("headers")["link_words"])


def is_generic(words: str) -> bool:
    """Return True if the words of a link are ``paper``, ``链接`` or the like."""
    return fold(re.sub(r"[\[\]()（）【】|:：]", "", words)) in _generic()


def propose_name(title: str) -> str:
    """Return the usual name of a model in the title of its paper if certain; else the title.

    ``YOLOv4: Optimal Speed …`` → ``YOLOv4``; ``… based on U-Net (R2U-Net) for …`` → ``R2U-Net``.
    """
    head, *rest = _COLON.split(title, maxsplit=1)
    if rest and rest[0] and _is_name(head):
        return head
    for found in _ACRONYM.finditer(title):
        if _NAMELIKE.search(found.group(1)) and _abbreviates(
            found.group(1), title[: found.start()]
        ):
            return found.group(1)
    return title


def _is_name(head: str) -> bool:
    words = head.split()
    if not words or len(head) > _LONGEST:
        return False
    if len(words) == 1:
        word = words[0]
        return (
            bool(_NAMELIKE.search(word))
            or (word[:1].isupper() and len(word) > 2 and word.lower() not in english_words())
            or (word[:1].isupper() and word.lower().endswith(("former", "net", "bert", "gan")))
        )
    # “Mask R-CNN: …”, “Scaled YOLOv4: …”: every word is written like a name or with a capital, and
    # at least one is not a word of the language.
    return (
        len(words) <= 3
        and all(word[:1].isupper() for word in words)
        and any(
            _NAMELIKE.search(word) and not word.isdigit() and not _hyphened_words(word)
            for word in words
        )
    )


def _hyphened_words(word: str) -> bool:
    """Return True if a word is made of plain ones: ``Real-Time``, ``End-To-End``."""
    parts = word.split("-")
    return len(parts) > 1 and all(part.lower() in english_words() for part in parts)


def _abbreviates(name: str, before: str) -> bool:
    """Return True if the letters of a short name occur in this order in the words before it."""
    words = " ".join(re.findall(r"[A-Za-z0-9]+", before)[-10:]).lower()
    place = 0
    for letter in re.sub(r"[^a-z0-9]", "", name.lower()):
        if letter.isdigit():
            continue
        place = words.find(letter, place)
        if place < 0:
            return False
        place += 1
    return bool(words)


def cell_name(cell: GridCell) -> str:
    """Return the name or title in a cell: its words without notes and generic links.

    A text is not a name: what is longer than :data:`_MOST` has none.
    """
    if len(cell.text) > _MOST:
        return ""
    if not cell.anchors and _PLAIN.fullmatch(cell.text):
        return cell.text
    text = "\n".join(dict.fromkeys(line.strip() for line in cell.text.split("\n")))
    for anchor in cell.anchors:
        if anchor.text and is_generic(anchor.text) and fold(anchor.text) != fold(text):
            text = re.sub(
                rf"[\[(（【]?\s*{re.escape(anchor.text)}\s*[\])）】]?", " ", text, count=1
            )
    text = re.sub(r"\^\S*", " ", text)
    text = re.sub(r"[\[(（【][\s/|,、]*[\])）】]", " ", text)
    text = " ".join(text.split()).strip(" *†‡#|/,;·-—")
    return _said_once(re.sub(r"^\d{1,3}[.、)]\s+(?=\D)", "", text))


def name_above(cell: GridCell) -> tuple[str, str] | None:
    """Return the name and the title of a cell with one above a link with the other.

    A title without a link must begin with the name.
    """
    lines = [line for line in cell.text.split("\n") if line.strip()]
    if len(lines) != 2 or len(cell.anchors) > 1:
        return None
    name, title = (cell_name(replace(cell, text=line, anchors=())) for line in lines)
    if not cell.anchors:
        return (name, title) if title == name or title.startswith(f"{name}:") else None
    if is_generic(cell.anchors[0].text):
        return None
    linked = cell_name(replace(cell, text=cell.anchors[0].text, anchors=()))
    return (name, title) if name and linked == title else None


def _said_once(name: str) -> str:
    """Remove a repetition: ``文心 ERNIE`` above ``ERNIE``, in either order, is one name."""
    words = name.split()
    for count in range(len(words) // 2, 0, -1):
        rest = words[:-count]
        if words[-count:] == rest[-count:] and has_han("".join(rest[:-count])):
            return " ".join(rest)
        if words[:count] == words[-count:] and has_han("".join(words[count:-count])):
            return " ".join(words[count:])
    return name
