"""Texts that lack a language, are in the wrong one, or are older than their source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.catalog.text_records import catalog_verdicts
from sphinx_modelzoo.catalog.texts import catalog_texts
from sphinx_modelzoo.curation.rules.rule import Finding, RuleContext, rule
from sphinx_modelzoo.curation.words.text_scripts import actual_language, is_name, script_of
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, counted, shorten
from sphinx_modelzoo.schema.languages import language_name

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.texts import TextPlace, Version

WRONG_LANGUAGE = ProblemKind(
    "modelzoo.text.wrong-language",
    "warning",
    "A text is evidently in another language than its key says, such as English below zh, or "
    "traditional Chinese below zh, which is simplified.",
    "Move it below the right key, or translate it.",
)
UNTRANSLATED = ProblemKind(
    "modelzoo.text.untranslated",
    "warning",
    "A text lacks a language that --languages or text_languages names, or, without them, that most "
    "entries have it in.",
    "Add the translation; readers of that language see the other one meanwhile.",
)
STALE = ProblemKind(
    "modelzoo.text.stale",
    "warning",
    "A source has changed since its translation was made, as the record beside the catalog shows.",
    "Update the translation; if it still fits, run modelzoo sync --accept with its name.",
)
UNRECORDED = ProblemKind(
    "modelzoo.text.unrecorded",
    "info",
    "Translations are not in the record beside the catalog, so nobody sees when they are stale.",
    "Run modelzoo sync; with --baseline and the catalog of the last release, old drift is found.",
)

_LABELS = frozenset(("label", "extra"))
"""Texts that are often names if they state no language."""
_NAMES = frozenset(("datasets", "metrics", "values", "columns"))
"""Where a label may be a name, which is the same in every language."""


@rule(WRONG_LANGUAGE, UNTRANSLATED)
def _find(context: RuleContext) -> Iterator[Finding]:
    places = tuple(catalog_texts(context.catalog))
    if context.wants(UNTRANSLATED.code):
        yield from _lacking(places, context) if context.languages else _unusual(places)
    if context.wants(WRONG_LANGUAGE.code):
        names = _names(context.catalog)
        for place in places:
            if place.guessed or (place.kind == "raw" and (place.plain or not context.languages)):
                continue  # the words of a source are in whatever language it is
            for one in place.versions:
                if one.words.casefold() not in names:
                    yield from _in_wrong_language(place, one, names)


def _in_wrong_language(place: TextPlace, one: Version, names: frozenset[str]) -> Iterator[Finding]:
    actual = actual_language(one.words, one.language, names)
    if actual:
        message = Message(
            "this is {actual}: “{words}”", actual=actual, words=shorten(one.words, 40)
        )
        given = language_name(one.language, "en")
        given = "simplified Chinese" if one.language == "zh" and "Chinese" in actual else given
        hint = Message("it is given as the {given} text", given=given)
        yield _about(place, WRONG_LANGUAGE, one.path, message, hint)


def _names(catalog: Catalog) -> frozenset[str]:
    """Return the names of the catalog, in lower case, which are right in every language."""
    found: set[str] = set()
    for model in catalog.models:
        paper = model.paper.title if model.paper else None
        named = (model.name, *model.aliases, model.collection, model.publisher, paper, *model.tags)
        found.update(name.casefold() for name in named if name)
    return frozenset(found)


def _about(
    place: TextPlace, kind: ProblemKind, path: tuple[str | int, ...], message: str, hint: str = ""
) -> Finding:
    return Finding.of(kind, place.model, path, message, hint, file=place.file)


def _lacking(places: Iterable[TextPlace], context: RuleContext) -> Iterator[Finding]:
    """Find the texts that lack a language that all should have."""
    for place in places:
        label = place.kind in _LABELS
        if place.plain and (place.kind == "raw" or is_name(place.source.words, prose=not label)):
            continue
        if place.kind in _NAMES and is_name(place.source.words):
            continue
        given = {one.language for one in place.versions}
        if place.guessed and place.source.language == "en":
            # A text of unstated language can be in any of this script.
            given |= {tag for tag in context.languages[:1] if script_of(tag) == "Latn"}
        for language in context.languages:
            if language not in given:
                yield _about(
                    place,
                    UNTRANSLATED,
                    place.path,
                    Message("missing text in “{language}”", language=language),
                )


def _unusual(places: Iterable[TextPlace]) -> Iterator[Finding]:
    """Find the fields of entries that lack a language that most entries have them in."""
    held: defaultdict[str, dict[str, TextPlace]] = defaultdict(dict)
    for place in places:
        if place.model and place.path == (place.kind,):
            held[place.kind][place.model] = place
    for entries in held.values():
        counts = Counter(
            one.language
            for place in entries.values()
            for one in place.versions
            if not place.guessed
        )
        usual = [tag for tag, n in counts.items() if n >= 3 and 2 * n > len(entries)]
        for place in entries.values():
            for language in usual:
                if place.version(language) is None and not place.guessed:
                    message = Message(
                        "missing text in “{language}”, which most entries have", language=language
                    )
                    yield _about(place, UNTRANSLATED, place.path, message)


@rule(STALE, UNRECORDED)
def _find_stale(context: RuleContext) -> Iterator[Finding]:
    catalog = context.catalog
    if catalog.records is None:
        return
    sources = Sources(catalog)
    unknown = 0
    for verdict in catalog_verdicts(catalog, catalog.records):
        place, one = verdict.place, verdict.translation
        unknown += verdict.state == "unknown"
        if verdict.state == "stale":
            lines = [_line(sources, place, version) for version in (place.source, one)]
            message = Message(
                "the “{language}” text, line {line}, has changed; its “{other_language}” "
                "translation, line {other_line}, has not",
                language=place.source.language,
                line=lines[0],
                other_language=one.language,
                other_line=lines[1],
            )
            hint = Message(
                "update it, or accept it: modelzoo sync --accept {full_name}",
                full_name=place.full_name,
            )
            yield _about(place, STALE, one.path, message, hint)
    if unknown:
        message = Message(
            "{translations} not in the record yet", translations=counted(unknown, "translations")
        )
        yield Finding.of(UNRECORDED, "", (), message)


def _line(sources: Sources, place: TextPlace, version: Version) -> int:
    if place.file is not None:
        return sources.locate_in_head(place.file, version.path)[0]
    return sources.locate(place.model, version.path)[0]
