"""The first word: a plain start, an article's link, an invitation."""

from collections.abc import Awaitable

import pytest
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommandScopeChat

from bot.domain.buttons import Follow, unpack
from bot.domain.deep_links import (
    OpenArticle,
    Opening,
    OpenInvitation,
    OpenSection,
    OpenTopic,
    start_parameter,
)
from bot.domain.people import Editor, Person, Reader, ReaderState, Role
from bot.rendering.editors import DeskHelp, Welcomed
from tests.builders import transactions
from tests.handlers.house import EDITOR, OWNER, READER, STRANGER, House


async def reader(house: House, chat_id: int = READER) -> Reader:
    found = (await house.recognition.person(chat_id)).reader
    assert found is not None
    return found


async def invitation(house: House) -> str:
    owner = await house.team.editor(OWNER)
    assert owner is not None
    token, _ = await house.team.invite(Role.EDITOR, by=owner)
    return start_parameter(OpenInvitation(token))


async def test_a_start_joins_and_offers_the_topics_right_there(house: House) -> None:
    await house.write(READER, "/start")
    assert (await reader(house)).state is ReaderState.ACTIVE
    assert len(house.telegram.said) == 1
    offered = [unpack(data) for data in house.telegram.data_under_last()]
    sections = await house.sections()
    assert len(sections) <= len(offered)


@pytest.mark.parametrize(("code", "language"), [("uk", "uk"), ("en-GB", "en"), (None, "uk")])
async def test_a_reader_is_greeted_in_their_language(
    house: House, code: str | None, language: str
) -> None:
    house.language_code = code
    await house.write(READER, "/start")
    assert (await reader(house)).language == language
    ukrainian = any(letter in house.telegram.said[0] for letter in "іїєґ")
    assert ukrainian == (language == "uk")


@pytest.mark.parametrize("person", [READER, EDITOR])
async def test_the_desk_alone_is_told_how_to_publish(house: House, person: int) -> None:
    await house.write(person, "/start")
    assert ("Ви в редакції" in house.telegram.said[0]) is (person == EDITOR)


async def test_a_reader_who_stopped_is_on_again(house: House) -> None:
    await house.write(READER, "/start")
    await house.write(READER, "/stop")
    assert (await reader(house)).state is ReaderState.STOPPED
    assert "З поверненням!" not in house.telegram.said[0]
    await house.write(READER, "/start")
    assert (await reader(house)).state is ReaderState.ACTIVE
    assert "З поверненням!" in house.telegram.said[-1]
    await house.write(READER, "/start")
    assert "З поверненням!" not in house.telegram.said[-1]


async def test_starting_twice_is_starting_once(house: House) -> None:
    await house.write(READER, "/start")
    first = await reader(house)
    await house.write(READER, "/start")
    assert await reader(house) == first


async def test_an_articles_link_shows_the_full_text_and_welcomes_whoever_is_new(
    house: House,
) -> None:
    article = await house.published(body=("Перший абзац.", "Останній абзац."))
    await house.write(READER, f"/start {start_parameter(OpenArticle(article.id))}")
    text, welcome = house.telegram.said
    assert article.content.headline in text
    assert "Останній абзац." in text
    assert welcome != text
    assert (await reader(house)).state is ReaderState.ACTIVE


async def test_an_articles_link_does_not_switch_a_stopped_reader_on(house: House) -> None:
    article = await house.published()
    await house.write(READER, "/start")
    await house.write(READER, "/stop")
    house.telegram.forget()
    await house.write(READER, f"/start {start_parameter(OpenArticle(article.id))}")
    assert len(house.telegram.said) == 1
    assert (await reader(house)).state is ReaderState.STOPPED


async def test_the_link_of_a_draft_shows_nothing(house: House) -> None:
    article = await house.draft()
    await house.write(READER, "/start")
    house.telegram.forget()
    await house.write(READER, f"/start {start_parameter(OpenArticle(article.id))}")
    await house.write(READER, f"/start {start_parameter(OpenArticle(999))}")
    draft, unknown = house.telegram.said
    assert draft == unknown == "Такої новини немає. Останні новини: /latest"


@pytest.mark.parametrize(
    "opening", [OpenArticle(999), OpenSection(999), OpenTopic("і"), OpenTopic("#")]
)
async def test_whoever_comes_by_a_link_that_leads_nowhere_is_welcome(
    house: House, opening: Opening
) -> None:
    start = f"/start {start_parameter(opening)}"
    await house.write(READER, start)
    why, greeting = house.telegram.said
    assert "Вітаю" not in why
    assert "Вітаю" in greeting
    assert (await reader(house)).state is ReaderState.ACTIVE
    await house.write(READER, start)
    again = [why, greeting] if isinstance(opening, OpenSection) else [why]
    assert house.telegram.said[2:] == again, "a section is chosen from those that there are"


@pytest.mark.parametrize("payload", ["zzz", "a", "a1x", "i", "іншими літерами", "a" * 64])
async def test_a_start_with_a_payload_that_is_not_ours_is_a_plain_start(
    house: House, payload: str
) -> None:
    await house.write(READER, f"/start {payload}")
    await house.write(READER, "/start")
    with_payload, plain = house.telegram.said
    assert with_payload == plain


async def test_an_invitation_makes_an_editor_with_a_menu_of_their_own(house: House) -> None:
    await house.write(STRANGER, f"/start {await invitation(house)}")
    editor = await house.team.editor(STRANGER)
    assert editor is not None
    assert editor.role is Role.EDITOR
    (menu,) = house.telegram.of(SetMyCommands)
    assert "publish" in [command.command for command in menu.commands]
    assert len(house.telegram.said) == 2


async def test_an_invitation_is_for_one_person(house: House) -> None:
    payload = await invitation(house)
    await house.write(STRANGER, f"/start {payload}")
    house.telegram.forget()
    await house.write(READER, f"/start {payload}")
    assert await house.team.editor(READER) is None
    assert len(house.telegram.said) == 1


async def test_whoever_has_used_an_invitation_may_open_it_again(house: House) -> None:
    payload = await invitation(house)
    await house.write(STRANGER, f"/start {payload}")
    first = house.telegram.said
    house.telegram.forget()
    await house.write(STRANGER, f"/start {payload}")
    assert house.telegram.said == first


async def test_a_made_up_invitation_is_turned_down(house: House) -> None:
    await house.write(STRANGER, "/start i" + "A" * 32)
    assert await house.team.editor(STRANGER) is None
    assert len(house.telegram.said) == 1


async def test_a_person_of_the_desk_bears_the_name_they_bear_on_telegram(house: House) -> None:
    person = house.person(OWNER) | {"last_name": "Коваль"}
    await house.send(OWNER, text="/help", **{"from": person})
    editor = await house.team.editor(OWNER)
    assert editor is not None
    assert editor.name == "Олена Коваль"


async def test_an_invited_editor_is_spoken_to_as_one_in_their_language(house: House) -> None:
    house.language_code = "en"
    person = house.person(STRANGER) | {"last_name": "Бойко"}
    await house.send(STRANGER, text=f"/start {await invitation(house)}", **{"from": person})
    editor = await house.team.editor(STRANGER)
    assert editor == Editor(STRANGER, "Хтось Бойко", Role.EDITOR, "en")
    welcomed, helped = house.telegram.said
    assert welcomed == house.pages.post(Welcomed(editor=editor), "en").html
    assert helped == house.pages.post(DeskHelp(), "en").html
    (menu,) = house.telegram.of(SetMyCommands)
    assert menu.scope == BotCommandScopeChat(chat_id=STRANGER)


async def test_whoever_comes_by_an_articles_link_again_is_welcomed_once(house: House) -> None:
    article = await house.published()
    link = start_parameter(OpenArticle(article.id))
    for said in (2, 1):
        house.telegram.forget()
        await house.write(READER, f"/start {link}")
        assert len(house.telegram.said) == said


@pytest.mark.parametrize("person", [READER, EDITOR])
async def test_the_welcome_says_what_is_followed(house: House, person: int) -> None:
    await house.write(person, "/start")
    known = await house.recognition.person(person)
    await house.readers.follow(known, 1, on=True, language_code="uk")
    house.telegram.forget()
    await house.write(person, "/start")
    presses = [unpack(data) for data in house.telegram.data_under_last()]
    assert Follow(1, on=False) in presses
    assert Follow(2, on=True) in presses


async def test_a_reader_is_greeted_in_the_language_that_they_chose_before(house: House) -> None:
    await house.write(READER, "/start")
    await house.readers.set_language(READER, "en")
    await house.write(READER, "/start")
    ukrainian, english = house.telegram.said
    assert not any(letter in english for letter in "іїєґ")
    assert ukrainian != english


async def test_an_editor_is_greeted_in_the_desks_language_though_they_read_in_another(
    house: House,
) -> None:
    await house.readers.join(Person(EDITOR), "en")
    await house.write(EDITOR, "/start")
    assert "Ви в редакції" in house.telegram.said[0]


async def test_what_people_ask_most_is_a_reading_or_two_one_write_and_a_slot(house: House) -> None:
    await house.published()
    await house.write(EDITOR, "/help")  # it knows the sections

    async def transactions_of(deed: Awaitable[None]) -> int:
        with transactions() as begun:
            await deed
        return len(begun)

    assert await transactions_of(house.write(READER, "/start")) == 4  # with the headlines
    assert await transactions_of(house.write(READER, "/start")) == 3  # nothing to write down
    assert await transactions_of(house.press(READER, Follow(1, on=True))) == 7  # with a taste
    assert await transactions_of(house.write(READER, "/topics")) == 3  # and what is muted
    assert await transactions_of(house.write(READER, "/latest")) == 3  # a reading more
