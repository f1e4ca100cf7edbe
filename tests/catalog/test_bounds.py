"""Limits of a catalog: what is larger is refused with its place, and what is not costs little."""

from __future__ import annotations

import itertools
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.curation.grids.grid import Unread
from sphinx_modelzoo.curation.grids.rst_tables import blocks
from sphinx_modelzoo.curation.words.glued import find_glued
from sphinx_modelzoo.curation.words.lexicon import Lexicon
from sphinx_modelzoo.schema.markup import mentions, refused_addresses
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "models:\n  - {id: good, name: Good}\n  - id: a\n    name: A\n"
LONG = "模" * (MAX_TEXT + 1)


@pytest.mark.parametrize(
    "field",
    [
        f"abstract: {LONG}",
        f"abstract: |\n      {LONG}",
        f"summary: {{zh: {LONG}}}",
        f"tags: [{LONG}]",
        f"code: {LONG}",
        f"extra: {{note: {LONG}}}",
        f"unknown: {LONG}",
        f"abstract: {'a' * (20 << 20)}",
    ],
    ids=lambda field: field[:20],
)
def test_a_text_that_is_too_long(tmp_path: Path, field: str) -> None:
    (tmp_path / "models.yaml").write_text(f"{GOOD}    {field}\n", encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path)
    assert [model.id for model in catalog.models] == ["good", "a"]
    told = next(one for one in catalog.problems if one.code == "modelzoo.yaml.text-size")
    assert told.line in (5, 6)
    assert told.model == "a"
    assert "the limit is 100,000" in told.message
    assert len(told.text) < 300


def test_a_long_text_that_is_allowed(tmp_path: Path) -> None:
    text = f"{GOOD}    abstract: {'模' * MAX_TEXT}\n"
    (tmp_path / "models.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path)
    assert catalog.problems == ()


@pytest.mark.parametrize("character", ["a", "模", "*", "[", "`", "$", "aA", "a-", "a.b "])
def test_a_long_word_takes_memory_in_proportion(character: str) -> None:
    def peak(length: int) -> int:
        text = (character * length)[:length]
        lexicon = Lexicon([text])
        tracemalloc.start()
        find_glued([text], lexicon)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(100)  # what is loaded once
    assert peak(40_000) < 8 * peak(10_000) + 1_000_000


def test_a_substitution_bomb_is_defused() -> None:
    names = "abcdefghij"
    bomb = "".join(
        f".. |{one}| replace:: {f'|{other}| ' * 8}\n" for one, other in itertools.pairwise(names)
    )
    text = f"Zoo\n===\n\n|a| |ok|\n\n.. |ok| replace:: fine\n{bomb}.. |j| replace:: boom\n"
    unread = [one for one in blocks(text) if isinstance(one, Unread)]
    assert any("“a”" in one.what and one.line == 7 for one in unread)
    assert not any("“ok”" in one.what for one in unread)


def test_substitutions_that_are_used_too_often() -> None:
    text = f"{'|a| ' * 200}\n\n.. |a| replace:: {'word ' * 5000}\n"
    assert [one.line for one in blocks(text) if isinstance(one, Unread)] == [3]


@pytest.mark.once
def test_many_links_in_a_text_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        text = "[a](b.md) " * count
        start = time.process_time()
        assert refused_addresses(text) == []
        assert sum(1 for _ in mentions(text)) == count
        return time.process_time() - start

    seconds(100)  # what is loaded once
    few, many = (min(seconds(count) for _ in range(3)) for count in (2000, 16_000))
    assert many < 24 * few  # of eight times as many; 64 times, if each looked at all others
