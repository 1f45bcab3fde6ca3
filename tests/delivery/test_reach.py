"""Where none of the first readers can be reached, the others wait and the desk is asked."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.reach import SAMPLE, Reach
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Delivery, Outcome, Shown, State, Unreachable
from bot.domain.notices import ReadersUnreached
from bot.domain.people import ReaderState
from storage.reach import ReadersStop
from storage.schema import delivery, reader
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, OLENA, a_delivery, an_editor, said, some_readers
from tests.clock import NOON, Clock
from tests.delivery.office import Office
from tests.storage.changes import put

HEADLINE = "Порт відкрив термінал"
FIRST, MANY = 3001, 1000
NOT_FOUND = "Bad Request: chat not found"


async def an_audience(office: Office, count: int = MANY) -> int:
    """Readers whom Telegram does not know, and an article for them; its number."""
    await some_readers(office.storage, range(FIRST, FIRST + count))
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
    await office.alerts.decide_on_readers(go_on=go_on, by=an_editor())


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


@pytest.mark.slow
async def test_the_channels_and_the_desk_do_not_wait(office: Office) -> None:
    await an_audience(office, 40)
    async with office.at_work():
        await the_question(office)
        second = await office.publish("Наступна новина")
        await office.until_row(second, CHANNEL, State.SHOWN)
    assert asked(office) == SAMPLE


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_the_desk_lets_the_posts_be_and_can_send_them_later(office: Office) -> None:
    article_id = await an_audience(office, 60)
    async with office.at_work():
        await the_question(office)
        await decide(office, go_on=False)
        progress = await office.settled(article_id)
    assert progress.readers == {State.FAILED: 60}
    assert states(office) == {ReaderState.ACTIVE: 60}
    let_telegram_know(office, 60)
    replays = office.replays
    assert await replays.replay(article_id, by=an_editor()) == 60
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 60}


@pytest.mark.slow
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


@pytest.mark.slow
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


# --- the rule itself ---


@pytest.fixture
def reach(storage: Storage, clock: Clock) -> Reach:
    return Reach(storage, clock, OLENA)


Batch = list[tuple[Delivery, Outcome]]


def outcomes(outcome: Outcome, *chats: int, audience: Audience = Audience.READER) -> Batch:
    return [
        (a_delivery(id=chat_id, chat_id=chat_id, audience=audience), outcome) for chat_id in chats
    ]


async def recorded(reach: Reach, storage: Storage, batch: Batch) -> None:
    """As the outcome writer does."""
    ended = [
        (row.chat_id, [row.id])
        for row, outcome in batch
        if isinstance(outcome, Unreachable) and row.audience is Audience.READER
    ]
    async with storage.writing() as tx:
        await reach.judge(tx, batch, ended)
    reach.judged(batch)


async def in_a_row(storage: Storage) -> int:
    async with storage.reading() as tx:
        return await tx.reach.in_a_row()


GONE = Unreachable(said(NOT_FOUND))
THERE = Shown(50, 1)


async def test_there_is_room_for_the_rest_of_the_sample_until_a_reader_is_reached(
    reach: Reach, storage: Storage
) -> None:
    sending = {"state": "sending", "audience": "reader"}
    await put(storage, *(sending | {"chat_id": chat_id} for chat_id in (1, 2)))
    async with storage.writing() as tx:
        assert await reach.room(tx) == SAMPLE - 2
    for known, room in ((3, SAMPLE - 5), (SAMPLE - 2, 0), (SAMPLE - 1, 0)):
        async with storage.writing() as tx:
            for chat_id in range(known):
                await tx.reach.note(chat_id, [chat_id])
            assert await reach.room(tx) == room
    await recorded(reach, storage, outcomes(THERE, CHANNEL, audience=Audience.CHANNEL))
    async with storage.writing() as tx:
        assert await reach.room(tx) == 0
    await recorded(reach, storage, outcomes(THERE, 99))
    async with storage.writing() as tx:
        assert await reach.room(tx) is None
        await tx.reach.stop_all(7, NOON)
        assert await reach.room(tx) == 0
        await tx.reach.go_on()
        assert await reach.room(tx) is None


async def test_the_last_of_the_sample_stops_all_and_asks_the_desk_once(
    reach: Reach, storage: Storage, clock: Clock
) -> None:
    await put(storage, {"chat_id": 1, "audience": "reader", "state": "failed"})
    await recorded(reach, storage, outcomes(GONE, *range(2, SAMPLE + 1)))
    async with storage.reading() as tx:
        assert await tx.reach.stop() is None
    last = Unreachable(said("Forbidden: bot was blocked by the user"))
    batch = outcomes(GONE, SAMPLE + 1) + outcomes(last, 1)
    clock.pass_by(5)
    await recorded(reach, storage, batch)
    async with storage.reading() as tx:
        assert await tx.reach.stop() == ReadersStop(agreed=False, notice_id=1)
        told = await tx.desk.notice(1)
    assert told == ReadersUnreached(SAMPLE + 1, last.reason)
    assert await in_a_row(storage) == 0
    owed = {row.chat_id: row for row in tables.deliveries(storage)}
    assert (owed[1].state, owed[1].not_before) == (State.DUE, clock())
    assert owed[OLENA].state == State.DUE
    # What was in hand meanwhile goes the same way, and the desk is not asked again.
    await recorded(reach, storage, outcomes(GONE, SAMPLE + 2))
    assert await in_a_row(storage) == 0
    assert len(tables.notices(storage)) == 1


async def test_where_the_desk_has_agreed_nobody_is_counted(reach: Reach, storage: Storage) -> None:
    async with storage.writing() as tx:
        await tx.reach.stop_all(7, NOON)
        await tx.reach.go_on()
    await recorded(reach, storage, outcomes(GONE, 1, 2))
    assert await in_a_row(storage) == 0


async def test_whoever_is_reached_ends_the_row_each_time_anew(
    reach: Reach, storage: Storage
) -> None:
    for _ in range(2):
        await recorded(reach, storage, outcomes(GONE, 1, 2))
        assert await in_a_row(storage) == 2
        await recorded(reach, storage, outcomes(THERE, CHANNEL, audience=Audience.CHANNEL))
        assert await in_a_row(storage) == 2
        await recorded(reach, storage, outcomes(GONE, 3) + outcomes(THERE, 4))
        assert await in_a_row(storage) == 0


async def test_whoever_is_reached_ends_a_row_that_an_earlier_process_has_begun(
    reach: Reach, storage: Storage
) -> None:
    async with storage.writing() as tx:
        await tx.reach.note(1, [1])
    await recorded(reach, storage, outcomes(THERE, 2))
    assert await in_a_row(storage) == 0


@pytest.mark.parametrize(("stopped", "agreed"), [(False, False), (True, False), (True, True)])
async def test_after_a_start_an_open_question_is_asked_once_more(
    reach: Reach, storage: Storage, *, stopped: bool, agreed: bool
) -> None:
    async with storage.writing() as tx:
        if stopped:
            await tx.reach.stop_all(7, NOON)
        if agreed:
            await tx.reach.go_on()
    await reach.ask_again()
    owed = [(row.kind, row.subject_id, row.chat_id) for row in tables.deliveries(storage)]
    assert owed == ([("notice", 7, OLENA)] if stopped and not agreed else [])


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
        assert {c.state for c in await tx.channels.all()} == {ChannelState.PAUSED}
