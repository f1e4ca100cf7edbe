"""Fonts for plots in PDF: one installed after matplotlib made its list is seen."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

from sphinx_modelzoo.render import fonts

# A place of Chinese characters that no font has: what this machine has installed changes nothing.
NOBODY = "\U0003fffd"
CATALOG = f"""\
schema_version: 1
models:
  - id: alpha
    name: Alpha
    collection: {NOBODY}
    params: 5M
    results: [{{dataset: COCO, metrics: {{mAP: 41.5}}}}]
"""
CONF = 'extensions = ["sphinx_modelzoo"]\nmodelzoo_catalog = "models.yaml"\n'
PLOT = """\
Zoo
===

.. modelzoo-plot::
   :y: COCO mAP
   :group: collection
"""


class Machine:
    """A user without anything: a home of their own, with fonts in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.src = root / "src"
        self.src.mkdir()
        (self.src / "conf.py").write_text(CONF, "utf-8")
        (self.src / "index.rst").write_text(PLOT, "utf-8")
        (self.src / "models.yaml").write_text(CATALOG, "utf-8")

    def build(self, name: str) -> tuple[str, list[str]]:
        """Build the PDF's source: what is said on standard error, and the pictures in it."""
        package = str(Path(fonts.__file__).parents[2])
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-b", "latex", "-E", self.src, self.root / name],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": package,
                "HOME": str(self.root),
                "XDG_DATA_HOME": str(self.root / "share"),
            },
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout == ""
        return done.stderr, sorted(path.name for path in (self.root / name).glob("modelzoo-*.pdf"))

    def font_lists(self) -> dict[str, bytes]:
        """The lists that matplotlib keeps."""
        found = (self.root / ".cache" / "matplotlib").glob("fontlist*.json")
        return {path.name: path.read_bytes() for path in found}

    def install(self, family: str) -> None:
        """Install a font that has NOBODY."""
        from fontTools.fontBuilder import FontBuilder
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        pen.lineTo((0, 500))
        pen.lineTo((500, 0))
        pen.closePath()
        font = FontBuilder(1000, isTTF=True)
        font.setupGlyphOrder([".notdef", "one"])
        font.setupCharacterMap({ord(NOBODY): "one"})
        font.setupGlyf({".notdef": pen.glyph(), "one": pen.glyph()})
        font.setupHorizontalMetrics({".notdef": (600, 0), "one": (600, 0)})
        font.setupHorizontalHeader(ascent=800, descent=-200)
        font.setupNameTable({"familyName": family, "styleName": "Regular"})
        font.setupOS2()
        font.setupPost()
        folder = self.root / "share" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        font.save(folder / f"{family}.ttf")
        (folder / "broken.ttf").write_bytes(b"no font")


@pytest.mark.once
def test_a_font_installed_later_is_seen(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    said, pictures = machine.build("before")
    assert said.count("WARNING") == 1, said
    assert (
        f"no installed font has the characters {NOBODY}; the plot is shown as a table (install"
        in said
    )
    assert "apt install fonts-noto-cjk" in said
    assert "[modelzoo.plot.font]" in said
    assert pictures == []
    lists = machine.font_lists()
    assert len(lists) == 1
    machine.install("Arial Unicode MS")
    said, pictures = machine.build("after")
    assert said == ""
    assert len(pictures) == 1
    assert machine.font_lists() == lists  # the user's list is theirs
    machine.build("again")
    first, second = (tmp_path / name / pictures[0] for name in ("after", "again"))
    assert first.read_bytes() == second.read_bytes()


def test_a_font_that_is_gone_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from matplotlib import font_manager

    gone = font_manager.FontEntry(fname=str(tmp_path / "gone.ttf"), name="Noto Sans CJK SC")
    # A copy: the original remembers what it found for earlier tests.
    manager = copy.copy(font_manager.fontManager)
    manager.ttflist = [gone]
    monkeypatch.setattr(font_manager, "fontManager", manager)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    fonts._add_new_fonts.cache_clear()
    fonts._characters.cache_clear()
    try:
        assert fonts.choose_fonts("a图b像") == ((fonts.BASE,), "像图")
    finally:
        fonts._add_new_fonts.cache_clear()
        fonts._characters.cache_clear()


def test_folders_are_read_once_and_only_for_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    asked = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: asked.append(1) or [])
    fonts._add_new_fonts.cache_clear()
    try:
        assert fonts.choose_fonts("Top-1 (%) é ☃ 😀") == ((fonts.BASE,), "")
        assert asked == []
        for _ in range(3):
            assert fonts.choose_fonts(NOBODY)[1] == NOBODY
        assert asked == [1]
    finally:
        fonts._add_new_fonts.cache_clear()
