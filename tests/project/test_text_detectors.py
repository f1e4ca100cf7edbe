"""A table as PaddleOCR keeps it, as a catalog with own fields: in both hosts and languages."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.views.compare import Comparison
from tests.support import FIXTURES
from tests.support.mkdocs_project import Site, i18n
from tests.support.registries import BUILTIN
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

FILE = FIXTURES / "text_detectors.yaml"
OPTIONS = """\
:columns: name, backbone, hmean, config_file, model_size, download
:filter: backbone == "ResNet50" and model_size > "0.05 GB"
:sort: -hmean
:interactive: yes
"""
HEADS = {
    "en": ["Model", "Backbone", "Hmean", "Config", "Model size", "Download"],
    "zh": ["模型", "骨干网络", "Hmean", "配置文件", "模型大小", "下载链接"],
}
UNITS = ("", "", "%", "", "MB", "")
"""What the heads of the table add, so that its cells need not."""
LINK = {"en": "Trained model", "zh": "训练模型"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, str]]:
    """By host and language: the page with the table, and that of a model."""
    text = FILE.read_text(encoding="utf-8")
    root = tmp_path_factory.mktemp("detectors")
    built = {}
    table = "".join(f"   {line}\n" for line in OPTIONS.splitlines())
    project = Project(
        root / "sphinx", {"index.rst": f"Zoo\n===\n\n.. modelzoo::\n{table}"}, catalog=text
    )
    for language in HEADS:
        out = project.build(to=language, language=language, nitpicky=True)
        assert out.warnings == ""
        found = {"table": out.text("index.html"), "page": out.text("models/brook-large.html")}
        built["sphinx", language] = found
    markdown = f"# Zoo\n\n```{{modelzoo}}\n{OPTIONS}```\n"
    site = Site(root / "mkdocs", {"index.md": markdown}, catalog=text, plugins=[i18n("suffix")])
    done = site.build()
    assert done.warnings == []
    for language, folder in (("en", ""), ("zh", "zh/")):
        built["mkdocs", language] = {
            "table": done.text(f"{folder}index.html"),
            "page": done.text(f"{folder}models/brook-large/index.html"),
        }
    return built


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("host", ["sphinx", "mkdocs"])
def test_table_and_page(pages: Any, host: str, language: str) -> None:
    shown = pages[host, language]
    soup = BeautifulSoup(shown["table"], "html.parser")
    (table,) = soup.select("table.modelzoo-zoo")
    rows = [
        [cell.get_text("", strip=True) for cell in row.find_all(["th", "td"])]
        for row in table.select("tr")
    ]
    assert rows == [
        [f"{head}{unit}" for head, unit in zip(HEADS[language], UNITS, strict=True)],
        ["Ridge", "ResNet50", "90.4", "ocr.example/ridge.yml", "108", LINK[language]],
        [
            "Brook-Large", "ResNet50", "84.7", "ocr.example/brook_large.yml", "99",
            LINK[language],
        ],
    ]  # fmt: skip
    links = {str(tag["href"]) for tag in table.select("a[href]")}
    assert f"https://ocr.example/{language}/brook_large.tar" in links
    assert "https://ocr.example/ridge.yml" in links
    assert "extra:model_size" in shown["table"]  # the range that readers choose
    page = BeautifulSoup(shown["page"], "html.parser")
    words = page.get_text(" ", strip=True)
    for wanted in (*HEADS[language][1:], "ResNet50", "84.7%", "99 MB", LINK[language]):
        assert wanted in words


@pytest.mark.parametrize("language", HEADS)
def test_comparison(language: str) -> None:
    comparison = Comparison(load_catalog(FILE.name, FIXTURES, registry=BUILTIN), language)
    heads = [label for key, label in comparison.facts.items() if key.startswith("extra:")]
    assert heads == HEADS[language][1:]
    facts = comparison.part(0)["brook-small"]["facts"]
    assert facts["extra:hmean"] == "77.2%"
    assert facts["extra:model_size"] == "5.6 MB"


def run(*words: str) -> str:
    found = CliRunner().invoke(main, words, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_csv_and_json(folder: Path) -> None:
    for language, heads in HEADS.items():
        text = run("export", FILE.name, "--to", "csv", "--language", language)
        row = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))[1]
        assert [row[head] for head in heads[1:5]] == [
            "MobileNetV3", "77.2%", "https://ocr.example/brook_small.yml", "5.6 MB",
        ]  # fmt: skip
    data = json.loads(run("export", FILE.name, "--to", "json"))
    assert data["fields"]["model_size"]["unit"] == "MB"
    assert data["models"][2]["extra"]["hmean"] == 90.4


def test_json_schema(folder: Path) -> None:
    schema = json.loads(run("schema", FILE.name))
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    data["models"][0]["extra"]["hmean"] = "high"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)
