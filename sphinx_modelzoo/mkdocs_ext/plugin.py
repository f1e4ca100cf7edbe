"""The MkDocs plugin. This module only handles events; the work is done in its sibling modules."""

from __future__ import annotations

from contextlib import ExitStack
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.pictures import has_file, with_usable_pictures
from sphinx_modelzoo.exports import export_modules
from sphinx_modelzoo.exports.json_entries import entry_to_json
from sphinx_modelzoo.gc_tuning import calm_collector
from sphinx_modelzoo.mkdocs_ext.assets import (
    compare_name,
    link_script,
    link_style,
    shows_zoo,
    table_cutter,
    write_scripts,
)
from sphinx_modelzoo.mkdocs_ext.config import ModelzooConfig
from sphinx_modelzoo.mkdocs_ext.extension import ModelzooExtension
from sphinx_modelzoo.mkdocs_ext.generated_pages import (
    Addresses,
    Languages,
    add_pages,
    fill_pages,
    forget_stale,
    home_page,
    site_documents,
)
from sphinx_modelzoo.mkdocs_ext.nav import Navigation
from sphinx_modelzoo.mkdocs_ext.output import write_beside, write_inventories, write_redirects
from sphinx_modelzoo.mkdocs_ext.outside import (
    STYLE_SHEET_URI,
    edit_address,
    read_foreign,
    style_sheet_file,
    watched,
)
from sphinx_modelzoo.mkdocs_ext.reporter import Reporter
from sphinx_modelzoo.mkdocs_ext.searching import SearchedPage
from sphinx_modelzoo.mkdocs_ext.site_twins import (
    has_own_switch,
    twin_pages,
    twins_of,
    with_alternates,
    with_line,
)
from sphinx_modelzoo.mkdocs_ext.standalone import first_language
from sphinx_modelzoo.mkdocs_ext.zoo import Host, Zoo
from sphinx_modelzoo.plugins import Plugins, load_plugins
from sphinx_modelzoo.render.delimiters import names_with_delimiters, without_formulas
from sphinx_modelzoo.render.page_frame import linked_data_tag
from sphinx_modelzoo.schema.languages import quiet_jieba
from sphinx_modelzoo.schema.presets import with_default_preset
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import MODEL, PageId, Section
from sphinx_modelzoo.views.model_page import linked_data
from sphinx_modelzoo.views.option_reading import unknown_default
from sphinx_modelzoo.views.own_words import with_own_words
from sphinx_modelzoo.views.page_kinds import page_file
from sphinx_modelzoo.views.page_parts import without_parts
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.references import page_conflict
from sphinx_modelzoo.views.releases import with_version
from sphinx_modelzoo.views.section_specs import with_sections
from sphinx_modelzoo.views.text_notes import with_notes
from sphinx_modelzoo.views.translations import Translations, read_translations

if TYPE_CHECKING:
    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

    from sphinx_modelzoo.exports.inventory import Item
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.translations import Twin

NAME = "modelzoo"


class ModelzooPlugin(BasePlugin[ModelzooConfig]):  # type: ignore[no-untyped-call]
    """A zoo in a site: pages, navigation, inventory, redirects."""

    # So that the plugin itself can report what is wrong with two.
    supports_multiple_instances = True

    def __init__(self) -> None:
        self.zoo = Zoo()
        self.reporter = Reporter()
        self._pages: dict[str, PageId] = {}  # by the path of their file
        self._own: dict[str, PageId] = {}  # those that the project has written, too
        self._shown: set[str] = set()  # paths of those that show something of their entries
        self._files: dict[PageId, File] = {}
        self._sections: dict[PageId, tuple[Section, ...]] = {}
        self._inventory: list[Item] = []  # of the default language
        self._data: dict[str, str] = {}  # files of the script
        self._searched = SearchedPage()
        self._translations = Translations()
        self._styled = False  # whether the project itself names our style sheet for all pages
        self._nav = Navigation()
        self._plugins = Plugins()
        self._addresses = Addresses(Files([]), ())
        self._anchors: set[str] = set()  # of the page that is rendered, which MkDocs cannot see
        self._taken: set[str] = set()  # what other files of the site have as their path
        self._extension = ModelzooExtension(host=self._host)
        self._tuning = ExitStack()

    # Before reading ------------------------------------------------------------------------

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the catalog, and register the extension and what to watch.

        mkdocs-static-i18n comes here once per language: nothing is added twice.
        """
        if sum(isinstance(one, ModelzooPlugin) for one in config.plugins.values()) > 1:
            message = "is configured twice (list all files of the catalog in one entry)"
            raise PluginError(f"{NAME} {message}")
        self._tuning.close()  # of a build that mkdocs-static-i18n has ended for another language
        if self.config.tune_gc:
            self._tuning.enter_context(calm_collector(litter=True))
        quiet_jieba()  # which Material's search imports
        again = bool(getattr(config.plugins.get("i18n"), "building", False))
        if not again:
            self._load(config)
            self._styled = STYLE_SHEET_URI in config.extra_css
        extensions: list[Any] = [one for one in config.markdown_extensions if one != NAME]
        if self._extension not in extensions:
            extensions.append(self._extension)
        config.markdown_extensions = extensions
        for path in self._watched(config):
            if path not in config.watch:
                config.watch.append(path)
        return config

    def _watched(self, config: MkDocsConfig) -> list[str]:
        catalog = watched(self.zoo.catalog, self.config.catalog, _root(config))
        words = [path for path in self._locales(_root(config)) if path.is_dir()]
        files = [file for file in self._plugins.files if file.is_file()]
        return [*catalog, *map(str, (*files, *words))]

    def _locales(self, root: Path) -> list[Path]:
        return [root / folder for folder in self.config.locale]

    def _load(self, config: MkDocsConfig) -> None:
        root = _root(config)
        self.reporter = Reporter(self.config.suppress)
        self._plugins = load_plugins(self.config.plugins, root, self.reporter.tell)
        registry = self._plugins.join(make_registry(*export_modules()))
        cache = root / self.config.cache / "catalog.cache" if self.config.cache else None
        here = f"the folder of {Path(config.config_file_path or 'mkdocs.yml').name}"
        registry = with_default_preset(registry, self.config.preset)
        self._translations, others = read_translations(
            self.config.translations,
            "translations",
            self._language(config, Languages()),
            config.site_url or "",
            self.config.version,
        )
        twins = twin_pages(config, self._translations, self.config.pages)
        registry = with_notes(registry, self.config.notes, *twins)
        registry = with_version(registry, self.config.version)
        registry, wrong = with_sections(registry, self.config.sections, "sections")
        registry, strange = with_own_words(registry, self._locales(root), root)
        catalog = load_catalog(self.config.catalog, root, registry=registry, cache=cache, here=here)
        foreign, problems = read_foreign(self.config.inventories, root)
        wrong += (*strange, *catalog.problems, *problems, *others)
        wrong += unknown_default(catalog.registry, "preset")
        for one in wrong:
            self.reporter.tell(one)
        self.zoo = Zoo(
            catalog=catalog,
            pages=self.config.pages,
            foreign=foreign,
            leaderboards=self.config.leaderboards,
        )

    @event_priority(0)
    def _on_files_add(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, before mkdocs-static-i18n sorts all files by language."""
        catalog = self.zoo.catalog
        in_nav = self.config.nav == "section"
        self._own = {}
        self._pages, taken, problems = add_pages(
            files,
            config,
            catalog,
            self.config.pages,
            language=self._language(config, Languages.of(config)),
            in_nav=in_nav,
            leaderboards=self.config.leaderboards,
        )
        self._adopt(taken)
        for one in problems:
            self.reporter.tell(one)
        return files

    def _adopt(self, taken: dict[str, PageId]) -> None:
        """Let files of the project, or of other plugins, be the pages of their models."""
        for path, page in taken.items():
            if page.kind == MODEL:
                self._own[path] = page
            else:
                self.reporter.tell(page_conflict(path.removesuffix(".md"), path, "pages"))

    @event_priority(-110)
    def _on_files_fill(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Fill in the pages that are left for this language, after mkdocs-static-i18n (-100)."""
        languages = Languages.of(config)
        self._addresses = Addresses(files, self._pages)
        zoo = self.zoo
        zoo.language = self._language(config, languages)
        zoo.base = languages.base
        zoo.interactive = self.config.interactive
        zoo.compare = compare_name(zoo.language)
        self._data = {}
        docs = Path(config.docs_dir)
        zoo.catalog = with_usable_pictures(
            zoo.catalog,
            _root(config),
            # Another plugin may have made the file.
            lambda path: has_file(path, docs) or files.get_file_from_path(path) is not None,
        )
        for one in zoo.catalog.problems:  # each is reported once
            self.reporter.tell(one)
        zoo.documents = site_documents(files, zoo.language, languages)
        for one in zoo.missing_links(_root(config), "leaderboards: true"):
            self.reporter.tell(one)
        forget_stale(files, self._watched(config))
        zoo.home, zoo.narrows = home_page(
            self.config.home or "", files, self._pages, languages, zoo.catalog, self.reporter.tell
        )
        self._files, taken = fill_pages(
            files, self._pages, NAME, lambda page: page_file(zoo.catalog, page)
        )
        for page, file in self._files.items():
            if page.kind == MODEL:
                file.edit_uri = edit_address(zoo.catalog.origin(page.id), config)
        self._adopt(taken)
        mine = {file.src_uri: file for file in files if file.src_uri in self._own}
        self._files |= {self._own[path]: file for path, file in mine.items()}
        zoo.own = {} if languages.layout else {self._own[path]: path for path in mine}
        if files.get_file_from_path(STYLE_SHEET_URI) is None:
            files.append(style_sheet_file(config))
        if config.nav is not None:
            folder = self.config.pages if self.config.nav == "section" else ""
            self._nav.fill(config, zoo, self._files, {*self._own}, folder, self.reporter.tell)
        return files

    on_files = CombinedEvent(_on_files_add, _on_files_fill)

    def _language(self, config: MkDocsConfig, languages: Languages) -> str:
        theme = config.theme
        found = languages.current or self.config.language
        return first_language(found, theme.get("language"), theme.get("locale"))

    # While pages are rendered ----------------------------------------------------------------

    def _host(self, md: Markdown) -> Host:
        """Return the host of a page, which the extension asks for at the first thing of ours."""
        files = (getattr(one, "file", None) for one in md.treeprocessors)
        file: File | None = next((one for one in files if one is not None), None)
        if file is None:  # another plugin renders a piece of a page
            return Host(self.zoo, "", self.reporter.at(""))
        source = file
        own = self._own.get(source.src_uri)
        generated = own is None and source.src_uri in self._pages
        self._anchors = set()
        return Host(
            self.zoo,
            source.src_uri,
            self.reporter.at(source.src_uri),
            written=lambda: source.content_string,
            edit=(source.page.edit_url or "") if source.page else "",
            cut=table_cutter(source, self.zoo.words, self._data),
            generated=generated,
            own=own.id if own else "",
            noted=lambda sections: self._note(source.src_uri, sections),
            closer=self._addresses.closer(source, self._anchors) if generated else None,
        )

    def _note(self, path: str, sections: tuple[Section, ...]) -> None:
        """Note what a document shows of the model whose page it is."""
        self._shown.add(path)
        page = self._own[path]
        self._sections[page] = (*self._sections.get(page, ()), *sections)

    def on_page_markdown(self, markdown: str, *, page: Page, **kwargs: Any) -> None:
        """Give a model's page its title, description and tags, as metadata that themes know.

        Themes write them as they are, into attributes too: MkDocs' templates escape nothing.
        """
        path = page.file.src_uri
        own = self._own.get(path)
        found = own or self._pages.get(path)
        if found is None or not self.zoo.has(found):
            return
        view = self.zoo.view(found)
        if own is None:
            page.meta.setdefault("title", escape(view.title))
        self._shown.discard(path)
        self._sections[found] = () if own else view.sections
        if view.description:
            page.meta.setdefault("description", escape(view.description))
        model = self._model_of(page)
        if model and model.tags:
            page.meta.setdefault("tags", [escape(tag) for tag in model.tags])

    def on_page_content(self, html: str, *, page: Page, **kwargs: Any) -> None:
        """Warn about a page of the project's own that shows nothing of its entry."""
        path = page.file.src_uri
        if self._anchors and page.present_anchor_ids is not None:
            page.present_anchor_ids |= self._anchors
            self._anchors = set()
        if path in self._own and path not in self._shown:
            self.reporter.at(path)(without_parts(self._own[path].id), 0)

    @event_priority(100)
    def _on_context_hide(self, context: Any, *, page: Page, **kwargs: Any) -> None:
        """Hide tables, plots and ways to other pages from the search plugin: hits belong there."""
        self._searched.hide(page, self._pages.get(page.file.src_uri), self.zoo)

    @event_priority(-110)
    def _on_context_show(
        self, context: Any, *, page: Page, config: MkDocsConfig, **kwargs: Any
    ) -> None:
        model = self._model_of(page)
        context["modelzoo_model"] = entry_to_json(model) if model else None
        self._searched.show(page)
        link_style(config, wanted=self._styled or shows_zoo(page))
        if self.config.twins and not has_own_switch(config):
            twins, _ = self._twins(page, config)
            page.content = with_line(page.content or "", twins, self.zoo.words)
        link_script(page)

    def _model_of(self, page: Page) -> Model | None:
        """Return the model whose page a page of the site is, if it is one."""
        found = self._own.get(page.file.src_uri) or self._pages.get(page.file.src_uri)
        return self.zoo.catalog.get(found.id) if found and found.kind == MODEL else None

    def _twins(self, page: Page, config: MkDocsConfig) -> tuple[tuple[Twin, ...], str]:
        """Return a page of the zoo, or one that holds a view, in all languages."""
        own = self._pages.get(page.file.src_uri)
        if own is None and not shows_zoo(page):
            return (), ""
        generated = f"{self.config.pages}/{own.path}" if own else ""
        return twins_of(page, config, self._translations, generated)

    on_page_context = CombinedEvent(_on_context_hide, _on_context_show)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files, **kwargs: Any) -> None:
        """Keep the style sheet out of what is written before the pages, as ``404.html``."""
        link_style(config, wanted=self._styled)
        self._taken = {file.dest_uri for file in files}

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig, **kwargs: Any) -> str:
        """Finish a page: its assets, and names in the navigation, which has them as bare text."""
        output = with_alternates(output, *self._twins(page, config))
        if model := self._model_of(page):
            data = linked_data(PageContext(self.zoo.catalog, model, self.zoo.words))
            output = output.replace("</head>", f"{linked_data_tag(data)}</head>", 1)
        # What another plugin makes of several pages, as for print, has the style sheet, too.
        link_style(config, wanted=True)
        return without_formulas(output, names_with_delimiters(self.zoo.catalog))

    # After writing ---------------------------------------------------------------------------

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write all files other than pages, before another language's build begins."""
        languages = Languages.of(config)
        self._inventory = write_inventories(
            self.zoo, self._files, languages, config, self._inventory, self._sections
        )
        write_redirects(self.zoo, self._files, config)
        if self.config.interactive:
            write_scripts(self.zoo, self._data, config)
        other = languages.current if languages.current != languages.default else ""
        wanted, taken = self.config.files, self._taken
        for one in write_beside(self.zoo, wanted, taken, self._files, other, config):
            self.reporter.tell(one)
        self._tuning.close()

    def on_build_error(self, *, error: Exception, **kwargs: Any) -> None:
        """Leave the collector as it was."""
        self._tuning.close()


def _root(config: MkDocsConfig) -> Path:
    """Return the folder of ``mkdocs.yml``, which the plugin's paths start from."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
