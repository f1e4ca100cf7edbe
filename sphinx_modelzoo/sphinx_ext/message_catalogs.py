"""The project's own gettext catalogs: they translate texts of the zoo, and list them.

Sphinx translates nodes, in the syntax of the document that holds them. Our texts are Markdown, and
many places show them; so the catalog itself gets the translations, before anything is made of it,
and every text enters the ``.pot`` files once, at its own line.
"""

from __future__ import annotations

import contextlib
import gettext
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po
from docutils import nodes
from sphinx.builders.gettext import MessageCatalogBuilder, MsgOrigin
from sphinx.util.i18n import docname_to_domain

from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.catalog.translating import source_texts, translated_catalog
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.views.content import model_page

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.translating import Say
    from sphinx_modelzoo.sphinx_ext.settings import Settings


def translated(app: Sphinx, catalog: Catalog, settings: Settings) -> Catalog:
    """Return the catalog with the translations that the project has for it."""
    language = app.config.language
    folders = [Path(app.srcdir) / one for one in app.config.locale_dirs]
    if isinstance(app.builder, MessageCatalogBuilder) or not any(
        map(Path.is_dir, (folder for folder in folders))
    ):
        return catalog
    known: dict[str, Say] = {}

    def say(docname: str) -> Say:
        domain = docname_to_domain(docname, app.config.gettext_compact)
        if domain not in known:
            known[domain] = _first([_messages(app, one, language, domain) for one in folders])
        return known[domain]

    return translated_catalog(
        catalog,
        settings.language,
        lambda one: say(settings.docname(model_page(one))),
        say(settings.pages),
    )


def _first(found: list[Say]) -> Say:
    return lambda words: next(filter(None, (say(words) for say in found)), None)


def _messages(app: Sphinx, folder: Path, language: str, domain: str) -> Say:
    """Return what translates the messages of a domain, as far as a folder has it.

    Sphinx compiles a catalog only after this: the text itself is read where it is newer.
    """
    text = folder / language / "LC_MESSAGES" / f"{domain}.po"
    compiled = gettext.find(domain, str(folder), [language])
    if app.config.gettext_auto_build and _changed(text) > _changed(Path(compiled or "")):
        return _read(text, fuzzy=app.config.gettext_allow_fuzzy_translations).get
    with contextlib.suppress(OSError, ValueError):
        with Path(compiled or "").open("rb") as stream:
            found = gettext.GNUTranslations(stream)
        return lambda words: _other(found.gettext(words), words)
    return lambda words: None


def _other(found: str, words: str) -> str | None:
    return found if found != words else None


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def _read(path: Path, *, fuzzy: bool) -> dict[str, str]:
    """Read a ``.po`` file; an invalid one is empty, since Sphinx reports it."""
    try:
        with path.open("rb") as stream:
            found = read_po(stream)
    except (OSError, ValueError, PoFileError):
        return {}
    return {
        one.id: one.string
        for one in found
        if isinstance(one.id, str)
        and isinstance(one.string, str)
        and one.id
        and one.string
        and (fuzzy or not one.fuzzy)
    }


def add_messages(app: Sphinx, builder: Builder) -> None:
    """List the texts of the catalog for translators, on ``write-started``."""
    if not isinstance(builder, MessageCatalogBuilder):
        return
    domain = zoo(app.env)
    sources = Sources(domain.catalog)
    for one in source_texts(domain.catalog, domain.settings.language):
        if not any(map(str.isalpha, one.words)):
            continue
        if one.model:
            docname = domain.settings.docname(model_page(one.model))
            line, _ = sources.locate(one.model, one.path)
        else:
            docname = domain.settings.pages
            line, _ = sources.locate_in_head(one.file, one.path)
        name = docname_to_domain(docname, app.config.gettext_compact)
        builder.catalogs[name].add(one.words, MsgOrigin(str(one.file), line))


def leave_out_pictures(document: nodes.document, files: Collection[Path]) -> None:
    """Take the texts of the catalog's pictures out of a document that Sphinx looks through.

    They are listed at their own lines already.
    """
    names = {str(file) for file in files}
    for image in document.findall(nodes.image):
        if image.source in names:
            image["alt"] = ""


def leave_unread(env: BuildEnvironment, changed: set[str], stubs: Collection[str]) -> None:
    """Take pages out of those to be read for the sake of a message catalog alone.

    Sphinx reads every document of a catalog again when one message changes. A page's stub says
    whether anything that it shows has changed.

    :param changed: documents that Sphinx found to have changed.
    :param stubs: the pages that have a stub.
    """
    folders = [Path(env.srcdir) / one for one in env.config.locale_dirs]
    for docname in changed.intersection(stubs):
        others = (
            path
            for path in map(Path, (Path(env.srcdir) / one for one in env.dependencies[docname]))
            if path.suffix != ".mo" or not any(map(path.is_relative_to, folders))
        )
        read = env.all_docs.get(docname, 0)
        paths = [Path(env.doc2path(docname)), *others]
        doctree = Path(env.doctreedir) / f"{docname}.doctree"
        if doctree.is_file() and all(0 < _changed(path) // 1000 <= read for path in paths):
            changed.discard(docname)
