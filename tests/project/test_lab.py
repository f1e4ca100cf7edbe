"""The invented laboratory of the example docs: each view and feature is seen, in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.east_asian import has_han
from tests.support import LAB
from tests.support.manual import LANGUAGES, Site, page

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

MODELS = 12
FASTEST = ["Egret-Tiny-INT8", "Egret-Tiny", "Plover", "Egret", "Curlew", "Curlew v1", "Bittern",
           "Spoonbill", "Teal", "Teal-Mix"]  # fmt: skip
# What pages say in each language.
WORDS = {
    "en": {
        "heads": ["Model", "Size", "Latency ms", "Runs on", "Energy", "Works offline"],
        "tiny": ["2.2M", "0.8", "Phone, Trap camera", "0.4 kWh", "yes"],
        "variants": ["Base", "24M", "4.3G", "Server", "31 kWh", "MD5"],
        "lineage": ["fine-tuned", "distilled", "Lineage"],
        "deprecated": ["Deprecated", "It takes ducks for decoys.", "Use Curlew instead."],
        "report": "A spring at the lake",
        "dataset": "Wetland-50",
        "stats": [["Server", "10", "83%"], ["Phone", "3", "25%"], ["Trap camera", "3", "25%"]],
    },
    "zh": {
        "heads": ["模型", "参数量", "时延 ms", "运行设备", "能耗", "可离线使用"],
        "tiny": ["2.2M", "0.8", "手机、红外相机", "0.4 kWh", "是"],
        "variants": ["Base", "24M", "4.3G", "服务器", "31 kWh", "MD5"],
        "lineage": ["微调", "蒸馏", "模型谱系"],
        "deprecated": ["已弃用", "会把真鸭子误认为诱饵。", "替代模型：Curlew。"],
        "report": "湖边一春",
        "dataset": "湿地 50 类",
        "stats": [["服务器", "10", "83%"], ["红外相机", "3", "25%"], ["手机", "3", "25%"]],
    },
}
HOSTS = [(host, language) for host in ("sphinx", "mkdocs") for language in LANGUAGES]


class Pages:
    """The pages of one language in one host, by what they show."""

    def __init__(self, host: str, language: str, root: Path) -> None:
        self.host, self.language, self.root = host, language, root
        self.words = WORDS[language]

    def soup(self, name: str) -> BeautifulSoup:
        """A page: ``index`` or ``models/egret``."""
        sphinx_index = f"index_{'cn' if self.language == 'zh' else 'en'}"
        if self.host == "sphinx":
            path = self.root / f"{sphinx_index if name == 'index' else name}.html"
        else:
            path = self.root / ("index.html" if name == "index" else f"{name}/index.html")
        return page(path.read_text(encoding="utf-8"))

    def index(self, chosen: str) -> list[Tag]:
        """The parts of the first page that a selector chooses."""
        return list(self.soup("index").select(chosen))

    def text(self, name: str) -> str:
        """The words of a model's page."""
        article = self.soup(f"models/{name}").select_one("article")
        assert article is not None
        return text(article)


def text(tag: Tag) -> str:
    return " ".join(tag.get_text("", strip=False).split())


def rows(table: Tag) -> list[list[str]]:
    """The words of a table, without the mark of the heads that sort it."""
    return [
        [text(cell).rstrip(" ↕") for cell in row.find_all(["th", "td"])]
        for row in table.select("tr")
    ]


@pytest.fixture(scope="session")
def lab_in_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that MkDocs makes of both languages, without a warning."""
    pytest.importorskip("material")
    pytest.importorskip("mkdocs_static_i18n")
    out = tmp_path_factory.mktemp("lab") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(
        [*command, "-f", str(LAB / "mkdocs.yml"), "-d", str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(params=HOSTS, ids="-".join)
def pages(request: pytest.FixtureRequest) -> Pages:
    """The laboratory in a host and a language."""
    host, language = request.param
    if host == "mkdocs":
        root = request.getfixturevalue("lab_in_mkdocs")
        return Pages(host, language, root / "zh" if language == "zh" else root)
    return Pages(host, language, request.getfixturevalue("lab_sites")[language].root)


def test_the_catalog_has_no_problem() -> None:
    catalog = load_catalog("models.yaml", LAB)
    assert catalog.problems == ()
    assert len(catalog) == MODELS
    assert {field.type for field in catalog.fields.values()} == {
        "text", "number", "boolean", "date", "link",
    }  # fmt: skip


def test_builds_without_a_warning(lab_sites: dict[str, Site]) -> None:
    for site in lab_sites.values():
        assert site.messages == ""
        assert site.status == 0


def test_the_table(pages: Pages) -> None:
    """Own fields as columns and facets, and an order across units."""
    found, checkpoints = pages.index("table.modelzoo-zoo")
    for tag in found.select("tr.modelzoo-variant, .modelzoo-unseen"):
        tag.decompose()  # folded below their models; what only screen readers say
    head, *body = rows(found)
    assert head == pages.words["heads"]
    for row, name in zip(body, FASTEST, strict=False):
        assert re.match(rf"{name}(?! v1|-)", row[0]), row
    assert len(body) == MODELS
    assert body[0][1:] == pages.words["tiny"]
    assert body[2][1] == "14M–48M"
    assert body[2][2] == "2.9–7.7"  # of the variants Base, given in microseconds, and Large
    facets = str(pages.soup("index"))
    for field in ("runs_on", "energy", "offline"):
        assert f"extra:{field}" in facets
    names = [row[0].replace(" ", "") for row in rows(checkpoints)[1:5]]
    assert names == ["LargeEgret", "LargePlover", "BaseEgret", "BasePlover"]


def test_the_cards(pages: Pages) -> None:
    """Thumbnails for light and dark themes, what they show in words, and a deprecated model."""
    cards = pages.index(".modelzoo-card")
    assert len(cards) == 6
    shades = {
        shade: [image for card in cards for image in card.select(f"img.modelzoo-{shade}")]
        for shade in ("light", "dark")
    }
    assert [len(images) for images in shades.values()] == [3, 3]
    assert len({str(image["src"]) for images in shades.values() for image in images}) == 6
    egret, curlew, bittern = (str(image.get("alt", "")) for image in shades["light"])
    assert has_han(egret) == has_han(curlew) == (pages.language == "zh")
    assert (egret != "", bittern) == (True, "")  # this one is decoration
    (old,) = (card for card in cards if "Curlew v1" in text(card))
    assert pages.words["deprecated"][0] in text(old)


def test_rankings_plot_and_statistics(pages: Pages) -> None:
    accuracy, latency = pages.index("table.modelzoo-ranks")
    names = [text(title) for title in accuracy.select(".modelzoo-title")[:3]]
    figures = [row[2] for row in rows(accuracy)[1:4]]
    assert list(zip(names, figures, strict=True)) == [
        ("Egret / Large", "89.3"), ("Plover / Large", "88.0"), ("Egret / Base", "87.6"),
    ]  # fmt: skip
    assert [row[2] for row in rows(latency)[1:4]] == ["800 us", "1.4 ms", "2900 us"]
    assert rows(latency)[-2][2] == "1.5 s"
    pytest.importorskip("matplotlib")
    (plot,) = pages.index("svg.modelzoo-plot-picture")
    assert len(plot.select("a[href]")) == 7
    _, devices = pages.index("table.modelzoo-stats")
    assert [row[:3] for row in rows(devices)[1:]] == pages.words["stats"]


def test_a_page_with_variants(pages: Pages) -> None:
    """Files, figures and fields of each variant; images, links per language, what was derived."""
    words = pages.text("egret")
    for wanted in [*pages.words["variants"], *pages.words["lineage"], pages.words["report"]]:
        assert wanted in words
    soup = pages.soup("models/egret")
    links = {str(tag["href"]) for tag in soup.select("article a[href]")}
    files = {f"https://example.org/heron/egret/base.{end}" for end in ("yaml", "log", "pdparams")}
    assert files <= links
    ours, theirs = ("zh/", "") if pages.language == "zh" else ("", "zh/")
    assert f"https://example.org/heron/{ours}egret-report" in links
    assert f"https://example.org/heron/{theirs}egret-report" not in links
    images = {str(tag["src"]).rpartition("/")[2]: tag for tag in soup.select("article img")}
    assert {"egret.svg", "egret-dark.svg"} <= set(images)
    assert has_han(str(images["egret.svg"]["alt"])) == (pages.language == "zh")
    paths = {link.partition("#")[0].rstrip("/").removesuffix(".html") for link in links}
    assert {"curlew", "spoonbill", "egret-tiny"} <= {path.rpartition("/")[2] for path in paths}
    assert "90b7d3e5514c2fa86e0d97b18c3a62f1  base.pdparams" in soup.get_text()


def test_pages_of_what_was_made_from_others(pages: Pages) -> None:
    for name, base in {
        "egret-tiny-int8": "Egret-Tiny",
        "curlew": "Egret",
        "teal-mix": "Teal-Latin",
        "bittern": "reed-audio-base",
    }.items():
        assert base in pages.text(name)
    old = pages.text("curlew-1")
    for wanted in pages.words["deprecated"]:
        assert wanted in old
    assert pages.words["dataset"] in text(pages.soup("models/datasets/wetland-50"))


def test_old_ids_lead_to_the_model(pages: Pages) -> None:
    links = [str(tag["href"]) for tag in pages.index("article a[href]")]
    assert any("models/curlew" in link and "curlew-" not in link for link in links)
    assert not any("curlew-2" in link for link in links)


def test_the_languages_stay_apart(lab_sites: dict[str, Site]) -> None:
    site = lab_sites["en"]
    shown = {word for name in site.pages for word, _ in site.words(name) if has_han(word)}
    assert shown == set()


def test_pictures_are_those_of_the_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import lab_pictures

    monkeypatch.setattr(lab_pictures, "FOLDER", tmp_path)
    lab_pictures.main()
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (LAB / "docs" / "pictures").iterdir()}
    assert drawn == kept


def test_chinese_typography() -> None:
    from tests.project.test_example_docs import _HALF_WIDTH, _NO_SPACE

    prose = (LAB / "docs" / "index_cn.md").read_text(encoding="utf-8")
    prose = re.sub(r"(?ms)^```.*?^```|`[^`]*`", "", prose)
    catalog = (LAB / "models.yaml").read_text(encoding="utf-8")
    lines = [*prose.splitlines(), *re.findall(r"zh: ([^},\n]+)", catalog)]
    wrong = [line for line in lines if _HALF_WIDTH.search(line) or _NO_SPACE.search(line)]
    assert wrong == []
