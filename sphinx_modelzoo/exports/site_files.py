"""Files that a build writes beside its pages, each in a format that the command exports too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.exports.interface import Exporter, Selection, Site
from sphinx_modelzoo.plugins import WrongResultError
from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, nearest, problem
from sphinx_modelzoo.views.authoring import as_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog


def site_files(
    setting: str,
    wanted: object,
    catalog: Catalog,
    language: str,
    taken: Collection[str] = (),
    site: Site | None = None,
) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts of the files that a setting asks for, and what is wrong with it.

    :param setting: its name.
    :param wanted: names of formats by paths below the folder of the site.
    :param language: that of tables.
    :param taken: paths that the site has for something else.
    :param site: where it has its pages.
    """
    if not isinstance(wanted, Mapping):
        message = Message(
            "invalid {setting} = {wanted!r}: expected formats by paths",
            setting=setting,
            wanted=wanted,
        )
        return {}, [problem("files.path", message)]
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    formats = catalog.registry[Exporter]
    for path, name in wanted.items():
        where = f"{setting}: {path!r}"
        try:
            place = as_path(str(path))
        except WrongResultError as error:
            problems.append(problem("files.path", f"{setting} {error}"))
            continue
        if place in taken:
            problems.append(
                problem("files.conflict", Message("{where} is the path of a page", where=where))
            )
        elif other := _file_and_folder(place, sorted({*taken, *texts})):
            message = Message(
                "{where} and {other!r}: one is a file where the other needs a folder",
                where=where,
                other=other,
            )
            problems.append(problem("files.conflict", message))
        elif name not in formats:
            hint = nearest(str(name), formats) or Message(
                "known formats: {names}", names=", ".join(formats)
            )
            problems.append(
                problem(
                    "files.format",
                    Message("{where}: unknown format “{name}”", where=where, name=name),
                    hint,
                )
            )
        else:
            try:
                here = replace(site or Site(), path=place)
                chosen = Selection(catalog, catalog.models, language=language, site=here)
                texts[place] = formats[name].text(chosen)
            except ProblemError as error:
                problems += error.problems
    return texts, problems


def _file_and_folder(path: str, others: Iterable[str]) -> str:
    """Return a path that is above or below another one, or an empty string."""
    return next(
        (one for one in others if one.startswith(f"{path}/") or path.startswith(f"{one}/")), ""
    )
