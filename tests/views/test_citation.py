"""BibTeX: correct for every paper, and nothing that the catalog does not say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.schema.model import Model, Paper
from sphinx_modelzoo.views.citation import bibtex, citation_key, escape


def cited(**paper: Any) -> str:
    found = bibtex(Model("yolov4", "YOLOv4", paper=Paper(**{"title": "T", **paper})))
    assert found is not None
    return found


def fields(entry: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) += \{(.*)\},$", entry, re.MULTILINE))


def test_an_arxiv_paper() -> None:
    assert cited(
        title="YOLOv4: Optimal Speed and Accuracy of Object Detection",
        arxiv="2004.10934",
        authors=("Alexey Bochkovskiy", "Chien-Yao Wang", "Hong-Yuan Mark Liao"),
        year=2020,
    ) == (
        "@misc{bochkovskiy2020yolov4,\n"
        "  title         = {{YOLOv4: Optimal Speed and Accuracy of Object Detection}},\n"
        "  author        = {Alexey Bochkovskiy and Chien-Yao Wang and Hong-Yuan Mark Liao},\n"
        "  year          = {2020},\n"
        "  eprint        = {2004.10934},\n"
        "  archivePrefix = {arXiv},\n"
        "  url           = {https://arxiv.org/abs/2004.10934},\n"
        "}"
    )


def test_a_conference_paper_with_a_doi() -> None:
    entry = cited(venue="CVPR 2016", year=2016, doi="10.1109/CVPR.2016.90")
    assert entry.startswith("@inproceedings{")
    assert fields(entry) == {
        "title": "{T}",
        "booktitle": "CVPR",
        "year": "2016",
        "doi": "10.1109/CVPR.2016.90",
        "url": "https://doi.org/10.1109/CVPR.2016.90",
    }


@pytest.mark.parametrize(
    ("venue", "kind", "field", "shown", "year"),
    [
        ("NeurIPS 2020", "inproceedings", "booktitle", "NeurIPS", "2020"),
        ("CVPR 2018 Workshops", "inproceedings", "booktitle", "CVPR 2018 Workshops", None),
        ("Findings of EMNLP 2020", "inproceedings", "booktitle", "Findings of EMNLP", "2020"),
        ("SIGGRAPH Asia (2019)", "inproceedings", "booktitle", "SIGGRAPH Asia", "2019"),
        ("International Conference on Pattern Recognition", "inproceedings", "booktitle",
         "International Conference on Pattern Recognition", None),
        ("Annual Meeting of the Association for Computational Linguistics", "inproceedings",
         "booktitle", "Annual Meeting of the Association for Computational Linguistics", None),
        ("TPAMI 2018", "article", "journal", "TPAMI", "2018"),
        ("ACM TOG 2019", "article", "journal", "ACM TOG", "2019"),
        ("Pattern Recognition 2021", "article", "journal", "Pattern Recognition", "2021"),
        ("International Journal of Forecasting 2021", "article", "journal",
         "International Journal of Forecasting", "2021"),
        ("Nature Methods", "article", "journal", "Nature Methods", None),
        ("Proceedings of the National Academy of Sciences", "article", "journal",
         "Proceedings of the National Academy of Sciences", None),
        ("IEEE Access", "article", "journal", "IEEE Access", None),
        ("Up to date", "misc", "howpublished", "Up to date", None),
        ("OpenReview", "misc", "howpublished", "OpenReview", None),
        ("2021", "misc", "howpublished", "2021", "2021"),
    ],
)  # fmt: skip
def test_venues(venue: str, kind: str, field: str, shown: str, year: str | None) -> None:
    entry = cited(venue=venue)
    assert entry.startswith(f"@{kind}{{")
    found = fields(entry)
    assert found[field] == shown
    assert found.get("year") == year
    assert not {"booktitle", "journal", "howpublished"} - {field} & set(found)


def test_arxiv_as_a_venue_is_said_by_the_eprint_alone() -> None:
    found = fields(cited(venue="arXiv preprint", arxiv="2004.10934"))
    assert "howpublished" not in found
    assert found["archivePrefix"] == "arXiv"


def test_a_venue_of_another_year_is_kept_whole() -> None:
    found = fields(cited(venue="CVPR 2016", year=2015))
    assert (found["booktitle"], found["year"]) == ("CVPR 2016", "2015")


@pytest.mark.parametrize(
    "paper", [None, Paper(arxiv="2004.10934"), Paper(url="https://example.org/paper")]
)
def test_without_a_title_there_is_nothing_to_cite(paper: Paper | None) -> None:
    assert bibtex(Model("m", "M", paper=paper)) is None


def test_what_tex_would_trip_over() -> None:
    assert escape(r"100% of A_B & C#1 for $5 {x} ~ ^ \ end") == (
        r"100\% of A\_B \& C\#1 for \$5 \textbraceleft{}x\textbraceright{} "
        r"\textasciitilde{} \textasciicircum{} \textbackslash{} end"
    )
    assert escape("two\n  lines") == "two lines"
    assert escape("Gaël Müller 何恺明") == "Gaël Müller 何恺明"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Laurens van der Maaten", "Laurens van der Maaten"),
        ("He, Kaiming", "He, Kaiming"),
        ("何恺明", "何恺明"),
        ("Baidu Team", "{Baidu Team}"),
        ("Bell and Howell", "{Bell and Howell}"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("a, b, c", "{a, b, c}"),
        ("et al.", "others"),
        ("R&D", r"R\&D"),
    ],
)
def test_authors(name: str, shown: str) -> None:
    assert fields(cited(authors=("Ann Author", name)))["author"] == f"Ann Author and {shown}"


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (Paper(authors=("Thomas Müller",), year=2019), "muller2019m-1"),
        (Paper(authors=("Martin Luther King Jr.",)), "kingm-1"),
        (Paper(authors=("He, Kaiming",), venue="CVPR 2016"), "he2016m-1"),
        (Paper(authors=("何恺明",), year=2016), "m-1"),
        (Paper(year=2016), "m-1"),
        (None, "m-1"),
    ],
)
def test_keys(paper: Paper | None, key: str) -> None:
    assert citation_key(Model("m-1", "M", paper=paper)) == key


def test_what_means_something_to_tex_is_escaped_in_links() -> None:
    found = fields(cited(url="https://example.org/a_b%20c?x=1&y=$#z", doi="10.1000/a_{b}%"))
    assert found["url"] == r"https://example.org/a\_b\%20c?x=1\&y=\$\#z"
    assert found["doi"] == r"10.1000/a\_\%7Bb\%7D\%"


def test_a_path_is_no_link_for_a_citation() -> None:
    assert "url" not in fields(cited(url="papers/mine.pdf"))


NASTY = st.text(st.sampled_from("{}\\%&$#_~^@\"',= \nabZ19年é"), min_size=1).filter(str.strip)


@given(
    title=NASTY,
    authors=st.lists(NASTY, max_size=3),
    venue=st.none() | NASTY,
    doi=st.none() | NASTY.map(lambda text: "10.1000/" + re.sub(r'[\s"\\]', "", text) + "x"),
)
def test_braces_are_balanced_whatever_the_catalog_says(
    title: str, authors: list[str], venue: str | None, doi: str | None
) -> None:
    entry = cited(title=title, authors=tuple(authors), venue=venue, doi=doi)
    depth = 0
    for position, character in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= (position > entry.index("{") and position < len(entry) - 1)
    assert depth == 0
    assert entry.count("\n") == 1 + len(fields(entry))
    for name, value in fields(entry).items():
        tilde = "" if name in ("doi", "url") else "~^"
        assert not re.search(rf"(?<!\\)[&%$#_{tilde}]", value)
