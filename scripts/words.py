"""Find words that this project does not use in docstrings and messages: they read translated.

``python scripts/words.py`` names each place in the package, with file and line, and exits with 1
where there is one.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "sphinx_modelzoo"
AVOIDED = re.compile(r"\b(?:told|stands|(?:is|are)\s+no)\b(?!-)", re.IGNORECASE)


def texts(path: Path) -> list[tuple[int, str]]:
    """Return every text of a module with its line: docstrings, messages, parts of both."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def main() -> int:
    """Print every place; return 1 where there is one."""
    found = [
        f"{path.relative_to(PACKAGE.parent)}:{line}: “{match[0]}” in a docstring or message"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        for match in AVOIDED.finditer(text)
    ]
    print("\n".join(found) or "no avoided word in a docstring or message")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
