"""The record of ``modelzoo sync``: which translation was made of which source.

It is a file beside the catalog, ``models.sync`` for ``models.yaml``, with one sorted line per
translation: id of the entry (``-`` for the head of a file), name of the text, language, digest of
the source and digest of the translation. A translation is stale where its source differs from the
record and it does not.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from sphinx_modelzoo.catalog.texts import (
    TextPlace,
    Version,
    catalog_texts,
    entry_texts,
    head_texts,
    without_numbers,
)
from sphinx_modelzoo.east_asian import join_chinese_lines
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems.messages import Message, Problem, problem

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.schema.pruning import Path

SUFFIX = ".sync"
_HEAD = "-"
_LINE = re.compile(r"(\S+) (.+) ([a-z]\S*) ([0-9a-f]{8}) ([0-9a-f]{8})")

State = Literal["in step", "stale", "unknown"]


class TextRecord(NamedTuple):
    """A line of the record: a translation with the digests of its source and of itself."""

    model: str
    name: str
    language: str
    source: str
    translation: str

    @classmethod
    def of(cls, place: TextPlace, translation: Version) -> TextRecord:
        """Make the record of a translation as it is now."""
        source = text_digest(place.source.words)
        words = text_digest(translation.words)
        return cls(place.model, place.name, translation.language, source, words)

    @property
    def _key(self) -> tuple[str, str]:
        return without_numbers(self.name), self.language


class TextVerdict(NamedTuple):
    """The state of a translation; ``record`` is the line that it was compared with."""

    place: TextPlace
    translation: Version
    state: State
    record: TextRecord | None


def text_digest(words: str) -> str:
    """Return eight digits that stay where a text is only laid out anew."""
    joined = " ".join(unicodedata.normalize("NFC", join_chinese_lines(words)).split())
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True)
class TextRecords:
    """The lines of a record."""

    lines: tuple[TextRecord, ...] = ()
    _by_model: Mapping[str, list[TextRecord]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: defaultdict[str, list[TextRecord]] = defaultdict(list)
        for line in self.lines:
            found[line.model].append(line)
        object.__setattr__(self, "_by_model", dict(found))

    def text(self) -> str:
        """Return the text of the file."""
        rows = sorted({" ".join((one.model or _HEAD, *one[1:])) for one in self.lines})
        return "".join(f"{row}\n" for row in rows)

    def of(self, model: str, old_ids: Iterable[str] = ()) -> list[TextRecord]:
        """Return the lines of an entry, or else those of one of its old ids."""
        for name in (model, *old_ids):
            if name in self._by_model:
                return self._by_model[name]
        return []

    def with_baseline(self, baseline: Iterable[TextRecord]) -> TextRecords:
        """Return the record, completed with the lines of a baseline."""
        known = {(one.model, *one._key) for one in self.lines}
        return TextRecords((*self.lines, *(b for b in baseline if (b.model, *b._key) not in known)))

    def verdicts(
        self, places: Iterable[TextPlace], lines: Sequence[TextRecord]
    ) -> Iterator[TextVerdict]:
        """Judge the translations of one entry, or of the heads, by its lines."""
        recorded: defaultdict[tuple[str, str], list[TextRecord]] = defaultdict(list)
        for line in lines:
            recorded[line._key].append(line)
        found: defaultdict[tuple[str, str], list[tuple[TextPlace, Version, TextRecord]]]
        found = defaultdict(list)
        for place in places:
            for version in place.translations:
                now = TextRecord.of(place, version)
                found[now._key].append((place, version, now))
        for key, texts in found.items():
            yield from _judged(texts, recorded[key])


def _judged(
    texts: Sequence[tuple[TextPlace, Version, TextRecord]], lines: Sequence[TextRecord]
) -> Iterator[TextVerdict]:
    """Judge the translations of one field; a list of records has several, in any order."""
    # A line goes to the text that has both its digests, then to one that has one of them.
    open_lines = list(lines)
    open_texts = list(texts)
    likenesses: tuple[tuple[State, Sequence[str]], ...] = (
        ("in step", ("source", "translation")),
        ("in step", ("source",)),
        ("stale", ("translation",)),
        ("in step", ()),
    )
    for state, alike in likenesses:
        for text in tuple(open_texts):
            place, version, now = text
            line = next(
                (
                    one
                    for one in open_lines
                    if all(getattr(one, name) == getattr(now, name) for name in alike)
                ),
                None,
            )
            if line is not None:
                open_lines.remove(line)
                open_texts.remove(text)
                yield TextVerdict(place, version, state, line)
    for place, version, _ in open_texts:
        yield TextVerdict(place, version, "unknown", None)


def record_path(files: Sequence[FilePath]) -> FilePath | None:
    """Return the path of a catalog's record: next to its file, or in the folder of its files."""
    if not files:
        return None
    if len(files) == 1:
        return files[0].with_suffix(SUFFIX)
    return FilePath(os.path.commonpath([file.parent for file in files]), f"models{SUFFIX}")


def read_records(
    files: Sequence[FilePath], root: FilePath
) -> tuple[TextRecords | None, list[Problem]]:
    """Read the record of a catalog, if it has one, and what is wrong in it.

    :param root: the folder that names in messages start from.
    """
    path = record_path(files)
    if path is None or not path.is_file():
        return None, []
    label = shown_path(path, root)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or Message("it is not in UTF-8")
        return None, [
            problem(
                "sync.malformed", Message("the record cannot be read: {why}", why=why), file=label
            )
        ]
    lines: list[TextRecord] = []
    problems: list[Problem] = []
    for number, row in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(row)
        if found:
            model, *rest = found.groups()
            lines.append(TextRecord("" if model == _HEAD else model, *rest))
        elif row.strip():
            problems.append(problem("sync.malformed", "not a record", file=label, line=number))
    return TextRecords(tuple(lines)), problems


def stale_paths(
    model: Model, language: str | None, records: TextRecords, ids: Collection[str]
) -> tuple[Path, ...]:
    """Return the paths of the translations of an entry that are older than their sources.

    :param ids: the ids of the catalog; an alias that is none of them is an old id.
    """
    lines = records.of(model.id, (name for name in model.aliases if name not in ids))
    verdicts = records.verdicts(entry_texts(model, language), lines) if lines else ()
    return tuple(
        sorted((one.translation.path for one in verdicts if one.state == "stale"), key=str)
    )


def refreshed(verdicts: Iterable[TextVerdict], accepted: Container[tuple[str, str]]) -> TextRecords:
    """Return the record after a look at all translations.

    A stale one keeps its old digests, under its name of today.

    :param accepted: names and languages of translations that are recorded as they are.
    """
    lines = []
    for one in verdicts:
        line = TextRecord.of(one.place, one.translation)
        name = one.place.full_name, one.translation.language
        if one.state == "stale" and one.record is not None and name not in accepted:
            old = one.record
            line = line._replace(source=old.source, translation=old.translation)
        lines.append(line)
    return TextRecords(tuple(lines))


def records_of(catalog: Catalog) -> Iterator[TextRecord]:
    """Yield the records of all translations of a catalog as they are."""
    for place in catalog_texts(catalog):
        for one in place.translations:
            yield TextRecord.of(place, one)


def catalog_verdicts(catalog: Catalog, records: TextRecords) -> list[TextVerdict]:
    """Judge every translation of a catalog, in its order."""
    found: list[TextVerdict] = []
    heads = [place for file, head in catalog.heads for place in head_texts(file, head)]
    found += records.verdicts(heads, records.of(""))
    for entry in catalog.entries:
        old_ids = (name for name in entry.model.aliases if name not in catalog)
        places = entry_texts(entry.model, entry.language)
        found += records.verdicts(places, records.of(entry.model.id, old_ids))
    return found
