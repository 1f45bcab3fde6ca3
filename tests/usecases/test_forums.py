"""A section's topic is made once, however many press for it."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from bot.domain.desk import Forum
from bot.domain.errors import RefusedError
from bot.domain.forum import AS_THE_REST
from tests import tables
from tests.builders import CHANNEL, SVIT, a_channel, an_owner
from tests.usecases.house import House

FIRST = 71


async def a_forum(house: House) -> None:
    await a_channel(house.storage)
    async with house.storage.writing() as tx:
        await tx.forums.set_forum(CHANNEL, is_forum=True)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_second_press_makes_no_second_topic(house: House, *, at_once: bool) -> None:
    await a_forum(house)
    opened: list[str] = []

    async def open_topic(name: str) -> int:
        opened.append(name)
        await asyncio.sleep(0)
        return FIRST + len(opened) - 1

    async def press(instead_of: int = AS_THE_REST) -> None:
        await house.app.forums.make(
            CHANNEL, SVIT, open_topic, instead_of=instead_of, by=an_owner()
        )

    if at_once:
        first, second = await asyncio.gather(press(), press(), return_exceptions=True)
        assert first is None
    else:
        await press()
        with pytest.raises(RefusedError) as refused:
            await press()
        second = refused.value
    assert isinstance(second, RefusedError)
    assert (second.code, second.details) == ("thread_changed", {"name": opened[0]})
    assert len(opened) == 1
    await press(FIRST)  # by a button that was drawn since: another one is meant
    forum = await house.app.forums.forum(CHANNEL)
    assert forum.channel.threads
    assert forum.channel.threads.own == {SVIT: FIRST + 1}


async def test_while_the_disk_is_full_a_press_that_is_tried_again_makes_no_topic(
    house: House,
) -> None:
    await a_forum(house)
    opened: list[str] = []

    async def open_topic(name: str) -> int:
        opened.append(name)
        return FIRST + len(opened) - 1

    async def press() -> Forum:
        return await house.app.forums.make(
            CHANNEL, SVIT, open_topic, instead_of=AS_THE_REST, by=an_owner()
        )

    await tables.refuse(house.storage, "channel_section", "UPDATE", saying=tables.FULL)
    for _ in range(2):
        with pytest.raises(DBAPIError, match=tables.FULL[0]):
            await press()
    assert not opened
    await tables.take_again(house.storage, "channel_section")
    forum = await press()
    assert forum.channel.threads
    assert forum.channel.threads.own[SVIT] == FIRST
    assert len(opened) == 1
