"""Takes the pictures of the README from a running dashboard; run by hand when a page changes its looks.

    python tests/tools/make_pictures.py http://127.0.0.1:8501

The dashboard must show the demonstration base, untouched. Each picture has at most 256 colours, which keeps it small.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parents[2] / "docs"
SIZE = (1280, 1100)
MOST_BYTES = 250_000
SHOWN = "entreprise=ARMOR&mois=2026-10"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# The script has ended, nothing is stale, and the page reads as it did half a second ago.
STILL = """() => {
    const before = window.drawn;
    window.drawn = document.querySelector('[data-testid=stMain]').innerText;
    return document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stSpinner]')
        && window.drawn === before;
}"""


def try_voice_menu(page: Page) -> None:
    """Add the example of a voice menu to the simulation."""
    page.get_by_role("button", name="Menu vocal").click()


@dataclass(frozen=True, slots=True)
class Picture:
    """One row of the table of pictures: its name, the page it shows, what is done there before it is taken."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None


PICTURES = (
    Picture("accueil", ""),
    Picture("consommation", "consommation"),
    Picture("simulateur", "simulateur", try_voice_menu),
    Picture("repartition", "repartition"),
    Picture("factures", "factures"),
)


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Take one picture tall enough for a chart or the head of an invoice, in light colours, and return its path."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto(f"{address}/{picture.path}?{SHOWN}")
    settle(page)
    if picture.act:
        picture.act(page)
        settle(page)
    page.mouse.move(width - 1, height - 1)
    path = DOCS / f"{picture.name}.png"
    path.write_bytes(quantised(page.screenshot()))
    page.close()
    return path


def settle(page: Page) -> None:
    """Wait until the page is drawn and has stopped moving."""
    page.wait_for_selector("h1", timeout=60_000)
    page.evaluate("() => { window.drawn = '' }")
    page.wait_for_function(STILL, timeout=60_000, polling=500)
    page.wait_for_timeout(1_000)  # charts draw themselves after the script has ended


def quantised(png: bytes) -> bytes:
    """Return a picture with as many colours as fit in MOST_BYTES, 256 at most."""
    full = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64):
        small = io.BytesIO()
        full.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= MOST_BYTES:
            return small.getvalue()
    raise SystemExit(f"a picture of {small.tell()} bytes is too large: at most {MOST_BYTES}")


def main(address: str) -> None:
    """Take all pictures, and say how large they are."""
    chromium = next(filter(None, map(shutil.which, (os.environ.get("LIVEO_CHROMIUM", ""), *BROWSERS))), None)
    if chromium is None:
        raise SystemExit("Chromium was not found: install it, or name it in LIVEO_CHROMIUM")
    DOCS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for picture in PICTURES:
            path = take(browser, address.rstrip("/"), picture)
            print(f"{path.name}: {path.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
