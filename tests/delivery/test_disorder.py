"""Corrections and retractions that meet posts which are on their way, in doubt, or refused."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.delivery import State
from bot.domain.reasons import ReasonCode
from bot.domain.verdicts import MAX_ATTEMPTS
from tests.builders import CHANNEL, IHOR, TARAS, an_editor
from tests.clock import Clock
from tests.delivery.fickle import Fate
from tests.delivery.steps import LEAD, SETTLE, Steps

OPEN = (State.DUE, State.SENDING, State.UNKNOWN)
ATTEMPTS = MAX_ATTEMPTS + 1


@pytest.fixture
async def steps(app: App, clock: Clock) -> Steps:
    opened = Steps(app, clock)
    await opened.open()
    await opened.write_readers()
    return opened


async def with_all(steps: Steps) -> None:
    """The channel has its post, and then Тарас, as the text is known to be a good one."""
    for _ in range(2):
        await steps.turn()
        steps.pass_by(1)  # then every chat has rested
    assert steps.standing(CHANNEL)
    assert steps.standing(TARAS)


async def at_rest(steps: Steps) -> None:
    """Until nothing is owed any more."""
    for _ in range(60):
        await steps.turn()
        steps.pass_by(2)
        rows = steps.articles()
        if not any(row.state in OPEN for row in rows.values()):
            steps.pass_by(SETTLE.total_seconds())  # whatever was late has arrived
            return
    raise AssertionError(f"never at rest: {rows}")


async def test_a_lost_edit_that_arrives_late_does_not_overwrite_a_newer_one(steps: Steps) -> None:
    await with_all(steps)
    await steps.correct()
    steps.telegram.fate_of[CHANNEL] = Fate.LATE
    await steps.turn()
    await steps.correct()
    await at_rest(steps)
    assert steps.standing(CHANNEL) == {1: 3}


async def test_an_edit_that_a_killed_process_sent_does_not_come_after_the_next_one(
    steps: Steps,
) -> None:
    await with_all(steps)
    await steps.correct()
    await steps.take_in_hand()
    steps.telegram.fate_of[CHANNEL] = Fate.LATE
    while steps.prepared:
        await steps.show(0)
    await steps.die_and_start_again()
    await steps.correct()
    await at_rest(steps)
    assert steps.standing(CHANNEL) == {1: 3}


async def test_a_channel_does_not_wait_for_a_post_that_never_left_and_was_taken_back(
    steps: Steps,
) -> None:
    await steps.claim()
    await steps.die_and_start_again()
    await steps.retract()
    await at_rest(steps)
    assert steps.busy() == []


async def found_by_the_desk(steps: Steps, *, others: int) -> None:
    """A post of a protected channel that is corrected before the desk finds it."""
    steps.telegram.protected.add(CHANNEL)
    steps.telegram.fate_of[CHANNEL] = Fate.LOST_AFTER
    await steps.turn()
    for number in range(others):
        steps.telegram.post(CHANNEL, f"Допис людини №{number}")
    await steps.correct()
    steps.pass_by(SETTLE.total_seconds())
    await steps.turn()
    await steps.answer_the_desks_questions()


async def test_what_the_desk_finds_among_others_after_a_correction_is_to_be_changed_by_hand(
    steps: Steps,
) -> None:
    await found_by_the_desk(steps, others=1)
    row = steps.articles()[CHANNEL]
    assert (row.state, row.message_id, row.reason) == (
        State.SHOWN,
        None,
        ReasonCode.NUMBER_UNKNOWN,
    )


async def test_what_the_desk_finds_where_no_other_message_is_follows_the_correction(
    steps: Steps,
) -> None:
    await found_by_the_desk(steps, others=0)
    await at_rest(steps)
    assert steps.standing(CHANNEL) == {1: 2}


async def test_a_text_that_is_refused_after_its_correction_stops_nothing(steps: Steps) -> None:
    await with_all(steps)
    await steps.correct(readable=False)
    await steps.take_in_hand()
    await steps.correct()
    while steps.prepared:
        await steps.show(0)
    await steps.record()
    await at_rest(steps)
    assert steps.standing(CHANNEL) == {1: 3}
    assert list(steps.standing(TARAS).values()) == [3]


async def test_a_text_that_is_refused_after_its_retraction_does_not_keep_the_posts(
    steps: Steps,
) -> None:
    await with_all(steps)
    await steps.correct(readable=False)
    await steps.take_in_hand()
    await steps.retract()
    while steps.prepared:
        await steps.show(0)
    await steps.record()
    await at_rest(steps)
    assert steps.standing(CHANNEL) == steps.standing(TARAS) == {}
    assert {row.state for row in steps.articles().values()} == {State.WITHDRAWN}


async def test_what_was_given_up_in_doubt_and_is_sent_again_counts_as_perhaps_doubled(
    steps: Steps,
) -> None:
    await steps.turn()
    for _ in range(ATTEMPTS):
        steps.telegram.fate_of[TARAS] = Fate.LOST_AFTER
        await steps.turn()
        steps.pass_by(timedelta(minutes=5).total_seconds())
    assert steps.articles()[TARAS].state == State.FAILED
    await steps.replays.replay(steps.article_id, by=an_editor(IHOR))
    await at_rest(steps)
    row = steps.articles()[TARAS]
    assert (row.state, row.maybe_twice) == (State.SHOWN, True)


async def test_a_readers_post_that_may_have_arrived_before_a_retraction_is_called_so(
    steps: Steps,
) -> None:
    await steps.turn()
    steps.telegram.fate_of[TARAS] = Fate.LOST_AFTER
    await steps.turn()
    await steps.retract()
    await at_rest(steps)
    row = steps.articles()[TARAS]
    assert (row.state, row.reason) == (State.SKIPPED, ReasonCode.MAY_HAVE_ARRIVED)
    assert steps.telegram.copies(TARAS, LEAD) == 1
