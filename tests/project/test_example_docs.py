"""The showcase and manual: both sites build without a warning, whole and in one language each."""

from __future__ import annotations

import ast
import csv
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from bs4.element import Tag

import sphinx_modelzoo
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.render.cutting import SHOWN_ROWS, STATIC_ROWS, STATIC_SIZE
from sphinx_modelzoo.render.script_data import asset
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.leaderboard_page import leaderboard_datasets
from tests.support import DOCS, FIXTURES
from tests.support.manual import LANGUAGES, MODELS, SUFFIXES, Site, blocks, page, stands_apart
from tests.support.registries import COLUMNS
from tests.support.sphinx_project import Project

PACKAGE = Path(sphinx_modelzoo.__file__).parent


@pytest.fixture
def sites(manual_sites: dict[str, Site]) -> dict[str, Site]:
    return manual_sites


@pytest.fixture
def site(manual_site: Site) -> Site:
    return manual_site


@pytest.fixture(scope="session")
def reference() -> Iterator[Any]:
    """The module that gathers what the reference pages print."""
    sys.path.insert(0, str(DOCS / "conf" / "shared"))
    try:
        import reference_data

        yield reference_data
    finally:
        sys.modules.pop("reference_data", None)
        sys.path.remove(str(DOCS / "conf" / "shared"))


# The build ---------------------------------------------------------------------------------


def test_builds_without_a_warning(site: Site) -> None:
    assert "WARNING" not in site.messages, site.messages
    assert site.status == 0, site.messages


@pytest.mark.once
def test_a_page_for_every_model(site: Site) -> None:
    catalog = load_catalog("models", DOCS)
    assert catalog.problems == ()
    ids = [model.id for model in catalog.models]
    assert len(ids) == MODELS
    for model_id in ids:
        assert f"models/{model_id}.html" in site.pages


def test_a_page_for_every_dataset(site: Site) -> None:
    boards = leaderboard_datasets(load_catalog("models", DOCS))
    assert len(boards) > 50
    pages = {name for name in site.pages if name.startswith("models/datasets/")}
    assert pages == {f"models/datasets/{board}.html" for board in boards}
    ranks = site.pages["models/datasets/cityscapes.html"].select("table.modelzoo-ranks")[0]
    assert len(ranks.select("tbody tr")) > 10
    assert ranks.select("tbody tr")[0].get_text(" ", strip=True).startswith("1 CPNet ")


def test_views_are_shown(site: Site) -> None:
    """Rankings, plots, statistics and cards, each with links to the models."""
    rankings, cards = site.manual("rankings"), site.manual("cards")
    assert len(rankings.select("table.modelzoo-ranks")) == 2
    assert len(rankings.select("table.modelzoo-stats")) == 2
    (plot,) = rankings.select("svg.modelzoo-plot-picture")
    assert len(plot.select("a[href^='models/']")) > 10
    assert len(cards.select(".modelzoo-card")) == 5
    assert len(site.manual("index").select(".modelzoo-card")) == 6


def test_one_table_of_all_models(site: Site) -> None:
    rows = {
        name: [len(table.select("tbody tr")) for table in soup.select("table.modelzoo-zoo")]
        for name, soup in site.pages.items()
    }
    whole = [name for name, counts in rows.items() if MODELS in counts]
    assert whole == [f"zoo_{SUFFIXES[site.language]}.html"]
    assert rows[whole[0]] == [MODELS]
    heads = [head.get_text(strip=True) for head in site.manual("zoo").select("thead th")]
    assert len(heads) == 5


def test_inventory(site: Site) -> None:
    data = (site.root / "objects.inv").read_bytes()
    *_, packed = data.split(b"\n", 4)
    lines = zlib.decompress(packed).decode().splitlines()
    assert sum(" modelzoo:model " in line for line in lines) == MODELS
    assert sum(line.startswith("model-") and " std:label " in line for line in lines) >= MODELS


def test_links_lead_somewhere(
    site: Site, sites: dict[str, Site], lab_sites: dict[str, Site]
) -> None:
    roots = {one.root: one for one in (*sites.values(), *lab_sites.values())}
    dead = []
    for name, soup in site.pages.items():
        for tag in soup.select("[href], [src]"):
            link = str(tag.get("href", tag.get("src")))  # an empty one leads to its own page
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            target = site.root / name
            if parts.path:
                target = (target.parent / unquote(parts.path)).resolve()
            fragment = unquote(parts.fragment)
            if not target.is_file():
                dead.append((name, link))
            elif fragment and target.suffix == ".html":
                home = next(root for root in roots if target.is_relative_to(root))
                if fragment not in roots[home].ids[target.relative_to(home).as_posix()]:
                    dead.append((name, link))
    assert dead == []


# Languages ---------------------------------------------------------------------------------


def labels() -> dict[str, str]:
    """The tool's own words: English to Chinese, where the two differ."""
    po = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "sphinx_modelzoo.po"
    with po.open("rb") as stream:
        catalog = read_po(stream, locale="zh_CN")
    found = {}
    for message in catalog:
        english, chinese = (
            text if isinstance(text, str) else text[0] for text in (message.id, message.string)
        )
        if re.search("[A-Za-z]{2}", english) and english != chinese:
            found[english] = chinese
    return found


def shown_texts(site: Site, name: str) -> Iterator[str]:
    """Texts and what assistive technology reads, without the marks around them."""
    for text, _ in site.words(name):
        yield text.strip(" :：,()（）")
    for tag in site.pages[name].find_all(True):
        for attribute in ("title", "aria-label", "alt", "placeholder"):
            if tag.get(attribute) and not any(stands_apart(one) for one in (tag, *tag.parents)):
                yield str(tag[attribute])


def test_no_english_label_in_the_chinese_site(sites: dict[str, Site]) -> None:
    metrics = {name for term in Vocabularies.builtin().metrics for name in term.names}
    tags = {tag for model in load_catalog("models", DOCS).models for tag in model.tags}
    # “FLOPs” is a metric, too, and “pre-training” a tag: those are the catalog's own words.
    english = labels().keys() - metrics - tags
    assert len(english) > 100
    found = {
        (name, text)
        for name in sites["zh"].pages
        for text in shown_texts(sites["zh"], name)
        if text in english
    }
    assert found == set()


def test_no_chinese_in_the_english_site(sites: dict[str, Site]) -> None:
    found = {
        (name, text)
        for name in sites["en"].pages
        for text in shown_texts(sites["en"], name)
        if has_han(text)
    }
    assert found == set()


def test_the_theme_speaks_chinese(sites: dict[str, Site]) -> None:
    """Around the article there is nothing English but names."""
    site = sites["zh"]
    names = {"sphinx-modelzoo", "Sphinx", "Furo", "@pradyunsg"}
    for name in ("index_cn.html", "models/yolov4.html", "genindex.html", "search.html"):
        titles = {soup.get_text(" ", strip=True) for soup in site.pages[name].select(".toc-tree a")}
        for text, tag in site.words(name):
            if tag.find_parent("article") or text in names | titles:
                continue
            assert has_han(text), (name, text)
        for tag in site.pages[name].select("[aria-label]"):
            if not tag.find_parent("article"):
                assert has_han(str(tag["aria-label"])), (name, tag)


def test_every_page_has_its_twin(sites: dict[str, Site]) -> None:
    names = {
        language: {
            name.removesuffix(".html").removesuffix(f"_{SUFFIXES[language]}") for name in site.pages
        }
        for language, site in sites.items()
    }
    assert names["zh"] == names["en"]
    for site, other in (("zh", "en"), ("en", "zh")):
        for name, soup in sites[site].pages.items():
            if link := soup.select_one(".manual-language a"):
                assert f"{other}/" in str(link["href"]), name


def test_pages_of_the_zoo_name_their_twins(sites: dict[str, Site]) -> None:
    places = {"en": "/en/latest/", "zh": "/zh-cn/latest/"}
    named: dict[str, dict[str, dict[str, str]]] = {}
    for language, site in sites.items():
        found = named.setdefault(language, {})
        for name, soup in site.pages.items():
            if links := soup.select('head link[rel="alternate"][hreflang]'):
                found[name] = {str(one["hreflang"]): str(one["href"]) for one in links}
                assert name.startswith("models/") or soup.select('[class*="modelzoo-"]'), name
    assert {f"models/{one}.html" for one in ("yolov4", "datasets/coco")} <= named["en"].keys()
    assert "zoo_en.html" in named["en"]
    for language, other in (("en", "zh"), ("zh", "en")):
        for name, twins in named[language].items():
            paths = {
                tag: urlsplit(url).path.removeprefix(places[tag])
                for tag, url in twins.items()
                if tag != "x-default"
            }
            assert paths[language] == name
            assert named[other][paths[other]] == twins
            assert twins["x-default"] == twins["en"]


@pytest.mark.parametrize("name", sorted(path.stem[:-3] for path in DOCS.glob("*_en.*")))
def test_both_languages_say_the_same(sites: dict[str, Site], name: str) -> None:
    """The same sections, examples, tables and entries, in the same order."""
    wanted = "h1, h2, h3, article table, article pre, article dt"
    shapes = [
        [tag.name for tag in sites[language].manual(name).select(wanted)] for language in LANGUAGES
    ]
    assert shapes[0] == shapes[1]


def spoken() -> Catalog:
    """What the command says in Chinese, which the reference prints in part."""
    po = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "modelzoo.po"
    with po.open("rb") as stream:
        return read_po(stream, locale="zh_CN")


# Full-width punctuation between Chinese characters, a space between Chinese and Latin.
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(?:\s|$)")
_NO_SPACE = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]")


def test_chinese_typography() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in DOCS.glob("*_cn.*")}
    chinese = DOCS / "conf" / "shared" / "reference_zh.yaml"
    for english, words in yaml.safe_load(chinese.read_text(encoding="utf-8")).items():
        texts[chinese / english] = str(words)
    texts |= {Path("modelzoo.po", str(one.id)): str(one.string) for one in spoken() if one.id}
    wrong = []
    for path, text in texts.items():
        prose = re.sub(r"(?m)^(?:   |\.\.).*$|```(?s:.*?)```|``.*?``|`[^`]*`", "", text)
        for number, line in enumerate(prose.splitlines(), 1):
            found = _HALF_WIDTH.search(line) or _NO_SPACE.search(line)
            if found:
                wrong.append((path.name, number, line))
    assert wrong == []


# The reference -----------------------------------------------------------------------------


def test_nothing_of_the_reference_lacks_chinese(reference: Any) -> None:
    text = (DOCS / "conf" / "shared" / "reference_zh.yaml").read_text(encoding="utf-8")
    chinese = yaml.safe_load(text)
    said = {message.id for message in spoken()}
    assert reference.english_texts() - chinese.keys() - said == set(), "add the Chinese for these"
    assert chinese.keys() & said == set(), "the command says these, and has their Chinese"
    assert chinese.keys() - reference.english_texts() == set(), "these are no longer printed"
    keys = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(keys) == len(chinese), "a text is there twice"
    for english, words in chinese.items():
        assert has_han(words) or words.rstrip("。") in {"id", "DOI"}, english
        assert set(re.findall(r"{[a-z]+}", words)) == set(re.findall(r"{[a-z]+}", english))


def test_everything_is_printed(site: Site, reference: Any) -> None:
    """Every field, option, column and code stands in the manual."""
    ids = {
        name: {str(tag["id"]) for tag in site.manual(name).find_all(id=True)}
        for name in (
            "catalog",
            "own_fields",
            "directive",
            "errors",
            "configuration",
            "rankings",
            "cards",
            "mkdocs",
            "pages",
        )
    }
    fields = {f"{name}-{item.name}" for name in reference.CLASSES for item in reference.items(name)}
    assert len(fields) > 80
    assert fields <= ids["catalog"] | ids["own_fields"]
    assert len(reference.ALL_SETTINGS) >= 9
    printed = set().union(*ids.values())
    for kind in reference.ALL_SETTINGS:
        options = {reference.option_id(kind, option.name) for option in reference.settings(kind)}
        assert options, kind
        assert options <= printed
    codes = [code for kind in reference.MESSAGE_KINDS for code in reference.messages(kind)]
    assert len(codes) > 40
    for code in codes:
        assert f"problem-{code.removeprefix('modelzoo.').replace('.', '-')}" in ids["errors"]
    keys = {code.get_text() for code in site.manual("directive").select("td:first-child code")}
    assert set(COLUMNS) <= keys
    settings = (PACKAGE / "sphinx_ext" / "settings.py").read_text(encoding="utf-8")
    values = re.findall(r'add_config_value\(\s*"(\w+)"', settings)
    assert len(values) >= 6
    assert {f"confval-{name}" for name in values} <= ids["configuration"]


def test_every_host_is_printed(site: Site, reference: Any) -> None:
    """With its version, and with what is to be known of it in the language of the site."""
    import host_list

    rows = [
        " ".join(row.get_text(" ", strip=True).split())
        for row in site.manual("hosts").select("tbody tr")
    ]
    wanted = [host for kind in reference.HOST_PARTS for host in host_list.hosts(kind)]
    assert len(rows) == len(wanted) == len(host_list.load()[1])
    for row, host in zip(rows, wanted, strict=True):
        words = (host.cannot or host.note).get(site.language, "").replace("`", "")
        assert row.startswith(host.name)
        assert f" {host.version}" in row
        assert "".join(words.split()) in "".join(row.split())


def test_every_code_is_registered(reference: Any) -> None:
    known = {code for kind in reference.MESSAGE_KINDS for code in reference.messages(kind)}
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                is_code = re.fullmatch(r"modelzoo(\.[a-z0-9]+(-[a-z0-9]+)*)+", text)
                if is_code and not text.endswith((".css", ".js", ".json", ".yaml", ".inv")):
                    found[text] = path.name
    assert {code: name for code, name in found.items() if code not in known} == {}


# What the manual shows works ----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_start_works(tmp_path: Path, language: str) -> None:
    path = DOCS / f"quickstart_{SUFFIXES[language]}.rst"
    files = dict(code for kind in ("yaml", "python", "rst") for code in blocks(path, kind))
    assert set(files) == {"models.yaml", "conf.py", "index.rst"}
    project = Project(tmp_path, {})
    for name, text in files.items():
        project.write(name, text)
    built = project.build(nitpicky=True)
    assert built.warnings == ""
    assert "YOLOv4" in built.text("models/yolov4.html")
    index = page(built.text("index.html"))
    assert len(index.select("table.modelzoo-zoo tbody tr")) == 2
    assert "2" in index.select("article p, section p")[-1].get_text()


# Configurations of other tools, by how their captions begin.
NO_CATALOGS = (".pre-commit", ".github/", ".readthedocs", "mkdocs", "zensical")


def yaml_examples() -> list[Any]:
    found = []
    for path in sorted(DOCS.glob("*_*.rst")):
        for number, (caption, code) in enumerate(blocks(path, "yaml")):
            if caption.startswith(NO_CATALOGS):
                continue
            found.append(pytest.param(code, id=f"{path.stem}-{number}"))
    return found


@pytest.mark.parametrize("code", yaml_examples())
def test_catalogs_in_the_manual_are_valid(tmp_path: Path, code: str) -> None:
    data = yaml.safe_load(code)
    if isinstance(data, list):  # some entries
        code = f"schema_version: 1\nmodels:\n{code}"
    elif "models" not in data and "id" not in data:  # some fields of an entry
        code = "id: example\nname: Example\n" + code
    (tmp_path / "models.yaml").write_text(code, encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path)
    assert [str(problem) for problem in catalog.problems] == []
    assert len(catalog) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_mkdocs_as_in_the_manual(tmp_path: Path, language: str) -> None:
    """The first example builds a site; the plugin takes the settings of the others."""
    pytest.importorskip("mkdocs_static_i18n")
    path = DOCS / f"mkdocs_{SUFFIXES[language]}.rst"
    (_, first), *others = blocks(path, "yaml")
    files = {caption: code for caption, code in blocks(path, "markdown") if caption}
    ((_, catalog),) = blocks(DOCS / f"quickstart_{SUFFIXES[language]}.rst", "yaml")
    (tmp_path / "docs").mkdir()
    for name, text in {"models.yaml": catalog, "mkdocs.yml": first, **files}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    index = page((tmp_path / "site" / "index.html").read_text(encoding="utf-8"))
    assert len(index.select("table.modelzoo-zoo tbody tr")) == 2
    assert index.select("p a[href='models/yolov4/']")
    check_settings(tmp_path, [code for _, code in others])


def check_settings(folder: Path, configs: list[str]) -> None:
    """Whether MkDocs takes every key of these configurations."""
    from mkdocs.config import load_config

    assert len(configs) == 3
    for code in configs:
        data = {"site_name": "Zoo", **yaml.safe_load(code)}
        data["markdown_extensions"] = [
            name
            for one in data.get("markdown_extensions", [])
            for name in (one if isinstance(one, dict) else [one])
        ]
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
        load_config(str(folder / "mkdocs.yml"))  # raises


def test_the_numbers_of_large_tables() -> None:
    script = asset("modelzoo.js").decode()
    rows = {name: re.findall(rf"{name} = (\d+)", script)[0] for name in ("ALL_ROWS", "PAGE_ROWS")}
    size = f"{STATIC_SIZE / 1e6:g} MB"
    for language in LANGUAGES:
        text = (DOCS / f"interactive_{SUFFIXES[language]}.rst").read_text(encoding="utf-8")
        for number in (*rows.values(), str(STATIC_ROWS), size, str(SHOWN_ROWS)):
            assert f" {number}" in text, number


@pytest.mark.parametrize("path", sorted(DOCS.glob("*_*.rst")), ids=lambda path: path.stem)
def test_python_in_the_manual_compiles(path: Path) -> None:
    for name, code in blocks(path, "python"):
        assert ast.parse(code).body, (name, code)


def test_the_pre_commit_hook_exists() -> None:
    text = (DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    hooks = {hook["id"] for hook in yaml.safe_load(text)}
    for language in LANGUAGES:
        examples = dict(blocks(DOCS / f"command_{SUFFIXES[language]}.rst", "yaml"))
        (repository,) = yaml.safe_load(examples[".pre-commit-config.yaml"])["repos"]
        assert {hook["id"] for hook in repository["hooks"]} <= hooks


TABLE = """\
| Model | Paper | COCO mAP | Latency | Mood |
|---|---|---|---|---|
| YOLOv4 | [YOLOv4: Optimal Speed](https://arxiv.org/abs/2004.10934) | 41.2 | 12 ms | calm |

<!-- modelzoo:begin -->
<!-- modelzoo:end -->
"""
CARD = "---\npipeline_tag: image-classification\n---\n\n# ANet\n\nA network.\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_in_the_manual_work(tmp_path: Path, language: str) -> None:
    quickstart = DOCS / f"quickstart_{SUFFIXES[language]}.rst"
    lines = [
        line.removeprefix("$ ")
        for path in sorted(DOCS.glob(f"*_{SUFFIXES[language]}.rst"))
        for _, code in blocks(path, "console")
        for line in code.splitlines()
        if line.startswith("$ modelzoo ")
    ]
    assert len(lines) > 8
    for number, line in enumerate(lines):
        words = shlex.split(line)[1:]
        if "--links" in words or "model-index.yml" in words:  # a network, other people's files
            continue
        folder = tmp_path / str(number)
        (folder / "docs" / "community").mkdir(parents=True)
        (folder / "docs" / "community" / "README.md").write_text(TABLE, encoding="utf-8")
        (folder / "README.md").write_text(TABLE, encoding="utf-8")
        (folder / "cards" / "a-net").mkdir(parents=True)
        (folder / "cards" / "a-net" / "README.md").write_text(CARD, encoding="utf-8")
        (folder / "docs" / "conf.py").write_text("extensions = []\n", encoding="utf-8")
        shutil.copytree(DOCS / "plugin", folder / "plugin")
        (folder / "zoo.ini").write_text("[YOLOv4]\nparams = 64M\n", encoding="utf-8")
        if words[0] != "import" or words[1].endswith(".po"):
            ((_, catalog),) = blocks(quickstart, "yaml")
            if words[0] == "sync":
                catalog = re.sub(r"summary: (.+)", r'summary: {en: "\1", zh: "\1"}', catalog)
            for name in ("models.yaml", "docs/models.yaml", "released.yaml"):
                (folder / name).write_text(catalog, encoding="utf-8")
            for tag in ("en", "zh"):
                header = f'msgid ""\nmsgstr "Language: {tag}"\n'
                (folder / f"{tag}.po").write_text(header, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "sphinx_modelzoo", *words],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)


def test_the_message_in_the_manual_is_real(tmp_path: Path) -> None:
    catalog = "schema_version: 1\nmodels:\n  - id: yolov4\n    name: YOLOv4\n"
    catalog += "    summary: A detector.\n    tasks: [object-detektion]\n"
    (tmp_path / "models.yaml").write_text(catalog, encoding="utf-8")
    (problem,) = load_catalog("models.yaml", tmp_path).problems
    place = f"{problem.file}:{problem.line}:{problem.column}"
    for language in LANGUAGES:
        path = DOCS / f"errors_{SUFFIXES[language]}.rst"
        (_, shown), *_ = blocks(path, "text")
        assert " ".join(shown.split()) == f"{place}: WARNING: {problem.text} [{problem.code}]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markdown_page_shows_what_it_uses(language: str) -> None:
    text = (DOCS / f"markdown_{SUFFIXES[language]}.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?ms)^````markdown\n(.*?)^````$", text)
    assert len(shown) == 1
    rest = text.replace(shown[0], "", 1)
    assert shown[0] in rest
    links = re.findall(r"(?ms)^```markdown\n(.*?)^```$", text)[0]
    assert text.count(links) == 2


def readme_blocks() -> list[tuple[str, str]]:
    """The code blocks of the README with their languages, in order."""
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"(?ms)^(`{3,})(\w+)\n(.*?)^\1$", text)
    return [(language, code) for _, language, code in found]


def test_the_readme_works_in_sphinx(tmp_path: Path) -> None:
    parts = dict(reversed(readme_blocks()))  # the first of each language
    project = Project(tmp_path, {"index.rst": parts["rst"]}, catalog=parts["yaml"])
    project.write("conf.py", parts["python"])
    built = project.build(nitpicky=True)
    assert built.warnings == ""
    assert "1 models" in built.text("index.html")
    assert (built.outdir / "models" / "yolov4.html").is_file()


def test_the_readme_works_in_mkdocs(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    catalog, config = (code for language, code in readme_blocks() if language == "yaml")
    (tmp_path / "docs").mkdir()
    (tmp_path / "models.yaml").write_text(catalog, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    page = dict(readme_blocks())["markdown"]
    (tmp_path / "docs" / "index.md").write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site" / "models" / "yolov4" / "index.html").is_file()
    assert "YOLOv4" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_the_readme_shows_what_is_there() -> None:
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    home = "https://github.com/sphinx-modelzoo/sphinx-modelzoo"
    targets = re.findall(rf"\]\({home}/blob/main/([^)]+)\)", text)
    assert len(targets) > 8
    for target in targets:
        assert (DOCS.parent / target).is_file(), target
    pictures = re.findall(rf"\]\({home}/raw/main/([^)]+)\)", text)
    assert pictures
    for picture in pictures:
        assert (DOCS.parent / picture).stat().st_size < 200_000, picture


# Facts ---------------------------------------------------------------------------------------


def folded_width(text: str) -> str:
    """A text with the digits and letters of one width."""
    return unicodedata.normalize("NFKC", text)


def folded(text: str) -> str:
    """A text without differences of case, width and spaces."""
    return "".join(folded_width(text).split()).casefold()


def arxiv_id(link: str) -> str:
    found = re.search(r"arxiv\.org/(?:abs|pdf)/([0-9.]+?)(?:v\d+)?(?:\.pdf)?$", link)
    return found.group(1) if found else ""


class Original(NamedTuple):
    """Facts of a row of PaddlePaddle's page: a title, links, and the figures in its words."""

    title: str
    paper: tuple[str, ...]
    code: tuple[str, ...]
    figures: tuple[str, ...]


@pytest.fixture
def originals() -> list[Original]:
    """The rows of PaddlePaddle's page."""
    with (FIXTURES / "paddle_table_facts.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [Original(title, *(tuple(cell.split()) for cell in rest)) for title, *rest in rows]


def test_our_copy_of_the_facts(shared: Path, originals: list[Original]) -> None:
    text = (shared / "paddle-community-2021.md").read_text(encoding="utf-8")
    rows = [row.find_all("td", recursive=False) for row in page(text).select("tr")]
    assert originals == [
        Original(
            " ".join(cells[1].get_text().split()),
            tuple(str(tag["href"]) for tag in cells[1].select("a[href^=http]")),
            tuple(str(tag["href"]) for tag in cells[4].select("a[href]")),
            tuple(re.findall(r"\d[\d.]*\d|\d|\.\d+", folded_width(cells[3].get_text()))),
        )
        for cells in rows
        if cells
    ]


def test_facts_are_those_of_the_original(site: Site, originals: list[Original]) -> None:
    models = load_catalog("models", DOCS).models
    rows = site.manual("zoo").select("table.modelzoo-zoo tbody tr")
    assert len(originals) == len(rows) == len(models)
    wrong = []
    for model, row, original in zip(models, rows, originals, strict=True):
        links = {str(tag["href"]).rstrip("/") for tag in row.select("a[href]")}
        assert model.paper is not None
        assert f"models/{model.id}.html" in links
        title = folded(str(model.paper.title))
        if not folded(original.title).endswith(title) or title not in folded(row.get_text()):
            wrong.append((model.id, "title"))
        for link in original.code:
            if link.removesuffix(".git").rstrip("/") not in links:
                wrong.append((model.id, link))
        for link in original.paper:
            theirs = arxiv_id(link)
            if theirs and theirs not in {model.paper.arxiv, *map(arxiv_id, links)}:
                wrong.append((model.id, theirs))
    assert wrong == []


def test_figures_are_those_of_the_original(site: Site, originals: list[Original]) -> None:
    models = load_catalog("models", DOCS).models
    rows = site.manual("zoo").select("table.modelzoo-zoo tbody tr")
    wrong, figures = [], 0
    for model, row, original in zip(models, rows, originals, strict=True):
        words = " ".join(original.figures)
        article = site.pages[f"models/{model.id}.html"].select_one("article")
        assert article is not None
        for result in model.results:
            for name, metric in result.metrics.items():
                figures += 1
                number = repr(metric.value)
                if number not in words and number.removeprefix("0") not in words:
                    wrong.append((model.id, name, number, "is not in the original"))
                if number not in article.get_text(" "):
                    wrong.append((model.id, name, number, "is not on its page"))
        first = next((m for r in model.results for m in r.metrics.values()), None)
        if first and repr(first.value) not in row.get_text(" "):
            wrong.append((model.id, repr(first.value), "is not in its row"))
    assert figures > 150
    assert wrong == []


def test_no_link_to_a_site_that_has_closed(site: Site) -> None:
    closed = [
        (name, tag["href"])
        for name, soup in site.pages.items()
        for tag in soup.select("a[href*='paperswithcode.com']")
        if isinstance(tag, Tag)
    ]
    assert closed == []


def test_prose_does_not_count_by_hand() -> None:
    for path in DOCS.glob("*_*.*"):
        text = re.sub(r"“[^”]*”", "", path.read_text(encoding="utf-8"))
        counted = re.findall(r"\b1\d\d\+|\b114\b(?! rows| 行| MB)", text)
        assert counted == [], path.name


@pytest.mark.once
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pdf_source(tmp_path: Path, language: str) -> None:
    """Tables of ids have widths of their own: LaTeX cut off what was too long for a column."""
    conf = DOCS / "conf" / language
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "latex", "-c", str(conf), str(DOCS)]
    subprocess.run([*command, str(tmp_path)], check=True, capture_output=True)
    source = (tmp_path / f"sphinx-modelzoo-{language}.tex").read_text(encoding="utf-8")
    assert r"\X{45}{100}\X{20}{100}\X{35}{100}" in source
    assert (r"\FmN{第}" in source) == (language == "zh")
