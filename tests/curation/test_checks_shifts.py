"""Abstracts that slipped in harder zoos: Chinese ones, families, two languages, two blocks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from sphinx_modelzoo.curation.rules.abstracts import AbstractSubject, Matcher
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.rules.slips import judge_in_order, slipped
from sphinx_modelzoo.curation.rules.verdicts import judge
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model, Paper
from tests.support.abstracts import abstracts_of, assert_good, cycle, measure, moved
from tests.support.checks_zoo import catalog_of, make_models

MISPLACED = "modelzoo.abstract.misplaced"
COUNT = 120

DAMAGES: dict[str, dict[int, int]] = {
    "up by one": {at: at + 1 for at in range(COUNT - 1)},
    "down by one": {at: at - 1 for at in range(1, COUNT)},
    "every second row": {at: at + 2 for at in range(0, COUNT - 2, 2)},
    "two blocks apart": {
        **{at: at + 1 for at in range(10, 40)},
        **{at: at - 1 for at in range(70, 95)},
    },
}


def titles_of(models: list[Model]) -> list[AbstractSubject]:
    """What an imported table says: a title and a name, and nothing else."""
    return [
        AbstractSubject((model.paper and model.paper.title) or "", (model.name,))
        for model in models
    ]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_damage_of_many_kinds(damage: str, language: str) -> None:
    totals = [0, 0, 0]
    for seed in (1, 2, 3):
        models = make_models(COUNT, seed, language)
        right = abstracts_of(models, language)
        broken = moved(right, DAMAGES[damage])
        measured = measure(titles_of(models), broken, right, seed)
        totals = [total + part for total, part in zip(totals, measured, strict=True)]
    assert_good((totals[0], totals[1], totals[2]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chinese_abstracts_beside_english_titles_raise_no_alarm(seed: int) -> None:
    models = make_models(500, seed, "zh")
    assert judge(titles_of(models), abstracts_of(models, "zh")) == ()


# --- families: one topic, one name with a number, abstracts that name their elders

CHANGES = (
    "the backbone is replaced by a wider one and anchors are dropped",
    "a second stage refines what the first one proposes",
    "training is distilled from a teacher of twice the depth",
    "activations are quantized and the neck is shared between scales",
    "tokens are merged early, which halves the latency",
)
TITLE_CHANGES = ("Wider Backbones without Anchors", "Refinement in a Second Stage",
                 "Distillation from a Deep Teacher", "Quantized Activations with a Shared Neck",
                 "Early Token Merging")  # fmt: skip


def families(count: int, seed: int) -> list[Model]:
    """Families of five papers: v1 to v5, each of which is about the one before it."""
    found = []
    for base in make_models(count, seed, "en"):
        for version, (change, title) in enumerate(zip(CHANGES, TITLE_CHANGES, strict=True), 1):
            name = f"{base.name}v{version}"
            topic = dict(base.summary.entries)["en"] if base.summary else ""
            elder = f"{base.name}v{version - 1}" if version > 1 else "earlier work"
            text = (
                f"We present {name}, which improves on {elder}. {topic} In this version {change}. "
                f"On {base.results[0].dataset.name if base.results[0].dataset else 'our data'} "
                f"it is better than {elder} at the same cost."
            )
            found.append(
                replace(
                    base,
                    id=name.lower(),
                    name=name,
                    paper=Paper(title=f"{name}: {title}"),
                    abstract=LocalizedText.from_mapping({"en": text}),
                )
            )
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_clean_families_raise_no_alarm(seed: int) -> None:
    models = families(100, seed)
    assert len(models) == 500
    assert judge(titles_of(models), abstracts_of(models, "en")) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_shifted_families_are_found(seed: int) -> None:
    models = families(24, seed)
    right = abstracts_of(models, "en")
    broken = moved(right, {at: at + 5 for at in range(len(models) - 5)})
    assert_good(measure(titles_of(models), broken, right, seed))


def test_inside_a_family_nothing_is_claimed_wrongly() -> None:
    """Who shifts v1, v2, v3 by one may be found or not; what is named must be wrong."""
    models = families(24, 3)
    right = abstracts_of(models, "en")
    broken = moved(right, {at: at + 1 for at in range(len(models) - 1)})
    hits, _, false = measure(titles_of(models), broken, right, 3)
    assert false == 0
    assert hits >= 20  # at the borders of the families


# --- a zoo without papers, and one in two languages


def plain_zoo(count: int, seed: int) -> list[Model]:
    """Entries that have a name and a description each, as in a company's zoo: no paper at all."""
    rng = random.Random(seed)
    parts = ("screws", "bottles", "seams", "labels", "pallets", "gears", "panels", "cables")
    places = ("the night shift", "line four", "the paint shop", "incoming goods", "the warehouse")
    tricks = ("a second exposure", "polarised light", "a mirror", "three cameras", "a slow belt")
    found = []
    for number in range(count):
        part, place, trick = rng.choice(parts), rng.choice(places), rng.choice(tricks)
        name = f"inspect-{part}-{number:03}"
        text = (
            f"Checks {part} at {place} with {trick}. It replaces the rules written by hand in "
            f"the years before, and is trained again every quarter with what the staff rejected."
        )
        found.append(Model(id=name, name=name, abstract=LocalizedText.from_mapping({"en": text})))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_zoo_without_papers_raises_no_alarm(seed: int) -> None:
    report = check(catalog_of(plain_zoo(500, seed)), only=[MISPLACED])
    assert report.problems == ()


def shifted_languages(models: list[Model], languages: tuple[str, ...]) -> list[Model]:
    """The models with the abstracts of some languages moved up by one."""
    found = []
    for model, source in zip(models, [*models[1:], models[0]], strict=True):
        own = dict(model.abstract.entries) if model.abstract else {}
        other = dict(source.abstract.entries) if source.abstract else {}
        texts = {name: (other if name in languages else own)[name] for name in own}
        found.append(replace(model, abstract=LocalizedText.from_mapping(texts)))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("languages", [("en",), ("zh",), ("en", "zh")])
def test_translated_abstracts_are_judged_by_language(languages: tuple[str, ...]) -> None:
    models = make_models(150, 4, "both")
    problems = check(catalog_of(shifted_languages(models, languages)), only=[MISPLACED]).problems
    found = {(one.model, one.field) for one in problems}
    wanted = {(model.id, f"abstract.{name}") for model in models for name in languages}
    assert len(found & wanted) >= 0.95 * len(wanted)
    assert len(found & wanted) >= 0.95 * len(found)


@pytest.mark.parametrize("make", [lambda: make_models(500, 5, "both"), lambda: families(100, 5)])
def test_clean_catalogs_of_500_raise_no_alarm(make: Callable[[], list[Model]]) -> None:
    assert check(catalog_of(make()), only=[MISPLACED]).problems == ()


def test_a_cycle_across_languages_names_the_owner() -> None:
    models = make_models(60, 6, "zh")
    broken = moved(abstracts_of(models, "zh"), cycle(range(60)))
    verdicts = judge(titles_of(models), broken)
    assert sum(1 for one in verdicts if one.owner == (one.index + 1) % 60) >= 50


@pytest.mark.parametrize("share", [1, 3, 10])
def test_comparisons_with_other_entries_are_no_claims(share: int) -> None:
    """Abstracts that name a rival that is in the catalog, and never their own model."""
    models = make_models(500, 7, "en")
    texts = [
        (text or "").replace(model.name, "our method")
        for model, text in zip(models, abstracts_of(models, "en"), strict=True)
    ]
    for at in range(0, 500, share):
        texts[at] += f" It compares well with {models[(at * 7 + 3) % 500].name}."
    claims = [one for one in judge(titles_of(models), texts) if one.owner is not None]
    assert claims == []


# --- slipped with their neighbours


@pytest.mark.parametrize("by", [1, -1, 2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_inside_a_family_the_order_tells_what_slipped(seed: int, by: int) -> None:
    """Each abstract names its elder too, but all of them together stand a row too high."""
    models = families(24, seed)
    right = abstracts_of(models, "en")
    places = range(len(models))
    broken = [right[at + by] if at + by in places else None for at in places]
    verdicts = judge_in_order(titles_of(models), broken)
    assert [verdict.index for verdict in verdicts] == [at for at in places if broken[at]]
    owners = [verdict.owner for verdict in verdicts]
    named = sum(
        owner == verdict.index + by for owner, verdict in zip(owners, verdicts, strict=True)
    )
    assert named >= 0.95 * len(verdicts)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("modest", [False, True])
def test_the_order_raises_no_alarm_in_clean_families(seed: int, modest: bool) -> None:
    """Not even where abstracts name their elders and never their own model."""
    models = families(24, seed)
    texts = [
        text.replace(f"We present {model.name}, which improves on", "We go beyond")
        if modest
        else text
        for model, text in zip(models, abstracts_of(models, "en"), strict=True)
        if text
    ]
    assert judge_in_order(titles_of(models), texts) == ()


def test_the_check_uses_the_order_and_the_import_puts_the_rows_back() -> None:
    models = families(24, 3)
    right = abstracts_of(models, "en")
    broken = moved(right, {at: at + 1 for at in range(len(models) - 1)})  # the last one twice
    slips = slipped(Matcher(titles_of(models), broken), broken)
    assert slips == {at: at + 1 for at in range(len(models) - 1)}
    beside = [
        replace(model, abstract=LocalizedText.from_mapping({"en": text or ""}))
        for model, text in zip(models, broken, strict=True)
    ]
    found = [item for item in check(catalog_of(beside)).problems if item.code == MISPLACED]
    assert len(found) == len(models) - 1
