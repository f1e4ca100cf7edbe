"""What the domain keeps of each document; plain data, as the environment is pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, cast

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


_Record = TypeVar("_Record")


class _Table(Generic[_Record]):
    """A table of the domain's data, by document; its name there is that of the attribute."""

    def __set_name__(self, owner: type[Domain], name: str) -> None:
        self._name = name

    def __get__(self, domain: Domain, owner: type[Domain]) -> dict[str, _Record]:
        return cast("dict[str, _Record]", domain.data[self._name])


class RecordDomain(Domain):
    """What documents hold, by their names: kept in the environment, merged from workers."""

    pages = _Table[PageRecord]()
    """The page of the zoo that a document is."""
    views = _Table[list[ViewRecord]]()
    """The views of a document."""
    registries = _Table[str]()
    """The digest of the registry that a document's views were read with."""
    includes = _Table[list[str]]()
    """The pages that follow a document's tables where one document holds all."""
    counts = _Table[list[CountRecord]]()
    """The counts that a document shows."""
    citations = _Table[list[str]]()
    """The models that a document refers to, as written."""
    relative = _Table[list[str]]()
    """The paths of the catalog's links in a document that start at the root."""
    sections = _Table[list[SectionRecord]]()
    """The sections of a page."""
    parts = _Table[dict[str, str]]()
    """The models whose parts a document shows, as written, and digests of their pages."""
    held = _Table[list[str]]()
    """The pages that belong after a document's tables but are in other toctrees."""

    initial_data: ClassVar[dict[str, Any]] = {
        name: {} for name, one in tuple(locals().items()) if isinstance(one, _Table)
    }
    data_version = 6

    def tables(self, docname: str) -> list[RawOptions]:
        """Return the options of a document's views of models, as tables or cards."""
        return [one.options for one in self.views.get(docname, ()) if one.view == TABLE]

    def note_page(self, docname: str, page: PageId, title: str, *, own: bool = False) -> None:
        """Note that a document is a page of the zoo."""
        self.pages[docname] = PageRecord(page, title, own)

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
