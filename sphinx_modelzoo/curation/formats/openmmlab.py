"""OpenMMLab's model index: ``model-index.yml`` with its imports, and ``metafile.yml``.

A collection becomes an entry and its models become variants. A model that names no collection
becomes an entry of its own, with its weights and configuration; one that has the name of its
collection, and neither of these where there are others, states the collection's own results (as
:mod:`sphinx_modelzoo.exports` writes them).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import paper_of, word_list, words
from sphinx_modelzoo.curation.formats.foreign_fields import REST_HINT, REST_KEY
from sphinx_modelzoo.curation.formats.importer_types import (
    Draft,
    ImportContext,
    ImportResult,
    Place,
    files_below,
    importer,
    refusal,
)
from sphinx_modelzoo.curation.formats.openmmlab_models import (
    NO_FIELD,
    ModelReader,
    describe_metadata,
    field,
    fold_key,
)
from sphinx_modelzoo.curation.formats.yaml_documents import Document, mappings, read_document
from sphinx_modelzoo.problems.messages import Message, ProblemError
from sphinx_modelzoo.schema.licenses import spdx
from sphinx_modelzoo.yamltext.locating import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INDEX_NAMES = ("model-index.yml", "model-index.yaml")
_COLLECTION_FIELDS = {"name", "metadata", "paper", "license", "code", REST_KEY}
_FILE_NAMES = ("metafile.yml", "metafile.yaml")


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is a model index or a metafile."""
    if path.suffix.casefold() not in (".yml", ".yaml"):
        return False
    heads = {line.split(":")[0].strip("- ") for line in text.splitlines() if line[:1] in "CIM-"}
    if path.name.casefold() in (*_INDEX_NAMES, *_FILE_NAMES):
        return bool(heads & {"Collections", "Models", "Import", "Name"})
    return bool(heads & {"Collections", "Models", "Import"}) or (
        "Name" in heads and "In Collection:" in text
    )


def find(folder: Path) -> Sequence[Path]:
    """Find the index of a folder, or else all its metafiles."""
    for name in _INDEX_NAMES:
        if (folder / name).is_file():
            return [folder / name]
    return [path for path in files_below(folder) if path.name in _FILE_NAMES]


@importer("openmmlab", "OpenMMLab model index or metafile", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read indexes and metafiles, with everything that they import."""
    result = ImportResult()
    parts = _Parts(context, result)
    for path in paths:
        parts.read_file(path, path.resolve().parent)
    for collection in parts.collections.values():
        result.drafts.append(_entry(collection, context, result))
        context.progress(1)
    result.count("files", parts.files)
    result.count("collections", sum(1 for item in parts.collections.values() if item.stated))
    result.count("models", sum(len(item.models) for item in parts.collections.values()))
    return result


def read_data(data: dict[str, Any], context: ImportContext) -> ImportResult:
    """Read a metafile that is not in a file: return what an import of it would give."""
    result = ImportResult()
    parts = _Parts(context, result)
    parts.read_data(Document(data, None, Piece("", b"")), Path("metafile.yml"), Path())
    result.drafts += [_entry(item, context, result) for item in parts.collections.values()]
    return result


class _Collection:
    """A collection with its models, each with its document and path."""

    def __init__(self, name: str, place: Place) -> None:
        self.name, self.place = name, place
        self.data: dict[str, Any] = {}
        self.stated = False
        self.single = False  # a model of its own
        self.document: Document | None = None
        self.at: tuple[str | int, ...] = ()
        self.models: list[tuple[dict[str, Any], Document, tuple[str | int, ...]]] = []


class _Parts:
    """A collector of what the files hold, in the order of the files."""

    def __init__(self, context: ImportContext, result: ImportResult) -> None:
        self.context, self.result = context, result
        self.collections: dict[str, _Collection] = {}
        self.files = 0
        self._seen: set[Path] = set()

    def read_file(self, path: Path, root: Path) -> None:
        resolved = path.resolve()
        if resolved in self._seen:
            return
        self._seen.add(resolved)
        document = read_document(path, self.context)
        self.files += 1
        document.leave_out_repeated(self.result)
        if not isinstance(document.data, dict | list):
            raise refusal(
                "import.empty",
                "the file holds no collections and no models",
                file=self.context.display(path),
            )
        self.read_data(document, path, root)

    def read_data(self, document: Document, path: Path, root: Path) -> None:
        """Read what a file holds; ``path`` is what its imports are relative to."""
        data = document.data
        if isinstance(data, list):  # a bare list of models
            self._models(data, document, (), path, root)
            return
        if field(data, "Name") and not field(data, "Models"):
            self._model(data, document, ())
            return
        for key, value in data.items():
            kind = fold_key(key)
            if kind == "import":
                self._import(value, document, (str(key),), path, root)
            elif kind == "collections":
                self._collections(value, document, str(key), path, root)
            elif kind == "models":
                self._models(value, document, (str(key),), path, root)
            else:
                self._leave_out(
                    Message("the field {key}", key=key),
                    "it is not part of the format",
                    document,
                    key,
                )

    def _import(
        self, value: Any, document: Document, at: tuple[str | int, ...], path: Path, root: Path
    ) -> None:
        listed = isinstance(value, list)
        for index, pattern in enumerate(value if listed else [value]):
            if not isinstance(pattern, str):
                continue
            place = document.place(*at, index) if listed else document.place(*at)
            what = Message("the import “{pattern}”", pattern=pattern)
            found = self._glob(path.parent, pattern)
            inside = [item for item in found if item.resolve().is_relative_to(root)]
            if len(inside) < len(found):
                self.result.leave_out(what, "it leads out of the folder of the index", place)
            elif not found:
                self.result.leave_out(what, "file not found", place)
            self.context.expect(len(inside))
            for item in inside:
                try:
                    self.read_file(item, root)
                except ProblemError as error:
                    why = error.problem
                    self.result.leave_out(what, why.text, Place(why.file, why.line))

    @staticmethod
    def _glob(folder: Path, pattern: str) -> list[Path]:
        if Path(pattern).is_absolute():
            return [Path(pattern)]
        if any(char in pattern for char in "*?["):
            return sorted(folder.glob(pattern))
        return [folder / pattern] if (folder / pattern).is_file() else []

    def _collections(
        self, value: Any, document: Document, key: str, path: Path, root: Path
    ) -> None:
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            if isinstance(item, str):
                self._import(item, document, (key, index), path, root)
                continue
            name = words(field(item, "Name")) if isinstance(item, dict) else None
            if name is None:
                if item:
                    self._leave_out("a collection", "it has no name", document, key, index)
                continue
            collection = self._collection(name, document.place(key, index))
            if collection.stated:
                self._leave_out(
                    Message("the second collection “{name}”", name=name),
                    "the first one is used",
                    document,
                    key,
                    index,
                )
                continue
            collection.data, collection.stated = item, True
            collection.place = document.place(key, index)
            collection.document, collection.at = document, (key, index)

    def _collection(self, name: str, place: Place) -> _Collection:
        return self.collections.setdefault(fold_key(name), _Collection(name, place))

    def _models(
        self,
        value: Any,
        document: Document,
        at: tuple[str | int, ...],
        path: Path,
        root: Path,
    ) -> None:
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, str):
                self._import(item, document, (*at, index), path, root)
            elif isinstance(item, dict):
                self._model(item, document, (*at, index))
            elif item is not None:
                self._leave_out("a model", "expected a mapping", document, *at, index)

    def _model(self, data: dict[str, Any], document: Document, at: tuple[str | int, ...]) -> None:
        name = words(field(data, "Name"))
        if name is None:
            self._leave_out("a model", "it has no name", document, *at)
            return
        homes = word_list(field(data, "In Collection"), separators="\n")
        collection = self._collection(homes[0] if homes else name, document.place(*at))
        collection.single |= not homes
        collection.models.append((data, document, at))
        if len(homes) > 1:
            self._leave_out(
                Message("“{name}” in {names}", name=name, names=", ".join(homes[1:])),
                Message("it is a variant of {name}", name=homes[0]),
                document,
                *at,
            )

    def _leave_out(self, what: str, why: str, document: Document, *path: str | int) -> None:
        self.result.leave_out(what, why, document.place(*path))


def _entry(collection: _Collection, context: ImportContext, result: ImportResult) -> Draft:
    """Turn one collection into an entry."""
    data = collection.data
    draft = Draft({"name": collection.name}, collection.place)
    if not collection.stated and not collection.single:
        draft.note("", Message("no file states the collection “{name}”", name=collection.name))
    description, odd = describe_metadata(field(data, "Metadata"))
    if description:
        draft.data["description"] = {"en": description}
    for key in odd:
        result.leave_out(
            Message("Metadata: {key} of {name}", key=key, name=collection.name),
            NO_FIELD,
            collection.place,
        )
    _paper(draft, field(data, "Paper"))
    license_name = words(field(data, "License"))
    if license_name:
        draft.data["license"] = spdx(license_name) or license_name
    code = [{"url": url, "kind": "other"} for url in _urls(field(data, "Code"))]
    if code:
        draft.data["code"] = code
    reader = ModelReader(draft, context, result)
    for item, document, at in collection.models:
        reader.add(item, document, at, own=_is_own(item, collection))
    reader.finish()
    draft.hints[REST_HINT] = field(data, REST_KEY)
    _leave_out_others(collection, result)
    return draft


def _leave_out_others(collection: _Collection, result: ImportResult) -> None:
    document = collection.document
    if document is None:
        return
    for key, value in collection.data.items():
        what = str(key)
        if fold_key(key) == "code":
            parts = [str(part) for _, item in mappings(value) for part in item]
            what, value = f"{key}: Version", "version" in map(fold_key, parts)
        elif fold_key(key) in _COLLECTION_FIELDS:
            continue
        if value:
            place = document.place(*collection.at, str(key))
            result.leave_out(
                Message("{what} of {name}", what=what, name=collection.name), NO_FIELD, place
            )


def _is_own(item: dict[str, Any], collection: _Collection) -> bool:
    """Return True if a model states results of its collection instead of being a variant."""
    same = fold_key(words(field(item, "Name")) or "") == fold_key(collection.name)
    alone = len(collection.models) == 1
    return same and (alone or (not field(item, "Weights") and not field(item, "Config")))


def _paper(draft: Draft, value: Any) -> None:
    papers = list(_papers(value))
    if papers:
        draft.data["paper"] = papers[0]
    for paper in papers[1:]:
        url = paper.get("url") or f"https://arxiv.org/abs/{paper.get('arxiv')}"
        label = {"label": paper["title"]} if "title" in paper else {}
        draft.data.setdefault("links", []).append({"url": url, **label})


def _papers(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            paper = paper_of(words(field(item, "Title")), words(field(item, "URL")))
        else:
            text = words(item)
            is_link = text is not None and "://" in text
            paper = paper_of(None if is_link else text, text if is_link else None)
        if paper:
            yield paper


def _urls(value: Any) -> list[str]:
    """Return the links of a ``Code`` field: a link, a mapping with one, or several."""
    urls = [words(item) for item in value] if isinstance(value, list) else [words(value)]
    urls += [words(field(item, "URL")) for _, item in mappings(value)]
    return list(dict.fromkeys(url for url in urls if url))
