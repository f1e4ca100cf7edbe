"""``modelzoo sync``: keep the record of which translation was made of which source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import fail, open_catalog, plugin_option, shown_path, write_files
from sphinx_modelzoo.problems.messages import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from sphinx_modelzoo.catalog.text_records import TextRecord, TextVerdict


@click.command("sync")
@click.argument("catalog", nargs=-1, required=True, metavar="CATALOG...")
@click.option(
    "--accept",
    multiple=True,
    metavar="NAME",
    help="Record this translation although it is stale: yolov4.summary, or yolov4; repeatable.",
)
@click.option(
    "--baseline",
    metavar="OLD",
    help="The catalog of the last release: texts without a record count as they are there.",
)
@plugin_option
def command(catalog: tuple[str, ...], accept: tuple[str, ...], baseline: str | None) -> None:
    """Record new translations, and those that changed with their source.

    The record is a file beside the catalog: models.sync for models.yaml. Keep it under version
    control. Once it is there, “modelzoo check” reports translations that are older than their
    source. They stay in the record as they were until they are updated or accepted.
    """
    from sphinx_modelzoo.catalog.text_records import (
        TextRecords,
        catalog_verdicts,
        record_path,
        records_of,
    )

    zoo = open_catalog(catalog)
    records = zoo.records or TextRecords()
    if baseline is not None:
        records = records.with_baseline(records_of(open_catalog([baseline])))
    verdicts = catalog_verdicts(zoo, records)
    _check_names(accept, verdicts)
    stale = {one: None for one in verdicts if one.state == "stale" and not _accepted(one, accept)}
    path = record_path(zoo.files)
    if path is None:
        fail("the catalog has no file", status=2)
    write_files({path: TextRecords(tuple(_lines(verdicts, stale))).text()})
    new = sum(one.state == "unknown" for one in verdicts)
    summary = f"{shown_path(path)}: {counted(len(verdicts), 'translations')}"
    click.echo(f"{summary}, {new} new, {len(stale)} stale", err=True)
    for one in stale:
        language = one.translation.language
        click.echo(f"{one.place.full_name}: “{language}” is older than its source", err=True)


def _lines(verdicts: Iterable[TextVerdict], stale: Container[TextVerdict]) -> Iterable[TextRecord]:
    """Return the new lines: of a stale translation the old digests, under its name of today."""
    from sphinx_modelzoo.catalog.text_records import TextRecord

    for one in verdicts:
        now = TextRecord.of(one.place, one.translation)
        if one in stale and one.record is not None:
            now = now._replace(source=one.record.source, translation=one.record.translation)
        yield now


def _accepted(verdict: TextVerdict, names: Iterable[str]) -> bool:
    full = verdict.place.full_name
    return any(full == name or full.startswith((f"{name}.", f"{name}[")) for name in names)


def _check_names(names: Iterable[str], verdicts: Sequence[TextVerdict]) -> None:
    for name in names:
        if not any(_accepted(one, (name,)) for one in verdicts):
            hint = nearest(name, (one.place.full_name for one in verdicts))
            raise click.UsageError(
                f"--accept: no translation of “{name}”{f' ({hint})' if hint else ''}"
            )
