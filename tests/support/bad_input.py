"""Catalogs and pages with a mistake each, and what is said of it."""

from __future__ import annotations

GOOD = "  - {id: good-one, name: Good}\n"


def catalog(entry: str) -> str:
    return f"schema_version: 1\nmodels:\n{entry}{GOOD}"


# name -> (catalog text or bytes, code, line of the message)
CATALOGS: dict[str, tuple[str | bytes, str, int]] = {
    "syntax": (catalog("  - {id: a, name: [}\n"), "yaml.syntax", 3),
    "tab": (catalog("  - id: a\n\tname: A\n"), "yaml.tab", 4),
    "duplicate-key": (catalog("  - id: a\n    name: A\n    name: B\n"), "yaml.duplicate-key", 5),
    "type": (catalog("  - id: a\n    name: A\n    results:\n      - dataset: 5\n"), "type", 6),
    "field": (catalog("  - id: a\n    name: A\n    sumary: x\n"), "field.unknown", 5),
    "deep-field": (
        catalog("  - id: a\n    name: A\n    paper:\n      titel: x\n"),
        "field.unknown",
        6,
    ),
    "missing": (catalog("  - id: a\n"), "field.missing", 3),
    "id": (catalog("  - {id: A b, name: A}\n"), "id.malformed", 3),
    "duplicate-id": (catalog("  - {id: good-one, name: A}\n"), "id.duplicate", 4),
    "arxiv": (
        catalog("  - id: a\n    name: A\n    paper: {arxiv: 2004.10930}\n"),
        "arxiv.unquoted",
        5,
    ),
    "norway": (catalog("  - {id: a, name: A, languages: [no]}\n"), "language.unknown", 3),
    "language": (catalog("  - id: a\n    name: A\n    summary: {xq: x}\n"), "language.unknown", 5),
    "task": (catalog("  - {id: a, name: A, tasks: [object-detektion]}\n"), "task.unknown", 3),
    "blank": (catalog("  - {id: a, name: '  '}\n"), "text.blank", 3),
    "scheme": (catalog("  - {id: a, name: A, code: ['javascript:alert(1)']}\n"), "link.scheme", 3),
    "bytes": (catalog("  - {id: a, name: 模型}\n").encode("gbk"), "encoding", 3),
    "empty": ("", "catalog.empty", 0),
}
# name -> (the page, code, a word of the hint)
DOCUMENTS: dict[str, tuple[str, str, str]] = {
    "column": (".. modelzoo::\n   :columns: nme\n", "column.unknown", "name"),
    "filter": (".. modelzoo::\n   :filter: parms < 3\n", "filter.syntax", "params"),
    "option": (".. modelzoo::\n   :filtr: x\n", "option.unknown", "filter"),
    "limit": (".. modelzoo::\n   :limit: many\n", "option.value", "many"),
    "blank-line": (".. modelzoo::\n\n   :limit: 1\n", "option.unknown", "ignored “:limit: 1”"),
    "no-colon": (".. modelzoo::\n   limit: 1\n", "option.unknown", "ignored “limit: 1”"),
    "columns-without-commas": (
        ".. modelzoo::\n   :columns: name params\n",
        "column.unknown",
        "separate them with commas: name, params",
    ),
    "columns-as-in-filters": (
        '.. modelzoo::\n   :columns: name, metric("mAP")\n',
        "column.unknown",
        "write metric:mAP",
    ),
    "catalog": (".. modelzoo:: models.yaml\n", "option.unknown", "named in conf.py"),
    "catalog-of-stats": (".. modelzoo-stats:: a/b.yml\n", "option.unknown", "named in conf.py"),
    "argument": (".. modelzoo:: all\n", "option.unknown", "ignored “all”"),
    "view": (".. modelzoo-stats::\n\n   Text.\n", "option.unknown", "ignored “Text.”"),
    "view-argument": (
        ".. modelzoo-stats:: all\n",
        "option.unknown",
        "unexpected argument “all”",
    ),
    "reference": (":modelzoo:model:`beta-nett`\n", "reference", "beta-net"),
    "count": (":modelzoo:count:`parms < 3`\n", "filter.syntax", "params"),
}
