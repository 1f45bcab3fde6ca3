"""In a group not every message can be looked at: what is not seen there may stand all the same."""

from typing import Any

import pytest

from bot.domain.channel import ChannelState
from bot.domain.delivery import State
from bot.domain.reasons import Reason, ReasonCode
from tests.builders import OLENA, POLITYKA, TARAS
from tests.delivery.office import LOOK_UP_AFTER, Office

HEADLINE = "Рада ухвалила бюджет"
BASIC, SUPERGROUP = -5001, -1001000000078


async def a_group(office: Office, group: int, status: str = "member") -> None:
    """A group that takes «Політика», and of which a message is known."""
    add = office.world.add_group if group == BASIC else office.world.add_supergroup
    add("Група", OLENA, id=group)
    office.world.set_bot_rights(group, OLENA, status=status)
    async with office.storage.writing() as tx:
        await tx.channels.save(group, "Група", None, ChannelState.ACTIVE, is_group=True)
        await tx.channels.route(group, POLITYKA, on=True)
        await tx.channels.saw_message(group, 3)


async def in_doubt(office: Office, group: int, *, arrived: bool = True) -> int:
    """An article whose post to the group nobody knows of; its number."""
    fault: Any = "restart" if arrived else "server_error"
    office.world.faults.add(fault, method="sendMessage", chat_id=group)
    article_id = await office.publish(HEADLINE, section_id=POLITYKA)
    async with office.at_work():
        await office.until_row(article_id, group, State.UNKNOWN)
    return article_id


async def is_asked(office: Office) -> Reason:
    """Why the desk is asked about the post, which is not sent again."""
    office.pass_by(LOOK_UP_AFTER)
    async with office.at_work():
        ((template, details),) = await office.until_seen(office.notices)
        await office.until_seen(lambda: office.posts(OLENA, HEADLINE))
        office.pass_by(10**6)
    assert template == "cannot_tell"
    return Reason(**details["reason"])


def sent_to(office: Office, *groups: int) -> int:
    return sum(len(office.world.calls("sendMessage", group)) for group in groups)


async def test_a_group_shares_its_numbers_with_private_chats_and_has_no_end_to_find(
    office: Office,
) -> None:
    await a_group(office, BASIC)
    for _ in range(30):
        office.world.say(TARAS, "Добрий день")
    await in_doubt(office, BASIC)
    assert (await is_asked(office)).code == ReasonCode.GROUP_UNSEEN
    assert len(office.posts(BASIC, HEADLINE)) == sent_to(office, BASIC) == 1


async def test_a_post_that_is_seen_in_a_group_stands_there(office: Office) -> None:
    await a_group(office, BASIC)
    article_id = await in_doubt(office, BASIC)
    office.pass_by(LOOK_UP_AFTER)
    async with office.at_work():
        await office.until_row(article_id, BASIC, State.SHOWN)
    assert sent_to(office, BASIC) == 1


async def test_a_plain_member_of_a_supergroup_does_not_see_all_that_stands_there(
    office: Office,
) -> None:
    await a_group(office, SUPERGROUP)
    await in_doubt(office, SUPERGROUP, arrived=False)
    assert (await is_asked(office)).code == ReasonCode.GROUP_UNSEEN
    assert sent_to(office, SUPERGROUP) == 1


@pytest.mark.slow
async def test_an_administrator_sees_that_it_is_absent(office: Office) -> None:
    await a_group(office, SUPERGROUP, status="administrator")
    article_id = await in_doubt(office, SUPERGROUP, arrived=False)
    office.world.faults.add("server_error", method="getChatMember")
    office.pass_by(LOOK_UP_AFTER)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("getChatMember"))
        await office.until_row(article_id, SUPERGROUP, State.UNKNOWN)
        office.pass_by(4)
        await office.until_row(article_id, SUPERGROUP, State.SHOWN)
    assert len(office.posts(SUPERGROUP, HEADLINE)) == 1


@pytest.mark.parametrize("is_known", [True, False])
async def test_a_post_in_doubt_stays_in_the_group_that_has_become_another_chat(
    office: Office,
    *,
    is_known: bool,  # where the group is by now
) -> None:
    await a_group(office, BASIC)
    article_id = await in_doubt(office, BASIC)
    moved = office.world.migrate(BASIC)
    if is_known:
        async with office.storage.writing() as tx:
            await tx.move_chat(BASIC, moved)
    assert (await is_asked(office)).code == ReasonCode.MOVED
    assert sent_to(office, BASIC, moved) == 1
    assert office.row(article_id, moved if is_known else BASIC).state == State.UNKNOWN


async def test_of_a_group_that_becomes_another_chat_during_a_look_the_desk_is_told_its_name(
    office: Office,
) -> None:
    await a_group(office, BASIC)
    await in_doubt(office, BASIC)
    moved = office.world.migrate(BASIC)
    office.world.faults.add("slow", method="forwardMessage", seconds=1)
    office.pass_by(LOOK_UP_AFTER)
    async with office.at_work():
        await office.world.wait_until(lambda: office.world.calls("forwardMessage"))
        async with office.storage.writing() as tx:
            await tx.move_chat(BASIC, moved)
        ((_, details),) = await office.until_seen(office.notices)
    assert (details["title"], details["is_group"], details["chat_id"]) == ("Група", True, moved)
