"""The subjects of queries: models, or their variants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sphinx_modelzoo.schema.model import Model, Result, Variant, Weights, all_results
from sphinx_modelzoo.schema.variants import described

if TYPE_CHECKING:
    from collections.abc import Iterable

Rows = Literal["models", "variants"]


@dataclass(frozen=True)
class Subject:
    """A model, or one variant of it: what a filter tests and what a table has a row for."""

    model: Model
    variant: Variant | None = None

    @cached_property
    def entry(self) -> Model:
        """Return the model; for a variant, with what the variant says in place of it."""
        return self.model if self.variant is None else described(self.model, self.variant)

    @property
    def weights(self) -> tuple[Weights, ...]:
        """Return the files of a variant, or those of a model and then of its variants."""
        files = self.entry.weights
        if self.variant is None:
            for variant in self.model.variants:
                files += variant.weights
        return files

    @property
    def results(self) -> tuple[Result, ...]:
        """Return a variant's own results, or a model's with those of its variants.

        A variant does not inherit: the model's figure under a checkpoint's name would be wrong.
        """
        if self.variant is not None:
            return self.variant.results
        own = self.model.results
        for variant in self.model.variants:
            own += variant.results
        return own

    @property
    def owned_results(self) -> tuple[tuple[Variant | None, Result], ...]:
        """Return the same results, each with the variant that it is of."""
        if self.variant is not None:
            return tuple((self.variant, result) for result in self.variant.results)
        return all_results(self.model)

    @property
    def params(self) -> tuple[int, ...]:
        """Return numbers of parameters: one, or the variants' where the model states none."""
        return self._counts("params")

    @property
    def flops(self) -> tuple[int, ...]:
        """Return numbers of operations, as :attr:`params`."""
        return self._counts("flops")

    def _counts(self, name: Literal["params", "flops"]) -> tuple[int, ...]:
        for source in (self.variant, self.model):
            value: int | None = getattr(source, name, None)
            if value is not None:
                return (value,)
        if self.variant is not None:
            return ()
        values = (getattr(variant, name) for variant in self.model.variants)
        return tuple(value for value in values if value is not None)


def subjects_of(models: Iterable[Model], rows: Rows = "models") -> list[Subject]:
    """Return the subjects of a table, in the order of the models.

    :param rows: ``models`` for one subject per model; ``variants`` for one per variant, where a
        model without variants is one subject.
    """
    if rows == "models":
        return [Subject(model) for model in models]
    return [Subject(model, variant) for model in models for variant in (model.variants or (None,))]
