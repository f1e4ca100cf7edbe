"""What the two languages share: one source tree, one catalog, one theme; and the laboratory's."""

from __future__ import annotations

from typing import Any

from sphinx_modelzoo import __version__

SUFFIXES = {"zh": "cn", "en": "en"}
OTHERS = {"zh": "en", "en": "zh"}
SITES = "https://sphinx-modelzoo.readthedocs.io"
REPOSITORY = "https://github.com/sphinx-modelzoo/sphinx-modelzoo"

# The PDFs: both languages hold Chinese words, so both need a Chinese font.
CJK_FONTS = r"""
\setCJKmainfont{Noto Serif CJK SC}
\setCJKsansfont{Noto Sans CJK SC}
\setCJKmonofont{Noto Sans Mono CJK SC}
"""
# Ids and names of packages have no room in narrow columns but by breaking after their hyphens.
BREAKS = r"""
\protected\def\sphinxhyphenininlineliteral#1{-\allowbreak}
"""
CJK_PACKAGES = {
    "fontenc": "\\usepackage{fontspec}\n\\usepackage{xeCJK}",
    "fvset": r"\fvset{fontsize=\small,formatcom=\xeCJKVerbAddon}",
}

# LaTeX's own words: Sphinx leaves babel in English for Chinese, and puts the number at the end.
CHAPTERS = {
    "en": "",
    "zh": r"""
\renewcommand{\DOCH}{\raggedleft
  \CNV\FmN{第}\space\CNoV\thechapter\space\CNV\FmN{章}\par\nobreak\vskip 40pt}
\renewcommand{\chaptermark}[1]{\markboth{第 \thechapter{} 章\quad #1}{}}
""",
}

# ``Words in :zh:`中文```: text in the other language says so, for fonts and screen readers.
ROLES = """
.. role:: zh
   :class: language-zh-CN
.. role:: en
   :class: language-en
"""


def settings(language: str, title: str) -> dict[str, Any]:
    """The configuration of one language's build.

    Documents end in ``_cn`` or ``_en``; each build leaves out the other's.
    """
    ours, theirs = SUFFIXES[language], SUFFIXES[OTHERS[language]]
    root = f"index_{ours}"
    return {
        "project": "sphinx-modelzoo",
        "author": "The sphinx-modelzoo developers",
        "copyright": "The sphinx-modelzoo developers",
        "version": __version__,
        "language": language,
        "root_doc": root,
        "exclude_patterns": ["conf", "lab", "mkdocs", f"*_{theirs}.*"],
        "extensions": ["sphinx_modelzoo", "myst_parser", "look", "shown", "reference"],
        "rst_prolog": ROLES,
        "templates_path": ["../templates"],
        # The zoo.
        "modelzoo_catalog": "models",
        "modelzoo_pages": "models",
        "modelzoo_leaderboards": True,
        "modelzoo_files": {
            "models.json": "json",
            "models.schema.json": "json-schema",
            "feed.xml": "atom",
        },
        "modelzoo_edit_url": f"{REPOSITORY}/edit/main/example_docs/{{file}}#L{{line}}",
        "modelzoo_translations": {
            "en": {"url": f"{SITES}/en/{{version}}/", "suffix": "_en", "name": "English"},
            "zh": {"url": f"{SITES}/zh-cn/{{version}}/", "suffix": "_cn", "name": "中文"},
            "x-default": "en",
        },
        "modelzoo_version": "latest",
        "modelzoo_twins": False,  # every page of the manual has the link beside it
        # HTML.
        "html_theme": "furo",
        "html_title": title,
        "html_static_path": ["../static"],
        "html_css_files": ["manual.css"],
        "html_show_sourcelink": False,
        "html_sidebars": {
            "**": [
                "sidebar/brand.html",
                "sidebar/search.html",
                "sidebar/scroll-start.html",
                "sidebar/language.html",
                "sidebar/navigation.html",
                "sidebar/scroll-end.html",
            ]
        },
        # PDF and EPUB.
        "latex_engine": "xelatex",
        "latex_documents": [(root, f"sphinx-modelzoo-{language}.tex", title, "", "manual")],
        "latex_elements": {"preamble": CJK_FONTS + BREAKS + CHAPTERS[language], **CJK_PACKAGES},
        "epub_title": title,
        "epub_language": {"zh": "zh-CN"}.get(language, language),
        "epub_show_urls": "no",
        "suppress_warnings": ["epub.unknown_project_files"],  # doctrees beside the output
    }


LAB = {"zh": "苍鹭实验室", "en": "Heron Lab"}


def lab_settings(language: str) -> dict[str, Any]:
    """The configuration of the invented laboratory in one language: a project of its own.

    ``index.md`` and ``index.zh.md`` are what MkDocs makes of the same documents.
    """
    title = LAB[language]
    manual = settings(language, title)
    return manual | {
        "project": title,
        "author": title,
        "copyright": "The sphinx-modelzoo developers",
        "exclude_patterns": ["index.md", "index.zh.md", f"*_{SUFFIXES[OTHERS[language]]}.md"],
        "extensions": ["sphinx_modelzoo", "myst_parser", "look"],
        "templates_path": ["../../../conf/templates"],
        "html_static_path": ["../../../conf/static"],
        "modelzoo_catalog": "../models.yaml",
        "modelzoo_translations": {},
        "modelzoo_edit_url": f"{REPOSITORY}/edit/main/example_docs/lab/models.yaml#L{{line}}",
    }
