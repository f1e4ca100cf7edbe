"""Every code that a message can have: how bad it is, what it means, and the way out.

The manual prints this list, reports for machines carry it, and ``silence:`` and the hosts' own
settings use the codes. A new message is a new entry here, or in :mod:`.catalog_codes` for what is
wrong in a file of the catalog: whoever finds the problem writes
``problem("its.code", "what is wrong")``. Rules say the same of themselves, where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from sphinx_modelzoo.problems.catalog_codes import BETWEEN, FIELDS, OWN, PRESETS, READING

Severity = Literal["error", "warning", "info"]

PREFIX = "modelzoo."


class ProblemKind(NamedTuple):
    """A kind of problem: its code, with the prefix, and what the manual says of it.

    ``reason`` says what is wrong, ``way_out`` what to do: the hint of a message that has no better
    one. ``fixable``: ``modelzoo check --fix`` can put some of it right.
    """

    code: str
    severity: Severity
    reason: str
    way_out: str
    fixable: bool = False


# What a document asks of a catalog; views/options.py finds these.
_TABLES = {
    "option.unknown": (
        "warning",
        "Unknown option of a table.",
        "Use the name that the message suggests.",
    ),
    "option.value": (
        "warning",
        "Invalid value of a table's option, or one that no model has.",
        "Correct it, as the message says.",
    ),
    "column.unknown": (
        "warning",
        "Unknown column of a table, or a metric that no model has.",
        "Use a key from the list of columns; a metric is written metric:mAP@COCO.",
    ),
    "preset.unknown": (
        "warning",
        "Unknown preset, of a table or as the default of a project.",
        "Use the name of a preset under presets: in the catalog, or “paddle”.",
    ),
    "section.unknown": (
        "warning",
        "Unknown section of a model's page.",
        "Use a key from the list of sections, “*” for all others, or “-key” for none of this.",
    ),
    "words.unknown": (
        "warning",
        "A message in a project's own sphinx_modelzoo.po is not that of a label.",
        "Copy the label as it is in English; the manual says where they all are.",
    ),
    "words.file": (
        "error",
        "A project's own sphinx_modelzoo.po cannot be used.",
        "Correct the file, and name its folder as the language: de/LC_MESSAGES/sphinx_modelzoo.po.",
    ),
    "filter.syntax": (
        "warning",
        "Invalid filter; no models are shown, rather than all of them.",
        "Correct it at the place that the message names.",
    ),
    "reference": (
        "warning",
        "Unknown model in a reference.",
        "Use the id of a model in the catalog.",
    ),
    "page.conflict": (
        "error",
        "Several documents are the page of one model, or one has the name of a leaderboard's page.",
        "Move or rename the document, or put the model pages in another folder.",
    ),
    "page.own": (
        "warning",
        "A document of the project is the page of a model, and shows nothing of its entry.",
        "Write modelzoo-page where the parts that the catalog gives belong.",
    ),
    "page.part": (
        "warning",
        "A part of a page is not shown: no model is named, or the section is there already.",
        "Name a model, and each section once.",
    ),
    "picture.missing": (
        "warning",
        "An image of an entry does not exist in the documentation.",
        "Correct the path, relative to the documentation's source folder, or add the file.",
    ),
    "picture.outside": (
        "warning",
        "The path of an image is outside the documentation's source folder.",
        "Move the image into the source folder; otherwise a page could show any local file.",
    ),
    "sort.syntax": (
        "warning",
        "Unknown field in a sort order.",
        "Separate field names with commas; prefix a name with - for descending order.",
    ),
    "plot.matplotlib": (
        "warning",
        "matplotlib is not installed; a plot is shown as a table.",
        'Install it: pip install "sphinx-modelzoo[plot]".',
    ),
}

# What is said of the sources and targets of imports and exports.
_SOURCES = {
    "import.missing": ("error", "A file or folder to import does not exist.", "Correct the path."),
    "import.unreadable": (
        "error",
        "A file to import cannot be read.",
        "Check its permissions, and that it is a file.",
    ),
    "import.format": (
        "error",
        "Unrecognised format of a file to import.",
        "Name the format with --from, or save the file in a supported format.",
    ),
    "import.empty": (
        "error",
        "A file or folder to import contains no models.",
        "Check that this is the right file.",
    ),
    "import.names": (
        "error",
        "A table to import has no column with the names of the models.",
        "Give the column with the names a header, such as “Model”.",
    ),
    "import.map": (
        "error",
        "An option of an import names an unknown field or task, or a file of fields is invalid.",
        'Write --map "Header=field", with a field that the manual of the command lists.',
    ),
    "import.csv": (
        "error",
        "Malformed CSV.",
        "Often a quote is not closed on the line that the message names.",
    ),
    "import.json": (
        "error",
        "Malformed JSON.",
        "Correct it on the line that the message names.",
    ),
    "import.target": (
        "error",
        "The target catalog of an import is not usable, or has errors.",
        "Name a .yaml file or a folder, and correct its errors first.",
    ),
    "catalog.layout": (
        "error",
        "The layout of a catalog file does not allow changing it in place.",
        "Write the entries under models:, each with its own “- ”.",
    ),
    "export.unfit": (
        "error",
        "The format cannot represent the exported data, or the file cannot include it.",
        "Choose fewer models, another format or another file, as the message says.",
    ),
}

# What is said of plugins, and of the files that a build writes beside its pages.
_PLUGINS = {
    "plugin.missing": (
        "error",
        "A plugin does not exist; the build goes on without it.",
        "Name a module, a .py file or an installed plugin.",
    ),
    "plugin.import": (
        "error",
        "A plugin raises an exception when it is imported; the build goes on without it.",
        "Correct the plugin at the line that the message names.",
    ),
    "plugin.mark": (
        "error",
        "A plugin marks something invalid, a name that is taken, or nothing; it is left out.",
        "Choose another name, or correct the decorator.",
    ),
    "plugin.failed": (
        "error",
        "A function of a plugin raised an exception; what it makes is left out.",
        "Correct the plugin at the line that the message names.",
    ),
    "plugin.result": (
        "error",
        "A function of a plugin returned something that cannot be used; it is left out.",
        "Return what the message names.",
    ),
    "files.format": (
        "error",
        "Unknown format of a file to write with the site.",
        "Use the name of a format that modelzoo export has, or that a plugin adds.",
    ),
    "files.path": (
        "error",
        "Invalid path of a file to write with the site.",
        "Write a relative path without “..”, such as models.json.",
    ),
    "files.conflict": (
        "error",
        "A file to write with the site has a path that is taken.",
        "Choose another path.",
    ),
}

# What is said of settings that all builds have.
_SETTINGS = {
    "config.translations": (
        "error",
        "Invalid entry in the addresses of the languages; pages do not link to it.",
        'Write it as {"en": "https://…/en/", "zh": "https://…/zh/"}, with this build\'s language.',
    ),
}

# What only a Sphinx build says.
_SPHINX = {
    "config.language": (
        "warning",
        "Invalid modelzoo_language or language; falling back to English.",
        "Use a tag such as en or zh.",
    ),
    "config.catalog": (
        "warning",
        "A document shows models, but modelzoo_catalog is not set; there are none.",
        'Set it in conf.py, as in modelzoo_catalog = "models.yaml".',
    ),
    "config.pages": (
        "error",
        "Invalid modelzoo_pages; falling back to “models”.",
        "Write a relative name without “..”, such as models.",
    ),
    "config.edit-url": (
        "error",
        "Invalid placeholder in modelzoo_edit_url; pages have no link to their entries.",
        "Use only {file}, {line} and {id} in braces.",
    ),
    "plot.font": (
        "warning",
        "No installed font has the Chinese characters of a plot; in the PDF it becomes a table.",
        "Install Noto Sans CJK (Debian, Ubuntu: apt install fonts-noto-cjk).",
    ),
    "label.duplicate": (
        "warning",
        "Duplicate label of the project and of a model; references lead to the project's.",
        "Rename the project's label.",
    ),
    "pages.suffix": (
        "error",
        "The project has no source suffix with directives; no model pages are generated.",
        "Add .rst to source_suffix, or myst_parser to extensions.",
    ),
}

# What only a MkDocs or Zensical build says.
_MKDOCS = {
    "config.home": (
        "warning",
        "The page that model pages link back to does not exist; another table is used.",
        "Name a page of the documents, relative to their folder, such as zoo.md.",
    ),
    "config.inventory": (
        "error",
        "The inventory of another site cannot be read; links to its models do not resolve.",
        "Save the site's objects.inv at the path in the setting.",
    ),
    "config.watch": (
        "error",
        "Zensical does not watch the catalog, so pages would become outdated.",
        "Add the catalog's file or folder to watch: in the site's configuration.",
    ),
}


def _codes(*groups: Mapping[str, tuple[str, str, str]]) -> Mapping[str, ProblemKind]:
    return MappingProxyType(
        {
            PREFIX + code: ProblemKind(PREFIX + code, *info)  # type: ignore[arg-type]
            for group in groups
            for code, info in group.items()
        }
    )


GROUPS: Mapping[str, Mapping[str, ProblemKind]] = MappingProxyType(
    {
        "catalog": _codes(
            READING, FIELDS, OWN, PRESETS, BETWEEN, _TABLES, _SOURCES, _PLUGINS, _SETTINGS
        ),
        "sphinx": _codes(_SPHINX),
        "mkdocs": _codes(_MKDOCS),
    }
)
"""The codes by who finds them, as the manual lists them; each with its prefix."""

CODES: Mapping[str, ProblemKind] = MappingProxyType(
    {code: info for group in GROUPS.values() for code, info in group.items()}
)
"""All of them."""
