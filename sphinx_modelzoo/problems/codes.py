"""Every code that a message can have: how bad it is, what it means, and the way out.

The manual prints this list, reports for machines carry it, and ``silence:`` and the hosts' own
settings use the codes. A new message is a new entry here: whoever finds the problem writes
``problem("its.code", "what is wrong")``. Rules say the same of themselves, where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

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


_READING = {
    "catalog.missing": (
        "error",
        "A file or folder of the catalog is not there, or nothing matches a pattern.",
        "Correct the path; the message says which folder it is relative to.",
    ),
    "catalog.empty-folder": (
        "error",
        "A folder of the catalog holds no .yaml or .yml file.",
        "Name the folder that holds them, or add a file.",
    ),
    "catalog.unreadable": (
        "error",
        "A file of the catalog cannot be read.",
        "Check its permissions, and whether it is a file at all.",
    ),
    "catalog.empty": (
        "warning",
        "A file of the catalog has no entries.",
        "Add entries below models:, or take the file out of the catalog.",
    ),
    "catalog.shape": (
        "error",
        "A file, a list of entries or an entry does not have the shape of a catalog.",
        "A file is a mapping with models:, whose entries each begin with “- id: …”.",
    ),
    "encoding": (
        "error",
        "A file is not in UTF-8, but perhaps in GBK or UTF-16.",
        "Save it as UTF-8; every editor can.",
    ),
    "schema.version": (
        "error",
        "schema_version names a version that this release does not know.",
        "Write schema_version: 1, or install a newer release.",
    ),
    "yaml.size": ("error", "A file is far too large.", "Spread the catalog over several files."),
    "yaml.syntax": (
        "error",
        "A text is not YAML. The other entries are read where it is clear where they begin.",
        "Often a text with “: ” or a quote in it needs quotes around it.",
    ),
    "yaml.tab": ("error", "A tab stands where YAML wants spaces.", "Indent with spaces."),
    "yaml.character": (
        "error",
        "A control character, such as NUL, stands in the text.",
        "Remove it; a file full of them is in UTF-16 and is to be saved as UTF-8.",
    ),
    "yaml.documents": (
        "error",
        "A file holds several YAML documents.",
        "Take out the “---”, or make a file of each document.",
    ),
    "yaml.duplicate-key": (
        "error",
        "A field is given twice in one mapping; YAML would keep the last one silently.",
        "Keep one of them.",
    ),
    "yaml.key": (
        "error",
        "The name of a field is a list or a mapping, or “<<” takes in what is no mapping.",
        "Use a word; in braces, a space belongs after the colon.",
    ),
    "yaml.value": (
        "error",
        "A value looks like a number or date but is none, such as 2021-02-30.",
        "Correct it, or put it in quotes.",
    ),
    "yaml.tag": (
        "error",
        "A tag such as !!python/object asks for more than plain data.",
        "Take the tag out.",
    ),
    "yaml.alias": (
        "error",
        "An alias has no anchor, holds itself, or unfolds to far too much.",
        "Write it out; a text that begins with “*” or “&” needs quotes.",
    ),
    "yaml.depth": ("error", "Lists or mappings are nested far too deeply.", "Flatten them."),
}

_FIELDS = {
    "field.unknown": (
        "error",
        "An entry has a field that is not in the schema; often a misspelt one.",
        "Correct its name, or leave the field out.",
    ),
    "field.missing": ("error", "A field that must be there is missing.", "Add it."),
    "type": (
        "error",
        "A value is of another kind than the field takes, such as a list where a text belongs.",
        "Write it as the reference says; texts that look like numbers need quotes.",
    ),
    "choice": ("error", "A value is not among those that the field takes.", "Take one of them."),
    "range": ("error", "A number is out of the field's range.", "Correct it."),
    "id.malformed": (
        "error",
        "An id, or an old id among the aliases, has other characters than a-z, 0-9, -, or over 64.",
        "Take the id that the message suggests.",
    ),
    "language.unknown": (
        "error",
        "A key or value is not a language; an unquoted no is the value false in YAML.",
        'Use a tag such as en, zh, ja; write "no" in quotes.',
    ),
    "language.repeated": (
        "error",
        "One language is given twice, such as zh and zh-CN.",
        "Keep one of them.",
    ),
    "link.scheme": (
        "error",
        "A link is of a kind that a page should not have, such as javascript:.",
        "Use https:, http:, mailto: or a relative link.",
    ),
    "link.malformed": (
        "error",
        "A link is incomplete, has spaces or quotes in it, or names an impossible host.",
        "Write it as the browser's address bar shows it.",
    ),
    "text.blank": ("error", "A text is empty.", "Write something, or leave the field out."),
    "text.control": (
        "error",
        "A text holds control characters, halves of characters, or U+FFFF and its like.",
        "Remove them: pages, e-books and pictures cannot hold them.",
    ),
    "quantity": (
        "error",
        "A count or size cannot be read.",
        'Write a number, or one with its unit: "25.6M", "97.8 MB".',
    ),
    "metric.number": (
        "error",
        "A figure is not a finite number.",
        'Write the number alone; “%” and “>” go into {value: 0.8, unit: "%", comparator: ">"}.',
    ),
    "arxiv.unquoted": (
        "error",
        "An arXiv id without quotes is a number and loses its last zeros.",
        'Put it in quotes: arxiv: "2004.10930".',
    ),
    "arxiv.malformed": ("error", "This is no arXiv id.", 'Write "2004.10934" or "cs/0112017".'),
    "doi.malformed": ("error", "This is no DOI.", "Write it as 10.1109/CVPR.2016.90."),
    "date": ("error", "This is no date.", "Write it as 2021-12-31."),
    "sha256": ("error", "This is no SHA-256 sum.", "Write its 64 hexadecimal digits."),
}

_BETWEEN = {
    "id.duplicate": (
        "error",
        "Two entries, or two variants of one entry, have the same id. The first one is kept.",
        "Rename one of them.",
    ),
    "id.alias-clash": (
        "error",
        "An entry claims, as an alias, what is the id of another one. Links lead to the id.",
        "Take the alias out, or rename the other entry.",
    ),
    "alias.repeated": (
        "warning",
        "Two entries claim the same old id. Links lead to the first one.",
        "Keep it in one of them.",
    ),
    "task.unknown": (
        "error",
        "A task is not in the vocabulary.",
        "Take the nearest id, which the message says, or add the task below tasks: at the top.",
    ),
    "related.unknown": (
        "warning",
        "related or superseded_by names an entry that is not in the catalog.",
        "Correct the id.",
    ),
}

# What a document asks of a catalog; views/options.py finds these.
_TABLES = {
    "option.unknown": (
        "warning",
        "A table has an option that does not exist.",
        "Take the nearest name, which the message says.",
    ),
    "option.value": (
        "warning",
        "An option of a table has a value that it does not take, or that no model has.",
        "Correct it, as the message says.",
    ),
    "column.unknown": (
        "warning",
        "A table asks for a column that does not exist, or for a metric that no model has.",
        "Take a key of the list of columns; a metric is written metric:mAP@COCO.",
    ),
    "filter.syntax": (
        "warning",
        "A filter cannot be understood; nothing is shown, rather than every model.",
        "Correct it at the place that the message names.",
    ),
    "reference": (
        "warning",
        "A document refers to a model that is not in the zoo.",
        "Write the id of a model of the catalog.",
    ),
    "page.conflict": (
        "error",
        "The page of a model would have the name of one of the project's own documents.",
        "Change the id, move the document, or put the pages into another folder.",
    ),
    "picture.missing": (
        "warning",
        "The documentation has no file where an entry says that a picture is.",
        "Correct the path, which starts at the documentation's source folder, or add the file.",
    ),
    "picture.outside": (
        "warning",
        "The path of a picture leads out of the documentation's source folder.",
        "Put the picture into the source folder; a page could show any file of the machine.",
    ),
    "sort.syntax": (
        "warning",
        "A sort order names a field that does not exist.",
        "Separate names of fields with commas, and put - before one for descending order.",
    ),
    "plot.matplotlib": (
        "warning",
        "matplotlib is not installed; a plot is shown as a table.",
        'Install it: pip install "sphinx-modelzoo[plot]".',
    ),
}

# What is said of the sources and targets of imports and exports.
_SOURCES = {
    "import.missing": (
        "error",
        "A file or folder to import is not there.",
        "Correct the path.",
    ),
    "import.unreadable": (
        "error",
        "A file to import cannot be read.",
        "Check its permissions, and whether it is a file at all.",
    ),
    "import.format": (
        "error",
        "Nobody knows the format of a file to import.",
        "Name the format with --from, or save the file in one that is read.",
    ),
    "import.empty": (
        "error",
        "A file or folder to import holds no models.",
        "Look whether it is the right one.",
    ),
    "import.names": (
        "error",
        "No column of a table to import names the models.",
        "Give the column with the names a header, such as “Model”.",
    ),
    "import.csv": (
        "error",
        "A file cannot be split into rows and cells.",
        "Often a quote is not closed, at the line that the message names.",
    ),
    "import.target": (
        "error",
        "The catalog that an import is to write into is of no use, or has errors.",
        "Name a .yaml file or a folder, and correct its errors first.",
    ),
    "catalog.layout": (
        "error",
        "A file of the catalog is laid out so that it cannot be changed in place.",
        "Write the entries below models:, each at a “- ” of its own.",
    ),
    "export.unfit": (
        "error",
        "A format cannot hold what is to be exported, or a file cannot take it in.",
        "Choose fewer models, another format or another file, as the message says.",
    ),
}

# What only a Sphinx build says.
_SPHINX = {
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

# What only a MkDocs or Zensical build says.
_MKDOCS = {
    "config.home": (
        "warning",
        "The page that model pages are to lead back to is not there; another table is taken.",
        "Name a page of the documents, relative to their folder, such as zoo.md.",
    ),
    "config.inventory": (
        "error",
        "The inventory of another site cannot be read; links to its models lead nowhere.",
        "Save the site's objects.inv where the setting says.",
    ),
    "config.watch": (
        "error",
        "Zensical does not watch the catalog, and pages would show an old state of it.",
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
        "catalog": _codes(_READING, _FIELDS, _BETWEEN, _TABLES, _SOURCES),
        "sphinx": _codes(_SPHINX),
        "mkdocs": _codes(_MKDOCS),
    }
)
"""The codes by who finds them, as the manual lists them; each with its prefix."""

CODES: Mapping[str, ProblemKind] = MappingProxyType(
    {code: info for group in GROUPS.values() for code, info in group.items()}
)
"""All of them."""
