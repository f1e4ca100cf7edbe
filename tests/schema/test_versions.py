"""Versions of a zoo: their order, and what belongs to a release."""

from __future__ import annotations

import itertools

import pytest

from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.versions import (
    find_version,
    is_past,
    is_release,
    version_key,
    version_order,
)
from tests.support.query_zoo import model

# From the oldest to the newest; those in one line are equal.
ORDERED = [
    ["spring"],
    ["r2.3", "2.3", "release_2.3", "版本 2.3"],
    ["2.9"],
    ["2.10", "v2.10.0", "２.10"],
    ["3.0.dev1"],
    ["3.0a1"],
    ["3.0b2"],
    ["3.0rc1"],
    ["3.0rc10"],
    ["3.0", "3", "3.0.0", "V3.0"],
    ["3.0.post1"],
    ["3.0.1"],
    ["3.0.1.0.1"],
    ["2026.5"],
    ["1!0.1"],
]


def test_versions_sort_as_versions() -> None:
    for older, newer in itertools.pairwise(ORDERED):
        assert len({version_key(text) for text in older}) == 1, older
        assert version_key(older[0]) < version_key(newer[0]), (older, newer)


def _words(text: str) -> list[tuple[int, int | str]]:
    """Cut a text as a script of a page compares it: numbers by their value."""
    return [(0, int(w)) if w.isdigit() else (1, w) for w in text.replace(".", " ").split()]


def test_scripts_sort_them_alike() -> None:
    shown = [_words(version_order(text)) for text, *_ in ORDERED if text != "3.0.1.0.1"]
    assert shown == sorted(shown)  # but for one with more numbers than usual
    assert version_order("3.0") == version_order("v3.0.0")
    assert not version_order("3.10").replace(".", "").isdigit()  # 3.10 is not the number 3.1


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        ("3.0", "3.0", True),
        ("3.0", "3.0.1", True),
        ("3.0", "v3.0rc1", True),
        ("3.0", "3", True),
        ("3.0.1", "3.0", True),
        ("3", "3.0.2", True),
        ("3", "3.1", False),
        ("3.0", "3.1", False),
        ("3.1", "3.0", False),
        ("3.0.1", "3.0.2", False),
        ("3.0", "latest", False),
        ("spring", "spring", True),
        ("1!3.0", "3.0", False),
    ],
)
def test_what_belongs_to_a_release(text: str, version: str, expected: bool) -> None:
    assert is_release(text, version) is expected


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        ("2.6", "3.0", True),
        ("2.6", "3", True),
        ("2.6", "3.0rc1", True),
        ("2.6", "2.6", False),
        ("2.6", "2.6.4", False),
        ("2.6.1", "2.6.4", True),
        ("2.6.0", "2.6", False),
        ("2", "2.6", False),
        ("3.0", "2.6", False),
        ("release/2.6", "3.0", True),
        ("spring", "3.0", False),
        ("2.6", "latest", False),
    ],
)
def test_when_a_release_is_over(text: str, version: str, expected: bool) -> None:
    assert is_past(text, version) is expected


def test_versions_of_any_length() -> None:
    """Python refuses to read numbers of several thousand digits."""
    assert find_version("1" * 9999) is None
    assert version_key("1" * 9999) < version_key("0.1")
    assert version_order("1" * 9999)


def test_a_version_is_kept_as_it_is_written() -> None:
    found = model("m", since="v3.10", until=" release/4 ", variants=[{"id": "s", "since": "3.1"}])
    assert isinstance(found, Model)
    assert (found.since, found.until, found.variants[0].since) == ("v3.10", "release/4", "3.1")
