"""Apply the edits that rules propose to the text of the files; nothing else in them changes.

An edit replaces characters between the marks that YAML's own parser gives; the entry is parsed
again afterwards, and an edit that changes anything but its field is not made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_modelzoo.catalog.source_texts import Sources, follow_field, same_key
from sphinx_modelzoo.yamltext.editing import Editor, as_before
from sphinx_modelzoo.yamltext.errors import YamlError
from sphinx_modelzoo.yamltext.parsing import Builder, compose, has_anchors

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.curation.rules.rule import Edit, Finding, Path


@dataclass(frozen=True)
class Fixed:
    """The outcome for the findings that have edits.

    ``texts`` are the new texts of the files that change; ``made`` and ``left`` are the findings
    whose edits are in them, and those whose place in the file does not allow it.
    """

    texts: dict[FilePath, str]
    made: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(catalog: Catalog, findings: Iterable[Finding]) -> Fixed:
    """Fix problems in the files of a catalog where that is safe; write nothing.

    :param catalog: as it was loaded from files that have not changed since.
    :param findings: of :func:`~sphinx_modelzoo.curation.rules.all_rules.check`; those without edits
        are skipped.
    """
    sources = Sources(catalog)
    by_model: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.edits and finding.model:
            by_model[finding.model].append(finding)
    pieces: dict[FilePath, list[tuple[int, int, str]]] = defaultdict(list)
    made: list[Finding] = []
    left: list[Finding] = []
    for model in sorted(by_model, key=catalog.position):
        wanted, part = by_model[model], sources.part(model)
        done: list[Finding] = []
        # What an anchor stands for would change in other places, too.
        if part is not None and not _mixed(part.file) and not has_anchors(part.text):
            place = partial(catalog.place_in_text, model)
            text, done = _fix_entry(part.text, part.listed, wanted, place)
            if done:
                pieces[part.file].append((part.start, part.start + len(part.text), text))
        made += done
        left += [finding for finding in wanted if finding not in done]
    return Fixed(
        {file: _joined(sources.text(file), parts) for file, parts in pieces.items()},
        tuple(made),
        tuple(left),
    )


def _mixed(file: FilePath) -> bool:
    """Return True if the file mixes CRLF and LF, which could not be kept."""
    data = file.read_bytes()
    return 0 < data.count(b"\r\n") < data.count(b"\n")


def _joined(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _fix_entry(
    text: str, listed: bool, findings: Sequence[Finding], place: Callable[[Path], Path]
) -> tuple[str, list[Finding]]:
    """Apply the edits of as many findings as possible to the text of an entry.

    :param place: gives a path in the model its place in the text.
    """
    done = []
    for finding in sorted(findings, key=_last_first):
        new: str | None = text
        for edit in finding.edits:
            here = edit._replace(path=place(edit.path))
            new = _edited(new, listed, here) if new is not None else None
        if new is not None and new != text:
            text = new
            done.append(finding)
    return text, done


def _last_first(finding: Finding) -> tuple[bool, list[tuple[int, str]]]:
    """Sort removals last and from the end, so that the places of the other edits stay valid."""
    removal = any(edit.new is None for edit in finding.edits)
    place = [(-part, "") if isinstance(part, int) else (0, part) for part in finding.path]
    return removal, place


def _edited(text: str, listed: bool, edit: Edit) -> str | None:
    """Return the text after an edit, or ``None`` when it is not clear how to make it."""
    root = _parsed(text)
    entry = _entry(root, listed)
    if root is None or entry is None:
        return None
    found = follow_field(entry, edit.path)
    if len(found.path) != len(edit.path) or not isinstance(found.value, yaml.ScalarNode):
        # A field in its short form (paper: https://…) stands for the mapping around it.
        short = len(found.path) == len(edit.path) - 1 and edit.path[-1] in ("url", "name")
        if not short or not isinstance(found.value, yaml.ScalarNode) or edit.new is None:
            return None
    editor = Editor(text)
    if edit.new is None:
        if not _remove(editor, entry, edit.path):
            return None
    else:
        start, end = found.value.start_mark.index, found.value.end_mark.index
        editor.splice(start, end, _replace(text[start:end], edit.old, edit.new))
    new = editor.text()
    after = _parsed(new)
    expected = _expected(_data(root), listed, found.path if edit.new else edit.path, edit)
    return new if after is not None and _data(after) == expected else None


def _replace(text: str, old: str, new: str) -> str:
    """Replace a word or link where it is not part of a longer one."""
    before = r"(?<![A-Za-z])" if old[:1].isalpha() else ""
    behind = r"(?![A-Za-z])" if old[-1:].isalpha() else ""
    return re.sub(before + re.escape(old) + behind, lambda _: new, text)


def _parsed(text: str) -> yaml.Node | None:
    try:
        return compose(text)
    except YamlError:
        return None


def _entry(root: yaml.Node | None, listed: bool) -> yaml.Node | None:
    if not listed:
        return root
    if isinstance(root, yaml.SequenceNode) and len(root.value) == 1:
        node: yaml.Node = root.value[0]
        return node
    return None


def _data(root: yaml.Node) -> Any:
    return Builder().build(root)


def _expected(data: Any, listed: bool, path: Path, edit: Edit) -> Any:
    """Return the data that an entry must have after an edit."""
    whole: Path = (0, *path) if listed else path
    holder = data
    for part in whole[:-1]:
        holder = holder[_key(holder, part)]
    last = _key(holder, whole[-1])
    if edit.new is not None:
        holder[last] = _replace(str(holder[last]), edit.old, edit.new)
        return data
    del holder[last]
    if not holder:
        return _expected(data, listed, path[:-1], edit)
    return data


def _key(holder: Any, part: str | int) -> Any:
    if isinstance(holder, dict) and part not in holder:
        return next((key for key in holder if same_key(str(key), part)), part)
    return part


def _remove(editor: Editor, entry: yaml.Node, path: Path) -> bool:
    """Remove a field, and a mapping or list it is alone in; return False if that cannot be done."""
    holder = follow_field(entry, path[:-1]).value if len(path) > 1 else entry
    if not isinstance(holder, yaml.CollectionNode):
        return False
    values = [item[1] if isinstance(item, tuple) else item for item in holder.value]
    target = follow_field(entry, path).value
    place = next((index for index, value in enumerate(values) if value is target), None)
    if place is None:
        return False
    if len(values) == 1:
        return len(path) > 1 and _remove(editor, entry, path[:-1])
    return editor.take_out(holder, place)


def as_written(file: FilePath, text: str) -> str:
    """Give a new text of a file the line ends and the byte order mark that the file has."""
    return as_before(file.read_bytes(), text)
