"""Results read out of free text: right figures, or none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.curation.formats import markup_files as tables
from sphinx_modelzoo.curation.formats.importer_types import ImportContext
from sphinx_modelzoo.curation.results import ResultReader
from sphinx_modelzoo.curation.results.tokens import unglue_list
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from tests.support import FIXTURES
from tests.support.results_scoring import Score, compare, figures


@cache
def reader() -> ResultReader:
    return ResultReader(Vocabularies.builtin())


def read(text: str, **names: str) -> list[tuple[Any, ...]]:
    """Metric, value, dataset, split and conditions of each figure."""
    return [
        (f["metric"], f["value"], f["dataset"], f["split"], f["conditions"])
        for f in figures(reader().read(text, **names).results)
    ]


def load(name: str) -> Any:
    return yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))


# -- the examples of the issue -------------------------------------------------------------------


def test_a_figure_with_size_and_place_in_the_paper() -> None:
    reading = reader().read(
        "YOLOv2 416x416 mAP: 76.8 参考原论文P4 Table3", title="YOLO9000: Better, Faster, Stronger"
    )
    assert reading.results == (
        {
            "metrics": {"mAP": 76.8},
            "conditions": {"model": "YOLOv2", "input_size": "416x416"},
            "source": {"kind": "paper", "locator": "p. 4, Table 3"},
            "raw": {"zh": "YOLOv2 416x416 mAP: 76.8 参考原论文P4 Table3"},
        },
    )


def test_one_result_for_each_number_of_labels() -> None:
    found = read("cifar 10, 40label: 93.6%, 250 label 95.31%")
    assert found == [
        ("Accuracy", 93.6, "CIFAR-10", "", {"labels": 40}),
        ("Accuracy", 95.31, "CIFAR-10", "", {"labels": 250}),
    ]


def test_a_metric_that_is_not_named_is_marked_for_review() -> None:
    reading = reader().read("cifar 10, 40label: 93.6%, 250 label 95.31%")
    assert "names no metric" in reading.results[0]["review"]


def test_pairs_of_metrics_and_a_split_in_brackets() -> None:
    assert read("SQuAD 1.1 F1/EM (dev set)=92.7/86.9") == [
        ("F1", 92.7, "SQuAD 1.1", "dev", {}),
        ("EM", 86.9, "SQuAD 1.1", "dev", {}),
    ]


def test_a_comparator() -> None:
    (result,) = reader().read("criteo auc >0.8").results
    assert result["dataset"] == "Criteo"
    assert result["metrics"] == {"AUC": {"value": 0.8, "comparator": ">"}}


# -- what must not be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Improves mAP by 1.3",
        "mAP提升1.2个点",
        "accuracy: 92.1-93.4%",
        "mAP 45.1 -> 46.0",
        "要求：准确率95%",
        "PSNR持平 (noise σ = 25)",
        "Paddle 2.1.2, CUDA 11.2",
        "AP for 3 classes, see Fig. 4",
        "1-shot=49.42% 5-shot=68.2%",
        "ResNet18 ctw1500 0.806",
        "mAP of our method (from 70 to 75)",
        "speed 4.3x faster than BERT",
        "PSNR 10²",
        "F1/EM=90",
        "mAP=40/41/42",
        "loses 0.4 AP",
        "L2 relative error: 2.1×10^-4",
        "accuracy is 9 out of 10",
        "accuracy 1,234",
        "精度不低于原论文的78.2%",
        "验收标准：Inception Score 8.8，FID 小于 15",
        "AP (0.50) = 0.605",
        "inference time 12",
        "train time 0.210 s/iter",
        "蒸馏前76.2，蒸馏后78.9（Top-1 Acc）",
        "AUC 0.7143 (Foobar)",
        "crietos acc 95.2",  # the last letter is another one: no slip of the pen
        "FEMNIST acc 84.1 after warmup",
        # an unknown word makes a metric another one
        "gender accuracy 96%, emotion accuracy 66%",
        "WikiSQL Execution accuracy 75.9",
        "BFCL AST accuracy 84.3",
        "精度损失<1%",
        "CSI-M 0.312",
        "正样本准确率 93.1%",
        # and a dataset another one
        "MVTec LOCO image AUROC 83.1, AP 70.2",
        "Split CIFAR-100 final accuracy 61.3",
        "KS 0.41 (内部数据)",
        "在自建苹果数据集上识别准确率为91.4%",
        # an unknown word or number behind it may say that it is something else
        "accuracy 74.6 maj@8",
        "Hausdorff distance 5.8 (95%)",
        "force MAE 0.25 kcal/mol",
    ],
)
def test_no_figure_is_better_than_a_wrong_one(text: str) -> None:
    assert read(text) == []


def test_what_is_left_is_said_and_the_text_is_kept() -> None:
    reading = reader().read("full test set 75.6%")
    assert reading.left == ("75.6%",)
    assert reading.results == ({"raw": "full test set 75.6%", "review": "not read: 75.6%"},)


@pytest.mark.parametrize("text", ["-", " — ", "N/A", "暂无", "nan", "", "\u00a0"])
def test_a_placeholder_is_no_result(text: str) -> None:
    assert reader().read(text).results == ()


def test_contradicting_figures_are_left_out() -> None:
    assert read("Cityscapes mIoU 78.1, mIoU 79.3") == []


def test_tasks_tell_contradicting_figures_apart() -> None:
    found = read("车牌检测F1 99.5%，字符识别F1 97.8%")
    assert [(value, conditions) for _, value, _, _, conditions in found] == [
        (99.5, {"setting": "车牌检测"}),
        (97.8, {"setting": "字符识别"}),
    ]


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("ImageNet-A top-1 accuracy 7.9", "ImageNet-A"),
        ("COCO mAP 37.4", "COCO"),
        ("CIFAR-100 acc 78.2", "CIFAR-100"),
        ("CIFAR 10 acc 95.2", "CIFAR-10"),
        ("Cityscapse mIoU 70.1", "Cityscapes"),
        ("pretrained on ImageNet, acc 95.2", ""),
        ("在Forest Cover数据集上，acc=96.9%", "Forest Cover"),
    ],
)
def test_names_of_datasets(text: str, dataset: str) -> None:
    ((_, _, found, _, _),) = read(text)
    assert found == dataset


@pytest.mark.parametrize("other", ["KMNIST", "MNIST-M", "CIFAR-10-C", "COCO-Foo", "ImageNet-Z"])
def test_a_name_is_not_found_in_a_longer_one(other: str) -> None:
    found = [dataset for _, _, dataset, _, _ in read(f"{other} acc 95.2")]
    assert set(found) <= {other, ""}


@pytest.mark.parametrize(
    ("text", "metric", "value", "unit"),
    [
        ("EER(%) 0.80", "EER", 0.8, "%"),
        ("CER%: 5.3", "CER", 5.3, "%"),
        ("Mem (GB) 5.4", "GPU Memory", 5.4, "GB"),
        ("inference time 0.038 s/im", "Latency", 0.038, "s"),
        ("GFLOPs 4.09", "FLOPs", 4.09, "G"),
        ("top-1 accuracy of 76 percent", "Top-1 Accuracy", 76, "%"),
        ("throughput 1234 img/s", "Throughput", 1234, "img/s"),
    ],
)
def test_units(text: str, metric: str, value: float, unit: str) -> None:
    (figure,) = figures(reader().read(text).results)
    assert (figure["metric"], figure["value"], figure["unit"]) == (metric, value, unit)


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("PSNR 32.7 / SSIM 0.959 GoPro; PSNR 30.8 HIDE", ["GoPro", "GoPro", "HIDE"]),
        ("EM 81.2；F1 88.5（CoQA）", ["CoQA", "CoQA"]),
        ("Kappa 0.81 on Foobar 2019", ["Foobar 2019"]),
        ("mAP 45.1 on V100", [""]),
        ("COCO AP 50.3, Params: 88M", ["COCO", ""]),
        ("OntoNotes 4.0 F1=82.5", ["OntoNotes 4.0"]),
    ],
)
def test_where_datasets_stand(text: str, datasets: list[str]) -> None:
    assert [dataset for _, _, dataset, _, _ in read(text)] == datasets


def test_pairs_in_brackets() -> None:
    found = read("(Top1, Top5) = (75.4, 92.5)")
    assert [(metric, value) for metric, value, *_ in found] == [
        ("Top-1 Accuracy", 75.4),
        ("Top-5 Accuracy", 92.5),
    ]


def test_ap_50_is_no_ap50() -> None:
    assert [(metric, value) for metric, value, *_ in read("COCO AP 50.3")] == [("AP", 50.3)]


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("NEU-DET mAP50 0.782", ["NEU-DET"]),
        ("钢材缺陷 NEU-DET mAP50 0.782", ["NEU-DET"]),
        ("PEMS03 MAE 15.1 RMSE 26.9", ["PEMS03", "PEMS03"]),
        ("PEMS03 MAE 15.1, RMSE 26.9", ["PEMS03"]),  # the second one may be of anything
        ("COCO mAP 45.1, NEU-DET mAP 30.2", [None]),
    ],
)
def test_one_unknown_name_is_kept_as_it_is(text: str, settings: list[str | None]) -> None:
    reading = reader().read(text)
    assert [f["conditions"].get("setting") for f in figures(reading.results)] == settings
    assert all(f"“{name}” was not understood" in reading.notes for name in settings if name)


def test_a_dataset_and_a_metric_of_one_spelling() -> None:
    assert read("Spider dev EM 71.9")[0][:4] == ("EM", 71.9, "Spider", "dev")


def test_a_guess_is_said() -> None:
    assert "“crito” is read as Criteo" in reader().read("crito auc >0.799").notes


# -- numbers of a list that ran into the figures ---------------------------------------------------


def test_glued_list() -> None:
    text = "1、Alpha acc=0.52、Beta acc=0.63、Gamma acc=0.7"
    assert unglue_list(text) == ("Alpha acc=0.5；Beta acc=0.6；Gamma acc=0.7", True)


@pytest.mark.parametrize(
    "text", ["1、Alpha acc=0.52、Beta acc=0.6", "1、Alpha acc=0.52、Beta acc=0.65、Gamma acc=0.7"]
)
def test_a_list_that_may_be_glued_or_not_is_not_read(text: str) -> None:
    assert 0.52 not in [value for _, value, *_ in read(text)]
    assert 0.5 not in [value for _, value, *_ in read(text)]


def test_a_list_that_is_not_glued() -> None:
    assert unglue_list("SAD8.65、MSE9.57") == ("SAD8.65、MSE9.57", False)


# -- measured ------------------------------------------------------------------------------------


def test_the_shared_table(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = load("paddle_results_labels.yaml")
    assert sorted([*labels["rows"], *labels["no_figure"]]) == list(range(1, 115))
    path = shared / "paddle-community-2021.md"
    drafts = tables.read([path], ImportContext(Vocabularies.builtin())).drafts
    score = Score()
    for draft in drafts:
        row = draft.hints["row"]
        results = tuple(draft.data.get("results", ()))
        compare(score, f"row {row}", results, labels["rows"].get(row, []))
    with capsys.disabled():
        print(f"\npaddle-community-2021.md: {score}")
    assert score.coverage >= 0.8, str(score)
    assert score.wrong <= 0.02, "\n".join(score.mistakes)


@pytest.mark.parametrize("number", ["", "_2", "_3", "_4", "_5", "_6", "_7", "_8", "_9"])
def test_texts_in_the_wild(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    score = Score()
    for item in load(f"results_in_the_wild{number}.yaml"):
        results = reader().read(item["text"], title=item.get("title", "")).results
        compare(score, item["text"], results, item.get("figures", []))
    with capsys.disabled():
        print(f"\nresults_in_the_wild{number}.yaml: {score}")
    # Of the later sets much is about what no vocabulary knows, and to be left.
    least = {"": 0.8, "_2": 0.8, "_3": 0.8, "_7": 0.4, "_8": 0.8, "_9": 0.75}
    assert score.coverage >= least.get(number, 0.6), str(score)
    assert score.wrong <= 0.02, "\n".join(score.mistakes)
    if number == "_9":
        assert score.values >= 0.75 * score.known, str(score)


# -- any text ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ("COCO", "MNIST", "CIFAR-10", "mAP", "acc", "mIoU", "F1/EM", "PSNR", "=", ":", ">", ",", "，",
     "、", "（", "）", "(", ")", "/", "76.8", "92.7/86.9", "0.5", "12%", "1、", "3", "测试集",
     "验证集", "上", "在", "论文", "见", "Table", "ResNet50", "416x416", "±", "→", "-", "@", "10",
     "top1", "x", "^", "的", "提升", "dev", "\n", "\u00a0")
)  # fmt: skip


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]))
def test_no_number_is_ever_invented(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    reading = reader().read(text)
    _, unglued = unglue_list(text)
    for figure in figures(reading.results):
        shown = f"{figure['value']:g}"
        spelt = re.sub(r"[\s,]", "", text)
        assert shown.lstrip("-") in spelt or unglued, (text, figure)
    entry = {"id": "a", "name": "A", "results": list(reading.results)}
    model, issues = validate(Model, entry)
    assert model is not None, issues


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = reader().read(text, title=text[:20], name=text[:5])
    assert len(reading.results) <= max(1, len(text))
