"""How people are answered: when Telegram is busy, when they ask twice, when they are odd."""

import asyncio
from typing import Any

import pytest

from bot.domain.buttons import Speak
from tests.journeys.desk import NADIIA, OLENA, TARAS, Desk
from tests.tables import waiting_updates

ODD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("message", {"message_id": 1, "date": "x", "chat": {"id": "x", "type": 7}}),
    ("message", {"message_id": 2, "date": 2**60, "chat": {"id": TARAS, "type": "private"}}),
    ("message", {}),
    ("edited_message", {"text": ["x"]}),
    ("callback_query", {"id": 5, "from": {"id": TARAS}, "data": "x" * 5000}),
    ("callback_query", {"id": "5", "from": None, "message": {"chat": None}}),
    ("my_chat_member", {"chat": {"id": 1}, "new_chat_member": "x", "from": []}),
    ("channel_post", {"chat": [], "message_id": {}}),
    ("a_kind_of_tomorrow", {"x": 1}),
)


@pytest.mark.slow
async def test_a_reply_that_telegram_puts_off_is_sent_once_the_wait_is_over(desk: Desk) -> None:
    desk.come(TARAS, "Тарас")
    desk.world.faults.add("retry_after", method="sendMessage", chat_id=TARAS, seconds=2)
    said = desk.world.say(TARAS, "/help")
    answer = await desk.answer(TARAS, said)
    first, second = desk.world.calls("sendMessage", TARAS)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 2
    assert len([m for m in desk.world.messages(TARAS) if m["from"]["is_bot"]]) == 1
    assert answer


@pytest.mark.slow
async def test_a_press_whose_answer_telegram_puts_off_is_done_once(desk: Desk) -> None:
    desk.come(TARAS, "Тарас")
    desk.world.say(TARAS, "/language")
    await desk.until(lambda: desk.button(TARAS, lambda p: p == Speak("en")))
    desk.world.faults.add("retry_after", method="editMessageText", chat_id=TARAS, seconds=1)
    await desk.press(TARAS, lambda p: p == Speak("en"))
    await desk.until(lambda: desk.posts(TARAS, "English"))
    first, second = desk.world.calls("editMessageText", TARAS)
    assert second.at - first.at >= 1


@pytest.mark.slow
async def test_whoever_asks_again_and_again_has_their_last_answer_and_not_all_of_them(
    desk: Desk,
) -> None:
    """While nothing leaves, one person says the same ten times; another one is not held up."""
    desk.come(TARAS, "Тарас")
    desk.come(NADIIA, "Надія")
    desk.world.faults.add("retry_after", method="sendMessage", chat_id=NADIIA, seconds=3)
    desk.world.say(NADIIA, "/help")
    await desk.until(lambda: desk.world.calls("sendMessage", NADIIA))
    for _ in range(10):
        last = desk.world.say(TARAS, "/start")
    await desk.answer(TARAS, last)
    await desk.until(lambda: desk.after(NADIIA, 0))
    assert desk.app
    while waiting_updates(desk.app.storage):  # noqa: ASYNC110 - rows ring no bell
        await asyncio.sleep(0.05)
    answers = [m for m in desk.world.messages(TARAS) if m["from"]["is_bot"]]
    assert 1 <= len(answers) < 10
    assert (await desk.app.recognition.person(TARAS)).reader


@pytest.mark.slow
async def test_odd_updates_neither_end_the_bot_nor_stop_it(desk: Desk) -> None:
    for kind, content in ODD:
        desk.world.updates.put(kind, content)
    said = desk.world.say(OLENA, "/help")
    await desk.answer(OLENA, said)
    await desk.until(lambda: desk.world.pending_updates() == 0)


@pytest.mark.slow
async def test_an_editor_who_edits_a_message_hears_what_becomes_of_it(desk: Desk) -> None:
    said = desk.world.say(OLENA, "Тут нічого немає")
    await desk.answer(OLENA, said)
    form = next(m for m in desk.world.messages(OLENA) if m["message_id"] == said)
    before = desk.last_id(OLENA)
    desk.world.updates.put("edited_message", form | {"edit_date": form["date"], "text": "Щось"})
    answer = await desk.answer(OLENA, before)
    assert "не читає" in answer["text"]
