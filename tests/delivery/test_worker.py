"""The worker closes the difference between what articles say and what chats show."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update

from bot.config import ReaderUnknown
from bot.delivery.claiming import LEASE
from bot.delivery.fan_out import fitting
from bot.delivery.in_flight import Flight
from bot.delivery.measures import Measures
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.domain.api_answers import Answer, Lost
from bot.domain.channel import ChannelState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.notices import CopyLeft
from bot.domain.people import ReaderState
from bot.domain.reasons import ReasonCode
from bot.domain.verdicts import TOKEN_UNKNOWN_WAIT
from storage.schema import notice
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    POLITYKA,
    TARAS,
    a_draft,
    an_editor,
)
from tests.delivery.office import LOOK_UP_AFTER, SWIFT, Office

HEADLINE = "Порт відкрив термінал"
OTHER = CHANNEL - 1


# --- the straight way ---


async def test_an_article_stands_once_in_its_channel_and_in_its_followers_chat(
    office: Office,
) -> None:
    await office.add_reader()
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert len(office.posts(TARAS, HEADLINE)) == 1
    assert progress.readers == {State.SHOWN: 1}
    (post,) = progress.channels
    assert (post.message_id, post.revision) == (1, 1)


async def test_what_is_published_while_nothing_was_due_goes_to_everybody(office: Office) -> None:
    await office.add_reader()
    async with office.at_work():
        await asyncio.sleep(0.1)  # it has looked, and found nothing
        article_id = await office.publish(HEADLINE)
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 1}
    assert len(office.posts(CHANNEL, HEADLINE)) == len(office.posts(TARAS, HEADLINE)) == 1


async def test_each_reader_is_written_to_in_their_language(office: Office) -> None:
    await office.add_reader(2001)
    await office.add_reader(2002, language="en")
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)

    def buttons(chat_id: int) -> list[str]:
        keyboard = office.world.messages(chat_id)[-1]["reply_markup"]["inline_keyboard"]
        return [button["text"] for row in keyboard for button in row]

    assert buttons(2001) != buttons(2002)


async def test_a_correction_edits_every_post_in_place(office: Office) -> None:
    await office.add_reader()
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        await office.correct(article_id, "Порт закрив термінал")
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        progress = await office.settled(article_id)
    assert office.posts(CHANNEL, HEADLINE) == office.posts(TARAS, HEADLINE) == []
    assert len(office.posts(CHANNEL, "закрив")) == len(office.posts(TARAS, "закрив")) == 1
    assert progress.channels[0].revision == 2
    assert progress.channels[0].message_id == 1


async def test_the_editor_follows_the_progress_in_one_message(office: Office) -> None:
    await office.add_reader()
    article_id = await a_draft(office.storage, HEADLINE)
    office.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=0.3)
    await office.publishing.publish(article_id, by=an_editor())

    async def reported() -> bool:
        office.pass_by_what_waits(2)
        (report,) = office.posts(IHOR)[:1] or [""]
        return "Опубліковано" in report and "1 з 1" in report  # else it is edited once more

    async with office.at_work():
        await office.until(reported)
        await office.until_row(article_id, IHOR, State.SHOWN, Kind.PROGRESS)
    assert len(office.posts(IHOR)) == 1


async def test_a_report_that_says_the_same_as_before_is_not_edited(office: Office) -> None:
    await office.add_reader()
    office.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=1)
    article_id = await a_draft(office.storage, HEADLINE)
    await office.publishing.publish(article_id, by=an_editor())
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        for _ in range(4):
            office.pass_by(2)
            await asyncio.sleep(0.1)
        waiting = [request.params["text"] for request in office.world.calls("editMessageText")]
        await office.settled(article_id)
    assert len(set(waiting)) == len(waiting)


async def test_what_is_owed_no_more_is_skipped_with_its_reason(office: Office) -> None:
    draft = await a_draft(office.storage)
    async with office.storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE,
            draft,
            [TARAS],
            audience=Audience.READER,
            lane=Lane.READER,
            now=office.clock(),
        )
        await tx.ledger.enqueue_again(Kind.CARD, 404, IHOR, office.clock())
        await tx.ledger.enqueue_again(Kind.NOTICE, 404, IHOR, office.clock())
    async with office.at_work():
        teaser = await office.until_row(draft, TARAS, State.SKIPPED)
        card = await office.until_row(404, IHOR, State.SKIPPED, Kind.CARD)
        await office.until_row(404, IHOR, State.SKIPPED, Kind.NOTICE)
    assert teaser.reason == card.reason == ReasonCode.NOT_OWED
    assert office.posts(TARAS) == []


# --- waits and refusals ---


async def test_telegrams_wait_is_waited_out_and_the_post_goes_once(office: Office) -> None:
    office.world.faults.add("retry_after", method="sendMessage", chat_id=CHANNEL, seconds=3000)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        row = await office.until(lambda: _refused(office, article_id))
        assert (row.state, row.attempts) == (State.DUE, 0)
        office.pass_by(2900)
        await asyncio.sleep(0.3)
        assert office.posts() == []
        office.pass_by(100)
        await office.settled(article_id)
    assert len(office.posts()) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 2


async def _refused(office: Office, article_id: int) -> Any:
    row = office.row(article_id, CHANNEL)
    return row if row.reason and row.state == State.DUE else None


async def test_a_wait_for_one_channel_does_not_hold_up_the_others(office: Office) -> None:
    await office.add_channel(OTHER, "Світ коротко")
    office.world.faults.add("retry_after", method="sendMessage", chat_id=CHANNEL, seconds=3000)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, OTHER, State.SHOWN)
    assert office.row(article_id, CHANNEL).state == State.DUE


async def test_with_a_token_that_telegram_does_not_know_nothing_is_tried_until_a_new_one(
    office: Office,
) -> None:
    readers = range(3001, 3041)
    await office.add_readers(readers)
    office.world.faults.add(
        "refuse", method="sendMessage", code=401, description="Unauthorized", times=1000
    )
    article_id = await office.publish(HEADLINE)
    async with office.at_work(per_second=20):
        await office.until(lambda: _unauthorized(office, article_id))
        await asyncio.sleep(0.5)
    assert len(office.world.calls("sendMessage")) < 10
    office.world.faults.clear()
    office.pass_by(TOKEN_UNKNOWN_WAIT.total_seconds())
    async with office.at_work():
        progress = await office.settled(article_id)
    assert (progress.channels_shown, progress.readers) == (1, {State.SHOWN: 40})
    assert progress.maybe_twice == 0


async def _unauthorized(office: Office, article_id: int) -> Any:
    row = office.row(article_id, CHANNEL)
    return row if row.reason == ReasonCode.TOKEN_UNKNOWN else None


async def test_a_post_that_telegram_rejects_fails_and_the_desk_is_told_why(office: Office) -> None:
    words = "Bad Request: can't parse entities"
    office.world.faults.add("refuse", method="sendMessage", chat_id=CHANNEL, description=words)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        row = await office.until_row(article_id, CHANNEL, State.FAILED)
        await office.until(lambda: _shows(office, OLENA, HEADLINE))
    assert row.reason_words == words
    ((template, details),) = office.notices()
    assert template == "post_rejected"
    assert (details["article_id"], details["title"], details["reason"]["words"]) == (
        article_id,
        "Світ",
        words,
    )


async def _shows(office: Office, chat_id: int, words: str) -> list[str]:
    return office.posts(chat_id, words)


async def test_a_reader_who_blocked_the_bot_is_switched_off_and_owed_nothing_more(
    office: Office,
) -> None:
    await office.add_reader()
    office.world.block(TARAS)
    first = await office.publish("Перша новина")
    async with office.storage.writing() as tx:
        await tx.ledger.fan_out(first, office.clock())
    second = await office.publish("Друга новина")
    async with office.storage.writing() as tx:
        await tx.ledger.fan_out(second, office.clock())
    async with office.at_work(per_person_second=1):
        failed = await office.until_row(first, TARAS, State.FAILED)
        skipped = await office.until_row(second, TARAS, State.SKIPPED)
        third = await office.publish("Третя новина")
        progress = await office.settled(third)
    assert failed.reason == ReasonCode.BLOCKED
    assert skipped.reason == failed.reason
    assert progress.reader_total == 0
    assert len(office.world.calls("sendMessage", TARAS)) == 1
    async with office.storage.reading() as tx:
        reader = await tx.people.reader(TARAS)
    assert reader
    assert reader.state is ReaderState.BLOCKED


async def test_an_editor_who_blocked_the_bot_is_not_written_to_for_ever(office: Office) -> None:
    office.world.block(IHOR)
    article_id = await a_draft(office.storage)
    await office.publishing.show_card(article_id, by=an_editor())
    async with office.at_work():
        row = await office.until_row(article_id, IHOR, State.FAILED, Kind.CARD)
    assert row.reason == ReasonCode.BLOCKED


async def test_a_channel_that_lost_the_bots_rights_keeps_its_queue_and_the_desk_is_told_once(
    office: Office,
) -> None:
    office.world.set_bot_rights(CHANNEL, OLENA, can_post_messages=False)
    first, second = await office.publish("Перша новина"), await office.publish("Друга новина")
    async with office.at_work():
        await office.until_seen(office.notices)
        await asyncio.sleep(0.1)
        assert [template for template, _ in office.notices()] == ["channel_rights_lost"]
        for article_id in (first, second):
            assert office.row(article_id, CHANNEL).state == State.DUE
        assert len(office.world.calls("sendMessage", CHANNEL)) == 1
        office.world.set_bot_rights(CHANNEL, OLENA)
        async with office.storage.writing() as tx:
            await tx.channels.set_state(CHANNEL, ChannelState.ACTIVE)
        office.pass_by(0)
        for article_id in (first, second):
            await office.settled(article_id)
    assert len(office.posts(CHANNEL)) == 2


# --- posts of which nobody knows ---


@pytest.mark.parametrize("fault", ["close_after", "restart"])
async def test_a_channel_post_whose_answer_was_lost_is_found_and_not_doubled(
    office: Office, fault: Any
) -> None:
    office.world.post_in_channel(CHANNEL, "Допис власниці")
    office.world.faults.add(fault, method="sendMessage", chat_id=CHANNEL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.world.post_in_channel(CHANNEL, "Ще один допис")
        assert office.world.calls("forwardMessage") == []  # it has to settle first
        office.pass_by(LOOK_UP_AFTER)
        progress = await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert progress.channels[0].message_id == 2
    assert office.posts(OLENA) == []  # the forwarded copies are gone
    copies = office.world.calls("forwardMessage")
    assert all(request.params["disable_notification"] for request in copies)


@pytest.mark.parametrize("fault", ["close_before", "server_error"])
async def test_a_channel_post_that_is_not_found_is_sent(office: Office, fault: Any) -> None:
    office.world.faults.add(fault, method="sendMessage", chat_id=CHANNEL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 2


async def test_nothing_else_goes_to_a_channel_while_a_post_is_in_doubt(office: Office) -> None:
    office.world.faults.add("restart", method="sendMessage", chat_id=CHANNEL)
    first = await office.publish("Перша новина")
    async with office.at_work():
        await office.until_row(first, CHANNEL, State.UNKNOWN)
        second = await office.publish("Друга новина")
        await asyncio.sleep(0.3)
        assert office.row(second, CHANNEL).state == State.DUE
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(first)
        await office.settled(second)
    earlier, later = office.posts()
    assert "Перша новина" in earlier
    assert "Друга новина" in later


async def test_a_readers_post_whose_answer_was_lost_is_sent_again_and_counted_as_such(
    office: Office,
) -> None:
    await office.add_reader()
    office.world.faults.add("close_after", method="sendMessage", chat_id=TARAS)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, TARAS, State.UNKNOWN)
        office.pass_by(2)
        await office.settled(article_id)
    row = office.row(article_id, TARAS)
    assert (row.state, row.maybe_twice) == (State.SHOWN, True)
    assert len(office.posts(TARAS, HEADLINE)) == 2


async def test_a_readers_post_in_doubt_is_skipped_where_the_settings_say_so(
    office: Office,
) -> None:
    await office.add_reader()
    office.world.faults.add("close_after", method="sendMessage", chat_id=TARAS)
    article_id = await office.publish(HEADLINE)
    async with office.at_work(reader_unknown=ReaderUnknown.SKIP):
        row = await office.until_row(article_id, TARAS, State.SKIPPED)
    assert row.reason == ReasonCode.MAY_HAVE_ARRIVED
    assert len(office.posts(TARAS, HEADLINE)) == 1


# --- kills and stops ---


async def test_a_post_that_a_kill_left_in_doubt_is_found_and_not_doubled(office: Office) -> None:
    article_id = await office.publish(HEADLINE)
    await office.killed_in_the_middle_of("sendMessage", CHANNEL)
    assert office.row(article_id, CHANNEL).state == State.SENDING
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == 1


async def test_a_correction_during_a_kill_reaches_the_post_that_is_found(office: Office) -> None:
    article_id = await office.publish(HEADLINE)
    await office.killed_in_the_middle_of("sendMessage", CHANNEL)
    await office.correct(article_id, "Порт закрив термінал")
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.until(lambda: _shows(office, CHANNEL, "закрив"))
    assert len(office.posts(CHANNEL)) == 1


async def test_an_edit_that_a_kill_interrupted_is_simply_repeated(office: Office) -> None:
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
    await office.correct(article_id, "Порт закрив термінал")
    await office.killed_in_the_middle_of("editMessageText", CHANNEL)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(LOOK_UP_AFTER)  # by then the one on its way has arrived
        progress = await office.settled(article_id)
    assert progress.channels[0].revision == 2
    assert len(office.posts(CHANNEL, "закрив")) == 1


async def test_a_readers_post_that_a_kill_left_in_doubt_is_skipped_where_the_settings_say_so(
    office: Office,
) -> None:
    await office.add_reader()
    article_id = await office.publish(HEADLINE, section_id=POLITYKA)
    async with office.storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE,
            article_id,
            [TARAS],
            audience=Audience.READER,
            lane=Lane.READER,
            now=office.clock(),
        )
    await office.killed_in_the_middle_of("sendMessage", TARAS)
    async with office.at_work(reader_unknown=ReaderUnknown.SKIP):
        row = await office.until_row(article_id, TARAS, State.SKIPPED)
    assert row.reason == ReasonCode.MAY_HAVE_ARRIVED
    assert len(office.posts(TARAS)) == 1


@pytest.mark.slow
async def test_a_worker_that_finds_the_database_locked_begins_once_it_is_free(
    office: Office, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    article_id = await office.publish(HEADLINE)
    await office.killed_in_the_middle_of("sendMessage", CHANNEL)
    async with tables.held_by_another(database):
        process = asyncio.create_task(office.worker().run(alone=True))
        await office.until(_said(caplog, "cannot be taken over"), within=30)
        assert not process.done()
    await office.until_row(article_id, CHANNEL, State.UNKNOWN)
    process.cancel()
    await asyncio.wait({process})


@pytest.mark.slow
async def test_a_worker_that_never_finds_the_database_free_can_be_stopped(
    office: Office, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    article_id = await office.publish(HEADLINE)
    async with tables.held_by_another(database), office.at_work():
        await office.until(_said(caplog, "cannot be taken over"), within=30)
    assert office.row(article_id, CHANNEL).attempts == 0


def _said(caplog: pytest.LogCaptureFixture, words: str) -> Callable[[], Awaitable[bool]]:
    async def said() -> bool:
        return words in caplog.text

    return said


async def test_what_another_process_holds_is_left_to_it_until_its_lease_runs_out(
    office: Office,
) -> None:
    article_id = await office.publish(HEADLINE)
    async with office.storage.writing() as tx:
        await tx.ledger.claim(10, office.clock(), LEASE)
    async with office.at_work(alone=False):
        await asyncio.sleep(0.3)
        assert office.row(article_id, CHANNEL).state == State.SENDING
        office.pass_by(LEASE.total_seconds() + 1)
        await office.settled(article_id)
    assert len(office.posts()) == 1


async def test_what_a_living_process_has_in_hand_is_its_own_however_long_that_takes(
    office: Office,
) -> None:
    await office.add_reader()
    office.world.faults.add("slow", method="sendMessage", chat_id=TARAS, seconds=0.4)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("sendMessage", TARAS))
        office.pass_by(LEASE.total_seconds() + 1)  # a machine that was asleep, a long halt
        progress = await office.settled(article_id)
    assert len(office.posts(TARAS, HEADLINE)) == 1
    assert progress.maybe_twice == 0


async def test_a_stop_finishes_what_is_in_hand_and_takes_nothing_more(office: Office) -> None:
    office.world.faults.add("slow", method="sendMessage", chat_id=CHANNEL, seconds=0.3)
    article_id = await office.publish(HEADLINE)
    async with office.at_work() as worker:
        await office.world.wait_until(lambda: office.world.calls("sendMessage", CHANNEL))
        worker.stop()
        later = await office.publish("Запізно")
    assert office.row(article_id, CHANNEL).state == State.SHOWN
    assert office.row(later, CHANNEL).state == State.DUE


async def test_a_stop_does_not_wait_out_telegrams_wait_and_leaves_no_doubt(
    office: Office,
) -> None:
    await office.add_reader()
    pacer = Pacer(office.storage, office.clock, Rates(200, 60_000))
    await pacer.halt(TARAS, 3000)
    article_id = await office.publish(HEADLINE)
    async with (
        asyncio.timeout(60),
        office.at_work(pacer=pacer, measures=replace(SWIFT, finish_within=0.2)),
    ):
        await office.until(lambda: _noted(office, article_id))
    row = office.row(article_id, CHANNEL)
    assert (row.state, row.attempts, row.sent_at) == (State.DUE, 0, None)
    assert office.world.calls("sendMessage") == []


@pytest.mark.slow
async def test_a_stop_does_not_wait_for_the_place_of_a_request_that_hangs(
    office: Office,
) -> None:
    channels = [CHANNEL - number for number in range(21)]
    for chat_id in channels[1:]:
        await office.add_channel(chat_id)
    office.world.faults.add("slow", method="sendMessage", after=1, times=0, seconds=60)
    article_id = await office.publish(HEADLINE)
    async with (
        asyncio.timeout(30),
        office.at_work(per_second=80, measures=replace(SWIFT, finish_within=0.2)),
    ):
        # The first has arrived, sixteen are under way, as many as may be, and four are in hand.
        await office.world.wait_until(lambda: len(office.world.calls("sendMessage")) == 17)
        await office.until(lambda: _in_hand(office, article_id, channels, 20))
    states = Counter(office.row(article_id, chat_id).state for chat_id in channels)
    assert states == {State.SHOWN: 1, State.SENDING: 16, State.DUE: 4}


async def _in_hand(office: Office, article_id: int, channels: list[int], count: int) -> bool:
    rows = [office.row(article_id, chat_id) for chat_id in channels]
    return sum(row.lease_until is not None for row in rows) == count


async def _noted(office: Office, article_id: int) -> Any:
    """All is ready to be sent, and waits for its turn."""
    row = office.row(article_id, CHANNEL)
    return row if row.sent_at else None


async def test_a_fault_of_ours_is_tried_again_and_holds_up_nobody(office: Office) -> None:
    async with office.storage.writing() as tx:
        await tx.tell([OLENA], CopyLeft("Світ"), office.clock())
    await tables.change(office.storage, update(notice).values(kind="of_tomorrow"))
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        row = await office.until(lambda: _with_reason(office))
    assert row.state == State.DUE
    assert row.attempts >= 1
    assert row.reason == ReasonCode.OUR_FAULT


async def _with_reason(office: Office) -> Any:
    row = office.row(1, OLENA, Kind.NOTICE)
    return row if row.reason else None


async def test_what_cannot_be_noted_before_it_leaves_is_tried_again_soon(office: Office) -> None:
    await tables.refuse(office.storage, "delivery", "UPDATE OF sent_revision", saying=tables.FULL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until(lambda: _at_fault(office, article_id))
        await tables.take_again(office.storage, "delivery")
        assert office.posts() == []
        office.pass_by(LEASE.total_seconds() / 10)
        await office.settled(article_id)
    assert len(office.posts()) == 1


class Refusing(Pacer):
    """Whoever asks first for their turn is told of a fault."""

    def __init__(self, office: Office, fault: Exception) -> None:
        super().__init__(office.storage, office.clock, Rates(200, 60_000), office.clock.sleep)
        self._fault: Exception | None = fault

    async def acquire(self, *given: Any, **more: Any) -> Flight:
        fault, self._fault = self._fault, None
        if fault:
            raise fault
        return await super().acquire(*given, **more)


@pytest.mark.parametrize(
    ("fault", "attempts"), [(ConnectionRefusedError(), 0), (ZeroDivisionError(), 1)]
)
async def test_a_fault_while_a_post_waits_for_its_turn_leaves_no_doubt(
    office: Office, fault: Exception, attempts: int
) -> None:
    article_id = await office.publish(HEADLINE)
    async with office.at_work(pacer=Refusing(office, fault)):
        row = await office.until(lambda: _refused(office, article_id))
        assert (row.reason, row.attempts) == (ReasonCode.OUR_FAULT, attempts)
        office.pass_by(LEASE.total_seconds() / 10)
        await office.settled(article_id)
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1
    assert office.world.calls("forwardMessage") == []


async def _at_fault(office: Office, article_id: int) -> bool:
    row = office.row(article_id, CHANNEL)
    return (row.state, row.reason, row.attempts) == (State.DUE, ReasonCode.OUR_FAULT, 0)


async def test_a_database_that_is_away_for_a_while_costs_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.add_reader()
    office.world.faults.add("slow", method="sendMessage", chat_id=CHANNEL, seconds=0.2)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("sendMessage", CHANNEL))
        for table in ("delivery", "fan_out"):
            await _rename(office, table, f"{table}_away")
        # By then nothing of it is under way: back between two tries it would be set aside.
        await office.until(_said(caplog, "outcomes cannot be written"))
        for table in ("delivery", "fan_out"):
            await _rename(office, f"{table}_away", table)
        await office.settled(article_id)
    assert len(office.posts(CHANNEL, HEADLINE)) == len(office.posts(TARAS, HEADLINE)) == 1


async def _rename(office: Office, table: str, name: str) -> None:
    await _execute(office, f"ALTER TABLE {table} RENAME TO {name}")


async def _execute(office: Office, statement: str) -> None:
    await tables.change(office.storage, text(statement))


@pytest.mark.parametrize(
    ("rows", "seconds", "next_rows"),
    [
        (2000, 0.04, 2000),
        (2000, 0.02, 4000),
        (2000, 0, 4000),
        (2000, 0.16, 500),
        (500, 9, 500),
        (16_000, 0.02, 20_000),
    ],
)
def test_a_chunk_of_a_fan_out_takes_no_longer_than_a_person_may_wait(
    rows: int, seconds: float, next_rows: int
) -> None:
    assert fitting(rows, seconds, 20_000) == next_rows


def test_a_chunk_is_never_larger_than_it_was_set() -> None:
    assert fitting(2, 0.001, 2) == 2


class SilentTelegram:
    """Takes every request and answers none, until it is let go."""

    def __init__(self) -> None:
        self.under_way = 0
        self.let_go = asyncio.Event()

    def show_at_once(self, *_: Any) -> bool:
        return False

    async def show(self, chat_id: int, request: bytes, message_id: int | None = None) -> Answer:
        self.under_way += 1
        await self.let_go.wait()
        return Lost(f"{chat_id} {message_id} {len(request)}")


async def test_no_more_requests_are_under_way_than_leave_while_one_is_answered(
    office: Office,
) -> None:
    """Telegram counts what is under way: a line that answers nothing must not pile up hundreds."""
    await office.add_readers(range(3001, 3031))
    article_id = await office.publish(HEADLINE)
    async with office.storage.writing() as tx:
        await tx.articles.prove(article_id, 1)  # else one chat goes first

    telegram = SilentTelegram()

    async def sixteen() -> bool:
        return telegram.under_way >= 16

    async with office.at_work(per_second=50, telegram=telegram):
        await office.until(sixteen)
        await asyncio.sleep(0.5)
        assert telegram.under_way == 16
        telegram.let_go.set()


async def test_a_worker_with_nothing_to_do_leaves_the_database_alone(office: Office) -> None:
    asked: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    async with office.at_work(measures=Measures()):
        await asyncio.sleep(0.3)
        event.listen(Engine, "before_cursor_execute", count)
        await asyncio.sleep(1)
        event.remove(Engine, "before_cursor_execute", count)
    assert len(asked) < 100, "it asks a few times a second, and not all the time"
