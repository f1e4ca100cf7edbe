"""Indices of the zoo by task and by dataset."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx.domains import Index, IndexEntry

from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.schema.model import all_results
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.values import dataset_label, task_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.labels import Labels


class _ModelIndex(Index):
    """An index of models under headings; a model may be under several."""

    domain: ModelzooDomain

    def headings(self, model: Model, catalog: Catalog, language: str) -> Iterable[str]:
        """Return the headings of a model."""
        raise LookupError(self.name)

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """List all models with a page, in catalog order, by heading.

        The headings take the place of letters: the PDF shows no other kind of group.
        """
        domain = self.domain
        language, catalog = domain.settings.language, domain.catalog
        wanted = None if docnames is None else set(docnames)
        groups: dict[str, list[IndexEntry]] = {}
        for model in catalog.models:
            page = model_page(model.id)
            docname = domain.page_of(page)
            if not docname or (wanted is not None and docname not in wanted):
                continue
            entry = IndexEntry(model.name, 0, docname, page.anchor(), "", "", "")
            for heading in dict.fromkeys(self.headings(model, catalog, language)):
                # Sphinx makes an id of it, which holds no plain space.
                groups.setdefault(heading.replace(" ", "\N{NO-BREAK SPACE}"), []).append(entry)
        if domain.builder_format == "html":
            # Sphinx's template writes them as they are, and they are untrusted.
            groups = {escape(heading): entries for heading, entries in groups.items()}
        return sorted(groups.items(), key=lambda group: natural_key(group[0])), False


class TaskIndex(_ModelIndex):
    """``modelzoo-tasks``: models by what they do."""

    name = "tasks"

    def headings(self, model: Model, catalog: Catalog, language: str) -> Iterable[str]:
        """Return the labels of the model's tasks."""
        return (task_label(catalog.vocabularies, task, language) for task in model.tasks)


class DatasetIndex(_ModelIndex):
    """``modelzoo-datasets``: models by what they were measured on."""

    name = "datasets"

    def headings(self, model: Model, catalog: Catalog, language: str) -> Iterable[str]:
        """Yield the labels of the datasets in the model's results."""
        for _, result in all_results(model):
            if result.dataset:
                yield dataset_label(catalog.vocabularies, result.dataset.name, language)


def index_classes(words: Labels, *, html: bool = False) -> list[type[Index]]:
    """Make the indices with their titles in a language: Sphinx reads titles from the class.

    :param html: whether they are for its templates, which write titles as they are.
    """
    titles = {
        TaskIndex: words.gettext("Models by task"),
        DatasetIndex: words.gettext("Models by dataset"),
    }
    if html:
        titles = {base: escape(title) for base, title in titles.items()}
    return [type(base.__name__, (base,), {"localname": title}) for base, title in titles.items()]
