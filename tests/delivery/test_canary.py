"""A new text goes to one chat first; one that Telegram rejects goes nowhere else."""

from bot.domain.delivery import State
from tests.builders import CHANNEL
from tests.delivery.office import Office

HEADLINE = "Порт відкрив термінал"
OTHER = CHANNEL - 1
WORDS = "Bad Request: can't parse entities: unsupported start tag"


async def test_a_rejected_text_stops_its_article_everywhere_and_the_desk_is_told_once(
    office: Office,
) -> None:
    await office.add_channel(OTHER, "Світ, другий")
    for reader in range(2001, 2021):
        await office.add_reader(reader)
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
    ((template, details),) = await office.notices()
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


async def test_a_chat_that_is_slow_to_take_a_new_text_does_not_hold_up_the_others_for_long(
    office: Office,
) -> None:
    await office.add_channel(OTHER, "Світ, другий")
    office.world.faults.add("slow", method="sendMessage", chat_id=CHANNEL, seconds=6)
    article_id = await office.publish(HEADLINE)
    async with office.at_work(finish_within=0.1):
        await office.until_row(article_id, OTHER, State.SHOWN)
    assert len(office.posts(OTHER, HEADLINE)) == 1
