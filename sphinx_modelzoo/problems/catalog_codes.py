"""The codes of what is wrong in the files of a catalog, as :mod:`.codes` has them.

Each is a severity, a reason and a way out; see :class:`~.codes.ProblemKind`.
"""

from __future__ import annotations

READING = {
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
    "sync.malformed": (
        "warning",
        "A line of models.sync, the record beside the catalog, is not one of modelzoo sync.",
        "Run modelzoo sync, which writes it anew.",
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
    "yaml.text-size": (
        "error",
        "A text of a field is longer than 100,000 characters.",
        "Shorten it, or link a document that has the rest.",
    ),
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
        "Duplicate field in a mapping; the first one is kept, YAML would keep the last.",
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

FIELDS = {
    "field.unknown": (
        "error",
        "Unknown field in an entry; often a misspelt one. The rest of the entry is read.",
        "Correct its name, or remove it; a field of your own goes into extra:, notes into x-….",
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
        "Use https:, http:, mailto:, doc:, model:, leaderboard: or a relative link.",
    ),
    "link.target": (
        "warning",
        "A link leads to a document, label, model or leaderboard that does not exist.",
        "Correct it; paths of documents start from the folder of the documents.",
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
    "version.unquoted": (
        "error",
        "A version without quotes is a number and loses its last zeros: 3.10 is 3.1.",
        'Put it in quotes: since: "3.10".',
    ),
    "version.malformed": (
        "error",
        "A version is too long, or has quotes in it.",
        'Write it as "3.0".',
    ),
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

OWN = {
    "own.id": (
        "error",
        "Invalid name of an own field.",
        "Begin with a letter; use lower-case letters, digits and “_”.",
    ),
    "own.reserved": (
        "error",
        "The name of an own field is a name of the format or of filters.",
        "Use another name.",
    ),
    "own.declaration": (
        "error",
        "Parts of the declaration of an own field contradict each other.",
        "Remove one of them, as the message says.",
    ),
    "own.conflict": (
        "error",
        "Two different declarations of an own field. The first one is used.",
        "Keep one of them, or make them equal.",
    ),
    "own.undeclared": (
        "error",
        "A field in extra is not declared, or is misspelt.",
        "Declare it under fields: at the top of a file, or correct its name.",
    ),
    "own.value": (
        "error",
        "A value of an own field does not fit its declaration.",
        "Write a value of the declared type; one of “values” where the field has them.",
    ),
}

PRESETS = {
    "preset.option": (
        "error",
        "Unknown option of a preset.",
        "Use the name of an option of tables; a preset has no name and no preset of its own.",
    ),
    "preset.value": (
        "error",
        "Invalid value of an option of a preset.",
        "Write it as in the option of a table, or as a list; a column's title as {params: Size}.",
    ),
    "preset.conflict": (
        "error",
        "Two different declarations of a preset. The first one is used.",
        "Keep one of them, or make them equal.",
    ),
}

BETWEEN = {
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
