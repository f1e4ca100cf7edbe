"""The language of the command: help, reports and problems in that of the reader's locale.

English is written in the code and is the message id, as it is of labels; the other languages are
in ``locale/*/LC_MESSAGES/modelzoo.po``. click asks the text domain of the process for its own
messages, so the command sets it while it runs, and asks there, too. What programs read (JSON,
CSV, GitHub annotations, SARIF, exit statuses and codes) is the same in every locale.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from sphinx_modelzoo.east_asian import HAN, display_width, has_han
from sphinx_modelzoo.problems.messages import Message, translated

DOMAIN = "modelzoo"
_LOCALE = Path(__file__).resolve().parent.parent / "locale"
_TRADITIONAL = re.compile(r"zh[_-](?:hant|tw|hk|mo)", re.IGNORECASE)
_SIMPLIFIED = "zh_CN"
# A Chinese character takes the punctuation after it along, and a bracket what it opens.
_WORD = re.compile(
    rf"[（「『“《]*(?:[{HAN}]|[^\s{HAN}，。；：、（）「」]+|[，。；：、）」]+)[，。；：、）」』》！？…]*|[（「]|\s+"
)


def catalog_names(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the folders of ``locale/`` to look in, for the locale that an environment asks for.

    It is found as gettext finds it, and ``LC_ALL=C`` is English, whatever ``LANGUAGE`` is.
    """
    every = environ.get("LC_ALL", "")
    if re.fullmatch(r"(?:C|POSIX)(?:\..*)?", every):
        return ()
    settings = (environ.get("LANGUAGE"), every, environ.get("LC_MESSAGES"), environ.get("LANG"))
    for name in next(filter(None, settings), "").split(":"):
        language = re.split(r"[_.@-]", name.casefold())[0]
        if language == "zh":
            return ("zh_TW", _SIMPLIFIED) if _TRADITIONAL.match(name) else (_SIMPLIFIED,)
        if language == "en":
            break
    return ()


def default_language(for_reader: bool) -> str:
    """Return the language of a table whose catalog names none: for a reader, that of the locale."""
    from sphinx_modelzoo.schema.languages import normalize_language

    names = catalog_names(os.environ) if for_reader else ()
    return normalize_language(names[0]) if names else "en"


@contextmanager
def speaking() -> Iterator[None]:
    """Speak the language of the locale: here, and in what click says by itself."""
    names = catalog_names(os.environ)
    if not names:
        yield
        return
    domain, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(_LOCALE))
    gettext.textdomain(DOMAIN)
    # gettext does not know that a reader of zh_HK or zh_SG reads these.
    os.environ["LANGUAGE"] = ":".join(names)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if language is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = language


def speak(text: str, /, **values: object) -> str:
    """Return a message in the language of the reader.

    :param text: a message, or the template of one if there are values.
    """
    return translated(Message(text, **values) if values else text, gettext.gettext)


def wrapped(text: str, width: int) -> list[str]:
    """Break a Chinese text into lines of a width, not before closing punctuation."""
    lines = [""]
    for word in _WORD.findall(" ".join(text.split())):
        if display_width(lines[-1] + word.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a help text, each with its words on one line, to be translated."""
    for paragraph in cleandoc(text).split("\n\n"):
        yield paragraph, " ".join(paragraph.removeprefix("\b").split())


class _Formatter(click.HelpFormatter):
    """A formatter that knows how wide Chinese is, and where its lines may end."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of the usage, with the colon of its language."""
        super().write_usage(prog, args, speak("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading, with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{speak('{label}: ', label=heading).rstrip()}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(self._broken(text, self.width - self.current_indent))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what is said of them."""
        known = [(first, second or "") for first, second in rows]
        column = min(max((len(first) for first, _ in known), default=0), col_max) + col_spacing
        room = max(self.width - column - 2, 10)
        shown = [(first, self._broken(second, room)) for first, second in known]
        super().write_dl(shown, col_max, col_spacing)

    def _broken(self, text: str, width: int) -> str:
        """Return a text with its Chinese paragraphs broken into lines, for click to leave alone."""
        return "\n\n".join(
            "\n".join(("\b", *wrapped(part, width)))
            if has_han(part) and not part.startswith("\b")
            else part
            for part in text.split("\n\n")
        )


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in the language of the reader."""

    context_class = _Context

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help with translated words; the command itself stays as it is."""
        shown = copy(self)
        shown.help = "\n\n".join(
            said if (said := speak(message)) != message else paragraph
            for paragraph, message in paragraphs(self.help or "")
        )
        shown.params = [_translated(param) for param in self.params]
        super(Command, shown).format_help(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the name of the command in its usage."""
        return [speak(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option = copy(option)
            option.help = speak("Show this message and exit.")
        return option


def _translated(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    shown = copy(param)
    shown.help = speak(param.help)
    return shown
