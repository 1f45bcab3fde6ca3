"""Threads of a group with topics: where posts are meant to go, and where they go now."""

import pytest

from bot.domain.forum import GENERAL, Sighting, Thread, Threads, ThreadState, as_seen

CLOSED, GONE, OPEN = ThreadState.CLOSED, ThreadState.GONE, ThreadState.OPEN


@pytest.mark.parametrize(
    ("meant", "states", "goes_to"),
    [
        (5, {5: OPEN}, 5),
        (5, {}, 5),  # one that nobody has told of is tried
        (5, {5: CLOSED, 7: OPEN}, 7),
        (5, {5: GONE, 7: CLOSED}, GENERAL),
        (7, {7: GONE}, GENERAL),
        (GENERAL, {}, GENERAL),
    ],
)
def test_a_post_goes_to_its_thread_or_to_the_rests_or_to_general(
    meant: int, states: dict[int, ThreadState], goes_to: int
) -> None:
    known = {number: Thread(number, None, state) for number, state in states.items()}
    assert Threads(rest=7).open_for(meant, known) == goes_to


@pytest.mark.parametrize(
    ("known", "seen", "now"),
    [
        (None, Sighting(5, "Світ"), Thread(5, "Світ")),
        (None, Sighting(5), Thread(5, None)),
        (None, Sighting(), None),
        (Thread(5, "Світ"), Sighting(5), None),
        # What it was opened with says nothing of what it is called now.
        (Thread(5, "Світ і ми"), Sighting(5, "Світ"), None),
        (Thread(5, None), Sighting(5, "Світ"), Thread(5, "Світ")),
        (Thread(5, "Світ"), Sighting(5, "Ми", is_news=True), Thread(5, "Ми")),
        # Others write in a closed one, who may; the bot still may not.
        (Thread(5, "Світ", CLOSED), Sighting(5), None),
        (Thread(5, "Світ", CLOSED), Sighting(5, reopened=True), Thread(5, "Світ")),
        # Topics were switched off, and on again.
        (Thread(5, "Світ", GONE), Sighting(5), Thread(5, "Світ")),
    ],
)
def test_what_a_message_tells_of_its_thread(
    known: Thread | None, seen: Sighting, now: Thread | None
) -> None:
    assert as_seen(known, seen) == now
