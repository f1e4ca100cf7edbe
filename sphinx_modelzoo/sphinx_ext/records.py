"""What the domain keeps of each document; plain data, as the environment is pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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
