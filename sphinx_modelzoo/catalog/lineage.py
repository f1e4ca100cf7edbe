"""Lineage: which entries were made from which, as ``base_model`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx_modelzoo.schema.model import Base, Model, Variant

    Resolve = Callable[[str], Model | None]


class Derived(NamedTuple):
    """A model, or one variant of it, that was made from another, and how."""

    model: Model
    variant: Variant | None
    relation: str | None


def bases_of(model: Model) -> Iterator[tuple[Variant | None, tuple[str | int, ...], Base]]:
    """Yield the base models that an entry and its variants name, each with its place."""
    for number, base in enumerate(model.base_model):
        yield None, ("base_model", number), base
    for place, variant in enumerate(model.variants):
        for number, base in enumerate(variant.base_model):
            yield variant, ("variants", place, "base_model", number), base


def derived_models(models: Iterable[Model], resolve: Resolve) -> Mapping[str, tuple[Derived, ...]]:
    """Return, by the id of a model, what was made from it, in the order of the catalog.

    Its own variants are not among them: they are on its page anyway.

    :param resolve: finds a model by its id, or by an old one.
    """
    found: dict[str, dict[tuple[str | None, ...], Derived]] = {}
    for model in models:
        for variant, _, base in bases_of(model):
            source = resolve(base.id) if base.id else None
            if source is not None and source is not model:
                key = model.id, variant.id if variant else "", base.relation
                found.setdefault(source.id, {})[key] = Derived(model, variant, base.relation)
    return {name: tuple(items.values()) for name, items in found.items()}


def base_cycles(models: Iterable[Model], resolve: Resolve) -> list[tuple[str, ...]]:
    """Return the circles of entries that are each other's base models, each once.

    Variants do not count: one can well be made from another model's, or from its own entry.

    :returns: ids along the bases, from the first entry of the circle in the catalog.
    """
    above = {
        model.id: tuple(
            source.id
            for base in model.base_model
            if base.id and (source := resolve(base.id)) is not None
        )
        for model in models
        if model.base_model
    }
    order = {name: place for place, name in enumerate(above)}
    circles: dict[tuple[str, ...], None] = {}
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        walk = [(start, iter(above[start]))] if start not in done else []
        while walk:
            name, rest = walk[-1]
            if len(path) < len(walk):
                path.append(name)
            following = next(rest, None)
            if following is None:
                done.add(path.pop())
                walk.pop()
            elif following in path:
                circle = path[path.index(following) :]
                first = circle.index(min(circle, key=order.__getitem__))
                circles[tuple(circle[first:] + circle[:first])] = None
            elif following in above and following not in done:
                walk.append((following, iter(above[following])))
    return list(circles)
