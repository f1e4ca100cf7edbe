"""Data for the scripts of a page: JSON that is safe in a script, and files beside the page."""

from __future__ import annotations

import json
from typing import Any


def json_text(value: Any) -> str:
    """JSON that can stand in a script: it ends no element and begins no comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def data_file(name: str, value: Any) -> str:
    """Data as a script: unlike a JSON file it can be loaded by a page from a disk.

    The value is JSON in a string, which a browser parses much faster than the same as code.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Inside JSON these two stand in strings only, and nothing else ends a raw template.
    text = text.replace("`", "\\u0060").replace("$", "\\u0024")
    return f"(self.modelzooData??={{}})[{json_text(name)}]=String.raw`{text}`\n"
