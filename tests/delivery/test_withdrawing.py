"""An article that is taken back goes from every chat that shows it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.delivery import State
from tests.builders import CHANNEL, TARAS, an_editor, said
from tests.delivery.office import LOOK_UP_AFTER, Office

HEADLINE = "Порт відкрив термінал"
DAYS = timedelta(days=3).total_seconds()


async def retract(office: Office, article_id: int) -> None:
    retraction = office.retraction
    await retraction.retract(article_id, by=an_editor())


async def shown(office: Office) -> int:
    """An article that the channel and Тарас see; its number."""
    await office.add_reader()
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
    return article_id


async def test_a_retraction_deletes_every_post(office: Office) -> None:
    article_id = await shown(office)
    await retract(office, article_id)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert office.posts(CHANNEL) == office.posts(TARAS) == []
    assert progress.channels[0].state is State.WITHDRAWN
    assert progress.readers == {State.WITHDRAWN: 1}


async def test_what_is_older_than_48_hours_says_that_it_was_withdrawn(office: Office) -> None:
    article_id = await shown(office)
    office.pass_by(DAYS)
    await retract(office, article_id)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert office.world.calls("deleteMessage") == []
    assert office.posts(CHANNEL, HEADLINE) == []
    assert len(office.posts(CHANNEL)) == len(office.posts(TARAS)) == 1
    assert progress.channels[0].state is State.WITHDRAWN


async def test_what_telegram_keeps_is_overwritten(office: Office) -> None:
    article_id = await shown(office)
    words = "Bad Request: message can't be deleted for everyone"
    office.world.faults.add("refuse", method="deleteMessage", chat_id=CHANNEL, description=words)
    await retract(office, article_id)
    async with office.at_work():
        await office.settled(article_id)
    assert office.posts(CHANNEL, HEADLINE) == []
    assert len(office.posts(CHANNEL)) == 1
    assert office.row(article_id, CHANNEL).reason == "overwritten"


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["close_after", "close_before", "server_error", "restart"])
async def test_a_deletion_whose_answer_was_lost_is_simply_repeated(
    office: Office, fault: Any
) -> None:
    article_id = await shown(office)
    office.world.faults.add(fault, method="deleteMessage", chat_id=CHANNEL)
    await retract(office, article_id)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("deleteMessage", CHANNEL))
        row = await office.until(lambda: _tried(office, article_id))
        assert row.state == State.DUE
        office.pass_by(2)
        await office.settled(article_id)
    assert office.posts(CHANNEL) == []


async def _tried(office: Office, article_id: int) -> Any:
    row = office.row(article_id, CHANNEL)
    return row if row.state == State.DUE and row.reason else None


async def test_what_was_not_sent_yet_is_sent_no_more(office: Office) -> None:
    await office.add_reader()
    article_id = await office.publish(HEADLINE)
    await retract(office, article_id)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert office.posts(CHANNEL) == office.posts(TARAS) == []
    assert progress.channels[0].state is State.SKIPPED
    assert progress.reader_total == 0


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["restart", "server_error"])
async def test_a_post_in_doubt_is_looked_up_and_then_taken_away(
    office: Office, fault: Any
) -> None:
    office.world.faults.add(fault, method="sendMessage", chat_id=CHANNEL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        await retract(office, article_id)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert office.posts(CHANNEL) == []
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def test_what_failed_before_it_was_sent_is_owed_no_more_after_a_retraction(
    office: Office,
) -> None:
    await office.add_reader()
    for chat_id in (CHANNEL, TARAS):
        words = "Bad Request: have a break"
        office.world.faults.add("refuse", method="sendMessage", chat_id=chat_id, description=words)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.FAILED
    await retract(office, article_id)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert progress.channels[0].state is State.SKIPPED
    assert progress.readers == {State.SKIPPED: 1}
    assert progress.replayable == 0
    assert office.posts(CHANNEL) == office.posts(TARAS) == []


async def test_a_post_that_was_given_up_in_doubt_is_looked_for_and_taken_away(
    office: Office,
) -> None:
    office.world.faults.add("restart", method="sendMessage", chat_id=CHANNEL)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        row = await office.until_row(article_id, CHANNEL, State.UNKNOWN)
    async with office.storage.writing() as tx:
        doubtful = await tx.ledger.find(row.id)
        assert doubtful
        await tx.ledger.record_failure(doubtful, said("given up"), office.clock())
    await retract(office, article_id)
    async with office.at_work():
        office.pass_by(LOOK_UP_AFTER)
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert office.posts(CHANNEL) == []


async def test_a_reader_who_blocked_the_bot_keeps_the_message_and_that_is_counted(
    office: Office,
) -> None:
    article_id = await shown(office)
    await retract(office, article_id)
    for method in ("deleteMessage", "editMessageText"):
        office.world.faults.add("forbidden", method=method, chat_id=TARAS)
    async with office.at_work():
        progress = await office.settled(article_id)
    assert (progress.readers, progress.standing) == ({State.FAILED: 1}, 1)


async def test_what_a_reader_has_deleted_does_not_stand(office: Office) -> None:
    article_id = await shown(office)
    message = office.world.store.of(TARAS)[-1]
    office.world.store.remove(message)
    await office.correct(article_id, "Порт відкриє термінал восени")
    async with office.at_work():
        progress = await office.settled(article_id)
        assert progress.readers == {State.SKIPPED: 1}
        await retract(office, article_id)
        progress = await office.settled(article_id)
    assert (progress.readers, progress.standing) == ({State.WITHDRAWN: 1}, 0)


async def test_a_post_that_was_in_hand_when_it_was_retracted_goes_too(office: Office) -> None:
    office.world.faults.add("slow", method="sendMessage", chat_id=CHANNEL, seconds=0.3)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("sendMessage", CHANNEL))
        await retract(office, article_id)
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert office.posts(CHANNEL) == []
