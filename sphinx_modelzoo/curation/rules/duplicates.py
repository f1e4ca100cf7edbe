"""Duplicate entries: two that describe the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.rules.rule import Finding, Path, RuleContext, rule
from sphinx_modelzoo.curation.rules.sites import repository
from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, shorten
from sphinx_modelzoo.schema.languages import addresses

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Model

TITLE = ProblemKind(
    "modelzoo.duplicate.title",
    "warning",
    "Two entries have papers of the same title.",
    "Join them (checkpoints of one model are its variants), or say that they belong together: the "
    "same collection, or related.",
)
PAPER = ProblemKind(
    "modelzoo.duplicate.paper",
    "warning",
    "Two entries with different titles have the same paper: one of the links is wrong.",
    "Correct the link, or say that the entries belong together: the same collection, or related.",
)
REPOSITORY = ProblemKind(
    "modelzoo.duplicate.repository",
    "info",
    "Two entries link the same code.",
    "Link the folder or file of each model, if there is one.",
)

_SHARED = 4  # entries with one link: a repository of many models, rightly linked by all


@rule(TITLE, PAPER, REPOSITORY)
def _find(context: RuleContext) -> Iterator[Finding]:
    models = context.catalog.models
    titled: set[tuple[str, str]] = set()
    for path, same in _groups((model, _titles(model)) for model in models):
        for first, other in _strangers(same):
            titled.add((first.id, other.id))
            if context.wants(TITLE.code):
                shown = shorten((other.paper and other.paper.title) or "")
                message = Message(
                    "duplicate title “{shown}”, as in entry {id}", shown=shown, id=first.id
                )
                yield Finding.of(TITLE, other.id, path, message)
    if context.wants(PAPER.code):
        for path, same in _groups((model, _papers(model)) for model in models):
            for first, other in _strangers(same):
                if (first.id, other.id) not in titled:
                    message = Message("duplicate paper, as in entry {id}", id=first.id)
                    yield Finding.of(PAPER, other.id, path, message)
    if context.wants(REPOSITORY.code):
        for path, same in _groups((model, _code(model)) for model in models):
            if len(same) < _SHARED:
                for first, other in _strangers(same):
                    message = Message("entry {id} links the same code", id=first.id)
                    yield Finding.of(REPOSITORY, other.id, path, message)


def _groups(
    keyed: Iterable[tuple[Model, Iterable[tuple[str, Path]]]],
) -> Iterator[tuple[Path, list[Model]]]:
    """Yield the models that share a key, with the key's place in the last of them."""
    groups: dict[str, list[tuple[Model, Path]]] = defaultdict(list)
    for model, keys in keyed:
        for key, path in keys:
            if not groups[key] or groups[key][-1][0] is not model:
                groups[key].append((model, path))
    for group in groups.values():
        if len(group) > 1:
            yield group[-1][1], [model for model, _ in group]


def _strangers(models: list[Model]) -> Iterator[tuple[Model, Model]]:
    """Yield the first model with each other one, unless either says that they belong together."""
    first, *others = models
    for other in others:
        near = _neighbours(first), _neighbours(other)
        family = first.collection is not None and first.collection == other.collection
        if not family and other.id not in near[0] and first.id not in near[1]:
            yield first, other


def _neighbours(model: Model) -> set[str | None]:
    bases = (base.id for base in model.base_model)
    return {*model.related, model.superseded_by, *bases}


def _titles(model: Model) -> Iterator[tuple[str, Path]]:
    if model.paper and model.paper.title:
        yield re.sub(r"[^\w+#]|_", "", model.paper.title).casefold(), ("paper", "title")


_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([\w.\-/]+?)(?:v\d+)?(?:\.pdf)?/?\Z")


def _papers(model: Model) -> Iterator[tuple[str, Path]]:
    paper = model.paper
    if not paper:
        return
    if paper.arxiv:
        yield f"arxiv:{paper.arxiv}", ("paper", "arxiv")
    elif paper.url:
        for url in addresses(paper.url):
            if found := _ARXIV.search(url):
                yield f"arxiv:{found.group(1)}", ("paper", "url")
                continue
            parts = split_url(url)
            place = f"{parts.hostname or ''}{parts.path.rstrip('/')}?{parts.query}"
            if len(parts.path.strip("/")) > 3:  # more than a site's front page
                yield f"url:{place.lower()}", ("paper", "url")
    if paper.doi:
        yield f"doi:{paper.doi.lower()}", ("paper", "doi")


def _code(model: Model) -> Iterator[tuple[str, Path]]:
    for index, code in enumerate(model.code):
        for url in addresses(code.url):
            if repository(url):
                parts = split_url(url)
                path = parts.path.rstrip("/").removesuffix(".git").lower()
                yield f"{parts.hostname}{path}", ("code", index, "url")
