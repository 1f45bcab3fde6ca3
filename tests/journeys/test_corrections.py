"""A text changes after it went out: every chat follows, and says so if the desk wants."""

import re
from typing import Any

import pytest

from bot.domain.buttons import Correct, ShowStatus
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


def marks(press: object) -> bool:
    return isinstance(press, Correct) and press.marked


def marks_nothing(press: object) -> bool:
    return isinstance(press, Correct) and not press.marked


@pytest.mark.slow
async def test_a_marked_correction_says_in_every_chat_that_the_text_was_updated(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    await desk.settled(await desk.publish(a_page()))
    await desk.paste(a_page(lead="Перші кораблі причалять аж узимку"))
    await desk.press(OLENA, marks, "Виправити №1")
    for chat in (channel, TARAS):
        post = await shown(desk, chat, "аж узимку")
        assert re.search(r"^Оновлено \d\d:\d\d$", post["text"], flags=re.MULTILINE)
        mark = post["text"].index("Оновлено")
        assert {"italic"} == {e["type"] for e in post["entities"] if e["offset"] == mark}


async def test_a_typo_is_corrected_without_a_mark(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    await desk.settled(await desk.publish(a_page()))
    await desk.paste(a_page(lead="Перші кораблі без викидів причалять восени"))
    await desk.press(OLENA, marks_nothing, "без позначки")
    for chat in (channel, TARAS):
        post = await shown(desk, chat, "причалять восени")
        assert "Оновлено" not in post["text"]


@pytest.mark.slow
async def test_of_two_corrections_in_a_row_the_newest_stands_everywhere(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    desk.world.faults.add("slow", method="editMessageText", chat_id=channel, seconds=0.5)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    for draft_id, lead in ((2, "Перша правка ліда"), (3, "Друга правка ліда")):
        await correct(desk, Correct(draft_id, article_id, marked=True), a_page(lead=lead))
    for chat in (channel, TARAS):
        await shown(desk, chat, "Друга правка")
    await desk.settled(article_id)
    for chat in (channel, TARAS):
        (post,) = desk.posts(chat, HEADLINE)
        assert "Друга правка" in post["text"]

    status = await _status(desk, article_id)
    history = status["text"].partition("Версії:")[2].strip().splitlines()
    assert [line.split(")")[0] for line in history] == ["3", "2", "1"]
    assert history[0].endswith("Олена: лід")
    assert history[2].endswith("Олена: перший текст")


async def shown(desk: Desk, chat: int, words: str) -> dict[str, Any]:
    """The one post with these words, as soon as it is there."""
    (post,) = await desk.until(lambda: desk.posts(chat, words))
    return post


async def correct(desk: Desk, button: Correct, page: str) -> None:
    desk.world.say(OLENA, page)
    await desk.press(OLENA, lambda press: press == button)


async def _status(desk: Desk, article_id: int) -> dict[str, Any]:
    before = desk.last_id(OLENA)
    await desk.press(OLENA, lambda p: p == ShowStatus(article_id), "Докладніше")
    return await desk.until(
        lambda: next((m for m in desk.posts(OLENA, "Версії:") if m["message_id"] > before), None)
    )
