"""What the reference pages print, read from the package: names, types, descriptions.

Everything is English here; ``reference_zh.yaml`` holds the Chinese for every text that
:func:`english_texts` gives.
"""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sphinx_modelzoo.cli.pages import command as pages_command
from sphinx_modelzoo.curation.rules import rule_modules
from sphinx_modelzoo.curation.rules.all_rules import rules_of
from sphinx_modelzoo.mkdocs_ext import standalone
from sphinx_modelzoo.problems import codes
from sphinx_modelzoo.query.fields import FIELDS
from sphinx_modelzoo.schema import head as heading
from sphinx_modelzoo.schema import model, own_fields, vocabulary
from sphinx_modelzoo.schema.shape import Field, shape_of
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.option_parsing import declared
from sphinx_modelzoo.views.page_parts import PART, PartOptions
from sphinx_modelzoo.views.section_specs import SectionSpec
from sphinx_modelzoo.views.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx_modelzoo.problems.codes import ProblemKind

REGISTRY = make_registry(*rule_modules())

# The classes of the schema, by the name under which the manual knows them.
CLASSES: Mapping[str, type] = MappingProxyType(
    {
        "head": heading.Head,
        "term": vocabulary.TermEntry,
        "field": own_fields.FieldEntry,
        "value": own_fields.ValueEntry,
        "entry": model.Model,
        "paper": model.Paper,
        "code": model.Code,
        "link": model.Link,
        "snippet": model.Snippet,
        "image": model.Image,
        "thumbnail": model.Thumbnail,
        "base": model.Base,
        "result": model.Result,
        "dataset": model.Dataset,
        "metric": model.Metric,
        "source": model.Source,
        "variant": model.Variant,
        "weights": model.Weights,
    }
)
_NAMES = {cls: name for name, cls in CLASSES.items()}

LIST, MAPPING = "list: {type}", "mapping: name to {type}"
REQUIRED = "required"
ONE_OF, DEFAULT = "One of {choices}.", "Default: {value}."


class Kind(NamedTuple):
    """The type of a field in words.

    ``shell`` is what surrounds it, for lists and mappings; ``of`` names the class that it is, to
    be linked.
    """

    words: str
    shell: str = ""
    of: str = ""
    choices: tuple[str, ...] = ()


class Item(NamedTuple):
    """A field of a class."""

    name: str
    kind: Kind
    required: bool
    default: str
    description: str


def kind_of(field: Field) -> Kind:
    """The type of a field in words."""
    shell = MAPPING if field.many == "mapping" else LIST if field.many else ""
    of = _NAMES[field.record] if field.record is not None else ""
    return Kind(of or field.words, shell, of, field.choices)


def items(name: str) -> Iterator[Item]:
    """The fields of a class of the schema, in order; of variants those that entries lack."""
    known = shape_of(model.Model) if name == "variant" else {}
    for field in shape_of(CLASSES[name]).values():
        if known.get(field.name) == field:
            continue
        shown = str(field.default) if isinstance(field.default, str | int) else ""
        yield Item(field.name, kind_of(field), field.required, shown, field.description)


def docstring(name: str) -> str:
    """What a class of the schema is, as one paragraph."""
    return " ".join((inspect.getdoc(CLASSES[name]) or "").split())


def messages(kind: str) -> dict[str, ProblemKind]:
    """The codes of a kind of message, in alphabetical order.

    :param kind: one of :data:`MESSAGE_KINDS`.
    """
    found = rules_of(REGISTRY) if kind == "checks" else codes.GROUPS[kind]
    return dict(sorted(found.items()))


def columns() -> Iterable[ColumnSpec]:
    """The columns that a table can have."""
    return REGISTRY[ColumnSpec].values()


def sections() -> Iterable[SectionSpec]:
    """The sections that a model's page can have."""
    return REGISTRY[SectionSpec].values()


class Setting(NamedTuple):
    """An option of a directive, a plugin or a command; ``name`` as users type it."""

    name: str
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()


def shown_default(value: Any, yes: str = "yes", no: str = "no") -> str:
    """A default as users would type it; nothing for one that says nothing."""
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, str | int) else ""


def settings(kind: str) -> list[Setting]:
    """The options of a kind, in the order in which they are declared.

    :param kind: ``modelzoo``, a directive beside it, or a key of :data:`SETTING_KINDS`.
    """
    if kind in SETTING_KINDS:
        return SETTING_KINDS[kind]()
    found = declared(PartOptions if kind == PART else REGISTRY[View][kind].options)
    return [
        Setting(f":{option.name}:", option.help, shown_default(option.default))
        for option in found.values()
    ]


def option_id(kind: str, name: str) -> str:
    """The anchor of an option: ``option-sort`` of the table, ``leaderboard-limit`` of others."""
    kind = "option" if kind == "modelzoo" else kind.removeprefix("modelzoo-")
    return f"{kind}-{name.strip(':-')}"


def _plugin(name: str) -> list[Setting]:
    """The settings of the MkDocs plugin, from its source: the manual needs no MkDocs."""
    source = Path(standalone.__file__).with_name("config.py").read_text(encoding="utf-8")
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    body = next(node for node in classes if node.name == name).body
    found: list[Setting] = []
    for statement, below in pairwise(body):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
            continue
        call, target = statement.value, statement.targets[0]
        given = {word.arg: word.value for word in call.keywords}
        default = ast.literal_eval(given["default"]) if "default" in given else ""
        chosen = ast.unparse(call.func).endswith(".Choice")
        choices = ast.literal_eval(call.args[0]) if chosen else ()
        help = ast.literal_eval(below.value) if isinstance(below, ast.Expr) else ""
        shown = shown_default(default, "true", "false")
        found.append(Setting(ast.unparse(target), help.replace("``", "`"), shown, choices))
    return found


def _extension() -> list[Setting]:
    return [
        Setting(name, option.help, shown_default(option.default, "true", "false"))
        for name, option in standalone.OPTIONS.items()
    ]


def _pages() -> list[Setting]:
    return [
        Setting(
            one.opts[-1],
            one.help or "",
            shown_default(one.default if one.show_default else ""),
            tuple(getattr(one.type, "choices", ())),
        )
        for one in pages_command.params
        if isinstance(one, click.Option)
    ]


SETTING_KINDS: Mapping[str, Callable[[], list[Setting]]] = MappingProxyType(
    {
        "plugin": lambda: _plugin("ModelzooConfig"),
        "inventory": lambda: _plugin("InventoryConfig"),
        "extension": _extension,
        "pages": _pages,
    }
)
"""The options that no directive has: of the MkDocs plugin, a site in its ``inventories``, the
Markdown extension, and ``modelzoo pages``."""

ALL_SETTINGS = (*REGISTRY[View], PART, *SETTING_KINDS)


MESSAGE_KINDS = (*codes.GROUPS, "checks")
FIXABLE = "`--fix` puts it right."


AREAS = tuple(dict.fromkeys(t.area for t in vocabulary.Vocabularies.builtin().tasks if t.area))
HEADINGS = (
    "Column",
    "Heading",
    "Section",
    "Title",
    "What it shows",
    "Field",
    "Kind",
    "What it holds",
    "Task",
    "Dataset",
    "Metric",
    "Id",
    "Name",
    "Unit",
    "Better",
    "Also known as",
    "higher",
    "lower",
    "Package",
    "Version",
    "What to know",
)
# What tells hosts of one package apart, by the kinds of hosts.
HOST_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "extension": "",
        "builder": "Builder",
        "theme": "",
        "plugin": "",
        "mkdocs-theme": "Theme",
        "tool": "",
    }
)


def area_name(area: str) -> str:
    """An area of tasks as English writes it: ``computer-vision`` is ``Computer vision``."""
    return area.replace("-", " ").capitalize()


def english_texts() -> set[str]:
    """Every English text that the reference prints and that is not code."""
    found = {REQUIRED, ONE_OF, DEFAULT, LIST, MAPPING, FIXABLE, *HEADINGS}
    found.update(filter(None, HOST_PARTS.values()))
    found.update(area_name(area) for area in AREAS)
    for name in CLASSES:
        found.add(docstring(name))
        for item in items(name):
            found |= {item.description, item.kind.words}
    for kind in MESSAGE_KINDS:
        for message in messages(kind).values():
            found |= {message.severity, message.reason, message.way_out}
    found.update(option.help for kind in ALL_SETTINGS for option in settings(kind))
    found.update(column.help for column in columns())
    for field in FIELDS.values():
        found |= {field.description, field.kind}
    return found
