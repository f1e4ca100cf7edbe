"""``modelzoo init``: create a first catalog, and show what to add to the documentation."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from sphinx_modelzoo.cli.common import (
    fail,
    plugin_option,
    write_files,
)
from sphinx_modelzoo.cli.spoken import Command, speak
from sphinx_modelzoo.problems.messages import Message

_DEPTH = 3
_USUAL = ("docs", "doc", "source")
_SKIPPED = frozenset(("node_modules", "site-packages", "build", "dist", "site", "venv", "env"))
_NAMED_IN_PYTHON = re.compile(
    r"""modelzoo_catalog["']?\s*[:=]\s*[\[(]?\s*["'](?P<path>[^"'\n]+)["']"""
)
_NAMED_IN_YAML = re.compile(
    r"""\bmodelzoo:[^\n]*\n?(?:[ \t]+[^\n]*\n)*?[^\n]*?catalog:\s*\[?["']?(?P<path>[^\s"',}\]#]+)"""
)
_MKDOCS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")

_HEAD = """\
# The models of this zoo. Every field: modelzoo schema, or the manual.
schema_version: 1

models:
"""
SAMPLE_ID = "resnet-50"
SAMPLE = """\
  - id: resnet-50
    name: ResNet-50
    summary:
      en: Image classifier with residual connections, which let very deep networks train.
      zh: 带残差连接的图像分类网络，使很深的网络也能训练。
    tasks: [image-classification]
    paper:
      title: Deep Residual Learning for Image Recognition
      arxiv: "1512.03385"
"""
"""The entry of a new catalog, which an import takes out as long as nobody has changed it."""


@click.command("init", cls=Command)
@click.argument(
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--catalog",
    "name",
    help="The file. [default: the one that the configuration names, else models.yaml]",
)
@plugin_option
def command(folder: Path, name: str | None) -> None:
    """Create a catalog in the documentation in FOLDER, and show what to add to its configuration.

    Only the catalog is written; edit the configuration yourself.
    """
    if name and (not name.endswith((".yaml", ".yml")) or Path(name).is_absolute()):
        raise click.BadParameter(speak("expected a relative .yaml path"), param_hint="--catalog")
    hosts = list(_find_hosts(folder)) or list(_hosts_above(folder))
    if not hosts:
        fail(
            Message(
                "no conf.py, mkdocs.yml or properdocs.yml was found in {folder}; "
                "name the folder of the documentation",
                folder=folder,
            )
        )
    # One catalog serves them all: several conf.py are one documentation in several languages.
    named = (host.sources / one for host in hosts if (one := host.named))
    read = hosts[0].sources / name if name else next(named, hosts[0].sources / "models.yaml")
    catalog = _file_of(Path(os.path.normpath(read)))
    if catalog.exists():
        click.echo(speak("{file} already exists and was not changed.", file=catalog))
    else:
        write_files({catalog: _HEAD + SAMPLE})
        click.echo(speak("Created {file} with one example model.", file=catalog))
    for host in hosts:
        click.echo()
        click.echo(host.advice(catalog))
    click.echo()
    schema = catalog.with_name("modelzoo.schema.json")
    click.echo(
        speak("Next: {command}", command=f"modelzoo check {catalog}")
        + "\n"
        + speak(
            "For your editor: {command}, and as the first line of the catalog:",
            command=f"modelzoo schema -o {schema}",
        )
        + "\n\n    # yaml-language-server: $schema=./modelzoo.schema.json"
    )


@dataclass(frozen=True)
class _Host:
    """A documentation project: its configuration and the folder of its sources."""

    config: Path
    sources: Path

    @property
    def text(self) -> str:
        """Return the configuration, with the modules from which a conf.py takes its settings."""
        text = _text(self.config)
        if self.config.suffix == ".py" and not re.search(r"^extensions\b", text, re.MULTILINE):
            home = self.config.parent
            shared = sorted({*home.glob("*.py"), *home.parent.glob("*/*.py")} - {self.config})
            text += "".join(_text(path) for path in shared if path.name != "conf.py")
        return text

    @property
    def named(self) -> str:
        """Return the first path that the configuration names as the catalog, if any."""
        pattern = _NAMED_IN_PYTHON if self.config.suffix == ".py" else _NAMED_IN_YAML
        found = pattern.search(self.text)
        return found.group("path") if found else ""

    def advice(self, catalog: Path) -> str:
        """Return what to add to the configuration and to a page."""
        text = self.text
        if self.config.suffix == ".py":
            return self._for_sphinx(catalog, text)
        return self._for_mkdocs(catalog, text)

    def _for_sphinx(self, catalog: Path, text: str) -> str:
        known = "sphinx_modelzoo" in text
        own_list = re.search(r"^extensions\b", text, re.MULTILINE)
        add = (
            'extensions += ["sphinx_modelzoo"]' if own_list else 'extensions = ["sphinx_modelzoo"]'
        )
        path = Path(os.path.relpath(catalog, self.sources)).as_posix()
        setting = f'modelzoo_catalog = "{path}"'
        lines = [] if known else [add]
        lines += [] if "modelzoo_catalog" in text else [setting]
        return (
            _lines_for(self.config, lines)
            + f"\n\n{speak('In a page, where the table goes:')}\n\n    .. modelzoo::\n\n"
            + f"{speak('or in Markdown (MyST):')}\n\n    ```{{modelzoo}}\n    ```"
        )

    def _for_mkdocs(self, catalog: Path, text: str) -> str:
        path = Path(os.path.relpath(catalog, self.config.parent)).as_posix()
        plugin = f"  - modelzoo: {{catalog: {path}}}"
        if re.search(r"^plugins:", text, re.MULTILINE):
            lines = [plugin]
            where = speak("Add to {file} (below {key}):", file=self.config, key="plugins:")
        else:
            # The search is there by default only as long as no plugin is named.
            lines = ["plugins:", "  - search", plugin]
            where = ""
        lines = [] if re.search(r"^\s*-?\s*modelzoo\b", text, re.MULTILINE) else lines
        return (
            _lines_for(self.config, lines, where)
            + f"\n\n{speak('In a page, where the table goes:')}\n\n    ```{{modelzoo}}\n    ```"
        )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _file_of(read: Path) -> Path:
    """Return the file to write where a build reads a file, a folder or a pattern."""
    if read.suffix in (".yaml", ".yml") and not re.search(r"[*?\[]", str(read)):
        return read
    while re.search(r"[*?\[]", read.name):
        read = read.parent
    there = sorted(read.glob("*.y*ml"))
    return there[0] if there else read / "models.yaml"


def _lines_for(config: Path, lines: list[str], where: str = "") -> str:
    if not lines:
        return speak("{file} already uses sphinx-modelzoo.", file=config)
    shown = "\n".join(f"    {line}" for line in lines)
    return f"{where or speak('Add to {file}:', file=config)}\n\n{shown}"


def _find_hosts(folder: Path) -> Iterator[_Host]:
    """Find the documentation projects in a folder, the outermost first."""
    for place in sorted(_folders(folder), key=lambda path: (len(path.parts), path)):
        for name in _MKDOCS:
            if (place / name).is_file():
                yield _Host(place / name, place)  # the plugin reads paths from here
        config = place / "conf.py"
        if config.is_file() and _is_sphinx(config):
            yield _Host(config, _sphinx_sources(place, folder))


def _hosts_above(folder: Path) -> Iterator[_Host]:
    """Find the project of a folder of documents: a configuration in a folder that holds it."""
    for above in list(folder.resolve().parents)[:_DEPTH]:
        place = Path(os.path.relpath(above))
        for name in (*_MKDOCS, "conf.py"):
            config = place / name
            if config.is_file() and (name != "conf.py" or _is_sphinx(config)):
                yield _Host(config, place)
                return
        # Several conf.py, in a folder beside that of the documents.
        if around := [host for host in _find_hosts(place) if _is_in(folder, host.sources)]:
            yield from around
            return
        if (above / ".git").exists():
            return


def _is_in(folder: Path, sources: Path) -> bool:
    return folder.resolve().is_relative_to(sources.resolve())


def _folders(folder: Path) -> Iterator[Path]:
    for place, names, _ in os.walk(folder):
        path = Path(place)
        depth = len(path.relative_to(folder).parts)
        names[:] = [name for name in names if depth < _DEPTH and _is_searched(path / name)]
        yield path


def _is_sphinx(config: Path) -> bool:
    return re.search(r"^(extensions|project|html_theme)\b|sphinx", _text(config), re.M) is not None


def _sphinx_sources(place: Path, folder: Path) -> Path:
    """Find the folder of the sources: that with the first page, else that of ``conf.py``.

    It is the one of ``conf.py``, one above it, or one beside these, as ``docs`` for ``conf/zh``.
    """
    above = [place]
    while above[-1] != folder and above[-1] != above[-1].parent:
        above.append(above[-1].parent)
    for candidate in above:
        if _has_first_page(candidate):
            return candidate
    for candidate in above[1:]:
        beside = sorted(one for one in candidate.iterdir() if one.is_dir() and _is_searched(one))
        if found := [one for one in beside if _has_first_page(one)]:
            return next((one for one in found if one.name in _USUAL), found[0])
    return place


def _has_first_page(folder: Path) -> bool:
    return any(folder.glob("index*.rst")) or any(folder.glob("index*.md"))


def _is_searched(folder: Path) -> bool:
    return not folder.name.startswith((".", "_")) and folder.name not in _SKIPPED
