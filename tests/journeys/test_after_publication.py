"""What an editor does to a post that is out: finds its card, changes one field, sees it first."""

from datetime import timedelta

import pytest

from bot.domain.buttons import Correct, Discard, ShowCard
from bot.domain.field_buttons import EditField, OpenFields, ShowFields
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

HEADLINE = "Порт Роттердама відкрив зелений термінал"


@pytest.mark.slow
async def test_a_field_is_corrected_once_its_change_was_seen_and_agreed_to(desk: Desk) -> None:
    channel = await desk.channel()
    await desk.reader(TARAS)
    await desk.settled(await desk.publish(a_page()))
    (post,) = desk.posts(channel, HEADLINE)

    async def set_field(field: str, words: str) -> None:
        desk.clock.off += timedelta(seconds=9)
        await desk.press(OLENA, lambda p: p == OpenFields(1))
        await desk.press(OLENA, lambda p: p == EditField(1, field))
        await desk.until(lambda: desk.button(OLENA, lambda p: p == ShowFields(1)))
        desk.clock.off += timedelta(seconds=9)
        desk.world.say(OLENA, words)

    # The post, forwarded to the bot, opens the card.
    origin = {
        "type": "channel",
        "date": post["date"],
        "chat": post["chat"],
        "message_id": post["message_id"],
    }
    desk.clock.off += timedelta(seconds=9)
    said = desk.world.say(OLENA, post["text"], forward_origin=origin)
    card = await desk.answer(OLENA, said)
    assert "№1" in card["text"]
    assert "опубліковано" in card["text"]

    # So does the address of it, as Telegram copies it.
    desk.clock.off += timedelta(seconds=9)
    link = f"https://t.me/c/{str(channel).removeprefix('-100')}/{post['message_id']}"
    card = await desk.answer(OLENA, desk.world.say(OLENA, link))
    assert "№1" in card["text"]

    # A change is shown before anything is done, and a second one joins it.
    await set_field("lead", "Перші кораблі причалять узимку")
    await desk.until(lambda: desk.posts(OLENA, "Що зміниться"))
    assert not desk.posts(channel, "узимку")
    await set_field("author", "Марта Гай")
    (both,) = await desk.until(
        lambda: [m for m in desk.posts(OLENA, "Що зміниться") if "Марта Гай" in m["text"]]
    )
    assert "узимку" in both["text"]
    kinds = {entity["type"] for entity in both["entities"]}
    assert {"strikethrough", "bold"} <= kinds
    await desk.until(lambda: len(desk.posts(OLENA, "Що зміниться")) == 1)
    assert desk.app
    drafts = await desk.app.publishing.drafts()
    assert [draft.id for draft in drafts] == [2]

    # It cannot go out by itself; quietly, the post changes in its place.
    desk.clock.off += timedelta(seconds=9)
    said = desk.world.say(OLENA, "/publish 2")
    assert "№1" in (await desk.answer(OLENA, said))["text"]
    await desk.press(OLENA, lambda p: p == Correct(2, 1, marked=False))
    (changed,) = await desk.until(lambda: desk.posts(channel, "узимку"))
    await desk.until(lambda: desk.posts(TARAS, "узимку"))
    assert changed["message_id"] == post["message_id"]
    assert "Оновлено" not in changed["text"]
    await desk.until(lambda: desk.button(OLENA, lambda p: p == ShowCard(1), "Картка №1"))

    # Another one is dropped: nothing changes.
    await set_field("headline", "Порт відкрили")
    await desk.press(OLENA, lambda p: p == Discard(3))
    await desk.until(lambda: desk.posts(OLENA, "зміну статті №1 скасовано"))
    assert desk.posts(channel, HEADLINE)
    assert len(desk.world.messages(channel)) == 1
