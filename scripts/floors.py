"""Draw the floors of the package from its imports, and fail on an import that breaks the rules.

``python scripts/floors.py`` prints, for each package, its modules and lines of code (without
blank lines, comments and docstrings), and every arrow between packages. It exits with 1 where

- an import goes up, to a floor that the importing package must not know;
- two hosts, or two packages that share a floor and do not know each other, meet;
- the documentation side imports the curation wing (``cli/`` may, inside functions);
- modules import each other in a circle (imports for type checkers alone are not counted);
- two modules, or two public classes, have one name;
- a module of fewer than 80 lines is imported by one other alone, and not listed with a reason.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "sphinx_modelzoo"

_GROUND = ("problems", "yamltext", "schema")
_CATALOG = (*_GROUND, "catalog", "query")
_MEANING = (*_CATALOG, "views")
KNOWS: dict[str, tuple[str, ...]] = {
    # package: the packages of its own floor and below that it may import
    "problems": (),
    "yamltext": ("problems",),
    "schema": ("problems", "yamltext"),
    "catalog": _GROUND,
    "query": (*_GROUND, "catalog"),
    "curation": _CATALOG,
    "views": _CATALOG,
    "exports": _MEANING,
    "render": _MEANING,
    "sphinx_ext": (*_MEANING, "exports", "render"),
    "mkdocs_ext": (*_MEANING, "exports", "render"),
    "cli": (*_MEANING, "exports", "render", "curation"),
}
"""From the bottom to the top. Every package may import itself and the modules at the top, which
know no package. Curation is next to the documentation side, which does not know it."""
SMALL = 80
SHARED = frozenset(("api.py",))
"""Names that two modules have on purpose: what plugins import, of each side of the house."""
_FORMAT = "a format, one of a list"
KEPT_SMALL = {
    "catalog.comparing": "what has to be parsed is not for a command to know",
    "curation.formats.csv_files": _FORMAT,
    "curation.formats.rst_files": _FORMAT,
    "curation.grids.transposed": "documents.py would grow beyond 400 lines",
    "curation.rules.own_field_rules": "rules of one kind, one of a list",
    "curation.rules.terms": "abstracts.py would grow beyond 400 lines",
    "exports.bibtex": _FORMAT,
    "exports.yaml_catalog": _FORMAT,
    "mkdocs_ext.reporter": "the plugin only handles events",
    "render.display_nodes": "the twin of display_html.py",
    "sphinx_ext.books": "setup() only registers",
    "sphinx_ext.roles": "domain.py would grow beyond 400 lines",
}
"""Small modules that one other imports, and why they are none of its parts."""
CURATION = "curation"
"""The package that only ``cli`` imports, and only inside functions."""


class Import(NamedTuple):
    """An import: between which modules, at which line, and when it happens."""

    source: str
    target: str
    line: int
    typing: bool
    lazy: bool


def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(name: str, path: Path, known: dict[str, Path]) -> list[Import]:
    """Return the imports of a module that lead to other modules of the package."""
    found: list[Import] = []

    def visit(node: ast.AST, typing: bool, lazy: bool) -> None:
        targets: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [one if one in known else node.module for one in whole]
        elif isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        for target in dict.fromkeys(targets):
            if target in known and target != name:
                found.append(Import(name, target, node.lineno, typing, lazy))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for child in node.body:
                visit(child, True, lazy)
            for child in node.orelse:
                visit(child, typing, lazy)
            return
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.iter_child_nodes(node):
            visit(child, typing, inside)

    visit(ast.parse(path.read_text(encoding="utf-8")), False, False)
    return found


def package_of(module: str) -> str:
    """Return the package that a module belongs to; nothing for the top package's own modules."""
    _, _, rest = module.partition(".")
    return rest.partition(".")[0] if rest.partition(".")[0] in KNOWS else ""


def lines_of_code(path: Path) -> int:
    """Count the lines that hold code: no blank ones, comments or docstrings."""
    text = path.read_text(encoding="utf-8")
    counted: set[int] = set()
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped and token.type != tokenize.ENDMARKER:
            counted.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        # Docstrings of modules, classes and functions, and the texts below attributes.
        match node:
            case ast.Expr(value=ast.Constant(value=str())) if node.end_lineno:
                counted -= set(range(node.lineno, node.end_lineno + 1))
    return len(counted)


def broken_rules(imports: list[Import]) -> list[str]:
    """Return what is wrong with the imports, each as a line with its place."""
    problems: list[str] = []
    for one in imports:
        source, target = package_of(one.source), package_of(one.target)
        if not source or not target or source == target:
            continue
        place = f"{one.source}:{one.line}: {one.source} imports {one.target}"
        if target not in KNOWS[source]:
            problems.append(f"{place}: {source} must not know {target}")
        elif source == "cli" and target == CURATION and not (one.lazy or one.typing):
            problems.append(f"{place}: curation is imported inside functions only")
    graph: dict[str, set[str]] = {}
    for one in imports:
        if not one.typing and not one.lazy:
            graph.setdefault(one.source, set()).add(one.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        problems.append(f"circle of imports: {' -> '.join(reversed(error.args[1]))}")
    return problems


def shared_names(known: dict[str, Path]) -> list[str]:
    """Return the names that two modules, or two public classes, have."""
    having: dict[str, list[str]] = {}
    for module, path in known.items():
        if not path.stem.startswith("__") and path.name not in SHARED:
            having.setdefault(f"{path.stem}.py", []).append(module)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                having.setdefault(f"class {node.name}", []).append(module)
    return [
        f"{name} is in {' and in '.join(places)}"
        for name, places in having.items()
        if len(places) > 1
    ]


def small_modules(known: dict[str, Path], imports: list[Import]) -> list[str]:
    """Return the small modules that one other imports, and those that are listed and are none."""
    small: dict[str, str] = {}
    for module, path in known.items():
        importing = {one.source for one in imports if one.target == module}
        short = path.read_text(encoding="utf-8").count("\n") < SMALL
        if short and len(importing) == 1 and path.name != "__init__.py":
            small[module.removeprefix(f"{PACKAGE}.")] = importing.pop()
    return [
        *(f"{one} could be a part of {small[one]}" for one in small.keys() - KEPT_SMALL.keys()),
        *(
            f"{one} in KEPT_SMALL has no reason any more"
            for one in KEPT_SMALL.keys() - small.keys()
        ),
    ]


def main() -> int:
    """Print the floors and the arrows between them; return 1 where a rule is broken."""
    known = modules()
    imports = [one for name, path in known.items() for one in imports_of(name, path, known)]
    print(f"{'package':<12} modules  lines")
    for package in (*reversed(KNOWS), ""):
        paths = [path for name, path in known.items() if package_of(name) == package]
        lines = sum(map(lines_of_code, paths))
        print(f"{package or '(top)':<12} {len(paths):7} {lines:6}")
    print(f"{'all':<12} {len(known):7} {sum(map(lines_of_code, known.values())):6}\n")
    arrows = Counter((package_of(one.source), package_of(one.target)) for one in imports)
    for source in reversed(KNOWS):
        down = [f"{b} ({n})" for (a, b), n in sorted(arrows.items()) if a == source != b and b]
        print(f"{source} -> {', '.join(down) or 'nothing'}")
    problems = [
        *broken_rules(imports),
        *shared_names(known),
        *sorted(small_modules(known, imports)),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
