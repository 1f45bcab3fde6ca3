"""Of an article's forms one of a kind is open, and a question says how it ended."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article_fields import Field
from bot.domain.buttons import AskRetraction, Correct, Discard, KeepPosted, NotYet, Publish
from bot.domain.field_buttons import EditField, OpenFields
from bot.domain.press import Press
from bot.domain.schedule_buttons import (
    AskWhen,
    SetBreaking,
    ShowOutlets,
    ShowQueue,
    ShowScheduled,
)
from tests.builders import an_editor, hired
from tests.journeys.desk import IHOR, OLENA, Desk
from tests.journeys.pages import a_page


def is_publish(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


def with_button(desk: Desk, word: str) -> list[dict[str, Any]]:
    """The messages in the owner's chat that have such a button."""
    return [
        message
        for message in desk.world.messages(OLENA)
        if any(
            button.get("callback_data", "").startswith(word)
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        )
    ]


@pytest.mark.slow
async def test_a_form_that_is_opened_again_closes_the_one_before_and_questions_say_their_end(
    desk: Desk,
) -> None:
    await desk.paste(a_page())
    for times in (1, 2):
        await desk.press(OLENA, lambda p: isinstance(p, OpenFields))
        await desk.until(lambda times=times: len(desk.posts(OLENA, "Поля")) == times)  # type: ignore[misc]
    await desk.until(lambda: desk.posts(OLENA, "⬇️ Поля: №1"))
    (form,) = with_button(desk, "field:")
    assert form["message_id"] > desk.posts(OLENA, "⬇️ Поля: №1")[0]["message_id"]

    # Nobody would get it, so it is asked about: twice pressed, once asked.
    for times in (1, 2):
        await desk.press(OLENA, lambda p: is_publish(p) and p.asked == 0)  # type: ignore[attr-defined]
        await desk.until(lambda times=times: len(desk.posts(OLENA, "публікац")) >= times)  # type: ignore[misc]
    await desk.until(lambda: desk.posts(OLENA, "⬇️ Запитання про публікацію: №1"))
    assert len(with_button(desk, "notyet:")) == 1
    await desk.press(OLENA, lambda p: isinstance(p, NotYet))
    (ended,) = await desk.until(lambda: desk.posts(OLENA, "№1 поки не публік"))
    assert "⚠️ Опублікувати №1" in ended["text"]
    assert not with_button(desk, "notyet:")

    await desk.press(OLENA, lambda p: isinstance(p, ShowOutlets))
    await desk.until(lambda: with_button(desk, "outlet:"))
    await desk.press(OLENA, lambda p: is_publish(p) and p.asked == 0)  # type: ignore[attr-defined]
    await desk.press(OLENA, lambda p: is_publish(p) and p.asked != 0)  # type: ignore[attr-defined]
    await desk.settled(1)
    await desk.until(lambda: desk.posts(OLENA, "Куди і як: №1"))
    assert not with_button(desk, "outlet:")
    assert "⚠️ Опублікувати №1" in ended["text"]  # what was answered is not written over
    for _ in range(2):
        await desk.press(OLENA, lambda p: isinstance(p, AskRetraction))
    await desk.until(lambda: desk.posts(OLENA, "⬇️ Запитання про відкликання: №1"))
    await desk.press(OLENA, lambda p: isinstance(p, KeepPosted))
    await desk.until(lambda: desk.posts(OLENA, "№1 лишається"))


@pytest.mark.slow
async def test_a_change_that_is_dropped_leaves_no_draft_and_an_article_is_opened_by_its_number(
    desk: Desk,
) -> None:
    await desk.channel()
    await desk.paste(a_page())
    await desk.press(OLENA, is_publish)
    await desk.settled(1)
    await desk.press(OLENA, lambda p: isinstance(p, OpenFields))
    await desk.press(OLENA, lambda p: isinstance(p, EditField) and p.field == Field.HEADLINE)
    await desk.until(lambda: desk.posts(OLENA, "Надішліть новий заголовок"))
    desk.clock.off += timedelta(seconds=9)
    desk.world.say(OLENA, "Порт Роттердама відкрив другий термінал")
    (answered,) = await desk.until(lambda: desk.posts(OLENA, "✅ Відповідь отримано"))
    assert answered["text"] == "✅ Відповідь отримано: заголовок статті №1."
    card = (await desk.until(lambda: with_button(desk, "correct:2:1")))[0]
    links = [e["url"] for e in card["entities"] if e["type"] == "text_link"]
    assert not [link for link in links if link.endswith("start=a2")]
    await desk.press(OLENA, lambda p: isinstance(p, Discard) and p.article_id == 2)
    await desk.until(lambda: desk.posts(OLENA, "зміну статті №1 скасовано"))
    await desk.until(lambda: "№1 лишається, як була" in desk.popups(OLENA)[-1])
    assert not desk.button(OLENA, lambda p: isinstance(p, Correct))

    said = desk.world.say(OLENA, "/drafts")
    assert "Чернеток немає" in (await desk.answer(OLENA, said))["text"]
    said = desk.world.say(OLENA, "/posts 1")
    assert "№1 · опубліковано" in (await desk.answer(OLENA, said))["text"]
    # The page with the very words of the dropped change is news of the article, not that draft.
    other = a_page().replace("зелений термінал", "другий термінал", 1)
    page = await desk.paste(other)
    assert "скасовано" not in page["text"]
    assert "Схоже на вже опубліковане: №1" in page["text"]


async def test_whoever_takes_a_question_back_in_words_is_waited_for_no_more(desk: Desk) -> None:
    """What they write next is not its answer; /cancel once more says that nothing is left."""
    for typed in ("/cancel", "Скасувати"):
        await desk.answer(OLENA, desk.world.say(OLENA, "/flash"))
        said = desk.world.say(OLENA, typed)
        assert (await desk.answer(OLENA, said))["text"] == "Скасовано."
        ended = await desk.until(lambda: desk.posts(OLENA, "Скасовано: текст термінової новини."))
        assert "reply_markup" not in ended[-1]
    said = desk.world.say(OLENA, "/cancel")
    assert "Скасовувати нічого" in (await desk.answer(OLENA, said))["text"]
    assert "⚡" not in (await desk.paste(a_page()))["text"]


@pytest.mark.slow
async def test_what_says_when_an_article_goes_out_says_so_no_more_once_that_is_not_true(
    desk: Desk,
) -> None:
    assert desk.app
    await hired(desk.app.storage, an_editor(IHOR))
    desk.come(IHOR, "Ігор")
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, AskWhen))
    await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №1"))
    desk.world.say(OLENA, "через 2 дні")
    await desk.until(lambda: desk.posts(OLENA, "🕒 Вийде"))
    for person in (OLENA, IHOR):
        desk.world.say(person, "/queue")
        await desk.press(person, lambda p: isinstance(p, ShowScheduled))
        await desk.until(lambda person=person: desk.posts(person, "🕒 №1"))  # type: ignore[misc]

    # Whoever changes it sees it change in place, the others that theirs holds no more.
    await desk.press(IHOR, lambda p: isinstance(p, SetBreaking))
    await desk.until(lambda: desk.posts(OLENA, "Час виходу: №1"))
    await desk.until(lambda: desk.posts(IHOR, "як термінова"))
    desk.world.say(OLENA, "/queue")
    await desk.press(OLENA, lambda p: isinstance(p, ShowScheduled))
    await desk.until(lambda: desk.posts(OLENA, "🕒 №1"))

    await desk.press(OLENA, lambda p: isinstance(p, Discard))
    for person in (OLENA, IHOR):
        await desk.until(lambda person=person: not desk.posts(person, "🕒 №1"))  # type: ignore[misc]
    assert len(desk.posts(OLENA, "Час виходу: №1")) == 2
    assert len(desk.posts(IHOR, "Час виходу: №1")) == 1


@pytest.mark.slow
async def test_a_time_that_is_typed_closes_what_said_another_and_the_queue_stays_one(
    desk: Desk,
) -> None:
    await desk.paste(a_page())
    await desk.press(OLENA, lambda p: isinstance(p, AskWhen))
    await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №1"))
    desk.world.say(OLENA, "через 2 дні")
    await desk.until(lambda: desk.posts(OLENA, "🕒 Вийде"))
    desk.world.say(OLENA, "/queue")
    await desk.press(OLENA, lambda p: isinstance(p, ShowScheduled))
    await desk.until(lambda: desk.posts(OLENA, "🕒 №1"))
    await desk.press(OLENA, lambda p: isinstance(p, AskWhen))  # on the card, beside it
    await desk.until(lambda: desk.posts(OLENA, "Коли опублікувати №1"))
    typed = desk.world.say(OLENA, "через 3 дні")
    await desk.until(lambda: desk.posts(OLENA, "Час виходу: №1"))

    desk.world.say(OLENA, "/queue")
    await desk.press(OLENA, lambda p: isinstance(p, ShowScheduled))
    await desk.until(lambda: desk.posts(OLENA, "🕒 №1"))
    await desk.press(OLENA, lambda p: isinstance(p, ShowQueue))
    await desk.until(lambda: desk.posts(OLENA, "Черга:"))
    await desk.press(OLENA, lambda p: isinstance(p, Discard), after=typed)
    await desk.until(lambda: desk.posts(OLENA, "№1 · відкинуто"))
    assert len(desk.posts(OLENA, "Час виходу: №1")) == 1, "the list is none of one article"
