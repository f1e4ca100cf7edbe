"""Facts as other formats write them, in the words of the catalog."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.guards import is_whole_url, number
from sphinx_modelzoo.schema.languages import find_language, normalize_model_language
from sphinx_modelzoo.schema.types import ID_MAX_LENGTH, parse_quantity

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

_PLACEHOLDERS = frozenset(
    {"", "-", "--", "—", "/", "n/a", "na", "nan", "none", "null", "tbd", "todo", "无", "暂无"}
)

_URL = re.compile(r"https?://[^\s<>\"\\`{}|^]+")
_FIGURE = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def words(value: Any) -> str | None:
    """Return a text on one line, or ``None`` for nothing and for placeholders (``-``)."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        value = str(value)
    text = " ".join(value.split())
    return None if text.casefold() in _PLACEHOLDERS else text


def word_list(value: Any, separators: str = ",，;；") -> list[str]:
    """Return the texts of a list, or of one text with commas, each once."""
    parts = value if isinstance(value, list) else re.split(f"[{separators}]", words(value) or "")
    return list(dict.fromkeys(text for part in parts if (text := words(part))))


def is_plain(value: Any, *, lists: bool = True) -> bool:
    """Return True if a value of YAML is one that :func:`words` reads, or nothing, or false.

    :param lists: whether lists of such values are accepted, as for :func:`word_list`.
    """
    if isinstance(value, list) and lists:
        return all(is_plain(item, lists=False) for item in value)
    return not value or isinstance(value, str | int | float | datetime.date)


def slug(name: str) -> str:
    """Turn a name into an id or tag: ``PP-YOLOE+`` is ``pp-yoloe-plus``; may be empty."""
    text = re.sub(r"(?<=[\w+])\+", "-plus-", name)
    text = re.sub(r"[^a-z0-9]+", "-", text.casefold())
    return text.strip("-")[:ID_MAX_LENGTH].strip("-")


def bilingual(zh: Any, en: Any) -> dict[str, str] | None:
    """Return a text that the source keeps in two languages, by language.

    A text in both places, or alone in the wrong one, goes to the language it is in.
    """
    found: dict[str, str] = {}
    for language, value in (("en", en), ("zh", zh)):
        text = words(value)
        if text:
            actual = "zh" if has_han(text) else "en" if re.search("[a-z]", text, re.I) else language
            found.setdefault(actual, text)
    return found or None


_CANONICAL_ARXIV = re.compile(
    r"https://arxiv\.org/abs/(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})"
)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s\"<>\\]+)")


def paper_of(title: str | None, url: str | None) -> dict[str, Any] | None:
    """Build a paper from its title and link.

    The canonical link of arXiv or a DOI becomes the id, which means the same;
    any other spelling is kept for the repairs to fix.
    """
    paper: dict[str, Any] = {}
    if title:
        paper["title"] = title
    if url and (found := _CANONICAL_ARXIV.fullmatch(url)):
        paper["arxiv"] = found.group(1)
    elif url and (found := _DOI.fullmatch(url)):
        paper["doi"] = found.group(1)
    elif url:
        paper["url"] = url
    return paper or None


def is_url(text: str | None) -> bool:
    """Return True if a text is a link to the web."""
    return bool(text and _URL.fullmatch(text) and is_whole_url(text))


def language_of(name: Any, *, rare: bool = False) -> str | None:
    """Return the tag of a language from its tag or English or Chinese name, or ``None``.

    :param rare: whether any three-letter code is one; elsewhere “all” is not the language Allar.
    """
    if name is False:
        return "no"  # what YAML 1.1 makes of Norwegian
    if not isinstance(name, str):
        return None
    found = find_language(name)
    if found is None and rare:
        with suppress(ValueError):
            return normalize_model_language(name)
    return found


def date_of(value: Any) -> datetime.date | None:
    """Return a date from a date or its text, or ``None``."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", words(value) or "")
    if not found:
        return None
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        return None


def dataset_name(name: str, vocabularies: Vocabularies) -> str:
    """Return the one spelling of a dataset: the vocabulary's label, or the name as written."""
    term = vocabularies.datasets.find(name)
    return term.label("en") if term else name


def task_id(name: str, vocabularies: Vocabularies) -> str | None:
    """Return the id of a task, or ``None`` if the vocabulary does not have it."""
    term = vocabularies.tasks.find(name)
    return term.id if term else None


def count_of(value: Any) -> int | None:
    """Parse a number of parameters or operations, ``25.6M`` too; return ``None`` for others."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return parse_quantity(value)
    except PydanticCustomError:
        return None


def number_of(value: Any) -> int | float | None:
    """Return a figure, or ``None`` for anything that is not certainly one number."""
    if isinstance(value, str) and _FIGURE.fullmatch(value.strip()):
        return number(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if value == value and abs(value) != float("inf") else None
