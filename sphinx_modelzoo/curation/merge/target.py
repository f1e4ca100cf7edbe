"""The catalog that an import goes into: a file, or a folder of one file per model."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.patching import EntryChange, patch_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog, dump_entry_file, entry_to_data
from sphinx_modelzoo.curation.merge.last_import import Memory, memory_path
from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, problem
from sphinx_modelzoo.schema.own_fields import OwnFields
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.yamltext.editing import as_before
from sphinx_modelzoo.yamltext.parsing import as_utf8
from sphinx_modelzoo.yamltext.style import write_mapping

HEAD_FILE = "catalog.yaml"
"""The file with the title and vocabularies of a catalog of one file per model."""


def _unusable(message: str, problems: Sequence[Problem] = ()) -> ProblemError:
    """Make the error for a target that cannot be written into; ``problems`` say why."""
    return ProblemError(*problems, problem("import.target", message, None))


@dataclass
class ImportTarget:
    """Where the entries go, and what exists there.

    ``entries`` are in the form that is written, ``homes`` says in which file each is;
    ``declared`` are own fields that an existing catalog gets, as they are written.
    """

    path: Path
    folder: bool
    is_new: bool = True
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, Path] = field(default_factory=dict)
    language: str | None = None
    vocabularies: Vocabularies = field(default_factory=Vocabularies.builtin)
    fields: OwnFields = field(default_factory=OwnFields)
    declared: dict[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    @property
    def home(self) -> Path:
        """Return the folder that holds the catalog, which relative links start from."""
        return self.path.parent

    @property
    def memory_path(self) -> Path:
        """Return the file that remembers what was imported."""
        return memory_path(self.path, folder=self.folder)


def open_target(name: str) -> ImportTarget:
    """Open the target that a path names: a folder if it exists as one or ends with a slash.

    :raises ProblemError: when it exists and is not a valid catalog.
    """
    if not name.strip():
        raise _unusable("the name of the catalog is blank")
    path = Path(name)
    target = ImportTarget(path, folder=name.endswith(("/", "\\")) or path.is_dir())
    if target.folder and path.exists() and not path.is_dir():
        raise _unusable(Message("{name} is a file, not a folder", name=name))
    if not target.folder and path.suffix.casefold() not in (".yaml", ".yml"):
        raise _unusable(
            Message("{name}: a catalog is a .yaml file, or a folder (end it with “/”)", name=name)
        )
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return target
    catalog = load_catalog(str(path), Path.cwd())
    target.is_new = not catalog.files
    empty = ("modelzoo.catalog.empty", "modelzoo.catalog.empty-folder")
    errors = [
        item for item in catalog.problems if item.severity == "error" and item.code not in empty
    ]
    if errors:
        raise _unusable(
            Message("{name} exists and has errors; nothing was written", name=name), errors
        )
    target.vocabularies, target.language = catalog.vocabularies, catalog.language
    target.fields = catalog.fields
    for entry in catalog.entries:
        target.entries[entry.model.id] = entry_to_data(entry.model)
        # One file has one name here, however it was given.
        target.homes[entry.model.id] = entry.origin.file if target.folder else path
    if target.entries:
        # Whoever removed everything wants to start over, not to keep it all out.
        target.memory = Memory.read(target.memory_path)
    return target


def write_target(
    target: ImportTarget,
    changes: Mapping[str, dict[str, Any]],
    additions: Sequence[dict[str, Any]],
    head: Mapping[str, Any],
    removals: Collection[str] = (),
) -> dict[Path, str | None]:
    """Return the texts of the files that change, ``None`` for those to remove.

    :param changes: entries of the target as they should become.
    :param additions: new entries.
    :param head: what a new file has at its top.
    :param removals: ids of entries to remove.
    :raises ProblemError: when a file cannot be changed without losing something of it.
    """
    texts: dict[Path, str | None] = {}
    by_file: dict[Path, dict[str, EntryChange]] = {}
    for ident, data in changes.items():
        by_file.setdefault(target.homes[ident], {})[ident] = EntryChange(
            target.entries[ident], data
        )
    if target.folder:
        rest = {name: value for name, value in head.items() if name != "language"}
        top = write_mapping({"language": head["language"]}) if "language" in head else ""
        if rest:
            texts[target.path / HEAD_FILE] = write_mapping({"schema_version": 1, **rest})
        for data in additions:
            texts[_free_file(target, data["id"])] = top + dump_entry_file(data)
    elif additions or target.declared:
        by_file.setdefault(target.path, {})
    if target.declared and target.folder and not target.is_new:
        path = target.path / HEAD_FILE
        if path.exists():
            by_file.setdefault(path, {})
        else:
            texts[path] = write_mapping({"schema_version": 1, "fields": target.declared})
    for ident in removals:
        by_file.setdefault(target.homes[ident], {})
    for path, changed in by_file.items():
        gone = {ident for ident in removals if target.homes[ident] == path}
        held = {ident for ident, home in target.homes.items() if home == path}
        if target.folder and gone and gone == held:
            if _has_head(path):
                raise _unusable(
                    Message("all entries of {path} are gone; remove them there by hand", path=path)
                )
            texts[path] = None
            continue
        own = () if target.folder else additions
        heads = path == (target.path / HEAD_FILE if target.folder else target.path)
        declared = target.declared if heads else {}
        texts[path] = _patched(path, changed, own, head, declared, gone)
    return texts


def _patched(
    path: Path,
    changes: Mapping[str, EntryChange],
    additions: Sequence[dict[str, Any]],
    head: Mapping[str, Any],
    fields: Mapping[str, Any],
    removals: Collection[str],
) -> str:
    raw = path.read_bytes() if path.exists() else b""
    if not raw.strip():
        return dump_catalog(additions, head=head)
    try:
        text = patch_catalog(as_utf8(raw).decode(), changes, additions, fields, removals)
    except ProblemError as error:
        raise _unusable(f"{path}: {error.problem.text}") from error
    return as_before(raw, text)


def _has_head(path: Path) -> bool:
    """Return True if a file says more than its entries, which must not go with them."""
    found = yaml.safe_load(as_utf8(path.read_bytes()))
    return "models" in found and not {"models", "schema_version", "language"}.issuperset(found)


def _free_file(target: ImportTarget, ident: str) -> Path:
    path = target.path / f"{ident}.yaml"
    if path.exists():
        raise _unusable(
            Message("{path} already exists and is not the entry “{ident}”", path=path, ident=ident)
        )
    return path
