"""The menu of commands: readers' in each language, the desk's for each of the desk."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiogram.methods import DeleteMyCommands, SendDocument, SetMyCommands
from aiogram.types import BotCommandScopeAllGroupChats, BotCommandScopeChat

from bot.domain.api_answers import Lost, Refusal
from bot.domain.clock import system_clock
from bot.rendering.renderer import DESK_COMMANDS, GROUP_COMMANDS, READER_COMMANDS, Renderer
from handlers.menu import drop_menu, set_menus
from tests.handlers.house import EDITOR, OWNER, READER, House


async def test_readers_have_a_menu_in_each_language_and_the_desk_its_own(house: House) -> None:
    await set_menus(house.sender, house.pages, await house.team.editors())
    default, groups, english, english_groups, owner, editor = house.telegram.of(SetMyCommands)
    assert (default.language_code, english.language_code) == (None, "en")
    assert groups.scope == english_groups.scope == BotCommandScopeAllGroupChats()
    assert names(groups) == names(english_groups) == list(GROUP_COMMANDS)
    assert default.scope is english.scope is None
    assert names(default) == names(english) == list(READER_COMMANDS)
    assert default.commands != english.commands
    assert owner.scope == BotCommandScopeChat(chat_id=OWNER)
    assert editor.scope == BotCommandScopeChat(chat_id=EDITOR)
    assert names(owner) == names(editor) == [*DESK_COMMANDS, *READER_COMMANDS]


async def test_every_command_of_the_menu_is_answered_as_a_known_one(house: House) -> None:
    await house.write(OWNER, "/blah")
    (unknown,) = house.telegram.said
    for command in (*DESK_COMMANDS, *READER_COMMANDS):
        house.telegram.forget()
        await house.write(OWNER, f"/{command}")
        assert house.telegram.said or house.telegram.of(SendDocument)
        assert unknown not in house.telegram.said


async def test_a_menu_that_cannot_be_set_stops_nothing(house: House) -> None:
    house.telegram.refusals[SetMyCommands] = Lost("timed out")
    house.telegram.refusals[DeleteMyCommands] = Refusal(400, "chat not found")
    await set_menus(house.sender, house.pages, await house.team.editors())
    await drop_menu(house.sender, READER)
    assert len(house.telegram.requests) == 2 * 6 + 1  # a line that fails is tried once more


async def test_a_menu_that_an_operator_has_broken_stops_nothing(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk" / "menu.txt.j2").write_text("{% macro latest( %}")
    pages = Renderer(ZoneInfo("Europe/Kyiv"), system_clock, tmp_path)
    await set_menus(house.sender, pages, ())
    english = house.telegram.of(SetMyCommands)
    assert [each.language_code for each in english] == ["en", "en"]
    assert "uk/menu.txt.j2" in caplog.text
    caplog.clear()


def names(menu: SetMyCommands) -> list[str]:
    return [command.command for command in menu.commands]
