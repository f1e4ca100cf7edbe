"""What the two languages share: one source tree, one catalog, one theme."""

from __future__ import annotations

from typing import Any

OURS = {"zh": "cn", "en": "en"}
OTHERS = {"zh": "en", "en": "cn"}


def settings(language: str, title: str) -> dict[str, Any]:
    """The configuration of one language's build.

    Documents end in ``_cn`` or ``_en``; each build leaves out the other's.
    """
    other = OTHERS[language]
    return {
        "project": "sphinx-modelzoo",
        "author": "The sphinx-modelzoo developers",
        "copyright": "The sphinx-modelzoo developers",
        "html_title": title,
        "html_theme": "furo",
        "language": language,
        "root_doc": f"index_{OURS[language]}",
        "exclude_patterns": [f"**/*_{other}.*", f"*_{other}.*", "conf"],
        "extensions": ["sphinx_modelzoo", "myst_parser"],
        "modelzoo_catalog": "models",
        "modelzoo_pages": "models",
        "modelzoo_edit_url": (
            "https://github.com/sphinx-modelzoo/sphinx-modelzoo/edit/main/"
            "example_docs/{file}#L{line}"
        ),
    }
