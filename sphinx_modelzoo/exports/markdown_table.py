"""Markdown: a table for a README, between two markers; the rest of the file is kept."""

from __future__ import annotations

import re

from sphinx_modelzoo.exports.interface import Selection, exporter, unfit
from sphinx_modelzoo.exports.plain_tables import plain_inline, plain_table
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.targets import as_path
from sphinx_modelzoo.views.content import Inline, PageLink, Prose, UrlLink, Words

BEGIN = "<!-- modelzoo:begin -->"
END = "<!-- modelzoo:end -->"
COLUMNS = ("paper", "tasks", "results", "quick-start")

_MARKED = re.compile(
    r"^(?P<begin>[ \t]*<!--\s*modelzoo:begin\s*-->)[ \t]*\n.*?"
    r"^(?P<end>[ \t]*<!--\s*modelzoo:end\s*-->)",
    re.DOTALL | re.MULTILINE,
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|$~])")


def into(existing: str, text: str) -> str:
    """Put the table between the markers of a Markdown file.

    :raises ProblemError: when the markers are missing or repeated.
    """
    if not existing.strip():
        return f"{BEGIN}\n\n{text}\n{END}\n"
    found = list(_MARKED.finditer(existing))
    if len(found) != 1:
        problem = "has no place for the table" if not found else "has several places for the table"
        raise unfit(
            Message(
                "the file {problem}: put “{begin}” and “{end}” on lines of their own",
                problem=problem,
                begin=BEGIN,
                end=END,
            )
        )
    place = found[0]
    table = f"{place['begin']}\n\n{text}\n{place['end']}"
    return existing[: place.start()] + table + existing[place.end() :]


@exporter("markdown", "Markdown, a table for a README", into=into)
def to_text(selection: Selection) -> str:
    """Write a pipe table."""
    table = plain_table(selection, selection.columns or COLUMNS, _inline, between="<br>")
    rules = ["---:" if kind == "number" else "---" for kind in table.kinds]
    lines = [list(map(plain_markdown, table.heads)), rules, *map(list, table.rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _inline(inline: Inline, column: str) -> str:
    if isinstance(inline, UrlLink):
        return f"[{plain_markdown(inline.words.text)}]({_url(as_path(inline.url))})"
    if isinstance(inline, Words | PageLink):
        words = inline if isinstance(inline, Words) else inline.words
        text = plain_markdown(words.text)
        return f"**{text}**" if words.strong and text == text.strip() else text
    if isinstance(inline, Prose):
        return plain_markdown(plain_inline(inline, column))
    return ""


def plain_markdown(text: str) -> str:
    """Escape text for one line of a pipe table, so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _url(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("|", "%7C").replace(" ", "%20")
