"""Where a token may be two words: only such places are weighed."""

from __future__ import annotations

import random

from sphinx_modelzoo.curation.rules.stems import keys_of, stem
from sphinx_modelzoo.curation.words.english import english_ranks
from sphinx_modelzoo.curation.words.lexicon import Lexicon
from sphinx_modelzoo.curation.words.word_splitting import Splitter

TEXTS = ["the zorba model", "a zorba", "zorba once more", "an odd word"]


def test_no_place_between_two_words_is_left_out() -> None:
    lexicon = Lexicon(TEXTS, ["Quaxinet"])
    chance = random.Random(7)
    parts = [*list(english_ranks())[:400], "zorba", "quaxinet", "trackers", "aligning", "xq", "odd"]
    words = ["".join(chance.choices(parts, k=2)) for _ in range(2000)]
    for word in words:
        weighed = [
            (lexicon.weight(word[:at]), lexicon.weight(word[at:])) for at in range(len(word))
        ]
        both = [at for at, pair in enumerate(weighed) if at and None not in pair]
        assert set(both) <= set(lexicon.cuts(word)), word


def test_made_up_words_have_few_places() -> None:
    lexicon = Lexicon(TEXTS)
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=10)) for _ in range(1000)]
    assert sum(len(lexicon.cuts(word)) for word in words) < 500  # of 9,000
    splitter = Splitter(Lexicon(TEXTS))
    assert [
        one.parts for word in ("objectdetection", "zorbamodel") if (one := splitter.split(word))
    ] == [
        "object detection",
        "zorba model",
    ]


def test_the_longest_ending_goes_that_leaves_four_letters() -> None:
    words = "localizations detectors izations detects cations grains best"
    assert [stem(word) for word in words.split()] == [
        "local",
        "detect",
        "izat",
        "detect",
        "cation",
        "grain",
        "best",
    ]
    assert keys_of("the detectors, pre-training GANs don't") == {
        "detect",
        "pretrain",
        "gans",
        "gan",
        "don",
        "don't",
    }
