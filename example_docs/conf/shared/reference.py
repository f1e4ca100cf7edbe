"""Directives that print the reference from the package, in the language of the build."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import host_list
import yaml
from babel.messages.pofile import read_po
from docutils import nodes
from reference_data import (
    ALL_SETTINGS,
    AREAS,
    CLASSES,
    DEFAULT,
    FIXABLE,
    HOST_PARTS,
    MESSAGE_KINDS,
    ONE_OF,
    REQUIRED,
    Item,
    Setting,
    area_name,
    columns,
    docstring,
    items,
    messages,
    option_id,
    sections,
    settings,
)
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import sphinx_modelzoo
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.query.fields import FIELDS
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.labels import label_text, labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from sphinx_modelzoo.schema.vocabulary import Term

CHINESE = Path(__file__).with_name("reference_zh.yaml")
_LOCALE = Path(sphinx_modelzoo.__file__).parent / "locale"
SPOKEN = _LOCALE / "zh_CN" / "LC_MESSAGES" / "modelzoo.po"
logger = logging.getLogger(__name__)


@cache
def chinese_words() -> dict[str, str]:
    """The Chinese of every text, by the English one: of the manual, and of the command."""
    with SPOKEN.open("rb") as stream:
        said = {one.id: one.string for one in read_po(stream) if isinstance(one.id, str)}
    return {**said, **yaml.safe_load(CHINESE.read_text(encoding="utf-8"))}


class Printer(SphinxDirective):
    """What the directives have in common: words of the build's language, and nodes."""

    option_spec: ClassVar = {}

    def say(self, english: str) -> str:
        """A text in the language of the build."""
        if self.config.language != "zh":
            return english
        words = chinese_words()
        for file in (CHINESE, SPOKEN):
            self.env.note_dependency(str(file))
        if english not in words:
            logger.warning("%s lacks %r", CHINESE.name, english, location=self.get_location())
        return words.get(english, english)

    def inline(self, text: str) -> list[nodes.Node]:
        """A text with code in backquotes."""
        found: list[nodes.Node] = []
        for place, part in enumerate(re.split(r"`{1,2}([^`]+)`{1,2}", text)):
            if part:
                found.append(nodes.literal(part, part) if place % 2 else nodes.Text(part))
        return found

    def paragraph(self, text: str) -> nodes.paragraph:
        """A text of the package as a paragraph."""
        words = self.say(text)
        # Quotes in it are often code, and stay straight.
        return nodes.paragraph(words, "", *self.inline(words), support_smartquotes=False)

    def codes(self, template: str, slot: str, codes: Iterable[str]) -> list[nodes.Node]:
        """A sentence with names in it: ``One of a, b.``"""
        before, after = self.say(template).split(f"{{{slot}}}")
        parts: list[nodes.Node] = [nodes.Text(before)]
        for number, code in enumerate(codes):
            if number:
                parts.append(nodes.Text(labels(self.config.language).separator))
            parts.append(nodes.literal(code, code))
        return [*parts, nodes.Text(after)]

    def object(
        self, name: str, id: str, annotation: Sequence[nodes.Node], content: Sequence[nodes.Node]
    ) -> nodes.Element:
        """A name with what it is, as the manuals of APIs show it."""
        signature = addnodes.desc_signature(name, "", ids=[id])
        signature += addnodes.desc_name(name, name)
        if annotation:
            signature += addnodes.desc_annotation("", "", nodes.Text(" "), *annotation)
        described = addnodes.desc("", signature, domain="std", objtype="field")
        described["classes"].append("manual-object")
        described += addnodes.desc_content("", *content)
        self.state.document.note_explicit_target(signature)
        for node in (described, signature):
            self.set_source_info(node)
        return described

    def table(
        self,
        heads: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[list[nodes.Node]]],
    ) -> list[nodes.Node]:
        """A table with translated heads, whose widths LaTeX would not take from the columns."""
        spec = addnodes.tabular_col_spec()
        spec["spec"] = "".join(rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
        table = nodes.table(classes=["manual-table", "longtable"])  # cells may be tall
        group = nodes.tgroup(cols=len(heads))
        table += group
        for width in widths:
            group += nodes.colspec(colwidth=width)
        head, body = nodes.thead(), nodes.tbody()
        group += [head, body]
        head += self._row([[nodes.Text(self.say(name))] for name in heads])
        for row in rows:
            body += self._row(row)
        return [spec, table]

    @staticmethod
    def _row(cells: Sequence[list[nodes.Node]]) -> nodes.row:
        paragraphs = (nodes.paragraph("", "", *cell, support_smartquotes=False) for cell in cells)
        return nodes.row("", *(nodes.entry("", paragraph) for paragraph in paragraphs))

    @staticmethod
    def code(text: str) -> list[nodes.Node]:
        """A cell with a name in it."""
        return [nodes.literal(text, text)]

    @staticmethod
    def plain(text: str) -> list[nodes.Node]:
        """A cell with a text that is in the right language already."""
        return [nodes.Text(text)]

    def text(self, words: str) -> list[nodes.Node]:
        """A cell with words of the package."""
        return self.inline(self.say(words))


class CatalogFields(Printer):
    """``.. catalog-fields:: paper``: what a part of an entry is, and its fields."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The docstring and one object per field."""
        name = self.arguments[0]
        if name not in CLASSES:
            raise self.error(f"no class is called {name}; there are {', '.join(CLASSES)}")
        found: list[nodes.Node] = [self.paragraph(docstring(name))]
        return found + [self._field(name, item) for item in items(name)]

    def _field(self, owner: str, item: Item) -> nodes.Element:
        content = self.paragraph(item.description)
        gap = "" if self.config.language == "zh" else " "
        if item.kind.choices:
            content += [nodes.Text(gap), *self.codes(ONE_OF, "choices", item.kind.choices)]
        if item.default:
            content += [nodes.Text(gap), *self.codes(DEFAULT, "value", [item.default])]
        return self.object(item.name, f"{owner}-{item.name}", self._kind(item), [content])

    def _kind(self, item: Item) -> list[nodes.Node]:
        words = self.say(item.kind.words)
        inner: nodes.Node = nodes.Text(words)
        if item.kind.of:
            target = {"refdomain": "std", "reftype": "ref", "reftarget": f"catalog-{item.kind.of}"}
            more = {"refexplicit": True, "refwarn": True, "refdoc": self.env.docname}
            inner = addnodes.pending_xref("", nodes.inline("", words), **target, **more)
        before, after = (self.say(item.kind.shell) if item.kind.shell else "{type}").split("{type}")
        parts = [nodes.Text(before), inner, nodes.Text(after)]
        if item.required:
            separator = labels(self.config.language)("; ")
            parts.append(nodes.Text(separator + self.say(REQUIRED)))
        return parts


class Options(Printer):
    """``.. options:: modelzoo``: the options of a directive, a plugin or a command."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One object per option."""
        kind = self.arguments[0]
        if kind not in ALL_SETTINGS:
            raise self.error(f"there are the options of {', '.join(ALL_SETTINGS)}")
        return [self._option(kind, option) for option in settings(kind)]

    def _option(self, kind: str, option: Setting) -> nodes.Element:
        content = self.paragraph(option.help)
        gap = "" if self.config.language == "zh" else " "
        if option.choices:
            content += [nodes.Text(gap), *self.codes(ONE_OF, "choices", option.choices)]
        if option.default:
            content += [nodes.Text(gap), *self.codes(DEFAULT, "value", [option.default])]
        return self.object(option.name, option_id(kind, option.name), [], [content])


class TableColumns(Printer):
    """``.. table-columns::``: the columns that a table can have."""

    def run(self) -> list[nodes.Node]:
        """One row per column, with its heading as readers see it."""
        say = labels(self.config.language)
        rows = (
            (self.code(column.key), self.plain(say(column.label)), self.text(column.help))
            for column in columns()
        )
        return self.table(("Column", "Heading", "What it shows"), (20, 30, 50), rows)


class PageSections(Printer):
    """``.. page-sections::``: the sections that a model's page can have."""

    def run(self) -> list[nodes.Node]:
        """One row per section, with its title as readers see it."""
        say = labels(self.config.language)
        rows = ((self.code(one.key), self.plain(label_text(one.title, say))) for one in sections())
        return self.table(("Section", "Title"), (40, 60), rows)


class FilterFields(Printer):
    """``.. filter-fields::``: what filters and sort orders can name."""

    def run(self) -> list[nodes.Node]:
        """One row per field."""
        rows = []
        for field in FIELDS.values():
            names = self.code(field.name)
            if field.singular:
                names += [
                    nodes.Text(labels(self.config.language).separator),
                    *self.code(field.singular),
                ]
            rows.append((names, self.text(field.kind), self.text(field.description)))
        return self.table(("Field", "Kind", "What it holds"), (30, 15, 55), rows)


class ProblemCodes(Printer):
    """``.. problem-codes:: catalog``: the codes that a kind of message can have."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One object per code, with an entry in the index."""
        found: list[nodes.Node] = []
        if self.arguments[0] not in MESSAGE_KINDS:
            raise self.error(f"the kinds of messages are {', '.join(MESSAGE_KINDS)}")
        for code, info in messages(self.arguments[0]).items():
            id = f"problem-{code.removeprefix('modelzoo.').replace('.', '-')}"
            found.append(addnodes.index(entries=[("single", code, id, "", None)]))
            content = [self.paragraph(info.reason), self.paragraph(info.way_out)]
            if info.fixable:
                gap = "" if self.config.language == "zh" else " "
                content[-1] += [nodes.Text(gap), *self.text(FIXABLE)]
            severity = [nodes.Text(self.say(info.severity))]
            found.append(self.object(code, id, severity, content))
        return found


class Vocabulary(Printer):
    """``.. vocabulary:: tasks``: the terms of a vocabulary, with their other names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One table, or one per area for tasks."""
        terms = getattr(Vocabularies.builtin(), self.arguments[0])
        if self.arguments[0] == "tasks":
            return [node for area in AREAS for node in self._area(area, terms)]
        if self.arguments[0] == "metrics":
            heads: tuple[str, ...] = ("Metric", "Unit", "Better", "Also known as")
            rows = ((*self._named(term), self._others(term)) for term in terms)
            return self.table(heads, (32, 10, 15, 43), rows)
        rows = ((self._name(term), self._others(term)) for term in terms)
        return self.table(("Dataset", "Also known as"), (40, 60), rows)

    def _area(self, area: str, terms: Iterable[Term]) -> list[nodes.Node]:
        title = nodes.rubric("", self.say(area_name(area)))
        rows = (
            (self.code(term.id), self._name(term), self._others(term))
            for term in terms
            if term.area == area
        )
        return [title, *self.table(("Id", "Name", "Also known as"), (45, 20, 35), rows)]

    def _name(self, term: Term) -> list[nodes.Node]:
        return self.plain(term.label(self.config.language))

    def _named(self, term: Term) -> tuple[list[nodes.Node], ...]:
        better = {True: "higher", False: "lower"}.get(term.higher_is_better)  # type: ignore[arg-type]
        unit: list[nodes.Node] = [nodes.Text(term.unit)] if term.unit else []
        return self._name(term), unit, self.text(better) if better else []

    def _others(self, term: Term) -> list[nodes.Node]:
        shown = term.label(self.config.language)
        names = dict.fromkeys(name for name in (*term.labels.values(), *term.aliases) if name)
        if self.config.language != "zh":  # Chinese names stand in the Chinese manual
            names = dict.fromkeys(name for name in names if not has_han(name))
        others = [name for name in names if name != shown]
        return self.plain(labels(self.config.language).join(others))


class Hosts(Printer):
    """``.. hosts:: extension``: what the zoo was tried in, or, for ``tool``, what cannot work."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One row per host."""
        kind = self.arguments[0]
        if kind not in HOST_PARTS:
            raise self.error(f"the kinds of hosts are {', '.join(HOST_PARTS)}")
        self.env.note_dependency(str(host_list.PATH))
        found = host_list.hosts(kind)
        part = HOST_PARTS[kind]
        heads = ("Package", *((part,) if part else ()), "Version", "What to know")
        rows = (
            (
                self.code(host.name),
                *((self.code(host.part),) if part else ()),
                self.plain(host.version),
                self.inline((host.cannot or host.note).get(self.config.language, "")),
            )
            for host in found
        )
        return self.table(heads, (30, 15, 15, 40) if part else (30, 28, 42), rows)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("catalog-fields", CatalogFields)
    app.add_directive("options", Options)
    app.add_directive("table-columns", TableColumns)
    app.add_directive("page-sections", PageSections)
    app.add_directive("filter-fields", FilterFields)
    app.add_directive("problem-codes", ProblemCodes)
    app.add_directive("vocabulary", Vocabulary)
    app.add_directive("hosts", Hosts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
