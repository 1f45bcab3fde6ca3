"""In its quiet hours a channel's ordinary posts make no sound; breaking ones always do."""

import pytest

from bot.domain.delivery import State
from bot.domain.quiet_hours import QuietHours
from tests.builders import CHANNEL, TARAS, a_draft
from tests.delivery.office import Office

HEADLINE = "Порт відкрив термінал"
# The office opens at 15:00 in Kyiv.
NOW_QUIET = QuietHours(14 * 60, 16 * 60)
QUIET_TILL_NOW = QuietHours(23 * 60, 15 * 60)


async def quiet(office: Office, hours: QuietHours | None) -> None:
    async with office.storage.writing() as tx:
        await tx.channels.set_quiet(CHANNEL, hours)


async def is_silent(office: Office, *, breaking: bool = False) -> bool:
    """Whether a post that leaves now makes no sound in the channel."""
    article_id = await a_draft(office.storage, HEADLINE)
    await office.publishing.publish(article_id, breaking=breaking)
    async with office.at_work():
        await office.settled(article_id)
    (post,) = office.world.calls("sendMessage", CHANNEL)
    return "disable_notification" in post.params


async def test_an_ordinary_post_in_quiet_hours_makes_no_sound(office: Office) -> None:
    await quiet(office, NOW_QUIET)
    assert await is_silent(office)
    (shown,) = office.world.messages(CHANNEL)
    assert HEADLINE in shown["text"]


async def test_a_breaking_post_sounds_in_quiet_hours_too(office: Office) -> None:
    await quiet(office, NOW_QUIET)
    assert not await is_silent(office, breaking=True)


@pytest.mark.parametrize("hours", [None, QUIET_TILL_NOW])
async def test_outside_quiet_hours_every_post_sounds(
    office: Office, hours: QuietHours | None
) -> None:
    await quiet(office, hours)
    assert not await is_silent(office)


async def test_it_counts_when_the_post_leaves_and_not_when_it_was_published(
    office: Office,
) -> None:
    await quiet(office, QuietHours(20 * 60, 22 * 60))
    article_id = await office.publish(HEADLINE)
    office.pass_by(6 * 3600)
    async with office.at_work():
        await office.settled(article_id)
    (post,) = office.world.calls("sendMessage", CHANNEL)
    assert post.params["disable_notification"] is True


async def test_one_channels_night_is_nobody_elses(office: Office) -> None:
    await office.add_channel(CHANNEL - 1, "Світ без ночі")
    await office.add_reader()
    await quiet(office, NOW_QUIET)
    assert await is_silent(office)
    for chat_id in (CHANNEL - 1, TARAS):
        (post,) = office.world.calls("sendMessage", chat_id)
        assert "disable_notification" not in post.params


async def test_a_correction_at_night_is_an_edit_and_says_nothing_of_sound(office: Office) -> None:
    await quiet(office, NOW_QUIET)
    article_id = await office.publish(HEADLINE)
    async with office.at_work():
        await office.settled(article_id)
        await office.correct(article_id, "Порт закрив термінал")
        await office.until_row(article_id, CHANNEL, State.SHOWN)
        await office.settled(article_id)
    (edit,) = office.world.calls("editMessageText", CHANNEL)
    assert "disable_notification" not in edit.params
