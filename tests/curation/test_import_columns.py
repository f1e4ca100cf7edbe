"""No column of a table is lost, whatever its header is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.importer_types import ImportResult
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support.import_helpers import only, read_text


def table(text: str, folder: Path) -> ImportResult:
    """Read a Markdown table that is written without its outer bars."""
    head, *rows = [line.strip() for line in text.strip().splitlines()]
    dashes = "|".join("--" for _ in head.split("|"))
    lines = [f"|{line}|" for line in (head, dashes, *rows)]
    return read_text("tables", "\n".join(lines) + "\n", folder / "zoo.md")


def becomes(result: ImportResult) -> dict[str, str]:
    return {column.header: column.becomes for column in result.columns if column.guessed}


@pytest.mark.parametrize(
    ("header", "link", "field", "value"),
    [
        ("预训练模型下载地址", "https://x.org/a.pdparams", "weights", ["https://x.org/a.pdparams"]),
        ("Get it", "https://x.org/a.safetensors", "weights", ["https://x.org/a.safetensors"]),
        ("Settings", "https://x.org/a.yml", "config", "https://x.org/a.yml"),
        ("Protocol", "https://x.org/a.log", "log", "https://x.org/a.log"),
        ("Board", "https://x.org/b", "links", [{"url": "https://x.org/b", "label": "Board"}]),
    ],
)
def test_a_column_of_links(header: str, link: str, field: str, value: Any, tmp_path: Path) -> None:
    result = table(f"模型 | Top-1 Acc | {header}\nA | 70.1 | [下载]({link})", tmp_path)
    assert only(result)[field] == value
    assert header in becomes(result)


def test_a_column_of_own_facts_is_declared(tmp_path: Path) -> None:
    text = """
    Model | acc | Setup time (h) | Mood | 训练硬件
    A | 70.1 | 12.5 | good | 8 卡
    B | 71.1 | 20 | bad | -
    """
    result = table(text, tmp_path)
    assert [draft.data["extra"] for draft in result.drafts] == [
        {"setup_time": 12.5, "mood": "good", "hardware": "8 卡"},
        {"setup_time": 20, "mood": "bad"},
    ]
    assert result.head["fields"] == {
        "setup_time": {"type": "number", "en": "Setup time", "unit": "h"},
        "mood": {"type": "text", "en": "Mood"},
        "hardware": {"type": "text", "zh": "训练硬件"},
    }
    assert becomes(result) == {
        "Setup time (h)": "extra:setup_time",
        "Mood": "extra:mood",
        "训练硬件": "extra:hardware",
    }


def test_labels_in_both_languages(tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("Model,Setup time (h)\nA,12\n", encoding="utf-8")
    two.write_text("模型,准备时间 (h)\nB,soon\n", encoding="utf-8")
    target = tmp_path / "models.yaml"
    done = CliRunner().invoke(main, ["import", str(one), str(two), "-o", str(target)])
    assert done.exit_code == 0, done.output
    catalog = load_catalog(str(target), tmp_path)
    field = catalog.fields["setup_time"]
    # One text among them makes all of them texts.
    assert field.type == "text"
    assert (field.label("en"), field.label("zh")) == ("Setup time (h)", "准备时间 (h)")


def test_a_column_that_differs_between_rows_of_one_model(tmp_path: Path) -> None:
    text = """
    Model | Variety | Maker | acc
    A | small | X | 70.1
    B | small | Y | 60.1
    A | large | X | 72.3
    """
    result = table(text, tmp_path)
    first, second = (draft.data for draft in result.drafts)
    assert first["results"] == [
        {"metrics": {"Accuracy": 70.1}, "conditions": {"variety": "small"}},
        {"metrics": {"Accuracy": 72.3}, "conditions": {"variety": "large"}},
    ]
    assert second["results"][0]["conditions"] == {"variety": "small"}
    assert first["extra"] == {"maker": "X"}
    assert becomes(result) == {"Variety": "condition:variety", "Maker": "extra:maker"}


def test_rows_of_one_model_that_differ_are_variants(tmp_path: Path) -> None:
    text = "Model,Kind,Params (M),acc\nA,small,10,70.1\nA,large,20,66.2\n"
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert only(result) == {
        "name": "A",
        "variants": [
            {
                "id": kind,
                "params": params,
                "results": [{"metrics": {"Accuracy": acc}, "conditions": {"kind": kind}}],
            }
            for kind, params, acc in (("small", "10M", 70.1), ("large", "20M", 66.2))
        ],
    }


def test_variants_without_conditions_are_named_by_their_files(tmp_path: Path) -> None:
    text = """
    Model | acc | Download
    A | 70.1 | [get](https://x.org/a_tiny.pth)
    A | 72.1 | [get](https://x.org/a_base.pth)
    """
    entry = only(table(text, tmp_path))
    assert [variant["id"] for variant in entry["variants"]] == ["a-tiny", "a-base"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ("Latency (CPU)", "Latency (GPU)"),
            [({"Latency": 3.5}, {"device": "CPU"}), ({"Latency": 1.5}, {"device": "GPU"})],
        ),
        (
            ("mIoU", "mIoU (flip)"),
            [({"mIoU": 3.5}, None), ({"mIoU": 1.5}, {"tta": "flip"})],
        ),
        (
            ("Top-1 Acc", "Top-1 Acc (EMA weights)"),
            [
                ({"Top-1 Accuracy": 3.5}, None),
                ({"Top-1 Accuracy": 1.5}, {"setting": "EMA weights"}),
            ],
        ),
    ],
)
def test_columns_of_one_metric(
    headers: tuple[str, str], expected: list[Any], tmp_path: Path
) -> None:
    entry = only(table(f"Model | {headers[0]} | {headers[1]}\nA | 3.5 | 1.5", tmp_path))
    found = [(result["metrics"], result.get("conditions")) for result in entry["results"]]
    assert found == expected


def test_conditions_without_results_are_own_facts(tmp_path: Path) -> None:
    result = table("Model | Backbone | License\nA | R-50 | MIT\nB | R-101 | MIT", tmp_path)
    assert [draft.data["extra"] for draft in result.drafts] == [
        {"backbone": "R-50"},
        {"backbone": "R-101"},
    ]


def test_links_in_other_columns_are_kept(tmp_path: Path) -> None:
    entry = only(table("Model | acc\nA | [70.1](https://x.org/run)", tmp_path))
    assert entry["links"] == [{"url": "https://x.org/run", "label": "70.1"}]


def test_what_becomes_of_columns_is_reported(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "models.yaml"
    source.write_text("Model,Mood\nA,good\n", encoding="utf-8")
    for status in ("1 new", "1 unchanged"):
        before = target.read_bytes() if target.exists() else b""
        done = CliRunner().invoke(main, ["import", str(source), "-o", str(target)])
        assert "“Mood” became extra:mood" in done.output
        assert status in done.output
    assert target.read_bytes() == before
    data = yaml.safe_load(target.read_text(encoding="utf-8"))
    assert list(data["fields"]) == ["mood"]
    assert data["models"] == [{"id": "a", "name": "A", "extra": {"mood": "good"}}]


def page(text: str, folder: Path) -> list[dict[str, Any]]:
    return [draft.data for draft in read_text("tables", text, folder / "zoo.md").drafts]


def test_the_heading_names_the_model_and_rows_are_its_variants(tmp_path: Path) -> None:
    text = (
        "# ShoreNet\n\n## Results and Models\n\n|Backbone|Lr schd|box AP|Download|\n|--|--|--|--|\n"
        "|R-50|1x|38.1|[model](https://x.org/a.pth)|\n|R-50|2x|39.1|[model](https://x.org/b.pth)|\n"
    )
    (entry,) = page(text, tmp_path)
    assert entry["name"] == "ShoreNet"
    assert [(one["id"], one["weights"]) for one in entry["variants"]] == [
        ("r-50-1x", ["https://x.org/a.pth"]),
        ("r-50-2x", ["https://x.org/b.pth"]),
    ]


@pytest.mark.parametrize("header", ["Language Model", "Variant", "骨架网络", "Release"])
def test_the_first_column_of_words_names_the_models(header: str, tmp_path: Path) -> None:
    text = f"|{header}|acc|\n|--|--|\n|shore-s|70.1|\n|shore-m|71.1|\n"
    assert [entry["name"] for entry in page(text, tmp_path)] == ["shore-s", "shore-m"]


def test_ids_that_are_not_ids_are_names(tmp_path: Path) -> None:
    text = "|Model ID|acc|\n|--|--|\n|Shore S|70.1|\n|Shore M|71.1|\n"
    assert [entry["name"] for entry in page(text, tmp_path)] == ["Shore S", "Shore M"]


def test_a_table_of_datasets_is_not_the_zoo(tmp_path: Path) -> None:
    models = "|Place|Hours|\n|--|--|\n" + "".join(f"|x{n}|{n}|\n" for n in range(5))
    (tmp_path / "zoo.md").write_text(
        f"{models}\n|Model|acc|\n|--|--|\n|A|70.1|\n", encoding="utf-8"
    )
    command = ["import", str(tmp_path / "zoo.md"), "-o", str(tmp_path / "models.yaml")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "the largest table of the file was not read" in done.output.splitlines()[0]


def test_tables_of_variants_under_one_title_are_one_model(tmp_path: Path) -> None:
    result = read_text(
        "tables",
        "# Rowan\n\n## Results on COCO\n\n"
        "| Backbone | box AP | Config |\n|--|--|--|\n"
        "| R-50 | 38.0 | [c](https://x.org/a.py) |\n| R-101 | 40.1 | [c](https://x.org/b.py) |\n\n"
        "## Results on LVIS\n\n| Backbone | box AP | Config |\n|--|--|--|\n"
        "| R-50 | 22.5 | [c](https://x.org/c.py) |\n",
        tmp_path / "README.md",
    )
    entry = only(result)
    assert entry["name"] == "Rowan"
    assert [(one["id"], one["config"]) for one in entry["variants"]] == [
        ("r-50", "https://x.org/a.py"),
        ("r-101", "https://x.org/b.py"),
        ("r-50-lvis", "https://x.org/c.py"),
    ]
    datasets = [one["results"][0]["dataset"] for one in entry["variants"]]
    assert datasets == ["COCO", "COCO", "LVIS"]


def test_releases_are_names_and_what_all_rows_share_is_none(tmp_path: Path) -> None:
    text = "Release,GPUs,Test WER\n22-05-23,4xA100,2.7\n23-05-23,4xA100,2.6\n"
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert [draft.name for draft in result.drafts] == ["22-05-23", "23-05-23"]


def test_a_metric_again_with_other_words(tmp_path: Path) -> None:
    text = "model,Top-1 Acc,Reference Top-1 Acc,Acc gain\nA,80.1,76.5,3.6\n"
    entry = only(read_text("csv", text, tmp_path / "zoo.csv"))
    assert entry["results"] == [
        {"metrics": {"Top-1 Accuracy": 80.1}},
        {"metrics": {"Top-1 Accuracy": 76.5}, "conditions": {"setting": "Reference"}},
    ]
    assert entry["extra"] == {"acc_gain": 3.6}


def test_devices_beside_a_metric_in_brackets_and_own_thousands(tmp_path: Path) -> None:
    text = 'model,V100 FP32(FPS),V100 FP16(FPS),Sold\nA,208.3,333.3,"3,201"\nB,108.3,133.3,99\n'
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert result.drafts[0].data["results"] == [
        {"metrics": {"FPS": {"value": 208.3, "unit": "FPS"}}, "conditions": {"device": "FP32"}},
        {"metrics": {"FPS": {"value": 333.3, "unit": "FPS"}}, "conditions": {"device": "FP16"}},
    ]
    assert [draft.data["extra"] for draft in result.drafts] == [{"sold": 3201}, {"sold": 99}]


@pytest.mark.parametrize(
    ("header", "metric", "unit", "conditions"),
    [
        ("Latency (ms) bs=1", "Latency", "ms", {"batch_size": 1}),
        ("time(ms)<br>bs=8", "Latency", "ms", {"batch_size": 8}),
        ("FPS b32", "FPS", None, {"batch_size": 32}),
        ("时延(ms) bs=1", "Latency", "ms", {"batch_size": 1}),
        ("耗时（ms）批大小：4", "Latency", "ms", {"batch_size": 4}),
        ("Throughput (img/s, bs=64)", "Throughput", None, {"batch_size": 64}),
        ("Latency (ms, batch size 16)", "Latency", "ms", {"batch_size": 16}),
        ("FPS (640x640)", "FPS", None, {"input_size": "640x640"}),
    ],
)
def test_a_header_with_a_unit_and_a_condition(
    tmp_path: Path, header: str, metric: str, unit: str | None, conditions: dict[str, Any]
) -> None:
    text = f"Model | {header}\nLark | 12.5"
    (draft,) = table(text, tmp_path).drafts
    value = 12.5 if unit is None else {"value": 12.5, "unit": unit}
    assert draft.data["results"] == [{"metrics": {metric: value}, "conditions": conditions}]


def test_hours_are_no_latency_and_devices_stay_apart(tmp_path: Path) -> None:
    header = "Model | Training time (h) | CPU time (ms) bs=1 | GPU time (ms) bs=1 | b2"
    text = f"{header}\nLark | 8 | 40 | 3 | 7"
    (draft,) = table(text, tmp_path).drafts
    assert [tuple(result["metrics"]) for result in draft.data["results"]] == [
        ("Training Time",),
        ("Latency",),
        ("Latency",),
    ]
    assert [result.get("conditions") for result in draft.data["results"]] == [
        None,
        {"batch_size": 1, "device": "CPU"},
        {"batch_size": 1, "device": "GPU"},
    ]
    assert draft.data["extra"] == {"b2": 7}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("RTF (CPU / GPU)", [{"device": "CPU"}, {"device": "GPU"}]),
        (
            "推理耗时 (ms) [常规模式/高性能模式]",
            [{"setting": "常规模式"}, {"setting": "高性能模式"}],
        ),
    ],
)
def test_a_figure_for_each_setting_of_a_header(
    tmp_path: Path, header: str, said: list[dict[str, str]]
) -> None:
    found = table(f"Model | {header}\nLark | 0.35 / 0.02\nWren | 0.5/0.04", tmp_path)
    for draft, values in zip(found.drafts, ([0.35, 0.02], [0.5, 0.04]), strict=True):
        figures = [next(iter(result["metrics"].values())) for result in draft.data["results"]]
        assert [one["value"] if isinstance(one, dict) else one for one in figures] == values
        assert [result["conditions"] for result in draft.data["results"]] == said


@pytest.mark.parametrize("columns", ["Model | Top-1", "模型 | Top-1 | 参数量"])
def test_a_long_table_in_two_halves(tmp_path: Path, columns: str) -> None:
    wide = columns.count("|") + 1
    rows = [[f"{name}", "70.1", "3M"][:wide] for name in ("Wren", "Lark", "Finch")]
    text = [
        f"{columns} | {columns}",
        " | ".join(rows[0] + rows[1]),
        " | ".join(rows[2] + [""] * wide),
    ]
    found = table("\n".join(text), tmp_path)
    assert [draft.name for draft in found.drafts] == ["Wren", "Finch", "Lark"]
    assert all(
        draft.data["results"] == [{"metrics": {"Top-1 Accuracy": 70.1}}] for draft in found.drafts
    )


def test_columns_that_repeat_without_names_stay(tmp_path: Path) -> None:
    found = table("Model | AP | AR\nLark | 40.1 | 50.2\nWren | 41.1 | 51.2", tmp_path)
    assert len(found.drafts) == 2
    with pytest.raises(ProblemError, match="“AP”, “AR”, “AP”, “AR”"):
        table("AP | AR | AP | AR\n40.1 | 50.2 | 1 | 2\n41.1 | 51.2 | 3 | 4", tmp_path)
