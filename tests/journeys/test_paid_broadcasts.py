"""The owner pays for a breaking story, and what the bot does when the Stars are too few."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.buttons import AskPayment, Pay
from bot.sandbox.limits import Limits
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"
FLAG = "allow_paid_broadcast"


@pytest.fixture
async def paying_desk(sandbox: Sandbox, database: Path) -> AsyncIterator[Desk]:
    """A newsroom whose settings allow paid broadcasts, with two readers and a channel."""
    desk = Desk(sandbox, settings(sandbox, database, paid_broadcast="on"))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        await desk.channel()
        for reader, name in ((TARAS, "Тарас"), (NADIIA, "Надія")):
            await desk.reader(reader, name)
        desk.world.limits.set(Limits())
        yield desk


async def pay(desk: Desk) -> int:
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, AskPayment))
    pressed = await desk.press(OLENA, lambda p: isinstance(p, Pay) and p.sure)
    assert isinstance(pressed, Pay)
    return pressed.article_id


def to_readers(desk: Desk) -> list[bool]:
    """Whether each teaser that a reader was sent might cost Stars."""
    return [
        FLAG in call.params
        for call in desk.world.calls("sendMessage")
        if call.chat_id in (TARAS, NADIIA) and HEADLINE in str(call.params["text"])
    ]


@pytest.mark.slow
async def test_the_owner_pays_and_readers_have_it_for_stars(paying_desk: Desk) -> None:
    desk = paying_desk
    desk.world.give_stars(1)
    article_id = await pay(desk)
    await desk.settled(article_id)
    assert to_readers(desk) == [True, True]
    assert not {"bot", "paid"} & set(desk.world.wasted)
    desk.world.say(OLENA, f"/status {article_id}")
    (status,) = await desk.until(lambda: desk.posts(OLENA, "Розсилка читачам:"))
    assert "за зірки" in status["text"]


@pytest.mark.slow
async def test_with_too_few_stars_readers_have_it_all_the_same(paying_desk: Desk) -> None:
    desk = paying_desk
    article_id = await pay(desk)
    await desk.settled(article_id)
    assert to_readers(desk) == [False, False]
    (told,) = await desk.until(lambda: desk.posts(OLENA, "іде безкоштовно"))
    assert "є 0 ⭐️, потрібно 1 ⭐️" in told["text"].replace("\N{NO-BREAK SPACE}", " ")
