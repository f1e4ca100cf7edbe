"""What tears a build: a disk that is full, a folder that cannot be written, a kill."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import ForkProcess
    from pathlib import Path

# Root without the right to write where its permissions do not let it.
_HELD = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """Mount a disk of its own for as long as needed; what is returned gives it another size."""
    if os.getuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")

    def mount(options: str) -> None:
        words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")

    folder.mkdir(exist_ok=True)
    mount(f"size={size}")
    try:
        yield lambda size: mount(f"remount,size={size}")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def without_rights() -> list[str]:
    """Return the words before a command for which permissions hold, also where root starts it."""
    if os.getuid():
        return []
    if not shutil.which(_HELD[0]):
        pytest.skip("root may write everywhere, and setpriv is not here")
    return [*_HELD]


def begin(run: Callable[[], object]) -> ForkProcess:
    """Run in a process of its own, which has all that is loaded here."""
    process = get_context("fork").Process(target=run)
    process.start()
    return process
