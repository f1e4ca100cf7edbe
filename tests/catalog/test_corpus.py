"""Every field of the schema attacked: each value is kept as it is, or refused with its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from tests.support.corpus import SHOWN, VALID, VALUES, Value, attacks, kind_of, outcome
from tests.support.hostile import as_yaml, places
from tests.support.registries import BUILTIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.model import Model

STRIDE = 13
# A value that is shown may be the id of no model.
_REPORTED = {"modelzoo.related.unknown", "modelzoo.base-model.unknown", "modelzoo.alias.taken"}


def strings(value: Any) -> Iterator[str]:
    """Every text of an entry."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from strings(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def _is_kept(model: Model, value: Value) -> bool:
    """Whether the value is among the texts of an entry; a list of words is cut at its commas."""
    found = set(strings(model))
    words = [word.strip() for word in value.as_name.split(",")]
    return not found.isdisjoint({value.text.strip(), value.as_name}) or found >= {*words}


def test_the_corpus_is_large_and_meets_every_kind_of_field() -> None:
    assert len({value.text for value in VALUES}) == len(VALUES) >= 300
    met = defaultdict(set)
    for place, value in attacks(STRIDE):
        met[kind_of(place)].add(value)
    for kind in ("string", "text", "link"):
        assert met[kind] == set(VALUES)
    assert {place.path for place, _ in attacks(STRIDE)} == {place.path for place in places()}


@pytest.mark.once
def test_every_field(tmp_path: Path) -> None:
    tried = list(attacks(STRIDE))
    lines = ["models:"]
    for number, (place, value) in enumerate(tried):
        own = {} if place.path == ("id",) else {"id": f"m{number}"}
        *_, entry = (
            place.entry(value.text) if place.kind == "map" else [next(place.entry(value.text))]
        )
        lines.append(f"- {as_yaml({**own, **entry})}")
    (tmp_path / "models.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path, registry=BUILTIN)
    told: dict[int, list[Problem]] = defaultdict(list)
    for problem in catalog.problems:
        assert problem.column > 0, problem
        assert len(str(problem)) < 700, problem
        told[problem.line].append(problem)
    models = {model.id: model for model in catalog.models}
    wrong = []
    for number, (place, value) in enumerate(tried):
        expected = outcome(place, value)
        found = [one.code for one in told[number + 2] if one.code not in _REPORTED]
        model = models.get(f"m{number}")
        if expected in (SHOWN, VALID):
            right = not found and (expected == VALID or model is None or _is_kept(model, value))
        else:
            right = f"modelzoo.{expected}" in found if expected else bool(found)
        if not right or (model is None and place.path[0] not in ("id", "name")):
            wrong.append((place.path, value.text[:60], value.group, expected, found))
    assert wrong[:5] == []


OWN = {
    "text": SHOWN,
    "link": "link",
    "number": "own.value",
    "boolean": "own.value",
    "date": "own.value",
}


@pytest.mark.once
@pytest.mark.parametrize("kind", OWN)
def test_own_fields(tmp_path: Path, kind: str) -> None:
    values = [value for value in VALUES if value.group != "size"]
    head = f"fields: {{mine: {{type: {kind}}}, several: {{type: {kind}, many: true}}}}\nmodels:\n"
    extras = [{"mine": one.text, "several": [one.text]} for one in values]
    entries = [{"id": f"m{at}", "name": "M", "extra": extra} for at, extra in enumerate(extras)]
    lines = [f"- {as_yaml(entry)}" for entry in entries]
    (tmp_path / "models.yaml").write_text(head + "\n".join(lines), encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path, registry=BUILTIN)
    assert len(catalog.models) == len(values)
    told: dict[int, list[str]] = defaultdict(list)
    for problem in catalog.problems:
        told[problem.line].append(problem.code)
    for number, (model, value) in enumerate(zip(catalog.models, values, strict=True)):
        expected = {SHOWN: value.string, "link": value.link}.get(OWN[kind], OWN[kind])
        found = told[number + 3]
        if expected == SHOWN:
            assert found == [], value
            assert [*strings(model.extra)].count(value.text.strip()) == 2, value
        else:
            assert len(found) == 2, (value, expected, found)
            assert model.extra in ({}, {"several": ()}), value
