"""Takes the documents' pictures: the demonstration in a real browser, used as an editor would.

What it types and presses is what docs/editors.md says; the words on buttons are the templates'.
"""

# ruff: noqa: INP001 - a script beside the documents, in no package

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, ViewportSize, expect, sync_playwright

from bot.demo.sample_newsroom import NEWSROOMS, OLENA, WORLD, SampleNewsroom, headline
from bot.domain.clock import system_clock
from bot.rendering.renderer import Renderer

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
GUIDES = {"uk": "editors.md", "en": "editors.en.md"}
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
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=400, height=1400)
SHARP = 1.5  # dots for each of the page's
COLOURS = 256  # of a picture, so that it stays small
PORT = 8180
DONE = "Everything is delivered"
HEADLINES = {
    "uk": "Празький трамвай-бібліотека рушив на маршрут",
    "en": "Prague’s library tram sets out",
}
# What hangs over the messages is left out, and so is the ground between them.
PLAIN = (
    "#newer, .toast, #hint, .answer { display: none !important } "
    "#conversation { background: #e4ebf1 }"
)
PATIENCE = 30_000  # milliseconds


def main() -> None:
    expect.set_options(timeout=PATIENCE)
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for newsroom in NEWSROOMS.values():
            with demonstration(newsroom) as address:
                if newsroom.language == "uk":
                    take_page(browser, address, newsroom)
                Lesson(browser, address, newsroom).take()
        browser.close()


def take_page(browser: Browser, address: str, newsroom: SampleNewsroom) -> None:
    """docs/sandbox.png: the editor's chat with the card that is not published yet."""
    page = browser.new_page(viewport=DESKTOP, locale="uk-UA", color_scheme="light")
    page.goto(f"{address}/#{OLENA}/{OLENA}")
    expect(page.get_by_text(headline(newsroom.pages()[-1])).last).to_be_visible()
    expect(page.locator("#hint")).to_be_visible()
    page.wait_for_timeout(1_000)  # its smooth things come to rest
    keep(page.screenshot(), DOCS / "sandbox.png")
    page.close()


class Lesson:
    """The first five minutes of docs/editors.md, step by step."""

    def __init__(self, browser: Browser, address: str, newsroom: SampleNewsroom) -> None:
        self._language = newsroom.language
        self._newsroom = newsroom
        self._address = address
        self._site = address_of_site(address)
        self._label = Renderer(UTC, system_clock).label(self._language)
        self._page = browser.new_page(
            viewport=PHONE,
            device_scale_factor=SHARP,
            locale={"uk": "uk-UA", "en": "en-GB"}[self._language],
            color_scheme="light",
            bypass_csp=True,  # for the style below
        )

    def take(self) -> None:
        page, flash = sample_page(self._language), self._newsroom.flash
        linked = self._newsroom.articles()[3]
        world = self._newsroom.channels[WORLD]
        self._open(OLENA)
        self._say(page)
        self._keep("card", self._message("publish", headline(page)))
        self._press("publish", headline(page))
        self._open(WORLD)
        self._keep("post", self._messages(headline(page)).last)
        self._open(OLENA)
        self._press("fields", headline(page))
        self._press("field_headline", headline(page))
        self._say(HEADLINES[self._language])
        self._keep("change", self._message("amend_marked"))
        self._press("amend_marked")
        self._say(f"{self._site}/news/{linked.slug}")
        self._keep("link", self._message("pictures", linked.headline))
        self._press("when", linked.headline)
        self._keep("when", self._message("other_day"))
        self._say(f"/flash {flash}")
        self._messages(flash).get_by_role("button", name=world).last.click()
        self._keep("flash", self._message("publish_flash", flash))
        self._press("quiet_hours")  # on the page of the channel that was set up last
        self._keep("quiet", self._message("always_sounds"))
        self._page.close()

    def _messages(self, words: str = "") -> Locator:
        return self._page.locator("#messages > li[data-id]", has_text=words)

    def _message(self, button: str, words: str = "") -> Locator:
        """The last message with that button and those words."""
        return self._messages(words).filter(has=self._button(button)).last

    def _button(self, name: str) -> Locator:
        """By its whole label, with a mark before it or not."""
        return self._page.get_by_role("button", name=self._named(name))

    def _named(self, name: str) -> re.Pattern[str]:
        return re.compile(rf"(^|\W ){re.escape(self._label(name))}$")

    def _press(self, name: str, words: str = "") -> None:
        self._message(name, words).get_by_role("button", name=self._named(name)).click()

    def _open(self, chat: int) -> None:
        self._page.goto("about:blank")
        self._page.goto(f"{self._address}/#{OLENA}/{chat}")
        self._page.add_style_tag(content=PLAIN)
        expect(self._messages().last).to_be_visible()

    def _say(self, text: str) -> None:
        area = self._page.get_by_role("textbox")
        area.fill(text)
        area.press("Enter")
        expect(area).to_have_value("")

    def _keep(self, name: str, message: Locator) -> None:
        expect(message).to_be_visible()
        message.scroll_into_view_if_needed()
        self._page.wait_for_function("[...document.images].every((image) => image.complete)")
        keep(message.screenshot(), PICTURES / f"{name}.{self._language}.png")


def sample_page(language: str) -> str:
    """The page that the guide offers for a first try."""
    return (DOCS / GUIDES[language]).read_text("utf-8").split("```\n")[1].strip()


def address_of_site(address: str) -> str:
    host, _, port = address.rpartition(":")
    return f"{host}:{int(port) + 1}"


def keep(picture: bytes, path: Path) -> None:
    """Write the picture with few colours, for it to be small."""
    few = Image.open(BytesIO(picture)).convert("RGB")
    few = few.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.relative_to(DOCS)}: {path.stat().st_size // 1000} kB")  # noqa: T201 - a script


def chromium() -> str:
    for path in filter(None, map(shutil.which, BROWSERS)):
        return path
    raise SystemExit(f"there is no browser to take the pictures with: {', '.join(BROWSERS)}")


@contextmanager
def demonstration(newsroom: SampleNewsroom) -> Iterator[str]:
    """The address of the page of a demonstration in which everything is delivered."""
    command = [sys.executable, "-u", "-m", "bot", "demo", "--port", str(PORT)]
    command += ["--lang", newsroom.language]
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


if __name__ == "__main__":
    main()
