"""Whose an update is, what it asks for, and since when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.update_facts import (
    KeptUpdate,
    chat_of,
    earliest,
    is_update,
    name_of_sender,
    sender_of,
    wish_of,
)

SINCE = datetime(2026, 5, 10, 12, 0, tzinfo=UTC)
TARAS = {"id": 2001, "first_name": "Тарас", "last_name": "Гук"}


def a_message(**fields: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"chat": {"id": -5}, "from": TARAS} | fields}


def a_press(data: object = "topics", **fields: Any) -> dict[str, Any]:
    message = {"message_id": 7, "chat": {"id": 2001}, "date": 1}
    return {
        "update_id": 1,
        "callback_query": {"from": TARAS, "data": data, "message": message} | fields,
    }


def test_a_message_stands_in_its_chats_line_and_a_press_in_the_persons() -> None:
    assert (chat_of(a_message()), sender_of(a_message())) == (-5, 2001)
    assert (chat_of(a_press()), sender_of(a_press())) == (2001, 2001)
    assert chat_of({"update_id": 1, "channel_post": {"chat": {"id": "x"}}}) == 0
    assert chat_of({"update_id": 1}) == 0
    in_group = {"chat": {"id": -5, "type": "supergroup"}, "from": {"id": 2001}}
    assert chat_of({"update_id": 1, "message": in_group}) == 2001
    assert chat_of({"update_id": 1, "my_chat_member": in_group}) == -5


def test_a_sender_has_a_name_or_a_number() -> None:
    assert name_of_sender(a_message()) == "Тарас Гук"
    assert name_of_sender(a_message(**{"from": {"id": 5, "first_name": None}})) == "5"
    assert name_of_sender(a_message(**{"from": "x"})) == "0"
    assert name_of_sender(a_message(**{"from": {"id": 5, "last_name": "Гук"}})) == "Гук"


@pytest.mark.parametrize(
    "odd", [None, "x", {}, *({"update_id": n} for n in (True, "7", -1, 2**60))]
)
def test_what_bears_no_number_is_no_update(odd: object) -> None:
    assert not is_update(odd)
    assert is_update({"update_id": 0})


def test_an_updates_number_is_below_two_to_the_fifty_third() -> None:
    assert is_update({"update_id": 2**53 - 1})
    assert not is_update({"update_id": 2**53})


def test_an_update_is_of_nobodys_desk_and_was_never_begun_until_that_is_known() -> None:
    kept = KeptUpdate({"update_id": 7}, SINCE)
    assert (kept.id, kept.begun, kept.of_desk) == (7, 0, False)


def test_a_date_that_no_calendar_has_is_none() -> None:
    assert earliest(a_message(date=2**37 - 1), SINCE).year == 6325
    assert earliest(a_message(date=2**37), SINCE) == SINCE
    epoch = datetime(1960, 1, 1, tzinfo=UTC)
    assert earliest(a_message(date=0), epoch) == epoch
    assert earliest(a_message(date=1), epoch) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_what_is_asked_for_by_one_person_is_not_what_another_asks_for() -> None:
    other = {"from": TARAS | {"id": 2002}, "chat": {"id": 2002}}
    assert wish_of(a_message(text="/start")) != wish_of(a_message(text="/start", **other))
    assert wish_of(a_message(text="/start")) == (-5, "/start")
    assert wish_of(a_press()) == (2001, "topics", 7)
    assert wish_of(a_press(message={"message_id": True})) == (2001, "topics", None)
    assert wish_of({"update_id": 1, "edited_message": a_message(text="x")["message"]}) is None


def test_the_same_text_and_the_same_button_are_the_same_wish() -> None:
    assert wish_of(a_message(text="/start")) == wish_of(a_message(text="/start", message_id=9))
    assert wish_of(a_message(text="/start")) != wish_of(a_message(text="/help"))
    assert wish_of(a_press()) == wish_of(a_press(id="another"))
    assert wish_of(a_press()) != wish_of(a_press("archive"))
    assert wish_of(a_press()) != wish_of(a_press(message={"message_id": 8}))
    assert wish_of(a_message(photo=[])) is None
    assert wish_of(a_press(data=7)) is None
    assert hash(wish_of(a_press(message={"message_id": []})))


def test_an_update_was_asked_for_after_all_that_was_told_or_when_its_message_says() -> None:
    later = SINCE + timedelta(minutes=3)
    assert earliest(a_press(), SINCE) == SINCE
    assert earliest(a_message(date=int(later.timestamp())), SINCE) == later
    assert earliest(a_message(date=5), SINCE) == SINCE  # by another clock
    assert earliest(a_message(date=5, edit_date=int(later.timestamp())), SINCE) == later
    for odd in (True, "x", -1, 2**60, None):
        assert earliest(a_message(date=odd), SINCE) == SINCE


def test_what_was_begun_twice_is_a_suspect_and_after_the_third_time_given_up() -> None:
    states = [KeptUpdate({"update_id": 1}, SINCE, begun=times) for times in range(5)]
    assert [kept.is_suspect for kept in states] == [False, False, True, False, False]
    assert [kept.is_given_up for kept in states] == [False, False, False, True, True]
