"""The same small site in every theme, with a zoo and without one.

Each is built by a process of its own: themes leave state behind in the process that they run in,
which the next theme would stumble over.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.table_zoo import CATALOG as SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping

SPHINX_THEMES = (
    "alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme",
)  # fmt: skip
MATERIAL = "material"
MKDOCS_THEMES = (MATERIAL, "mkdocs", "readthedocs")
ZENSICAL = "zensical"

PICTURE = "figure.png"
LONG_LINE = "import paddle  # a line of code that is too long for the page of a phone, by far"
CATALOG = SMALL.replace(
    "    params: 64.4M\n",
    f"""\
    params: 64.4M
    abstract: {{en: "It has `code` and **bold** words.", zh: 摘要。}}
    aliases: [yolo-four]
    images: [{{src: {PICTURE}, alt: {{en: Two boxes., zh: 两个方框。}}}}]
    related: [mask-net]
    links: [{{url: "https://example.org/docs", label: Documents}}]
    snippets: [{{label: Python, language: python, code: "{LONG_LINE}"}}]
    variants:
      - id: big
        name: YOLOv4-Big-With-A-Long-Name-608
        params: 128M
        results: [{{dataset: COCO, metrics: {{mAP: 43.5, AP50: 60.1}}}}]
        weights: [{{url: "https://example.org/big.pdparams", size: 257MB}}]
      - id: tiny
        name: YOLOv4-Tiny
        params: 6M
        results: [{{dataset: COCO, metrics: {{mAP: 21.7}}}}]
""",
)
TABLE = {
    "columns": "no, paper, summary, params, year, quick-start",
    "group-by": "task",
    "caption": "All models",
    "interactive": "yes",
}
PLAIN = {"interactive": "yes"}
VIEWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Card": ("modelzoo-card", {"model": "yolov4"}),
    "Leaderboard": ("modelzoo-leaderboard", {"dataset": "COCO", "metric": "mAP"}),
    "Plot": (
        "modelzoo-plot",
        {"x": "params", "y": "mAP@COCO", "group": "collection", "caption": "Size and quality"},
    ),
    "Statistics": ("modelzoo-stats", {"by": "task"}),
    "Cards": ("modelzoo", {"view": "cards"}),
}
TRANSLATIONS = {"en": "https://example.org/en/", "zh": "https://example.org/zh/"}
MODEL, BOARD = "models/yolov4", "models/datasets/coco"
MODEL_PARTS = ("Results", "Variants", "Abstract", "Quick start", "Links", "Usage", "Citation")
_DARK = {
    MATERIAL: (
        "font: false, palette: [{media: '(prefers-color-scheme: light)', scheme: default},"
        " {media: '(prefers-color-scheme: dark)', scheme: slate}]"
    ),
    "mkdocs": "color_mode: auto, highlightjs: false",
    "readthedocs": "highlightjs: false",
}


@dataclass(frozen=True)
class ThemeSites:
    """Where a theme's site with a zoo is, and the one without.

    The page ``plain`` of the zoo has nothing but a table.
    """

    zoo: Path
    bare: Path


def build_sphinx(root: Path, files: Mapping[str, str | bytes], conf: str) -> Path:
    """Build a project in a process of its own; the folder of its pages."""
    source, out = root / "src", root / "out"
    _write(source, {**files, "conf.py": conf})
    _run(root, "sphinx", "-q", "-W", "-b", "html", str(source), str(out))
    return out


def theme_sites(root: Path, theme: str) -> ThemeSites:
    """Build both sites of a theme; the test is skipped where it is not installed."""
    pytest.importorskip("mkdocs" if theme == "readthedocs" else theme)
    pytest.importorskip("matplotlib")
    if theme == ZENSICAL:
        return ThemeSites(_zensical(root / "zoo", zoo=True), _zensical(root / "bare", zoo=False))
    if theme in MKDOCS_THEMES:
        zoo, bare = (_mkdocs(root / name, theme, zoo=name == "zoo") for name in ("zoo", "bare"))
        return ThemeSites(zoo, bare)
    conf = f"project = 'Zoo'\nhtml_theme = {theme!r}\n"
    files = {**_texts(zoo=True), "models.yaml": CATALOG, PICTURE: picture()}
    files["plain.rst"] = f":orphan:\n\nPlain\n=====\n\n{_directive('modelzoo', PLAIN)}"
    own = (
        'extensions = ["sphinx_modelzoo"]\nmodelzoo_catalog = "models.yaml"\n'
        f"modelzoo_leaderboards = True\nmodelzoo_translations = {TRANSLATIONS!r}\n"
    )
    return ThemeSites(
        build_sphinx(root / "zoo", files, conf + own),
        build_sphinx(root / "bare", {**_texts(zoo=False), **_plain_pages()}, conf),
    )


def _directive(name: str, options: Mapping[str, str]) -> str:
    return f".. {name}::\n" + "".join(f"   :{key}: {value}\n" for key, value in options.items())


def _texts(*, zoo: bool) -> dict[str, str]:
    table = _directive("modelzoo", TABLE) if zoo else "Words.\n"
    views = "".join(
        f"\n{title}\n{'-' * len(title)}\n\n{_directive(*view) if zoo else 'Words.'}\n"
        for title, view in VIEWS.items()
    )
    return {
        "index.rst": f"Zoo\n===\n\n.. toctree::\n\n   views\n\n{table}",
        "views.rst": f"Views\n=====\n{views}",
    }


def _plain_pages() -> dict[str, str]:
    """Pages of the same parts as a model's and a leaderboard's, with code and links."""
    words = "Words and ``code``."
    parts = "".join(f"\n{title}\n{'-' * len(title)}\n\n{words}\n" for title in MODEL_PARTS)
    code = f"\n.. code-block:: python\n\n   {LONG_LINE}\n"
    cite = "\n.. code-block:: bibtex\n\n   @article{one,\n     year = {2020},\n   }\n"
    links = "\nSee `this <https://example.org/1>`__.\n\n- `that <https://example.org/2>`__\n"
    return {
        f"{MODEL}.rst": f":orphan:\n\nYOLOv4\n======\n{parts}{code}{cite}{links}",
        f"{BOARD}.rst": ":orphan:\n\nCOCO\n====\n\nmAP\n---\n\nWords.\n\nAP50\n----\n\nWords.\n",
    }


def _mkdocs(root: Path, theme: str, *, zoo: bool) -> Path:
    _write(root, _markdown(zoo=zoo))
    config = (
        "site_name: Zoo\nuse_directory_urls: false\nsite_dir: out\n"
        f"theme: {{name: {theme}, {_DARK[theme]}}}\n"
        "markdown_extensions: [pymdownx.superfences]\nplugins:\n"
    )
    own = f"{{catalog: docs/models.yaml, leaderboards: true, translations: {TRANSLATIONS}}}"
    config += f"  - modelzoo: {own}\n" if zoo else "  []\n"
    _write(root, {"mkdocs.yml": config})
    _run(root, "mkdocs", "build", "-q")
    return root / "out"


def _zensical(root: Path, *, zoo: bool) -> Path:
    _write(root, _markdown(zoo=zoo))
    config = (
        "site_name: Zoo\nuse_directory_urls: false\n"
        f"theme: {{name: material, {_DARK[MATERIAL]}}}\n"
        "watch: [docs/models.yaml]\nmarkdown_extensions:\n  - tables\n  - attr_list\n"
        "  - md_in_html\n  - pymdownx.superfences\n"
    )
    if zoo:
        config += "  - modelzoo: {catalog: docs/models.yaml, home: index.md, leaderboards: true}\n"
        options = ("--out", "docs/models", "--home", "docs/index.md", "--leaderboards")
        _run(root, "sphinx_modelzoo", "pages", "docs/models.yaml", *options)
    _write(root, {"mkdocs.yml": config})
    _run(root, "zensical", "build", "--strict")
    return root / "site"


def _markdown(*, zoo: bool) -> dict[str, str | bytes]:
    def fence(name: str, options: Mapping[str, str]) -> str:
        lines = "".join(f":{key}: {value}\n" for key, value in options.items())
        return f"```{{{name}}}\n{lines}```\n" if zoo else "Words.\n"

    views = "".join(f"\n## {title}\n\n{fence(*view)}\n" for title, view in VIEWS.items())
    files: dict[str, str | bytes] = {
        "docs/index.md": f"# Zoo\n\n{fence('modelzoo', TABLE)}",
        "docs/views.md": f"# Views\n{views}",
    }
    if zoo:
        files["docs/models.yaml"] = CATALOG
        files[f"docs/{PICTURE}"] = picture()
        files["docs/plain.md"] = f"# Plain\n\n{fence('modelzoo', PLAIN)}"
    else:
        parts = "".join(f"\n## {title}\n\nWords.\n" for title in MODEL_PARTS)
        code = f"\n```python\n{LONG_LINE}\n```\n"
        cite = "\n```bibtex\n@article{one,\n  year = {2020},\n}\n```\n"
        files[f"docs/{MODEL}.md"] = f"# YOLOv4\n{parts}{code}{cite}"
        files[f"docs/{BOARD}.md"] = "# COCO\n\n## mAP\n\nWords.\n"
    return files


def picture() -> bytes:
    """A picture of 1600 by 400 pixels, wider than any page."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    head = struct.pack(">IIBBBBB", 1600, 400, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 200) * 400)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _run(root: Path, module: str, *options: str) -> None:
    command = [sys.executable, "-m", module, *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
