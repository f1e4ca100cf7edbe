"""Variants as models: with what they take from their entry, and without."""

from __future__ import annotations

import copy

from sphinx_modelzoo.schema.model import Model, Variant
from sphinx_modelzoo.schema.shape import shape_of

_INHERITED = tuple(
    name for name in shape_of(Variant) if name not in ("id", "name", "results", "silence")
)


def described(model: Model, variant: Variant) -> Model:
    """Return a model with what a variant of it says in the place of the model's own words.

    Its results are the variant's alone: the model's figure under a checkpoint's name would be
    wrong. It keeps the model's id and name, and has no variants.
    """
    made = copy.copy(model)
    said = {name: value for name in _INHERITED if _is_said(value := getattr(variant, name))}
    said["extra"] = {**model.extra, **variant.extra}  # each own field by itself
    for name, value in {**said, "results": variant.results, "variants": ()}.items():
        object.__setattr__(made, name, value)  # what was valid in its place is valid here
    return made


def completed(model: Model, variant: Variant) -> Variant:
    """Return a variant with what it takes from its entry."""
    made = copy.copy(variant)
    entry = described(model, variant)
    for name in _INHERITED:
        object.__setattr__(made, name, getattr(entry, name))
    return made


def alone(model: Model, variant: Variant, id: str = "") -> Model:
    """Return a variant as a model with nothing that it takes from its entry but the id.

    :param id: another one, such as a key that no other model has.
    """
    made = copy.copy(model)
    named = {"id": id or model.id, "name": variant.name or variant.id}
    said = {name: getattr(variant, name) for name in shape_of(Variant)}
    others = {"variants": (), "aliases": (), "superseded_by": None}
    for name, value in {**said, **named, **others}.items():
        object.__setattr__(made, name, value)
    return made


def _is_said(value: object) -> bool:
    return value is not None and value != ()
