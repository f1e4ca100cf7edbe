"""The Python-Markdown extension by itself: fences, links, counts, and what it leaves alone."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from sphinx_modelzoo.mkdocs_ext.extension import ModelzooExtension
from sphinx_modelzoo.mkdocs_ext.fences import find_fences, read_options
from sphinx_modelzoo.mkdocs_ext.standalone import OPTIONS, standalone_host
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support.sphinx_project import CATALOG

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = {
    "fenced_code": ["fenced_code", "tables", "admonition"],
    "superfences": [
        "pymdownx.superfences",
        "admonition",
        "pymdownx.details",
        "attr_list",
        "md_in_html",
    ],
}


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    return tmp_path


def convert(zoo: Path, text: str, extensions: list[str] | None = None, **options: Any) -> str:
    options = {"catalog": "models.yaml", "root": str(zoo), "style": False, **options}
    names = extensions if extensions is not None else HOSTS["superfences"]
    md = Markdown(extensions=[*names, "modelzoo"], extension_configs={"modelzoo": options})
    return md.convert(text)


def generated(zoo: Path, extensions: list[str]) -> Markdown:
    """Return what converts pages that the zoo has generated."""
    find = standalone_host(
        {name: option.default for name, option in OPTIONS.items()}
        | {"catalog": "models.yaml", "root": str(zoo), "style": False}
    )
    extension = ModelzooExtension(lambda md: replace(find(md), generated=True))
    return Markdown(extensions=[*extensions, extension])


def tables(html: str) -> list[list[str]]:
    """The names in each table."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        [cell.text.strip() for cell in table.select("tbody th")] for table in soup.select("table")
    ]


ALL = ["AlphaNet", "BetaNet", "GammaNet"]


@pytest.mark.parametrize("extensions", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize(
    "text",
    [
        "```{modelzoo}\n:columns: name\n```",
        "before\n```{modelzoo}\n:columns: name\n```\nafter",
        "~~~~ {modelzoo}\n:columns: name\n~~~~~",
        ":::{modelzoo}\n:columns: name\n:::",
        "```{modelzoo}\n---\ncolumns: name\n---\n```",
        "```{modelzoo}\n---\ncolumns: [name]\n---\n```",
        "- item\n\n    ```{modelzoo}\n    :columns: name\n    ```\n\n- next",
        "1. one\n2. ```{modelzoo}\n   :columns: name\n   ```",
        "* outer\n\n    * inner\n\n        :::{modelzoo}\n        :columns: name\n        :::\n",
        "!!! note\n    text\n\n    ```{modelzoo}\n    :columns: name\n    ```\n",
        "> quoted\n>\n> ```{modelzoo}\n> :columns: name\n> ```\n",
        "  ```{modelzoo}\n  :columns: name\n  ```",
    ],
)
def test_fences(zoo: Path, extensions: list[str], text: str) -> None:
    html = convert(zoo, text, extensions)
    assert tables(html) == [ALL]
    assert "modelzoo}" not in html
    assert "\x02" not in html


def test_a_footnote_goes_on_after_a_fence(zoo: Path) -> None:
    fence = "    ```{modelzoo}\n    :columns: name\n    ```\n"
    text = f"Words[^1].\n\n[^1]: Note.\n\n{fence}\n    More.\n\n{fence}    Last.\n\nEnd.\n"
    html = convert(zoo, text, ["footnotes", "pymdownx.superfences"])
    note = BeautifulSoup(html, "html.parser").select_one("#fn\\:1")
    assert note is not None
    assert tables(str(note)) == [ALL, ALL]
    assert [p.text.strip(" \xa0\n↩") for p in note.find_all("p")] == ["Note.", "More.", "Last."]
    assert "<p>End.</p>" in html


def test_where_a_fence_stands(zoo: Path) -> None:
    html = convert(zoo, "- item\n\n    ```{modelzoo}\n    :columns: name\n    ```\n\n    more\n")
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select_one("li table") is not None
    assert [p.text for p in soup.select("li p")] == ["item", "more"]
    html = convert(zoo, '!!! note "N"\n\n    ```{modelzoo}\n    :columns: name\n    ```\n\nout\n')
    assert BeautifulSoup(html, "html.parser").select_one(".admonition table") is not None
    html = convert(zoo, "<div markdown>\n\n```{modelzoo}\n:columns: name\n```\n\n</div>\n")
    assert BeautifulSoup(html, "html.parser").select_one("div table") is not None


@pytest.mark.parametrize("extensions", HOSTS.values(), ids=HOSTS)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("````md\n```{modelzoo}\n:limit: 1\n```\n````", "```{modelzoo}\n:limit: 1\n```"),
        ("~~~\n```{modelzoo}\n```\n~~~", "```{modelzoo}\n```"),
        (
            "text\n\n    ```{modelzoo}\n    :limit: 1 < 2\n    ```\n",
            "```{modelzoo}\n:limit: 1 < 2\n```",
        ),
        ("`` ```{modelzoo} ``", "```{modelzoo}"),
        ("```{other}\n{modelzoo}\n```", "{modelzoo}"),
    ],
)
def test_what_is_left_alone(zoo: Path, extensions: list[str], text: str, shown: str) -> None:
    if extensions == HOSTS["fenced_code"] and "{other}" in text:
        pytest.skip("fenced_code takes the braces for attributes")
    html = convert(zoo, text, extensions)
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("table")
    code = soup.select_one("code")
    assert code is not None
    assert code.text.strip() == shown


def test_a_fence_that_nothing_closes_is_none(zoo: Path) -> None:
    html = convert(zoo, "```{modelzoo}\n\ntext\n\n```{modelzoo}\n:columns: name\n```\n")
    # What opens the second one does not close the first, whose options the empty line has ended.
    assert [[name.partition("\n")[0] for name in one] for one in tables(html)] == [ALL]
    assert not list(find_fences(["```{modelzoo}", "text"]))


def test_colons_of_others_are_seen_through() -> None:
    lines = ["::: module.name", "", ":::{modelzoo}", ":limit: 2", ":::", "::: other"]
    (fence,) = find_fences(lines)
    assert (fence.line, fence.body) == (2, (":limit: 2",))


def test_options_over_several_lines() -> None:
    (fence,) = find_fences(["```{modelzoo}", ":filter: year > 2000", "   and has_code", "```"])
    assert read_options(fence) == ({"filter": "year > 2000 and has_code"}, [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"MS COCO"', "MS COCO"),
        ("""'"ImageNet" in datasets'""", '"ImageNet" in datasets'),
        ("'it''s'", "it's"),
        ('"a" in datasets or name == "b"', '"a" in datasets or name == "b"'),
        ('"a" in datasets', '"a" in datasets'),
        ('"', '"'),
        ("plain", "plain"),
    ],
)
def test_quotes_are_those_of_myst(written: str, read: str) -> None:
    (fence,) = find_fences(["```{modelzoo}", f":filter: {written}", "```"])
    assert read_options(fence) == ({"filter": read}, [])


def test_links(zoo: Path) -> None:
    text = (
        "[](model:alpha-net) [words](model:alpha-net) [**b**](model:alpha-old)"
        " [r](model:alpha-net#results) [](model:beta-net/beta-s) [x][ref]\n\n[ref]: model:gamma-net"
    )
    links = BeautifulSoup(convert(zoo, text), "html.parser").select("a")
    assert [(link["href"], link.text) for link in links] == [
        ("models/alpha-net.md", "AlphaNet"),
        ("models/alpha-net.md", "words"),
        ("models/alpha-net.md", "b"),
        ("models/alpha-net.md#results", "r"),
        ("models/beta-net.md#variant-beta-s", "BetaNet / BetaNet-S"),
        ("models/gamma-net.md", "x"),
    ]


def test_a_picture_needs_no_name(zoo: Path) -> None:
    html = convert(zoo, "[![pic](a.png)](model:alpha-net) [![](b.png)](model:beta-net)")
    links = BeautifulSoup(html, "html.parser").select("a.modelzoo-link")
    assert [(link.text, link.img["src"]) for link in links if link.img] == [
        ("", "a.png"),
        ("", "b.png"),
    ]


def test_no_pages_no_links(zoo: Path) -> None:
    html = convert(zoo, "[](model:alpha-net)\n\n```{modelzoo}\n```\n", pages="")
    assert "AlphaNet" in html
    assert ".md" not in html


def test_roles(zoo: Path) -> None:
    text = (
        '# {modelzoo:count}`all` models\n\n{modelzoo:count}`task == "object-detection"`'
        " {modelzoo:model}`beta-net` {modelzoo:model}`words <beta-net>`"
        " {modelzoo:model}`~beta-net/beta-s` {modelzoo:model}`!beta-net`"
        " `{modelzoo:count}` `` {modelzoo:count}`all` ``"
    )
    soup = BeautifulSoup(convert(zoo, text), "html.parser")
    assert soup.h1 is not None
    assert soup.h1.text == "3 models"
    assert soup.p is not None
    assert soup.p.text == (
        "1 BetaNet words BetaNet-S beta-net {modelzoo:count} {modelzoo:count}`all`"
    )
    assert [link["href"] for link in soup.select("a")] == [
        "models/beta-net.md",
        "models/beta-net.md",
        "models/beta-net.md#variant-beta-s",
    ]


def test_a_caption_is_markdown(zoo: Path) -> None:
    text = "```{modelzoo}\n:caption: All {modelzoo:count}`all` *models*\n:name: the zoo\n```"
    soup = BeautifulSoup(convert(zoo, text), "html.parser")
    assert soup.caption is not None
    assert soup.caption.decode_contents() == "All 3 <em>models</em>"
    box = soup.select_one("div#the-zoo")
    assert box is not None
    assert box["aria-label"] == "All 3 models"


def test_nothing_in_a_catalog_is_markup(tmp_path: Path) -> None:
    name = "A&amp;B *no* <b>x</b> [l](u) `c` ~~s~~ &lt; {modelzoo:count}`all` :smile: http://x.y"
    text = f"schema_version: 1\nmodels:\n  - {{id: a, name: {name!r}, links: ['https://e.org/?a=1&lt;=2']}}\n"
    (tmp_path / "models.yaml").write_text(text, encoding="utf-8")
    text = "```{modelzoo}\n:columns: name\n```\n\n```{modelzoo-stub} model a\n```\n"
    others = ["pymdownx.magiclink", "pymdownx.tilde", "pymdownx.emoji", "smarty"]
    html = generated(tmp_path, [*HOSTS["superfences"], *others]).convert(text)
    soup = BeautifulSoup(html, "html.parser")
    assert tables(html)[0] == [name]
    assert soup.h1 is not None
    assert soup.h1.text == name
    assert soup.select("a[href='https://e.org/?a=1&lt;=2']")


def test_headings_are_in_the_table_of_contents(zoo: Path) -> None:
    md = generated(zoo, ["toc"])
    md.convert("```{modelzoo-stub} model alpha-net\n```\n")
    (top,) = md.toc_tokens  # type: ignore[attr-defined]
    assert (top["id"], top["name"]) == ("model-alpha-net", "AlphaNet")
    assert ("results", "Results") in [(one["id"], one["name"]) for one in top["children"]]


def test_the_style_sheet_comes_once(zoo: Path) -> None:
    html = convert(zoo, "```{modelzoo}\n```\n\n```{modelzoo}\n```\n", style=True)
    assert html.count("<style>") == 1
    assert html.index("<style>") < html.index("<table")
    assert "<style>" not in convert(zoo, "text", style=True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"catalogue": "x"}, "unknown option “catalogue” (did you mean “catalog”?)"),
        ({"q": "x"}, "unknown option “q” (known options: catalog, root, "),
        ({"catalog": 5}, "catalog: expected a file, a pattern, a folder or a list of them, got 5"),
        ({"catalog": ["a.yaml", 5]}, "catalog: expected a file, a pattern"),
        ({"root": 5}, "root: expected a text, got 5"),
        ({"pages": "../out"}, "pages: '../out' is not a relative folder"),
        ({"pages": ["a"]}, "pages: expected a text"),
        ({"home": None}, "home: expected a text"),
        ({"language": "klingon"}, "language: “klingon” is not a language tag"),
        ({"leaderboards": "maybe"}, "leaderboards: "),
        ({"style": "maybe"}, "style: "),
        ({"script": "maybe"}, "script: "),
        ({"strict": "maybe"}, "strict: "),
    ],
)
def test_wrong_options_are_named(zoo: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^modelzoo: {re.escape(said)}"):
        convert(zoo, "words", **options)


def test_mistakes_are_logged_or_stop(zoo: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = "a\n\n```{modelzoo}\n:filtr: x\n```\n\n[](model:nope)"
    with caplog.at_level(logging.WARNING):
        html = convert(zoo, text)
    assert "[modelzoo.option.unknown]" in caplog.text
    assert "[modelzoo.reference]" in caplog.text
    assert tables(html)
    with pytest.raises(ProblemError, match=r"^3: .*modelzoo\.option\.unknown"):
        convert(zoo, text, strict=True)


def test_an_edited_catalog_is_read_again(zoo: Path) -> None:
    assert "AlphaNet" in convert(zoo, "[](model:alpha-net)")
    text = CATALOG.replace("name: AlphaNet", "name: AlphaNet Two")
    (zoo / "models.yaml").write_text(text, encoding="utf-8")
    assert "AlphaNet Two" in convert(zoo, "[](model:alpha-net)")


WORDS = st.sampled_from(
    [
        "text ",
        "`",
        "```",
        "~~~",
        ":::",
        "{x}",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "*",
        "[a](b)",
        "# ",
    ]
)


@given(st.lists(WORDS, max_size=30).map("".join))
def test_pages_without_a_zoo_stay_as_they_are(text: str) -> None:
    plain = Markdown(extensions=["fenced_code"]).convert(text)
    with_zoo = Markdown(extensions=["fenced_code", "modelzoo"]).convert(text)
    assert with_zoo == plain


@given(st.lists(st.one_of(WORDS, st.sampled_from(["{modelzoo}\n", ":limit: 1\n"])), max_size=30))
def test_any_text_converts(pieces: list[str]) -> None:
    html = Markdown(extensions=["pymdownx.superfences", "modelzoo"]).convert("".join(pieces))
    assert "\x02" not in html
    assert "\x03" not in html
