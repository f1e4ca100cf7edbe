"""``modelzoo schema``: the JSON Schema of catalogs."""

from __future__ import annotations

from pathlib import Path

import click

from sphinx_modelzoo.cli.common import (
    open_catalog,
    plugin_option,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command


@click.command("schema", cls=Command)
@click.argument("catalog", nargs=-1, metavar="[CATALOG...]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file.")
@plugin_option
def command(catalog: tuple[str, ...], output: Path | None) -> None:
    """Print the JSON Schema of catalogs, for completion and validation in editors.

    With a CATALOG, also propose the tasks, datasets and metrics that it adds, and check its own
    fields. Name the file in the first line of a catalog:

    \b
        # yaml-language-server: $schema=./modelzoo.schema.json
    """
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.exports.json_entries import dumps
    from sphinx_modelzoo.schema.json_schema import catalog_schema
    from sphinx_modelzoo.schema.licenses import license_ids
    from sphinx_modelzoo.views.option_reading import preset_options
    from sphinx_modelzoo.views.options import TableOptions

    zoo = open_catalog(catalog) if catalog else Catalog.of(())
    options = {name: option.help for name, option in preset_options(TableOptions).items()}
    schema = catalog_schema(zoo.vocabularies, license_ids(), zoo.fields, options)
    text = f"{dumps(schema)}\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        write_files({output: text})
