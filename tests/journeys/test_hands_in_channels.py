"""What people do in a channel by hand is seen by the bot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.buttons import Publish
from bot.domain.hand_buttons import KeepTheirs, RestoreOurs
from tests.journeys.desk import OLENA, Desk
from tests.journeys.pages import a_page
from tests.photos import a_jpeg


async def test_an_edit_by_hand_of_a_post_from_before_the_bot_came_says_how_far_numbers_go(
    desk: Desk,
) -> None:
    """A look-up starts behind the highest number that anybody told the bot of."""
    world = desk.world
    chat_id = world.add_channel("Світ", owner=OLENA)
    for number in range(5):
        world.post_in_channel(chat_id, f"Допис №{number}")
    world.set_bot_rights(chat_id, OLENA)
    await desk.until(lambda: desk.posts(OLENA, "Світ"))
    message = world.store.get(chat_id, 5)
    assert message
    message.edit_date = message.date + 1
    world.updates.put("edited_channel_post", world.store.form(message))
    await desk.until(lambda: not len(world.updates))
    said = world.say(OLENA, "/drafts")
    await desk.answer(OLENA, said)
    assert desk.app
    async with desk.app.storage.reading() as tx:
        assert await tx.channels.last_message_id(chat_id) == 5


@pytest.mark.slow
async def test_what_somebody_changes_by_hand_is_shown_to_the_desk_and_not_written_over(
    desk: Desk,
) -> None:
    world = desk.world
    channel = await desk.channel()
    await desk.settled(await desk.publish(a_page()))
    (post,) = desk.posts(channel, "Порт Роттердама")
    ours = post["text"]

    async def change(words: str) -> None:
        message = world.store.get(channel, post["message_id"])
        assert message
        message.words = replace(message.words, text=words)
        message.edit_date = message.date + 1
        world.updates.put("edited_channel_post", world.store.form(message))
        await desk.until(lambda: not len(world.updates))

    async def correct(lead: str) -> None:
        assert desk.app
        desk.clock.off += timedelta(seconds=9)
        article = (await desk.app.publishing.card(1)).article
        content = replace(article.content, lead=lead)
        async with desk.app.storage.writing() as tx:
            revised = article.revise(content, desk.clock(), marked=False)
            await tx.publishing.revise(revised, by=OLENA, now=desk.clock())
            tx.wake()

    # Telegram tells of an edit that changes no word: nobody is told.
    await change(ours)
    # One letter is another word.
    await change(ours.replace("Порт", "Борт"))
    (told,) = await desk.until(lambda: desk.posts(OLENA, "змінили вручну"))
    assert "Порт Борт Роттердама" in told["text"]
    at = told["text"].index("Порт Борт")
    marks = {e["type"]: e["length"] for e in told["entities"] if e["offset"] - at in (0, 5)}
    assert marks.get("strikethrough") == marks.get("bold") == len("Порт")
    await desk.press(OLENA, lambda p: isinstance(p, KeepTheirs))
    await desk.until(lambda: not desk.button(OLENA, lambda p: isinstance(p, KeepTheirs)))

    # A correction does not go over it, and says so.
    await correct("Перші кораблі причалять узимку")
    await desk.until(lambda: desk.posts(OLENA, "не дійшло до каналу"))
    assert desk.posts(channel, "Борт")
    assert desk.app
    (behind,) = (await desk.app.reports.status(1)).progress.channels
    assert behind.by_hand
    assert not desk.posts(channel, "узимку")

    # The desk's word brings ours back; from then on it is ours again.
    await desk.press(OLENA, lambda p: isinstance(p, RestoreOurs))
    await desk.until(lambda: desk.posts(channel, "узимку"))
    assert not desk.posts(channel, "Борт")
    (post,) = desk.posts(channel, "узимку")
    await change(post["text"])
    await correct("Перші кораблі причалять навесні")
    await desk.until(lambda: desk.posts(channel, "навесні"))
    assert len(desk.posts(OLENA, "змінили вручну")) == 1

    # Where the channel has another template meanwhile, nobody can say what stood there.
    async with desk.app.storage.writing() as tx:
        await tx.channels.set_template(channel, "brief")
    await change(post["text"].replace("узимку", "влітку"))
    await desk.until(lambda: "Тепер там:" in desk.posts(OLENA, "змінили вручну")[-1]["text"])


@pytest.mark.slow
async def test_other_formats_and_another_picture_are_noticed_and_put_right(desk: Desk) -> None:
    world = desk.world
    channel = await desk.channel()
    photo: dict[str, Any] = {"kind": "photo", "content": a_jpeg()}
    world.send_file(OLENA, "1.jpg", caption=a_page(), **photo)
    publish = await desk.press(OLENA, lambda p: isinstance(p, Publish) and not p.breaking)
    assert isinstance(publish, Publish)
    await desk.settled(publish.article_id)
    (post,) = world.messages(channel)
    message = world.store.get(channel, post["message_id"])
    assert message
    words, ours = message.words, message.content

    async def told(number: int) -> dict[str, Any]:
        message.edit_date = (message.edit_date or message.date) + 1
        world.updates.put("edited_channel_post", world.store.form(message))
        await desk.until(lambda: len(desk.posts(OLENA, "змінили вручну")) == number)
        return desk.posts(OLENA, "змінили вручну")[-1]

    message.words = replace(words, entities=())  # the headline is bold no more
    assert "Там інша світлина" not in (await told(1))["text"]
    await desk.press(OLENA, lambda p: isinstance(p, RestoreOurs))
    await desk.until(lambda: world.messages(channel)[0].get("caption_entities"))
    other = world.files.keep("2.jpg", a_jpeg(), kind="photo")
    message.content = other.content_of_message()
    assert "Там інша світлина" in (await told(2))["text"]
    await desk.press(OLENA, lambda p: isinstance(p, RestoreOurs))
    await desk.until(lambda: world.messages(channel)[0]["photo"] == ours["photo"])
    assert len(world.messages(channel)) == 1
