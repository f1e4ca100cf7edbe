"""The twins of a page in other languages: for search engines, and in a line for readers.

mkdocs-static-i18n knows the languages of its site; without it the setting ``translations`` does.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from sphinx_modelzoo.render.page_frame import alternate_links, twin_line
from sphinx_modelzoo.schema.languages import language_tag
from sphinx_modelzoo.views.translations import Translation, Translations, Twin, twins

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from sphinx_modelzoo.views.labels import Labels

_ALTERNATE = re.compile(r'<link\b(?=[^>]*\brel="?alternate\b)(?=[^>]*\bhreflang=)[^>]*>\s*')


def twins_of(
    page: Page, config: MkDocsConfig, translations: Translations, generated: str = ""
) -> tuple[tuple[Twin, ...], str]:
    """Return a page in all languages, itself among them, and the tag of the default.

    :param translations: the setting's.
    :param generated: the name of a page of the zoo where it is generated; nothing for others.
    """
    plugin: Any = config.plugins.get("i18n")
    if plugin is not None and hasattr(plugin, "current_language"):
        sites, paths = _of_i18n(plugin, page, config.site_url or "")
        found = twins(sites, paths)
        if not config.site_url:
            found = tuple(
                one._replace(address=get_relative_url(one.address, page.url)) for one in found
            )
        return found, sites.default
    if not translations.sites:
        return (), ""
    docs = Path(config.docs_dir)
    name = page.file.src_uri.removesuffix(".md")

    def exists(other: str) -> bool:
        return (docs / f"{other}.md").is_file()

    if generated:
        names = translations.page_names(name, generated, exists)
    else:
        names = translations.names(name, exists)
    paths = {tag: _url(other, config) for tag, other in names.items()}
    return twins(translations, paths), translations.default


def _url(name: str, config: MkDocsConfig) -> str:
    file = File(f"{name}.md", config.docs_dir, config.site_dir, config.use_directory_urls)
    return file.url.removeprefix("./")


def twin_pages(
    config: MkDocsConfig, translations: Translations, pages: str
) -> tuple[Translations, Callable[[str], str]]:
    """Return the sites that have twins of the models' pages, and where a page is in each.

    :param pages: the folder of the pages; nothing where there are none.
    :returns: no sites where some pages may be documents of the project's own, whose names differ
        by language.
    """
    own = not pages or (Path(config.docs_dir) / pages).is_dir()
    known = Translations() if own or "i18n" in config.plugins else translations
    return known, lambda model_id: _url(f"{pages}/{model_id}", config)


def _of_i18n(plugin: Any, page: Page, base: str) -> tuple[Translations, dict[str, str]]:
    """Return the languages of a site, and a page's addresses in those that have it themselves.

    What a language takes from the default one is not its own.
    """
    tags = {locale: language_tag(locale) for locale in plugin.build_languages if locale != "null"}
    sites = Translations(
        tuple(
            Translation(tag, base, name=str(plugin.get_language_config(locale).name))
            for locale, tag in tags.items()
        ),
        tags.get(plugin.current_language, ""),
        tags.get(plugin.default_language, ""),
    )
    files = {**getattr(page.file, "alternates", {}), plugin.current_language: page.file}
    paths = {
        tag: urljoin(base, files[locale].url).removeprefix(base) if base else files[locale].url
        for locale, tag in tags.items()
        if locale in files and getattr(files[locale], "locale", locale) == locale
    }
    return sites, paths if sites.own in paths else {}


def with_line(content: str, found: tuple[Twin, ...], words: Labels) -> str:
    """Return a page's content with the line of its languages below its title."""
    line = twin_line(found, words)
    if not line:
        return content
    start, end, rest = content.partition("</h1>")
    return f"{start}{end}\n{line}{rest}" if end else f"{line}{content}"


def with_alternates(output: str, found: tuple[Twin, ...], default: str) -> str:
    """Return a page with links to its twins in its head, replacing those of the theme.

    The addresses of themes are relative, and lead nowhere for some pages.
    """
    head, end, body = output.partition("</head>")
    if not found or not end:
        return output
    return f"{_ALTERNATE.sub('', head)}{alternate_links(found, default)}{end}{body}"


def has_own_switch(config: MkDocsConfig) -> bool:
    """Return True for a theme with a language switch of its own."""
    plugin: Any = config.plugins.get("i18n")
    wanted = bool(plugin is not None and getattr(plugin.config, "reconfigure_material", False))
    return wanted and config.theme.name == "material"
