"""Readers choose topics, browse the archive, change their language, and stop."""

from typing import Any

import pytest
from aiogram.methods import (
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    SendRichMessage,
    SetMyCommands,
)
from aiogram.types import BotCommandScopeChat, InlineKeyboardMarkup

from bot.domain.archive_buttons import Browse, ShowArchive
from bot.domain.article import Content, Reading, Related
from bot.domain.buttons import Follow, FollowHere, Read, ShowTopics, Speak, pack, unpack
from bot.domain.delivery import Audience
from bot.domain.post import Button
from bot.domain.press import Press
from bot.domain.topic_buttons import ShowChosen
from bot.rendering.reader_pages import (
    LanguageChoice,
    LanguageSet,
    Stopped,
    Topics,
    Welcome,
)
from bot.rendering.teasers import Teaser
from tests import tables
from tests.handlers.house import EDITOR, READER, STRANGER, House
from tests.handlers.telegram import markup


def shown_under(house: House) -> InlineKeyboardMarkup:
    """The buttons of the message that the bot showed last."""
    kinds = (SendMessage, EditMessageText, EditMessageReplyMarkup)
    shown = [method for method in house.telegram.requests if isinstance(method, kinds)][-1]
    assert isinstance(shown.reply_markup, InlineKeyboardMarkup)
    return shown.reply_markup


def presses_under(house: House) -> list[Press | None]:
    return [unpack(data) for data in house.telegram.data_under_last()]


async def follows(house: House) -> frozenset[int]:
    return (await house.recognition.person(READER)).follows


async def test_topics_lists_a_switch_for_every_section(house: House) -> None:
    await house.write(READER, "/topics")
    sections = await house.sections()
    switches = [Follow(section.id, on=True) for section in sections]
    assert presses_under(house) == [*switches, ShowChosen()]


async def test_a_switch_turns_in_place_and_says_so(house: House) -> None:
    await house.write(READER, "/topics")
    world = await house.section("Світ")
    await house.press(READER, Follow(world, on=True), under=shown_under(house))
    assert await follows(house) == {world}
    assert "Світ" in (house.telegram.pop_ups[0] or "")
    assert Follow(world, on=False) in presses_under(house)
    assert len(house.telegram.said) == 1
    await house.press(READER, Follow(world, on=False), under=shown_under(house))
    assert await follows(house) == frozenset()


async def test_the_same_press_twice_changes_nothing_the_second_time(house: House) -> None:
    world = await house.section("Світ")
    for _ in range(2):
        await house.press(READER, Follow(world, on=True))
    assert await follows(house) == {world}


async def test_the_welcome_keeps_its_language_button_when_a_topic_is_chosen(house: House) -> None:
    await house.write(READER, "/start")
    before = presses_under(house)
    await house.press(READER, Follow(1, on=True), under=shown_under(house))
    after = presses_under(house)
    assert len(after) == len(before)
    assert [press for press in after if isinstance(press, Speak)] == [Speak("en")]


async def test_a_teasers_button_turns_into_its_opposite_and_the_other_stays(house: House) -> None:
    await house.write(READER, "/start")
    for link in (None, "https://example.com/news/1"):
        article = await house.published(headline=f"Новина {link}", link=link)
        world = article.section
        assert world is not None
        under = buttons_of(house, Teaser(article, Audience.READER, link))
        await house.press(READER, FollowHere(world.id, on=False), under=under)
        data = house.telegram.data_under_last()
        assert data[: 2 if link else 1] == [*([link] if link else []), pack(Read(article.id))]
        assert pack(FollowHere(world.id, on=True)) in data
        await house.press(READER, FollowHere(world.id, on=True), under=shown_under(house))
        assert shown_under(house) == under


async def test_a_teaser_that_telegram_hides_keeps_its_buttons(house: House) -> None:
    hidden = {"chat": {"id": READER, "type": "private"}, "message_id": 7, "date": 0}
    await house.press(READER, FollowHere(1, on=True), message=hidden)
    assert await follows(house) == {1}
    assert not house.telegram.of(EditMessageReplyMarkup)


async def test_whoever_presses_before_any_start_becomes_a_reader(house: House) -> None:
    await house.press(READER, FollowHere(1, on=True))
    assert (await house.recognition.person(READER)).reader is not None


async def test_topics_can_be_opened_by_a_button(house: House) -> None:
    await house.press(READER, ShowTopics())
    topics = await house.recognition.person(READER)
    page = Topics(sections=topics.sections, follows=topics.follows)
    assert house.telegram.said == [house.pages.post(page, "uk").html]


async def test_latest_links_to_the_site_or_into_the_bot(house: House) -> None:
    here = await house.published(headline="Без адреси")
    await house.published(headline="З адресою", link="https://example.com/news/1")
    await house.draft(headline="Чернетка")
    await house.write(READER, "/latest")
    (text,) = house.telegram.said
    assert "https://example.com/news/1" in text
    assert f"https://t.me/vistnyk_test_bot?start=a{here.id}" in text
    assert "Чернетка" not in text


async def test_an_empty_archive_has_words_of_its_own(house: House) -> None:
    await house.write(READER, "/latest")
    await house.press(READER, Browse(0))
    assert all(house.telegram.said)
    assert all(house.telegram.edits)


async def test_the_archive_is_browsed_in_place(house: House) -> None:
    for number in range(9):
        await house.published(headline=f"Новина {number}", body=(f"Текст {number}.",))
    world = await house.section("Світ")
    await house.write(READER, "/archive")
    assert Browse(world) in presses_under(house)
    await house.press(READER, Browse(world), under=shown_under(house))
    (older,) = [press for press in presses_under(house) if isinstance(press, Browse)]
    await house.press(READER, older, under=shown_under(house))
    newest, oldest = house.telegram.edits
    assert "Новина 8" in newest
    assert "Новина 0" in oldest
    await house.press(READER, ShowArchive(), under=shown_under(house))
    assert len(house.telegram.said) == 1
    assert len(house.telegram.pop_ups) == 3


async def test_a_page_beside_an_article_that_is_nowhere_is_the_newest(house: House) -> None:
    draft, _ = await house.draft(headline="Чернетка"), await house.published()
    for beside in (draft.id, 10**15, -3):
        await house.press(READER, Browse(0, beside=beside))
    await house.press(READER, Browse(0, beside=2, newer=True))
    assert len(set(house.telegram.edits)) == 1


async def test_the_read_button_sends_the_full_text_to_the_person(house: House) -> None:
    article = await house.published()
    await house.press(READER, Read(article.id))
    (sent,) = house.telegram.of(SendRichMessage)
    assert sent.chat_id == READER
    assert "Другий абзац." in house.telegram.said[0]


async def test_the_full_text_leads_to_the_articles_that_it_names(house: House) -> None:
    named = await house.published()
    item = Related(None, named.content.headline, None, None)
    other = Content("Інша новина", body=("Слова.",), related=(item,))
    (kept,) = await house.imports.keep([Reading(other)])
    await house.press(READER, Read(kept.article_id))
    await house.write(READER, f"/start a{kept.article_id}")
    for said in house.telegram.said[:2]:
        assert f"Читайте також\n{named.content.headline}\n" in said
        assert f"start=a{named.id}" in said


async def test_a_chosen_language_holds_and_the_menu_follows(house: House) -> None:
    await house.write(READER, "/start")
    await house.write(READER, "/language")
    under = buttons_of(house, LanguageChoice())
    await house.press(READER, Speak("en"), under=under)
    (menu,) = house.telegram.of(SetMyCommands)
    assert "publish" not in [command.command for command in menu.commands]
    house.telegram.forget()
    await house.write(READER, "/help")
    assert not any(letter in house.telegram.said[0] for letter in "іїєґ")


async def test_the_welcome_speaks_the_chosen_language_at_once(house: House) -> None:
    await house.write(READER, "/start")
    await house.press(READER, Speak("en"), under=shown_under(house))
    assert Speak("uk") in presses_under(house)
    (edit,) = house.telegram.edits
    assert not any(letter in edit for letter in "іїєґ")


async def test_an_editor_keeps_the_desks_menu_in_another_language(house: House) -> None:
    await house.press(EDITOR, Speak("en"))
    (menu,) = house.telegram.of(SetMyCommands)
    assert "publish" in [command.command for command in menu.commands]
    editor = await house.team.editor(EDITOR)
    assert editor is not None
    assert editor.language == "en"


@pytest.mark.parametrize("person", [READER, EDITOR])
async def test_a_language_that_is_chosen_outside_the_welcome_is_confirmed_in_it(
    house: House, person: int
) -> None:
    await house.press(person, Speak("en"), under=buttons_of(house, LanguageChoice()))
    (said,) = house.telegram.edits
    assert said == house.pages.post(LanguageSet(), "en").html
    (menu,) = house.telegram.of(SetMyCommands)
    assert menu.scope == BotCommandScopeChat(chat_id=person)
    assert menu.commands[0].description == house.pages.menu("en", desk=person == EDITOR)[0][1]
    assert (await house.recognition.person(person)).reader, "whoever chooses is a reader by that"


async def test_a_language_that_is_none_is_outdated_and_changes_nothing(house: House) -> None:
    await house.press(READER, Speak("xx"))
    assert house.telegram.pop_ups == ["Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."]
    assert (await house.recognition.person(READER)).reader is None
    assert len(house.telegram.requests) == 1


@pytest.mark.parametrize("person", [READER, EDITOR])
async def test_the_welcome_stays_a_welcome_whatever_is_pressed_on_it(
    house: House, person: int
) -> None:
    await house.write(person, "/start")
    under = shown_under(house)
    await house.press(person, Speak("en"), under=under)
    topics = await house.recognition.person(person)
    page = Welcome(sections=topics.sections, follows=topics.follows, desk=person == EDITOR)
    assert house.telegram.edits == [house.pages.post(page, "en").html]


async def test_a_reader_who_stops_is_told_so_and_stays_silent(house: House) -> None:
    await house.write(READER, "/start")
    house.telegram.forget()
    await house.write(READER, "/stop")
    assert house.telegram.said == [house.pages.post(Stopped(), "uk").html]
    await house.write(STRANGER, "/stop")
    assert "ні за чим не стежите" in house.telegram.said[-1]
    reader = (await house.recognition.person(READER)).reader
    assert reader
    assert reader.state == "stopped"


@pytest.mark.parametrize(("on", "words"), [(True, "🔔 Ви стежите"), (False, "🔕 Ви більше не")])
@pytest.mark.parametrize("kind", [Follow, FollowHere])
async def test_a_switch_says_what_is_followed_now(
    house: House, kind: type[Follow | FollowHere], *, on: bool, words: str
) -> None:
    await house.press(READER, kind(await house.section("Спорт"), on=on))
    (said,) = house.telegram.pop_ups
    assert said
    assert said.startswith(words)
    assert said.endswith("«Спорт».")


async def test_under_a_teaser_only_the_switch_changes(house: House) -> None:
    world = await house.section("Світ")
    other = Button("Мовою сайту", url="https://example.com/a")
    rows = ((Button("Стежити", press=FollowHere(world, on=True)), other), (other,))
    await house.press(READER, FollowHere(world, on=True), under=markup(rows))
    ((first, second), (third,)) = shown_under(house).inline_keyboard
    assert first.text == "🔕 Не стежити: Світ"
    assert first.callback_data == pack(FollowHere(world, on=False))
    assert second == third == markup(rows).inline_keyboard[0][1]
    await house.press(READER, FollowHere(world, on=False), under=shown_under(house))
    ((back, _), _) = shown_under(house).inline_keyboard
    assert (back.text, back.callback_data) == (
        "🔔 Стежити: Світ",
        pack(FollowHere(world, on=True)),
    )


async def test_a_section_that_is_gone_is_not_followed(house: House) -> None:
    for press in (Follow(404, on=True), FollowHere(404, on=True)):
        await house.press(READER, press)
    assert house.telegram.pop_ups == ["Такої рубрики вже немає. Оберіть іншу."] * 2
    assert not house.telegram.of(EditMessageReplyMarkup)
    assert await follows(house) == frozenset()


async def test_one_section_is_browsed_or_all(house: House) -> None:
    world = await house.section("Світ")
    await house.published(headline="Світова новина")
    await house.published(headline="Спортивна новина", section="СПОРТ", body=("Гра.",))
    await house.press(READER, Browse(world))
    await house.press(READER, Browse(0))
    await house.press(READER, Browse(404))
    one, everything = house.telegram.edits
    assert "Світова новина" in one
    assert "Спортивна новина" not in one
    assert "Світова новина" in everything
    assert "Спортивна новина" in everything
    assert house.telegram.pop_ups[-1] == "Такої рубрики вже немає. Оберіть іншу."


async def test_articles_in_lists_lead_to_the_site_or_into_the_bot(house: House) -> None:
    here = await house.published(headline="Без адреси")
    await house.published(headline="З адресою", link="https://example.com/n", body=("Інше.",))
    await house.press(READER, Browse(0))
    (listed,) = house.telegram.edits
    assert f'href="https://t.me/vistnyk_test_bot?start=a{here.id}"' in listed
    assert 'href="https://example.com/n"' in listed


async def test_free_talk_and_unknown_commands_get_an_answer_each(house: House) -> None:
    for text in ("👍", "/blah", "/blah@vistnyk_test_bot 12", "/"):
        await house.write(READER, text)
    talk, unknown, mentioned, slash = house.telegram.said
    assert talk == slash
    assert unknown == mentioned != talk


@pytest.mark.parametrize(
    ("who", "typed", "meant"),
    [
        (READER, "/setings", "/settings"),
        (READER, "/Serach порт", "/search"),
        (READER, "/draft", ""),
        (EDITOR, "/draft", "/drafts"),
        (READER, "/sections", ""),
    ],
)
async def test_a_misspelt_command_is_told_which_it_is_like(
    house: House, who: int, typed: str, meant: str
) -> None:
    await house.write(who, typed)
    (said,) = house.telegram.said
    assert ("Можливо" in said) == bool(meant)
    assert meant in said


async def test_help_tells_the_desk_what_the_desk_can_do(house: House) -> None:
    await house.write(READER, "/help")
    await house.write(EDITOR, "/help")
    for_readers, for_the_desk = house.telegram.said
    assert "/publish" not in for_readers
    assert "/publish" in for_the_desk


FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = FILE | {"width": 10, "height": 10, "duration": 3}
PLACE = {"latitude": 50.4, "longitude": 30.5}
SENT: dict[str, Any] = {
    "animation": SIZED,
    "audio": FILE | {"duration": 3},
    "contact": {"phone_number": "380", "first_name": "Марія"},
    "dice": {"emoji": "🎲", "value": 3},
    "document": FILE,
    "game": {"title": "Гра", "description": "…", "photo": [SIZED]},
    "location": PLACE,
    "paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]},
    "photo": [SIZED],
    "poll": {
        "id": "1",
        "question": "Чи буде дощ?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "sticker": SIZED | {"type": "regular", "is_animated": False, "is_video": False},
    "story": {"chat": {"id": READER, "type": "private"}, "id": 5},
    "venue": {"location": PLACE, "title": "Порт", "address": "Набережна, 1"},
    "video": SIZED,
    "video_note": FILE | {"length": 10, "duration": 3},
    "voice": FILE | {"duration": 3},
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SENT)
async def test_whatever_a_person_sends_is_answered(house: House, kind: str) -> None:
    await house.send(READER, **{kind: SENT[kind]})
    assert len(house.telegram.said) == 1


async def test_what_telegram_says_by_itself_is_not_answered(house: House) -> None:
    await house.send(READER, pinned_message=house.message(READER, text="…"))
    await house.send(READER, message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    assert not house.telegram.requests


def buttons_of(house: House, page: Teaser | LanguageChoice) -> InlineKeyboardMarkup:
    buttons = markup(page.keyboard(house.pages.label("uk")))
    assert buttons is not None
    return buttons


async def test_the_first_section_that_is_followed_gives_a_taste_of_it(house: House) -> None:
    for number in range(4):
        await house.published(headline=f"Новина {number}")
    world = await house.section("Світ")
    await house.press(READER, Follow(world, on=True))
    assert "Новина 3" in house.telegram.said[-1]
    assert "Новина 0" not in house.telegram.said[-1]
    said = len(house.telegram.said)
    await house.press(READER, Follow(await house.section("Спорт"), on=True))
    await house.press(READER, Follow(world, on=False))
    assert len(house.telegram.said) == said


async def test_thanks_and_greetings_are_answered_and_not_looked_for(house: House) -> None:
    for words in ("Дякую!", "привіт 👋"):
        await house.write(READER, words)
        assert presses_under(house) == [ShowTopics(), Browse(0)]
    thanks, greeting = house.telegram.said
    assert thanks.startswith("Прошу!")
    assert greeting.startswith("Вітаю!")


async def test_an_album_is_answered_once(house: House) -> None:
    for album in ("7101", "7101", "7101", "7102"):
        await house.send(READER, photo=[SIZED], media_group_id=album)
    assert len(house.telegram.said) == len({"7101", "7102"})


async def test_a_video_is_a_letter_and_may_be_among_the_photos_of_one(house: House) -> None:
    await house.write(READER, "/write")
    await house.send(READER, video=SIZED)
    assert "Лист №1 передано" in house.telegram.said[-1]
    await house.write(READER, "/write")
    await house.send(READER, photo=[SIZED], media_group_id="7103")
    said = len(house.telegram.said)
    await house.send(READER, video=SIZED, media_group_id="7103")
    assert len(house.telegram.said) == said


def letters_told(house: House) -> list[str]:
    return [facts["text"] for kind, facts in tables.notices(house.storage) if "letter" in kind]


async def test_what_stands_behind_the_command_is_the_letter_itself(house: House) -> None:
    """Whoever has written it once need not write it again."""
    first = house.message(READER, text="/write Чому не працює архів?")
    await house.feed(message=first)
    assert "Лист №1 передано" in house.telegram.said[-1]
    assert letters_told(house) == ["Чому не працює архів?"]
    await house.feed(edited_message=first | {"text": "/write Чому мовчить архів?"})
    assert "Лист №1" in house.telegram.said[-1]
    assert letters_told(house) == ["Чому мовчить архів?"]
    await house.send(READER, photo=[SIZED], caption="/write")
    assert "Лист №2 передано" in house.telegram.said[-1]
    await house.write(READER, "/write")
    await house.send(READER, photo=[SIZED], caption="/writers – це ми")
    assert letters_told(house)[-1] == "/writers – це ми", "which is no command"
    await house.write(READER, "порт")
    assert "за запитом «порт»" in house.telegram.said[-1].lower()


@pytest.mark.parametrize("text", ["/cancel", "Скасувати"])
async def test_who_thinks_better_of_a_letter_types_that(house: House, text: str) -> None:
    await house.write(READER, "/write")
    await house.write(READER, text)
    assert "Добре" in house.telegram.said[-1]
    await house.write(READER, "порт")
    assert "за запитом «порт»" in house.telegram.said[-1].lower()
    await house.write(READER, text)
    assert "Добре" not in house.telegram.said[-1], "there is none to take back"
    await house.write(READER, "/cancel")
    assert "Скасовувати нічого" in house.telegram.said[-1]


@pytest.mark.parametrize("text", ["Слово " * 40, "Чому не працює архів?\nВін мені потрібен."])
async def test_who_writes_more_than_is_looked_for_is_told_how_to_send_it_to_the_newsroom(
    house: House, text: str
) -> None:
    await house.write(READER, text)
    assert "задовго для пошуку" in house.telegram.said[-1]
    assert "/write" in house.telegram.said[-1]


async def test_a_command_is_known_in_large_letters(house: House) -> None:
    await house.write(READER, "/HELP")
    assert "/topics" in house.telegram.said[-1]
    await house.write(READER, "/Search Порт")
    assert "«Порт»" in house.telegram.said[-1]
    await house.write(READER, "стоп")
    assert "/stop" in house.telegram.said[-1]


async def test_a_letter_that_is_handled_once_more_after_a_kill_is_no_search(house: House) -> None:
    await house.write(READER, "/write")
    letter = house.message(READER, text="Чому не працює архів?")
    await house.feed(message=letter)
    await house.feed(message=letter)
    assert not any("нічого не знайшлося" in words for words in house.telegram.said)
    assert sum("Лист №1 передано" in words for words in house.telegram.said) == 2
