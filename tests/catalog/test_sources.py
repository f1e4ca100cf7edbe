"""Which files a catalog is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_modelzoo.catalog.loading import find_sources

FILES = [
    "models.yaml", "a/one.yaml", "a/two.yml", "a/b/three.yaml", "a/b/notes.txt", "a/.hidden.yaml",
    "a/.git/config.yaml", "a/[x].yaml", "模型/模型.yaml", "a/B.YAML", "empty/notes.txt",
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("models: []\n", encoding="utf-8")
    return tmp_path


def names(patterns: str | list[str], root: Path) -> list[str]:
    paths, problems = find_sources(patterns, root)
    assert problems == []
    assert all(path.is_absolute() for path in paths)
    return [path.relative_to(root).as_posix() for path in paths]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        ("models.yaml", ["models.yaml"]),
        ("./a/../models.yaml", ["models.yaml"]),
        (["a/two.yml", "models.yaml"], ["a/two.yml", "models.yaml"]),
        ("a", ["a/B.YAML", "a/[x].yaml", "a/b/three.yaml", "a/one.yaml", "a/two.yml"]),
        ("a/", ["a/B.YAML", "a/[x].yaml", "a/b/three.yaml", "a/one.yaml", "a/two.yml"]),
        ("a/*.yaml", ["a/[x].yaml", "a/one.yaml"]),
        ("a/*.y*", ["a/[x].yaml", "a/one.yaml", "a/two.yml"]),
        ("**/t*", ["a/b/three.yaml", "a/two.yml"]),
        ("**/*.yml", ["a/two.yml"]),
        ("a/**/*.yaml", ["a/[x].yaml", "a/b/three.yaml", "a/one.yaml"]),
        ("*/??e.yaml", ["a/one.yaml"]),
        ("a/[nop]ne.yaml", ["a/one.yaml"]),
        ("a/[!p]ne.yaml", ["a/one.yaml"]),
        ("a/[x].yaml", ["a/[x].yaml"]),  # a file of this name comes first
        ("模型/*", ["模型/模型.yaml"]),
        (["a/one.yaml", "a", "a/*.yaml"], ["a/one.yaml", "a/B.YAML", "a/[x].yaml",
                                           "a/b/three.yaml", "a/two.yml"]),
    ],
)  # fmt: skip
def test_names_patterns_and_folders(
    patterns: str | list[str], found: list[str], root: Path
) -> None:
    assert names(patterns, root) == found


def test_absolute_and_outside(root: Path) -> None:
    assert names(str(root / "models.yaml"), root) == ["models.yaml"]
    paths, problems = find_sources("../models.yaml", root / "a")
    assert (paths, problems) == ((root / "models.yaml",), [])


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("none.yaml", "missing"),
        ("*.toml", "missing"),
        ("none/**/*.yaml", "missing"),
        ("a/[!", "missing"),
        ("", "missing"),
        ("a\0", "missing"),
        ("x" * 5000, "missing"),
        ("empty", "empty-folder"),
    ],
)
def test_what_is_not_there_is_told(pattern: str, code: str, root: Path) -> None:
    paths, problems = find_sources([pattern, "models.yaml"], root)
    assert [problem.code for problem in problems] == [f"modelzoo.catalog.{code}"]
    assert paths == (root / "models.yaml",)


def test_patterns_below_a_folder_whose_name_looks_like_one(tmp_path: Path) -> None:
    root = tmp_path / "v[1]*"
    (root / "a" / "b[x]").mkdir(parents=True)
    (root / "a" / "b[x]" / "m.yaml").write_text("models: []\n", encoding="utf-8")
    assert names("a/**/*.yaml", root) == ["a/b[x]/m.yaml"]
    assert names("**/m.y?ml", root) == ["a/b[x]/m.yaml"]
    assert names("a/*/m.yaml", root) == ["a/b[x]/m.yaml"]


def test_no_pattern_at_all(root: Path) -> None:
    paths, problems = find_sources([], root)
    assert paths == ()
    assert [problem.code for problem in problems] == ["modelzoo.catalog.missing"]


def test_links_in_a_circle_come_to_an_end(root: Path) -> None:
    for name in ("one", "two", "three"):
        (root / "a" / name).symlink_to(root / "a", target_is_directory=True)
    (root / "a" / "self.yaml").symlink_to("self.yaml")
    (root / "a" / "again.yaml").symlink_to("one.yaml")
    expected = ["a/B.YAML", "a/[x].yaml", "a/again.yaml", "a/b/three.yaml", "a/two.yml"]
    assert names("a", root) == expected  # again.yaml is one.yaml: a file is read once
    assert names("a/**/*.y*ml", root) == [name for name in expected if name != "a/B.YAML"]
    _, problems = find_sources("a/self.yaml", root)
    assert [problem.code for problem in problems] == ["modelzoo.catalog.missing"]


def test_a_linked_folder_is_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "m.yaml").write_text("models: []\n", encoding="utf-8")
    (root / "empty" / "link").symlink_to(elsewhere, target_is_directory=True)
    assert names("empty", root) == ["empty/link/m.yaml"]
