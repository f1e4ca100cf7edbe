"""Two languages from one read-only source tree, at the same time, in PaddlePaddle's layout."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sphinx_project import CATALOG, assert_same_tree, tree

INDEX = {
    "cn": "模型库\n======\n\n.. modelzoo::\n   :preset: paddle\n\n共 :modelzoo:count:`all` 个。\n",
    "en": "Zoo\n===\n\n.. modelzoo::\n   :preset: paddle\n\nThere are :modelzoo:count:`all`.\n",
}
CONF = """\
extensions = ["sphinx_modelzoo"]
language = "{language}"
root_doc = "index_{ours}"
exclude_patterns = ["*_{other}.rst"]
modelzoo_catalog = "models.yaml"
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    source = tmp_path / "docs"
    source.mkdir()
    for suffix, text in INDEX.items():
        (source / f"index_{suffix}.rst").write_text(text, encoding="utf-8")
    (source / "models.yaml").write_text(CATALOG, encoding="utf-8")
    for language, ours, other in (("zh", "cn", "en"), ("en", "en", "cn")):
        conf = tmp_path / "conf" / language / "conf.py"
        conf.parent.mkdir(parents=True)
        conf.write_text(CONF.format(language=language, ours=ours, other=other))
    return source


def command(docs: Path, language: str, out: Path, *options: str) -> list[str]:
    conf = docs.parent / "conf" / language
    return [
        *(sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", *options),
        *("-c", str(conf), str(docs), str(out / language), "-d", str(out / f"d-{language}")),
    ]


def run(*commands: list[str]) -> None:
    """Run commands at the same time; all must succeed."""
    processes = [
        subprocess.Popen(each, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for each in commands
    ]
    for process in processes:
        output, _ = process.communicate()
        assert process.returncode == 0, output


def make_read_only(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


@pytest.mark.parametrize("options", [(), ("-j", "2")], ids=["serial", "parallel"])
def test_at_the_same_time(docs: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    before = tree(docs)
    make_read_only(docs)
    one_by_one, together = tmp_path / "one", tmp_path / "together"
    for language in ("zh", "en"):
        run(command(docs, language, one_by_one))
    run(*(command(docs, language, together, *options) for language in ("zh", "en")))
    for language in ("zh", "en"):
        assert_same_tree(one_by_one / language, together / language)
    assert tree(docs) == before
    chinese = (together / "zh/index_cn.html").read_text(encoding="utf-8")
    assert "序号" in chinese
    assert "共 3 个" in chinese
    docs.chmod(0o755)


@pytest.mark.parametrize("seed", ["0", "12345"])
def test_hash_seed_locale_and_time(docs: Path, tmp_path: Path, seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    run(command(docs, "zh", tmp_path / "plain"))
    subprocess.run(command(docs, "zh", tmp_path / "seeded"), check=True, env=environment)
    assert_same_tree(tmp_path / "plain/zh", tmp_path / "seeded/zh")


def test_a_moved_tree_gives_the_same_bytes(docs: Path, tmp_path: Path) -> None:
    run(command(docs, "en", tmp_path / "first"))
    elsewhere = tmp_path / "else" / "where"
    elsewhere.mkdir(parents=True)
    shutil.copytree(docs, elsewhere / "docs")
    shutil.copytree(docs.parent / "conf", elsewhere / "conf")
    run(command(elsewhere / "docs", "en", tmp_path / "second"))
    assert_same_tree(tmp_path / "first/en", tmp_path / "second/en")
