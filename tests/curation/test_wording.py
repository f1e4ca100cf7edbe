"""Glued words: found where a line break was lost, and nowhere else."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.curation.words import glued as wording
from sphinx_modelzoo.curation.words.english import english_ranks, english_words
from sphinx_modelzoo.curation.words.glued import Glued
from sphinx_modelzoo.curation.words.lexicon import Lexicon
from sphinx_modelzoo.curation.words.word_splitting import Splitter


def find_glued(text: str) -> tuple[Glued, ...]:
    """The places in one text that stands alone."""
    return wording.find_glued([text], Lexicon([text]))[0]


def unglue(text: str) -> str:
    return wording.unglue(text, find_glued(text))


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("We train the modelwith few labels.", "We train the model with few labels."),
        ("Inthis report we look at noise.", "In this report we look at noise."),
        ("Boxes andmasks are refined.", "Boxes and masks are refined."),
        ("It is slow.Our variant is not.", "It is slow. Our variant is not."),
        ("state-of-the-artresults on fourbenchmarks", None),
        ("Scores of thebest runs and ofthe worst.", "Scores of the best runs and of the worst."),
        (
            "Theobject is whichmoves, and objectdetection finds asingle box.",
            "The object is which moves, and object detection finds a single box.",
        ),
    ],
)
def test_glued_words_come_apart(glued: str, apart: str | None) -> None:
    if apart is None:
        assert find_glued(glued) == ()  # one alone, and “four” is no word that glues by itself
    else:
        assert unglue(glued) == apart


@pytest.mark.parametrize(
    "text",
    [
        "Therefore the throughput of the backbone, notwithstanding a bottleneck, is lightweight.",
        "Photorealistic inpainting with feedforward autoencoders, pretrained and finetuned.",
        "However, an outperforming framework may inform whoever is near; nevertheless it overfits.",
        "We use TensorFlow, PyTorch, PaddlePaddle, OpenCV and scikit-learn, e.g. on ImageNet.",
        "See https://example.org/thisis/ofthe/inthe.html and `inthe(ofthe)` and $ofthe$.",
        "Andrew, Winston, Tobias and Brandon wrote Tensorflow in Portland.",
        "The module torch.nn and the file model.yaml, v1.2, are at docs.python.org.",
        "Iterative depthwise superresolution of multispectral hyperspectral imagery.",
        "",
        "视觉Transformer用于inthe场景",
    ],
)
def test_long_words_stay(text: str) -> None:
    assert [glued.word for glued in find_glued(text)] in ([], ["inthe"])
    assert unglue(text).replace(" ", "") == text.replace(" ", "")


def test_a_doubtful_pair_needs_company() -> None:
    alone = "The taskgradient is small."
    together = "Thetask is small andthe taskgradient isnot."
    assert find_glued(alone) == ()
    assert "task gradient" in [glued.parts for glued in find_glued(together)]


def test_what_may_be_two_things_is_said_and_left() -> None:
    text = "It is arecurrent network ofthe kind."
    assert [(one.parts, one.certain) for one in find_glued(text)] == [
        ("are current", False),
        ("of the", True),
    ]
    assert unglue(text) == "It is arecurrent network of the kind."


def test_places_are_those_of_the_text() -> None:
    text = "A word  andanother ofthese."
    for glued in find_glued(text):
        assert text[glued.start : glued.end] == glued.word
        assert glued.parts.replace(" ", "") == glued.word


@given(st.text(max_size=200))
def test_nothing_but_spaces_is_ever_added(text: str) -> None:
    assert re.sub(r"\s", "", unglue(text)) == re.sub(r"\s", "", text)


def test_no_word_of_the_lexicon_is_split() -> None:
    assert len(english_ranks()) > 10_000
    assert len(english_words()) > len(english_ranks())
    splitter = Splitter(Lexicon())
    assert all(splitter.split(word) is None for word in english_words())


def test_the_word_list_is_small_and_says_its_licence() -> None:
    path = Path(wording.__file__).with_name("english.txt")
    assert path.stat().st_size < 200_000
    assert "Copyright 2000-2011 by Kevin Atkinson" in path.read_text(encoding="utf-8")


def test_the_real_table_is_full_of_them(shared: Path) -> None:
    text = (shared / "paddle-community-2021.md").read_text(encoding="utf-8")
    found = {glued.word for glued in find_glued(text)}
    assert len(found) > 700
    assert {"objectdetection", "andassociated"} <= found


def test_new_words_and_names_are_no_glued_ones() -> None:
    texts = [
        "The facemask dataset has miniImageNet splits; the dataclass reads a filesystem.",
        "We compare multiperson trackers, upLoad hooks, groupby queries and softplus heads.",
        "Set the hostname in a codebase; see torch.Tensor, paddle.Model and nn.Module.",
    ]
    assert wording.find_glued(texts, Lexicon(texts)) == [(), (), ()]


def test_much_of_it_makes_the_doubtful_ones_likely() -> None:
    clean = "The taskgradient is small, and so is the loss of each task."
    broken = "Inthis paper weshow thatthe modelworks onthe data andthe rest isgood."
    assert wording.find_glued([clean, "All is well here."], Lexicon([clean]))[0] == ()
    found = wording.find_glued([clean, broken], Lexicon([clean, broken]))
    assert [glued.parts for glued in found[0]] == ["task gradient"]


def test_places_that_touch_are_one() -> None:
    text = "We use networks,images,and boxes,which moves.The rest ofthe data,as ofthis year."
    found = find_glued(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert unglue(text) == (
        "We use networks, images, and boxes, which moves. The rest of the data, as of this year."
    )
