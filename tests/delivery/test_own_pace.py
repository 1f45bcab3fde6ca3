"""How far ahead a pace is reserved, and who takes which slot of it."""

from datetime import timedelta

import pytest

from bot.delivery.own_pace import OwnPace
from bot.domain.rate import Rate
from tests.clock import NOON

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("per_second", "spell"), [(1, 0.5), (29, 0.5), (64, 0.25), (160, 0.1), (1000, 0.1)]
)
def test_a_spell_is_the_time_of_some_messages_but_never_long(
    per_second: float, spell: float
) -> None:
    assert OwnPace(Rate(per_second)).spell == timedelta(seconds=spell)


def test_where_others_reply_a_spell_is_the_same_at_any_pace() -> None:
    """Their replies wait behind our slots, and a claim of ours until they have written."""
    slow, fast = (
        OwnPace(Rate(per_second), among_others=True, others_reply=True)
        for per_second in (29, 1000)
    )
    assert slow.spell == fast.spell == SECOND * 0.3
    assert (slow.patience, fast.patience) == (SECOND * 0.5, SECOND * 0.1)


@pytest.mark.parametrize(("per_second", "spell"), [(29, 0.5), (64, 0.3), (1000, 0.3)])
def test_among_others_that_do_not_reply_a_claim_has_time_to_wait(
    per_second: float, spell: float
) -> None:
    assert OwnPace(Rate(per_second), among_others=True).spell == timedelta(seconds=spell)


def test_one_process_reserves_in_time_and_the_others_where_it_is_late() -> None:
    pace = OwnPace(Rate(1000), among_others=True)
    assert pace.may_reserve_at(NOON, leads=True) == NOON - SECOND * 0.15
    assert pace.may_reserve_at(NOON, leads=False) == NOON - SECOND * 0.075


def test_whoever_comes_before_readers_takes_their_first_slot_and_gives_its_own() -> None:
    pace = OwnPace(Rate(1))
    assert pace.in_front(NOON) == NOON
    pace.reserved.extend((NOON + SECOND, NOON + 2 * SECOND))
    assert pace.in_front(NOON) == NOON
    assert pace.in_front(NOON + 3 * SECOND) == NOON + SECOND
    assert [*pace.reserved] == [NOON + 2 * SECOND, NOON + 3 * SECOND]
