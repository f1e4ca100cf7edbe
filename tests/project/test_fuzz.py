"""A few cases of each target of the fuzzer; ``make fuzz`` runs it for ten minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fuzz
from tests.support.fuzz_targets import SEEDS, TARGETS, Target

CASES = 8


@pytest.mark.once
@pytest.mark.parametrize("name", TARGETS)
def test_mutated_input(tmp_path: Path, name: str) -> None:
    for number in range(CASES):
        failed = fuzz.attempt(TARGETS[name], fuzz.case(TARGETS[name], number), tmp_path)
        assert failed == "", number


def test_a_case_is_its_number() -> None:
    target = TARGETS["query"]
    assert fuzz.case(target, 7) == fuzz.case(target, 7)
    assert len({fuzz.case(target, number) for number in range(50)}) > 30
    assert set(SEEDS) == set(TARGETS)


def _fails(text: str, folder: Path) -> None:
    del folder
    if text == "raise":
        raise ValueError(text)
    while text == "loop":
        pass


@pytest.mark.parametrize(
    ("text", "failed"), [("raise", "ValueError"), ("loop", "OvertimeError"), ("good", "")]
)
def test_what_fails_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, failed: str
) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 0.1)
    assert failed in fuzz.attempt(Target("a", ("",), _fails), text, tmp_path)
    assert bool(fuzz.attempt(Target("a", ("",), _fails), text, tmp_path)) is bool(failed)
