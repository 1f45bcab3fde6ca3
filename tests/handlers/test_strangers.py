"""Whoever is not of the desk finds nothing of it, whatever they type or press."""

from collections.abc import Iterable
from dataclasses import fields
from typing import cast

import pytest
from aiogram.methods import AnswerCallbackQuery

from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.article import ArticleState
from bot.domain.buttons import (
    Follow,
    FollowHere,
    Publish,
    Read,
    ShowTopics,
    Speak,
)
from bot.domain.group_buttons import (
    ForgetGroup,
    GroupFollow,
    GroupSpeak,
    ShowGroupTopics,
    SwitchGroup,
)
from bot.domain.letter_buttons import CancelLetter, WriteLetter
from bot.domain.press import PRESSES, Press
from bot.domain.privacy_buttons import AskForget, Forget, SendMyData
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.saved_buttons import DropSaved, Save, ShowSaved
from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from bot.domain.topic_buttons import (
    ChooseNamed,
    ChooseTopic,
    FollowName,
    Resume,
    ShowChosen,
    ShowNamed,
)
from bot.rendering.renderer import DESK_COMMANDS, READER_COMMANDS
from tests.handlers.house import EDITOR, OWNER, STRANGER, House

FOR_READERS = {
    *(PauseReading, SetReading, ShowReading, TurnDigest),
    *(ShowChosen, ShowNamed, ChooseTopic, ChooseNamed, FollowName, Resume),
    *(TurnText, ReadAs),
    *(ForgetGroup, GroupFollow, GroupSpeak, ShowGroupTopics, SwitchGroup),
    *(Follow, FollowHere, Read, Browse, ShowTopics, ShowArchive, ShowCalendar, ShowNames, Speak),
    *(SendMyData, AskForget, Forget),
    *(TurnFound, OpenFound, TryInstead, FollowFound),
    *(SendMyData, AskForget, Forget, WriteLetter, CancelLetter, Save, ShowSaved, DropSaved),
}


def of_each(kinds: Iterable[type[Press]], number: int, word: str, *, on: bool) -> list[Press]:
    """A button of each kind, with these in all that it says."""
    says = {int: number, str: word, bool: on}
    return [kind(*(says[cast("type", each.type)] for each in fields(kind))) for kind in kinds]


OF_THE_DESK = [kind for kind in PRESSES.values() if kind not in FOR_READERS]
FOR_THE_DESK = of_each(OF_THE_DESK, 1, "lead", on=True)
FOR_THE_DESK += of_each(OF_THE_DESK, 99, "garbage", on=False)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["", " 1", " №1"])
async def test_a_command_of_the_desk_is_answered_like_an_unknown_one(
    house: House, arguments: str
) -> None:
    article = await house.draft()
    for command in ("blah", *DESK_COMMANDS):
        await house.write(STRANGER, f"/{command}{arguments}")
    unknown, *tried = house.telegram.requests
    assert tried == [unknown] * len(DESK_COMMANDS)
    assert (await house.publishing.card(article.id)).article == article


@pytest.mark.slow
async def test_a_button_of_the_desk_is_answered_like_one_that_never_was(house: House) -> None:
    article = await house.draft()
    presses: list[Press | str] = ["no:such:button", *FOR_THE_DESK]
    for press in presses:
        await house.press(STRANGER, press)
    answers = house.telegram.of(AnswerCallbackQuery)
    outdated = "Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."
    assert {(answer.text, answer.show_alert) for answer in answers} == {(outdated, True)}
    assert len(answers) == len(house.telegram.requests) == 1 + len(FOR_THE_DESK)
    assert (await house.publishing.card(article.id)).article == article
    assert len(await house.team.editors()) == 2


async def test_a_stranger_who_pastes_a_page_makes_no_draft(house: House) -> None:
    await house.write(STRANGER, "Заголовок\n\n10.05.2023, 15:25\n\nПерший абзац новини.")
    await house.send(STRANGER, document=a_text_file())
    assert await house.publishing.drafts() == ()
    page, file = house.telegram.said
    assert "задовго для пошуку" in page
    assert "Такого я не розумію" in file


async def test_a_dismissed_editor_is_a_stranger(house: House) -> None:
    article = await house.draft()
    owner = await house.team.editor(OWNER)
    assert owner is not None
    await house.team.dismiss(EDITOR, by=owner)
    await house.press(EDITOR, Publish(article.id, breaking=False))
    await house.write(EDITOR, f"/publish {article.id}")
    card = await house.publishing.card(article.id)
    assert card.article.state is ArticleState.DRAFT


def test_a_reader_has_commands_that_the_desk_commands_do_not_shadow() -> None:
    assert not set(DESK_COMMANDS) & set(READER_COMMANDS)


def a_text_file() -> dict[str, object]:
    return {
        "file_id": "f",
        "file_unique_id": "u",
        "file_name": "page.txt",
        "mime_type": "text/plain",
        "file_size": 900,
    }
