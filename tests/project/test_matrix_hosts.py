"""The comparison of ``make matrix-hosts``: it finds what is lost, and passes what may change."""

from __future__ import annotations

import importlib
import sys
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTS = ROOT / "scripts"
pytestmark = pytest.mark.skipif(not SCRIPTS.is_dir(), reason="of the repository only")

MODELS = {"alpha-net": ("Finds alphas", "寻找 α")}
PAGE = "<title>Use</title>\n<p>Melt first.</p>\n<p>Cast later.</p>\n"
MODEL = "<h1>AlphaNet</h1>\n<p>Finds <b>alphas</b> in pictures.</p>\n"
ROWS = "<table><tr><td>AlphaNet</td></tr></table>\n"
BARE = {"use.html": PAGE, "zoo.html": PAGE, "genindex.html": "<a>b</a>\n<a>c</a>\n"}
ZOO = {
    "use.html": PAGE,
    "zoo.html": PAGE.replace("<p>Cast", f"{ROWS}<p>Cast"),
    "genindex.html": "<a>c</a>\n<a>a</a>\n<a>b</a>\n",
    "models/alpha-net.html": MODEL,
    "_static/modelzoo.css": "table {}",
}


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("host_outputs")


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    return importlib.import_module("matrix_hosts")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def complaints(
    outputs: Any,
    tmp_path: Path,
    zoo: Mapping[str, str | bytes],
    bare: Mapping[str, str | bytes] = BARE,
    varies: tuple[str, ...] = (),
    one_file: bool = False,
) -> list[str]:
    """What is said of a build without the zoo and one with it."""
    before = outputs.Outputs(write(tmp_path / "bare" / "out", bare), varies)
    after = outputs.Outputs(write(tmp_path / "zoo" / "out", zoo), varies)
    found = outputs.compare(before, after, ("zoo", "mentions"), one_file)
    return [*found, *outputs.missing_pages(after, MODELS)]


def test_a_zoo_that_does_no_harm(outputs: Any, tmp_path: Path) -> None:
    assert complaints(outputs, tmp_path, ZOO) == []


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("use.html", PAGE.replace("later", "soon"), "'Cast later.' → 'Cast soon.'"),
        ("use.html", f"{PAGE}<p>More.</p>", "'' → 'more at its end'"),
        ("zoo.html", ROWS + PAGE.replace("<p>Cast later.</p>\n", ""), "lost '<p>'"),
        ("zoo.html", PAGE.replace("Melt", "Strike"), "lost 'Melt first.'"),
        ("genindex.html", "<a>a</a>\n<a>b</a>\n", "lost 'c'"),
        ("models/alpha-net.html", "", "no word of the model"),
        ("models/alpha-net.html", "<h1>AlphaNet</h1>", "no word of the model"),
        ("alpha.html", MODEL, "a new file that is not of the zoo"),
    ],
)
def test_harm_is_found(outputs: Any, tmp_path: Path, name: str, data: str, found: str) -> None:
    said = complaints(outputs, tmp_path, {**ZOO, name: data})
    assert len(said) == 1
    assert said[0].startswith(f"{name}: ")
    assert said[0].endswith(found)


def test_files_that_are_gone(outputs: Any, tmp_path: Path) -> None:
    rest = {name: data for name, data in ZOO.items() if name in ("zoo.html", "genindex.html")}
    said = complaints(outputs, tmp_path, rest)
    assert said == ["use.html: gone", "alpha-net: in no file of the output"]


def test_what_no_two_builds_share(outputs: Any, tmp_path: Path) -> None:
    bare = {**BARE, "tip-1a.js": "tips", "use.html": f"{PAGE}<i id=tip-1a>"}
    zoo = {**ZOO, "tip-2b.js": "tips", "use.html": f"{PAGE}<i id=tip-2b>"}
    assert len(complaints(outputs, tmp_path / "all", zoo, bare)) == 3
    assert complaints(outputs, tmp_path / "lasting", zoo, bare, (r"tip-[0-9a-f]+",)) == []


def inventory(*lines: str) -> bytes:
    return b"# Sphinx inventory version 2\nzlib.\n" + zlib.compress("\n".join(lines).encode())


def test_inventories(outputs: Any, tmp_path: Path) -> None:
    bare = {**BARE, "objects.inv": inventory("use std:doc -1 use.html Use")}
    more = inventory("alpha modelzoo:model 1 models/a.html -", "use std:doc -1 use.html Use")
    assert complaints(outputs, tmp_path, {**ZOO, "objects.inv": more}, bare) == []
    other = inventory("use std:doc -1 use.html Used")
    said = complaints(outputs, tmp_path, {**ZOO, "objects.inv": other}, bare)
    assert said == ["objects.inv: lost 'use std:doc -1 use.html Use'"]


def test_json_line_by_line(outputs: Any, tmp_path: Path) -> None:
    """As linkcheck writes what it found, in the order of the answers."""
    bare = {**BARE, "output.json": '{"uri": "a"}\n{"uri": "b"}\n', "empty.json": ""}
    zoo = {**ZOO, "empty.json": ""}
    more = '{"uri": "b"}\n{"uri": "x"}\n{"uri": "a"}\n'
    assert complaints(outputs, tmp_path, {**zoo, "output.json": more}, bare) == []
    less = '{"uri": "b"}\n'
    said = complaints(outputs, tmp_path, {**zoo, "output.json": less}, bare)
    assert said == ["""output.json: lost '{"uri": "a"}'"""]


def search_index(documents: str, terms: str) -> str:
    titles = documents.replace('"]', ' title"]')
    parts = f'"docnames":{documents},"titles":{titles},"terms":{terms},"titleterms":{{}}'
    return f"Search.setIndex({{{parts}}})"


def test_search_indices(outputs: Any, tmp_path: Path) -> None:
    """The numbers of documents move; what is found where does not."""
    bare = {**BARE, "searchindex.js": search_index('["use"]', '{"melt":0}')}
    found = search_index('["models/a", "use"]', '{"melt":[0,1]}').replace(
        '"titles":["models/a", "use title"]', '"titles":["A", "use title"]'
    )
    assert complaints(outputs, tmp_path, {**ZOO, "searchindex.js": found}, bare) == []
    less = found.replace("[0,1]", "0")
    said = complaints(outputs, tmp_path, {**ZOO, "searchindex.js": less}, bare)
    assert said == ["searchindex.js: lost 'terms melt use'"]


def test_search_indices_of_mkdocs(outputs: Any, tmp_path: Path) -> None:
    name, pattern = (
        "search/search_index.json",
        '{{"docs":[{{"location":"a/","title":"A","text":"{}"}}]}}',
    )
    bare = {**BARE, name: pattern.format("melt first")}
    more = {**ZOO, name: pattern.format("melt the first")}
    assert complaints(outputs, tmp_path, more, bare) == []
    less = {**ZOO, name: pattern.format("melt")}
    assert complaints(outputs, tmp_path, less, bare) == [f"{name}: lost 'a/ first'"]


def docx(path: Path, text: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", text)
    return path.read_bytes()


def test_one_file_for_all(outputs: Any, tmp_path: Path) -> None:
    bare = {"forge.docx": docx(tmp_path / "a", "<w>Melt.</w>\n<w>Cast.</w>")}
    zoo = docx(
        tmp_path / "b", f"<w>Melt.</w>\n{MODEL.replace('<b>alphas</b>', 'alphas')}<w>Cast.</w>"
    )
    assert complaints(outputs, tmp_path, {"forge.docx": zoo}, bare, one_file=True) == []
    zoo = docx(tmp_path / "c", "<w>Melt.</w>")
    said = complaints(outputs, tmp_path, {"forge.docx": zoo}, bare, one_file=True)
    assert said == ["forge.docx: lost '<w>'", "alpha-net: in no file of the output"]


def test_the_list(matrix: Any) -> None:
    """Enough hosts of every kind; each either can be built, or says in both languages why not."""
    environments, hosts = matrix.load()
    count = {kind: len({host.name for host in hosts if host.kind == kind}) for kind in (
        "extension", "builder", "theme", "plugin", "mkdocs-theme"
    )}  # fmt: skip
    assert count["extension"] >= 12
    assert count["builder"] >= 6
    assert count["plugin"] >= 4
    assert count["theme"] + count["mkdocs-theme"] >= 8
    for host in hosts:
        assert host.version, host
        assert bool(host.cannot) == (host.kind == "tool") == (host.env not in environments), host
        for words in filter(None, (host.note, host.cannot)):
            assert sorted(words) == ["en", "zh"], host
    assert len({host.title for host in hosts}) == len(hosts)
