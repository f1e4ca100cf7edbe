"""Files are written whole or not at all; their digests, and their names for people."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from sphinx_modelzoo.files import (
    hex_digest,
    replace_files,
    shown_path,
    write_if_changed,
)


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    replace_files({tmp_path / "a" / "b.yaml": "中文\n", tmp_path / "c.yaml": "c\n"})
    assert (tmp_path / "a" / "b.yaml").read_bytes() == "中文\n".encode()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b.yaml", "c.yaml"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.yaml"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(target)
    replace_files({link: "new"})
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_text("same")
    before = target.stat()
    replace_files({target: "same"})
    after = target.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_one_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path) -> None:
    first = tmp_path / "a.yaml"
    first.write_text("old")
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        replace_files({first: "new", tmp_path / "file" / "b.yaml": "new"})
    assert first.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "file"]


def test_a_folder_in_the_place_of_a_file_leaves_all_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder") as raised:
        replace_files({tmp_path / "a.yaml": "new", tmp_path / "folder": "new"})
    assert raised.value.filename == str(tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("at", [1, 2])
def test_an_interrupt_while_writing_leaves_all_as_they_were(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {tmp_path / "a.yaml": "new", tmp_path / "b.yaml": "new"}
    for path in texts:
        path.write_text("old")
    calls = iter(range(1, 9))

    def interrupted(descriptor: int) -> None:
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_files(texts)
    assert {path.read_text() for path in texts} == {"old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupt_while_putting_in_place_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {tmp_path / "a.yaml": "new", tmp_path / "b.yaml": "new"}
    for path in texts:
        path.write_text("old")
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_files(texts)
    assert {path.read_text() for path in texts} == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_what_a_build_makes_anew(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.html"
    assert write_if_changed(target, "中文\n")
    assert target.read_bytes() == "中文\n".encode()
    before = target.stat()
    assert not write_if_changed(str(target), "中文\n".encode())
    after = target.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    # What a build that was killed has left may as well be of one that is running: it stays.
    (tmp_path / "a" / ".b.html.1.tmp").write_text("of another build")
    assert write_if_changed(target, "new")
    assert sorted(path.name for path in target.parent.iterdir()) == [".b.html.1.tmp", "b.html"]
    assert target.read_text() == "new"


def test_a_torn_file_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.js"
    write_if_changed(target, "old")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_if_changed(target, "new")
    assert target.read_text() == "old"


def test_digests_are_the_same_everywhere() -> None:
    assert hex_digest("中文", 4) == hex_digest("中文".encode(), 4) == "3d8bb7a3"
    assert len(hex_digest("a")) == 32
    assert hex_digest("\ud800") != hex_digest("?")


def test_names_for_people(tmp_path: Path) -> None:
    assert shown_path(tmp_path / "a" / "b.yaml", tmp_path) == "a/b.yaml"
    elsewhere = Path("/elsewhere/b.yaml")
    assert shown_path(elsewhere, tmp_path) == "/elsewhere/b.yaml"
    assert shown_path(elsewhere, tmp_path, bare=True) == "b.yaml"
