"""``modelzoo check``: report what is wrong with a catalog, and fix it where that is safe."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sphinx_modelzoo.cli.common import (
    NOT_THERE,
    loaded_plugins,
    paint,
    parse_languages,
    plugin_option,
    target_flaw,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.problems.messages import Message, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.curation.rules.all_rules import CheckReport
    from sphinx_modelzoo.curation.rules.rule import Finding
    from sphinx_modelzoo.problems.codes import Severity
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.registry import Registry

_LEVELS = ("error", "warning", "info")
_AT_ONCE = 1000  # problems that are printed together


@click.command("check", cls=Command)
@click.argument("catalog", nargs=-1, metavar="CATALOG...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Plain text, JSON, GitHub annotations, or SARIF for code scanning.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option(
    "--level",
    type=click.Choice(_LEVELS),
    help="Report this severity and worse. [default: warning as text, info for programs]",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors: exit with 1.")
@click.option(
    "--silence",
    multiple=True,
    metavar="CODE",
    help="Do not report this rule: link.insecure, link.*; repeatable.",
)
@click.option("--only", multiple=True, metavar="CODE", help="Report only this rule; repeatable.")
@click.option(
    "--languages",
    metavar="TAGS",
    callback=parse_languages,
    help="Languages that every text should have: zh,en. [default: text_languages of the catalog]",
)
@click.option("--fix", "fixing", is_flag=True, help="Fix problems where that is safe.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, without writing.")
@click.option(
    "--docs",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder of the documents: report links to documents that are not in it.",
)
@click.option("--links", is_flag=True, help="Follow all links, over the network.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=15.0,
    show_default=True,
    help="Seconds to wait for an answer, with --links.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="With --links, follow links to private and local addresses, too.",
)
@click.option("--rules", "listing", is_flag=True, help="List all rules and exit.")
@click.option("--color/--no-color", default=None, help="Colours; by default on a terminal.")
@plugin_option
def command(
    catalog: tuple[str, ...],
    style: str,
    output: Path | None,
    level: Severity | None,
    strict: bool,
    silence: tuple[str, ...],
    only: tuple[str, ...],
    languages: tuple[str, ...],
    fixing: bool,
    diff: bool,
    docs: Path | None,
    links: bool,
    timeout: float,
    allow_private: bool,
    listing: bool,
    color: bool | None,
) -> None:
    """Check catalogs against the schema and against rules that a schema cannot express.

    CATALOG is a file, a folder with one file per model, or a quoted pattern; several form one
    catalog.

    \b
    Exit status: 0 success (warnings allowed without --strict), 1 catalog errors,
    2 usage error.
    """
    if listing:
        click.echo(_rule_list(), nl=False)
        return
    if not catalog:
        raise click.UsageError(speak("missing catalog: give a file, a folder or a pattern"))
    if fixing and diff:
        raise click.UsageError(speak("--fix and --diff cannot be combined"))
    root = Path.cwd()
    level = level or ("warning" if style == "text" else "info")
    check = partial(_checked, catalog, root, docs, silence, only, languages, level)
    report, read = check({"timeout": timeout, "allow_private": allow_private} if links else None)
    if diff:
        click.echo(_difference(read, report.findings, root), nl=False)
    if fixing and _fix(read, report.findings):
        report, read = check(None, report.findings)
    shown = [one for one in report.problems if _LEVELS.index(one.severity) <= _LEVELS.index(level)]
    _print(style, shown, report.problems, read, root, output, color, quiet=diff)
    _exit(report.problems, strict)


def check_registry(*modules: ModuleType) -> Registry:
    """Make the registry of this command: columns, which presets name, and all rules."""
    from sphinx_modelzoo.curation.rules import rule_modules
    from sphinx_modelzoo.views.builtin import make_registry

    return make_registry(*rule_modules(), *modules)


def _checked(
    patterns: tuple[str, ...],
    root: Path,
    docs: Path | None,
    silence: tuple[str, ...],
    only: tuple[str, ...],
    languages: tuple[str, ...],
    level: Severity,
    policy: Mapping[str, Any] | None,
    followed: tuple[Finding, ...] = (),
) -> tuple[CheckReport, Catalog]:
    from sphinx_modelzoo.catalog.doc_files import SOURCES, folder_documents
    from sphinx_modelzoo.catalog.inner_links import missing_targets
    from sphinx_modelzoo.catalog.loading import load_catalog
    from sphinx_modelzoo.curation.rules.all_rules import FOLLOWED, check
    from sphinx_modelzoo.problems.messages import ProblemError

    catalog = load_catalog(patterns, root, registry=loaded_plugins().join(check_registry()))
    documents = folder_documents(docs, "", SOURCES) if docs else None
    missing = missing_targets(catalog, root, target_flaw(catalog, documents, leaderboards=True))
    catalog = replace(catalog, problems=(*catalog.problems, *missing))
    extra = _follow(catalog, policy) if policy else ()
    codes = {rule.code for rule in FOLLOWED}
    extra += tuple(finding for finding in followed if finding.code in codes)
    try:
        report = check(
            catalog,
            silence=silence,
            only=only,
            root=root,
            extra=extra,
            precise=level,
            languages=languages,
        )
    except ProblemError as error:
        found = error.problem
        text, hint = speak(found.message), speak(found.hint)
        text = speak("{text} ({note})", text=text, note=hint) if hint else text
        raise click.UsageError(text) from None
    return report, catalog


def _follow(catalog: Catalog, policy: Mapping[str, Any]) -> tuple[Finding, ...]:
    from sphinx_modelzoo.curation.rules.following import CrawlPolicy, count_links, follow_links
    from sphinx_modelzoo.problems.messages import ProblemError

    total = count_links(catalog)
    hidden = not sys.stderr.isatty()
    try:
        with click.progressbar(
            length=total, label=speak("Following links"), file=sys.stderr, hidden=hidden
        ) as bar:
            return follow_links(catalog, CrawlPolicy(**policy), lambda: bar.update(1))
    except ProblemError as error:
        raise click.UsageError(f"--links: {error.problem.text_in(speak)}") from None


def _fix(catalog: Catalog, findings: tuple[Finding, ...]) -> bool:
    """Write what can be fixed; return True if anything was."""
    from sphinx_modelzoo.curation.rules.fixes import as_written, fix

    fixed = fix(catalog, findings)
    write_files({file: as_written(file, text) for file, text in fixed.texts.items()})
    if fixed.made or fixed.left:
        made = counted(len(fixed.made), "problems")
        files = counted(len(fixed.texts), "files")
        done = speak("Fixed {made} in {files}", made=made, files=files) if fixed.texts else ""
        done = done or speak("Fixed {made}", made=made)
        if fixed.left:
            left = len(fixed.left)
            done = speak("{done}; {number} cannot be fixed in this layout", done=done, number=left)
        click.echo(speak("{sentence}.", sentence=done), err=True)
    return bool(fixed.made)


def _difference(catalog: Catalog, findings: tuple[Finding, ...], root: Path) -> str:
    from sphinx_modelzoo.catalog.source_texts import Sources
    from sphinx_modelzoo.curation.rules.fixes import fix

    sources = Sources(catalog)
    lines: list[str] = []
    for file, text in fix(catalog, findings).texts.items():
        before = sources.text(file).splitlines(keepends=True)
        name = _shown(file, root)
        after = text.splitlines(keepends=True)
        lines += difflib.unified_diff(before, after, f"{name} (now)", f"{name} (fixed)")
    return "".join(lines)


def _print(
    style: str,
    shown: list[Problem],
    problems: tuple[Problem, ...],
    catalog: Catalog,
    root: Path,
    output: Path | None,
    color: bool | None,
    *,
    quiet: bool,
) -> None:
    from sphinx_modelzoo.curation.rules.all_rules import rules_of
    from sphinx_modelzoo.problems import codes, reports

    texts: Iterable[str]
    if style != "text":
        texts = [
            reports.MACHINE_FORMATS[style](shown, {**codes.CODES, **rules_of(catalog.registry)})
        ]
    else:
        on = color if color is not None else output is None and _colourful()
        colour = paint if on else reports.unpainted
        line_of = _lines(catalog, root)
        texts = (
            reports.as_text(shown[at : at + _AT_ONCE], line_of, colour, speak)
            for at in range(0, 0 if quiet else len(shown), _AT_ONCE)
        )
        color = on
    if output is not None:
        write_files({output: "".join(texts)})
    else:
        for text in texts:
            click.echo(text, nl=False, color=color)
    if style == "text" and not quiet:
        click.echo(_last_line(shown, problems, catalog), err=True)


def _last_line(shown: list[Problem], problems: tuple[Problem, ...], catalog: Catalog) -> str:
    from sphinx_modelzoo.problems.reports import summary

    found = summary(shown) or Message("no problems found")
    models = counted(len(catalog), "models")
    ids = {model.id for model in catalog.models}
    # Errors also name entries that were left out, such as those without a valid id or name.
    left_out = {(one.file, one.model) for one in problems if one.severity == "error" and one.model}
    if number := sum(model not in ids for _, model in left_out):
        entries = counted(number, "entries")
        found = Message("{entries} left out, {found}", entries=entries, found=found)
    line = speak("{models} checked, {found}", models=models, found=found)
    known = set(map(id, shown))  # some of the same objects: a large zoo has many
    hidden = [problem for problem in problems if id(problem) not in known]
    if not hidden:
        return line
    return speak("{text} (and {hidden}: --level info)", text=line, hidden=summary(hidden))


def _exit(problems: tuple[Problem, ...], strict: bool) -> None:
    severities = {problem.severity for problem in problems}
    if any(problem.code in NOT_THERE for problem in problems):
        sys.exit(2)
    if "error" in severities or (strict and "warning" in severities):
        sys.exit(1)


def _colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _lines(catalog: Catalog, root: Path) -> Callable[[str, int], str]:
    from sphinx_modelzoo.catalog.source_texts import Sources

    sources = Sources(catalog)
    files = {_shown(file, root): file for file in catalog.files}

    def line_of(name: str, number: int) -> str:
        return sources.line(files[name], number) if name in files else ""

    return line_of


def _rule_list() -> str:
    from sphinx_modelzoo.curation.rules.all_rules import rules_of

    return "".join(
        f"{rule.code}  ({rule.severity}{', --fix' if rule.fixable else ''})\n"
        f"    {speak(rule.reason)}\n    {speak(rule.way_out)}\n"
        for rule in rules_of(loaded_plugins().join(check_registry())).values()
    )


def _shown(file: Path, root: Path) -> str:
    from sphinx_modelzoo.files import shown_path

    return shown_path(file, root)
