"""``modelzoo sync``: keep the record of which translation was made of which source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import fail, open_catalog, plugin_option, shown_path, write_files
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.problems.messages import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_modelzoo.catalog.text_records import TextVerdict


@click.command("sync", cls=Command)
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
        refreshed,
    )

    zoo = open_catalog(catalog)
    records = zoo.records or TextRecords()
    if baseline is not None:
        records = records.with_baseline(records_of(open_catalog([baseline])))
    verdicts = catalog_verdicts(zoo, records)
    accepted = _accepted(accept, verdicts)
    path = record_path(zoo.files)
    if path is None:
        fail("the catalog has no file", status=2)
    write_files({path: refreshed(verdicts, accepted).text()})
    stale = [one for one in verdicts if one.state == "stale" and _name(one) not in accepted]
    new = sum(one.state == "unknown" for one in verdicts)
    summary = speak(
        "{translations}, {new} new, {stale} stale",
        translations=counted(len(verdicts), "translations"),
        new=new,
        stale=len(stale),
    )
    click.echo(f"{shown_path(path)}: {summary}", err=True)
    for one in stale:
        language = one.translation.language
        older = speak("“{language}” is older than its source", language=language)
        click.echo(f"{one.place.full_name}: {older}", err=True)


def _name(verdict: TextVerdict) -> tuple[str, str]:
    return verdict.place.full_name, verdict.translation.language


def _accepted(names: Iterable[str], verdicts: Sequence[TextVerdict]) -> frozenset[tuple[str, str]]:
    """Return the names and languages of the translations that are named, or are of an entry."""
    known = [_name(one) for one in verdicts]
    found: set[tuple[str, str]] = set()
    for name in names:
        meant = {
            one for one in known if one[0] == name or one[0].startswith((f"{name}.", f"{name}["))
        }
        if not meant:
            hint = nearest(name, (full for full, _ in known))
            why = speak("no translation of “{name}”", name=name)
            why = speak("{text} ({note})", text=why, note=hint) if hint else why
            raise click.UsageError(f"--accept: {why}")
        found |= meant
    return frozenset(found)
