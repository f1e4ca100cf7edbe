"""Views as HTML: the same table and page parts in Sphinx and in MkDocs.

Everything that comes from a catalog is escaped here, and nowhere else. The table is written by
appending to one list, since it may have ten thousand rows.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from sphinx_modelzoo.render import display_html as display
from sphinx_modelzoo.render.cutting import CellsHtml, TableHtml
from sphinx_modelzoo.render.delimiters import PROCESS, plain_html
from sphinx_modelzoo.render.html_rows import table_groups
from sphinx_modelzoo.render.plot_drawing import plot_svg
from sphinx_modelzoo.render.prose_html import ProseHtml
from sphinx_modelzoo.render.tags import (
    DARK,
    LIGHT,
    ROOT,
    TEXTS,
    box_opening,
    class_name,
    column_classes,
    column_group,
    copy_labels,
    fold_tags,
    in_root,
    role_classes,
    tab_tags,
    table_head,
    table_opening,
)
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
from sphinx_modelzoo.views.display import Badge, Bar, Cards, Header, Plot, Tree
from sphinx_modelzoo.views.parts import plain_inlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx_modelzoo.render.cutting import CellHtml
    from sphinx_modelzoo.views.content import Block, Cell, Inline, PageId, Row
    from sphinx_modelzoo.views.display import Branch

# The classes that Sphinx's own writer and its themes put on a table, for ``table`` in Sphinx.
SPHINX_TABLE_CLASSES = ("docutils", "align-default", "table")


class HtmlRenderer:
    """A renderer that writes views as HTML.

    :param link: the address of a page of the zoo, or of a place on it (a fragment or ``""``), or
        ``None`` where the page is missing.
    :param labels: translates the few words that belong to the medium.
    :param url: what to make of the address of a link or picture before it is written, as a path
        relative to the page; nothing where it leads nowhere.
    :param title: the title of what an address leads to, if that is known.
    :param picture: the address of a picture of the catalog; by default as of links.
    :param heading: the level of a section's heading.
    :param draw: makes the picture of a plot; by default an ``<svg>`` in place.
    :param tabulate: makes the table of a plot; by default one like all others.
    :param table_classes: further classes for the tables among blocks.
    :param book: write for an EPUB.
    """

    def __init__(
        self,
        link: Callable[[PageId, str], str | None],
        labels: Callable[[str], str] = str,
        *,
        url: Callable[[str], str] = str,
        title: Callable[[str], str] = lambda address: "",
        picture: Callable[[str], str] | None = None,
        heading: int = 2,
        draw: Callable[[Plot], str] | None = None,
        tabulate: Callable[[Plot], str] | None = None,
        table_classes: Sequence[str] = (),
        book: bool = False,
    ) -> None:
        self._link = link
        self._labels = labels
        self._url = url
        self._source = picture or url
        self._heading = heading
        self._draw = draw or (lambda plot: plot_svg(plot, link))
        self._tabulate = tabulate or self._plot_table
        self._table_classes = table_classes
        self._book = book
        self._title_of = title
        self._texts = ProseHtml(url, self._image_source, title, _code, self._figure, heading)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write the parts of a page, one after the other."""
        return "".join(map(self._block, blocks))

    def inlines(self, inlines: Iterable[Inline]) -> str:
        """Write a run of inline content."""
        return "".join(map(self._inline, inlines))

    def table(
        self,
        grid: Grid,
        *,
        classes: Sequence[str] = (),
        id: str = "",
        name: str = "",
        caption_html: str = "",
        settings: str = "",
    ) -> str:
        """Write a table in a box of its own: it scrolls there, or stacks into cards on a phone.

        :param classes: further classes for the ``<table>``, as :data:`SPHINX_TABLE_CLASSES`.
        :param id: the anchor of the whole.
        :param name: what assistive technology calls it, where it has no caption.
        :param caption_html: the caption as the host wrote it, with its own markup and number.
        :param settings: what ``render/interactive.py`` passes to the script of the page, where the
            page has that script.
        """
        return self.table_parts(
            grid, classes=classes, id=id, name=name, caption_html=caption_html, settings=settings
        ).text()

    def cells(self, row: Row) -> CellsHtml:
        """Write the cells of a row, and those of its variants."""
        variants = [
            (one.variant, self._cells(one.cells), self._cells(one.more)) for one in row.variants
        ]
        return CellsHtml(self._cells(row.cells), self._cells(row.more), variants)

    def _cells(self, cells: Iterable[Cell]) -> list[CellHtml]:
        return [(None if cell.sort is None else str(cell.sort), self._cell(cell)) for cell in cells]

    def table_parts(
        self,
        grid: Grid,
        rows: Iterable[CellsHtml] | None = None,
        *,
        classes: Sequence[str] = (),
        id: str = "",
        name: str = "",
        caption_html: str = "",
        settings: str = "",
    ) -> TableHtml:
        """Write a table in pieces; see :meth:`table`.

        :param rows: what :meth:`cells` returned for each row of the grid, if that is known.
        """
        role = grid.role or "table"
        anchor = f' id="{escape(id)}"' if id else ""
        name = grid.caption or name or self._labels("Table of models")
        texts = ("modelzoo-texts",) * any(column.key in TEXTS for column in grid.columns)
        names = " ".join(("modelzoo-table", class_name(role), *texts, *classes))
        opening = box_opening(role, name, anchor, settings) + table_opening(names)
        if caption := caption_html or plain_html(grid.caption):
            # The words of the document, which may have formulas of its own.
            opening += f'<caption class="{" ".join(PROCESS)}">{caption}</caption>\n'
        opening += column_group([column.width for column in grid.columns], book=self._book)
        opening += table_head([(column_classes(one), *one.lines) for one in grid.columns])
        made = iter(map(self.cells, grid.rows) if rows is None else rows)
        groups = table_groups(grid, made, scripted=bool(settings))
        return TableHtml(opening, groups, "</table>\n</div>\n")

    def framed(self, grid: Grid, table: str) -> str:
        """Write the box of a table of models, with what explains it below."""
        notes = "\n".join(f"<span>{plain_html(note)}</span>" for note in grid.notes)
        note = f'<p class="modelzoo-note modelzoo-x">{notes}</p>\n' if notes else ""
        foot = f'<div class="modelzoo-foot">\n{note}</div>\n' if note or grid.searched else ""
        return f'<div class="{ROOT} modelzoo-frame">\n{table}{foot}</div>\n' if foot else table

    def _cell(self, cell: Cell) -> str:
        if len(cell.blocks) == 1:
            block = cell.blocks[0]
            if isinstance(block, Paragraph):
                return self._flow(block.inlines)
            if isinstance(block, Prose):
                return self._prose(block)[0]
        return "".join(map(self._block, cell.blocks))

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Words):
            return _words(inline)
        if isinstance(inline, PageLink):
            address = self._link(inline.page, inline.fragment)
            if address is None:
                return _words(inline.words)
            return f'<a class="modelzoo-link" href="{escape(address)}">{_words(inline.words)}</a>'
        if isinstance(inline, UrlLink):
            return self._url_link(inline)
        if isinstance(inline, Break):
            return "<br />"
        if isinstance(inline, Bar):
            return display.bar_html(inline, book=self._book)
        if isinstance(inline, Badge):
            return self._badge(inline)
        return self._prose(inline)[0]

    def _url_link(self, link: UrlLink) -> str:
        words = _words(link.words)
        address = self._url(link.url)
        if not address or not is_safe_url(address):
            return words
        if not link.named and (found := self._title_of(link.url)):
            words = plain_html(found)
        title = f' title="{escape(link.title)}"' if link.title else ""
        return f'<a href="{escape(address)}"{title}>{words}</a>'

    def _badge(self, badge: Badge) -> str:
        count = f" <b>{badge.count}</b>" if badge.count else ""
        address = self._link(badge.page, badge.fragment) if badge.page else None
        if address is None:
            kind = "modelzoo-chip modelzoo-new" if badge.new else "modelzoo-chip"
            return f'<span class="{kind}">{_words(badge.words)}{count}</span>'
        return (
            f'<a class="modelzoo-chip" href="{escape(address)}"'
            f' data-narrow="{escape(badge.narrow)}">{_words(badge.words)}{count}</a>'
        )

    def _prose(self, prose: Prose) -> tuple[str, bool]:
        text, is_inline = self._texts.write(prose)
        if prose.language:
            name = "span" if is_inline else "div"
            text = f'<{name} lang="{escape(html_language(prose.language))}">{text}</{name}>'
        return text, is_inline

    def _flow(self, inlines: Sequence[Inline], opening: str = "") -> str:
        """Write inline content, in paragraphs if ``opening`` is the tag of one.

        Prose of several paragraphs breaks out, since a paragraph cannot hold another.
        """
        closing = "</p>\n" if opening else ""
        runs: list[str] = []
        line: list[str] = []
        for inline in inlines:
            text, is_inline = (
                self._prose(inline) if isinstance(inline, Prose) else (self._inline(inline), True)
            )
            if is_inline:
                line.append(text)
                continue
            if line:
                runs += (opening, *line, closing)
                line = []
            runs.append(text)
        if line:
            runs += (opening, *line, closing)
        return "".join(runs)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            role = f' class="{role_classes(block.role)}"' if block.role else ""
            return self._flow(block.inlines, f"<p{role}>")
        if isinstance(block, Title):
            return self._title(block)
        if isinstance(block, Prose):
            return self._flow((block,), "<p>")
        if isinstance(block, Fold):
            before, between, after = fold_tags()
            return f"{before}{plain_html(block.label)}{between}{self.blocks(block.blocks)}{after}"
        if isinstance(block, Grid):
            return self.table(block, classes=self._table_classes)
        if isinstance(block, Section):
            return self._section(block)
        if isinstance(block, Bullets | Facts):
            return self._list(block)
        if isinstance(block, Cards):
            return display.cards_html(block, self, book=self._book)
        if isinstance(block, Header):
            return in_root(self._header(block))
        if isinstance(block, Tree):
            return in_root(self._tree(block.branches, f' class="{role_classes("tree")}"'))
        if isinstance(block, Plot):
            return display.plot_html(block, self._draw(block), self._tabulate(block))
        if isinstance(block, ViewBlock):
            raise TypeError(f"{block.view} must be filled in before it is rendered")
        return self._figure(block)

    def _title(self, title: Title) -> str:
        name = self.inlines(title.name)
        if title.mark.words:
            kind = "modelzoo-mark modelzoo-new" if title.mark.new else "modelzoo-mark"
            name += f' <span class="{kind}">{plain_html(title.mark.words)}</span>'
        if title.fold:
            label = plain_html(title.fold)
            name += f' <details class="modelzoo-variants"><summary>{label}</summary></details>'
        if not title.line:
            return f'<div class="modelzoo-title">{name}</div>\n'
        whole = escape(plain_inlines(title.line))
        return (
            f'<div class="modelzoo-title">{name}</div>\n'
            f'<div class="modelzoo-sub" title="{whole}">{self.inlines(title.line)}</div>\n'
        )

    def _plot_table(self, plot: Plot) -> str:
        return self.table(plot.table, classes=self._table_classes, name=plot.table_label)

    def _header(self, header: Header) -> str:
        images = self.images(header.picture) if header.picture else ""
        thumb = f'<div class="modelzoo-thumb">{images}</div>\n' if images else ""
        return f'<div class="modelzoo-header">\n{self.blocks(header.blocks)}{thumb}</div>\n'

    def _tree(self, branches: Iterable[Branch], role: str = "") -> str:
        items: list[str] = []
        for one in branches:
            below = self._tree(one.branches) if one.branches else ""
            items.append(f"<li>{self._flow(one.inlines)}{below}</li>\n")
        return f"<ul{role}>\n{''.join(items)}</ul>\n"

    def _section(self, section: Section) -> str:
        body = "".join(
            self.table(block, name=section.title) if isinstance(block, Grid) else self._block(block)
            for block in section.blocks
        )
        level = f"h{self._heading}"
        heading = f'<{level} class="modelzoo-part">{plain_html(section.title)}</{level}>'
        if section.folded:
            before, between, after = fold_tags(copy_labels(self._labels))
            body = in_root(f"{before}{heading}{between}{body}{after}")
        else:
            body = f"{heading}\n{body}"
        return f'<section id="{escape(section.key)}" class="modelzoo-section">\n{body}</section>\n'

    def _list(self, block: Bullets | Facts) -> str:
        if isinstance(block, Bullets):
            role = f' class="{role_classes(block.role)}"' if block.role else ""
            items = "".join(f"<li>{self._flow(item)}</li>\n" for item in block.items)
            return f"<ul{role}>\n{items}</ul>\n"
        if block.role:
            figures = "".join(
                f"<div><dt>{plain_html(fact.label)}</dt><dd>{self._flow(fact.value)}</dd></div>\n"
                for fact in block.facts
            )
            return f'<dl class="{role_classes(block.role)}">\n{figures}</dl>\n'
        facts = "".join(
            f'<dt class="{class_name("fact", fact.key)}">{plain_html(fact.label)}</dt>\n'
            f"<dd>{self._flow(fact.value)}</dd>\n"
            for fact in block.facts
        )
        # “simple” lets sphinx_rtd_theme, and similar MkDocs themes, know that this is not API.
        return f'<dl class="modelzoo-facts simple">\n{facts}</dl>\n'

    def _figure(self, block: CodeBlock | Tabs | Picture | Notice) -> str:
        if isinstance(block, Tabs):
            return in_root(self._tabs(block))
        if isinstance(block, CodeBlock):
            return _code(block)
        if isinstance(block, Notice):
            return in_root(self._notice(block))
        images = self.images(block)
        if not images:
            return f"<p>{_words(block.alt)}</p>\n" if block.alt.text else ""
        caption = f"<figcaption>{_words(block.caption)}</figcaption>\n" if block.caption else ""
        return f'<figure class="modelzoo-picture">\n{images}\n{caption}</figure>\n'

    def _notice(self, notice: Notice) -> str:
        title = f"<strong>{plain_html(notice.title)}</strong>"
        if not notice.inlines:
            return f'<p class="{role_classes("notice")}">{title}</p>\n'
        text = f"{title}{plain_html(self._labels(': '))}"
        words = [Words(" ") if isinstance(one, Break) else one for one in notice.inlines]
        opening = f'<p class="{role_classes("notice")}">'
        flow = self._flow(words, opening)
        if flow.startswith(opening):
            return f"{opening}{text}{flow.removeprefix(opening)}"
        return f"{opening}{title}</p>\n{flow}"

    def _tabs(self, tabs: Tabs) -> str:
        """Write tabs that need no script: the chosen radio button shows what follows it."""
        parts = "".join(
            f"{tab_tags(tabs.key, number)}{_words(tab.label or Words(tab.language))}</label>"
            f"<div>{_code(replace(tab, label=None))}</div>\n"
            for number, tab in enumerate(tabs.tabs)
        )
        return f'<div class="modelzoo-tabs"{copy_labels(self._labels)}>\n{parts}</div>\n'

    def images(self, picture: Picture) -> str:
        """Write a picture: the one for dark themes, too, of which the style sheet shows one.

        :returns: nothing where it cannot be shown.
        """
        light = self._image_source(picture.src)
        dark = self._image_source(picture.dark) if picture.dark and not self._book else ""
        if not light:
            return ""
        about = (
            f' alt="{escape(picture.alt.text)}"{_language(picture.alt.language)} loading="lazy" />'
        )
        if not dark:
            return f'<img src="{escape(light)}"{about}'
        return (
            f'<img class="{LIGHT}" src="{escape(light)}"{about}'
            f'<img class="{DARK}" src="{escape(dark)}"{about}'
        )

    def _image_source(self, address: str) -> str:
        return self._source(address) if is_safe_url(address) else ""


def _code(block: CodeBlock) -> str:
    code = (
        f'<div class="highlight"><pre translate="no"><code class='
        f'"language-{escape(block.language or "text")}">{escape(block.code)}</code></pre></div>\n'
    )
    if block.label is None:
        return code
    label = _words(block.label)
    return f'<figure class="modelzoo-code">\n<figcaption>{label}</figcaption>\n{code}</figure>\n'


def _language(language: str | None) -> str:
    return f' lang="{escape(html_language(language))}"' if language else ""


def _words(words: Words) -> str:
    text = escape(words.text) if words.code else plain_html(words.text)
    if words.code:
        text = f"<code>{text}</code>"
    if words.strong:
        text = f"<strong>{text}</strong>"
    if words.best:
        text += f'<span class="modelzoo-unseen"> ({plain_html(words.best)})</span>'
    if words.muted:
        text = f"<small>{text}</small>"
    if words.translate and not words.language:
        return text
    translate = "" if words.translate else ' translate="no"'
    return f"<span{_language(words.language)}{translate}>{text}</span>"
