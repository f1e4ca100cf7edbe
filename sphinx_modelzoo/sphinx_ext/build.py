"""The course of a build: load the catalog, lay out the pages, find what to redo."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.pictures import with_usable_pictures
from sphinx_modelzoo.exports import export_modules
from sphinx_modelzoo.problems.messages import Problem, ProblemError, problem
from sphinx_modelzoo.schema.presets import with_default_preset
from sphinx_modelzoo.sphinx_ext.card_pictures import copy_card_pictures
from sphinx_modelzoo.sphinx_ext.domain import KEPT_PAGES, zoo
from sphinx_modelzoo.sphinx_ext.fingerprints import Fingerprints
from sphinx_modelzoo.sphinx_ext.formulas import break_pages
from sphinx_modelzoo.sphinx_ext.html_pages import (
    copy_assets,
    forget_assets,
    output_path,
    redirects,
    write_redirects,
)
from sphinx_modelzoo.sphinx_ext.indices import index_classes
from sphinx_modelzoo.sphinx_ext.message_catalogs import translated
from sphinx_modelzoo.sphinx_ext.model_links import missing_links, note_labels
from sphinx_modelzoo.sphinx_ext.own_pages import adopt_documents, leave_out_held
from sphinx_modelzoo.sphinx_ext.package_digest import stamp
from sphinx_modelzoo.sphinx_ext.page_sources import source_files
from sphinx_modelzoo.sphinx_ext.reporting import report
from sphinx_modelzoo.sphinx_ext.rows import delete_stale_rows
from sphinx_modelzoo.sphinx_ext.scripts import delete_stale_data, write_comparison
from sphinx_modelzoo.sphinx_ext.settings import catalog_cache, read_settings
from sphinx_modelzoo.sphinx_ext.site_outputs import files_beside, plugins_of, write_beside
from sphinx_modelzoo.sphinx_ext.state import (
    BuildState,
    earlier_outputs,
    load_state,
    mark_torn,
    save_state,
    state_file,
)
from sphinx_modelzoo.sphinx_ext.stubs import own_documents, stub_folder, stub_format, write_stubs
from sphinx_modelzoo.sphinx_ext.twins import twin_pages
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import MODEL, PageId, digest
from sphinx_modelzoo.views.lineage_facts import shown_of
from sphinx_modelzoo.views.option_reading import unknown_default
from sphinx_modelzoo.views.own_words import with_own_words
from sphinx_modelzoo.views.page_kinds import page_file, page_ids
from sphinx_modelzoo.views.peers import shown_of_peers
from sphinx_modelzoo.views.references import count_models, page_conflict
from sphinx_modelzoo.views.releases import with_version
from sphinx_modelzoo.views.section_specs import with_sections
from sphinx_modelzoo.views.text_notes import with_notes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.sphinx_ext.stubs import StubFormat, ZooProject


class Build:
    """One build, from the reading of the catalog to ``build-finished``.

    What must outlive it is in :class:`BuildState`.

    :param project: where the pages are laid out.
    """

    def __init__(self, app: Sphinx, project: ZooProject) -> None:
        self.app = app
        self.project = project
        self.state_file = state_file(app)
        self.before = load_state(self.state_file)
        self.pages: dict[str, list[str]] = {}
        self.documents: dict[str, str] = {}
        self.views: dict[str, str] = {}
        self.key = ""
        self.base = ""
        self.stamp = stamp()
        self.reading = False
        self.ended = False
        self.stale: set[str] = set()
        self.outputs: list[str] = []
        self.files: dict[str, str] = {}
        self.found: dict[str, object] = {}

    # Before reading ------------------------------------------------------------------------

    def start(self) -> None:
        """Load the catalog, report its problems, and lay out the pages."""
        app, domain = self.app, zoo(self.app.env)
        settings, problems = read_settings(app.config)
        domain.settings = settings
        domain.forget()
        plugins = plugins_of(app)
        registry = plugins.join(make_registry(*export_modules()))
        registry = with_default_preset(registry, settings.preset)
        registry = with_notes(registry, app.config.modelzoo_notes, *twin_pages(app, settings))
        config = app.config
        names = (config.modelzoo_version, config.version, config.release)
        registry = with_version(registry, *map(str, names))
        registry, wrong = with_sections(registry, app.config.modelzoo_sections, "modelzoo_sections")
        folders = [Path(app.srcdir, folder) for folder in app.config.locale_dirs]
        registry, strange = with_own_words(registry, folders, Path(app.srcdir))
        domain.catalog = Catalog.of((), registry=registry)
        if settings.catalog:
            source = Path(app.srcdir)
            catalog = load_catalog(
                settings.catalog, source, registry=registry, cache=catalog_cache(app)
            )
            catalog = with_usable_pictures(
                catalog, source, lambda path: (source / path.lstrip("/")).is_file()
            )
            domain.catalog = translated(app, catalog, settings)
        problems += (*wrong, *strange, *domain.catalog.problems)
        problems += unknown_default(domain.catalog.registry, "modelzoo_preset")
        catalog, version = domain.catalog, (self.stamp, settings.language)
        self.key = digest(*version, catalog.digest)
        self.base = digest(*version, catalog.meaning)
        form = stub_format(app)
        if form is None:
            problems.append(
                problem(
                    "pages.suffix",
                    "no source suffix of this project supports directives: no pages are made",
                )
            )
        else:
            self._lay_out(domain, form, problems)
        report(problems, Path(app.srcdir))
        html = app.builder.format == "html"
        domain.indices = index_classes(domain.words, html=html)  # type: ignore[misc]
        copy_assets(app)

    def _lay_out(self, domain: ModelzooDomain, form: StubFormat, problems: list[Problem]) -> None:
        app, catalog = self.app, domain.catalog
        own = own_documents(app, domain.settings.pages)
        problems += adopt_documents(domain, own)
        domain.page_digests = self._page_digests(domain)
        digests: dict[str, tuple[PageId, str]] = {}
        for page, value in domain.page_digests.items():
            docname = domain.settings.docname(page)
            if docname in own and page.kind != MODEL:
                problems.append(page_conflict(docname, own[docname], "modelzoo_pages"))
            elif page not in domain.own_documents:
                digests[docname] = (page, value)
        stubs = write_stubs(stub_folder(app), digests, form)
        files = {docname: page_file(catalog, page) for docname, (page, *_) in digests.items()}
        self.project.lay_out(stubs, form.suffix, files)

    def _page_digests(self, domain: ModelzooDomain) -> dict[PageId, str]:
        """Return what each page shows; from the last build where nothing it shows changed."""
        known = self.before.pages if self.before else {}
        same = self.before is not None and self.before.key == self.key
        catalog, settings = domain.catalog, domain.settings
        found: dict[PageId, str] = {}
        # Pages of a large zoo are built for each use: not here as well, where all are new.
        all_new = self.before is None and len(catalog) > KEPT_PAGES
        for page in page_ids(catalog, leaderboards=settings.leaderboards):
            key, value = known.get(page.path, ("", ""))
            if not (same and value):
                now = self._page_key(domain, page)
                if all_new and now:
                    value = now
                elif not now or now != key:
                    value = digest(domain.page(page), domain.linked_data(page))
                key = now
            self.pages[page.path] = [key, value]
            if page.kind == MODEL:
                domain.page_keys[page.id] = key
            found[page] = value
        return found

    def _page_key(self, domain: ModelzooDomain, page: PageId) -> str:
        """Return what a page depends on, where that is known without building it."""
        if page.kind != MODEL:
            return ""
        catalog = domain.catalog
        place = catalog.position(page.id)
        model = catalog.models[place]
        neighbours = catalog.models[max(place - 1, 0) : place + 2]
        related = (id for one in (model, *model.variants) for id in one.related)
        others = filter(None, map(catalog.resolve, (*related, model.superseded_by or "")))
        return digest(
            self.base,
            catalog.fingerprint(model.id),
            [(one.id, one.name) for one in (*neighbours, *others)],
            shown_of(catalog, model),
            shown_of_peers(catalog, model),
        )

    # Which documents to read again ---------------------------------------------------------

    def outdated(self, env: BuildEnvironment) -> set[str]:
        """Find documents whose text itself depends on the catalog: counts and lists of pages.

        Options of views were checked against the registry when they were read.
        """
        domain = zoo(env)
        found = {
            docname
            for docname in domain.views
            if domain.pages_after(docname) != domain.includes.get(docname, [])
        }
        registry = domain.catalog.registry.digest
        found |= {docname for docname, one in domain.registries.items() if one != registry}
        for docname, parts in domain.parts.items():
            if any(domain.page_digest(target) != value for target, value in parts.items()):
                found.add(docname)
        # A file that was moved here may be older than the page that was here.
        for docname in domain.own.keys() | domain.pages.keys():
            known = domain.pages.get(docname)
            was = known.page if known is not None and known.own else None
            if domain.own.get(docname) != was:
                found.add(docname)
        for docname, counts in domain.counts.items():
            if any(_counted(domain, one.query) != one.value for one in counts):
                found.add(docname)
        return found & env.found_docs

    # Which documents to write again --------------------------------------------------------

    def updated(self, env: BuildEnvironment) -> set[str]:
        """Find documents whose output differs from what the last finished build wrote."""
        before = self.before
        domain = zoo(env)
        moved = leave_out_held(env, self.app.builder)
        note_labels(env)
        domain.known_home = None  # of an earlier build of this application
        domain.known_home = domain.home
        report(missing_links(domain), Path(self.app.srcdir))
        known = before.views if before and before.key == self.key else {}
        prints = Fingerprints(self.app, self.base, known)
        self.documents, self.views = prints.documents(self.stamp), prints.views
        if before is None:
            stale = set(self.documents)
        elif before.torn:
            stale = set(env.found_docs)
        else:
            stale = {
                docname
                for docname, value in self.documents.items()
                if before.documents.get(docname) != value
            }
            if before.documents.keys() - self.documents.keys():
                stale.add(env.config.root_doc)  # so that a removal alone is saved, too
        stale |= moved
        stale &= env.found_docs
        self.stale = stale
        self.found = {docname: self._output(docname) for docname in stale}
        self.outputs = self._outputs(env)
        self.files = files_beside(self.app, self.outputs)
        if stale or self.reading or self.files.keys() - {*(before.files if before else ())}:
            mark_torn(self.state_file, before, self.outputs, self.files)
        self._delete_outputs()
        copy_card_pictures(self.app.builder)
        return stale

    def name_origins(self) -> None:
        """Let a report on links, which names the line of the entry, name the catalog's file too."""
        if self.app.builder.name != "linkcheck":
            return
        domain = zoo(self.app.env)
        files = {
            docname: domain.catalog.origin(page.id).file
            for docname, (page, *_) in domain.pages.items()
            if page.kind == MODEL and docname not in domain.own
        }
        self.project.name_origins(
            {docname: (path, domain.file_name(path)) for docname, path in files.items()}
        )

    def _outputs(self, env: BuildEnvironment) -> list[str]:
        """Return the zoo's own documents: pages, leaderboards, and old ids that redirect."""
        domain = zoo(env)
        return sorted({*domain.pages.keys() - domain.own.keys(), *redirects(self.app)})

    def _delete_outputs(self) -> None:
        """Delete what earlier builds wrote and this one does not, and write the files beside.

        Before anything is written, since an EPUB packs whatever is there.
        """
        domain = zoo(self.app.env)
        before, files = earlier_outputs(self.state_file)
        write_beside(self.app, self.files, files)
        for docname in sorted(before - (domain.pages.keys() - domain.own.keys())):
            for path in source_files(self.app, docname):
                _delete(path)
        for docname in sorted(before - set(self.outputs) - self.app.env.found_docs):
            _delete(output_path(self.app.builder, docname))
            _delete(Path(self.app.doctreedir) / f"{docname}.doctree")

    def _written(self) -> dict[str, str]:
        """Return the fingerprints of what is on the disk now.

        ``sphinx-build src out one.rst`` writes one document, whatever was found to be stale.
        """
        old = self.before.documents if self.before else {}
        written = dict(self.documents)
        for docname in self.stale & self.documents.keys():
            output = self._output(docname)
            if output is not None and output == self.found[docname]:
                written[docname] = old.get(docname, "")
        return written

    def _output(self, docname: str) -> object:
        """Return what changes when a document's file is written again; None without a file.

        Not its age: a clock may have been put back, or be another machine's.
        """
        path = output_path(self.app.builder, docname)
        with contextlib.suppress(OSError):
            if path:
                found = path.stat()
                return found.st_ino, found.st_size, found.st_mtime_ns
        return None

    def finish(self) -> None:
        """Save the state of what was written, and delete what is out of date."""
        write_redirects(self.app)
        break_pages(self.app)
        forget_assets(self.app.builder)
        trusted = self.before is not None and not self.before.torn
        before = self.before.comparison if self.before and trusted else {}
        comparison = write_comparison(self.app.builder, self.base, before)
        delete_stale_data(self.app.builder)
        delete_stale_rows(self.app.builder)
        self._delete_empty_indices()
        # The next build is to call again what failed, and to say so.
        failed = zoo(self.app.env).plugin_failed
        state = BuildState(
            key="" if failed else self.key,
            documents=self._written(),
            pages={} if failed else self.pages,
            views=self.views,
            outputs=self.outputs,
            comparison=comparison,
            files=sorted(self.files),
        )
        save_state(self.state_file, state)

    def _delete_empty_indices(self) -> None:
        """Delete indices without entries: Sphinx leaves those of earlier builds."""
        builder = self.app.builder
        written = {name for name, *_ in getattr(builder, "domain_indices", ())}
        if self.before is None or not (self.stale or self.reading):
            return  # Sphinx 8.0 prepares no index where it has nothing to write
        for index in zoo(self.app.env).indices:
            name = f"modelzoo-{index.name}"
            if name not in written:
                _delete(output_path(builder, name))


def _counted(domain: ModelzooDomain, query: str) -> int | None:
    """Count what a filter matches; None where it names a field that the catalog had before."""
    try:
        return count_models(domain.catalog, query)
    except ProblemError:
        return None


def _delete(path: Path | None) -> None:
    if path is None:
        return
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # Lists and pages of dirhtml have folders in others; one in use stays, and all above it.
        for folder in path.parents:
            folder.rmdir()
