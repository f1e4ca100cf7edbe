"""Shared parts of the commands: catalogs, selections, files to write."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import unquote

import click

from sphinx_modelzoo.cli.spoken import speak
from sphinx_modelzoo.problems.messages import Message, counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.catalog.doc_files import Documents
    from sphinx_modelzoo.catalog.inner_links import DeadLink
    from sphinx_modelzoo.plugins import Plugins
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.chosen_columns import ChosenColumn
    from sphinx_modelzoo.views.options import TableOptions

_Function = TypeVar("_Function", bound=Callable[..., Any])
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_PLUGINS = f"{__name__}.plugins"
_LOCALES = f"{__name__}.locales"
FAILED = f"{__name__}.failed"
"""The key, in the context of a command, of what has gone wrong in its plugins."""
NOT_THERE = ("modelzoo.catalog.missing", "modelzoo.catalog.empty-folder")

# Options that choose models, by the name that a page's table has for them.
_SELECTING: tuple[tuple[str, str], ...] = (
    ("filter", "Models to select: 'params < 50M and \"ImageNet\" in datasets'."),
    ("task", "Only models with one of these tasks (comma-separated)."),
    ("tag", "Only models with one of these tags."),
    ("collection", "Only models of one of these collections."),
    ("dataset", "Only models with results on one of these datasets."),
    ("since", "Only models that came with this version, or later."),
    ("preset", "A preset of the catalog; the other options win over it."),
    ("sort", "Fields to sort by, with - for descending order: 'year, -params'."),
    ("limit", "Maximum number of rows."),
)


def fail(message: str, problems: Sequence[Problem] = (), *, status: int = 2) -> NoReturn:
    """Report what is wrong and end with an exit status."""
    say_problems(problems)
    label = click.style(speak("Error"), fg="red", bold=True)
    click.echo(speak("{label}: {text}", label=label, text=speak(message)), err=True)
    sys.exit(status)


def say_problems(problems: Iterable[Problem]) -> None:
    """Write problems, one to a line, to standard error."""
    from sphinx_modelzoo.problems.reports import as_text

    click.echo(as_text(problems, paint=paint, translate=speak), nl=False, err=True)


def target_flaw(
    catalog: Catalog, documents: Documents | None, leaderboards: bool
) -> Callable[[str], DeadLink | None]:
    """Return a function that describes what is wrong with an address inside a site.

    :param documents: those of the site; None where they are not known.
    :param leaderboards: whether the site has pages of them.
    """
    from sphinx_modelzoo.catalog.inner_links import DeadLink, unknown_model
    from sphinx_modelzoo.schema.targets import BOARD_SCHEME
    from sphinx_modelzoo.views.leaderboard_page import find_leaderboard, missing_leaderboard

    def flaw(address: str) -> DeadLink | None:
        if address.startswith(BOARD_SCHEME):
            name = unquote(address.removeprefix(BOARD_SCHEME))
            if leaderboards and find_leaderboard(catalog, name):
                return None
            missing = missing_leaderboard(catalog, name, "--leaderboards")
            return DeadLink(missing.message, missing.hint)
        return unknown_model(catalog, address) or (documents.flaw(address) if documents else None)

    return flaw


def warn(text: str) -> None:
    """Write a warning to standard error."""
    click.echo(speak("Warning: {text}", text=speak(text)), err=True)


def paint(text: str, kind: str) -> str:
    """Colour a part of a report."""
    if kind in _COLOURS:
        return click.style(text, fg=_COLOURS[kind], bold=True)
    return click.style(text, dim=True)


def open_catalog(
    patterns: Sequence[str], registry: Registry | None = None, *, whole: bool = True
) -> Catalog:
    """Load a catalog; if it has errors, report them and end the command.

    :param registry: what the catalog is shown with, if it is shown.
    :param whole: False to go on with what is valid, and report the errors all the same.
    """
    from sphinx_modelzoo.catalog.loading import load_catalog

    catalog = load_catalog(patterns, Path.cwd(), registry=registry)
    errors = [problem for problem in catalog.problems if problem.severity == "error"]
    if any(problem.code in NOT_THERE for problem in errors):
        say_problems(errors)
        sys.exit(2)
    if errors and (whole or not len(catalog)):
        fail(
            Message("the catalog has {errors}", errors=counted(len(errors), "errors")),
            errors,
            status=1,
        )
    say_problems(catalog.problems)
    return catalog


def plugin_option(function: _Function) -> _Function:
    """Add the option ``--plugin``; see :func:`loaded_plugins`."""
    return click.option(
        "--plugin",
        multiple=True,
        is_eager=True,  # other options take what plugins add
        expose_value=False,
        callback=_load_plugins,
        metavar="NAME",
        help="A module or .py file that adds columns, formats or rules; repeatable.",
    )(function)


def _load_plugins(context: click.Context, parameter: click.Parameter, names: Any) -> None:
    if not names:
        return
    from sphinx_modelzoo.plugins import load_plugins

    failed: list[Problem] = []

    def tell(found: Problem) -> None:
        failed.append(found)
        say_problems([found])

    context.meta[_PLUGINS] = load_plugins(names, Path.cwd(), tell, "--plugin")
    if failed:
        fail(Message("{plugins} could not be loaded", plugins=counted(len(failed), "plugins")))
    context.meta[FAILED] = failed


def locale_option(function: _Function) -> _Function:
    """Add the option ``--locale``; see :func:`with_words`."""
    return click.option(
        "--locale",
        multiple=True,
        expose_value=False,
        callback=lambda context, parameter, names: context.meta.update({_LOCALES: names}),
        metavar="FOLDER",
        help="A folder with own words, <language>/LC_MESSAGES/sphinx_modelzoo.po; repeatable.",
    )(function)


def with_words(registry: Registry) -> Registry:
    """Return a registry with the words of the folders that the command was given."""
    from sphinx_modelzoo.views.own_words import with_own_words

    folders = map(Path, click.get_current_context().meta.get(_LOCALES, ()))
    registry, problems = with_own_words(registry, folders, Path.cwd())
    say_problems(problems)
    return registry


def loaded_plugins() -> Plugins:
    """Return the plugins of the command that runs."""
    from sphinx_modelzoo.plugins import Plugins

    found: Plugins = click.get_current_context().meta.get(_PLUGINS) or Plugins()
    return found


class FormatName(click.ParamType):  # type: ignore[type-arg]
    """The name of a format, of the package or of a plugin.

    :param names: returns those of the package: to list them in the help, no format is imported.
    :param known: returns all, once the plugins are loaded.
    """

    name = "format"

    def __init__(
        self, names: Callable[[], Iterable[str]], known: Callable[[], Iterable[str]]
    ) -> None:
        self._names = names
        self._known = known

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the names for the help; with plugins, theirs too."""
        names = self._known() if ctx.meta.get(_PLUGINS) else self._names()
        return f"[{'|'.join(names)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, if there is such a format."""
        known = list(self._known())
        if value not in known:
            hint = nearest(value, known) or Message("choose from {names}", names=", ".join(known))
            self.fail(speak("unknown format “{name}” ({hint})", name=value, hint=hint), param, ctx)
        return value


def selecting(function: _Function) -> _Function:
    """Add the options that choose models."""
    for name, about in reversed(_SELECTING):
        function = click.option(f"--{name}", metavar="TEXT", help=about)(function)
    return function


def language_option(about: str, default: str | None = "en") -> Callable[[_Function], _Function]:
    """Add the option ``--language``, which takes any name of a language: ``zh_CN``, ``cn``."""
    return click.option(
        "--language",
        default=default,
        show_default=default is not None,
        metavar="TAG",
        callback=_language,
        help=about,
    )


def _language(context: click.Context, parameter: click.Parameter, tag: str | None) -> str | None:
    from sphinx_modelzoo.schema.languages import normalize_language

    if tag is None:
        return None
    try:
        return normalize_language(tag)
    except ValueError as error:
        raise click.BadParameter(speak(*error.args)) from None


def parse_languages(
    context: click.Context, parameter: click.Parameter, tags: str | None
) -> tuple[str, ...]:
    """Parse the value of an option that names several languages."""
    from sphinx_modelzoo.schema.types import listed_words

    found = listed_words(tags) if tags else ()
    return tuple(dict.fromkeys(_language(context, parameter, tag) or "" for tag in found))


def parse_selection(
    given: Mapping[str, str | None], catalog: Catalog, extra_columns: Sequence[str] = ()
) -> tuple[TableOptions, tuple[ChosenColumn, ...] | None]:
    """Parse the options that choose models and columns, or end the command.

    The default preset is for documents: a command shows what it is asked for.

    :param extra_columns: columns that pages do not have.
    :returns: the options, and the columns in order with the extra ones, if any were given.
    """
    from sphinx_modelzoo.query.words import split_list, split_title
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.views.chosen_columns import ChosenColumn
    from sphinx_modelzoo.views.options import check_options, parse_options

    raw = {name: text for name, text in given.items() if text is not None}
    pieces = [piece.text for piece in split_list(raw.get("columns", ""))]
    extra: dict[int, ChosenColumn] = {}
    for place, (word, title) in enumerate(map(split_title, pieces)):
        if word in extra_columns:
            extra[place] = ChosenColumn(word, LocalizedText.plain(title) if title else None)
    if "columns" in raw:
        known = [piece for place, piece in enumerate(pieces) if place not in extra]
        raw["columns"] = "\n".join(known)
        if not known:
            del raw["columns"]
    options, problems = parse_options(raw, catalog.registry, default=False)
    if problems:
        first = problems[0]
        message = _option_text(first)
        if first.offset is not None and first.option != "columns":
            text = given[first.option] or ""
            message += f"\n  {text}\n  {' ' * first.offset}^"
        raise click.UsageError(message)
    for problem in check_options(options, catalog):
        warn(_option_text(problem))
    columns = {one.key: one for one in options.columns if "columns" in raw or not extra}
    found = list(columns.values())
    for place, column in extra.items():
        if column.key not in columns:
            found.insert(place, column)
            columns[column.key] = column
    return options, tuple(found) or None


def _option_text(problem: Problem) -> str:
    """Return what is wrong with an option, which has another form in a document."""
    text = speak(problem.message)
    if problem.hint:
        text = speak("{text} ({note})", text=text, note=speak(problem.hint))
    return f"--{problem.option}: {text}"


def selected_models(catalog: Catalog, options: TableOptions) -> tuple[Model, ...]:
    """Return the models that the options select, each once, in order."""
    found = {subject.model.id: subject.model for subject in options.table_subjects(catalog)}
    return tuple(found.values())


def shown_path(path: Path) -> str:
    """Return a path for messages: relative to the current folder if it is inside."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def write_files(texts: Mapping[Path, str | bytes]) -> None:
    """Write files, all or none; end the command if that fails."""
    from sphinx_modelzoo.files import replace_files

    try:
        replace_files(texts)
    except OSError as error:
        where = shown_path(Path(error.filename or next(iter(texts), "")))
        why = error.strerror or error
        fail(Message("cannot write {where}: {why}; nothing was changed", where=where, why=why))


_SECONDS = 5.0  # of reading that the estimate goes by


class Progress:
    """A progress bar on a terminal, whose steps become known while reading.

    The time that is left is estimated from the last seconds: files and tables differ too much for
    the speed of the first ones to hold, which is what click's own estimate goes by.

    :param clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._steps = self._expected = 0
        self._past: deque[tuple[float, int]] = deque([(clock(), 0)])
        self._bar: Any = click.progressbar(
            length=1,  # a step is kept for the end: a full bar would not go on
            label=speak("Reading"),
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
            show_eta=False,
            item_show_func=lambda left: left,
        )

    def __enter__(self) -> Progress:
        self._bar.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.update(1)
        self._bar.__exit__(*raised)

    def expect(self, steps: int) -> None:
        """Announce further steps."""
        self._expected += steps
        self._bar.length += steps

    def step(self, steps: int) -> None:
        """Advance by some steps."""
        now = self._clock()
        self._steps += steps
        # One moment before the last seconds stays, to measure them by.
        while len(self._past) > 1 and self._past[1][0] <= now - _SECONDS:
            self._past.popleft()
        self._past.append((now, self._steps))
        self._bar.update(steps, current_item=self.left())

    def left(self) -> str:
        """Return the time that is left, as far as the last seconds can tell."""
        (start, before), (now, done) = self._past[0], self._past[-1]
        left = self._expected - done
        if now - start < 1 or done == before or left <= 0:
            return ""
        minutes, seconds = divmod(round(left * (now - start) / (done - before)), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
