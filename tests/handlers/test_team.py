"""Inviting people to the desk and dismissing them."""

import pytest
from aiogram.methods import DeleteMyCommands, EditMessageText, SendMessage
from aiogram.types import BotCommandScopeChat

from bot.domain.api_answers import Refusal
from bot.domain.buttons import Dismiss, Invite, ShowTeam, pack
from bot.domain.deep_links import OpenInvitation, read_start
from bot.domain.desk_buttons import AssignSection, ShowOwnSections
from bot.domain.people import Role
from tests.handlers.house import EDITOR, OWNER, STRANGER, House


async def test_the_team_is_shown_to_everybody_of_the_desk(house: House) -> None:
    for user_id in (OWNER, EDITOR):
        await house.write(user_id, "/team")
    owners, editors = house.telegram.of(SendMessage)
    assert "Ігор" in owners.text
    assert "Олена" in editors.text
    assert owners.reply_markup
    assert not editors.reply_markup
    assert "Кнопки ➖ забирають доступ. «🗂 Рубрики»" in owners.text
    assert "➕" not in editors.text


async def test_no_button_is_explained_that_is_not_there(house: House) -> None:
    await house.press(OWNER, Dismiss(EDITOR, sure=True))
    house.telegram.forget()
    await house.write(OWNER, "/team")
    (text,) = house.telegram.said
    assert "➕" in text
    assert "➖" not in text
    assert "🗂" not in text


async def test_the_team_comes_in_place_of_what_a_button_stands_under(house: House) -> None:
    await house.write(OWNER, "/team")
    await house.press(OWNER, ShowTeam())
    assert house.telegram.edits == house.telegram.said
    assert "Олена – власник (це ви)" in house.telegram.edits[0]
    assert "Ігор – редактор\n" in house.telegram.edits[0]
    assert {pack(Invite("editor")), pack(Dismiss(EDITOR, sure=False))} <= {
        *house.telegram.data_under_last()
    }


async def test_an_invitation_says_what_for_and_until_when(house: House) -> None:
    await house.press(OWNER, Invite("chief"))
    (text,) = house.telegram.said
    assert "роль: головний редактор" in text
    assert "https://t.me/vistnyk_test_bot?start=i" in text
    assert "діє до 11 травня, 15:30" in text
    assert house.telegram.pop_ups == [None]


async def test_an_invitation_is_a_link_that_works(house: House) -> None:
    await house.press(OWNER, Invite("chief"))
    (text,) = house.telegram.said
    payload = text.split("?start=")[1].split()[0].split("<")[0].strip('"')
    assert isinstance(read_start(payload), OpenInvitation)
    await house.write(STRANGER, f"/start {payload}")
    editor = await house.team.editor(STRANGER)
    assert editor is not None
    assert editor.role is Role.CHIEF


@pytest.mark.parametrize("role", ["editor", "chief", "owner"])
async def test_an_editor_invites_nobody(house: House, role: str) -> None:
    await house.press(EDITOR, Invite(role))
    assert house.telegram.pop_ups[0]
    assert not house.telegram.said


async def test_a_role_that_is_none_makes_no_link(house: House) -> None:
    await house.press(OWNER, Invite("king"))
    assert house.telegram.pop_ups == ["Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."]
    assert not house.telegram.said


async def test_dismissing_takes_a_second_press(house: House) -> None:
    await house.press(OWNER, Dismiss(EDITOR, sure=False))
    assert await house.team.editor(EDITOR) is not None
    assert pack(Dismiss(EDITOR, sure=True)) in house.telegram.data_under_last()
    assert "Це <b>Ігор</b> (редактор)" in house.telegram.said[0]
    await house.press(OWNER, Dismiss(EDITOR, sure=True))
    assert await house.team.editor(EDITOR) is None
    assert house.telegram.pop_ups == [None, "Ігор більше не має доступу до редакції."]
    (dropped,) = house.telegram.of(DeleteMyCommands)
    assert dropped.scope == BotCommandScopeChat(chat_id=EDITOR)
    (edit,) = house.telegram.edits
    assert "Ігор" not in edit


async def test_whoever_is_dismissed_is_told_in_their_language(house: House) -> None:
    await house.hire(STRANGER, Role.EDITOR, "en")
    for user_id in (EDITOR, STRANGER):
        await house.press(OWNER, Dismiss(user_id, sure=True))
    ukrainian, english = house.telegram.of(SendMessage)
    assert (ukrainian.chat_id, english.chat_id) == (EDITOR, STRANGER)
    assert ukrainian.text == "Ваш доступ до редакції забрано."
    assert "access" in english.text


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(403, "Forbidden: bot was blocked by the user"),
        Refusal(400, "Bad Request: chat not found"),
    ],
)
async def test_whoever_cannot_be_told_is_dismissed_all_the_same(
    house: House, refusal: Refusal
) -> None:
    house.telegram.refusals[SendMessage] = refusal
    await house.press(OWNER, Dismiss(EDITOR, sure=True))
    assert await house.team.editor(EDITOR) is None
    assert len(house.telegram.edits) == len(house.telegram.of(DeleteMyCommands)) == 1
    assert len(house.telegram.said) == 1


async def test_whoever_is_gone_cannot_be_dismissed_again(house: House) -> None:
    await house.press(OWNER, Dismiss(STRANGER, sure=False))
    await house.press(OWNER, Dismiss(STRANGER, sure=True))
    gone = "Цієї людини вже немає в редакції. Команда: /team"
    assert house.telegram.pop_ups == [gone, gone]
    assert not house.telegram.of(EditMessageText)
    assert not house.telegram.said


async def test_the_last_owner_stays(house: House) -> None:
    await house.press(OWNER, Dismiss(OWNER, sure=True))
    assert await house.team.editor(OWNER) is not None
    assert house.telegram.pop_ups[0]


async def test_an_editor_dismisses_nobody(house: House) -> None:
    await house.press(EDITOR, Dismiss(OWNER, sure=True))
    assert await house.team.editor(OWNER) is not None


async def test_an_owner_marks_the_sections_that_are_an_editors_own(house: House) -> None:
    await house.write(OWNER, "/team")
    assert pack(ShowOwnSections(EDITOR)) in house.telegram.data_under_last()
    assert pack(ShowOwnSections(OWNER)) not in house.telegram.data_under_last()
    await house.press(OWNER, ShowOwnSections(EDITOR))
    assert "в усіх рубриках" in house.telegram.edits[-1]
    svit, sport = await house.section("Світ"), await house.section("Спорт")
    for section_id in (svit, sport):
        assert pack(AssignSection(EDITOR, section_id, on=True)) in house.telegram.data_under_last()
        await house.press(OWNER, AssignSection(EDITOR, section_id, on=True))
    assert "Веде: Світ, Спорт." in house.telegram.edits[-1]
    assert pack(AssignSection(EDITOR, svit, on=False)) in house.telegram.data_under_last()
    await house.press(OWNER, AssignSection(EDITOR, svit, on=False))
    editor = await house.team.editor(EDITOR)
    assert editor
    assert editor.section_ids == {sport}
    await house.press(OWNER, ShowTeam())
    assert "Ігор – редактор: Спорт\n" in house.telegram.edits[-1]


async def test_no_section_that_is_not_there_becomes_anybodys_own(house: House) -> None:
    await house.press(OWNER, AssignSection(EDITOR, 404, on=True))
    await house.press(OWNER, AssignSection(STRANGER, 1, on=True))
    assert house.telegram.pop_ups == [
        "Такої рубрики вже немає. Оберіть іншу.",
        "Цієї людини вже немає в редакції. Команда: /team",
    ]
    editor = await house.team.editor(EDITOR)
    assert editor
    assert not editor.is_bound


async def test_sections_stay_an_editors_own_when_their_name_changes(house: House) -> None:
    await house.press(OWNER, AssignSection(EDITOR, 1, on=True))
    await house.feed(
        message=house.message(EDITOR, text="/team")
        | {"from": house.person(EDITOR) | {"first_name": "Ігор Бойко"}}
    )
    editor = await house.team.editor(EDITOR)
    assert editor
    assert (editor.name, editor.section_ids) == ("Ігор Бойко", frozenset({1}))
