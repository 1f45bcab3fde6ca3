"""What should not have gone out is taken back, and what did not arrive is sent again."""

import pytest

from bot.domain.alert_buttons import TakenAway
from bot.domain.buttons import (
    AskRetraction,
    Correct,
    KeepPosted,
    Replay,
    Retract,
    ShowStatus,
    pack,
)
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"
NOTICE = f"Редакція відкликала новину «{HEADLINE}»."
OVERWRITTEN = "Редакція відкликала цей допис."


@pytest.mark.slow
async def test_a_retraction_deletes_every_post_and_tells_those_who_had_it(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    await desk.press(OLENA, lambda p: p == AskRetraction(article_id), "Відкликати")
    await desk.press(OLENA, lambda p: p == Retract(article_id, tell=True))
    await desk.until(lambda: desk.posts(channel, NOTICE))
    await desk.until(lambda: desk.posts(TARAS, NOTICE))
    await desk.withdrawn(article_id)
    assert desk.texts(channel) == [NOTICE]
    assert [text for text in desk.texts(TARAS) if HEADLINE in text] == [NOTICE]
    await desk.until(lambda: desk.posts(OLENA, "Відкликано всюди"))
    await desk.until(lambda: desk.posts(OLENA, "· відкликано"))
    said = desk.world.say(TARAS, f"/start a{article_id}")
    assert "відкликала" in (await desk.answer(TARAS, said))["text"]


async def test_the_desk_may_think_better_of_it(desk: Desk) -> None:
    channel = await desk.channel()
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    desk.world.say(OLENA, f"/retract {article_id}")
    await desk.press(OLENA, lambda p: p == KeepPosted(article_id))
    await desk.until(lambda: not desk.button(OLENA, lambda p: isinstance(p, Retract)))
    assert desk.posts(channel, HEADLINE)


@pytest.mark.slow
async def test_a_post_that_telegram_keeps_is_overwritten_and_loses_its_buttons(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    (old,) = desk.posts(channel, HEADLINE)
    (taras,) = desk.posts(TARAS, HEADLINE)
    assert taras["reply_markup"]
    desk.world.age(channel, old["message_id"], hours=49)
    desk.world.age(TARAS, taras["message_id"], hours=49)
    await _retract(desk, article_id)
    (left,) = await desk.until(lambda: desk.posts(channel, OVERWRITTEN))
    assert left["message_id"] == old["message_id"]
    await desk.withdrawn(article_id)
    (left,) = desk.posts(TARAS, OVERWRITTEN)
    assert not left.get("reply_markup")
    assert not desk.posts(TARAS, HEADLINE)
    await desk.until(lambda: desk.posts(OLENA, "видалити вже не можна"))


@pytest.mark.slow
async def test_a_retraction_while_the_first_posts_go_out_ends_with_none_shown_and_all_told(
    desk: Desk,
) -> None:
    """Telegram has taken the post, and has not said so yet."""
    slow, prompt = await desk.channel(), await desk.channel()
    await desk.reader(TARAS)
    for chat in (slow, TARAS):
        desk.world.faults.add("slow", method="sendMessage", chat_id=chat, seconds=2)
    article_id = await desk.publish(a_page())
    for chat in (slow, TARAS):
        await desk.until(lambda chat=chat: desk.posts(chat, HEADLINE))  # type: ignore[misc]
    await _retract(desk, article_id, tell=True)
    for chat in (slow, prompt, TARAS):
        await desk.until(lambda chat=chat: desk.posts(chat, NOTICE))  # type: ignore[misc]
    await desk.withdrawn(article_id)
    for chat in (slow, prompt, TARAS):
        assert [text for text in desk.texts(chat) if HEADLINE in text] == [NOTICE]


@pytest.mark.slow
async def test_a_post_whose_correction_failed_is_withdrawn_all_the_same(desk: Desk) -> None:
    channel = await desk.channel()
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    words = "Bad Request: have a break"
    desk.world.faults.add("refuse", method="editMessageText", chat_id=channel, description=words)
    desk.world.say(OLENA, a_page(lead="Правка, якої Telegram не прийме"))
    await desk.press(OLENA, lambda p: isinstance(p, Correct))
    await desk.until(lambda: desk.posts(OLENA, "старий текст"))
    assert desk.posts(channel, HEADLINE)
    await _retract(desk, article_id)
    await desk.withdrawn(article_id)
    assert not desk.posts(channel, HEADLINE)


async def _a_post_that_cannot_be_taken_away(desk: Desk) -> tuple[int, int]:
    """Two channels show an article, and one of them has taken the bot's rights: it, and that."""
    free, kept = await desk.channel(username="svit"), await desk.channel()
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    assert desk.posts(free, HEADLINE)
    for method in ("deleteMessage", "editMessageText"):
        words = "Bad Request: not enough rights to change the message"
        desk.world.faults.add("refuse", method=method, chat_id=kept, times=0, description=words)
    await _retract(desk, article_id)
    await desk.withdrawn(article_id)
    assert desk.posts(kept, HEADLINE)
    assert not desk.posts(free, HEADLINE)
    return article_id, kept


@pytest.mark.slow
async def test_the_desk_is_told_of_a_post_that_can_neither_be_deleted_nor_overwritten(
    desk: Desk,
) -> None:
    article_id, kept = await _a_post_that_cannot_be_taken_away(desk)
    link = f"https://t.me/c/{str(kept).removeprefix('-100')}/1"
    (told,) = await desk.until(lambda: desk.posts(OLENA, link))
    assert "Видаліть його вручну" in told["text"]
    await desk.until(lambda: desk.posts(OLENA, "Відкликано не всюди"))
    assert not desk.posts(OLENA, "Відкликано всюди")
    said = desk.world.say(OLENA, f"/status {article_id}")
    status = await desk.answer(OLENA, said)
    assert "Світ: не вдалося прибрати" in status["text"]


@pytest.mark.slow
async def test_a_post_that_could_not_be_taken_away_is_once_its_right_is_back(desk: Desk) -> None:
    article_id, kept = await _a_post_that_cannot_be_taken_away(desk)
    await desk.until(lambda: desk.posts(OLENA, "Відкликано не всюди"))
    desk.world.faults.clear()
    desk.world.set_bot_rights(kept, OLENA)
    await desk.until(lambda: not desk.posts(kept, HEADLINE))
    await desk.withdrawn(article_id)
    await desk.until(lambda: desk.posts(OLENA, "Відкликано всюди"))


@pytest.mark.slow
async def test_the_desk_tries_again_to_take_a_post_away(desk: Desk) -> None:
    article_id, kept = await _a_post_that_cannot_be_taken_away(desk)
    desk.world.faults.clear()
    desk.world.faults.add(
        "refuse",
        method="editMessageText",
        chat_id=kept,
        description="Bad Request: message can't be edited",
    )
    await desk.press(OLENA, lambda p: p == Replay(article_id), "ще раз")
    await desk.until(lambda: not desk.posts(kept, HEADLINE))
    await desk.withdrawn(article_id)
    await desk.until(lambda: "Відкликається ще раз" in desk.popups(OLENA)[-1])


@pytest.mark.slow
async def test_the_desk_says_that_it_has_deleted_a_post_by_hand(desk: Desk) -> None:
    await _a_post_that_cannot_be_taken_away(desk)
    await desk.press(OLENA, lambda p: isinstance(p, TakenAway))
    await desk.until(lambda: desk.posts(OLENA, "Відкликано всюди"))
    await desk.until(lambda: not desk.button(OLENA, lambda p: isinstance(p, TakenAway)))


@pytest.mark.slow
async def test_a_post_that_telegram_does_not_let_be_changed_is_told_of_and_withdrawn_later(
    desk: Desk,
) -> None:
    channel = await desk.channel(username="svit")
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    words = "Bad Request: message can't be edited"
    desk.world.faults.add("refuse", method="editMessageText", chat_id=channel, description=words)
    desk.world.say(OLENA, a_page(lead="Правка, якої Telegram не прийме"))
    await desk.press(OLENA, lambda p: isinstance(p, Correct))
    (told,) = await desk.until(lambda: desk.posts(OLENA, "https://t.me/svit/1"))
    assert "старий текст" in told["text"]
    await desk.until(lambda: desk.posts(OLENA, "Виправлено не всюди"))
    await _retract(desk, article_id)
    await desk.withdrawn(article_id)
    assert not desk.posts(channel, HEADLINE)


@pytest.mark.slow
async def test_a_channel_that_the_bot_has_left_keeps_its_post_and_the_desk_knows(
    desk: Desk,
) -> None:
    channel = await desk.channel()
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    desk.world.set_bot_rights(channel, OLENA, status="left")
    await desk.until(lambda: desk.posts(OLENA, "вилучено"))
    await _retract(desk, article_id)
    await desk.withdrawn(article_id)
    await desk.until(lambda: desk.posts(OLENA, "Відкликано не всюди"))
    assert desk.posts(channel, HEADLINE)


async def test_what_failed_is_sent_again_to_whom_it_failed_and_once(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    words = "Bad Request: have a break"
    desk.world.faults.add("refuse", method="sendMessage", chat_id=TARAS, description=words)
    article_id = await desk.publish(a_page())
    await desk.settled(article_id)
    assert not desk.posts(TARAS, HEADLINE)

    await desk.press(OLENA, lambda p: p == ShowStatus(article_id), "Докладніше")
    await desk.press(OLENA, lambda p: p == Replay(article_id), "тим, хто не отримав (1)")
    await desk.until(lambda: desk.posts(TARAS, HEADLINE))
    await desk.settled(article_id)
    await desk.until(lambda: "1\u00a0чат" in desk.popups(OLENA)[-1])
    status = desk.posts(OLENA, "Версія тексту")[-1]["message_id"]
    desk.world.press(OLENA, OLENA, status, pack(Replay(article_id)))  # from a chat not refreshed
    await desk.until(lambda: "нікому" in desk.popups(OLENA)[-1])
    assert len(desk.posts(TARAS, HEADLINE)) == 1
    assert len(desk.posts(channel, HEADLINE)) == 1


async def _retract(desk: Desk, article_id: int, *, tell: bool = False) -> None:
    desk.world.say(OLENA, f"/retract {article_id}")
    await desk.press(OLENA, lambda p: p == Retract(article_id, tell=tell))
