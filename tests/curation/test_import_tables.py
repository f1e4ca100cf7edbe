"""Tables of Markdown and HTML become entries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats import markup_files as tables
from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportContext, ImportResult
from sphinx_modelzoo.curation.grids import html_tables as html
from sphinx_modelzoo.curation.grids import markdown_tables as markdown
from sphinx_modelzoo.curation.grids.grid import Heading, Table
from sphinx_modelzoo.curation.grids.link_roles import usable
from sphinx_modelzoo.curation.grids.model_names import propose_name
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from tests.support import DOCS

HEADER = (
    "<tr><th>序号</th><th>论文名称(链接)</th><th>摘要</th><th>数据集</th><th>快速开始</th></tr>"
)


def run(tmp_path: Path, text: str, name: str = "zoo.md") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    context = ImportContext(Vocabularies.builtin(), display=lambda path: path.name)
    return tables.read([path], context)


def entries(tmp_path: Path, text: str, name: str = "zoo.md") -> list[dict[str, Any]]:
    found = run(tmp_path, text, name).drafts
    for draft in found:
        model, issues = validate(Model, {"id": "x", **draft.data})
        assert model is not None, issues
    return [draft.data for draft in found]


def by_name(result: ImportResult, name: str) -> Draft:
    return next(draft for draft in result.drafts if draft.name == name)


def table(text: str) -> Table:
    return next(block for block in markdown.blocks(text) if isinstance(block, Table))


def words(found: Table) -> list[list[str]]:
    return [[cell.words for cell in row.cells] for row in found.rows]


# -- the shared table ------------------------------------------------------------------------------


def test_the_shared_table(shared: Path) -> None:
    path = shared / "paddle-community-2021.md"
    result = tables.read([path], ImportContext(Vocabularies.builtin()))
    assert result.read == {"tables": 1, "rows": 114}
    assert len(result.drafts) == 114
    assert result.left_out == []
    assert [draft.hints["row"] for draft in result.drafts] == list(range(1, 115))
    assert sum("abstract" in draft.data for draft in result.drafts) == 81
    lines = path.read_text(encoding="utf-8").split("\n")
    for draft in result.drafts:
        model, issues = validate(Model, {"id": "x", **draft.data})
        assert model is not None, (draft.name, issues)
        assert lines[draft.source.line - 1].strip() == "<tr>"
        assert lines[draft.source.line].strip() == f"<td>{draft.hints['row']}</td>"
        assert draft.data["code"][0]["kind"] == "quick-start"
    # Two rows have the title where the link should be.
    unlinked = [draft.hints["row"] for draft in result.drafts if not _linked(draft)]
    assert unlinked == [81, 82]
    assert all("invalid link" in draft.notes[0].message for draft in result.drafts[80:82])


def _linked(draft: Draft) -> bool:
    paper = draft.data["paper"]
    return "url" in paper or "arxiv" in paper


def test_names_of_the_shared_table(shared: Path) -> None:
    path = shared / "paddle-community-2021.md"
    result = tables.read([path], ImportContext(Vocabularies.builtin()))
    names = {draft.hints["row"]: draft.name for draft in result.drafts}
    short = {7: "YOLOv4", 11: "PointNet++", 21: "R-Drop", 63: "R2U-Net", 106: "Fastformer"}
    assert {row: names[row] for row in short} == short
    assert names[30] == "Supervised Contrastive Learning"
    assert names[22].startswith("Show, Attend and Tell")
    assert len(set(names.values())) == 114


# -- tables in documents ---------------------------------------------------------------------------


def test_pipe_table_with_links_escapes_and_code() -> None:
    found = table("| A | B |\n|:--|--:|\n| **x** `c|d` | [y](z.md) a \\| b |\n")
    assert words(found) == [["x c|d", "y a | b"]]
    assert found.rows[0].cells[1].anchors[0].url == "z.md"
    assert [row.line for row in found.rows] == [3]


def test_pipe_table_without_outer_pipes_and_with_short_rows() -> None:
    found = table("A | B | C\n--|--|--\n1 | 2\n1 | 2 | 3 | 4\n\nafter | it\n")
    assert words(found) == [["1", "2"], ["1", "2", "3"]]


@pytest.mark.parametrize(
    "body",
    [
        "<tr><td>1</td></td><td>2</td></tr>",
        "<tr><td>1</th><td>2</td></tr>",
        "<tr><td>1<td>2",
        "<tr><td>1</td><td>2</td></tr></tr></tbody>",
        "<tbody><tr><td>1</td><td>2</tr>",
        "<td>1</td><td>2</td>",
        "<tr><td>1</td><td><b>2</td></tr>",
        "<tr><td><!-- <td>0</td> -->1</td><td>2</td></tr>",
    ],
)
def test_malformed_html(body: str) -> None:
    found = table(f"<table><tr><th>A</th><th>B</th></tr>\n{body}\n</table>\n")
    assert words(found) == [["1", "2"]]


def test_spans_are_repeated() -> None:
    found = table(
        "<table><thead><tr><th rowspan=2>M</th><th colspan=2>COCO</th></tr>"
        "<tr><th>AP</th><th>AR</th></tr></thead>"
        "<tr><td rowspan=2>a</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert [cell.words for cell in found.header.cells] == ["M", "COCO AP", "COCO AR"]
    assert words(found) == [["a", "1", "2"], ["a", "3", "4"]]
    assert found.rows[0].cells[0] is found.rows[1].cells[0]


def test_huge_spans_do_no_harm() -> None:
    text = "<table><tr><th>A<th>B</tr><tr><td colspan=99999999 rowspan=99999>x</table>"
    assert all(len(row.cells) <= 200 for row in table(text).rows)


def test_lines_of_cells() -> None:
    head = "# T\n\n<table>\n<tr><th>A</th>\n<th>B</th></tr>\n"
    text = f"{head}<tr>\n<td>1</td>\n\n<td>2</td></tr>\n</table>"
    found = table(text)
    assert found.line == 3
    assert found.rows[0].line == 6
    assert [cell.line for cell in found.rows[0].cells] == [7, 9]


def test_lines_after_long_text() -> None:
    # The parser reads its input in pieces of ten thousand characters.
    filler = "x " * 9_000
    rows = "".join(f"<tr>\n<td>{n}</td><td>{filler}</td></tr>\n" for n in range(5))
    found = table(f"<table>\n<tr><th>A</th><th>B</th></tr>\n{rows}</table>")
    assert [row.line for row in found.rows] == [3, 5, 7, 9, 11]


def test_folded_text_is_apart_and_struck_out_text_is_gone() -> None:
    found = table(
        "<table><tr><th>A<th>B</tr><tr><td>x<details><summary>More</summary><p>in</p>side</details>"
        "<td><s>80</s> 81<sup>1</sup></table>"
    )
    first, second = found.rows[0].cells
    assert first.text == "x"
    assert [(fold.summary, fold.text) for fold in first.folds] == [("More", "in\nside")]
    assert second.words == "81^1"


def test_code_and_prose_hold_no_tables() -> None:
    text = "```\n| A | B |\n|---|---|\n| 1 | 2 |\n```\n\n~~~html\n<table><tr><td>x</table>\n~~~\n"
    assert list(markdown.blocks(text)) == []


def test_headings_and_tables_in_their_order() -> None:
    text = (
        "Title\n=====\n\n## A *b* ##\n\n|x|y|\n|-|-|\n|1|2|\n\n<h3>C</h3>\n\n"
        "<table><tr><td>p<td>q</tr><tr><td>1<td>2</table>\nlast\n----\n"
    )
    found = [
        (b.level, b.text, b.line) if isinstance(b, Heading) else ("table", b.line)
        for b in markdown.blocks(text)
    ]
    assert found == [
        (1, "Title", 1), (2, "A b", 4), ("table", 6), (3, "C", 10), ("table", 12), (2, "last", 13),
    ]  # fmt: skip


def test_an_unclosed_table_ends_at_the_next_heading() -> None:
    text = "<table><tr><th>A<th>B</tr><tr><td>1<td>2\n\n## Next\n\n|x|y|\n|-|-|\n|3|4|\n"
    found = [b for b in markdown.blocks(text) if isinstance(b, Table)]
    assert [words(block) for block in found] == [[["1", "2"]], [["3", "4"]]]


def test_a_table_for_the_layout_is_looked_through() -> None:
    inner = "<table><tr><th>A<th>B</tr><tr><td>1<td>2</table>"
    found = list(html.blocks(f"<table><tr><td>{inner}</td></tr></table>"))
    assert [words(block) for block in found if isinstance(block, Table)] == [[["1", "2"]]]


@given(st.text("|-:<>/tablerdh \n#`~=", max_size=80))
def test_any_document_is_read_without_an_error(text: str) -> None:
    for block in (*markdown.blocks(text), *html.blocks(text)):
        assert block.line >= 0


# -- entries ---------------------------------------------------------------------------------------


def test_a_row_like_paddles(tmp_path: Path) -> None:
    row = (
        '<tr><td>3</td><td><a href="https://arxiv.org/pdf/2101.00001v2.pdf">FooNet: Nets of Foo</a>'
        "</td><td><details><summary>Abstract</summary><div>We present the FooNet of all.</div>"
        "</details></td><td>Cityscapes mIoU 70.1%，见论文Table 2</td>"
        '<td><a href="https://github.com/a/foo.git">快速开始</a></td></tr>'
    )
    assert entries(tmp_path, f"<table>{HEADER}{row}</table>") == [
        {
            "name": "FooNet",
            "paper": {
                "title": "FooNet: Nets of Foo",
                "url": "https://arxiv.org/pdf/2101.00001v2.pdf",
            },
            "abstract": {"en": "We present the FooNet of all."},
            "code": [{"url": "https://github.com/a/foo.git", "kind": "quick-start"}],
            "results": [
                {
                    "dataset": "Cityscapes",
                    "metrics": {"mIoU": {"value": 70.1, "unit": "%"}},
                    "source": {"kind": "paper", "locator": "Table 2"},
                    "raw": {"zh": "Cityscapes mIoU 70.1%，见论文Table 2"},
                }
            ],
        }
    ]


def test_english_headers_in_another_order(tmp_path: Path) -> None:
    text = (
        "| Code | Abstract | Results | Paper |\n|---|---|---|---|\n"
        "| [code](https://github.com/a/b) | We do it with care. | MNIST acc 99.1 |"
        " [BarNet: Bars](https://openreview.net/forum?id=1) |\n"
    )
    (entry,) = entries(tmp_path, text)
    assert entry["name"] == "BarNet"
    assert entry["abstract"] == {"en": "We do it with care."}
    assert entry["results"][0]["metrics"] == {"Accuracy": 99.1}
    assert entry["code"] == [{"url": "https://github.com/a/b", "kind": "other"}]


def test_columns_of_figures(tmp_path: Path) -> None:
    text = (
        "## ImageNet-1k\n\n"
        "| Model | Params (M) | FLOPs(G) | Top-1 (%) | Top-5 (%) | Resolution |\n"
        "|---|---|---|---|---|---|\n| A-1 | 25.6 | 4.1 | 76.5 | 93.0 | 224x224 |\n"
        "| A-2 | 44.5M | 7.8G | - | 93.9±0.1 | 224x224 |\n"
    )
    first, second = entries(tmp_path, text)
    assert (first["params"], first["flops"]) == (25_600_000, 4_100_000_000)
    assert first["results"] == [
        {
            "dataset": "ImageNet-1k",
            "metrics": {
                "Top-1 Accuracy": {"value": 76.5, "unit": "%"},
                "Top-5 Accuracy": {"value": 93.0, "unit": "%"},
            },
            "conditions": {"input_size": "224x224"},
        }
    ]
    assert (second["params"], second["flops"]) == (44_500_000, 7_800_000_000)
    assert list(second["results"][0]["metrics"]) == ["Top-5 Accuracy"]


def test_datasets_in_headers_make_a_result_each(tmp_path: Path) -> None:
    text = (
        "| Model | COCO box AP | LVIS box AP | PSNR/SSIM |\n|--|--|--|--|\n"
        "| Det | 40.2 | 25.1 | 28.1/0.81 |\n"
    )
    (entry,) = entries(tmp_path, text)
    assert [(r.get("dataset"), r["metrics"]) for r in entry["results"]] == [
        ("COCO", {"box AP": 40.2}),
        ("LVIS", {"box AP": 25.1}),
        (None, {"PSNR": 28.1, "SSIM": 0.81}),
    ]


def test_a_column_of_datasets(tmp_path: Path) -> None:
    head = "| 模型 | 数据集 | mIoU |\n|--|--|--|\n"
    text = f"{head}| Seg | ADE20K | 44.1 |\n| Sog | My Own Set | 12.5 |\n"
    first, second = entries(tmp_path, text)
    assert first["results"] == [{"dataset": "ADE20K", "metrics": {"mIoU": 44.1}}]
    assert second["results"] == [{"dataset": "My Own Set", "metrics": {"mIoU": 12.5}}]


def test_rows_of_one_model_become_variants(tmp_path: Path) -> None:
    text = (
        "<table><tr><th>Model<th>Backbone<th>box AP<th>Download</tr>"
        '<tr><td rowspan=2>Det<td>R-50<td>40.2<td><a href="https://x.org/a.pth">model</a></tr>'
        '<tr><td>R-101<td>42.0<td><a href="https://x.org/b.pth">model</a></tr></table>'
    )
    (entry,) = entries(tmp_path, text)
    assert [variant["id"] for variant in entry["variants"]] == ["r-50", "r-101"]
    assert entry["variants"][1] == {
        "id": "r-101",
        "name": "R-101",
        "weights": [{"url": "https://x.org/b.pth"}],
        "results": [{"metrics": {"box AP": 42.0}, "conditions": {"backbone": "R-101"}}],
    }


def test_minified_rows_are_apart(tmp_path: Path) -> None:
    # Everything on one line: cells are told apart by themselves, not by their lines.
    text = "<table><tr><th>Model<th>acc</tr><tr><td>A<td>1.5</tr><tr><td>B<td>2.5</tr></table>"
    assert [entry["name"] for entry in entries(tmp_path, text)] == ["A", "B"]


@pytest.mark.parametrize(
    ("heading", "field", "value"),
    [
        ("## 目标检测", "tasks", ["object-detection"]),
        ("## 2.1 Semantic Segmentation Models (12)", "tasks", ["semantic-segmentation"]),
        ("### ResNet series", "collection", "ResNet"),
        ("## PP-YOLO 系列", "collection", "PP-YOLO"),
        ("# My zoo", "collection", None),
        ("## Model Zoo", "collection", None),
    ],
)
def test_the_heading_gives_the_task_or_the_collection(
    tmp_path: Path, heading: str, field: str, value: object
) -> None:
    (entry,) = entries(tmp_path, f"{heading}\n\n| Model | acc |\n|--|--|\n| A | 90.1 |\n")
    assert entry.get(field) == value


def test_headings_above_headings(tmp_path: Path) -> None:
    head = "|Model|acc|\n|-|-|\n"
    text = f"# Zoo\n## Image Classification\n### ResNet\n{head}|A|90.1|\n## Other\n{head}|B|90.1|\n"
    first, second = entries(tmp_path, text)
    assert (first["tasks"], first["collection"]) == (["image-classification"], "ResNet")
    assert "tasks" not in second
    assert "collection" not in second


def test_a_row_over_all_columns_is_a_heading(tmp_path: Path) -> None:
    text = (
        "<table><tr><th>Model<th>acc</tr><tr><td colspan=2>图像分类</tr><tr><td>A<td>90.1</tr>"
        "<tr><td colspan=2>Text Classification</tr><tr><td>B<td>80.1</tr></table>"
    )
    first, second = entries(tmp_path, text)
    assert first["tasks"] == ["image-classification"]
    assert second["tasks"] == ["text-classification"]


def test_several_links_in_a_cell(tmp_path: Path) -> None:
    text = (
        "| Model | Code | Download |\n|--|--|--|\n| A ([paper](https://arxiv.org/abs/2101.00001)) |"
        " [train](https://github.com/a/t) <br> [infer](https://github.com/a/i) |"
        " [model](https://x.org/m.pth) \\| [log](https://x.org/m.json) |\n"
    )
    (entry,) = entries(tmp_path, text)
    assert entry["name"] == "A"
    assert entry["paper"] == {"arxiv": "2101.00001"}
    assert [code["kind"] for code in entry["code"]] == ["training", "inference"]
    assert entry["weights"] == [{"url": "https://x.org/m.pth"}]
    assert entry["log"] == "https://x.org/m.json"


def test_links_that_are_written_out(tmp_path: Path) -> None:
    text = "| 模型 | 代码链接 |\n|--|--|\n| A | https://github.com/a/b，欢迎使用 |\n"
    (entry,) = entries(tmp_path, text)
    assert entry["code"] == [{"url": "https://github.com/a/b", "kind": "other"}]


def test_facts_in_columns(tmp_path: Path) -> None:
    text = (
        "| Name | License | Year | Venue | Task | Language | Tags | Description |\n"
        "|--|--|--|--|--|--|--|--|\n"
        "| A | Apache 2.0 | 2021 | CVPR | 目标检测, tracking of bees | 中文 / English | Fast |"
        " 这是一个模型 |\n"
    )
    (entry,) = entries(tmp_path, text)
    assert entry["license"] == "Apache-2.0"
    assert entry["paper"] == {"year": 2021, "venue": "CVPR"}
    assert entry["tasks"] == ["object-detection"]
    assert entry["tags"] == ["tracking-of-bees", "fast"]
    assert entry["languages"] == ["zh", "en"]
    assert entry["summary"] == {"zh": "这是一个模型"}


def test_html_files(tmp_path: Path) -> None:
    text = (
        "<html><body><h2>语音识别</h2><table><tr><td>名称<td>数据集<td>结果</tr>"
        "<tr><td>Speech-1<td>AISHELL-1<td>CER 6.4%</tr></table></body></html>"
    )
    (entry,) = entries(tmp_path, text, "zoo.html")
    assert entry["tasks"] == ["automatic-speech-recognition"]
    assert entry["results"][0]["dataset"] == "AISHELL-1"


# -- what is left out ------------------------------------------------------------------------------


def test_what_is_left_out_is_said_with_its_line(tmp_path: Path) -> None:
    head = "| Model | Mood | acc |\n|--|--|--|\n"
    text = f"{head}| A | happy | 90.1 |\n| | sad | 80.1 |\n\n|x|y|\n|-|-|\n|1|2|\n"
    result = run(tmp_path, text)
    assert [(item.what, item.place.line) for item in result.left_out] == [
        ("the row “sad”", 4),
        ("a table", 6),
    ]


def test_a_cell_that_is_not_read_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, "| Model | acc |\n|--|--|\n| A | 76<sup>1</sup> |\n| B | 80.1 |\n")
    assert "results" not in by_name(result, "A").data
    (note,) = by_name(result, "A").notes
    assert (note.message, note.line) == ("“76^1” in the column “acc” was not read", 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("| # | Value |\n|--|--|\n| 1 | 2 |\n", "no column of the table names the models"),
        ("just words\n", "holds no table"),
    ],
)
def test_a_file_without_models(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProblemError, match=message) as raised:
        run(tmp_path, text)
    assert raised.value.problem.file == "zoo.md"


def test_a_file_without_models_among_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("no table", encoding="utf-8")
    (tmp_path / "b.md").write_text("|Model|acc|\n|-|-|\n|A|90.1|\n", encoding="utf-8")
    paths = [tmp_path / "a.md", tmp_path / "b.md"]
    assert len(tables.read(paths, ImportContext(Vocabularies.builtin())).drafts) == 1


def test_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text("|Model|acc|\n|-|-|\n|A|90.1|\n", encoding="utf-8")
    (tmp_path / "sub" / "b.html").write_text("<table><tr><td>x</table>", encoding="utf-8")
    (tmp_path / "c.md").write_text("no table", encoding="utf-8")
    (tmp_path / "d.txt").write_text("|Model|acc|\n|-|-|\n|A|90.1|\n", encoding="utf-8")
    assert [path.name for path in tables.find(tmp_path)] == ["a.md", "b.html"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "|Model|acc|\n|:-:|-|\n", True),
        ("a.md", "x\n<TABLE class=y>\n", True),
        ("a.md", "a | b\n", False),
        ("a.yaml", "|Model|acc|\n|-|-|\n", False),
    ],
)
def test_sniff(name: str, text: str, expected: bool) -> None:
    assert tables.sniff(Path(name), text) is expected


# -- names and links -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("YOLOv4: Optimal Speed and Accuracy", "YOLOv4"),
        ("SASRec：Self-Attentive Sequential Recommendation", "SASRec"),
        ("Mask R-CNN: Masks", "Mask R-CNN"),
        ("A Recurrent U-Net (R2U-Net) for Images", "R2U-Net"),
        ("Splinter: Few-Shot Questions", "Splinter"),
        ("Longformer: The Long-Document Transformer", "Longformer"),
        ("Show, Attend and Tell: Captions", "Show, Attend and Tell: Captions"),
        ("Encoding in Style: a StyleGAN Encoder", "Encoding in Style: a StyleGAN Encoder"),
        ("Deep Learning: A Survey", "Deep Learning: A Survey"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("Towards Models (Part 1) of Things", "Towards Models (Part 1) of Things"),
        ("Real-Time Matting: A Study", "Real-Time Matting: A Study"),
    ],
)
def test_names_from_titles(title: str, name: str) -> None:
    assert propose_name(title) == name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.org/b", "https://a.org/b"),
        (" https://a.org/b c ", "https://a.org/b%20c"),
        ("//a.org/b", "https://a.org/b"),
        ("configs/a.py", "configs/a.py"),
        ("https://a.org/模型", "https://a.org/模型"),
        ("https://a.org/{x}|y", "https://a.org/%7Bx%7D%7Cy"),
        ("javascript:alert(1)", None),
        ("A Title: Of a Paper (a.org)", None),
        ("#part", None),
        ("", None),
        ("https:/broken", None),
    ],
)
def test_usable_links(url: str, expected: str | None) -> None:
    assert usable(url) == expected


@pytest.mark.parametrize(
    ("cell", "name", "id"),
    [
        ("文心 ERNIE<br>ERNIE", "文心 ERNIE", "ernie"),
        ("ERNIE<br>文心 ERNIE", "文心 ERNIE", "ernie"),
        ("PP-YOLOE<br>PP-YOLOE", "PP-YOLOE", "pp-yoloe"),
        ("ResNet-50 v1.5", "ResNet-50 v1.5", "resnet-50-v1-5"),
        ("YOLOv5 (6.0)", "YOLOv5 (6.0)", "yolov5-6-0"),
        ("ViT-B/16 <sub>384</sub>", "ViT-B/16 384", "vit-b-16-384"),
        ("语音识别<br>DeepSpeech2", "语音识别 DeepSpeech2", "deepspeech2"),
    ],
)
def test_names_in_two_languages_and_with_versions(
    tmp_path: Path, cell: str, name: str, id: str
) -> None:
    (tmp_path / "t.md").write_text(f"| Model | Top-1 |\n|---|---|\n| {cell} | 80.1 |\n")
    target = tmp_path / "models.yaml"
    for _ in range(2):  # the second import finds what the first one made
        result = CliRunner().invoke(main, ["import", str(tmp_path / "t.md"), "-o", str(target)])
        assert result.exit_code == 0, result.output
        (entry,) = yaml.safe_load(target.read_text(encoding="utf-8"))["models"]
        assert (entry["name"], entry["id"]) == (name, id)


@pytest.mark.parametrize(
    ("cell", "name", "title"),
    [
        (
            "**YOLO9000**<br>[YOLO9000: Better, Faster](https://arxiv.org/abs/1612.08242)",
            "YOLO9000",
            "YOLO9000: Better, Faster",
        ),
        (
            "Our Net<br>[Seeing the Shore](https://arxiv.org/abs/1612.08242)",
            "Our Net",
            "Seeing the Shore",
        ),
        (
            "Seeing the Shore<br>[paper](https://arxiv.org/abs/1612.08242)",
            "Seeing the Shore",
            "Seeing the Shore",
        ),
    ],
)
def test_a_name_above_the_link_with_the_title(
    tmp_path: Path, cell: str, name: str, title: str
) -> None:
    (entry,) = entries(tmp_path, f"| Model and paper | Tasks |\n|---|---|\n| {cell} | |\n")
    assert (entry["name"], entry["paper"]["title"]) == (name, title)
    assert entry["paper"]["arxiv"] == "1612.08242"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_a_readme_comes_back(tmp_path: Path, language: str) -> None:
    """What ``export --to markdown`` writes names the same models, with the same ids."""
    models = DOCS / "models"
    readme, target = tmp_path / "README.md", tmp_path / "models.yaml"
    arguments = ["--to", "markdown", "--language", language]
    readme.write_text("<!-- modelzoo:begin -->\n<!-- modelzoo:end -->\n")
    for command in (
        ["export", str(models), *arguments, "-o", str(readme)],
        ["import", str(readme), "-o", str(target)],
    ):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
    made = {model.id: model for model in load_catalog(str(target), tmp_path).models}
    wanted = {model.id: model for model in load_catalog(str(models), tmp_path).models}
    named = {id for id, model in made.items() if id in wanted and model.name == wanted[id].name}
    assert len(made) == len(wanted)
    assert len(named) >= 0.9 * len(wanted)
