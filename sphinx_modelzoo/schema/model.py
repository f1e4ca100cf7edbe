"""The schema of a catalog entry, field by field.

The manual's reference and the JSON Schema are generated from these classes, so each field's
description is written for the people who fill it in.

Plain frozen dataclasses, validated by pydantic when they are read from YAML: they pickle fast,
without the fields that nobody filled in, which the parse cache depends on.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from sphinx_modelzoo.schema.types import (
    ORDERED,
    After,
    Alias,
    Arxiv,
    BaseId,
    Condition,
    Count,
    Date,
    Doi,
    Id,
    Lines,
    Md5,
    ModelLanguage,
    Number,
    Operations,
    Own,
    PictureUrl,
    Sha256,
    Size,
    String,
    Text,
    Url,
    Version,
    listed,
    listed_names,
    listed_words,
)
from sphinx_modelzoo.schema.value_parsing import is_by_language, is_id, no_boolean_word

_CONFIG = ConfigDict(extra="forbid")


class Record:
    """A part of an entry.

    Its ``__dict__`` has only the fields that differ from their defaults; the others are found in
    the class. Few entries fill in half of the fields, and catalogs are a sixth smaller so.
    """

    def __post_init__(self) -> None:
        """Leave out the defaults that pydantic has filled in."""
        object.__setattr__(self, "__dict__", self.__getstate__())

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields that differ from their defaults, which is also what is pickled."""
        cls = type(self)
        return {name: one for name, one in vars(self).items() if one is not getattr(cls, name, ...)}


@dataclass(config=_CONFIG, frozen=True)
class ShortForm(Record):
    """A class with a short form: a bare text is short for a mapping with the field ``SHORT``.

    Where that is a link, so is a bare mapping of languages to links.
    """

    SHORT: ClassVar[str]
    BY_LANGUAGE: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        return expand_short(cls, value)


def expand_short(cls: Any, value: Any) -> Any:
    """Return the long form of a value of a class with a short form; other values as they are."""
    if isinstance(value, str):
        return {cls.SHORT: value}
    if not cls.BY_LANGUAGE or not is_by_language(value):
        return value
    fields = cls.__dataclass_fields__
    return value if any(name in fields for name in value) else {cls.SHORT: value}


@dataclass(config=_CONFIG, frozen=True)
class Paper(ShortForm):
    """The paper that introduced the model. A bare URL is short for ``{url: …}``."""

    SHORT = "url"

    title: Annotated[String | None, Field(description="Title, as published.")] = None
    url: Annotated[
        Url | None, Field(description="Link, if it should lead elsewhere than to arXiv or the DOI.")
    ] = None
    arxiv: Annotated[Arxiv | None, Field(description='arXiv id, in quotes: "2004.10934".')] = None
    doi: Annotated[Doi | None, Field(description="DOI, such as 10.1109/CVPR.2016.90.")] = None
    authors: Annotated[
        tuple[String, ...],
        BeforeValidator(listed_names),
        ORDERED,
        Field(description="Authors in the paper's order, each as “Given Family”."),
    ] = ()
    year: Annotated[
        int | None, Field(description="Year of publication.", ge=1900, le=2100, strict=True)
    ] = None
    venue: Annotated[
        String | None, Field(description="Journal or conference, such as CVPR 2017.")
    ] = None


CodeKind = Literal["quick-start", "official", "reproduction", "training", "inference", "other"]


@dataclass(config=_CONFIG, frozen=True)
class Code(ShortForm):
    """Where the code is. A bare URL is short for ``{url: …}``."""

    SHORT = "url"

    url: Annotated[Url, Field(description="Link to the repository or file.")]
    kind: Annotated[CodeKind, Field(description="What the reader finds there.")] = "quick-start"
    framework: Annotated[
        String | None, Field(description="Framework, such as paddlepaddle or pytorch.")
    ] = None
    label: Annotated[Text | None, Field(description="Text of the link.")] = None


@dataclass(config=_CONFIG, frozen=True)
class Link(ShortForm):
    """A link with its text. A bare URL is short for ``{url: …}``."""

    SHORT = "url"

    url: Annotated[Url, Field(description="Address of the link.")]
    label: Annotated[Text | None, Field(description="Text of the link.")] = None


@dataclass(config=_CONFIG, frozen=True)
class Snippet(Record):
    """A piece of code to copy; several become tabs or a list."""

    code: Annotated[Lines, Field(description="The code, as a block (`|`).")]
    language: Annotated[String, Field(description="Language to highlight it in.")] = "python"
    label: Annotated[Text | None, Field(description="What it shows.")] = None


@dataclass(config=_CONFIG, frozen=True)
class Image(Record):
    """An image of the model or its output."""

    src: Annotated[PictureUrl, Field(description="Link, or path from the documentation's root.")]
    alt: Annotated[
        Text, Field(description="Alternative text, for readers who cannot see the image.")
    ]
    caption: Annotated[Text | None, Field(description="Caption.")] = None
    dark: Annotated[
        PictureUrl | None, Field(description="The same image for dark themes: link or path.")
    ] = None


@dataclass(config=_CONFIG, frozen=True)
class Thumbnail(ShortForm):
    """A small image for cards. A bare path or URL is short for ``{src: …}``."""

    SHORT = "src"

    src: Annotated[PictureUrl, Field(description="Link, or path from the documentation's root.")]
    alt: Annotated[
        Text | None, Field(description="Alternative text, if it shows more than decoration.")
    ] = None
    dark: Annotated[
        PictureUrl | None, Field(description="The same image for dark themes: link or path.")
    ] = None


Relation = Literal["finetune", "adapter", "quantized", "distilled", "merge"]


@dataclass(config=_CONFIG, frozen=True)
class Base(ShortForm):
    """A model that this one was made from. A bare id or URL is short for ``{model: …}``."""

    SHORT = "model"

    model: Annotated[BaseId, Field(description="Id of its entry, or link to a model elsewhere.")]
    relation: Annotated[Relation | None, Field(description="How this model was made from it.")] = (
        None
    )

    @property
    def id(self) -> str:
        """Return the id of the entry that it names; nothing for a link."""
        return self.model if isinstance(self.model, str) and is_id(self.model) else ""


@dataclass(config=_CONFIG, frozen=True)
class Dataset(ShortForm):
    """The dataset of a result. A bare name is short for ``{name: …}``."""

    SHORT = "name"
    BY_LANGUAGE = False

    name: Annotated[
        String, Field(description="Name, id or alias from the vocabulary, or any other name.")
    ]
    config: Annotated[String | None, Field(description="Subset, such as en or 5-way-1-shot.")] = (
        None
    )
    split: Annotated[String | None, Field(description="Split, such as test or validation.")] = None


Comparator = Literal["=", ">", ">=", "<", "<=", "~"]


@dataclass(config=_CONFIG, frozen=True)
class Metric(ShortForm):
    """One figure. A bare number is short for ``{value: …}``."""

    SHORT = "value"
    BY_LANGUAGE = False

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        return value if isinstance(value, _LONG_METRIC) else {cls.SHORT: value}

    value: Annotated[Number, Field(description="The number, without its unit.")]
    unit: Annotated[String | None, Field(description="Unit; the vocabulary's if left out.")] = None
    comparator: Annotated[
        Comparator, Field(description="How the source states it: > for “over 0.8”.")
    ] = "="


_LONG_METRIC = (dict, Metric, ArgsKwargs)

SourceKind = Literal["paper", "code", "reproduction", "report", "leaderboard", "other"]


@dataclass(config=_CONFIG, frozen=True)
class Source(ShortForm):
    """The source of a result. A bare URL is short for ``{url: …}``."""

    SHORT = "url"

    kind: Annotated[SourceKind | None, Field(description="What kind of source it is.")] = None
    url: Annotated[Url | None, Field(description="Link to it.")] = None
    locator: Annotated[String | None, Field(description="Place in it, such as Table 3.")] = None


@dataclass(config=_CONFIG, frozen=True)
class Result(Record):
    """One evaluation: dataset, figures, conditions and source."""

    task: Annotated[String | None, Field(description="Task id, where the model has several.")] = (
        None
    )
    dataset: Annotated[Dataset | None, Field(description="Dataset.")] = None
    metrics: Annotated[
        dict[String, Metric],
        Field(description="Figures by the name of the metric."),
    ] = Field(default_factory=dict)
    conditions: Annotated[
        dict[String, Condition], Field(description="What it depends on, as in input_size: 416x416.")
    ] = Field(default_factory=dict)
    source: Annotated[Source | None, Field(description="Source of the result.")] = None
    raw: Annotated[Text | None, Field(description="The wording of the source.")] = None
    review: Annotated[
        String | None, Field(description="Why the result needs review; not shown.")
    ] = None


@dataclass(config=_CONFIG, frozen=True)
class Weights(ShortForm):
    """A file of weights. A bare URL is short for ``{url: …}``."""

    SHORT = "url"

    url: Annotated[Url, Field(description="Download link.")]
    size: Annotated[
        Size | None, Field(description='Size in bytes, or with its unit: "97.8 MB".')
    ] = None
    sha256: Annotated[Sha256 | None, Field(description="SHA-256 checksum of the file.")] = None
    md5: Annotated[Md5 | None, Field(description="MD5 checksum of the file, in quotes.")] = None
    format: Annotated[
        String | None, Field(description="Format, such as pdparams or safetensors.")
    ] = None


@dataclass(config=_CONFIG, frozen=True)
class Described(Record):
    """The fields that an entry and its variants have alike."""

    id: Annotated[Id, Field(description="Stable id: page name, link target, label.")]
    name: Annotated[
        String | None, Field(description="Name, shown as is, never translated; else the id.")
    ] = None
    summary: Annotated[Text | None, Field(description="One or two sentences.")] = None
    abstract: Annotated[Text | None, Field(description="The paper's abstract.")] = None
    description: Annotated[
        Text | None,
        Field(description="Anything longer, as in a README: pictures, tables, code, footnotes."),
    ] = None
    tasks: Annotated[
        tuple[String, ...], BeforeValidator(listed_words), Field(description="Ids of tasks.")
    ] = ()
    tags: Annotated[
        tuple[String, ...], BeforeValidator(listed_words), Field(description="Free keywords.")
    ] = ()
    collection: Annotated[String | None, Field(description="Family or collection.")] = None
    publisher: Annotated[String | None, Field(description="Who published it.")] = None
    license: Annotated[String | None, Field(description="SPDX licence expression.")] = None
    languages: Annotated[
        tuple[ModelLanguage, ...],
        BeforeValidator(listed_words),
        Field(description="Natural languages that the model supports."),
    ] = ()
    params: Annotated[Count | None, Field(description='Number of parameters, such as "25.6M".')] = (
        None
    )
    flops: Annotated[
        Operations | None, Field(description='Operations of one forward pass, such as "4.1G".')
    ] = None
    base_model: Annotated[
        tuple[Base, ...],
        BeforeValidator(listed),
        Field(description="The model that it was made from, or several."),
    ] = ()
    paper: Annotated[Paper | None, Field(description="The paper.")] = None
    code: Annotated[
        tuple[Code, ...],
        BeforeValidator(listed),
        Field(description="Where the code is; quick starts first."),
    ] = ()
    links: Annotated[
        tuple[Link, ...],
        BeforeValidator(listed),
        Field(description="Other links."),
    ] = ()
    demo: Annotated[Link | None, Field(description="A demo to try online.")] = None
    snippets: Annotated[
        tuple[Snippet, ...], BeforeValidator(listed), Field(description="Code to copy.")
    ] = ()
    images: Annotated[tuple[Image, ...], BeforeValidator(listed), Field(description="Images.")] = ()
    thumbnail: Annotated[
        Thumbnail | None, Field(description="Image for cards; else the first image.")
    ] = None
    weights: Annotated[
        tuple[Weights, ...],
        BeforeValidator(listed),
        Field(description="Files of weights."),
    ] = ()
    config: Annotated[Url | None, Field(description="Configuration file: link or path.")] = None
    log: Annotated[Url | None, Field(description="Training log: link or path.")] = None
    results: Annotated[
        tuple[Result, ...], BeforeValidator(listed), Field(description="Results.")
    ] = ()
    related: Annotated[
        tuple[Id, ...], BeforeValidator(listed_words), Field(description="Ids of related models.")
    ] = ()
    added: Annotated[Date | None, Field(description="Date when it was added to the zoo.")] = None
    updated: Annotated[Date | None, Field(description="Date of the last change.")] = None
    since: Annotated[
        Version | None, Field(description='First version of the zoo that has it, in quotes: "3.0".')
    ] = None
    until: Annotated[
        Version | None, Field(description='Last version of the zoo that has it, in quotes: "3.4".')
    ] = None
    deprecated: Annotated[
        bool | Text | None,
        BeforeValidator(no_boolean_word),
        Field(description="True, or the reason not to use it any more."),
    ] = None
    extra: Annotated[
        dict[String, Own],
        Field(description="Own fields, which a file of the catalog declares under “fields”."),
    ] = Field(default_factory=dict)
    silence: Annotated[
        tuple[String, ...],
        BeforeValidator(listed_words),
        Field(description="Codes of checks to silence for this entry."),
    ] = ()


@dataclass(config=_CONFIG, frozen=True)
class Variant(Described):
    """A checkpoint or configuration of the model. What it does not say it takes from its entry."""

    id: Annotated[Id, Field(description="Id, unique in the entry.")] = field()


@dataclass(config=_CONFIG, frozen=True)
class Model(Described):
    """One entry of the catalog."""

    # A field that is declared again keeps its place; without ``field()`` it would have a default.
    name: Annotated[String, Field(description="Name, shown as is, never translated.")] = field()
    variants: Annotated[
        tuple[Variant, ...],
        BeforeValidator(listed),
        Field(description="Checkpoints, each with what differs from the entry."),
        After("results"),
    ] = ()
    aliases: Annotated[
        tuple[Alias, ...],
        BeforeValidator(listed),
        Field(description="Old ids, which stay valid in links, and other names for the search."),
        After("variants"),
    ] = ()
    superseded_by: Annotated[
        Id | None, Field(description="Id of the better model."), After("deprecated")
    ] = None


def all_results(model: Model) -> tuple[tuple[Variant | None, Result], ...]:
    """Return every result of a model with its variant, the model's own results first."""
    own: list[tuple[Variant | None, Result]] = [(None, result) for result in model.results]
    own += [(variant, result) for variant in model.variants for result in variant.results]
    return tuple(own)
