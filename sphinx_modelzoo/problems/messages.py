"""Problems: messages with a code and a location, and the exception that carries them.

A problem never stops the reading of the rest: whoever finds one adds it to a list, and the hosts
(Sphinx, MkDocs, the command) report all of them in one run. A fatal one raises
:class:`ProblemError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.east_asian import han_likeness, has_han
from sphinx_modelzoo.problems import codes
from sphinx_modelzoo.problems.codes import PREFIX, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_BREAKS = re.compile(r"\s*[\r\n\v\f\x1b\u0085\u2028\u2029]+\s*")


class Message(str):
    """An English text that remembers the template it was made of, to be translated when shown.

    Whoever does not translate, as builds and reports for machines, uses it as any text. A value
    that is a message itself is translated with it; all others are names and words of a catalog.

    :param template: the English message with named placeholders.
    :param values: what fills them.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """Fill the template."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    @classmethod
    def of(cls, text: str, original: str = "") -> Message:
        """Return a text as a message, to be a value of another one.

        :param original: the message that is translated, where the text is a form of it.
        """
        if isinstance(text, Message):
            return text
        made = cls(_escaped(text))
        made.template = _escaped(original or text)
        return made

    def __getnewargs__(self) -> tuple[str]:
        """Return what a copy or pickle is made of, before it gets its template and values."""
        return (_escaped(self),)


def _escaped(text: str) -> str:
    return str(text).replace("{", "{{").replace("}", "}}")


def translated(text: str, translate: Callable[[str], str]) -> str:
    """Return a text, often a :class:`Message`, in another language.

    :param translate: gives a template or a text without placeholders in that language.
    """
    if not isinstance(text, Message):
        return translate(text) if text else text
    values = {
        name: translated(value, translate) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    template = translate(text.template)
    # A text that is a form of its message stays as it is without a translation.
    return template.format(**values) if values or template != text.template else str(text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, its location, and what to write instead.

    ``line`` and ``column`` count from 1; 0 means that the place is not known. ``model`` is the
    entry's id (or its name, or ``#3`` for the third entry, when it has no usable id); ``field`` is
    the path inside the entry, as in ``results[0].metrics.mAP``. A problem of a directive has its
    name in ``directive``, the option in ``option``, and in ``offset`` the place in the option's
    text, from 0, where that is known.
    """

    code: str
    message: str
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    model: str = ""
    field: str = ""
    hint: str = ""
    directive: str = ""
    option: str = ""
    offset: int | None = None

    @property
    def text(self) -> str:
        """Return the message with its entry, field and way out, without file, line and code."""
        return self.text_in(str)

    def text_in(self, translate: Callable[[str], str]) -> str:
        """Return the text in another language; see :func:`translated`."""
        where = [".".join(part for part in (self.model, self.field) if part), self.directive]
        if self.option:
            at = Message(" character {number}:", number=(self.offset or 0) + 1)
            at_text = "" if self.offset is None else translated(at, translate)
            where.append(f":{self.option}:{at_text}")
        head = ": ".join(part for part in where if part)
        said = translated(self.message, translate)
        # The name of an option has its colons already.
        said = f"{head}{' ' if self.option else ': '}{said}" if head else said
        if self.hint:
            hint = translated(self.hint, translate).removesuffix("。")
            said = translated(Message("{text} ({note})", text=said, note=hint), translate)
        # On one line: what a catalog says must not look like a message of its own.
        return _BREAKS.sub(" ", said)

    @property
    def place(self) -> str:
        """Return file, line and column, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def at(self, file: str, line: int = 0, column: int = 0) -> Problem:
        """Return the same problem, located."""
        return replace(self, file=file, line=line, column=column)

    def within(self, directive: str) -> Problem:
        """Return the same problem, of a directive."""
        return replace(self, directive=directive)

    @property
    def brief(self) -> str:
        """Return place, text and code, for hosts that show the severity in another way."""
        return self.brief_in(str)

    def brief_in(self, translate: Callable[[str], str]) -> str:
        """Return the same in another language."""
        head = f"{self.place}: " if self.place else ""
        return f"{head}{self.text_in(translate)} [{self.code}]"

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        return f"{head}{self.severity}: {self.text} [{self.code}]"


def problem(code: str, message: str, hint: str | None = "", **where: Any) -> Problem:
    """Make a problem with the severity of its code, which is given without the prefix.

    :param hint: the way out; the code's own where it is blank, none for ``None``.
    :param where: ``file``, ``line``, ``column``, ``model`` and whatever else a problem has.
    :raises KeyError: when the code is not registered.
    """
    info = codes.CODES[PREFIX + code]
    if hint == "":
        hint = Message.of(info.way_out[:1].lower() + info.way_out[1:].rstrip("."), info.way_out)
    return Problem(PREFIX + code, message, info.severity, hint=hint or "", **where)


class ProblemError(Exception):
    """An error that ends an operation, with every problem that was found."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)

    @property
    def problem(self) -> Problem:
        """Return the problem that ended the operation: the last one."""
        return self.problems[-1]

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def failure(code: str, message: str, hint: str | None = "", **where: Any) -> ProblemError:
    """Make the exception to raise for a fatal problem; see :func:`problem`."""
    return ProblemError(problem(code, message, hint, **where))


LONGEST = 160


def plain(text: str) -> str:
    """Return an untrusted text for one line of a terminal: short, no control characters.

    The values of a message become so; what it says besides is the package's own.
    """
    if isinstance(text, Message):
        values = {
            name: plain(value) if isinstance(value, str) else value
            for name, value in text.values.items()
        }
        return Message(text.template, **values)
    if len(text) > 4 * LONGEST:
        text = f"{text[:LONGEST]} {text[-LONGEST:]}"
    words = "".join(char if char.isprintable() else " " for char in text)
    words = " ".join(words.split())
    if len(words) > LONGEST:
        words = f"{words[: LONGEST // 2]} … {words[-LONGEST // 3 :]}"
    return words


_LONGEST = 100
_LIKELY = 200


def _likely(word: str, names: Collection[str]) -> Collection[str]:
    """Return the names that share most parts with a word; comparing thousands is slow."""
    if len(names) <= 2 * _LIKELY:
        return names
    width = 1 if has_han(word) else 3
    parts = {word[start : start + width] for start in range(max(1, len(word) - width + 1))}
    return nlargest(_LIKELY, names, key=lambda name: sum(part in name for part in parts))


def nearest_name(word: str, known: Collection[str], likeness: float = 0.6) -> str | None:
    """Return the known name most like a word, or ``None`` where none is.

    A Chinese word is compared by its sound, and only with Chinese names.
    """
    word = word[:_LONGEST]
    if has_han(word):
        names = _likely(word, [name for name in known if has_han(name)])
        found = max(names, key=lambda name: han_likeness(word, name[:_LONGEST]), default=None)
        close = found is not None and han_likeness(word, found[:_LONGEST]) >= likeness
        return found if close else None
    close_names = get_close_matches(word, _likely(word, known), n=1, cutoff=likeness)
    return close_names[0] if close_names else None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean ‹x›?`` for the known word most like this one, or an empty string."""
    folded = {name.casefold(): name for name in known}
    found = nearest_name(word.casefold(), folded)
    return Message("did you mean “{name}”?", name=folded[found]) if found is not None else ""


def counted(number: int, things: str) -> str:
    """Return ``1 entry`` or ``2 entries``.

    :param things: the noun in its plural.
    """
    if number == 1:
        things = f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
    template = f"{{number}} {things}"
    return Message(template, number=number)


def listed(items: Iterable[str], template: str) -> str:
    """Join texts, some of them messages, so that the separator is translated, too.

    :param template: joins the first and the rest: ``"{first}, {rest}"``.
    """
    *before, text = items
    for item in reversed(before):
        text = Message(template, first=item, rest=text)
    return text


def shorten(text: str, length: int = 60) -> str:
    """Return the beginning of a text, for a message."""
    words = " ".join(text.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
