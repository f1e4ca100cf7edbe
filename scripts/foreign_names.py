"""List what the package touches in others that they do not document, and fail on anything else.

``python scripts/foreign_names.py`` finds, in the syntax trees of the package,

- names with an underscore in front that are not the package's own: attributes, imports, and texts
  that may be names of attributes (``getattr``);
- attributes of others' objects that are set.

Each must be in a table below. It exits with 1 for one that is not, and for one that is in a table
and nowhere else.
"""

from __future__ import annotations

import ast
import sys
from typing import NamedTuple

from floors import PACKAGE, imports_of, modules


class Foreign(NamedTuple):
    """A name of another package: where it is used, what it belongs to, and why it is needed."""

    module: str
    name: str
    owner: str
    reason: str


PRIVATE = (
    Foreign(
        "schema.licenses",
        "packaging.licenses._spdx",
        "packaging",
        "The list of SPDX ids, which nothing public gives; packaging's own check reads it.",
    ),
    Foreign(
        "curation.grids.rst_tables",
        "_disable_config",
        "docutils' settings",
        "A docutils.conf of the machine must not change how a table is read.",
    ),
    Foreign(
        "render.prose_nodes",
        "_render_tokens",
        "myst_parser's DocutilsRenderer",
        "Renders tokens that are parsed already; render() sets up a whole document around them.",
    ),
    Foreign(
        "mkdocs_ext.config",
        "_schema_keys",
        "mkdocs' Config",
        "The known settings, to suggest the closest one for an unknown one.",
    ),
    Foreign(
        "sphinx_ext.domain",
        "_app",
        "Sphinx's BuildEnvironment, 8.2 and newer",
        "Sphinx deprecates env.app, which older versions have, and gives nothing in its place.",
    ),
    Foreign(
        "sphinx_ext.rendering",
        "_has_maths_elements",
        "Sphinx's HTML5Translator, 8.2 and newer",
        "Formulas in our HTML are no nodes, and the page would not load MathJax.",
    ),
    Foreign(
        "sphinx_ext.own_pages",
        "_pickled_doctree_cache",
        "Sphinx's BuildEnvironment",
        "A doctree that is stored again must not be read from here.",
    ),
    *(
        Foreign("sphinx_ext.builds", name, "Sphinx's BuildEnvironment", reason)
        for name, reason in (
            ("_write_doc_doctree_cache", "It holds the doctrees of all documents in memory."),
            ("_pickled_doctree_cache", "As above, for those that are read from the disk again."),
        )
    ),
    *(
        Foreign(
            "sphinx_ext.search",
            name,
            "Sphinx's IndexBuilder",
            reason,
        )
        for name, reason in (
            ("_mapping", "Words of pages that are gone stay after a rebuild, without documents."),
            ("_title_mapping", "As in _mapping, for the words of titles."),
            ("_index_entries", "Only pages that are written again have their entries, or escaped."),
            ("_titles", "Which pages there are; Sphinx 8 shows titles unescaped."),
            ("_all_titles", "Sphinx 8 shows headings unescaped."),
        )
    ),
)
"""Names with an underscore in front. Tried with the oldest and newest versions of the matrix."""

SET = (
    Foreign(
        "cli.spoken",
        "help",
        "click's Command and Option",
        "Copies, made for one help text, have it in the reader's language.",
    ),
    Foreign(
        "cli.spoken",
        "params",
        "click's Command",
        "The copy that writes a help text has copies of the options.",
    ),
    Foreign(
        "mkdocs_ext.plugin",
        "present_anchor_ids",
        "MkDocs' Page",
        "Anchors in parts of a page that MkDocs does not see as elements: it checks links to them.",
    ),
    Foreign(
        "plugin_modules",
        "dont_write_bytecode",
        "sys",
        "The neighbours of a plugin may change within the second by which bytecode is compared.",
    ),
    Foreign(
        "sphinx_ext.stubs",
        "project",
        "Sphinx and its BuildEnvironment",
        "Model pages are documents without a file: a Project that knows them takes its place.",
    ),
    Foreign(
        "mkdocs_ext.generated_pages",
        "inclusion",
        "mkdocs' File",
        "A page that the project writes itself is in the navigation where those of the zoo are.",
    ),
    Foreign(
        "sphinx_ext.settings",
        "doctreedir",
        "Sphinx",
        "Builds in two languages may share one folder of doctrees, each in a folder below it.",
    ),
    Foreign(
        "sphinx_ext.rendering",
        "body",
        "docutils' HTMLTranslator",
        "A caption is written by the writer, and is needed as text inside our table.",
    ),
    Foreign(
        "sphinx_ext.rendering",
        "uid",
        "docutils' nodes, by Sphinx",
        "By which the gettext builder knows a caption that becomes a node of another kind.",
    ),
    Foreign(
        "sphinx_ext.page_reading",
        "smart_quotes",
        "docutils' settings",
        "Quotes in what the catalog says stay as they are; Sphinx looks here for each document.",
    ),
    Foreign(
        "render.fonts",
        "ttflist",
        "matplotlib's FontManager",
        "It is cached, and names fonts that were uninstalled since.",
    ),
)
"""Attributes that the package sets in others' objects, and their documentation does not mention."""

DOCUMENTED = {
    *("excepthook", "method", "tag", "tail", "text"),  # sys, urllib and xml.etree
    *("line", "rawsource", "source"),  # docutils' nodes
    *("children", "content", "info", "meta", "tokens", "type", "validateLink"),  # markdown-it
    *("abs_src_path", "content_string", "edit_uri", "generated_by"),  # MkDocs' files
    *("markdown_extensions", "nav"),  # MkDocs' configuration
    "length",  # click's progress bar
}
"""Attributes that the documentation of others, or their own example, says may be set."""
NO_NAMES = {"_images", "_sources", "_static", "_modelzoo", "_at"}
"""Texts that look like names, but are folders, or parts of the names of groups in patterns."""
_NAMED_TUPLE = {"_replace", "_asdict", "_fields", "_make"}


def is_private(name: str) -> bool:
    """Return True for a name with one underscore in front."""
    return (
        name.startswith("_") and not name.startswith("__") and name.isidentifier() and name != "_"
    )


def own_attributes(tree: ast.AST) -> set[str]:
    """Return the attributes of the instances of a module's classes."""
    found: set[str] = set()
    for kind in ast.walk(tree):
        if not isinstance(kind, ast.ClassDef):
            continue  # a visitor is a function whose self is another's
        found |= {ast.unparse(one.target) for one in kind.body if isinstance(one, ast.AnnAssign)}
        for node in ast.walk(kind):
            match node:
                case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                    found.add(name)
    return found


def own_names(tree: ast.AST) -> set[str]:
    """Return all names that a module defines, wherever in it."""
    found = own_attributes(tree)
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return found


def privates(tree: ast.AST) -> set[str]:
    """Return every private name that a module uses, its own ones included."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Constant(value=str(name)) if is_private(name):
                found.add(name)
            case ast.ImportFrom(module=str(module), names=names):
                found |= {module for part in module.split(".") if is_private(part)}
                found |= {alias.name for alias in names if is_private(alias.name)}
            case ast.Import(names=names):
                found |= {a.name for a in names if any(map(is_private, a.name.split(".")))}
    return found - _NAMED_TUPLE - NO_NAMES


def settings(tree: ast.AST) -> set[str]:
    """Return every attribute that a module sets in objects other than its own instances."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }


def unlisted() -> list[str]:
    """Return what is in no table, and what is in a table alone."""
    known = modules()
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in known.items()}
    own = {name: own_names(tree) for name, tree in trees.items()}
    attributes = {name: own_attributes(tree) for name, tree in trees.items()}
    used: dict[str, set[tuple[str, str]]] = {"PRIVATE": set(), "SET": set()}
    for module, tree in trees.items():
        short = module.removeprefix(f"{PACKAGE}.")
        near = {module, *(one.target for one in imports_of(module, known[module], known))}
        private = privates(tree).difference(*(own[name] for name in near))
        foreign = settings(tree).difference(DOCUMENTED, *(attributes[name] for name in near))
        used["PRIVATE"] |= {(short, name) for name in private}
        used["SET"] |= {(short, name) for name in foreign}
    used["SET"] -= used["PRIVATE"]  # one entry is enough
    problems: list[str] = []
    for title, table in (("PRIVATE", PRIVATE), ("SET", SET)):
        listed = {(one.module, one.name) for one in table}
        problems += [f"{m}: {n} is not listed in {title}" for m, n in sorted(used[title] - listed)]
        problems += [f"{m}: {n} in {title} is not used" for m, n in sorted(listed - used[title])]
    return problems


def main() -> int:
    """Print the tables; return 1 where they are not complete."""
    for one in (*PRIVATE, *SET):
        print(f"{one.module}: {one.name} ({one.owner}). {one.reason}")
    problems = unlisted()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
