"""Half past eleven at night: ordinary news let people sleep, breaking ones stand on top."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.buttons import (
    SetPins,
    SetQuietHours,
    ShowChannel,
    ShowQuietHours,
)
from bot.domain.clock import system_clock
from bot.domain.shaping_buttons import SetPinned, ShowPinned
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.journeys.pages import a_page

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINE = "Порт Роттердама відкрив зелений термінал"
BREAKING = "Уночі в Карпатах випав перший сніг"


def late_clock() -> timedelta:
    """How far the newsroom's clock has to be put on, to begin at half past eleven."""
    local = system_clock().astimezone(KYIV)
    return local.replace(hour=23, minute=30) - local


def is_silent(desk: Desk, channel: int, words: str) -> bool:
    (post,) = (
        call for call in desk.world.calls("sendMessage", channel) if words in call.params["text"]
    )
    return bool(post.params.get("disable_notification"))


def on_top(desk: Desk, channel: int) -> list[str]:
    texts = {m["message_id"]: m.get("text", "") for m in desk.world.messages(channel)}
    return [texts[number] for number in desk.world.pins.get(channel, [])]


async def ask_for_quiet_nights(desk: Desk, channel: int) -> None:
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == SetPins(channel, on=True), "Закріплювати")
    await desk.until(lambda: desk.posts(OLENA, "Термінові дописи: закріплюються"))
    await desk.press(OLENA, lambda p: p == ShowPinned(channel), "На який час")
    await desk.press(OLENA, lambda p: p == SetPinned(channel, 6), "6")
    await desk.until(lambda: desk.posts(OLENA, "годин або до наступного закріпленого"))
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ShowQuietHours(channel), "Тихі години")
    await desk.press(OLENA, lambda p: p == SetQuietHours(channel, 1320, 420), "22:00–07:00")
    await desk.until(lambda: desk.posts(OLENA, "З 22:00 до 07:00"))


@pytest.mark.slow
async def test_at_night_ordinary_news_are_silent_and_breaking_ones_sound_and_are_pinned(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    put_on = late_clock()
    ahead = [put_on]
    async with running(desk, clock=lambda: system_clock() + ahead[0]):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await ask_for_quiet_nights(desk, channel)
        await desk.settled(await desk.publish(a_page()))
        await desk.publish(a_page(BREAKING), breaking=True)
        (top,) = await desk.until(lambda: on_top(desk, channel))
        await desk.until(lambda: desk.posts(OLENA, f"Опубліковано №2 «{BREAKING}»"))
        ahead[0] += timedelta(hours=6, minutes=1)
        await desk.until(lambda: not on_top(desk, channel))
        assert desk.posts(channel, BREAKING)
    assert BREAKING in top
    assert is_silent(desk, channel, HEADLINE)
    assert not is_silent(desk, channel, BREAKING)
