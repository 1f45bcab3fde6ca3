"""In a group only its administrators decide, and little of what is said there is answered."""

from typing import Any

import pytest
from aiogram.methods import GetChatAdministrators, SendMessage

from bot.domain.api_answers import Refusal
from bot.domain.channel import ChannelState
from bot.domain.errors import RefusedError
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.letter_buttons import BlockWriter
from bot.domain.people import Reader, ReaderState
from bot.domain.post import Button
from bot.domain.press import Press
from tests.handlers.house import EDITOR, OWNER, READER, STRANGER, House
from tests.handlers.telegram import BOT_ID, USERNAME, markup
from tests.handlers.test_channels import CHANNEL as GROUP
from tests.handlers.test_channels import changed, member
from tests.handlers.test_lateness import late
from tests.handlers.test_membership import restricted

ONLY = "Це вирішують лише адміністратори групи."
HELLO = "Рубрики обирають адміністратори групи"
SVIT = 1
PRESSES = (
    ShowGroupTopics(),
    GroupFollow(SVIT, on=True),
    GroupFollow(SVIT, on=False),
    SwitchGroup(on=False),
    SwitchGroup(on=True),
    GroupSpeak("en"),
    ForgetGroup(sure=False),
    ForgetGroup(sure=True),
)
CHAT = {"id": GROUP, "type": "supergroup", "title": "Читаємо разом"}


@pytest.fixture(autouse=True)
def run_by_the_reader(house: House) -> None:
    house.telegram.administrators = [READER]


async def say(house: House, user_id: int, text: str, **more: Any) -> None:
    await house.send(user_id, chat=CHAT, text=text, **more)


async def press(house: House, user_id: int, button: Press) -> None:
    await house.press(user_id, button, message=house.message(user_id, chat=CHAT, text="…"))


async def group(house: House) -> Reader | None:
    async with house.storage.reading() as tx:
        return await tx.people.reader(GROUP)


async def test_only_administrators_press_and_others_are_told(house: House) -> None:
    for button in PRESSES:
        await press(house, STRANGER, button)
    assert set(house.telegram.pop_ups) == {ONLY}
    assert await group(house) is None
    assert len(house.telegram.of(GetChatAdministrators)) == 1  # and known for a moment


async def test_what_an_administrator_presses_is_done_and_can_be_undone(house: House) -> None:
    await press(house, READER, GroupFollow(SVIT, on=True))
    assert (await house.recognition.person(GROUP)).follows == {SVIT}
    await press(house, READER, SwitchGroup(on=False))
    known = await group(house)
    assert known
    assert known.state is ReaderState.STOPPED
    await press(house, READER, GroupSpeak("en"))
    await press(house, READER, SwitchGroup(on=True))
    assert "administrators" in house.telegram.edits[-1].lower()
    await press(house, READER, ForgetGroup(sure=False))
    assert (await house.recognition.person(GROUP)).follows == {SVIT}
    await press(house, READER, ForgetGroup(sure=True))
    assert await group(house) is None


async def test_a_group_is_spoken_to_in_the_language_that_an_administrator_names(
    house: House,
) -> None:
    await say(house, STRANGER, "/language en")
    assert house.telegram.said[-1] == ONLY
    await say(house, READER, "/language en")
    assert "sections" in house.telegram.said[-1]
    assert (await house.recognition.person(GROUP)).language == "en"
    await say(house, READER, "/language")
    assert "sections" in house.telegram.said[-1]
    await say(house, READER, "/language українська")
    assert "рубрики" in house.telegram.said[-1]


async def test_the_first_press_has_the_text_in_the_language_of_the_buttons(house: House) -> None:
    """By whose client the page came in another one than whoever presses has chosen."""
    await press(house, READER, GroupFollow(SVIT, on=True))
    assert "Обрані рубрики" in house.telegram.edits[-1]
    seen = len(house.telegram.edits)
    await press(house, READER, GroupFollow(2, on=True))
    assert len(house.telegram.edits) == seen, "from then on the buttons alone change"


async def test_a_groups_button_does_nothing_in_private_nor_where_the_desk_decides(
    house: House,
) -> None:
    for button in PRESSES:
        await house.press(READER, button)
    assert {text for text in house.telegram.pop_ups if text} == {
        "Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."
    }
    await press(house, READER, GroupFollow(SVIT, on=True))
    await changed(house, member("member"), by=OWNER, kind="supergroup")
    house.telegram.forget()
    await press(house, READER, GroupFollow(2, on=True))
    assert "вирішує редакція" in (house.telegram.pop_ups[0] or "")
    await say(house, READER, "/topics")
    assert house.telegram.said == []
    known = await group(house)
    assert known
    assert known.state is ReaderState.STOPPED


@pytest.mark.parametrize("text", ["/search порт", f"/follow@{USERNAME} Харків", "/archive"])
async def test_what_a_group_cannot_do_an_administrator_is_told_and_nobody_else(
    house: House, text: str
) -> None:
    await say(house, STRANGER, text)
    command, _, words = text.partition(" ")
    await say(house, READER, f"{command.partition('@')[0]}@other_bot {words}")
    assert house.telegram.said == []
    await say(house, READER, text)
    await say(house, STRANGER, text, sender_chat=CHAT)
    assert [f"@{USERNAME}" in said for said in house.telegram.said] == [True] * 2


async def test_a_group_that_was_stopped_is_promised_no_news_until_they_are_switched_on(
    house: House,
) -> None:
    stopped = "новини зупинено"
    await press(house, READER, GroupFollow(SVIT, on=True))
    await say(house, STRANGER, "/start")
    assert stopped not in house.telegram.said[-1]
    await say(house, READER, "/stop")
    await say(house, STRANGER, "/start")
    assert stopped in house.telegram.said[-1]


@pytest.mark.parametrize("text", ["/topics", f"/topics@{USERNAME}", "/stop", "/forget"])
async def test_a_command_is_an_administrators_also_where_they_are_hidden(
    house: House, text: str
) -> None:
    await say(house, STRANGER, text)
    await say(house, STRANGER, text, sender_chat={"id": -9, "type": "channel", "title": "Інше"})
    assert house.telegram.said == [ONLY] * 2
    await say(house, READER, text)
    await say(house, STRANGER, text, sender_chat=CHAT)
    assert ONLY not in house.telegram.said[2:]
    assert len(house.telegram.said) == 4


@pytest.mark.parametrize(
    "text", ["Що нового?", "/latest@another_bot", "/drafts", "/help@another_bot", "/blah"]
)
async def test_what_makes_no_sense_in_a_group_is_not_answered(house: House, text: str) -> None:
    for user_id in (READER, STRANGER, OWNER):
        await say(house, user_id, text)
    assert not house.telegram.requests


async def test_a_post_that_a_linked_channel_brings_is_nobodys_command(house: House) -> None:
    channel = {"id": -9, "type": "channel", "title": "Світ"}
    await say(house, READER, "/stop", sender_chat=channel, is_automatic_forward=True)
    await say(house, READER, "/topics", sender_chat=CHAT, is_automatic_forward=True)
    assert not house.telegram.requests


async def test_an_answer_to_a_letter_as_the_group_is_asked_whose_it_is(house: House) -> None:
    notice = {
        "message_id": 5,
        "date": 0,
        "chat": CHAT,
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Вісник"},
        "text": "Лист",
        "reply_markup": markup(((Button("…", press=BlockWriter(7, on=True)),),)).model_dump(),
    }
    await say(house, STRANGER, "Дякуємо", sender_chat=CHAT, reply_to_message=notice)
    (asked,) = house.telegram.of(SendMessage)
    assert (asked.chat_id, "від імені групи" in asked.text) == (GROUP, True)
    await say(house, STRANGER, "Я теж так думаю", reply_to_message=notice)
    assert len(house.telegram.requests) == 1


async def test_where_telegram_names_no_administrators_nobody_decides(house: House) -> None:
    house.telegram.refusals[GetChatAdministrators] = Refusal(400, "Bad Request")
    await press(house, READER, GroupFollow(SVIT, on=True))
    await say(house, READER, "/topics")
    assert "Telegram не каже" in (house.telegram.pop_ups[0] or "")
    assert "Telegram не каже" in house.telegram.said[0]
    assert await group(house) is None


async def test_in_a_thread_the_answer_stands_in_the_thread(house: House) -> None:
    await say(house, READER, "/topics", message_thread_id=7, is_topic_message=True)
    (answer,) = house.telegram.of(SendMessage)
    assert answer.message_thread_id == 7


@pytest.mark.parametrize(
    ("by", "state", "greeted"),
    [(OWNER, ChannelState.ACTIVE, 0), (EDITOR, ChannelState.OFFERED, 1), (STRANGER, None, 1)],
)
async def test_a_group_is_the_newsrooms_if_it_is_one_of_the_desk_who_brings_the_bot(
    house: House, by: int, state: ChannelState | None, greeted: int
) -> None:
    await changed(house, member("member"), by=by, kind="supergroup")
    if state:
        known = await house.channels.channel(GROUP)
        assert (known.state, known.is_group) == (state, True)
    else:
        with pytest.raises(RefusedError, match="channel_unknown"):
            await house.channels.channel(GROUP)
    assert len([text for text in house.telegram.said if HELLO in text]) == greeted


async def test_a_group_that_could_not_be_written_to_is_switched_on_by_its_administrators(
    house: House,
) -> None:
    await press(house, READER, GroupFollow(SVIT, on=True))
    for button in (GroupFollow(2, on=True), SwitchGroup(on=True)):
        async with house.storage.writing() as tx:
            await tx.people.set_reader_state(GROUP, ReaderState.BLOCKED)
        house.telegram.forget()
        await say(house, READER, "/topics")
        assert "Зараз я нічого сюди не надсилаю" in house.telegram.said[0]
        await press(house, READER, GroupFollow(SVIT, on=False))
        known = await group(house)
        assert known
        assert known.state is ReaderState.BLOCKED
        await press(house, READER, button)
        known = await group(house)
        assert known
        assert known.state is ReaderState.ACTIVE
        if button == GroupFollow(2, on=True):
            assert "приходитимуть сюди" in (house.telegram.pop_ups[-1] or "")


async def test_a_group_is_forgotten_however_late_somebody_of_the_desk_says_so(
    house: House,
) -> None:
    house.telegram.administrators = [EDITOR]
    await press(house, EDITOR, GroupFollow(SVIT, on=True))
    async with late():
        await press(house, EDITOR, ForgetGroup(sure=True))
    assert await group(house) is None


async def test_where_the_bot_may_not_write_nothing_is_owed_until_it_may(house: House) -> None:
    await press(house, READER, GroupFollow(SVIT, on=True))
    house.telegram.forget()
    for now, state in (
        (restricted(is_member=True, may_write=False), ReaderState.BLOCKED),
        (member("member"), ReaderState.ACTIVE),
        (member("kicked", until_date=0), ReaderState.BLOCKED),
    ):
        await changed(house, now, by=READER, kind="supergroup")
        known = await group(house)
        assert known
        assert known.state is state
