"""Figures in units that cannot be converted are errors of the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.check_helpers import entry, report_of


@pytest.mark.parametrize(
    ("figures", "messages"),
    [
        (["Latency: {value: 3, unit: GB}"], ["Latency is in GB, which cannot be converted to ms"]),
        (["Latency: {value: 1.5, unit: s}", "Latency: {value: 9, unit: ms/img}"], []),
        (["FLOPs: {value: 4, unit: GMACs}"], ["FLOPs is in GMACs, which cannot be converted to G"]),
        (["FLOPs: {value: 4, unit: GB}"], ["FLOPs is in GB, which cannot be converted to G"]),
        (["FLOPs: {value: 400, unit: MFLOPs}", "FLOPs: {value: 4, unit: G}"], []),
        (
            ["Cost: {value: 4, unit: W}", "Cost: {value: 5, unit: W}", "Cost: {value: 1, unit: J}"],
            ["Cost is in J, which cannot be converted to W"],
        ),
        (
            ["Cost: {value: 4, unit: W}", "Cost: {value: 5, unit: kW}", "Cost: 6"],
            ["Cost has no unit, and other figures of it are in W"],
        ),
        (
            ["Cost: 4", "Cost: 5", "Cost: {value: 5, unit: kW}"],
            ["Cost is in kW, and other figures of it have no unit"],
        ),
        (["Cost: 4", "Cost: 5"], []),
        (["TM-score: {value: 79, unit: '%'}", "TM-score: 0.79"], []),
    ],
)
def test_what_cannot_be_converted_is_an_error_with_its_place(
    tmp_path: Path, figures: list[str], messages: list[str]
) -> None:
    entries = [
        entry(f"results:\n  - {{metrics: {{{one}}}, source: {{locator: p. 1}}}}", id=f"m{place}")
        for place, one in enumerate(figures)
    ]
    found = [
        one
        for one in report_of(tmp_path, *entries).problems
        if one.code in ("modelzoo.metric.unit", "modelzoo.metric.range")
    ]
    assert [one.message for one in found] == messages
    for one in found:
        assert one.severity == "error"
        assert one.model == f"m{len(figures) - 1}"
        assert one.field.startswith("results[0].metrics.")
        assert one.line == 7 + 4 * (len(figures) - 1)
