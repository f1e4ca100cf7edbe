"""``modelzoo export``: a catalog in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import (
    FormatName,
    fail,
    language_option,
    loaded_plugins,
    locale_option,
    open_catalog,
    parse_selection,
    plugin_option,
    selected_models,
    selecting,
    with_words,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.problems.messages import Message, counted

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx_modelzoo.curation.formats.importer_types import FormatWriter
    from sphinx_modelzoo.exports.interface import Exporter, Selection
    from sphinx_modelzoo.registry import Registry


def export_registry(*modules: ModuleType) -> Registry:
    """Make the registry of this command: columns, formats, and what these modules mark."""
    from sphinx_modelzoo.curation.formats import writer_modules
    from sphinx_modelzoo.exports import export_modules
    from sphinx_modelzoo.views.builtin import make_registry

    return make_registry(*export_modules(), *writer_modules(), *modules)


def _names() -> tuple[str, ...]:
    from sphinx_modelzoo.curation.formats import WRITERS
    from sphinx_modelzoo.exports import EXPORTS

    return *EXPORTS, *WRITERS


def _registry() -> Registry:
    return loaded_plugins().join(export_registry())


def exporters(registry: Registry) -> dict[str, Exporter]:
    """Return all formats by name: those only written, then those read and written."""
    from sphinx_modelzoo.curation.formats.importer_types import FormatWriter
    from sphinx_modelzoo.exports.interface import Exporter

    writers = registry[FormatWriter].values()
    return {**registry[Exporter], **{one.name: _as_exporter(one) for one in writers}}


def _as_exporter(writer: FormatWriter) -> Exporter:
    from sphinx_modelzoo.exports.interface import Exporter

    return Exporter(
        writer.name,
        writer.title,
        lambda chosen: writer.text(chosen.catalog, chosen.models, chosen.language),
        lambda chosen: writer.files(chosen.catalog, chosen.models, chosen.language),
        None,
    )


@click.command("export", cls=Command)
@click.argument("catalog", nargs=-1, required=True, metavar="CATALOG...")
@click.option(
    "--to",
    "name",
    type=FormatName(_names, lambda: exporters(_registry())),
    required=True,
    help="The format.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="A file, or a folder (with “/” at its end) for formats of several files. A table goes "
    "between the markers <!-- modelzoo:begin --> and <!-- modelzoo:end --> of a Markdown file.",
)
@selecting
@click.option("--columns", metavar="TEXT", help="Columns of a table: 'name, params, license'.")
@click.option("--rows", metavar="TEXT", help="A row for each of the models or variants.")
@click.option(
    "--page-url",
    metavar="TEXT",
    default="models/{id}.html",
    show_default=True,
    help="Address of a model's page, for feeds: absolute, or relative to the feed.",
)
@language_option("Language of tables, cards and feeds.")
@locale_option
@plugin_option
def command(
    catalog: tuple[str, ...],
    name: str,
    output: str | None,
    language: str,
    page_url: str,
    **given: str | None,
) -> None:
    """Write a catalog, or some of its models, in another format.

    JSON, YAML, Hugging Face and OpenMMLab keep everything: importing the export gives the same
    entries.
    """
    from sphinx_modelzoo.exports.interface import Selection, Site
    from sphinx_modelzoo.exports.plain_tables import ID_COLUMN
    from sphinx_modelzoo.problems.messages import ProblemError

    if "{id}" not in page_url:
        message = speak("missing placeholder: write {id} in the place of a model's id")
        raise click.BadParameter(message, param_hint="--page-url")
    registry = with_words(_registry())
    zoo = open_catalog(catalog, registry)
    options, columns = parse_selection(given, zoo, (ID_COLUMN,))
    models = selected_models(zoo, options)
    site = Site(page=lambda model: page_url.replace("{id}", model.id))
    selection = Selection(zoo, models, options, language, columns, site)
    if not models:
        fail("no models to export", status=2)
    try:
        texts = _texts(exporters(registry)[name], selection, output)
    except ProblemError as error:
        message = error.problem.text_in(speak)
        fail(f"{output}: {message}" if output else message)
    if output is None:
        click.echo(texts[Path()], nl=False)
        return
    write_files(texts)
    click.echo(f"{output}: {speak(counted(len(models), 'models'))}", err=True)


def _texts(exporter: Exporter, selection: Selection, output: str | None) -> dict[Path, str]:
    """Return the texts to write, by file; for standard output a single one."""
    from sphinx_modelzoo.exports.interface import unfit

    if output is None:
        return {Path(): exporter.text(selection)}
    path = Path(output)
    if output.endswith(("/", "\\")) or path.is_dir():
        if exporter.files is None:
            raise unfit(
                Message("{name} is written to a single file; give a file name", name=exporter.name)
            )
        if path.exists() and not path.is_dir():
            raise unfit("expected a folder, got a file")
        return {path / name: text for name, text in exporter.files(selection).items()}
    text = exporter.text(selection)
    if exporter.into is None:
        return {path: text}
    try:
        existing = path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        raise unfit("the file is not in UTF-8") from None
    except OSError as error:
        raise unfit(Message("cannot read it: {why}", why=error.strerror or error)) from error
    whole = exporter.into(existing.replace("\r\n", "\n"), text)
    return {path: whole.replace("\n", "\r\n") if "\r\n" in existing else whole}
