"""The options that several views share: which models, and how the result is labelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import Message, nearest
from sphinx_modelzoo.query.filter import Filter, parse_filter
from sphinx_modelzoo.query.names import NameKind, Names, plain
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.query.sorting import Sort
from sphinx_modelzoo.query.subjects import Rows, Subject, subjects_of
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields
from sphinx_modelzoo.views.option_parsing import (
    VALUE,
    about,
    about_names,
    classes_of,
    names_of,
    one_line,
    option_problem,
    version_of,
)

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.messages import Problem


@dataclass(frozen=True)
class Labelled:
    """The name and the style sheet classes of what a directive shows."""

    name: str = field(default="", metadata=about(one_line, "Name to refer to it by.", order=1))
    class_: tuple[str, ...] = field(
        default=(), metadata=about(classes_of, "Classes for the style sheet.", "class", order=1)
    )


@dataclass(frozen=True)
class Captioned(Labelled):
    """A name, style sheet classes and a caption."""

    caption: str = field(default="", metadata=about(one_line, "The caption.", order=1))


@dataclass(frozen=True)
class Choice:
    """The filters that choose the models of a view."""

    filter: Filter | None = field(
        default=None,
        metadata=about_names(
            lambda text, registry: parse_filter(text, OwnFields.of(registry[OwnField])),
            'Which models, such as params < 50M and "ImageNet" in datasets.',
        ),
    )
    task: tuple[str, ...] = field(
        default=(), metadata=about(names_of, "Only models with one of these tasks.")
    )
    tag: tuple[str, ...] = field(
        default=(), metadata=about(names_of, "Only models with one of these tags.")
    )
    collection: tuple[str, ...] = field(
        default=(), metadata=about(names_of, "Only models of one of these collections.")
    )
    dataset: tuple[str, ...] = field(
        default=(), metadata=about(names_of, "Only models with results on one of these datasets.")
    )
    since: str = field(
        default="", metadata=about(version_of, "Only models that came with this version, or later.")
    )

    def subjects(
        self,
        catalog: Catalog,
        names: Names | None = None,
        *,
        rows: Rows = "models",
        sort: Sort | None = None,
        limit: int | None = None,
    ) -> tuple[Subject, ...]:
        """Return the chosen models or variants, as :func:`select` finds them."""
        return select(
            catalog,
            filter=self.filter,
            task=self.task,
            tag=self.tag,
            collection=self.collection,
            dataset=self.dataset,
            since=self.since,
            sort=sort,
            limit=limit,
            rows=rows,
            names=names,
        )


_KINDS: Mapping[str, NameKind] = {
    "task": "tasks",
    "dataset": "datasets",
    "tag": "",
    "collection": "",
    "metric": "metrics",
}


def check_choice(options: Choice, catalog: Catalog) -> list[Problem]:
    """Report facets that no model of the catalog has.

    :returns: problems, for a view that would be empty for good. The options mean what they say
        nevertheless: dropping one would show every model.
    """
    names = Names(catalog)
    problems: list[Problem] = []
    for option in ("task", "dataset", "tag", "collection"):
        wanted: tuple[str, ...] = getattr(options, option)
        if wanted:
            kind = _KINDS[option]
            known = known_names(option, catalog, names, kind)
            problems += strangers(option, wanted, known, names, kind)
    named = options.filter.required() if options.filter else []
    problems += unknown_names("filter", named, catalog, names)
    for message, hint in options.filter.wrong_units(names) if options.filter else ():
        problems.append(option_problem("filter", message, hint))
    return problems


def known_names(option: str, catalog: Catalog, names: Names, kind: NameKind) -> dict[str, str]:
    """Return the values of a facet, or the metrics, in the catalog, by comparison key."""
    found: dict[str, None] = {}
    for subject in subjects_of(catalog.models):
        if option == "task":
            found.update(dict.fromkeys(subject.model.tasks))
        elif option == "tag":
            found.update(dict.fromkeys(subject.model.tags))
        elif option == "collection":
            found.update({subject.model.collection: None} if subject.model.collection else {})
        elif option == "dataset":
            found.update({r.dataset.name: None for r in subject.results if r.dataset})
        else:
            found.update({name: None for r in subject.results for name in r.metrics})
    return {names.key(kind, name): name for name in found}


def unknown_names(
    option: str, named: Iterable[tuple[str, str]], catalog: Catalog, names: Names
) -> list[Problem]:
    """Report names that neither a model nor a vocabulary has; tags only if a similar one exists.

    :param named: names in the option, each after its kind.
    """
    problems: list[Problem] = []
    for what, name in dict.fromkeys(named):
        kind = _KINDS.get(what)
        if kind is not None and names.term(kind, name) is None:
            known = known_names(what, catalog, names, kind)
            found = strangers(option, (name,), known, names, kind, what=what)
            problems += [one for one in found if kind or one.hint]
    return problems


def strangers(
    option: str,
    wanted: tuple[str, ...],
    known: Mapping[str, str],
    names: Names,
    kind: NameKind,
    code: str = VALUE,
    what: str = "",
) -> list[Problem]:
    """Report each name that no model has, with the closest known one as a hint.

    :param what: the kind of the names, if it is not the name of the option.
    """
    problems: list[Problem] = []
    what = what or option
    for name in wanted:
        if names.key(kind, name) in known:
            continue
        term = names.term(kind, name)
        if term is not None and option == "task":
            continue  # a task of the vocabulary may wait for its first model
        vocabulary = names.vocabulary(kind)
        hint = nearest(plain(name), known.values())
        hint = hint or (vocabulary.nearest(name) if vocabulary else "")
        problems.append(
            option_problem(
                option,
                Message("no model has the {what} “{name}”", what=what, name=name),
                hint,
                code=code,
            )
        )
    return problems
