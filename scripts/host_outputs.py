"""Compare what a host builds without the zoo and with it: what may change, and what may not.

Files of the host's pages that hold nothing of the zoo must be equal, byte for byte. Those that do
hold something, and lists of all pages (indices, search, inventory, sitemap), may only gain: all
that was in them is still there, in the same order.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Set
    from pathlib import Path

# Names of the zoo in the paths of files: its pages, its indices, its style sheet and scripts, and
# the inventory that MkDocs has none of by itself.
OURS = re.compile(r"(?:^|[/_.-])models(?:[/_.-]|$)|modelzoo|(?:^|/)objects\.inv$")
# Lists of all pages, in the files of every host.
LISTS = re.compile(
    r"(?:^|/)(?:genindex|py-modindex|std-modindex|search|sitemap|search_?index|objects|llms"
    r"|print_page|feed_\w+|output|tags)(?:[-./][^/]*)?$|\.(?:hhk|hhc|hhp|qhp|devhelp(?:\.gz)?)$"
)
# How the build was configured; and PDFs, whose texts are compared.
SETTINGS = re.compile(
    r"(?:^|/)(?:\.buildinfo|environment\.pickle|last_build|globalcontext\.\w+)$|\.pdf$"
)
# A file that holds a whole manual.
ARCHIVES = (".docx", ".epub", ".odt", ".zip")
_TOKEN = re.compile(r"<[^>]*>|[^<\n]+")


class Outputs:
    """The files of a build, by path.

    :param varies: patterns of what no two builds of the host share, in paths and in files.
    :param leave_out: a pattern of paths that are not looked at.
    """

    def __init__(self, folder: Path, varies: Iterable[str] = (), leave_out: str = "") -> None:
        self._varies = [re.compile(pattern) for pattern in varies]
        self._root = str(folder.parent).encode()
        self._paths = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not (leave_out and re.search(leave_out, name)):
                self._paths[self._lasting(name)] = path

    @property
    def names(self) -> Set[str]:
        """The paths of the files, from the top of the output."""
        return self._paths.keys()

    def _lasting(self, text: str) -> str:
        for pattern in self._varies:
            text = pattern.sub("", text)
        return text

    def data(self, name: str) -> bytes:
        """Return a file without the folder of the build in it."""
        return self._paths[name].read_bytes().replace(self._root, b"<root>")

    def same(self, other: Outputs, name: str) -> bool:
        """Whether a file is the same in both, but for what varies."""
        if self.data(name) == other.data(name):
            return True
        text = self.text(name)
        return text != "" and text == other.text(name)

    def text(self, name: str) -> str:
        """Return what a file says; of an archive, what is in it; nothing for pictures and such."""
        return self._lasting(self._text(name))

    def _text(self, name: str) -> str:
        data = self.data(name)
        if name.endswith(ARCHIVES):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [archive.read(one) for one in sorted(archive.namelist())]
            return "\n".join(filter(None, map(_decoded, parts)))
        if name.endswith(".gz"):
            return gzip.decompress(data).decode()
        if name.endswith(".inv"):
            return _inventory(data)
        if name.endswith(("searchindex.js", "searchindex.json")):
            return _search_index(data.removeprefix(b"Search.setIndex(").removesuffix(b")"))
        if name.endswith(".fjson"):
            return _json_page(json.loads(data))
        if name.endswith("search_index.json"):
            return _search_words(json.loads(data))
        if name.endswith(".json"):
            return _json_values(data.decode())
        return _decoded(data)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _json_values(text: str) -> str:
    """Return a value part by part, and several, as linkcheck has them, each on a line."""
    decoder = json.JSONDecoder()
    values = []
    while text := text.lstrip():
        value, end = decoder.raw_decode(text)
        values.append(value)
        text = text[end:]
    indent = 0 if len(values) == 1 else None
    return "\n".join(json.dumps(value, indent=indent, sort_keys=True) for value in values)


def _inventory(data: bytes) -> str:
    head, _, packed = data.partition(b"zlib.\n")
    return (head + b"\n" + zlib.decompress(packed)).decode()


def _search_index(data: bytes) -> str:
    """Sphinx's index, as lines of a word and a document, a title and a document."""
    index = json.loads(data)
    documents = index["docurls" if "docurls" in index else "docnames"]  # of sphinx_immaterial
    lines = {
        f"document {name} {title}" for name, title in zip(documents, index["titles"], strict=True)
    }
    for kind in ("terms", "titleterms"):
        for word, found in index[kind].items():
            numbers = found if isinstance(found, list) else [found]
            lines |= {f"{kind} {word} {documents[number]}" for number in numbers}
    return "\n".join(sorted(lines))


def _json_page(page: Mapping[str, Any]) -> str:
    """Return what a page of the JSON builder shows, one kind of thing after the other."""
    kinds = ("title", "body", "toc", "parents", "prev", "next", "genindexentries", "indexcontent")
    shown = (page[kind] for kind in kinds if kind in page)
    return "\n".join(
        part if isinstance(part, str) else json.dumps(part, indent=0, sort_keys=True)
        for part in shown
    )


def _search_words(index: Mapping[str, Any]) -> str:
    """MkDocs' index, as lines of a place in the site and a word there."""
    return "\n".join(
        f"{place['location']} {word}"
        for place in index["docs"]
        for word in (place["title"], *place["text"].split())
    )


def lost(before: str, after: str) -> str:
    """Return the first tag or line of a text that the other lacks, in order; "" for none."""
    rest = iter(_tokens(after))
    for token in _tokens(before):
        if not any(token == other for other in rest):
            return token
    return ""


def fewer(before: str, after: str) -> str:
    """Return the first tag or line that a text has more often than the other; "" for none.

    Lists are sorted anew and broken into columns elsewhere: what follows what is not compared.
    """
    less = Counter(_tokens(before)) - Counter(_tokens(after))
    return next(iter(less), "")


def _tokens(text: str) -> list[str]:
    return [token for token in (" ".join(found.split()) for found in _TOKEN.findall(text)) if token]


def compare(
    bare: Outputs, zoo: Outputs, holders: Iterable[str], one_file: bool = False
) -> list[str]:
    """Return what the zoo did to the host's files that it must not do.

    :param holders: the names of the host's documents that hold something of the zoo.
    :param one_file: whether the host writes all documents into one file.
    """
    holds = re.compile(rf"(?:^|[/_-])(?:{'|'.join(holders)})(?:[-./][^/]*)?$")
    complaints = []
    for name in bare.names:
        if name not in zoo.names:
            complaints.append(f"{name}: gone")
        elif not SETTINGS.search(name) and not bare.same(zoo, name):
            before, after = bare.text(name), zoo.text(name)
            if LISTS.search(name):
                gone = fewer(before, after)
            elif one_file or holds.search(name):
                gone = lost(before, after)
            else:
                place = _first_difference(before, after)
                complaints.append(f"{name}: changed, though it holds nothing of the zoo: {place}")
                continue
            if gone:
                complaints.append(f"{name}: lost {gone[:200]!r}")
    for name in zoo.names - bare.names:
        if not OURS.search(name):
            complaints.append(f"{name}: a new file that is not of the zoo")
    return sorted(complaints)


def _first_difference(before: str, after: str) -> str:
    pairs = zip(_tokens(before), _tokens(after), strict=False)
    different = next(((one, two) for one, two in pairs if one != two), ("", "more at its end"))
    return f"{different[0][:150]!r} → {different[1][:150]!r}"


def missing_pages(zoo: Outputs, models: Mapping[str, Collection[str]]) -> list[str]:
    """Return the models that have no page, or whose page says nothing.

    :param models: the words of which a model's page must have some, one for each language, by
        the model's id.
    """
    said = {name: " ".join(re.sub("<[^>]*>", " ", zoo.text(name)).split()) for name in zoo.names}
    complaints = []
    for id, words in models.items():
        pages = [name for name in said if re.search(rf"(?:^|[/_.-]){id}(?:[/.]|$)", name)]
        pages = [name for name in pages if not re.search(r"\.(?:png|svg|js|css|doctree)$", name)]
        if not pages and not any(one in text for text in said.values() for one in words):
            complaints.append(f"{id}: in no file of the output")
        complaints += [
            f"{name}: no word of the model"
            for name in pages
            if not any(one in said[name] for one in words)
        ]
    return complaints
