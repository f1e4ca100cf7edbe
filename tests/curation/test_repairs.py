"""Repairs of imported drafts: each by name, and none where nothing is wrong."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.curation.formats import markup_files as tables
from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportContext, Place
from sphinx_modelzoo.curation.repairs import REPAIRS, repair, repairs
from sphinx_modelzoo.curation.repairs.characters import drop_addresses, fold_wide
from sphinx_modelzoo.curation.repairs.link_repairs import arxiv_id, cut_tail
from sphinx_modelzoo.curation.words.english import english_ranks
from sphinx_modelzoo.curation.words.glued import Glued, find_glued, unglue
from sphinx_modelzoo.curation.words.lexicon import Lexicon
from sphinx_modelzoo.curation.words.word_splitting import Splitter
from sphinx_modelzoo.schema.vocabulary import Vocabularies

# Papers that do not exist, with abstracts that say what their titles promise.
PAPERS = {
    "TideNet: Forecasting Harbour Water Levels with Lunar Attention": (
        "Harbour masters need water levels hours ahead. We present TideNet, which lets attention "
        "follow the lunar cycle, and forecasts tides in forty ports with half the usual error."
    ),
    "Cartographic Style Transfer for Hiking Maps": (
        "Hiking maps differ from country to country. We transfer the cartographic style of one "
        "map to another while contour lines and paths keep their places."
    ),
    "BeeCount: Counting Insects at the Hive Entrance": (
        "Counting bees by eye is slow. BeeCount tracks insects at the entrance of a hive with a "
        "cheap camera and counts them through a whole summer."
    ),
    "Unfolding Origami from a Single Photograph": (
        "Given one photograph of a folded paper figure, we recover its crease pattern. Origami "
        "experts agree with our unfolding in nine cases of ten."
    ),
    "Graph Kernels for Railway Timetables": (
        "A railway timetable is a graph with times at its edges. We define kernels between such "
        "graphs and find delays before passengers notice them."
    ),
    "GlacierSeg: Segmenting Crevasses in Radar Images": (
        "Crevasses are dangerous and hard to see. GlacierSeg segments them in radar images of "
        "glaciers, even below a bridge of snow."
    ),
    "Whispered Speech Recognition in Libraries": (
        "People whisper in libraries. We recognise whispered speech without any voiced training "
        "data by shifting formants in the spectrogram."
    ),
    "Pruning Vineyards and Networks": (
        "A vineyard is pruned in winter. We borrow its rules to prune convolutional networks and "
        "keep the buds that will bear fruit."
    ),
    "MosaicGAN: Completing Roman Floors": (
        "Roman floors have holes. MosaicGAN completes the mosaic tile by tile and keeps to the "
        "colours that the quarry had."
    ),
    "Detecting Counterfeit Stamps by Perforation": (
        "Counterfeit stamps betray themselves at the edge. Our detector measures perforation and "
        "paper grain and finds forgeries that philatelists missed."
    ),
    "Recommending Recipes from Leftovers": (
        "Leftovers are thrown away because nobody knows a recipe. We recommend recipes for what a "
        "fridge holds, and users cooked two thirds of them."
    ),
    "Depth from Candle Light": (
        "By the light of a single candle, shading is strong and changes. We estimate depth from "
        "the flicker of the flame."
    ),
}
TITLES = list(PAPERS)


def draft(name: str = "A model", *, file: str = "zoo.md", line: int = 1, **data: Any) -> Draft:
    return Draft({"name": name, **data}, Place(file, line))


def zoo(abstracts: list[str | None], titles: list[str] = TITLES) -> list[Draft]:
    drafts = []
    for at, (title, text) in enumerate(zip(titles, abstracts, strict=True)):
        data: dict[str, Any] = {"paper": {"title": title}}
        if text:
            data["abstract"] = {"en": text}
        drafts.append(draft(title, line=at + 1, **data))
    return drafts


def abstracts_of(drafts: list[Draft]) -> list[str | None]:
    return [item.data.get("abstract", {}).get("en") for item in drafts]


def only(name: str) -> list[str]:
    """The repairs to skip so that one is left."""
    return [other for other in REPAIRS if other != name]


# -- the registry --------------------------------------------------------------------------------


def test_every_repair_has_its_name_and_a_title() -> None:
    assert [item.name for item in repairs()] == list(REPAIRS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in REPAIRS)
    assert all(len(item.title) > 10 for item in repairs())


def test_a_skipped_repair_is_not_made() -> None:
    item = draft(code=[{"url": "https://github.com/a/b.git"}])
    assert repair([item], skip=["url-tails"]) == []
    assert item.data["code"][0]["url"].endswith(".git")


# -- shifted abstracts ---------------------------------------------------------------------------


def test_all_abstracts_a_row_too_high() -> None:
    right: list[str | None] = list(PAPERS.values())
    drafts = zoo([*right[1:], None])
    changes = repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == [None, *right[1:]]
    assert sum(1 for change in changes if change.after) == len(right) - 1
    assert changes[0].model == TITLES[1]
    assert changes[0].place == Place("zoo.md", 2)


def test_all_abstracts_a_row_too_low() -> None:
    right: list[str | None] = list(PAPERS.values())
    drafts = zoo([None, *right[:-1]])
    repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == [*right[:-1], None]


def test_only_some_rows_slipped() -> None:
    right: list[str | None] = list(PAPERS.values())
    slipped = [*right[:4], *right[5:11], None, right[11]]
    drafts = zoo(slipped)
    repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == [*right[:4], None, *right[5:]]


def test_an_abstract_that_says_nothing_moves_with_its_neighbours() -> None:
    right: list[str | None] = list(PAPERS.values())
    right[6] = "We show that this works, and that it works well, on many kinds of data."
    drafts = zoo([*right[1:], None])
    repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == [None, *right[1:]]


def test_rows_without_an_abstract_stay_without() -> None:
    right = [text if at % 4 else None for at, text in enumerate(PAPERS.values())]
    drafts = zoo([*right[1:], None])
    repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == right


@pytest.mark.parametrize("seed", range(5))
def test_nothing_moves_in_a_table_that_is_right(seed: int) -> None:
    order = random.Random(seed).sample(TITLES, len(TITLES))
    drafts = zoo([PAPERS[title] for title in order], order)
    assert repair(drafts, skip=only("shifted-abstracts")) == []


def test_nothing_moves_where_only_two_are_exchanged() -> None:
    texts: list[str | None] = list(PAPERS.values())
    texts[3], texts[4] = texts[4], texts[3]
    assert repair(zoo(texts), skip=only("shifted-abstracts")) == []


def test_nothing_moves_where_the_abstracts_are_in_any_order() -> None:
    texts: list[str | None] = random.Random(2).sample(list(PAPERS.values()), len(PAPERS))
    before = list(texts)
    drafts = zoo(texts)
    repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == before


def test_files_are_apart() -> None:
    right: list[str | None] = list(PAPERS.values())
    drafts = zoo([*right[1:], None])
    for item in drafts[6:]:
        item.source = Place("other.md", 1)
    repair(drafts, skip=only("shifted-abstracts"))
    # The last row of the first file has the abstract of the first one of the other file.
    assert abstracts_of(drafts)[:6] == [None, *right[1:6]]
    assert abstracts_of(drafts)[6] is None
    assert drafts[5].notes[0].field == "abstract"


def test_the_shared_table(shared: Path) -> None:
    path = shared / "paddle-community-2021.md"
    drafts = tables.read([path], ImportContext(Vocabularies.builtin())).drafts
    before = abstracts_of(drafts)
    assert sum(1 for text in before if text) == 81
    changes = repair(drafts, skip=only("shifted-abstracts"))
    assert abstracts_of(drafts) == [None, *before[:-1]]
    assert sum(1 for change in changes if change.after) == 81
    assert repair(drafts, skip=only("shifted-abstracts")) == []


# -- glued words ---------------------------------------------------------------------------------

TEXTS = [
    "We propose a new approach to object detection with class probabilities on ImageNet.",
    "Object detection is hard. PointNet works on ImageNet and COCO, state-of-the-art results.",
    "The model predicts boxes and class probabilities. A GAN or CNN is not needed.",
]


# Of a file in which much is glued.
BROKEN = "Inthis paper weshow thatthe modelworks withthe images ofthe world, andthe rest isgood."


def lexicon(*more: str) -> Lexicon:
    return Lexicon([*TEXTS, *more], ["PointNet: Points", "Fastformer: Additive Attention"])


def found_in(text: str, words: Lexicon) -> tuple[Glued, ...]:
    return find_glued([text, BROKEN], words)[0]


def split_word(word: str, words: Lexicon) -> str | None:
    split = Splitter(words).split(word)
    return split.parts if split and split.certain else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a fast objectdetection method", "a fast object detection method"),
        ("boxesand classprobabilities", "boxes and class probabilities"),
        ("Inthis paper weshow", "In this paper we show"),
        ("good performance.Our model", "good performance. Our model"),
        ("boxes,including small ones", "boxes, including small ones"),
        ("a network(ABC)for images", "a network (ABC) for images"),
        ("results onImageNet are good", "results on ImageNet are good"),
        ("a CNNarchitecture", "a CNN architecture"),
        ("PointNetrecursively", "PointNet recursively"),
        ("a state-of-theart result", "a state-of-the-art result"),
        ("using13x fewer", "using 13x fewer"),
        ("97%of images", "97% of images"),
        ("ahigh resolution", "a high resolution"),
        ("thatthe model", "that the model"),
    ],
)
def test_glued_words_are_split(before: str, after: str) -> None:
    assert unglue(before, found_in(before, lexicon())) == after


REAL = """
    framework dataset datasets therein convolutional ResNet ImageNet YOLOv4 DropBlock BiFPN GANs
    overfitting upsampling downsampling backbone benchmark bottleneck timestep softmax dropout
    keypoint viewpoint superpixel hyperparameter autoencoder multimodal tokenization therefore
    however whereas without cannot into onto another nevertheless throughout overcome outperform
    understand foreground background breakthrough network networks password Fastformer Treebank
    Facebook WordNet OpenPose SimCLR arXiv GitHub iPhone pretrained finetuned ablation realtime
    commonsense chatbots wordpiece handcrafted baseline pipeline feedback feedforward landmark
    heatmap workload lightweight website online offline output input meanwhile otherwise whatever
    anymore someone everything notwithstanding nonetheless insofar albeit inasmuch histone amine
    ischemic radiological bytecode whisper infeasibility
"""


def test_real_words_and_names_stay() -> None:
    words = lexicon()
    assert [word for word in REAL.split() if split_word(word, words) is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/objectdetection/indexofthe.html for more.",
        "Run `python trainthe.py` and `pip install objectdetection`.",
        "With $thatthe = x$ in front.",
        "Write to somebody@objectdetection.example.",
        "i.e. this, e.g. that, Fig.3, and v1.2.Beta",
        "open/closedset and paths like configs/objectdetection/thisis.yaml",
    ],
)
def test_what_is_no_prose_stays(text: str) -> None:
    assert found_in(text, lexicon()) == ()


def test_two_ways_to_split_are_none() -> None:
    # “are current” or “a recurrent”?
    assert split_word("arecurrent", lexicon("recurrent networks", "a recurrent one")) is None


def test_common_words_are_never_split() -> None:
    words = lexicon()
    ranks = english_ranks()
    assert len(ranks) > 10_000
    assert [word for word in ranks if split_word(word, words) is not None] == []


def test_each_split_is_reported_where_it_is() -> None:
    text = "We like objectdetection. It isgood, thatthe modelworks."
    item = draft("X", line=7, abstract={"en": text}, summary="Untouched words.")
    changes = repair([item], skip=only("glued-words"))
    assert [(c.field, c.before, c.after, c.place.line) for c in changes] == [
        ("abstract.en", "objectdetection", "object detection", 7),
        ("abstract.en", "isgood", "is good", 7),
        ("abstract.en", "thatthe", "that the", 7),
        ("abstract.en", "modelworks", "model works", 7),
    ]
    assert (
        item.data["abstract"]["en"] == "We like object detection. It is good, that the model works."
    )


def test_in_a_clean_file_only_what_is_beyond_doubt_is_split() -> None:
    item = draft(
        abstract={"en": "An objectdetection method for formants, phonons and osteoclasts."}
    )
    changes = repair([item], skip=only("glued-words"))
    assert [change.before for change in changes] == ["objectdetection"]


def test_clean_text_stays() -> None:
    drafts = [draft(title, abstract={"en": text}) for title, text in PAPERS.items()]
    assert repair(drafts, skip=only("glued-words")) == []


def test_glued_words_of_the_shared_table(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shared / "paddle-community-2021.md"
    drafts = tables.read([path], ImportContext(Vocabularies.builtin())).drafts
    letters = sum(len(text) for text in abstracts_of(drafts) if text)
    changes = repair(drafts, skip=only("glued-words"))
    with capsys.disabled():
        print(f"\n{len(changes)} glued words split in {letters} letters of 81 abstracts")
    assert 1000 < len(changes) < 1200  # a line of the source had about 77 letters
    ranks = english_ranks()
    assert [change for change in changes if change.before.lower() in ranks] == []
    # Nothing but spaces and hyphens comes in, and a second run finds nothing that the first left.
    for change in changes:
        assert re.sub(r"[ \-]", "", change.after) == re.sub(r"[ \-]", "", change.before)


@given(st.text("abehinortuv .,-(A1%", max_size=60))
def test_only_spaces_and_hyphens_come_in(text: str) -> None:
    after = unglue(text, found_in(text, lexicon()))
    assert re.sub(r"[ \-]", "", after) == re.sub(r"[ \-]", "", text)


# -- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "ident"),
    [
        ("https://arxiv.org/pdf/1708.02002v2.pdf", "1708.02002"),
        ("http://www.arxiv.org/abs/1708.02002", "1708.02002"),
        ("arxiv.org/abs/1708.02002/", "1708.02002"),
        ("https://export.arxiv.org/pdf/cs/0112017", "cs/0112017"),
        ("https://arxiv.org/abs/1708.02002?context=cs", "1708.02002"),
        ("https://ar5iv.org/abs/1708.02002", "1708.02002"),
        ("https://arxiv.org/list/cs.CV/recent", None),
        ("https://example.org/abs/1708.02002", None),
        ("https://arxiv.org/abs/170.1", None),
    ],
)
def test_arxiv_links(url: str, ident: str | None) -> None:
    assert arxiv_id(url) == ident


def test_an_arxiv_link_becomes_the_id_of_the_paper() -> None:
    item = draft(paper={"title": "T", "url": "https://arxiv.org/pdf/2101.00001v3.pdf"})
    item.data["links"] = [{"url": "http://arxiv.org/pdf/2101.00002"}]
    changes = repair([item], skip=only("arxiv-links"))
    assert item.data["paper"] == {"title": "T", "arxiv": "2101.00001"}
    assert item.data["links"] == [{"url": "https://arxiv.org/abs/2101.00002"}]
    assert [change.field for change in changes] == ["paper.arxiv", "links[0].url"]


def test_every_link_of_the_schema_is_repaired() -> None:
    link, after = "https://github.com/a/b.git", "https://github.com/a/b"
    item = draft(
        base_model=[link, {"model": link}, {"model": "b.git"}],
        config=link,
        images=[{"src": link, "alt": "b.git"}],
        paper=link,
        thumbnail={"src": "b.git", "dark": link},
    )
    repair([item], skip=only("url-tails"))
    assert item.data == {
        "name": "A model",
        "base_model": [after, {"model": after}, {"model": "b.git"}],
        "config": after,
        "images": [{"src": after, "alt": "b.git"}],
        "paper": after,
        "thumbnail": {"src": "b.git", "dark": after},
    }


def test_another_arxiv_id_is_not_overwritten() -> None:
    item = draft(paper={"url": "https://arxiv.org/abs/2101.00001", "arxiv": "2202.00002"})
    assert repair([item], skip=only("arxiv-links")) == []


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("https://github.com/a/b.git", "https://github.com/a/b"),
        ("https://gitee.com/a/b.git/", "https://gitee.com/a/b"),
        ("https://github.com/a/b?tab=readme-ov-file", "https://github.com/a/b"),
        ("https://github.com/a/b#readme", "https://github.com/a/b"),
        ("https://example.org/p?id=3&utm_source=x", "https://example.org/p?id=3"),
        ("https://example.org/p?utm_medium=mail&spm=1", "https://example.org/p"),
        ("https://example.org/p?", "https://example.org/p"),
        ("https://example.org/b.git", "https://example.org/b.git"),
        ("https://example.org/p?tab=2#part", "https://example.org/p?tab=2#part"),
        (
            "https://github.com/a/b/blob/main/x.py?ref=1",
            "https://github.com/a/b/blob/main/x.py?ref=1",
        ),
        ("configs/a.git", "configs/a.git"),
    ],
)
def test_tails_of_links(url: str, after: str) -> None:
    assert cut_tail(url) == after


# -- characters ----------------------------------------------------------------------------------


def test_full_width_digits_and_letters() -> None:
    assert fold_wide("ＹＯＬＯｖ４ 精度９８．１％，（好）。") == "YOLOv4 精度98.1%，（好）。"


def test_the_words_of_the_source_stay_full_width() -> None:
    item = draft("Ｎｅｔ", summary={"zh": "第１版"}, results=[{"raw": {"zh": "精度９８％"}}])
    changes = repair([item], skip=only("full-width"))
    assert item.data["name"] == "Net"
    assert item.data["summary"] == {"zh": "第1版"}
    assert item.data["results"] == [{"raw": {"zh": "精度９８％"}}]
    assert [change.field for change in changes] == ["name", "summary.zh"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("By Jane Doe (jane@uni.example).", "By Jane Doe."),
        ("Contact: a.b@c.edu.cn", ""),
        ("Authors: {a, b}@uni.edu and others.", "Authors: and others."),
        ("[Mail us](mailto:x@y.com) now", "Mail us now"),
        ("mAP@0.5 of 76.8, AR@50=41.52", "mAP@0.5 of 76.8, AR@50=41.52"),
        ("user@host", "user@host"),
        ("联系方式：wang@example.com。", ""),
    ],
)
def test_addresses_are_dropped(text: str, after: str) -> None:
    assert drop_addresses(text) == after


def test_links_that_write_mails_are_dropped() -> None:
    item = draft(links=[{"url": "mailto:a@b.org"}, {"url": "https://b.org"}], demo="mailto:c@d.org")
    changes = repair([item], skip=only("e-mail"))
    assert item.data == {"name": "A model", "links": [{"url": "https://b.org"}]}
    assert {change.after for change in changes} == {""}


def test_a_text_that_was_only_an_address_goes() -> None:
    item = draft(summary={"en": "E-mail: a@b.org", "zh": "好"})
    repair([item], skip=only("e-mail"))
    assert item.data["summary"] == {"zh": "好"}


def test_repairing_twice_changes_nothing_more(shared: Path) -> None:
    path = shared / "paddle-community-2021.md"
    drafts = tables.read([path], ImportContext(Vocabularies.builtin())).drafts
    repair(drafts)
    again = [change for change in repair(drafts) if change.name != "glued-words"]
    assert again == []
