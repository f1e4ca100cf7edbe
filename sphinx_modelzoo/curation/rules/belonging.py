"""Abstracts that belong to another entry, or that two entries share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject
from sphinx_modelzoo.curation.rules.rule import Finding, Path, RuleContext, rule
from sphinx_modelzoo.curation.rules.slips import judge_in_order
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, shorten
from sphinx_modelzoo.schema.languages import LocalizedText

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Model

MISPLACED = ProblemKind(
    "modelzoo.abstract.misplaced",
    "warning",
    "An abstract has nothing in common with its entry's title and name, or fits another entry far "
    "better. Tables kept by hand slip by a row, and every abstract then belongs to another "
    "paper.",
    "Move the abstract to the paper that it belongs to, which the message names if it is in "
    "the catalog; if a whole table slipped, import it again: the import corrects it.",
)
REPEATED = ProblemKind(
    "modelzoo.abstract.repeated",
    "warning",
    "Two entries have the same abstract.",
    "Keep it in the entry that it belongs to.",
)

_SHORTEST = 80  # characters that are enough to judge by


@rule(MISPLACED, REPEATED)
def _find(context: RuleContext) -> Iterator[Finding]:
    if context.wants(REPEATED.code):
        yield from _repeated(context)
    if context.wants(MISPLACED.code):
        languages: dict[str | None, None] = {}
        for model in context.catalog.models:
            if model.abstract:
                languages.update(dict.fromkeys(name for name, _ in model.abstract.entries))
        for language in languages:
            yield from _misplaced(context, language)


def _misplaced(context: RuleContext, language: str | None) -> Iterator[Finding]:
    models = context.catalog.models
    verdicts = judge_in_order(
        [_subject(model, language) for model in models],
        [_in(model.abstract, language) for model in models],
    )
    path: Path = ("abstract",) if language is None else ("abstract", language)
    for verdict in verdicts:
        model = models[verdict.index]
        start = shorten(_in(model.abstract, language) or "", 40)
        if verdict.owner is None:
            message = Message(
                "“{start}” has nothing in common with “{model}”", start=start, model=_called(model)
            )
            hint = Message("it belongs to another paper")
        else:
            owner = models[verdict.owner]
            message = Message(
                "“{start}” seems to be the abstract of “{owner}”", start=start, owner=_called(owner)
            )
            hint = Message("entry {id}", id=owner.id)
        yield Finding.of(MISPLACED, model.id, path, message, hint)


def _in(text: LocalizedText | None, language: str | None) -> str | None:
    for name, words in text.entries if text else ():
        if name == language:
            return words if len(words) >= _SHORTEST or not words.isascii() else None
    return None


def _subject(model: Model, language: str | None) -> AbstractSubject:
    summary = model.summary.get(language) if model.summary and language else None
    if summary is None and model.summary:
        summary = next(iter(model.summary.values()))
    return AbstractSubject(
        title=(model.paper and model.paper.title) or "",
        names=(model.name, *model.aliases),
        notes=(summary or "", *(tag.replace("-", " ") for tag in (*model.tags, *model.tasks))),
    )


def _called(model: Model) -> str:
    return shorten((model.paper and model.paper.title) or model.name)


def _repeated(context: RuleContext) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for model in context.catalog.models:
        for name, words in model.abstract.entries if model.abstract else ():
            key = "".join(words.split()).casefold()
            if len(key) < _SHORTEST // 2:
                continue
            other = first.setdefault(key, model.id)
            if other != model.id:
                path: Path = ("abstract",) if name is None else ("abstract", name)
                message = Message("entry {other} has the same abstract", other=other)
                yield Finding.of(REPEATED, model.id, path, message)
