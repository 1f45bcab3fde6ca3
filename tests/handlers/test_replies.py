"""How an answer looks on its way to a person: over a button, as a message, in place."""

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
)
from aiogram.types import CallbackQuery

from bot.domain.api_answers import Refusal
from bot.domain.archive_buttons import ShowArchive
from bot.domain.buttons import Publish
from bot.rendering import Renderer
from bot.rendering.channel_pages import ChannelDeclined
from bot.rendering.reader_pages import FollowSet, Outdated, ReaderHelp, Stopped
from handlers.replies import Reply
from tests.builders import a_section
from tests.handlers.clock import NOW
from tests.handlers.house import EDITOR, READER, House

FOLLOWS = FollowSet(section=a_section(), on=True)


def a_reply(house: House, press: CallbackQuery | None = None, language: str = "uk") -> Reply:
    return Reply(house.sender, house.pages, chat_id=READER, language=language, press=press)


def a_press(house: House, **other: Any) -> CallbackQuery:
    known = {"id": "7", "from": house.person(READER), "chat_instance": "1", "data": "x"}
    message = house.message(READER, text="…", message_id=77)
    return CallbackQuery.model_validate(known | {"message": message} | other)


async def test_a_notice_is_told_over_a_button_that_waits_and_else_as_a_message(
    house: House,
) -> None:
    reply = a_reply(house, a_press(house))
    await reply.tell(FOLLOWS)
    await reply.tell(FOLLOWS)
    (over,), (below,) = house.telegram.of(AnswerCallbackQuery), house.telegram.of(SendMessage)
    assert (over.callback_query_id, over.show_alert) == ("7", True)
    assert below.chat_id == READER
    assert over.text == below.text == "🔔 Ви стежите за темою «Світ»."


async def test_a_notice_that_telegram_takes_over_no_button_any_more_is_a_message(
    house: House,
) -> None:
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    house.telegram.refusals[AnswerCallbackQuery] = Refusal(400, words)
    await a_reply(house, a_press(house)).tell(FOLLOWS)
    await a_reply(house, a_press(house)).pop_up(FOLLOWS)  # what the message shows as well
    (below,) = house.telegram.of(SendMessage)
    assert below.text == "🔔 Ви стежите за темою «Світ»."


@pytest.mark.parametrize("alert", [True, False])
async def test_a_button_is_answered_once_and_an_alert_only_where_it_is_asked_for(
    house: House, *, alert: bool
) -> None:
    reply = a_reply(house, a_press(house))
    assert (reply.owes_pop_up, reply.has_popped_up) == (True, False)
    await reply.pop_up(FOLLOWS, alert=alert)
    assert (reply.owes_pop_up, reply.has_popped_up) == (False, True)
    await reply.pop_up()
    (answer,) = house.telegram.of(AnswerCallbackQuery)
    assert answer.show_alert is (True if alert else None)


async def test_without_a_button_there_is_nothing_over_it_and_nothing_to_change(
    house: House,
) -> None:
    reply = a_reply(house)
    assert (reply.owes_pop_up, reply.has_popped_up) == (False, False)
    await reply.pop_up(FOLLOWS)
    await reply.show(Stopped())
    await reply.show_keyboard(())
    assert not house.telegram.requests
    reply = a_reply(house, a_press(house, message=None))
    await reply.show(Stopped())
    await reply.show_keyboard(())
    assert not house.telegram.requests


async def test_a_question_keeps_its_words_and_says_how_it_ended_if_there_is_room(
    house: House,
) -> None:
    for text, edited in (("Надіслати <все>?", True), ("х" * 4_080, False)):
        house.telegram.forget()
        press = a_press(house, message=house.message(READER, text=text))
        await a_reply(house, press).settle(FOLLOWS)
        edits = house.telegram.of(EditMessageText)
        assert len(edits) == edited
        assert all(
            (e.text or "").startswith("Надіслати &lt;все&gt;?\n\n🔔 Ви стежите") for e in edits
        )
        assert all(not e.reply_markup for e in edits)
        assert len(house.telegram.of(EditMessageReplyMarkup)) == (not edited)
        assert house.telegram.pop_ups == ["🔔 Ви стежите за темою «Світ»."]


async def test_what_is_shown_in_place_changes_the_very_message_of_the_button(
    house: House,
) -> None:
    reply = a_reply(house, a_press(house))
    await reply.show(Stopped())
    await reply.show_keyboard(())
    (text,) = house.telegram.of(EditMessageText)
    (buttons,) = house.telegram.of(EditMessageReplyMarkup)
    assert (text.chat_id, text.message_id) == (READER, 77)
    assert (buttons.chat_id, buttons.message_id, buttons.reply_markup) == (READER, 77, None)


async def test_signs_of_html_are_plain_text_in_a_message_and_in_a_pop_up(house: House) -> None:
    page = ChannelDeclined(title='<b>"Світ" & ми')
    await a_reply(house).tell(page)
    await a_reply(house, a_press(house)).tell(page)
    (below,), (over,) = house.telegram.of(SendMessage), house.telegram.of(AnswerCallbackQuery)
    assert '«&lt;b&gt;"Світ" &amp; ми»' in below.text
    assert '«<b>"Світ" & ми»' in (over.text or "")


@pytest.mark.parametrize(("length", "shown"), [(199, 199), (200, 200), (201, 200), (900, 200)])
async def test_a_pop_up_is_never_longer_than_telegram_takes(
    house: House, tmp_path: Path, length: int, shown: int
) -> None:
    """The operators' own words may be of any length."""
    (tmp_path / "uk" / "readers").mkdir(parents=True)
    (tmp_path / "uk" / "readers" / "outdated.txt.j2").write_text("я" * length, "utf-8")
    pages = Renderer(UTC, lambda: NOW, overlay=tmp_path)
    reply = Reply(house.sender, pages, chat_id=READER, language="uk", press=a_press(house))
    await reply.pop_up(Outdated())
    (answer,) = house.telegram.of(AnswerCallbackQuery)
    assert len(answer.text or "") == shown


async def test_a_reply_speaks_the_language_that_was_found_out_meanwhile(house: House) -> None:
    reply = a_reply(house)
    await reply.say(ReaderHelp())
    reply.language = "en"
    assert await reply.say(ReaderHelp()) == 500
    ukrainian, english = house.telegram.said
    assert ukrainian != english


@pytest.mark.parametrize("user_id", [EDITOR, READER])
async def test_the_chosen_language_wins_over_the_one_of_the_app(
    house: House, user_id: int
) -> None:
    await house.write(READER, "/start")
    house.telegram.forget()
    for code in ("uk", "en"):
        house.language_code = code
        await house.write(user_id, "/help")
        await house.press(user_id, ShowArchive())
        await house.press(user_id, Publish(404, breaking=False))
    assert len(set(house.telegram.said)) == len(set(house.telegram.edits)) == 1
    assert len(set(house.telegram.pop_ups)) == 2


async def test_somebody_new_is_answered_in_the_language_of_their_app(house: House) -> None:
    for code in ("uk", "en", None):
        house.language_code = code
        await house.write(READER, "/help")
    ukrainian, english, unsaid = house.telegram.said
    assert ukrainian == unsaid != english
