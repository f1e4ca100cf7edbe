"""The ``modelzoo`` domain: the objects that pages define, and references to them.

The catalog hangs on the domain object, not on the environment: parallel workers inherit it by
fork, and the environment, which is pickled once per chunk, stays small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.inner_links import InnerLink, inner_links
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.sphinx_ext.doc_links import DOCUMENT, resolve_document
from sphinx_modelzoo.sphinx_ext.indices import index_classes
from sphinx_modelzoo.sphinx_ext.nodes import object_anchor
from sphinx_modelzoo.sphinx_ext.records import RecordDomain, ViewRecord
from sphinx_modelzoo.sphinx_ext.roles import CountRole, ModelRole
from sphinx_modelzoo.sphinx_ext.settings import Settings, read_settings
from sphinx_modelzoo.views.columns import IMAGES
from sphinx_modelzoo.views.content import LEADERBOARD, LIST, MODEL, PageId, model_page
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.leaderboard_page import find_leaderboard
from sphinx_modelzoo.views.model_page import linked_data
from sphinx_modelzoo.views.options import narrows_all, shows_all
from sphinx_modelzoo.views.page_kinds import PageKind, build_page
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.references import Reference, find
from sphinx_modelzoo.views.values import dataset_label
from sphinx_modelzoo.views.view import CARD, TABLE, RawOptions, View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.sphinx_ext.addresses import Pages
    from sphinx_modelzoo.sphinx_ext.rows import HtmlTable
    from sphinx_modelzoo.views.content import Blocks, Page, PageLink
    from sphinx_modelzoo.views.labels import Labels


KEPT_PAGES = 2_000
"""The most pages that are kept while the documentation is built."""
KEPT_VIEWS = 100
"""The most views: those of pages are asked for when their page is written, and never again."""


class PlacedReference(Reference):
    """The target of a reference, with its place in this project."""

    @property
    def anchor(self) -> str:
        """Return the id of the place in the page."""
        return model_page(self.model.id).anchor(self.place)


class ModelzooDomain(RecordDomain):
    """Models as objects: references, ``objects.inv``, indices."""

    name = "modelzoo"
    label = "Model zoo"
    object_types: ClassVar[dict[str, ObjType]] = {
        "model": ObjType("model", "model"),
        "leaderboard": ObjType("leaderboard", "leaderboard"),
    }
    roles: ClassVar[dict[str, Any]] = {
        "model": ModelRole(innernodeclass=nodes.inline, warn_dangling=True),
        "leaderboard": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "count": CountRole(),
    }

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.catalog = Catalog.of(())
        # What this build has computed: what views show, and what pages depend on.
        self.blocks: dict[ViewRecord, Blocks] = {}
        self.html_tables: dict[tuple[str, RawOptions], HtmlTable] = {}
        self.page_keys: dict[str, str] = {}
        # The documents of the project's own that are pages of models, and what all pages show.
        self.own: dict[str, PageId] = {}
        self.own_documents: dict[PageId, str] = {}
        self.page_digests: dict[PageId, str] = {}
        # Whether something of a plugin has gone wrong: nothing of this build is kept then.
        self.plugin_failed = False
        # The pages that an EPUB's front page lists; None until all documents are written.
        self.listed: list[str] | None = None
        # The document that pages lead back to. Every page asks, and all documents with views are
        # looked at, so it is found once, when all are read; None until then.
        self.known_home: str | None = None
        # The addresses of pages as the document that is written has them.
        self.addresses: Pages | None = None
        self._links: tuple[InnerLink, ...] | None = None
        self._parsed: dict[tuple[str, RawOptions, str], Any] = {}
        self._built: dict[PageId, Page] = {}
        self._linked: dict[PageId, str] = {}
        self.settings: Settings = read_settings(application(env).config)[0]
        self.indices = index_classes(self.words)  # type: ignore[misc]

    def forget(self) -> None:
        """Begin a build: drop what was computed for another catalog."""
        for known in (
            self.blocks,
            self.html_tables,
            self.page_keys,
            self.page_digests,
            self._parsed,
            self._built,
            self._linked,
        ):
            known.clear()
        self.adopt_documents({})
        self.listed = self.known_home = None
        self._links = self.addresses = None
        self.plugin_failed = False

    def adopt_documents(self, own: dict[str, PageId]) -> None:
        """Let documents of the project's own be the pages of models."""
        self.own = own
        self.own_documents = {page: docname for docname, page in own.items()}

    @property
    def moved_pages(self) -> list[tuple[str, str]]:
        """Return the pages that are documents of the project's own under other names."""
        return [
            (page.path, docname)
            for docname, page in sorted(self.own.items())
            if docname != self.settings.docname(page)
        ]

    def page_digest(self, target: str) -> str:
        """Return the digest of what a model's page shows; nothing for an unknown model."""
        model = self.catalog.resolve(target)
        return self.page_digests.get(model_page(model.id), "") if model else ""

    @property
    def inner_links(self) -> tuple[InnerLink, ...]:
        """Return the links of the catalog that may lead into the project."""
        if self._links is None:
            self._links = tuple(inner_links(self.catalog, self.settings.language))
        return self._links

    @property
    def home(self) -> str:
        """Return the document with the table that a model's page leads back to.

        The first table that shows everything; else the first one; else none. Pages that no table
        of contents has come last.
        """
        if self.known_home is not None:
            return self.known_home
        metadata = self.env.metadata
        holding = filter(self.tables, self.views)
        names = sorted(holding, key=lambda name: ("orphan" in metadata.get(name, ()), name))
        whole = [name for name in names if any(map(self._shows_all, self.tables(name)))]
        return next(iter(whole + names), "")

    @property
    def narrows(self) -> bool:
        """Return True if the first table of that document shows all models, for readers to narrow.

        The state in its address is that of a document's first table.
        """
        first = next(iter(self.tables(self.home)), None)
        if first is None:
            return False
        return narrows_all(self.parse(TABLE, first), self.catalog)

    def _shows_all(self, options: RawOptions) -> bool:
        return shows_all(self.parse(TABLE, options))

    def pages_after(self, docname: str) -> list[str]:
        """Return the pages that follow a document's tables where one document holds all."""
        return self.pages_of(docname, self.tables(docname))

    def pages_of(self, docname: str, tables: Iterable[RawOptions]) -> list[str]:
        """Return the pages that tables of a document show, without those that have a limit."""
        shown: dict[str, None] = {}
        for options in tables:
            chosen = self.parse(TABLE, options)
            if chosen.limit is None:
                subjects = chosen.table_subjects(self.catalog)
                models = (model_page(subject.model.id) for subject in subjects)
                shown.update((self.page_of(page), None) for page in models)
            if shows_all(chosen) and self.settings.leaderboards:
                ids = self.catalog.registry[PageKind][LEADERBOARD].ids(self.catalog)
                shown.update((self.page_of(PageId(LEADERBOARD, one)), None) for one in ids)
        return [page for page in shown if page not in ("", docname)]

    def parse(self, view: str, options: RawOptions) -> Any:
        """Return the options of a view from texts that were found valid."""
        registry = self.catalog.registry
        key = view, options, registry.digest
        if key not in self._parsed:
            self._parsed[key] = registry[View][view].parse(options, registry)
        return self._parsed[key]

    def is_table(self, record: ViewRecord) -> bool:
        """Return True for a table of models."""
        return record.view == TABLE and self.parse(TABLE, record.options).view == "table"

    def has_pictures(self, record: ViewRecord) -> bool:
        """Return True for a view that may show pictures of models: cards, or a table's column."""
        if record.view != TABLE:
            return record.view == CARD
        options = self.parse(TABLE, record.options)
        return options.view == "cards" or any(one.key == IMAGES for one in options.columns)

    def page(self, page: PageId) -> Page:
        """Build a page in this build's language.

        A page is asked for when stubs are laid out, when it is read and when it is written. Those
        of a zoo of common size are kept; a large one would need too much memory.

        :raises KeyError: when the catalog has no such page.
        """
        found = self._built.get(page)
        if found is None:
            found = build_page(self.catalog, page, self.settings.language)
            _keep(self._built, page, found, KEPT_PAGES)
        return found

    def linked_data(self, page: PageId) -> str:
        """Return what a model's page says for programs; nothing for other pages."""
        found = self._linked.get(page)
        if found is None:
            model = self.catalog.get(page.id) if page.kind == MODEL else None
            found = linked_data(PageContext(self.catalog, model, self.words)) if model else ""
            _keep(self._linked, page, found, KEPT_PAGES)
        return found

    def shown(self, record: ViewRecord) -> Blocks:
        """Build what a view shows in this build's language, once in a build."""
        if record not in self.blocks:
            view = self.catalog.registry[View][record.view]
            blocks = view.view(self.catalog, record.options, self.settings.language)
            _keep(self.blocks, record, blocks, KEPT_VIEWS)
        return self.blocks[record]

    @property
    def words(self) -> Labels:
        """Return the labels of this build's language."""
        return labels(self.settings.language, self.catalog.registry)

    @property
    def builder_format(self) -> str:
        """Return the format that is built, or nothing before there is a builder."""
        return str(getattr(getattr(application(self.env), "builder", None), "format", ""))

    def file_name(self, path: Path) -> str:
        """Return a file of the catalog as readers know it: relative to the source directory."""
        return shown_path(path, self.env.srcdir, bare=True)

    def page_of(self, page: PageId) -> str:
        """Return the document that a page is, or nothing where there is none."""
        docname = self.own_documents.get(page) or self.settings.docname(page)
        return docname if docname in self.env.found_docs else ""

    # References ----------------------------------------------------------------------------

    def find(self, target: str) -> PlacedReference | None:
        """Find the target of ``id``, ``old-id``, ``id/variant`` or ``id#fragment``."""
        found = find(self.catalog, target)
        return PlacedReference(*found) if found else None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Make the reference to a page of the zoo, by the page's name unless it has a text."""
        if typ == DOCUMENT:
            return resolve_document(self, fromdocname, builder, node, contnode)
        found = self._place(typ, target, short=bool(node.get("modelzoo:short")))
        if found is None:
            # The catalog's own links to leaderboards stay words where there are no such pages.
            words = typ == LEADERBOARD and not node.get("refwarn")
            return cast("nodes.reference", contnode) if words else None
        docname, place, name = found
        if not node.get("refexplicit"):
            contnode = contnode.copy()  # without the children: the target as it was written
            contnode += nodes.Text(name)
        made = make_refnode(builder, fromdocname, docname, place, contnode)
        if made.get("refuri", "").count("#") > 1:
            # Single-page HTML: Sphinx 9 puts the page's anchor before the place's own.
            made["refuri"] = f"#{place}"
        made["classes"] += node["classes"]
        return made

    def _place(self, kind: str, target: str, *, short: bool) -> tuple[str, str, str] | None:
        """Find document, anchor and name of a target, by the kind of its page."""
        if kind == LEADERBOARD:
            return self.leaderboard(target)
        if kind == LIST:
            name, _, fragment = target.partition("#")
            page, anchor, title = PageId(LIST, name), PageId(LIST, name).anchor(fragment), ""
        else:
            found = self.find(target)
            if found is None:
                return None
            page, anchor, title = model_page(found.model.id), found.anchor, found.title(short)
        docname = self.page_of(page)
        return (docname, anchor, title) if docname else None

    def leaderboard(self, target: str) -> tuple[str, str, str] | None:
        """Find page, anchor and name of a leaderboard by its id or its dataset's name."""
        found = find_leaderboard(self.catalog, target) if self.settings.leaderboards else None
        docname = self.page_of(found.page) if found else ""
        if not found or not docname:
            return None
        vocabularies, language = self.catalog.vocabularies, self.settings.language
        name = dataset_label(vocabularies, found.dataset, language)
        return docname, found.page.anchor(found.fragment), name

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve ``any`` references as :meth:`resolve_xref` does."""
        # ``any`` has no innernodeclass of ours: its content is a literal with the target in it.
        inner = nodes.inline("", "", classes=["xref", "any"])
        content = contnode if node.get("refexplicit") else inner
        found = self.resolve_xref(env, fromdocname, builder, "model", target, node, content)
        return [("modelzoo:model", found)] if found else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield every page of the zoo, for the search and ``objects.inv``."""
        for docname, (page, title, _) in self.pages.items():
            if page.kind not in self.object_types:
                continue
            yield page.id, title, page.kind, docname, object_anchor(page), 1

    def get_full_qualified_name(self, node: Element) -> str | None:
        """Return the name of a reference's target in the ``objects.inv`` of another project."""
        target = node.get("reftarget")
        return str(target) if target else None


_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


def _keep(known: dict[_Key, _Kept], key: _Key, value: _Kept, most: int) -> None:
    """Keep a value; of too many, the first ones and the last one, which is asked for again."""
    if len(known) > most:
        known.popitem()
    known[key] = value


def reference(link: PageLink, children: list[nodes.Node]) -> nodes.Node:
    """Make a reference that the domain resolves when the page is written.

    What cannot be resolved keeps its words: the catalog's loader has reported what is missing.
    """
    target = f"{link.page.id}#{link.fragment}" if link.fragment else link.page.id
    return addnodes.pending_xref(
        "",
        nodes.inline("", "", *children),
        refdomain="modelzoo",
        reftype=link.page.kind,
        reftarget=target,
        refexplicit=True,
        refwarn=False,
    )


def application(env: BuildEnvironment) -> Sphinx:
    """Return the application of an environment, under the name that this Sphinx has for it."""
    return cast("Sphinx", getattr(env, "_app", None) or env.app)


def zoo(env: BuildEnvironment) -> ModelzooDomain:
    """Return the domain of an environment."""
    return cast("ModelzooDomain", env.get_domain("modelzoo"))
