"""Small pieces that the sections of a page are put together from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.schema.languages import in_language
from sphinx_modelzoo.schema.targets import is_inner
from sphinx_modelzoo.schema.variants import alone
from sphinx_modelzoo.views.content import PageLink, Prose, UrlLink, Words, model_page
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.releases import mark_of
from sphinx_modelzoo.views.values import (
    condition_label,
    condition_value,
    dataset_text,
    guess_language,
    localized,
    source_kind_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Dataset, Described, Model, Source, Variant
    from sphinx_modelzoo.views.content import Inline, Inlines, Mark
    from sphinx_modelzoo.views.labels import Labels


class PageContext:
    """The sources of one page's sections: an entry, its catalog, the reader's labels."""

    __slots__ = ("catalog", "label", "language", "model", "part", "vocabularies")

    def __init__(self, catalog: Catalog, model: Model, label: Labels, part: str = "") -> None:
        self.catalog = catalog
        self.part = part
        self.model = model
        self.label = label
        self.language = label.language
        self.vocabularies = catalog.vocabularies

    def prose(self, text: LocalizedText, owner: str = "") -> Prose:
        """Return a text as CommonMark; ``owner`` is the entry that it is from, if not this one."""
        return Prose(*self._localized(text, owner))

    def long_text(self, text: LocalizedText, field: str) -> Prose:
        """Return a text that is a part of the page, with anchors of its own."""
        key = f"{self.part}-{field}" if self.part else field
        return Prose(*self._localized(text), key, self.catalog.lost_pictures(self.model.id))

    def plain(self, text: LocalizedText) -> Words:
        """Return a text of the entry as plain words, for links and the like."""
        found, language = self._localized(text)
        return Words(plain_text(found), language)

    def address(self, url: str | LocalizedText) -> str:
        """Return an address of the entry for the reader."""
        return in_language(url, self.language)

    def of(self, variant: Variant) -> PageContext:
        """Return the context of what a variant says itself."""
        part = f"variant-{variant.id}"
        return PageContext(self.catalog, alone(self.model, variant), self.label, part)

    def verbatim(self, text: LocalizedText) -> Words:
        """Return a text of the entry as it is, its asterisks and underscores included."""
        return Words(*self._localized(text))

    def _localized(self, text: LocalizedText, owner: str = "") -> tuple[str, str | None]:
        spoken = self.catalog.text_language(owner or self.model.id)
        return localized(text, self.language, spoken)

    def name(self, text: str, *, code: bool = False, strong: bool = False) -> Words:
        """Return a name, an id or a figure, marked as not to be translated."""
        language = guess_language(text, self.language)
        return Words(text, language, translate=False, code=code, strong=strong)

    def model_link(self, model_id: str) -> Inline:
        """Link to another entry by its name; an unknown one is shown as the bare id."""
        found = self.catalog.resolve(model_id)
        if found is None:
            return Words(model_id, translate=False, code=True)
        return PageLink(self.name(found.name), model_page(found.id))

    def mark(self, entry: Described) -> Mark:
        """Return the mark of this model or a variant: a word for its state."""
        return mark_of(entry, self.catalog.registry, self.label)

    def names(self, texts: Iterable[str]) -> Inlines:
        """Join several names with this language's separator."""
        known = list(texts)
        if all(map(str.isascii, known)):
            return (Words(self.label.join(known), translate=False),) if known else ()
        separator = Words(self.label.separator, translate=False)
        return merged(between(((self.name(text),) for text in known), separator))


def between(items: Iterable[Sequence[Inline]], separator: Inline) -> Inlines:
    """Join the inlines of all items with a separator between two items."""
    result: list[Inline] = []
    for item in items:
        if result:
            result.append(separator)
        result += item
    return tuple(result)


def merged(inlines: Iterable[Inline]) -> Inlines:
    """Merge neighbouring runs of words that are alike."""
    result: list[Inline] = []
    for inline in inlines:
        last = result[-1] if result else None
        if (
            isinstance(inline, Words)
            and isinstance(last, Words)
            and inline.language == last.language
            and inline.translate == last.translate
            and inline.strong == last.strong
            and inline.code == last.code
            and inline.muted == last.muted
        ):
            result[-1] = replace(last, text=last.text + inline.text)
        else:
            result.append(inline)
    return tuple(result)


def noted(inline: Inline, note: str, label: Labels) -> Inlines:
    """Add a remark in brackets to an inline."""
    before, after = label.noted("\0", note).split("\0", 1)
    parts: tuple[Inline, ...] = (Words(before), inline, Words(after))
    return tuple(part for part in parts if part != Words(""))


def sentence(message: str, inline: Inline) -> Inlines:
    """Put an inline in the place of ``{model}`` in a translated message."""
    before, _, after = message.partition("{model}")
    parts: tuple[Inline, ...] = (Words(before), inline, Words(after))
    return tuple(part for part in parts if part != Words(""))


def labelled(ctx: PageContext, label: str, value: Inlines) -> Inlines:
    """Put a label before a value, as the language does."""
    before, after = ctx.label.pair(ctx.label(label), "\0").split("\0", 1)
    parts: tuple[Inline, ...] = (Words(before), *value, Words(after))
    return tuple(part for part in parts if part != Words(""))


def dataset_words(ctx: PageContext, dataset: Dataset) -> Words:
    """Return the name of a dataset for the reader."""
    return ctx.name(dataset_text(ctx.vocabularies, dataset, ctx.label))


def condition_text(ctx: PageContext, conditions: Mapping[str, object]) -> str:
    """Write the conditions of a result in one line: ``input size: 640; epochs: 300``."""
    label, fields = ctx.label, ctx.catalog.fields
    colon, semicolon = label(N_(": ")), label(N_("; "))
    return semicolon.join(
        condition_label(key, label, fields) + colon + condition_value(key, value, label, fields)
        for key, value in conditions.items()
    )


def source_inlines(ctx: PageContext, source: Source) -> Inlines:
    """Return the source of a result, as a link where it has an address."""
    kind = source_kind_label(source.kind, ctx.label) if source.kind else ""
    text = ctx.label.join(part for part in (kind, source.locator) if part)
    url = ctx.address(source.url) if source.url else ""
    words = Words(text) if kind else ctx.name(text or url_text(url))
    return (UrlLink(words, url) if url else words,) if words.text else ()


def url_text(url: str) -> str:
    """Return a link's address as people read it: without the scheme."""
    if is_inner(url):
        return url.partition(":")[2]
    text = re.sub(r"\A(?:https?://(?:www\.)?|mailto:)", "", url, flags=re.IGNORECASE)
    return text.rstrip("/") or url


def file_name(url: str) -> str:
    """Return the name of the file that a link leads to, or the whole link if it names none."""
    return unquote(split_url(url).path.rstrip("/").rpartition("/")[2]) or url


def url_link(words: Words | None, url: str) -> UrlLink:
    """Return a link, shown by its address where it has no words."""
    if words is not None:
        return UrlLink(words, url)
    return UrlLink(Words(url_text(url), translate=False), url, named=False)


def plain_inlines(inlines: Iterable[Inline]) -> str:
    """Return the words of inline content, without markup; a break is a space."""
    parts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Prose):
            parts.append(plain_text(inline.text))
        else:
            words = inline if isinstance(inline, Words) else getattr(inline, "words", None)
            parts.append(words.text if words else " ")
    return "".join(parts)


_MARKUP_LIMIT = 4000  # characters; a label or a summary is far below, and the patterns backtrack
_MARKUP = (
    (re.compile(r"^ {0,3}(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"(?<!\\)(\*\*\*|\*\*|\*)(?=\S)([^*]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])(___|__|_)(?=\S)([^_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\\$])\$(?=[^\s$])([^$]+?)(?<=\S)\$(?![\d$])"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_HAS_MARKUP = re.compile(r"[\\`*_\[$<#>+-]|\d[.)]")


def plain_text(text: str) -> str:
    """Turn CommonMark into plain words on one line, for places that hold nothing else.

    Not a parser: what it does not know stays as it was written.
    """
    if len(text) <= _MARKUP_LIMIT and _HAS_MARKUP.search(text):
        for pattern, replacement in _MARKUP:
            text = pattern.sub(replacement, text)
    return " ".join(text.split()) if "\n" in text or "  " in text else text
