"""What a delivery and its outcomes are until they say something else."""

from bot.domain.delivery import Audience, Delivery, GivenUp, Kind, Lane, Retry, Shown
from tests.builders import CHANNEL, said
from tests.clock import NOON


def test_a_row_has_shown_and_sent_nothing_until_it_says_so() -> None:
    row = Delivery(7, Kind.ARTICLE, 12, CHANNEL, Audience.CHANNEL, Lane.CHANNEL, attempts=1)
    assert (row.revision, row.unknown, row.to_pin, row.paid) == (0, False, False, False)
    assert not Shown(5, 1).by_hand
    assert Retry(NOON, said("")).counts
    assert not GivenUp(said("")).in_doubt


def test_lanes_are_kept_by_number_and_a_lower_one_goes_first() -> None:
    assert {lane.name: lane.value for lane in Lane} == {
        "REPLY": 0,
        "BREAKING": 1,
        "PAID": 2,
        "CHANNEL": 3,
        "BREAKING_READER": 4,
        "READER": 5,
        "DIGEST": 6,
    }
