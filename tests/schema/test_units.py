"""Units: which of them are converted, and what names and texts state."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.schema.units import (
    conversion,
    is_known,
    named_unit,
    read_quantity,
    readings,
    scaled,
)
from sphinx_modelzoo.schema.vocabulary import Vocabularies


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("ms", "s", "1/1000"),
        ("μs", "us", 1),
        ("µs", "ms", "1/1000"),
        ("毫秒", "ms", 1),
        ("hours", "min", 60),
        ("ms/img", "s", "1/1000"),
        ("s per image", "ms", 1000),
        ("MB", "GB", "1/1000"),
        ("GiB", "MiB", 1024),
        ("gb", "MB", 1000),
        ("字节", "B", 1),
        ("Mbit/s", "kbps", 1000),
        ("％", "percent", 1),
        ("%", "‰", 10),
        ("fps", "images/s", 1),
        ("samples/sec", "img/min", 60),
        ("张/秒", "fps", 1),
        ("k tokens/s", "tokens/s", None),  # nothing is glued with a space
        ("ktokens/s", "tok/s", 1000),
        ("1/s", "Hz", 1),
        ("GFLOPs", "MFLOPS", 1000),
        ("T", "GFLOPs", 1000),
        ("M", "B", "1/1000"),
        ("亿", "M", 100),
        ("万", "K", 10),
        ("kWh", "MJ", "18/5"),
        ("W·h", "J", 3600),
        ("kJ/mol", "kcal/mol", "250/1046"),
        ("mm", "cm", "1/10"),
        ("mm²", "cm^2", "1/100"),
        ("km/h", "m/s", "5/18"),
        ("nm", "Å", 10),
        ("kg CO2eq", "tCO2e", "1/1000"),
        ("ms", "MB", None),
        ("img/s", "tokens/s", None),
        ("s/it", "it/s", None),  # more and less change places: nothing to multiply by
        ("GFLOPs", "GMACs", None),
        ("m", "M", None),
        ("mW", "MW", "1/1000000000"),
        ("mw", "W", None),  # mW or MW
        ("x", "%", None),
        ("stars", "Stars", 1),
        ("stars", "points", None),
    ],
)
def test_conversions(unit: str, to: str, factor: str | int | None) -> None:
    expected = None if factor is None else Fraction(factor)
    assert conversion(readings(unit), readings(to)) == expected


@given(st.text(max_size=70))
def test_every_text_is_a_unit_and_equals_itself(text: str) -> None:
    assert conversion(readings(text), readings(text)) == 1


@given(
    st.lists(
        st.sampled_from(
            ("ms", "s", "kg", "W", "/", "·", "*", "^", "2", "per", "image", "%", "1", "é")
        ),
        max_size=9,
    )
)
def test_products_and_quotients_of_anything(parts: list[str]) -> None:
    unit = " ".join(parts)
    assert conversion(readings(unit), readings(unit)) == 1


def test_the_units_of_the_vocabulary_are_known() -> None:
    unknown = {
        term.unit
        for term in Vocabularies.builtin().metrics
        if term.unit and not is_known(term.unit)
    }
    assert unknown == {"bpb", "bpc", "bpp", "bits/dim", "dB"}  # nothing is converted into these


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("tokens/s", "tokens/s"),
        ("Latency (ms)", "ms"),
        ("显存（GB）", "GB"),
        ("GFLOPs", "GFLOPs"),
        ("Recall@1", None),
        ("F1 (macro)", None),
    ],
)
def test_units_in_names(name: str, unit: str | None) -> None:
    assert named_unit(name.replace("（", "(").replace("）", ")")) == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.5 s", (1.5, "s")),
        ("12ms", (12, "ms")),
        ("-3e-2 img/s", (-0.03, "img/s")),
        ("95%", (95, "%")),
        ("12", None),
        ("ms", None),
        ("", None),
    ],
)
def test_quantities(text: str, found: object) -> None:
    assert read_quantity(text) == found


def test_numbers_stay_exact_and_too_large_ones_are_no_numbers() -> None:
    assert scaled(0.1, Fraction(1000)) == 100
    assert scaled(0.3, Fraction(1, 1000)) == 0.0003
    assert scaled(1e308, Fraction(1000)) is not None  # an int holds it
    assert scaled(1.7e308, Fraction(10, 3)) is None
