"""A new text goes to one chat first; one that Telegram rejects goes nowhere else."""

from dataclasses import replace

import pytest

from bot.domain.delivery import State
from tests.builders import CHANNEL, TARAS, an_editor, said
from tests.delivery.office import SWIFT, Office

HEADLINE = "Порт відкрив термінал"
OTHER = CHANNEL - 1
WORDS = "Bad Request: can't parse entities: unsupported start tag"


async def test_a_rejected_text_stops_its_article_everywhere_and_the_desk_is_told_once(
    office: Office,
) -> None:
    await office.add_channel(OTHER, "Світ, другий")
    await office.add_readers(range(2001, 2021))
    office.world.faults.add(
        "refuse", method="sendMessage", chat_id=CHANNEL, description=WORDS, times=9
    )
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        progress = await office.settled(article_id)
    sent = [r for r in office.world.calls("sendMessage") if HEADLINE in str(r.params)]
    assert len([r for r in sent if r.chat_id == CHANNEL]) == 1
    assert not [r for r in sent if r.chat_id == OTHER]
    assert {channel.state for channel in progress.channels} == {State.FAILED}
    ((template, details),) = office.notices()
    assert (template, details["everywhere"]) == ("post_rejected", True)


async def test_another_text_goes_out_after_all(office: Office) -> None:
    await office.add_reader()
    office.world.faults.add("refuse", method="sendMessage", chat_id=CHANNEL, description=WORDS)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        await office.correct(article_id, "Порт закрив термінал")
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        progress = await office.settled(article_id)
    assert len(office.posts(CHANNEL, "Порт закрив термінал")) == 1
    assert progress.readers == {State.SHOWN: 1}


async def test_a_replay_goes_on_with_the_readers_whose_rows_were_not_written_yet(
    office: Office,
) -> None:
    readers = range(2001, 2006)
    await office.add_readers(readers)
    article_id = await office.publish(HEADLINE)
    async with office.storage.writing() as tx:
        await tx.ledger.fan_out(article_id, office.clock(), chunk=2)
        await tx.ledger.stop_article(article_id, said(WORDS))
    replays = office.replays
    async with office.at_work():
        stopped = await office.settled(article_id)
        assert stopped.readers == {State.FAILED: 2}
        assert await replays.replay(article_id, by=an_editor()) == 6
        await office.until_row(article_id, readers[-1], State.SHOWN)
        progress = await office.settled(article_id)
    assert progress.readers == {State.SHOWN: 5}
    assert [len(office.posts(reader, HEADLINE)) for reader in readers] == [1] * 5


async def test_who_may_have_a_post_that_was_given_up_counts_as_having_it_twice_after_a_replay(
    office: Office,
) -> None:
    await office.add_reader()
    office.world.faults.add("restart", method="sendMessage", chat_id=TARAS)
    words = "Bad Request: have a break"
    office.world.faults.add("refuse", method="sendMessage", chat_id=TARAS, description=words)
    article_id = await office.publish(HEADLINE)
    replays = office.replays
    async with office.at_work():
        await office.until_row(article_id, TARAS, State.UNKNOWN)
        office.pass_by(5)
        given_up = await office.settled(article_id)
        assert (given_up.readers, given_up.reasons) == ({State.FAILED: 1}, {said(words): 1})
        assert await replays.replay(article_id, by=an_editor()) == 1
        await office.until_row(article_id, TARAS, State.SHOWN)
        progress = await office.settled(article_id)
    assert progress.maybe_twice == 1
    assert len(office.posts(TARAS, HEADLINE)) == 2


@pytest.mark.slow
async def test_a_chat_that_is_slow_to_take_a_new_text_does_not_hold_up_the_others_for_long(
    office: Office,
) -> None:
    await office.add_channel(OTHER, "Світ, другий")
    office.world.faults.add("slow", method="sendMessage", chat_id=CHANNEL, seconds=6)
    article_id = await office.publish(HEADLINE)
    async with office.at_work(measures=replace(SWIFT, finish_within=0.1)):
        await office.until_row(article_id, OTHER, State.SHOWN)
    assert len(office.posts(OTHER, HEADLINE)) == 1
