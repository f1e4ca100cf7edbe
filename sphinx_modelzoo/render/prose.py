"""Untrusted text, made ready to be written: in full, or reduced to a few lines.

One parser (``schema/markup.py``) serves HTML, docutils and Markdown alike. What is to be written
is decided here, while the text is still a list of tokens, so that all say the same: an unsafe
formula becomes code. A long text keeps its headings, pictures, tables and footnotes, each with an
anchor of its own. Elsewhere a heading becomes a strong paragraph, a picture its alternative text,
and a row of a table a line.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it.token import Token

from sphinx_modelzoo.render.tex import is_safe_math
from sphinx_modelzoo.schema.markup import is_picture_url, parse, slugged, words_of
from sphinx_modelzoo.views.content import CodeBlock, Picture, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_modelzoo.views.content import Prose

PICTURE = "picture"
"""The type of the token of a paragraph that is a picture; its ``meta`` has the block."""
WITHIN = "within"
"""In the ``meta`` of a link to a heading of its own text: the anchor, or nothing without one."""
UNNAMED = "unnamed"
"""In the ``meta`` of a link without words: it is shown by the title of what it leads to."""
CELL_CLASSES = {"right": "modelzoo-right", "center": "modelzoo-center"}
"""The classes of cells of tables by how they are aligned."""


def tokens_of(prose: Prose, taken: int = 0) -> list[Token]:
    """Return the tokens of a text as they are to be written.

    :param taken: how many footnotes the page has before this text.
    """
    tokens = parse(prose.text)
    for token in tokens:
        if token.type == "inline":
            token.children = [_harmless(one) for one in token.children or []]
            for before, after in pairwise(token.children):
                if (before.type, after.type) == ("link_open", "link_close"):
                    before.meta = {UNNAMED: True}
        elif token.type == "math_block" and not is_safe_math(token.content):
            token.type, token.tag, token.info = "fence", "code", ""
    tokens = [token for token in tokens if token.type != "hr"]
    return _Long(prose, taken).tokens(tokens) if prose.key else list(_short(tokens))


def notes_in(tokens: Iterable[Token]) -> int:
    """Return how many footnotes a text has."""
    return sum(token.type == "footnote_open" for token in tokens)


def is_inline(tokens: Sequence[Token]) -> bool:
    """Return True if a text is a single paragraph."""
    return len(tokens) == 3 and tokens[0].type == "paragraph_open"


def _harmless(token: Token) -> Token:
    if token.type.startswith("math_inline"):
        token.type = "math_inline"
        if not is_safe_math(token.content):
            token.type, token.content = "code_inline", f"${token.content}$"
    elif token.type == "text_special":
        token.type = "text"
    return token


def _text(words: str) -> Token:
    token = Token("text", "", 0)
    token.content = words
    return token


def _short(tokens: Iterable[Token]) -> Iterable[Token]:
    """Yield what places that hold a few lines have room for; footnotes are left out."""
    heading = False
    depth = 0
    cells: list[Token] | None = None
    for token in tokens:
        kind = token.type
        depth += {"footnote_reference_open": 1, "footnote_reference_close": -1}.get(kind, 0)
        if depth or kind == "footnote_reference_close":
            continue
        if kind in ("heading_open", "heading_close"):
            heading = kind == "heading_open"
            token.type, token.tag = kind.replace("heading", "paragraph"), "p"
        elif kind == "inline":
            token.children = list(_few(token.children or []))
            if heading:
                strong = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
                token.children = [strong[0], *token.children, strong[1]]
            if cells is not None:
                cells += [_text(" | "), *token.children] if cells else token.children
                continue
        elif kind == "tr_open":
            cells = []
            token.type, token.tag = "paragraph_open", "p"
        elif kind == "tr_close":
            row = Token("inline", "", 0)
            row.children, cells = cells, None
            yield row
            token.type, token.tag = "paragraph_close", "p"
        elif kind.startswith(("table_", "thead_", "tbody_", "th_", "td_")):
            continue
        yield token


def _few(children: Iterable[Token]) -> Iterable[Token]:
    for token in children:
        if token.type == "image":
            yield _text(words_of(token.children or []))
        elif token.type != "footnote_ref":
            if token.type == "link_open" and str(token.attrs.get("href", "")).startswith("#"):
                token.meta = {
                    **token.meta,
                    WITHIN: "",
                }  # the headings that it could lead to have no anchors
            yield token


class _Long:
    """A text with anchors, all of which begin with its key.

    A heading of the text is at least of the third level; footnotes are at its end, in the order
    in which they are referred to. Their numbers go on through a page: Sphinx tells the footnotes
    of a document apart by them.
    """

    def __init__(self, prose: Prose, taken: int) -> None:
        self._prose = prose
        self._taken = taken
        self._anchors: set[str] = set()
        self._headings: dict[str, str] = {}  # by what links to them are written with
        self._notes: dict[str, list[Token]] = {}
        self._numbers: dict[str, int] = {}
        self._refs: dict[str, list[str]] = {}

    def tokens(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens of the whole text."""
        body = self._without_notes(tokens)
        self._name_headings(body)
        found = self._paragraphs(body)
        self._lead_links(found)
        return [*found, *self._footnotes()]

    def _anchor(self, name: str) -> str:
        stem = re.sub(r"-{2,}", "-", f"{self._prose.key}-{name}").strip("-")
        anchor, count = stem, 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{stem}-{count}"
        self._anchors.add(anchor)
        return anchor

    def _without_notes(self, tokens: Sequence[Token]) -> list[Token]:
        """Take out the footnotes, which may be in each other, or in lists."""
        open_notes: list[tuple[str, list[Token]]] = [("", [])]
        for token in tokens:
            if token.type == "footnote_reference_open":
                open_notes.append((str(token.meta["label"]), []))
            elif token.type == "footnote_reference_close":
                label, note = open_notes.pop()
                self._notes.setdefault(label, note)
            else:
                open_notes[-1][1].append(token)
        return open_notes[0][1]

    def _name_headings(self, tokens: Sequence[Token]) -> None:
        levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
        seen: Counter[str] = Counter()
        for place, token in enumerate(tokens):
            if token.type not in ("heading_open", "heading_close"):
                continue
            token.meta = {"level": 3 + levels.index(token.tag)}
            if token.type == "heading_open":
                slug = slugged(words_of(tokens[place + 1].children or []))
                name = f"{slug}-{seen[slug]}" if seen[slug] else slug
                seen[slug] += 1
                token.meta["id"] = self._headings[name] = self._anchor(slug)

    def _paragraphs(self, tokens: Sequence[Token]) -> list[Token]:
        """Replace paragraphs of nothing but a picture, and pictures that cannot be shown."""
        found: list[Token] = []
        for token in tokens:
            if token.type == "inline":
                token.children = [
                    one
                    if one.type != "image" or self._is_shown(one)
                    else _text(words_of(one.children or []))
                    for one in token.children or []
                ]
            found.append(token)
            alone = [one.type for one in found[-3:]] == _PARAGRAPH
            children = (found[-2].children or []) if alone else []
            if len(children) == 1 and children[0].type == "image" and not found[-3].hidden:
                picture = Token(PICTURE, "", 0, block=True)
                picture.meta = {"picture": self.picture(children[0])}
                found[-3:] = [picture]
        return found

    def _is_shown(self, image: Token) -> bool:
        src = str(image.attrs.get("src", ""))
        return bool(src) and is_picture_url(src) and src not in self._prose.lost

    def picture(self, image: Token) -> Picture:
        """Return the picture of a paragraph that holds nothing else; its title is the caption."""
        language = self._prose.language
        title = str(image.attrs.get("title") or "")
        return Picture(
            unquote(str(image.attrs["src"])),
            Words(words_of(image.children or []), language),
            Words(title, language) if title else None,
        )

    def _lead_links(self, tokens: Iterable[Token]) -> None:
        """Lead links within the text to its headings, and number the footnotes."""
        for token in tokens:
            for child in token.children or []:
                if child.type == "link_open":
                    address = unquote(str(child.attrs.get("href", "")))
                    if address.startswith("#"):
                        anchor = self._headings.get(address[1:].casefold(), "")
                        child.attrs["href"] = f"#{anchor}"
                        child.meta = {**child.meta, WITHIN: anchor}
                elif child.type == "footnote_ref":
                    self._refer(child)

    def _refer(self, token: Token) -> None:
        label = str(token.meta["label"])
        number = self._numbers.setdefault(label, self._taken + len(self._numbers) + 1)
        anchor = self._anchor(f"fnref-{number}")
        self._refs.setdefault(label, []).append(anchor)
        token.meta = {"number": number, "id": anchor, "note": f"{self._prose.key}-fn-{number}"}

    def _footnotes(self) -> list[Token]:
        found: list[Token] = []
        written: set[str] = set()
        while waiting := [label for label in self._numbers if label not in written]:
            label = waiting[0]  # a footnote may refer to further ones
            written.add(label)
            note = self._paragraphs(self._without_headings(self._notes.get(label, [])))
            self._lead_links(note)
            number = self._numbers[label]
            opening = Token("footnote_open", "", 1, block=True)
            anchor = f"{self._prose.key}-fn-{number}"
            opening.meta = {"number": number, "id": anchor, "label": label}
            found += [opening, *note, Token("footnote_close", "", -1, block=True)]
        for token in found:
            if token.type == "footnote_open":
                token.meta["refs"] = tuple(self._refs[token.meta.pop("label")])
        if not found:
            return []
        block = Token("footnote_block_open", "", 1, block=True)
        return [block, *found, Token("footnote_block_close", "", -1, block=True)]

    def _without_headings(self, tokens: Sequence[Token]) -> list[Token]:
        if any(one.type == "heading_open" for one in tokens):
            return list(_short(tokens))
        return [*tokens]


_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]


def code_block(token: Token) -> CodeBlock:
    """Return the code of a fence, in the language that the first word of its info names."""
    words = token.info.split() if token.type == "fence" else []
    language = words[0] if words and re.fullmatch(r"[\w+#.\-]+", words[0]) else ""
    return CodeBlock(token.content, language or "text")


def alignment(token: Token) -> str:
    """Return the class of a cell that is aligned to the right or centred."""
    style = str(token.attrs.get("style") or "")
    return CELL_CLASSES.get(style.removeprefix("text-align:"), "")
