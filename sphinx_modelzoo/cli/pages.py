"""``modelzoo pages``: write the pages of the models as Markdown, for tools without a plugin."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import (
    fail,
    loaded_plugins,
    locale_option,
    open_catalog,
    plugin_option,
    say_problems,
    target_flaw,
    warn,
    with_words,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.messages import Message, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.registry import Registry


@click.command("pages", cls=Command)
@click.argument("catalog", nargs=-1, required=True, metavar="CATALOG...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder of the pages, such as docs/models.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["markdown"]),
    default="markdown",
    help="The format of the pages.",
)
@click.option("--language", default="en", show_default=True, help="Language of the pages.")
@click.option(
    "--home", metavar="FILE", default="", help="The page with the table, to link back to."
)
@click.option(
    "--docs",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the documents, which relative links of the catalog start from; by "
    "default the one that holds the pages.",
)
@click.option(
    "--edit-url",
    metavar="TEXT",
    default="",
    help="URL to edit an entry, with the placeholders {file}, {line} and {id}.",
)
@click.option(
    "--sections",
    metavar="TEXT",
    help="Sections of a page in their order, such as 'notice, summary, *, -citation'; * is all "
    "others.",
)
@click.option(
    "--notes", is_flag=True, help="Say which texts are in another language, or out of date."
)
@click.option(
    "--version", metavar="TEXT", default="", help="The version that the pages are about, as 3.0."
)
@click.option(
    "--leaderboards", is_flag=True, help="Also write a page for every dataset's leaderboards."
)
@click.option(
    "--redirects", is_flag=True, help="Redirect the addresses of old ids to the models' pages."
)
@click.option(
    "--inventory",
    metavar="NAME",
    default="",
    help="Write objects.inv into the folder of the documents, for other sites' references; NAME "
    "is this site's.",
)
@click.option(
    "--flat",
    is_flag=True,
    help="The site's addresses are models/yolov4.html, not models/yolov4/, as with "
    "use_directory_urls: false.",
)
@locale_option
@plugin_option
def command(
    catalog: tuple[str, ...],
    out: Path,
    style: str,
    language: str,
    home: str,
    docs: Path | None,
    edit_url: str,
    sections: str | None,
    notes: bool,
    version: str,
    leaderboards: bool,
    redirects: bool,
    inventory: str,
    flat: bool,
) -> None:
    """Write a page for every model, for Zensical, GitHub or any tool that reads Markdown.

    Pages of models that are gone are removed. A page that was written or edited by hand is never
    overwritten or removed.
    """
    from sphinx_modelzoo.catalog.doc_files import folder_documents
    from sphinx_modelzoo.catalog.inner_links import missing_targets
    from sphinx_modelzoo.cli.page_files import PageFiles, plan

    language = _language(language, edit_url)
    folder = docs or out.parent
    place = _way(out, folder)
    if inventory and place.startswith(".."):
        message = speak(
            "{out} is not below the folder of the documents, {docs}", out=out, docs=docs
        )
        raise click.BadParameter(message, param_hint="--inventory")
    zoo = _opened(catalog, _registry(version, sections, notes), folder)
    documents = folder_documents(folder, language)
    flaw = target_flaw(zoo, documents, leaderboards)
    say_problems(missing_targets(zoo, Path.cwd(), flaw, language))
    files = PageFiles(
        zoo,
        language,
        home=_way(Path(home), out) if home else "",
        root=_way(docs, out) if docs else "..",
        edit=lambda model_id: _edit_url(zoo, edit_url, model_id),
        leaderboards=leaderboards,
        folders=not flat,
        documents=documents,
    )
    texts = files.texts()
    if redirects:
        # A page of the project's own at that address is no old one.
        stale = plan(out, texts)[1]
        own = {path.stem for path in out.glob("*.md") if path not in stale}
        texts |= {name: text for name, text in files.redirects().items() if _alias(name) not in own}
    wanted, stale, kept = plan(out, texts)
    lists: dict[Path, bytes] = {}
    if inventory:
        path = folder / "objects.inv"
        try:
            old = path.read_bytes() if path.is_file() else b""
            lists[path] = files.inventory(old, inventory, place)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            fail(Message("cannot update {path}: {why}", path=path, why=why))
    write_files({**wanted, **lists})
    _remove(stale, out)
    for path in kept:
        warn(Message("{path} was written or edited by hand and is kept", path=path))
    done = speak(
        "{pages}, {written} written, {removed} removed, {kept} kept",
        pages=counted(len(texts), "pages"),
        written=len(wanted),
        removed=len(stale),
        kept=len(kept),
    )
    click.echo(f"{out}: {done}", err=True)


def _language(language: str, edit_url: str) -> str:
    """Return the tag of a language, once it and the address of entries are valid."""
    from sphinx_modelzoo.schema.languages import normalize_language

    try:
        tag = normalize_language(language)
        edit_url.format(file="models.yaml", line=1, id="x")
    except ValueError as error:
        raise click.UsageError(speak(*error.args)) from None
    except LookupError:
        message = speak("unknown placeholder: use {file}, {line} or {id}")
        raise click.BadParameter(message, param_hint="--edit-url") from None
    return tag


def _registry(version: str, sections: str | None, notes: bool) -> Registry:
    """Return what pages are made with: the built-in parts, plugins, and what the options say."""
    from sphinx_modelzoo.views.builtin import make_registry
    from sphinx_modelzoo.views.releases import with_version
    from sphinx_modelzoo.views.section_specs import with_sections
    from sphinx_modelzoo.views.text_notes import with_notes

    registry = with_notes(loaded_plugins().join(make_registry()), notes)
    registry, problems = with_sections(with_version(registry, version), sections, "--sections")
    if problems:
        raise click.UsageError(problems[0].text_in(speak))
    return with_words(registry)


def _opened(sources: tuple[str, ...], registry: Registry, folder: Path) -> Catalog:
    """Return the catalog without the pictures that the folder of the documents does not have."""
    from sphinx_modelzoo.catalog.pictures import has_file, with_usable_pictures

    zoo = open_catalog(sources, registry)
    shown = with_usable_pictures(zoo, Path.cwd(), lambda path: has_file(path, folder))
    say_problems(shown.problems[len(zoo.problems) :])
    return shown


def _remove(stale: Iterable[Path], folder: Path) -> None:
    """Remove files, and the folders that become empty."""
    try:
        for path in stale:
            path.unlink()
            if path.parent != folder and not any(path.parent.iterdir()):
                path.parent.rmdir()
    except OSError as error:
        fail(Message("cannot remove {path}: {why}", path=error.filename, why=error.strerror))


def _alias(name: str) -> str:
    """Return the old id that a redirecting page is for."""
    return name.partition("/")[0].removesuffix(".html")


def _way(target: Path, folder: Path) -> str:
    return Path(os.path.relpath(target, folder)).as_posix()


def _edit_url(catalog: Catalog, template: str, model_id: str) -> str:
    if not template:
        return ""
    origin = catalog.origin(model_id)
    file = shown_path(origin.file, Path.cwd(), bare=True)
    return template.format(file=file, line=origin.line, id=model_id)
