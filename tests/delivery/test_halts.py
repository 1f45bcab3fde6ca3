"""Telegram asks to wait: of one chat, of all, of a token that it does not know."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.config import ReaderUnknown
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.delivery import State
from bot.domain.people import ReaderState
from storage.schema import delivery, reader
from tests import tables
from tests.builders import CHANNEL, OLENA, a_draft, an_editor
from tests.clock import Clock
from tests.delivery.office import Office, an_office

READERS = range(3001, 3007)
FIRST, SECOND = READERS[:2]
HEADLINE = "Порт відкрив термінал"
DAY = 100_000  # seconds


class StillClock(Clock):
    """Time passes when the test says so; who sleeps looks again soon."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


@pytest.fixture
async def empty(database: Path) -> AsyncIterator[Office]:
    """The office with a clock that stands, and no reader."""
    async with an_office(database, StillClock()) as opened:
        yield opened


@pytest.fixture
async def still(empty: Office) -> Office:
    """The same with six readers."""
    await empty.add_readers(READERS)
    return empty


async def a_proved_story(office: Office, headline: str = HEADLINE) -> int:
    """One that Telegram has taken already, so that nobody goes first."""
    article_id = await office.publish(headline)
    async with office.storage.writing() as tx:
        await tx.articles.prove(article_id, 1)
        await tx.ledger.fan_out(article_id, office.clock())
    return article_id


async def step(office: Office, seconds: float, by: float = 1) -> None:
    """Let time pass, and the bot do in it what it wants."""
    for _ in range(round(seconds / by)):
        office.pass_by(by)
        await asyncio.sleep(0.02)


async def while_time_passes(
    office: Office, seen: Callable[[], Awaitable[bool]], by: float = 0.5
) -> None:
    async with asyncio.timeout(60):
        while not await seen():
            office.pass_by(by)
            await asyncio.sleep(0.02)
            async with office.storage.writing():
                pass  # no faster than the bot gets its turns, however busy the machine is


def asked(office: Office) -> list[int]:
    """The readers to whom anything was sent, taken or refused, in order."""
    calls = office.world.calls("sendMessage")
    return [int(c.params["chat_id"]) for c in calls if int(c.params["chat_id"]) in READERS]


async def asked_more_than(office: Office, count: int) -> bool:
    return len(asked(office)) > count


async def refused_once(office: Office, chat_id: int) -> bool:
    """Whether the refusal has come and is written down."""
    async with office.storage.writing() as tx:
        return await tx.pace.is_held(chat_id, office.clock())


async def have(office: Office, words: str, readers: Any) -> bool:
    return all(office.posts(reader, words) for reader in readers)


async def test_a_wait_that_one_reader_brings_is_waited_by_all(still: Office) -> None:
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    await a_proved_story(still)
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        before = asked(still)
        assert len(before) < 4
        await step(still, 25)
        assert asked(still) == before
        await while_time_passes(still, lambda: have(still, HEADLINE, READERS))
    assert sorted(asked(still)) == sorted([FIRST, *READERS])


async def test_who_says_stop_or_is_forgotten_in_a_halt_gets_nothing_that_was_in_hand(
    still: Office,
) -> None:
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    await a_proved_story(still)
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        stops, forgets, *_ = sorted(in_hand(still))
        async with still.storage.writing() as tx:
            await tx.people.set_reader_state(stops, ReaderState.STOPPED, still.clock())
            await tx.personal.forget(forgets, of_desk=False)
        others = set(READERS) - {stops, forgets}
        await while_time_passes(still, lambda: have(still, HEADLINE, others))
        await while_time_passes(still, lambda: nothing_in_hand(still))
    assert not set(asked(still)[1:]) & {stops, forgets}


@pytest.mark.slow
async def test_what_is_taken_back_in_a_halt_may_stand_where_it_was_in_doubt(still: Office) -> None:
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    article_id = await a_proved_story(still)
    doubtful = [chat_id for chat_id in READERS if chat_id != FIRST][::2]
    sent_before = {"state": State.UNKNOWN, "sent_at": still.clock()}
    await tables.change(
        still.storage, update(delivery).where(delivery.c.chat_id.in_(doubtful)).values(sent_before)
    )
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        leased = {row.chat_id for row in tables.deliveries(still.storage) if row.lease_until}
        async with still.storage.writing() as tx:
            told = await tx.articles.existing(article_id, lock=True)
            await tx.publishing.retract(told.retract(still.clock()), still.clock())
        await while_time_passes(still, lambda: nothing_in_hand(still))
    let_off = (leased & set(READERS)) - set(asked(still))
    assert let_off & set(doubtful)
    assert let_off - set(doubtful)
    for row in tables.deliveries(still.storage):
        if row.chat_id in let_off:
            code = "may_have_arrived" if row.chat_id in doubtful else "retracted"
            assert (row.state, row.reason) == (State.SKIPPED, code)


@pytest.mark.slow
async def test_whoever_is_forgotten_in_a_halt_is_told_of_no_retraction(still: Office) -> None:
    """Also where a text was in doubt with them: there is nobody any more."""
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    article_id = await a_proved_story(still)
    others = [chat_id for chat_id in READERS if chat_id != FIRST]
    sent_before = {"state": State.UNKNOWN, "sent_at": still.clock()}
    await tables.change(
        still.storage, update(delivery).where(delivery.c.chat_id.in_(others)).values(sent_before)
    )
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        leased = {row.chat_id for row in tables.deliveries(still.storage) if row.lease_until}
        async with still.storage.writing() as tx:
            for chat_id in others:
                await tx.personal.forget(chat_id, of_desk=False)
        await still.retraction.retract(article_id, by=an_editor(), tell=True)
        await while_time_passes(still, lambda: nothing_in_hand(still))
        await step(still, 5)
    assert leased & set(others)
    assert not {row.chat_id for row in tables.deliveries(still.storage)} & set(others)
    assert not set(asked(still)[1:]) & (leased & set(others))


@pytest.mark.slow
async def test_whose_quiet_hours_begin_in_a_halt_gets_it_when_they_end(still: Office) -> None:
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    await a_proved_story(still)
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        sleeper = min(in_hand(still))
        began, end = still.clock(), still.clock() + timedelta(hours=9)
        quiet = {"quiet_from": 0, "quiet_until": 1, "holds_from": began, "next_at": end}
        await tables.change(
            still.storage, update(reader).where(reader.c.chat_id == sleeper).values(quiet)
        )
        others = set(READERS) - {sleeper}
        await while_time_passes(still, lambda: have(still, HEADLINE, others))
        assert sleeper not in asked(still)[1:]
        still.pass_by((end - still.clock()).total_seconds())
        await while_time_passes(still, lambda: have(still, HEADLINE, [sleeper]))
    assert sorted(asked(still)) == sorted([FIRST, *READERS])


@pytest.mark.slow
async def test_a_fault_as_it_is_asked_who_has_said_stop_leaves_no_doubt(
    still: Office, caplog: pytest.LogCaptureFixture
) -> None:
    still.world.faults.add("retry_after", method="sendMessage", chat_id=FIRST, seconds=30)
    await a_proved_story(still)
    async with still.at_work(per_second=10, reader_unknown=ReaderUnknown.SKIP):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        await tables.change(still.storage, text("ALTER TABLE reader RENAME TO reader_away"))
        await while_time_passes(still, lambda: put_off(caplog))
        await tables.change(still.storage, text("ALTER TABLE reader_away RENAME TO reader"))
        await while_time_passes(still, lambda: have(still, HEADLINE, READERS))
    assert sorted(asked(still)) == sorted([FIRST, *READERS])


def in_hand(office: Office) -> set[int]:
    sending = select(delivery.c.chat_id).where(delivery.c.state == State.SENDING)
    return set(tables.values(office.storage, sending))


async def put_off(caplog: pytest.LogCaptureFixture) -> bool:
    return "cannot be shown" in caplog.text


async def nothing_in_hand(office: Office) -> bool:
    is_open = delivery.c.state.in_((State.SENDING, State.DUE, State.UNKNOWN))
    open_ = select(delivery.c.id).where(is_open)
    return not tables.values(office.storage, open_)


class Both(Telegram):
    """Two requests are under way before the first is answered: wait for long, and for short."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self._both = asyncio.Event()
        self.answered = asyncio.Event()

    def show_at_once(self, *_: Any) -> bool:
        return False

    async def show(self, chat_id: int, request: bytes, message_id: int | None = None) -> Answer:
        del request, message_id
        if chat_id not in READERS:
            return Accepted({"message_id": 1})
        self.asked.append(chat_id)
        number = len(self.asked)
        if number == 2:
            self._both.set()
        if number > 2:
            return Accepted({"message_id": number})
        await self._both.wait()
        if number == 1:
            return Refusal(429, "Too Many Requests: retry after 50", 50.0)
        await asyncio.sleep(0.1)
        self.answered.set()
        return Refusal(429, "Too Many Requests: retry after 5", 5.0)


@pytest.mark.slow
async def test_a_longer_wait_of_all_is_not_cut_short_by_a_shorter_one(still: Office) -> None:
    telegram = Both()
    article_id = await a_proved_story(still)

    async def both() -> bool:
        return telegram.answered.is_set()

    async with still.at_work(telegram=telegram, per_second=20):
        await while_time_passes(still, both, by=0.05)
        await asyncio.sleep(0.3)
        before = list(telegram.asked)
        assert len(before) < len(READERS)
        await step(still, 20)
        assert telegram.asked == before
    async with still.at_work(telegram=telegram, per_second=20):  # nor by a restart
        await step(still, 20)
        assert telegram.asked == before
        await while_time_passes(still, lambda: is_settled(still, article_id))
    assert sorted(telegram.asked[2:]) == list(READERS)


async def is_settled(office: Office, article_id: int) -> bool:
    progress = await office.progress(article_id)
    return progress.readers == {State.SHOWN: len(READERS)}


async def test_a_token_that_telegram_does_not_know_stops_everything_at_once(
    still: Office,
) -> None:
    still.world.faults.add(
        "refuse", method="sendMessage", code=401, description="Unauthorized", times=0
    )
    await a_proved_story(still)
    async with still.at_work(per_second=10):
        await still.world.wait_until(lambda: still.world.calls("sendMessage"))
        await asyncio.sleep(0.2)
        before = len(still.world.calls("sendMessage"))
        await step(still, 4)
        assert len(still.world.calls("sendMessage")) == before
        assert before < len(READERS)
        still.world.faults.clear()
        await while_time_passes(still, lambda: have(still, HEADLINE, READERS))


@pytest.mark.slow
async def test_breaking_posts_may_follow_at_once_but_leave_their_gaps(still: Office) -> None:
    pacer = Pacer(still.storage, still.clock, Rates(), still.clock.sleep)
    for number in range(4):
        article_id = await a_draft(still.storage, f"Термінова новина {number}")
        await still.publishing.publish(article_id, breaking=True)

    async def posted(count: int) -> bool:
        return len(still.posts(CHANNEL, "Термінова")) == count

    async with still.at_work(pacer=pacer):
        await while_time_passes(still, lambda: posted(2), by=0.02)
        began = still.clock()
        await step(still, 2, by=0.02)
        assert await posted(2)
        await while_time_passes(still, lambda: posted(3), by=0.02)
        third = still.clock()
        await step(still, 2, by=0.02)
        assert await posted(3)
        await while_time_passes(still, lambda: posted(4), by=0.02)
    assert (third - began).total_seconds() > 2
    assert (still.clock() - third).total_seconds() > 2


# --- «retry after 100000» ---


@pytest.mark.slow
async def test_a_wait_of_a_day_for_one_reader_is_that_readers_alone_after_a_minute(
    still: Office,
) -> None:
    still.world.faults.add(
        "retry_after", method="sendMessage", chat_id=FIRST, seconds=DAY, times=0
    )
    await a_proved_story(still)
    others = READERS[1:]
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: refused_once(still, FIRST), by=0.05)
        await asyncio.sleep(0.2)
        before = asked(still)
        await step(still, 50)
        assert asked(still) == before
        await while_time_passes(still, lambda: have(still, HEADLINE, others))
        await while_time_passes(still, lambda: have(still, "Telegram попросив", [OLENA]))
        await while_time_passes(still, lambda: have(still, "знову приймає", [OLENA]))
    assert asked(still).count(FIRST) == 1
    assert "11 травня, 18:4" in still.posts(OLENA, "Telegram попросив")[0]
    second = await a_proved_story(still, "Друга новина")
    async with still.at_work(per_second=10):  # after a restart
        await while_time_passes(still, lambda: have(still, "Друга новина", others))
    assert asked(still).count(FIRST) == 1
    assert still.row(second, FIRST).state == State.DUE
    still.world.faults.clear()
    still.pass_by(DAY)
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: have(still, "Друга новина", [FIRST]))
        await while_time_passes(still, lambda: have(still, HEADLINE, [FIRST]))


@pytest.mark.slow
async def test_a_wait_of_a_day_for_everybody_is_tried_out_ever_more_seldom(
    still: Office,
) -> None:
    still.world.faults.add("retry_after", method="sendMessage", seconds=DAY, times=0)
    await a_proved_story(still)
    async with still.at_work(per_second=10):
        await while_time_passes(still, lambda: asked_more_than(still, 0), by=0.05)
        await asyncio.sleep(0.5)
        start = all_asked(still)
        await step(still, 50)
        assert all_asked(still) == start
        await while_time_passes(still, lambda: tried(still, start + 1), by=1)
        await asyncio.sleep(0.3)
        await step(still, 110)
        assert all_asked(still) == start + 1
        await while_time_passes(still, lambda: tried(still, start + 2), by=1)
        await asyncio.sleep(0.3)
    async with still.at_work(per_second=10):  # after a restart
        await step(still, 220)
        assert all_asked(still) == start + 2
        still.world.faults.clear()
        await while_time_passes(still, lambda: tried(still, start + 3), by=1)
        await while_time_passes(still, lambda: have(still, HEADLINE, READERS[1:]))
        await while_time_passes(still, lambda: have(still, "знову приймає", [OLENA]))
    said = [template for template, _ in still.notices()]
    assert said.count("halt_over") == 1


def all_asked(office: Office) -> int:
    return len(office.world.calls("sendMessage"))


async def tried(office: Office, count: int) -> bool:
    return all_asked(office) >= count


@pytest.mark.slow
@pytest.mark.parametrize("per_second", [1, 2])
@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_starts_that_do_not_last_a_minute_try_another_chat_all_the_same(
    empty: Office, *, killed: bool, per_second: int
) -> None:
    """Whoever keeps the bot going by starting it again and again must not keep it mute."""
    still = empty
    await still.add_reader(FIRST)
    for chat in (CHANNEL, OLENA):
        still.world.faults.add(
            "retry_after", method="sendMessage", chat_id=chat, seconds=DAY, times=0
        )
    article_id = await still.publish(HEADLINE)

    async def written_down() -> bool:
        return not asked(still) or still.row(article_id, FIRST).state == State.SHOWN

    for _ in range(4):
        worker = still.worker(per_second=per_second, desk_chat_id=None)
        process = asyncio.create_task(worker.run(alone=True))
        await step(still, 2, by=0.1)
        if killed:
            await still.until(written_down)  # a message in doubt would be sent again
            process.cancel()
        else:
            worker.stop()
        await asyncio.wait({process}, timeout=10)
        assert process.done()
        still.pass_by(59)
    assert asked(still) == [FIRST]
