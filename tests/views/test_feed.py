"""The Atom feed of a catalog: valid for readers' programs, dated by the catalog alone."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.exports.interface import Selection, Site
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support.registries import BUILTIN, EXPORTERS

ENTRIES: tuple[dict[str, Any], ...] = (
    {"id": "by-paper", "name": "Old", "paper": {"arxiv": "cs/9912017"}},
    {"id": "added", "name": "A </b> & “B”", "added": "2021-03-04", "publisher": "Lab & Co"},
    {
        "id": "checkpoint",
        "name": "Checkpoint",
        "added": "2020-01-01",
        "updated": "2020-02-02",
        "summary": {"zh": "只有中文。"},
        "variants": [{"id": "new", "added": "2022-05-06"}],
    },
    {"id": "none", "name": "Without a date", "summary": "A."},
    {
        "id": "by-year",
        "name": "Year",
        "paper": {"title": "T", "year": 2020},
        "abstract": "*W* <x>.",
    },
)


def models(*entries: dict[str, Any]) -> tuple[Model, ...]:
    found = [validate(Model, entry) for entry in entries]
    assert [issue for _, issues in found for issue in issues] == []
    return tuple(model for model, _ in found if model)


def text(*entries: dict[str, Any], title: str = "", language: str = "en", **site: Any) -> str:
    found = models(*(entries or ENTRIES))
    named = LocalizedText.plain(title) if title else None
    catalog = Catalog.of(found, title=named, registry=BUILTIN)
    selection = Selection(catalog, found, language=language, site=Site(**site))
    return EXPORTERS["atom"].text(selection)


def feed(*entries: dict[str, Any], **options: Any) -> Any:
    found = feedparser.parse(text(*entries, **options).encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_what_every_feed_has() -> None:
    found = feed(title="Zoo", base="https://a.org/docs/", path="data/feed.xml", home="zoo.html")
    assert found.version == "atom10"
    assert found.feed.id == "https://a.org/docs/data/feed.xml"
    assert (found.feed.title, found.feed.author, found.feed.language) == ("Zoo", "Zoo", "en")
    assert {one.rel: one.href for one in found.feed.links} == {
        "alternate": "https://a.org/docs/zoo.html",
        "self": "https://a.org/docs/data/feed.xml",
    }
    assert found.feed.updated == "2022-05-06T00:00:00Z"
    for entry in found.entries:
        assert entry.id == entry.link == f"https://a.org/docs/models/{entry.id[26:-5]}.html"
        assert entry.title
        assert entry.updated_parsed


def test_the_newest_come_first_and_those_without_a_date_not_at_all() -> None:
    found = feed()
    assert [(entry.title, entry.updated[:10]) for entry in found.entries] == [
        ("Checkpoint", "2022-05-06"),
        ("A </b> & “B”", "2021-03-04"),
        ("Year", "2020-01-01"),
        ("Old", "1999-12-01"),
    ]
    assert found.entries[0].published == "2020-01-01T00:00:00Z"
    assert found.entries[1].author == "Lab & Co"


def test_texts_are_plain_and_name_their_language() -> None:
    checkpoint, _, year, _ = feed().entries
    assert checkpoint.summary == "只有中文。"
    assert checkpoint.summary_detail.language == "zh-CN"
    assert year.summary_detail.value == "W <x>."
    assert (year.summary_detail.type, year.summary_detail.language) == ("text/plain", "en")
    assert feed(language="zh").feed.title == "模型"


@pytest.mark.parametrize(
    ("path", "way", "home"),
    [
        ("feed.xml", "", "./"),
        ("data/the feed.xml", "../", "../"),
        ("models/feed.xml", "../", "../"),
    ],
)
def test_relative_addresses_start_at_the_feed(path: str, way: str, home: str) -> None:
    def page(model: Model) -> str:
        return f"zoo/{model.id}/#top"

    found = feed(path=path, page=page)
    assert found.entries[0].link == f"{way}zoo/checkpoint/#top"
    assert [one.href for one in found.feed.links if one.rel == "alternate"] == [home]
    beside = feed(path=path, page=lambda model: f"models/{model.id}.html")
    wanted = "checkpoint.html" if path.startswith("models") else f"{way}models/checkpoint.html"
    assert beside.entries[0].link == wanted


def test_ids_stay_and_are_nobody_elses() -> None:
    def ids(**options: Any) -> set[str]:
        found = feed(**options)
        return {found.feed.id, *(entry.id for entry in found.entries)}

    first = ids(title="Zoo")
    assert len(first) == 5
    assert all(one.startswith("urn:uuid:") for one in first)
    assert ids(title="Zoo", path="other.xml") == first
    assert first.isdisjoint(ids(title="Other zoo") | ids(title="Zoo", language="zh"))


def test_a_long_feed_is_cut() -> None:
    many = [
        {"id": f"m-{number}", "name": "M", "added": f"20{number % 90 + 10}-01-01"}
        for number in range(600)
    ]
    found = feed(*many).entries
    assert len(found) == 500
    assert found[-1].updated >= "2023"


def test_a_feed_without_dates_is_refused() -> None:
    with pytest.raises(ProblemError, match="no model has a date"):
        text({"id": "a", "name": "A"})


def test_the_same_bytes_again() -> None:
    assert text(title="Zoo") == text(title="Zoo")
