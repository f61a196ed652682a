"""A real server on a free port, with its own demonstration base, and the system's Chromium, without any network."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The script has ended, nothing is stale or still to come, and the page reads as it did a quarter of a second ago.
STILL = """() => {
    const before = window.drawn;
    window.drawn = document.querySelector('[data-testid=stMain]').innerText;
    return document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stSpinner]')
        && window.drawn === before;
}"""


@dataclass
class Server:
    """A running dashboard."""

    url: str
    log: Path
    base: Path

    def complaints(self) -> list[str]:
        """Return the lines of the log that a healthy server does not write."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if any(word in line for word in ("Traceback", "WARN", "Error", "rror:"))]


@dataclass
class Visit:
    """A browser tab and what it complained about."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to an address of the dashboard and wait until it is drawn."""
        self.page.goto(f"{self.url}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has ended and what it drew has stopped moving."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.evaluate("() => { window.drawn = '' }")
        self.page.wait_for_function(STILL, timeout=60_000, polling=250)

    def text(self) -> str:
        """Return what stands on the page, its spaces made plain."""
        found = self.page.locator("[data-testid=stMain]").inner_text()
        return found.replace("\u202f", " ").replace("\xa0", " ")


def start_server(base: Path, folder: Path) -> tuple[subprocess.Popen[bytes], Server]:
    """Start the dashboard as `make run` does and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env=os.environ | {"LIVEO_DB": str(base)},
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    server = Server(f"http://127.0.0.1:{port}", log, base)
    wait_for(server, process)
    return process, server


def wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return when the health route answers; fail with the log when the server ends or stays silent."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/api/sante", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start: {server.log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def server(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    process, running = start_server(Path(shutil.copy(made_demo, folder / "liveo.duckdb")), folder)
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, (os.environ.get("LIVEO_CHROMIUM", ""), *NAMES))), None)
    if path is None:
        pytest.fail(
            "Chromium est introuvable : installez-le (sudo apt-get install chromium), "
            "ou indiquez LIVEO_CHROMIUM=/chemin/du/navigateur.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(server: Server, chromium: Browser) -> Iterator[Visit]:
    """A French visitor at a laptop; complaints of the browser and requests to other hosts are kept."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 720}, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True
    )
    found = Visit(context.new_page(), server.url)
    found.page.on("console", lambda m: found.complaints.append(m.text) if m.type in ("warning", "error") else None)
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("request", lambda request: _note_outside(found, request.url))
    yield found
    context.close()


def _note_outside(visit: Visit, url: str) -> None:
    if not url.startswith((visit.url, visit.url.replace("http", "ws"), "data:", "blob:")):
        visit.complaints.append(f"a request left for {url}")
