"""Words of messages: counts with their nouns, and the nearest name."""

from __future__ import annotations

import pytest

from sphinx_modelzoo.problems.messages import counted, nearest, nearest_name


@pytest.mark.parametrize(
    ("number", "things", "text"),
    [
        (0, "entries", "0 entries"),
        (1, "entries", "1 entry"),
        (2, "entries", "2 entries"),
        (1, "cards", "1 card"),
        (1, "pages", "1 page"),
        (114, "rows", "114 rows"),
    ],
)
def test_counts(number: int, things: str, text: str) -> None:
    assert counted(number, things) == text


def test_the_nearest_name() -> None:
    assert nearest("Sumary", ["summary", "tasks"]) == "did you mean “summary”?"
    assert nearest("quux", ["summary", "tasks"]) == ""
    assert nearest_name("image", ["images", "imagery"], likeness=0.9) == "images"
    many = [f"dataset-{number}" for number in range(5000)]
    assert nearest_name("dataset-1234x", many) == "dataset-1234"
