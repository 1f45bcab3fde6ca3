"""What readers live through."""

from functools import partial
from pathlib import Path

import pytest

from bot.domain.archive_buttons import Browse
from bot.domain.buttons import Follow, FollowHere, Read
from bot.domain.people import ReaderState
from bot.domain.reading_buttons import ShowReading
from bot.sandbox.sandbox_server import Sandbox
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk, running, settings
from tests.journeys.pages import a_page

FIRST = "Порт Роттердама відкрив зелений термінал"
SECOND = "Осло заборонило автомобілі в центрі"


async def test_start_topics_teaser_unfollow(desk: Desk) -> None:
    await desk.channel()
    desk.come(TARAS, "Тарас")
    desk.world.say(TARAS, "/start")
    await desk.press(TARAS, lambda p: isinstance(p, Follow) and p.on, "Спорт")
    desk.world.say(TARAS, "/topics")
    await desk.press(TARAS, lambda p: isinstance(p, Follow) and p.on, "Світ")
    await desk.until(lambda: len(desk.popups(TARAS)) == 2)

    await desk.publish(a_page(FIRST))
    await desk.until(lambda: desk.posts(TARAS, FIRST))
    await desk.press(TARAS, lambda p: isinstance(p, FollowHere) and not p.on)
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, FollowHere) and p.on))

    second = await desk.publish(a_page(SECOND))
    await desk.settled(second)
    assert not desk.posts(TARAS, SECOND)


@pytest.mark.slow
async def test_a_reader_who_blocked_the_bot_is_switched_off_and_back_on_with_start(
    desk: Desk,
) -> None:
    await desk.channel()
    await desk.reader(TARAS)
    await desk.reader(NADIIA, "Надія")
    desk.world.block(TARAS)
    first = await desk.publish(a_page(FIRST))
    await desk.settled(first)
    assert desk.posts(NADIIA, FIRST)
    assert not desk.posts(TARAS, FIRST)
    assert desk.app is not None
    reader = (await desk.app.recognition.person(TARAS)).reader
    assert reader is not None
    assert reader.state is ReaderState.BLOCKED

    desk.world.say(TARAS, "/start")
    await desk.until(lambda: desk.button(TARAS, lambda p: isinstance(p, Follow) and not p.on))
    second = await desk.publish(a_page(SECOND))
    await desk.settled(second)
    assert desk.posts(TARAS, SECOND)


@pytest.mark.slow
async def test_a_refusal_to_one_reader_switches_that_reader_off_alone(desk: Desk) -> None:
    """Telegram may say it before any update does: the send itself is refused."""
    await desk.reader(TARAS)
    await desk.reader(NADIIA, "Надія")
    desk.world.faults.add("forbidden", method="sendMessage", chat_id=TARAS)
    first = await desk.publish(a_page(FIRST))
    await desk.settled(first)
    assert desk.posts(NADIIA, FIRST)
    assert not desk.posts(TARAS, FIRST)
    second = await desk.publish(a_page(SECOND))
    await desk.settled(second)
    assert not desk.posts(TARAS, SECOND)


@pytest.mark.slow
async def test_an_article_without_an_address_is_read_in_full_in_the_bot(desk: Desk) -> None:
    channel = await desk.channel()
    long = " ".join(f"Речення номер {n} розповідає про порт." for n in range(400))
    article_id = await desk.publish(a_page(FIRST, body=f"{long}\n\nОстанній абзац."))
    (post,) = await desk.until(lambda: desk.posts(channel, FIRST))
    desk.come(NADIIA, "Надія")
    desk.world.open_link(NADIIA, next(e["url"] for e in post["entities"] if "url" in e))
    await desk.until(lambda: desk.posts(NADIIA, "Останній абзац."))
    together = " ".join(desk.texts(NADIIA))
    assert all(f"Речення номер {n} " in together for n in range(400))
    assert article_id


@pytest.mark.slow
async def test_the_archive_and_the_latest_lead_to_the_full_text(desk: Desk) -> None:
    for headline in (FIRST, SECOND):
        await desk.settled(await desk.publish(a_page(headline), in_doubt=True))
    desk.come(TARAS, "Тарас")
    desk.world.say(TARAS, "/start")
    desk.world.say(TARAS, "/latest")
    await desk.until(lambda: desk.posts(TARAS, SECOND))
    desk.world.say(TARAS, "/archive")
    await desk.press(TARAS, lambda p: isinstance(p, Browse), "Світ")
    await desk.until(lambda: [m for m in desk.posts(TARAS, FIRST) if SECOND in m["text"]])


async def test_a_teaser_without_an_address_is_read_by_its_button(desk: Desk) -> None:
    await desk.reader(TARAS)
    await desk.publish(a_page(FIRST))
    await desk.press(TARAS, lambda p: isinstance(p, Read))
    await desk.until(lambda: desk.posts(TARAS, "Робота тривала чотири роки"))


async def test_stop_stops_and_an_english_telegram_is_answered_in_english(desk: Desk) -> None:
    desk.come(TARAS, "Terry", language_code="en-GB")
    desk.world.say(TARAS, "/start")
    await desk.press(TARAS, lambda p: isinstance(p, Follow) and p.on, "Світ")
    greeting = desk.texts(TARAS)[1]
    assert "news" in greeting.lower()
    desk.world.say(TARAS, "/stop")
    before = len(desk.texts(TARAS))
    await desk.until(lambda: len(desk.texts(TARAS)) > before)
    await desk.settled(await desk.publish(a_page(FIRST), in_doubt=True))
    assert not desk.posts(TARAS, FIRST)


async def test_the_language_is_set_by_its_name_and_asked_for_without_one(desk: Desk) -> None:
    desk.come(TARAS, "Тарас")
    for typed, says in (
        ("/language en", "speak English"),
        ("/language Українською", "розмовляю з вами українською"),
        ("/language ENGLISH", "speak English"),
        ("/language polski", "Which language shall"),
    ):
        said = desk.world.say(TARAS, typed)
        assert says in (await desk.answer(TARAS, said))["text"], typed
    await desk.until(lambda: "A list" if desk.world.commands(TARAS) else None)
    described = {each["command"]: each["description"] for each in desk.world.commands(TARAS)}
    assert described["language"].isascii(), "the menu speaks it as well"


@pytest.mark.slow
async def test_the_welcome_names_the_publication_and_shows_the_last_three_headlines(
    sandbox: Sandbox, database: Path
) -> None:
    desk = Desk(sandbox, settings(sandbox, database, publication="Берег"))
    desk.come(OLENA, "Олена")
    desk.come(TARAS, "Тарас")
    desk.come(NADIIA, "Nadia", language_code="en")
    headlines = [FIRST, SECOND, "Учителів бракує всюди", "Пшениця подешевшала"]
    async with running(desk):
        desk.world.say(OLENA, "/start")
        await desk.channel()
        for headline in headlines:
            await desk.settled(await desk.publish(a_page(headline)))
        for reader, words in ((TARAS, "Я бот видання «Берег»"), (NADIIA, "the bot of “Берег”")):
            desk.world.say(reader, "/start")
            (welcome,) = await desk.until(partial(desk.posts, reader, words))
            assert [h for h in headlines if h in welcome["text"]] == headlines[1:]


async def test_a_reader_sends_where_they_are_and_lives_by_the_time_there(desk: Desk) -> None:
    await desk.reader(TARAS)
    desk.world.say(TARAS, "/settings")
    await desk.press(TARAS, lambda p: p == ShowReading("zone"))
    await desk.until(lambda: desk.posts(TARAS, "я візьму з неї лише часовий пояс"))
    desk.world.send_location(TARAS, 38.7223, -9.1393)
    await desk.until(lambda: desk.posts(TARAS, "🌍 Часовий пояс: Лісабон"))
    assert desk.app
    async with desk.app.storage.reading() as tx:
        assert await tx.digests.zone_name(TARAS) == "Europe/Lisbon"
