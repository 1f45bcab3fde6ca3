"""A server that is older than aiogram's types is understood all the same."""

import pytest
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, Update
from pydantic import ValidationError

from bot.domain.people import BotIdentity
from handlers.lenient import completed, read_update
from handlers.named_bot import NamedBot
from tests.handlers.house import House

PERSON = {"id": 1001, "is_bot": False, "first_name": "Олена"}
A_BOT = NamedBot(BotIdentity(7, "vistnyk_test_bot"))
BOT = {"id": 7, "is_bot": True, "first_name": "Вісник"}


def promoted(**rights: bool) -> dict[str, object]:
    return {
        "update_id": 1,
        "my_chat_member": {
            "chat": {"id": -100, "type": "channel", "title": "Світ"},
            "from": PERSON,
            "date": 1,
            "old_chat_member": {"status": "left", "user": BOT},
            "new_chat_member": {"status": "administrator", "user": BOT, **rights},
        },
    }


def test_a_promotion_that_names_only_the_right_to_post_is_understood() -> None:
    update = Update.model_validate(completed(promoted(can_post_messages=True)))
    assert update.my_chat_member
    member = update.my_chat_member.new_chat_member
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_post_messages is True
    assert member.can_delete_messages is False


def test_a_press_without_a_chat_instance_is_understood() -> None:
    press = {"id": "1", "from": PERSON, "data": "topics"}
    update = Update.model_validate(completed({"update_id": 1, "callback_query": press}))
    assert update.callback_query
    assert update.callback_query.data == "topics"


@pytest.mark.parametrize("odd", [{"update_id": 1, "my_chat_member": None}, {"update_id": 2}])
def test_what_is_no_such_update_is_left_as_it_is(odd: dict[str, object]) -> None:
    assert completed(odd) == odd


@pytest.mark.parametrize("text", ["/start", "Привіт"])
async def test_a_message_that_names_nobody_is_answered_to_nobody(house: House, text: str) -> None:
    chat = {"id": 2001, "type": "private", "first_name": "Тарас"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": text}
    await house.feed(message=message)
    assert not house.telegram.requests


def test_a_status_that_is_no_word_is_left_to_be_refused() -> None:
    odd = {"update_id": 1, "my_chat_member": {"new_chat_member": {"status": ["administrator"]}}}
    assert completed(odd) == odd


def a_change(**members: object) -> dict[str, object]:
    return {"update_id": 1, "chat_member": {"chat": {"id": -100}, "date": 1} | members}


@pytest.mark.parametrize("kind", ["my_chat_member", "chat_member"])
def test_what_a_server_leaves_out_of_a_member_is_a_right_that_is_not_given(kind: str) -> None:
    member = {"status": "restricted", "user": BOT, "is_member": True}
    change = promoted()["my_chat_member"]
    assert isinstance(change, dict)
    update = Update.model_validate(
        completed({"update_id": 1, kind: change | {"new_chat_member": member}})
    )
    event = update.my_chat_member or update.chat_member
    assert event
    restricted = event.new_chat_member
    assert isinstance(restricted, ChatMemberRestricted)
    assert (restricted.is_member, restricted.can_send_messages) == (True, False)
    assert int(restricted.until_date.timestamp()) == 0


@pytest.mark.parametrize(
    "members",
    [
        {"new_chat_member": {"status": "member", "user": BOT}},
        {"new_chat_member": "administrator"},
        {"new_chat_member": None},
        {"administrator": {"status": "administrator"}},
    ],
)
def test_other_members_are_left_as_they_are(members: dict[str, object]) -> None:
    assert completed(a_change(**members)) == a_change(**members)


def test_what_the_server_says_holds_and_a_member_without_a_user_gets_none() -> None:
    """A right that is given stays given; who it is about cannot be filled in."""
    member = {"status": "administrator", "can_delete_messages": True}
    (change,) = [
        value
        for key, value in completed(a_change(old_chat_member=member)).items()
        if key == "chat_member"
    ]
    whole = change["old_chat_member"]
    assert whole["can_delete_messages"] is True
    assert whole["can_be_edited"] is False
    assert "user" not in whole


def test_a_press_keeps_the_chat_instance_that_it_has() -> None:
    press = {"id": "1", "from": PERSON, "data": "topics", "chat_instance": "5"}
    whole = {"update_id": 1, "callback_query": press}
    assert completed(whole) == whole
    assert completed({"update_id": 1, "callback_query": "x"})["callback_query"] == "x"


def told(kind: str = "message", **content: object) -> dict[str, object]:
    chat = {"id": 2001, "type": "private", "first_name": "Тарас"}
    return {"update_id": 1, kind: {"message_id": 1, "date": 1, "chat": chat, **content}}


OLD_POLL = {"id": "1", "question": "Коли?", "options": [{"text": "Зараз", "voter_count": 0}]}


@pytest.mark.parametrize("kind", ["message", "channel_post"])
def test_a_poll_of_an_older_server_is_left_out_of_its_message(kind: str) -> None:
    given = told(kind, poll=OLD_POLL, caption="Опитування")
    update = read_update(given, A_BOT)
    message = update.message or update.channel_post
    assert message
    assert (message.poll, message.caption) == (None, "Опитування")
    assert given == told(kind, poll=OLD_POLL, caption="Опитування")


def test_an_answer_to_such_a_poll_is_still_an_answer() -> None:
    poll = told(poll=OLD_POLL)["message"]
    update = read_update(told(text="Завтра", reply_to_message=poll), A_BOT)
    assert update.message
    assert update.message.text == "Завтра"
    assert update.message.reply_to_message
    assert update.message.reply_to_message.message_id == 1


@pytest.mark.parametrize(
    "odd", [told(chat={"id": 1}), told(chat=None), {"update_id": 1, "message": 7}, {"message": {}}]
)
def test_a_message_of_nowhere_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read_update(odd, A_BOT)
