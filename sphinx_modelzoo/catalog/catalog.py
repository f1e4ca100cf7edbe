"""A loaded catalog: its models in order, their locations, and the problems found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath

from sphinx_modelzoo.catalog.lineage import Derived, derived_models
from sphinx_modelzoo.catalog.text_records import TextRecords
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.problems.messages import Problem, nearest
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.head import Head
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.own_fields import OwnField, OwnFields
from sphinx_modelzoo.schema.presets import Preset
from sphinx_modelzoo.schema.pruning import Path, place_in_data
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Origin:
    """The location of an entry; ``line`` counts from 1, and is 0 where it is not known."""

    file: FilePath
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A model with its location.

    ``language`` is that of texts without a language; ``digest`` covers the entry's text and what
    its meaning depends on. ``cuts`` are items of its lists that the text has and the model does
    not, since they are wrong. ``stale`` are the translations that are older than their sources, as
    the record of ``modelzoo sync`` has it.
    """

    model: Model
    origin: Origin
    digest: str
    language: str | None = None
    cuts: tuple[Path, ...] = ()
    lost: tuple[str, ...] = ()
    stale: tuple[Path, ...] = ()


@dataclass(frozen=True, eq=False)
class Catalog:
    """A loaded catalog, without what is wrong in its entries.

    ``language`` is that of plain texts in the first file (see :meth:`text_language` for an
    entry's own); ``files`` are all that were read, to be watched; ``silence`` are the codes of
    checks that are not to be reported at all. ``heads`` are what the files say outside their
    entries, and ``records`` is the record of ``modelzoo sync``, if there is one. ``registry`` is
    that of the build: an empty one, as of a catalog that is only read, shows and checks nothing.
    """

    entries: tuple[Entry, ...] = ()
    vocabularies: Vocabularies = field(default_factory=Vocabularies.builtin)
    fields: OwnFields = field(default_factory=OwnFields)
    presets: Mapping[str, Preset] = field(default_factory=dict)
    language: str | None = None
    title: LocalizedText | None = None
    problems: tuple[Problem, ...] = ()
    files: tuple[FilePath, ...] = ()
    heads: tuple[tuple[FilePath, Head], ...] = ()
    records: TextRecords | None = None
    silence: tuple[str, ...] = ()
    registry: Registry = field(default_factory=Registry)

    def __post_init__(self) -> None:
        if self.fields and not self.registry[OwnField]:
            # Whatever lists columns, groups or facts finds the catalog's own among the built-in.
            registry = self.registry.declaring(OwnField, self.fields)
            object.__setattr__(self, "registry", registry)
        known = self.registry[Preset]
        if any(known.get(name) != preset for name, preset in self.presets.items()):
            registry = self.registry.declaring(Preset, {**known, **self.presets})
            object.__setattr__(self, "registry", registry)

    @classmethod
    def of(
        cls,
        models: Iterable[Model],
        *,
        vocabularies: Vocabularies | None = None,
        fields: OwnFields | None = None,
        presets: Mapping[str, Preset] | None = None,
        language: str | None = None,
        title: LocalizedText | None = None,
        silence: Sequence[str] = (),
        problems: Sequence[Problem] = (),
        registry: Registry | None = None,
    ) -> Catalog:
        """Build a catalog of models that do not come from a file."""
        nowhere = Origin(FilePath(), 0)
        return cls(
            entries=tuple(
                Entry(model, nowhere, digest_of(repr(model)), language) for model in models
            ),
            vocabularies=vocabularies or Vocabularies.builtin(),
            fields=fields or OwnFields(),
            presets=presets or {},
            language=language,
            title=title,
            problems=tuple(problems),
            silence=tuple(silence),
            registry=registry or Registry(),
        )

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """Return the models, in catalog order."""
        return tuple(entry.model for entry in self.entries)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {entry.model.id: index for index, entry in enumerate(self.entries)}

    @cached_property
    def _aliases(self) -> Mapping[str, Model]:
        found: dict[str, Model] = {}
        for model in self.models:
            for alias in model.aliases:
                if ID.match(alias):
                    found.setdefault(alias, model)
        return found

    @property
    def old_ids(self) -> Mapping[str, Model]:
        """Return the models by their former ids, except ids that another model has now."""
        return {name: model for name, model in self._aliases.items() if name not in self}

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, id: object) -> bool:
        return id in self._positions

    def get(self, id: str) -> Model | None:
        """Return the model with exactly this id, or ``None``."""
        position = self._positions.get(id)
        return None if position is None else self.entries[position].model

    def resolve(self, id: str) -> Model | None:
        """Return the model with this id, or with this former id among its aliases, or ``None``."""
        return self.get(id) or self._aliases.get(id)

    @cached_property
    def _derived(self) -> Mapping[str, tuple[Derived, ...]]:
        return derived_models(self.models, self.resolve)

    def derived(self, id: str) -> tuple[Derived, ...]:
        """Return the models and variants that were made from a model, in catalog order."""
        return self._derived.get(id, ())

    @cached_property
    def _superseded(self) -> Mapping[str, tuple[Model, ...]]:
        found: dict[str, tuple[Model, ...]] = {}
        for model in self.models:
            successor = self.resolve(model.superseded_by) if model.superseded_by else None
            if successor is not None and successor is not model:
                found[successor.id] = (*found.get(successor.id, ()), model)
        return found

    def superseded(self, id: str) -> tuple[Model, ...]:
        """Return the models that one replaces, in catalog order."""
        return self._superseded.get(id, ())

    def nearest(self, id: str) -> str:
        """Return ``did you mean “id”?`` for the most similar id or alias, or an empty string."""
        return nearest(id, (*self._positions, *self._aliases))

    def position(self, id: str) -> int:
        """Return the position of a model in the catalog, from 0.

        :raises KeyError: for an unknown id; so do the methods below.
        """
        return self._positions[id]

    def origin(self, id: str) -> Origin:
        """Return the location of an entry."""
        return self.entries[self._positions[id]].origin

    def text_language(self, id: str) -> str | None:
        """Return the language of an entry's texts without one, if its file states it."""
        return self.entries[self._positions[id]].language

    def lost_pictures(self, id: str) -> tuple[str, ...]:
        """Return the addresses of pictures in an entry's texts that no page can show."""
        return self.entries[self._positions[id]].lost

    @property
    def text_languages(self) -> tuple[str, ...]:
        """Return the languages that every text should have, as the heads of the files name them."""
        named = (language for _, head in self.heads for language in head.text_languages)
        return tuple(dict.fromkeys(named))

    def stale(self, id: str) -> tuple[Path, ...]:
        """Return the paths of an entry's translations that are older than their sources."""
        return self.entries[self._positions[id]].stale

    def place_in_text(self, id: str, path: Sequence[object]) -> Path:
        """Return where in the text of an entry is what has a path in its model."""
        return place_in_data(path, self.entries[self._positions[id]].cuts)

    def fingerprint(self, id: str) -> str:
        """Return a digest of an entry's text and what its meaning depends on."""
        return self.entries[self._positions[id]].digest

    @cached_property
    def meaning(self) -> str:
        """Return a digest of what gives the entries their meaning: terms, language, registry."""
        return digest_of(repr(self.vocabularies), self.language or "", self.registry.digest)

    @cached_property
    def digest(self) -> str:
        """Return a digest of the whole catalog."""
        head = repr((self.title, self.silence, self.text_languages))
        return digest_of(head, self.meaning, *(entry.digest for entry in self.entries))


def digest_of(*parts: str) -> str:
    """Return a short, stable digest of texts."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hex_digest(joined)
