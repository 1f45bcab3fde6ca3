"""Where the bot looks at messages, and how fast: what a look shows there counts as a message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.delivery.looks import Looks
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from storage.storage import Storage
from tests.builders import IHOR, OLENA, TARAS, an_owner, hired, several_processes
from tests.clock import NOON, Clock

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
GROUP = -1_001_234_567_890


def some_looks(storage: Storage, clock: Clock, desk: int | None = OLENA) -> Looks:
    return Looks(storage, a_pacer(storage, clock), clock, desk)


def a_pacer(storage: Storage, clock: Clock) -> Pacer:
    return Pacer(storage, clock, Rates(), sleep=clock.sleep)


async def look(looks: Looks, clock: Clock, chat_id: int, *, showed: bool) -> datetime:
    """When it was."""
    async with looks.turn(chat_id) as one:
        one.showed = showed
        return clock()


def most_within_a_minute(moments: Sequence[datetime]) -> int:
    ordered = sorted(moments)
    minute = timedelta(minutes=1)
    return max(sum(first <= at < first + minute for at in ordered) for first in ordered)


# --- how fast ---


async def test_looks_that_show_nothing_keep_no_chats_pace(storage: Storage, clock: Clock) -> None:
    """The end of a channel is found in two seconds, whatever chat the desk is."""
    looks = some_looks(storage, clock)
    for _ in range(20):
        await look(looks, clock, GROUP, showed=False)
    assert clock() - NOON < 3 * SECOND


async def test_of_what_looks_show_a_group_gets_twenty_in_a_minute(
    storage: Storage, clock: Clock
) -> None:
    looks = some_looks(storage, clock)
    shown = [await look(looks, clock, GROUP, showed=n % 3 > 0) for n in range(90)]
    assert most_within_a_minute([at for n, at in enumerate(shown) if n % 3]) == 20


async def test_processes_share_the_pace_of_the_chat_in_which_they_look(
    database: Path | str, clock: Clock
) -> None:
    async with several_processes(database, 3) as storages:
        processes = [some_looks(storage, clock) for storage in storages]
        shown = [
            await look(process, clock, GROUP, showed=True)
            for _ in range(20)
            for process in processes
        ]
    assert most_within_a_minute(shown) <= 20


async def test_what_looks_show_and_what_the_desk_is_told_share_a_pace(
    storage: Storage, clock: Clock
) -> None:
    looks, pacer, told = some_looks(storage, clock), a_pacer(storage, clock), NOON
    async with storage.writing() as tx:
        await tx.pace.occupy([(GROUP, told, pacer.rates.gap(GROUP) * 10)])
    assert await look(looks, clock, GROUP, showed=True) - told > pacer.rates.gap(GROUP) * 8.5


async def test_a_person_who_is_busy_with_the_bot_keeps_no_look_waiting(
    storage: Storage, clock: Clock
) -> None:
    """Replies come one upon the other there, and the chat never rests."""
    looks, gap = some_looks(storage, clock), a_pacer(storage, clock).rates.gap(OLENA)
    async with storage.writing() as tx:
        await tx.pace.occupy([(OLENA, NOON, 4 * gap)])
    assert await look(looks, clock, OLENA, showed=True) - NOON < SECOND


async def test_a_look_waits_as_long_as_telegram_wants_its_chat_left_alone(
    storage: Storage, clock: Clock
) -> None:
    looks, elsewhere = some_looks(storage, clock), a_pacer(storage, clock)
    await elsewhere.halt(GROUP, 30)  # by another process
    assert await look(looks, clock, TARAS, showed=True) < NOON + 30 * SECOND
    assert await look(looks, clock, GROUP, showed=True) >= NOON + 30 * SECOND


async def test_a_look_is_no_try_in_a_long_halt(storage: Storage, clock: Clock) -> None:
    """What becomes of it is told in other ways."""
    pacer = a_pacer(storage, clock)
    looks = Looks(storage, pacer, clock, OLENA)
    await pacer.halt(TARAS, 300)
    assert await look(looks, clock, OLENA, showed=True) >= NOON + 300 * SECOND


class Hasty(Pacer):
    """Whoever waits as a halt is lifted waits no longer."""

    async def wait_until(self, moment: datetime) -> None:
        pass


async def test_a_chat_keeps_its_pace_though_a_look_elsewhere_was_just_now(
    storage: Storage, clock: Clock
) -> None:
    pacer = Hasty(storage, clock, Rates(), sleep=clock.sleep)
    looks = Looks(storage, pacer, clock, OLENA)
    await look(looks, clock, OLENA, showed=False)
    await look(looks, clock, GROUP, showed=True)
    async with storage.reading() as tx:
        rested, _ = await tx.pace.free_from(GROUP, clock())
    assert rested > clock()


# --- where ---


async def test_a_desk_that_is_a_group_is_the_last_place_to_look_while_it_rests(
    storage: Storage, clock: Clock
) -> None:
    await hired(storage, an_owner())
    looks = some_looks(storage, clock, GROUP)
    assert await looks.desk() == GROUP
    assert await looks.places() == [GROUP, OLENA]
    await look(looks, clock, GROUP, showed=False)
    assert await looks.places() == [GROUP, OLENA]  # what it did not need is there for the next
    await look(looks, clock, GROUP, showed=True)
    assert await looks.places() == [OLENA, GROUP]
    clock.pass_by(60)
    assert await looks.places() == [GROUP, OLENA]
    await a_pacer(storage, clock).halt(GROUP, 30)
    assert await looks.places() == [OLENA, GROUP]


async def test_a_desk_that_is_a_persons_chat_is_the_only_place_to_look(
    storage: Storage, clock: Clock
) -> None:
    await hired(storage, an_owner())
    assert await some_looks(storage, clock, IHOR).places() == [IHOR]


async def test_a_chat_that_takes_nothing_is_not_looked_in_for_an_hour_unless_it_is_the_last(
    storage: Storage, clock: Clock
) -> None:
    await hired(storage, an_owner())
    for desk, left in ((GROUP, GROUP), (None, OLENA)):
        looks = some_looks(storage, clock, desk)
        looks.avoid([OLENA])
        assert await looks.places() == [left]
    looks = some_looks(storage, clock, GROUP)
    looks.avoid([GROUP])
    clock.pass_by(3_599)
    assert await looks.places() == [OLENA]
    clock.pass_by(1)
    assert await looks.places() == [GROUP, OLENA]
