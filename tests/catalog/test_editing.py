"""The one editor of YAML texts, and the places that the check gives by the loader's own locator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.rules.fixes import fix
from sphinx_modelzoo.yamltext.editing import Editor, as_before
from sphinx_modelzoo.yamltext.parsing import compose
from tests.support.check_helpers import CHECKS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "a: 1   # one\n\n# of b\nb: [x, y, z]\nc:\n  - p\n  - q\n"


def test_nothing_changes_without_edits() -> None:
    assert Editor(TEXT).text() == TEXT
    assert Editor("a: 1").text() == "a: 1"


def test_edits_of_characters_and_lines_are_made_together() -> None:
    editor = Editor(TEXT)
    editor.splice(3, 4, "2")
    editor.insert(4, ["new: 0"])
    editor.replace(6, 7, ["  - r", "  - s"])
    assert editor.text() == (
        "a: 2   # one\n\n# of b\nb: [x, y, z]\nnew: 0\nc:\n  - p\n  - r\n  - s\n"
    )


@pytest.mark.parametrize(
    ("field", "place", "expected"),
    [
        ("b", 0, TEXT.replace("[x, y, z]", "[y, z]")),
        ("b", 2, TEXT.replace("[x, y, z]", "[x, y]")),
        ("c", 0, TEXT.replace("  - p\n", "")),
        ("c", 1, TEXT.replace("  - q\n", "")),
    ],
)
def test_an_item_is_taken_out(field: str, place: int, expected: str) -> None:
    root = compose(TEXT)
    assert root is not None
    holder = next(value for key, value in root.value if key.value == field)
    editor = Editor(TEXT)
    assert editor.take_out(holder, place)
    assert editor.text() == expected


def test_line_ends_and_byte_order_mark_stay() -> None:
    assert as_before(b"\xef\xbb\xbfa: 1\r\n", "a: 2\nb: 3\n") == "\ufeffa: 2\r\nb: 3\r\n"
    assert as_before(b"a: 1\n", "a: 2\n") == "a: 2\n"


def test_an_entry_behind_a_hyphen_of_its_own_line_is_found_and_mended(tmp_path: Path) -> None:
    text = "models:\n  -\n    id: a\n    name: A\n    license: Apache 2.0\n  - {id: b, name: B}\n"
    (tmp_path / "zoo.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("zoo.yaml", tmp_path, registry=CHECKS)
    report = check(catalog, root=tmp_path, only=["license.unknown"])
    assert [(one.line, one.column) for one in report.problems] == [(5, 14)]
    (fixed,) = fix(catalog, report.findings).texts.values()
    assert fixed == text.replace("Apache 2.0", "Apache-2.0")


def test_lines_are_those_of_editors_not_of_yaml(tmp_path: Path) -> None:
    text = 'models:\n  - id: a\n    name: "A\u2028B"\n    license: Apache 2.0\n'
    (tmp_path / "zoo.yaml").write_text(text, encoding="utf-8")
    report = check(
        load_catalog("zoo.yaml", tmp_path, registry=CHECKS), root=tmp_path, only=["license.unknown"]
    )
    assert [(one.line, one.column) for one in report.problems] == [(4, 14)]
