"""Links of entries into the documentation, and a report of those that lead nowhere.

Only a host knows which documents, labels and pages there are. It asks here when it knows them all,
so that a link that leads nowhere is reported in the same words everywhere, with its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.problems.messages import Message, problem, shorten
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.markup import mentions
from sphinx_modelzoo.schema.shape import Path, values_of
from sphinx_modelzoo.schema.targets import MODEL_SCHEME, is_inner, is_relative
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.model import Model

_CODE = "link.target"
_MAY_LINK = re.compile(r"\]\(|\]:|<(?:doc|model|leaderboard):")


class InnerLink(NamedTuple):
    """A link of an entry: its place, its address, and whether it is one of a text."""

    model: str
    path: Path
    address: str
    in_text: bool


class DeadLink(NamedTuple):
    """What is wrong with the target of a link, and a hint; by default that of the code."""

    message: str
    hint: str = ""


def inner_links(catalog: Catalog, language: str = "") -> Iterator[InnerLink]:
    """Yield the links of a catalog that are relative, or in a scheme of their own.

    :param language: that of the readers; by default links in all languages.
    """
    for model in catalog.models:
        yield from _of_fields(model, language)
        for path, _, _, text in values_of(model, "text"):
            yield from _of_text(model.id, path, text, language)


def _of_fields(model: Model, language: str) -> Iterator[InnerLink]:
    several: dict[Path, list[tuple[str | None, str]]] = {}
    for path, _, field, address in values_of(model, "link"):
        if path[-1] == field.name or not isinstance(path[-1], str):
            several[path] = [(None, address)]
        else:  # one for each language
            several.setdefault(path[:-1], []).append((path[-1], address))
    for path, found in several.items():
        chosen = LocalizedText(tuple(found)).best(language)[0] if language else ""
        for name, address in found:
            wanted = not language or address == chosen
            if wanted and (is_inner(address) or is_relative(address)):
                yield InnerLink(model.id, (*path, name) if name else path, address, False)


def _of_text(id: str, path: Path, text: object, language: str) -> Iterator[InnerLink]:
    entries = text.entries if isinstance(text, LocalizedText) else ()
    chosen = text.best(language)[0] if language and isinstance(text, LocalizedText) else ""
    for name, words in entries:
        if (language and words != chosen) or not _MAY_LINK.search(words):
            continue
        for kind, address, _ in mentions(words):
            if kind == "link" and (is_inner(address) or is_relative(address)):
                yield InnerLink(id, (*path, name) if name else path, address, True)


def unknown_model(catalog: Catalog, address: str) -> DeadLink | None:
    """Return what is wrong with a link to a model; None for any other link, and a right one."""
    if not address.startswith(MODEL_SCHEME):
        return None
    target = address.removeprefix(MODEL_SCHEME)
    name, _, variant = target.partition("#")[0].partition("/")
    model = catalog.resolve(name)
    if model is None:
        return DeadLink(Message("unknown model “{name}”", name=name), catalog.nearest(name))
    if variant and all(one.id != variant for one in model.variants):
        return DeadLink(Message("“{name}” has no variant “{variant}”", name=name, variant=variant))
    return None


def missing_targets(
    catalog: Catalog, root: FilePath, flaw: Callable[[str], DeadLink | None], language: str = ""
) -> list[Problem]:
    """Report the links into the documentation that lead nowhere.

    :param root: the folder that files of the catalog are named from, in messages.
    :param flaw: returns what is wrong with an address, as the host knows it.
    :param language: that of the readers; by default links in all languages.
    """
    sources = Sources(catalog)
    found: dict[str, DeadLink | None] = {}
    problems: dict[Problem, None] = {}
    for link in inner_links(catalog, language):
        if link.address not in found:
            found[link.address] = flaw(link.address)
        wrong = found[link.address]
        entry = catalog.get(link.model)
        silent = {*catalog.silence, *(entry.silence if entry else ())}
        if wrong is None or PREFIX + _CODE in silent:
            continue
        word = link.address if link.in_text else ""
        line, column = sources.locate(link.model, link.path, word)
        made = problem(
            _CODE,
            f"“{shorten(link.address)}”: {wrong.message}",
            wrong.hint,
            file=shown_path(catalog.origin(link.model).file, root),
            line=line,
            column=column,
            model=link.model,
            field=field_path(link.path),
        )
        problems[made] = None
    return sorted(problems, key=lambda one: (one.file, one.line, one.column))
