"""Take translations from PO files into a catalog, in its files: comments and layout stay."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from babel.messages.pofile import PoFileError, read_po

from sphinx_modelzoo.catalog.source_texts import follow_field, same_key
from sphinx_modelzoo.catalog.texts import TextPlace, catalog_texts, without_numbers
from sphinx_modelzoo.problems.messages import Message, ProblemError, failure
from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.yamltext.editing import Editor, as_before
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import Builder, as_utf8, compose
from sphinx_modelzoo.yamltext.paths import follow

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog


_Trail: TypeAlias = "list[tuple[Any, yaml.Node]]"
_TERMS = frozenset(("tasks", "datasets", "metrics", "fields", "values"))
"""The texts that are names of a term, or of an own field or its values."""
_DIRECT = ("en", "zh")
"""The languages whose names are fields of a term."""


class _PoMessage(NamedTuple):
    """A translated message of a PO file."""

    name: str
    source: str
    words: str


@dataclass
class TranslatedTexts:
    """Translations in PO files, and applying them to a catalog.

    ``fuzzy`` and ``empty`` count the messages that are not finished; ``left_out`` has the names of
    those that have no place, with the reason; ``confirmed`` are the texts whose translations fit.
    """

    changes: list[tuple[TextPlace, str, str]] = field(default_factory=list)
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    fuzzy: int = 0
    empty: int = 0


def read_translations(paths: Sequence[FilePath], catalog: Catalog) -> TranslatedTexts:
    """Compare PO files with a catalog.

    :raises ProblemError: when a file cannot be read.
    """
    found = TranslatedTexts()
    places: defaultdict[str, list[TextPlace]] = defaultdict(list)
    for place in catalog_texts(catalog):
        places[place.full_name].append(place)
        # Lists may have been changed since: a link that moved is known by its text.
        places[without_numbers(place.full_name)].append(place)
    for path in paths:
        language, messages = _read(path, found)
        for message in messages:
            _take(message, language, places, found)
    return found


def _read(path: FilePath, found: TranslatedTexts) -> tuple[str, list[_PoMessage]]:
    try:
        data = as_utf8(path.read_bytes())
        read = read_po(io.BytesIO(data), abort_invalid=True)
    except (OSError, YamlError, PoFileError, ValueError, LookupError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise failure(
            "import.unreadable", Message("invalid PO file: {why}", why=why), file=str(path)
        ) from error
    language = ""
    for tag in (read.locale_identifier or "", path.stem):
        try:
            language = language or normalize_language(tag)
        except ValueError:
            continue
    if not language:
        hint = Message('write "Language: zh_CN\\n" into its header, or call it zh.po')
        raise failure("import.unreadable", "the file states no language", hint, file=str(path))
    messages = []
    for one in read:
        if not one.id or not one.context or not isinstance(one.id, str):
            continue
        words = one.string if isinstance(one.string, str) else ""
        found.fuzzy += one.fuzzy
        found.empty += not words.strip()
        if words.strip() and not one.fuzzy:
            messages.append(_PoMessage(one.context, one.id, words.strip()))
    return language, messages


def _take(
    message: _PoMessage,
    language: str,
    places: Mapping[str, Sequence[TextPlace]],
    found: TranslatedTexts,
) -> None:
    known = places.get(message.name) or places.get(without_numbers(message.name)) or ()
    near = places.get(without_numbers(message.name)) or ()
    fitting = [place for place in known if place.source.words == message.source]
    fitting = fitting or [place for place in near if place.source.words == message.source]
    if not fitting:
        why = (
            Message("its source has changed since the export")
            if known
            else Message("the catalog has no such text")
        )
        found.left_out.append((message.name, why))
    for place in dict.fromkeys(fitting):
        now = place.version(language)
        if place.source.language == language:
            found.left_out.append(
                (message.name, Message("its source is in “{language}”", language=language))
            )
            continue
        found.confirmed.add((place.full_name, language))
        # The name of a term is one line.
        words = " ".join(message.words.split()) if place.kind in _TERMS else message.words
        if now is None or now.words != words:
            found.changes.append((place, language, words))


def translated_files(
    catalog: Catalog, changes: Sequence[tuple[TextPlace, str, str]]
) -> dict[FilePath, str]:
    """Return the new texts of the files that get translations.

    :raises ProblemError: when the layout of a file does not allow it.
    """
    by_file: defaultdict[FilePath, list[tuple[TextPlace, str, str]]] = defaultdict(list)
    for change in changes:
        place = change[0]
        file = place.file or catalog.origin(place.model).file
        by_file[file].append(change)
    return {file: _File(catalog, file).translated(inside) for file, inside in by_file.items()}


class _File:
    """A file of the catalog, and the edits of it.

    ``expected`` is the data that the file must have then.
    """

    def __init__(self, catalog: Catalog, file: FilePath) -> None:
        self._catalog = catalog
        self._file = file
        self._bytes = file.read_bytes()
        self._text = as_utf8(self._bytes).decode()
        self._text += "" if self._text.endswith("\n") else "\n"
        root = compose(self._text)
        if root is None:
            raise self._unfit("the file is empty")
        self._root: yaml.Node = root
        self._editor = Editor(self._text)
        self.expected: Any = Builder().build(root)
        models = follow(root, ("models",)).value
        entries = models.value if isinstance(models, yaml.SequenceNode) else ()
        self._entries = {
            str(follow(node, ("id",)).value.value): number for number, node in enumerate(entries)
        }

    def translated(self, changes: Sequence[tuple[TextPlace, str, str]]) -> str:
        """Return the text with the changes, after comparing its data."""
        for place, language, words in changes:
            self._translate(place, language, words)
        text = self._editor.text()
        try:
            root = compose(text)
        except YamlError as error:
            raise self._unfit(error.problem.message) from error
        if root is None or _stripped(Builder().build(root)) != _stripped(self.expected):
            raise self._unfit("an anchor or an unusual layout")
        return as_before(self._bytes, text)

    def _unfit(self, why: str) -> ProblemError:
        message = Message(
            "the layout of the file does not allow changing it in place: {why}", why=why
        )
        return failure("catalog.layout", message, None, file=str(self._file))

    def _translate(self, place: TextPlace, language: str, words: str) -> None:
        now = place.version(language)
        if now is not None:
            trail = self._trail(place, now.path)
            flow = any(_is_flow(node) for _, node in trail[:-1])
            node = trail[-1][1]
            if not isinstance(node, yaml.ScalarNode):
                raise self._unfit(Message("{full_name} was not found", full_name=place.full_name))
            self._editor.retext(node, words, flow=flow)
            self._expect(trail, words)
        elif place.plain:
            self._split(self._trail(place, place.source.path), place, language, words)
        else:
            self._add(place, language, words)

    def _split(self, trail: _Trail, place: TextPlace, language: str, words: str) -> None:
        """Make a text without a language one in two languages."""
        key, node = trail[-1]
        old = place.source.words
        new: dict[str, Any] = {place.source.language: old, language: words}
        if place.kind in _TERMS and not place.plain and language not in _DIRECT:
            new = {place.source.language: old, "labels": {language: words}}
        if any(_is_flow(holder) for _, holder in trail[:-1]):
            self._editor.flow_value(node, new)
        elif isinstance(key, str):
            self._editor.field(_pair_of(trail), old, new)
        else:
            self._editor.item(node, "", old, new)
        self._expect(trail, new)

    def _add(self, place: TextPlace, language: str, words: str) -> None:
        """Add a language to a text that has some."""
        trail = self._trail(place, place.source.path[:-1])
        if isinstance(trail[-1][1], yaml.ScalarNode):  # “my-task: My task” has its English name
            self._split(trail, place, language, words)
            return
        key: str = language
        value: Any = words
        names = {str(one.path[-1]) for one in place.versions}
        if place.kind in _TERMS and place.source.path[-2] != "labels" and language not in _DIRECT:
            # Names in English and Chinese are fields of a term; those in others are its labels.
            labels = _step(trail[-1][1], "labels")
            if labels is None:
                key, value = "labels", {language: words}
            else:
                trail.append(labels)
        holder = trail[-1][1]
        if not isinstance(holder, yaml.MappingNode):
            raise self._unfit(Message("{full_name} was not found", full_name=place.full_name))
        last = max(
            number
            for number, (name, _) in enumerate(holder.value)
            if any(same_key(str(name.value), tag) for tag in names)
        )
        flow = any(_is_flow(node) for _, node in trail)
        self._editor.add_pair(holder, last, key, value, flow=flow)
        self._expect([*trail, (key, holder)], value)

    # Where things are

    def _trail(self, place: TextPlace, path: Sequence[str | int]) -> _Trail:
        """Return the path to a text: each node with its key in the previous one."""
        base: list[str | int] = []
        if place.model and self._entries:
            base = ["models", self._entries[place.model]]
        if place.model:
            path = self._catalog.place_in_text(place.model, path)
        trail: _Trail = [(None, self._root)]
        for part in (*base, *path):
            node = trail[-1][1]
            step = _step(node, part)
            if step is not None:
                trail.append(step)
        return trail

    def _expect(self, trail: _Trail, value: Any) -> None:
        holder = self.expected
        for key, _ in trail[1:-1]:
            holder = holder[key]
        holder[trail[-1][0]] = value


def _step(node: yaml.Node, part: str | int) -> tuple[Any, yaml.Node] | None:
    """Follow one part of a path; languages and terms may be in any of their spellings."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, str):
        for number, item in enumerate(node.value):
            names = [str(follow(item, ("id",)).value.value)]
            if isinstance(item, yaml.ScalarNode):
                names = [str(item.value)]
            if part in names:
                return number, item
        return None
    found = follow_field(node, (part,))
    if not found.path:
        return None
    return found.path[0] if isinstance(node, yaml.MappingNode) else part, found.value


def _stripped(data: Any) -> Any:
    """Return data without blanks around its texts, as the catalog reads them."""
    if isinstance(data, dict):
        return {key: _stripped(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_stripped(item) for item in data]
    return data.strip() if isinstance(data, str) else data


def _is_flow(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _pair_of(trail: _Trail) -> tuple[yaml.Node, yaml.Node]:
    """Return the nodes of the field at the end of a path."""
    holder, node = trail[-2][1], trail[-1][1]
    return next((key, value) for key, value in holder.value if value is node)
