"""An article has one true card in a chat; whoever presses an older one does nothing."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.article_fields import Field
from bot.domain.buttons import AddLink, AskRetraction, Publish, Retract, ShowCard
from bot.domain.field_buttons import ClearField, EditField, OpenFields
from bot.domain.people import Role
from bot.domain.press import Press
from tests.builders import POLITYKA, an_editor, hired
from tests.journeys.desk import IHOR, OLENA, Desk
from tests.journeys.pages import a_page


def is_publish(press: Press) -> bool:
    return isinstance(press, Publish) and not press.breaking


def publishing(desk: Desk, person: int) -> list[dict[str, Any]]:
    """The messages in a person's chat whose buttons publish."""
    return [
        message
        for message in desk.world.messages(person)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if button.get("callback_data", "").startswith("publish:1:0")
    ]


@pytest.mark.slow
async def test_what_publishes_is_green_and_what_takes_away_is_red(desk: Desk) -> None:
    await desk.channel("Світ")
    rows = (await desk.paste(a_page()))["reply_markup"]["inline_keyboard"]
    styles = {button["text"]: button.get("style") for row in rows for button in row}
    assert styles["✅ Опублікувати"] == "success"
    assert styles["🗑 Відкинути"] == "danger"
    assert styles["✏️ Поля"] is None
    await desk.press(OLENA, is_publish)
    await desk.settled(1)
    await desk.press(OLENA, lambda p: isinstance(p, AskRetraction))
    sure = await desk.until(lambda: desk.button(OLENA, lambda p: isinstance(p, Retract)))
    shown = next(m for m in desk.world.messages(OLENA) if m["message_id"] == sure[0])
    assert shown["reply_markup"]["inline_keyboard"][0][0]["style"] == "danger"


async def test_two_editors_have_one_card_each_and_neither_does_what_nobody_saw(
    desk: Desk,
) -> None:
    channel = await desk.channel("Світ")
    assert desk.app
    await hired(desk.app.storage, an_editor(IHOR, Role.EDITOR))
    async with desk.app.storage.writing() as tx:
        await tx.channels.route(channel, POLITYKA, on=True)
    desk.come(IHOR, "Ігор")

    # A typed answer: the card moves below it, and where it stood it says so.
    first = (await desk.paste(a_page()))["message_id"]
    await desk.press(OLENA, lambda p: isinstance(p, AddLink))
    await desk.until(lambda: desk.posts(OLENA, "Надішліть"))
    desk.clock.off += timedelta(seconds=9)
    said = desk.world.say(OLENA, "https://visti.example/port")
    await desk.until(lambda: desk.posts(OLENA, "– нижче"))
    (card,) = await desk.until(lambda: publishing(desk, OLENA))
    assert card["message_id"] > said
    assert desk.posts(OLENA, "– нижче")[0]["message_id"] == first

    # The other one changes the section; both cards follow.
    desk.world.say(IHOR, "/publish")
    await desk.press(IHOR, lambda p: isinstance(p, ShowCard))
    _, outdated = await desk.until(lambda: desk.button(OLENA, is_publish))
    await desk.until(lambda: publishing(desk, IHOR))
    await desk.app.editing.set_section(1, POLITYKA, by=an_editor(IHOR))
    await desk.until(
        lambda: all("#Політика" in publishing(desk, p)[0]["text"] for p in (OLENA, IHOR))
    )

    # What was drawn before does nothing, and says so.
    told = len(desk.popups(OLENA))
    desk.world.press(OLENA, OLENA, card["message_id"], outdated)
    await desk.until(lambda: len(desk.popups(OLENA)) > told)
    assert "Кнопка застаріла" in desk.popups(OLENA)[-1]
    await desk.drawn(1)
    desk.world.press(OLENA, OLENA, first, outdated)
    await desk.until(lambda: len(desk.popups(OLENA)) > told + 1)
    assert "Кнопка застаріла" in desk.popups(OLENA)[-1]
    assert not desk.world.messages(channel)
    await desk.until(lambda: publishing(desk, OLENA) and len(publishing(desk, OLENA)) == 1)

    # Both write a lead: the second one hears of the first, and nothing is lost unseen.
    await desk.press(OLENA, lambda p: isinstance(p, OpenFields))
    await desk.press(OLENA, lambda p: isinstance(p, EditField) and p.field == Field.LEAD)
    await desk.until(lambda: desk.button(OLENA, lambda p: isinstance(p, ClearField)))
    await desk.app.editing.clear(1, Field.LEAD, by=an_editor(IHOR))
    await desk.drawn(1)
    desk.clock.off += timedelta(seconds=9)
    desk.world.say(OLENA, "Лід від Олени")
    await desk.until(lambda: desk.posts(OLENA, "це змінив хтось інший"))
    desk.clock.off += timedelta(seconds=9)
    desk.world.say(OLENA, "Лід від Олени")
    await desk.until(lambda: "Лід від Олени" in publishing(desk, IHOR)[0]["text"])
    await desk.until(lambda: any("Лід від Олени" in m["text"] for m in publishing(desk, OLENA)))

    # Both publish: one post.
    buttons = [desk.button(person, is_publish) for person in (OLENA, IHOR)]
    for person, button in zip((OLENA, IHOR), buttons, strict=True):
        assert button
        message_id, data = button
        desk.world.press(person, person, message_id, data)
    await desk.settled(1)
    await desk.until(lambda: not publishing(desk, OLENA) and not publishing(desk, IHOR))
    assert len(desk.posts(channel, "Лід від Олени")) == 1
