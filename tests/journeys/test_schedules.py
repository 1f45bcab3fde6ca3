"""A day of the desk's: what is to go out when, moved, called off, missed and asked about."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.buttons import CancelQuestion, Publish, pack
from bot.domain.schedule_buttons import (
    AskWhen,
    ClearTime,
    EditWhen,
    SetBreaking,
    SetFollowed,
    SetOutlet,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowOutlets,
    ShowQueue,
    ShowScheduled,
)
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import OLENA, Desk, running, settings
from tests.journeys.pages import a_page

KYIV = ZoneInfo("Europe/Kyiv")
FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Уночі в Карпатах випав перший сніг"
THIRD = "Міст через Дніпро відкрили для руху"
QUEUED = "Черга: 1\u00a0стаття"
WAITS = "(проміжок між дописами)"


async def choose_day(desk: Desk) -> None:
    """The first article tomorrow at nine, by buttons."""
    tomorrow = (desk.clock() + timedelta(days=1)).astimezone(KYIV).date().toordinal()
    await desk.press(OLENA, lambda p: p == ShowDay(1, embargo=False, day=tomorrow))
    await desk.press(OLENA, lambda p: isinstance(p, ShowHour) and p.article_id == 1, "09:00")
    await desk.press(OLENA, lambda p: isinstance(p, SetTime) and p.article_id == 1, "09:00")


@pytest.mark.slow
async def test_articles_go_out_at_their_times_through_kills(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database))
    desk.come(OLENA, "Олена")
    desk.world.say(OLENA, "/start")
    async with running(desk, to_its_end=False):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        await desk.paste(a_page())
        await desk.press(OLENA, lambda p: isinstance(p, AskWhen), "Коли")
        await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №1"))
        await choose_day(desk)
        await desk.until(lambda: desk.posts(OLENA, "🕒 №1"))
        await desk.paste(a_page(SECOND))
        await desk.press(OLENA, lambda p: isinstance(p, AskWhen) and p.article_id == 2)
        await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №2"))
        desk.world.say(OLENA, "31 лютого")
        await desk.until(lambda: desk.posts(OLENA, "«31 лютого»: такого дня немає"))
        desk.world.say(OLENA, "через 2 години")
        await desk.until(lambda: [m for m in desk.posts(OLENA, SECOND) if "🕒 Вийде" in m["text"]])
        await desk.press(OLENA, lambda p: p == ShowOutlets(2))
        await desk.press(OLENA, lambda p: p == SetOutlet(2, "sound", on=False))
        await desk.until(lambda: desk.posts(OLENA, "читачі рубрики, без звуку"))
    # Killed, and back when the second one is due; the first is due tomorrow.
    desk.clock.off += timedelta(hours=2, minutes=3)
    async with running(desk, to_its_end=False):
        await desk.until(lambda: desk.posts(channel, SECOND))
        await desk.settled(2)
        desk.world.say(OLENA, "/queue")
        await desk.press(OLENA, lambda p: p == ShowScheduled(1))
        await desk.until(lambda: desk.posts(OLENA, "⬇️ Час виходу: №1"))  # where it stood before
        await desk.press(OLENA, lambda p: p == SetBreaking(1, on=True), "Як термінова")
        await desk.until(lambda: desk.posts(OLENA, ", як термінова"))
        await desk.press(OLENA, lambda p: p == SetBreaking(1, on=False), "Як термінова")
        await desk.until(lambda: not desk.posts(OLENA, ", як термінова"))
        await desk.press(OLENA, lambda p: p == ClearTime(1, embargo=False), "Зняти")
        await desk.press(OLENA, lambda p: p == EditWhen(1, embargo=False), "Коли")
        await choose_day(desk)
        await desk.until(lambda: desk.posts(OLENA, "🕒 №1"))
        await desk.press(OLENA, lambda p: p == ShowQueue(0), "Черга")
        await desk.until(lambda: desk.posts(OLENA, "Черга: 1\u00a0стаття"))
    assert not desk.posts(channel, FIRST)
    (post,) = desk.world.calls("sendMessage", channel)
    assert post.params["disable_notification"]
    # Down over its time for so long that the desk is asked.
    desk.clock.off += timedelta(days=2)
    async with running(desk):
        (asked,) = await desk.until(lambda: desk.posts(OLENA, "бот тоді не працював"))
        assert desk.button(OLENA, lambda p: p == Publish(1, breaking=False)) == (
            asked["message_id"],
            pack(Publish(1, breaking=False)),
        )
    assert not desk.posts(channel, FIRST)
    assert len(desk.posts(channel, SECOND)) == 1


@pytest.mark.slow
async def test_from_a_time_that_was_typed_or_called_off_there_is_a_way_back_to_the_queue(
    desk: Desk,
) -> None:
    await desk.channel()
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, AskWhen))
    await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №1"))
    desk.world.say(OLENA, "через 2 години")
    await desk.until(lambda: [m for m in desk.posts(OLENA, FIRST) if "🕒 Вийде" in m["text"]])
    desk.world.say(OLENA, "/queue")
    (listed,) = await desk.until(lambda: desk.posts(OLENA, QUEUED))

    def reads(words: str) -> list[dict[str, Any]]:
        there = listed["message_id"]
        return [m for m in desk.posts(OLENA, words) if m["message_id"] == there]

    for answer, ended in (("через 3 години", "✅ Відповідь отримано"), (None, "Скасовано")):
        await desk.press(OLENA, lambda p: p == ShowScheduled(1))
        await desk.press(OLENA, lambda p: p == EditWhen(1, embargo=False))
        await desk.until(lambda: reads("Коли опублікувати №1"))
        if answer:
            desk.world.say(OLENA, answer)
        else:
            await desk.press(OLENA, lambda p: p == CancelQuestion(1))
        await desk.until(lambda ended=ended: reads(ended))  # type: ignore[misc]
        await desk.press(OLENA, lambda p: p == ShowQueue(0), "Черга")
        await desk.until(lambda: reads(QUEUED))


@pytest.mark.slow
async def test_a_post_that_keeps_its_distance_is_named_wherever_the_desk_looks(
    desk: Desk,
) -> None:
    """Until it is out; a typed command has one answer, which is kept true."""
    channel = await desk.channel()
    assert desk.app
    owner = await desk.app.team.editor(OLENA)
    assert owner
    await desk.app.channels.set_spacing(channel, 30, by=owner)
    await desk.settled(await desk.publish(a_page()))
    await desk.paste(a_page(SECOND))
    said = desk.world.say(OLENA, "/publish 2")
    (answer,) = await desk.until(
        lambda: [m for m in desk.posts(OLENA, WAITS) if m["message_id"] > said]
    )
    await desk.until(lambda: [m for m in desk.posts(OLENA, WAITS) if "– – –" in m["text"]])
    for command, words in (
        ("/health", "Чекають проміжку між дописами: 1"),
        ("/queue", "Опубліковано, чекає проміжку між дописами: 1"),
        ("/status 2", WAITS),
        ("/why 2", WAITS),
        ("/retract 2", "туди вона вже не вийде"),
        ("/publish 2", WAITS),
    ):
        before = desk.last_id(OLENA)
        desk.world.say(OLENA, command)
        await desk.until(
            lambda words=words, before=before: [  # type: ignore[misc]
                m for m in desk.posts(OLENA, words) if m["message_id"] > before
            ]
        )
    assert not desk.posts(channel, SECOND)
    desk.clock.off += timedelta(minutes=31)
    await desk.until(lambda: desk.posts(channel, SECOND))
    await desk.settled(2)
    desk.clock.off += timedelta(minutes=1)  # for so long may a report be behind
    (done,) = await desk.until(lambda: desk.posts(OLENA, "✅ Опубліковано №2"))
    assert done["message_id"] == answer["message_id"]
    # The card says so no more.
    await desk.until(lambda: not [m for m in desk.posts(OLENA, WAITS) if "– – –" in m["text"]])


@pytest.mark.slow
async def test_a_follow_up_replies_to_the_earlier_post_in_each_channel_that_has_it(
    desk: Desk,
) -> None:
    """Chosen by a button, taken back, answered by a number, said in a reply to the card."""
    first = await desk.channel()
    await desk.settled(await desk.publish(a_page()))
    second = await desk.channel()
    await desk.paste(a_page(SECOND))
    await desk.press(OLENA, lambda p: p == ShowOutlets(2))
    await desk.press(OLENA, lambda p: p == ShowEarlier(2), "Продовження")
    await desk.press(OLENA, lambda p: p == SetFollowed(2, 1), FIRST[:10])
    await desk.until(lambda: desk.posts(OLENA, "Відповісти немає на що"))
    await desk.until(
        lambda: [m for m in desk.posts(OLENA, SECOND) if "↪️ Продовження №1" in m["text"]]
    )
    await desk.press(OLENA, lambda p: p == ShowEarlier(2), "Продовження №1")
    await desk.press(OLENA, lambda p: p == SetFollowed(2, 0), "Не продовження")
    await desk.until(lambda: not desk.posts(OLENA, "↪️ Продовження №1"))
    await desk.press(OLENA, lambda p: p == ShowEarlier(2), "Продовження")
    await desk.until(lambda: desk.posts(OLENA, "напишіть її номер"))
    desk.world.say(OLENA, "№1")
    await desk.until(lambda: desk.posts(OLENA, "✅ Відповідь отримано: що продовжує стаття №2"))
    await desk.until(lambda: desk.posts(OLENA, "↪️ Продовження №1"))
    await desk.paste(a_page(THIRD))
    (card,) = await desk.until(
        lambda: [m for m in desk.posts(OLENA, THIRD) if "– – –" in m["text"]]
    )
    desk.world.say(OLENA, "продовження №3", reply_to=card["message_id"])
    await desk.until(lambda: desk.posts(OLENA, "не може бути продовженням самої себе"))
    desk.world.say(OLENA, "продовження №1", reply_to=card["message_id"])
    await desk.until(lambda: len(desk.posts(OLENA, "↪️ Продовження №1")) == 2)
    await desk.press(OLENA, lambda p: p == Publish(2, breaking=False))
    await desk.settled(2)
    await desk.press(OLENA, lambda p: p == Publish(3, breaking=False))
    await desk.settled(3)
    (earlier,) = desk.posts(first, FIRST)
    (post,), (alone,) = desk.posts(first, SECOND), desk.posts(second, SECOND)
    (third,) = desk.posts(first, THIRD)
    for reply in (post, third):
        assert reply["reply_to_message"]["message_id"] == earlier["message_id"]
    assert "reply_to_message" not in alone
