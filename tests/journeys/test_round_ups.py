"""News that come thick and fast: a channel has them in one post, which grows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.buttons import AskRetraction, Publish, Retract, ShowChannel, ShowStatus
from bot.domain.shaping_buttons import SetRoundUp, ShowRoundUps
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, Desk, settings
from tests.journeys.pages import a_page
from tests.journeys.processes import forked_bot

HEADLINES = (
    "Порт Роттердама відкрив зелений термінал",
    "Уночі в Карпатах випав перший сніг",
    "Осло заборонило автомобілі в центрі",
    "Лісабон повертає трамваї на набережну",
    "У Тбілісі відновили канатну дорогу",
    "Рига роздає городи на дахах",
)
_START = 30.0  # seconds within which a process is up


async def with_round_ups(desk: Desk) -> int:
    """A channel whose posts beyond three in ten minutes become one."""
    channel = await desk.channel()
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(channel))
    await desk.press(OLENA, lambda p: p == ShowRoundUps(channel), "Добірки")
    await desk.press(OLENA, lambda p: p == SetRoundUp(channel, 3, 10), "Понад 3")
    await desk.until(lambda: desk.posts(OLENA, "стає рядком однієї добірки"))
    return channel


async def publish(desk: Desk, *numbers: int) -> None:
    for number in numbers:
        await desk.paste(a_page(HEADLINES[number - 1]))
        await desk.press(OLENA, lambda p, n=number: p == Publish(n, breaking=False))  # type: ignore[misc]


def round_ups(desk: Desk, channel: int) -> list[dict[str, Any]]:
    return desk.posts(channel, "🗞 Коротко")


@pytest.mark.slow
async def test_a_round_up_grows_and_follows_its_articles_to_the_end(desk: Desk) -> None:
    channel = await with_round_ups(desk)
    await publish(desk, 1, 2, 3, 4, 5)
    (post,) = await desk.until(
        lambda: [m for m in round_ups(desk, channel) if HEADLINES[4] in m["text"]]
    )
    assert HEADLINES[3] in post["text"]
    assert not [h for h in HEADLINES[:3] if h in post["text"]]
    await desk.until(lambda: desk.button(OLENA, lambda p: p == AskRetraction(5)))
    await desk.publish(a_page(HEADLINES[5]), breaking=True)  # by the only button that is left
    (alone,) = await desk.until(lambda: desk.posts(channel, HEADLINES[5]))
    assert alone["message_id"] != post["message_id"]
    assert len(desk.world.messages(channel)) == 5

    # What the desk is told of an article in it.
    for number in (4, 5):
        await desk.settled(number)
    await desk.press(OLENA, lambda p: p == ShowStatus(4))
    await desk.until(lambda: desk.posts(OLENA, "✅ Світ (у добірці)"))
    desk.world.say(OLENA, "/why 4")
    await desk.until(lambda: desk.posts(OLENA, "✅ Світ (у добірці): допис є"))

    # Forwarded to the bot it leads to the cards of its articles.
    origin = {
        "type": "channel",
        "date": post["date"],
        "chat": post["chat"],
        "message_id": post["message_id"],
    }
    desk.world.say(OLENA, post["text"], forward_origin=origin)
    (asked,) = await desk.until(lambda: desk.posts(OLENA, "Це добірка."))
    offered = [
        button["callback_data"]
        for row in asked["reply_markup"]["inline_keyboard"]
        for button in row
    ]
    assert offered == ["card:4", "card:5"]

    # A correction, and one retraction after the other.
    assert desk.app
    desk.clock.off += timedelta(seconds=9)
    article = (await desk.app.publishing.card(4)).article
    changed = replace(article.content, headline="Лісабон повертає човни")
    async with desk.app.storage.writing() as tx:
        revised = article.revise(changed, desk.clock(), marked=True)
        await tx.publishing.revise(revised, by=OLENA, now=desk.clock())
        tx.wake()
    await desk.until(lambda: "човни (оновлено" in round_ups(desk, channel)[0]["text"])
    for number, left in ((5, 1), (4, 0)):
        await desk.press(OLENA, lambda p, n=number: p == AskRetraction(n))  # type: ignore[misc]
        await desk.until(lambda: desk.posts(OLENA, "в добірці, там зникне лише її рядок"))
        await desk.press(OLENA, lambda p, n=number: p == Retract(n, tell=False))  # type: ignore[misc]
        await desk.withdrawn(number)
        assert len(round_ups(desk, channel)) == left
        assert not desk.posts(channel, HEADLINES[4])
    assert len(desk.world.messages(channel)) == 4


async def test_killed_in_the_middle_each_article_is_there_once(
    sandbox: Sandbox, tmp_path: Path, database: Path
) -> None:
    """Telegram has the round-up, the bot does not know, and more was published meanwhile."""
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    with forked_bot(desk.settings, tmp_path) as process:
        desk.world.say(OLENA, "/start")
        await desk.until(lambda: desk.after(OLENA, 0), within=_START)
        channel = await with_round_ups(desk)
        await publish(desk, 1, 2, 3)
        await desk.until(lambda: len(desk.world.messages(channel)) == 3)
        desk.world.faults.add("slow", method="sendMessage", chat_id=channel, seconds=60)
        await publish(desk, 4)
        await desk.until(lambda: round_ups(desk, channel))
        await publish(desk, 5)
        await desk.until(lambda: desk.posts(OLENA, "Публікується №5"))
        process.kill()
        process.join()

    with forked_bot(desk.settings, tmp_path):
        await desk.until(lambda: desk.posts(channel, HEADLINES[4]), within=_START)
        await publish(desk, 6)
        await desk.until(lambda: desk.posts(channel, HEADLINES[5]))
    assert [len(desk.posts(channel, headline)) for headline in HEADLINES] == [1] * 6
    assert len(round_ups(desk, channel)) == 1
