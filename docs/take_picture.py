"""Takes docs/sandbox.png: the demonstration, once everything is delivered, in a real browser."""

# ruff: noqa: INP001 - a script beside the documents, in no package

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from bot.demo.sample_newsroom import OLENA, headline, samples

PICTURE = Path(__file__).with_name("sandbox.png")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = ViewportSize(width=1280, height=800)
PORT = 8180
DONE = "Everything is delivered"


def main() -> None:
    """Show the editor's chat with the card of the page that is not published yet."""
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE, locale="uk-UA", color_scheme="light")
        page.goto(f"{address}/#{OLENA}/{OLENA}")
        wait_for_card(page)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.name}: {PICTURE.stat().st_size // 1000} kB")  # noqa: T201 - a script


def chromium() -> str:
    for path in filter(None, map(shutil.which, BROWSERS)):
        return path
    raise SystemExit(f"there is no browser to take the picture with: {', '.join(BROWSERS)}")


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of the page of a demonstration in which everything is delivered."""
    command = [sys.executable, "-u", "-m", "bot", "demo", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield address_when_done(process)
        finally:
            process.terminate()


def address_when_done(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        if line.startswith(DONE):
            return line.split()[-1]
    raise SystemExit("the demonstration ended before everything was delivered")


def wait_for_card(page: Page) -> None:
    card = page.get_by_text(headline(samples()[-1])).last
    expect(card).to_be_visible()
    expect(page.get_by_role("button", name="Опублікувати", exact=False).last).to_be_visible()


if __name__ == "__main__":
    main()
