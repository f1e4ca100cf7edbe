"""Plugins in MkDocs, and in Python-Markdown without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.mkdocs_project import Site, i18n
from tests.support.plugins import BROKEN, CATALOG, EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("mkdocs")

INDEX = "# Zoo\n\n```{{modelzoo}}\n:columns: name, {}\n```\n"


def site(root: Path, columns: str = "memory", **zoo: Any) -> Site:
    made = Site(root, {"index.md": INDEX.format(columns)}, catalog=CATALOG, zoo=zoo)
    made.write("plugin/memory.py", EXAMPLE.read_text(encoding="utf-8"))
    made.write("plugin/broken.py", BROKEN)
    return made


def test_the_example(tmp_path: Path) -> None:
    built = site(tmp_path, plugins=["plugin/memory.py"]).build(strict=True)
    assert (built.warnings, built.aborted) == ([], "")
    assert "Memory, MB" in built.text("index.html")
    page = built.soup("models/one/index.html")
    assert "Memory" in [title.get_text() for title in page.select("h2")]
    assert "float16" in page.get_text()


def test_an_edit_is_noticed(tmp_path: Path) -> None:
    from mkdocs.config import load_config

    made = site(tmp_path, plugins=["plugin/memory.py"])
    made.build()
    made.edit("plugin/memory.py", '"en": "Memory, MB"', '"en": "RAM, MB"')
    assert "RAM, MB" in made.build(dirty=True).text("index.html")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    config = config.plugins.on_config(config)
    assert str(tmp_path / "plugin" / "memory.py") in config.watch


def test_what_fails_is_left_out(tmp_path: Path) -> None:
    made = site(tmp_path, "name, broken, odd", plugins=["plugin/broken.py", "plugin/none.py"])
    built = made.build()
    found = [one for one in built.warnings if "[modelzoo.plugin." in one]
    assert len(found) == len(built.warnings) == len(set(found)) == 8
    assert any(one.startswith("plugin/broken.py:9: two: plugin “plugin/") for one in found)
    assert any("file plugin/none.py not found" in one for one in found)
    assert ">fine<" in built.text("index.html")
    assert "<script>alert" not in built.text("models/one/index.html")
    assert "8 warnings" in made.build(strict=True).aborted


def test_messages_can_be_suppressed(tmp_path: Path) -> None:
    made = site(tmp_path, "name", plugins=["plugin/broken.py"], suppress=["modelzoo.plugin"])
    assert made.build(strict=True).warnings == []


def test_files_beside_the_pages(tmp_path: Path) -> None:
    files = {"models.json": "json", "data/zoo.csv": "csv"}
    built = site(tmp_path, "name", files=files).build(strict=True)
    assert built.aborted == ""
    assert '"id": "one"' in built.text("models.json")
    assert built.text("data/zoo.csv").startswith("id,Model,")


def test_files_in_each_language(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs_static_i18n")
    made = site(tmp_path, "name")
    made.configure([i18n("suffix")], {"files": {"zoo.csv": "csv"}})
    built = made.build()
    assert "License" in built.text("zoo.csv").splitlines()[0]
    assert "许可" in built.text("zh/zoo.csv").splitlines()[0]


@pytest.mark.parametrize(
    ("path", "name", "wanted"),
    [
        ("../models.json", "json", "has the path '../models.json'"),
        ("index.html", "json", "is the path of a page"),
        ("models/one/index.html", "json", "is the path of a page"),
        ("zoo.json", "jsn", "unknown format “jsn” (did you mean “json”?)"),
    ],
)
def test_wrong_files(tmp_path: Path, path: str, name: str, wanted: str) -> None:
    made = site(tmp_path, "name", files={path: name})
    (line,) = made.build().warnings
    assert wanted in line
    assert made.build(strict=True).aborted


def test_without_mkdocs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from markdown import Markdown

    site(tmp_path)
    options = {"catalog": "models.yaml", "root": str(tmp_path)}
    text = INDEX.format("memory, broken")
    plugins = ["plugin/memory.py", "plugin/broken.py"]
    md = Markdown(
        extensions=["modelzoo"], extension_configs={"modelzoo": {**options, "plugins": plugins}}
    )
    html = md.convert(text)
    assert "Memory, MB" in html
    assert ">fine<" in html
    assert "column “broken” raised KeyError" in caplog.text
