"""``modelzoo import``: tables, model cards and indexes become a catalog, or update one."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sphinx_modelzoo.catalog.collector import paused_collector
from sphinx_modelzoo.cli.common import fail, say_problems, shown_path, write_files
from sphinx_modelzoo.importers import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.importers.base import Change, Draft, ImportResult
    from sphinx_modelzoo.importers.merge import Plan
    from sphinx_modelzoo.importers.target import Target


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE_OR_FOLDER",
    help="The catalog: FILE.yaml, or FOLDER/ with one file per model, or - to print it.",
)
@click.option(
    "--from", "format_name", type=click.Choice(list(FORMATS)), help="The sources' format."
)
@click.option("--no-fix", is_flag=True, help="Repair nothing.")
@click.option("--skip-repair", multiple=True, metavar="NAME", help="Leave out one repair.")
@click.option("--report", metavar="FILE", help="Write the whole report as JSON.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Show all of the report.")
@click.option("-q", "--quiet", is_flag=True, help="Show no report.")
def command(
    sources: tuple[str, ...],
    output: str,
    format_name: str | None,
    no_fix: bool,
    skip_repair: tuple[str, ...],
    report: str | None,
    dry_run: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Make a catalog of other files, or bring one up to date.

    SOURCE is a file or folder: Markdown, HTML or reStructuredText with tables, CSV or TSV, an
    OpenMMLab model index or metafile, Hugging Face model cards, PaddlePaddle's info.yaml, or a
    catalog. The network is not used.

    A catalog that is there already is updated: what you wrote or changed by hand stays, also
    where the source says something else (the report tells), and comments and layout stay. To know
    your edits from its own, the command keeps a hidden file beside the catalog.
    """
    from sphinx_modelzoo.importers.report import Report
    from sphinx_modelzoo.problems.messages import ProblemError

    skipped = _repairs_to_skip(skip_repair)
    try:
        with paused_collector():
            work = _Work(output, format_name)
            results, repairs = work.read(sources, None if no_fix else skipped)
            plan = work.plan(results)
            texts = work.texts(plan, results)
    except ProblemError as error:
        *reasons, problem = error.problems
        fail(problem.brief, reasons, status=1 if reasons else 2)
    except KeyboardInterrupt:
        click.echo(f"interrupted; {output} is as it was", err=True)
        sys.exit(130)
    done = Report(results, repairs, plan, output)
    if report:
        text = json.dumps(done.to_json(), ensure_ascii=False, indent=2, default=str)
        texts[Path(report)] = f"{text}\n"
    if not quiet:
        for line in done.lines(everything=verbose):
            click.echo(line, err=True)
    if dry_run:
        click.echo("nothing was written (--dry-run)", err=True)
        return
    if output == "-":
        click.echo(texts.pop(Path("-")), nl=False)
    write_files(texts)
    work.verify()


def _repairs_to_skip(names: Sequence[str]) -> tuple[str, ...]:
    from sphinx_modelzoo.importers.repairs import REPAIRS

    for name in names:
        if name not in REPAIRS:
            raise click.UsageError(f"there is no repair “{name}”: {', '.join(REPAIRS)}")
    return tuple(names)


@dataclass
class _Work:
    """One import: its target and what goes into it."""

    output: str
    format_name: str | None

    def __post_init__(self) -> None:
        from sphinx_modelzoo.importers.target import open_target

        # What is printed begins a catalog of its own.
        self.printed = self.output == "-"
        self.target: Target = open_target("-.yaml" if self.printed else self.output)
        self.head: dict[str, Any] = {}

    def read(
        self, sources: Sequence[str], skip: Sequence[str] | None
    ) -> tuple[list[tuple[str, ImportResult]], list[Change]]:
        """Read the sources and repair what was read; ``None`` for no repairs."""
        from sphinx_modelzoo.importers.base import ImportContext
        from sphinx_modelzoo.importers.reading import read_sources
        from sphinx_modelzoo.importers.repairs import repair
        from sphinx_modelzoo.importers.settle import settle

        with _Progress() as progress:
            context = ImportContext(
                self.target.vocabularies,
                display=shown_path,
                progress=progress.step,
                expect=progress.expect,
            )
            results = read_sources(
                [Path(source) for source in sources],
                context,
                self.format_name,
                target=None if self.printed else self.target.path,
            )
        changes: list[Change] = []
        for _, result in results:
            changes += [] if skip is None else repair(result.drafts, skip=skip)
            self._take_head(result.head)
            settle(result, self.target.vocabularies)
        return results, changes

    def _take_head(self, head: Mapping[str, Any]) -> None:
        """What belongs at the top of a new catalog; one that is there keeps its own."""
        from sphinx_modelzoo.catalog.heading import read_head

        if not self.target.is_new:
            return
        self.head = {**head, **self.head}
        read, _ = read_head({"schema_version": 1, **head})
        self.target.language = self.target.language or read.language
        self.target.vocabularies = self.target.vocabularies.extended(
            tasks=(entry.term() for entry in read.tasks),
            datasets=(entry.term() for entry in read.datasets),
            metrics=(entry.term() for entry in read.metrics),
        )

    def plan(self, results: Sequence[tuple[str, ImportResult]]) -> Plan:
        """Find the entries again, and merge."""
        from sphinx_modelzoo.importers.merge import plan_import
        from sphinx_modelzoo.importers.settle import name_language

        drafts: list[tuple[str, Draft]] = []
        for name, result in results:
            for draft in result.drafts:
                language = draft.hints.get("language")
                if language and language != self.target.language:
                    draft.data = name_language(draft.data, language)
                drafts.append((name, draft))
        return plan_import(self.target, drafts)

    def texts(self, plan: Plan, results: Sequence[tuple[str, ImportResult]]) -> dict[Path, str]:
        """The texts of the files to write: the catalog's, and what to remember of this import."""
        from sphinx_modelzoo.catalog.writing import dump_catalog
        from sphinx_modelzoo.importers.target import write_target

        if not plan.outcomes:
            hint = (
                "; --report FILE says why" if any(result.left_out for _, result in results) else ""
            )
            click.echo(f"Warning: the sources hold no model{hint}", err=True)
        if self.printed:
            return {Path("-"): dump_catalog(plan.additions, head=self.head)}
        texts = write_target(self.target, plan.changes, plan.additions, self.head)
        if plan.outcomes:
            texts[self.target.memory_path] = self.target.memory.text()
        return texts

    def verify(self) -> None:
        """Read the catalog again; what is wrong with it now is said."""
        from sphinx_modelzoo.catalog.loading import load_catalog

        if self.printed or not self.target.path.exists():
            return
        problems = load_catalog(str(self.target.path), Path.cwd()).problems
        say_problems(problems)
        if any(problem.severity == "error" for problem in problems):
            sys.exit(1)


class _Progress:
    """A bar on a terminal, over steps that become known while reading."""

    def __init__(self) -> None:
        self._bar: Any = click.progressbar(
            length=0, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()
        )

    def __enter__(self) -> _Progress:
        self._bar.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.__exit__(*raised)

    def expect(self, steps: int) -> None:
        """More steps will come."""
        self._bar.length += steps

    def step(self, steps: int) -> None:
        """Steps were done."""
        self._bar.update(steps)
