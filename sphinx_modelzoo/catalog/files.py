"""Writing files so that each is either the old one or the new one, whatever happens."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType


def replace_files(texts: Mapping[Path, str | bytes]) -> None:
    """Write files, all of them or none.

    Everything is first written beside its target; only when the last one is on the disk are they
    put in place, and an interrupt (Ctrl-C) waits until that is done. Permissions and symbolic
    links are kept.

    :param texts: the whole new text of every file, or its bytes; folders are made as needed.
    :raises OSError: when something cannot be written; the targets are then untouched, except
        where putting them in place itself failed half-way.
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
            # The name is noted before the file exists, so that an interrupt leaves none behind.
            beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
            written[target] = beside
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_beside(target, beside, data)
            except OSError as error:
                # People know the target, not what is written beside it.
                raise OSError(error.errno, error.strerror, str(path)) from error
        with _interrupts_wait():
            for target, beside in written.items():
                beside.replace(target)
    finally:
        for beside in written.values():
            with contextlib.suppress(OSError):
                beside.unlink()


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that can be made again, so that a reader meets the old one or the new one.

    Quicker than :func:`replace_files`, which waits for the disk. Builds at the same time may write
    the same file.

    :raises OSError: when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _holds(target: Path, data: bytes) -> bool:
    """Whether a file holds this already; it is not touched then."""
    try:
        return target.read_bytes() == data
    except OSError:
        return False


def _write_beside(target: Path, beside: Path, data: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        # A folder that can be written would let a read-only file be replaced.
        raise PermissionError(13, "Permission denied", str(target))
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if target.exists():
        beside.chmod(target.stat().st_mode & 0o7777)


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back for the moment that it takes to rename files."""
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
