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
        "A file or folder of the catalog does not exist, or no file matches a pattern.",
        "Correct the path; the message says which folder it is relative to.",
    ),
    "catalog.empty-folder": (
        "error",
        "A folder of the catalog contains no .yaml or .yml file.",
        "Name the folder that contains them, or add a file.",
    ),
    "catalog.unreadable": (
        "error",
        "A file of the catalog cannot be read.",
        "Check its permissions, and that it is a file.",
    ),
    "catalog.empty": (
        "warning",
        "A file of the catalog has no entries.",
        "Add entries under models:, or remove the file from the catalog.",
    ),
    "catalog.shape": (
        "error",
        "Invalid structure of a file, a list of entries or an entry.",
        "A file is a mapping with models:, whose entries each begin with “- id: …”.",
    ),
    "encoding": (
        "error",
        "A file is not in UTF-8, but perhaps in GBK or UTF-16.",
        "Save it as UTF-8.",
    ),
    "schema.version": (
        "error",
        "Unsupported schema_version.",
        "Write schema_version: 1, or install a newer release.",
    ),
    "yaml.size": ("error", "A file is too large.", "Spread the catalog over several files."),
    "yaml.syntax": (
        "error",
        "Invalid YAML. Other entries are still read where it is clear where they begin.",
        "Often a text that contains “: ” or a quote needs quotes around it.",
    ),
    "yaml.tab": ("error", "A tab is used where YAML requires spaces.", "Indent with spaces."),
    "yaml.character": (
        "error",
        "The file contains a control character, such as NUL.",
        "Remove it; a file full of them is in UTF-16: save it as UTF-8.",
    ),
    "yaml.documents": (
        "error",
        "A file contains several YAML documents.",
        "Remove the “---”, or move each document to its own file.",
    ),
    "yaml.duplicate-key": (
        "error",
        "Duplicate field in a mapping; YAML would silently keep the last one.",
        "Keep one of them.",
    ),
    "yaml.key": (
        "error",
        "A field name is a list or a mapping, or “<<” merges something other than a mapping.",
        "Use a word; inside braces, put a space after the colon.",
    ),
    "yaml.value": (
        "error",
        "Invalid number or date, such as 2021-02-30.",
        "Correct it, or put it in quotes.",
    ),
    "yaml.tag": (
        "error",
        "Unsupported YAML tag, such as !!python/object; only plain data is allowed.",
        "Remove the tag.",
    ),
    "yaml.alias": (
        "error",
        "An alias has no anchor, contains itself, or expands to too much data.",
        "Write it out; a text that begins with “*” or “&” needs quotes.",
    ),
    "yaml.depth": ("error", "Lists or mappings are nested too deeply.", "Flatten them."),
}

_FIELDS = {
    "field.unknown": (
        "error",
        "Unknown field in an entry; often a misspelt one.",
        "Correct its name, or remove the field.",
    ),
    "field.missing": ("error", "A required field is missing.", "Add it."),
    "type": (
        "error",
        "A value has the wrong type, such as a list where text is expected.",
        "Use the type given in the reference; text that looks like a number needs quotes.",
    ),
    "choice": ("error", "A value is not one of the field's choices.", "Use one of them."),
    "range": ("error", "A number is out of the field's range.", "Correct it."),
    "id.malformed": (
        "error",
        "Invalid id, or old id among the aliases: not 1 to 64 characters of a-z, 0-9 and -.",
        "Use the id that the message suggests.",
    ),
    "language.unknown": (
        "error",
        "Unknown language; an unquoted no is the value false in YAML.",
        'Use a tag such as en, zh, ja; write "no" in quotes.',
    ),
    "language.repeated": (
        "error",
        "Duplicate language, such as zh and zh-CN.",
        "Keep one of them.",
    ),
    "link.scheme": (
        "error",
        "Unsupported scheme of a link, such as javascript:.",
        "Use https:, http:, mailto: or a relative link.",
    ),
    "link.malformed": (
        "error",
        "A link is incomplete, contains spaces or quotes, or has an invalid host or port.",
        "Write it as the browser's address bar shows it.",
    ),
    "text.blank": ("error", "A text is empty.", "Add text, or remove the field."),
    "text.control": (
        "error",
        "A text contains control characters, unpaired surrogates, or noncharacters such as U+FFFF.",
        "Remove them: pages, e-books and images cannot contain them.",
    ),
    "quantity": (
        "error",
        "Invalid count or size.",
        'Write a number, or one with its unit: "25.6M", "97.8 MB".',
    ),
    "metric.number": (
        "error",
        "A metric value is not a finite number.",
        'Write the number alone; “%” and “>” go into {value: 0.8, unit: "%", comparator: ">"}.',
    ),
    "arxiv.unquoted": (
        "error",
        "An arXiv id without quotes is a number and loses its last zeros.",
        'Put it in quotes: arxiv: "2004.10930".',
    ),
    "arxiv.malformed": ("error", "Invalid arXiv id.", 'Write "2004.10934" or "cs/0112017".'),
    "doi.malformed": ("error", "Invalid DOI.", "Write it as 10.1109/CVPR.2016.90."),
    "date": ("error", "Invalid date.", "Write it as 2021-12-31."),
    "sha256": ("error", "Invalid SHA-256 checksum.", "Write 64 hexadecimal digits."),
    "md5": ("error", "Invalid MD5 checksum.", "Write 32 hexadecimal digits, in quotes."),
    "base-model.malformed": (
        "error",
        "A base model is neither the id of an entry nor a link.",
        "Use an id of the catalog, or a link: https://huggingface.co/org/name.",
    ),
}

_BETWEEN = {
    "id.duplicate": (
        "error",
        "Duplicate id of two entries, or of two variants of an entry. The first one is kept.",
        "Rename one of them.",
    ),
    "id.alias-clash": (
        "error",
        "An alias is the id of another entry. Links lead to the entry with that id.",
        "Remove the alias, or rename the other entry.",
    ),
    "alias.repeated": (
        "warning",
        "Duplicate alias: two entries have the same old id. Links lead to the first one.",
        "Keep it in one of them.",
    ),
    "task.unknown": (
        "error",
        "Unknown task: it is not in the vocabulary.",
        "Use the id that the message suggests, or add the task under tasks: at the top.",
    ),
    "related.unknown": ("warning", "Unknown entry in related or superseded_by.", "Correct the id."),
    "base-model.unknown": (
        "warning",
        "Unknown entry in base_model.",
        "Correct the id, or link the model: https://huggingface.co/org/name.",
    ),
    "base-model.cycle": (
        "warning",
        "Entries are each other's base models.",
        "Remove the base_model of the entry that was there first.",
    ),
}

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
        "A model page has the same name as one of the project's own documents.",
        "Change the id, move the document, or put the model pages in another folder.",
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
    "import.csv": (
        "error",
        "Malformed CSV.",
        "Often a quote is not closed on the line that the message names.",
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

# What only a Sphinx build says.
_SPHINX = {
    "config.language": (
        "warning",
        "Invalid modelzoo_language or language; falling back to English.",
        "Use a tag such as en or zh.",
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
    "config.translations": (
        "error",
        "Unknown language in modelzoo_translations.",
        'Write it as {"en": "https://…/en/", "zh": "https://…/zh/"}.',
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
