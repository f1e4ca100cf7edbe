"""The parse cache changes nothing but the time."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog import cache as cache_module
from sphinx_modelzoo.catalog.cache import ParseCache, text_key
from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.schema.model import Model

RICH = """\
schema_version: 1
language: en
title: {en: Zoo, zh: 模型库}
tasks: [{id: mine, en: Mine}]
models:
  - id: a
    name: A
    summary: {en: One., zh: 一。}
    tasks: [mine]
    paper: {arxiv: "2004.10930", year: 2020}
    results: [{dataset: COCO, metrics: {mAP: 41.2}, conditions: {flip: true}, raw: x}]
    variants: [{id: v, params: 25.6M, weights: "https://example.org/v"}]
    added: 2021-12-31
    deprecated: true
  - {id: b, name: B, related: [a]}
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def same(one: Catalog, other: Catalog) -> bool:
    fields = ("entries", "title", "language", "problems", "files", "silence", "digest")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


@pytest.mark.parametrize(
    "files",
    [
        {"m.yaml": RICH},
        {"m.yaml": RICH.replace("title:", "x-a: &a 1\nx-b: *a\ntitle:")},
        {"m.yaml": RICH.replace("- id: a\n", "- &e\n    id: a\n")},
        {"a.yaml": "id: a\nname: A\nlanguage: zh\n", "b.yaml": "id: b\nname: B\n"},
        {"a.yaml": RICH, "b.yaml": "models: [{id: c, name: C}]\nsilence: [x]\n"},
        {"m.yaml": "models: [{id: c, name: C}, {id: d}]\n", "n.yaml": "id: e\nname: E\n"},
    ],
)
def test_from_the_cache_it_is_the_same(files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    plain = load_catalog("*.yaml", tmp_path)
    first = load_catalog("*.yaml", tmp_path, cache=tmp_path / "deep" / "er" / "cache")
    kept = (tmp_path / "deep" / "er" / "cache").read_bytes()
    again = load_catalog("*.yaml", tmp_path, cache=tmp_path / "deep" / "er" / "cache")
    assert same(plain, first)
    assert same(first, again)
    assert again.entries
    assert (tmp_path / "deep" / "er" / "cache").read_bytes() == kept
    assert [file.name for file in (tmp_path / "deep" / "er").iterdir()] == [
        "cache"
    ]  # nothing is left beside it


def test_it_is_written_only_if_something_is_new(tmp_path: Path) -> None:
    write(tmp_path, "m.yaml", RICH)
    file = tmp_path / "cache"
    load_catalog("m.yaml", tmp_path, cache=file)
    before = file.stat().st_ino, file.stat().st_mtime_ns
    load_catalog("m.yaml", tmp_path, cache=file)
    write(tmp_path, "m.yaml", RICH + "# a comment after the last entry\n")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before
    load_catalog("m.yaml", tmp_path, cache=file)
    assert file.stat().st_ino != before[0]


def test_a_damaged_or_foreign_file_is_none(tmp_path: Path) -> None:
    write(tmp_path, "m.yaml", RICH)
    file = tmp_path / "cache"
    plain = load_catalog("m.yaml", tmp_path)
    load_catalog("m.yaml", tmp_path, cache=file)
    sound = file.read_bytes()
    for damaged in (
        b"",
        b"something else",
        sound[:-1],
        sound + b"x",
        sound[: len(sound) // 2],
        sound[:100] + bytes([sound[100] ^ 1]) + sound[101:],
        sound.replace(b"2020", b"2021"),
    ):
        file.write_bytes(damaged)
        assert same(load_catalog("m.yaml", tmp_path, cache=file), plain)
        assert file.read_bytes() == sound


@given(st.data())
def test_no_flipped_bit_gets_through(data: st.DataObject) -> None:
    records = {b"k" * 16: Model(id="a", name="A", tags=("x", "y"))}
    sound = b"".join(
        [
            cache_module._MAGIC,
            cache_module._salt(),
            cache_module._framed(cache_module._dump(records)),
            cache_module._framed(cache_module._dump({})),
        ]
    )
    place = data.draw(st.integers(0, len(sound) - 1))
    flipped = sound[:place] + bytes([sound[place] ^ data.draw(st.integers(1, 255))])
    cache = ParseCache(None)
    cache._load(flipped + sound[place + 1 :])
    assert cache.get(b"k" * 16) is None
    cache._load(sound)
    assert cache.get(b"k" * 16) == records[b"k" * 16]


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize("record", [Evil(), Path("x"), print, [Evil()]])
def test_a_pickle_of_other_things_is_refused(record: object, tmp_path: Path) -> None:
    parts = [pickle.dumps({b"k" * 16: record}), pickle.dumps({})]
    framed = b"".join(map(cache_module._framed, parts))
    (tmp_path / "cache").write_bytes(cache_module._MAGIC + cache_module._salt() + framed)
    assert ParseCache(tmp_path / "cache").get(b"k" * 16) is None


def test_another_version_makes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "m.yaml", RICH)
    file = tmp_path / "cache"
    load_catalog("m.yaml", tmp_path, cache=file)
    assert not ParseCache(file).empty
    monkeypatch.setattr(cache_module, "_salt", lambda: b"another version's hash".ljust(32))
    assert ParseCache(file).empty
    load_catalog("m.yaml", tmp_path, cache=file)
    assert not ParseCache(file).empty


def test_a_place_that_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "m.yaml", RICH)
    write(tmp_path, "file", "")
    assert len(load_catalog("m.yaml", tmp_path, cache=tmp_path / "file" / "cache")) == 2
    (tmp_path / "folder").mkdir()
    assert len(load_catalog("m.yaml", tmp_path, cache=tmp_path / "folder")) == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "folder", "m.yaml"]


def test_a_few_new_entries_do_not_rewrite_all(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    cache = ParseCache(file)
    for number in range(200):
        cache.put(text_key(b"%d" % number), Model(id=f"m{number}", name="M"))
    cache.save()
    cache = ParseCache(file)
    large = cache._large_bytes
    for number in range(200):
        assert cache.get(text_key(b"%d" % number)) is not None
    cache.put(text_key(b"new"), Model(id="new", name="New"))
    cache.save()
    cache = ParseCache(file)
    assert cache._large_bytes == large
    assert cache.get(text_key(b"new")) == Model(id="new", name="New")
    for number in range(100, 200):  # only these are asked for now
        cache.get(text_key(b"%d" % number))
    for number in range(100):
        cache.put(text_key(b"more %d" % number), Model(id=f"n{number}", name="N"))
    cache.save()
    cache = ParseCache(file)
    assert len(cache._large) == 201
    assert cache.get(text_key(b"0")) is None
    assert cache.get(text_key(b"new")) is not None
    assert cache.get(text_key(b"more 99")) is not None


def test_any_series_of_edits_ends_as_a_fresh_load(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    entries = [f"  - {{id: m{n}, name: Model {n}}}\n" for n in range(90)]
    for step in range(12):
        entries[step * 7] = entries[step * 7].replace("name: ", f"name: Edited {step} ")
        if step % 3 == 0:
            entries.insert(step, f"  - {{id: new{step}, name: New, tasks: [detection]}}\n")
        if step % 4 == 1:
            del entries[-1]
        head = "title: a\n" if step % 2 else ""
        write(tmp_path, "m.yaml", head + "models:\n" + "".join(entries))
        kept = load_catalog("m.yaml", tmp_path, cache=file)
        assert same(kept, load_catalog("m.yaml", tmp_path))
        assert len(kept) == len(entries)
