"""Values that are nearly right: what was meant, so that the advice of an error can be copied.

A candidate is made from the wrong value in each way in which people go astray, and the first one
that the field accepts is the advice. So no candidate has to know which field it is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.languages import find_language
from sphinx_modelzoo.schema.value_parsing import BOOLEAN_WORDS
from sphinx_modelzoo.yamltext.lookalikes import half_width, odd_characters
from sphinx_modelzoo.yamltext.parsing import Builder, compose

_LONGEST = 200

_NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_PLAIN_NUMBER = re.compile(rf"{_NUMBER}\Z")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))")
_ABOUT = re.compile(r"\A(?:~|约|大约|about|approx\.?|ca\.?)\s*", re.IGNORECASE)
_AMOUNT = re.compile(rf"({_NUMBER})\s*([^\s0-9.].*)\Z")
_STEPS = {
    "k": "K", "thousand": "K", "千": "K", "m": "M", "million": "M", "mio": "M", "百万": "M",
    "g": "G", "b": "B", "bn": "B", "billion": "B", "十亿": "B", "t": "T", "trillion": "T",
}  # fmt: skip
_TEN_THOUSANDS = {"万": 4, "亿": 8, "万亿": 12}
_OF = re.compile(r"\s*(?:params?|parameters?|flops?|ops|个?参数|次|个)\.?\Z", re.IGNORECASE)
_BYTES = {"兆": "MB", "兆字节": "MB", "吉": "GB", "千字节": "kB", "吉字节": "GB", "字节": "B"}
_BYTES |= {"megabytes": "MB", "gigabytes": "GB", "kilobytes": "kB", "mbytes": "MB", "gbytes": "GB"}
_DATES = (
    re.compile(
        r"(?P<y>[0-9]{4})\s*[年/.\-]\s*(?P<m>[0-9]{1,2})\s*[月/.\-]\s*(?P<d>[0-9]{1,2})日?\Z"
    ),
    re.compile(r"(?P<d>[0-9]{1,2})\.\s*(?P<m>[0-9]{1,2})\.\s*(?P<y>[0-9]{4})\Z"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})\Z"),
    # 3/4 is a day of March or of April; after a number above 12 nobody wonders.
    re.compile(r"(?P<m>[0-9]{1,2})[/-](?P<d>1[3-9]|2[0-9]|3[01])[/-](?P<y>[0-9]{4})\Z"),
    re.compile(r"(?P<d>1[3-9]|2[0-9]|3[01])[/-](?P<m>[0-9]{1,2})[/-](?P<y>[0-9]{4})\Z"),
)
_INSIDE = (
    re.compile(r"(?<![0-9.])([0-9]{4}\.[0-9]{4,5})(?![0-9])"),  # an arXiv id
    re.compile(r"(10\.[0-9]{4,9}/[^\s\"<>\\]+)"),  # a DOI
    re.compile(r"\b([0-9a-fA-F]{64}|[0-9a-fA-F]{32})\b"),  # a checksum
    re.compile(r"\]\((https?://[^\s()]+)\)"),
    re.compile(r"<(https?://[^\s<>]+)>"),
)
_CLONED = re.compile(r"git@([\w.\-]+):([\w.\-/]+?)(?:\.git)?\Z")


def near_value(value: Any, accepts: Callable[[Any], bool]) -> str:
    """Return how to write a value that is nearly right, or an empty string.

    :param accepts: tells whether the field accepts a value.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    # Of two addresses nobody can say which one is meant.
    if not text.strip() or not text.isprintable() or len(text) > _LONGEST or text.count("://") > 1:
        return ""
    for meant in _candidates(text):
        # Quotes alone are advised where the words are at hand as they were written.
        if (type(meant) is not str or meant != text) and accepts(meant):
            return _advice(value, meant)
    return ""


def near_figure(value: Any) -> str:
    """Return the mapping for a figure with its unit or comparator, or an empty string."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST:
        return ""
    text = half_width(value).replace("≥", ">=").replace("≤", "<=").replace("≈", "~").strip()
    found = re.match(rf"(>=|<=|[<>=~])?\s*({_NUMBER})\s*([^\s0-9±+\-.,;:/].{{0,20}})?\Z", text)
    if not found or not (found[1] or found[3]):
        return ""
    if found[3] and re.match(r"[(\[（*†‡§]", found[3]):
        return Message("write {value}; a remark goes into conditions or source", value=found[2])
    parts = [f"value: {found[2]}"]
    parts += [f'unit: "{found[3]}"'] if found[3] else []
    parts += [f'comparator: "{found[1]}"'] if found[1] else []
    return Message("write {{{names}}}", names=", ".join(parts))


def _advice(value: Any, meant: Any) -> str:
    if isinstance(meant, str):
        written = f'"{meant}"'
    elif isinstance(meant, bool):
        written = str(meant).lower()
    else:
        written = str(meant)
    if isinstance(value, str) and not isinstance(meant, str) and value.strip() == written:
        return Message("write it without quotes: {written}", written=written)
    odd = odd_characters(value) if isinstance(value, str) else ""
    return (
        Message("{odd}: write {written}", odd=odd, written=written)
        if odd
        else Message("write {written}", written=written)
    )


def _candidates(text: str) -> Iterator[Any]:
    plain = half_width(text).strip().strip("\"'").strip().rstrip(",;")
    yield from _written(plain)
    if _THOUSANDS.search(plain) or _DECIMAL_COMMA.search(plain):
        yield from _written(_DECIMAL_COMMA.sub(".", _THOUSANDS.sub("", plain)))
    yield from filter(None, (_amount(_DECIMAL_COMMA.sub(".", plain)), _date(plain)))
    if year := re.match(r"([0-9]{4})\s*(?:年|\.0)\Z", plain):
        yield int(year[1])
    for truth, words in BOOLEAN_WORDS.items():
        if plain.casefold() in words.split():
            yield truth
    yield from other_names("choices", plain)
    if language := find_language(plain):
        yield language
    for pattern in _INSIDE:
        if found := pattern.search(plain):
            yield found[1]
    yield from _addresses(plain)


def _written(plain: str) -> Iterator[Any]:
    if _PLAIN_NUMBER.match(plain):
        yield float(plain) if "." in plain else int(plain)
    yield plain


def _amount(plain: str) -> str:
    """Return ``52.3M`` for ``约5230万个参数``, and ``97.8 MB`` for ``97.8兆``."""
    found = _AMOUNT.match(_ABOUT.sub("", plain))
    if not found:
        return _ABOUT.sub("", plain)
    number, unit = found.groups()
    if size := _BYTES.get(unit.casefold()):
        return f"{number} {size}"
    step = _OF.sub("", unit).strip()
    if step in _TEN_THOUSANDS:
        return _in_steps(float(number) * 10 ** _TEN_THOUSANDS[step])
    return f"{number}{_STEPS[step.casefold()]}" if step.casefold() in _STEPS else ""


def _in_steps(count: float) -> str:
    power = next((power for power in (9, 6, 3) if count >= 10**power), 0)
    return f"{round(count / 10**power, 4):g}{ {9: 'B', 6: 'M', 3: 'K', 0: ''}[power] }"


def _date(plain: str) -> str:
    for pattern in _DATES:
        if found := pattern.match(plain):
            return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
    return ""


def _addresses(plain: str) -> Iterator[str]:
    if found := _CLONED.match(plain):
        yield f"https://{found[1]}/{found[2]}"
    if re.match(r"https?:?/*[^/:]", plain, re.IGNORECASE):
        yield re.sub(r"(https?):?/*\s*", r"\1://", plain, count=1, flags=re.IGNORECASE)
    if plain.startswith("//"):
        yield f"https:{plain}"
    if not re.match(r"[a-zA-Z]:", plain):
        yield plain.replace("\\", "/")
    if "." in plain or "/" in plain:
        yield plain.replace(" ", "%20")


def other_names(kind: str, word: str) -> tuple[str, ...]:
    """Return the fields or choices that a word is another name of.

    :param kind: ``fields`` or ``choices``.
    """
    return _other_names()[kind].get(folded(word), ())


def folded(word: str) -> str:
    """Fold the name of a field or choice for comparison."""
    return re.sub(r"[\s_\-]", "", half_width(word)).casefold()


@cache
def _other_names() -> dict[str, dict[str, tuple[str, ...]]]:
    text = (files(__package__) / "other_names.yaml").read_text(encoding="utf-8")
    root = compose(text)
    data: dict[str, dict[str, list[str]]] = Builder().build(root) if root is not None else {}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, names in data.items():
        index = found.setdefault(kind, {})
        for name, others in names.items():
            for other in (name, *others):
                index[folded(other)] = (*index.get(folded(other), ()), name)
    return found
