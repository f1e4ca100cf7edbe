"""Try the wheel in ``dist/`` where nothing else is installed: build the manual with it.

``python scripts/try_wheel.py`` makes a virtual environment in a temporary folder, installs the
wheel with the extras that the manual needs, and runs the builds of ``make docs`` on a copy of
``example_docs/``. ``--tag v0.1.0`` also checks that the release may have this tag.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = "docs,mkdocs,zh,plot"
SPHINX = ("sphinx-build", "-q", "-n", "-W", "--keep-going")
MKDOCS = ("mkdocs-material", "mkdocs-static-i18n")


def wrong_with(tag: str, wheel: str, changelog: str) -> list[str]:
    """Return what is wrong with a release, in the order of the checklist.

    :param tag: as ``v0.1.0``.
    :param wheel: the name of the wheel's file.
    :param changelog: the text of ``CHANGELOG.md``.
    """
    version = wheel.split("-")[1]
    found = []
    if tag != f"v{version}":
        found.append(f"the tag is {tag}, and the wheel has version {version}")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.M):
        found.append(f"CHANGELOG.md has no dated section for {version}")
    return found


def main() -> int:
    """Check the release and build the manual; return 1 where the release is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", help="the tag of the release, as v0.1.0")
    tag = parser.parse_args().tag
    (wheel,) = (ROOT / "dist").glob("*.whl")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if tag and (found := wrong_with(tag, wheel.name, changelog)):
        print(*found, sep="\n", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        tools = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        shutil.copytree(ROOT / "example_docs", folder / "example_docs")
        for command in (
            ["python", "-m", "pip", "install", "--quiet", f"{wheel}[{EXTRAS}]", *MKDOCS],
            ["modelzoo", "--version"],
            *(
                [*SPHINX, "-c", f"example_docs/conf/{one}", "example_docs", f"build/docs/{one}"]
                for one in ("zh", "en")
            ),
            ["mkdocs", "build", "--quiet", "--strict", "-f", "example_docs/mkdocs.yml"],
        ):
            print(*command)
            subprocess.run([tools / command[0], *command[1:]], cwd=folder, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
