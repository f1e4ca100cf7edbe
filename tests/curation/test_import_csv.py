"""CSV and TSV files, as spreadsheets export them, become entries."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.importer_types import recognise
from sphinx_modelzoo.curation.grids import delimited
from sphinx_modelzoo.curation.grids.grid import Block, Table
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.model import Model, Paper
from tests.support import DOCS
from tests.support.import_helpers import IMPORTERS, context, read, read_text

EXAMPLES = DOCS / "models"


def entries(tmp_path: Path, text: str, name: str = "zoo.csv") -> list[dict[str, Any]]:
    return [draft.data for draft in read_text("csv", text, tmp_path / name).drafts]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Model,Top-1,Params\nA,76.5,25.6M\nB,77.1,44.5M\n"),
        ("a.csv", "Model;Top-1;Params\nA;76.5;25.6M\nB;77.1;44.5M\n"),
        ("a.csv", "\ufeffModel\tTop-1\tParams\r\nA\t76.5\t25.6M\r\nB\t77.1\t44.5M\r\n"),
        ("a.csv", "sep=|\nModel|Top-1|Params\nA|76.5|25.6M\nB|77.1|44.5M\n"),
        ("a.tsv", 'Model\tTop-1\tParams\n"A"\t76.5\t25.6M\n"B"\t77.1\t44.5M\n'),
        ("a.csv", "Exported on 2024-05-01\n\nModel,Top-1,Params\nA,76.5,25.6M\nB,77.1,44.5M\n,,\n"),
        ("a.csv", "Models, weights and more,,\nModel,Top-1,Params\nA,76.5,25.6M\nB,77.1,44.5M"),
        ("a.csv", "模型,Top-1,参数量\nA,76.5,25.6M\n模型,Top-1,参数量\nB,77.1,44.5M\n"),
    ],
)
def test_delimiters_marks_and_what_stands_above(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    found = recognise(path, text, IMPORTERS.values())
    assert found is not None
    assert found.name == "csv"
    assert [draft.data for draft in read("csv", path).drafts] == [
        {"name": "A", "params": "25.6M", "results": [{"metrics": {"Top-1 Accuracy": 76.5}}]},
        {"name": "B", "params": "44.5M", "results": [{"metrics": {"Top-1 Accuracy": 77.1}}]},
    ]


def test_breaks_and_delimiters_in_quotes(tmp_path: Path) -> None:
    text = 'Model,摘要,mAP\n"Det, small","一行\n又一行，""引用""",40.2\nB,,41\n'
    result = read_text("csv", text, tmp_path / "zoo.csv")
    first, second = result.drafts
    assert first.data["name"] == "Det, small"
    assert first.data["abstract"] == {"zh": '一行\n又一行，"引用"'}
    assert (first.source.line, second.source.line) == (2, 4)


def test_links_in_cells(tmp_path: Path) -> None:
    text = (
        "Paper,Code,Download\n"
        "BarNet: Bars (https://arxiv.org/abs/2101.00001),https://github.com/a/b,"
        "[model](https://x.org/a.pth)\n"
    )
    (entry,) = entries(tmp_path, text)
    assert entry["name"] == "BarNet"
    assert entry["paper"] == {"title": "BarNet: Bars", "arxiv": "2101.00001"}
    assert entry["code"] == [{"url": "https://github.com/a/b", "kind": "other"}]
    assert entry["weights"] == ["https://x.org/a.pth"]


def test_a_name_in_the_column_of_papers_is_no_title(tmp_path: Path) -> None:
    """As our own export has it, where a model has no paper."""
    text = "Model,Model and paper,Params\nA,A,5M\nB,B; On Bees,6M\nC,[C](https://arxiv.org/abs/2001.00001),7M\n"
    papers = [entry.get("paper") for entry in entries(tmp_path, text)]
    assert papers[:2] == [None, {"title": "On Bees"}]
    assert papers[2]["arxiv"] == "2001.00001"


def test_several_tables_and_headings_in_one_file(tmp_path: Path) -> None:
    text = (
        "模型,Top-1\n图像分类,\nA,76.5\nResNet 系列,\nB,77.1\nLoner,\n\n"
        "目标检测\nModel,mAP,Weights\nC,40.2,https://x.org/c.pth\n"
    )
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert result.read == {"tables": 2, "rows": 6}
    found = {draft.name: draft.data for draft in result.drafts}
    assert list(found) == ["A", "B", "Loner", "C"]
    assert found["A"]["tasks"] == ["image-classification"]
    assert found["B"]["collection"] == "ResNet"
    assert found["C"]["tasks"] == ["object-detection"]
    assert found["C"]["results"] == [{"metrics": {"mAP": 40.2}}]


def test_what_is_left_out_is_said_with_its_line(tmp_path: Path) -> None:
    text = "ours, in 2024\nModel,Mood,mAP\nA,good,40.2,why\n,bad,41\n"
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert [(item.what, item.place.line) for item in result.left_out] == [
        ("the line “ours in 2024”", 1),
        ("cells of the line “A”", 3),
        ("the row “bad”", 4),
    ]


def test_the_quote_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, "Model,Summary\n'+Net,'=the best of all\n")
    assert (entry["name"], entry["summary"]) == ("+Net", {"en": "=the best of all"})


def test_ids_are_taken_and_the_numbers_of_a_database_are_not(tmp_path: Path) -> None:
    text = "id,Model,mAP\nnet-a,A,40\n17,B,41\nNot One,C,42\n"
    result = read_text("csv", text, tmp_path / "zoo.csv")
    assert [draft.data.get("id") for draft in result.drafts] == ["net-a", None, None]
    assert [note.field for note in result.drafts[2].notes] == ["id"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'Model,mAP\nA,40\nB,"41\nC,42\n', "import.csv", 3),
        ("模型,精度\n甲,1\n".encode("gbk"), "encoding", 1),
        ("Model,mAP\nA,40\n".encode("utf-16"), "encoding", 1),
        (b"Name of it,mAP\n1,40\n", "import.names", 1),
        (b"Model\n", "import.empty", 0),
        (b"", "import.empty", 0),
    ],
)
def test_what_cannot_be_read_is_told_with_code_and_line(
    tmp_path: Path, data: bytes, code: str, line: int
) -> None:
    path = tmp_path / "zoo.csv"
    path.write_bytes(data)
    with pytest.raises(ProblemError) as raised:
        IMPORTERS["csv"].read([path], context())
    assert (raised.value.problem.code, raised.value.problem.line) == (f"modelzoo.{code}", line)
    assert raised.value.problem.file == "zoo.csv"
    said = CliRunner().invoke(main, ["import", str(path), "--from", "csv", "-o", "-"])
    assert said.exit_code == 2
    assert f"[modelzoo.{code}]" in said.output


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name, text in {
        "a.csv": "Model,mAP\nA,40\n",
        "deep/b.tsv": "模型\tmAP\nB\t41\n",
        "log.csv": "epoch,loss\n1,0.5\n",
        "c.txt": "Model,mAP\nC,40\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [path.name for path in IMPORTERS["csv"].find(tmp_path)] == ["a.csv", "b.tsv"]


@given(st.text('"ab,;\t\n模1 ', max_size=80))
def test_any_text_is_cut_into_cells_or_refused(text: str) -> None:
    found: list[Block] = []
    with suppress(ProblemError):  # a quote that is not closed
        found += delimited.blocks(text, ".csv", lambda words: False)
    assert all(block.line >= 1 for block in found)
    assert all(table.rows for table in found if isinstance(table, Table))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_exported_table_comes_back(tmp_path: Path, language: str) -> None:
    """CSV holds what a cell can say: of a result, its figures in words; of a text, one language."""
    table, target = tmp_path / "zoo.csv", tmp_path / "models.yaml"
    for command in (
        ["export", str(EXAMPLES), "--to", "csv", "--language", language, "-o", str(table)],
        ["import", str(table), "-o", str(target)],
    ):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
    wanted = load_catalog(str(EXAMPLES), tmp_path).models
    made = load_catalog(str(target), tmp_path).models
    held: list[bool] = []
    for one, other in zip(made, wanted, strict=True):
        assert (one.id, one.name, one.tasks, one.tags) == (
            other.id, other.name, other.tasks, other.tags,
        )  # fmt: skip
        assert one.summary
        assert other.summary
        assert one.paper
        assert other.paper
        assert one.summary.entries == tuple(
            entry for entry in other.summary.entries if entry[0] == language
        )
        assert (one.paper.title, one.paper.year) == (other.paper.title, other.paper.year)
        assert _links(one.paper) & _links(other.paper) or not _links(other.paper)
        quick = {code.url for code in other.code if code.kind == "quick-start"}
        assert quick <= {code.url for code in one.code}
        assert _figures(one) <= _figures(other)
        held += [_figures(one) == _figures(other)] if _figures(other) else []
    assert sum(held) >= 0.65 * len(held), f"{sum(held)} of {len(held)}"


def _links(paper: Paper) -> set[str]:
    return {link for link in (paper.arxiv, paper.doi, paper.url) if link}


def _figures(model: Model) -> set[float]:
    return {metric.value for result in model.results for metric in result.metrics.values()}


def test_a_second_import_keeps_ids_and_what_was_added_by_hand(tmp_path: Path) -> None:
    source, target = tmp_path / "zoo.csv", tmp_path / "models.yaml"
    source.write_text("Model,mAP\nA,40.2\nB,41\n", encoding="utf-8")
    command = ["import", str(source), "-o", str(target)]
    assert CliRunner().invoke(main, command).exit_code == 0
    text = target.read_text(encoding="utf-8").replace("id: a\n", "id: renamed\n    aliases: [a]\n")
    text = text.replace("name: A\n", "name: A\n    summary: By hand.  # stays\n")
    target.write_text(text, encoding="utf-8")
    source.write_text("Model;mAP;Params\nB;41.5;7M\nA;40.2;5M\nC;1;2M\n", encoding="utf-8")
    assert CliRunner().invoke(main, command).exit_code == 0
    after = target.read_text(encoding="utf-8")
    assert "summary: By hand.  # stays" in after
    found = {entry["id"]: entry for entry in yaml.safe_load(after)["models"]}
    assert list(found) == ["renamed", "b", "c"]
    assert found["renamed"]["params"] == "5M"
    assert found["b"]["results"] == [{"metrics": {"mAP": 41.5}}]


def test_versions_are_texts(tmp_path: Path) -> None:
    text = "Model,Since,截止版本,Top-1\nA,3.10,release/4,76.5\n"
    (draft,) = read_text("csv", text, tmp_path / "zoo.csv").drafts
    assert (draft.data["since"], draft.data["until"]) == ("3.10", "release/4")
