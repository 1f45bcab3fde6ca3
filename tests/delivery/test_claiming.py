"""What is taken in hand at once, and how long its chats then rest."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.delivery.claiming import Claiming
from bot.delivery.pacer import Pacer
from bot.delivery.rates import Rates
from bot.domain.delivery import Lane, Retry, State
from bot.domain.duties import Duty
from bot.domain.rate import Rate, Tariff
from storage.schema import chat_pace
from tests import tables
from tests.builders import CHANNEL, SVIT, TARAS, said, transactions
from tests.clock import NOON, Clock
from tests.databases import on_postgresql, on_sqlite
from tests.delivery.office import Office, an_office
from tests.storage.changes import put

GAP = timedelta(milliseconds=1)  # of a channel and of a person, at the office's rates


@pytest.fixture
async def office(database: Path, clock: Clock) -> AsyncIterator[Office]:
    """Where the time stands still."""
    async with an_office(database, clock) as opened:
        yield opened


def paces(office: Office) -> dict[int, Any]:
    return {row.chat_id: row for row in tables.rows(office.storage, select(chat_pace))}


async def test_nothing_is_looked_for_before_somebody_has_written(office: Office) -> None:
    claiming = office.worker().claiming
    assert await claiming.claim() == ()
    await office.publish()
    assert await claiming.claim() == ()
    claiming.next_look.at_once()
    assert [row.chat_id for row, _ in await claiming.claim()] == [CHANNEL]


@pytest.mark.parametrize(("per_second", "at_once"), [(1, 1), (5, 2), (29, 14), (80, 16)])
async def test_as_much_is_taken_as_leaves_in_a_moment_which_is_longer_at_a_slow_pace(
    office: Office, per_second: float, at_once: int
) -> None:
    if office.storage.is_shared:
        at_once = max(at_once, int(per_second * 0.3))
    due: dict[str, Any] = {"audience": "reader", "lane": Lane.READER, "lease_until": None}
    await put(office.storage, *(due | {"chat_id": chat_id} for chat_id in range(1, 50)))
    claimed = await office.worker(per_second=per_second).claiming.claim()
    assert [row.chat_id for row, _ in claimed] == [*range(1, at_once + 1)]
    between = timedelta(seconds=1) / per_second
    assert [slot for _, slot in claimed] == [NOON + between * n for n in range(at_once)]


@on_sqlite
async def test_where_a_claim_took_all_it_could_the_next_one_does_not_look_first(
    office: Office,
) -> None:
    due: dict[str, Any] = {"audience": "reader", "lane": Lane.READER, "lease_until": None}
    await put(office.storage, *(due | {"chat_id": chat_id} for chat_id in range(1, 21)))
    claiming = office.worker(per_second=29).claiming
    took, begun = [], []
    for _ in range(4):
        with transactions() as seen:
            took.append(len(await claiming.claim()))
        begun.append(len(seen))
    assert took == [14, 6, 0, 0]
    assert begun == [2, 1, 1, 0], "a look and a claim, a claim, a look; then nothing is due"


@dataclass
class One:
    """A process among others; one of them `leads`."""

    name: str
    leads: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def has(self, duty: Duty) -> bool:
        return self.leads and duty is Duty.POLLING


async def several(office: Office) -> tuple[Claiming, Claiming]:
    """A process that leads and another one; readers are owed something."""
    due: dict[str, Any] = {"audience": "reader", "lane": Lane.READER, "lease_until": None}
    await put(office.storage, *(due | {"chat_id": chat_id} for chat_id in range(1, 60)))
    both = One("one", leads=True), One("other", leads=False)
    async with office.storage.sign_of_life() as processes:
        for each in both:
            await processes.join(each.name, "here", timedelta(hours=2))
    first, other = (office.worker(per_second=10, holder=each).claiming for each in both)
    return first, other


@on_postgresql
async def test_of_several_processes_one_takes_slots_and_the_others_where_it_is_late(
    office: Office,
) -> None:
    """Slots in turns would be transactions of each."""
    first, other = await several(office)
    assert [row.chat_id for row, _ in await first.claim()] == [*range(1, 6)]
    assert await other.claim() == ()
    assert await first.claim() == (), "it has enough"
    assert first.rest(0.2) == pytest.approx(0.25, abs=0.002)
    office.pass_by(0.26)
    assert [row.chat_id for row, _ in await first.claim()] == [*range(6, 11)]
    office.pass_by(0.9)
    assert [row.chat_id for row, _ in await other.claim()] == [*range(11, 16)]


@on_postgresql
async def test_only_the_process_that_leads_claims_again_without_a_look(office: Office) -> None:
    first, other = await several(office)
    begun = []
    for claiming, after in ((first, 0.0), (first, 0.3), (other, 2.0), (other, 0.5)):
        office.pass_by(after)
        with transactions() as seen:
            assert await claiming.claim()
        begun.append(len(seen))
    assert begun == [2, 1, 2, 2]


@on_postgresql
async def test_whoever_leads_takes_what_readers_do_not_wait_behind_before_its_turn(
    office: Office,
) -> None:
    first, _ = await several(office)
    assert await first.claim()
    await put(office.storage, {"lease_until": None, "subject_id": SVIT, "chat_id": CHANNEL})
    assert [row.chat_id for row, _ in await first.claim()] == [CHANNEL]


@on_postgresql
async def test_what_readers_do_not_wait_behind_is_taken_by_any_process_at_once(
    office: Office,
) -> None:
    first, other = await several(office)
    assert await first.claim()
    await put(office.storage, {"lease_until": None, "subject_id": SVIT, "chat_id": CHANNEL})
    assert [row.chat_id for row, _ in await other.claim()] == [CHANNEL]


@on_postgresql
async def test_in_a_halt_any_process_has_something_that_may_be_tried(office: Office) -> None:
    _, other = await several(office)
    async with office.storage.writing() as tx:
        await tx.pace.hold_token(NOON + timedelta(hours=1), [Rate(29)], NOON)
    assert await other.claim()


@on_postgresql
async def test_what_was_claimed_as_the_line_broke_is_not_left_to_its_lease(
    office: Office,
) -> None:
    """The database has it in the hands of a process that never heard of it."""
    first, _ = await several(office)
    unheard_of = [row.chat_id for row, _ in await first.claim()]
    office.pass_by(1)
    await tables.refuse(office.storage, "token_pace", "UPDATE")
    with pytest.raises(DBAPIError):
        await first.claim()
    await tables.take_again(office.storage, "token_pace")
    taken = await first.claim()
    assert [row.chat_id for row, _ in taken] == unheard_of
    assert not any(row.unknown for row, _ in taken), "surely it has not left"


async def test_nothing_is_claimed_while_outcomes_may_or_may_not_be_written_down(
    office: Office,
) -> None:
    """What is due by one of them would be in hand when it is written down once more."""
    article_id = await office.publish()
    (row,) = [row for row, _ in await office.worker().claiming.claim()]
    held_up = tables.HELD_UP
    worker = office.worker()
    await tables.refuse(office.storage, "delivery", "UPDATE", saying=held_up)
    worker.outcome_writer.put(row, Retry(NOON, said("no connection")))
    with pytest.raises(DBAPIError):
        await worker.outcome_writer.flush()
    assert worker.outcome_writer.in_doubt
    await tables.take_again(office.storage, "delivery")
    await worker.outcome_writer.flush()
    assert not worker.outcome_writer.in_doubt
    assert office.row(article_id, CHANNEL).state == State.DUE


async def test_a_chat_rests_behind_its_slot_and_a_channel_waits_for_its_first_post(
    office: Office,
) -> None:
    due = {"lease_until": None, "subject_id": SVIT}
    first, breaking, _, _ = await put(
        office.storage,
        due | {"chat_id": -1},
        due | {"chat_id": -2, "lane": Lane.BREAKING},
        due | {"chat_id": -3, "message_id": 50},
        due | {"chat_id": TARAS, "audience": "reader", "lane": Lane.READER},
    )
    async with office.storage.writing() as tx:
        await tx.pace.occupy([(-2, NOON, GAP)])
    claimed = await office.worker().claiming.claim()
    slots = {row.chat_id: slot for row, slot in claimed}
    assert [*slots] == [-2, -1, -3, TARAS]
    assert {chat_id: row.next_at for chat_id, row in paces(office).items()} == {
        -2: NOON + 2 * GAP,  # it came early: the gaps add up
        **{chat_id: slots[chat_id] + GAP for chat_id in (-1, -3, TARAS)},
    }
    assert {chat_id: row.busy_with for chat_id, row in paces(office).items()} == {
        -1: first,
        -2: breaking,
        -3: None,
        TARAS: None,
    }


async def test_what_goes_before_readers_takes_the_first_slot_that_is_reserved_for_them(
    office: Office,
) -> None:
    """Their rows are claimed half a second ahead: a post does not wait until they have left."""
    pacer = Pacer(office.storage, office.clock, Rates(per_second=10))
    claiming = office.worker(pacer=pacer).claiming
    assert await claiming.claim(urgent=True) == ()
    async with office.storage.writing() as tx:
        slots = await pacer.take_slots(tx, 4)
    reserved = pacer.paces[Tariff.FREE].reserved
    reserved.extend(slots[1:])
    due = {"lease_until": None, "subject_id": SVIT}
    await put(
        office.storage,
        due | {"chat_id": TARAS, "audience": "reader", "lane": Lane.READER},
        due | {"chat_id": CHANNEL},
    )
    ((row, slot),) = await claiming.claim(urgent=True)
    assert (row.chat_id, slot) == (CHANNEL, slots[1])
    assert reserved[0] == slots[2]
    assert reserved[-1] > slots[3]
