"""How far a publication has come, and when it is over."""

import pytest

from bot.domain.delivery import State
from bot.domain.progress import ChannelProgress, Progress
from tests.builders import CHANNEL


def a_post(state: State = State.SHOWN, **fields: object) -> ChannelProgress:
    given = {"chat_id": CHANNEL, "title": "Світ", "username": None} | fields
    return ChannelProgress(state=state, **given)  # type: ignore[arg-type]


def test_the_sums_are_of_channels_and_readers_apart() -> None:
    progress = Progress(
        channels=(a_post(), a_post(State.FAILED), a_post()),
        readers={State.SHOWN: 40, State.FAILED: 2, State.DUE: 8},
    )
    assert progress.channels_shown == 2
    assert progress.readers_shown == 40
    assert progress.reader_total == 50


def test_an_article_without_readers_counts_none() -> None:
    assert Progress().readers_shown == 0
    assert Progress().reader_total == 0
    assert Progress().is_final


def test_of_an_article_that_was_never_sent_every_sum_is_nothing() -> None:
    sums = Progress()
    assert (sums.maybe_twice, sums.untracked, sums.replayable, sums.standing) == (0, 0, 0, 0)
    assert (sums.readers_wait, sums.counting) == (False, False)
    assert (a_post().revision, a_post().to_pin) == (0, False)


@pytest.mark.parametrize("state", list(State))
def test_a_publication_is_over_when_nothing_of_it_is_open(state: State) -> None:
    over = state in (State.SHOWN, State.FAILED, State.WITHDRAWN, State.SKIPPED)
    assert Progress(channels=(a_post(state),)).is_final is over
    assert Progress(readers={State.SHOWN: 3, state: 1}).is_final is over
    assert Progress(readers={State.SHOWN: 3, state: 0}).is_final


def test_a_publication_is_not_over_while_its_readers_are_being_counted() -> None:
    assert not Progress(channels=(a_post(),), counting=True).is_final


def test_a_post_is_linked_to_where_people_can_open_it() -> None:
    assert a_post(message_id=15, username="svit_news").post_link == "https://t.me/svit_news/15"
    assert a_post(message_id=15).post_link == "https://t.me/c/1000000001/15"
    assert a_post(message_id=None, username="svit_news").post_link is None
