"""The archive's own pages on a phone: as wide as its screen, and without script."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from bot.domain.article import Image, Reading
from tests.builders import a_content
from tests.sandbox.stage import browser
from tests.web.site import an_app, served

__all__ = ["browser"]  # a fixture

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE = "Донаудампфшиффартсгезельшафтскапітен" * 5
ADDRESS = f"https://news.example/{'very-long-' * 30}"
PHONE = ViewportSize(width=360, height=740)
PAGES = (
    "/a/",
    "/a/1",
    "/a/2",
    "/a/search",
    "/a/search?q=%D0%BF%D0%BE%D1%80%D1%82",  # порт
    "/a/search?q=%D0%BF%D0%BE%D1%80%D1%82%D0%B0%D0%BA%D0%BA",  # портакк
    "/a/tags",
    "/a/authors",
    "/a/days?day=2023-05-10",
    "/a/?day=2023-05-10",
    "/a/?section=world",
    "/a/999",
    "/a/nothing",
)


@pytest_asyncio.fixture(loop_scope="module")
async def archive(sqlite_file: Path) -> AsyncIterator[str]:
    """The address of an archive in which everything is longer than a phone is wide."""
    app = an_app(sqlite_file)
    wide = a_content(
        f"Порт {WIDE}",
        lead=f"Порт: {WIDE} {ADDRESS}",
        body=(WIDE, ADDRESS, "Порт."),
        author=f"Олена {WIDE}"[:100],
        tags=(WIDE[:60], *(f"тег {number}" for number in range(30))),
        link=ADDRESS,
        images=(Image("https://news.example/1.jpg", WIDE),),
    )
    others = [a_content(f"Порт {number}", body=("Через річку.",)) for number in range(11)]
    await app.imports.keep([Reading(content) for content in (wide, *others)])
    async with served(app.web_server(0)) as site:
        yield f"http://127.0.0.1:{site.port}"
    await app.close()


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
async def test_no_page_is_wider_than_a_phone(
    browser: Browser, archive: str, language: str
) -> None:
    context = await browser.new_context(locale=language, viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    wider: dict[str, list[str]] = {}
    for path in PAGES:
        await page.goto(archive + path)
        if beyond := await outside(page):
            wider[path] = beyond
    await context.close()
    assert wider == {}


async def outside(page: Page) -> list[str]:
    """What of a page stands beyond the right end of the screen."""
    found: list[str] = await page.evaluate(
        "[...document.body.querySelectorAll('*')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.tagName + ': ' + e.textContent.slice(0, 40))"
    )
    width = await page.evaluate("document.documentElement.scrollWidth")
    return found or ([f"{width} points"] if width > PHONE["width"] else [])
