"""A breaking post stands on top of the channels that want it there."""

from typing import Any

import pytest

from bot.domain.channel import ChannelState
from bot.domain.delivery import State
from tests.builders import CHANNEL, TARAS, a_draft, an_editor
from tests.delivery.office import LOOK_UP_AFTER, Office
from tests.delivery.test_withdrawing import DAYS, retract

HEADLINE = "Порт відкрив термінал"
RIGHTS = "not enough rights to manage pinned messages in the chat"


async def pins(office: Office, *, on: bool = True, chat_id: int = CHANNEL) -> None:
    async with office.storage.writing() as tx:
        await tx.channels.set_pins(chat_id, on=on)


async def breaking(office: Office, headline: str = HEADLINE) -> int:
    article_id = await a_draft(office.storage, headline)
    await office.publishing.publish(article_id, breaking=True)
    return article_id


def pinned(office: Office, chat_id: int = CHANNEL) -> list[str]:
    """What stands on top of a chat."""
    texts = {m["message_id"]: m.get("text", "") for m in office.world.messages(chat_id)}
    return [texts[number] for number in office.world.pins.get(chat_id, [])]


async def is_settled(office: Office, article_id: int) -> Any:
    row = office.row(article_id, CHANNEL)
    return row if row.state == State.SHOWN and not row.to_pin else None


async def test_a_breaking_post_sounds_and_is_pinned_without_a_second_sound(
    office: Office,
) -> None:
    await pins(office)
    await office.add_reader()
    article_id = await breaking(office)
    async with office.at_work():
        await office.settled(article_id)
    (top,) = pinned(office)
    assert HEADLINE in top
    assert pinned(office, TARAS) == []
    (post,) = office.world.calls("sendMessage", CHANNEL)
    assert "disable_notification" not in post.params
    (pin,) = office.world.calls("pinChatMessage")
    assert pin.params["disable_notification"] is True
    row = office.row(article_id, CHANNEL)
    assert (row.state, row.to_pin, row.revision) == (State.SHOWN, False, 1)


async def test_nothing_is_pinned_that_is_not_breaking_or_not_wanted_on_top(
    office: Office,
) -> None:
    unasked = await breaking(office)
    async with office.at_work():
        await office.settled(unasked)
        await pins(office)
        plain = await office.publish("Буденна новина")
        await office.settled(plain)
        await office.correct(unasked, "Порт закрив термінал")
        await office.settled(unasked)
    assert office.world.calls("pinChatMessage") == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["close_after", "close_before", "server_error", "restart"])
async def test_a_pin_whose_answer_was_lost_is_simply_repeated(office: Office, fault: Any) -> None:
    await pins(office)
    office.world.faults.add(fault, method="pinChatMessage")
    article_id = await breaking(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("pinChatMessage"))
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(2)
        await office.until(lambda: is_settled(office, article_id))
    assert len(pinned(office)) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def test_a_kill_in_the_middle_of_a_pin_repeats_the_pin_alone(office: Office) -> None:
    await pins(office)
    article_id = await breaking(office)
    await office.killed_in_the_middle_of("pinChatMessage", CHANNEL)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(LOOK_UP_AFTER)
        await office.until(lambda: is_settled(office, article_id))
    assert len(pinned(office)) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1
    assert office.world.calls("editMessageText", CHANNEL) == []
    assert [call.accepted for call in office.world.calls("pinChatMessage")] == [True, False]
    assert office.notices() == []


async def test_a_correction_while_the_pin_is_due_does_both(office: Office) -> None:
    await pins(office)
    office.world.faults.add("server_error", method="pinChatMessage")
    article_id = await breaking(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("pinChatMessage"))
        await office.until_row(article_id, CHANNEL, State.DUE)
        await office.correct(article_id, "Порт закрив термінал")
        office.pass_by(2)
        row = await office.until(lambda: is_settled(office, article_id))
    (top,) = pinned(office)
    assert "закрив" in top
    assert row.revision == 2


async def test_a_correction_in_the_middle_of_a_pin_follows_it(office: Office) -> None:
    await pins(office)
    office.world.faults.add("slow", method="pinChatMessage", seconds=0.3)
    article_id = await breaking(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("pinChatMessage"))
        await office.correct(article_id, "Порт закрив термінал")
        await office.settled(article_id)
    (top,) = pinned(office)
    assert "закрив" in top
    assert len(office.world.calls("pinChatMessage")) == 1


@pytest.mark.parametrize("method", ["sendMessage", "pinChatMessage"])
async def test_of_what_is_taken_back_nothing_is_pinned(office: Office, method: str) -> None:
    await pins(office)
    fault: Any = "slow" if method == "sendMessage" else "server_error"
    office.world.faults.add(fault, method=method, chat_id=CHANNEL, seconds=0.3)
    article_id = await breaking(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls(method, CHANNEL))
        await retract(office, article_id)
        office.pass_by(2)
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert office.posts(CHANNEL) == []
    assert not any(call.accepted for call in office.world.calls("pinChatMessage"))


async def test_a_bot_that_may_not_pin_tells_the_desk_and_leaves_post_and_channel_alone(
    office: Office,
) -> None:
    await pins(office)
    office.world.set_bot_rights(CHANNEL, TARAS, can_edit_messages=False)
    article_id = await breaking(office)
    async with office.at_work():
        await office.settled(article_id)
        plain = await office.publish("Буденна новина")
        await office.settled(plain)
    ((template, details),) = office.notices()
    assert template == "cannot_pin"
    assert details["title"] == "Світ"
    assert details["chat_id"] == CHANNEL
    assert RIGHTS in details["reason"]["words"]
    async with office.storage.reading() as tx:
        channel = await tx.channels.get(CHANNEL)
    assert channel
    assert channel.state is ChannelState.ACTIVE
    row = office.row(article_id, CHANNEL)
    assert (row.state, row.to_pin, row.reason) == (State.SHOWN, False, None)
    assert len(office.posts(CHANNEL)) == 2


async def test_a_post_that_somebody_has_deleted_is_not_pinned_and_nobody_is_told(
    office: Office,
) -> None:
    await pins(office)
    words = "Bad Request: message to pin not found"
    office.world.faults.add("refuse", method="pinChatMessage", description=words)
    article_id = await breaking(office)
    async with office.at_work():
        await office.settled(article_id)
    assert len(office.world.calls("pinChatMessage")) == 1
    assert office.notices() == []


async def test_a_post_that_was_found_by_looking_is_pinned_too(office: Office) -> None:
    await pins(office)
    office.world.faults.add("restart", method="sendMessage", chat_id=CHANNEL)
    article_id = await breaking(office)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(article_id)
    assert len(pinned(office)) == 1
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1


async def test_a_post_behind_a_pin_is_found_in_spite_of_the_line_that_tells_of_the_pin(
    office: Office,
) -> None:
    """The line has a number of its own, and cannot be forwarded."""
    await pins(office)
    first = await breaking(office)
    async with office.at_work():
        await office.settled(first)
        office.world.faults.add("restart", method="sendMessage", chat_id=CHANNEL)
        second = await office.publish("Буденна новина")
        await office.until_row(second, CHANNEL, State.UNKNOWN)
        office.pass_by(LOOK_UP_AFTER)
        await office.settled(second)
    assert len(office.posts(CHANNEL, "Буденна")) == 1
    assert office.notices() == []


async def overwritten(office: Office) -> int:
    """A pinned article, taken back when Telegram deletes it no more."""
    await pins(office)
    article_id = await breaking(office)
    async with office.at_work():
        await office.settled(article_id)
    office.pass_by(DAYS)
    await retract(office, article_id)
    return article_id


async def test_a_notice_of_withdrawal_does_not_stay_on_top(office: Office) -> None:
    article_id = await overwritten(office)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert len(office.posts(CHANNEL, "відкликала")) == 1
    assert pinned(office) == []


async def test_an_unpinning_whose_answer_was_lost_is_repeated(office: Office) -> None:
    office.world.faults.add("close_before", method="unpinChatMessage")
    article_id = await overwritten(office)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("unpinChatMessage"))
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(2)
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert pinned(office) == []


async def test_a_reader_has_nothing_to_unpin(office: Office) -> None:
    await office.add_reader()
    article_id = await overwritten(office)
    async with office.at_work():
        await office.until_row(article_id, TARAS, State.WITHDRAWN)
        await office.until_row(article_id, CHANNEL, State.WITHDRAWN)
    assert office.world.calls("unpinChatMessage", TARAS) == []


async def test_receivers_are_told_of_a_withdrawal_and_that_is_not_pinned(office: Office) -> None:
    await pins(office)
    article_id = await breaking(office)
    retraction = office.retraction
    async with office.at_work():
        await office.settled(article_id)
        await retraction.retract(article_id, by=an_editor(), tell=True)
        await office.until(lambda: _told(office))
        await office.settled(article_id)
    assert len(office.world.calls("pinChatMessage")) == 1


async def _told(office: Office) -> list[str]:
    return office.posts(CHANNEL, "відкликала")


async def test_breaking_news_jump_a_fan_out_that_is_under_way(office: Office) -> None:
    """A hundred readers, ten a second, wait their turn; the breaking post does not."""
    await office.add_readers(range(5000, 5100))
    plain = await office.publish("Буденна новина")
    async with office.at_work(per_second=10):
        await office.until(lambda: _some_have(office, 5))
        article_id = await breaking(office)
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        waiting = (await office.progress(plain)).readers
    assert waiting.get(State.DUE, 0) > 0


async def _some_have(office: Office, count: int) -> bool:
    posts = office.world.calls("sendMessage")
    return sum(call.chat_id is not None and call.chat_id >= 5000 for call in posts) >= count


# --- and taken from the top again ---


async def pinned_for(office: Office, hours: int) -> None:
    await pins(office)
    async with office.storage.writing() as tx:
        await tx.channels.set_pinned_hours(CHANNEL, hours)


async def is_over(office: Office, article_id: int) -> Any:
    row = office.row(article_id, CHANNEL)
    return row if row.state == State.SHOWN and row.unpin_at is None else None


async def time_is_over(office: Office) -> None:
    """As the clock's job says it."""
    async with office.storage.writing() as tx:
        await tx.ledger.unpin_due(office.clock())
        tx.wake()


async def test_a_pin_is_taken_away_after_its_hours_and_the_post_stays(office: Office) -> None:
    await pinned_for(office, 3)
    article_id = await breaking(office)
    async with office.at_work():
        await office.until_seen(lambda: pinned(office))
        await office.settled(article_id)
        await time_is_over(office)
        assert not office.world.calls("unpinChatMessage")
        office.clock.pass_by(3 * 3600)
        await time_is_over(office)
        row = await office.until(lambda: is_over(office, article_id))
    assert not row.to_unpin
    assert pinned(office) == []
    assert len(office.world.messages(CHANNEL)) == 2  # the post, and that it was pinned
    assert not office.world.calls("editMessageText", CHANNEL)


async def test_the_next_pin_takes_the_one_before_away_and_touches_no_other(
    office: Office,
) -> None:
    await pinned_for(office, 3)
    async with office.at_work():
        first = await breaking(office)
        await office.until_seen(lambda: pinned(office))
        await office.settled(first)
        office.clock.pass_by(10)
        second = await breaking(office, "Порт закрили знову")
        await office.until_seen(lambda: len(pinned(office)) == 2)
        await office.settled(second)
        await time_is_over(office)
        await office.until_seen(lambda: len(pinned(office)) == 1)
    (top,) = pinned(office)
    assert "знову" in top


async def test_a_bot_that_may_not_unpin_tries_once(office: Office) -> None:
    await pinned_for(office, 1)
    article_id = await breaking(office)
    async with office.at_work():
        await office.until_seen(lambda: pinned(office))
        await office.settled(article_id)
        office.world.set_bot_rights(CHANNEL, TARAS, can_edit_messages=False)
        office.clock.pass_by(3600)
        await time_is_over(office)
        await office.until(lambda: is_over(office, article_id))
        await time_is_over(office)
    assert len(office.world.calls("unpinChatMessage")) == 1
    assert office.notices() == []


async def a_story_on_top(office: Office) -> int:
    """Its number; it is to stand there for an hour."""
    await pinned_for(office, 1)
    article_id = await breaking(office)
    async with office.at_work():
        await office.until_seen(lambda: pinned(office))
        await office.settled(article_id)
    return article_id


async def test_a_kill_in_the_middle_of_unpinning_repeats_that_alone(office: Office) -> None:
    article_id = await a_story_on_top(office)
    office.clock.pass_by(3600)
    await time_is_over(office)
    await office.killed_in_the_middle_of("unpinChatMessage", CHANNEL)
    async with office.at_work():
        await office.until_row(article_id, CHANNEL, State.DUE)
        office.pass_by(LOOK_UP_AFTER)
        await office.until(lambda: is_over(office, article_id))
    assert pinned(office) == []
    assert len(office.world.calls("sendMessage", CHANNEL)) == 1
    assert office.world.calls("editMessageText", CHANNEL) == []


async def test_what_was_changed_by_hand_before_it_is_pinned_is_pinned_all_the_same(
    office: Office,
) -> None:
    await pinned_for(office, 1)
    article_id = await breaking(office)
    await office.killed_in_the_middle_of("pinChatMessage", CHANNEL)
    await by_hand(office, article_id)
    await office.correct(article_id, "Порт відкрив другий термінал")
    async with office.at_work():
        await office.until_seen(lambda: office.row(article_id, CHANNEL).lease_until is None)
        office.pass_by(LOOK_UP_AFTER)
        await office.until_seen(lambda: pinned(office))
        await office.settled(article_id)
    ((template, details),) = office.notices()
    assert (template, details["case"]) == ("edited_by_hand", "waits")
    assert office.world.calls("editMessageText", CHANNEL) == []


async def test_a_correction_that_waits_for_the_desk_is_told_of_though_the_pin_ends(
    office: Office,
) -> None:
    article_id = await a_story_on_top(office)
    await by_hand(office, article_id)
    office.clock.pass_by(3600)
    await time_is_over(office)
    await office.correct(article_id, "Порт відкрив другий термінал")
    async with office.at_work():
        await office.until(lambda: is_over(office, article_id))
        await office.until_seen(office.notices)
    assert pinned(office) == []
    ((template, details),) = office.notices()
    assert (template, details["case"]) == ("edited_by_hand", "waits")


async def by_hand(office: Office, article_id: int) -> None:
    """Somebody has changed the words in the channel."""
    async with office.storage.writing() as tx:
        await tx.ledger.note_by_hand(office.row(article_id, CHANNEL).id, changed=True)


async def test_what_was_changed_by_hand_is_unpinned_and_left_as_it_is(office: Office) -> None:
    await pinned_for(office, 1)
    article_id = await breaking(office)
    async with office.at_work():
        await office.until_seen(lambda: pinned(office))
        await office.settled(article_id)
        await by_hand(office, article_id)
        office.clock.pass_by(3600)
        await time_is_over(office)
        await office.until(lambda: is_over(office, article_id))
    assert pinned(office) == []
    assert office.world.calls("editMessageText", CHANNEL) == []
