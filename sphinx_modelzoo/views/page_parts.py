"""The parts of a model's page in an own document: ``modelzoo-page``, in every host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.problems.messages import Message, Problem, problem
from sphinx_modelzoo.query.words import split_list
from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.option_parsing import PartlyWrongError, about_names, option_problem
from sphinx_modelzoo.views.option_reading import read_options
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.references import missing_model
from sphinx_modelzoo.views.section_specs import (
    REST,
    SectionSpec,
    blocks_of,
    chosen_sections,
    page_sections,
    unknown_section,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.content import Blocks

PART = "modelzoo-page"
"""The directive, and the fence in Markdown."""


def _sections_of(text: str, registry: Registry) -> tuple[str, ...]:
    """Parse a choice of sections.

    :raises PartlyWrongError: with the words that name sections, for others.
    """
    pieces = split_list(text)
    unknown = {*chosen_sections([piece.text for piece in pieces], registry, ())[1]}
    problems = []
    for piece in pieces:
        if piece.text in unknown:
            message, hint = unknown_section(piece.text, registry)
            problems.append(option_problem("", message, hint, piece.offset, code="section.unknown"))
    words = tuple(piece.text for piece in pieces if piece.text not in unknown)
    if problems:
        raise PartlyWrongError(words, *problems)
    return words


@dataclass(frozen=True)
class PartOptions:
    """What a directive takes: which sections to put in its place."""

    sections: tuple[str, ...] = field(
        default=(),
        metadata=about_names(
            _sections_of,
            "The sections, in order: names, * for all others, -name to leave one out.",
        ),
    )


class PagePart(NamedTuple):
    """One directive: the entry as its argument names it, if it does, and the choice."""

    target: str
    words: tuple[str, ...] = ()


class ShownPart(NamedTuple):
    """What goes in the place of a directive.

    ``blocks`` are those of the sections; ``problems`` are about the directive.
    """

    model: Model | None
    blocks: Blocks = ()
    problems: tuple[Problem, ...] = ()


def read_part(
    argument: str, raw: Mapping[str, str | None], registry: Registry
) -> tuple[PagePart | None, list[Problem]]:
    """Read a directive.

    :returns: the part, or ``None`` where it would not show what was meant, and the problems.
    """
    options, problems = read_options(PartOptions, raw, registry)
    wrong = "sections" in raw and not options.sections
    return None if wrong else PagePart(argument.strip(), options.sections), problems


def shown_parts(
    parts: Sequence[PagePart], own: str, catalog: Catalog, language: str
) -> list[ShownPart]:
    """Build what all directives of a document show: each section of a model once.

    :param own: the id of the model whose page the document is; blank for another document.
    """
    found: list[ShownPart] = [ShownPart(None)] * len(parts)
    places: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        model = catalog.resolve(part.target or own)
        if model is not None:
            places.setdefault(model.id, []).append(place)
        elif part.target:
            found[place] = ShownPart(None, (), (missing_model(catalog, part.target),))
        else:
            found[place] = ShownPart(None, (), (_nameless(),))
    label = labels(language, catalog.registry)
    for model_id, chosen in places.items():
        model = catalog.models[catalog.position(model_id)]
        context = PageContext(catalog, model, label)
        divided = _divided([parts[place].words for place in chosen], catalog.registry)
        for place, (keys, again) in zip(chosen, divided, strict=True):
            specs = catalog.registry[SectionSpec]
            blocks = blocks_of([specs[key] for key in keys], context)
            found[place] = ShownPart(model, blocks, (_repeated(again),) if again else ())
    return found


def _divided(
    choices: Sequence[Sequence[str]], registry: Registry
) -> list[tuple[list[str], list[str]]]:
    """Divide the sections of a page among the directives of a document.

    What one of them names is not among the others that ``*`` means elsewhere.

    :returns: the keys for each of them, and those that it names but an earlier one has.
    """
    named = {key for words in choices for key in chosen_sections([*words, REST], registry, ())[0]}
    left = [spec.key for spec in page_sections(registry) if spec.key not in named]
    seen: set[str] = set()
    found: list[tuple[list[str], list[str]]] = []
    for words in choices:
        keys, _ = chosen_sections(words, registry, left)
        again = [key for key in keys if key in seen]
        fresh = [key for key in keys if key not in seen]
        seen.update(fresh)
        left = [key for key in left if key not in seen]
        found.append((fresh, again))
    return found


def own_page(name: str, catalog: Catalog, language: str) -> str:
    """Return the id of the model whose page a document is in a language; else nothing.

    :param name: the name of the document below the folder of the pages: ``yolov4``, or
        ``yolov4_cn`` where files end in their language.
    """
    model_id, mark, ending = name.partition("_")
    if model_id not in catalog:
        return ""
    if not mark:
        return model_id
    try:
        return model_id if normalize_language(ending) == language else ""
    except ValueError:
        return ""


def own_pages(
    names: Iterable[str], catalog: Catalog, language: str
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Find the documents that are pages of models.

    A name with the ending of the language comes before one without.

    :param names: those of the documents, below the folder of the pages.
    :returns: the document of each model, by id; and all of them where there are several.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: ("_" not in name, name)):
        if model_id := own_page(name, catalog, language):
            found.setdefault(model_id, []).append(name)
    several = {model_id: every for model_id, every in found.items() if len(every) > 1}
    return {model_id: every[0] for model_id, every in found.items()}, several


def _nameless() -> Problem:
    message = Message("no model named, and this document is not the page of one")
    return problem(
        "page.part", message, Message("write the id of a model: {part}:: yolov4", part=PART)
    )


def _repeated(keys: Sequence[str]) -> Problem:
    message = Message("already on the page: {names}", names=", ".join(keys))
    return option_problem("sections", message, "name each section once", code="page.part")


def without_parts(model_id: str) -> Problem:
    """Report an own page that shows no part of its model."""
    message = Message(
        "this document is the page of “{model_id}” and shows nothing of its entry",
        model_id=model_id,
    )
    return problem("page.own", message)


def several_pages(model_id: str, files: Sequence[str]) -> Problem:
    """Report documents that are all the page of one model; the first one is."""
    message = Message("several documents for one page: {names}", names=", ".join(files))
    return problem(
        "page.conflict", message, Message("{files} is used", files=files[0]), model=model_id
    )
