"""``modelzoo import``: create or update a catalog from tables, model cards and indexes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sphinx_modelzoo.cli.common import (
    FormatName,
    Progress,
    fail,
    loaded_plugins,
    open_catalog,
    plugin_option,
    say_problems,
    shown_path,
    warn,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.problems.messages import Message, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    from sphinx_modelzoo.curation.formats.importer_types import (
        Draft,
        DraftChange,
        Importer,
        ImportResult,
    )
    from sphinx_modelzoo.curation.merge.merging import Plan
    from sphinx_modelzoo.curation.merge.target import ImportTarget
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.schema.own_fields import OwnField


def import_registry(*modules: ModuleType) -> Registry:
    """Make the registry of this command: all formats, and what these modules mark."""
    from sphinx_modelzoo.curation.formats import importer_modules
    from sphinx_modelzoo.registry import Registry

    return Registry.of(*importer_modules(), *modules)


def _names() -> tuple[str, ...]:
    from sphinx_modelzoo.curation.formats import IMPORTS

    return IMPORTS


def _registry() -> Registry:
    return loaded_plugins().join(import_registry())


def importers(registry: Registry) -> Mapping[str, Importer]:
    """Return all formats by name."""
    from sphinx_modelzoo.curation.formats.importer_types import Importer

    return registry[Importer]


_MAPPING = (
    click.option(
        "--map",
        multiple=True,
        metavar="HEADER=FIELD",
        help="What a column becomes; repeatable. “Header=” takes it back.",
    ),
    click.option("--map-file", metavar="FILE", help="A YAML file with fields by headers."),
    click.option("--dataset", help="The dataset of results whose columns name none."),
    click.option("--task", help="The task of the models."),
    click.option("--collection", help="The collection of the models."),
    click.option(
        "--rows", type=click.Choice(("models", "variants")), help="What each row is about."
    ),
    click.option("--base-url", metavar="URL", help="Where relative links start."),
)


def _mapping_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that tell how tables are read; they are remembered."""
    for option in reversed(_MAPPING):
        function = option(function)
    return function


@click.command("import", cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE_OR_FOLDER",
    help="The catalog: FILE.yaml, or FOLDER/ with one file per model, or - to print it.",
)
@click.option(
    "--from",
    "format_name",
    type=FormatName(_names, lambda: importers(_registry())),
    help="The sources' format.",
)
@_mapping_options
@click.option("--prune", is_flag=True, help="Remove what a source no longer has.")
@click.option("--no-fix", is_flag=True, help="Do not repair anything.")
@click.option("--skip-repair", multiple=True, metavar="NAME", help="Skip one repair; repeatable.")
@click.option("--report", metavar="FILE", help="Write the whole report as JSON.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, without writing.")
@click.option("-v", "--verbose", is_flag=True, help="Show the whole report.")
@click.option("-q", "--quiet", is_flag=True, help="Hide the report.")
@plugin_option
def command(
    sources: tuple[str, ...],
    output: str,
    format_name: str | None,
    prune: bool,
    no_fix: bool,
    skip_repair: tuple[str, ...],
    report: str | None,
    dry_run: bool,
    verbose: bool,
    quiet: bool,
    **mapping: Any,
) -> None:
    """Create a catalog from other files, or update one.

    SOURCE is a file or folder: Markdown, HTML or reStructuredText with tables, notebooks, CSV or
    TSV, records in JSON or YAML, an
    OpenMMLab model index or metafile, Hugging Face model cards, PaddlePaddle's info.yaml, or a
    catalog; or a .po file with translations of the catalog. The network is not used. --dry-run
    begins with the columns of tables and what each becomes; --map and the options after it decide
    otherwise, and hold for the next import, too.

    An existing catalog is updated in place. Manual edits always win; the report lists conflicts.
    Several files about the same models, also in two languages, become one catalog, at once or one
    after another. What a source no longer has is reported, and removed with --prune. Comments and
    layout are kept. To tell your edits from its own, the command keeps a hidden file next to the
    catalog.
    """
    from sphinx_modelzoo.curation.merge.report import ImportReport
    from sphinx_modelzoo.problems.messages import ProblemError

    if any(Path(source).suffix.casefold() == ".po" for source in sources):
        _import_translations(sources, output, dry_run=dry_run, quiet=quiet)
        return
    skipped = _repairs_to_skip(skip_repair)
    try:
        work = _Work(output, format_name, importers(_registry()))
        work.decide(mapping)
        results, repairs = work.read(sources, None if no_fix else skipped)
        plan = work.plan(results, prune=prune)
        texts = work.texts(plan, results)
    except ProblemError as error:
        *reasons, problem = error.problems
        fail(problem.brief_in(speak), reasons, status=1 if reasons else 2)
    except KeyboardInterrupt:
        click.echo(speak("interrupted; {output} was not changed", output=output), err=True)
        sys.exit(130)
    done = ImportReport(results, repairs, plan, output)
    if report:
        text = json.dumps(done.to_json(), ensure_ascii=False, indent=2, default=str)
        texts[Path(report)] = f"{text}\n"
    if not dry_run:
        # Before the report, which a reader such as “head” may close.
        printed = texts.pop(Path("-"), None) or ""
        write_files({path: text for path, text in texts.items() if text is not None})
        for path in (path for path, text in texts.items() if text is None):
            path.unlink()
    if not quiet:
        for line in done.column_lines() if dry_run else ():
            click.echo(speak(line), err=True)
        for line in done.lines(everything=verbose):
            click.echo(speak(line), err=True)
    if dry_run:
        click.echo(speak("dry run: no files were written"), err=True)
        return
    click.echo(printed, nl=False)
    written, unread = (None if work.printed else work.target.path), done.unread
    # What was read and written takes as much memory as what is read again now.
    for _, result in results:
        result.drafts.clear()
    del results, repairs, plan, texts, done, work
    if written is not None:
        _verify(written)
    if unread:
        sys.exit(1)


def _verify(path: Path) -> None:
    """Read the catalog again and report what is wrong with it now."""
    from sphinx_modelzoo.catalog.loading import load_catalog

    if path.exists():
        problems = load_catalog(str(path), Path.cwd()).problems
        say_problems(problems)
        if any(problem.severity == "error" for problem in problems):
            sys.exit(1)


def _import_translations(
    sources: Sequence[str], output: str, *, dry_run: bool, quiet: bool
) -> None:
    """Take translations from PO files into a catalog, and record that they fit their sources."""
    from sphinx_modelzoo.catalog.text_records import catalog_verdicts, record_path, refreshed
    from sphinx_modelzoo.curation.merge.po_translations import read_translations, translated_files
    from sphinx_modelzoo.problems.messages import ProblemError

    if others := [source for source in sources if Path(source).suffix.casefold() != ".po"]:
        name = others[0]
        raise click.UsageError(
            speak("{name} is not a .po file; import translations by themselves", name=name)
        )
    if output == "-":
        raise click.UsageError(speak("-o names the catalog that gets the translations"))
    zoo = open_catalog([output])
    try:
        found = read_translations([Path(source) for source in sources], zoo)
        texts = translated_files(zoo, found.changes)
    except ProblemError as error:
        fail(error.problem.brief_in(speak))
    if not dry_run:
        write_files(texts)
        path = record_path(zoo.files)
        if zoo.records is not None and path is not None:
            verdicts = catalog_verdicts(open_catalog([output]), zoo.records)
            write_files({path: refreshed(verdicts, found.confirmed).text()})
    if quiet:
        return
    for name, why in found.left_out:
        click.echo(speak("left out {name}: {why}", name=speak(name), why=speak(why)), err=True)
    for place, language, words in found.changes if dry_run else ():
        shown = speak("{name} in “{language}”", name=place.full_name, language=language)
        click.echo(f"{shown}: {words}", err=True)
    done = speak(
        "{translations} changed; {fuzzy} fuzzy and {empty} empty, left as they are",
        translations=counted(len(found.changes), "translations"),
        fuzzy=counted(found.fuzzy, "messages"),
        empty=found.empty,
    )
    click.echo(f"{output}: {done}", err=True)
    if dry_run:
        click.echo(speak("dry run: no files were written"), err=True)


def _repairs_to_skip(names: Sequence[str]) -> tuple[str, ...]:
    from sphinx_modelzoo.curation.repairs import REPAIRS

    for name in names:
        if name not in REPAIRS:
            known = ", ".join(REPAIRS)
            raise click.UsageError(
                speak("unknown repair “{name}”; choose from {names}", name=name, names=known)
            )
    return tuple(names)


@dataclass
class _Work:
    """One import: its target, and the head of a new catalog."""

    output: str
    format_name: str | None
    importers: Mapping[str, Importer]

    def __post_init__(self) -> None:
        from sphinx_modelzoo.curation.merge.target import open_target

        # What is printed begins a catalog of its own.
        self.printed = self.output == "-"
        self.target: ImportTarget = open_target("-.yaml" if self.printed else self.output)
        self.head: dict[str, Any] = {}

    def decide(self, given: Mapping[str, Any]) -> None:
        """Take the options that tell how tables are read, and those of the last import."""
        from sphinx_modelzoo.curation.formats.import_options import read_options

        memory = self.target.memory
        self.options = read_options(given, memory.options, self.target.vocabularies)
        memory.options = self.options.data()

    def read(
        self, sources: Sequence[str], skip: Sequence[str] | None
    ) -> tuple[list[tuple[str, ImportResult]], list[DraftChange]]:
        """Read the sources and repair what was read; ``None`` for no repairs."""
        from sphinx_modelzoo.curation.formats.importer_types import ImportContext, Place
        from sphinx_modelzoo.curation.merge.source_files import read_sources
        from sphinx_modelzoo.curation.merge.validating import settle, take_declarations
        from sphinx_modelzoo.curation.repairs import repair

        with Progress() as progress:
            context = ImportContext(
                self.target.vocabularies,
                self.target.fields,
                display=shown_path,
                progress=progress.step,
                expect=progress.expect,
                options=self.options,
                home=None if self.printed else self.target.home,
                columns=self.target.memory.columns,
            )
            results = read_sources(
                [Path(source) for source in sources],
                context,
                self.importers,
                self.format_name,
                target=None if self.printed else self.target.path,
            )
        for header, hint in self.options.unused([result for _, result in results]):
            why = Message("no table has this column")
            why = Message("{text}; {note}", text=why, note=hint) if hint else why
            what = Message("the mapping of “{name}”", name=header)
            results[-1][1].leave_out(what, why, Place("--map"))
        changes: list[DraftChange] = []
        for _, result in results:
            changes += [] if skip is None else repair(result.drafts, skip=skip)
            take_declarations(result)
            self._take_head(result.head)
            settle(result, self.target.vocabularies, self.target.fields)
        return results, changes

    def _take_head(self, head: Mapping[str, Any]) -> None:
        """Use the head of a source for a new catalog; an existing one keeps its own.

        Only own fields that it does not declare are added to it, and labels in further languages.
        """
        from sphinx_modelzoo.catalog.writing import field_to_data
        from sphinx_modelzoo.schema.head import read_head
        from sphinx_modelzoo.schema.own_fields import OwnFields

        read, _ = read_head({"schema_version": 1, **head})
        known = self.target.fields
        language = self.target.language
        found = ((one.field(), known.get(one.id)) for one in read.fields)
        new = [field for each in found if (field := _completed(*each, language)) is not None]
        self.target.fields = OwnFields({**known, **{field.id: field for field in new}}.values())
        self.target.declared |= {field.id: field_to_data(field) for field in new}
        if not self.target.is_new:
            return
        self.head = {**head, **self.head}
        if self.target.declared:
            self.head["fields"] = self.target.declared
        self.target.language = self.target.language or read.language
        self.target.vocabularies = self.target.vocabularies.extended(
            tasks=(entry.term() for entry in read.tasks),
            datasets=(entry.term() for entry in read.datasets),
            metrics=(entry.term() for entry in read.metrics),
        )

    def plan(self, results: Sequence[tuple[str, ImportResult]], *, prune: bool) -> Plan:
        """Match drafts with existing entries, and merge them."""
        from sphinx_modelzoo.curation.merge.merging import plan_import
        from sphinx_modelzoo.curation.merge.validating import name_language

        drafts: list[tuple[str, Draft]] = []
        for name, result in results:
            for draft in result.drafts:
                language = draft.hints.get("language")
                if language and language != self.target.language:
                    draft.data = name_language(draft.data, language)
                drafts.append((name, draft))
        return plan_import(self.target, drafts, prune=prune)

    def texts(
        self, plan: Plan, results: Sequence[tuple[str, ImportResult]]
    ) -> dict[Path, str | None]:
        """Return the texts of the files to write: the catalog's, and the memory of this import."""
        from sphinx_modelzoo.catalog.writing import dump_catalog
        from sphinx_modelzoo.cli.init import SAMPLE, SAMPLE_ID
        from sphinx_modelzoo.curation.merge.target import write_target

        if not plan.outcomes:
            left_out = any(result.left_out for _, result in results)
            text = Message("no models found in the sources")
            hint = Message("--report FILE gives the reasons")
            warn(Message("{text}; {note}", text=text, note=hint) if left_out else text)
        if self.printed:
            return {Path("-"): dump_catalog(plan.additions, head=self.head)}
        texts = write_target(self.target, plan.changes, plan.additions, self.head, plan.removals)
        if plan.additions and all(outcome.id != SAMPLE_ID for outcome in plan.outcomes):
            texts |= {path: text.replace(SAMPLE, "") for path, text in texts.items() if text}
        if plan.outcomes:
            texts[self.target.memory_path] = self.target.memory.text()
        return texts


def _completed(field: OwnField, known: OwnField | None, language: str | None) -> OwnField | None:
    """Return a declaration to write: a new one, or the known one with labels that it lacks.

    A known label stays, and one that is declared otherwise, or without a label, is a person's.

    :param language: that of labels which do not say theirs.
    """
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.own_fields import plain_label

    if known is None:
        return field
    default = plain_label(field.id)
    otherwise = replace(field, labels=known.labels) != known
    if otherwise or known.labels == LocalizedText.plain(default):
        return None
    mine, theirs = (
        {
            tag or language: text
            for tag, text in one.labels.entries
            if (tag, text) != ("en", default) or len(one.labels.entries) == 1  # not filled in
        }
        for one in (known, field)
    )
    further = {tag: text for tag, text in theirs.items() if tag not in mine}
    if not further or None in (*mine, *further):
        return None
    return replace(known, labels=LocalizedText(tuple({**mine, **further}.items())))
