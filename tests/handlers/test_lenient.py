"""A server that is older than aiogram's types is understood all the same."""

import pytest
from aiogram.types import ChatMemberAdministrator, Update

from handlers.lenient import completed
from tests.handlers.house import House

PERSON = {"id": 1001, "is_bot": False, "first_name": "Олена"}
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
    await house.dispatcher.feed_raw_update(house.bot, {"update_id": 1, "message": message})
    assert not house.telegram.requests


def test_a_status_that_is_no_word_is_left_to_be_refused() -> None:
    odd = {"update_id": 1, "my_chat_member": {"new_chat_member": {"status": ["administrator"]}}}
    assert completed(odd) == odd
