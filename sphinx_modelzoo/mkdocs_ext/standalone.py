"""The extension without a plugin: in Zensical, or in any tool that renders with Python-Markdown.

Such a tool passes on nothing but the page itself: the catalog is found through the
extension's options, the page's place through what Zensical keeps with its renderer, and a mistake
stops the build by an exception, or is logged.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown.util import parseBoolValue

from sphinx_modelzoo.catalog.doc_files import Documents, folder_documents
from sphinx_modelzoo.catalog.loading import find_sources, load_catalog
from sphinx_modelzoo.catalog.pictures import has_file, with_usable_pictures
from sphinx_modelzoo.catalog.text_records import record_path
from sphinx_modelzoo.gc_tuning import calm_collector
from sphinx_modelzoo.mkdocs_ext.zoo import Host, Zoo
from sphinx_modelzoo.plugins import Plugins, load_plugins
from sphinx_modelzoo.problems.messages import Problem, ProblemError, failure, nearest
from sphinx_modelzoo.render.script_data import SCRIPT, asset
from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.schema.presets import with_default_preset
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.option_reading import unknown_default
from sphinx_modelzoo.views.own_words import with_own_words, word_files
from sphinx_modelzoo.views.page_parts import own_page
from sphinx_modelzoo.views.references import pages_folder
from sphinx_modelzoo.views.releases import with_version
from sphinx_modelzoo.views.section_specs import with_sections
from sphinx_modelzoo.views.text_notes import with_notes

if TYPE_CHECKING:
    from types import TracebackType

    from markdown import Markdown

    from sphinx_modelzoo.catalog.catalog import Catalog

logger = logging.getLogger("sphinx_modelzoo")

STYLE_SHEET = "modelzoo.css"


def _text(value: Any) -> None:
    if not isinstance(value, (str, os.PathLike)):
        raise ValueError(f"expected a text, got {value!r}")


def _patterns(value: Any) -> None:
    for one in value if isinstance(value, (list, tuple)) else [value]:
        if not isinstance(one, str):
            raise ValueError(f"expected a file, a pattern, a folder or a list of them, got {one!r}")


def _folder(value: Any) -> None:
    if value:
        _text(value)
        pages_folder(value)


def _language(value: Any) -> None:
    if value:
        normalize_language(str(value))


def _switch(value: Any) -> None:
    parseBoolValue(value, preserve_none=True)


class StandaloneOption(NamedTuple):
    """An option of the extension; ``check`` raises ``ValueError`` with what is wrong."""

    default: Any
    help: str
    check: Callable[[Any], None] = _text


OPTIONS: Mapping[str, StandaloneOption] = {
    "catalog": StandaloneOption(
        "", "File, pattern or folder of the catalog, or a list of them.", _patterns
    ),
    "root": StandaloneOption(
        "", "The folder that they are relative to; by default the current one."
    ),
    "pages": StandaloneOption(
        "models", "Folder of the model pages among the documents; empty for none.", _folder
    ),
    "leaderboards": StandaloneOption(
        False, "Whether there is a page for every dataset's leaderboards.", _switch
    ),
    "home": StandaloneOption("", "The page that the model pages lead back to."),
    "language": StandaloneOption("", "Language of the pages; by default the site's.", _language),
    "plugins": StandaloneOption(
        (), "Modules, or paths of .py files, that add columns and sections.", _patterns
    ),
    "preset": StandaloneOption("", "The preset of tables that name none."),
    "sections": StandaloneOption(
        (),
        "Sections of model pages in their order; * is all others, -citation none of this.",
        _patterns,
    ),
    "notes": StandaloneOption(
        False,
        "Whether pages note texts that are in another language or older than their source.",
        _switch,
    ),
    "version": StandaloneOption("", "The version that the site is about, such as 3.0."),
    "locale": StandaloneOption(
        (),
        "Folders with own words: <folder>/de/LC_MESSAGES/sphinx_modelzoo.po.",
        _patterns,
    ),
    "style": StandaloneOption(
        True, "Put the style sheet before the first table of a page.", _switch
    ),
    "script": StandaloneOption(
        True, "Put the script that makes tables interactive before the first one.", _switch
    ),
    "tune_gc": StandaloneOption(
        True, "Run Python's garbage collector less often while the catalog is loaded.", _switch
    ),
    "strict": StandaloneOption(
        None, "Stop at the first mistake; by default if the tool is strict.", _switch
    ),
}
"""Every option by name."""


def check_options(options: Mapping[str, Any]) -> None:
    """Check the options that the extension was given.

    :raises ValueError: with the name of the unknown or invalid option.
    """
    for name, value in options.items():
        if name not in OPTIONS:
            hint = nearest(name, OPTIONS) or f"known options: {', '.join(OPTIONS)}"
            message = f"modelzoo: unknown option “{name}” ({hint})"
        else:
            try:
                OPTIONS[name].check(value)
                continue
            except ValueError as error:
                message = f"modelzoo: {name}: {error}"
        wrong = ValueError(message)
        Ending.expect(wrong)
        raise wrong


class Ending:
    """An ``excepthook`` that prints what ended a build, without the tracebacks.

    Zensical raises what an extension raised as an error of its own, whose text has the traceback;
    Python prints that below another one.
    """

    def __init__(self) -> None:
        self._before = sys.excepthook
        self._texts: list[str] = []

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Print the text alone of an error that is known."""
        said = str(error)
        text = next((one for one in self._texts if one in said), "")
        if text:
            print(text, file=sys.stderr)
        else:
            self._before(kind, error, trace)

    @classmethod
    def expect(cls, error: Exception) -> None:
        """Have an error's text printed alone, if Zensical runs and ends with it."""
        if "zensical" not in sys.modules:
            return
        hook = sys.excepthook
        if not isinstance(hook, cls):
            sys.excepthook = hook = cls()
        hook._texts.append(str(error))


def first_language(*names: object) -> str:
    """Return the first valid language; English if none is."""
    for name in names:
        try:
            return normalize_language(str(name or ""))
        except ValueError:
            continue
    return "en"


def style_sheet() -> str:
    """Return the style sheet that Sphinx and MkDocs share."""
    source = resources.files("sphinx_modelzoo.render") / "static" / STYLE_SHEET
    return source.read_text(encoding="utf-8")


def standalone_host(options: Mapping[str, Any]) -> Callable[[Markdown], Host]:
    """Return a function that finds the host of a page from the extension's options."""

    def find(md: Markdown) -> Host:
        context = _zensical(md)
        source = getattr(getattr(context, "page", None), "path", "")
        config = getattr(context, "config", None) or {}
        strict = options["strict"]
        if strict is None:
            strict = bool(context) and not {"--strict", "-s"}.isdisjoint(sys.argv)
        zoo, files = _zoo(options, config, bool(strict))
        problems = [*zoo.catalog.problems, *unknown_default(zoo.catalog.registry, "preset")]
        _check_watched((*zoo.catalog.files, *files), config)
        log = functools.partial(_log, bool(strict))
        for problem in problems:
            log(problem)

        def report(problem: Problem, line: int) -> None:
            log(problem.at(source, line))

        folder = f"{zoo.pages}/"
        name = source.removeprefix(folder).removesuffix(".md") if source.startswith(folder) else ""
        return Host(
            zoo,
            source,
            report,
            written=lambda: _written(source, config),
            leaderboards_setting="leaderboards: true, and make the pages with --leaderboards",
            style=style_sheet() if options["style"] else "",
            script=asset(SCRIPT).decode() if options["script"] else "",
            own=own_page(name, zoo.catalog, zoo.language) if zoo.pages else "",
        )

    return find


def _written(source: str, config: Mapping[str, Any]) -> str:
    """Return the text of a page's file; nothing where the tool does not name it."""
    if not source or "docs_dir" not in config:
        return ""
    path = Path(config.get("root_dir") or ".", config["docs_dir"], source)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # a page without a file
        return ""


def _log(strict: bool, problem: Problem) -> None:
    if strict and problem.severity != "info":
        raise _ending(ProblemError(problem))
    level = logging.INFO if problem.severity == "info" else logging.WARNING
    logger.log(level, "%s", problem)


def _ending(error: ProblemError) -> ProblemError:
    Ending.expect(error)
    return error


def _check_watched(files: Iterable[Path], config: Mapping[str, Any]) -> None:
    """Check that Zensical, which keeps rendered pages, watches the catalog and the plugins.

    :raises ProblemError: when it does not: pages would be out of date.
    """
    if "watched_files" not in config:
        return
    watched = {os.path.realpath(name) for name, _ in config["watched_files"]}
    for path in files:
        if os.path.realpath(path) not in watched:
            message = f"{path.name} is not watched: pages would be out of date"
            raise _ending(failure("config.watch", message))


def _zensical(md: Markdown) -> Any:
    """Return what Zensical keeps with the renderer: the page, and the site's configuration."""
    name = "rendering_context"
    return next((one for one in md.preprocessors if getattr(one, "name", "") == name), None)


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, (value,) if isinstance(value, str) else value))


def _zoo(
    options: Mapping[str, Any], config: Mapping[str, Any], strict: bool
) -> tuple[Zoo, list[Path]]:
    """Return the zoo, and the files of its plugins in the project."""
    patterns, plugins = _listed(options["catalog"]), _listed(options["plugins"])
    root = Path(options["root"] or config.get("root_dir") or ".").absolute()
    paths, _ = find_sources(patterns, root)
    record = record_path(paths)
    own = [path for _, path in word_files(map(root.joinpath, _listed(options["locale"])))]
    read = (*paths, *map(root.joinpath, plugins), *((record,) if record else ()), *own)
    stamps = tuple((str(path), *_stamp(path)) for path in read)
    docs = Path(config.get("root_dir") or ".", config["docs_dir"]) if "docs_dir" in config else None
    with calm_collector(pause=True) if options["tune_gc"] else nullcontext():
        lists = (_listed(options[name]) for name in ("sections", "locale"))
        meaning = (options["preset"], bool(options["notes"]), str(options["version"]), *lists)
        catalog, loaded = _catalog(patterns, plugins, root, docs, meaning, strict, stamps)
    theme = config.get("theme") or {}
    language = first_language(options["language"], theme.get("language"))
    documents = Documents(str) if docs is None else folder_documents(docs, language)
    zoo = Zoo(
        catalog=catalog,
        language=language,
        pages=pages_folder(options["pages"]) if options["pages"] else "",
        home=options["home"],
        leaderboards=bool(options["leaderboards"]),
        interactive=bool(options["script"]),
        documents=documents,
    )
    return zoo, [file for file in loaded.files if file.is_relative_to(root)]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=4)
def _catalog(
    patterns: tuple[str, ...],
    plugins: tuple[str, ...],
    root: Path,
    docs: Path | None,
    meaning: tuple[str, bool, str, tuple[str, ...], tuple[str, ...]],
    strict: bool,
    stamps: tuple[object, ...],
) -> tuple[Catalog, Plugins]:
    """Load a catalog and plugins, kept here: such a tool makes a new renderer per page."""
    loaded = load_plugins(plugins, root, functools.partial(_log, strict))
    preset, notes, version, sections, locales = meaning
    registry = with_default_preset(loaded.join(make_registry()), preset)
    registry = with_version(with_notes(registry, notes), version)
    registry, problems = with_sections(registry, sections, "sections")
    registry, strange = with_own_words(registry, map(root.joinpath, locales), root)
    for problem in (*problems, *strange):
        _log(strict, problem)
    catalog = load_catalog(patterns, root, registry=registry)
    if docs is not None:
        catalog = with_usable_pictures(catalog, root, lambda path: has_file(path, docs))
    return catalog, loaded
