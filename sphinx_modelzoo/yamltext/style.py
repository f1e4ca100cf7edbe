"""YAML as a person would write it: plain words, quotes only where needed, block text.

Mappings and lists that fit a line are written in braces, except those that a reader looks for
(papers, results, variants); long text becomes a folded block, text of several lines a literal
one. Chinese stays Chinese, on one line: folding would put spaces into it.

What is written reads back as exactly the same data, in YAML 1.1 (PyYAML) and 1.2 (editors).
"""

from __future__ import annotations

import datetime
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from yaml.resolver import Resolver

from sphinx_modelzoo.east_asian import display_width, has_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 100
FLOW_WIDTH = 110  # one link with its facts may run a little over

# Fields whose mappings and items are always on lines of their own.
_OPEN = frozenset({"models", "paper", "results", "variants"})

_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WIDE = re.compile("[\u2e80-\uffef]")
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~]|-(?=[^\s\-\d.])")
# What some YAML parsers read as a number, a date or a boolean.
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0[xob])?[\d_.,:]+(?:[eE][-+]?\d*)?\Z|[-+]?\.(?:inf|nan)\Z|0x[\da-f]+\Z"
    r"|(?:y|n|yes|no|on|off|true|false|null|nan|inf)\Z",
    re.IGNORECASE,
)
_RESOLVERS: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = Resolver.yaml_implicit_resolvers


def write_mapping(data: Mapping[str, Any], indent: int = 0) -> str:
    """Write a mapping in block style.

    :param data: mappings, lists, texts, numbers, dates, booleans and ``None``.
    :param indent: the column of its keys, from 0.
    :returns: whole lines.
    """
    return "".join(f"{line}\n" for line in _mapping(data, indent))


def write_item(data: Mapping[str, Any], indent: int = 0) -> str:
    """Write a mapping as an item of a list: its first key follows ``- ``."""
    return "".join(f"{line}\n" for line in _item(data, indent, open_=True))


def pair_lines(head: str, key: str, value: Any, indent: int) -> list[str]:
    """Return the lines of a field.

    :param head: what precedes the value: indentation, name and colon.
    :param indent: the column of the name, from 0.
    """
    return _pair(head, key, value, indent)


def item_lines(value: Any, indent: int, *, field: str) -> list[str]:
    """Return the lines of an item of a field's list, with its dash in column ``indent``."""
    return _item(value, indent, field in _OPEN)


def write_flow(value: Any) -> str:
    """Write a value on one line, as inside braces."""
    return _flow(value)


def write_scalar(text: str, style: str, *, flow: bool) -> str:
    """Write a text on one line.

    :param style: the quotes that it had: ``'``, ``"`` or none; others are used where it needs them.
    """
    if _UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return _double_quoted(text)
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return _double_quoted(text) if style == '"' else _scalar(text, flow=flow)


def block_lines(text: str, *, folded: bool, width: int) -> list[str]:
    """Return the lines of a block text, without its indentation."""
    if not folded:
        return text.split("\n")
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += [""] if lines else []
        lines += [paragraph] if has_han(paragraph) else _fold(paragraph, width)
    return lines


def _mapping(data: Mapping[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in data.items():
        lines += _pair(f"{' ' * indent}{write_key(key)}:", key, value, indent)
    return lines


def _pair(head: str, key: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, str):
        return _text(head, value, indent)
    if not isinstance(value, dict | list) or not value:
        return [f"{head} {_flow(value)}"]
    if key not in _OPEN and not _wants_block(value):
        line = f"{head} {_flow(value)}"
        if display_width(line) <= FLOW_WIDTH:
            return [line]
    if isinstance(value, dict):
        return [head, *_mapping(value, indent + 2)]
    return [head, *(line for item in value for line in _item(item, indent + 2, key in _OPEN))]


def _wants_block(value: dict[str, Any] | list[Any]) -> bool:
    """Return True for multi-line texts, lists of mappings and of links: one item a line."""
    if isinstance(value, dict):
        return any(isinstance(item, str) and "\n" in item for item in value.values())
    return any(
        isinstance(item, dict | list) or (isinstance(item, str) and re.search(r"://|\n", item))
        for item in value
    )


def _item(value: Any, indent: int, open_: bool) -> list[str]:
    dash = f"{' ' * indent}-"
    if isinstance(value, str):
        return _text(dash, value, indent)
    if not isinstance(value, dict | list) or not value:
        return [f"{dash} {_flow(value)}"]
    if isinstance(value, list):
        return [f"{dash} {_flow(value)}"]
    if not open_ and not _wants_block(value):
        line = f"{dash} {_flow(value)}"
        if display_width(line) <= FLOW_WIDTH:
            return [line]
    first, *rest = _mapping(value, indent + 2)
    return [f"{dash} {first.lstrip(' ')}", *rest]


def _text(head: str, text: str, indent: int) -> list[str]:
    """Write a text after its key: plain, quoted, or as a block below."""
    short = f"{head} {_scalar(text)}"
    blank = " " * (indent + 2)
    if _UNPRINTABLE.search(text) or not text or text[0].isspace() or text[-1].isspace():
        return [short]
    if "\n" in text:
        lines = text.split("\n")
        return [f"{head} |-", *(f"{blank}{line}" if line else "" for line in lines)]
    if display_width(short) <= WIDTH or has_han(text):
        return [short]
    folded = _fold(text, WIDTH - len(blank))
    if len(folded) == 1:
        return [short]
    return [f"{head} >-", *(f"{blank}{line}" for line in folded)]


def _fold(text: str, width: int) -> list[str]:
    """Split a text into lines that a folded block joins to the same text again."""
    lines = [""]
    for word in re.split(r"(?<=\S) (?=\S)", text):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        pairs = (f"{write_key(key, flow=True)}: {_flow(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str):
        return _scalar(value, flow=True)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return write_float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"unsupported type in a catalog: {type(value).__name__}")


def write_float(value: float) -> str:
    """Write a number so that every version of YAML reads it as one."""
    if value != value or value in (float("inf"), float("-inf")):
        return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}[repr(value)]
    text = repr(value)
    mantissa, letter, exponent = text.partition("e")
    # YAML 1.1 reads 1e+16 as text.
    return f"{mantissa}.0e{exponent}" if letter and "." not in mantissa else text


def write_key(key: str, flow: bool = False) -> str:
    """Write the name of a field, in quotes where needed."""
    return _scalar(str(key), flow=flow)


def _scalar(text: str, flow: bool = False) -> str:
    # The same keys and names come again and again.
    plain = _is_plain_word if len(text) < 40 else _is_plain
    if plain(text, flow):
        return text
    if _UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return _double_quoted(text)
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return '"' + _UNPRINTABLE.sub(lambda found: _escape(ord(found.group())), escaped) + '"'


def _escape(point: int) -> str:
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def _is_plain(text: str, flow: bool) -> bool:
    """Return True if a text can be written without quotes."""
    if not text or text != text.strip() or not _PLAIN_START.match(text):
        return False
    if _UNPRINTABLE.search(text) or re.search(r":(?:\s|$)|\s#|[\n\t]", text):
        return False
    if flow and re.search(r"[,\[\]{}:?]", text):
        return False
    if _AMBIGUOUS.match(text):
        return False
    candidates = [*_RESOLVERS.get(text[0], ()), *_RESOLVERS.get(None, ())]  # type: ignore[call-overload]
    return not any(pattern.match(text) for _, pattern in candidates)


_is_plain_word = lru_cache(maxsize=4096)(_is_plain)
