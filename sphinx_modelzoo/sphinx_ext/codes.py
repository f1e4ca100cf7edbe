"""The codes of messages that only a Sphinx build has, beside those of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sphinx_modelzoo.catalog.codes import PREFIX, CodeInfo

_BUILD = {
    "config.language": (
        "warning",
        "modelzoo_language, or language, is not a language; English is taken.",
        "Use a tag such as en or zh.",
    ),
    "config.pages": (
        "error",
        "modelzoo_pages is not a folder of documents; “models” is taken.",
        "Write a relative name without “..”, such as models.",
    ),
    "config.edit-url": (
        "error",
        "modelzoo_edit_url cannot be filled in; no page gets a link to its entry.",
        "Only {file}, {line} and {id} can stand in braces.",
    ),
    "config.translations": (
        "error",
        "modelzoo_translations has a key that is no language.",
        'Write it as {"en": "https://…/en/", "zh": "https://…/zh/"}.',
    ),
    "plot.font": (
        "warning",
        "No installed font has the Chinese characters of a plot; in the PDF it becomes a table.",
        "Install Noto Sans CJK (Debian, Ubuntu: apt install fonts-noto-cjk).",
    ),
    "label.duplicate": (
        "warning",
        "A label of the project has the name of a model's label; references lead to the former.",
        "Rename the project's label.",
    ),
    "pages.suffix": (
        "error",
        "No source suffix of the project can hold a directive; no pages are made.",
        "Add .rst to source_suffix, or myst_parser to extensions.",
    ),
}

CODES: Mapping[str, CodeInfo] = MappingProxyType(
    {
        PREFIX + code: CodeInfo(*info)  # type: ignore[arg-type]
        for code, info in _BUILD.items()
    }
)
"""Every code that :mod:`sphinx_modelzoo.sphinx_ext` itself gives, with the prefix."""
