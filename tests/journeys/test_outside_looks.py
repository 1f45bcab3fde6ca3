"""Before an article goes out, the bot looks if its link and its pictures are there."""

from pathlib import Path

import pytest

from bot.domain.buttons import AddLink, NotYet, Publish
from bot.domain.press import Press
from bot.sandbox.sandbox_server import Sandbox
from tests.feeds import Web
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.journeys.pages import a_page
from tests.photos import a_jpeg

DEAD, GOOD = "https://visti.example/nema", "https://visti.example/port"
SMALL = "https://visti.example/small.jpg"


def is_publish(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


@pytest.mark.slow
async def test_a_dead_link_is_asked_about_once_and_a_new_one_is_looked_at(
    sandbox: Sandbox, database: Path
) -> None:
    desk, site = Desk(sandbox, settings(sandbox, database, check_links="on")), Web()
    site.says(b"<html></html>", GOOD)
    site.says(a_jpeg(60, 60), SMALL)
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk, fetcher=site):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await desk.paste(a_page(link=DEAD))
        await desk.until(lambda: desk.posts(OLENA, "⚠️ Перед публікацією:\n• За посиланням"))
        await desk.press(OLENA, is_publish)
        (asked,) = await desk.until(lambda: desk.posts(OLENA, "⚠️ Опублікувати №1"))
        assert "За посиланням на сайті нічого немає (помилка 404)" in asked["text"]
        await desk.press(OLENA, lambda p: isinstance(p, NotYet))
        await desk.until(lambda: desk.posts(OLENA, "№1 поки не публік"))
        assert not desk.world.messages(channel)

        await desk.press(OLENA, lambda p: isinstance(p, AddLink))
        await desk.until(lambda: desk.posts(OLENA, "Надішліть посилання"))
        desk.world.say(OLENA, GOOD)
        await desk.until_elsewhere(lambda: GOOD in site.addresses())
        (card,) = await desk.until(lambda: desk.posts(OLENA, f"Посилання: {GOOD}"))
        assert "Перед публікацією" not in card["text"]
        await desk.press(OLENA, is_publish)
        await desk.settled(1)
        assert len(desk.world.messages(channel)) == 1
        assert site.addresses().count(GOOD) == 1  # publishing waits for no site
