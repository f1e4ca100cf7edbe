"""Make the README's pictures from the built sites: ``make pictures``.

Each is a page as a reader sees it, in a window of fixed size, as a PNG of few colours.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITES = ROOT / "build" / "docs"
PICTURES = ROOT / "pictures"
LARGEST = 200_000  # bytes
COLOURS = 128


class Picture(NamedTuple):
    """A page of a site, and the window that it is seen in."""

    name: str
    page: str
    width: int = 1280
    height: int = 720
    dark: bool = False


ALL = (
    Picture("zoo-en", "en/zoo_en.html?zoo.q=one-stage&zoo.task=objectdetection"),
    Picture("model-zh", "zh/models/yolov4.html", height=900),
)


def shoot(browser: Browser, picture: Picture) -> bytes:
    """Return the picture as a PNG."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
    )
    name, _, query = picture.page.partition("?")
    page.goto(f"{(SITES / name).as_uri()}?{query}")
    page.evaluate("document.fonts.ready")
    seen = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.close()
    packed = io.BytesIO()
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def main() -> int:
    """Make all pictures; 1 when one is too large or its page is not there."""
    pages = [picture.page.partition("?")[0] for picture in ALL]
    missing = [page for page in pages if not (SITES / page).is_file()]
    if missing:
        print(f"Run make docs first: {', '.join(missing)} not found", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    status = 0
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium)
        for picture in ALL:
            data = shoot(browser, picture)
            (PICTURES / f"{picture.name}.png").write_bytes(data)
            print(f"pictures/{picture.name}.png: {len(data) // 1000} kB")
            if len(data) > LARGEST:
                print(f"{picture.name} is too large", file=sys.stderr)
                status = 1
        browser.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
