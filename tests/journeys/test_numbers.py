"""An editor asks how the day went: posts, members, reactions, readers."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.http_transport import HttpTransport
from bot.delivery.member_counts import MemberCounts
from bot.delivery.telegram import Telegram
from bot.domain.clock import system_clock
from bot.domain.figures import Period
from bot.domain.figures_buttons import ShowChart, ShowFigures, ShowHealth
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page


def until_noon() -> timedelta:
    """How far the newsroom's clock has to be put on, to begin at noon."""
    now = system_clock().astimezone(ZoneInfo("Europe/Kyiv"))
    return (now.replace(hour=12, minute=0) - now) % timedelta(days=1)


@pytest.mark.slow
async def test_the_desk_sees_its_day_in_numbers(sandbox: Sandbox, database: Path) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    desk.clock.off = until_noon()  # the day does not end meanwhile
    desk.world.clock = lambda: desk.clock().timestamp()
    async with running(desk) as app:
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await desk.reader(TARAS)
        article_id = await desk.publish(a_page())
        await desk.settled(article_id)
        (post,) = desk.posts(channel, "Порт")
        desk.world.react(TARAS, channel, post["message_id"], "🔥")
        async with HttpTransport(sandbox.address) as transport:
            telegram = Telegram(transport, sandbox.token)
            await MemberCounts(app.storage, telegram, app.clock).count()
        desk.world.say(OLENA, "/stats")
        await desk.press(OLENA, lambda p: p == ShowFigures(Period.DAY))
        (told,) = await desk.until(lambda: desk.posts(OLENA, "сьогодні"))
        await desk.press(OLENA, lambda p: p == ShowChart("day", dark=False))
        await desk.until(lambda: desk.world.calls("sendPhoto", OLENA))
        await desk.press(OLENA, lambda p: p == ShowChart("day", dark=True))
        await desk.until(lambda: desk.world.calls("sendPhoto", OLENA)[1:])
        desk.world.say(OLENA, "/health")
        await desk.press(OLENA, lambda p: isinstance(p, ShowHealth))
        assert await desk.until(lambda: desk.posts(OLENA, "Усе гаразд"))
    words = told["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Опубліковано: 1 стаття" in words
    assert "1 читач: прийшло 1, пішло 0" in words
    assert "До читача: зазвичай за" in words
    assert "Світ: 1 допис; 2 підписники" in words
    assert f"№{article_id} «Порт Роттердама відкрив зелений термінал»: 1" in words
