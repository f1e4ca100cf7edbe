"""Own fields in MkDocs, and in pages on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.mkdocs_project import Site, i18n
from tests.views.test_own_fields import OCR

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

INDEX = """\
# Zoo

```{modelzoo}
:columns: name, backbone, hmean, model_size, nope
:filter: model_size < 100
:sort: -extra:hmean
```
"""


def test_a_table_as_paddleocr_keeps_it(tmp_path: Path) -> None:
    site = Site(tmp_path, {"index.md": INDEX}, catalog=OCR, plugins=[i18n("suffix")])
    built = site.build()
    assert {warning for warning in built.warnings if "“nope”" not in warning} == set()
    languages = {
        "": ["Backbone", "Hmean %", "Model size MB"],
        "zh/": ["骨干网络", "Hmean %", "模型大小 MB"],
    }
    for folder, heads in languages.items():
        page = built.soup(f"{folder}index.html")
        assert [cell.get_text() for cell in page.select("thead th")][1:4] == heads
        rows = page.select("tbody tr")[:3]
        found = [row.select("td")[1].get_text(strip=True) for row in rows]
        assert found == ["82.38", "81.67", "75.29"]
        facts = built.soup(f"{folder}models/db-0/index.html").get_text()
        assert heads[-1].removesuffix(" MB") in facts
        assert "97 MB" in facts


def test_pages_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.yaml").write_text(OCR, encoding="utf-8")
    found = CliRunner().invoke(main, ["pages", "m.yaml", "--out", "pages", "--language", "zh"])
    assert found.exit_code == 0, found.output
    text = next((tmp_path / "pages").rglob("db-0.md")).read_text("utf-8")
    assert "模型大小" in text
    assert "97 MB" in text
