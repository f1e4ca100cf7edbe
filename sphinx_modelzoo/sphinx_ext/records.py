"""What the domain keeps of each document; plain data, as the environment is pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from sphinx.domains import Domain

from sphinx_modelzoo.views.view import TABLE

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_modelzoo.views.content import PageId
    from sphinx_modelzoo.views.view import RawOptions


class ViewRecord(NamedTuple):
    """A view that a document holds: its name, and its options as they were typed."""

    view: str
    options: RawOptions


class PageRecord(NamedTuple):
    """The page of the zoo that a document is, its title, and whether the project wrote it."""

    page: PageId
    title: str
    own: bool = False


class CountRecord(NamedTuple):
    """A count that a document shows: the filter, and how many models matched it."""

    query: str
    value: int


class SectionRecord(NamedTuple):
    """A section of a page: its id and its title."""

    id: str
    title: str


class RecordDomain(Domain):
    """What documents hold, by their names: kept in the environment, merged from workers."""

    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},  # docname -> PageRecord
        "views": {},  # docname -> [ViewRecord]
        "registries": {},  # docname -> digest of the registry that its views were read with
        "includes": {},  # docname -> [docname of a page that belongs after its table]
        "counts": {},  # docname -> [CountRecord]
        "citations": {},  # docname -> [target of a link]
        "relative": {},  # docname -> [path of a link relative to the root]
        "sections": {},  # docname -> [SectionRecord]
        "parts": {},  # docname -> {model as written: digest of its page}
        "held": {},  # docname -> [docname of its includes that other toctrees have]
    }
    data_version = 6

    @property
    def pages(self) -> dict[str, PageRecord]:
        """Return, by document, the page of the zoo that it is."""
        return cast("dict[str, PageRecord]", self.data["pages"])

    @property
    def views(self) -> dict[str, list[ViewRecord]]:
        """Return the views of each document."""
        return cast("dict[str, list[ViewRecord]]", self.data["views"])

    def tables(self, docname: str) -> list[RawOptions]:
        """Return the options of a document's views of models, as tables or cards."""
        return [one.options for one in self.views.get(docname, ()) if one.view == TABLE]

    @property
    def registries(self) -> dict[str, str]:
        """Return, by document with views, the digest of the registry that they were read with."""
        return cast("dict[str, str]", self.data["registries"])

    @property
    def includes(self) -> dict[str, list[str]]:
        """Return, by document, the pages that follow its table where one document holds all."""
        return cast("dict[str, list[str]]", self.data["includes"])

    @property
    def counts(self) -> dict[str, list[CountRecord]]:
        """Return the counts that each document shows."""
        return cast("dict[str, list[CountRecord]]", self.data["counts"])

    @property
    def citations(self) -> dict[str, list[str]]:
        """Return, by document, the models that it refers to, as written."""
        return cast("dict[str, list[str]]", self.data["citations"])

    def note_page(self, docname: str, page: PageId, title: str, *, own: bool = False) -> None:
        """Note that a document is a page of the zoo."""
        self.pages[docname] = PageRecord(page, title, own)

    @property
    def parts(self) -> dict[str, dict[str, str]]:
        """Return, by document, the models whose parts it shows, and digests of their pages."""
        return cast("dict[str, dict[str, str]]", self.data["parts"])

    @property
    def held(self) -> dict[str, list[str]]:
        """Return, by document, those that belong after its table but are in other toctrees."""
        return cast("dict[str, list[str]]", self.data["held"])

    @property
    def relative(self) -> dict[str, list[str]]:
        """Return, by document, the paths of the catalog's links that start at the root."""
        return cast("dict[str, list[str]]", self.data["relative"])

    @property
    def sections(self) -> dict[str, list[SectionRecord]]:
        """Return, by document, the sections of a page."""
        return cast("dict[str, list[SectionRecord]]", self.data["sections"])

    def note_view(self, docname: str, view: str, options: RawOptions) -> None:
        """Note that a document holds a view."""
        self.views.setdefault(docname, []).append(ViewRecord(view, options))

    def note_count(self, docname: str, query: str, value: int) -> None:
        """Note that a document says how many models a filter matches."""
        self.counts.setdefault(docname, []).append(CountRecord(query, value))

    def clear_doc(self, docname: str) -> None:
        """Forget what a document holds."""
        for table in self.data.values():
            if isinstance(table, dict):
                table.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker has read."""
        for name in self.initial_data:
            mine, theirs = self.data[name], otherdata[name]
            mine.update({docname: theirs[docname] for docname in docnames if docname in theirs})
