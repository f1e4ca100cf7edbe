"""File helpers: atomic writes of changed files only, digests, and names for messages."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType


def hex_digest(content: str | bytes, size: int = 16) -> str:
    """Return a digest in hexadecimal, the same everywhere.

    :param size: its bytes.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=size).hexdigest()


def shown_path(path: Path, root: Path, *, bare: bool = False) -> str:
    """Return the name of a file for people: relative to a folder if it is inside.

    :param bare: return just the name of a file elsewhere, as for pages, which must be the same on
        every machine.
    """
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return path.name if bare else str(path)


def write_if_changed(path: str | Path, content: str | bytes) -> bool:
    """Write a file atomically, unless it has this content already; folders are made as needed.

    For the output of builds: unlike :func:`replace_files` it does not wait for the disk. Builds
    that run at the same time may write the same file: a reader sees one of them complete.

    :returns: True if it was written.
    :raises OSError: when it cannot be written.
    """
    data = content if isinstance(content, bytes) else content.encode()
    target = os.fspath(path)
    if _holds(target, data):
        return False
    folder, name = os.path.split(target)
    os.makedirs(folder or ".", exist_ok=True)  # noqa: PTH103 (there may be many thousands)
    beside = os.path.join(folder, f".{name}.{os.getpid()}.tmp")  # noqa: PTH118
    try:
        with open(beside, "wb") as stream:  # noqa: PTH123
            stream.write(data)
        os.replace(beside, target)  # noqa: PTH105
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)  # noqa: PTH108
        if isinstance(error, OSError):
            # A full disk does not name the file.
            raise OSError(error.errno, error.strerror, target) from error
        raise
    return True


def replace_files(texts: Mapping[Path, str | bytes]) -> None:
    """Write files, all of them or none.

    Everything is first written next to its target; only when the last one is on the disk are they
    renamed, and an interrupt (Ctrl-C) waits until that is done. Permissions and symbolic links are
    kept.

    :param texts: the whole new text of every file, or its bytes; folders are made as needed.
    :raises OSError: when something cannot be written; the targets are then untouched, except
        where renaming them failed half-way.
    """
    written: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            data = text.encode() if isinstance(text, str) else text
            target = Path(os.path.realpath(path))
            if target.is_dir():
                raise IsADirectoryError(21, "Is a directory", str(path))
            if _holds(target, data):
                continue
            # Recorded before the file exists, so that an interrupt leaves none behind.
            beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
            written[target] = beside
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_beside(target, beside, data)
            except OSError as error:
                # People know the target, not the temporary file next to it.
                raise OSError(error.errno, error.strerror, str(path)) from error
        with _interrupts_wait():
            for target, beside in written.items():
                beside.replace(target)
    finally:
        for beside in written.values():
            with contextlib.suppress(OSError):
                beside.unlink()


def _holds(target: str | Path, data: bytes) -> bool:
    """Return True if a file has this content already."""
    try:
        with open(target, "rb") as stream:  # noqa: PTH123
            return stream.read() == data
    except OSError:
        return False


def _write_beside(target: Path, beside: Path, data: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        # In a writable folder, renaming would replace a read-only file.
        raise PermissionError(13, "Permission denied", str(target))
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if target.exists():
        beside.chmod(target.stat().st_mode & 0o7777)


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Delay Ctrl-C while files are renamed."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals go to the main thread only
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
