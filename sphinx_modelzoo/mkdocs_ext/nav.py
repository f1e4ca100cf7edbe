"""The model pages in the navigation, for sites whose ``nav`` is written by hand."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.schema.targets import MODEL_SCHEME
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.references import find, missing_model

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from sphinx_modelzoo.mkdocs_ext.zoo import Zoo
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.views.content import PageId


class Navigation:
    """The navigation of a site that has one.

    mkdocs-static-i18n builds one language after the other with what was left of it, which is then
    filled as it was written.
    """

    def __init__(self) -> None:
        self._written: Any = None
        self._filled: Any = None

    def fill(
        self,
        config: MkDocsConfig,
        zoo: Zoo,
        files: Mapping[PageId, File],
        own: Collection[str],
        folder: str,
        report: Callable[[Problem], None],
    ) -> None:
        """Put models into the navigation: those that it names, and all where that is asked for.

        :param files: the pages of the zoo.
        :param own: the paths of those that the project has written, which are in it only once.
        :param folder: that of the pages of all models, or nothing for those alone that it names.
        """

        def named(model_id: str) -> tuple[str, str] | None:
            found = find(zoo.catalog, model_id)
            file = files.get(model_page(found.model.id)) if found else None
            if found and file:
                return escape(found.title(short=False)), file.src_uri
            report(missing_model(zoo.catalog, model_id).at("nav"))
            return None

        if config.nav != self._filled:
            self._written = config.nav
        made = with_models(self._written, named)
        if folder:
            held = {*named_in(made)}.intersection(own)
            every = ((one.name, files.get(model_page(one.id))) for one in zoo.catalog.models)
            pages = [
                {escape(name): file.src_uri}
                for name, file in every
                if file and file.src_uri not in held
            ]
            made = with_pages(made, folder, pages, zoo.words("Models"))
        config.nav = self._filled = made


def with_models(nav: list[Any], page: Callable[[str], tuple[str, str] | None]) -> list[Any]:
    """Replace models that a navigation names, as ``model:yolov4``, by their pages.

    :param page: gives the name and the path of a model's page; without one the item is left out.
    :returns: a new list; the old one stays.
    """

    def items(item: Any) -> list[Any]:
        (title, value), *_ = item.items() if isinstance(item, dict) and item else [("", item)]
        if isinstance(value, list):
            return [{title: with_models(value, page)}]
        if not (isinstance(value, str) and value.startswith(MODEL_SCHEME)):
            return [item]
        found = page(value.removeprefix(MODEL_SCHEME))
        return [{title or found[0]: found[1]}] if found else []

    return [new for item in nav for new in items(item)]


def named_in(nav: Any) -> Iterator[str]:
    """Yield every path that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for one in nav.values() if isinstance(nav, dict) else nav:
            yield from named_in(one)


def with_pages(nav: list[Any], folder: str, pages: list[dict[str, str]], title: str) -> list[Any]:
    """Add the model pages to a navigation.

    They come where it says ``models/`` (the folder of the pages, with the slash); without such a
    place they are a section of their own at the end.

    :param pages: name and path of each page.
    :param title: the title of that section.
    :returns: a new list; the old one stays.
    """
    found = False

    def expand(item: Any) -> list[Any]:
        nonlocal found
        if isinstance(item, str) and item == f"{folder}/":
            found = True
            return list(pages)
        if isinstance(item, dict):
            return [{name: inside(value) for name, value in item.items()}]
        return [inside(item)]

    def inside(value: Any) -> Any:
        nonlocal found
        if isinstance(value, list):
            return [new for item in value for new in expand(item)]
        if isinstance(value, str) and value == f"{folder}/":
            found = True
            return list(pages)
        return value

    made: list[Any] = inside(nav)
    return made if found else [*made, {title: list(pages)}]
