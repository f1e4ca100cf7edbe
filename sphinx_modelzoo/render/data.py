"""Data for the scripts of a page: JSON that is safe in a script, and separate files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def json_text(value: Any) -> str:
    """Write JSON that is safe inside a script."""
    return in_script(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def in_script(text: str) -> str:
    """Return the same JSON, so that it ends no element and begins no comment."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def data_file(name: str, value: Any) -> str:
    """Write data as a script: unlike a JSON file, a page opened from a disk can load it.

    The value is JSON in a string, which a browser parses much faster than the same as code.
    """
    return _script(name, _template(value))


def parts_file(name: str, values: Iterable[Any]) -> str:
    """Write data as a script with a list of values, which a page can parse one by one."""
    return _script(name, f"[{','.join(map(_template, values))}]")


def _script(name: str, code: str) -> str:
    return f"(self.modelzooData??={{}})[{json_text(name)}]={code}\n"


def _template(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Inside JSON these two occur in strings only, and nothing else ends a raw template.
    text = text.replace("`", "\\u0060").replace("$", "\\u0024")
    return f"String.raw`{text}`"
