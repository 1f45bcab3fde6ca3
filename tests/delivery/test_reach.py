"""Where none of the first readers can be reached, the others wait and the desk is asked."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.reach import SAMPLE
from bot.domain.audience import ChannelState
from bot.domain.delivery import State
from bot.domain.people import ReaderState
from storage.schema import delivery, reader
from tests import tables
from tests.builders import CHANNEL, OLENA, a_reader, an_editor
from tests.delivery.office import Office

HEADLINE = "Порт відкрив термінал"
FIRST, MANY = 3001, 1000
NOT_FOUND = "Bad Request: chat not found"


async def an_audience(office: Office, count: int = MANY) -> int:
    """Readers whom Telegram does not know, and an article for them; its number."""
    for chat_id in range(FIRST, FIRST + count):
        await a_reader(office.storage, chat_id)
    return await office.publish(HEADLINE)


def let_telegram_know(office: Office, count: int = MANY) -> None:
    for chat_id in range(FIRST, FIRST + count):
        office.world.add_person("Читачка", id=chat_id)
        office.world.say(chat_id, "/start")


def asked(office: Office) -> int:
    """How many requests went to readers."""
    return len([r for r in office.world.calls("sendMessage") if (r.chat_id or 0) >= FIRST])


def states(office: Office) -> dict[str, int]:
    return Counter(tables.values(office.storage, select(reader.c.state)))


def owed(office: Office) -> dict[str, int]:
    asked = select(delivery.c.state).where(delivery.c.chat_id >= FIRST)
    return Counter(tables.values(office.storage, asked))


async def the_question(office: Office) -> Any:
    async def found() -> Any:
        told = [d for name, d in office.notices() if name == "readers_unreached"]
        return told and office.posts(OLENA, "зупинено")

    return await office.until(found)


async def decide(office: Office, *, go_on: bool) -> None:
    await office.alerts.decide_on_readers(go_on=go_on)


async def test_a_telegram_that_knows_no_reader_is_asked_a_few_dozen_times_and_nobody_is_lost(
    office: Office,
) -> None:
    await an_audience(office)
    async with office.at_work():
        await the_question(office)
    async with office.at_work():  # after a restart
        office.pass_by(10**5)
        await office.until(lambda: _posted(office))
    assert asked(office) == SAMPLE
    assert states(office) == {ReaderState.ACTIVE: MANY}
    assert owed(office) == {State.DUE: MANY}


async def _posted(office: Office) -> list[str]:
    return office.posts(CHANNEL, HEADLINE)


async def test_the_channels_and_the_desk_do_not_wait(office: Office) -> None:
    await an_audience(office, 40)
    async with office.at_work():
        await the_question(office)
        second = await office.publish("Наступна новина")
        await office.until_row(second, CHANNEL, State.SHOWN)
    assert asked(office) == SAMPLE


async def test_with_the_right_token_back_everybody_gets_the_post_once(office: Office) -> None:
    article_id = await an_audience(office, 60)
    async with office.at_work():
        await the_question(office)
    let_telegram_know(office, 60)
    async with office.at_work():
        await decide(office, go_on=True)
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 60}
    assert asked(office) == SAMPLE + 60
    assert progress.maybe_twice == 0


async def test_the_desk_goes_on_although_nobody_is_there_and_is_asked_once(
    office: Office,
) -> None:
    article_id = await an_audience(office, 100)
    async with office.at_work():
        await the_question(office)
        await decide(office, go_on=True)
        progress = await office.settled(article_id)
    assert progress.readers == {State.FAILED: 100}
    assert states(office) == {ReaderState.BLOCKED: 100}
    assert [name for name, _ in office.notices()] == ["readers_unreached"]


async def test_the_desk_lets_the_posts_be_and_can_send_them_later(office: Office) -> None:
    article_id = await an_audience(office, 60)
    async with office.at_work():
        await the_question(office)
        await decide(office, go_on=False)
        progress = await office.settled(article_id)
    assert progress.readers == {State.FAILED: 60}
    assert states(office) == {ReaderState.ACTIVE: 60}
    let_telegram_know(office, 60)
    retraction = office.retraction
    assert await retraction.replay(article_id, by=an_editor()) == 60
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 60}


@pytest.mark.parametrize("died_after", [1, 20, 29])
async def test_a_process_that_dies_over_the_first_readers_does_not_begin_to_count_anew(
    office: Office, died_after: int
) -> None:
    await an_audience(office, 100)
    async with office.at_work(per_second=20):
        await office.world.wait_until(lambda: asked(office) >= died_after)
    async with office.at_work():
        await the_question(office)
    assert asked(office) == SAMPLE
    assert states(office) == {ReaderState.ACTIVE: 100}


async def test_readers_who_left_one_by_one_are_switched_off_as_ever(office: Office) -> None:
    article_id = await an_audience(office, 120)
    for chat_id in range(FIRST, FIRST + 120):
        if chat_id % 5 == 0:
            office.world.add_person("Читачка", id=chat_id)
            office.world.say(chat_id, "/start")
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 24, State.FAILED: 96}
    assert states(office) == {ReaderState.ACTIVE: 24, ReaderState.BLOCKED: 96}
    assert office.notices() == []


async def test_of_several_channels_at_once_the_desk_learns_by_one_message(
    office: Office,
) -> None:
    others = [CHANNEL - number for number in range(1, 6)]
    for chat_id in others:
        await office.add_channel(chat_id, title=f"Канал {-chat_id % 100}")
    for chat_id in (CHANNEL, *others):
        office.world.faults.add(
            "refuse", method="sendMessage", chat_id=chat_id, description=NOT_FOUND
        )
    await office.publish(HEADLINE)
    async with office.at_work():

        async def told() -> list[str]:
            return office.posts(OLENA, "каналах (6)")

        (message,) = await office.until(told)
    assert "Світ" in message
    assert len(office.posts(OLENA)) == 1
    async with office.storage.reading() as tx:
        assert {c.state for c in await tx.audience.channels()} == {ChannelState.PAUSED}
