"""Own fields that a schema has nothing against, and that still deserve a look."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_modelzoo.curation.rules.rule import Finding, RuleContext, rule
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.query.fields import FIELD_WORDS
from sphinx_modelzoo.schema.model import Model, Variant, all_results
from sphinx_modelzoo.schema.shape import shape_of

HIDES = ProblemKind(
    "modelzoo.own.hides",
    "warning",
    "An own field has the name of a field that the format got later, and is meant by it.",
    "Rename the own field, or move its values into the field of the format.",
)
UNUSED = ProblemKind(
    "modelzoo.own.unused",
    "info",
    "No entry has a value of an own field.",
    "Remove its declaration, or correct the name in the entries.",
)


@rule(HIDES, UNUSED)
def _find(context: RuleContext) -> Iterator[Finding]:
    catalog = context.catalog
    built_in = {*shape_of(Model), *shape_of(Variant), *FIELD_WORDS}
    used = {name for model in catalog.models for name in model.extra}
    used |= {
        name for model in catalog.models for variant in model.variants for name in variant.extra
    }
    labelled = {
        name
        for model in catalog.models
        for _, result in all_results(model)
        for name in result.conditions
    }
    used |= {field.id for name in labelled if (field := catalog.fields.called(name))}
    for name in catalog.fields:
        if name in built_in:
            message = Message("the own field “{name}” hides the field of the format", name=name)
            yield Finding.of(HIDES, "", ("fields", name), message)
        if name not in used:
            yield Finding.of(
                UNUSED,
                "",
                ("fields", name),
                Message("no entry has the own field “{name}”", name=name),
            )
