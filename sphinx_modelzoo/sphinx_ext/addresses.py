"""Where pages are, seen from others, and where entries are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import anchor, rooted, unrooted

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain


class Pages:
    """Where the pages of models are, seen from one document."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self._builder = builder
        self._docname = docname
        self._domain = zoo(builder.env)

    def __call__(self, model_id: str, fragment: str = "") -> str | None:
        """The address of a model's page or a place on it, or None where it has none."""
        docname = self._domain.page_of(model_id)
        if not docname:
            return None
        uri = self._builder.get_relative_uri(self._docname, docname)
        if "#" in uri:  # single-page HTML: the address is an anchor already
            return f"#{anchor(model_id, fragment)}"
        return f"{uri}#{anchor(model_id, fragment)}" if fragment else uri

    def url(self, address: str) -> str:
        """An address of the catalog, as this document has it."""
        return unrooted(rooted(address), self._builder, self._docname)

    def home(self) -> str | None:
        """The address of the document with the table, or None where there is none."""
        home = self._domain.home
        if not home or home == self._docname:
            return None
        uri = self._builder.get_relative_uri(self._docname, home)
        if "#" in uri:  # single-page HTML, which has no anchor for its own root
            return "#" if home == self._builder.config.root_doc else uri[uri.index("#") :]
        return uri


def edit_uri(domain: ModelzooDomain, model_id: str) -> str:
    """Where the entry can be edited, at its line; nothing where ``conf.py`` does not say."""
    template = domain.settings.edit_url
    if not template or model_id not in domain.catalog:
        return ""
    origin = domain.catalog.origin(model_id)
    return template.format(file=domain.file_name(origin.file), line=origin.line, id=model_id)
