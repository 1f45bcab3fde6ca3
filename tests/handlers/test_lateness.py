"""What was asked for long ago is not done unasked; what does no harm is done however late."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery, SendMessage

from bot.delivery.concurrency import Place, Room, working_at
from bot.domain.archive_buttons import Browse, ShowArchive, ShowCalendar, ShowNames
from bot.domain.article import ArticleState
from bot.domain.buttons import (
    Discard,
    Follow,
    FollowHere,
    Publish,
    Read,
    Retract,
    ShowCard,
    ShowTopics,
    Speak,
    pack,
)
from bot.domain.delivery import Kind
from bot.domain.post import Button
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading, TurnDigest
from bot.domain.reading_here import ReadAs, TurnText
from bot.domain.search_buttons import FollowFound, OpenFound, TryInstead, TurnFound
from bot.domain.topic_buttons import (
    ChooseNamed,
    ChooseTopic,
    FollowName,
    Resume,
    SendQr,
    ShowChosen,
    ShowNamed,
)
from handlers.lateness import LONG_AGO
from storage.schema import article, channel, channel_section, editor, feed, section
from tests.handlers.house import EDITOR, OWNER, READER, House
from tests.handlers.telegram import markup
from tests.handlers.test_strangers import FOR_THE_DESK
from tests.journeys.pages import a_page
from tests.tables import mappings


def late(by: timedelta = LONG_AGO, *, again: bool = False) -> Any:
    """The place of an update that was asked for so long ago."""
    place = Place(Room(1), of_desk=True, age=lambda: by)
    if again:
        place.ask_again()
    return working_at(place)


async def state(house: House, article_id: int) -> ArticleState:
    return (await house.reports.status(article_id)).article.state


def what_others_see(house: House) -> list[object]:
    tables = (article, section, channel, channel_section, feed, editor)
    return [mappings(house.storage, table) for table in tables]


async def test_an_old_press_is_asked_for_again_with_its_own_button(house: House) -> None:
    await house.channel()
    draft = await house.draft()
    await house.press(EDITOR, ShowCard(draft.id))
    async with late(timedelta(minutes=12, seconds=30)):
        await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert await state(house, draft.id) is ArticleState.DRAFT
    (said,) = house.telegram.said
    assert "12 хв" in said.replace("\u00a0", " ")
    assert house.telegram.data_under_last() == [pack(Publish(draft.id, breaking=False))]
    assert house.telegram.pop_ups[-1] is None  # the button waits no more
    await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert await state(house, draft.id) is ArticleState.PUBLISHED


@pytest.mark.parametrize("kind", [Discard, Retract])
async def test_nothing_that_others_would_see_is_done_late(house: House, kind: Any) -> None:
    article = await (house.draft() if kind is Discard else house.published())
    before = await state(house, article.id)
    press = Discard(article.id) if kind is Discard else Retract(article.id, tell=False)
    async with late():
        await house.press(EDITOR, press)
    assert await state(house, article.id) is before


async def test_a_press_of_a_minute_ago_is_done(house: House) -> None:
    await house.channel()
    draft = await house.draft()
    async with late(LONG_AGO - timedelta(seconds=1)):
        await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert await state(house, draft.id) is ArticleState.PUBLISHED


@pytest.mark.parametrize("seconds", [0, 1])
async def test_a_press_of_two_minutes_ago_is_asked_for_again(house: House, seconds: int) -> None:
    assert timedelta(minutes=2) == LONG_AGO
    draft = await house.draft()
    async with late(timedelta(minutes=2, seconds=seconds)):
        await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert await state(house, draft.id) is ArticleState.DRAFT
    assert "2 хв" in house.telegram.said[-1].replace("\u00a0", " ")


@pytest.mark.slow
async def test_of_all_buttons_those_that_only_look_or_ask_are_never_too_late(
    house: House,
) -> None:
    await house.draft()
    before = what_others_see(house)
    asked_again = set()
    for press in FOR_THE_DESK:
        house.telegram.forget()
        async with late():
            await house.press(OWNER, press)
        if house.telegram.said and "Нічого не зроблено" in house.telegram.said[0]:
            asked_again.add(type(press))
            answered, asked = house.telegram.requests
            assert isinstance(answered, AnswerCallbackQuery), press
            assert isinstance(asked, SendMessage), press
    assert asked_again == {type(press) for press in FOR_THE_DESK if not press.done_late}
    assert what_others_see(house) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "press",
    [
        Browse(0),
        ShowCalendar(),
        ShowNames("author"),
        OpenFound(1, 1, 0, newest=False),
        TryInstead(1),
        FollowFound(1),
        TurnFound(1, 0, newest=True),
        Follow(1, on=True),
        FollowHere(1, on=True),
        FollowName(1, on=True),
        Read(1),
        TurnText(1, 0, 1),
        ReadAs(1, paged=True, revision=1),
        Resume(),
        PauseReading(24),
        SetReading("pace", 1),
        ShowReading("all"),
        TurnDigest(1, 0),
        ShowArchive(),
        ShowChosen(),
        ShowNamed(1),
        ChooseTopic(1, 1),
        SendQr(1),
        ChooseNamed(1, 1, 1),
        ShowTopics(),
        Speak("en"),
    ],
)
async def test_what_the_desk_does_as_readers_do_is_never_too_late(
    house: House, press: Any
) -> None:
    await house.published()
    async with late():
        await house.press(EDITOR, press)
    shown = [*house.telegram.said, *house.telegram.edits]
    assert not [text for text in shown if "Нічого не зроблено" in text]


async def test_what_is_asked_again_bears_the_words_of_its_button(house: House) -> None:
    draft = await house.draft()
    press = Publish(draft.id, breaking=True)
    buttons = (
        (Button("Картка", press=ShowCard(draft.id)), Button("Опублікувати", press=press)),
        (Button("Сайт", url="https://example.com"),),
    )
    async with late():
        await house.press(EDITOR, press, under=markup(buttons))
        await house.press(EDITOR, press, message=None)
    first, hidden = house.telegram.said
    assert "ви просили: «Опублікувати»" in first
    assert "ви просили: «…»" in hidden
    assert house.telegram.data_under_last() == [pack(press)]


async def test_a_button_that_is_none_is_outdated_however_late(house: House) -> None:
    async with late():
        await house.press(EDITOR, "no:such:button")
    assert house.telegram.pop_ups == ["Ця кнопка вже не діє. Надішліть /start, щоб отримати нові."]
    assert not house.telegram.said


@pytest.mark.parametrize("command", ["publish", "correct"])
async def test_an_old_command_is_asked_for_again(house: House, command: str) -> None:
    article = await (house.draft() if command == "publish" else house.published())
    before = await state(house, article.id)
    editor = await house.team.editor(EDITOR)
    assert editor
    async with late():
        await house.write(EDITOR, f"/{command} {article.id}")
    assert await state(house, article.id) is before
    assert await house.questions.open(editor) is None
    (said,) = house.telegram.said
    assert f"/{command} {article.id}" in said
    assert "надішліть ще раз" in said


@pytest.mark.parametrize("command", ["status", "why", "retract", "publishing"])
async def test_a_command_that_only_looks_or_asks_is_never_too_late(
    house: House, command: str
) -> None:
    article = await house.published()
    async with late():
        await house.write(EDITOR, f"/{command} {article.id}")
    (said,) = house.telegram.said
    assert "Нічого не зроблено" not in said


async def test_of_several_old_presses_the_last_one_is_asked_for(house: House) -> None:
    draft = await house.draft()
    for again in (True, True, False):
        async with late(again=again):
            await house.press(EDITOR, Publish(draft.id, breaking=False))
    assert len(house.telegram.said) == 1


async def test_pastes_looks_and_readers_own_choices_are_never_too_late(house: House) -> None:
    draft = await house.draft()
    world = await house.section("Світ")
    async with late(timedelta(days=1)):
        await house.write(EDITOR, a_page("Осло заборонило автомобілі в центрі"))
        await house.press(EDITOR, ShowCard(draft.id))
        await house.press(EDITOR, Speak("en"))
        await house.write(READER, "/start")
        await house.press(READER, Follow(world, on=True))
        await house.write(READER, "/stop")
    assert len(await house.publishing.drafts()) == 2
    async with house.storage.reading() as tx:
        owed = [await tx.ledger.find(number) for number in range(1, 4)]
    assert {row.kind for row in owed if row} == {Kind.CARD}
    reader = (await house.recognition.person(READER)).reader
    assert reader
    assert reader.state == "stopped"
    assert (await house.recognition.person(READER)).follows == {world}


async def test_a_strangers_old_press_of_the_desks_button_is_answered_like_any(
    house: House,
) -> None:
    draft = await house.draft()
    async with late():
        await house.press(READER, Publish(draft.id, breaking=False))
    assert house.telegram.said == []
    assert await state(house, draft.id) is ArticleState.DRAFT


# --- edits ---


async def edit(house: House, user_id: int, text: str, message_id: int) -> None:
    message = house.message(user_id, text=text, edit_date=1) | {"message_id": message_id}
    await house.feed(edited_message=message)


async def test_an_editor_who_edits_a_paste_hears_that_the_draft_stays_as_it_is(
    house: House,
) -> None:
    await house.send(EDITOR, text=a_page(), message_id=7)
    (draft,) = await house.publishing.drafts()
    await edit(house, EDITOR, a_page("Зовсім інший заголовок"), 7)
    assert "усе лишилося, як було" in house.telegram.said[-1]
    assert (await house.publishing.drafts()) == (draft,)


async def test_a_part_that_waits_for_the_next_one_is_read_as_it_was_edited(house: House) -> None:
    long = a_page() + "\n\n" + "Речення про порт і термінал. " * 150
    await house.send(EDITOR, text=long[:4096], message_id=7)
    await edit(house, EDITOR, long[:4096].replace("Порт", "Аеропорт"), 7)
    assert house.telegram.said == []
    async with house.storage.writing() as tx:
        ((text, _),) = await tx.desk.take_parts(EDITOR)
    assert "Аеропорт" in text


async def test_an_edit_carries_out_no_command_and_a_reader_hears_nothing(house: House) -> None:
    draft = await house.draft()
    await edit(house, EDITOR, f"/publish {draft.id}", 8)
    assert await state(house, draft.id) is ArticleState.DRAFT
    house.telegram.forget()
    await edit(house, READER, "/start", 9)
    assert house.telegram.requests == []
