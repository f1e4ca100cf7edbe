"""Catalog files for the tests of the checks."""

from __future__ import annotations

import textwrap
from pathlib import Path

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli.check import check_registry
from sphinx_modelzoo.curation.rules.all_rules import CheckReport, check, rules_of

CHECKS = check_registry()
RULES = rules_of(CHECKS)
HEAD = "schema_version: 1\nlanguage: en\n"


def entry(fields: str, id: str = "one") -> str:
    """An entry of a list: an id, a name, and some fields."""
    body = textwrap.indent(textwrap.dedent(fields).strip(), "    ")
    return f"  - id: {id}\n    name: {id.capitalize()}\n{body}\n"


def write_catalog(folder: Path, *entries: str, head: str = HEAD, name: str = "zoo.yaml") -> Path:
    path = folder / name
    path.write_text(f"{head}models:\n{''.join(entries)}", encoding="utf-8")
    return path


def report_of(folder: Path, *entries: str, head: str = HEAD, **options: object) -> CheckReport:
    """The report on a catalog of these entries; there may be no errors of the schema."""
    write_catalog(folder, *entries, head=head)
    catalog = load_catalog("zoo.yaml", folder, registry=CHECKS)
    assert [one for one in catalog.problems if one.severity == "error"] == []
    return check(catalog, root=folder, **options)  # type: ignore[arg-type]
