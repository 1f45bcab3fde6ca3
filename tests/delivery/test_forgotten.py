"""A reader who had themselves forgotten while a message was on its way leaves no trace."""

import pytest

from bot.domain.delivery import Audience, Outcome, Shown, State, Unreachable
from storage.schema import metadata
from storage.storage import Storage
from tests import tables
from tests.builders import TARAS, a_reader, said
from tests.clock import Clock
from tests.delivery.test_outcomes import Desk

OTHER = TARAS + 1


def traces(storage: Storage, person: int) -> set[str]:
    """The tables in which a person's number stands, in whatever column."""
    return {
        table.name
        for table in metadata.sorted_tables
        for row in tables.mappings(storage, table)
        if any(value == person or str(person) in str(value) for value in row.values())
    }


@pytest.mark.parametrize(
    "outcome", [Shown(7, 1), Unreachable(said("bot was blocked"))], ids=["shown", "unreachable"]
)
async def test_what_was_in_hand_brings_nobody_back(
    storage: Storage, clock: Clock, outcome: Outcome
) -> None:
    desk = Desk(storage, clock)
    await a_reader(storage)
    await a_reader(storage, OTHER)
    his, other = await desk.enqueue([TARAS, OTHER], audience=Audience.READER)
    assert traces(storage, TARAS)
    async with storage.writing() as tx:
        await tx.personal.forget(TARAS, of_desk=False)
    assert traces(storage, TARAS) == set()

    for row in (his, other):
        desk.outcome_writer.put(row, outcome if row is his else Shown(8, 1))
        await desk.outcome_writer.flush()
    assert traces(storage, TARAS) == set()
    async with storage.reading() as tx:
        progress = await tx.totals.progress(his.subject_id)
    assert progress.readers == {State.SKIPPED: 1, State.SHOWN: 1}
