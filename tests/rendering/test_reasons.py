"""Why something did not reach a chat, in the words of whoever reads it."""

import pytest

from bot.rendering import LANGUAGES
from bot.rendering.reasons import CAUSES, cause_of
from tests.rendering.examples import renderer
from tests.rendering.test_templates import templates

CODES = [code for code, _ in CAUSES]


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot was kicked from the channel chat", "removed"),
        ("Forbidden: bot is not a member of the channel chat", "removed"),
        ("the bot was removed from the channel", "removed"),
        ("Bad Request: not enough rights to send text messages to the chat", "rights"),
        ("Bad Request: need administrator rights in the channel chat", "rights"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", "rights"),
        ("Bad Request: message to edit not found", "deleted"),
        ("Bad Request: MESSAGE_ID_INVALID", "deleted"),
        ("not written down: OverflowError", "not_recorded"),
        ("stopped by the desk", "stopped"),
        ("removed by hand", "by_hand"),
        ("Bad Request: message can't be edited", "not_editable"),
        ("Bad Request: the message can't be forwarded", "not_forwarded"),
        ("Bad Request: chat not found", "chat_unknown"),
        ("Forbidden: the group chat was deleted", "chat_gone"),
        ("Forbidden: bot can't initiate conversation with a user", "never_started"),
        ("may have arrived: TimeoutError", "maybe"),
        ("retracted", "retracted"),
        ("nothing is owed any more", "not_owed"),
        ("moved to -1001234567890", "moved"),
        ("Bad Request: message is too long", "too_long"),
        ("no desk chat to look from", "no_desk_chat"),
        ("the article as it was sent is not known", "sent_text_unknown"),
        ("the channel's earlier posts are not known", "earlier_posts_unknown"),
        ("300 messages looked at, and none is the post", "looked_at_many"),
        ("ServerDisconnectedError", "no_answer"),
        ("HTTP 502 without a readable answer", "no_answer"),
        ("Bad Request: TOPIC_CLOSED", None),
        ("", None),
        (None, None),
    ],
)
def test_a_reason_is_known_by_what_it_says(said: str | None, cause: str | None) -> None:
    assert cause_of(said) == cause


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_cause_has_words(code: str, language: str) -> None:
    said = renderer().reason(dict(CAUSES)[code][0], language, 100)
    assert said[0] not in "«“"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_kept_for_causes_that_there_are_not(language: str) -> None:
    assert templates(language)["reasons.txt.j2"].count('": "') == len(CODES)


def test_telegrams_own_words_stay_in_quotes_and_within_the_limit() -> None:
    pages = renderer()
    assert pages.reason("Bad Request: TOPIC_CLOSED", "uk", 100) == "«Bad Request: TOPIC_CLOSED»"
    assert pages.reason("Bad Request: TOPIC_CLOSED", "en", 100) == "“Bad Request: TOPIC_CLOSED”"
    assert len(pages.reason("довгі слова " * 99, "uk", 80)) <= 82


@pytest.mark.parametrize("nothing", [None, "", "\u200b "])
def test_a_reason_that_was_not_given_is_no_empty_pair_of_quotes(nothing: str | None) -> None:
    assert renderer().reason(nothing, "uk", 100) == "причину не названо"
