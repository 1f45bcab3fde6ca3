"""A group with topics: each section's posts stand in the topic that the desk chose for it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.buttons import AskRetraction, Retract, RouteSection, ShowChannel
from bot.domain.forum import GENERAL, REST, Thread
from bot.domain.forum_buttons import MakeThread, SetThread, ShowForum, ShowThreads
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Уночі в Карпатах випав перший сніг"
THIRD = "Осло заборонило автомобілі в центрі"
FOURTH = "Лісабон повертає трамваї на набережну"
SVIT, KULTURA, SPORT = 1, 7, 6


async def a_forum(desk: Desk) -> tuple[int, int]:
    """A group whose topic «Культура» is older than the bot's coming there."""
    forum = desk.world.add_supergroup("Форум новин", OLENA, is_forum=True)
    old = desk.world.open_topic(forum, "Про культуру")
    desk.world.set_bot_rights(forum, OLENA)
    for section in (SVIT, KULTURA, SPORT):
        await desk.press(OLENA, lambda p, s=section: p == RouteSection(forum, s, on=True))  # type: ignore[misc]
        await desk.until(
            lambda s=section: desk.button(OLENA, lambda p: p == RouteSection(forum, s, on=False))  # type: ignore[misc]
        )
    return forum, old


async def open_page(desk: Desk, forum: int) -> None:
    desk.world.say(OLENA, "/channels")
    await desk.press(OLENA, lambda p: p == ShowChannel(forum))
    await desk.press(OLENA, lambda p: p == ShowForum(forum), "Теми групи")


async def published(desk: Desk, forum: int, headline: str, section: str = "СВІТ") -> Any:
    """The post, which is the only one of its article."""
    desk.clock.off += timedelta(seconds=9)
    await desk.settled(await desk.publish(a_page(headline, section=section)))
    (post,) = desk.posts(forum, headline)
    return post


async def seen(desk: Desk, forum: int, thread: int, name: str) -> None:
    """Wait until the bot has heard of what was done in a topic."""
    assert desk.app
    async with asyncio.timeout(15):
        while True:
            known = (await desk.app.forums.forum(forum)).threads.get(thread)
            if known == Thread(thread, name):
                return
            await asyncio.sleep(0.05)


async def topics_chosen(desk: Desk, forum: int, old: int) -> int:
    """A topic is made, which takes a right; an old one is known once somebody writes there."""
    world = desk.world
    await open_page(desk, forum)
    await desk.press(OLENA, lambda p: p == ShowThreads(forum, SVIT), "Світ")
    await desk.press(OLENA, lambda p: p == MakeThread(forum, SVIT), "Створити")
    await desk.until(lambda: [t for t in desk.popups(OLENA) if "не має права створювати" in t])
    world.set_bot_rights(forum, OLENA, can_manage_topics=True)
    await desk.press(OLENA, lambda p: p == MakeThread(forum, SVIT), "Створити")
    await desk.until(lambda: desk.posts(OLENA, "Світ → «🌍 Світ»"))
    (made,) = [n for n, t in world.chats.channel(forum).topics.items() if t.name == "🌍 Світ"]
    world.post_in_channel(forum, "Коли прем’єра?", TARAS, thread=old)
    await seen(desk, forum, old, "Про культуру")
    world.rename_topic(forum, old, "Культура й люди")
    await seen(desk, forum, old, "Культура й люди")
    await desk.press(OLENA, lambda p: p == ShowThreads(forum, KULTURA), "Культура")
    await desk.press(OLENA, lambda p: p == SetThread(forum, KULTURA, old), "Культура й люди")
    (page,) = await desk.until(lambda: desk.posts(OLENA, "Культура → «Культура й люди»"))
    assert "Решта рубрик → General" in page["text"]
    return made


@pytest.mark.slow
async def test_posts_stand_in_the_topics_that_the_desk_chose(desk: Desk) -> None:
    world = desk.world
    desk.come(TARAS, "Тарас")
    forum, old = await a_forum(desk)
    made = await topics_chosen(desk, forum, old)

    first = await published(desk, forum, FIRST)
    assert first["message_thread_id"] == made
    assert (await published(desk, forum, SECOND, "КУЛЬТУРА"))["message_thread_id"] == old
    assert "message_thread_id" not in await published(desk, forum, THIRD, "СПОРТ")

    # What stands there is taken back there.
    await desk.press(OLENA, lambda p: p == AskRetraction(2))
    await desk.press(OLENA, lambda p: p == Retract(2, tell=False))
    await desk.withdrawn(2)
    assert not desk.posts(forum, SECOND)

    # A topic that is closed: news go on, the desk is told once, and they go back by themselves.
    world.set_bot_rights(forum, OLENA)
    world.close_topic(forum, made)
    assert "message_thread_id" not in await published(desk, forum, FOURTH)
    (told,) = await desk.until(lambda: desk.posts(OLENA, "закрито, і бот не може там писати"))
    assert "виходять у темі General" in told["text"]
    world.close_topic(forum, made, closed=False)
    await seen(desk, forum, made, "🌍 Світ")
    back = await published(desk, forum, "Рига роздає городи на дахах")
    assert back["message_thread_id"] == made

    # One that is deleted: the rest's thread takes its posts, and another may be chosen.
    await open_page(desk, forum)
    await desk.press(OLENA, lambda p: p == ShowThreads(forum, REST), "Решта")
    await desk.press(OLENA, lambda p: p == SetThread(forum, REST, old))
    await desk.until(lambda: desk.posts(OLENA, "Решта рубрик → «Культура й люди»"))
    world.delete_topic(forum, made)
    moved = await published(desk, forum, "Прага відкрила сад на мосту")
    assert moved["message_thread_id"] == old
    (told,) = await desk.until(lambda: desk.posts(OLENA, "більше немає"))
    assert "Дописи для неї виходять у темі «Культура й люди»" in told["text"]
    await desk.press(OLENA, lambda p: p == ShowForum(forum), "Теми")
    await desk.until(lambda: desk.posts(OLENA, "⚠️ видалено"))
    await desk.press(OLENA, lambda p: p == ShowThreads(forum, SVIT), "Світ")
    await desk.press(OLENA, lambda p: p == SetThread(forum, SVIT, GENERAL), "General")
    await desk.until(lambda: desk.posts(OLENA, "Світ → General"))
    last = await published(desk, forum, "У Львові відкрили новий міст")
    assert "message_thread_id" not in last
