"""Tables as the README files of model zoos have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinx_modelzoo.curation.formats.importer_types import ImportContext
from sphinx_modelzoo.curation.merge.source_files import read_sources
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from tests.support.import_helpers import IMPORTERS, read_text


def entries(tmp_path: Path, text: str) -> dict[str, dict[str, Any]]:
    result = read_text("tables", text, tmp_path / "zoo.md")
    return {draft.name: draft.data for draft in result.drafts}


def test_links_by_reference_and_footnotes(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        """
| Paper | Code | Results |
|---|---|---|
| [Attention Is All You Need][] | [repo][1] | WMT14 en-de BLEU 27.3 |
| [Deep Residual Learning][resnet] | - | - |
| BERT[^note] | - | - |

[attention is all you need]: https://arxiv.org/abs/1706.03762 "A title"
[resnet]: https://arxiv.org/abs/1512.03385
[1]: https://github.com/tensorflow/tensor2tensor
[^note]: trained longer
""",
    )
    attention = found["Attention Is All You Need"]
    assert attention["paper"] == {"title": "Attention Is All You Need", "arxiv": "1706.03762"}
    assert attention["code"][0]["url"] == "https://github.com/tensorflow/tensor2tensor"
    assert found["Deep Residual Learning"]["paper"]["arxiv"] == "1512.03385"
    assert "BERT" in found


def test_tables_in_lists_and_quotes(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        """
- Text
  * Translation

    | Model | BLEU |
    |---|---|
    | Alpha | 27.3 |

> | Model | BLEU |
> |---|---|
> | Beta | 28.4 |

An indented block is code:

    | Model | BLEU |
    |---|---|
    | Gamma | 29.5 |
""",
    )
    assert list(found) == ["Alpha", "Beta"]


def test_a_cell_over_several_columns_is_no_condition_and_no_figure(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        """
<table><tr><th>Model</th><th>Backbone</th><th>box AP</th><th>mask AP</th></tr>
<tr><td rowspan="2" style="color:red">Alpha</td><td>R-50</td><td>38.2</td><td>34.7</td></tr>
<tr><td>R-101</td><td>40.0</td><td>36.1</td></tr>
<tr><td colspan="2">Beta</td><td colspan="2">41.2</td></tr></table>
""",
    )
    assert [result["conditions"] for result in found["Alpha"]["results"]] == [
        {"backbone": "R-50"},
        {"backbone": "R-101"},
    ]
    assert "results" not in found["Beta"]


def test_headers_in_two_languages(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        """
<table border=1>
<tr><td>模型<br>Model</td><td>任务<br>Task</td><td>精度<br>Accuracy</td><td>速度(FPS)</td></tr>
<tr><td>ResNet<td>图像分类<br>Image classification<td>76.1%<td>22.1</table>
""",
    )
    assert found["ResNet"] == {
        "name": "ResNet",
        "tasks": ["image-classification"],
        "results": [
            {
                "metrics": {
                    "Accuracy": {"value": 76.1, "unit": "%"},
                    "FPS": {"value": 22.1, "unit": "FPS"},
                }
            }
        ],
    }


@pytest.mark.parametrize("name", ["zoo.xlsx", "zoo.ods", "zoo.docx"])
def test_files_of_other_formats_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(ProblemError, match="unrecognised file format") as caught:
        read_sources([path], ImportContext(Vocabularies.builtin()), IMPORTERS)
    assert caught.value.problem.code == "modelzoo.import.format"
    assert "save it as CSV" in (caught.value.problem.hint or "")
