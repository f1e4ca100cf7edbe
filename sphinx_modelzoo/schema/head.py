"""The top of a catalog file: everything but its models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.dataclasses import dataclass

from sphinx_modelzoo.problems.messages import Message, nearest
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.own_fields import FieldEntry
from sphinx_modelzoo.schema.presets import PresetData
from sphinx_modelzoo.schema.pruning import prune, without_private
from sphinx_modelzoo.schema.types import Language, String, Text, listed_words
from sphinx_modelzoo.schema.value_parsing import value_error
from sphinx_modelzoo.schema.vocabulary import KINDS, TermEntry
from sphinx_modelzoo.yamltext.locating import Issue
from sphinx_modelzoo.yamltext.lookalikes import lookalike

SCHEMA_VERSION = 1
FORMAT = "sphinx-modelzoo/1"
"""The name of the format that programs read; within it fields are only added."""


def _version(value: Any) -> Any:
    if value != SCHEMA_VERSION or isinstance(value, bool):
        hint = Message(
            "write schema_version: {version}, or install a newer release", version=SCHEMA_VERSION
        )
        message = "unsupported schema version “{value}”"
        raise value_error("schema.version", message, hint, value=str(value))
    return value


def _format(value: Any) -> Any:
    if value != FORMAT:
        hint = Message("expected {format}; newer formats need a newer release", format=FORMAT)
        message = "unsupported format “{value}”"
        raise value_error("schema.version", message, hint, value=str(value))
    return value


def _terms(value: Any) -> Any:
    """Expand ``{my-task: {en: My task}}`` to ``[{id: my-task, en: My task}]``."""
    if not isinstance(value, dict):
        return value
    return [
        {"id": name, **term} if isinstance(term, dict) else {"id": name, "en": term}
        for name, term in value.items()
    ]


@dataclass(config=ConfigDict(extra="forbid"), frozen=True)
class Head:
    """The fields at the top of a catalog file, above ``models``."""

    schema_version: Annotated[
        int,
        BeforeValidator(_version),
        WithJsonSchema({"const": SCHEMA_VERSION}),
        Field(description="Version of the schema: 1."),
    ] = SCHEMA_VERSION
    format: Annotated[
        str | None,
        BeforeValidator(_format),
        WithJsonSchema({"const": FORMAT}),
        Field(description="Format of an exported file: sphinx-modelzoo/1."),
    ] = None
    language: Annotated[
        Language | None,
        Field(description="Language of texts in this file that do not state theirs."),
    ] = None
    text_languages: Annotated[
        tuple[Language, ...],
        BeforeValidator(listed_words),
        Field(description="Languages that every text of the catalog should have."),
    ] = ()
    title: Annotated[Text | None, Field(description="Title of the zoo.")] = None
    tasks: Annotated[
        tuple[TermEntry, ...], BeforeValidator(_terms), Field(description="Additional tasks.")
    ] = ()
    datasets: Annotated[
        tuple[TermEntry, ...], BeforeValidator(_terms), Field(description="Additional datasets.")
    ] = ()
    metrics: Annotated[
        tuple[TermEntry, ...], BeforeValidator(_terms), Field(description="Additional metrics.")
    ] = ()
    fields: Annotated[
        tuple[FieldEntry, ...], BeforeValidator(_terms), Field(description="Fields of your own.")
    ] = ()
    presets: Annotated[
        dict[String, PresetData], Field(description="Options of tables under a name.")
    ] = Field(default_factory=dict)
    silence: Annotated[
        tuple[String, ...],
        BeforeValidator(listed_words),
        Field(description="Codes of checks to silence."),
    ] = ()


HEAD_FIELDS = frozenset(field.name for field in fields(Head))
# A file with one of these at its top, and no ``models``, is an entry.
ENTRY_ONLY = frozenset(field.name for field in fields(Model)) - HEAD_FIELDS
# What a file that is one entry may state about the file.
FILE_FIELDS = ("schema_version", "language", "text_languages", "fields", "presets")


def read_head(data: Mapping[Any, Any]) -> tuple[Head, list[Issue]]:
    """Read the top of a file, without ``models``.

    Fields whose names begin with ``x-`` are ignored: a place for anchors.

    :returns: what is valid, and the issues found.
    """
    head = prune(Head, without_private(dict(data)), _placed)
    return head.record or Head(), [_hinted(issue) for issue in head.issues]


def _hinted(issue: Issue) -> Issue:
    """Add a hint to an unknown field that belongs in entries, or is a misspelt ``models``."""
    if issue.code != "field.unknown" or len(issue.path) != 1:
        return issue
    name = str(issue.path[0])[:100]
    guess = nearest(name, (*HEAD_FIELDS, "models"))
    if name[:1].isspace():
        guess = lookalike(name) or guess
    elif name in ENTRY_ONLY and name not in HEAD_FIELDS:
        guess = Message("“{name}” belongs in an entry, under “models”", name=name)
    return issue._replace(problem=replace(issue.problem, hint=guess or issue.problem.hint))


def _placed(issue: Issue, data: Mapping[Any, Any]) -> Issue:
    """Return an issue of a named term with its name in the path, not its number in a list."""
    section = data.get(issue.path[0]) if issue.path else None
    named = (*KINDS, "fields")
    if len(issue.path) > 1 and issue.path[0] in named and isinstance(section, dict):
        kind, number, *inner = issue.path
        name = str(list(section)[int(number)])
        return issue._replace(path=(kind, name, *inner))
    return issue
