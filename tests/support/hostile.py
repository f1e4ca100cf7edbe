"""Values that nobody expects, and the fields of the schema that can be given them.

The fields are read from the classes of the schema: a field that is added is attacked from its
first day.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic.dataclasses import is_pydantic_dataclass

from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = (
    # Characters
    "", " ", "\u3000", "\0", "a\0b", "\x07", "\x1b[31mred", "a\x7fb", "a\x85b", "\x9b0m",
    "\ud800", "a\udfffb", "\ufffe", "X\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ufeff",
    "\u200b", "\u202eabc", "\u2028", "e\u0301" * 40, "\U0001f600", "\r", "a\r\nb", "x\n\ny", "\t",
    # Addresses
    "http://[", "https://[bad", "https://github[].com/a/b", "http://[::1", "http://[::1]:x/",
    "http://h:99999999/", "http://h:-1/", "http://" + "a" * 64 + ".org/", "http://a..b/", "http://.",
    "https://\u2100.org", "http://xn--\u00fc/", "https://h\ufe68x/", "http://a%b/", "mailto:[",
    "javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "data:text/html,<script>", "//evil.org/",
    "\\\\evil.org\\a", "?", "#", "../../etc/passwd", "%", "%zz%00", "a" * 300 + ".png",
    # Numbers and dates
    "9" * 4400, "1e999", "9e400M", "-1e400", "nan", "inf", "\u00b2", "\u0663", "１２", "0x1F",
    "9" * 400 + "M", "2021-02-30", "0000-00-00", "9999-12-31", "10.1109/\ud800",
    # Markup
    r"Net \(\href{javascript:alert(1)}{x}\)", "$x$ and $$y$$", r"\begin{x}\end{x}", "\\", "$",
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "&#0; &lt; &amp", "]]>",
    "<!--", "-->", "{{ x }}", "{% x %}", "{x}", "%s", "`", "```\n", "|", "[x](http://[)", "![x](",
    "<http://[>", "[x]: http://[", "$" + "{" * 500, "*" * 999, "[" * 999, ">" * 999, "- " * 500,
    # Names
    "con", "nul", "a" * 65, "a" * 256, "a-" * 200, "word " * 1200, "长" * 300, "index", "datasets",
    "..", ".", "/", "a/b", "a\\b", "~", "no", "constructor", "__proto__", "@", "a" * 20000,
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**39, -(10**39), 1e308, -1e308, 5e-324, float("inf"),
    float("nan"), [], {}, [[]], [None], [[["a"]]], {"a": {"b": {"c": 1}}}, {1: 2}, {"": ""},
    {None: 1}, {True: "a"}, {"en": None}, {"xx-invalid": "a"}, {"x-y": 1}, ["a", 1, None, {}],
)  # fmt: skip
VALUES: tuple[Any, ...] = (*TEXTS, *OTHERS)

_NEEDED = {"url": "https://example.org/a", "src": "a.png", "value": 1, "id": "a"}


@dataclasses.dataclass(frozen=True)
class Place:
    """A field: the way to it, and whether its texts can be one per language."""

    path: tuple[str | int, ...]
    kind: str  # one, many, text or map

    def entry(self, value: Any) -> Iterator[dict[str, Any]]:
        """Entries that have a value there, in the forms that the field takes."""
        yield self._with(value)
        if self.kind == "many":
            yield self._with([value])
        if self.kind == "text":
            yield self._with({"en": value})
            yield self._with({"zh": value})
        if self.kind == "map":
            yield self._with({"mAP": value})
            if isinstance(value, str):
                yield self._with({value: 1})

    def _with(self, value: Any) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "name": "N",
            "params": 1000,
            "results": [{"dataset": "COCO", "metrics": {"mAP": 1}}],
        }
        here: Any = entry
        kind: type = Model
        for step, part in enumerate(self.path):
            last = step == len(self.path) - 1
            if isinstance(part, int) or part == "mAP":
                here = here[part]
                continue
            inner = class_in(_fields(kind)[part])
            if last:
                here[part] = value
            else:
                assert inner is not None
                kind = inner
                filled = {name: _NEEDED.get(name, "a") for name in _required(inner)}
                if inner is Result:
                    filled = {"dataset": "COCO", "metrics": {"mAP": 1}}
                below = self.path[step + 1]
                here[part] = (
                    [filled] if below == 0 else {below: filled} if below == "mAP" else filled
                )
            here = here[part]
        return entry


def _fields(kind: type) -> dict[str, Any]:
    found: dict[str, Any] = kind.__pydantic_fields__  # type: ignore[attr-defined]
    return {name: field.annotation for name, field in found.items()}


def _required(kind: type) -> list[str]:
    fields: dict[str, Any] = kind.__pydantic_fields__  # type: ignore[attr-defined]
    return [name for name, field in fields.items() if field.is_required()]


def class_in(annotation: Any) -> type | None:
    """The class of the schema that a field holds."""
    if isinstance(annotation, type) and is_pydantic_dataclass(annotation):
        return annotation
    found = (class_in(part) for part in get_args(annotation))
    return next((kind for kind in found if kind is not None), None)


def _holds(annotation: Any, kind: type) -> bool:
    return (
        annotation is kind
        or get_origin(annotation) is kind
        or any(_holds(part, kind) for part in get_args(annotation))
    )


def places(kind: type = Model, path: tuple[str | int, ...] = ()) -> Iterator[Place]:
    """Every field of an entry, and of what it holds."""
    for name, annotation in _fields(kind).items():
        below = class_in(annotation)
        listed, mapped = _holds(annotation, tuple), _holds(annotation, dict)
        text = _holds(annotation, LocalizedText)
        here = (*path, name)
        yield Place(here, "many" if listed else "map" if mapped else "text" if text else "one")
        if below is not None:
            yield from places(below, (*here, 0) if listed else (*here, "mAP") if mapped else here)


_UNSAFE = re.compile(r"[^ -!#-\[\]-~]")


def as_yaml(value: Any) -> str:
    """A value as YAML that libyaml reads as the same, where YAML can hold it at all."""
    if isinstance(value, str):
        words = _UNSAFE.sub(lambda found: f"\\U{ord(found.group()):08X}", value)
        return f'"{words}"'
    if isinstance(value, dict):
        pairs = (f"{as_yaml(key)}: {as_yaml(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_yaml, value))}]"
    written = {"None": "null", "True": "true", "False": "false", "inf": ".inf", "nan": ".nan"}
    return written.get(repr(value), repr(value))
