"""What the bot may do in a chat, by what Telegram says that it is there."""

from typing import Any

import pytest

from bot.domain.channel import ChannelState
from bot.domain.errors import RefusedError
from bot.domain.people import ReaderState
from tests.handlers.house import OWNER, READER, House
from tests.handlers.test_channels import CHANNEL, MAY, administrator, changed, member

ACTIVE, PAUSED, LEFT = ChannelState.ACTIVE, ChannelState.PAUSED, ChannelState.LEFT


def restricted(*, is_member: bool, may_write: bool) -> dict[str, Any]:
    rights = dict.fromkeys(MAY, False) | {"can_send_messages": may_write}
    return member("restricted", is_member=is_member, until_date=0, **rights)


NOBODY = {"left": member("left"), "kicked": member("kicked", until_date=0)}
CREATOR = member("creator", is_anonymous=False)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("status", NOBODY)
async def test_whoever_is_out_of_a_chat_posts_nothing_there(
    house: House, kind: str, status: str
) -> None:
    await changed(house, administrator(can_post_messages=True), kind=kind)
    await changed(house, NOBODY[status], kind=kind)
    assert (await house.channels.channel(CHANNEL)).state is LEFT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "now", "state"),
    [
        ("channel", administrator(can_post_messages=True), ACTIVE),
        ("channel", administrator(can_post_messages=False), PAUSED),
        ("channel", administrator(), PAUSED),
        ("channel", member("member"), LEFT),
        ("supergroup", administrator(), ACTIVE),
        ("supergroup", CREATOR, ACTIVE),
        ("group", member("member"), ACTIVE),
        ("supergroup", restricted(is_member=True, may_write=True), ACTIVE),
        ("supergroup", restricted(is_member=True, may_write=False), PAUSED),
        ("supergroup", restricted(is_member=False, may_write=True), LEFT),
        ("supergroup", restricted(is_member=False, may_write=False), LEFT),
    ],
)
async def test_a_channel_takes_posts_from_administrators_and_a_group_from_writers(
    house: House, kind: str, now: dict[str, Any], state: ChannelState
) -> None:
    await changed(house, administrator(can_post_messages=True), kind=kind)
    await changed(house, now, kind=kind)
    assert (await house.channels.channel(CHANNEL)).state is state


async def test_a_chat_bears_its_title_and_its_name_or_else_its_number(house: House) -> None:
    await changed(house, administrator(can_post_messages=True))
    named = await house.channels.channel(CHANNEL)
    assert (named.title, named.username) == ("Світ", "svit")
    await house.feed(
        my_chat_member={
            "chat": {"id": -77, "type": "channel"},
            "from": house.person(OWNER),
            "date": 1683721800,
            "old_chat_member": member("left"),
            "new_chat_member": administrator(can_post_messages=True),
        }
    )
    bare = await house.channels.channel(-77)
    assert (bare.title, bare.username) == ("-77", None)


async def test_the_owners_learn_who_has_added_the_bot(house: House) -> None:
    person = house.person(READER) | {"last_name": "Бойко"}
    await house.feed(
        my_chat_member={
            "chat": {"id": -77, "type": "channel", "title": "Чужий"},
            "from": person,
            "date": 1683721800,
            "old_chat_member": member("left"),
            "new_chat_member": administrator(can_post_messages=True),
        }
    )
    async with house.storage.reading() as tx:
        notice = await tx.desk.notice(1)
    assert getattr(notice, "by_name", None) == "Марія Бойко"


async def in_private(house: House, now: dict[str, Any]) -> None:
    await house.feed(
        my_chat_member={
            "chat": {"id": READER, "type": "private", "first_name": "Марія"},
            "from": house.person(READER),
            "date": 1683721800,
            "old_chat_member": member("member"),
            "new_chat_member": now,
        }
    )


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (member("kicked", until_date=0), ReaderState.BLOCKED),
        (member("member"), ReaderState.ACTIVE),
    ],
)
async def test_a_private_chat_is_a_reader_and_never_a_channel(
    house: House, now: dict[str, Any], state: ReaderState
) -> None:
    await house.write(READER, "/start")
    house.telegram.forget()
    await in_private(house, now)
    reader = (await house.recognition.person(READER)).reader
    assert reader
    assert reader.state is state
    assert await house.channels.channels() == ()
    with pytest.raises(RefusedError, match=r"^channel_unknown$"):
        await house.channels.channel(READER)
    assert not house.telegram.requests
