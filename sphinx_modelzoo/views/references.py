"""Resolving what a document names: references to models, counts, names of pages.

Sphinx's roles, the links of Markdown and the hosts' settings all ask here, so that the same words
mean the same everywhere and mistakes are reported in the same words.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.problems.messages import Message, Problem, problem
from sphinx_modelzoo.views.table import count

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import ProblemError
    from sphinx_modelzoo.schema.model import Model, Variant


class Reference(NamedTuple):
    """The target of a reference: a model, a variant of it, or a part of its page."""

    model: Model
    variant: Variant | None = None
    fragment: str = ""

    @property
    def place(self) -> str:
        """Return the place on the model's page; nothing for the page itself."""
        return f"variant-{self.variant.id}" if self.variant else self.fragment

    def title(self, short: bool = False) -> str:
        """Return the words of a reference that has none of its own."""
        if self.variant is None:
            return self.model.name
        name = self.variant.name or self.variant.id
        return name if short else f"{self.model.name} / {name}"


def find(catalog: Catalog, target: str) -> Reference | None:
    """Find the target of ``id``, ``old-id``, ``id/variant`` or ``id#fragment``."""
    name, _, fragment = target.partition("#")
    model_id, _, variant_id = name.partition("/")
    model = catalog.resolve(model_id)
    if model is None:
        return None
    if not variant_id:
        return Reference(model, None, fragment)
    variant = next((one for one in model.variants if one.id == variant_id), None)
    return Reference(model, variant, fragment) if variant else None


def missing_model(catalog: Catalog, target: str) -> Problem:
    """Report an unknown model, with the closest known one as a hint."""
    hint = catalog.nearest(target.partition("/")[0].partition("#")[0])
    return problem("reference", Message("unknown model “{name}”", name=target), hint)


def html_link(address: str) -> Problem:
    """Report a link to a model in raw HTML, where it is not resolved."""
    message = Message("unsupported link to “{address}” in raw HTML", address=address)
    return problem("reference", message, Message("write [text]({address})", address=address))


def count_models(catalog: Catalog, query: str) -> int:
    """Count the models that the text of a count means; ``all`` means every one.

    :raises ProblemError: for an invalid filter.
    """
    return count(catalog, "" if query == "all" else query)


def bad_count(error: ProblemError) -> Problem:
    """Report what is wrong with the filter of a count."""
    found = error.problem
    message = Message("{label}: {text}", label="modelzoo:count", text=Message.of(found.message))
    return problem("filter.syntax", message, found.hint)


def pages_folder(text: str) -> str:
    """Normalize the folder of the model pages, as a host's settings name it.

    :raises ValueError: when it is not a relative name below the documents.
    """
    folder = posixpath.normpath(text.strip("/")) if text else "."
    if folder == "." or folder.startswith("..") or "\\" in folder:
        raise ValueError(
            Message("{text!r} is not a relative folder below the documents", text=text)
        )
    return folder


def page_conflict(page: str, existing: str, setting: str) -> Problem:
    """Report a page of a leaderboard whose name one of the project's own documents has.

    :param setting: what the host calls the folder of the pages.
    """
    return problem(
        "page.conflict",
        Message("duplicate page “{page}”: {existing} already exists", page=page, existing=existing),
        Message("move the document, or set {setting}", setting=setting),
    )
