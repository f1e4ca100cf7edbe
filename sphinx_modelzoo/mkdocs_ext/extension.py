"""The Python-Markdown extension: tables, links to models, counts."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from sphinx_modelzoo.mkdocs_ext.closed_parts import page_elements
from sphinx_modelzoo.mkdocs_ext.elements import (
    atomic,
    elements,
    interactive_boxes,
    put_code_away,
    without_math,
    written_table,
)
from sphinx_modelzoo.mkdocs_ext.fences import STUB, Fence, find_fences, page_of
from sphinx_modelzoo.mkdocs_ext.places import Places
from sphinx_modelzoo.mkdocs_ext.standalone import OPTIONS, check_options, standalone_host
from sphinx_modelzoo.problems.messages import Problem, ProblemError
from sphinx_modelzoo.render.cutting import is_large
from sphinx_modelzoo.schema.targets import BOARD_SCHEME, MODEL_SCHEME
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.leaderboard_page import missing_leaderboard
from sphinx_modelzoo.views.page_parts import PART
from sphinx_modelzoo.views.references import (
    bad_count,
    count_models,
    html_link,
    missing_model,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown import Markdown

    from sphinx_modelzoo.mkdocs_ext.zoo import Host
    from sphinx_modelzoo.render.cutting import TableHtml

_MARK = re.compile(rf"{STX}modelzoo:(\d+){ETX}")
# Between these two of Python-Markdown's own: after the line ends are normalized (30), and
# before fences become code (25).
_BEFORE_CODE = 28
_AFTER_LINKS = -10  # MkDocs resolves them at 0
# The role, or else a span of code, which hides what looks like a role.
_ROLE = (
    r"\{modelzoo:(?P<role>count|model|leaderboard)\}`(?P<text>[^`]+)`"
    r"|(?<!\\)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
)
_RAW_LINK = re.compile(
    rf"<a\s(?:[^>]*?\s)?href\s*=\s*[\"']?((?:{MODEL_SCHEME}|{BOARD_SCHEME})[^\"'\s>]*)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"h[1-6]$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROLES = {"model": MODEL_SCHEME, "leaderboard": BOARD_SCHEME}
_TITLED = re.compile(r"(?s)(?P<title>.+?)\s*<(?P<target>[^<>]+)>$")


class ModelzooExtension(Extension):
    """The extension for ```` ```{modelzoo} ````, ``[text](model:id)``, ``{modelzoo:count}`…```.

    Leaderboards are linked as ``[text](leaderboard:dataset)``.

    :param host: finds the host of the page that is rendered; without one the options say where
        the catalog is.
    :raises ValueError: for an unknown option or an invalid value.
    """

    def __init__(self, host: Callable[[Markdown], Host] | None = None, **options: Any) -> None:
        check_options(options)
        self.config = {name: [option.default, option.help] for name, option in OPTIONS.items()}
        self._host = host
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything."""
        page = _Page(md, self._host or standalone_host(self.getConfigs()), self._host is not None)
        md.registerExtension(page)  # type: ignore[arg-type]
        md.preprocessors.register(_Fences(md, page), "modelzoo", _BEFORE_CODE)
        md.parser.blockprocessors.register(_Blocks(md, page), "modelzoo", 85)
        md.inlinePatterns.register(_Roles(md, page), "modelzoo", 195)
        md.treeprocessors.register(_Links(md, page), "modelzoo", 15)
        md.treeprocessors.register(_Cuts(md, page), "modelzoo-cuts", _AFTER_LINKS)
        md.postprocessors.register(_Leftovers(md, page), "modelzoo", 5)


class _Page:
    """The state that the parts share while one page is rendered."""

    def __init__(
        self, md: Markdown, find_host: Callable[[Markdown], Host], quick: bool = False
    ) -> None:
        self._md = md
        self._find_host = find_host
        self._quick = quick  # finding the host costs nothing
        self._known: Host | None = None
        self.lines: list[str] = []
        self.places = Places((), str)
        self.fences: list[Fence] = []
        self.headings: list[Element] = []  # those of the zoo
        self.styled = False
        self.scripted = False

    @property
    def host(self) -> Host:
        """Return the host, found only when the page has something of ours."""
        if self._known is None:
            found = self._find_host(self._md)
            self.places = Places(self.lines, found.written)

            def report(problem: Problem, line: int) -> None:
                found.report(problem, self.places.in_file(line))

            self._known = replace(found, report=report, fences=self.fences)
        return self._known

    @property
    def own(self) -> str:
        """Return the id of the model whose page this document of the project is, if it is one."""
        ours = self._quick or any(fence.kind == PART for fence in self.fences)
        return self.host.own if ours else ""

    @property
    def tables(self) -> Sequence[tuple[Element, TableHtml]]:
        """Return the interactive tables of what is rendered."""
        return self._known.tables if self._known else ()

    def begin(self, lines: list[str]) -> None:
        """Take the lines of what is rendered."""
        self._known = None
        self.lines = lines

    def reset(self) -> None:
        """Forget the page before."""
        self._known = None
        self.fences = []
        self.headings = []
        self.styled = False
        self.scripted = False


class _Fences(Preprocessor):
    """The preprocessor that puts a mark in place of each fence, before it is taken for code."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, lines: list[str]) -> list[str]:
        self._page.begin(lines)
        if not any("{modelzoo" in line for line in lines):
            return lines
        out: list[str] = []
        at = 0
        for fence in find_fences(lines):
            if fence.kind == STUB and not self._page.host.generated:
                continue  # code as any other
            out += lines[at : fence.line]
            mark = f"{STX}modelzoo:{len(self._page.fences)}{ETX}"
            self._page.fences.append(fence)
            # A block of its own, as deep as the fence; quotations go on around it.
            around = re.sub(r"[^>\s].*", "", fence.before).rstrip()
            empty = around if ">" in around else ""
            opens = fence.before != around and bool(fence.before.strip(" \t>"))
            # One empty line, not two: after two, a footnote is over.
            if not opens and out and out[-1].strip() != empty.strip():
                out.append(empty)
            out.append(f"{fence.before}{mark}")
            at = fence.line + len(fence.source)
            if at < len(lines) and lines[at].strip() != empty.strip():
                out.append(empty)
        return out + lines[at:]


class _Blocks(BlockProcessor):
    """The block processor that puts the elements of a fence where its mark is."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md.parser)
        self._page = page

    def test(self, parent: Element, block: str) -> bool:
        # Deeper than that, it is an indented block of code.
        return _MARK.match(block.rstrip(), len(block) - len(block.lstrip(" "))) is not None and (
            len(block) - len(block.lstrip(" ")) < 4
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = _MARK.match(block.lstrip(" "))
        if found is None:
            return
        rest = block.lstrip(" ")[found.end() :].lstrip("\n")
        if rest:
            blocks.insert(0, rest)
        host = self._page.host
        fence = self._page.fences[int(found[1])]
        md = self.parser.md
        if fence.kind == STUB:
            page = host.zoo.page(page_of(fence), host.source, host.edit)
            parent.extend(page_elements(page, md, host.closer))
            return
        parts = without_math(host.zoo.fence(fence, host, self._level(parent)))
        self._page.headings += [part for part in parts if _HEADING.match(part.tag)]
        put_code_away(parts, md.htmlStash.store)
        if parts and host.style and not self._page.styled:
            self._page.styled = True
            SubElement(parent, "style").text = atomic(host.style)
        if host.script and not self._page.scripted and any(interactive_boxes(parts)):
            self._page.scripted = True
            SubElement(parent, "script").text = atomic(host.script)
        parent.extend(parts)

    def _level(self, parent: Element) -> int:
        """Return the level of headings below the page's last own one; 0 inside of a box."""
        if parent is not getattr(self.parser, "root", None):
            return 0
        above = (one for one in reversed(parent) if _HEADING.match(one.tag))
        last = next((one for one in above if not self._is_ours(one)), None)
        return min(int(last.tag[1]) + 1, 6) if last is not None else 2

    def _is_ours(self, heading: Element) -> bool:
        return any(heading is one for one in self._page.headings)


class _Roles(InlineProcessor):
    """The processor of roles: ``{modelzoo:count}`…``` becomes a number, the others links."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(_ROLE, md)
        self._page = page

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if m["role"] is None:
            return None, None, None
        text = m["text"].strip()
        made = self._count(text) if m["role"] == "count" else self._link(_ROLES[m["role"]], text)
        return made, m.start(), m.end()

    def _count(self, query: str) -> str:
        host = self._page.host
        try:
            return str(count_models(host.zoo.catalog, query))
        except ProblemError as error:
            host.report(bad_count(error), self._page.places.count(query))
            return query

    def _link(self, scheme: str, text: str) -> Element:
        titled = _TITLED.match(text)
        if titled:
            title, target = titled["title"], titled["target"]
        else:
            title, target = "", text
        if text.startswith("!"):
            found = Element("span")
            found.text = atomic((title or target).removeprefix("!"))
            return found
        if scheme == BOARD_SCHEME:
            target = quote(target)  # the name of a dataset
        link = Element("a", href=f"{scheme}{target.removeprefix('~')}")
        if target.startswith("~"):
            link.set("data-modelzoo-short", "")
        link.text = atomic(title)
        return link


class _Links(Treeprocessor):
    """The tree processor that resolves links to models, and gives them a text.

    It also adds to a page of the project's own what leads to it and on from it.
    """

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        if own := self._page.own:
            host, page = self._page.host, model_page(own)
            # In the title: MkDocs takes one only from what comes first.
            top = root.find("h1")
            target = Element("span", id=page.anchor())
            root.insert(0, target) if top is None else top.append(target)
            root.extend(elements(host.zoo.navigation(page, host.source)))
        for link in root.iter("a"):
            address = link.get("href", "")
            for scheme in (MODEL_SCHEME, BOARD_SCHEME):
                if address.startswith(scheme):
                    self._lead(link, scheme, address.removeprefix(scheme))
        for box in root.iter("div") if self._page.fences else ():
            # The name that is read out: the caption without its markup.
            if box.get("role") == "region" and (caption := box.find("table/caption")) is not None:
                box.set("aria-label", " ".join("".join(caption.itertext()).split()))

    def _lead(self, link: Element, scheme: str, written: str) -> None:
        host = self._page.host
        zoo, target = host.zoo, unquote(written).strip("/")
        short = link.attrib.pop("data-modelzoo-short", None) is not None
        if scheme == MODEL_SCHEME:
            found = zoo.reference(target, host.source, short=short)
        else:
            found = zoo.leaderboard_reference(target, host.source)
        if found is None:
            problem = (
                missing_model(zoo.catalog, target)
                if scheme == MODEL_SCHEME
                else missing_leaderboard(zoo.catalog, target, host.leaderboards_setting)
            )
            host.report(problem, self._page.places.link(scheme, written))
        address, name = found or ("", target)
        if not "".join(link.itertext()).strip() and link.find(".//img") is None:
            link.text = atomic(name)
        if address:
            link.set("href", address)
            link.set("class", "modelzoo-link")
        else:
            link.tag = "span"
            del link.attrib["href"]


class _Cuts(Treeprocessor):
    """The tree processor that cuts tables which are too large for the page."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        for box, table in self._page.tables:
            cut = self._page.host.cut
            parent = next((one for one in root.iter() if box in one), None)
            if cut is None or parent is None or not is_large(table):
                continue
            if html := cut(written_table(box, table, self.md)):
                kept = Element("p")
                kept.text, kept.tail = self.md.htmlStash.store(html), box.tail
                parent[list(parent).index(box)] = kept


class _Leftovers(Postprocessor):
    """The postprocessor of the whole page once it is HTML.

    It restores the lines of fences that turn out to be in code or comments, and reports links to
    models that a page has as raw HTML, which are not resolved.
    """

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, text: str) -> str:
        if MODEL_SCHEME in text or BOARD_SCHEME in text:
            for link in _RAW_LINK.finditer(_COMMENT.sub("", text)):
                host, problem = self._page.host, html_link(unescape(link[1]))
                host.report(problem, self._page.places.html(link[1]))
        if not self._page.fences:
            return text
        return _MARK.sub(self._lines, text)

    def _lines(self, mark: re.Match[str]) -> str:
        fence = self._page.fences[int(mark[1])]
        first, *rest = fence.source
        lead = len(first) - len(first.lstrip())
        return escape("\n".join([first.lstrip(), *(line[lead:] for line in rest)]), quote=False)


def makeExtension(**options: Any) -> ModelzooExtension:  # noqa: N802 - the name that is asked for
    """Return the extension, for tools that know it by name."""
    return ModelzooExtension(**options)
