"""Single values: the digits of the source, links, texts in the reader's language."""

from __future__ import annotations

import datetime
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.licenses import license_parts
from sphinx_modelzoo.schema.model import Dataset, Metric, Paper
from sphinx_modelzoo.schema.papers import doi_url, paper_url
from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.content import Words
from sphinx_modelzoo.views.labels import labels


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1K"),
        (1234, "1.234K"),
        (25_600_000, "25.6M"),
        (11_170_000, "11.17M"),
        (25_557_032, "25.56M"),
        (999_999, "1M"),
        (1_300_000_000, "1.3B"),
        (175_000_000_000, "175B"),
        (1_600_000_000_000, "1.6T"),
        (2 * 10**15, "2000T"),
    ],
)
def test_counts(count: int, text: str) -> None:
    assert values.format_count(count) == text


def test_operations_are_counted_in_g_and_p() -> None:
    assert values.format_flops(4_100_000_000) == "4.1G"
    assert values.format_flops(560_000_000) == "560M"
    assert values.format_flops(3 * 10**15) == "3P"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (512, "512 B"), (97_800_000, "97.8 MB"), (102_400, "102.4 kB"),
     (1_288_490_189, "1.288 GB"), (5 * 10**15, "5000 TB")],
)  # fmt: skip
def test_sizes(size: int, text: str) -> None:
    assert values.format_size(size) == text


@given(st.integers(0, 10**23))
def test_a_count_is_near_the_truth_and_has_no_more_digits(count: int) -> None:
    text = values.format_count(count)
    number, suffix = re.fullmatch(r"([0-9.]+)([KMBT]?)", text).groups()  # type: ignore[union-attr]
    back = float(number) * {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[suffix]
    assert back == pytest.approx(count, rel=0.0006)
    given_digits = str(count).rstrip("0") or "0"
    shown = number.replace(".", "").strip("0") or "0"
    assert len(shown) <= min(4, len(given_digits))


@pytest.mark.parametrize(
    ("value", "text"),
    [(41, "41"), (41.2, "41.2"), (80.0, "80.0"), (0.1 + 0.2, "0.30000000000000004"),
     (1e-5, "0.00001"), (1e-12, "1e-12"), (-2.5, "-2.5"), (10**20, "1" + "0" * 20)],
)  # fmt: skip
def test_numbers_have_the_digits_that_were_given(value: float, text: str) -> None:
    assert values.format_number(value) == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_number_can_be_read_back(value: float) -> None:
    text = values.format_number(value)
    assert type(value)(text) == value
    assert "," not in text
    if "e" not in text:
        mantissa = repr(value).partition("e")[0]
        assert len(text.replace(".", "").strip("-0")) <= len(mantissa.replace(".", ""))


PERCENT = Term("accuracy", LocalizedText.plain("Accuracy"), unit="%", fraction=True)
ERROR = Term("error", LocalizedText.plain("Error"), unit="%", fraction=False)
PSNR = Term("psnr", LocalizedText.plain("PSNR"), unit="dB")


@pytest.mark.parametrize(
    ("metric", "term", "text"),
    [
        (Metric(41.2), None, "41.2"),
        (Metric(41.2), PERCENT, "41.2%"),
        (Metric(58.3, "%"), None, "58.3%"),
        (Metric(28.88), PSNR, "28.88 dB"),
        (Metric(24.15, "%"), PSNR, "24.15%"),
        (Metric(0.8, comparator=">"), PERCENT, "> 0.8"),
        (Metric(90, comparator=">="), PERCENT, ">= 90%"),
        (Metric(3, "ms", "~"), None, "~ 3 ms"),
        (Metric(0.895), PERCENT, "0.895"),
        (Metric(0.21), ERROR, "0.21%"),
        (Metric(0.5, "%"), PERCENT, "0.5%"),
        (Metric(-12), PSNR, "-12 dB"),
    ],
)
def test_metrics(metric: Metric, term: Term | None, text: str) -> None:
    assert values.format_metric(metric, term) == text


def test_dates_are_the_same_everywhere() -> None:
    assert values.format_date(datetime.date(2021, 3, 9)) == "2021-03-09"


def test_where_a_paper_is_read() -> None:
    both = Paper(arxiv="2004.10934", doi="10.1109/CVPR.2016.90")
    assert paper_url(both) == "https://arxiv.org/abs/2004.10934"
    assert paper_url(Paper(doi="10.1109/CVPR.2016.90")) == ("https://doi.org/10.1109/CVPR.2016.90")
    assert paper_url(Paper(url="https://x.org/p", arxiv="2004.10934")) == "https://x.org/p"
    assert paper_url(Paper(title="T")) is None
    assert doi_url("10.1000/a#b?c(1)") == "https://doi.org/10.1000/a%23b%3Fc(1)"


def test_what_stands_for_a_paper() -> None:
    english, chinese = labels("en"), labels("zh")
    title = Paper(title="Deep Residual Learning")
    assert values.paper_title(title, english) == Words("Deep Residual Learning", translate=False)
    assert values.paper_title(title, chinese).language == "en"
    assert values.paper_title(Paper(arxiv="2004.10934"), english).text == "arXiv:2004.10934"
    assert values.paper_title(Paper(doi="10.1000/x"), english).text == "doi:10.1000/x"
    assert values.paper_title(Paper(url="https://x.org"), chinese) == Words("论文")


BOTH = LocalizedText.from_mapping({"en": "Words", "zh": "文字"})


@pytest.mark.parametrize(
    ("text", "language", "spoken", "expected"),
    [
        (BOTH, "en", None, ("Words", None)),
        (BOTH, "zh", None, ("文字", None)),
        (BOTH, "fr", None, ("Words", "en")),
        (LocalizedText.from_mapping({"zh": "文字"}), "en", None, ("文字", "zh")),
        (LocalizedText.plain("Words"), "zh", "en", ("Words", "en")),
        (LocalizedText.plain("Words"), "en", "en", ("Words", None)),
        (LocalizedText.plain("Words"), "zh", None, ("Words", None)),
        (LocalizedText.plain("原文为中文"), "en", None, ("原文为中文", "zh")),
        (LocalizedText.plain("原文为中文"), "zh", None, ("原文为中文", None)),
        (LocalizedText.plain("ResNet 50 by 何 and others"), "en", None,
         ("ResNet 50 by 何 and others", None)),
    ],
)  # fmt: skip
def test_texts_for_a_reader(
    text: LocalizedText, language: str, spoken: str | None, expected: tuple[str, str | None]
) -> None:
    assert values.localized(text, language, spoken) == expected


def test_chinese_lines_are_joined_without_gaps() -> None:
    folded = LocalizedText.plain("可在单卡上\n训练的 检测器。\n\nPaddle 版本\nis here")
    words, _ = values.localized(folded, "zh")
    assert words == "可在单卡上训练的检测器。\n\nPaddle 版本\nis here"


def test_code_in_a_chinese_text_keeps_its_lines() -> None:
    code = "```python\n# 第一行\n第二行\n```"
    assert values.unfold_lines(f"说明\n文字\n\n{code}\n\n结尾\n文字") == (
        f"说明文字\n\n{code}\n\n结尾文字"
    )
    assert values.unfold_lines("~~~\n甲\n乙") == "~~~\n甲\n乙"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("百度飞桨", "en", "zh"),
        ("百度飞桨", "zh", None),
        ("画像の分類", "en", None),
        ("Müller", "en", None),
        ("百度", "ja", None),
        ("Baidu", "zh", None),
    ],
)
def test_names_in_chinese_are_recognized(text: str, language: str, expected: str | None) -> None:
    assert values.guess_language(text, language) == expected


def test_names_from_the_vocabularies() -> None:
    known = Vocabularies.builtin().extended(
        tasks=[Term("seeing", LocalizedText.from_mapping({"en": "Seeing", "zh": "看见"}))],
        datasets=[Term("coco", LocalizedText.plain("COCO"), ("MS COCO",))],
        metrics=[Term("map", LocalizedText.from_mapping({"en": "mAP", "zh": "平均精度"}))],
    )
    assert values.task_label(known, "seeing", "zh") == "看见"
    assert values.task_label(known, "unheard-of", "zh") == "unheard-of"
    assert values.metric_label(known, "MAP", "zh") == "平均精度"
    assert values.dataset_label(known, "MS-COCO", "en") == "COCO"
    coco = Dataset("ms coco", config="en", split="val")
    assert values.dataset_text(known, coco, labels("en")) == "COCO (en, validation)"
    assert values.dataset_text(known, coco, labels("zh")) == "COCO（en、验证集）"
    assert values.dataset_text(known, Dataset("My set", split="test-dev"), labels("zh")) == (
        "My set（test-dev）"
    )


def test_names_that_catalogs_share() -> None:
    english, chinese = labels("en"), labels("zh")
    assert values.condition_label("input_size", english) == "input size"
    assert values.condition_label("input_size", chinese) == "输入尺寸"
    assert values.condition_label("my_own_key", chinese) == "my own key"
    assert values.framework_label("paddlepaddle") == "PaddlePaddle"
    assert values.framework_label("MyFramework") == "MyFramework"
    assert values.language_label("zh", english) == "Chinese"
    assert values.language_label("sw", english) == "Swahili"
    assert values.code_kind_label("quick-start", chinese) == "快速开始"
    assert values.source_kind_label("paper", chinese) == "论文"


def test_licences_link_to_spdx_where_it_has_a_page() -> None:
    assert values.license_url("Apache-2.0") == "https://spdx.org/licenses/Apache-2.0.html"
    assert values.license_url("apache-2.0") == "https://spdx.org/licenses/Apache-2.0.html"
    assert values.license_url("Artistic-1.0") == "https://spdx.org/licenses/Artistic-1.0.html"
    assert values.license_url("LicenseRef-ours") is None
    assert license_parts("MIT OR (Apache-2.0 AND LicenseRef-x)") == (
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        (" OR (", None),
        ("Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        (" AND LicenseRef-x)", None),
    )
    # What is not an expression holds words that happen to be ids, and ids.
    assert license_parts("Fair use, but not by Intel") == (("Fair use, but not by Intel", None),)
    assert license_parts("MIT license") == (
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        (" license", None),
    )


@given(st.text())
def test_the_parts_of_a_licence_are_the_whole(expression: str) -> None:
    assert "".join(part for part, _ in license_parts(expression)) == expression


@given(st.integers(1, 5), st.floats(0.001, 1000))
def test_digits_do_not_grow_with_rounding(digits: int, value: float) -> None:
    rounded = float(f"{value:.{digits}g}")
    shown = values.format_metric(Metric(rounded))
    assert len(re.sub(r"\D", "", shown).strip("0")) <= digits
    assert math.isclose(float(shown), rounded)
