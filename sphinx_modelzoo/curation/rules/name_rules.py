"""Names that are not as usual: datasets, licences, versions, authors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.rule import Edit, Finding, Path, RuleContext, results, rule
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, listed, plain
from sphinx_modelzoo.schema.licenses import is_license_expression, likely_licenses, spdx
from sphinx_modelzoo.schema.versions import find_version, meant_version, version_key
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_modelzoo.schema.model import Described, Model
    from sphinx_modelzoo.schema.vocabulary import Term, Vocabulary

MISSPELT = ProblemKind(
    "modelzoo.dataset.misspelt",
    "warning",
    "An unknown dataset has nearly the same name as one in the vocabulary.",
    "Correct the name; if it is right, add it below datasets: at the top of the catalog.",
)
UNKNOWN = ProblemKind(
    "modelzoo.dataset.unknown",
    "info",
    "A dataset is not in the vocabulary: its results are not grouped under a common name.",
    "Use the usual name, or add the dataset below datasets: at the top of the catalog.",
)
SPELLINGS = ProblemKind(
    "modelzoo.dataset.spelling",
    "info",
    "One dataset is spelt in several ways in the catalog: CIFAR10, CIFAR-10.",
    "Use one of them; --fix uses the vocabulary's.",
    fixable=True,
)
LICENSE = ProblemKind(
    "modelzoo.license.unknown",
    "warning",
    "A licence is not a valid SPDX expression.",
    "Use an id of the SPDX list, such as Apache-2.0, or LicenseRef-… for a licence of your own.",
    fixable=True,
)
VERSION = ProblemKind(
    "modelzoo.version.unusual",
    "info",
    "A version is not one of PEP 440, such as 3.0 or 3.0rc1; the first numbers in it are compared.",
    "Write the numbers alone, or check that they sort it where it belongs.",
)
LIFE = ProblemKind(
    "modelzoo.version.order",
    "warning",
    "The last version with a model comes before the first one.",
    "Correct since or until.",
)

JOINED = ProblemKind(
    "modelzoo.authors.joined",
    "warning",
    "Several authors are written as one: BibTeX and machines take them for one person.",
    "Write a list, each as “Given Family”: authors: [Mei Lin, Jon Ek].",
)

# What a comma parts in the name of one author: “Ek, Jon, Jr.”, “Sea Lab, University of X”.
_TITLE = re.compile(r"(?:[js]r|i{1,3}|iv|ph\.?d|m\.?d|prof|dr|m\.?sc|esq)\.?\Z", re.IGNORECASE)
_BODY = re.compile(
    r"(?i)\b(?:universit\w*|departments?|institut\w*|school|college|academy|labs?|laborator\w+|inc"
    r"|ltd|llc|gmbh|corp\w*|co|company|team|research|groups?|project|center|centre|foundation"
    r"|society|consortium|collaboration|association|community|ai|technolog\w+|science\w*|china"
    r"|usa|contributors|of|for|the)\b"
)
_PARTICLE = re.compile(
    r"(?:de|del|della|di|da|do|dos|das|du|des|la|le|van|von|vom|der|den|ter|ten|el|al|bin|ibn|y|e"
    r"|zu|zur|af|av|st|san|santa|mac|mc|o)\b|.*\b(?:y|de|e)\b",
    re.IGNORECASE,
)


@rule(MISSPELT, UNKNOWN, SPELLINGS, LICENSE, VERSION, LIFE, JOINED)
def _find(context: RuleContext) -> Iterator[Finding]:
    if context.wants(MISSPELT.code, UNKNOWN.code, SPELLINGS.code):
        yield from _datasets(context)
    licenses: dict[str, str] = {}
    for model in context.catalog.models:
        if model.license and context.wants(LICENSE.code):
            if model.license not in licenses:
                licenses[model.license] = license_problem(model.license)
            if licenses[model.license]:
                yield _license(model, licenses[model.license])
        if context.wants(JOINED.code):
            yield from _joined(model)
        if context.wants(VERSION.code, LIFE.code):
            yield from _versions(model, model, ())
            for place, variant in enumerate(model.variants):
                yield from _versions(model, variant, ("variants", place))


def _datasets(context: RuleContext) -> Iterator[Finding]:
    places: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for model in context.catalog.models:
        for path, result in results(model):
            if result.dataset:
                at = (*path, "dataset", "name")
                places[result.dataset.name].append((model.id, at))
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    near = Near(context.catalog.vocabularies.datasets)
    for name, found in places.items():
        term = context.dataset(name)
        if term:
            spellings[fold(name)][name] += len(found)
            continue
        likely = near.find(name) if len({model for model, _ in found}) < 3 else None
        for id, path in found:
            if likely:
                message = Message("unknown dataset “{name}”", name=name)
                hint = Message("did you mean “{name}”?", name=likely.label("en"))
                if context.wants(MISSPELT.code):
                    yield Finding.of(MISSPELT, id, path, message, hint)
            elif context.wants(UNKNOWN.code):
                yield Finding.of(
                    UNKNOWN, id, path, Message("“{name}” is not in the vocabulary", name=name)
                )
    if context.wants(SPELLINGS.code):
        for names in spellings.values():
            if len(names) > 1:
                yield from _spellings(context, names, places)


def _spellings(
    context: RuleContext, names: Counter[str], places: Mapping[str, list[tuple[str, Path]]]
) -> Iterator[Finding]:
    known = [
        name
        for name in names
        if (term := context.dataset(name)) and name in (term.label("en"), *term.labels.values())
    ]
    best = known[0] if known else max(names, key=lambda name: (names[name], name))
    for name in names:
        for model, path in places[name] if name != best else ():
            message = Message("“{name}” is spelt “{best}” elsewhere", name=name, best=best)
            edits = (Edit(path, name, best),)
            yield Finding.of(SPELLINGS, model, path, message, "", edits)


class Near:
    """An index that finds the term whose name differs from a given one by a single typo.

    Two words within one typo (a letter more, less, other or swapped) share a word that each
    becomes by leaving one letter out.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _shortened(self) -> dict[str, list[tuple[str, Term]]]:
        found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for term in self._vocabulary:
            for name in term.names:
                folded = fold(name)
                if len(folded) >= 6:
                    for short in _shorter(folded):
                        found[short].append((folded, term))
        return found

    def find(self, name: str) -> Term | None:
        """Return the term that is likely meant, or ``None``. Numbers are never taken for typos."""
        folded = fold(name)
        if len(folded) < 6 or not re.match(r"\D{3}", folded):
            return None
        for short in _shorter(folded):
            for known, term in self._shortened.get(short, ()):
                if _digits(known) == _digits(folded):
                    return term
        return None


def _shorter(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _joined(model: Model) -> Iterator[Finding]:
    """Find several authors in one; only where there is but one, since others would tell."""
    papers: list[tuple[Path, Described]] = [((), model)]
    papers += [(("variants", place), variant) for place, variant in enumerate(model.variants)]
    for path, entry in papers:
        authors = entry.paper.authors if entry.paper else ()
        names = several_names(authors[0]) if len(authors) == 1 else ()
        if names:
            yield Finding.of(
                JOINED,
                model.id,
                (*path, "paper", "authors", 0),
                Message("several authors are written as one"),
                Message("write authors: [{names}]", names=plain(", ".join(names))),
            )


def several_names(author: str) -> tuple[str, ...]:
    """Return the people in what is written as one author; nothing if it may be one, or a body.

    “Ek, Jon” is one person, and so is one with a double family name: “de la Cruz, Ana Maria”.
    """
    parts = [part.strip() for part in re.split(r"[,;]\s*(?:(?:and|&)\s)?|\s(?:and|&)\s", author)]
    names = [part for part in parts if part and not _TITLE.match(part)]
    if _BODY.search(author) or any(char in author for char in "():/") or len(names) < 2:
        return ()
    if not all(re.search(r"[^\W\d_][\s.]+[^\W\d_]|[\u4e00-\u9fff]{2}", name) for name in names):
        return ()
    if len(names) == 2 and _PARTICLE.match(names[0]):
        return ()
    return tuple(names)


def _versions(model: Model, entry: Described, path: Path) -> Iterator[Finding]:
    """Find what is wrong with the versions of a model or of a variant."""
    for name, text in (("since", entry.since), ("until", entry.until)):
        if text is not None and find_version(text) is None:
            meant = meant_version(text)
            hint = Message('it sorts before all others: write "3.0"')
            if meant is not None:
                hint = Message("it sorts as {version}", version=meant)
            message = Message("“{text}” is not a version of PEP 440", text=text)
            yield Finding.of(VERSION, model.id, (*path, name), message, hint)
    if entry.since and entry.until and version_key(entry.until) < version_key(entry.since):
        message = Message(
            "until {until} is before since {since}", until=entry.until, since=entry.since
        )
        yield Finding.of(LIFE, model.id, (*path, "until"), message)


def license_problem(expression: str) -> str:
    """Return what is wrong with a licence, or an empty string."""
    if is_license_expression(expression):
        return ""
    return Message("“{expression}” is not a valid SPDX expression", expression=expression)


def _license_hint(name: str | None) -> str:
    text = name or ""
    if likely := likely_licenses(text):
        quoted = [f"“{one}”" for one in likely]
        return Message("did you mean {names}?", names=listed(quoted, "{first} or {rest}"))
    stem = text.removeprefix("LicenseRef-")
    if stem != text:
        word = re.sub(r"[^A-Za-z0-9.]+", "-", stem).strip("-.") or "NonCommercial"
        return Message(
            "after LicenseRef- only letters from A to Z, digits, “.” and “-”, as in {example}",
            example=f"LicenseRef-{word}",
        )
    return Message(
        "use an id of the SPDX list, or LicenseRef- with a name of letters from A to Z, digits,"
        " “.” and “-”"
    )


def _license(model: Model, message: str) -> Finding:
    known = spdx(model.license or "")
    if known is None:
        return Finding.of(LICENSE, model.id, ("license",), message, _license_hint(model.license))
    edits = (Edit(("license",), model.license or "", known),)
    return Finding.of(
        LICENSE, model.id, ("license",), message, Message("use “{value}”", value=known), edits
    )
