"""What the desk is told of by itself: once when it begins, once when it is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, update

from bot.domain.channel import USUAL_TEMPLATE, ChannelState
from bot.domain.delivery import Lane
from bot.domain.reasons import Reason, ReasonCode
from storage.schema import article
from storage.storage import Storage
from tests.builders import (
    CHANNEL,
    OLENA,
    SVIT,
    TARAS,
    a_channel,
    a_published_article,
    a_reader,
    an_owner,
)
from tests.storage.changes import put
from tests.tables import change
from tests.usecases.house import House

DAY = timedelta(days=1)
POST: dict[str, Any] = {"audience": "channel", "lane": Lane.CHANNEL, "lease_until": None}


def let_out_at(article_id: int, at: datetime) -> Executable:
    return update(article).where(article.c.id == article_id).values(released_at=at)


def told(house: House) -> list[str]:
    return [kind for kind, _ in house.notices(OLENA)]


async def a_post(storage: Storage, headline: str, chat_id: int = CHANNEL, **row: Any) -> int:
    article_id = await a_published_article(storage, headline)
    await put(storage, POST | {"subject_id": article_id, "chat_id": chat_id} | row)
    return article_id


async def test_a_channel_that_falls_silent_is_told_of_once_and_once_when_it_speaks(
    house: House,
) -> None:
    await a_channel(house.storage, title="Світ")
    await a_channel(house.storage, CHANNEL - 1, title="Новий")  # nothing ever came out there
    await a_post(house.storage, "Перша", state="shown", first_shown_at=house.clock())
    await house.watch.look()
    assert told(house) == []
    house.clock.pass_by(DAY.total_seconds() + 1)
    for _ in range(3):
        await house.watch.look()
    assert told(house) == ["channel_silent"]
    assert (await house.watch.health()).silent == {CHANNEL: "Світ"}
    house.clock.pass_by(-7200)
    for _ in range(2):
        await house.watch.look()
    assert told(house) == ["channel_silent", "channel_speaks"]


async def test_a_channel_that_was_taken_from_the_bot_is_not_said_to_speak(house: House) -> None:
    await a_channel(house.storage, title="Світ")
    await a_post(house.storage, "Перша", state="shown", first_shown_at=house.clock())
    house.clock.pass_by(DAY.total_seconds() + 1)
    await house.watch.look()
    async with house.storage.writing() as tx:
        await tx.channels.set_state(CHANNEL, ChannelState.LEFT)
    await house.watch.look()
    assert told(house) == ["channel_silent"]
    async with house.storage.reading() as tx:
        assert await tx.health.worries() == set()


async def test_posts_that_do_not_leave_are_told_of_but_for_those_that_wait_for_a_reason(
    house: House,
) -> None:
    await a_channel(house.storage, title="Світ")
    await a_channel(house.storage, CHANNEL - 1, title="На паузі", state=ChannelState.PAUSED)
    await a_channel(house.storage, CHANNEL - 2, title="Чекає")
    now = house.clock()
    due: dict[str, Any] = {"state": "due", "not_before": now}
    await a_post(house.storage, "Друга", CHANNEL - 1, **due)
    await a_post(house.storage, "Третя", CHANNEL - 2, **due)
    async with house.storage.writing() as tx:
        await tx.pace.hold_chat(CHANNEL - 2, now + DAY)
    house.clock.pass_by(3600)
    await house.watch.look()
    assert told(house) == []
    assert (await house.watch.health()).kept == 1
    async with house.storage.reading() as tx:
        on_hold, waiting = [(await tx.totals.channels(number))[0] for number in (1, 2)]
    assert (on_hold.title, on_hold.paused) == ("На паузі", True)
    assert (waiting.title, waiting.paused) == ("Чекає", False)
    await a_post(house.storage, "Перша", **due)
    await house.watch.look()
    assert told(house) == ["posts_stuck"]
    assert not (await house.watch.health()).is_well
    await house.show_everything()
    await house.watch.look()
    assert told(house) == ["posts_stuck", "posts_move"]


async def test_what_does_not_reach_readers_is_not_called_well(house: House) -> None:
    """A template that fails, a text that Telegram refuses, and a stop that waits for the desk."""
    await a_channel(house.storage, title="Світ")
    fault = {"state": "due", "audience": "reader", "lane": Lane.READER, "reason": "our_fault"}
    failing = await a_post(house.storage, "Перша", TARAS, **fault)
    health = await house.watch.health()
    assert (health.faulty, health.refused, health.is_well) == (1, (), False)
    async with house.storage.writing() as tx:
        await tx.ledger.start_fan_out(failing, SVIT, Lane.READER)
        await tx.ledger.stop_article(failing, Reason(ReasonCode.REFUSED, "no end tag"))
    health = await house.watch.health()
    assert (health.faulty, health.refused, health.is_well) == (0, (failing,), False)
    async with house.storage.writing() as tx:
        await tx.reach.stop_all(1, house.clock())
    assert (await house.watch.health()).readers_stopped


async def test_posts_that_the_bot_has_given_up_are_not_called_well_until_they_are_tried_again(
    house: House,
) -> None:
    await a_channel(house.storage, title="Світ")
    await a_channel(house.storage, CHANNEL - 1, title="Покинутий", state=ChannelState.LEFT)
    failed: dict[str, Any] = {
        "state": "failed",
        "reason": "refused",
        "reason_words": "TOPIC_CLOSED",
    }
    old = await a_post(house.storage, "Задавнена", **failed)
    await change(house.storage, let_out_at(old, house.clock() - 7 * DAY))
    house.clock.pass_by(1)
    first, second = [await a_post(house.storage, words, **failed) for words in ("Перша", "Друга")]
    await a_post(house.storage, "Де бота вже немає", CHANNEL - 1, **failed)
    health = await house.watch.health()
    assert (health.given_up, health.is_well) == ((second, first), False)
    await house.replays.replay(first, by=an_owner())
    assert (await house.watch.health()).given_up == (second,)


async def test_a_template_that_fails_is_told_of_once_and_once_when_it_works(
    house: House,
) -> None:
    channel = await a_channel(house.storage, title="Світ")
    async with house.storage.writing() as tx:
        await tx.channels.set_template(channel.chat_id, "morning")  # which is not there
    for _ in range(3):
        await house.watch.look()
    (notice,) = house.notices(OLENA)
    assert notice[0] == "template_fails"
    assert "no such file" in notice[1]["fault"]
    health = await house.watch.health()
    assert (health.by_usual, health.is_well) == (("Світ",), False)
    async with house.storage.writing() as tx:
        await tx.channels.set_template(channel.chat_id, "brief")
    for _ in range(2):
        await house.watch.look()
    assert told(house) == ["template_fails", "template_works"]
    assert (await house.watch.health()).is_well


@pytest.mark.parametrize("gone", [True, False])
async def test_a_template_that_nobody_uses_any_more_is_not_said_to_work(
    house: House, *, gone: bool
) -> None:
    channel = await a_channel(house.storage, title="Світ")
    async with house.storage.writing() as tx:
        await tx.channels.set_template(channel.chat_id, "morning")
    await house.watch.look()
    async with house.storage.writing() as tx:
        if gone:
            await tx.channels.set_state(CHANNEL, ChannelState.LEFT)
        else:
            await tx.channels.set_template(channel.chat_id, USUAL_TEMPLATE)
    await house.watch.look()
    assert told(house) == ["template_fails"]
    assert (await house.watch.health()).by_usual == ()


async def test_an_empty_newsroom_is_well(house: House) -> None:
    await a_reader(house.storage, TARAS)
    health = await house.watch.health()
    assert health.is_well
    assert (health.queue.posts, health.readers_waiting, health.in_doubt) == (0, 0, 0)
    assert health.broken_feeds == ()
