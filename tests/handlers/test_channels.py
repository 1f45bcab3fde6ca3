"""Channels come and go, and owners say what goes where."""

from typing import Any

import pytest
from aiogram.methods import EditMessageText, LeaveChat

from bot.domain.api_answers import Refusal
from bot.domain.buttons import (
    ResumeChannel,
    RouteSection,
    SetPins,
    SetQuietHours,
    ShowChannel,
    ShowChannels,
    ShowQuietHours,
    TakeChannel,
    pack,
)
from bot.domain.channel import ChannelState
from bot.domain.errors import RefusedError
from bot.domain.people import ReaderState
from bot.domain.quiet_hours import QuietHours
from tests.handlers.house import EDITOR, OWNER, READER, STRANGER, House
from tests.handlers.telegram import BOT_ID

CHANNEL = -1001
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
MAY = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def member(status: str, **rights: Any) -> dict[str, Any]:
    user = {"id": BOT_ID, "is_bot": True, "first_name": "Вісник"}
    return {"status": status, "user": user} | rights


def administrator(**rights: Any) -> dict[str, Any]:
    return member("administrator", **dict.fromkeys(RIGHTS, False), **rights)


async def changed(
    house: House, new: dict[str, Any], *, by: int = OWNER, kind: str = "channel"
) -> None:
    await house.feed(
        my_chat_member={
            "chat": {"id": CHANNEL, "type": kind, "title": "Світ", "username": "svit"},
            "from": house.person(by),
            "date": 1683721800,
            "old_chat_member": member("left"),
            "new_chat_member": new,
        }
    )


async def state(house: House) -> ChannelState:
    return (await house.channels.channel(CHANNEL)).state


async def test_an_owners_channel_is_taken_at_once(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    assert await state(house) is ChannelState.ACTIVE


async def test_without_the_right_to_post_the_channel_waits(house: House) -> None:
    await changed(house, administrator(can_post_messages=False))
    assert await state(house) is ChannelState.PAUSED


async def test_a_strangers_channel_is_offered_to_the_owners(house: House) -> None:
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    assert await state(house) is ChannelState.OFFERED


async def test_rights_that_are_lost_stop_the_posts(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await changed(house, member("left"))
    assert await state(house) is ChannelState.LEFT


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (member("member"), ChannelState.ACTIVE),
        (administrator(), ChannelState.ACTIVE),
        (
            member(
                "restricted",
                is_member=True,
                until_date=0,
                can_send_messages=False,
                **dict.fromkeys(MAY, False),
            ),
            ChannelState.PAUSED,
        ),
    ],
    ids=["member", "administrator", "restricted"],
)
async def test_a_group_takes_posts_from_whoever_may_write(
    house: House, new: dict[str, Any], expected: ChannelState
) -> None:
    await changed(house, new, kind="supergroup")
    assert await state(house) is expected


async def test_being_kicked_from_a_chat_that_we_never_knew_is_nothing(house: House) -> None:
    await changed(house, member("kicked", until_date=0), by=STRANGER)
    with pytest.raises(RefusedError, match=r"^channel_unknown$"):
        await house.channels.channel(CHANNEL)


async def test_a_reader_who_blocks_the_bot_is_switched_off(house: House) -> None:
    await house.write(READER, "/start")
    await house.feed(
        my_chat_member={
            "chat": {"id": READER, "type": "private", "first_name": "Марія"},
            "from": house.person(READER),
            "date": 1683721800,
            "old_chat_member": member("member"),
            "new_chat_member": member("kicked", until_date=0),
        }
    )
    reader = (await house.recognition.person(READER)).reader
    assert reader is not None
    assert reader.state is ReaderState.BLOCKED
    await house.write(READER, "/start")
    reader = (await house.recognition.person(READER)).reader
    assert reader is not None
    assert reader.state is ReaderState.ACTIVE


async def test_posts_of_others_in_a_channel_are_seen_and_not_answered(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    post = {"message_id": 77, "date": 1683721800, "chat": {"id": CHANNEL, "type": "channel"}}
    await house.feed(channel_post=post | {"text": "/publish 1"})
    async with house.storage.reading() as tx:
        assert await tx.channels.last_message_id(CHANNEL) == 77
    edited = post | {"message_id": 78, "text": "Інше", "edit_date": 1683721900}
    await house.feed(edited_channel_post=edited)
    async with house.storage.reading() as tx:
        assert await tx.channels.last_message_id(CHANNEL) == 78
    assert not house.telegram.requests


async def test_a_group_that_becomes_a_supergroup_keeps_its_place(house: House) -> None:
    await changed(house, administrator(), kind="group")
    await house.feed(
        message=house.message(
            OWNER, chat={"id": CHANNEL, "type": "group"}, migrate_to_chat_id=CHANNEL - 1
        )
    )
    channel = await house.channels.channel(CHANNEL - 1)
    assert channel.state is ChannelState.ACTIVE


async def test_channels_are_listed_and_opened_in_place(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.write(EDITOR, "/channels")
    assert pack(ShowChannel(CHANNEL)) in house.telegram.data_under_last()
    await house.press(EDITOR, ShowChannel(CHANNEL))
    assert pack(ShowChannels()) in house.telegram.data_under_last()
    await house.press(EDITOR, ShowChannels())
    assert len(house.telegram.said) == 1
    assert len(house.telegram.of(EditMessageText)) == 2


async def test_an_owner_routes_sections(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(OWNER, RouteSection(CHANNEL, 1, on=True))
    assert (await house.channels.channel(CHANNEL)).section_ids == {1}
    assert pack(RouteSection(CHANNEL, 1, on=False)) in house.telegram.data_under_last()
    await house.press(OWNER, RouteSection(CHANNEL, 1, on=False))
    assert (await house.channels.channel(CHANNEL)).section_ids == frozenset()


async def test_whoever_has_chosen_the_sections_is_done(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(OWNER, RouteSection(CHANNEL, 1, on=True))
    done = house.telegram.data_under_last()[-1]
    await house.press(OWNER, done)
    *_, listed = house.telegram.edits
    assert "Світ" in listed
    assert house.telegram.data_under_last() == [pack(ShowChannel(CHANNEL))]


async def test_an_owner_has_breaking_posts_pinned_and_pressing_twice_changes_nothing(
    house: House,
) -> None:
    await changed(house, administrator(can_post_messages=True))
    for _ in range(2):
        await house.press(OWNER, SetPins(CHANNEL, on=True))
        assert (await house.channels.channel(CHANNEL)).pins
        assert pack(SetPins(CHANNEL, on=False)) in house.telegram.data_under_last()
    await house.press(OWNER, SetPins(CHANNEL, on=False))
    assert not (await house.channels.channel(CHANNEL)).pins


async def test_an_owner_chooses_quiet_hours_and_moves_them_by_half_an_hour(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(OWNER, ShowChannel(CHANNEL))
    for press in (
        ShowQuietHours(CHANNEL),
        SetQuietHours(CHANNEL, 1320, 420),
        SetQuietHours(CHANNEL, 1350, 420),
        SetQuietHours(CHANNEL, 1350, 390),
    ):
        assert pack(press) in house.telegram.data_under_last()
        await house.press(OWNER, press)
    assert (await house.channels.channel(CHANNEL)).quiet == QuietHours(1350, 390)
    await house.press(OWNER, SetQuietHours(CHANNEL, 0, 0))
    assert (await house.channels.channel(CHANNEL)).quiet is None
    assert pack(ShowChannel(CHANNEL)) == house.telegram.data_under_last()[-1]


async def test_a_forged_button_sets_no_hours(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(OWNER, SetQuietHours(CHANNEL, 5000, -1))
    assert (await house.channels.channel(CHANNEL)).quiet is None
    assert len(house.telegram.pop_ups) == 1


async def test_an_editor_sees_what_a_channel_wants_and_changes_nothing_of_it(
    house: House,
) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(EDITOR, ShowQuietHours(CHANNEL))
    await house.press(EDITOR, SetPins(CHANNEL, on=True))
    await house.press(EDITOR, SetQuietHours(CHANNEL, 1320, 420))
    channel = await house.channels.channel(CHANNEL)
    assert (channel.pins, channel.quiet) == (False, None)
    _, first, second = house.telegram.pop_ups
    assert first == second
    assert first


async def test_an_editor_changes_nothing_about_channels(house: House) -> None:
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    await house.press(EDITOR, RouteSection(CHANNEL, 1, on=True))
    await house.press(EDITOR, TakeChannel(CHANNEL, taken=True))
    channel = await house.channels.channel(CHANNEL)
    assert channel.state is ChannelState.OFFERED
    assert channel.section_ids == frozenset()
    first, second = house.telegram.pop_ups
    assert first == second
    assert first


async def test_an_offered_channel_is_taken(house: House) -> None:
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    await house.press(OWNER, TakeChannel(CHANNEL, taken=True))
    assert await state(house) is ChannelState.ACTIVE
    assert "Тепер оберіть рубрики." in house.telegram.edits[-1]
    assert not house.telegram.of(LeaveChat)


async def test_a_declined_channel_is_left_whatever_telegram_says(house: House) -> None:
    house.telegram.refusals[LeaveChat] = Refusal(403, "bot is not a member")
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    await house.press(OWNER, TakeChannel(CHANNEL, taken=False))
    assert await state(house) is ChannelState.LEFT
    (left,) = house.telegram.of(LeaveChat)
    assert left.chat_id == CHANNEL
    assert len(house.telegram.pop_ups) == 1


async def test_a_channel_that_another_owner_took_is_not_left(house: House) -> None:
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    await house.press(OWNER, TakeChannel(CHANNEL, taken=True))
    await house.press(OWNER, TakeChannel(CHANNEL, taken=False))
    assert await state(house) is ChannelState.ACTIVE
    assert not house.telegram.of(LeaveChat)


async def test_a_paused_channel_is_resumed_and_shown(house: House) -> None:
    await changed(house, administrator(can_post_messages=False))
    await house.press(OWNER, ShowChannel(CHANNEL))
    assert pack(ResumeChannel(CHANNEL)) in house.telegram.data_under_last()
    await house.press(OWNER, ResumeChannel(CHANNEL))
    assert await state(house) is ChannelState.ACTIVE
    assert pack(ResumeChannel(CHANNEL)) not in house.telegram.data_under_last()


@pytest.mark.parametrize("taken", [True, False])
async def test_the_second_owners_answer_is_told_what_the_first_has_said(
    house: House, *, taken: bool
) -> None:
    await changed(house, administrator(can_post_messages=True), by=STRANGER)
    for answer in (taken, not taken):
        await house.press(OWNER, TakeChannel(CHANNEL, taken=answer))
    first, second = house.telegram.pop_ups
    assert first == second
    assert len(house.telegram.of(LeaveChat)) == (0 if taken else 2)


async def test_what_is_shown_of_a_channel_has_all_its_sections(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    await house.press(OWNER, RouteSection(CHANNEL, 2, on=True))
    offered = house.telegram.data_under_last()
    for section in await house.channels.sections():
        assert pack(RouteSection(CHANNEL, section.id, on=section.id != 2)) in offered
    await house.press(OWNER, RouteSection(CHANNEL, 404, on=True))
    await house.press(OWNER, ShowChannel(404))
    assert house.telegram.pop_ups[-2:] == [
        "Такої рубрики вже немає. Оберіть іншу.",
        "Цього каналу бот уже не знає. Список каналів: /channels",
    ]
