"""What a stranger can open: nothing."""

import pytest

from bot.domain.alert_buttons import SettleUnknown
from bot.domain.buttons import (
    AddLink,
    ChooseSection,
    Correct,
    Discard,
    Dismiss,
    Invite,
    KeepApart,
    MakeSection,
    Publish,
    ResumeChannel,
    RouteSection,
    SetSection,
    ShowCard,
    ShowChannel,
    ShowChannels,
    ShowStatus,
    ShowTeam,
    TakeChannel,
    pack,
)
from tests.journeys.desk import OLENA, TARAS, Desk
from tests.journeys.pages import a_page

COMMANDS = ("/drafts", "/publish 1", "/correct 1", "/status 1", "/channels", "/team")


async def test_every_editors_command_is_answered_to_a_stranger_like_an_unknown_one(
    desk: Desk,
) -> None:
    await desk.paste(a_page())
    desk.come(TARAS, "Тарас")
    answers = []
    for command in ("/blah", *COMMANDS):
        said = desk.world.say(TARAS, command)
        answers.append((await desk.answer(TARAS, said))["text"])
    assert len(set(answers)) == 1
    assert desk.app is not None
    assert (await desk.app.reports.status(1)).article.is_draft


async def test_no_editors_button_does_anything_for_a_stranger(desk: Desk) -> None:
    channel = await desk.channel()
    card = await desk.paste(a_page())
    desk.come(TARAS, "Тарас")
    desk.world.say(TARAS, "/start")
    answer = await desk.until(lambda: desk.after(TARAS, 0))
    presses = (
        Publish(1, breaking=False), Publish(1, breaking=True), ChooseSection(1, open=True),
        SetSection(1, 2), MakeSection(1), AddLink(1), Discard(1), Correct(1, 1), KeepApart(1),
        ShowCard(1), ShowStatus(1), TakeChannel(channel, taken=False),
        RouteSection(channel, 1, on=False), ShowChannel(channel), ShowChannels(),
        Invite("owner"), Dismiss(OLENA, sure=True), SettleUnknown(1, there=True),
        ShowTeam(), ResumeChannel(channel),
    )  # fmt: skip
    before = desk.texts(TARAS)
    for press in presses:
        desk.world.press(TARAS, TARAS, answer["message_id"], pack(press))
    await desk.until(lambda: len(desk.popups(TARAS)) == len(presses))
    assert desk.texts(TARAS) == before
    assert desk.app is not None
    assert (await desk.app.reports.status(1)).article.is_draft
    assert await desk.app.team.editor(OLENA)
    (known,) = await desk.app.channels.channels()
    assert known.section_ids == {1}
    assert card["text"] == desk.texts(OLENA)[-1]


@pytest.mark.parametrize("start", ["/start a1", "/start a999", "/start iAAAAAAAAAAAAAAAAAAAAAAAA"])
async def test_a_draft_and_an_invented_invitation_open_to_nobody(desk: Desk, start: str) -> None:
    await desk.paste(a_page())
    desk.come(TARAS, "Тарас")
    said = desk.world.say(TARAS, start)
    await desk.until(lambda: desk.after(TARAS, said))
    assert not desk.posts(TARAS, "Роттердама")
    assert desk.app is not None
    assert not await desk.app.team.editor(TARAS)
