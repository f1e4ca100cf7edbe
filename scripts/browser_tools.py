"""A browser, and files from the npm registry, for tests and benchmarks.

``python scripts/browser_tools.py axe-core@4 …`` fetches packages ahead of time, as ``make test``
does: the tests themselves use what is there and skip where it is not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
FOLDER = Path(__file__).resolve().parents[1] / "build" / "npm"


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, which makes no requests of its own."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))


def npm_file(package: str, name: str) -> Path:
    """A file of a package of the npm registry, fetched once by npm itself into ``build/npm``.

    :param package: a name with a version, as ``axe-core@4``.
    :raises OSError: when npm is not there, or cannot fetch the package.
    """
    place = FOLDER / package.replace("/", "-")
    if not (place / name).is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is not installed")
        place.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", "--pack-destination", str(place), package]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        archives = sorted(place.glob("*.tgz"))
        if done.returncode or not archives:
            raise OSError(f"npm cannot fetch {package}: {done.stderr.strip()[-200:]}")
        with tarfile.open(archives[-1]) as archive:
            archive.extractall(place, filter="data")
        for path in (place / "package").iterdir():
            shutil.move(path, place / path.name)
        for archive_path in archives:
            archive_path.unlink()
    return place / name


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        try:
            npm_file(wanted, "package.json")
        except OSError as error:
            print(f"{wanted}: {error}; tests that need it are skipped")
