"""The kill test's short form: three kills, one of them of the real bot."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.forks import command
from tests.kill.plan import Moment, Plan
from tests.kill.run import run
from tests.kill.victim import ahead, alone
from tests.postgres import Machine

_NO_LEASE = 150  # seconds for the rest: nothing waits until a lease of five minutes runs out
_SEED = 20230512  # its third kill falls among the readers
_PLAN = Plan(
    seed=_SEED,
    kills=3,
    readers=1000,
    channels=4,
    rate=400,
    articles=2,
    chunk=200,
    looks=1000,
    victims=(alone, command("run"), alone, alone),
)


async def test_after_three_kills_nothing_is_lost_or_outdated_and_every_doubt_is_recorded(
    tmp_path: Path,
) -> None:
    verdict = await run(_PLAN, tmp_path, say=print)
    print(verdict.table())
    assert not verdict.faults(), verdict.report()
    moments = [moment for moment, _ in verdict.killed]
    assert moments == [Moment.IN_FAN_OUT, Moment.IN_CHANNELS, Moment.IN_READERS]
    assert verdict.in_hand.readers
    assert (verdict.corrections, verdict.retractions) == (1, 1)


@pytest.mark.timeout(300)
async def test_of_three_processes_on_one_database_each_may_die_or_sleep_or_lose_it(
    tmp_path: Path, machine: Machine
) -> None:
    plan = replace(_PLAN, victims=(alone, command("run"), ahead), replicas=3, pauses=1, restarts=1)
    verdict = await run(plan, tmp_path, say=print, patience=_NO_LEASE, machine=machine)
    print(verdict.table())
    assert not verdict.faults(), verdict.report()
    assert (verdict.corrections, verdict.retractions) == (1, 1)
