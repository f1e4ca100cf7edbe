"""The folders of the tests: the browser stack is imported by the tests in a browser alone."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TESTS = ROOT / "tests"
STACK = ("playwright", "browser_tools", "tests.support.browser_pages")
OTHERS = sorted(
    path.relative_to(TESTS).as_posix()
    for path in TESTS.rglob("*.py")
    if path.relative_to(TESTS).parts[0] != "browser" and path.name != "browser_pages.py"
)


def imported(path: Path) -> Iterator[str]:
    """What a module imports, for type checkers or when it runs, at its top or in a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_tests_in_a_browser_need_one() -> None:
    needy = [name for name in OTHERS for one in imported(TESTS / name) if one.startswith(STACK)]
    assert needy == []
