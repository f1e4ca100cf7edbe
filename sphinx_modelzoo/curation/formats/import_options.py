"""What the writer of an import decides: the fields of columns, and what no table says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.problems.messages import Message, ProblemError, failure, nearest
from sphinx_modelzoo.schema.own_fields import ID_PATTERN, own_name, reserved_names
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import Builder, as_utf8, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import ImportResult
    from sphinx_modelzoo.schema.vocabulary import Vocabularies, Vocabulary

ROWS = ("models", "variants")
_KINDS = ("metric", "condition", "link", "extra")
_ALIASES = {"paper": "title", "tasks": "task", "languages": "language", "ignored": "ignore"}


@dataclass(frozen=True)
class ImportOptions:
    """The options that tell how tables are read.

    ``columns`` are fields by headers, or by the number of the column (``#2``), as ``--map`` has
    them. ``base_url`` is the address of the folder of the sources, which relative links start
    from.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dataset: str = ""
    task: str = ""
    collection: str = ""
    rows: str = ""
    base_url: str = ""

    def column(self, header: str, index: int) -> str:
        """Return the field of a column that the writer decided, or an empty string."""
        known = {fold(name): field for name, field in self.columns.items()}
        return (known.get(fold(header), "") if header else "") or known.get(f"#{index + 1}", "")

    def data(self) -> dict[str, Any]:
        """Return what is remembered for the next import: options that are given."""
        given = {name: getattr(self, name) for name in _NAMES if getattr(self, name)}
        return {"map": dict(self.columns), **given} if self.columns else given

    def unused(self, results: Sequence[ImportResult]) -> list[tuple[str, str]]:
        """Return the headers of ``columns`` that no table has, each with the closest one."""
        headers = [column.header for result in results for column in result.columns]
        known = {fold(header) for header in headers}
        return [
            (name, nearest(name, filter(None, headers)))
            for name in self.columns
            if fold(name) not in known and not re.fullmatch(r"#\d+", name)
        ]


_NAMES = ("dataset", "task", "collection", "rows", "base_url")


def read_options(
    given: Mapping[str, Any], remembered: Mapping[str, Any], vocabularies: Vocabularies
) -> ImportOptions:
    """Return the options of an import: those that are given, before those of the last one.

    :param given: ``map`` is a list of ``Header=field``, ``map_file`` a path; ``None`` is not given,
        and an empty text takes back what is remembered.
    :raises ProblemError: when a field or a task is unknown, or a file of fields invalid.
    """
    columns = remembered.get("map")
    columns = dict(columns) if isinstance(columns, dict) else {}
    if path := given.get("map_file"):
        columns |= _of_file(Path(path))
    for text in given.get("map") or ():
        header, equals, written = text.rpartition("=")
        if not equals or not header.strip():
            message = Message("invalid mapping “{text}”", text=text)
            raise failure("import.map", message, 'write it as --map "Header=field"')
        columns[header.strip()] = written.strip()
    columns = {str(name): str(written) for name, written in columns.items() if written}
    for name, written in columns.items():
        check_field(name, written)
    rest = {
        name: str(given[name] if given.get(name) is not None else remembered.get(name, "")).strip()
        for name in _NAMES
    }
    if rest["task"]:
        term = vocabularies.tasks.find(rest["task"])
        if term is None:
            hint = vocabularies.tasks.nearest(rest["task"])
            raise failure(
                "import.map", Message("unknown task “{name}”", name=rest["task"]), hint or None
            )
        rest["task"] = term.id
    if rest["dataset"]:
        rest["dataset"] = _label(rest["dataset"], vocabularies.datasets)
    return ImportOptions(columns, **rest)


def _label(name: str, vocabulary: Vocabulary) -> str:
    term = vocabulary.find(name)
    return term.label("en") if term else name


def _of_file(path: Path) -> dict[str, str]:
    """Return the fields by headers in a YAML file.

    :raises ProblemError: when it cannot be read or is not a mapping of texts.
    """
    try:
        root = compose(as_utf8(path.read_bytes()).decode())
    except YamlError as error:
        raise ProblemError(error.problem.at(str(path), error.problem.line)) from None
    except OSError as error:
        message = Message("cannot read it: {why}", why=error.strerror or error)
        raise failure("import.unreadable", message, file=str(path)) from None
    data = Builder().build(root) if root is not None else {}
    if not isinstance(data, dict) or not all(isinstance(one, str) for one in data.values()):
        hint = Message("write a line “Header: field” for each column")
        raise failure("import.map", "expected fields by headers", hint, file=str(path))
    return {str(name): str(written) for name, written in data.items()}


def roles() -> frozenset[str]:
    """Return the names of fields that a column may become."""
    return frozenset((*load_words("headers")["roles"], "description", "links", "ignore"))


def role_of(written: str) -> str:
    """Return the name of a field under its one spelling."""
    name = own_name(written)
    return _ALIASES.get(name, name)


def check_field(header: str, written: str) -> None:
    """Check what a column shall become.

    :raises ProblemError: when it is not a field.
    """
    for part in written.split(","):
        kind, colon, name = (text.strip() for text in part.partition(":"))
        if colon and kind in _KINDS and name:
            if kind == "extra":
                _check_own(header, name)
            continue
        if role_of(written) not in roles():
            raise failure(
                "import.map",
                Message("unknown field “{written}” for “{header}”", written=written, header=header),
                _hint(written),
            )
        return


def _check_own(header: str, name: str) -> None:
    if not re.fullmatch(ID_PATTERN, own_name(name)) or own_name(name) in reserved_names():
        message = Message(
            "invalid name “{name}” of an own field for “{header}”", name=name, header=header
        )
        raise failure("import.map", message, "use a letter, then letters, digits and “_”")


def _hint(written: str) -> str:
    known: Iterable[str] = sorted(roles())
    kinds = "metric:NAME@DATASET, condition:NAME, link:LABEL, extra:NAME"
    return nearest(written, known) or Message(
        "choose from {names}, {kinds}", names=", ".join(known), kinds=kinds
    )
