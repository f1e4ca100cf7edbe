"""A browser, and files from the npm registry, for tests and benchmarks.

``python scripts/browser_tools.py axe-core@4 …`` fetches packages ahead of time, as ``make test``
does: the tests themselves fetch nothing, and skip where it is not there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium"
)
"""The browser; a path that is no file where there is none."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
FOLDER = Path(__file__).resolve().parents[1] / "build" / "npm"


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium, without requests of its own."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))


def npm_folder(package: str) -> Path:
    """Where :func:`npm_file` keeps the files of a package; they may not be there yet."""
    return FOLDER / package.replace("/", "-")


def npm_file(package: str, name: str) -> Path:
    """Return a file of a package of the npm registry, fetched once by npm into ``build/npm``.

    :param package: a name with a version, as ``axe-core@4``.
    :raises OSError: when npm is not there, or cannot fetch the package.
    """
    place = npm_folder(package)
    if not (place / name).is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is not installed")
        FOLDER.mkdir(parents=True, exist_ok=True)
        # The whole package or nothing is put in place, whatever else fetches it meanwhile.
        with tempfile.TemporaryDirectory(dir=FOLDER) as new:
            _fetch(npm, package, Path(new))
            shutil.rmtree(place, ignore_errors=True)
            Path(new, "package").replace(place)
    return place / name


def _fetch(npm: str, package: str, folder: Path) -> None:
    command = [npm, "pack", "--silent", "--pack-destination", str(folder), package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"npm cannot fetch {package} in {error.timeout} seconds") from error
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise OSError(f"npm cannot fetch {package}: {done.stderr.strip()[-200:]}")
    with tarfile.open(archives[-1]) as archive:
        # Python 3.11.2, which Debian 12 has, and 3.10.11 know no filters.
        if hasattr(tarfile, "data_filter"):
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(folder)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        try:
            npm_file(wanted, "package.json")
        except OSError as error:
            print(f"{wanted}: {error}; tests that need it are skipped")
