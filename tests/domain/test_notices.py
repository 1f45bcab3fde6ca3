"""What the desk is told is stored under its class's name."""

import pytest

from bot.domain.card_notices import QuestionEnded
from bot.domain.notice import NOTICES, Notice, kind_of
from bot.domain.notices import FeedOffered, PaidEnded, PostRejected
from tests.builders import CHANNEL, said

STORED = """
    publication_wanted publication_wished publication_denied
    paste_refused article_retracted new_editor channel_added channel_offered channel_offers
    channel_unsteady channel_rights_lost channel_rights_back channel_left channel_cannot_post
    channels_lost post_rejected cannot_tell still_stands edited_by_hand not_recorded cannot_pin
    posts_elsewhere copy_left picture_missing picture_left
    picture_replaced files_gave_way wish_lapsed
    readers_unreached paid_ended halted halt_over clock_set_back job_fails webhook_fails
    desk_chat_lost update_set_aside feed_offered feed_not_read feed_known feed_broken feed_works
    section_withdrawn restored feed_flood card_moved question_ended own_words_offered file_offered
    channel_silent channel_speaks posts_stuck posts_move template_fails template_works
    form_moved letter_arrived answer_in_doubt not_published schedule_missed section_changed
    words_taken section_needs_two report_moved
"""


def test_what_is_stored_is_known_again() -> None:
    """Another name asks for a migration."""
    assert sorted(NOTICES) == sorted(STORED.split())
    assert all(kind_of(notice) == kind for kind, notice in NOTICES.items())


@pytest.mark.parametrize(
    ("notice", "unsaid"),
    [
        (PostRejected(7, CHANNEL, 12, "Міст", "Світ", said("")), {"everywhere": False}),
        (FeedOffered(1, "https://a.example", None, None, 0, (), ()), {"more": 0}),
        (PaidEnded(12, "Міст", said("")), {"has": None, "needs": None}),
        (QuestionEnded("link", "answered", "Міст"), {"article_id": None}),
    ],
)
def test_what_a_notice_does_not_say_is_nothing(notice: Notice, unsaid: dict[str, object]) -> None:
    assert {name: getattr(notice, name) for name in unsaid} == unsaid
