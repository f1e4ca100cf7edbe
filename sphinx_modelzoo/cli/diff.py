"""``modelzoo diff``: the changes from one catalog to another, as for notes on a release."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import (
    fail,
    language_option,
    loaded_plugins,
    plugin_option,
    say_problems,
)
from sphinx_modelzoo.cli.spoken import Command, default_language, speak
from sphinx_modelzoo.problems.messages import Message, counted

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.views.changes import CatalogChanges, ChangeLine
    from sphinx_modelzoo.views.labels import Labels

_GIT = re.compile(r"git:([^:]+):(.+)")


@click.command("diff", cls=Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Lines, JSON for programs, or Markdown for the notes on a release.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes.")
@language_option(
    "Language of the report. [default: the catalog's, else the locale's; English in Markdown]", None
)
@plugin_option
def command(old: str, new: str, style: str, exit_code: bool, language: str | None) -> None:
    """List new, gone, renamed and deprecated models, and changed versions and figures.

    OLD and NEW are files, folders or quoted patterns, or git:REV:PATH for a file or folder as it
    was in a revision: git:v2.0:docs/models.yaml.
    """
    from sphinx_modelzoo.catalog.comparing import load_two
    from sphinx_modelzoo.views.builtin import make_registry
    from sphinx_modelzoo.views.changes import catalog_changes, changes_data

    with tempfile.TemporaryDirectory() as folder:
        places = [_place(name, Path(folder, str(number))) for number, name in enumerate((old, new))]
        catalogs = load_two(places[0], places[1], loaded_plugins().join(make_registry()))
        _refuse_errors(catalogs)
    changes = catalog_changes(*catalogs)
    language = language or catalogs[1].language or default_language(style == "text")
    if style == "json":
        click.echo(json.dumps(changes_data(changes), ensure_ascii=False, indent=2))
    else:
        click.echo(_report(changes, catalogs[1], language, markdown=style == "markdown"), nl=False)
    if exit_code and changes:
        sys.exit(1)


def _place(name: str, folder: Path) -> tuple[tuple[str, ...], Path]:
    """Return where a catalog is; that of a revision is written into a folder first."""
    found = _GIT.fullmatch(name)
    if found is None:
        return (name,), Path.cwd()
    revision, path = found.groups()
    if revision.startswith("-"):
        raise click.UsageError(speak("{name}: invalid revision", name=name))
    listed = _git(name, "ls-tree", "-r", "-z", "--name-only", revision, "--", path)
    files = [one for one in listed.decode("utf-8", "surrogateescape").split("\0") if one]
    if not files:
        raise click.UsageError(speak("{name}: no such file or folder in this revision", name=name))
    for one in files:
        if one == path or one.endswith((".yaml", ".yml")):
            target = folder / one
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_git(name, "show", f"{revision}:./{one}"))
    return (path,), folder


def _git(name: str, *words: str) -> bytes:
    try:
        command = ["git", *words]  # of the user's own shell; no word can be an option
        return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603
    except OSError as error:
        why = error.strerror or error
        raise click.UsageError(speak("{name}: cannot run git: {why}", name=name, why=why)) from None
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise click.UsageError(f"{name}: {lines[0] if lines else speak('git failed')}") from None


def _refuse_errors(catalogs: tuple[Catalog, Catalog]) -> None:
    """End the command where one of the catalogs has errors: what is missing may only be broken."""
    for catalog in catalogs:
        errors = [problem for problem in catalog.problems if problem.severity == "error"]
        if errors:
            fail(
                Message("the catalog has {errors}", errors=counted(len(errors), "errors")),
                errors,
                status=1,
            )
        say_problems(catalog.problems)


def _marked(line: ChangeLine, words: Labels) -> str:
    from sphinx_modelzoo.exports.markdown_table import plain_markdown

    name = f"**{plain_markdown(line.name)}**"
    return words.pair(name, plain_markdown(line.words)) if line.words else name


def _report(changes: CatalogChanges, catalog: Catalog, language: str, *, markdown: bool) -> str:
    from sphinx_modelzoo.views.changes import HEADS, change_lines
    from sphinx_modelzoo.views.labels import N_, labels

    words = labels(language)
    found = change_lines(changes, catalog, language)
    if not found:
        return words(N_("No changes.")) + "\n"
    parts = []
    for name, lines in found.items():
        head = words(HEADS[name])
        if markdown:
            rows = [f"- {_marked(line, words)}" for line in lines]
            parts.append("\n".join((f"## {head}", "", *rows)))
        else:
            title = words.noted(head, str(len(lines)))
            rows = [
                f"  {' '.join(filter(None, (line.id, line.name, line.words)))}" for line in lines
            ]
            parts.append("\n".join((title, *rows)))
    return "\n\n".join(parts) + "\n"
