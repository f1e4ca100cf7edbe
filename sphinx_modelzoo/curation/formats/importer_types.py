"""The interface of importers.

An importer reads files of one format and gives drafts: entries in the shape of the catalog's
schema, each with the place it was read from. It never proposes ids, never looks at the target and
never repairs: ids and the target are :mod:`~sphinx_modelzoo.curation.merge.merging`, repairs are
:mod:`~sphinx_modelzoo.curation.repairs`, both of which work on drafts of any format.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin

from sphinx_modelzoo.curation.formats.import_options import ImportOptions
from sphinx_modelzoo.plugins import WrongResultError
from sphinx_modelzoo.problems.messages import Message, ProblemError, failure
from sphinx_modelzoo.registry import mark
from sphinx_modelzoo.schema.own_fields import OwnFields
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import as_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.plugins import Guard
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

Data: TypeAlias = "dict[str, Any]"
"""One entry as YAML holds it: the schema's fields, in any order, values in any short form."""


def refusal(
    code: str, message: str, *, file: str = "", line: int = 0, hint: str = ""
) -> ProblemError:
    """Make the error for a source that cannot be imported at all."""
    return failure(code, message, hint or None, file=file, line=line)


@dataclass(frozen=True)
class Place:
    """A file, as it is shown to people, and a line in it (from 1; 0 if unknown)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Note:
    """Something to review: what was guessed, or what was left as it was.

    ``field`` is the path in the entry (``results[0].dataset``), or empty for the whole entry.
    ``line`` is the line in the source; 0 means the entry's own.
    """

    field: str
    message: str
    line: int = 0


@dataclass(frozen=True)
class DraftChange:
    """One repair that was made. ``name`` is the repair's name; ``before``/``after`` are texts.

    A repair that drops something has an empty ``after``. ``model`` is the entry's name.
    """

    name: str
    model: str
    field: str
    before: str
    after: str
    place: Place


@dataclass(frozen=True)
class LeftOut:
    """Something in the source that did not become part of an entry, and why."""

    what: str
    why: str
    place: Place


@dataclass(frozen=True)
class ColumnUse:
    """What a column of a table becomes, as ``--map`` writes it; empty for nothing.

    ``guessed`` says that its header is not one that the importer knows.
    """

    header: str
    becomes: str
    guessed: bool
    place: Place


@dataclass
class Draft:
    """One entry on its way into the catalog.

    ``data`` has no ``id`` unless the source names a real one; ``name`` is always set. Repairs
    change ``data`` in place. ``hints`` carries what later steps may want to know and the catalog
    does not hold; each importer documents its own keys. ``hints["language"]`` is the language of
    texts that name none, for every importer.
    """

    data: Data
    source: Place
    notes: list[Note] = field(default_factory=list)
    hints: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the entry's name."""
        return str(self.data.get("name", ""))

    def note(self, field: str, message: str, line: int = 0) -> None:
        """Mark something for review."""
        self.notes.append(Note(field, message, line))


@dataclass
class ImportResult:
    """The outcome of reading some files, in the order of the source.

    ``read`` counts what the source holds (rows, cards, models), by a word for people:
    ``{"tables": 1, "rows": 114}``; the report prints it. ``head`` is what belongs at the top of a
    new catalog: a language, a title, terms of the vocabularies, own fields. ``columns`` are those
    of all tables that were read, and ``unread`` is the largest table of a file where it is not.
    """

    drafts: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    head: Data = field(default_factory=dict)
    columns: list[ColumnUse] = field(default_factory=list)
    unread: Place | None = None

    def count(self, what: str, number: int = 1) -> None:
        """Count something that was read."""
        self.read[what] = self.read.get(what, 0) + number

    def leave_out(self, what: str, why: str, place: Place) -> None:
        """Record that something of the source is not in any draft."""
        self.left_out.append(LeftOut(what, why, place))


@dataclass(frozen=True)
class ImportContext:
    """What an importer may use: the vocabularies and own fields of the catalog, and callbacks.

    ``progress`` is called with the number of steps done since the last call (one per entry) and
    ``expect`` with a number of steps to come. ``display`` names a file for people. ``options``
    are the writer's, and ``home`` is the folder of the catalog, if it is written. ``columns`` says
    what the columns of tables became that no field claims, by files; readers add to it.
    """

    vocabularies: Vocabularies
    fields: OwnFields = field(default_factory=OwnFields)
    display: Callable[[Path], str] = str
    progress: Callable[[int], None] = lambda steps: None
    expect: Callable[[int], None] = lambda steps: None
    options: ImportOptions = field(default_factory=ImportOptions)
    home: Path | None = None
    columns: dict[str, list[list[str]]] = field(default_factory=dict)

    def from_home(self, path: Path) -> str:
        """Return the path of a file from the catalog."""
        if self.home is None:
            return path.as_posix()
        try:
            return Path(os.path.relpath(path.absolute(), self.home.absolute())).as_posix()
        except ValueError:  # on another drive
            return path.name

    def place(self, path: Path, line: int = 0) -> Place:
        """Return a place in a file."""
        return Place(self.display(path), line)

    def rebased(self, url: str, source: Path) -> str:
        """Return a relative link of a source as it is from the catalog; others stay."""
        if not url or url.startswith(("/", "#")) or re.match(r"[a-z][a-z0-9+.\-]*:", url, re.I):
            return url
        if self.options.base_url:
            return urljoin(f"{self.options.base_url.rstrip('/')}/", url)
        if self.home is None:
            return url
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", url, re.S).groups()  # type: ignore[union-attr]
        try:
            moved = os.path.relpath(source.resolve().parent / path, self.home.resolve())
        except ValueError:  # on another drive
            return url
        tail = "/" if path.endswith("/") else ""
        return f"{Path(moved).as_posix()}{tail}{mark}{rest}"


Reader = Callable[["Sequence[Path]", ImportContext], ImportResult]
TextWriter = Callable[["Catalog", "Sequence[Model]", str], str]
FilesWriter = Callable[["Catalog", "Sequence[Model]", str], "Mapping[str, str]"]


@dataclass(frozen=True)
class Importer:
    """A format that can be imported.

    ``sniff`` says whether a file is of this format, from its path and its whole text; it is
    quick, never raises, and is not asked when ``--from`` names the format. ``find`` lists the
    files of this format in a folder, sorted. ``read`` reads files (never folders).
    :raises ProblemError: by ``read``, when a file as a whole cannot be imported.
    """

    name: str
    title: str
    sniff: Callable[[Path, str], bool]
    find: Callable[[Path], Sequence[Path]]
    read: Reader

    def guarded(self, guard: Guard) -> Importer:
        """Return the format of a plugin; see :class:`~sphinx_modelzoo.plugins.Guarded`."""
        what = Message("importer “{name}”", name=self.name)
        return replace(
            self,
            sniff=guard.call(f"sniff of {what}", self.sniff, bool, False),
            find=guard.call(f"find of {what}", self.find, _as_paths, ()),
            read=guard.refusing(what, self.read, _as_result),
        )


def _as_paths(value: object) -> Sequence[Path]:
    if not isinstance(value, Iterable):
        raise WrongResultError(Message("returned {value!r}; expected a list of paths", value=value))
    found: list[Path] = []
    for one in value:
        if not isinstance(one, Path):
            raise WrongResultError(Message("returned {one!r} among the paths", one=one))
        found.append(one)
    return sorted(found)


def _as_result(value: object) -> ImportResult:
    if not isinstance(value, ImportResult):
        raise WrongResultError(
            Message("returned {name}; expected an ImportResult", name=type(value).__name__)
        )
    for one in value.drafts:
        if not isinstance(one, Draft) or not isinstance(one.data, dict) or not one.name.strip():
            raise WrongResultError("returned a draft without a name")
    return value


def importer(
    name: str,
    title: str,
    sniff: Callable[[Path, str], bool],
    find: Callable[[Path], Sequence[Path]],
) -> Callable[[Reader], Reader]:
    """Mark a function as what reads files of a format; see :class:`Importer`."""

    def marked(read: Reader) -> Reader:
        return mark(read, (name, Importer(name, title, sniff, find, read)))

    return marked


def recognise(path: Path, text: str, importers: Iterable[Importer]) -> Importer | None:
    """Return the first importer whose format a file has, or ``None``."""
    return next((one for one in importers if one.sniff(path, text)), None)


@dataclass(frozen=True)
class FormatWriter:
    """A format that is read and written.

    ``text`` gives models of a catalog as one text, in a language; ``files`` gives texts by their
    paths in a folder.
    :raises ProblemError: by each of them.
    """

    name: str
    title: str
    text: TextWriter
    files: FilesWriter


def writer(name: str, title: str, files: FilesWriter) -> Callable[[TextWriter], TextWriter]:
    """Mark a function as what writes a format as one text; see :class:`FormatWriter`."""

    def marked(text: TextWriter) -> TextWriter:
        return mark(text, (name, FormatWriter(name, title, text, files)))

    return marked


def files_below(folder: Path) -> list[Path]:
    """List the files of a folder and its subfolders, sorted; hidden ones are skipped.

    What cannot be read, and what disappears meanwhile, is skipped as well.
    """
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place, name) for name in files if not name.startswith(".")]
    return sorted(path for path in found if path.is_file())


def read_each(
    paths: Sequence[Path],
    context: ImportContext,
    result: ImportResult,
    read_one: Callable[[Path], None],
) -> None:
    """Read several files one by one; those that cannot be read are left out.

    :raises ProblemError: when none can be read.
    """
    refused: ProblemError | None = None
    context.expect(len(paths))
    for path in paths:
        try:
            read_one(path)
        except ProblemError as error:
            refused = refused or error
            found = error.problem
            result.leave_out("the file", found.text, Place(found.file, found.line))
        context.progress(1)
    if refused is not None and not result.drafts:
        raise refused


def read_text(path: Path, context: ImportContext) -> str:
    """Return the text of a source: UTF-8 with or without byte order mark, line ends as ``\\n``.

    :raises ProblemError: when it cannot be read, is not UTF-8, or is larger than a catalog may be.
    """
    shown = context.display(path)
    try:
        return as_utf8(path.read_bytes()).decode()
    except YamlError as error:
        raise ProblemError(error.problem.at(shown, error.problem.line)) from None
    except OSError as error:
        why = Message("cannot read it: {why}", why=error.strerror or error)
        raise refusal("import.unreadable", why, file=shown) from None
