"""Views as Markdown that any tool reads alike: GitHub, Zensical, MkDocs, an editor.

The structure is Markdown; emphasis and anchors are the few HTML elements that every tool leaves
alone. What comes from a catalog is written so that nothing in it can be markup, in CommonMark or
in any extension of it: characters that could mean something are numeric references.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render.prose_markdown import (
    ProseMarkdown,
    address,
    escaped,
    line_start,
    text,
)
from sphinx_modelzoo.render.tags import ANCHORED, variant_anchor
from sphinx_modelzoo.schema.languages import html_language
from sphinx_modelzoo.schema.markup import is_safe_url
from sphinx_modelzoo.views.content import (
    Break,
    Bullets,
    CodeBlock,
    Facts,
    Fold,
    Grid,
    Notice,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Section,
    Tabs,
    Title,
    UrlLink,
    ViewBlock,
    Words,
)
from sphinx_modelzoo.views.display import Badge, Bar, CardGroup, Cards, Header, Plot, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_modelzoo.views.content import Block, Cell, Inline, Page, PageId, Row
    from sphinx_modelzoo.views.display import Branch
    from sphinx_modelzoo.views.labels import Labels

_RISKY_CODE = re.compile(r"8<|\{[{%#]|~~~|\x00")


class MarkdownRenderer:
    """A renderer that writes views as Markdown.

    :param link: the address of a model's page (its id, a fragment or ``""``), or ``None`` where
        the page is missing.
    :param labels: puts a label before its value.
    :param url: what to make of the address of a link or picture before it is written.
    :param title: the title of what an address leads to, if that is known.
    :param dark: whether to write the pictures for dark themes, too, which the site must tell apart.
    """

    def __init__(
        self,
        link: Callable[[PageId, str], str | None],
        labels: Labels,
        *,
        url: Callable[[str], str] = str,
        title: Callable[[str], str] = lambda address: "",
        dark: bool = False,
    ) -> None:
        self._dark = dark
        self._link = link
        self._labels = labels
        self._url = url
        self._title = title
        self._prose = ProseMarkdown(url, title, self._code, self._remark)

    def page(self, page: Page, *, home: str = "", edit: str = "") -> str:
        """Write a page of the zoo as a document: of a model or a leaderboard.

        :param home: the address of the table, where there is one.
        :param edit: the address where the entry is edited.
        """
        ways = [
            self._way(self._labels("Previous"), page.previous),
            f"[{text(page.zoo_label)}]({address(home)})" if home else "",
            self._way(self._labels("Next"), page.next),
            f"[{text(page.edit_label)}]({address(edit)})" if edit else "",
        ]
        # Other sites know a model by this anchor, whatever the title becomes.
        place = page.page.anchor()
        # Templates write the heading into <title> unescaped, where "</" alone could end it; a
        # word joiner is not seen.
        words = text(page.title.replace("</", "<\u2060/"))
        title = f'# <a id="{escape(place)}"></a>{line_start(words)}'
        parts = [title, *self.blocks(page.blocks)]
        line = " · ".join(filter(None, ways))
        if line:
            parts += ["***", line]
        return "\n\n".join(parts) + "\n"

    def _way(self, label: str, link: PageLink | None) -> str:
        if link is None or (target := self._link(link.page, "")) is None:
            return ""
        before, after = self._labels.pair(label, "\0").split("\0")
        lead = before.rstrip()
        space = before[len(lead) :]
        return f"{text(lead)}{space}[{text(link.words.text)}]({address(target)}){text(after)}"

    def blocks(self, blocks: Iterable[Block], level: int = 2) -> list[str]:
        """Write the parts of a page; a blank line belongs between them."""
        return [part for block in blocks for part in self._block(block, level)]

    def _block(self, block: Block, level: int) -> list[str]:
        if isinstance(block, Paragraph):
            return self._flow(block.inlines)
        if isinstance(block, Title):
            return self._flow(block.paragraph.inlines)
        if isinstance(block, Prose):
            return self._prose.blocks(block) if block.key else self._flow((block,))
        if isinstance(block, Section):
            heading = f"{'#' * level} {_anchor(block)}{line_start(text(block.title))}"
            return [heading, *self.blocks(block.blocks, level + 1)]
        if isinstance(block, Fold):
            return [_strong(block.label), *self.blocks(block.blocks, level)]
        if isinstance(block, Grid):
            return self.table(block)
        if isinstance(block, Bullets) and block.role == "badges":
            separator = text(self._labels.separator)
            return [separator.join(map(self.inlines, block.items))]
        if isinstance(block, Bullets):
            return ["\n".join(f"- {line_start(self.inlines(item))}" for item in block.items)]
        if isinstance(block, Facts):
            return ["\n".join(self._fact(f.label, f.value) for f in block.facts)]
        if isinstance(block, Tabs):
            return [part for tab in block.tabs for part in self._code(tab)]
        if isinstance(block, CodeBlock):
            return self._code(block)
        if isinstance(block, Plot):
            return self.table(block.table)
        if isinstance(block, Cards):
            return [part for group in block.groups for part in self._cards(group)]
        if isinstance(block, Header):
            return self.blocks(block.blocks, level)
        if isinstance(block, Tree):
            return ["\n".join(self._tree(block.branches))]
        if isinstance(block, ViewBlock):
            raise TypeError(f"{block.view} must be filled in before it is rendered")
        return self._remark(block)

    def _tree(self, branches: Iterable[Branch], depth: int = 0) -> list[str]:
        lines: list[str] = []
        for one in branches:
            lines.append(f"{'    ' * depth}- {line_start(self.inlines(one.inlines))}")
            lines += self._tree(one.branches, depth + 1)
        return lines

    def _badge(self, badge: Badge) -> str:
        words = self._words(badge.words)
        if badge.count:
            before, after = self._labels.noted("\0", str(badge.count)).split("\0")
            words = f"{self._words(Words(before))}{words}{self._words(Words(after))}"
        target = self._link(badge.page, badge.fragment) if badge.page else None
        return words if target is None else f"[{words}]({address(target)})"

    def _cards(self, group: CardGroup) -> list[str]:
        parts = [_strong(group.title)] if group.title else []
        for card in group.cards:
            if card.picture and is_safe_url(card.picture.src):
                parts.append(self._image(card.picture))
            parts += self.blocks((card.title, Paragraph(card.summary)))
            parts += self.blocks((card.figures,))
        return [part for part in parts if part]

    def _fact(self, label: str, value: tuple[Inline, ...]) -> str:
        before, after = self._labels.pair(label, "\0").split("\0")
        return f"- {_strong(before.rstrip())} {self.inlines(value)}{text(after)}".rstrip()

    def _remark(self, block: Picture | Notice) -> list[str]:
        if isinstance(block, Notice):
            body = [_strong(block.title), *self._flow(block.inlines)]
            return ["\n>\n".join(f"> {part}" for part in body)]
        if not is_safe_url(block.src):
            return [line_start(self._words(block.alt))]
        return [
            self._image(block),
            *([line_start(self._words(block.caption))] if block.caption else []),
        ]

    def _image(self, picture: Picture) -> str:
        """Write a picture; with its dark one as Material and Zensical tell them apart."""

        def image(src: str, mark: str = "") -> str:
            return f"![{text(picture.alt.text)}]({address(self._url(src))}{mark})"

        if not (self._dark and picture.dark and is_safe_url(picture.dark)):
            return image(picture.src)
        return f"{image(picture.src, '#only-light')}{image(picture.dark, '#only-dark')}"

    def _code(self, block: CodeBlock) -> list[str]:
        label = [line_start(self._words(block.label))] if block.label else []
        language = re.sub(r"[^\w+#.-]", "", block.language) or "text"
        code = block.code.rstrip("\n")
        if _RISKY_CODE.search(code):
            # Some tools take in files, or run templates, in fences too.
            inside = escaped(code).replace("\n\n", "\n&#8203;\n")
            return [*label, f'<pre><code class="language-{language}">{inside}\n</code></pre>']
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return [*label, f"{fence}{language}\n{code}\n{fence}"]

    # Tables --------------------------------------------------------------------------------

    def table(self, grid: Grid) -> list[str]:
        """Write a table with pipes, under its caption."""
        rules = ["---:" if column.kind == "number" else "---" for column in grid.columns]
        lines = [[text(column.label) for column in grid.columns], rules]
        for group in grid.groups:
            if group.title:
                lines.append([_strong(group.title), *[""] * (len(grid.columns) - 1)])
            rows = (one for row in group.rows for one in (row, *row.variants))
            lines += [self._row(row, grid.role) for row in rows]
        caption = [_strong(grid.caption)] if grid.caption else []
        return [*caption, "\n".join(f"| {' | '.join(line)} |" for line in lines)]

    def _row(self, row: Row, role: str) -> list[str]:
        cells = [self._cell(cell) for cell in row.cells]
        if role in ANCHORED and row.variant and cells:
            cells[0] = f'<a id="{escape(variant_anchor(row.variant))}"></a>{cells[0]}'
        return cells

    def _cell(self, cell: Cell) -> str:
        parts: list[str] = []
        for block in cell.blocks:
            if isinstance(block, Title):
                parts.append(self.inlines(block.paragraph.inlines))
            elif isinstance(block, Paragraph):
                parts.append(self.inlines(block.inlines))
            elif isinstance(block, Prose):
                parts.append(self.inlines((block,)))
            elif isinstance(block, Bullets):
                parts += map(self.inlines, block.items)
            elif isinstance(block, Fold):
                inner = self._cell(type(cell)(block.blocks))
                label = f"<summary>{text(block.label)}</summary>"
                parts.append(f"<details>{label}{inner}</details>")
        return "<br>".join(parts)

    # Inline --------------------------------------------------------------------------------

    def inlines(self, inlines: Iterable[Inline]) -> str:
        """Write a run of inline content on one line."""
        return "".join(map(self._inline, inlines)).strip()

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Words):
            return self._words(inline)
        if isinstance(inline, PageLink):
            target = self._link(inline.page, inline.fragment)
            words = self._words(inline.words)
            return words if target is None else f"[{words}]({address(target)})"
        if isinstance(inline, UrlLink):
            words = self._words(inline.words)
            target = self._url(inline.url)
            if not target or not is_safe_url(target):
                return words
            if not inline.named:
                words = text(self._title(inline.url)) or words
            return f"[{words}]({address(target)})"
        if isinstance(inline, Break):
            return "<br>"
        if isinstance(inline, Bar):
            return self._words(Words(inline.text, strong=inline.strong))
        if isinstance(inline, Badge):
            return self._badge(inline)
        return "<br>".join(self._prose.lines(inline))

    def _flow(self, inlines: Iterable[Inline]) -> list[str]:
        """Write paragraphs: prose of several breaks out of its line."""
        parts: list[str] = []
        line = ""
        for inline in inlines:
            pieces = (
                self._prose.lines(inline) if isinstance(inline, Prose) else [self._inline(inline)]
            )
            if len(pieces) == 1 and not pieces[0].startswith(("<ul", "<ol", "<bl")):
                line += pieces[0]
                continue
            parts += [line, *pieces]
            line = ""
        parts.append(line)
        return [line_start(part.strip()) for part in parts if part.strip()]

    def _words(self, words: Words) -> str:
        shown = text(words.text)
        # Spaces at the ends matter between runs.
        lead = " " if words.text[:1].isspace() else ""
        trail = " " if words.text[-1:].isspace() and shown else ""
        if words.code:
            shown = f"<code>{shown}</code>"
        if words.strong:
            shown = f"<strong>{shown}</strong>"
        if words.muted:
            shown = f"<small>{shown}</small>"
        if words.language:
            shown = f'<span lang="{escape(html_language(words.language))}">{shown}</span>'
        return f"{lead}{shown}{trail}"


def _strong(words: str) -> str:
    """Emphasize labels, which have space around: in Chinese, asterisks may fail elsewhere."""
    return f"**{text(words)}**"


def _anchor(section: Section) -> str:
    """Write an anchor for links, unless the tools would make the same of the title."""
    same = section.title.casefold().replace(" ", "-") == section.key
    return "" if same else f'<a id="{escape(section.key)}"></a>'
