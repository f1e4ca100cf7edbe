"""Markup in texts that readers do not get: refused for safety, or left out where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_modelzoo.curation.rules.rule import Finding, RuleContext, RuleWords, rule
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, shorten
from sphinx_modelzoo.schema.markup import (
    LONG_TEXTS,
    is_plain,
    parse,
    refused_addresses,
    slugged,
    words_of,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

REFUSED = ProblemKind(
    "modelzoo.text.markup",
    "error",
    "A text has HTML, a role or a directive, which never run: readers see them as typed.",
    "Write CommonMark: **bold**, [text](https://…), ![words](path), ```python for code.",
)
ADDRESS = ProblemKind(
    "modelzoo.text.address",
    "error",
    "A link or picture in a text has an address that is not allowed, and is shown as typed.",
    "Use https:, http:, mailto:, doc:, model:, leaderboard: or a relative path.",
)
LEFT_OUT = ProblemKind(
    "modelzoo.text.left-out",
    "warning",
    "A part of a text is left out: a picture or footnote where only a few lines have room, a "
    "footnote or heading that nothing matches.",
    "Move it into the description, or correct its name.",
)

# Not every element: <s>, <mask> and <image> are tokens of models.
_TAGS = (
    "a|abbr|audio|b|big|blockquote|body|br|button|center|code|dd|del|details|div|dl|dt|em|embed"
    "|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|li|link|main|meta|nav"
    "|object|ol|option|p|picture|pre|script|section|select|small|source|span|strong|style|sub"
    "|summary|sup|svg|table|tbody|td|textarea|th|thead|title|tr|tt|u|ul|var|video"
)
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<[a-z][\w-]*\s+[\w-]+=[^<>]*>|<!--", re.I)
_DIRECTIVE = re.compile(r"(?m)^[ \t]*(?:\.\. [a-z][\w:.+-]*::|:{3,}\{?[a-z][\w-]*\}?)")
_FENCE = re.compile(r"\{[a-zA-Z][\w:.+-]*\}")
_ROLE = re.compile(r"(?:\{[a-zA-Z][\w:.+-]*\}|(?<![^\s(\[])(?::[a-zA-Z][\w.+-]*)+:)\Z")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_HINTS = {
    "HTML": Message("write CommonMark: **bold**, [text](https://…), ![words](path)"),
    "role": Message("write a link: [text](doc:guide/use), [text](model:yolov4)"),
    "directive": Message("write code with the name of its language: ```python"),
}


@rule(REFUSED, ADDRESS, LEFT_OUT)
def _find(context: RuleContext) -> Iterator[Finding]:
    for model in context.catalog.models:
        for words in context.texts[model.id]:
            if words.kind != "raw" and not (is_plain(words.text) and _is_harmless(words.text)):
                yield from _in_text(model.id, words)


def _is_harmless(text: str) -> bool:
    return (
        "</" not in text
        and "<!--" not in text
        and ("::" not in text or _DIRECTIVE.search(text) is None)
    )


def _in_text(model: str, words: RuleWords) -> Iterator[Finding]:
    tokens = parse(words.text)
    for kind, found in _refused(tokens):
        message: str = Message("{kind} “{found}” in a text", kind=kind, found=shorten(found, 40))
        yield Finding.of(REFUSED, model, words.path, message, _HINTS[kind], (), found)
    for address in refused_addresses(words.text):
        message = Message("unsupported address “{address}” in a text", address=shorten(address, 40))
        yield Finding.of(ADDRESS, model, words.path, message, "", (), unquote(address))
    long = words.kind in LONG_TEXTS
    for message, hint, word in _lost_notes(tokens) if long else _lost_in_short(tokens):
        yield Finding.of(LEFT_OUT, model, words.path, message, hint, (), word)


def _inlines(tokens: list[Token]) -> Iterator[list[Token]]:
    return (token.children or [] for token in tokens if token.type == "inline")


def _refused(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield what is refused, each kind once, with how it begins."""
    found: dict[str, str] = {}
    for token in tokens:
        if token.type == "fence" and (name := _FENCE.match(token.info)):
            found.setdefault("directive", name.group())
        elif token.type == "inline" and (line := _DIRECTIVE.search(token.content)):
            found.setdefault("directive", line.group().strip())
    for children in _inlines(tokens):
        text = "".join(one.content for one in children if one.type.startswith("text"))
        if tag := _HTML.search(text):
            found.setdefault("HTML", tag.group())
        for before, after in pairwise(children):
            if (before.type, after.type) == ("text", "code_inline") and (
                name := _ROLE.search(before.content)
            ):
                found.setdefault("role", f"{name.group()}`{after.content}`")
    yield from found.items()


def _lost_in_short(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    for children in _inlines(tokens):
        for token in children:
            if token.type == "image":
                alt = words_of(token.children or [])
                hint = Message("move it into the description, or into images")
                yield Message("the picture “{alt}” is left out", alt=shorten(alt, 40)), hint, alt
            elif token.type == "footnote_ref":
                label = f"[^{token.meta['label']}]"
                yield (
                    Message("the footnote “{label}” is left out", label=label),
                    Message("move it into the description"),
                    label,
                )


def _lost_notes(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield footnotes without a reference or a text, and links to headings without one."""
    used = {one.meta["label"] for row in _inlines(tokens) for one in row if one.type == _REF}
    for token in tokens:
        if token.type == "footnote_reference_open" and token.meta["label"] not in used:
            label = f"[^{token.meta['label']}]"
            yield (
                Message("nothing refers to the footnote “{label}”", label=label),
                Message("write {label} in the text", label=label),
                label,
            )
    slugs: Counter[str] = Counter()
    names: set[str] = set()
    for before, inline in pairwise(tokens):
        if before.type == "heading_open":
            slug = slugged(words_of(inline.children or []))
            names.add(f"{slug}-{slugs[slug]}" if slugs[slug] else slug)
            slugs[slug] += 1
    for children in _inlines(tokens):
        for token in children:
            if token.type == "text" and (note := _FOOTNOTE.search(token.content)):
                hint = Message("write {note}: … in a line of its own", note=note.group())
                yield (
                    Message("no text of the footnote “{note}”", note=note.group()),
                    hint,
                    note.group(),
                )
            address = unquote(str(token.attrs.get("href", ""))) if token.attrs else ""
            if address.startswith("#") and address[1:].casefold() not in names:
                hint = (
                    Message("headings: {names}", names=", ".join(sorted(names)))
                    if names
                    else Message("add the heading")
                )
                yield Message("no heading “{address}” in this text", address=address), hint, address


_REF = "footnote_ref"
