"""``modelzoo pages``: the pages of the models as Markdown files, for tools without a plugin."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_modelzoo.cli.common import fail, open_catalog, write_files

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog

_MARK = "<!-- modelzoo {digest}: made from the catalog; an edited page is not made again -->\n"
_MARKED = re.compile(r"<!-- modelzoo (?P<digest>[0-9a-f]{32}): [^\n]*-->\n?\Z")


@click.command("pages")
@click.argument("catalog", nargs=-1, required=True, metavar="CATALOG...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder of the pages, as docs/models.",
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
    "--home", metavar="FILE", default="", help="The page with the table, for the way back."
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
    help="Where an entry is edited, with {file}, {line} and {id} in it.",
)
def command(
    catalog: tuple[str, ...],
    out: Path,
    style: str,
    language: str,
    home: str,
    docs: Path | None,
    edit_url: str,
) -> None:
    """Write a page for every model, for Zensical, GitHub or any tool that reads Markdown.

    Pages of models that are gone are removed. A page that was written or edited by hand is never
    overwritten or removed.
    """
    from sphinx_modelzoo.catalog.languages import normalize_language

    try:
        language = normalize_language(language)
        edit_url.format(file="models.yaml", line=1, id="x")
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except LookupError:
        message = "only {file}, {line} and {id} can stand in braces"
        raise click.BadParameter(message, param_hint="--edit-url") from None
    zoo = open_catalog(catalog)
    texts = page_texts(
        zoo,
        language,
        home=_way(Path(home), out) if home else "",
        root=_way(docs, out) if docs else "..",
        edit=lambda model_id: _edit_url(zoo, edit_url, model_id),
    )
    wanted, stale, kept = plan(out, texts)
    write_files(wanted)
    try:
        for path in stale:
            path.unlink()
    except OSError as error:
        fail(f"cannot remove {error.filename}: {error.strerror}")
    for path in kept:
        click.echo(f"Warning: {path} was written or edited by hand; it stays", err=True)
    click.echo(
        f"{out}: {len(texts)} pages, {len(wanted)} written, {len(stale)} removed, {len(kept)} kept",
        err=True,
    )


def page_texts(
    catalog: Catalog,
    language: str,
    *,
    home: str,
    root: str,
    edit: Callable[[str], str],
) -> dict[str, str]:
    """The text of every page by the name of its file.

    :param home: the way from a page to the table.
    :param root: the way from a page to the folder that relative links start from.
    """
    from sphinx_modelzoo.render.markdown import MarkdownRenderer
    from sphinx_modelzoo.views.labels import labels
    from sphinx_modelzoo.views.page import build_page

    def link(model_id: str, fragment: str) -> str | None:
        if model_id not in catalog:
            return None
        return f"{model_id}.md#{fragment}" if fragment else f"{model_id}.md"

    def url(address: str) -> str:
        if ":" in address.partition("/")[0] or address.startswith(("#", "/")):
            return address
        return posixpath.normpath(f"{root}/{address}")

    renderer = MarkdownRenderer(link, labels(language), url=url)
    found: dict[str, str] = {}
    for model in catalog.models:
        page = build_page(catalog, model, language)
        text = renderer.page(page, home=home, edit=edit(model.id))
        found[f"{model.id}.md"] = f"{text}\n{_MARK.format(digest=_digest(text))}"
    return found


def plan(folder: Path, texts: Mapping[str, str]) -> tuple[dict[Path, str], list[Path], list[Path]]:
    """What is to be done in the folder.

    :returns: the files to write, those to remove, and those that a person has written.
    """
    wanted: dict[Path, str] = {}
    stale: list[Path] = []
    kept: list[Path] = []
    for path in sorted(folder.glob("*.md")):
        new = texts.get(path.name)
        old = _read(path)
        if new is not None and old == new:
            continue
        if _is_ours(old):
            if new is None:
                stale.append(path)
            else:
                wanted[path] = new
        elif new is not None or _MARKED.search(old):
            kept.append(path)
    there = {path.name for path in folder.glob("*.md")}
    wanted |= {folder / name: text for name, text in texts.items() if name not in there}
    return wanted, stale, kept


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _is_ours(text: str) -> bool:
    """Whether a page is as it was made."""
    mark = _MARKED.search(text)
    return mark is not None and mark["digest"] == _digest(text[: mark.start()].removesuffix("\n"))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _way(target: Path, folder: Path) -> str:
    return Path(os.path.relpath(target, folder)).as_posix()


def _edit_url(catalog: Catalog, template: str, model_id: str) -> str:
    if not template:
        return ""
    origin = catalog.origin(model_id)
    try:
        file = origin.file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        file = origin.file.name
    return template.format(file=file, line=origin.line, id=model_id)
