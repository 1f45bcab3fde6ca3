"""What the desk was told of channels, and in which order they are shown."""

from datetime import timedelta

from bot.domain.channel import ChannelState
from storage.storage import Storage
from tests.builders import CHANNEL, IHOR, TARAS, a_channel
from tests.clock import NOON
from tests.storage.changes import changes

MOMENT = timedelta(milliseconds=1)
FIRST, SECOND, THIRD, OWN = (CHANNEL - number for number in range(4))


async def test_how_often_the_desk_was_told_of_a_channel_is_its_own_and_is_forgotten(
    storage: Storage,
) -> None:
    for chat_id, count in ((FIRST, 3), (SECOND, 5)):
        await a_channel(storage, chat_id)
        async with storage.writing() as tx:
            await tx.channels.announce(chat_id, count, NOON)
    await a_channel(storage, THIRD)
    async with storage.reading() as tx:
        assert await tx.channels.announcements(FIRST, NOON - MOMENT) == 3
        assert await tx.channels.announcements(FIRST, NOON) == 0
        assert await tx.channels.announcements(SECOND, NOON - MOMENT) == 5
        assert await tx.channels.announcements(THIRD, NOON - MOMENT) == 0
        assert await tx.channels.announcements(-404, NOON - MOMENT) == 0


async def test_of_strangers_offers_those_of_late_are_counted_by_each_and_by_all(
    storage: Storage,
) -> None:
    for chat_id, by in ((FIRST, IHOR), (SECOND, TARAS), (THIRD, TARAS), (OWN, None)):
        await a_channel(storage, chat_id)
        async with storage.writing() as tx:
            if by is not None:
                await tx.channels.offer(chat_id, by, NOON)
            if chat_id != THIRD:
                await tx.channels.announce(chat_id, 1, NOON)
    async with storage.writing() as tx:
        assert await tx.channels.offers_announced(NOON - MOMENT) == 2
        assert await tx.channels.offers_announced(NOON - MOMENT, by=TARAS) == 1
        assert await tx.channels.offers_announced(NOON - MOMENT, by=404) == 0
        assert await tx.channels.offers_announced(NOON) == 0
        await tx.channels.announce(THIRD, 1, NOON)
        assert await tx.channels.offers_announced(NOON - MOMENT, by=TARAS) == 2


async def test_the_newsrooms_own_channels_come_first_and_then_the_newest_offers(
    storage: Storage,
) -> None:
    offered, active = ChannelState.OFFERED, ChannelState.ACTIVE
    for chat_id, title, state, offered_at in (
        (-1, "А", offered, NOON),
        (-2, "Б", offered, NOON + MOMENT),
        (-3, "Я", active, NOON - MOMENT),
        (-4, "Ю", ChannelState.LEFT, NOON + MOMENT),
        (-5, "Ю", active, None),
    ):
        await a_channel(storage, chat_id, title=title, state=state)
        if offered_at:
            async with storage.writing() as tx:
                await tx.channels.offer(chat_id, IHOR, offered_at)
    async with storage.reading() as tx:
        assert [known.chat_id for known in await tx.channels.all()] == [-5, -4, -3, -2, -1]


async def test_a_group_that_is_not_known_moves_nowhere(storage: Storage) -> None:
    await a_channel(storage)
    assert await changes(storage, lambda tx: tx.channels.move_chat(-404, -5)) == {}
